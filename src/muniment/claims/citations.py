"""Citations: treaties, laws, resolutions, judgments and statements that a text names.

A head noun ("Convention", "resolution", "code") opens the search; modifiers to its left and
numbers, titles, dates and bodies to its right are taken in, then an article before or after it.
Whether that makes a citation depends on the kind of head: "agreement" alone names nothing, "the
constitution" does.  UN symbols, names without a head ("Copenhagen criteria"), acronyms and cases
("Orla v. Verda") are found beside.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.claims.around import SPACE, WINDOW, words_after
from muniment.claims.citationgrammar import CitationGrammar, citation_grammar
from muniment.claims.dategrammar import DateGrammar, date_grammar
from muniment.claims.language import Language
from muniment.claims.model import Citation, claim_id
from muniment.claims.sentences import Sentence
from muniment.claims.titles import LeftPart, left_of_head, quoted_title, title_end
from muniment.documents.document import Document

_YEAR = re.compile(r"(?<!\d)(?:1[6-9]\d\d|20\d\d)(?!\d)")
_BRACKET_YEAR = re.compile(rf"{SPACE}?\((1[6-9]\d\d|20\d\d)\)")
_PLAIN_YEAR = re.compile(rf",?{SPACE}(1[89]\d\d|20\d\d)(?![\d,]\d|\d)")
# "(CEDAW)", "(Protocol II)", "(the “Water Convention”)": another name of the instrument just named.
_ALIAS = re.compile(
    rf"{SPACE}\((?:(?:the|hereafter|hereinafter|or){SPACE}){{0,2}}[\"“”'‘]?[^\W\d_a-z][\w-]*(?:{SPACE}[^\W\d_a-z][\w-]*){{0,3}}[\"“”'’]?\)"
)
_CAPITAL_RUN = re.compile(
    rf"[^\W\d_a-z][\w'’.\-–]*(?:{SPACE}(?:(?:and|of|the|de|al|for|&){SPACE}){{0,2}}[^\W\d_a-z][\w'’\-–]*(?:\.(?=[A-Z]))?){{0,7}}"
)
_CASE_TAIL = re.compile(
    rf"(?:{SPACE}\[GC\])?"
    rf"(?:,?{SPACE}\(?(?i:nos?\.|application nos?\.){SPACE}[\d/]+"
    rf"(?:(?:,|{SPACE}and){SPACE}\d+/\d+)*\)?)?(?:{SPACE}\(\d{{4}}\))?"
)


@dataclass(slots=True)
class _Name:
    """A citation as found: its span with the provision, its name without it, and what it gives."""

    start: int
    end: int
    name_start: int
    name_end: int
    rule: str
    provision: str | None = None
    symbol: str | None = None
    year: int | None = None
    words: str | None = None


def find_citations(
    document: Document, sentences: list[Sentence], language: Language
) -> list[Citation]:
    """The citations of a document, in order."""
    reader = _Reader(document, citation_grammar(language.code), date_grammar(language.code))
    starts = [sentence.start for sentence in sentences]
    citations = []
    for found in reader.read():
        citations.append(
            Citation(
                id=claim_id(document, "citation", found.start, found.end),
                kind="citation",
                passage=document.passage(found.start, found.end),
                sentence=max(bisect.bisect_right(starts, found.start) - 1, 0),
                found_by=f"citation {found.rule}",
                words=found.words or _plain(document.text[found.name_start : found.name_end]),
                symbol=found.symbol,
                provision=found.provision,
                year=found.year,
            )
        )
    return citations


class _Reader:
    """Reads the citations of one document."""

    def __init__(self, document: Document, grammar: CitationGrammar, dates: DateGrammar) -> None:
        self.document = document
        self.text = document.text
        self.grammar = grammar
        self.dates = dates

    def read(self) -> list[_Name]:
        """The citations, in order; none overlaps another."""
        found: list[_Name] = []
        for number, (start, end) in enumerate(self.document.paragraphs):
            capitals = _in_capitals(self.text[start:end])
            here = list(self._heads(number, start, end, capitals=capitals))
            here.extend(self._symbols(start, end))
            here.extend(self._names(start, end))
            if not capitals:
                here.extend(self._cases(start, end))
            at = start
            for name in sorted(here, key=lambda each: (each.start, -each.end)):
                if name.start >= at:
                    found.append(name)
                    at = name.end
        return found

    # Instruments with a head noun

    def _heads(self, number: int, start: int, end: int, *, capitals: bool) -> Iterator[_Name]:
        at = start
        while (head := self.grammar.heads.search(self.text, at, end)) is not None:
            at = head.end()
            names = self._instrument(head, start, end, capitals=capitals)
            if names:
                if names[-1].end == end:
                    self._over_page_break(names[-1], number)
                yield from names
                at = max(at, names[-1].end)

    def _instrument(
        self, head: re.Match[str], start: int, end: int, *, capitals: bool
    ) -> list[_Name]:
        """The citation of a head noun; several where it has several numbers; none if it is none."""
        text, grammar = self.text, self.grammar
        word = " ".join(head.group().split())
        lower = word.lower()
        kind = grammar.kinds[lower]
        if not capitals and grammar.not_before.match(text, head.end(), end):
            return []
        small = word[0].islower()
        left = left_of_head(text, head.start(), kind, grammar, capitals=capitals)
        if left.start < start:
            return []
        right = _Right(self, head.end(), end, kind, lower, capitals=capitals, small=small)
        right.read()
        name = _Name(left.start, right.at, left.start, right.at, kind)
        self._add_provision(name, end)
        name.year = left.year or right.year
        name.symbol = right.symbol
        if not self._is_citation(lower, kind, left, right, name, small=small, capitals=capitals):
            return []
        names = [name]
        if right.more:
            stem = _plain(text[left.start : head.end()]).rstrip("s")
            names[0].end = names[0].name_end = right.more_from
            names[0].words = None
            for symbol, year, first, last in right.more:
                words = f"{stem} {_plain(text[first:last])}"
                names.append(_Name(first, last, first, last, kind, None, symbol, year, words))
        return names

    def _is_citation(
        self,
        lower: str,
        kind: str,
        left: LeftPart,
        right: _Right,
        name: _Name,
        *,
        small: bool,
        capitals: bool,
    ) -> bool:
        """Whether a head with what was found around it names an instrument."""
        evidence = self.grammar.evidence
        named = left.proper > 0 and not self._other_name(left)
        dated = right.dated or left.year is not None
        if kind == "treaty":
            if small:
                return dated and left.before not in evidence["indefinite"]
            return bool(named or dated or right.titled or right.designated or name.provision)
        if kind == "agreement":
            return self._is_agreement(lower, left, right, named=named, dated=dated, small=small)
        if kind == "resolution":
            if lower in evidence["bare_number"]:
                return bool(right.symbol or right.quoted or right.dated)
            full = right.symbol is not None and ("/" in right.symbol or right.bracketed)
            return full or bool(right.quoted)
        if kind == "law":
            return self._is_law(lower, left, right, name, named=named, small=small, caps=capitals)
        if kind == "constitution":
            return self._is_constitution(left, right, name)
        court = bool(self.grammar.courts.search(self.text, left.start, right.at))
        return dated and (court or lower.startswith(("advisory", "judg")))

    def _other_name(self, left: LeftPart) -> bool:
        """Whether capitalised words before a head make it another thing ("Party Convention")."""
        words = self.text[left.start :][:160].split()[: left.proper + len(left.small)]
        return any(word in self.grammar.not_after for word in words)

    def _is_agreement(
        self,
        lower: str,
        left: LeftPart,
        right: _Right,
        *,
        named: bool,
        dated: bool,
        small: bool,
    ) -> bool:
        evidence = self.grammar.evidence
        words = {*left.small, *self.text[left.start : right.start].lower().split()}
        if lower in evidence["statements"]:
            return dated and bool(words & evidence["statement_words"])
        if lower in evidence["named_only"]:
            return not small and (named or (bool(left.small) and right.titled))
        if small:
            return dated and left.before not in evidence["indefinite"]
        return named or dated or right.titled

    def _is_law(
        self,
        lower: str,
        left: LeftPart,
        right: _Right,
        name: _Name,
        *,
        named: bool,
        small: bool,
        caps: bool,
    ) -> bool:
        evidence = self.grammar.evidence
        own = self.grammar.kind_modifiers["law"]
        modified = any(word in own for word in left.small)
        if lower in evidence["codes"] and (modified or right.coded):
            return True
        if right.numbered or right.dated or left.year is not None:
            return not small or bool(right.numbered) or left.before not in evidence["indefinite"]
        if caps:
            return bool(name.provision) or (named and lower in evidence["codes"])
        if small:
            subject = lower in evidence["law_words"] and right.on_subject
            return bool(subject and left.before in evidence["law_determiners"])
        if lower in ("laws", "acts", "regulations", "directives", "codes", "decrees", "ordinances"):
            return right.titled and named
        return named or right.titled or bool(name.provision)

    def _is_constitution(self, left: LeftPart, right: _Right, name: _Name) -> bool:
        evidence = self.grammar.evidence
        if name.provision or right.dated or left.year is not None:
            return True
        after = words_after(self.text, right.start)
        if len(after) > 1 and after[0] == "of" and after[1] in evidence["constitution_not_of"]:
            return False
        return bool(
            left.before in evidence["constitution_before"]
            or left.proper
            or left.small
            or left.before.endswith(("'s", "’s", "s’", "s'"))
            or right.titled
        )

    def _add_provision(self, name: _Name, end: int) -> None:
        """Take in "article 8 (2) of the" before the name, or ", article 8" after it."""
        floor = max(0, name.start - 2 * WINDOW)
        window = self.text[floor : name.start].rpartition("\n\n")[2]
        before = self.grammar.provision.search(window)
        if before:
            name.provision = _plain(before["provision"])
            name.start -= len(window) - before.start()
            return
        after = self.grammar.provision_after.match(self.text, name.end, end)
        if after:
            name.provision = _plain(after["provision"])
            closing = self.text[after.start() : after.end()].strip().startswith("(")
            closes = closing and self.text[after.end() : after.end() + 1] == ")"
            name.end = after.end() + closes

    def _over_page_break(self, name: _Name, number: int) -> None:
        """Follow a title that a page break cut in two: its paragraph ends in the middle of it."""
        paragraphs = self.document.paragraphs
        start, end = paragraphs[number]
        if number + 1 >= len(paragraphs) or end - start < 2 * WINDOW:
            return
        following = paragraphs[number + 1]
        run = _CAPITAL_RUN.match(self.text, *following)
        if run and self.text[end - 1].isalpha() and self.text[run.end() : run.end() + 1] in ",;.)":
            name.end = name.name_end = run.end()

    # Other forms

    def _symbols(self, start: int, end: int) -> Iterator[_Name]:
        for match in self.grammar.symbol.finditer(self.text, start, end):
            symbol = _plain(match.group())
            if not self.grammar.decided.search(symbol) and not self._in_sentence(match, start):
                continue
            year = _BRACKET_YEAR.search(match.group())
            yield _Name(
                match.start(),
                match.end(),
                match.start(),
                match.end(),
                "symbol",
                symbol=symbol,
                year=int(year[1]) if year else None,
            )
        for match in self.grammar.ecli.finditer(self.text, start, end):
            span = match.span()
            yield _Name(*span, *span, "case number", symbol=match.group())

    def _in_sentence(self, match: re.Match[str], start: int) -> bool:
        """Whether a symbol stands in running text, and not in a document's head or a note."""
        before = self.text[max(start, match.start() - 12) : match.start()]
        return before.endswith("(") or bool(re.search(r"[a-z] \Z", before))

    def _names(self, start: int, end: int) -> Iterator[_Name]:
        for match in self.grammar.names.finditer(self.text, start, end):
            if self.grammar.bodies_after.match(self.text, match.end(), end):
                continue
            left = left_of_head(self.text, match.start(), "names", self.grammar, capitals=True)
            begin = left.start if left.year and left.proper == 0 else match.start()
            name = _Name(begin, match.end(), begin, match.end(), "known name")
            name.year = left.year if begin != match.start() else None
            year = _BRACKET_YEAR.match(self.text, match.end(), end)
            if year:
                name.end = name.name_end = year.end()
                name.year = int(year[1])
            self._add_provision(name, end)
            yield name

    def _cases(self, start: int, end: int) -> Iterator[_Name]:
        """ "Orla v. Verda, no. 123/04"; "application no. 123/04"."""
        at = start
        for match in self.grammar.versus.finditer(self.text, start, end):
            window = self.text[max(at, match.start() - WINDOW) : match.start()]
            left = _left_party(window)
            right = _CAPITAL_RUN.match(self.text, match.end(), end)
            if left is None or right is None:
                continue
            begin = match.start() - len(window) + left
            tail = _CASE_TAIL.match(self.text, right.end(), end)
            stop = at = tail.end() if tail else right.end()
            year = _YEAR.search(self.text, right.end(), stop)
            name = _Name(begin, stop, begin, stop, "case")
            name.year = int(year.group()) if year else None
            yield name
        for match in self.grammar.application.finditer(self.text, start, end):
            yield _Name(*match.span(), *match.span(), "case number", symbol=_plain(match.group()))


