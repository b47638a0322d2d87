"""Demands and their addressees, and the clauses that ask nobody for anything."""

from __future__ import annotations

import pytest

from muniment.claims.demands import find_demands
from muniment.claims.language import load_language
from muniment.claims.model import Demand
from muniment.claims.sentences import split_sentences
from tests.claims.test_dates import document_of


def demands_of(text: str) -> list[Demand]:
    document = document_of(text)
    language = load_language("en")
    return find_demands(document, split_sentences(document, language), language)


def pairs_of(text: str) -> list[tuple[str, str | None]]:
    return [
        (claim.passage.quote, claim.addressee.text if claim.addressee else None)
        for claim in demands_of(text)
    ]


ONE = [
    # verbs of asking
    (
        "Verda urges both armies to leave the valley.",
        "Verda urges both armies to leave the valley",
        "both armies",
    ),
    (
        "We call on the authorities of Orlavia to free the students at once.",
        None,
        "the authorities of Orlavia",
    ),
    ("The Union called upon the Front to respect the truce.", None, "the Front"),
    ("I ask you to open your ports.", None, "you"),
    ("THE BISHOP ASKED THE GOVERNMENT TO LET THE RED CROSS IN.", None, "THE GOVERNMENT"),
    ("The Institute appeals to the Council to send a mission.", None, "the Council"),
    ("It demands that the regime release the teachers.", None, "the regime"),
    ("We demand the immediate release of all prisoners.", None, None),
    (
        "The Council requests the Secretary-General to report within 90 days.",
        None,
        "the Secretary-General",
    ),
    ("The Commission recommends that the Ministry publish its lists.", None, "the Ministry"),
    (
        "The Assembly strongly urges the parties to the conflict to end it.",
        None,
        "the parties to the conflict",
    ),
    (
        "Calls upon all parties to protect civilians;",
        "Calls upon all parties to protect civilians",
        "all parties",
    ),
    ("Donors are urged to fund twelve clinics.", None, "Donors"),
    ("Both sides were called upon to mark the fields.", None, "Both sides"),
    ("The resolution calls for an immediate ceasefire.", None, None),
    ("The opposition has asked that a commission be formed.", None, None),
    ("Verda has repeatedly requested well records from Orlavia.", None, "Orlavia"),
    ("They made an appeal to both governments to open the road.", None, "both governments"),
    ("I would like to ask the Ombudsman of Verda to speak out.", None, "the Ombudsman of Verda"),
    ("He invites the Verdan side to return the bodies.", None, "the Verdan side"),
    # modals
    ("Orlavia must withdraw its troops.", "Orlavia must withdraw its troops", "Orlavia"),
    ("The government should immediately release the detainees.", None, "The government"),
    ("The perpetrators must be brought to justice.", None, None),
    ("International organizations should send experts.", None, "International organizations"),
    (
        "He said that both sides should stop shelling schools.",
        "both sides should stop shelling schools",
        "both sides",
    ),
    ("In order to prevent floods, the dam should be repaired.", "the dam should be repaired", None),
    ("This must stop.", "This must stop", None),
    ("This has to stop.", "This has to stop", None),
    ("We need to close the ports.", None, "We"),
    ("You need to put pressure on them.", None, "You"),
    # set phrases
    ("It is necessary to clear the road of mines.", None, None),
    ("It is imperative that the camp be supplied.", None, None),
    ("There can be no amnesty for murder.", None, None),
    ("I should be grateful if you would circulate this letter.", None, None),
    # imperatives
    ("You see it all. Stop the war!", "Stop the war", None),
    ("We ask for little. Tell your ministers to act.", "Tell your ministers to act", None),
    (
        "To the Government of Orlavia:\n- Release all journalists and activists.",
        "Release all journalists and activists",
        "the Government of Orlavia",
    ),
    ("Recommendations\n\n1. Ratify the Water Convention without delay.", None, None),
]

