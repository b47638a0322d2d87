"""Dates: every calendar date, month, year or period that a text states, as EDTF.

One scan of the text finds where a date may stand; each place is then read with the words around
it (``years`` decides on bare years), neighbours lend each other a year or join to one interval
("27 February – 2 March 2022"), and words that belong to the date are added ("since July 2022",
"from 1991 until now", "last June").  Two dates joined by words ("from 4 July to 15 August") stay
two claims; ``chronology`` says that they bound one period.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import replace

from muniment.claims.around import WINDOW, ends_with, window_before, words_after, words_before
from muniment.claims.dategrammar import DateGrammar, date_grammar
from muniment.claims.datejoins import complete
from muniment.claims.dateparts import DatePart
from muniment.claims.language import Language
from muniment.claims.model import DateClaim, claim_id
from muniment.claims.sentences import Sentence
from muniment.claims.years import is_year
from muniment.documents.document import Document


def find_dates(
    document: Document, sentences: list[Sentence], language: Language
) -> list[DateClaim]:
    """The dates of a document, in order."""
    reader = _Reader(document, date_grammar(language.code))
    starts = [sentence.start for sentence in sentences]
    claims = []
    for part in reader.read():
        claims.append(
            DateClaim(
                id=claim_id(document, "date", part.start, part.end),
                kind="date",
                passage=document.passage(part.start, part.end),
                sentence=max(bisect.bisect_right(starts, part.start) - 1, 0),
                found_by=f"date {part.form}",
                edtf=part.edtf,
                weekday=part.weekday,
            )
        )
    return claims


class _Reader:
    """Reads the dates of one document."""

    def __init__(self, document: Document, grammar: DateGrammar) -> None:
        self.document = document
        self.text = document.text
        self.grammar = grammar
        self.year = _document_year(document)
        self.day_first: bool | None = None

    def read(self) -> list[DatePart]:
        """The dates, in order, complete."""
        matches = [
            match for start, end in self.document.paragraphs for match in self._matches(start, end)
        ]
        self.day_first = self._order(matches)
        parts: list[DatePart] = []
        for match in matches:
            parts.extend(self._read_one(match, parts))
        return complete(parts, self.text, self.grammar)

    def _matches(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """The places of a paragraph where a date may stand."""
        text, search, scan = self.text, self.grammar.anchor.search, self.grammar.scan.match
        at = start
        while (anchor := search(text, at, end)) is not None:
            at = anchor.start()
            before = text[at - 1] if at else " "
            match = None if before.isalnum() or before == "_" else scan(text, at, end)
            if match is not None:
                yield match
                at = match.end()
            else:
                at += 1

    # Forms

    def _read_one(self, match: re.Match[str], earlier: list[DatePart]) -> Iterator[DatePart]:
        form = match.lastgroup or ""
        start, end, found = match.start(), match.end(), match.group()
        before = self.text[start - 1] if start else " "
        if form in ("iso", "ymd"):
            if before not in "/.-":
                year, month, day = re.split("[-./]", found)
                if int(year) in self.grammar.cued_years and int(month) and int(day):
                    yield DatePart(start, end, year, int(month), int(day), form=form)
        elif form == "dmy":
            if before not in "/.-":
                yield from self._numeric(match)
        elif form == "dayfirst":
            yield from self._day_first(match)
        elif form == "monthfirst":
            yield from self._month_first(match, earlier)
        elif form == "bc":
            numbers = [int(n) for n in re.findall(r"\d+", found)]
            ends = [DatePart(start, end, _before_christ(n), form=form) for n in numbers]
            yield replace(ends[0], until=ends[1] if len(ends) > 1 else None)
        elif form == "ad":
            year = int(re.findall(r"\d+", found)[0])
            yield DatePart(start, end, f"{year:04}", form=form)
        elif form == "years":
            yield from self._years(match)
        elif form == "year":
            if is_year(self.text, start, end, self.grammar, self._previous(earlier, start)):
                part = DatePart(start, end, found, form=form)
                self._add_season(part)
                yield part
        elif form == "decade":
            digits = re.findall(r"\d+", found)[0]
            if len(digits) == 2:
                digits = f"{19 if int(digits) > self.grammar.pivot else 20}{digits}"
            if digits[0] in "12" and words_before(self.text, start)[-1:] != ["$"]:
                yield DatePart(start, end, digits[:3] + "X", form=form)
        elif form == "decadeword" and ends_with(
            words_before(self.text, start), self.grammar.articles
        ):
            yield DatePart(start, end, f"19{self.grammar.decades[found.lower()]}X", form=form)

    def _order(self, matches: list[re.Match[str]]) -> bool | None:
        """True: 05/04 is 5 April here; False: May 4; None: nothing tells."""
        votes = {True: 0, False: 0}
        for match in matches:
            if match.lastgroup == "dmy" and match["s2"] != ".":
                first, second = (int(n) for n in match.group().split(match["s2"])[:2])
                if max(first, second) <= 31 and (first > 12) != (second > 12):
                    votes[first > 12] += 1
        if any(votes.values()):
            return None if all(votes.values()) else votes[True] > 0
        if self.document.issuer_state in self.grammar.month_first_states:
            return False
        return {"day": True, "month": False}.get(self.grammar.slash_order)

    def _numeric(self, match: re.Match[str]) -> Iterator[DatePart]:
        separator = match["s2"]
        texts = match.group().split(separator)
        first, second, last = (int(text) for text in texts)
        year = texts[2]
        if len(year) == 2:
            # Section numbers look like this too, so only the full form with real days is read.
            if separator == "-" or not all(len(t) == 2 for t in texts) or max(first, second) > 31:
                return
            year = str(self._century(last))
        if not first or not second or int(year) not in self.grammar.cued_years:
            return
        start, end = match.span()
        if separator == "." or first > 12 or (self.day_first and second <= 12):
            day, month = first, second
        elif second > 12 or self.day_first is False:
            month, day = first, second
        elif first == second:
            month = day = first
        else:
            yield DatePart(start, end, year, form="dmy unclear")
            return
        if max(day, month) <= 39:
            yield DatePart(start, end, year, month, day, form="dmy")

    def _century(self, short: int) -> int:
        """The full year that a two-digit year means."""
        if self.year is not None:
            later = self.year // 100 * 100 + short
            return later if later <= self.year + 1 else later - 100
        return (1900 if short > self.grammar.pivot else 2000) + short

    def _day_first(self, match: re.Match[str]) -> Iterator[DatePart]:
        end = match.end()
        month = self.grammar.months[match["m1"].rstrip(".").lower()]
        year = match["y1"]
        if year and int(year) not in self.grammar.cued_years:
            year, end = None, match.end("m1")
        if year and not match.group().endswith(year):
            year, end = None, match.end("m1")
        if year and match["m1"] and self._counts(match.end("y1")) and int(year) % 100 == 0:
            year, end = None, match.end("m1")
        if match["a1"]:
            year = str(self._century(int(match["a1"])))
        if match["z1"]:
            if self._short_year_fits(match):
                year = str(self._century(int(match["z1"])))
            else:
                end = match.end("m1")
        if match["m1"].islower() and month in self.grammar.ambiguous_months and not year:
            return
        if not year and end == match.end("m1") and match["m1"].endswith("."):
            end -= self._ends_sentence(end)
        days = self._days(match["d1"], match.start("d1"), from_end=True)
        if not days:
            return
        for part in days:
            part.year, part.month = year, month
            if part.until is not None:
                part.until.year, part.until.month = year, month
        days[-1].end = end
        yield from days

    def _short_year_fits(self, match: re.Match[str]) -> bool:
        """Whether the two digits after "11 DEC" are a year and no count of something."""
        after = words_after(self.text, match.end())
        if self._counts(match.end()):
            return False
        if match["m1"].rstrip(".").lower() in self.grammar.abbreviations:
            return True
        return not after or not after[0][0].isalpha()

    def _counts(self, end: int) -> bool:
        """Whether the word after a number makes it a quantity."""
        after = words_after(self.text, end)
        return bool(after) and after[0].strip(".,;:)") in self.grammar.not_before

    def _ends_sentence(self, end: int) -> int:
        """1 if the full stop before this offset ends a sentence, 0 if it marks an abbreviation."""
        after = self.text[end : end + 3].lstrip()
        return int(not after or after[0].isupper())

    def _month_first(self, match: re.Match[str], earlier: list[DatePart]) -> Iterator[DatePart]:
        start, end = match.span()
        word = match["m2"].rstrip(".")
        month = self.grammar.months[word.lower()]
        year = match["y2"] or match["w2"] or match["y3"]
        if year and (int(year) not in self.grammar.cued_years or self._counts(end)):
            year, end = None, match.end("d2") if match["d2"] else match.end("m2")
        short = match["a2"] or match["a3"]
        if short:
            year = str(self._century(int(short)))
        if match["d2"]:
            if end == match.end("d2") and self._no_day(match):
                end = match.end("m2")
            else:
                days = self._days(match["d2"], match.start("d2"), from_end=False)
                for part in days:
                    part.year, part.month, part.form = year, month, "month first"
                    if part.until is not None:
                        part.until.year, part.until.month = year, month
                if days:
                    days[0].start, days[-1].end = start, end
                yield from days
                return
        if year is None:
            if not self._month_alone(match["m2"], start, match.end("m2"), month, earlier):
                return
            end = match.end("m2")
            if match["m2"].endswith("."):
                end -= self._ends_sentence(end)
        yield DatePart(start, end, year, month, form="month")

    def _no_day(self, match: re.Match[str]) -> bool:
        """Whether the number after a month counts something: "in August 25 people"."""
        before = words_before(self.text, match.start())
        if ends_with(before, self.grammar.no_day_after):
            return True
        dated = ends_with(before, self.grammar.day_after) or match["d2"][-1].isalpha()
        return self._counts(match.end("d2")) and not dated

    def _month_alone(
        self, word: str, start: int, end: int, month: int, earlier: list[DatePart]
    ) -> bool:
        """Whether a month's name without day and year is a date here."""
        grammar = self.grammar
        before = words_before(self.text, start)
        strong = bool(ends_with(before, grammar.month_cues)) or self.text[start - 1] in "-–"
        ahead = grammar.range_ahead.match(self.text, end)
        if word.rstrip(".").lower() in grammar.abbreviations:
            return (strong and word.endswith(".")) or bool(ahead and ahead["dash"])
        after = words_after(self.text, end)
        if month in grammar.ambiguous_months:
            previous = self._previous(earlier, start)
            if previous is not None and grammar.connector.fullmatch(self.text, previous.end, start):
                return True
            if after and after[0].strip(".,;:)") in grammar.not_before_month:
                return False
            if ahead and (ahead["dash"] or not word.isupper()):
                return True
            weak = bool(ends_with(before, grammar.weak_month_cues)) and not word.isupper()
            return strong or weak
        if month in grammar.name_months and not strong and not word.isupper():
            following = self.text[end : end + 12].split()
            return not (following and self.text[end].isspace() and following[0][0].isupper())
        return True

    def _years(self, match: re.Match[str]) -> Iterator[DatePart]:
        """ "1998-99", "2019/20", "1991–1994"; also "2023-01" as a month."""
        text = match.group()
        first_text, second_text = re.findall(r"\d+", text)
        first, second = int(first_text), int(second_text)
        start, end = match.span()
        before = words_before(self.text, start)
        previous = self.text[start - 1] if start else " "
        if previous in "/.-–$€£" or ends_with(before, self.grammar.not_after):
            return
        if len(second_text) == 2:
            if first % 100 >= second and 1 <= second <= 12 and "-" in text and len(text) == 7:
                if first in self.grammar.usual_years:
                    yield DatePart(start, end, first_text, second, form="year-month")
                return
            full = first // 100 * 100 + second
            second = full if full > first else full + 100
            if second - first > 60:
                return
        if "/" in text and second != first + 1:
            return
        known = self.grammar.cued_years
        if first not in known or second not in known or second == first or self._counts(end):
            return
        if second < first and not self._years_reversed(match):
            return
        cued = ends_with(before, self.grammar.year_cues)
        timed = ends_with(before, self.grammar.clock.after_day)
        if first not in self.grammar.usual_years and not cued and (first < 1500 or timed):
            return
        until = DatePart(start, end, f"{second:04}")
        yield DatePart(start, end, first_text, until=until, form="years")

    def _years_reversed(self, match: re.Match[str]) -> bool:
        """Whether two years of which the second is the earlier are a period all the same.

        Numbers of files and sizes look like it, so only what stands alone in brackets or after
        a word for a stretch of time is one.
        """
        first, second = (int(text) for text in re.findall(r"\d+", match.group()))
        likely = range(1500, self.grammar.usual_years.stop)
        if "/" in match.group() or first not in likely or second not in likely:
            return False
        start, end = match.span()
        bracketed = self.text[start - 1 : start] == "(" and self.text[end : end + 1] == ")"
        return bracketed or bool(
            ends_with(words_before(self.text, start), self.grammar.stretch_of_years)
        )

    def _days(self, text: str, at: int, *, from_end: bool) -> list[DatePart]:
        """The days of "9", "10-11", "9 and 10", "5, 7–9 and 12" as parts without a month.

        ``from_end``: the month follows, so that in a list without "and" only the last day counts.
        """
        tokens = list(self.grammar.days.finditer(text))
        days: list[tuple[int, int, int]] = []
        joints: list[str] = []
        pending = ""
        for token in tokens:
            if token["day"]:
                if days:
                    joints.append(pending)
                days.append((int(token["day"]), token.start() + at, token.end() + at))
                pending = ""
            elif token["dash"]:
                pending = "-"
            elif token["word"]:
                pending = " ".join(token["word"].lower().split())
        if from_end and joints and joints[-1] == ",":
            days, joints = days[-1:], []
        if len(days) == 2 and joints[0] in self.grammar.list_words:
            lead = words_before(self.text, days[0][1])
            if lead and lead[-1] in self.grammar.articles:
                lead = lead[:-1]
            cued = ends_with(lead, self.grammar.between)
            if cued or days[1][0] == days[0][0] + 1:
                joints = ["-"]
        parts: list[DatePart] = []
        for number, (day, start, end) in enumerate(days):
            joint = joints[number - 1] if number else ""
            ranged = joint == "-" or joint in self.grammar.range_words
            if ranged and parts and parts[-1].until is None:
                parts[-1].until = DatePart(start, end, day=day)
                parts[-1].end = end
            else:
                parts.append(DatePart(start, end, day=day, form="day first"))
        return parts

    @staticmethod
    def _previous(earlier: list[DatePart], start: int) -> DatePart | None:
        """The date found last, if it stands close before."""
        return earlier[-1] if earlier and start - earlier[-1].end < WINDOW // 2 else None

    def _add_season(self, part: DatePart) -> None:
        """Take in the season before a year: "spring 1993", "the summer of 2004"."""
        window = window_before(self.text, part.start)
        season = self.grammar.season_before.search(window)
        if season:
            part.start -= len(window) - season.start()
            part.month = self.grammar.seasons[season["season"].lower()]
            part.form = "season"


def _before_christ(year: int) -> str:
    """The EDTF year of a year BC: there is a year 0 in EDTF, so 58 BC is -0057."""
    return f"-{year - 1:04}" if year > 1 else "0000"


def _document_year(document: Document) -> int | None:
    date = document.date or ""
    return int(date[:4]) if date[:4].isdigit() and len(date) >= 4 else None
