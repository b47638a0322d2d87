"""Events: what is said to have happened to what is counted.

Each figure is read from what governs it in its sentence: the noun it counts ("26 casualties"),
the verb whose object it is ("injured 95"), the predicate whose subject it is ("36 civilians were
killed"), the figures it is listed with, the label before a colon, a table's heading. The nearest
word of the lexicon decides only where nothing governs the figure. What was decided on is kept
in ``figure.reasons["event"]``.
"""

from __future__ import annotations

from muniment.claims.eventblocks import give_headings, give_lead_ins
from muniment.claims.eventcolumns import give_columns
from muniment.claims.eventcontext import take_up_repeats
from muniment.claims.eventlabels import Labels
from muniment.claims.eventlexicon import Anchor, EventLexicon, event_lexicon
from muniment.claims.eventpredicates import Predicates
from muniment.claims.eventrow import NOTHING, OTHER, Verdict, set_event
from muniment.claims.eventseries import Series
from muniment.claims.language import Language
from muniment.claims.model import DocumentClaims
from muniment.claims.rows import (
    Row,
    Slot,
    WordClasses,
    counted_words,
    word_classes,
)
from muniment.claims.sentences import Sentence

_NEVER = frozenset({"money", "duration"})
_LINE = 60
_LABEL = 7


def assign_events(
    claims: DocumentClaims,
    rows: dict[int, Row],
    sentences: list[Sentence],
    language: Language,
) -> frozenset[str]:
    """Set ``event`` of every figure of the document from the words around it.

    Returns the ids of the figures of sentences without a verb, which ``continue_events`` needs.
    """
    try:
        lexicon, classes = event_lexicon(language.code), word_classes(language.code)
    except FileNotFoundError:
        return frozenset()
    dated: dict[int, list[tuple[int, int]]] = {}
    for date in claims.dates:
        dated.setdefault(date.sentence, []).append((date.passage.start, date.passage.end))
    previous: _RowReader | None = None
    fragments: set[str] = set()
    for index in sorted(rows):
        reader = _RowReader(rows[index], lexicon, classes, dated.get(index, []))
        if previous is not None and index - previous.row.sentence.index == 1:
            reader.before = previous.last_counted()
        reader.assign()
        if reader.verbless():
            fragments.update(slot.figure.id for slot in reader.row.slots)
        previous = reader
    give_columns(claims, lexicon, classes.conjunctions)
    give_headings(claims, sentences, lexicon)
    give_lead_ins(claims, sentences, lexicon)
    return frozenset(fragments)


def continue_events(
    claims: DocumentClaims,
    sentences: list[Sentence],
    language: Language,
    fragments: frozenset[str],
) -> None:
    """Give figures that go on with others their events, when it is known what is part of what."""
    try:
        lexicon, classes = event_lexicon(language.code), word_classes(language.code)
    except FileNotFoundError:
        return
    take_up_repeats(claims, sentences, classes, lexicon, fragments)


