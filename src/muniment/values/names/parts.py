"""Full names and their parts: which word is the given name, the father's, the family's.

The roles are guesses from endings, particles, order and punctuation, which differ between
languages; where nothing tells, a part is only a ``name``. Comparison (``compare``) uses them as
hints, never as facts.
"""

from __future__ import annotations

import enum
import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from muniment.values.names.keys import is_family, is_patronymic
from muniment.values.names.letters import plain, script

_BRACKETED = re.compile(r"[(\[«„“\"]([^()\[\]«»„“”\"]*)[)\]»“”\"]")
_SAID_ALSO = re.compile(r"\b[af]\.?\s?/?\s?k\.?\s?/?\s?a\b\.?:?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[-\s]*)+", re.UNICODE)
_INITIAL = re.compile(r"[^\W\d_]\.?", re.UNICODE)
_SEPARATORS = re.compile(r"[\s\u00a0,;:/|_]+")
_FUNCTION_WORDS = frozenset(
    {"fathers", "children", "kunya", "particles", "titles", "titles_or_names"}
)
_ARTICLE = "ال"
_SHORTEST_WITH_ARTICLE = 5


class Role(enum.Enum):
    """What a part of a full name is."""

    GIVEN = "given"
    PATRONYMIC = "patronymic"
    FAMILY = "family"
    MAIDEN = "maiden"
    BYNAME = "byname"
    PARTICLE = "particle"
    INITIAL = "initial"
    TITLE = "title"
    GENERATION = "generation"
    NAME = "name"


