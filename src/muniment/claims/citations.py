"""Citations: treaties, laws, resolutions, judgments and statements that a text names.

A head noun ("Convention", "resolution", "code") opens the search; modifiers to its left and
numbers, titles, dates and bodies to its right are taken in, then an article before or after it.
Whether that makes a citation depends on the kind of head: "agreement" alone names nothing, "the
constitution" does.  UN symbols, names without a head ("Copenhagen criteria"), acronyms and cases
("Orla v. Verda") are found beside.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.claims.around import WINDOW, lowered, plain, words_after
from muniment.claims.citationgrammar import CitationGrammar, citation_grammar
from muniment.claims.dategrammar import DateGrammar, date_grammar
from muniment.claims.language import Language
from muniment.claims.model import Citation, claim_id
from muniment.claims.rightpart import BRACKET_YEAR, YEAR, RightPart
from muniment.claims.sentences import Sentence
from muniment.claims.shortnames import mentions, short_name
from muniment.claims.titles import LeftPart, left_of_head
from muniment.documents.document import Document

OWN_PROVISION = "citation own provision"
"""How a provision of what was cited before it is marked: "its article 8"."""
_OWN_REACH = 400
"""How far after a citation "its article 8" is one of it, in characters."""
_FIRST_WORD = re.compile(r"(\S+)\s+(?=\S)")
_SMALL_WORD = re.compile(r"(?<!\w)[a-z]+ \Z")


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
                words=found.words or plain(document.text[found.name_start : found.name_end]),
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
        self.low = lowered(document.text)
        self.with_ecli = "ECLI:" in document.text
        self.grammar = grammar
        self.dates = dates

    def read(self) -> list[_Name]:
        """The citations, in order; none overlaps another."""
        found: list[_Name] = []
        for number, (start, end) in enumerate(self.document.paragraphs):
            here = list(self._anchored(number, start, end))
            here.extend(self._symbols(start, end))
            here.extend(self._cases(start, end))
            at = start
            for name in sorted(here, key=lambda each: (each.start, -each.end)):
                if name.start >= at:
                    found.append(name)
                    at = name.end
        return self._with_own_provisions(self._with_short_names(found))

    def _with_short_names(self, found: list[_Name]) -> list[_Name]:
        """With the acronyms that the text gives its instruments, wherever they stand alone."""
        shorts: dict[str, int] = {}
        for name in found:
            if name.rule in ("treaty", "agreement", "law", "constitution"):
                short = short_name(self.text, name.start, name.end, self.grammar.kinds)
                if short is not None:
                    shorts.setdefault(short, name.end)
        every, taken = list(found), [name.start for name in found]
        for short, after in shorts.items():
            for start, end in mentions(self.text, short, after):
                at = bisect.bisect_right(taken, start) - 1
                if at >= 0 and found[at].end > start:
                    continue
                if not self.grammar.bodies_after.match(self.text, end):
                    every.append(_Name(start, end, start, end, "short name"))
                    self._add_provision(every[-1], min(end + WINDOW, len(self.text)), direct=True)
        return sorted(every, key=lambda name: name.start)

    def _with_own_provisions(self, found: list[_Name]) -> list[_Name]:
        """With "its article 8 (2)" after a citation, which is of what was cited there."""
        if not any(word in self.low for word in self.grammar.own_words):
            return found
        every = []
        for name, after in itertools.zip_longest(found, found[1:]):
            every.append(name)
            stop = min(name.end + _OWN_REACH, after.start if after else len(self.text))
            for match in self.grammar.own_provision.finditer(self.text, name.end, stop):
                start, end = match.span()
                every.append(
                    _Name(
                        start,
                        end,
                        start,
                        end,
                        "own provision",
                        provision=plain(match["provision"]),
                    )
                )
        return every

    def _anchored(self, number: int, start: int, end: int) -> Iterator[_Name]:
        """The instruments with a head noun, and the names without one, of a paragraph."""
        grammar, at, capitals = self.grammar, start, None
        while (anchor := grammar.anchors.search(self.low, at, end)) is not None:
            at = anchor.end()
            key = plain(anchor.group())
            head = anchor.start() if key in grammar.kinds else self._inner_head(anchor)
            if capitals is None:
                capitals = _in_capitals(self.text[start:end])
            names: list[_Name] = []
            if head is not None:
                names = self._instrument(head, at, start, end, capitals=capitals)
                if names and names[0].name_start > anchor.start():
                    names[0].name_start = anchor.start()
                    names[0].start = min(names[0].start, anchor.start())
            if not names and key in grammar.known:
                names = self._known(anchor, key, end)
            if names:
                if names[-1].end == end:
                    self._over_page_break(names[-1], number)
                yield from names
                at = max(at, names[-1].end)

    def _inner_head(self, anchor: re.Match[str]) -> int | None:
        """Where the head noun at the end of a known name begins, if it has one."""
        last = anchor.group().split()[-1]
        return anchor.end() - len(last) if last in self.grammar.kinds else None

    def _instrument(
        self, at: int, after: int, start: int, end: int, *, capitals: bool
    ) -> list[_Name]:
        """The citations of a head noun, several where it has several numbers, or none."""
        text, grammar = self.text, self.grammar
        word = text[at:after]
        lower = plain(self.low[at:after])
        kind = grammar.kinds[lower]
        if not capitals and grammar.not_before.match(text, after, end):
            return []
        small = word[0].islower()
        left = left_of_head(text, at, kind, grammar, capitals=capitals)
        if left.start < start:
            return []
        right = RightPart(
            text, grammar, self.dates, after, end, kind, lower, capitals=capitals, small=small
        )
        right.read()
        name = _Name(left.start, right.at, left.start, right.at, kind)
        self._add_provision(name, end)
        name.year = left.year or right.year
        name.symbol = right.symbol
        if not self._is_citation(lower, kind, left, right, name, small=small, capitals=capitals):
            return []
        names = [name]
        if right.more:
            stem = plain(text[left.start : after]).rstrip("s")
            names[0].end = names[0].name_end = right.more_from
            names[0].words = None
            for symbol, year, first, last in right.more:
                words = f"{stem} {plain(text[first:last])}"
                names.append(_Name(first, last, first, last, kind, None, symbol, year, words))
        return names

    def _is_citation(
        self,
        lower: str,
        kind: str,
        left: LeftPart,
        right: RightPart,
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
                if right.titled and named:
                    return True
                return self._of_a_place(lower, left) or (
                    dated and left.before not in evidence["indefinite"]
                )
            return bool(named or dated or right.titled or right.designated or name.provision)
        if kind == "agreement":
            if capitals and not dated and left.before not in evidence["the"]:
                return False  # "reach an agreement on a truce" in a text all in capitals
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

    def _of_a_place(self, lower: str, left: LeftPart) -> bool:
        """Whether it is "the Doha agreement": a small head after the name of a place alone."""
        evidence = self.grammar.evidence
        if lower not in evidence["of_places"] or left.proper != 1 or left.small or left.year:
            return False
        place = self.text[left.start :][:40].split()[0]
        endings = tuple(evidence["no_place_endings"])
        known = place in evidence["no_places"] or place.lower().endswith(endings)
        return place.isalpha() and place.istitle() and not known and left.before in evidence["the"]

    def _is_agreement(
        self,
        lower: str,
        left: LeftPart,
        right: RightPart,
        *,
        named: bool,
        dated: bool,
        small: bool,
    ) -> bool:
        evidence = self.grammar.evidence
        words = {*left.small, *self.text[left.start : right.start].lower().split()}
        if lower in evidence["statements"]:
            own = lower in evidence["named_statements"] and named
            return dated and (own or bool(words & evidence["statement_words"]))
        if lower in evidence["named_only"]:
            return not small and (named or (bool(left.small) and right.titled))
        if small:
            if self._of_a_place(lower, left):
                return True
            between = bool(left.small) and right.parties
            return (dated or between) and left.before not in evidence["indefinite"]
        return named or dated or right.titled

    def _is_law(
        self,
        lower: str,
        left: LeftPart,
        right: RightPart,
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
            if name.provision or (lower in evidence["possessed"] and self._possessed(name)):
                return True
            subject = lower in evidence["law_words"] and right.on_subject
            return bool(subject and left.before in evidence["law_determiners"])
        if lower in ("laws", "acts", "regulations", "directives", "codes", "decrees", "ordinances"):
            return right.titled and named
        return named or right.titled or bool(name.provision)

    def _possessed(self, name: _Name) -> bool:
        """Whether it is "the country's press law": a law that a state has, told by its subject."""
        before = self.grammar.possessor.search(self.text, max(0, name.start - WINDOW), name.start)
        after = words_after(self.text, name.end)[:1]
        if before is None or (after and after[0] not in self.grammar.stops):
            return False
        subject = [*before["subject"].lower().split(), *self._small_words(name)]
        evidence = self.grammar.evidence
        if not subject or not evidence["not_possessed"].isdisjoint(subject):
            return False
        if not self.grammar.stops.isdisjoint(subject):
            return False
        name.start = name.name_start = before.start()
        return True

    def _small_words(self, name: _Name) -> list[str]:
        """The words of a name before its head."""
        return self.text[name.start : name.end].lower().split()[:-1]

    def _is_constitution(self, left: LeftPart, right: RightPart, name: _Name) -> bool:
        evidence = self.grammar.evidence
        if name.provision or right.dated or left.year is not None:
            return True
        after = words_after(self.text, right.start)
        if (
            len(after) > 1
            and after[0] in evidence["of"]
            and after[1] in evidence["constitution_not_of"]
        ):
            return False
        return bool(
            left.before in evidence["constitution_before"]
            or left.proper
            or left.small
            or left.before.endswith(("'s", "’s", "s’", "s'"))
            or right.titled
        )

    def _add_provision(self, name: _Name, end: int, *, direct: bool = False) -> None:
        """Take in "article 8 (2) of the" before the name, or ", article 8" after it."""
        floor = max(0, name.start - 2 * WINDOW)
        window = self.text[floor : name.start].rpartition("\n\n")[2]
        pattern = self.grammar.provision_direct if direct else self.grammar.provision
        before = pattern.search(window)
        if before:
            name.provision = plain(before["provision"])
            name.start -= len(window) - before.start()
            return
        after = self.grammar.provision_after.match(self.text, name.end, end)
        of_another = after and self.grammar.of_it.match(self.text, after.end(), end)
        if after and not of_another:
            name.provision = plain(after["provision"])
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
        run = self.grammar.capital_run.match(self.text, *following)
        if run and self.text[end - 1].isalpha() and self.text[run.end() : run.end() + 1] in ",;.)":
            name.end = name.name_end = run.end()

    # Other forms

    def _symbols(self, start: int, end: int) -> Iterator[_Name]:
        """UN symbols and European case numbers."""
        if self.text.find("/", start, end) < 0:
            return
        for match in self.grammar.symbol.finditer(self.text, start, end):
            symbol = plain(match.group())
            if not self.grammar.decided.search(symbol) and not self._in_sentence(match, start):
                continue
            if self._dated_paper(match, start):
                continue
            year = BRACKET_YEAR.search(match.group())
            yield _Name(
                match.start(),
                match.end(),
                match.start(),
                match.end(),
                "symbol",
                symbol=symbol,
                year=int(year[1]) if year else None,
            )

    def _in_sentence(self, match: re.Match[str], start: int) -> bool:
        """Whether a symbol stands in running text, and not in a document's head or a note."""
        before = self.text[max(start, match.start() - 12) : match.start()]
        return before.endswith("(") or bool(_SMALL_WORD.search(before))

    def _dated_paper(self, match: re.Match[str], start: int) -> bool:
        """Whether a symbol in brackets after a date is a letter's or report's number only."""
        if self.grammar.decided.search(match.group()):
            return False
        before = self.text[max(start, match.start() - WINDOW) : match.start()].rstrip()
        return before.endswith("(") and YEAR.search(before[-12:]) is not None

    def _known(self, anchor: re.Match[str], key: str, end: int) -> list[_Name]:
        """A known name or an acronym, unless it is the body that watches over the treaty."""
        text, grammar = self.text, self.grammar
        start, stop = anchor.span()
        acronym = grammar.known[key]
        if acronym is not None and text[start:stop] != acronym:
            return []
        if grammar.bodies_after.match(text, stop, end):
            return []
        left = left_of_head(text, start, "names", grammar, capitals=True)
        if key in grammar.branches and not grammar.examples.isdisjoint(
            lowered(text[max(0, start - WINDOW) : start]).split()[-1:]
        ):
            return []
        begin = left.start if left.year and left.proper == 0 else start
        name = _Name(begin, stop, begin, stop, "known name")
        name.year = left.year if begin != start else None
        year = BRACKET_YEAR.match(text, stop, end)
        if year:
            name.end = name.name_end = year.end()
            name.year = int(year[1])
        self._add_provision(name, end, direct=acronym is not None)
        if acronym in grammar.only_with_provision and name.provision is None:
            return []
        return [name]

    def _cases(self, start: int, end: int) -> Iterator[_Name]:
        """ "Orla v. Verda, no. 123/04"; "application no. 123/04"."""
        at, text = start, self.text
        parties = any(text.find(word, start, end) >= 0 for word in self.grammar.versus_words)
        for match in self.grammar.versus.finditer(text, start, end) if parties else ():
            window = self.text[max(at, match.start() - WINDOW) : match.start()]
            left = self._left_party(window)
            right = self.grammar.capital_run.match(self.text, match.end(), end)
            if left is None or right is None:
                continue
            begin = match.start() - len(window) + left
            tail = self.grammar.case_tail.match(self.text, right.end(), end)
            stop = at = tail.end() if tail else right.end()
            year = YEAR.search(self.text, right.end(), stop)
            name = _Name(begin, stop, begin, stop, "case")
            name.year = int(year.group()) if year else None
            yield name
        numbers = list(self.grammar.ecli.finditer(text, start, end)) if self.with_ecli else []
        if text.find("/", start, end) >= 0:
            numbers += self.grammar.application.finditer(text, start, end)
        for match in numbers:
            yield _Name(*match.span(), *match.span(), "case number", symbol=plain(match.group()))

    def _left_party(self, window: str) -> int | None:
        """Where the first party of a case begins in the text before its "v."."""
        runs = [
            run for run in self.grammar.capital_run.finditer(window) if run.end() == len(window)
        ]
        if not runs:
            return None
        start = runs[0].start()
        while (lead := _FIRST_WORD.match(window, start)) is not None:
            if lead[1].lower() not in self.grammar.stops:
                break
            start = lead.end()
        return start


def _in_capitals(paragraph: str) -> bool:
    """Whether a paragraph is written in capitals, as wire translations are."""
    sample = paragraph[:400]
    small = sum(map(str.islower, sample))
    return small * 10 < sum(map(str.isupper, sample)) and len(sample) > 20
