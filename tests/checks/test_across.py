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
                "Roads Office of Dorn",
                "2021-06-15",
                "The collapse of the Dorn footbridge on 9 May injured 14 walkers.",
            ),
            (
                "Walkers' League",
                "2021-06-16",
                "When the Dorn footbridge collapsed on 9 May, 40 walkers were injured.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Two villages were burned in the raid on the Oln valley on 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Nine villages were burned in the raid on the Oln valley on 4 June.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 4 June 2021 we lost six men at Tarn Ridge.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The enemy lost 31 men at Tarn Ridge on 4 June 2021.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Kellin hospital took in 12 wounded on the night of 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On the night of 4 June 30 wounded were taken into Kellin hospital.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The depot fire of 2 June in Sorrin destroyed 900 tonnes of grain.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In the depot fire of 2 June 300 tonnes of grain were lost in Sorrin.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The strike of 4 June cost 19 lives in Kellin.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Kellin mourns 44 dead after the strike of 4 June.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Ballots cast in Sorrin on 6 June: 4,120.",
            ),
            ("Relief Union of Amber", "2021-06-16", "In Sorrin 3,015 ballots were cast on 6 June."),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The ship Anna Dole sank off Cape Osse on 6 June with 40 people on board.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "There were 71 people on board the Anna Dole when she sank off Cape Osse "
                "on 6 June.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "A total of 25 mines were lifted at Bell Farm on 6 June.",
            ),
            ("Relief Union of Amber", "2021-06-16", "At Bell Farm 52 mines were lifted on 6 June."),
        ),
        (
            "X501",
            (
                "Border Guard of Esk",
                "2021-06-15",
                "Our checkpoint at Lamb Gate turned back four buses on 6 June.",
            ),
            (
                "Drivers' Union",
                "2021-06-16",
                "Eleven buses were turned back at Lamb Gate on 6 June.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The curfew in Kellin was broken by 12 people on 6 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 6 June 60 people broke the curfew in Kellin.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Between 1 and 31 May 2021, 14 journalists were arrested in Verda.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In May 2021, 31 journalists were arrested in Verda.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The landslide at Upper Gorm on 19 August 2020 buried 38 houses.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Upper Gorm, 19 August 2020: 83 houses buried by the landslide.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Rescuers pulled 12 people alive from the mine at Dorran on 9 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 9 June four people were pulled alive from the mine at Dorran.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Rescuers pulled 12 people alive from the mine at Dorran on 9 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 9 June a dozen people were pulled alive from the mine at Dorran.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The strike of 4 June cost 19 lives in Kellin.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Kellin mourns nineteen dead after the strike of 4 June.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The depot fire of 2 June in Sorrin destroyed some 900 tonnes of grain.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In the depot fire of 2 June 880 tonnes of grain were lost in Sorrin.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Between 30 and 40 houses burned in Ostrow on 4 June.",
            ),
            ("Relief Union of Amber", "2021-06-16", "In Ostrow 36 houses burned on 4 June."),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The march of 4 June in Kellin drew 5,000 people.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "About 5,000 people took part in the march of 4 June in Kellin.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "No fewer than 80 graves were opened at Sill on 4 June.",
            ),
            ("Relief Union of Amber", "2021-06-16", "At Sill 86 graves were opened on 4 June."),
        ),
        (
            "X503",
            ("Ministry of Health of Verda", "2021-06-15", "In Sill 20 wells were dry on 1 June."),
            ("Relief Union of Amber", "2021-06-16", "On 1 June 20 wells were dry in Sill."),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Since the start of the siege on 1 March, 40 people have starved in "
                "Kellin, as of 15 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Forty people have starved in Kellin since the siege began on 1 March (as "
                "of 15 June).",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 4 June 14 nurses were killed in Kellin.",
            ),
            ("Relief Union of Amber", "2021-06-16", "On 4 June 31 doctors were killed in Kellin."),
        ),
        (
            "",
            ("Ministry of Health of Verda", "2021-06-15", "On 4 June 14 houses burned in Ostrow."),
            ("Relief Union of Amber", "2021-06-16", "On 4 June 31 barns burned in Ostrow."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The march of 4 June in Kellin drew 5,000 people.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The march of 5 June in Kellin drew 900 people.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 4 June the army shelled Ostrow with 40 shells.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 4 June the army shelled Ostrow; 12 people were killed.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "By noon on 4 June 40 people had crossed at Lamb Gate.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "By nightfall on 4 June 95 people had crossed at Lamb Gate.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "In the north of Kellin 14 houses burned on 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In the south of Kellin 31 houses burned on 4 June.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Of the wounded of 4 June, three died in Kellin.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Of the wounded of 4 June, nine died in Sorrin.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Our teams gave out 400 parcels in Kellin on 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Our teams gave out 900 parcels in Kellin on 4 June.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 4 June our hospital in Kellin treated 14 burn cases.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 4 June our clinic in Kellin treated 31 burn cases.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "A rocket killed 12 people in Kellin on 4 June.",
            ),
            ("Relief Union of Amber", "2021-06-16", "On 4 June 12 people were freed in Kellin."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Ministry figures speak of 12 dead in Kellin on 4 June; we were not let in.",
            ),
            ("Relief Union of Amber", "2021-06-16", "On 4 June 40 people were killed in Kellin."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Up to 40 people can sleep in the hall at Sill.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 4 June 61 people slept in the hall at Sill.",
            ),
        ),
        (
            "",
            ("Ministry of Health of Verda", "2021-06-15", "Kellin needs 400 tents."),
            ("Relief Union of Amber", "2021-06-16", "Kellin received 120 tents on 4 June."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 4 June 14 soldiers of the Left Bank were killed at Cray Mill.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 4 June 31 soldiers of the Right Bank were killed at Cray Mill.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "In Old Merrin 14 people were killed on 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In New Merrin 31 people were killed on 4 June.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The first shell killed four people in Kellin on 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The second shell killed nine people in Kellin on 4 June.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 4 June 40 cattle were driven off at Sill.",
            ),
            ("Relief Union of Amber", "2021-06-16", "On 4 June 90 sheep were driven off at Sill."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Members of our union hurt in the strike of 4 June: 12.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Members of our union hurt in the strike of 4 June: 40.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The price of bread in Kellin on 4 June was 11 crowns.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The price of salt in Kellin on 4 June was 40 crowns.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The shelling of Kellin on 4 June lasted two hours.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The blackout in Kellin on 4 June lasted nine hours.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "In May 2021, 31 journalists were arrested in Verda.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In June 2021, 14 journalists were arrested in Verda.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Six women were hurt in Kellin on 4 June.",
            ),
            ("Relief Union of Amber", "2021-06-16", "Nine girls were hurt in Kellin on 4 June."),
        ),
        (
            "X502",
            ("Casualty Desk of Verda", "2021-06-15", "Complaints received since 1 January: 140."),
            ("Casualty Desk of Verda", "2021-07-15", "Complaints received since 1 January: 188."),
        ),
        (
            "X502",
            ("Casualty Desk of Verda", "2021-06-15", "Trees planted to date: one million."),
            ("Casualty Desk of Verda", "2021-07-15", "Trees planted to date: 1.2 million."),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "We have now identified 212 of the bodies found since the war ended.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "We have now identified 230 of the bodies found since the war ended.",
            ),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since its opening on 1 April the line has taken 900 calls.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since its opening on 1 April the line has taken 1,400 calls.",
            ),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "By now 40 of our members have been arrested since the decree.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "By now 52 of our members have been arrested since the decree.",
            ),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Up to 15 June we have verified 300 attacks since the war began.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Up to 15 July we have verified 340 attacks since the war began.",
            ),
        ),
        (
            "X502",
            ("Casualty Desk of Verda", "2021-06-15", "Total raised so far: 40,000 crowns."),
            ("Casualty Desk of Verda", "2021-07-15", "Total raised so far: 61,000 crowns."),
        ),
        (
            "X502",
            ("Casualty Desk of Verda", "2021-06-15", "Cumulative number of cases: 1,020."),
            ("Casualty Desk of Verda", "2021-07-15", "Cumulative number of cases: 1,400."),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "More than 300 people have fled since the fire.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "More than 420 people have fled since the fire.",
            ),
        ),
        (
            "X502",
            ("Casualty Desk of Verda", "2021-06-15", "Confirmed deaths until today: 31."),
            ("Casualty Desk of Verda", "2021-07-15", "Confirmed deaths until today: 44."),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since Easter our kitchen has served 3,000 meals.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since Easter our kitchen has served 5,200 meals.",
            ),
        ),
        (
            "A108",
            ("Casualty Desk of Verda", "2021-06-15", "Complaints received since 1 January: 188."),
            ("Casualty Desk of Verda", "2021-07-15", "Complaints received since 1 January: 140."),
        ),
        (
            "A108",
            ("Casualty Desk of Verda", "2021-06-15", "Trees planted to date: 1.2 million."),
            ("Casualty Desk of Verda", "2021-07-15", "Trees planted to date: one million."),
        ),
        (
            "A108",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since its opening on 1 April the line has taken 1,400 calls.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since its opening on 1 April the line has taken 900 calls. The line is "
                "open from six to ten.",
            ),
        ),
        (
            "A108",
            ("Casualty Desk of Verda", "2021-06-15", "Total raised so far: 61,000 crowns."),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Total raised so far: 40,000 crowns. Thank you.",
            ),
        ),
        (
            "A108",
            ("Casualty Desk of Verda", "2021-06-15", "Cumulative number of cases: 1,400."),
            ("Casualty Desk of Verda", "2021-07-15", "Cumulative number of cases: 1,020."),
        ),
        (
            "A108",
            ("Casualty Desk of Verda", "2021-06-15", "Confirmed deaths until today: 44."),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Confirmed deaths until today: 31. Two doctors have joined us.",
            ),
        ),
        (
            "A108",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "More than 420 people have fled since the fire.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "More than 300 people have fled since the fire.",
            ),
        ),
        (
            "A108",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Our divers have recovered 71 bodies since the wreck.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Our divers have recovered 66 bodies since the wreck. The water is cold.",
            ),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Our divers have recovered 71 bodies since the wreck.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Our divers have recovered 66 bodies since the wreck; five turned out to "
                "be animal bones.",
            ),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Complaints open on this day: 188."),
            ("Casualty Desk of Verda", "2021-07-15", "Complaints open on this day: 140."),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Families now in our camps: 900."),
            ("Casualty Desk of Verda", "2021-07-15", "Families now in our camps: 640."),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Since yesterday 40 calls have come in."),
            ("Casualty Desk of Verda", "2021-07-15", "Since yesterday 12 calls have come in."),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Since the last report 14 people have died."),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since the last report nine people have died.",
            ),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "In the past month 14 people have died."),
            ("Casualty Desk of Verda", "2021-07-15", "In the past month nine people have died."),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Calls in June: 900."),
            ("Casualty Desk of Verda", "2021-07-15", "Calls in July: 640."),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Deaths since the outbreak began, in Kellin: 58.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Deaths since the outbreak began, in Sorrin: 31.",
            ),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Men killed since 1 January: 58."),
            ("Casualty Desk of Verda", "2021-07-15", "Women killed since 1 January: 31."),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Of 900 calls since 1 April, 40 were hoaxes."),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Of 1,400 calls since 1 April, 31 came by night.",
            ),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Patients waiting since May: 58."),
            ("Casualty Desk of Verda", "2021-07-15", "Patients waiting since May: 31."),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Prisoners still held since the raid: 58."),
            ("Casualty Desk of Verda", "2021-07-15", "Prisoners still held since the raid: 31."),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "We have 58 volunteers so far this week."),
            ("Casualty Desk of Verda", "2021-07-15", "We have 31 volunteers so far this week."),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2020-12-01",
                "So far this year 58 fires have been put out.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-01-31",
                "So far this year 31 fires have been put out.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The bridge of Sill was hit by three shells on 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Nine shells hit the bridge of Sill on 4 June.",
            ),
        ),
        (
            "X501 X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The market shooting of 4 June in Kellin left five dead and 12 wounded.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In the shooting on the market of Kellin on 4 June nine people died and 30 "
                "were wounded.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Hail on 4 June broke 600 panes in Aumery.",
            ),
            ("Relief Union of Amber", "2021-06-16", "On 4 June hail broke 2,000 panes in Aumery."),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The train that left the rails at Sorrin on 4 June had 120 passengers aboard.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "There were 310 passengers aboard the train that left the rails at Sorrin "
                "on 4 June.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 1 June 31 wells in Kellin district were broken.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 1 June 90 wells were broken in Kellin district.",
            ),
        ),
        (
            "X501",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Exactly 40 sheep were killed by the shell that fell at Oln on 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The shell that fell at Oln on 4 June killed more than 100 sheep.",
            ),
        ),
        (
            "X501",
            ("Ministry of Health of Verda", "2021-06-15", "Two people died in Kellin on 4 June."),
            ("Relief Union of Amber", "2021-06-16", "Eleven people died in Kellin on 4 June."),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The bridge of Sill was hit by three shells on 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Three shells hit the bridge of Sill on 4 June.",
            ),
        ),
        (
            "X503",
            ("Ministry of Health of Verda", "2021-06-15", "On 4 June 95 roofs burned in Hithe."),
            ("Relief Union of Amber", "2021-06-16", "Nearly 100 roofs burned in Hithe on 4 June."),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "We handed over 12 bodies at Lamb Gate on 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 4 June twelve bodies were handed over at Lamb Gate.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Twelve bodies were handed over at Lamb Gate on 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 4 June a dozen bodies were handed over at Lamb Gate.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The quake of 4 June left 2,000 people homeless in Delm.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In Delm some 2,000 people lost their homes in the quake of 4 June.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Water in the Esk stood at 7.9 metres on 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 4 June the water in the Esk stood at 7.9 metres.",
            ),
        ),
        (
            "X503",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The outage of 4 June in Docks lasted 90 minutes.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The outage of 4 June in Docks lasted 1.5 hours.",
            ),
        ),
        (
            "",
            ("Ministry of Health of Verda", "2021-06-15", "On 4 June 12 buses left Kellin."),
            ("Relief Union of Amber", "2021-06-16", "On 4 June 30 buses reached Kellin."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 4 June 12 people from Kellin were freed.",
            ),
            ("Relief Union of Amber", "2021-06-16", "On 4 June 30 people from Sorrin were freed."),
        ),
        (
            "",
            ("Ministry of Health of Verda", "2021-06-15", "On 4 June we freed 12 people."),
            ("Relief Union of Amber", "2021-06-16", "On 4 June we freed 30 people."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 4 June our side lost 12 men at Tarn.",
            ),
            ("Relief Union of Amber", "2021-06-16", "On 4 June our side lost 30 men at Tarn."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The shell of 4 June hurt 12 people in Kellin.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The flood of 4 June hurt 30 people in Kellin.",
            ),
        ),
        (
            "",
            ("Ministry of Health of Verda", "2021-06-15", "In Kellin 12 children died on 4 June."),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In Kellin 30 people died on 4 June, children among them.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "In the first half of June 12 people died in Kellin.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "In the second half of June 30 people died in Kellin.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "In Kellin 12 people a day died in June.",
            ),
            ("Relief Union of Amber", "2021-06-16", "In Kellin 360 people died in June."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Bread cards for 12,000 people were printed in Kellin in June.",
            ),
            ("Relief Union of Amber", "2021-06-16", "Some 30,000 people lived in Kellin in June."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 4 June the court in Kellin freed 12 men.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 4 June the court in Kellin sentenced 30 men.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 4 June 12 houses were searched in Kellin.",
            ),
            ("Relief Union of Amber", "2021-06-16", "On 4 June 30 shops were searched in Kellin."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "At least 12 people died in Kellin on 4 June.",
            ),
            ("Relief Union of Amber", "2021-06-16", "At most 30 people died in Sorrin on 4 June."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The 12 observers at Tarn saw nothing on 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "The 30 soldiers at Tarn saw nothing on 4 June.",
            ),
        ),
        (
            "",
            ("Ministry of Health of Verda", "2021-06-15", "Kellin: 40 pupils on 1 June."),
            ("Relief Union of Amber", "2021-06-16", "Kellin: 12 teachers on 1 June."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Each of the 12 villages round Kellin got a pump on 4 June.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Each of the 30 schools in Kellin got a stove on 4 June.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 4 June the ministry gave out 400 tents in Kellin.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 4 June the union gave out 900 tents in Kellin.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "Our list for Kellin, 4 June, has 12 names of wounded.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "Our list for Kellin, 4 June, has 30 names of missing.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 4 June two of our trucks were hit at Sill.",
            ),
            (
                "Relief Union of Amber",
                "2021-06-16",
                "On 4 June six of our trucks were hit at Sill.",
            ),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "On 4 June dogs bit 12 people in Kellin.",
            ),
            ("Relief Union of Amber", "2021-06-16", "On 4 June wasps stung 30 people in Kellin."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "We have read of 30 dead in Kellin on 4 June.",
            ),
            ("Relief Union of Amber", "2021-06-16", "Twelve people died in Kellin on 4 June."),
        ),
        (
            "",
            (
                "Ministry of Health of Verda",
                "2021-06-15",
                "The Front claims that 30 people died in Kellin on 4 June.",
            ),
            ("Relief Union of Amber", "2021-06-16", "Twelve people died in Kellin on 4 June."),
        ),
        (
            "X502",
            ("Casualty Desk of Verda", "2021-06-15", "Shells found and made safe to date: 900."),
            ("Casualty Desk of Verda", "2021-07-15", "Shells found and made safe to date: 1,120."),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "As at 15 June 40 families had moved in since the handover.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "As at 15 July 61 families had moved in since the handover.",
            ),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "From the first day of the strike until today 14 people have been arrested.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "From the first day of the strike until today 22 people have been arrested.",
            ),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "The fund has so far paid out 2 million crowns.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "The fund has so far paid out 3.5 million crowns.",
            ),
        ),
        (
            "X502",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since we began in March, 310 people have been vaccinated.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since we began in March, 520 people have been vaccinated.",
            ),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since March we have vaccinated 310 people in Kellin.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since March we have vaccinated 520 people in Sorrin.",
            ),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since our last bulletin 310 people have been vaccinated.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since our last bulletin 520 people have been vaccinated.",
            ),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since Easter 310 people have been vaccinated.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since Whitsun 520 people have been vaccinated.",
            ),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "So far 310 women have been vaccinated."),
            ("Casualty Desk of Verda", "2021-07-15", "So far 520 men have been vaccinated."),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "So far 310 people have been vaccinated in Ward 3.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "So far 520 people have been vaccinated in Ward 5.",
            ),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since 1 May 40 shells have fallen on the east bank.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since 1 May 90 shells have fallen on the west bank.",
            ),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "To date we have cleared 40 hectares of vineyard.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "To date we have cleared 90 hectares of pasture.",
            ),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "To date 40 mines have been lifted."),
            ("Casualty Desk of Verda", "2021-07-15", "To date 90 shells have been lifted."),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "Since the start of the week 40 people have come.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "Since the start of the week 90 people have come.",
            ),
        ),
        (
            "",
            (
                "Casualty Desk of Verda",
                "2021-06-15",
                "On the third day of the strike 40 people were arrested.",
            ),
            (
                "Casualty Desk of Verda",
                "2021-07-15",
                "On the ninth day of the strike 90 people were arrested.",
            ),
        ),
        (
            "",
            ("Casualty Desk of Verda", "2021-06-15", "Some 40 tents are now up."),
            ("Casualty Desk of Verda", "2021-07-15", "Some 90 tents are now up."),
        ),
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
        (
            "X501",
            (
                "Watch on the Rivers",
                "2023-05-16",
                "On 8 May 2023 a storm struck the Oln valley. The storm took 24 barns there.",
            ),
            (
                "Insurers of Tarn",
                "2023-05-17",
                "The storm of 8 May 2023 took 31 barns in the Oln valley.",
            ),
        ),
        (
            "",
            (
                "Army Staff of Tarn",
                "2021-06-15",
                "Our losses at Fern Ford on 4 June 2021 were four killed and eleven wounded.",
            ),
            (
                "Army Staff of Oln",
                "2021-06-15",
                "At Fern Ford on 4 June 2021 we lost nine killed and 20 wounded.",
            ),
        ),
        (
            "X501",
            (
                "Army Staff of Tarn",
                "2021-06-15",
                "On 4 June 2021 at Fern Ford we took 57 prisoners.",
            ),
            (
                "Army Staff of Oln",
                "2021-06-16",
                "At Fern Ford on 4 June 2021 no more than 30 of our men were taken prisoner.",
            ),
        ),
        (
            "",
            (
                "Army Staff of Tarn",
                "2021-06-15",
                "On 4 June 2021 we shot down two drones over Fern Ford.",
            ),
            (
                "Army Staff of Oln",
                "2021-06-16",
                "On 4 June 2021 we shot down four drones over Fern Ford.",
            ),
        ),
        (
            "X501",
            (
                "Army Staff of Tarn",
                "2021-06-15",
                "IN THE RAID ON FERN FORD ON 4 JUNE NINE VILLAGERS WERE KILLED.",
            ),
            (
                "Watch on the Rivers",
                "2021-06-16",
                "In the raid on Fern Ford on 4 June 52 villagers were killed.",
            ),
        ),
        (
            "",
            (
                "Army Staff of Tarn",
                "2021-06-15",
                "IN THE RAID ON FERN FORD ON 4 JUNE NINE VILLAGERS WERE KILLED.",
            ),
            (
                "Watch on the Rivers",
                "2021-06-16",
                "In the raid on Amber Mill on 4 June 52 villagers were killed.",
            ),
        ),
        (
            "",
            (
                "Watch on the Rivers",
                "2021-06-15",
                "In the flood of 4 June 57 barns in Amber were washed away.",
            ),
            (
                "Insurers of Tarn",
                "2021-06-16",
                "In the flood of 4 June 214 barns were washed away in four parishes together.",
            ),
        ),
        (
            "",
            (
                "Ministry of Defence of Amber",
                "2021-06-15",
                "Fifteen enemy soldiers fell at Fern Ford on 4 June.",
            ),
            (
                "Defence Command of Verda",
                "2021-06-16",
                "Fifteen soldiers of Amber fell at Fern Ford on 4 June.",
            ),
        ),
        (
            "X503",
            (
                "Army Staff of Tarn",
                "2021-06-15",
                "At Fern Ford 34 of our men were handed over on 4 June.",
            ),
            (
                "Watch on the Rivers",
                "2021-06-16",
                "On 4 June thirty-four men were handed over at Fern Ford.",
            ),
        ),
        (
            "A108",
            (
                "Army Staff of Tarn",
                "2021-06-08",
                "FROM THE START OF THE RAINS TO THIS MORNING THE ENEMY HAS LOST 143 BOATS.",
            ),
            (
                "Army Staff of Tarn",
                "2021-06-15",
                "FROM THE START OF THE RAINS TO THIS MORNING THE ENEMY HAS LOST 131 BOATS.",
            ),
        ),
        (
            "X502",
            (
                "Watch on the Rivers",
                "2021-06-08",
                "Since 1 May 2021 we have served 1,400 bowls; 19 cooks are out.",
            ),
            (
                "Watch on the Rivers",
                "2021-06-15",
                "Since 1 May 2021 we have served 1,700 bowls; 12 cooks are out.",
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
