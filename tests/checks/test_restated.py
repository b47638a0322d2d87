"""A105, on texts that must make it fire and texts that must not."""

from __future__ import annotations

import pytest

from tests.checks.reading import fired, results


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        (
            "A105",
            "Eleven pumps were delivered to the camp. The fourteen pumps delivered to the "
            "camp need diesel.",
        ),
        (
            "A105",
            "The bridge at Oln is 340 metres long. Mines were found under the 430-metre bridge.",
        ),
        (
            "A105",
            "The queue for bread was two kilometres long. In this queue of three kilometres "
            "two women fainted.",
        ),
        (
            "A105",
            "The reward for the pilot, 3,000 crowns, was paid in gold. The reward for the "
            "pilot amounted to 5,000 crowns.",
        ),
        ("A105", "The fine was 900 crowns. He paid the fine of 600 crowns on the spot."),
        ("A105", "The convoy had 30 vehicles. Its 36 vehicles were searched twice."),
        ("A105", "We sent out 30 nurses, and all 34 nurses came back."),
        ("A105", "The outage lasted six hours. During the eight-hour outage nobody was hurt."),
        (
            "A105",
            "The explosion occurred at 8.12 in the hall. The explosion occurred at 9.12, as "
            "the clock shows.",
        ),
        (
            "A105",
            "Mayor Orla Venn was born on 3 May 1931. The museum shows a cradle: Orla Venn "
            "was born on 5 May 1931.",
        ),
        (
            "A105",
            "The camp was built for 400 people. The camp, which was built for 600 people, is full.",
        ),
        ("A105", "A crowd of 3,000 gathered at the gate. The crowd of 5,000 went home at dusk."),
        ("A105", "Fifteen (16) houses were burned."),
        (
            "A105",
            "The trench is 1.2 metres deep. A child fell into the trench, which is 2.1 "
            "metres deep.",
        ),
        ("A105", "The curfew starts at 21:00. Bakers are out when the curfew starts, at 22:00."),
        ("A105", "The commission has nine members. All eleven members of the commission signed."),
        (
            "A105",
            "The delegation of seven crossed at noon. By evening the delegation of nine was back.",
        ),
        ("A105", "The raid began at 04:10. Two dogs barked before the raid began, at 03:10."),
        (
            "A105",
            "The lake is 12 kilometres from Sorrin. Boats go out on the lake, 21 kilometres "
            "from Sorrin.",
        ),
        (
            "A105",
            "Nine shells struck the hospital on 2 June. The six shells that struck the "
            "hospital on 2 June came from the east.",
        ),
        ("A105", "Our library had 8,000 books. The 80,000 books of our library are ash."),
        (
            "A105",
            "Eight observers were sent to the ford. The 18 observers at the ford have two boats.",
        ),
        (
            "A105",
            "Vera Holt, 34, was freed on Friday. Her sister waited at the gate. Vera Holt, "
            "43, teaches music.",
        ),
        (
            "A105",
            "Six graves were opened on Tuesday. In the nine graves opened on Tuesday lay "
            "soldiers of both armies.",
        ),
        (
            "A105",
            "The statute was adopted on 3 May 2001. Since the statute was adopted, on 13 May "
            "2001, nobody has read it.",
        ),
        (
            "A105",
            "The fire at the mill broke out at 02:15. The mill keeper had left an hour "
            "before the fire broke out, at 03:15.",
        ),
        ("A105", "The Osprey has a crew of 14. The 19 members of its crew are safe."),
        (
            "A105",
            "We have buried 61 people in the new cemetery. The 16 people buried in the new "
            "cemetery were all from Sill.",
        ),
        ("A105", "Seven villages lie in the valley. All nine villages in the valley are empty."),
        (
            "A105",
            "The truce was signed on 3 May 2020 at Sill. The ink froze when the truce was "
            "signed on 4 May 2020.",
        ),
        (
            "",
            "Vera Holt, 34, was freed. A neighbour, also called Vera Holt, 51, remains in custody.",
        ),
        ("", "Vera Holt was 34 when she was taken. Today Vera Holt, 36, teaches music."),
        ("", "Fifteen (15) houses were burned."),
        ("", "The north bridge is 340 metres long. The south bridge is 430 metres long."),
        ("", "The fine was 900 crowns. The fine for a second offence is 1,800 crowns."),
        ("", "Ward 3 has 40 beds. Ward 5 has 60 beds."),
        ("", "Point A served 40 people. Point B served 60 people."),
        ("", "The school has 120 pupils. The school across the river has 210 pupils."),
        ("", "The convoy of Monday had 30 vehicles. The convoy of Tuesday had 36 vehicles."),
        ("", "The first convoy had 30 vehicles. The second convoy had 36 vehicles."),
        ("", "A crowd of 3,000 gathered in Kellin. The crowd of 5,000 in Sorrin was louder."),
        ("", "The outage of May lasted six hours. The eight-hour outage of June was worse."),
        ("", "The trench is 1.2 metres deep and 30 metres long. The trench is 0.8 metres wide."),
        ("", "The lake is 12 kilometres from Sorrin. The lake is 21 kilometres from Kellin."),
        ("", "He was fined 900 crowns. She was fined 600 crowns."),
        ("", "Each family gets 40 litres. Each family of six or more gets 60 litres."),
        ("", "Six graves were opened on Tuesday. Nine graves were opened on Wednesday."),
        ("", "Some 70 rockets fell on Kellin on 9 June. On 9 June 74 rockets fell on Kellin."),
        ("", "Of the 30 nurses, 24 came back. The 24 nurses are tired."),
        ("", "They asked for 40 tents. They got 25 tents."),
        ("", "The camp was built for 400 people. It now holds 600 people."),
        ("", "The plant has three stacks. Two stacks were hit."),
        ("", "The mill ground 40 sacks in May and 60 sacks in June. The 60 sacks went to Sill."),
        ("", "A sack of coal costs 11 crowns; a sack of flour costs 14 crowns."),
        ("", "The pass is open from 06:00. On Sundays the pass is open from 08:00."),
        ("", "The Council met on 3 May 2020. The Council met on 7 June 2020."),
        ("", "The shelling began at 04:00 and again at 06:00."),
        (
            "",
            "The hearing began at 09:00 on 3 May. When the hearing began, at 10:00 on 4 May, "
            "two seats were empty.",
        ),
        ("", "Three of the wells are dry. The four wells that still give water are guarded."),
        ("", "Twelve men live in the hut. All seven men in the tent are ill."),
        ("", "Our 12 doctors work in shifts. Their 9 doctors do too."),
        ("", "The 40 pupils of class one left. The 30 pupils of class two stayed."),
        ("", "A boat brought 40 people at noon. The boat brought 60 people at dusk."),
        ("", "The older boy got 12 years. The younger boy got 9 years."),
        ("", "The road is 40 kilometres long. The last 12 kilometres of the road are mined."),
        ("", "The army took 300 prisoners. The 200 prisoners taken by the front are in Sill."),
        ("", "The first list has 54 names. The list of the missing has 31 names."),
        ("", "There were 300 beds before the war. There are 120 beds now."),
        ("A105", "A loaf costs 4 crowns. Few can pay the 6 crowns that a loaf costs."),
        (
            "A105",
            "Nine villages joined the harvest truce. The eleven villages of the harvest "
            "truce share one thresher.",
        ),
        ("A105", "Six sisters run the house. All eight sisters have had typhus."),
        (
            "A105",
            "The school was hit on 3 May 2021. Since the school was hit, on 5 May 2021, "
            "lessons are held in the barn.",
        ),
        ("A105", "The tower is 41 metres high. From the 14-metre tower one sees both banks."),
        (
            "A105",
            "The mayor was taken from his house at 05:00. When the mayor was taken from his "
            "house, at 06:30, it was still dark.",
        ),
        (
            "A105",
            "The grant of 90,000 crowns came in May. Of the grant of 19,000 crowns nothing "
            "is left.",
        ),
        (
            "A105",
            "The ferry can carry 60 people. It was built in 1960. The ferry, which can carry "
            "80 people, was empty.",
        ),
        ("A105", "On the quay lay 14 crates. We opened all 41 crates on the quay and found sugar."),
        (
            "A105",
            "Eighteen teachers signed the letter. The 28 teachers who signed the letter have "
            "been dismissed.",
        ),
        (
            "A105",
            "Two hundred and forty people live in Oln. The 420 people who live in Oln have "
            "one well.",
        ),
        (
            "A105",
            "The army gave back nine bodies at the ford on 2 June. The six bodies that the "
            "army gave back at the ford were buried the same day.",
        ),
        (
            "A105",
            "The truce expired at midnight. Before the truce expired, at 23:00, the last "
            "cart had crossed.",
        ),
        (
            "A105",
            "The dam holds 12 million cubic metres. If the 21 million cubic metres that the "
            "dam holds were let go, Sill would drown.",
        ),
        (
            "A105",
            "In the cellar we found 17 people. The 71 people in the cellar had had no water "
            "for three days.",
        ),
        ("", "We asked for 30 tents. The 20 tents we got are torn."),
        ("", "Nine villages joined the truce. The two villages that stayed away were shelled."),
        (
            "",
            "Eighteen teachers signed the letter. The six teachers who did not sign it have "
            "been promoted.",
        ),
        ("", "Forty people live in Oln. The 12 people who fled from Oln live in Sill."),
        ("", "The army gave back nine bodies. The front gave back six bodies."),
        ("", "The tower is 41 metres high. The wall round the tower is 4 metres high."),
        ("", "In the cellar we found 17 people. The nine people in the attic were dead."),
        (
            "",
            "A loaf cost 4 crowns before the siege. The 6 crowns that a loaf costs now are a "
            "day's pay.",
        ),
        ("", "The grant of May was 90,000 crowns. The grant of June was 19,000 crowns."),
        (
            "",
            "The northern convoy had 30 lorries. All 12 lorries of the southern convoy got "
            "through.",
        ),
        ("", "Of 60 families 40 have gone home. The 20 families left are in the school."),
        ("", "We visited 30 wells. The 11 wells tested were fouled."),
        ("", "The court has nine judges. The five judges of the first bench sat."),
        ("", "Thirty nurses work here. The eight nurses on night duty sleep in the cellar."),
        ("", "Our members gave 400 parcels. The 250 parcels for the camp left on Monday."),
        ("", "The 40 men of the first shift and the 30 men of the second eat together."),
        ("", "The well is 40 metres deep. The water in the well is 12 metres deep."),
        ("", "The bridge is 340 metres long. The part of the bridge that fell is 60 metres long."),
        (
            "",
            "There are 300 people in the camp. The 300 people have two wells; 40 people "
            "share a tap.",
        ),
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
            "The bomb went off at 7.40 in the market. When the bomb went off, at 8.40, the "
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
        ("", "Some 50 nuns hid in the loft. All 48 nuns came down alive."),
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
            "The tower stands 200 metres from the mill. The quarry lies 0.9 kilometres "
            "from the mill.",
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
        ("", "Vera Holt served three years in prison. The two years she spent abroad were worse."),
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
