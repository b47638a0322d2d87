"""Events: what is said to have happened to what is counted.

Each figure is read from what governs it in its sentence: the noun it counts ("26 casualties"),
the verb whose object it is ("injured 95"), the predicate whose subject it is ("36 civilians were
killed"), the figures it is listed with, the label before a colon, a table's heading. The nearest
word of the lexicon decides only where nothing governs the figure. What was decided on is kept
in ``figure.reasons["event"]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from muniment.claims.eventlexicon import Anchor, EventLexicon, Reading, event_lexicon
from muniment.claims.language import Language
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.rows import (
    CLOSING,
    OPENING,
    QUOTES,
    Row,
    Slot,
    WordClasses,
    counted_words,
    rows_of,
    word_classes,
)
from muniment.claims.sentences import Sentence
from muniment.claims.tokens import tokenize

OTHER = "other"
_REACH = 40
_REPEAT = 12
_REPEAT_RARE = 60
_RECENT = 40
_RARE = 20
_TELLING = 5
_PARTITIVES = frozenset({"of", "among", "amongst"})
_PRONOUNS = frozenset({"them", "whom", "which", "these", "those"})
_HEADING = 90
_TITLE = 160
_TAKEN_UP = 3
_LABEL = 9
_CELLS = re.compile(r"\t|\s{2,}|\|")
_NEVER = frozenset({"money", "duration"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one look at a figure found: an event, or a neighbour that it shares its event with.

    ``event`` is None when nothing was found; ``rule`` says how; ``share`` is the number of the
    slot whose event it shares; ``direct`` is True when nothing stands between the governor and
    the figure.
    """

    event: str | None = None
    rule: str = ""
    share: int | None = None
    direct: bool = False

    @property
    def real(self) -> bool:
        """True when an event other than "other" was found."""
        return self.event is not None and self.event != OTHER


NOTHING = Verdict()


def assign_events(claims: DocumentClaims, sentences: list[Sentence], language: Language) -> None:
    """Set ``event`` of every figure of the document from the words around it."""
    try:
        lexicon, classes = event_lexicon(language.code), word_classes(language.code)
    except FileNotFoundError:
        return
    rows = rows_of(claims, sentences, language)
    dated: dict[int, list[tuple[int, int]]] = {}
    for date in claims.dates:
        dated.setdefault(date.sentence, []).append((date.passage.start, date.passage.end))
    for row in rows.values():
        _RowReader(row, lexicon, classes, dated.get(row.sentence.index, [])).assign()
    _headings(claims, lexicon)
    _repeats(claims, classes, lexicon)


def _set(figure: Figure, event: str, rule: str) -> None:
    figure.event = event
    figure.reasons["event"] = rule


