"""A105, on texts that must make it fire and texts that must not."""

from __future__ import annotations

import pytest

from tests.checks.reading import fired, results


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        ("A105", "Forty volunteers set out at dawn. All 52 volunteers were home by nightfall."),
        (
            "A105",
            "The museum lost 310 paintings in the fire. The 130 paintings the museum lost in "
            "the fire were insured.",
        ),
        (
            "A105",
            "Nineteen sailors were aboard the Osprey. The 14 sailors of the Osprey were "
            "buried on Friday.",
        ),
        (
            "A105",
            "The shelling of Kellin on 3 May killed 12 people. The 15 people killed in the "
            "shelling of Kellin were buried on Friday.",
        ),
        (
            "A105",
            "On 3 May 12 people were killed in Kellin. We visited the town twice. In Kellin "
            "on 3 May 15 people were killed.",
        ),
        (
            "A105",
            "The ship carried 4,000 tonnes of grain. The 400 tonnes of grain were unloaded "
            "in a day.",
        ),
        (
            "A105",
            "The bridge is 240 metres long. The convoy took an hour to cross it.  The shell "
            "fell 400 metres from the school. It lies 1.2 kilometres from the school, in a "
            "ditch.",
        ),
        (
            "A105",
            "The compensation for the widow, 5,000 crowns, was paid in May. The 7,500 crowns "
            "paid to the widow as compensation came from the mayor.",
        ),
        (
            "A105",
            "The ceasefire began at 06:00. When the ceasefire began, at 07:00, snow was falling.",
        ),
        (
            "A105",
            "The accord was signed on 3 May 2021 in Kellin. Since the accord was signed, on "
            "5 May 2021, it has held.",
        ),
        (
            "A105",
            "The dam burst on 3 June. On the night of 5 June, when the dam burst, nobody slept.",
        ),
        (
            "A105",
            "The bomb went off at 8.12 in the market. When the bomb went off, at 9.12, the "
            "stalls were full.",
        ),
        (
            "A105",
            "Judge Orla was sentenced to nine years. Judge Orla's sentence of twelve years "
            "is the longest ever.",
        ),
        (
            "A105",
            "A train of 14 wagons was stopped at Sill. All nine wagons of the train were searched.",
        ),
        (
            "A105",
            "We handed out 800 blankets on Monday. The 880 blankets we handed out on Monday "
            "came from the church.",
        ),
        (
            "A105",
            "The ferry Osprey sank on 3 May 2021. The Osprey sank on 4 May 2021, as the log shows.",
        ),
        ("A105", "The patrol had 11 men. All 17 men of the patrol came back."),
        (
            "A105",
            "The convoy left at 05:30 with 20 lorries. After it left, at 06:30, the gate was shut.",
        ),
        (
            "",
            "Forty volunteers set out at dawn and twelve followed at noon. All 52 volunteers "
            "were home by nightfall.",
        ),
        (
            "",
            "Thirty children were hurt in the flood. The 12 children who were hurt in the "
            "fire are in another ward.",
        ),
        ("", "Of 42 lorries 24 came back. All 24 lorries had been searched."),
        ("", "We lost 12 men on Monday. The 9 men we lost on Tuesday were from Sill."),
        ("", "Kellin has 12 wells. Sorrin lies below it. The 9 wells of Sorrin are dry."),
        ("", "In May 31 patients came. The 19 patients of June were younger."),
        ("", "The camp holds 400 people. The 60 people in the sick bay have fever."),
        ("", "There were 66 casualties. Eleven people died; 55 were hurt."),
        ("", "Some 40 pupils sheltered in the crypt. All 38 pupils came out alive."),
        (
            "",
            "Correction: we wrote that 130 houses had burned. The 113 houses that burned are "
            "listed below.",
        ),
        ("", "The Ministry speaks of 14 dead, the Front of 41."),
        ("", "The court heard 30 witnesses. The 12 witnesses of the defence spoke last."),
        ("", "The first truce began at 06:00 on 3 May. The second truce began at 05:00 on 9 May."),
        ("", "The gate was closed at 06:00 on 3 May. The gate was closed at 07:00 on 4 May."),
        ("", "The school was hit on 3 May. The school was hit again on 5 May."),
        (
            "",
            "The post stands 300 metres from the clinic. The checkpoint lies 0.8 kilometres "
            "from the clinic.",
        ),
        ("", "The road is 40 kilometres long. The last 12 kilometres are mined."),
        ("", "A litre cost 3 crowns in May. A litre costs 5 crowns now."),
        (
            "",
            "The council gave 5,000 crowns for tents. The 7,000 crowns for stoves came from "
            "abroad.",
        ),
        ("", "By noon on 4 June, 60 families had crossed. By nightfall it was 95 families."),
        (
            "",
            "Twelve people were killed in Kellin on 3 May. Another nine people were killed "
            "in Kellin on 3 May by a second shell.",
        ),
        ("", "The army has 12 tanks on the hill. The front has 9 tanks on the hill."),
        ("", "Mara Dell served three years in prison. The two years she spent abroad were worse."),
        (
            "",
            "The first boat carried 40 people and the second 60. The 100 people were given "
            "blankets.",
        ),
        ("", "We interviewed 40 mothers. All nine mothers from Kellin said the same."),
        ("", "Five buses left. All three buses that reached Kellin were searched."),
        ("", "On 3 May 12 shells fell on Kellin. On 3 May 15 shells fell on Sorrin."),
        ("", "On 3 May 12 shells fell on Kellin before noon. After noon 15 shells fell on Kellin."),
        ("", "Thirty women and 20 men were held. The 20 men were freed. The 30 women were not."),
        ("", "The prison holds 300 men. The 20 men on trial are kept apart."),
        ("", "The plan foresees 400 flats. All 120 flats built so far are let."),
        ("", "Six of our trucks were hit. Our 40 trucks carry flour."),
        ("", "The 12 members of the council met. The 9 members of the board did not."),
    ],
)
def test_restatements(codes: str, text: str) -> None:
    assert fired(("Office of the Vale", "2021-06-15", text), family="A105") == codes.split()


def test_both_passages_are_shown() -> None:
    text = "A convoy of 42 lorries left. All 24 lorries of the convoy came through."
    (finding,) = [r for r in results((None, None, text)) if r.code == "A105"]
    assert finding.working == "42 lorries, then 24 lorries of the convoy"
    assert ["24" in p.quote for p in finding.passages] == [True, False]
