"""Full names in one column, laid beside lists that keep given and family names apart.

A comma says which part is the family name. Without one, a list is asked as a whole: almost every
list writes all its names in one order, and the order shows in which words are given or family
names elsewhere in the table, in endings, and in given names being fewer than family names. Where
a list does not tell, or where given names stand at both ends (people who bear no family name), its
full names stay whole and are compared as sets of words. Names of one word are what other lists
know this word as. Where family names of two words are usual, so many words are taken for one as
are known to be family names.
"""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from muniment.values.names import Name, name_key, script
from muniment.values.names.keys import is_family, without_patronymic_ending
from muniment.values.names.parts import Part, Role

if TYPE_CHECKING:
    import pyarrow as pa

_CARRIED = frozenset({Role.GIVEN, Role.FAMILY, Role.NAME, Role.BYNAME, Role.INITIAL})
_AGREED = 0.8
"""The least share of the telling names of a list that must tell one order."""
_ENOUGH = 0.05
"""The least share of the names of a list that must tell."""
_FEW = 3
_MANY = 60
_FEWER = 1.4
"""How many times more family than given names a long list must have to show its order so."""
_FATHERS = 0.5
"""The least share of middle words that must be fathers' names elsewhere to be taken for such."""
_DOUBLE = 0.25
"""The least share of family names of two words that makes them usual in a table."""
_ARABIC = "Arabic"
_COMMAS = str.maketrans("،、，", ",,,")

_ROLES = (
    "full_name",
    "given_name",
    "family_name",
    "father_name",
    "grandfather_name",
    "alias",
)
Row = dict[str, str]
Columns = dict[str, list[str | None]]


@dataclass(frozen=True, slots=True)
class _Whole:
    """A full name: its words in order, what the comma says of them, the father's name if said."""

    words: tuple[str, ...]
    family: int | None
    father: str
    alias: str


@dataclass(frozen=True, slots=True)
class _Pools:
    """How often a key is a given, father's or family name where columns keep them apart."""

    given: Counter[str]
    father: Counter[str]
    family: Counter[str]
    double: bool

    def side(self, word: str) -> int:
        """1 for a word that is known as a family name, -1 as a given name, 0 as neither or both."""
        key = name_key(word)
        given, family = self.given[key] + self.father[key], self.family[key]
        if is_family(word) and given <= family:
            return 1
        if family > 2 * given:
            return 1
        return -1 if given > 2 * family else 0


def with_parts(table: pa.Table) -> pa.Table:
    """The linkable table with full names split into their parts where their order is known.

    Only rows with ``full_name`` and neither ``given_name`` nor ``family_name`` are touched; of a
    name that is split ``full_name`` is emptied.
    """
    import pyarrow as pa

    if "full_name" not in table.column_names or table["full_name"].null_count == table.num_rows:
        return table
    columns: Columns = {
        role: table[role].to_pylist() if role in table.column_names else [None] * table.num_rows
        for role in _ROLES
    }
    full = columns["full_name"]
    whole = {
        place: name
        for place, name in enumerate(full)
        if name and not columns["given_name"][place] and not columns["family_name"][place]
    }
    of_list: dict[str | None, list[int]] = {}
    lists = table["list"].to_pylist()
    for place in whole:
        of_list.setdefault(lists[place], []).append(place)
    read: dict[int, _Whole] = {}
    for places in of_list.values():
        read |= zip(places, _read_list([whole[place] for place in places]), strict=True)
    pools = _pools(columns, {whole[place]: name for place, name in read.items()}.values())
    for places in of_list.values():
        names = [read[place] for place in places]
        alone = _alone(names, pools)
        first = _family_first(names, pools)
        fathers = _middle_is_father(names, first, pools)
        for place, name in zip(places, names, strict=True):
            order = _own_order(name, pools) if first is None else first
            parts = _parts(name, order, fathers, pools)
            if len(name.words) == 1 and not name.father and alone:
                parts = {alone: name.words[0]}
            if parts is None:
                continue
            full[place] = None
            for role, text in parts.items():
                columns[role][place] = columns[role][place] or text
    for role, values in columns.items():
        column = pa.array(values, pa.string())
        if role in table.column_names:
            table = table.set_column(table.column_names.index(role), role, column)
        elif column.null_count < len(column):
            table = table.append_column(role, column)
    return table


def _read_list(names: Sequence[str]) -> list[_Whole]:
    """The full names of a list; where others give initials, a single letter is no title."""
    parsed = {name: Name.parse(name.translate(_COMMAS)) for name in dict.fromkeys(names)}
    initials = titles = 0
    for each in parsed.values():
        first = each.parts[0] if each.parts else None
        initials += first is not None and first.role is Role.INITIAL
        titles += first is not None and _one_letter(first)
    read = {name: _read(name, each, initials > titles) for name, each in parsed.items()}
    return [read[name] for name in names]


def _one_letter(part: Part) -> bool:
    """Whether a title may be an initial: "M." is short for Monsieur, and for Mary."""
    return part.role is Role.TITLE and sum(map(str.isalpha, part.text)) == 1