_CARRYING = frozenset(
    {Role.GIVEN, Role.PATRONYMIC, Role.FAMILY, Role.MAIDEN, Role.BYNAME, Role.INITIAL, Role.NAME}
)


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a full name as written, with what it is taken for."""

    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Name:
    """A personal name as written, its script, its parts, and other names given with it."""

    written: str
    script: str
    parts: tuple[Part, ...]
    aliases: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str, kind: str | None = None) -> Name:
        """The parts of a name as written; never raises.

        ``kind`` says what the text is where that is known: "given", "patronymic" or "family" for
        a column that holds only these, None for a full name. "Family, Given" is understood, as
        are particles, titles, initials, bynames, a maiden name in brackets, and other names in
        quotes, brackets or after "alias".
        """
        return _parse(text, kind)

    def of(self, *roles: Role) -> tuple[str, ...]:
        """The texts of the parts with one of the roles, in the order written."""
        return tuple(part.text for part in self.parts if part.role in roles)

    @property
    def carrying(self) -> tuple[Part, ...]:
        """The parts that tell who is meant: without particles, titles and generations."""
        return tuple(part for part in self.parts if part.role in _CARRYING)


@functools.cache
def words(name: str) -> frozenset[str]:
    """The words of a list of ``data/words.toml``, as ``letters.plain`` writes them."""
    return frozenset(word for line in _lists()[name] for word in plain(line).split())


@functools.cache
def _lists() -> dict[str, list[str]]:
    path = resources.files("muniment.values.names") / "data" / "words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=1 << 16)
def _parse(text: str, kind: str | None) -> Name:
    main, aliases, maiden = _without_other_names(text)
    parts: list[Part] = []
    if kind is not None:
        role = Role(kind) if kind in {"given", "patronymic", "family"} else Role.NAME
        parts = [Part(t, role if r is Role.NAME else r) for t, r in _marked(_tokens(main))]
    else:
        before, comma, after = main.partition(",")
        family_first = bool(comma) and any(
            role is Role.NAME or role is Role.INITIAL for _, role in _marked(_tokens(after))
        )
        if family_first:
            parts = [
                Part(t, Role.FAMILY if r is Role.NAME else r) for t, r in _marked(_tokens(before))
            ]
            parts += _guessed(_marked(_tokens(after)), with_family=False)
        else:
            parts = _guessed(_marked(_tokens(main)), with_family=True)
    parts += [Part(word, Role.MAIDEN) for word in maiden]
    return Name(text, script(text), tuple(parts), tuple(aliases))


def _without_other_names(text: str) -> tuple[str, list[str], list[str]]:
    """A text without what is in brackets or after "alias"; the aliases; the maiden names."""
    aliases: list[str] = []
    maiden: list[str] = []

    def take(match: re.Match[str]) -> str:
        tokens = _tokens(match[1])
        if tokens and "maiden" in _lists_with(tokens[0]):
            maiden.extend(tokens[1:])
        elif len(tokens) == 1 and is_family(tokens[0]) and match[0][0] in "([":
            maiden.extend(tokens)
        elif tokens:
            aliases.append(" ".join(tokens))
        return " "

    rest = _BRACKETED.sub(take, text)
    if not _tokens(rest):
        return " ".join(_tokens(text)).translate(_UNBRACKETED), [], []
    main, *others = _SAID_ALSO.split(rest)
    if not _tokens(main):
        main, others = rest, []
    tokens = main.split()
    for place, token in enumerate(tokens):
        found = _lists_with(token.strip(".,:"))
        if place and "aliases" in found:
            others.insert(0, " ".join(tokens[place + 1 :]))
            main = " ".join(tokens[:place])
            break
        if place and "maiden" in found and place + 1 < len(tokens):
            maiden.extend(tokens[place + 1 :])
            main = " ".join(tokens[:place])
            break
    aliases.extend(other.strip(" ,;") for other in others if other.strip(" ,;"))
    return main, aliases, maiden


_UNBRACKETED = str.maketrans(dict.fromkeys('()[]«»„“”"', " "))


def _tokens(text: str) -> list[str]:
    """The words of a text; initials written together ("А.С.") are taken apart."""
    found: list[str] = []
    for token in _SEPARATORS.split(text):
        initials = _INITIALS.match(token)
        if initials:
            found += [f"{letter}." for letter in re.split(r"[.\-\s]+", initials[0]) if letter]
            token = token[initials.end() :]
        token = token.strip(".-·•'`’‘")
        if token:
            found.append(token)
    return found


def _marked(tokens: list[str]) -> list[tuple[str, Role]]:
    """Each token with its role where the word itself says it, else ``NAME``."""
    lists = [_lists_with(token) for token in tokens]
    names = sum(_FUNCTION_WORDS.isdisjoint(found) for found in lists)
    bare = names == 0
    marked: list[tuple[str, Role]] = []
    waiting: Role | None = None
    for place, (token, found) in enumerate(zip(tokens, lists, strict=True)):
        if not bare and "fathers" in found and place + 1 < len(tokens):
            marked.append((token, Role.PARTICLE))
            waiting = Role.PATRONYMIC
        elif not bare and "children" in found and marked:
            marked[-1] = (marked[-1][0], Role.PATRONYMIC)
            marked.append((token, Role.PARTICLE))
        elif not bare and "kunya" in found and place + 1 < len(tokens):
            marked.append((token, Role.PARTICLE))
            waiting = waiting or Role.BYNAME
        elif not bare and "particles" in found:
            marked.append((token, Role.PARTICLE))
        elif (not bare and "titles" in found) or (names > 1 and "titles_or_names" in found):
            marked.append((token, Role.TITLE))
        elif place and "generations" in found:
            marked.append((token, Role.GENERATION))
        elif _INITIAL.fullmatch(token):
            marked.append((token, waiting or Role.INITIAL))
            waiting = None
        else:
            article, rest = _article(token)
            if article:
                marked.append((article, Role.PARTICLE))
            role = Role.PATRONYMIC if waiting is None and is_patronymic(rest) else Role.NAME
            marked.append((rest, waiting or role))
            waiting = None
    return marked


@functools.lru_cache(maxsize=1 << 16)
def _lists_with(token: str) -> frozenset[str]:
    """The lists of ``data/words.toml`` that a word stands in."""
    word = plain(token).strip(".")
    return frozenset(name for name in _lists() if word in words(name))


def _article(token: str) -> tuple[str, str]:
    """The Arabic article that a word begins with, and the word without it."""
    head, hyphen, rest = token.partition("-")
    if hyphen and rest and "articles" in _lists_with(head):
        return head, rest
    if token.startswith(_ARTICLE) and len(token) >= _SHORTEST_WITH_ARTICLE:
        return _ARTICLE, token.removeprefix(_ARTICLE)
    return "", token


def _guessed(marked: list[tuple[str, Role]], with_family: bool) -> list[Part]:
    """Parts with roles for what was only a name: by endings first, then by order."""
    roles = [role for _, role in marked]
    open_places = [place for place, role in enumerate(roles) if role is Role.NAME]
    if with_family and Role.FAMILY not in roles and len(roles) > 1 and open_places:
        endings = [place for place in open_places if is_family(marked[place][0])]
        lonely = len(open_places) == 1 and not endings and Role.INITIAL not in roles
        if not lonely:
            place = endings[-1] if endings else open_places[-1]
            roles[place] = Role.FAMILY
            open_places.remove(place)
    if open_places and (not with_family or Role.FAMILY in roles):
        roles[open_places[0]] = Role.GIVEN
    return [Part(text, role) for (text, _), role in zip(marked, roles, strict=True)]
