"""What the readers of events share: a row with the anchors of the lexicon in it."""

from __future__ import annotations

from typing import NamedTuple

from muniment.claims.eventlexicon import UNSURE, Anchor, EventLexicon
from muniment.claims.model import Figure
from muniment.claims.rows import QUOTES, Row, Slot, WordClasses, counted_words

OTHER = "other"
REACH = 40
_VERB = 5
PRONOUNS = frozenset(
    {"them", "whom", "which", "these", "those", "us", "others", "other", "more", "latter", "former"}
)
"""How many tokens from a figure its governors and predicates are looked for."""


class Verdict(NamedTuple):
    """What one look at a figure found: an event, or a neighbour that it shares its event with.

    ``event`` is None when nothing was found; ``rule`` says how; ``share`` is the number of the
    slot whose event it shares; ``direct`` is True when nothing stands between the governor and
    the figure; ``anchor`` is the verb that governs it, which may mean another event for another
    object ("lost 77 men and 15 lorries").
    """

    event: str | None = None
    rule: str = ""
    share: int | None = None
    direct: bool = False
    anchor: Anchor | None = None

    @property
    def real(self) -> bool:
        """True when an event other than "other" was found."""
        return self.event is not None and self.event != OTHER


NOTHING = Verdict()


def set_event(figure: Figure, event: str, rule: str) -> None:
    """Set a figure's event and what it was decided on."""
    figure.event = event
    figure.reasons["event"] = rule


class EventRow:
    """A row of a sentence with the anchors of the event lexicon in it."""

    def __init__(
        self,
        row: Row,
        lexicon: EventLexicon,
        classes: WordClasses,
        dates: list[tuple[int, int]],
    ) -> None:
        self.row = row
        self.before: list[str] = []
        self.telling: set[str] = set()
        self.words = row.words
        self.lexicon = lexicon
        self.classes = classes
        self.anchors = [
            anchor
            for anchor in lexicon.anchors(row.words)
            if not self.in_name(row, anchor)
            and not any(
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

    @staticmethod
    def in_name(row: Row, anchor: Anchor) -> bool:
        """Whether words belong to a name or compound ("Ardal Liberation Front", "rebel-held")."""
        tokens = row.tokens
        at = anchor.first
        joined = at > 1 and tokens[at - 1].text == "-" and tokens[at - 2].text.isalpha()
        if joined and tokens[at - 2].end == tokens[at].start - 1:
            return True
        if row.capitals() or at == 0:
            return False
        own = tokens[anchor.first : anchor.last + 1]
        if not all(token.text[0].isupper() for token in own):
            return False
        before = tokens[anchor.first - 1].text
        after = tokens[anchor.last + 1].text if anchor.last + 1 < len(tokens) else ""
        if anchor.first > 1 and before[0].isupper() and before.isalpha():
            return True
        return after[:1].isupper() and after.isalpha() and before.isalpha()

    def counted(self, slot: Slot) -> list[str]:
        """What a figure counts, with a word added where its form tells persons or things.

        A capitalised name in a text that is not all capitals is a people's ("32 Ilvarans").
        """
        words = counted_words(self.row, slot)
        figure = slot.figure
        if figure.klass == "count" and all(word in PRONOUNS for word in words):
            return self.antecedent(slot) or words
        if not words or self.lexicon.persons(words) is not None:
            return words
        if figure.klass in ("measure", "money"):
            return [*words, "object"]
        last = figure.counted.text.split()[-1] if figure.counted is not None else ""
        if last[:1].isupper() and not last.isupper() and len(last) > 3:
            return [*words, "people"]
        return words

    def antecedent(self, slot: Slot) -> list[str]:
        """What a figure without a noun of its own goes on to count: what one before it counts."""
        for order in range(slot.order - 1, -1, -1):
            earlier = self.row.slots[order]
            words = counted_words(self.row, earlier)
            taken_up = bool(words) and words[-1] in self.classes.anaphoric
            before = self.words[earlier.first - 1] if earlier.first else ""
            if taken_up or before in {"in", "at", "from", "near"}:
                continue
            if earlier.figure.klass == "count" and not all(word in PRONOUNS for word in words):
                found = self.counted(earlier)
                named = self.lexicon.entries.get(tuple(found[-1:]), ())
                deed = any(reading.kind == "noun" for reading in named)
                return [*found, UNSURE] if deed else found
        return [*self.before, UNSURE] if self.before else []

    def last_counted(self) -> list[str]:
        """What the last count of the row counts."""
        counts = [slot for slot in self.row.slots if slot.figure.klass == "count"]
        words = self.counted(counts[-1]) if counts else []
        return [] if words and words[-1] in self.classes.anaphoric else words

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

    def next_word(self, index: int) -> str:
        """The word after a token, or an empty string."""
        return self.words[index + 1] if index + 1 < len(self.words) else ""

    def slot_next(self, index: int) -> bool:
        """Whether a figure starts right after a token."""
        return index + 1 < len(self.words) and self.row.owner[index + 1] >= 0

    def verb(self, index: int) -> bool:
        """Whether a word is, or looks like, a verb of no event.

        A word that no list knows looks like one by its ending, after a noun, have or to.
        """
        word = self.words[index]
        if word in self.classes.verbs or word in self.classes.reporting:
            past = word.endswith(self.lexicon.verb_endings)
            before = self.words[index - 1] if index else ""
            stock = before in self.classes.prepositions and before != "to"  # "held in stock"
            return past or not (stock or before in self.classes.determiners)
        if index == 0 or len(word) < _VERB or not word.endswith(self.lexicon.verb_endings):
            return False
        before = self.words[index - 1]
        if index in self.starting or self.row.owner[index] >= 0 or not before.isalpha():
            return False
        nominal = before in self.classes.determiners or before in self.classes.prepositions
        return not nominal and before != "of" and before not in self.classes.be
