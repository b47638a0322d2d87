"""Parts by a phrase at the figure: "N of the M", "71 of them", "of whom", "including"."""

from __future__ import annotations

from muniment.claims.partlists import (
    PartList,
)
from muniment.claims.partrow import NEAREST, REACH, PartRow
from muniment.claims.rows import Row, Slot, counted_words
from muniment.claims.wholes import may_exceed, stem

_CLAUSE = 9


class Phrases(PartRow):
    """Parts that a phrase right at the figure makes."""

    def of_number(self, row: Row, slot: Slot) -> PartList | None:
        """ "Two of the six", "33 of 52", "twenty of our 36 boats"."""
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
        return self.open(row, slot, whole.figure, "N of M", clausal=True)

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
            and follows not in self.classes.determiners
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
        floor = max(0, slot.first - REACH)
        lead = row.words[floor : slot.first]
        colon = floor + lead.index(":") if ":" in lead else -1
        here = not initial
        subject = self.subject(row)
        if subject and (not row.slots[max(0, slot.order - NEAREST) : slot.order] or colon > 0):
            whole, others = self.wholes.described(row, slot, subject)
            if whole is not None and whole not in row.slots:
                return self.open(
                    row, slot, whole.figure, rule, clausal=True, exhaustive=colon > 0, extras=others
                )
        whole, others = self.wholes.antecedent(row, slot, here, persons)
        if whole is None:
            return None
        away = row.sentence.index - whole.figure.sentence > 1
        if away and may_exceed(slot.figure, whole.figure):
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
            if self.classes.finite(word):
                break
            noun = len(found) == 1 and found[0] in self.cues.determiners  # "the witnesses"
            if word in self.classes.verbs - {"wounded", "injured"} and not noun:
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
        places = self.classes.prepositions - self.cues.of
        elsewhere = row.words[0] in places and "," in row.words[: slot.first]
        if rule == "of the" and elsewhere and may_exceed(slot.figure, whole.figure):
            return None  # "Down in the valley, 39 of the houses …"
        return self.open(
            row,
            slot,
            whole.figure,
            f"{rule}: {' '.join(words)}",
            clausal=True,
            exhaustive=exhaustive,
            extras=others,
        )

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
                return self.clause_opener(row, slot)
            if words[index] == "," and index + 1 < slot.first - 1:
                return None
            index -= 1
            steps += 1
        return None

    def clause_opener(self, row: Row, slot: Slot) -> PartList | None:
        """ "Of whom the police released 31": an opener with a clause before the figure."""
        words = row.words
        for index in range(slot.first - 1, max(0, slot.first - _CLAUSE), -1):
            word = words[index]
            if row.owner[index] >= 0 or not word[0].isalpha():
                return None
            if word in {"whom", "which"}:
                if words[index - 1] not in {"of", "among"}:
                    return None
                start = self.clause(row, index - 2)
                return self.stand_for(row, slot, word, f"of {word} …", start=start)
        return None

    def included(
        self, row: Row, slot: Slot, index: int, phrase: tuple[str, ...], exhaustive: bool = False
    ) -> PartList | None:
        """A part after "including" or "comprising", whose whole stands before it."""
        rule = " ".join(phrase)
        if phrase == ("being",) or phrase == ("that", "is"):
            return None
        subject = self.subject(row)
        earlier = [
            s for s in row.slots[max(0, slot.order - NEAREST) : slot.order] if s.last <= index
        ]
        if not earlier:
            opening = set(row.words[: max(index + 1, 0)])
            neutral = self.cues.pronouns | self.cues.determiners | self.classes.carriers
            if opening and opening <= neutral and not exhaustive:
                return self.stand_for(row, slot, "these", rule, clausal=False, start=-1)
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

    def of_start(self, row: Row, slot: Slot) -> PartList | None:
        """ "Of the 300 farms …, 180 …", "Of the drowned, 16 were sailors"."""
        words = row.words
        start = slot.first - 1
        floor = max(-1, slot.first - REACH)
        while start > floor and words[start] not in {";", ":"} and not row.dash_at(start):
            if (
                words[start] == ","
                and words[start + 1] in {"of", "among"}
                and (
                    row.owner[start + 2] >= 0 or words[start + 2] in {"the", "our", "some", "about"}
                )
            ):
                break
            if words[start] == "that" and words[start + 1 : start + 3] in (["of", "the"],):
                break  # "said that of the 300 farms …"
            start -= 1
        start += 1
        while start < slot.first and words[start] in {"and", "but", '"', "“", ",", "however", "*"}:
            start += 1
        if start >= slot.first or words[start] not in {"of", "among", "amongst", "out"}:
            return None
        begin = start + 2 if words[start : start + 2] == ["out", "of"] else start + 1
        inside = [
            s for s in row.slots[max(0, slot.order - NEAREST) : slot.order] if s.first >= begin
        ]
        if inside:
            named = row.words[begin] in self.cues.pronouns and inside[0].first > begin + 1
            if named and inside[0].figure.id in self.linked:
                return None  # "of those killed 14 fell here and 9 there": one list
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
        if len(lead) > 4 or (len(inside) > 1 and inside[-1].figure.id in self.linked):
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
        if len(after) < 2 or after[0] != "of":
            return None
        if slot.figure.klass == "share" and self.wholes.events_of(after[1:2]):
            noun = after[1:3] if self._compound(after[2:4]) else after[1:2]
            return self.take_up(row, slot, noun, "of")
        if len(after) < 3 or after[1] not in self.cues.determiners:
            return None
        words = self.description(after[1:])
        if len(words) < 2:
            return None
        if words[1:] and words[1] in self.cues.totals and len(words) == 2:
            return self.stand_for(row, slot, "these", "of the total")
        if any(self.row_owner(row, begin + 1 + n) for n in range(len(words))):
            return None
        if words[0] in self.cues.totals and not self._just_said(row, slot, words[1:]):
            return None  # "four fifths of all registered families": of more than those counted
        return self.take_up(row, slot, words, "of the")

    def _just_said(self, row: Row, slot: Slot, words: list[str]) -> bool:
        """Whether a figure of this sentence or the one before has all words of a description."""
        wanted = {stem(word) for word in words}
        near = [
            *self.wholes.before(row, slot),
            *(i for g in self.wholes.earlier(row, 1) for i in g),
        ]
        return any(
            wanted <= {stem(word) for word in [*counted_words(*item), *self.wholes.clause(*item)]}
            for item in near
        )

    def _compound(self, words: list[str]) -> bool:
        """Whether words go on a compound that they follow ("refugee" families are)."""
        if len(words) < 2 or not words[0].isalpha() or words[0] in self.classes.prepositions:
            return False
        known = self.classes.verbs | self.classes.conjunctions | self.classes.relatives
        known |= self.classes.adverbs
        return words[0] not in known and self.classes.finite(words[1])
