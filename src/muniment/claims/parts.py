"""Parts: which figure is explicitly a part of which.

The words that make a part are looked for around each figure: "N of the M", "71 of them", "of
whom", "including", brackets, lists after a colon, "the remaining N", tables with a row of
totals. A list is a partition only where the text makes it complete; a false link is worse than
a missing one. What a link rests on is kept in ``figure.reasons["part"]``.
"""

from __future__ import annotations

from muniment.claims.eventlexicon import event_lexicon
from muniment.claims.eventrow import OTHER
from muniment.claims.language import Language
from muniment.claims.model import DocumentClaims
from muniment.claims.partcues import part_cues
from muniment.claims.partgroups import Groups
from muniment.claims.partlists import PartList
from muniment.claims.partphrases import Phrases
from muniment.claims.partsearch import Search
from muniment.claims.partsequences import Sequences
from muniment.claims.parttables import table_lists
from muniment.claims.parttotals import Totals
from muniment.claims.rows import Row, Slot, word_classes
from muniment.claims.wholes import Wholes

_WEAK = (
    "near",
    "located",
    "said again",
    "verb of no event",
    "name",
    "state: armed",
    "of its whole",
    "goes on",
    "heading",
)


def assign_parts(claims: DocumentClaims, rows: dict[int, Row], language: Language) -> None:
    """Set ``part_of``, ``part_kind`` and what goes with them on every part of the document."""
    try:
        cues = part_cues(language.code)
        wholes = Wholes({}, event_lexicon(language.code), word_classes(language.code))
    except FileNotFoundError:
        return
    wholes.rows = {index: row for index, row in rows.items() if not row.sentence.crowded}
    reader = _PartReader(wholes, cues)
    reader.dates = sorted(date.passage.start for date in claims.dates)
    for plist in table_lists(claims, cues):
        reader.keep(plist)
    for index in sorted(wholes.rows):
        reader.read(wholes.rows[index])
    ordered = [wholes.rows[index] for index in sorted(wholes.rows)]
    reader.adding_up([(row, slot) for row in ordered for slot in row.slots])
    reader.search(ordered)
    reader.totals(ordered)
    reader.judge()
    inherit_events(claims)


def inherit_events(claims: DocumentClaims) -> None:
    """Give a part of which nothing else is said the event of its whole."""
    by_id = {figure.id: figure for figure in claims.figures}
    for _ in range(3):
        for figure in claims.figures:
            weak = figure.reasons.get("event", "near").startswith(_WEAK)
            if figure.part_of is None or not weak or figure.klass in ("money", "duration"):
                continue
            whole = by_id.get(figure.part_of)
            own_heading = figure.reasons.get("event", "").startswith("heading")
            if whole is not None and own_heading and whole.event == OTHER:
                continue  # a column of its own beside the column of the whole
            if whole is not None and "event" in whole.reasons:
                figure.event = whole.event
                figure.reasons["event"] = "of its whole"


class _PartReader(Phrases, Sequences, Groups, Search, Totals):
    """Reads the parts of a document, sentence by sentence."""

    def read(self, row: Row) -> None:
        """Find the parts of one sentence."""
        current: PartList | None = None
        last: Slot | None = None
        outer: tuple[PartList, Slot] | None = None
        self.by_list(row)
        for slot in row.slots:
            if slot.figure.id in self.linked:
                continue
            if slot.figure.klass in ("duration", "rate", "score"):
                continue
            closed = last is not None and ")" in row.words[last.last + 1 : slot.first]
            if closed and outer is not None:  # "21 were boys (9 under ten) and 16 were girls"
                (current, last), outer = outer, None
            plist = self.find(row, slot, current, last)
            if plist is not None:
                if current is not None and last is not None and plist.rule == "list after (":
                    outer = outer or (current, last)
                current, last = plist, slot
        self.sum_up(row)

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
            or self.limited(row, slot)
        )
