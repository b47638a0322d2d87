"""Parts: which figure is explicitly a part of which.

The words that make a part are looked for around each figure: "N of the M", "71 of them", "of
whom", "including", brackets, lists after a colon, "the remaining N", tables with a row of
totals. A list is a partition only where the text makes it complete; a false link is worse than
a missing one. What a link rests on is kept in ``figure.reasons["part"]``.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from muniment.claims.eventlexicon import event_lexicon
from muniment.claims.language import Language, load_language
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.partlists import (
    PartList,
    adds_up,
    breakdowns,
    complementary,
    is_partition,
    ratio_fits,
)
from muniment.claims.parttables import table_lists
from muniment.claims.rows import OPENING, Row, Slot, counted_words, rows_of, word_classes
from muniment.claims.sentences import Sentence
from muniment.claims.wholes import Wholes, may_exceed

_WEAK = (
    "near",
    "located",
    "said again",
    "verb of no event",
    "name",
    "state: armed",
    "of its whole",
)
_LISTED = 3
_STARTS = frozenset({",", ";", ":", "and", "or", "but", "while", "whereas", "with", "("})


@dataclass(frozen=True, slots=True)
class PartCues:
    """The words of ``parts.toml``."""

    openers: frozenset[tuple[str, ...]]
    exhaustive: frozenset[tuple[str, ...]]
    pronouns: frozenset[str]
    person_pronouns: frozenset[str]
    of: frozenset[str]
    determiners: frozenset[str]
    remainder: frozenset[str]
    continuing: frozenset[str]
    totals: frozenset[str]
    adding: frozenset[tuple[str, ...]]
    restating: frozenset[str]
    restricting: frozenset[str]
    by: frozenset[str]
    complements: list[list[frozenset[str]]]


@functools.cache
def part_cues(code: str) -> PartCues:
    """The part cues of a language pack.

    Raises FileNotFoundError when the pack has no ``parts.toml``.
    """
    table = load_language(code).glossed("parts")
    phrases = ("openers", "exhaustive", "adding")
    values: dict[str, Any] = {
        name: frozenset(tuple(phrase.split()) for phrase in table[name])
        if name in phrases
        else frozenset(table[name])
        for name in PartCues.__slots__
        if name != "complements"
    }
    complements = [[frozenset(g) for g in row["groups"]] for row in table["complements"]]
    return PartCues(**values, complements=complements)


def assign_parts(claims: DocumentClaims, sentences: list[Sentence], language: Language) -> None:
    """Set ``part_of``, ``part_kind`` and what goes with them on every part of the document."""
    try:
        cues = part_cues(language.code)
        wholes = Wholes({}, event_lexicon(language.code), word_classes(language.code))
    except FileNotFoundError:
        return
    wholes.rows = rows_of(claims, sentences, language)
    reader = _PartReader(wholes, cues)
    for plist in table_lists(claims, cues.totals):
        reader.keep(plist)
    for index in sorted(wholes.rows):
        reader.read(wholes.rows[index])
    reader.judge()
    _inherit(claims)


def _inherit(claims: DocumentClaims) -> None:
    """Give a part of which nothing else is said the event of its whole."""
    by_id = {figure.id: figure for figure in claims.figures}
    for _ in range(3):
        for figure in claims.figures:
            weak = figure.reasons.get("event", "near").startswith(_WEAK)
            if figure.part_of is None or not weak or figure.klass in ("money", "duration"):
                continue
            whole = by_id.get(figure.part_of)
            if whole is not None and "event" in whole.reasons:
                figure.event = whole.event
                figure.reasons["event"] = "of its whole"


class _PartReader:
    """Reads the parts of a document, sentence by sentence."""

    def __init__(self, wholes: Wholes, cues: PartCues) -> None:
        self.wholes = wholes
        self.cues = cues
        self.classes = wholes.classes
        self.lists: list[PartList] = []
        self.sentence_of: list[int] = []
        self.linked: dict[str, PartList] = {}

    # -- keeping ----------------------------------------------------------------------------

    def keep(self, plist: PartList) -> None:
        """Keep a list of parts, and the links it makes."""
        self.lists.append(plist)
        for part in plist.parts:
            self._link(part, plist)

    def _link(self, part: Figure, plist: PartList) -> None:
        self.linked[part.id] = plist
        part.part_of = plist.whole.id
        part.part_kind = "subset"
        part.part_of_alternatives = tuple(i for i in plist.extras if i != plist.whole.id)
        part.reasons["part"] = plist.rule

    def open(
        self,
        row: Row,
        slot: Slot,
        whole: Figure,
        rule: str,
        *,
        exhaustive: bool = False,
        clausal: bool = False,
        inclusive: bool = False,
        extras: tuple[str, ...] = (),
    ) -> PartList | None:
        """Start a list with its first part; None when that would run in a circle."""
        if self._circular(slot.figure, whole):
            return None
        latest = self.lists[-1] if self.lists else None
        if (
            exhaustive
            and latest is not None
            and latest.whole is whole
            and latest.rule == rule
            and latest.parts[-1].sentence == slot.figure.sentence
        ):
            self.add(row, slot, latest)
            return latest
        plist = PartList(
            whole, rule, exhaustive, clausal=clausal, inclusive=inclusive, extras=extras
        )
        self.lists.append(plist)
        self.add(row, slot, plist)
        return plist

    def _circular(self, part: Figure, whole: Figure) -> bool:
        seen = whole
        for _ in range(len(self.linked) + 1):
            if seen is part:
                return True
            plist = self.linked.get(seen.id)
            if plist is None:
                return False
            seen = plist.whole
        return True

    def add(self, row: Row, slot: Slot, plist: PartList) -> None:
        """Add a part to a list."""
        plist.parts.append(slot.figure)
        after = row.words[slot.number_last + 1 : slot.last + 6]
        plist.words.append(counted_words(row, slot) or self._predicate(after))
        self._link(slot.figure, plist)

    def _predicate(self, words: list[str]) -> list[str]:
        found = []
        for word in words:
            if word in {",", "and", ";"}:
                break
            found.append(word)
        return found

    def judge(self) -> None:
        """Decide for every list whether it is a partition, and number the lists of a whole."""
        numbers: dict[str, int] = {}
        for plist in self.lists:
            parts = [part for part in plist.parts if self.linked.get(part.id) is plist]
            if not parts:
                continue
            for group in breakdowns(parts, plist.singles, plist.whole):
                numbers[plist.whole.id] = numbers.get(plist.whole.id, 0) + 1
                several = len(group) < len(parts)
                partition = (
                    adds_up(group, 0, plist.whole)
                    if several
                    else is_partition(group, plist, self.cues.complements)
                )
                for part in group:
                    part.part_kind = "partition" if partition else "subset"
                    if plist.singles and not several:
                        part.reasons["unnumbered"] = str(plist.singles)
                    part.breakdown = numbers[plist.whole.id]

    # -- reading a row ----------------------------------------------------------------------

    def read(self, row: Row) -> None:
        """Find the parts of one sentence."""
        current: PartList | None = None
        last: Slot | None = None
        self.by_list(row)
        for slot in row.slots:
            if slot.figure.id in self.linked:
                continue
            if slot.figure.klass in ("duration", "rate", "score"):
                continue
            plist = self.find(row, slot, current, last)
            if plist is not None:
                current, last = plist, slot
        self.sum_up(row)
        self.adding_up(row)

    def find(
        self, row: Row, slot: Slot, current: PartList | None, last: Slot | None
    ) -> PartList | None:
        """The list that a figure is a part in, opened or gone on with."""
        found = self.remainder(row, slot) or self.of_number(row, slot) or self.pronoun(row, slot)
        if found is not None:
            return found
        found = self.opener(row, slot) or self.of_start(row, slot) or self.described(row, slot)
        if found is not None:
            return found
        if (
            current is not None
            and last is not None
            and self.continues(row, slot, current, last)
            and not self._circular(slot.figure, current.whole)
        ):
            self.add(row, slot, current)
            return current
        return (
            self.enclosed(row, slot)
            or self.apposed(row, slot)
            or self.restated(row, slot)
            or self.elided(row, slot)
        )

    def before(self, row: Row, slot: Slot) -> int:
        """The index of the token before a figure, over its modifiers and determiners."""
        index = slot.first - 1
        skipped = self.classes.adverbs | self.classes.determiners | {'"', "“", "'"}
        while index >= 0 and row.words[index] in skipped and row.owner[index] < 0:
            if row.words[index] in {"of", "to", "from", "between"}:
                break
            index -= 1
        return index

    def starts_clause(self, row: Row, slot: Slot) -> bool:
        """Whether a figure begins a clause or an item of a list."""
        index = self.before(row, slot)
        return index < 0 or row.words[index] in _STARTS or row.dash_at(index)

    def bare(self, row: Row, slot: Slot) -> bool:
        """Whether a figure leaves out what it counts."""
        after = self.after_number(row, slot)
        return (
            slot.figure.counted is None
            or slot.last == slot.number_last
            or (after < len(row.words) and self.classes.finite(row.words[after]))
        )

    def after_number(self, row: Row, slot: Slot) -> int:
        """The index after a figure's number and its percent sign or words."""
        index = slot.number_last + 1
        while index < len(row.words) and row.words[index] in {"percent", "%", "per", "cent"}:
            index += 1
        return index

    # -- N of the M ----------------------------------------------------------------------------

    def of_number(self, row: Row, slot: Slot) -> PartList | None:
        """ "Three of the five", "47 of 69", "thirty-one of our 48 schools"."""
        if slot.order + 1 >= len(row.slots):
            return None
        whole = row.slots[slot.order + 1]
        between = row.words[slot.number_last + 1 : whole.first]
        if row.words[whole.first] == "of" or not 1 <= len(between) <= 9:
            return None
        if "(" in between and slot.order + 2 < len(row.slots):
            return None
        of = len(between) - 1 - between[::-1].index("of") if "of" in between else -1
        if of < 0:
            return None
        lead, tail = between[:of], between[of + 1 :]
        tail = [*tail, *row.words[whole.first : whole.number_first]]
        if lead and lead[-1] == "out":
            lead = lead[:-1]
        stops = self.classes.prepositions | self.classes.relatives - {"that"} | {",", ";", ":", ")"}
        if any(w in stops or self.classes.finite(w) for w in lead):
            return None
        small = {"total", "a", "of", "some", "about", "nearly", "over", "last", "year's", "more"}
        barred = (stops | {"and", "or"}) - {"about", "over", "than"}
        if len(tail) > 5 or any(w in barred or self.classes.finite(w) for w in tail):
            return None
        definite = any(w in self.cues.determiners or w.endswith("'s") for w in tail)
        if not definite and (lead or any(w not in small for w in tail)):
            return None
        if not self.wholes.compatible(row, slot, row, whole):
            return None
        plist = self.open(row, slot, whole.figure, "N of M", clausal=True)
        return plist

    # -- pronouns ------------------------------------------------------------------------------

    def pronoun(self, row: Row, slot: Slot) -> PartList | None:
        """ "71 of them", "five of whom", "half of these"."""
        begin = self.after_number(row, slot)
        if slot.figure.klass == "measure":
            begin = slot.last + 1
        after = row.words[begin : begin + 8]
        if after[:1] == ["out"]:
            after = after[1:]
        if len(after) < 2 or after[0] != "of" or after[1] not in self.cues.pronouns:
            return None
        word = after[1]
        follows = after[2] if len(after) > 2 else ""
        if follows in self.classes.prepositions and after[3:4] in (["it"], ["them"]):
            follows = ""  # "91 of those on it": those on the list just named
        noun = (
            word in {"these", "those", "this", "that"}
            and follows.isalpha()
            and not self.classes.finite(follows)
            and follows not in self.classes.verbs
        )
        if noun:
            words = self.description(after[1:])
            found = self.take_up(row, slot, words, "of those")
            # "82 of these complaints justified": the participle is no part of the description.
            return found or self.take_up(row, slot, words[:2], "of those")
        return self.stand_for(row, slot, word, f"of {word}", clausal=word != "whom")

    def stand_for(
        self,
        row: Row,
        slot: Slot,
        pronoun: str,
        rule: str,
        *,
        clausal: bool = True,
        inclusive: bool = False,
        start: int | None = None,
    ) -> PartList | None:
        """A part of what a pronoun stands for."""
        opening = self.before(row, slot) if start is None else start
        initial = opening < 0
        persons = pronoun in self.cues.person_pronouns
        if initial and pronoun in {"whom", "which"}:
            return None
        colon = row.words.index(":") if ":" in row.words[: slot.first] else -1
        here = not initial
        subject = self.subject(row)
        if subject and (not row.slots[: slot.order] or colon > 0):
            whole, others = self.wholes.described(row, slot, subject)
            if whole is not None and whole not in row.slots:
                return self.open(
                    row, slot, whole.figure, rule, clausal=True, exhaustive=colon > 0, extras=others
                )
        whole, others = self.wholes.antecedent(row, slot, here, persons)
        if whole is None:
            return None
        before = row.words[slot.first - 1] if slot.first else ""
        if before in self.classes.have and may_exceed(slot.figure, whole.figure):
            return None
        if here and whole not in row.slots and pronoun in {"whom", "which"} and colon < 0:
            return None
        return self.open(
            row,
            slot,
            whole.figure,
            rule,
            clausal=clausal,
            inclusive=inclusive,
            extras=others,
        )

    def subject(self, row: Row) -> list[str]:
        """The words of a definite subject that opens a sentence ("The valley families")."""
        if not row.words or row.words[0] not in {"the", "these", "those"}:
            return []
        return self.description(row.words)

    def description(self, words: list[str]) -> list[str]:
        """The first noun phrase of some words, up to a verb or mark; empty if restricted."""
        found: list[str] = []
        for word in words:
            if not (word.isalpha() or "-" in word or "'" in word) or word in {"and", "or"}:
                break
            if self.classes.finite(word) or word in self.classes.verbs - {"wounded", "injured"}:
                break
            if word in self.cues.restricting and found and word != "that":
                return [] if word not in {"in"} else found
            found.append(word)
        return found

    def take_up(
        self, row: Row, slot: Slot, words: list[str], rule: str, *, exhaustive: bool = False
    ) -> PartList | None:
        """A part of what a description takes up, or of what a demonstrative stands for."""
        if not words:
            return None
        whole, others = self.wholes.described(row, slot, words)
        if whole is None:
            return None
        return self.open(
            row,
            slot,
            whole.figure,
            f"{rule}: {' '.join(words)}",
            clausal=True,
            exhaustive=exhaustive,
            extras=others,
        )

    # -- openers ---------------------------------------------------------------------------------

    def opener(self, row: Row, slot: Slot) -> PartList | None:
        """ "Of whom N", "among them were N", "including N", "comprising N"."""
        words = row.words
        index = slot.first - 1
        steps = 0
        skipped = self.classes.adverbs | self.classes.be | self.classes.have | {"there", "from"}
        skipped |= {"for", "in", "by", "total", "of", "a", "no", "(", "only", "another", ","}
        while index >= 0 and steps < 6 and row.owner[index] < 0:
            for size in (3, 2, 1):
                phrase = tuple(words[index - size + 1 : index + 1]) if index + 1 >= size else ()
                if phrase in self.cues.exhaustive:
                    return self.included(row, slot, index - size, phrase, exhaustive=True)
                if phrase in self.cues.openers:
                    if phrase[0] in self.cues.of:
                        start = index - size
                        return self.stand_for(
                            row, slot, phrase[-1], " ".join(phrase), start=self.clause(row, start)
                        )
                    return self.included(row, slot, index - size, phrase)
            if words[index] not in skipped:
                return None
            if words[index] == "," and index + 1 < slot.first - 1:
                return None
            index -= 1
            steps += 1
        return None

    def clause(self, row: Row, index: int) -> int:
        """-1 when only small words stand before a token in its sentence, else its index."""
        small = {"and", "but", '"', "“", "*", "-"}
        return -1 if all(word in small for word in row.words[: index + 1]) else index

    def included(
        self, row: Row, slot: Slot, index: int, phrase: tuple[str, ...], exhaustive: bool = False
    ) -> PartList | None:
        """A part after "including" or "comprising", whose whole stands before it."""
        rule = " ".join(phrase)
        if phrase == ("being",) or phrase == ("that", "is"):
            return None
        subject = self.subject(row)
        earlier = [s for s in row.slots[: slot.order] if s.last <= index]
        if not earlier:
            if subject and phrase[0] in {"included", "includes", "comprised", "comprises"}:
                return self.take_up(row, slot, subject, rule, exhaustive=exhaustive)
            return None
        through = row.words[self.before(row, slot)] in {"from", "by", "against", "in"}
        candidates = [
            other
            for other in reversed(earlier)
            if (
                self.wholes.compatible(row, slot, row, other) and not self.located(row, other, slot)
            )
            or (through and other.figure.klass == slot.figure.klass == "count")
        ]
        parts_before = [c for c in candidates if self.linked.get(c.figure.id) is None]
        whole = self.wholes.choose(slot, candidates[:1]) or None
        if whole is None:
            return None
        if may_exceed(slot.figure, whole.figure):
            whole = self.wholes.choose(slot, parts_before or candidates)
        if whole is None:
            return None
        others = tuple(
            other.figure.id
            for other in candidates
            if other is not whole and not may_exceed(slot.figure, other.figure)
        )[:3]
        return self.open(
            row,
            slot,
            whole.figure,
            rule,
            exhaustive=exhaustive,
            inclusive=not exhaustive,
            extras=others,
        )

    def located(self, row: Row, whole: Slot, part: Slot) -> bool:
        """Whether a figure only says in how many places something is ("in 3 villages")."""
        before = row.words[whole.first - 1] if whole.first else ""
        places = self.wholes.lexicon.objects["places"]
        if before not in {"in", "at", "from", "across", "throughout"}:
            return False
        return bool(places & set(counted_words(row, whole))) and not (
            places & set(counted_words(row, part))
        )

    def of_start(self, row: Row, slot: Slot) -> PartList | None:
        """ "Of the 412 families …, 260 …", "Of the dead, 50 were civilians"."""
        words = row.words
        start = slot.first - 1
        while start >= 0 and words[start] not in {";", ":"} and not row.dash_at(start):
            if (
                words[start] == ","
                and words[start + 1] in {"of", "among"}
                and (
                    row.owner[start + 2] >= 0 or words[start + 2] in {"the", "our", "some", "about"}
                )
            ):
                break
            start -= 1
        start += 1
        while start < slot.first and words[start] in {"and", "but", '"', "“", ",", "however", "*"}:
            start += 1
        if start >= slot.first or words[start] not in {"of", "among", "amongst", "out"}:
            return None
        begin = start + 2 if words[start : start + 2] == ["out", "of"] else start + 1
        inside = [s for s in row.slots[: slot.order] if s.first >= begin]
        if inside:
            return self.of_figure(row, slot, inside, begin)
        between = words[begin : slot.first]
        if not between or between[0] not in self.cues.determiners:
            return None
        if any(word.isdigit() for word in between):
            return None
        described = self.description(between)
        if not described or "said" in described:
            return None
        remaining = between[len(described) :]
        if any(word in self.cues.restricting for word in remaining[:1]):
            return None
        if described[0] in {"these", "those"} and len(described) == 1:
            return None
        return self.take_up(row, slot, described, f"{words[start]} the")

    def of_figure(self, row: Row, slot: Slot, inside: list[Slot], begin: int) -> PartList | None:
        """The first part after "Of the M …"."""
        whole = inside[0]
        lead = row.words[begin : whole.first]
        barred = self.classes.prepositions | {",", ";", "and", "or"}
        if any(w in barred - {"about", "over"} or self.classes.finite(w) for w in lead):
            return None
        if len(lead) > 4 or len(inside) > 1 and inside[-1].figure.id in self.linked:
            return None
        index = self.before(row, slot)
        direct = index == whole.last or self.starts_clause(row, slot)
        verb = row.words[index] if index >= 0 else ""
        if not direct and not self.classes.finite(verb):
            after = row.words[whole.last + 1 : slot.first]
            governed = verb in self.classes.prepositions or verb in self.classes.verbs
            if governed or any(word in {",", ";"} for word in after):
                return None
        if not self.wholes.compatible(row, slot, row, whole):
            return None
        return self.open(row, slot, whole.figure, "of the M", clausal=True)

    def described(self, row: Row, slot: Slot) -> PartList | None:
        """ "640 of the western cases", "three of the dead", "about a quarter of the cases"."""
        begin = self.after_number(row, slot)
        after = row.words[begin : begin + 9]
        if len(after) < 3 or after[0] != "of" or after[1] not in self.cues.determiners:
            return None
        words = self.description(after[1:])
        if len(words) < 2:
            return None
        if any(self.row_owner(row, begin + 1 + n) for n in range(len(words))):
            return None
        return self.take_up(row, slot, words, "of the")

    def row_owner(self, row: Row, index: int) -> bool:
        """Whether a token belongs to the number of a figure."""
        slot = row.slot_at(index) if index < len(row.words) else None
        return slot is not None and slot.number_first <= index <= slot.number_last

    # -- lists that go on ------------------------------------------------------------------------

    def continues(self, row: Row, slot: Slot, plist: PartList, last: Slot) -> bool:
        """Whether a figure goes on with the list that the figure before it is in."""
        if slot.order == 0 or not self.starts_clause(row, slot):
            return False
        between = row.words[last.last + 1 : slot.first]
        if between and self.verb_anchor([",", between[0]]) and not self.classes.finite(between[0]):
            between = between[1:]
        first = plist.parts[0]
        if (first.klass == "share") != (slot.figure.klass == "share"):
            return False
        if any(mark in between for mark in (")",)) and "(" not in between:
            return False
        if not plist.clausal or plist.inclusive:
            for word in between:
                if self.classes.finite(word) or word in {";", ":"}:
                    return False
                if word in self.classes.verbs and word not in self.classes.prepositions:
                    return False
            if self.verb_anchor(between):
                return False
            if plist.inclusive and self.predicated(row, slot, plist):
                return False
        part = plist.parts[-1]
        persons = self.wholes.persons(row, slot)
        known = self.wholes.lexicon.persons(plist.words[0]) if plist.words[0] else None
        if persons is not None and known is not None and persons != known:
            return False
        if may_exceed(slot.figure, plist.whole) and not self.bare(row, slot) and plist.clausal:
            return False
        if ";" in between and plist.rule == "N of M" and len(plist.parts) == 1:
            return False
        if plist.clausal and not self.bare(row, slot):
            return slot.figure.klass == part.klass and self.same_list(row, slot, plist, between)
        if slot.figure.klass != part.klass or (slot.figure.unit or "") != (part.unit or ""):
            return False
        if self.new_whole(row, slot):
            return False
        return not (";" in between and not plist.clausal)

    def same_list(self, row: Row, slot: Slot, plist: PartList, between: list[str]) -> bool:
        """Whether an item of a clausal list that names what it counts is a part as well."""
        if ";" in between or any(self.classes.finite(word) for word in between):
            return False
        after = row.words[slot.last + 1 : slot.last + 2]
        relative = plist.rule.endswith(("whom", "which"))
        if relative and after and (after[0] == "," or self.classes.finite(after[0])):
            return False
        return not self.verb_anchor(between)

    def new_whole(self, row: Row, slot: Slot) -> bool:
        """Whether a figure is followed by "of the", which gives it a whole of its own."""
        after = row.words[slot.number_last + 1 : slot.number_last + 3]
        return len(after) == 2 and after[0] == "of" and after[1] in self.cues.determiners

    def verb_anchor(self, words: list[str]) -> bool:
        """Whether words hold a verb of the event lexicon."""
        for anchor in self.wholes.lexicon.anchors(words):
            for reading in anchor.readings:
                if reading.kind in ("verb", "do") and reading.form in ("past", "ing"):
                    before = words[anchor.first - 1] if anchor.first else ","
                    if before in {",", "and", "or"} or reading.form == "past":
                        return True
        return False

    def predicated(self, row: Row, slot: Slot, plist: PartList) -> bool:
        """Whether a figure after "including …, and" has a predicate that its whole lacks."""
        index = slot.last + 1
        while index < len(row.words) and row.words[index] in self.classes.adverbs:
            index += 1
        if index >= len(row.words):
            return False
        word = row.words[index]
        predicate = self.classes.finite(word)
        reason = plist.whole.reasons.get("event", "")
        governed = reason.startswith(("object", "noun", "verb", "said", "listed"))
        if predicate and governed:
            return True
        after = row.words[index + 1] if index + 1 < len(row.words) else "."
        ends = not after[0].isalnum() or after in self.classes.prepositions | {"and"}
        return governed and ends and self.verb_anchor([",", word])

    # -- what is left ------------------------------------------------------------------------------

    def remainder(self, row: Row, slot: Slot) -> PartList | None:
        """ "The remaining 25", "the other 115", "for the rest, seven"."""
        lead = row.words[max(0, slot.number_first - 4) : slot.number_first]
        at = next((n for n, word in enumerate(lead) if word in self.cues.remainder), None)
        if at is None:
            return None
        definite = at > 0 and lead[at - 1] in self.cues.determiners
        if not definite or any(word in {";", ".", ":"} for word in lead[at:]):
            return None
        if slot.figure.klass == "share" and not self.lists:
            return None
        recent = [
            plist
            for plist in reversed(self.lists)
            if plist.parts
            and 0 <= row.sentence.index - plist.parts[-1].sentence <= 4
            and slot.figure not in plist.parts
            and plist.parts[0].klass == slot.figure.klass
            and not may_exceed(slot.figure, plist.whole)
            and plist.rule != "table"
        ]
        chosen = next(
            (plist for plist in recent if adds_up([*plist.parts, slot.figure], 0, plist.whole)),
            None,
        )
        if chosen is None:
            chosen = self.left_of(row, slot) or self.pair(row, slot)
        if chosen is None:
            near = [
                plist
                for plist in recent
                if row.sentence.index - plist.parts[-1].sentence <= 1
                and ratio_fits(
                    [*plist.parts, slot.figure],
                    plist.singles,
                    plist.whole,
                    Fraction(1, 4 if plist.parts[-1].sentence == row.sentence.index else 20),
                )
                and self.agree(row, slot, plist)
            ]
            chosen = near[0] if near else None
        if chosen is None or self._circular(slot.figure, chosen.whole):
            return None
        chosen.exhaustive = True
        self.add(row, slot, chosen)
        return chosen

    def agree(self, row: Row, slot: Slot, plist: PartList) -> bool:
        """Whether a figure may count the same kind of thing as a list's parts."""
        mine = self.wholes.persons(row, slot)
        other = self.wholes.lexicon.persons(plist.words[0]) if plist.words[0] else None
        return mine is None or other is None or mine == other

    def left_of(self, row: Row, slot: Slot) -> PartList | None:
        """A part just before, "N of the X", whose whole the remainder tells by its sum."""
        for other in reversed(row.slots[: slot.order]):
            plist = self.linked.get(other.figure.id)
            if plist is None or len(plist.parts) != 1:
                continue
            for group in [self.wholes.before(row, other), *self.wholes.earlier(row)]:
                for _, candidate in group:
                    pair = [other.figure, slot.figure]
                    if candidate is not other and adds_up(pair, 0, candidate.figure):
                        plist.whole = candidate.figure
                        plist.extras = ()
                        self._link(other.figure, plist)
                        return plist
        return None

    def pair(self, row: Row, slot: Slot) -> PartList | None:
        """A figure just before that makes up an earlier one together with the remainder."""
        for other in reversed(row.slots[: slot.order]):
            if other.figure.id in self.linked or other.figure.klass != slot.figure.klass:
                continue
            both = [other.figure, slot.figure]
            for group in self.wholes.earlier(row):
                for whole_row, whole in group:
                    if adds_up(both, 0, whole.figure) and self.wholes.compatible(
                        row, slot, whole_row, whole
                    ):
                        return self.open(
                            row, other, whole.figure, "with what is left", clausal=True
                        )
        return None

    # -- brackets, colons, dashes, appositions --------------------------------------------------------

    def enclosed(self, row: Row, slot: Slot) -> PartList | None:
        """A list in brackets, between dashes or after a colon."""
        opening = slot.first - 1
        while opening >= 0:
            word = row.words[opening]
            if word in OPENING or word == ":" or row.dash_at(opening):
                break
            if row.owner[opening] >= 0 or word in {";", ")", "."} or self.classes.finite(word):
                return None
            if slot.first - opening > 8:
                return None
            opening -= 1
        if opening <= 0:
            return None
        mark = row.words[opening]
        bracket, dash = mark in OPENING, row.dash_at(opening)
        if slot.figure.klass == "share":
            return None
        lead = row.words[opening + 1 : slot.first]
        members, singles = self.members(row, slot, opening, bracket, dash)
        if lead and not set(lead) <= self.classes.adverbs | self.classes.determiners:
            if not dash and not (mark == ":" and singles):
                return None
        candidates = [
            other
            for other in reversed(row.slots[: slot.order])
            if other.last < opening
            and self.wholes.compatible(row, slot, row, other)
            and not self.located(row, other, slot)
        ]
        if (bracket or dash) and candidates:
            gap = opening - candidates[0].last
            candidates = candidates[:1] if gap <= 12 else []
        figures = [member.figure for member in members]
        if len(figures) + singles < 2:
            return self.single(row, slot, candidates) if bracket else None
        whole = next((c for c in candidates if adds_up(figures, singles, c.figure)), None)
        if whole is None:
            whole = next((c for c in candidates if self.makes_up(figures, singles, c)), None)
        if whole is None:
            return None
        plist = self.open(row, slot, whole.figure, f"list after {mark}", exhaustive=True)
        if plist is not None:
            plist.singles = singles
            for member in members[1:]:
                if member.figure.id not in self.linked:
                    self.add(row, member, plist)
        return plist

    def makes_up(self, figures: list[Figure], singles: int, whole: Slot) -> bool:
        """Whether a list comes near a whole, by itself or as two lists of it."""
        if ratio_fits(figures, singles, whole.figure):
            return True
        groups = breakdowns(figures, singles, whole.figure)
        return len(groups) > 1

    def single(self, row: Row, slot: Slot, candidates: list[Slot]) -> PartList | None:
        """One figure in brackets after a figure of the same kind ("(12 women)")."""
        if not candidates or may_exceed(slot.figure, candidates[0].figure):
            return None
        both = self.wholes.persons(row, slot) and self.wholes.persons(row, candidates[0])
        if not both or self.bare(row, slot):
            return None
        return self.open(row, slot, candidates[0].figure, "in brackets")

    def members(
        self, row: Row, slot: Slot, opening: int, bracket: bool, dash: bool
    ) -> tuple[list[Slot], int]:
        """The figures of a list from its opening on, and its items without a number."""
        members: list[Slot] = []
        singles = 0
        end = len(row.words)
        for index in range(opening + 1, len(row.words)):
            word = row.words[index]
            if (bracket and word in {")", "]"}) or (dash and row.dash_at(index)):
                end = index
                break
        index = opening + 1
        while index < end:
            neighbour = row.slot_at(index)
            if neighbour is not None:
                if self.starts_clause(row, neighbour) or row.words[index - 1] in {"her", "his"}:
                    same = neighbour.figure.klass == slot.figure.klass
                    if same and not self.new_whole(row, neighbour):
                        members.append(neighbour)
                index = neighbour.last + 1
                continue
            before = row.words[index - 1]
            if row.words[index] in {"a", "an"} and before in {",", "and", ":", "-", "–", "—", "("}:
                singles += 1
            index += 1
        return members, singles

    def apposed(self, row: Row, slot: Slot) -> PartList | None:
        """ "Three other civilians, two women and a man, also died"."""
        if slot.order == 0 or slot.figure.klass != "count":
            return None
        whole = row.slots[slot.order - 1]
        comma = slot.first - 1
        if row.words[comma] != "," or comma - whole.last > 10 or whole.figure.id in self.linked:
            return None
        between = row.words[whole.last + 1 : comma]
        if any(word in {",", ";"} for word in between):
            return None
        spaced = any(self.classes.finite(word) or word == "and" for word in between)
        if not self.wholes.compatible(row, slot, row, whole) or whole.figure.klass != "count":
            return None
        members = [slot]
        singles = 0
        index = slot.last + 1
        while index < len(row.words):
            neighbour = row.slot_at(index)
            word = row.words[index]
            if neighbour is not None:
                if not self.starts_clause(row, neighbour):
                    break
                members.append(neighbour)
                index = neighbour.last + 1
                continue
            if self.classes.finite(word) or word in {";", ":", ".", "(", "none", "all"}:
                break
            if self.verb_anchor([",", word]):
                break
            if word in {"a", "an"} and row.words[index - 1] in {",", "and"}:
                singles += 1
            index += 1
        figures = [member.figure for member in members]
        if len(figures) + singles < 2:
            return None
        words = [counted_words(row, member) for member in members]
        if spaced and not all(self.bare(row, member) for member in members):
            return None
        if not adds_up(figures, singles, whole.figure):
            covers = not spaced and complementary(words, self.cues.complements) and not singles
            if not covers or not ratio_fits(figures, 0, whole.figure, Fraction(1, 20)):
                return None
        plist = self.open(row, slot, whole.figure, "apposition", exhaustive=True)
        if plist is not None:
            plist.singles = singles
            for member in members[1:]:
                self.add(row, member, plist)
        return plist

    # -- shares that restate, elided counts, sums --------------------------------------------------

    def restated(self, row: Row, slot: Slot) -> PartList | None:
        """ "37 of the 310 deaths, or 12 percent": a share of the same whole."""
        if slot.figure.klass != "share" or slot.order < 2:
            return None
        plist = next(
            (
                self.linked[part.figure.id]
                for part in reversed(row.slots[: slot.order])
                if part.figure.id in self.linked
            ),
            None,
        )
        if (
            plist is None
            or plist.rule != "N of M"
            or plist.parts[-1].sentence != row.sentence.index
        ):
            return None
        index = slot.first - 1
        while index >= 0 and row.words[index] in self.cues.restating | {",", "("}:
            index -= 1
        mark = row.words[index + 1 : slot.first]
        after = row.words[slot.last + 1] if slot.last + 1 < len(row.words) else "."
        if not mark or mark[0] not in {",", "("} or after == "of":
            return None
        return self.open(row, slot, plist.whole, "restated share")

    def elided(self, row: Row, slot: Slot) -> PartList | None:
        """ "Seventeen were women", "41 are still in the cells": part of what was said before."""
        if slot.figure.klass == "share":
            return self.elided_shares(row, slot)
        if slot.figure.klass != "count" or not self.bare(row, slot):
            return None
        index = self.before(row, slot)
        semicolon = index >= 0 and row.words[index] == ";"
        if index >= 0 and not semicolon:
            return None
        after = self.after_number(row, slot)
        if after >= len(row.words) or not (
            self.classes.finite(row.words[after]) or row.words[after] in self.classes.verbs
        ):
            return None
        whole, others = self.wholes.antecedent(row, slot, semicolon)
        if whole is None or may_exceed(slot.figure, whole.figure):
            return None
        members = [slot]
        for other in row.slots[slot.order + 1 :]:
            if other.figure.klass == "count" and self.bare(row, other):
                if self.starts_clause(row, other):
                    members.append(other)
        groups = breakdowns([m.figure for m in members], 0, whole.figure)
        whole_list = len(groups) > 1 or (len(members) > 1 and adds_up(groups[0], 0, whole.figure))
        predicate = row.words[after : after + 6]
        stop = next((n for n, w in enumerate(predicate) if w in {",", ";", "and"}), 6)
        predicate = predicate[:stop]
        category = row.words[after] in self.classes.be and any(
            any(word in group for complement in self.cues.complements[:3] for group in complement)
            for word in predicate
        )
        lingering = bool(self.cues.continuing & set(predicate))
        if not whole_list and not category and not lingering:
            return None
        if not whole_list and self.wholes.persons(row, whole) is False and category:
            return None
        plist = self.open(
            row, slot, whole.figure, "left out what it counts", clausal=True, extras=others
        )
        if plist is not None and whole_list:
            for member in members[1:]:
                self.add(row, member, plist)
        return plist

    def elided_shares(self, row: Row, slot: Slot) -> PartList | None:
        """ "Some 70 percent were from the north and 30 percent from the south": all of a whole."""
        shares = [other for other in row.slots if other.figure.klass == "share"]
        if shares[0] is not slot or len(shares) < 2 or not self.bare(row, slot):
            return None
        after = self.after_number(row, slot)
        if after >= len(row.words) or not self.classes.finite(row.words[after]):
            return None
        if not all(self.starts_clause(row, share) for share in shares[1:]):
            return None
        values = [share.figure.quantity.low or 0 for share in shares]
        if not 99 <= sum(values) <= 101:
            return None
        whole, others = self.wholes.antecedent(row, slot, False)
        if whole is None:
            return None
        plist = self.open(row, slot, whole.figure, "shares of it", clausal=True, extras=others)
        if plist is not None:
            for share in shares[1:]:
                self.add(row, share, plist)
        return plist

    def by_list(self, row: Row) -> None:
        """ "By weapon: bombs 83, artillery 61 …": a breakdown of a figure said before."""
        words = row.words
        if len(row.slots) < 2 or not words or words[0] not in self.cues.by or ":" not in words[:8]:
            return
        colon = words.index(":")
        parts = [slot for slot in row.slots if slot.first > colon and slot.figure.klass == "count"]
        figures = [part.figure for part in parts]
        if len(figures) < 2 or any(figure.id in self.linked for figure in figures):
            return
        candidates = [
            whole
            for group in self.wholes.earlier(row, 15)
            for whole_row, whole in group
            if whole.figure.part_of is None
            and self.wholes.compatible(row, parts[0], whole_row, whole)
        ]
        whole = next((c for c in candidates if adds_up(figures, 0, c.figure)), None)
        if whole is None:
            near = Fraction(1, 20)
            whole = next((c for c in candidates if ratio_fits(figures, 0, c.figure, near)), None)
        if whole is None:
            return
        plist = PartList(whole.figure, "by", exhaustive=True)
        self.lists.append(plist)
        for part in parts:
            self.add(row, part, plist)

    def adding_up(self, row: Row) -> None:
        """Figures listed of one event that add up exactly to a figure of it said just before."""
        slots = [
            slot
            for slot in row.slots
            if slot.figure.klass == "count" and slot.figure.id not in self.linked
        ]
        if len(slots) < _LISTED or len(slots) != len(row.slots):
            return
        figures = [slot.figure for slot in slots]
        events = {figure.event for figure in figures}
        if len(events) != 1 or "other" in events:
            return
        for group in self.wholes.earlier(row):
            for whole_row, whole in group:
                same = whole.figure.event in events
                if not same or not self.wholes.compatible(row, slots[0], whole_row, whole):
                    continue
                if adds_up(figures, 0, whole.figure) and whole.figure not in figures:
                    plist = PartList(whole.figure, "adds up to it", exhaustive=True)
                    self.lists.append(plist)
                    for slot in slots:
                        self.add(row, slot, plist)
                    return

    def sum_up(self, row: Row) -> None:
        """ "3 km in the north and 2 in the south, a total of 5": parts before their total."""
        for slot in row.slots[2:]:
            if slot.figure.klass == "share" or slot.figure.id in self.linked:
                continue
            lead = row.words[max(0, slot.first - 5) : slot.number_first]
            if not any(
                tuple(lead[n : n + len(phrase)]) == phrase
                for phrase in self.cues.adding
                if len(phrase) > 1 or phrase[0] in {"altogether", "totaling", "totalling", "making"}
                for n in range(len(lead))
            ):
                continue
            parts = [
                other
                for other in row.slots[: slot.order]
                if self.wholes.compatible(row, other, row, slot)
                and other.figure.id not in self.linked
            ]
            figures = [part.figure for part in parts]
            if len(figures) < 2 or not ratio_fits(figures, 0, slot.figure, Fraction(1, 20)):
                continue
            plist = PartList(slot.figure, "added up", exhaustive=True)
            self.lists.append(plist)
            for part in parts:
                self.add(row, part, plist)
