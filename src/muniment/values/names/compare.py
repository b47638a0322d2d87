"""How alike two whole personal names are.

Parts are paired so that the pairs are most alike, whatever their order. What counts is the worst
pair as much as all together: brothers share everything but one name. A part that only one side
gives is little evidence against; a part that both sides give differently is much.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from muniment.values.names.keys import without_patronymic_ending
from muniment.values.names.letters import plain, romanise
from muniment.values.names.parts import Name, Part, Role
from muniment.values.names.similarity import similarity, weights

_MOST_PAIRED_BEST = 7
_MOST_WORDS = 16
_MOST_ALIASES = 8


Similar = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class _Word:
    """A part as compared: its text, its role, how much it tells (0 to 1), a byname's own name."""

    text: str
    role: Role
    telling: float
    bare: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """What is compared of a name: its words, its other names, and which generation it says."""

    plain: str
    words: tuple[_Word, ...]
    aliases: tuple[str, ...]
    generations: frozenset[str]


def compare_names(a: str, b: str) -> float:
    """How alike two personal names are, 0 to 1; 1 for equal ones. Symmetric, never raises.

    Scripts, spellings and the order of parts do not matter, nor particles and titles; initials
    and short forms agree with the names that they may stand for. From 0.5 the names may well be
    one person's (``[whole] threshold`` of ``weights.toml``); that they are is another question.
    Of a text of more than 16 words the first 16 are compared.
    """
    return compared(a, b, similarity)


def compared(a: str, b: str, similar: Similar) -> float:
    """``compare_names`` where ``similar`` says how alike two parts are, as ``similarity`` does."""
    one, other = _read(a), _read(b)
    if one.plain == other.plain:
        return 1.0
    if one.plain > other.plain:
        one, other = other, one
    best = _score(one.words, other.words, similar)
    for alias in one.aliases[:_MOST_ALIASES]:
        best = max(best, _score(_read(alias).words, other.words, similar))
    for alias in other.aliases[:_MOST_ALIASES]:
        best = max(best, _score(one.words, _read(alias).words, similar))
    if one.generations != other.generations:
        best *= weights()["whole"]["other_generation"]
    return best


def parts_compared(a: str, b: str) -> list[tuple[str, str]]:
    """Most of the pairs of parts whose likeness ``compare_names`` asks for, to find it at once."""
    one, other = (
        [w.text for w in _read(text).words if w.role is not Role.INITIAL] for text in (a, b)
    )
    pairs = [*itertools.product(one, other)]
    for words, against in ((one, other), (other, one)):
        for left, right in itertools.pairwise(words):
            pairs += [(left + right, word) for word in against if _near_long(left + right, word)]
    return pairs


@functools.lru_cache(maxsize=1 << 16)
def _read(text: str) -> _Read:
    name = Name.parse(text)
    generations = frozenset(plain(word).strip(".") for word in name.of(Role.GENERATION))
    return _Read(plain(text), _words(name), name.aliases, generations)


def _words(name: Name) -> tuple[_Word, ...]:
    """The parts that count, hyphens taken apart; bynames with their particle."""
    found = []
    byname = ""
    for part in name.parts:
        if part.role is Role.PARTICLE:
            byname = part.text
            continue
        if part in name.carrying:
            bare = part.text if part.role is Role.BYNAME and byname else ""
            text = byname + part.text if bare else part.text
            for piece in text.replace("‐", "-").split("-"):
                if piece:
                    found.append(_Word(piece, part.role, _telling(piece, part), bare))
        byname = ""
    return tuple(found[:_MOST_WORDS])


def _telling(text: str, part: Part) -> float:
    table = weights()["whole"]
    if part.role is Role.INITIAL:
        return table["initial"]
    telling = min(1.0, 0.4 + 0.1 * len(text))
    return telling * table.get(part.role.value, 1.0)


def _score(one: Sequence[_Word], other: Sequence[_Word], similar: Similar) -> float:
    if len(one) > len(other):
        one, other = other, one
    if not one:
        return 0.0
    best = _paired(one, other, similar)
    for shorter, longer in itertools.chain(
        ((one, joined) for joined in _joined(other, one, similar)),
        ((joined, other) for joined in _joined(one, other, similar)),
    ):
        if len(shorter) > len(longer):
            shorter, longer = longer, shorter
        best = max(best, _paired(shorter, longer, similar))
    return best


def _joined(
    words: Sequence[_Word], against: Sequence[_Word], similar: Similar
) -> list[tuple[_Word, ...]]:
    """The words with two neighbours written as one, where the other side has the one word."""
    found = []
    for place, (left, right) in enumerate(itertools.pairwise(words)):
        if left.role is Role.INITIAL or right.role is Role.INITIAL:
            continue
        text = left.text + right.text
        if any(_one_word(text, word.text, similar) for word in against):
            word = _Word(text, left.role, max(left.telling, right.telling))
            found.append((*words[:place], word, *words[place + 2 :]))
    return found


def _one_word(joined: str, word: str, similar: Similar) -> bool:
    """Whether two words written together are the other side's one word."""
    return _near_long(joined, word) and similar(joined, word) > weights()["whole"]["joined"]


def _near_long(joined: str, word: str) -> bool:
    return len(joined) <= 2 * len(word) <= 4 * len(joined)