MORE = [
    ("The Ombudsman calls the two governments to act.", None, "the two governments"),
    ("What is needed now is an inquiry.", None, None),
    (
        "HOLT TOLD NEWSMEN TODAY AFTER THE RAID THAT HIS BURIAL MUST BE ATTENDED BY ALL.",
        "HIS BURIAL MUST BE ATTENDED BY ALL",
        None,
    ),
    (
        "THE ARMY NOTIFIES ALL, ESPECIALLY THE PEOPLE OF TARN, THAT THEY SHOULD NOT HEED RUMORS.",
        "THEY SHOULD NOT HEED RUMORS",
        "THEY",
    ),
    ("He repeated Orlavia's call on Verda to permit visits.", None, "Verda"),
    (
        "The widow called on the army to arrest the killers and bring them to justice.",
        "The widow called on the army to arrest the killers and bring them to justice",
        "the army",
    ),
    ("Union chief urges immediate, full end to the raids in Tarn", None, None),
    ("She reiterated in her statement her call on both armies to stop.", None, "both armies"),
    (
        "(BEGIN RECORDING) (HOLT) THE RAIDS MUST BE CLEARED UP. (END RECORDING)",
        "THE RAIDS MUST BE CLEARED UP",
        None,
    ),
    ("Orlavia: Free the Detained Teachers", "Free the Detained Teachers", "Orlavia"),
    ("We reiterate our call to spare the wells.", None, None),
    (
        "The report, which demands that Orlavia pay for the wells, is out.",
        "demands that Orlavia pay for the wells, is out",
        "Orlavia",
    ),
    ("It is time this company owns up and pays.", None, None),
    ("Independent Inquiry Urgently Needed", None, None),
    ("Two survivors requested asylum in Tarn from the Orlavian government.", None, None),
    ("It keeps to its policy of demanding compensation for the widows.", None, None),
    ("The envoy warned both armies to stay away from the dam.", None, "both armies"),
    ("The authorities have to release the teachers.", None, "The authorities"),
    ("The world cannot allow this siege to go on.", None, None),
    ("The Ministry insisted that the post be removed.", None, None),
    ("The mission stressed the need to mark the fields.", None, None),
    (
        "It is the Front that must stop its raids, and do so at once.",
        "It is the Front that must stop its raids, and do so at once",
        "the Front",
    ),
    ("Her spokesman said, adding that Orlavia must promptly inform the families.", None, "Orlavia"),
    ("The widows asked the Orlavian army for explanations.", None, "the Orlavian army"),
    ("We have waited long. Friends, do not look away.", "do not look away", None),
    ("Help us to bring them home!", "Help us to bring them home", None),
    ("Please increase the pressure.", "increase the pressure", None),
    ("THE BISHOP APPEALED TO BOTH ARMIES FOR A TRUCE.", None, "BOTH ARMIES"),
    ("THE PEASANTS MARCHED DEMANDING THE RELEASE OF THEIR LEADERS.", None, None),
    ("The families want the graves to be opened.", None, "the graves"),
    ("The office requests 150 mattresses.", None, None),
    ("Amnesty Orlavia urges the Council to act.", None, "the Council"),
    ("It is recommended that the dam be inspected.", None, None),
    ("The bodies need to be returned to the families.", None, None),
    ("Those who ordered it must answer for it.", None, "Those who ordered it"),
    ("At talks on 19 May, 2016, both sides should sign.", "both sides should sign", "both sides"),
    (
        "The Government should:\n(a) Compensate the victims;",
        "Compensate the victims",
        "The Government",
    ),
    ("Decides,\n(a) To request the Secretary-General to report;", None, "the Secretary-General"),
]

