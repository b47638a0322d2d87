"""Rules across documents, on pairs that must make them fire and pairs that must not."""

from __future__ import annotations

import pytest

from muniment.checks.model import Outcome
from tests.checks.reading import Text, fired, results


@pytest.mark.parametrize(
    ("codes", "first", "second"),
    [
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 3 May 2021 an airstrike on Kellin market killed 14 civilians.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The airstrike on Kellin market on 3 May 2021 left 31 civilians dead.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Fourteen civilians died in Kellin on 3 May.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In Kellin on 3 May, 31 civilians lost their lives.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The shelling of Ostrow on 12 April destroyed 40 dwellings.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Shelling destroyed 95 houses in Ostrow on 12 April.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Some 200 people fled Ostrow on 12 April.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 12 April more than 900 people fled Ostrow.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Losses at Tarn Ridge on 2 June: 12 killed.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "At Tarn Ridge on 2 June 40 people were killed.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Police detained 64 protesters in Merrin on 7 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In Merrin, 210 protesters were detained on 7 June.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The fire of 1 June burned 40 hectares of forest above Loom.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The fire of 1 June burned 300 hectares of forest above Loom.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The spill of 18 May put 40 tonnes of oil into the Lesk.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "According to our measurements, the spill of 18 May put 260 tonnes of oil "
                "into the Lesk.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The blackout in Dorrin on 14 May lasted nine hours.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The blackout in Dorrin on 14 May went on for three days.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "From 1 to 7 May 2021, 30 people were injured by mines in Kellin district.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Mines injured 52 people in Kellin district from 1 to 7 May 2021.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Between 1 and 7 May 2021 the hospital of Kellin treated 30 wounded.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Between 1 and 7 May 2021 the hospital of Kellin treated 52 wounded.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Since 1 January 2021, 300 people have been killed in Kellin, as of 15 June 2021.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "As of 15 June 2021, 120 people have been killed in Kellin since 1 January 2021.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The enemy lost 14 tanks at Tarn Ridge on 2 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Our losses at Tarn Ridge on 2 June came to three tanks.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "No fewer than 30 schools were hit in Ardal province in May 2021.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In May 2021 at most 12 schools were hit in Ardal province.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The quake of 4 June killed 50 people in Sorrin.",
            ),
            ("Relief Union of Amber", "2021-06-16", "Sorrin, 4 June. Dead after the quake: 85."),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "In the attack on the Kellin convoy on 3 May nine drivers were killed.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Nineteen drivers were killed in the attack on the Kellin convoy on 3 May.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 3 May 2021 an airstrike on Kellin market killed 14 civilians.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The airstrike on Kellin market on 3 May 2021 left fourteen civilians dead.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The shelling of Ostrow on 12 April destroyed about 100 dwellings.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Shelling destroyed 95 houses in Ostrow on 12 April.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The fire of 1 June burned 40 hectares of forest above Loom.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The fire of 1 June burned 0.4 square kilometres of forest above Loom.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The blackout in Dorrin on 14 May lasted nine hours.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The blackout in Dorrin on 14 May went on for nine hours.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 12 April at least 900 people fled Ostrow.",
            ),
            ("Relief Union of Amber", "2021-06-16", "On 12 April 1,100 people fled Ostrow."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 3 May 2021 an airstrike on Kellin market killed 14 civilians.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The airstrike on Kellin market on 3 May 2021 wounded 31 civilians.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 3 May 2021 an airstrike on Kellin market killed 14 civilians.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The airstrike on Sorrin market on 3 May 2021 killed 31 civilians.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 3 May 2021 an airstrike on Kellin market killed 14 civilians.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 4 May 2021 an airstrike on Kellin market killed 31 civilians.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 3 May 2021 an airstrike on Kellin market killed 14 civilians.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 3 May 2021 an airstrike on Kellin market killed 31 soldiers.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 3 May 2021 an airstrike on Kellin market killed 14 children.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 3 May 2021 an airstrike on Kellin market killed 31 people.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 3 May 2021 mines killed two people in Kellin.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 3 May 2021 shells killed nine people in Kellin.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "In May 2021, 14 people were killed in Kellin.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 3 May 2021, 9 people were killed in Kellin.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "We treated 30 patients in Kellin on 3 May.",
            ),
            ("Relief Union of Amber", "2021-06-16", "We treated 52 patients in Kellin on 3 May."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Our patrols found 30 mines in Kellin on 3 May.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Our patrols found 52 mines in Kellin on 3 May.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 3 May 14 people were killed in Kellin.",
            ),
            ("Relief Union of Amber", "2021-06-16", "On 3 May 14 people were arrested in Kellin."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "In Kellin town 14 people were killed on 3 May.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In Kellin district 31 people were killed on 3 May.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "In Kellin 14 people were killed on 3 May.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In Kellin and Sorrin 31 people were killed on 3 May.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "In Kellin 14 people were killed on 3 May by nightfall.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "According to some reports 31 people were killed in Kellin on 3 May. We "
                "cannot confirm it.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Nineteen vans were burned at Kellin on 3 May.",
            ),
            ("Relief Union of Amber", "2021-06-16", "At Kellin on 3 May 40 lorries were burned."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Since 1 January 2021, 300 people have been killed in Kellin.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Since 1 March 2021, 120 people have been killed in Kellin.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Of the wounded, 12 were brought to St Anne on 3 May.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Of the wounded, 20 were brought to St Bride on 3 May.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 3 May the market of Kellin was hit by three rockets. In Sorrin 12 "
                "people were killed.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 3 May the market of Kellin was hit by three rockets; 40 people were "
                "killed in Dorn.",
            ),
        ),
        (
            "",
            ("Ministry of Health of Verda", "2021-06-15", "Kellin has 300 hospital beds."),
            ("Relief Union of Amber", "2021-06-16", "Kellin has 120 school places."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 3 May 120 families left Upper Kellin.",
            ),
            ("Relief Union of Amber", "2021-06-16", "On 3 May 450 families left Lower Kellin."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 3 May about 40 women were freed at Kellin.",
            ),
            ("Relief Union of Amber", "2021-06-16", "On 3 May 75 men were freed at Kellin."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The enemy lost 14 tanks at Tarn Ridge on 2 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The enemy lost three tanks at Tarn Ridge on 2 June.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The army should release 40 prisoners at Kellin by 3 July.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The front should release 70 prisoners at Kellin by 3 July.",
            ),
        ),
        (
            "X502",
            ("Casualty Desk of Verda", "2021-06-15", "Deaths since the outbreak began: 58."),
            ("Casualty Desk of Verda", "2021-07-15", "Deaths since the outbreak began: 71."),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "So far 340 houses have been repaired in Kellin.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "So far 512 houses have been repaired in Kellin.",
            ),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since 24 February 2021 at least 1,200 civilians have been killed in Verda.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since 24 February 2021 at least 1,350 civilians have been killed in Verda.",
            ),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "As of today 120 schools have been damaged since the war began.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "As of today 133 schools have been damaged since the war began.",
            ),
        ),
        (
            "X502",
            ("Casualty Desk of Verda", "2021-06-15", "Mines destroyed to date: 4,000."),
            ("Casualty Desk of Verda", "2021-07-15", "Mines destroyed to date: 5,200."),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "The total number of confirmed dead now stands at 212.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "The total number of confirmed dead now stands at 230.",
            ),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "From 1 January 2021 to date our teams have cleared 12 hectares.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "From 1 January 2021 to date our teams have cleared 19 hectares.",
            ),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "By 15 June 2021 the commission had registered 400 missing persons since "
                "the start of the conflict.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "By 15 July 2021 the commission had registered 430 missing persons since "
                "the start of the conflict.",
            ),
        ),
        (
            "A108",
            ("Casualty Desk of Verda", "2021-06-15", "Deaths since the outbreak began: 71."),
            ("Casualty Desk of Verda", "2021-07-15", "Deaths since the outbreak began: 58."),
        ),
        (
            "A108",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "So far 512 houses have been repaired in Kellin.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "So far 340 houses have been repaired in Kellin.",
            ),
        ),
        (
            "A108",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since 24 February 2021 at least 1,350 civilians have been killed in Verda.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since 24 February 2021 at least 1,200 civilians have been killed in Verda.",
            ),
        ),
        (
            "A108",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "To date we have exhumed the remains of 412 persons.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "To date we have exhumed the remains of 398 persons.",
            ),
        ),
        (
            "A108",
            ("Casualty Desk of Verda", "2021-06-15", "Mines destroyed to date: 5,200."),
            ("Casualty Desk of Verda", "2021-07-15", "Mines destroyed to date: 4,000."),
        ),
        (
            "A108",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "The death toll since the flood has reached 212.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "The death toll since the flood has reached 198.",
            ),
        ),
        (
            "A108",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "In all, 300 complaints have been received since the office opened.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "In all, 280 complaints have been received since the office opened.",
            ),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Deaths since the outbreak began: 71."),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Deaths since the outbreak began: 58, revised after duplicates were removed.",
            ),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Deaths since the outbreak began: 71."),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Deaths since the outbreak began: 58. The earlier figure included 13 "
                "persons who have since been found alive.",
            ),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since 1 January 2021, 97 people have been killed.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since 1 June 2021, 12 people have been killed.",
            ),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "On 14 June 12 shells fell."),
            ("Casualty Desk of Verda", "2021-07-15", "On 14 July 9 shells fell."),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "In June 40 people were detained."),
            ("Casualty Desk of Verda", "2021-07-15", "In July 22 people were detained."),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Since Monday 40 people have been detained."),
            ("Casualty Desk of Verda", "2021-07-15", "Since Monday 22 people have been detained."),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "This month 40 people have been detained so far.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "This month 22 people have been detained so far.",
            ),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "At present 400 people are held without charge.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "At present 320 people are held without charge.",
            ),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since the flood 400 families have been living in tents.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since the flood 320 families have been living in tents.",
            ),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Still missing since the flood: 40."),
            ("Casualty Desk of Verda", "2021-07-15", "Still missing since the flood: 22."),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Civilians killed since 1 January 2021: 212."),
            ("Casualty Desk of Verda", "2021-07-15", "Children killed since 1 January 2021: 40."),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Civilians killed since 1 January 2021 in Kellin: 212.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Civilians killed since 1 January 2021 in Sorrin: 40.",
            ),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Civilians killed since 1 January 2021: 212."),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Civilians wounded since 1 January 2021: 140.",
            ),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "About 1,000 people have fled since 1 May."),
            ("Casualty Desk of Verda", "2021-07-15", "Since 1 May 980 people have fled."),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since the war began 4 of our nurses have died.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since the war began 3 of our drivers have died.",
            ),
        ),
    ],
)
def test_pairs(codes: str, first: Text, second: Text) -> None:
    found = fired(first, second, family="X") + fired(first, second, family="A108")
    assert found == codes.split()


