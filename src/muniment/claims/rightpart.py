"""What follows the head noun of an instrument: number, title, body, date and year."""

from __future__ import annotations

import re

from muniment.claims.around import SPACE, plain
from muniment.claims.citationgrammar import CitationGrammar
from muniment.claims.dategrammar import DateGrammar
from muniment.claims.titles import quoted_title, title_end

YEAR = re.compile(r"(?<!\d)(?:1[6-9]\d\d|20\d\d)(?!\d)")
BRACKET_YEAR = re.compile(rf"{SPACE}?\((1[6-9]\d\d|20\d\d)\)")
_PLAIN_YEAR = re.compile(rf",?{SPACE}(1[89]\d\d|20\d\d)(?![\d,]\d|\d)")


class RightPart:
    """What follows a head noun and belongs to it; ``at`` is where it ends."""

    def __init__(
        self,
        text: str,
        grammar: CitationGrammar,
        dates: DateGrammar,
        start: int,
        end: int,
        kind: str,
        lower: str,
        *,
        capitals: bool,
        small: bool,
    ) -> None:
        self.text, self.grammar, self.dates = text, grammar, dates
        self.start = self.at = start
        self.end, self.kind, self.lower = end, kind, lower
        self.capitals, self.small = capitals, small
        self.symbol: str | None = None
        self.year: int | None = None
        self.dated = self.titled = self.quoted = self.designated = False
        self.parties = False
        self.numbered = self.bracketed = self.coded = self.on_subject = False
        self.more: list[tuple[str, int | None, int, int]] = []
        self.more_from = start

    def read(self) -> None:
        """Take in number, title, body, date and year, in any sensible order."""
        self._number()
        if self.more:
            return
        self._adjectives()
        if self.small and self.kind == "agreement":
            parties = self.grammar.parties.match(self.text, self.at, self.end)
            if parties:
                self.parties, self.at = True, parties.end()
        for _ in range(3):
            before = self.at
            self._date()
            self._quote()
            self._title()
            if self.at == before:
                break
        # "(CEDAW)", "(Protocol II)": another name of the instrument just named.
        alias = self.grammar.alias.match(self.text, self.at, self.end)
        if alias:
            self.at = alias.end()

    def _number(self) -> None:
        grammar, text = self.grammar, self.text
        if self.kind == "resolution":
            match = grammar.number["resolution"].match(text, self.at, self.end)
            if match is None:
                return
            self.symbol, self.year = _symbol_and_year(match["n"] or match.group())
            self.bracketed = match.group().endswith(")")
            self.at = self.more_from = match.end()
            plural = self.lower.endswith("s")
            while plural and (further := grammar.more_numbers.match(text, self.at, self.end)):
                symbol, year = _symbol_and_year(further["n"])
                self.more.append((symbol, year, further.start("n"), further.end("n")))
                self.at = further.end()
        elif self.kind == "law":
            match = grammar.number["law"].match(text, self.at, self.end)
            if match is None or YEAR.fullmatch(match["b"] or ""):
                return
            if match["b"] and self.small and "/" not in match["b"]:
                return
            self.symbol = plain(match["eu"] or match["n"] or match["b"])
            self.numbered, self.at = True, match.end()
            stated = YEAR.search(self.symbol)
            self.year = int(stated.group()) if stated else None
        elif self.kind in ("treaty", "agreement"):
            match = grammar.designator.match(text, self.at, self.end)
            if match and not (self.small and not match.group().strip(" ()").isupper()):
                self.designated, self.at = True, match.end()

    def _adjectives(self) -> None:
        """Take in "Internacional" after "Pacto", where adjectives follow their noun."""
        match = self.grammar.adjectives_after.match(self.text, self.at, self.end)
        if match and not self.small:
            self.designated, self.at = True, match.end()

    def _quote(self) -> None:
        end = quoted_title(self.text, self.at, self.end, self.grammar)
        if end is not None:
            self.quoted = self.titled = True
            self.at = end

    def _title(self) -> None:
        grammar, text = self.grammar, self.text
        if self.lower in grammar.evidence["codes"]:
            code = grammar.code_subject.match(text, self.at, self.end)
            if code:
                self.coded, self.at = True, code.end()
        link = grammar.links.match(text, self.at, self.end)
        if link is None:
            return
        words = link.group().split()
        if self.small and words[0].lower() in grammar.evidence["law_subject"]:
            self.on_subject = True
        end = title_end(text, self.at, self.end, grammar, capitals=self.capitals)
        if end > self.at and self._says_subject(words, end):
            self.titled, self.at = True, end

    def _says_subject(self, link: list[str], end: int) -> bool:
        """Whether what follows tells which instrument it is, and not what is done with it."""
        if self.kind == "constitution":
            return " ".join(link) in self.grammar.evidence["of"]
        if self.kind == "law" and " ".join(link) in self.grammar.evidence["of"]:
            return bool(
                self.grammar.evidence["state_words"] & set(self.text[self.at : end].split())
            )
        if self.kind in ("resolution", "judgment"):
            return link[0] in self.grammar.evidence["decision_links"]
        if self.kind == "law" and link[0] in self.grammar.evidence["no_law_links"]:
            return False
        subject = link[0].lower() in self.grammar.evidence["treaty_links"]
        return subject or not (self.small and self.kind == "treaty")

    def _date(self) -> None:
        """A date, a year in brackets, or a body with a date, right after the name so far."""
        text, grammar = self.text, self.grammar
        bracket = BRACKET_YEAR.match(text, self.at, self.end)
        if bracket:
            self._set_year(int(bracket[1]), bracket.end())
            self.bracketed = True
            return
        if self.kind in ("law", "treaty") and not self.small:
            bare = _PLAIN_YEAR.match(text, self.at, self.end)
            if bare:
                self._set_year(int(bare[1]), bare.end())
                return
        by = grammar.date_by.match(text, self.at, self.end)
        if by and self._date_at(by.end()):
            return
        link = grammar.date_link.match(text, self.at, self.end)
        if link:
            inside = link.group().strip() == "("
            before = self.at, self.dated, self.year
            if self._date_at(link.end()) and inside and text[self.at : self.at + 1] not in "),;":
                self.at, self.dated, self.year = before

    def _date_at(self, at: int) -> bool:
        match = self.dates.scan.match(self.text, at, self.end)
        if match is None or match.lastgroup not in ("dayfirst", "monthfirst", "dmy", "iso", "year"):
            return False
        if match.lastgroup == "year" and not YEAR.fullmatch(match.group()):
            return False
        if match.lastgroup == "monthfirst" and not any(ch.isdigit() for ch in match.group()):
            return False
        stated = YEAR.search(match.group())
        self._set_year(int(stated.group()) if stated else None, match.end())
        return True

    def _set_year(self, year: int | None, end: int) -> None:
        self.dated, self.at = True, end
        if self.year is None:
            self.year = year


def _symbol_and_year(number: str) -> tuple[str, int | None]:
    """ "2139 (2014)" is ("2139", 2014); "3166 (XXVIII)" keeps its session."""
    words = plain(number).strip("(")
    year = BRACKET_YEAR.search(words)
    if year and year.end() == len(words):
        return words[: year.start()].strip(), int(year[1])
    return words.removeprefix("No.").strip(), None