class _RowReader(Series, Labels, Predicates):
    """Reads the events of the figures of one row."""

    def __init__(
        self,
        row: Row,
        lexicon: EventLexicon,
        classes: WordClasses,
        dates: list[tuple[int, int]],
    ) -> None:
        super().__init__(row, lexicon, classes, dates)
        self.lefts: list[Verdict] = []
        self.rights: list[Verdict] = []

    def assign(self) -> None:
        """Set the events of the row's figures, where the row tells them."""
        slots = self.row.slots
        self.lefts = [self.left(slot) for slot in slots]
        self.rights = [self.right(slot) for slot in slots]
        ordered = self.respectively()
        for slot in slots:
            figure = slot.figure
            left = self.lefts[slot.order]
            listed = left.share is not None and "compared" in slots[left.share].figure.reasons
            if left.rule == "comparison" or listed:
                figure.reasons["compared"] = "set beside another figure"
            if figure.klass in _NEVER:
                set_event(figure, OTHER, "class")
                continue
            verdict = self.verdict(slot)
            if slot.order in ordered:
                verdict = Verdict(ordered[slot.order], "respectively")
            event = verdict.event
            if event == "attack" and not verdict.rule.startswith("weapons"):
                used = self.lexicon.used(self.counted(slot), verdict.rule)
                event = "deployed" if used else event
            if event is not None:
                set_event(figure, event, verdict.rule)
            plain = event is None or verdict.rule.startswith("name")
            if plain and left.rule == "list" and self.chain_left(slot).rule.endswith(": part"):
                figure.reasons["listed"] = "with a part"

    def verbless(self) -> bool:
        """Whether nothing is said in the row: "One infant, four months old."."""
        return not any(
            self.classes.finite(word)
            or (
                self.verb(at) and word not in self.classes.prepositions and not self.after_comma(at)
            )
            or (at in self.starting and self.starting[at].kinds("verb", "do", "phrase"))
            for at, word in enumerate(self.words)
        )

    def after_comma(self, index: int) -> bool:
        """Whether a participle opens an insertion ("one infant, named Oro")."""
        return index > 0 and self.words[index - 1] == ","

    def verdict(self, slot: Slot) -> Verdict:
        """The event of a slot: the strongest of what the looks at it found."""
        tagged = self.tagged(slot)
        if tagged.event is not None:
            return tagged
        numbering = self.numbering(slot)
        if numbering.event is not None:
            return numbering
        if self.sorts(slot):
            return Verdict(OTHER, "kinds")
        own = self.own(slot, "noun")
        if own.event is not None:
            apart = slot.last == slot.number_last and self.rights[slot.order]
            return apart if apart and apart.real and apart.rule.startswith("pass") else own
        framed = self.framed(slot)
        if framed.event is not None:
            return framed
        gapped = self.in_series(slot, strict=True)
        if gapped.event is not None:
            return gapped
        if self.none_of(slot):
            name = self.own(slot, "name")
            return name if name.event is not None else Verdict(OTHER, "none of")
        repeated = self.repeated(slot)
        if repeated.event is not None:
            return repeated
        if self.of_number(slot) or self.fronted_whole(slot):
            return self.of_whole(slot)
        left, right = self.lefts[slot.order], self.rights[slot.order]
        if left.real and left.direct:
            return left
        if left.rule.startswith("undone") and self.next_word(slot.last) in {"and", ","}:
            return self.undone(slot, left.rule.rpartition(" ")[2], self.own(slot, "name"))
        if right.real:
            name = self.own(slot, "name")
            told = name.real and name.event not in self.lexicon.background
            return name if told and right.event in self.lexicon.background else right
        if left.rule.startswith("part"):
            name = self.own(slot, "name")
            if name.real and right.event is None:
                return name
            _, _, event = left.rule.partition(": ")
            return Verdict(event, left.rule) if event else NOTHING
        own_verb = right.event is not None and right.rule.startswith("verb")
        shared_left = NOTHING if own_verb and left.share is not None else self.chain_left(slot)
        if shared_left.real:
            return shared_left
        name = self.own(slot, "name")
        shared_right = self.chain_right(slot)
        if shared_right.real:
            return shared_right
        state = self.own(slot, "state")
        if state.event is not None:
            return state
        fronted = self.fronted(slot)
        if fronted.event is not None:
            return fronted
        label = self.shared_label(slot, left)
        if label.event is not None:
            return label
        if self.enclosed(slot):
            counted_up = self.counted_up(self.bracket(slot) - 1, [])
            if counted_up.real:
                return counted_up
        if left.rule.startswith("undone"):
            return self.undone(slot, left.rule.rpartition(" ")[2], name)
        placed = left.rule.startswith("after")
        if (placed or left.rule == "agent") and name.real:
            return name
        if placed:
            left = Verdict(rule=left.rule)
            shared_left = NOTHING
        said = left.event or right.event or shared_left.event or shared_right.event
        if name.event is not None and (
            said is None
            or name.event not in self.lexicon.background
            or (name.event == "deployed" and not self.tells(right.rule))
            or right.rule.startswith("does")
        ):
            return name
        if said is not None:
            return Verdict(OTHER, "verb of no event")
        if slot.figure.klass == "count" and right.event is None:
            whereabouts = self.whereabouts(slot)
            if whereabouts.event is not None:
                return whereabouts
        if slot.figure.klass != "count" or right.rule == "copula" or left.rule.startswith("part"):
            return NOTHING
        series = self.in_series(slot, strict=False)
        if series.event is not None:
            return series
        if placed:
            return Verdict(OTHER, left.rule) if slot.figure.counted is None else NOTHING
        if left.rule not in ("preposition", "told"):
            nearest = self.nearest(slot)
            if nearest.event is not None:
                return nearest
        return self.located(slot)

    def tells(self, rule: str) -> bool:
        """Whether a figure is the subject of a verb of saying, or something is denied of it."""
        if rule.startswith("not"):
            return True
        return rule.rpartition(" ")[2] in self.classes.reporting

    def framed(self, slot: Slot) -> Verdict:
        """A turn of words around a figure ("let 200 go", "cost six workers their lives")."""
        words = self.words
        at = slot.first - 1
        while (
            at >= 0 and words[at] in self.classes.adverbs and words[at] not in self.lexicon.frames
        ):
            at -= 1
        if at < 0:
            return NOTHING
        for rest, event in self.lexicon.frames.get(words[at], ()):
            for start in range(slot.last + 1, min(slot.last + 6, len(words))):
                if tuple(words[start : start + len(rest)]) == rest and self.lexicon.stated(
                    event, self.counted(slot)
                ):
                    return Verdict(event, f"frame: {words[at]} … {' '.join(rest)}")
                if words[start] in {",", ";", ".", ":"}:
                    break
        return NOTHING

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

    def fronted_whole(self, slot: Slot) -> bool:
        """Whether a figure is the whole in "Of the 40 boats twelve sank"."""
        at = slot.first - 1
        while at > 0 and self.words[at] in self.classes.determiners:
            at -= 1
        if at < 0 or self.words[at] != "of" or slot.order + 1 >= len(self.row.slots):
            return False
        if at > 0 and self.words[at - 1] not in {",", ";", ":", "that"}:
            return False
        part = self.row.slots[slot.order + 1]
        between = self.words[slot.last + 1 : part.first]
        return part.figure.counted is None and not any(map(self.classes.finite, between))

    def of_whole(self, slot: Slot) -> Verdict:
        """The event of the whole in "two of the 40 boats sunk at Orm": what its own noun says."""
        own = self.own(slot, "state")
        if own.event is not None:
            return own
        part = self.row.slots[slot.order - 1].figure.counted
        start = slot.last + 1
        if slot.figure.counted is None and part is not None:
            start = max(start, self.row.index_at(part.end - 1) + 1)
        at = start
        while at < len(self.words) and (self.row.dash_at(at) or self.words[at] == ","):
            at = (self.over_insertion(at) or len(self.words)) if at == start else at + 1
        anchor = self.starting.get(at)
        for reading in anchor.kinds("phrase", "state") if anchor is not None else []:
            if self.lexicon.stated(reading.event, self.counted(slot)):
                return Verdict(reading.event, f"said of: {self.words[at]}")
        for reading in anchor.kinds("verb") if anchor is not None else []:
            after = self.next_word(anchor.last) if anchor is not None else ""
            said = self.classes.prepositions | {"", ".", ",", ";", ")", "by"}
            participle = reading.form in ("past", "participle") and after in said
            if participle and self.lexicon.fits(reading, self.counted(slot)):
                return Verdict(reading.event, f"participle: {self.words[at]}")
        return self.own(slot, "name")

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
        if at != slot.order and verdict.anchor is not None:
            counted = self.counted(slot)
            for reading in verdict.anchor.kinds("verb"):
                if self.lexicon.fits(reading, counted):
                    return Verdict(reading.event, f"listed with: {verdict.rule}", None, True)
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
            bare = neighbour.last == neighbour.number_last
            if bare and neighbour.last + 1 in self.starting and counted_words(self.row, slot):
                return NOTHING  # "41 martyrs, 96 wounded"
            left = self.lefts[neighbour.order]
            if left.real and left.direct:
                return NOTHING
            verdict = self.rights[neighbour.order]
            if verdict.event is not None:
                return Verdict(verdict.event, f"listed with: {verdict.rule}")
        return verdict

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
            anchors = [self.starting[at] for at in range(begin, end + 1) if at in self.starting]
            if anchors and anchors[-1].last > end:
                inner = self.lexicon.anchors(words[anchors[-1].first : end + 1])
                shift = anchors[-1].first
                anchors += [Anchor(a.first + shift, a.last + shift, a.readings) for a in inner]
        found = self.instance(slot) if kind == "noun" else NOTHING
        if kind == "noun" and words and found.event is None:
            found = self.case_of(anchors, end, words)
            if found.event is not None:
                return found
        if kind == "noun" and not words and found.event is None:
            return self.unnamed(slot)
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
            if of > begin and kind == "noun" and words[of - 1] not in self.classes.instances:
                continue
            people = kind == "name" and self.lexicon.persons(words[begin : end + 1]) is True
            for reading in anchor.readings:
                behind = of > begin and reading.event in self.lexicon.background
                if kind == "name" and behind and words[of - 1] not in self.classes.carriers:
                    continue
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
                if kind == "noun" and not self.suffers(begin, end, reading.event, words):
                    continue
                found = Verdict(reading.event, f"{kind}: {text}")
                break
        return found

    def unnamed(self, slot: Slot) -> Verdict:
        """The noun of a phrase that was not understood ("86 search and arrest operations")."""
        for at in range(slot.last + 1, min(slot.last + _LABEL, len(self.words))):
            word = self.words[at]
            anchor = self.starting.get(at)
            for reading in anchor.kinds("noun") if anchor is not None else []:
                after = self.next_word(anchor.last) if anchor is not None else ""
                if not after.isalpha() or after in self.classes.prepositions | {"and", "of"}:
                    return Verdict(reading.event, f"noun: {word}")
            acts = self.verb(at) and self.next_word(at) != "and"
            closed = word == "of" or word in self.classes.prepositions or acts
            said = [r.form not in ("base", "third") for r in anchor.readings] if anchor else []
            if (
                closed
                or any(said)
                or self.classes.finite(word)
                or self.row.owner[at] >= 0
                or not (word.isalpha() or word == "-")
            ):
                break
        return NOTHING

    def sorts(self, slot: Slot) -> bool:
        """Whether a figure counts the kinds of what another counts ("mines of three types")."""
        counted = self.own_words(slot)
        sorting = bool(counted) and counted[-1] in self.lexicon.objects["kinds"]
        return sorting and slot.first > 0 and self.words[slot.first - 1] == "of"

    def case_of(self, anchors: list[Anchor], end: int, words: list[str]) -> Verdict:
        """The event of a compound that ends with a noun for cases ("12 kidnapping cases")."""
        if not 0 < end < len(words) or words[end] not in self.lexicon.objects["cases"]:
            return NOTHING
        for anchor in anchors:
            if anchor.last != end - 1:
                continue
            for reading in anchor.kinds("noun"):
                return Verdict(reading.event, f"cases: {words[anchor.last]}")
        return NOTHING

    def suffers(self, begin: int, end: int, event: str, words: list[str] | None = None) -> bool:
        """Whether words can name an event: no person is an attack ("61 victims of raids")."""
        named = (self.words if words is None else words)[begin : end + 1]
        return event != "attack" or self.lexicon.persons(named) is not True

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
                if not self.suffers(slot.number_last + 1, slot.last, reading.event):
                    continue
                return Verdict(reading.event, f"instances of: {self.words[index]}")
        return NOTHING
