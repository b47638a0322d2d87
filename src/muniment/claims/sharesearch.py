"""The search for what a share is said of, whatever words join it to its part and its whole.

A share, the part that it comes to and the whole may stand in one sentence or in two. The part is
beside the share (nothing but nouns already named, marks and words such as "that is" in between),
or it is said of the same thing ("it upheld 175 … with 24 percent upheld"); the whole is the only
other number near by that can be one. Where two numbers could be, nothing is found.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from muniment.claims.comparable import comparable
from muniment.claims.expressions import Expression
from muniment.claims.frames import SENTENCE_END, Frame, expand
from muniment.claims.language import load_language
from muniment.claims.model import Figure
from muniment.claims.slots import STEM, Slot, sentence_span, stem, stems

# So many tokens may stand between a share and the part that it is beside.
BESIDE = 12
# No more readings than this are looked at for one share.
MOST = 12
# A share and a part of which so near words say the same are said of one thing.
NEXT = 2
_CLAUSE = re.compile(r" [,;:()–—.] | ‹[a-su-z]\d+› ")
_AMOUNT = re.compile(r"‹[cmy]\d+›")
_ANY_SLOT = re.compile(r"‹[a-z]\d+›")


class Words(NamedTuple):
    """The words that the search looks for."""

    links: frozenset[str]
    marks: Expression
    them: frozenset[str]
    of: frozenset[str]
    places: frozenset[str]
    determiners: frozenset[str]
    reckoned: frozenset[str]
    common: frozenset[str]
    people: frozenset[str]
    veto: Expression
    wished: Expression
    after: Expression


@functools.cache
def words_of(code: str) -> Words:
    """The words of a language."""
    language = load_language(code)
    table = language.table("relations")
    search, words = table["share_search"], table["words"]
    return Words(
        links=frozenset(search["links"]),
        marks=Expression(rf"(?<![^ ])(?:{expand(search['marks'], words)}) $"),
        them=frozenset(search["them"]),
        of=frozenset(search["of"]),
        places=frozenset(search["places"]),
        determiners=frozenset(search["determiners"]),
        reckoned=frozenset(search["reckoned"]),
        common=frozenset(stem(word) for word in search["common"]),
        people=frozenset(stem(word) for word in search["people"]),
        veto=Expression(expand(search["veto"], words)),
        wished=Expression(f"{table['baseline']['wished']}|{search['meant']}"),
        after=Expression(rf" (?:{expand(search['after'], words)})(?![^ ])"),
    )


class Binding(NamedTuple):
    """A share with its whole and its part; ``sure`` where no other numbers can be meant."""

    share: Slot
    whole: Slot
    part: Slot
    sure: bool


def bindings(share: Slot, slots: Sequence[Slot], frame: Frame, words: Words) -> Iterator[Binding]:
    """Every pair of numbers near a share that it may be of; at most one of them is sure."""
    near = [
        slot
        for slot in slots
        if -2 <= slot.sentence - share.sentence <= 1
        and slot.letter in "cmyd"
        and slot.figure.quantity.low is not None
    ]
    pairs = [
        (whole, part)
        for whole, part in itertools.permutations(near, 2)
        if _can_be(whole.figure, part.figure)
    ]
    if not pairs or len(near) > MOST:
        return
    sure = _sure(share, near, slots, frame, words)
    for whole, part in sorted(pairs, key=lambda pair: abs(pair[1].at - share.at))[:MOST]:
        yield Binding(share, whole, part, (whole, part) == sure)
    if sure is not None and sure not in pairs[:MOST]:
        yield Binding(share, *sure, True)


def _can_be(whole: Figure, part: Figure) -> bool:
    """True when a part can be of a whole: comparable, and not larger."""
    high, low = whole.quantity.high, part.quantity.low
    return comparable(whole, part) and (high is None or low is None or low < high)


def _sure(
    share: Slot, near: Sequence[Slot], slots: Sequence[Slot], frame: Frame, words: Words
) -> tuple[Slot, Slot] | None:
    """The whole and the part of a share where nothing else can be meant."""
    start, end = sentence_span(frame, share.at)
    if words.veto.search(frame.text[start:end]) or words.after.match(frame.text[share.end :]):
        return None
    shares = [slot for slot in slots if slot.letter == "s" and slot.sentence == share.sentence]
    if len(shares) > 1:
        return None
    whole, nouns = _of(share, near, frame, words)
    led = frame.text[share.end :].split(maxsplit=1)[:1]
    if led[0] not in words.of and not any(nouns & _named(slot) for slot in near):
        nouns = set()  # what is said of the share: "with 24 percent upheld"
    appended = _appended(share, near, frame, words)
    if appended is not None:
        return appended
    parts = [
        slot for slot in near if slot is not whole and _beside(share, slot, whole, frame, words)
    ] or [slot for slot in near if slot is not whole and _alike(share, slot, nouns, frame, words)]
    wholes = [] if whole is None else [whole]
    if not wholes:
        wholes = [slot for slot in near if _may_be_whole(slot, share, nouns, parts, words)]
    found = [
        (one, other)
        for one in wholes
        for other in parts
        if one is not other and _can_be(one.figure, other.figure)
    ]
    return found[0] if len(found) == 1 else None


def _appended(
    share: Slot, near: Sequence[Slot], frame: Frame, words: Words
) -> tuple[Slot, Slot] | None:
    """The whole and the part of "Of the 75 slides 30 began on new slopes, one in four"."""
    start, end = sentence_span(frame, share.at)
    before, after = frame.text[start : share.at], frame.text[share.end : end]
    here = [slot for slot in near if slot.sentence == share.sentence]
    if len(here) != 2 or any(slot.at > share.at for slot in here):
        return None
    closes = _CLAUSE.split(f"{after} . ")[0].split()
    alone = all(word in words.links or word in words.reckoned for word in closes)
    opens = before.split()[-1:] if not words.marks.search(before) else [","]
    if not alone or opens not in ([","], ["("], ["–"], ["—"], [":"], [";"]):
        return None
    for whole, part in itertools.permutations(here, 2):
        led = frame.text[start : whole.at].split()
        while led and led[-1] in words.determiners | words.reckoned:
            led.pop()
        if led and led[-1] in words.of and _can_be(whole.figure, part.figure):
            return whole, part
    return None


def _of(
    share: Slot, near: Sequence[Slot], frame: Frame, words: Words
) -> tuple[Slot | None, set[str]]:
    """What a share is said to be of: a number right behind it, or the nouns that name it."""
    nouns = stems(share.figure.counted.text.lower()) if share.figure.counted is not None else set()
    nouns -= {stem(word) for word in words.them}
    rest = frame.text[share.end :].split(maxsplit=6)
    if not rest or rest[0] not in words.of:
        return None, nouns
    for at, token in enumerate(rest[1:4]):
        if _ANY_SLOT.fullmatch(token):
            here = share.end + len(" ".join(["", *rest[: at + 1]])) + 1
            return next((slot for slot in near if slot.at == here), None), nouns
        if token not in words.determiners:
            break
    return None, nouns


def _beside(share: Slot, part: Slot, whole: Slot | None, frame: Frame, words: Words) -> bool:
    """True where a part stands beside a share: only what names them or their whole between."""
    first, last = sorted((share, part), key=lambda slot: slot.at)
    between = frame.text[first.end : last.at]
    if between.count(SENTENCE_END) > 1:
        return False
    opened = between[-2:] in (": ", "( ") and (last is share or _takes_up(last, frame, words))
    if opened and len(_AMOUNT.findall(between)) <= 1 and SENTENCE_END not in between:
        return True  # "… of the bridges (there are 60) can bear a lorry: 42 of them"
    if words.marks.search(between):
        # "Ninety-six have no stove; in other words four fifths …": the nearest number before.
        return not _AMOUNT.search(between) or first is share
    if SENTENCE_END in between:
        return False
    named = _named(first) | _named(last)
    tokens = [token for token in between.split() if not _ANY_SLOT.fullmatch(token)]
    if len(tokens) > BESIDE or not tokens:
        return False
    if any(token in ".,:;()–—" for token in tokens) is False:
        return False
    if not all(token in words.links or stem(token) in named for token in tokens):
        return False
    if between.split()[0] in (":", "(") or between.split()[-1] in (":", "("):
        return True
    # "Sixty percent can read; 300 of 900 villages have a school": the second has its own verb.
    closes = re.split(r" [,;:()–—.⏎]", frame.text[last.end :], maxsplit=1)[0]
    rest = [token for token in closes.split() if not _ANY_SLOT.fullmatch(token)]
    return all(
        token in words.links or token in words.reckoned or stem(token) in named for token in rest
    )


def _takes_up(part: Slot, frame: Frame, words: Words) -> bool:
    """True for a part that names nothing of its own: "42 of them", "42 in all"."""
    after = frame.text[part.end :].split(maxsplit=1)[:1]
    return (
        not _named(part)
        or not _named(part) - {stem(word) for word in words.them}
        or (after == [")"])
    )


def _named(slot: Slot) -> set[str]:
    """The stems of what a slot counts."""
    counted = slot.figure.counted
    return {stem(word) for word in counted.text.lower().split()} if counted is not None else set()


def _alike(share: Slot, part: Slot, nouns: set[str], frame: Frame, words: Words) -> bool:
    """True where a share and a part in other clauses are said of the same thing."""
    for slot in (share, part):
        start, end = sentence_span(frame, slot.at)
        if words.wished.search(frame.text[start:end]):
            return False
    return bool(_said(share, nouns, frame, words) & _said(part, _named(part), frame, words))


def _said(slot: Slot, named: set[str], frame: Frame, words: Words) -> set[str]:
    """The stems of the words next to a slot in its clause, but for what it counts."""
    start, end = sentence_span(frame, slot.at)
    text = frame.text
    before = _CLAUSE.split(text[start : slot.at])[-1].split()
    after = _CLAUSE.split(text[slot.end : end])[0].split()
    near = before[-NEXT:] if not words.places.intersection(before[-NEXT - 2 :]) else []
    said = []
    for word in after:
        if word in words.places:
            break  # "in the lower town" tells where, not what
        if len(word) >= STEM - 1 and stem(word) not in named | words.common:
            said.append(word)
    near += said[:NEXT]
    return stems(" ".join(near)) - named - words.common


def _may_be_whole(
    slot: Slot, share: Slot, nouns: set[str], parts: Sequence[Slot], words: Words
) -> bool:
    """True for a number that can be the whole of a share: named like it, if it is named."""
    if slot in parts and len(parts) == 1:
        return False
    own = _named(slot)
    if not own and len(parts) == 1 and share.at < slot.at < parts[0].at:
        return share.sentence == parts[0].sentence
    if nouns and own and not nouns & own and not own & words.people:
        return False
    return bool(own) or slot.letter != "c" or not nouns