class _RowReader:
    """Reads the events of the figures of one row."""

    def __init__(
        self,
        row: Row,
        lexicon: EventLexicon,
        classes: WordClasses,
        dates: list[tuple[int, int]],
    ) -> None:
        self.row = row
        self.words = row.words
        self.lexicon = lexicon
        self.classes = classes
        self.anchors = [
            anchor
            for anchor in lexicon.anchors(row.words)
            if not any(
                start < row.tokens[anchor.last].end and row.tokens[anchor.first].start < end
                for start, end in dates
            )
        ]
        self.starting = {anchor.first: anchor for anchor in self.anchors}
        self.ending = {anchor.last: anchor for anchor in self.anchors}
        self.dated_at = {
            index
            for index, token in enumerate(row.tokens)
            if any(start <= token.start < end for start, end in dates)
        }
        self.lefts: list[Verdict] = []
        self.rights: list[Verdict] = []

    def assign(self) -> None:
        """Set the events of the row's figures, where the row tells them."""
        slots = self.row.slots
        self.lefts = [self.left(slot) for slot in slots]
        self.rights = [self.right(slot) for slot in slots]
        for slot in slots:
            figure = slot.figure
            left = self.lefts[slot.order]
            listed = left.share is not None and "compared" in slots[left.share].figure.reasons
            if left.rule == "comparison" or listed:
                figure.reasons["compared"] = "set beside another figure"
            if figure.klass in _NEVER:
                _set(figure, OTHER, "class")
                continue
            verdict = self.verdict(slot)
            if verdict.event is not None:
                _set(figure, verdict.event, verdict.rule)

    def counted(self, slot: Slot) -> list[str]:
        """What a figure counts, with a word added where its form tells persons or things.

        A capitalised name in a text that is not all capitals is a people's ("32 Ilvarans").
        """
        words = counted_words(self.row, slot)
        figure = slot.figure
        if not words or self.lexicon.persons(words) is not None:
            return words
        if figure.klass in ("measure", "money"):
            return [*words, "object"]
        last = figure.counted.text.split()[-1] if figure.counted is not None else ""
        if last[:1].isupper() and not last.isupper() and len(last) > 3:
            return [*words, "people"]
        return words

    # -- putting the looks together -------------------------------------------------------

    def verdict(self, slot: Slot) -> Verdict:
        """The event of a slot: the strongest of what the looks at it found."""
        own = self.own(slot, "noun")
        if own.event is not None:
            return own
        if self.of_number(slot):
            own = self.own(slot, "state")
            return own if own.event is not None else self.own(slot, "name")
        left, right = self.lefts[slot.order], self.rights[slot.order]
        if left.real and left.direct:
            return left
        if right.real:
            return right
        if left.rule == "part":
            name = self.own(slot, "name")
            return name if name.real and right.event is None else NOTHING
        shared_left = self.chain_left(slot)
        if shared_left.real:
            return shared_left
        shared_right = self.chain_right(slot)
        if shared_right.real:
            return shared_right
        state = self.own(slot, "state")
        if state.event is not None:
            return state
        label = self.label(slot)
        if label.event is not None:
            return label
        name = self.own(slot, "name")
        if left.rule.startswith("undone"):
            return self.undone(slot, left.rule.rpartition(" ")[2], name)
        placed = left.rule.startswith("after")
        if placed and name.real:
            return name
        if placed:
            left = Verdict(rule=left.rule)
            shared_left = NOTHING
        said = left.event or right.event or shared_left.event or shared_right.event
        if name.event is not None and (
            said is None
            or name.event not in self.lexicon.background
            or right.rule.startswith("does")
        ):
            return name
        if said is not None:
            return Verdict(OTHER, "verb of no event")
        if slot.figure.klass != "count" or right.rule == "copula" or left.rule == "part":
            return NOTHING
        if placed:
            return NOTHING
        if left.rule != "preposition":
            nearest = self.nearest(slot)
            if nearest.event is not None:
                return nearest
        return self.located(slot)

    def undone(self, slot: Slot, asked: str, name: Verdict) -> Verdict:
        """What still holds of those for whom an event is only asked ("release the 25")."""
        if name.real and name.event not in self.lexicon.background:
            return name
        nearest = self.nearest(slot)
        if nearest.real and nearest.event != asked:
            return nearest
        return Verdict(self.lexicon.undone[asked], f"undone: {asked}")

    def of_number(self, slot: Slot) -> bool:
        """Whether a figure is the whole in "two of the four boats": the verb is not its own."""
        if slot.order == 0:
            return False
        part = self.row.slots[slot.order - 1]
        between = self.words[part.number_last + 1 : slot.number_first]
        return (
            0 < len(between) <= 6
            and between[0] == "of"
            and not any(word in {",", ";", "whom", "which", "and"} for word in between)
        )

    def chain_left(self, slot: Slot) -> Verdict:
        """The event that a listed figure takes from those before it."""
        verdict = self.lefts[slot.order]
        seen = 0
        at = slot.order
        while verdict.share is not None and seen < len(self.row.slots):
            at = verdict.share
            seen += 1
            neighbour = self.row.slots[at]
            own = self.own(neighbour, "noun")
            if own.real and not self.own(slot, "name").real:
                return Verdict(own.event, f"listed with: {own.rule}")
            verdict = self.lefts[at]
        if at != slot.order and not verdict.real and self.rights[at].real:
            verdict = self.rights[at]
        if at == slot.order:
            return verdict
        return Verdict(verdict.event, f"listed with: {verdict.rule}", None, verdict.direct)

    def chain_right(self, slot: Slot) -> Verdict:
        """The event that a listed figure takes from those after it."""
        verdict = self.rights[slot.order]
        seen = 0
        while verdict.share is not None and seen < len(self.row.slots):
            neighbour = self.row.slots[verdict.share]
            seen += 1
            left = self.lefts[neighbour.order]
            if left.real and left.direct:
                return NOTHING
            verdict = self.rights[neighbour.order]
            if verdict.event is not None:
                return Verdict(verdict.event, f"listed with: {verdict.rule}")
        return verdict

    # -- the figure's own words -----------------------------------------------------------

    def own(self, slot: Slot, kind: str) -> Verdict:
        """An event named by what is counted; "noun", "state" or "name" readings.

        A phrase that begins in what is counted and runs on ("79 lives taken") counts as a noun.
        """
        counted = counted_words(self.row, slot)
        if slot.last == slot.number_last:
            words = counted
            anchors = self.lexicon.anchors(words) if words else []
            begin, end = 0, len(words) - 1
        else:
            words = self.words
            begin, end = slot.number_last + 1, slot.last
            anchors = [anchor for anchor in self.anchors if begin <= anchor.first <= end]
        found = self.instance(slot) if kind == "noun" else NOTHING
        for anchor in anchors:
            text = " ".join(words[anchor.first : anchor.last + 1])
            if anchor.last > end:
                phrases = anchor.kinds("phrase", "noun") if kind == "noun" else []
                if phrases:
                    return Verdict(phrases[0].event, f"phrase: {text}")
                continue
            head = anchor.last == end or words[anchor.last + 1] in self.classes.prepositions | {
                "of",
                "and",
                "or",
            }
            if found.event is not None and kind != "noun":
                break
            of = words.index("of", begin) if "of" in words[begin : anchor.first] else -1
            if of >= 0 and kind == "noun" and words[of - 1] not in self.classes.instances:
                continue
            people = kind == "name" and self.lexicon.persons(words[begin : end + 1]) is True
            for reading in anchor.readings:
                if not head and (
                    kind == "noun"
                    or (kind == "name" and (reading.event in self.lexicon.background or not people))
                ):
                    continue
                bare = reading.form in ("past", "participle") or reading.kind == "phrase"
                if reading.kind != kind and not (kind == "state" and bare):
                    continue
                if not self.lexicon.fits(reading, counted):
                    continue
                found = Verdict(reading.event, f"{kind}: {text}")
                break
        return found

    def instance(self, slot: Slot) -> Verdict:
        """What a figure's cases are of, where it stands right after them ("one case of rape")."""
        after = slot.last + 1
        if after >= len(self.words) or self.words[after] != "of":
            return NOTHING
        if self.words[slot.last] not in self.classes.instances:
            return NOTHING
        for index in range(after + 1, min(after + 5, len(self.words))):
            anchor = self.starting.get(index)
            for reading in anchor.kinds("noun") if anchor is not None else []:
                return Verdict(reading.event, f"instances of: {self.words[index]}")
        return NOTHING

    # -- to the left: what governs the figure ----------------------------------------------

    def left(self, slot: Slot) -> Verdict:
        """What governs a figure from its left: a verb, a noun with "of", a list it goes on."""
        words, classes = self.words, self.classes
        counted = self.counted(slot)
        index = slot.first - 1
        crossed = False
        joined = ""
        preposition = ""
        while index >= 0 and slot.first - index <= _REACH:
            word = words[index]
            if index in self.dated_at or (
                index + 1 in self.dated_at and word in classes.prepositions
            ):
                index -= 1
                continue
            neighbour = self.row.slot_at(index)
            if neighbour is not None and neighbour is not slot:
                if not crossed and joined and not preposition:
                    return Verdict(share=neighbour.order, rule="list")
                if joined and preposition in {"", "of"} and self.plain_between(neighbour, slot):
                    return Verdict(share=neighbour.order, rule="list")
                index = min(neighbour.first, neighbour.number_first) - 1
                crossed = True
                continue
            anchor = self.ending.get(index)
            if anchor is not None and (anchor.first < index or word not in classes.adverbs):
                participle = any(r.form in ("past", "participle") for r in anchor.readings)
                if joined == "comma" and (participle or not self.as_noun(anchor)):
                    return NOTHING
                apart = crossed or bool(joined)
                found = self.governs(anchor, slot, counted, preposition, apart)
                if found is not None:
                    return found
                index = anchor.first - 1
                if not preposition and not joined:
                    crossed = True
                continue
            if self.row.dash_at(index):
                index = self.before_dash(index) if preposition and not crossed else index - 1
                continue
            if f"{word} {self.next_word(index)}" in classes.summing:
                index -= 1
                continue
            if word in QUOTES:
                index -= 1
                continue
            if word in {",", "and", "or", "&"}:
                if word == "," and crossed and not joined:
                    return NOTHING
                joined = joined if joined == "and" else "comma" if word == "," else "and"
                index -= 1
                continue
            if word == ":" or word == ";" or word in {".", "!", "?"}:
                return NOTHING
            if word in OPENING:
                return Verdict(rule="part")
            if word == "of" and (crossed or joined):
                at = self.ending.get(index - 1)
                preposition = "of" if at is not None and at.kinds("noun") else ""
                crossed = True
                index -= 1
                continue
            if word == "of":
                if index and words[index - 1] in {"whom", "which"}:
                    return Verdict(rule="part")
                if index and words[index - 1] in self.lexicon.objects["places"] and not counted:
                    return Verdict("population", f"size of: {words[index - 1]}")
                preposition = "of"
                index -= 1
                continue
            if word in {"including", "comprising", "namely", "among"} and not crossed:
                return Verdict(rule="part")
            if word in classes.adverbs and not (word == "to" and not crossed):
                index -= 1
                continue
            before = words[index - 1] if index else ""
            if not crossed and before in _PARTITIVES and word in _PRONOUNS:
                return Verdict(rule="part")
            if word in classes.relatives or word in classes.subordinators:
                return NOTHING
            if word in classes.prepositions:
                if crossed or joined:
                    preposition = ""
                    crossed = True
                    index -= 1
                    continue
                if preposition == "of":
                    preposition = word
                    crossed = True
                    index -= 1
                    continue
                return self.after_preposition(slot, index, counted)
            if classes.finite(word):
                return self.before_finite(slot, index, crossed or bool(joined))
            if word in classes.transparent or word in classes.counting:
                if word in classes.counting:
                    return self.counted_up(index, counted)
                index -= 1
                continue
            if self.verb(index):
                if crossed and joined:
                    return NOTHING
                return Verdict(OTHER, f"verb: {word}", direct=not crossed)
            if preposition == "of" and word not in classes.carriers:
                crossed = True
            elif preposition == "of":
                preposition = ""
            else:
                crossed = True
            index -= 1
        return NOTHING

    def governs(
        self, anchor: Anchor, slot: Slot, counted: list[str], preposition: str, apart: bool
    ) -> Verdict | None:
        """What an anchor to the left of a figure says of it; None when it says nothing."""
        words = self.words
        text = " ".join(words[anchor.first : anchor.last + 1])
        nouns = anchor.kinds("noun", "phrase")
        if preposition:
            for reading in nouns:
                if preposition in {"of", "to", "on", "against"}:
                    return Verdict(reading.event, f"noun: {text} {preposition}", direct=not apart)
            gerunds = [r for r in anchor.kinds("verb") if r.form == "ing"]
            if preposition == "of" and gerunds:
                return Verdict(gerunds[0].event, f"noun: {text} of", direct=not apart)
        passive = False
        noun_here = nouns and self.as_noun(anchor)
        for reading in anchor.kinds("verb", "phrase"):
            single = anchor.first == anchor.last
            present = single and reading.form in ("base", "third")
            if present and (noun_here or self.plural(anchor)):
                continue
            ending = words[anchor.last]
            if (
                reading.kind == "phrase"
                and reading.event == "population"
                and ending
                not in {
                    "to",
                    "of",
                    "by",
                }
            ):
                continue
            if reading.form in ("past", "participle") and self.passive_before(anchor.first):
                passive = True
                continue
            if preposition and reading.kind != "phrase":
                continue
            if self.lexicon.fits(reading, counted):
                if reading.event in self.lexicon.undone and reading.form == "base":
                    return Verdict(rule=f"undone: {reading.event}")
                return Verdict(reading.event, f"object of: {text}", direct=not apart)
        if passive:
            return Verdict(rule="passive")
        verbal = [r for r in anchor.kinds("verb", "do") if r.form != "ing" or not nouns]
        if verbal and not noun_here and not preposition:
            return Verdict(OTHER, f"verb: {text}", direct=not apart)
        return None

    def as_noun(self, anchor: Anchor) -> bool:
        """Whether a word that may be noun or verb stands as a noun."""
        before = self.words[anchor.first - 1] if anchor.first else ""
        classes = self.classes
        if before in {"to"} or before in classes.auxiliaries or before in classes.pronouns:
            return False
        return before in classes.determiners or before in classes.prepositions or before == "of"

    def plural(self, anchor: Anchor) -> bool:
        """Whether a verb's form is rather a noun: after a determiner, or a known name of things."""
        word = self.words[anchor.last]
        objects = self.lexicon.objects
        known = any(word in objects[name] for name in ("persons", "things", "mines", "weapons"))
        return known or self.as_noun(anchor)

    def passive_before(self, index: int) -> bool:
        """Whether a participle at ``index`` stands in a passive."""
        index -= 1
        steps = 0
        while index >= 0 and steps < 5:
            word = self.words[index]
            if word in self.classes.be or word in {"got", "get", "gets"}:
                return True
            skipped = word in self.classes.adverbs or word.endswith("ly")
            if not skipped or word in self.classes.have:
                return False
            index -= 1
            steps += 1
        return False

    def after_preposition(self, slot: Slot, index: int, counted: list[str]) -> Verdict:
        """A figure that directly follows a preposition."""
        word = self.words[index]
        if index and self.words[index - 1] == "including":
            return Verdict(rule="part")
        two = " ".join(self.words[max(0, index - 1) : index + 1])
        if slot.order and (
            two in self.classes.comparing
            or (word == "to" and "from" in self.words[max(0, index - 8) : index])
            or (word in self.classes.comparing and slot.last == slot.number_last)
        ):
            return Verdict(share=slot.order - 1, rule="comparison")
        before = self.ending.get(index - 1)
        if before is not None:
            for reading in before.kinds("noun"):
                if word in {"to", "on", "against", "for", "in", "of"} and counted:
                    if word == "in" and reading.event not in self.lexicon.of_places:
                        continue
                    return Verdict(reading.event, f"noun: {self.words[index - 1]} {word}")
            for reading in before.kinds("verb", "phrase"):
                if word in {"on", "at", "upon"} and reading.event == "attack":
                    return Verdict("attack", f"verb: {self.words[index - 1]} {word}")
        if word == "to" and self.classes.raising & set(self.words[max(0, index - 12) : index]):
            counted_up = self.counted_up(index, counted)
            if counted_up.event is not None:
                return counted_up
            return Verdict(share=slot.order - 1 if slot.order else None, rule="counting")
        if word in {"with", "to", "from", "into"}:
            return Verdict(rule="preposition")
        if word == "by":
            return Verdict(OTHER, "agent", direct=True)
        if any(name in self.lexicon.objects["places"] for name in counted):
            nearest = self.nearest(slot)
            if nearest.event in self.lexicon.of_places:
                return Verdict(nearest.event, f"place of {nearest.rule}")
        return Verdict(OTHER, f"after {word}")

    def before_finite(self, slot: Slot, index: int, apart: bool) -> Verdict:
        """A figure after a form of be or have: "also killed were 12 soldiers", "there were 42"."""
        words = self.words
        at = index - 1
        while at >= 0 and (words[at] in self.classes.be or words[at] in self.classes.have):
            at -= 1
        anchor = self.ending.get(at)
        if anchor is not None and not apart:
            for reading in anchor.readings:
                if reading.form in ("past", "participle") or reading.kind in ("state", "noun"):
                    text = " ".join(words[anchor.first : anchor.last + 1])
                    return Verdict(reading.event, f"said of: {text}", direct=True)
        if words[index] in self.classes.have and not apart:
            counted = counted_words(self.row, slot)
            if any(word in self.lexicon.objects["weapons"] for word in counted):
                return Verdict("deployed", f"object of: {words[index]}")
        if words[index] in self.classes.be and not apart:
            return self.counted_up(index, counted_words(self.row, slot))
        return NOTHING

    def counted_up(self, index: int, counted: list[str]) -> Verdict:
        """A figure after a verb of counting ("the death toll rose to 14"): what it counts."""
        at = index
        while at >= 0 and index - at < 18:
            word = self.words[at]
            if word in {";", ":", ","} or word in self.classes.relatives:
                break
            anchor = self.ending.get(at)
            if anchor is not None:
                for reading in anchor.readings:
                    ends = reading.kind in ("noun", "state", "name") or reading.form in (
                        "past",
                        "participle",
                    )
                    if ends and reading.event not in self.lexicon.background:
                        return Verdict(reading.event, f"number of: {word}")
            at -= 1
        return Verdict(rule="counting")

    def plain_between(self, neighbour: Slot, slot: Slot) -> bool:
        """Whether no predicate stands between two figures of one list."""
        for index in range(neighbour.last + 1, slot.first):
            word = self.words[index]
            if self.classes.finite(word) or word in self.classes.relatives or word in {";", ":"}:
                return False
            if self.verb(index) and word not in self.classes.prepositions:
                return False
            anchor = self.ending.get(index)
            if anchor is not None and anchor.first == neighbour.last + 1:
                continue
            if anchor is not None and anchor.kinds("verb", "do", "phrase"):
                return False
        return True

    def before_dash(self, index: int) -> int:
        """The index before an insertion between dashes that closes at ``index``."""
        for at in range(index - 1, max(-1, index - _REACH), -1):
            if self.row.dash_at(at) and not self.row.dash_at(at - 1):
                return at - 1 if not self.row.dash_at(at + 1) or at + 1 == index else at
        return index - 1

    # -- to the right: what the figure is the subject of ------------------------------------

    def right(self, slot: Slot) -> Verdict:
        """What is said of a figure to its right: a state, a passive, what it did itself."""
        words, classes = self.words, self.classes
        counted = self.counted(slot)
        if any(classes.finite(word) for word in words[slot.number_last + 1 : slot.last + 1]):
            return Verdict(rule="copula")
        index = slot.last + 1
        start = index
        predicate = relative = joined = be = crossed = negated = False
        fallback = NOTHING
        while index < len(words) and index - start <= _REACH:
            word = words[index]
            if index in self.dated_at:
                index += 1
                continue
            neighbour = self.row.slot_at(index)
            if neighbour is not None and neighbour is not slot:
                if predicate and be:
                    return Verdict(rule="copula")
                if joined:
                    return (
                        Verdict(share=neighbour.order, rule="list")
                        if not fallback.event
                        else fallback
                    )
                index = neighbour.last + 1
                continue
            if word in OPENING:
                index = self.after_bracket(index)
                continue
            if word in QUOTES:
                index += 1
                continue
            if word == "," or self.row.dash_at(index):
                onward = self.over_insertion(index)
                if onward is not None:
                    index = onward
                    continue
                following = self.next_word(index)
                if (
                    word == ","
                    and not predicate
                    and (following in {"and", "or"} or self.slot_next(index))
                ):
                    joined = True
                    index += 1
                    continue
                return fallback
            if word in {";", ":", ".", "!", "?"} or word in CLOSING:
                return fallback
            anchor = self.starting.get(index)
            if word in classes.transparent and self.state_follows(index + 1):
                predicate = True
                index += 1
                continue
            if anchor is not None:
                bare = not (predicate or relative)
                if bare and crossed and not anchor.kinds("do", "phrase"):
                    index = anchor.last + 1
                    continue
                found = self.says(anchor, slot, counted, be, predicate, relative)
                if found is not None:
                    if negated and found.real and anchor.kinds("verb", "do", "state"):
                        return Verdict(OTHER, f"not: {words[anchor.first]}")
                    if relative and found.event is not None and not found.real:
                        fallback = found
                        relative = predicate = be = False
                        index = anchor.last + 1
                        continue
                    return found
                if not joined:
                    index = anchor.last + 1
                    continue
            if word in classes.relatives:
                if joined and words[index] == "that":
                    return fallback
                relative = True
                index += 1
                continue
            if word in classes.negations and predicate:
                negated = True
            if classes.finite(word):
                predicate = True
                be = be or word in classes.be
                index += 1
                continue
            if word in {"and", "or", "&"}:
                if not predicate and classes.finite(self.next_word(index)):
                    return fallback
                if predicate:
                    return fallback if fallback.event else Verdict(rule="copula" if be else "")
                joined = True
                index += 1
                continue
            if word in classes.transparent or word in classes.adverbs or word.endswith("ly"):
                index += 1
                continue
            if word in classes.prepositions or word == "of":
                if predicate:
                    return Verdict(rule="copula") if be else fallback
                crossed = True
                index += 1
                continue
            if word in classes.subordinators:
                return fallback
            if word in (classes.granted if be else classes.undergoing):
                undergone = self.undergone(index)
                if undergone.event is not None:
                    return undergone
            if self.verb(index) and (not joined or predicate):
                if relative:
                    fallback = Verdict(OTHER, f"verb: {word}")
                    relative = predicate = be = False
                    index += 1
                    continue
                return Verdict(OTHER, f"verb: {word}")
            if predicate and be:
                return Verdict(rule="copula")
            index += 1
        return fallback

    def undergone(self, index: int) -> Verdict:
        """What the subject of a verb like "suffered" or "described" went through."""
        for at in range(index + 1, min(index + 6, len(self.words))):
            anchor = self.starting.get(at)
            if self.words[at] in {",", ";", "that"} or self.row.owner[at] >= 0:
                break
            for reading in anchor.kinds("noun") if anchor is not None else []:
                return Verdict(reading.event, f"went through: {self.words[at]}")
        return NOTHING

    def state_follows(self, index: int) -> bool:
        """Whether a state or participle of the lexicon comes next, over adverbs."""
        while index < len(self.words):
            anchor = self.starting.get(index)
            if anchor is not None and any(
                reading.kind in ("state", "phrase") or reading.form in ("past", "participle")
                for reading in anchor.readings
            ):
                return True
            word = self.words[index]
            if not (
                word in self.classes.adverbs
                or word in self.classes.transparent
                or word[-2:] == "ly"
            ):
                return False
            index += 1
        return False

    def says(
        self, anchor: Anchor, slot: Slot, counted: list[str], be: bool, predicate: bool, rel: bool
    ) -> Verdict | None:
        """What an anchor to the right of a figure says of it; None to read on."""
        words = self.words
        text = " ".join(words[anchor.first : anchor.last + 1])
        follows_object = self.object_follows(anchor.last + 1)
        agent = False
        for reading in anchor.readings:
            if reading.kind == "phrase":
                return Verdict(reading.event, f"predicate: {text}")
            if reading.kind == "state":
                if self.noun_follows(anchor.last + 1) and not be:
                    continue
                if anchor.kinds("verb") and ((predicate and not be) or follows_object):
                    continue
                return Verdict(reading.event, f"state: {text}")
            if reading.kind not in ("verb", "do"):
                continue
            verdict = self.verbal(reading, anchor, counted, be, predicate, follows_object, rel)
            if verdict is not None and verdict.real:
                return Verdict(verdict.event, f"{verdict.rule}: {text}")
            agent = agent or verdict is not None
        if be:
            for reading in anchor.kinds("name", "noun"):
                if reading.event not in self.lexicon.background:
                    return Verdict(reading.event, f"said to be: {text}")
        if agent and any(word in self.lexicon.objects["weapons"] for word in counted):
            return Verdict("attack", f"weapons: {text}")
        if agent:
            return Verdict(OTHER, f"does: {text}")
        return None

    def verbal(
        self,
        reading: Reading,
        anchor: Anchor,
        counted: list[str],
        be: bool,
        predicate: bool,
        follows_object: bool,
        relative: bool,
    ) -> Verdict | None:
        """A verb to the right of a figure: an event it suffers, does (OTHER), or None."""
        form = reading.form
        if form == "past" or form == "participle":
            passive = be or (not predicate and not follows_object)
            if reading.kind == "verb":
                if passive:
                    fits = self.lexicon.fits(reading, counted)
                    return Verdict(reading.event, "passive") if fits else Verdict(OTHER, "passive")
                return Verdict(OTHER, "agent")
            if self.lexicon.fits(reading, counted) and not (be and reading.event == "deprived"):
                return Verdict(reading.event, "predicate")
            return Verdict(OTHER, "predicate")
        before = self.words[anchor.first - 1] if anchor.first else ""
        if form == "ing":
            if reading.kind == "do" and self.lexicon.fits(reading, counted):
                return Verdict(reading.event, "predicate")
            if before == "being":
                return Verdict(reading.event, "passive")
            return Verdict(OTHER, "agent") if reading.kind == "verb" else None
        if (
            before in self.classes.auxiliaries
            or before == "to"
            or relative
            or not self.as_noun(anchor)
        ):
            if reading.kind == "do" and self.lexicon.fits(reading, counted):
                return Verdict(reading.event, "predicate")
            if reading.kind == "verb" and (follows_object or predicate):
                return Verdict(OTHER, "agent")
        return None

    def object_follows(self, index: int) -> bool:
        """Whether what follows a verb looks like its object."""
        while index < len(self.words):
            word = self.words[index]
            if self.row.owner[index] >= 0:
                return True
            if word in QUOTES:
                index += 1
                continue
            if word in self.classes.determiners or word in {"them", "him", "us", "me"}:
                return True
            if word in {"and", "or"} or word in self.classes.prepositions:
                return False
            if word in self.classes.adverbs or word.endswith("ly"):
                index += 1
                continue
            return (
                word.isalpha()
                and not self.classes.finite(word)
                and word not in self.classes.conjunctions
                and word not in self.classes.subordinators
                and word not in self.classes.relatives
                and word not in self.classes.verbs
                and not self.dated(index)
            )
        return False

    def dated(self, index: int) -> bool:
        """Whether a word says when rather than what ("killed Monday", "killed last week")."""
        return self.words[index] in self.lexicon.objects["times"]

    def noun_follows(self, index: int) -> bool:
        """Whether the next word may be a noun that an adjective belongs to."""
        return index < len(self.words) and self.object_follows(index) and self.row.owner[index] < 0

    def after_bracket(self, index: int) -> int:
        """The index after a bracket that opens at ``index``."""
        depth = 0
        while index < len(self.words):
            if self.words[index] in OPENING:
                depth += 1
            elif self.words[index] in CLOSING:
                depth -= 1
                if depth == 0:
                    return index + 1
            index += 1
        return index

    def next_word(self, index: int) -> str:
        """The word after a token, or an empty string."""
        return self.words[index + 1] if index + 1 < len(self.words) else ""

    def slot_next(self, index: int) -> bool:
        """Whether a figure starts right after a token."""
        return index + 1 < len(self.words) and self.row.owner[index + 1] >= 0

    def over_insertion(self, index: int) -> int | None:
        """The index after an insertion that opens at a comma or dash, if a predicate follows.

        "of whom 38 were women, were killed": a relative or partitive opening may hold verbs of
        its own; any other insertion may not.
        """
        words, classes = self.words, self.classes
        dash = self.row.dash_at(index)
        opening = self.next_word(index)
        second = words[index + 2] if index + 2 < len(words) else ""
        loose = (
            opening in classes.relatives | {"all", "most", "some", "many", "half", "both", "among"}
            or self.slot_next(index)
            or second in classes.relatives
            or (opening == "of" and second in {"whom", "which", "them", "these"})
        )
        verbs = 0
        for at in range(index + 1, min(index + _REACH, len(words) - 1)):
            word = words[at]
            if word in {";", ":"}:
                return None
            closes = self.row.dash_at(at) if dash else word == ","
            if closes and at > index + 1:
                follows = words[at + 1]
                if classes.finite(follows) or (self.predicate_at(at + 1) and not dash):
                    return at + 1
                if dash:
                    return at + 1 if self.predicate_at(at + 1) else None
            elif classes.finite(word):
                verbs += 1
                if verbs and not loose:
                    return None
        return None

    def predicate_at(self, index: int) -> bool:
        """Whether a verb of the lexicon starts a predicate at ``index``."""
        anchor = self.starting.get(index)
        if anchor is None:
            return False
        return any(
            reading.kind == "phrase" or reading.form == "past" for reading in anchor.readings
        )

    # -- labels, and what stands nearest ----------------------------------------------------

    def label(self, slot: Slot) -> Verdict:
        """The label before a colon ("Killed: 12"), or before the number on its line."""
        index = slot.first - 1
        if index < 0 or self.words[index] not in {":", "=", "-", "–", "—"}:
            return NOTHING
        start = self.line_start(index)
        found = NOTHING
        for at in range(start, index):
            anchor = self.starting.get(at)
            for reading in anchor.readings if anchor is not None else ():
                if reading.form in ("base", "third"):
                    continue
                verdict = Verdict(reading.event, f"label: {self.words[at]}")
                if reading.kind != "name":
                    return verdict
                if reading.event not in self.lexicon.background and found.event is None:
                    found = verdict
        return found

    def line_start(self, index: int) -> int:
        """The first token of the line that holds a token, or after the last sentence mark."""
        text, base = self.row.sentence.text, self.row.sentence.start
        tokens = self.row.tokens
        while index > 0:
            between = text[tokens[index - 1].end - base : tokens[index].start - base]
            if "\n" in between or tokens[index - 1].text in {";", "."}:
                return index
            index -= 1
        return 0

    def nearest(self, slot: Slot) -> Verdict:
        """The nearest word of the lexicon in the sentence, when nothing governs the figure."""
        best: tuple[int, str, str] | None = None
        for anchor in self.anchors:
            if self.row.owner[anchor.first] >= 0 and self.row.owner[anchor.last] >= 0:
                continue
            before = anchor.last < slot.first
            low, high = (anchor.last + 1, slot.first) if before else (slot.last + 1, anchor.first)
            distance = high - low
            for at in range(low, high):
                if self.words[at] in {";", ":"}:
                    distance += 20
                elif self.words[at] == ",":
                    distance += 3
                elif self.words[at] in self.classes.subordinators:
                    distance += 5
            for reading in anchor.readings:
                if reading.kind == "name" or reading.event in self.lexicon.background:
                    continue
                if reading.kind == "verb" and not self.lexicon.fits(
                    reading, counted_words(self.row, slot)
                ):
                    continue
                if best is None or distance < best[0]:
                    best = (distance, reading.event, self.words[anchor.first])
        if best is None or best[0] > _REACH:
            return NOTHING
        return Verdict(best[1], f"near: {best[2]}")

    def located(self, slot: Slot) -> Verdict:
        """Persons of whom only their place is told."""
        following = self.words[slot.last + 1 : slot.last + 3]
        if any(owner >= 0 for owner in self.row.owner[slot.last + 1 : slot.last + 4]):
            return NOTHING
        if self.lexicon.persons(counted_words(self.row, slot)) is not False and any(
            word in {"in", "at", "aboard", "throughout", "across", "around"} for word in following
        ):
            return Verdict("population", f"located: {' '.join(following)}")
        return NOTHING

    def verb(self, index: int) -> bool:
        """Whether a word is, or looks like, a verb of no event."""
        word = self.words[index]
        return word in self.classes.verbs or word in self.classes.reporting


