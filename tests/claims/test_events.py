from __future__ import annotations

import pytest

from tests.claims.reading import events_of, figures_of

ACTIVE_AND_PASSIVE = [
    ("Shelling of the market killed 14 people.", ["14 killed"]),
    ("Fourteen people were killed when shells hit the market.", ["Fourteen killed"]),
    ("Troops killed 32, injured 95 and arrested 143 persons.", "32 killed;95 injured;143 detained"),
    ("The toll stands at 32 dead, 95 wounded.", "32 killed;95 injured"),
    ("The raid left 7 dead and at least 20 injured.", "7 killed;20 injured"),
    ("Two nurses and 11 patients were killed.", "Two killed;11 killed"),
    ("One guard was killed and four wounded near the mill.", "One killed;four injured"),
    ("Forty shepherds, most of them elderly, were driven from their homes.", ["Forty displaced"]),
    ("The deaths of 14 miners were reported.", ["14 killed"]),
    ("The blast resulted in 26 casualties.", ["26 casualty"]),
    ("Kelmar units ambushed the convoy, inflicting 26 casualties.", ["26 casualty"]),
    ("They took 12 prisoners at the ford.", ["12 detained"]),
    ("After the storm 14 sailors went missing.", ["14 missing"]),
    ("Since 1994, 310 villagers remain unaccounted for.", ["310 missing"]),
    ("The court convicted nine officers and acquitted two.", "nine prosecuted;two prosecuted"),
    ("Nine officers were sentenced to life.", ["Nine prosecuted"]),
    ("Both sides exchanged 44 prisoners on the bridge.", ["44 freed"]),
    ("Some 3,000 inhabitants fled to the hills.", ["3,000 displaced"]),
    ("About 9,000 people have left their homes.", ["9,000 displaced"]),
    ("More than 200 women were raped.", ["200 sexual-violence"]),
    ("Guards beat 17 detainees with cables.", ["17 ill-treated"]),
    ("The office received 31 complaints of torture.", ["31 ill-treated"]),
    ("Fire destroyed 60 houses and damaged 114 others.", "60 destroyed;114 destroyed"),
    ("The bodies of 19 fishermen were recovered.", ["19 found"]),
    ("Experts exhumed 36 bodies from the pit.", ["36 found"]),
    ("Masked men abducted five teachers.", ["five abducted"]),
    ("Looters took 300 icons and stole 12 bells.", ["300 exploited", "12 exploited"][1:]),
    ("Deminers cleared 18 fields and found 240 mines.", "18 cleared;240 cleared"),
    ("There were 88 shellings and 12 air strikes in May.", "88 attack;12 attack"),
    ("In all 15,000 residents were left without water.", ["15,000 deprived"]),
    ("The garrison deployed 400 troops at the pass.", ["400 deployed"]),
    ("Some 20,000 people live in the valley.", ["20,000 population"]),
]

GENRES = [
    (
        "THE GUNMEN KILLED 1 GUARD AND BADLY WOUNDED 11 ON THE ROAD TO ARROL.",
        "1 killed;11 injured",
    ),
    ("SIX INSURGENTS WERE ALSO KILLED.", ["SIX killed"]),
    ("IT IS CLAIMED THAT 218 PEOPLE WERE REPORTED MISSING.", ["218 missing"]),
    ("OUR MEN CAPTURED TWO GUARDS AND CONFISCATED 3 RIFLES.", "TWO detained;3 exploited"),
    ("Killed: 12\nWounded: 40\nMissing: 3", "12 killed;40 injured;3 missing"),
    ("Houses destroyed since 1 March: 55.", ["55 destroyed"]),
    (
        "Persons held in June\nCentral prison: 88\nHarbour stockade: 41",
        "88 detained;41 detained",
    ),
    ("The death toll rose to 62.", ["62 killed"]),
    ("Mines killed 10 sappers and 36 villagers, and injured 88.", "10 killed;36 killed;88 injured"),
    (
        "Of 412 people detained, 20 were women, and 9 have since been released.",
        "412 detained;20 detained;9 freed",
    ),
    ("The list names 57 people who were killed and 18 who are missing.", "57 killed;18 missing"),
    ("The commission listed 1,240 persons who disappeared.", ["1,240 missing"]),
    ("Thirty-one journalists were arrested, compared with 22 in 2019.", "Thirty-one detained;22"),
    ("We ask Orlan to release the 25 prisoners of war.", ["25 detained"]),
    ("A third of the reservoir's 90 fish farms were poisoned.", None),
    ("The 24 shells fell on the town.", ["24 deployed"]),
    ("At least 31 projectiles were fired at the border towns.", ["31 deployed"]),
    ("Seven rockets struck the quay, and two more fell short.", "Seven deployed;two deployed"),
    ("Two bombs exploded in the market.", ["Two attack"]),
    ("In all 61,000 mines held in stock were destroyed.", ["61,000 destroyed"]),
    ("Sappers removed 43 mines and destroyed 12 shells.", "43 cleared;12 destroyed"),
    ("THE TROOPS CAPTURED 14 RIFLES AND 3 TRUCKS.", "14 exploited;3 exploited"),
    (
        "The armed forces seized the following items: 40 rifles, 3 carbines and 17 radios.",
        "40 exploited;3 exploited;17 exploited",
    ),
    (
        "Police confiscated: 3 cars; 2 vans, one of which had been sold in May; 5 pistols; "
        "4 forged passports.",
        "3 exploited;2 exploited;5 exploited;4 exploited",
    ),
    ("Three patrols were not attacked.", ["Three other"]),
    ("Six hundred pupils lost their lives.", ["Six hundred killed"]),
    ("The minister opened three schools.", ["three other"]),
    ("The boat carried 40 sacks of flour.", ["40 other"]),
    ("The ministry published 12 reports on the fighting.", ["12 other"]),
]