def _read(name: str, parsed: Name, initials: bool) -> _Whole:
    """The words of a full name; particles go with the word after them."""
    words: list[str] = []
    comma = "," in name.translate(_COMMAS)
    before, father = "", ""
    family = None
    last = Role.NAME
    for part in parsed.parts:
        if part.role is Role.PARTICLE and last is not Role.PATRONYMIC:
            before += f"{part.text} "
        elif part.role is Role.PATRONYMIC:
            father, before = without_patronymic_ending(part.text), ""
        elif part.role in _CARRIED or (initials and _one_letter(part)):
            if part.role is Role.FAMILY and family is None and comma:
                family = len(words)
            if words and _is_one_name(words[-1], part.text):
                words[-1] = f"{words[-1]}{before}{part.text}".replace(" ", "")
            else:
                words.append(before + part.text)
            before = ""
        last = part.role
    return _Whole(tuple(words), family, father, parsed.aliases[0] if parsed.aliases else "")


def _is_one_name(word: str, after: str) -> bool:
    """Whether two words are one name, such as "Abd al-Rahman" and "Nur al-Din"."""
    compounds = _compounds()
    return word.casefold() in compounds["before"] or after.casefold() in compounds["after"]


@functools.cache
def _compounds() -> dict[str, frozenset[str]]:
    text = resources.files("muniment.linkage").joinpath("compounds.toml").read_text("utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


def _pools(columns: Columns, whole: Iterable[_Whole]) -> _Pools:
    families = {text for text in columns["family_name"] if text}
    double = sum(map(_is_double, families)) > _DOUBLE * max(len(families), 1)
    pools = _Pools(Counter(), Counter(), Counter(), double)
    for role, pool in (
        ("given_name", pools.given),
        ("father_name", pools.father),
        ("family_name", pools.family),
    ):
        for text, times in Counter(columns[role]).items():
            for word in (text or "").split():
                pool[name_key(word)] += times
    for name in whole:
        if name.family is not None:
            for place, word in enumerate(name.words):
                (pools.family if place == name.family else pools.given)[name_key(word)] += 1
    return pools


def _family_first(names: Sequence[_Whole], pools: _Pools) -> bool | None:
    """Whether a list writes the family name first; None where it does not tell."""
    plain = [name for name in names if name.family is None and len(name.words) > 1]
    first = [pools.side(name.words[0]) for name in plain]
    last = [pools.side(name.words[-1]) for name in plain]
    said = [one - other for one, other in zip(first, last, strict=True)]
    same = sum(one == other == -1 for one, other in zip(first, last, strict=True))
    front, back = sum(vote > 0 for vote in said), sum(vote < 0 for vote in said)
    if same > front + back:
        return None
    if front + back >= max(_FEW, _ENOUGH * len(plain)):
        if front >= _AGREED * (front + back):
            return True
        if back >= _AGREED * (front + back):
            return False
    if len(plain) >= _MANY:
        kinds = [len({name_key(name.words[place]) for name in plain}) for place in (0, -1)]
        if kinds[0] > _FEWER * kinds[1]:
            return True
        if kinds[1] > _FEWER * kinds[0]:
            return False
    return None


def _is_double(family: str) -> bool:
    """Whether a family name is two names, such as "García López", and not "de Silva"."""
    parts = Name.parse(family).parts if " " in family else ()
    return len(parts) == 2 and all(part.role is not Role.PARTICLE for part in parts)


def _alone(names: Sequence[_Whole], pools: _Pools) -> str | None:
    """What the names of one word of a list are elsewhere: given names, family names or neither."""
    said = Counter(pools.side(name.words[0]) for name in names if len(name.words) == 1)
    for side, role in ((-1, "given_name"), (1, "family_name")):
        if said[side] >= max(_FEW, _AGREED * (said[1] + said[-1]), said[0]):
            return role
    return None


def _own_order(name: _Whole, pools: _Pools) -> bool | None:
    """Whether a name by itself has its family name first: both of its ends must tell."""
    said = pools.side(name.words[0]) - pools.side(name.words[-1]) if name.words else 0
    return said > 0 if abs(said) > 1 else None


def _middle_is_father(names: Sequence[_Whole], first: bool | None, pools: _Pools) -> bool:
    """Whether the third word of a list's names is the father's name rather than a second name."""
    words = [
        name.words[2] if first else name.words[1]
        for name in names
        if name.family is None and len(name.words) == 3
    ]
    known = sum(pools.father[name_key(word)] > 0 for word in words)
    return bool(words) and known >= _FATHERS * len(words)


def _parts(name: _Whole, first: bool | None, fathers: bool, pools: _Pools) -> Row | None:
    """The name by roles, or None where it cannot be split."""
    words = list(name.words)
    place = name.family
    if place is None:
        if first is None or len(words) < 2:
            return None
        place = 0 if first else len(words) - 1
    family = words.pop(place)
    beside = 0 if place == 0 else place - 1
    if pools.double and name.family is None and len(words) > 1 and pools.side(words[beside]) > 0:
        more = words.pop(beside)
        family = f"{family} {more}" if place == 0 else f"{more} {family}"
    if not words:
        return None
    parts = {"family_name": family, "father_name": name.father, "alias": name.alias}
    if not name.father and len(words) > 1 and (fathers or script(words[0]) == _ARABIC):
        parts["father_name"] = words.pop(1)
        if len(words) > 1 and script(words[0]) == _ARABIC:
            parts["grandfather_name"] = words.pop(1)
    parts["given_name"] = " ".join(words)
    return {role: text for role, text in parts.items() if text}
