"""Full names in one column, laid beside lists that keep given and family names apart.

A comma says which part is the family name. Without one, a list is asked as a whole: almost every
list writes all its names in one order, and the order shows in which words are given or family
names elsewhere in the table, in endings, and in given names being fewer than family names. Where
a list does not tell, its full names stay whole and are compared as sets of words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.values.names import Name, name_key, script
from muniment.values.names.keys import is_family, without_patronymic_ending
from muniment.values.names.parts import Role

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
    read = {name: _read(name) for name in set(whole.values())}
    pools = _pools(columns, read.values())
    of_list: dict[str | None, list[int]] = {}
    lists = table["list"].to_pylist()
    for place in whole:
        of_list.setdefault(lists[place], []).append(place)
    for places in of_list.values():
        names = [read[whole[place]] for place in places]
        first = _family_first(names, pools)
        fathers = _middle_is_father(names, first, pools)
        for place, name in zip(places, names, strict=True):
            parts = _parts(name, _own_order(name, pools) if first is None else first, fathers)
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


def _read(name: str) -> _Whole:
    """The words of a full name; particles go with the word after them."""
    parsed = Name.parse(name.translate(_COMMAS))
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
        elif part.role in _CARRIED:
            if part.role is Role.FAMILY and family is None and comma:
                family = len(words)
            words.append(before + part.text)
            before = ""
        last = part.role
    return _Whole(tuple(words), family, father, parsed.aliases[0] if parsed.aliases else "")


def _pools(columns: Columns, whole: Iterable[_Whole]) -> _Pools:
    pools = _Pools(Counter(), Counter(), Counter())
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
    front, back = sum(vote > 0 for vote in said), sum(vote < 0 for vote in said)
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


def _parts(name: _Whole, first: bool | None, fathers: bool) -> Row | None:
    """The name by roles, or None where it cannot be split."""
    words = list(name.words)
    place = name.family
    if place is None:
        if first is None or len(words) < 2:
            return None
        place = 0 if first else len(words) - 1
    family = words.pop(place)
    if not words:
        return None
    parts = {"family_name": family, "father_name": name.father, "alias": name.alias}
    if not name.father and len(words) > 1 and (fathers or script(words[0]) == _ARABIC):
        parts["father_name"] = words.pop(1)
        if len(words) > 1 and script(words[0]) == _ARABIC:
            parts["grandfather_name"] = words.pop(1)
    parts["given_name"] = " ".join(words)
    return {role: text for role, text in parts.items() if text}