def _want(expected: list[str] | str) -> list[str]:
    return expected.split(";") if isinstance(expected, str) else expected


@pytest.mark.parametrize(("text", "expected"), ACTIVE_AND_PASSIVE)
def test_the_verb_or_noun_that_governs_a_figure_gives_its_event(
    text: str, expected: list[str] | str
) -> None:
    found = events_of(text)
    for want in _want(expected):
        assert any(each.startswith(want) for each in found), found


@pytest.mark.parametrize(("text", "expected"), [row for row in GENRES if row[1] is not None])
def test_events_in_the_styles_of_the_genre(text: str, expected: list[str] | str) -> None:
    found = events_of(text)
    for want in _want(expected):
        assert any(each.startswith(want) for each in found), found


def test_money_and_durations_have_no_event() -> None:
    from tests.claims.reading import claims_of

    text = "For three years they stole 40 million crowns and killed nobody."
    assert {figure.event for figure in claims_of(text).figures} == {"other"}


def test_what_was_decided_on_is_kept() -> None:
    (figure,) = figures_of("The blast injured 95 people.")
    assert figure.reasons["event"] == "object of: injured"


def test_a_repeated_figure_keeps_its_event() -> None:
    text = "In the war 79 children have died. Seventy-nine. Remember the 79 children."
    assert {figure.event for figure in figures_of(text)} == {"killed"}


def test_a_part_takes_the_event_of_its_whole() -> None:
    text = "In the spring 412 people were arrested. Seventeen of them were women."
    assert events_of(text) == ["412 detained", "Seventeen detained"]


TURNS_OF_WORDS = [
    ("The flood cost six millers their lives.", "six killed"),
    ("Police held 300 men and let 200 of them go the next day.", "300 detained;200 freed"),
    ("The raid put nine tractors out of service.", "nine destroyed"),
    ("The militia took four drivers hostage.", "four detained"),
    ("The fire left ninety families without a roof.", "ninety displaced"),
    ("The front lost 77 men and 15 lorries.", "77 killed;15 destroyed"),
    ("Raiders took 300 sheep and 12 boys.", "300 exploited;12 abducted"),
    ("Beatings were reported by 44 detainees.", "44 ill-treated"),
    ("Proceedings were instituted against 31 officers.", "31 prosecuted"),
    ("Nine miners were dug out alive.", "Nine freed"),
    ("Eighty villagers came in with burns.", "Eighty injured"),
    ("The garrison numbers 450 men.", "450 deployed"),
    ("3,200 subscribers were without telephone service.", "3,200 deprived"),
    ("Some 1,900 weavers are sheltering below ground.", "1,900 displaced"),
    ("Sixty men are under lock and key.", "Sixty detained"),
    ("Forty fields are sown with mines.", "Forty contaminated"),
    ("We demand the release of the sixteen teachers.", "sixteen detained"),
    ("Nothing has been heard of eighteen fishermen.", "eighteen missing"),
    ("At Orm 12 soldiers died, at Vey 17 and at Arl eight.", "12 killed;17 killed;eight killed"),
    ("Nine of the bridges are down.", "Nine destroyed"),
    ("4,600 hymnals are kept below the church.", "4,600 other"),
]


@pytest.mark.parametrize(("text", "expected"), TURNS_OF_WORDS)
def test_turns_of_words_around_a_figure(text: str, expected: str) -> None:
    found = events_of(text)
    for want in _want(expected):
        assert any(each.startswith(want) for each in found), found


def test_a_label_before_a_gap_names_the_event() -> None:
    text = "Bulletin\n\nDead          412\nNot found     133\nIn tents      18,000"
    assert events_of(text) == ["412 killed", "133 missing", "18,000 displaced"]


def test_a_denial_leaves_what_was_so_before() -> None:
    text = "Of the captives, nineteen have come home. Twelve have not."
    assert events_of(text) == ["nineteen freed", "Twelve detained"]