def _paired(shorter: Sequence[_Word], longer: Sequence[_Word], similar: Similar) -> float:
    """The score of the best pairing of all the shorter side's words with some of the others."""
    table = weights()["whole"]
    fathers = all(any(w.role is Role.PATRONYMIC for w in words) for words in (shorter, longer))
    alike = [[_alike(word, against, fathers, similar) for against in longer] for word in shorter]
    pairing = _best_pairing(alike)
    values = [alike[i][j] for i, j in enumerate(pairing)]
    telling = [
        min(shorter[i].telling, longer[j].telling) if values[i] else _telling_against(shorter[i])
        for i, j in enumerate(pairing)
    ]
    total = math.fsum(telling)
    mean = math.fsum(t * v for t, v in zip(telling, values, strict=True)) / total
    worst = min(1 - t * (1 - v) for t, v in zip(telling, values, strict=True))
    score = (1 - table["worst"]) * mean + table["worst"] * worst
    matched = math.fsum(t * v for t, v in zip(telling, values, strict=True))
    missing = math.fsum(word.telling for j, word in enumerate(longer) if j not in pairing)
    score *= 1 - table["missing"] * missing / (missing + total)
    if _changed_places(pairing, values, shorter, longer):
        score *= table["other_order"]
    if len(longer) > 1:
        score *= 1 - table["thin"] * max(0.0, 2 - matched) / 2
    return min(1.0, max(0.0, score))


def _changed_places(
    pairing: Sequence[int],
    values: Sequence[float],
    shorter: Sequence[_Word],
    longer: Sequence[_Word],
) -> bool:
    """Whether two of the names that agree have changed places and the others have not.

    So it is with a father and his son (Ali Hasan Karim, Hasan Ali Karim). A family name may stand
    first or last, which moves all of them; a name that is said to be the father's may stand
    anywhere.
    """
    places = list(pairing)
    if len(places) < 3 or min(values) < 0.5 or len(longer) > len(shorter):
        return False
    if any(word.role in (Role.PATRONYMIC, Role.INITIAL) for word in (*shorter, *longer)):
        return False
    moved = [place for place, against in enumerate(places) if place != against]
    return len(moved) == 2 and places != sorted(places, reverse=True)


def _telling_against(word: _Word) -> float:
    initial = word.role is Role.INITIAL
    return weights()["whole"]["initial_differs"] if initial else word.telling


def _alike(one: _Word, other: _Word, fathers: bool, similar: Similar) -> float:
    """How surely two words are one name, 0 to 1; ``fathers``: both sides mark the father's."""
    table = weights()["whole"]
    if Role.INITIAL in (one.role, other.role):
        return table["initial_fits"] if _may_stand_for(one.text, other.text) else 0.0
    raw = similar(one.text, other.text)
    if one.bare and other.bare:
        raw = min(raw, similar(one.bare, other.bare))
    if Role.PATRONYMIC in (one.role, other.role):
        stems = without_patronymic_ending(one.text), without_patronymic_ending(other.text)
        raw = max(raw, similar(*stems))
    value = 1.0 if raw == 1.0 else 1 / (1 + math.exp(-(raw - table["middle"]) / table["scale"]))
    roles = {one.role, other.role}
    if fathers and roles in ({Role.GIVEN, Role.PATRONYMIC}, {Role.NAME, Role.PATRONYMIC}):
        value *= 1 - table["other_father"]
    elif roles in ({Role.GIVEN, Role.PATRONYMIC}, {Role.GIVEN, Role.FAMILY}):
        value *= 1 - table["other_role"]
    return value


def _may_stand_for(one: str, other: str) -> bool:
    """Whether the first letters of two words may be one letter."""
    first, second = (plain(word).lstrip("'’ʿʻ")[:2] for word in (one, other))
    if not first or not second:
        return False
    if first[0] == second[0]:
        return True
    heads = [romanise(word)[:1] for word in (one, other)]
    return heads[0] == heads[1] != "" or similarity(first[0], second[0]) >= 0.85


def _best_pairing(alike: Sequence[Sequence[float]]) -> list[int]:
    """For each row a column of its own so that the sum is greatest; greedy for long names."""
    rows, columns = len(alike), len(alike[0])
    if rows == 1:
        return [max(range(columns), key=alike[0].__getitem__)]
    if rows == columns == 2:
        straight = alike[1][1] + alike[0][0] >= alike[1][0] + alike[0][1]
        return [0, 1] if straight else [1, 0]
    if columns > _MOST_PAIRED_BEST:
        return _greedy(alike)

    @functools.cache
    def best(row: int, taken: int) -> tuple[float, tuple[int, ...]]:
        if row == rows:
            return 0.0, ()
        options = []
        for column in range(columns):
            if not taken >> column & 1:
                value, rest = best(row + 1, taken | 1 << column)
                options.append((value + alike[row][column], (column, *rest)))
        return max(options, key=lambda option: option[0])

    return list(best(0, 0)[1])


def _greedy(alike: Sequence[Sequence[float]]) -> list[int]:
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, row, column in sorted(
        ((-value, i, j) for i, line in enumerate(alike) for j, value in enumerate(line))
    ):
        if row not in found and column not in taken:
            found[row] = column
            taken.add(column)
    return [found[row] for row in range(len(alike))]