SEVERAL = [
    (
        "We call upon the Council to do its duty, and to act to end the raids, and to stop them.",
        ["We call upon the Council to do its duty, and to act to end the raids, and to stop them"],
    ),
    (
        "The Council must act to end the raids and prevent new ones.",
        ["The Council must act to end the raids and prevent new ones"],
    ),
    ("I would ask the mayor to open the gate.", ["I would ask the mayor to open the gate"]),
    (
        "The junta must allow marches and properly investigate the deaths.",
        ["The junta must allow marches", "properly investigate the deaths"],
    ),
    (
        "We demand:\n1. The return of the bells;\n2. The opening of the road. It is long.",
        ["The return of the bells", "The opening of the road"],
    ),
    (
        "To end the war we require:\n\n-- The purge of the army.\n\n-- Reform of the courts.",
        ["The purge of the army", "Reform of the courts"],
    ),
    (
        "This implies that any truce must respect the talks.",
        ["This implies that any truce must respect the talks"],
    ),
    (
        "The office stresses the importance of protecting civilians.",
        ["The office stresses the importance of protecting civilians"],
    ),
    (
        "This means that the junta must:\n\n1. Cease all raids; it must also respect the press.",
        ["Cease all raids", "it must also respect the press"],
    ),
    (
        "HE DEMANDED THAT THE ARMY WITHDRAW FROM THE PORT, FREE THE STUDENTS, AND RESPECT THE LAW.",
        [
            "HE DEMANDED THAT THE ARMY WITHDRAW FROM THE PORT",
            "FREE THE STUDENTS",
            "RESPECT THE LAW",
        ],
    ),
    (
        "The Commission calls on the Government of\nVerda to:\n(a) free all;\n(b) open the road.",
        ["free all", "open the road"],
    ),
    (
        "It urges both parties to: (a) end the shelling; and (b) exchange the bodies.",
        ["end the shelling", "exchange the bodies"],
    ),
    (
        "The Front should free the boys, to begin with, and lay down its arms.",
        ["The Front should free the boys, to begin with", "lay down its arms"],
    ),
    (
        "Verda must condemn and stop the raids.",
        ["Verda must condemn and stop the raids"],
    ),
    (
        "It recommends that both sides talk; and that observers be admitted.",
        ["It recommends that both sides talk", "observers be admitted"],
    ),
    (
        "I invite Orlavia to hand over the maps, to open the archives, and to return the bells.",
        ["to hand over the maps", "to open the archives", "to return the bells"],
    ),
    (
        "Orlavia should release the 25 prisoners and withdraw its forces from the hills.",
        ["Orlavia should release the 25 prisoners", "withdraw its forces from the hills"],
    ),
    (
        "The wells must be cleaned, and the road must be repaired.",
        ["The wells must be cleaned", "the road must be repaired"],
    ),
    (
        "Verda urges the Council to act, and requests its President to report.",
        ["Verda urges the Council to act", "requests its President to report"],
    ),
    (
        "We need to free the hostages, we need to bury the dead, we need to rebuild.",
        ["We need to free the hostages", "we need to bury the dead", "we need to rebuild"],
    ),
]