class _Right:
    """What follows a head noun and belongs to it; ``at`` is where it ends."""

    def __init__(
        self,
        reader: _Reader,
        start: int,
        end: int,
        kind: str,
        lower: str,
        *,
        capitals: bool,
        small: bool,
    ) -> None:
        self.reader, self.text, self.grammar = reader, reader.text, reader.grammar
        self.start = self.at = start
        self.end, self.kind, self.lower = end, kind, lower
        self.capitals, self.small = capitals, small
        self.symbol: str | None = None
        self.year: int | None = None
        self.dated = self.titled = self.quoted = self.designated = False
        self.numbered = self.bracketed = self.coded = self.on_subject = False
        self.more: list[tuple[str, int | None, int, int]] = []
        self.more_from = start

    def read(self) -> None:
        """Take in number, title, body, date and year, in any sensible order."""
        self._number()
        if self.more:
            return
        for _ in range(3):
            before = self.at
            self._date()
            self._quote()
            self._title()
            if self.at == before:
                break
        alias = _ALIAS.match(self.text, self.at, self.end)
        if alias and self.at > self.start:
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
            if match is None or _YEAR.fullmatch(match["b"] or ""):
                return
            if match["b"] and self.small and "/" not in match["b"]:
                return
            self.symbol = _plain(match["eu"] or match["n"] or match["b"])
            self.numbered, self.at = True, match.end()
            stated = _YEAR.search(self.symbol)
            self.year = int(stated.group()) if stated else None
        elif self.kind in ("treaty", "agreement"):
            match = grammar.designator.match(text, self.at, self.end)
            if match and not (self.small and not match.group().strip(" ()").isupper()):
                self.designated, self.at = True, match.end()

    def _quote(self) -> None:
        end = quoted_title(self.text, self.at, self.end)
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
            return link == ["of"]
        if self.kind == "law" and link == ["of"]:
            return bool(
                self.grammar.evidence["state_words"] & set(self.text[self.at : end].split())
            )
        if self.kind in ("resolution", "judgment"):
            return link[0] in ("of", "on")
        if self.kind == "law" and link[0] in ("to", "with", "between", "among"):
            return False
        return not (self.small and self.kind == "treaty")

    def _date(self) -> None:
        """A date, a year in brackets, or a body with a date, right after the name so far."""
        text, grammar = self.text, self.grammar
        bracket = _BRACKET_YEAR.match(text, self.at, self.end)
        if bracket:
            self._set_year(int(bracket[1]), bracket.end())
            self.bracketed = True
            return
        if self.kind in ("law", "treaty") and not self.small:
            plain = _PLAIN_YEAR.match(text, self.at, self.end)
            if plain:
                self._set_year(int(plain[1]), plain.end())
                return
        by = grammar.date_by.match(text, self.at, self.end)
        if by and self._date_at(by.end()):
            return
        link = grammar.date_link.match(text, self.at, self.end)
        if link:
            self._date_at(link.end())

    def _date_at(self, at: int) -> bool:
        match = self.reader.dates.scan.match(self.text, at, self.end)
        if match is None or match.lastgroup not in ("dayfirst", "monthfirst", "dmy", "iso", "year"):
            return False
        if match.lastgroup == "year" and not _YEAR.fullmatch(match.group()):
            return False
        if match.lastgroup == "monthfirst" and not any(ch.isdigit() for ch in match.group()):
            return False
        stated = _YEAR.search(match.group())
        self._set_year(int(stated.group()) if stated else None, match.end())
        return True

    def _set_year(self, year: int | None, end: int) -> None:
        self.dated, self.at = True, end
        if self.year is None:
            self.year = year


def _symbol_and_year(number: str) -> tuple[str, int | None]:
    """ "2139 (2014)" is ("2139", 2014); "3166 (XXVIII)" keeps its session."""
    plain = _plain(number).strip("(")
    year = _BRACKET_YEAR.search(plain)
    if year:
        return plain[: year.start()].strip(), int(year[1])
    return plain.removeprefix("No.").strip(), None


def _left_party(window: str) -> int | None:
    """Where the first party of a case begins in the text before its "v."."""
    runs = [run for run in _CAPITAL_RUN.finditer(window) if run.end() == len(window)]
    return runs[0].start() if runs else None


def _plain(words: str) -> str:
    """The words with every line break and run of spaces as one space."""
    return " ".join(words.split())


def _in_capitals(paragraph: str) -> bool:
    """Whether a paragraph is written in capitals, as wire translations are."""
    letters = [ch for ch in paragraph[:400] if ch.isalpha()]
    return len(letters) > 20 and sum(ch.isupper() for ch in letters) > 0.9 * len(letters)