def _headings(claims: DocumentClaims, lexicon: EventLexicon) -> None:
    """Give figures in tables and line lists the event of their column or heading.

    A heading is the first line of the paragraph, or a short paragraph before it, without
    figures; in a table its cells stand over the columns, counted from the right.
    """
    document = claims.document
    text = document.text
    lines: dict[int, list[Figure]] = {}
    for figure in claims.figures:
        lines.setdefault(text.rfind("\n", 0, figure.number.start) + 1, []).append(figure)
    heads: dict[int, str] = {}
    for start, figures in lines.items():
        paragraph = document.paragraph_at(figures[0].number.start)
        if paragraph == 0:
            continue
        end = text.find("\n", figures[-1].number.end)
        tail = text[figures[-1].number.end : len(text) if end < 0 else end]
        gap = text[start : figures[0].number.start]
        row = gap.rstrip()[-1:] in (":", "|", "–", "—") or gap.endswith(("  ", "\t"))
        if not row or len(tail.split()) > 2 or len(gap.split()) > _LABEL or ". " in gap:
            continue
        if paragraph not in heads:
            heads[paragraph] = _heading(claims, paragraph, lines)
        cells = [cell for cell in _CELLS.split(heads[paragraph].strip()) if cell]
        for number, figure in enumerate(reversed(figures)):
            weak = figure.reasons.get("event", "near").startswith(
                ("label: ", "near", "listed", "object", "name", "verb", "said again")
            )
            if figure.klass in _NEVER or not weak or not cells:
                continue
            head = cells[-1 - number] if len(cells) > len(figures) else heads[paragraph]
            if len(cells) == len(figures) > 1:
                head = cells[-1 - number]
            event = _named(head, lexicon)
            if event is not None and not _named(gap, lexicon, strong=True):
                _set(figure, event, f"heading: {head.strip()}")