NONE = [
    "The pact serves as a frame for justice should peace talks succeed.",
    "The council keeps a reserve should the harvest fail again.",
    "The camps stay open should anyone return.",
    "He said that in the event the Union should win the vote, the camps would be closed.",
    "The plan creates conditions that will encourage the fighters to return home.",
    "The minister stressed the importance of the meeting.",
    "Candidates must be at least 25 years old.",
    "The ministry summoned the envoy to explain the raid.",
    "The deal calls for a truce.",
    "She called the police to report a theft.",
    "They called a meeting of the parties to discuss prices.",
    "We must also clarify that the plane landed.",
    "All came to the burial, because we must repudiate the crime.",
    "The Front would take the following measures:\n1. To issue new cards;\n2. To open the mills.",
    "Two million more will have to go on the quay.",
    "(BEGIN RECORDING) (HOLT) WE HOPE THAT THE RAIDS WILL STOP. (END RECORDING)",
    "The experts warned that the mill was hardly able to feed the town.",
    "Two survivors requested asylum.",
    "The Front proposed that talks begin in May.",
    "The council had demanded his release.",
    "The list shows what was taken:\n1. The archive of the district;\n2. The bells.",
    "Orlavia: Support Grows for the Truce",
    "You can rest there when your feet ask for it.",
    "It should be noted that the list is not complete.",
    "It should be recalled that both sides signed.",
    "The ferry must have sunk before dawn.",
    "They should have warned the villagers.",
    "What should we do?",
    "If the dam should break, three villages would drown.",
    "By law, police must inform relatives within 24 hours.",
    "The law requires that detainees must see a judge.",
    "Complaints must be filed within ten days under section 44 of the Act.",
    "They had to walk for three days.",
    "People have to fetch water from the river.",
    "The law prohibits torture.",
    "He was asked about the shelling.",
    "Reporters asked whether the truce would hold.",
    "At the request of the family the name is left out.",
    "Eight requests for access to military zones were made.",
    "The demand for bread rose to record heights.",
    "The army refused to call on the mayor.",
    "The plan calls for 400 new houses.",
    "Repeated calls for help went unheard.",
    "We hope that the talks will go on.",
    "She was called on the telephone.",
    "I must say that I was moved.",
    "The court appealed to nobody.",
    "The verdict was appealed.",
    "The press must for once be thanked",
    "They did not ask the government to pay.",
    "An invitation was sent to both sides.",
    "It must be John, she thought.",
    "Release of prisoners\n\nThe exchange took place at noon.",
    "Help desk hours are posted at the gate.",
    "Support for the Front grew in the hills.",
    "Stop signs were stolen in three towns.",
    "The kidnappers demanded a ransom.",
    "They sought asylum and requested permission to land.",
    "As requested by the Council, the list is annexed.",
    "It is necessary to note that the roads are bad.",
    "There can be no doubt about it.",
    "In paragraph 31 read 'shall' for 'should'.",
    "Those who called for war now call for bread?",
    "The board noted that an expert would need to be the one to find it.",
    "It is a crime that humanity should not tolerate.",
    "According to the rules, guards should be relieved every four hours.",
    "Police must obtain a warrant before they search a house, but they often did not.",
    "They have to walk to the river for water.",
    "The Working Group calls on Verda to take the following steps:",
    "Visa requests rose by 40 percent.",
    "We must remember the winter of the siege.",
]


@pytest.mark.parametrize(("text", "quote", "addressee"), ONE + MORE)
def test_one_demand(text: str, quote: str | None, addressee: str | None) -> None:
    found = pairs_of(text)
    assert len(found) == 1, found
    if quote is not None:
        assert found[0][0] == quote
    assert found[0][1] == addressee


@pytest.mark.parametrize(("text", "quotes"), SEVERAL)
def test_several_demands(text: str, quotes: list[str]) -> None:
    assert [quote for quote, _ in pairs_of(text)] == quotes


@pytest.mark.parametrize("text", NONE)
def test_no_demand(text: str) -> None:
    assert pairs_of(text) == []


@pytest.mark.parametrize(("text", "quote", "addressee"), ONE)
def test_broken_lines_and_double_spaces_change_nothing(
    text: str, quote: str | None, addressee: str | None
) -> None:
    if "\n" in text:
        return
    found = [claim.passage.quote.split() for claim in demands_of(text)]
    for gap in ("  ", "\n"):
        broken = [claim.passage.quote.split() for claim in demands_of(text.replace(" ", gap))]
        assert broken == found


def test_items_of_a_list_are_for_whom_the_lead_names() -> None:
    text = "The Commission calls on the Government of\nVerda to:\n(a) free all;\n(b) open the road."
    for claim in demands_of(text):
        assert claim.addressee is not None
        assert claim.addressee.text.split() == ["the", "Government", "of", "Verda"]
