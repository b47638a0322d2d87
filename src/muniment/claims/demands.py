"""Demands: clauses that ask somebody to do or to stop something.

Verbs of asking ("urges both sides to stop"), the same as nouns and in the passive, modals ("the
army must withdraw"), set phrases ("it is necessary to"), imperatives of speeches and of lists of
recommendations. Rules of law that a text reports, guesses, conditions, questions and what "should
have" been done are none. A clause with several demands gives several.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from muniment.claims.around import lowered
from muniment.claims.demandclauses import Clause, SentenceDemands
from muniment.claims.demandedges import skip_leading, trim
from muniment.claims.demandgrammar import BULLET, DemandGrammar, demand_grammar
from muniment.claims.language import Language
from muniment.claims.model import Demand, claim_id
from muniment.claims.sentences import Sentence
from muniment.documents.document import Document
from muniment.values.passage import Span

_BULLET = re.compile(BULLET)
_LONGEST = 2000
_LIST_REACH = 1500
_LEAD_LINE = re.compile(r"(?m)^[^\n]{3,300}:[ \t]*$")
_COLON = re.compile(r":\s{1,4}[\"“]?(?=[a-z])|,\s{1,4}[\"“](?=[a-z])")
_QUOTES = frozenset('"“”«»')
_LEAD_REACH = 300
# The most words of whom a headline asks, and the longest words that it may write small.
_LONGEST_NAME = 6
_SHORT = 4
# The mark of an item that wires use; the sentence begins with it.
_DASHES = re.compile(r"[-–—]{2}\s+")
_STOP = re.compile(r"[.!?;]\s+")
_ITEM_END = re.compile(r"[;.]\s*\n")
_WORDS = re.compile(r"[a-z'’-]+")


def find_demands(document: Document, sentences: list[Sentence], language: Language) -> list[Demand]:
    """The demands of a document, in order."""
    reader = _Reader(document, sentences, demand_grammar(language.code))
    starts = [sentence.start for sentence in sentences]
    demands = []
    for start, end, addressee, rule in reader.read():
        demands.append(
            Demand(
                id=claim_id(document, "demand", start, end),
                kind="demand",
                passage=document.passage(start, end),
                sentence=max(bisect.bisect_right(starts, start) - 1, 0),
                found_by=f"demand {rule}",
                addressee=addressee,
            )
        )
    return demands


class _Reader:
    """Reads the demands of one document."""

    def __init__(
        self, document: Document, sentences: list[Sentence], grammar: DemandGrammar
    ) -> None:
        self.document, self.sentences, self.grammar = document, sentences, grammar

    def read(self) -> Iterator[tuple[int, int, Span | None, str]]:
        """Start, end, addressee and rule of every demand, in order."""
        text = self.document.text
        found: list[tuple[int, int, tuple[int, int] | None, str]] = []
        for number, sentence in enumerate(self.sentences):
            low = lowered(sentence.text)
            items = self._items(low)
            lead = low[: items[0][0]] if items else low
            clauses: list[Clause] = []
            if not (items and lead.rstrip().endswith(":")):
                clauses = list(self._after_colons(number, lead))
                if not self.grammar.trigger.isdisjoint(lead.split()) and not self._announces(
                    lead, sentence.end
                ):
                    clauses += self._asked(lead, sentence.text[: len(lead)])
            if items:
                clauses += self._listed(items, lead, low, sentence)
            elif not clauses:
                clauses = list(self._imperatives(number, sentence, low))
            for clause in clauses:
                base = sentence.start
                addressee = clause.addressee
                if addressee is not None:
                    addressee = (base + addressee[0], base + addressee[1])
                found.append((base + clause.start, base + clause.end, addressee, clause.rule))
        at = 0
        for start, end, addressee, rule in sorted(found, key=lambda each: each[:2]):
            if start >= at and end > start:
                at = end
                span = None
                if addressee is not None and addressee[1] > addressee[0]:
                    span = Span(*addressee, text[addressee[0] : addressee[1]])
                yield start, end, span, rule

    def _after_colons(self, number: int, low: str) -> Iterator[Clause]:
        """Imperatives after a colon or at the start of a quotation inside a sentence."""
        for colon in _COLON.finditer(low):
            start = colon.end()
            first = _WORDS.match(low, start)
            if first is None:
                continue
            if first.group() not in self.grammar.imperative_words:
                start = self._after_vocative(low, start) or 0
            headed = colon.start() if self._headline(number, colon.start(), start) else 0
            if headed:
                yield Clause(
                    start, trim(low, self.grammar, start, len(low)), (0, headed), "headline", start
                )
                return
            imperative = start > 0 and self._is_imperative(low, start, "speech")
            if imperative and self._speaks_to_somebody(number):
                end = trim(low, self.grammar, start, len(low))
                yield Clause(start, end, None, "imperative", start)

    def _headline(self, number: int, colon: int, verb: int) -> bool:
        """Whether a title asks whom it names first: "Orlavia: Free the Teachers"."""
        title = self.sentences[number].text.strip()
        head, rest = title[:colon].split(), title[verb:].split()
        if not rest or "\n" in title or title[-1] in ".,;:?" or len(head) > _LONGEST_NAME:
            return False
        long = [word for word in rest if len(word) > _SHORT and word[0].isalpha()]
        capitals = sum(word[0].isupper() for word in [*head, *long])
        if not head or not head[0][0].isupper() or capitals * 3 < len([*head, *long]) * 2:
            return False
        first = lowered(rest[0])
        known = self.grammar.words["headline"] | self.grammar.imperative_words
        noun = first in self.grammar.nouns_too and first not in self.grammar.words["headline"]
        return first in known and not noun and self._is_imperative(lowered(title), verb, "items")

    def _announces(self, low: str, end: int) -> bool:
        """Whether a sentence only leads in a list: "calls on Verda to do the following:"."""
        if not low.rstrip().endswith(":"):
            return False
        after = self.document.text[end : end + 12].split()
        listed = bool(after) and _BULLET.fullmatch(after[0]) is not None
        return listed or not self.grammar.words["announcing"].isdisjoint(low.split()[-4:])

    def _asked(self, low: str, text: str) -> list[Clause]:
        """The demands of a sentence, which is read in pieces where it is endless."""
        clauses: list[Clause] = []
        for at in range(0, len(low), _LONGEST):
            piece = slice(at, at + _LONGEST)
            for clause in SentenceDemands(low[piece], text[piece], self.grammar).read():
                clauses.append(clause.moved(at))
        return clauses

    def _items(self, low: str) -> list[tuple[int, int]]:
        """The items of a list of imperatives in a sentence: where each and its verb begin."""
        patterns = [self.grammar.inline_item] if ")" in low else []
        if "\n" in low or not low[:1].isalpha():
            patterns.append(self.grammar.item)
        found = sorted(
            (match.start(), match.start("verb"))
            for pattern in patterns
            for match in pattern.finditer(low)
            if match["verb"] not in self.grammar.frames
            and self._is_imperative(low, match.start("verb"), "items")
        )
        lines = [low[start : start + 1] in ":;," for start, _ in found]
        return [] if all(lines) and len(found) < 2 else found

    def _listed(
        self, items: list[tuple[int, int]], lead: str, low: str, sentence: Sentence
    ) -> Iterator[Clause]:
        """The demands of the items of a list."""
        addressee = self._lead_addressee(lead) if lead.strip() else None
        for order, (_, verb) in enumerate(items):
            stop = items[order + 1][0] if order + 1 < len(items) else len(low)
            close = _ITEM_END.search(low, verb, stop)
            last = close.start() if close else stop
            whom = addressee or self._list_addressee(sentence.start + verb, sentence.start)
            if whom is None and self._only_lists(low, verb, lead, sentence.start):
                continue
            further = self._further(low, sentence.text, verb, last)
            end = trim(low, self.grammar, verb, further[0].start if further else last)
            yield Clause(verb, end, whom, "item", verb)
            yield from further

    def _only_lists(self, low: str, verb: int, lead: str, start: int) -> bool:
        """Whether an infinitive stands in a list that asks for nothing: "the plan was: to …"."""
        if self.grammar.words["infinitive_marks"].isdisjoint(low[:verb].split()[-1:]):
            return False
        before = self.document.text[max(0, start + verb - _LIST_REACH) : start + verb]
        leads = _LEAD_LINE.findall(before)
        said = {*lead.split(), *lowered(leads[-1] if leads else "").split()}
        heading = {word.strip(":") for word in said} & self.grammar.words["headings"]
        return not heading and self.grammar.trigger.isdisjoint(said)

    def _further(self, low: str, text: str, start: int, end: int) -> list[Clause]:
        """The demands after a semicolon in an item: "free the prisoners; it must also …"."""
        at = low.find(";", start, end) + 1
        if not at or self.grammar.trigger.isdisjoint(low[at:end].split()):
            return []
        return [clause.moved(at) for clause in self._asked(low[at:end], text[at:end])]

    def _imperatives(self, number: int, sentence: Sentence, low: str) -> Iterator[Clause]:
        """An imperative at the start of a sentence, or of an item that is a sentence."""
        dashes = _DASHES.match(low)
        start = skip_leading(low, self.grammar, dashes.end() if dashes else 0)
        first = _WORDS.match(low, start)
        known = first is not None and first.group() in self.grammar.imperative_words
        vocative = None if known else self._after_vocative(low, start)
        if vocative is not None:
            start = vocative
        elif not known:
            if self._wanted(sentence, start):
                end = trim(low, self.grammar, start, len(low))
                yield Clause(start, end, None, "wanted", start)
            return
        if low[start - 1 : start] in ("[", "("):
            return  # a remark of the editor: "(begin recording)"
        if self._in_list(sentence) and self._is_imperative(low, start, "items"):
            addressee = self._list_addressee(sentence.start, sentence.start)
            yield Clause(start, trim(low, self.grammar, start, len(low)), addressee, "item", start)
        elif (
            sentence.text.rstrip(" \"”’')*_").endswith((".", "!", "..."))
            and self._is_imperative(low, start, "speech")
            and self._speaks_to_somebody(number)
        ):
            yield Clause(start, trim(low, self.grammar, start, len(low)), None, "imperative", start)

    def _wanted(self, sentence: Sentence, start: int) -> bool:
        """Whether a sentence is an item of a list of things wanted: "We demand:"."""
        text = self.document.text
        line = text.rfind("\n", 0, sentence.start) + 1
        if not _BULLET.fullmatch(text[line : sentence.start + start].strip()):
            return False
        lines = text[max(0, line - _LIST_REACH) : line].split("\n")
        for before in reversed([each.strip() for each in lines if each.strip()]):
            if _BULLET.fullmatch(before.split()[0]):
                continue
            lead = lowered(before.strip("*_# "))
            wants = tuple(f" {phrase}" for phrase in self.grammar.words["list_wants"])
            return lead.endswith(":") and f" {lead[:-1].rstrip()}".endswith(wants)
        return False

    def _lead_addressee(self, lead: str) -> tuple[int, int] | None:
        """Whom the words before a list in the same sentence ask."""
        plain_lead = lead.replace("\n", " ").rstrip(": ") + ":"
        match = self.grammar.list_lead.match(plain_lead)
        if match is None:
            return None
        group = next(name for name in ("to", "subject", "asked") if match[name] is not None)
        start, end = match.span(group)
        return skip_leading(plain_lead, self.grammar, start, end), end

    def _list_addressee(self, at: int, base: int) -> tuple[int, int] | None:
        """Whom a list's items are for, by the line that leads it in; offsets from ``base``."""
        text = self.document.text
        lines = list(_LEAD_LINE.finditer(text, max(0, at - _LIST_REACH), at))
        if not lines:
            return None
        end = lines[-1].end()
        start = self.document.paragraphs[max(self.document.paragraph_at(end - 1) - 1, 0)][0]
        start = max(min(start, lines[-1].start()), end - _LEAD_REACH)
        for stop in _STOP.finditer(text, start, end):
            start = stop.end()
        found = self._lead_addressee(lowered(text[start:end]))
        return found and (start - base + found[0], start - base + found[1])

    def _after_vocative(self, low: str, start: int) -> int | None:
        """Where an imperative begins after "Mr. President," or "Friends,"."""
        comma = low.find(",", start, start + 40)
        if comma < 0 or len(low[start:comma].split()) > 4:
            return None
        after = skip_leading(low, self.grammar, comma + 1)
        first = _WORDS.match(low, after)
        known = first is not None and first.group() in self.grammar.imperative_words
        return after if known and self._is_imperative(low, after, "speech") else None

    def _is_imperative(self, low: str, at: int, kind: str) -> bool:
        words = low[at : at + 80].replace("’", "'").split()
        if len(words) < 2:
            return False
        lists = self.grammar.words
        first, second = words[0].strip(",.!"), words[1].strip(",.!")
        known = lists["speech"] | lists["items"] if kind == "items" else lists["speech"]
        if kind == "items" and self.grammar.adverbs.match(f"{first} "):
            first, second = second, words[2].strip(",.!") if len(words) > 2 else ""
        if f"{first} {second}" in lists["not_imperative"]:
            return False
        if first not in known and f"{first} {second}" not in known:
            return False
        return second not in lists["not_before"] and words[0][-1].isalpha()

    def _in_list(self, sentence: Sentence) -> bool:
        """Whether a sentence is an item: after a bullet, or on a line of its own below a lead."""
        text = self.document.text
        start = text.rfind("\n", 0, sentence.start) + 1
        lead = text[start : sentence.start].strip()
        if lead:
            return _BULLET.fullmatch(lead) is not None
        lines = text[max(0, start - _LIST_REACH) : start].split("\n")
        for line in reversed([each.strip(" \t#*_") for each in lines if each.strip()][-12:]):
            small = lowered(line)
            if small.rstrip(":") in self.grammar.words["headings"] or small.endswith(":"):
                return True
            first = _WORDS.match(small)
            if first is None or first.group() not in self.grammar.imperative_words:
                return False
        return False

    def _speaks_to_somebody(self, number: int) -> bool:
        """Whether a sentence is quoted, or "you" or "we" stands near it, as in a speech."""
        if not _QUOTES.isdisjoint(self.sentences[number].text):
            return True
        for near in self.sentences[max(0, number - 6) : number + 7]:
            if not self.grammar.words["address"].isdisjoint(_WORDS.findall(near.text.lower())):
                return True
        return False
