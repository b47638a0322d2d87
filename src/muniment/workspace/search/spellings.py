"""Other spellings of names: "Xocavənd" finds "Khojavend" and Ходжавенд, "alder" not "elder".

Each name that texts write is kept once with its blocking keys. Who looks for a name is shown those
that share a key and sound alike; a word that texts write in small letters is an ordinary word and
stands for itself alone. Names of sealed texts are kept as marks and sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from django.db import connection

from muniment.values.names import blocking_keys, script, similarity
from muniment.workspace.models import Spelling
from muniment.workspace.opened import opened
from muniment.workspace.search.folding import WORD, fold_word

SHORTEST = 4
"""Letters that a name has at least, to have other spellings in its own script."""
_SHORTEST_ELSEWHERE = 3
_SAME_SCRIPT, _OTHER_SCRIPT = 0.93, 0.86
_MOST_COMPARED, _MOST_HEARD, _MOST = 600, 60, 10
_SEALED_PLACE = "spelling"
_PAGE = 400
_WITHOUT_CAPITALS = frozenset({"Arabic", "Hebrew", "Georgian"})


@dataclass(slots=True)
class Seen:
    """The words of some texts, told apart by how they are written."""

    names: set[str] = field(default_factory=set)
    ordinary: set[str] = field(default_factory=set)

    def add(self, text: str) -> None:
        """Take in a text's words."""
        for found in WORD.finditer(text):
            word = found[0]
            if len(word) < _SHORTEST_ELSEWHERE or word[0].isdigit():
                continue
            small = word.casefold()
            if word[0].isupper() or script(word) in _WITHOUT_CAPITALS:
                self.names.add(small)
            else:
                self.ordinary.add(small)


def learn(seen: Seen, sealed: bool) -> None:
    """Keep the names of texts with their keys, and which words are ordinary."""
    rows = [] if sealed else [_row("", each, each) for each in _unknown(seen.ordinary)]
    names = [each for each in seen.names - seen.ordinary if fold_word(each)]
    _keep([*rows, *(_sealed_rows(names) if sealed else _rows(names))])


def forget(gone: Iterable[str]) -> None:
    """Forget plain words that nothing open has any more: their source is sealed now."""
    from muniment.workspace.search.backends import backend
    from muniment.workspace.search.clauses import Words

    for page in _pages(sorted(set(gone))):
        known = set(Spelling.objects.filter(word__in=page).values_list("word", flat=True))
        lost = [each for each in known if not backend().ids(Words((each,)), 1)]
        Spelling.objects.filter(word__in=lost).delete()
    _others.cache_clear()


def latest() -> int:
    """The number of what was learned last, which stands for all that is known."""
    return Spelling.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def others(word: str, restricted: bool, last: int) -> tuple[list[str], list[str]]:
    """Other spellings of a name in small letters as they stand in the index: plain and sealed.

    ``restricted`` says whether whoever asks may see restricted texts anywhere, ``last`` what is
    known by now: what was found holds until there is more.
    """
    if len(word) < _SHORTEST_ELSEWHERE or not fold_word(word) or word[0].isdigit():
        return [], []
    plain, sealed = _others(connection.alias, str(opened().folder.path), last, word, restricted)
    return list(plain), list(sealed)


@lru_cache(maxsize=2_000)
def _others(
    database: str, workspace: str, last: int, word: str, restricted: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """See ``others``; the first three arguments say for what it holds."""
    mine = _keys(word)
    plain = list(Spelling.objects.filter(key__in=mine).values_list("text", "word")[:_MOST_COMPARED])
    ordinary = set(_ordinary([word, *(text for text, _ in plain)]))
    if word in ordinary:  # not a name: only other scripts may write it otherwise
        plain = [each for each in plain if script(each[0]) != script(word)]
    found = _alike(word, [each for each in plain if each[0] not in ordinary])
    if not restricted:
        return found, ()
    sealer = opened().sealer
    marks = [sealer.word(f"key:{each}") for each in mine]
    sealed = [
        (sealer.open(text, _SEALED_PLACE), mark)
        for text, mark in Spelling.objects.filter(key__in=marks).values_list("text", "word")[
            :_MOST_COMPARED
        ]
    ]
    return found, _alike(word, sealed)


def _alike(word: str, candidates: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The candidates that sound like a word, the likest first."""
    mine, found = script(word), dict[str, float]()
    pairs = _pairs(fold_word(word))
    nearest = sorted(set(candidates), key=lambda each: -_shared(pairs, fold_word(each[0])))
    for text, index_word in nearest[:_MOST_HEARD]:
        if text == word:
            continue
        same = script(text) == mine
        if min(len(text), len(word)) < (SHORTEST if same else _SHORTEST_ELSEWHERE):
            continue
        alike = similarity(word, text)
        if alike >= (_SAME_SCRIPT if same else _OTHER_SCRIPT):
            found[index_word] = max(alike, found.get(index_word, 0))
    return tuple(sorted(found, key=lambda each: -found[each])[:_MOST])


def _shared(pairs: frozenset[str], other: str) -> float:
    """How many pairs of letters two words share, from 0 to 1: which are worth a closer look."""
    theirs = _pairs(other)
    return 2 * len(pairs & theirs) / (len(pairs) + len(theirs))


def _pairs(word: str) -> frozenset[str]:
    return frozenset(one + two for one, two in pairwise(f" {word} "))


def _keys(word: str) -> list[str]:
    """The keys by which other spellings are looked for: those of one consonant say too little."""
    keys = blocking_keys(word)
    return [each for each in keys if len(each) > 1 and not each.startswith("~")] or list(keys[:1])


def _rows(names: Iterable[str]) -> Iterator[Spelling]:
    for text in names:
        yield from (_row(each, fold_word(text), text) for each in _keys(text))


def _sealed_rows(names: Iterable[str]) -> Iterator[Spelling]:
    sealer = opened().sealer
    marks = {sealer.word(fold_word(each)): each for each in names}
    for page in _pages(sorted(marks)):
        known = set(Spelling.objects.filter(word__in=page).values_list("word", flat=True))
        for mark in page:
            if mark in known:
                continue
            kept = sealer.seal(marks[mark][:60], _SEALED_PLACE)
            for each in _keys(marks[mark]):
                yield Spelling(key=sealer.word(f"key:{each}"), word=mark, text=kept)


def _row(key: str, word: str, text: str) -> Spelling:
    return Spelling(key=key[:64], word=word[:64] if key else "", text=text[:300])


def _unknown(found: Iterable[str]) -> Iterator[str]:
    for page in _pages(sorted(found)):
        known = set(_ordinary(page))
        yield from (each for each in page if each not in known)


def _ordinary(some: Sequence[str]) -> Iterator[str]:
    for page in _pages(some):
        # Ordinary words have no word of the index; saying so lets the database look each one up.
        rows = Spelling.objects.filter(key="", word="", text__in=page)
        yield from rows.values_list("text", flat=True)


def _keep(rows: list[Spelling]) -> None:
    Spelling.objects.bulk_create(rows, batch_size=_PAGE, ignore_conflicts=True)


def _pages(some: Sequence[str]) -> Iterator[list[str]]:
    for first in range(0, len(some), _PAGE):
        yield list(some[first : first + _PAGE])
