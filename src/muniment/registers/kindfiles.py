"""Reading kinds, shared fields and vocabularies from TOML files.

A folder of kinds has one file a kind (``missing_person.toml``), fields that several kinds share in
``fields.toml``, and one file a vocabulary in ``vocabularies/``. An institution's own folder is laid
over ours: what it declares under a name of ours takes its place.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from muniment.registers.folding import fold
from muniment.registers.kind import Field, Kind, Term, Vocabulary

OURS = Path(__file__).parent / "kinds"
_SHARED = "fields.toml"
_VOCABULARIES = "vocabularies"
_KIND_KEYS = (
    *("labels", "help", "extends", "without", "one_of", "title", "wide", "standards", "fields"),
)
_BOOLEAN = "yes_no"
_NO_ROLE = "none"
"""What a field says that takes a shared field without its role."""

Table = dict[str, Any]
_Model = TypeVar("_Model", Field, Kind, Term, Vocabulary)


class KindError(ValueError):
    """A file of kinds is not as it must be; the message names the file, the line and the key."""


def kinds(folder: Path | None = None) -> Mapping[str, Kind]:
    """All kinds by name, ours and, laid over them, those of an institution's own folder.

    Raises KindError when a file is not as it must be.
    """
    return _ours() if folder is None else _Files(OURS, folder).kinds()


def kind(name: str, folder: Path | None = None) -> Kind:
    """The kind of a name; raises KindError when there is none, naming those that there are."""
    known = kinds(folder)
    if name not in known:
        raise KindError(f'There is no kind "{name}". Kinds are: {", ".join(sorted(known))}.')
    return known[name]


@functools.cache
def _ours() -> Mapping[str, Kind]:
    return _Files(OURS).kinds()


class _Source:
    """One TOML file, which can say on which line a table or key stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise KindError(f"{path}: cannot be read as UTF-8 text ({error})") from error
        try:
            self.table: Table = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise KindError(f"{path}: is not valid TOML: {error}") from error

    def error(self, where: tuple[str, ...], message: str) -> KindError:
        """An error about a key, with the line on which it or its table stands."""
        line = self._line(where)
        place = f"{self.path}, line {line}" if line else f"{self.path}"
        key = ".".join(where)
        return KindError(f"{place}: {key}: {message}" if key else f"{place}: {message}")

    def _line(self, where: tuple[str, ...]) -> int | None:
        for depth in range(len(where), 0, -1):
            header = re.compile(rf"\[{re.escape('.'.join(where[:depth]))}\]")
            for number, line in enumerate(self.text.splitlines(), start=1):
                if header.match(line.strip()):
                    return self._key_line(number, where[depth:]) or number
        return self._key_line(0, where)

    def _key_line(self, after: int, rest: tuple[str, ...]) -> int | None:
        if not rest:
            return None
        for number, line in enumerate(self.text.splitlines()[after:], start=after + 1):
            if line.startswith("["):
                return None
            if re.match(rf'"?{re.escape(rest[0])}"?\s*[.=]', line):
                return number
        return None