def test_the_order_of_the_documents_does_not_matter() -> None:
    first = ("Office for Returns", "2022-01-10", "Families that have returned to date: 410.")
    second = ("Office for Returns", "2022-02-10", "Families that have returned to date: 655.")
    assert fired(second, first, family="X") == fired(first, second, family="X") == ["X502"]


def test_two_that_rest_on_one_origin_do_not_agree() -> None:
    first = ("Rescue Service of Ilvara", "2021-08-23", "The slide of 19 August buried 38 houses.")
    second = (
        "Free Radio Gorm",
        "2021-08-25",
        "According to the Rescue Service of Ilvara, the slide of 19 August buried 38 houses.",
    )
    assert fired(first, second, family="X") == ["X504"]


def test_an_announced_correction_is_told_apart_from_silence() -> None:
    first = ("Desk of the Vale", "2021-04-01", "Deaths since the outbreak began: 71.")
    second = ("Desk of the Vale", "2021-05-01", "Deaths since the outbreak began: 58, revised.")
    outcomes = [r.outcome for r in results(first, second) if r.code == "A108"]
    assert outcomes == [Outcome.NOT_CHECKABLE]


def test_documents_without_an_issuer_are_not_compared() -> None:
    first = (None, "2021-08-23", "The slide of 19 August buried 38 houses in Gorm.")
    second = (None, "2021-08-25", "The slide of 19 August buried 83 houses in Gorm.")
    assert fired(first, second, family="X") == []
