"""The demands of one sentence: what asks, whom, and where the clause begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from muniment.claims.demandedges import END_MARKS, clause_start, skip_leading, trim
from muniment.claims.demandgrammar import LETTER, DemandGrammar

_QUESTION = re.compile(r"\?[\"”’')\]]*\s*\Z")
_WORDS = re.compile(rf"(?:{LETTER}|['’-])+")
_GERUND = re.compile(r"\s{1,12}[a-z]+ing\b")
_MAX_ADDRESSEE = 240
# How many words before "his call on" its verb may stand: "reiterated in his statement".
_NOUN_REACH = 7


@dataclass(slots=True)
class Clause:
    """A demand in a sentence's text: its span, whom it asks, and the rule that found it."""

    start: int
    end: int
    addressee: tuple[int, int] | None
    rule: str
    trigger: int
    covers: int = 0

    def moved(self, by: int) -> Clause:
        """The same clause with all offsets moved."""
        addressee = self.addressee and (self.addressee[0] + by, self.addressee[1] + by)
        span = self.start + by, self.end + by
        return Clause(*span, addressee, self.rule, self.trigger + by, self.covers + by)


class SentenceDemands:
    """Finds the demands of one sentence; offsets are those of the sentence."""

    def __init__(self, low: str, text: str, grammar: DemandGrammar) -> None:
        self.low, self.text, self.grammar = low, text, grammar
        self.words = grammar.words

    def read(self) -> list[Clause]:
        """The demands, in order, cut where the next one begins."""
        clauses: list[Clause] = []
        for clause in sorted(self._triggers(), key=lambda each: each.trigger):
            if clauses and clause.trigger < clauses[-1].covers:
                continue
            clauses.append(clause)
        for number, clause in enumerate(clauses):
            floor = 0
            if number:
                before = clauses[number - 1]
                floor = max(before.covers, before.trigger + 1)
            clause.start = max(
                clause.start, clause_start(self.low, self.grammar, floor, clause.trigger)
            )
        for clause, following in pairwise(clauses):
            clause.end = max(min(clause.end, following.start), clause.trigger)
        split = [part for clause in clauses for part in self._split(clause)]
        for clause in split:
            clause.end = trim(self.low, self.grammar, clause.start, clause.end)
        return [clause for clause in split if clause.end > clause.start]

    # What asks

    def _triggers(self) -> Iterator[Clause]:
        yield from self._nouns()
        yield from self._passives()
        if not _QUESTION.search(self.text):
            yield from self._asking()
            yield from self._modals()
            yield from self._pleas()
            for match in self.grammar.needed.finditer(self.low):
                after = self.low[match.end() :].split()
                before = self.low[: match.start()].split()
                if before and before[-1] in self.words["relative"]:
                    continue
                if not after or after[0].strip(",.") not in self.words["remarks"]:
                    end = len(self.low)
                    yield Clause(0, end, None, "set phrase", match.start(), match.end() + 1)

    def _asking(self) -> Iterator[Clause]:
        for match in self.grammar.asking.finditer(self.low):
            verb = " ".join(match["verb"].split())
            frames = self.grammar.frames[verb]
            if not self._asks(match.start(), verb):
                continue
            found = self._frame(match, verb, frames)
            if found is not None:
                before = self.low[: match.start()].split()[-1:]
                if not self.words["asking_relative"].isdisjoint(before):
                    found.start = match.start()
                yield found

    def _frame(self, match: re.Match[str], verb: str, frames: frozenset[str]) -> Clause | None:
        """The demand of a verb of asking, if what follows fits one of its frames."""
        low, at = self.low, match.end()
        if low[at : at + 1] == "," or self._noun_for(verb, at):
            return None
        end = self._stop(at)
        adverb = self.grammar.adverbs.match(low, at + 1)
        after = low[adverb.end() if adverb else at :].lstrip(" \n,")
        that = self.grammar.that.match(after)
        if "that" in frames and that:
            subject = self._subject_of_clause(low.index(after, at) + that.end())
            return Clause(0, end, subject, "that", match.start(), end)
        if that and "that_after" not in frames:
            return None  # "warned that …"
        head = after.split(" ", 2)[:2]
        if head and (
            head[0].strip(",.") in self.words["after"] or " ".join(head) in self.words["after"]
        ):
            return None
        if self._starts(after, "not_objects"):
            return None
        if self._starts(after, "not_without_source") and not self.grammar.source.search(
            low, at, end
        ):
            return None
        if frames & {"to", "to_actor", "upon"}:
            reach = low[: min(end, at + _MAX_ADDRESSEE)]
            infinitive = self._infinitive(at, len(reach))
            colon = reach.find(":", at)
            if infinitive and (colon < 0 or infinitive.start() < colon):
                if not low[at : infinitive.start()].strip():
                    return None
                called = low[at : infinitive.start()].split()
                if "to_actor" in frames and not self._can_be_called(called):
                    return None
                addressee = self._addressee(at, infinitive.start())
                return Clause(0, end, addressee, "asking", match.start(), infinitive.end())
            if colon > 0 and "upon" in frames:
                full = len(low)
                return Clause(0, full, self._addressee(at, colon), "asking", match.start(), full)
            that = self.grammar.that.search(reach, at)
            if that and "that_after" in frames:
                return Clause(
                    0, end, self._addressee(at, that.start()), "asking", match.start(), end
                )
            gerund = _GERUND.match(low, at)
            if gerund and "gerund" in frames:
                return Clause(0, end, None, "asking", match.start(), gerund.end())
        if "for_after" in frames:
            wanted = self.grammar.for_.search(low, at, min(end, at + _MAX_ADDRESSEE))
            if (
                wanted
                and low[at : wanted.start()].strip()
                and len(low[at : wanted.start()].split()) <= 8
            ):
                thing = low[wanted.end() : end]
                if self._starts(thing, "not_objects"):
                    return None
                addressee = self._addressee(at, wanted.start())
                return Clause(0, end, addressee, "asking", match.start(), wanted.end())
        if "object_determined" in frames:
            word = after.split(" ", 1)[0] if after else ""
            named = word.strip(",.;:") in self.words["wanted"]
            if word[:1].isdigit() or named or word in self.words["determiners_after"]:
                return Clause(0, end, None, "object", match.start(), match.end())
        if "object" in frames and after:
            before = low[max(0, match.start() - 40) : match.start()].split()[-1:]
            foresees = "foreseen" in frames and not self.words["foreseeing"].isdisjoint(before)
            if foresees or not after[0].isalpha():
                return None
            return Clause(0, end, None, "object", match.start(), match.end())
        if "object_perfect" in frames:
            before = low[: match.start()].split()[-3:]
            perfect = not self.words["perfect"].isdisjoint(before)
            if perfect and after:
                source = self.grammar.source.search(low, at, end)
                addressee = self._addressee(source.end(), end) if source else None
                return Clause(0, end, addressee, "object", match.start(), match.end())
        return None

    def _can_be_called(self, words: list[str]) -> bool:
        """Whether "call … to act" asks somebody: "the two governments", not "a meeting"."""
        actor = not self.words["weak_actors"].isdisjoint(words)
        return actor and words[0] not in self.words["not_called"]

    def _infinitive(self, at: int, end: int) -> re.Match[str] | None:
        """The first infinitive between two offsets; "an end to the raids" holds none."""
        found = self.grammar.infinitive.search(self.low, at, end)
        while found and not self.words["nouns_before_to"].isdisjoint(
            self.low[at : found.start()].split()[-1:]
        ):
            found = self.grammar.infinitive.search(self.low, found.end(), end)
        return found

    def _noun_for(self, verb: str, at: int) -> bool:
        """Whether "requests for" and the like are nouns here."""
        following = self.low[at : at + 24].split()[:1]
        return verb in self.words["nouns_before_for"] and following == ["for"]

    def _starts(self, after: str, name: str) -> bool:
        return any(after.startswith(word) for word in self.words[name])

    def _asks(self, at: int, verb: str) -> bool:
        """Whether a verb of asking is used as one here, by the words before it."""
        before = [word.strip(",") for word in self.low[max(0, at - 60) : at].split()]
        while before and self.grammar.adverbs.fullmatch(f"{before[-1]} "):
            before.pop()
        if not before:
            return True
        last = before[-1]
        if last in self.words["relative"] and not self._says_of_somebody(at, before):
            return False
        leads = self.words["relative"] | (self.words["no_subjects"] - self.words["nobody_asked"])
        if last in self.words["foreseen_by"] and not leads.isdisjoint(before[-2:-1]):
            return False  # "conditions that will encourage them to return"
        if last.endswith(self.grammar.negations) or last in self.words["history"]:
            return False
        noun = last in self.words["determiners"] or last.endswith(self.grammar.possessives)
        if noun and verb in self.words["noun_forms"] and not self._name_before(at):
            return False
        if not self.words["negations"].isdisjoint(before[-2:]):
            return False
        if last in self.words["infinitive_marks"]:
            listed = self.grammar.bullet_infinitive.search(self.low, max(0, at - 12), at)
            return listed is not None or (len(before) > 1 and before[-2] in self.words["willing"])
        return last not in self.words["passive_be"] or "active" in self.grammar.frames[verb]

    def _says_of_somebody(self, at: int, before: list[str]) -> bool:
        """Whether the relative right before an offset only adds to what has a name already."""
        comma = self.low.rfind(",", 0, at)
        return before[-1] in self.words["asking_relative"] and (
            comma >= 0 and self.low[comma + 1 : at].split()[:1] == before[-1:]
        )

    def _name_before(self, at: int) -> bool:
        """Whether the word before an offset is a name inside its sentence: "… International"."""
        words = self.text[max(0, at - 40) : at].split()
        return len(words) > 1 and words[-1].istitle() and words[-2].istitle()

    def _nouns(self) -> Iterator[Clause]:
        """ "made an appeal to both sides to", "with a plea for aid to"."""
        for match in self.grammar.nouns.finditer(self.low):
            before = [
                w.strip(',"“') for w in self.low[max(0, match.start() - 50) : match.start()].split()
            ]
            owned = bool(before) and before[-1].endswith(self.grammar.possessives)
            if not owned and self.grammar.words["determiners"].isdisjoint(before[-1:]):
                continue
            if self.grammar.noun_verbs.isdisjoint(before[-_NOUN_REACH:-1]):
                continue
            end = self._stop(match.end())
            infinitive = self.grammar.infinitive.search(self.low, match.end(), end)
            addressee = None
            if infinitive and infinitive["verb"] not in self.words["be"]:
                addressee = self._addressee(match.end(), infinitive.start())
            yield Clause(0, end, addressee, "noun", match.start(), end)

    def _passives(self) -> Iterator[Clause]:
        for match in self.grammar.passive.finditer(self.low):
            before = self.low[: match.start()].split()
            if before and before[-1] in self.words["relative"] | self.words["negations"]:
                continue
            end = self._stop(match.end())
            clause = Clause(0, end, None, "passive", match.start(), match.end())
            start = clause_start(self.low, self.grammar, 0, clause.trigger)
            clause.addressee = self._whole(start, match.start())
            yield clause

    def _pleas(self) -> Iterator[Clause]:
        """ "Please increase the pressure"."""
        known = self.grammar.imperative_words
        for match in self.grammar.please.finditer(self.low):
            if match["verb"] in known:
                start, end = match.start("verb"), self._stop(match.end())
                yield Clause(start, end, None, "imperative", start, match.end())

    def _modals(self) -> Iterator[Clause]:
        previous = 0
        for match in self.grammar.modal.finditer(self.low):
            clause = self._modal(match, previous)
            if clause is not None:
                yield clause
                previous = match.end()

    def _modal(self, match: re.Match[str], floor: int) -> Clause | None:
        low, words = self.low, self.words
        after = low[match.start("verb") :].split()
        modal, verb = " ".join(match["modal"].split()), match["verb"]
        clean = [word.strip('.,;:!?"”’)') for word in after[:4]]
        be, have = verb in words["be"], verb in words["have"]
        rest = clean[1:] if be else clean
        if any(tuple(rest[: len(no)]) == no for no in self.grammar.not_verbs):
            return None
        if verb in words["no_verbs"]:
            return None
        if verb in words["inverted"] and self.low[: match.start()].strip():
            return None  # "a plan for the valley should the talks fail"
        if have and self._participle(clean[1:]):
            return None
        clause = Clause(0, self._stop(match.end()), None, "modal", match.start(), match.end())
        start = clause_start(self.low, self.grammar, floor, clause.trigger)
        subject = " ".join(low[start : match.start()].split())
        bare = self._bare(subject)
        last = bare.split()[-1:] if " " in bare else []
        cleft = bool(last) and self._cleft(bare)
        asks_nobody = not cleft and not words["no_subjects"].isdisjoint(last)
        if not bare or asks_nobody or bare in words["nobody_asked"]:
            return None
        if modal in words["hard"] and not words["foreseen_by"].isdisjoint(subject.split()[-1:]):
            return None
        if self.grammar.conditional.match(bare) or self._condition(floor, match.start()):
            return None
        if bare in words["remark_subjects"] and verb in words["remark_verbs"]:
            return None
        if not cleft and self._relative(start, match.start()):
            return None
        passive = be and self._participle(clean[1:])
        if not passive and not self._may_ask(modal, bare, verb):
            return None
        if modal in words["weak"] and bare.split()[-1] in words["no_weak_after"]:
            return None
        if self.grammar.law_facts.search(low):
            return None
        if be and clean[1:2] and clean[1].isdigit():
            return None
        if bare in words["guessing_subjects"] and be and modal in words["binding"]:
            return None
        if cleft:
            clause.addressee = self._cleft_subject(start, match.start())
        elif not passive and bare not in words["nobody"]:
            clause.addressee = self._whole(start, match.start())
        return clause

    def _cleft(self, subject: str) -> bool:
        """Whether a subject is said with stress: "it is the front that"."""
        relative = subject.split()[-1] in self.words["relative"] | self.words["no_subjects"]
        return relative and any(subject.startswith(f"{cleft} ") for cleft in self.words["cleft"])

    def _cleft_subject(self, start: int, end: int) -> tuple[int, int] | None:
        """Who is asked in "it is the front that must stop"."""
        low = self.low[start:end]
        opened = next(len(cleft) for cleft in self.words["cleft"] if cleft in low)
        return self._whole(start + opened, start + low.rstrip().rfind(" "))

    def _may_ask(self, modal: str, subject: str, verb: str) -> bool:
        """Whether a weak modal asks with this subject: "they have to walk" only tells."""
        words = self.words
        if modal in words["weak"]:
            actor = not words["weak_actors"].isdisjoint(subject.split())
            return actor or subject in words["weak_subjects"]
        if modal in words["hard"]:
            actor = not words["hard_actors"].isdisjoint(subject.split())
            acts = (actor or subject in words["hard_with_verb"]) and verb in words["verbs"]
            return acts or subject in words["hard_subjects"]
        return True

    def _participle(self, following: list[str]) -> bool:
        """Whether the words after "be" or "have" begin with a participle."""
        for word in following[:2]:
            if word in self.words["participles"] or word.endswith(self.grammar.participle_endings):
                return True
            if word not in self.words["not_yet"] and not self.grammar.adverbs.fullmatch(f"{word} "):
                return False
        return False

    def _condition(self, floor: int, at: int) -> bool:
        """Whether the clause before a modal opens as a condition or an indirect question."""
        lead = self.low[floor:at]
        cut = max(lead.rfind(mark) for mark in (",", ";", ":", "—", "\n\n")) + 1
        opening = lead[cut:].lstrip()
        if self.grammar.question.match(opening):
            return True
        tail = self.grammar.condition.search(opening)
        return tail is not None and len(opening[tail.end() :].split()) <= 8

    def _relative(self, start: int, at: int) -> bool:
        """Whether a modal stands in a clause like "a crime that humanity should not tolerate"."""
        found = list(self.grammar.relative_that.finditer(self.low, start, at))
        if found and self.low[: found[-1].start()].rstrip().endswith(","):
            return False  # "notifies all, especially those in Tarn, that they should stay"
        before = self.low[: found[-1].start()].split()[-1:] if found else []
        if not self.words["concluding"].isdisjoint(before):
            return False  # "this implies that any truce must"
        between = self.low[found[-1].end() : at].split() if found else []
        determined = bool(between) and between[0] in self.words["determiners"]
        return len(between) == 1 or (determined and len(between) <= 3)

    # Where a demand begins and ends

    def _bare(self, subject: str) -> str:
        """A subject without the adverbs and joints before it."""
        return subject[skip_leading(subject, self.grammar, 0) :]

    def _stop(self, at: int) -> int:
        """Where the clause around an offset ends at the latest."""
        stop = self.grammar.stop.search(self.low, at)
        return stop.start() if stop else len(self.low)

    def _split(self, clause: Clause) -> Iterator[Clause]:
        """The demands of a clause that asks for several things."""
        if clause.rule == "asking":
            starts = self._infinitives(clause)
            if len(starts) >= 2:
                for start, end in zip(starts, [*starts[1:], clause.end], strict=True):
                    yield Clause(start, end, clause.addressee, clause.rule, start)
                return
        if clause.rule in ("modal", "that"):
            at, parts = clause.trigger, [clause.start]
            own: dict[int, tuple[int, int] | None] = {}
            if clause.rule == "that":
                for that in self.grammar.further_that.finditer(self.low, at, clause.end):
                    own[that.end()] = self._subject_of_clause(that.end())
                parts.extend(own)
            after = max(clause.covers, at) if clause.rule == "modal" else at
            parts.extend(end for _, end in self._second_verbs(after, clause.end))
            parts.sort()
            for start, end in zip(parts, [*parts[1:], clause.end], strict=True):
                yield Clause(start, end, own.get(start, clause.addressee), clause.rule, start)
            return
        if clause.rule == "object":
            further = self.grammar.further_for.search(self.low, clause.trigger, clause.end)
            verb = self.grammar.asking.match(self.low, clause.trigger)
            if (
                further
                and verb
                and "foreseen" in self.grammar.frames[" ".join(verb["verb"].split())]
            ):
                yield Clause(clause.start, further.start(), None, clause.rule, clause.trigger)
                yield Clause(further.end(), clause.end, None, clause.rule, further.end())
                return
        yield clause

    def _infinitives(self, clause: Clause) -> list[int]:
        """The starts of "to stop …, to open …, and to return …" in a clause."""
        first = self.grammar.infinitive.search(self.low, clause.trigger, clause.end)
        if first is None:
            return []
        joints = [
            (match.start("joint"), match.end("joint"))
            for pattern in (self.grammar.further_infinitive, self.grammar.lettered)
            for match in pattern.finditer(self.low, first.end(), clause.end)
        ]
        listed = len(joints)
        joints.sort()
        if listed == 1 and self.low[slice(*joints[0])].strip() == ",":
            return []  # "not to turn back, to stay" says one thing twice.
        if joints and listed < 3 and "," in self.low[first.end() : joints[0][0]]:
            return []  # The comma may only close what was put in between.
        conjoined = [any(map(str.isalpha, self.low[slice(*joint)])) for joint in joints]
        if listed > 1 and conjoined[0] and "(" not in self.low[slice(*joints[0])]:
            return []  # "to see to it, and to report, and to act": no list, but what is added.
        joints += self._second_verbs(first.end(), clause.end)
        starts = [first.start() if listed >= 2 else clause.start]
        for start, end in sorted(joints):
            if self.low[starts[-1] : start].strip() and end > starts[-1]:
                starts.append(end)
        return starts

    def _second_verbs(self, at: int, end: int) -> list[tuple[int, int]]:
        """The joints before "and withdraw its forces"; not of "condemn and stop the raids"."""
        joints = []
        for joint in self.grammar.second_verb.finditer(self.low, at, end):
            inner = self.grammar.infinitive.search(self.low, at, joint.start())
            own = inner is None or "," in joint.group()
            if self.low[at : joint.start()].strip(" \n,") and own:
                joints.append(joint.span())  # not of "to act to end the raids and stop them"
            first = _WORDS.match(self.low, joint.end())
            at = first.end() if first else joint.end()
        return joints

    # Whom it asks

    def _addressee(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of whom is asked, without what is only said of him."""
        words = self.low[start:end]
        cut = min(
            (words.find(mark) for mark in self.grammar.cuts if words.find(mark) > 2),
            default=len(words),
        )
        return self._whole(start, start + cut)

    def _whole(self, start: int, end: int) -> tuple[int, int] | None:
        while start < end and self.low[start] in END_MARKS + "“«([":
            start += 1
        while end > start and self.low[end - 1] in END_MARKS:
            end -= 1
        adverb = self.grammar.adverbs.match(self.low, start, end)
        if adverb:
            start = adverb.end()
        return (start, end) if end > start else None

    def _subject_of_clause(self, start: int) -> tuple[int, int] | None:
        """The subject of "(that) the army release …": the words before the first known verb."""
        place = start
        for word in _WORDS.finditer(self.low, start, min(len(self.low), start + 160)):
            if word.group() in self.words["verbs"] | self.words["clause_verbs"]:
                break
            place = word.end()
        else:
            return None
        if not self.words["be"].isdisjoint(self.low[place : place + 12].split()[:1]):
            return None
        return self._whole(start, place)
