"""Lists that stand for a whole: in brackets, after a colon, in apposition, added up."""

from __future__ import annotations

from fractions import Fraction

from muniment.claims.model import Figure
from muniment.claims.partlists import (
    PartList,
    adds_up,
    breakdowns,
    complementary,
    exact,
    exact_sum,
    ratio_fits,
)
from muniment.claims.partrow import NEAREST, REACH, PartRow
from muniment.claims.rows import OPENING, Row, Slot, counted_words
from muniment.claims.wholes import may_exceed
from muniment.values.quantity import Number

_LISTED = 3
_SUM = 20
_LARGE = 100
_APART = 8


class Groups(PartRow):
    """Parts that are told by standing together."""

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
        plain = set(lead) <= self.classes.adverbs | self.classes.determiners
        if not plain and not dash and not (mark == ":" and singles):
            return None
        candidates = [
            other
            for other in reversed(row.slots[max(0, slot.order - NEAREST) : slot.order])
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
        bound = whole.figure.quantity  # "at least 180 killed (60 men, 100 women, 20 children)"
        lows = [figure.quantity.low for figure in figures if figure.quantity.low is not None]
        if bound.high is None and len(lows) == len(figures) and bound.low == singles + sum(lows):
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
        end = min(len(row.words), opening + 2 * REACH)
        for index in range(opening + 1, end):
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
        """ "Four more villagers, three boys and a nurse, were hurt"."""
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

    def restated(self, row: Row, slot: Slot) -> PartList | None:
        """ "37 of the 310 deaths, or 12 percent": a share of the same whole."""
        if slot.figure.klass != "share" or slot.order < 2:
            return None
        plist = next(
            (
                self.linked[part.figure.id]
                for part in reversed(row.slots[max(0, slot.order - NEAREST) : slot.order])
                if part.figure.id in self.linked
            ),
            None,
        )
        if (
            plist is None
            or plist.rule not in ("N of M", "of the M")
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
        lead = set(row.words[index + 1 : slot.number_first])
        if lead & self.classes.additive and not lead & self.cues.determiners:
            return None  # "Another 40 were hurt": on top of those before
        after = self.after_number(row, slot)
        if after >= len(row.words) or not (
            self.classes.finite(row.words[after]) or row.words[after] in self.classes.verbs
        ):
            return None
        whole, others = self.wholes.antecedent(row, slot, semicolon)
        if whole is None or may_exceed(slot.figure, whole.figure):
            return None
        members = [slot]
        for other in row.slots[slot.order + 1 : slot.order + NEAREST]:
            same = other.figure.klass == "count" and self.bare(row, other)
            if same and self.starts_clause(row, other):
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
        category = category or (
            row.words[after] in self.classes.be and self.kind_of_person(row, whole, predicate[1:])
        )
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

    def kind_of_person(self, row: Row, whole: Slot, words: list[str]) -> bool:
        """Whether words after "were" name persons, and the figure before counts persons."""
        plain = [word for word in words if word.isalpha()]
        named = bool(plain) and len(plain) == len(words) and len(plain) <= 2
        return named and bool(
            self.wholes.lexicon.persons(plain) and self.wholes.persons(row, whole)
        )

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
        colon = words.index(":") if ":" in words[:8] else -1
        parts = [slot for slot in row.slots if slot.first > colon and slot.figure.klass == "count"]
        figures = [part.figure for part in parts]
        if len(figures) < 2 or any(figure.id in self.linked for figure in figures):
            return
        if len(parts) < len(row.slots) or any("compared" in figure.reasons for figure in figures):
            return
        candidates = [
            (whole_row, whole)
            for group in self.wholes.earlier(row, 15)
            for whole_row, whole in group
            if whole.figure.part_of is None
        ]
        named = words[0] in self.cues.by and colon > 0
        fitting: list[tuple[Row, Slot]] = []
        if colon > 0 or len(parts) >= _LISTED:
            least = 0 if named else _SUM if colon > 0 else _LARGE
            summed = exact_sum(figures)
            if summed is not None and summed >= least:
                fitting += [each for each in candidates if exact(each[1].figure) == summed]
        if named:
            near = Fraction(1, 20)
            fitting += [c for c in candidates if ratio_fits(figures, 0, c[1].figure, near)]
        compatible = (
            whole
            for whole_row, whole in fitting
            if self.wholes.compatible(row, parts[0], whole_row, whole)
        )
        whole = next(compatible, None)
        if whole is None:
            return
        plist = PartList(whole.figure, "by", exhaustive=True)
        self.lists.append(plist)
        for part in parts:
            self.add(row, part, plist)

    def adding_up(self, slots: list[tuple[Row, Slot]]) -> None:
        """Figures that follow one another and add up exactly to the one before them.

        Only figures that leave out what they count, or share the event of the whole, and never
        items that are merely listed with it: "12 men, 5 women and 7 children" has no whole.
        """
        for number, (row, whole) in enumerate(slots):
            target = exact(whole.figure)
            if target is None or target < _SUM or whole.figure.klass != "count":
                continue
            parts: list[tuple[Row, Slot]] = []
            summed: Number = 0
            for part_row, part in slots[number + 1 : number + NEAREST]:
                value = exact(part.figure)
                if value is None or not self.follows(row, whole, part_row, part):
                    break
                parts.append((part_row, part))
                summed += value
                if summed >= target:
                    break
            here = parts and parts[-1][1].figure.sentence == whole.figure.sentence
            enough = len(parts) >= (2 if target >= _LARGE or here else _LISTED)
            if summed == target and enough and not self.coordinated(row, whole, parts[0][1]):
                plist = PartList(whole.figure, "adds up to it", exhaustive=True)
                self.lists.append(plist)
                for part_row, part in parts:
                    self.add(part_row, part, plist)

    def follows(self, row: Row, whole: Slot, part_row: Row, part: Slot) -> bool:
        """Whether a figure may be one of those that add up to an earlier one."""
        figure = part.figure
        if figure.id in self.linked or figure.klass != "count" or "compared" in figure.reasons:
            return False
        if part_row.sentence.index - row.sentence.index > _APART:
            return False
        same = figure.counted is None or figure.event == whole.figure.event
        return same and self.wholes.compatible(part_row, part, row, whole)

    def coordinated(self, row: Row, whole: Slot, part: Slot) -> bool:
        """Whether a figure is merely listed with the one before it."""
        if part.figure.sentence != whole.figure.sentence:
            return False
        between = row.words[whole.last + 1 : part.first]
        marks = {":", ";", "(", "-", "–", "—"}
        return not any(word in marks or self.classes.finite(word) for word in between)

    def sum_up(self, row: Row) -> None:
        """ "3 km in the north and 2 in the south, a total of 5": parts before their total."""
        for slot in row.slots[2:]:
            if slot.figure.klass == "share" or slot.figure.id in self.linked:
                continue
            lead = row.words[max(0, slot.first - 5) : slot.number_first]
            totalled = (
                bool(lead)
                and lead[-1] in self.cues.totals | {":"}
                and bool(self.cues.totals & set(lead))
            )
            if not totalled and not any(
                tuple(lead[n : n + len(phrase)]) == phrase
                for phrase in self.cues.adding
                if len(phrase) > 1 or phrase[0] in {"altogether", "totaling", "totalling", "making"}
                for n in range(len(lead))
            ):
                continue
            parts = [
                other
                for other in row.slots[max(0, slot.order - NEAREST) : slot.order]
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