def _heading(claims: DocumentClaims, paragraph: int, lines: dict[int, list[Figure]]) -> str:
    """The heading over the rows of a paragraph, or an empty string."""
    document = claims.document
    start, end = document.paragraphs[paragraph - 1]
    line_end = document.text.find("\n", start, end)
    if line_end >= 0 and start not in lines and line_end - start <= _HEADING:
        return document.text[start:line_end]
    if paragraph > 1:
        before, stop = document.paragraphs[paragraph - 2]
        line = document.text[before:stop]
        if before not in lines and len(line) <= _HEADING and not line.rstrip().endswith("."):
            return line.rpartition("\n")[2]
    return ""


def _named(words: str, lexicon: EventLexicon, strong: bool = False) -> str | None:
    """The event that a heading or label names; ``strong``: as a verb, state or noun."""
    found = None
    for anchor in lexicon.anchors([token.lower for token in tokenize(words, 0, len(words))]):
        for reading in anchor.readings:
            if reading.kind == "name" and (strong or reading.event in lexicon.background):
                continue
            if reading.kind in ("verb", "do") and reading.form not in ("past", "participle"):
                continue
            found = reading.event
            break
    return found


def _repeats(claims: DocumentClaims, classes: WordClasses, lexicon: EventLexicon) -> None:
    """Give a figure that nothing is said of the event of the same figure said shortly before."""
    recent: list[Figure] = []
    topic = _named(
        claims.document.text[slice(*claims.document.body)][:_TITLE], lexicon, strong=True
    )
    for figure in claims.figures:
        if _taken_up(figure, classes):
            last = next((f for f in reversed(recent[-8:]) if _near(f, figure)), None)
            event = last.event if last is not None else topic
            if event is not None:
                _set(figure, event, "taken up")
        elif figure.reasons.get("event", "undone").startswith("undone"):
            value = figure.quantity.low or figure.quantity.high or 0
            reach = _REPEAT if value < _RARE else _REPEAT_RARE
            for earlier in reversed(recent[-_RECENT:]):
                if figure.sentence - earlier.sentence > reach:
                    break
                if (
                    earlier.quantity == figure.quantity
                    and earlier.event != OTHER
                    and _same_words(earlier, figure, classes.instances)
                ):
                    _set(figure, earlier.event, "said again")
                    break
        recent.append(figure)


def _taken_up(figure: Figure, classes: WordClasses) -> bool:
    """Whether a figure takes up what was counted before ("the 134 cases", "raised to 17")."""
    reason = figure.reasons.get("event", "")
    if reason == "counting":
        return True
    if figure.counted is None or reason not in ("", "verb of no event"):
        return False
    return figure.counted.text.lower().split()[-1] in classes.anaphoric


def _near(earlier: Figure, figure: Figure) -> bool:
    """Whether an earlier figure is near enough, and of an event, to be taken up."""
    return figure.sentence - earlier.sentence <= _TAKEN_UP and earlier.event != OTHER


def _same_words(earlier: Figure, figure: Figure, instances: frozenset[str]) -> bool:
    """Whether two figures count the same by their words, or one leaves them out."""
    cases = figure.counted is not None and figure.counted.text.lower() in instances
    if earlier.counted is None or figure.counted is None or cases:
        value = figure.quantity.low or figure.quantity.high or 0
        return value >= _TELLING
    first, second = earlier.counted.text.lower(), figure.counted.text.lower()
    return first in second or second in first