class _Files:
    """The files of one or more folders, the later laid over the earlier."""

    def __init__(self, *folders: Path) -> None:
        self._shared: dict[str, tuple[_Source, Table]] = {}
        self._vocabularies: dict[str, Vocabulary] = {}
        self._sources: dict[str, _Source] = {}
        self._made: dict[str, Kind] = {}
        for folder in folders:
            if not folder.is_dir():
                raise KindError(f"{folder}: there is no such folder of kinds")
            self._read_folder(folder)

    def kinds(self) -> dict[str, Kind]:
        """All kinds, made."""
        return {name: self._kind(name, ()) for name in sorted(self._sources)}

    def _read_folder(self, folder: Path) -> None:
        for path in sorted((folder / _VOCABULARIES).glob("*.toml")):
            self._vocabularies[path.stem] = _vocabulary(_Source(path))
        for path in sorted(folder.glob("*.toml")):
            source = _Source(path)
            if path.name == _SHARED:
                for name, table in source.table.items():
                    if not isinstance(table, dict):
                        raise source.error((name,), "a shared field is a table")
                    self._shared[name] = source, table
            else:
                self._sources[path.stem] = source

    def _kind(self, name: str, above: tuple[str, ...]) -> Kind:
        if name in self._made:
            return self._made[name]
        source = self._sources[name]
        table = source.table
        for key in table:
            if key not in _KIND_KEYS:
                raise source.error((key,), f"is no key of a kind; keys are {', '.join(_KIND_KEYS)}")
        base = self._base(source, name, above)
        without = table.get("without", [])
        fields = {} if base is None else {field.name: field for field in base.fields}
        for unwanted in without:
            if fields.pop(unwanted, None) is None:
                raise source.error(("without",), f'"{unwanted}" is no field of the extended kind')
        own: dict[str, str] = {}
        for field_name, declared in _tables(source, "fields"):
            fields[field_name] = self._field(source, field_name, declared, fields.get(field_name))
            own |= {fold(word): field_name for word in _words_of(declared)}
        fields = {key: _without_taken(field, own) for key, field in fields.items()}
        data: Table = {key: value for key, value in table.items() if key in Kind.model_fields}
        if base is not None:
            for key in ("title", "one_of", "wide", "standards"):
                data.setdefault(key, getattr(base, key))
        data |= {"name": name, "fields": tuple(fields.values())}
        self._made[name] = _validated(Kind, data, source, ())
        return self._made[name]

    def _base(self, source: _Source, name: str, above: tuple[str, ...]) -> Kind | None:
        base = source.table.get("extends")
        if base is None:
            return None
        if base in (*above, name):
            raise source.error(("extends",), f'"{name}" would extend itself')
        if base not in self._sources:
            raise source.error(("extends",), f'there is no kind "{base}" to extend')
        return self._kind(base, (*above, name))

    def _field(self, source: _Source, name: str, declared: Table, base: Field | None) -> Field:
        where = ("fields", name)
        data: Table = {} if base is None else dict(base)
        use = declared.get("use")
        if use is not None:
            if use not in self._shared:
                raise source.error((*where, "use"), f'there is no shared field "{use}"')
            data = dict(self._shared[use][1])
        for key, value in declared.items():
            if key == "headers":
                data[key] = (*data.get(key, ()), *value) if isinstance(value, list) else value
            elif key in ("labels", "help", "parts", "standards") and isinstance(value, dict):
                data[key] = {**data.get(key, {}), **value}
            elif key != "use":
                data[key] = value
        data["name"] = name
        if data.get("role") == _NO_ROLE:
            del data["role"]
        if data.get("type") == "boolean":
            data.setdefault("vocabulary", _BOOLEAN)
        vocabulary = data.get("vocabulary")
        if isinstance(vocabulary, str):
            if vocabulary not in self._vocabularies:
                known = ", ".join(sorted(self._vocabularies))
                message = f'there is no vocabulary "{vocabulary}"; there are {known}'
                raise source.error((*where, "vocabulary"), message)
            data["vocabulary"] = self._vocabularies[vocabulary]
        return _validated(Field, data, source, where)


def _words_of(declared: Table) -> Iterator[str]:
    """The header words that a kind's own file gives to a field."""
    labels, headers = declared.get("labels", {}), declared.get("headers", [])
    if isinstance(labels, dict) and isinstance(headers, list):
        yield from (word for word in (*labels.values(), *headers) if isinstance(word, str))


def _without_taken(field: Field, own: Mapping[str, str]) -> Field:
    """A field without header words that the kind's own file gives to another: what a kind says of
    itself goes before what is shared."""
    kept = tuple(word for word in field.headers if own.get(fold(word), field.name) == field.name)
    return field if len(kept) == len(field.headers) else field.model_copy(update={"headers": kept})


def _tables(source: _Source, key: str) -> Iterator[tuple[str, Table]]:
    tables = source.table.get(key, {})
    if not isinstance(tables, dict):
        raise source.error((key,), f"must be tables such as [{key}.given_name]")
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise source.error((key, name), "must be a table")
        yield name, table


def _vocabulary(source: _Source) -> Vocabulary:
    terms = []
    for code, table in source.table.items():
        if not isinstance(table, dict):
            raise source.error((code,), "a term of a vocabulary is a table")
        terms.append(_validated(Term, {**table, "code": code}, source, (code,)))
    data = {"name": source.path.stem, "terms": tuple(terms)}
    return _validated(Vocabulary, data, source, ())


def _validated(model: type[_Model], data: Table, source: _Source, where: tuple[str, ...]) -> _Model:
    """A model of the data; what pydantic finds wrong becomes a sentence with file and line."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        keys: tuple[str, ...] = tuple(str(key) for key in first["loc"])
        if first["type"] == "extra_forbidden":
            allowed: set[str] = set(model.model_fields) - {"name", "code"}
            message = f"is no key known here; keys are {', '.join(sorted(allowed))}"
        elif first["type"] == "missing":
            message = "is missing"
        else:
            message = first["msg"].removeprefix("Value error, ")
        raise source.error((*where, *keys), message) from error
