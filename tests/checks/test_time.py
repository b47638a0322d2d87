"""Rules on time, on texts that must make them fire and texts that must not."""

from __future__ import annotations

import pytest

from muniment.checks.model import Outcome
from tests.checks.reading import fired, results

WRITTEN = "2021-06-15"


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        ("T201", "The order of September 31, 2020 was never published."),
        ("T201", "Fighting resumed on the 31st of November 2019."),
        ("T201", "They signed on 29.02.2021."),
        ("T201", "He was last seen on 30 Feb. 2020 near the ford."),
        ("T201", "Between 28 February and 31 April 2021 nobody was let in."),
        ("T201", "On 31 June the post was handed over."),
        ("T201", "Logged 2021-13-04 at the gate."),
        ("T201", "The siege lasted from 3 March until 31 September 2020."),
        ("", "Form 31/9 and table 30.2 were lost on 3 May 2021."),
        ("", "Paragraph 31.11 of the rules was changed on 30 November 2020."),
        ("", "On 29 February 2016 the bridge was closed."),
        ("T201", "On 29 February 1900 the town had been founded."),
        ("T202", "On Monday 14 June 2020 the bus was stopped."),
        ("T202", "on the night of Friday 1 January 2020 shells fell."),
        ("T202", "The vote of 3 May 2021 (a Tuesday) was annulled."),
        ("T202", "3 May 2021, a Tuesday, was the last day of the talks."),
        ("T202", "It happened on 3 May 2021. It was a Wednesday."),
        ("T202", "WEDNESDAY, 3 MAY 2021 - THE MINISTRY SAID NOTHING."),
        ("T202", "Wed 2 June 2020, 14:00: patrol fired upon."),
        ("", "On Monday, 3 May 2021, the bus was stopped."),
        ("", "3 May 2021 was a Monday, and a mild one."),
        ("", "The Friday before 3 May 2021 was quiet."),
        ("", "We meet on Fridays; since 3 May 2021 also on Sundays."),
        ("", "In Friday's paper 3 May 2021 was given as the day."),
        ("T203", "The school was occupied from March 2021 to January 2021."),
        ("T203", "Detained on 5 May 2021, released on 2 May 2021, he has not spoken since."),
        ("T203", "She was arrested on 5 May 2021 and released on 2 May 2021."),
        ("T203", "The mandate began on 1 July 2020 and ended on 30 June 2020."),
        ("T203", "The observers were present between 12 May and 3 May 2021."),
        ("T203", "The blockade of 20–12 May 2021 was lifted."),
        ("T203", "On 3 May 2021 the road was closed from 15:00 to 11:30."),
        ("T203", "The pumps stood still on that day between 14:00 and 09:00."),
        ("T203", "He governed the district from 2009 to 1999."),
        ("T203", "Office hours on 3 May 2021: 14:00-09:00."),
        ("", "The road is closed every night from 22:00 to 05:00."),
        ("", "Between 20:00 and 06:00 on 3 May 2021 shells fell."),
        ("", "From December 2020 to February 2021 the road was closed."),
        ("", "From 20 December to 3 January the road was closed."),
        ("", "The number of pupils fell from 2005 to 1990."),
        ("", "The tribe lived here from 300 to 150 BC."),
        ("", "Resolutions 2250 to 2010 were not printed."),
        ("", "Lot numbers 2015 to 1998 are sold."),
        ("T204", "The judge was shot dead on 20 June 2021."),
        ("T204", "On 20 June 2021, two vans were burned."),
        ("T204", "In July 2021 we visited four camps."),
        ("T204", "Shelling killed three people on the morning of 2 July 2021."),
        ("T204", "Three people were killed when a shell hit the market on 20 June 2021."),
        ("T204", "During the week of 21 June 2021 the mission interviewed 40 people."),
        ("T204", "The mission has visited the camp on 20 June 2021."),
        ("T204", "Data were collected from 1 June to 30 June 2021."),
        ("T204", "The bridge collapsed at 04:00 on 16 June 2021."),
        ("T204", "We received the letter on Wednesday, 23 June 2021."),
        ("T204", "The interviews took place in August 2021."),
        ("T204", "Two sentries died on 18 June 2021; a third was hurt."),
        ("", "The hearing will be held on 20 June 2021."),
        ("", "The hearing, which was set for 20 June 2021, is public."),
        ("", "The mandate was extended to 20 December 2021."),
        ("", "The mandate was extended on 10 June 2021 until 20 December 2021."),
        ("", "They agreed to meet again on 20 June 2021."),
        ("", "The court adjourned until 20 June 2021."),
        ("", "Elections have been called for 20 September 2021."),
        ("", "The permit, issued on 3 May 2021, expires on 3 May 2022."),
        ("", "If the dam had burst on 20 July 2021, nobody would have known."),
        ("", "We were told that it would end on 20 July 2021."),
        ("", "The truce was to begin on 20 June 2021."),
        ("", "The truce begins on 20 June 2021."),
        ("", "By 20 July 2021 all must have left."),
        ("", "The conference on 20 July 2021 was cancelled."),
        ("", "He was sentenced to be hanged on 20 July 2021."),
        ("", "The ministry announced a review in 2022."),
        ("", "The ministry announced that in 2022 taxes rise."),
        ("", "A loan was agreed, with the first payment in July 2021."),
        ("", "Seed was bought for planting in October 2021."),
        ("", "The novel is set in 2050."),
        ("", "We closed the school and hope for a new one in 2022."),
        ("", "They were given until 30 June 2021 to leave."),
        ("", "The parties signed an accord providing for elections in March 2022."),
        ("", "Registered voters for the poll of 4 July 2021 numbered 3,000."),
        ("", "The strike was called off and is to resume on 1 July 2021."),
        ("", "The price was fixed for delivery in September 2021."),
        ("", "In June 2021 it rained."),
        ("", "In 2021 nine people died."),
        ("", "Between January and June 2021 nine people died."),
        ("", "Tickets were sold for the concert on 3 July 2021."),
        ("", "He was appointed judge from 1 July 2021."),
        ("", "The council voted to close the road on 1 July 2021."),
        ("", "They received invitations to a meeting on 1 July 2021."),
        ("", "The governor signed a decree on elections in July 2021."),
        ("", "The commission published its programme of exhumations in July 2021 and after."),
    ],
)
def test_dates(codes: str, text: str) -> None:
    assert fired(("Office of the Vale", WRITTEN, text), family="T") == codes.split()


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        ("T205", "The siege lasted for 21 days, from 4 to 18 April 2020."),
        ("T205", "A ten-day siege (3–19 May 2020) followed."),
        ("T205", "The strike, which began on 1 May and ended on 9 May 2020, lasted three weeks."),
        ("T205", "From 2 March to 30 March 2020, 40 days, the road was closed."),
        ("T205", "The school was occupied for five months (January 2019 to December 2019)."),
        ("T205", "The 40-day siege, which ran from 2 March to 30 April 2020, ended in a truce."),
        ("T205", "The siege, from 2 March to 30 April 2020, lasted 40 days."),
        ("T205", "She was held for six weeks, from 3 January to 30 March 2020."),
        ("T205", "He was detained on 3 March 2020 and released ten days later, on 20 March 2020."),
        ("T205", "Twelve days after 3 May 2020, on 30 May 2020, the pumps failed again."),
        ("T205", "The power was off for nine hours, from 08:00 to 14:00."),
        ("T205", "The truce held for six hours, from 21:00 to 06:00."),
        ("T205", "In the 31 days of June the crews were called out 195 times."),
        ("T205", "The occupation lasted almost 30 years (1991 to 2005)."),
        ("T205", "For more than eight years, from May 2012 to June 2015, nobody was paid."),
        ("T205", "The mission stayed two years, from 1998 to 2009."),
        ("T205", "The camp stood open from 3 May 2020 to 9 May 2020, a total of 12 days."),
        (
            "T205",
            "The curfew was in force for 48 hours, from noon on 3 May 2020 to noon on 6 May 2020.",
        ),
        (
            "T205",
            "The 24-hour ceasefire started at 06:00 on 3 May 2020 and ended at 06:00 on 5 "
            "May 2020.",
        ),
        ("T205", "The town was cut off for a fortnight, from 1 to 29 May 2020."),
        ("T205", "The law was in force for eleven years, from 1984 until it was repealed in 2003."),
        ("T205", "He ruled for a decade, from 1970 to 1999."),
        ("T205", "The shelling went on for three days and nights, from 3 to 9 May 2020."),
        ("T205", "The talks took two and a half years, from October 2015 to June 2016."),
        ("T205", "Between 3 and 9 May 2020 the hospital was without power for twelve days."),
        ("", "Between 3 and 30 May 2020 the hospital was without power for nine days."),
        ("", "For nine days between 3 and 30 May 2020 the hospital was without power."),
        ("", "He was sentenced to 12 years for acts committed from 1998 to 2001."),
        ("", "After five days, from 3 to 20 May 2020, talks resumed."),
        ("", "The siege lasted 60 days, from 2 March to 30 April 2020."),
        ("", "The siege lasted 59 days, from 2 March to 30 April 2020."),
        ("", "The siege lasted two months, from 2 March to 30 April 2020."),
        ("", "It held for eight and a half weeks, from 2 March to 30 April 2020."),
        ("", "The strike lasted about six months (8 May to 2 November 2018)."),
        ("", "The war went on for nearly 30 years (December 1991 to October 2020)."),
        ("", "The truce held for nine hours, from 21:00 to 06:00."),
        ("", "Both observers, aged 30 years, stayed from 3 to 9 May 2020."),
        ("", "He served three years of a ten-year sentence, from 2001 to 2004."),
        ("", "Each family got food for three days; it was given out from 3 to 20 May 2020."),
        ("", "They worked 12 hours a day from 3 to 20 May 2020."),
        ("", "In the past ten years, from 2009 to 2012 in particular, many left."),
        ("", "The mission was extended by six months, from 1 May 2020 to 31 October 2020."),
        ("", "The leave was ten working days, from 4 to 15 May 2020."),
        ("", "The camp was open for 100 days from 1 June to 8 September 2020."),
        ("", "A boy of 16 years was held from 3 to 9 May 2020."),
        ("", "It was the first time in 12 years, from 3 to 9 May 2020 there were no shells."),
        ("", "The 72-hour pause began at noon on 3 May 2019 and ended at noon on 6 May 2019."),
        ("", "The three-day pause lasted from 3 May to 5 May 2019."),
        ("", "The lease runs for 99 years, from 1 January 1990 to 31 December 2088."),
        ("", "In February 2020, 29 days of rain fell."),
        ("", "In the 30 days of June nobody came."),
        ("", "They have waited 20 years, since 2001."),
        ("", "The nine-month blockade (December 2022 to September 2023) is over."),
        ("", "Over the two weeks from 3 to 16 May 2020 they marched."),
        ("", "Over two weeks in May, from 3 to 17 May 2020, they marched."),
        ("", "Two years later, from 3 to 9 May 2020, they marched."),
        ("", "Four days a week from 3 to 30 May 2020 the bakery was open."),
        ("", "In the five years from 2015 to 2019 it rained."),
        ("", "In the five years from 2015 to 2020 it rained."),
        ("", "He spent three of the seven days from 3 to 9 May 2020 in a cell."),
        ("", "She was held for a total of nine days, from 3 to 7 and from 12 to 15 May 2020."),
    ],
)
def test_durations(codes: str, text: str) -> None:
    assert fired(("Office of the Vale", WRITTEN, text), family="T") == codes.split()


def test_without_a_date_of_its_own_a_document_has_no_future() -> None:
    assert fired((None, None, "Both were sentenced on 13 April 2093."), family="T204") == []


def test_the_working_shows_the_sum() -> None:
    text = "The siege lasted for 21 days, from 4 to 18 April 2020."
    (finding,) = [r for r in results((None, None, text)) if r.code == "T205"]
    assert finding.working == "4 to 18 April 2020 is 14 to 15 days, not 21"


def test_what_holds_is_told_too() -> None:
    text = "On Monday, 3 May 2021, the bus was stopped for 15 days, from 4 to 18 April 2020."
    held = {r.code for r in results((None, None, text)) if r.outcome is Outcome.HOLDS}
    assert held >= {"T202", "T205"}


def test_a_matter_of_rounding_is_no_finding() -> None:
    text = "The strike lasted about four months (8 May to 20 October 2018)."
    outcomes = [r.outcome for r in results((None, None, text)) if r.code == "T205"]
    assert outcomes == [Outcome.NOT_CHECKABLE]
