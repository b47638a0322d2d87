"""Kinds of record: what a register holds, field by field, as declared in data files.

A kind is read from TOML (``kindfiles``). What its fields are for in comparing people across lists
is their *role*; what may be published of them is their *sensitivity*.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from muniment.registers.folding import fold

UNKNOWN = "unknown"
"""What stands in a field of which somebody wrote that it is not known (null: nothing written)."""
UNRECOGNISED = "unrecognised"
"""What stands in a choice whose cell has none of the vocabulary's words; a problem says which."""
UNKNOWN_DATE = "XXXX"
"""The EDTF text of a date of which somebody wrote that it is not known."""

Type = Literal[
    "name",
    "text",
    "identifier",
    "date",
    "integer",
    "quantity",
    "choice",
    "choices",
    "boolean",
    "place",
    "position",
    "geometry",
    "url",
]
Role = Literal[
    "given_name",
    "father_name",
    "grandfather_name",
    "mother_name",
    "family_name",
    "maiden_name",
    "full_name",
    "alias",
    "sex",
    "birth_date",
    "age",
    "age_on",
    "death_date",
    "event_date",
    "birth_place",
    "residence",
    "event_place",
    "event_position",
    "nationality",
    "ethnicity",
    "occupation",
    "affiliation",
    "national_id",
    "phone",
    "postal_code",
    "street",
    "house_number",
    "region",
    "status",
]
Sensitivity = Literal["public", "internal", "restricted"]
"""Public: may be published. Internal: for the institution. Restricted: for those who need it."""
Moment = Literal["birth", "event", "any"]
"""What a date is of: it decides what a year of two digits can mean and what is too early."""

TYPES: tuple[str, ...] = get_args(Type)
ROLES: tuple[str, ...] = get_args(Role)
PARTS: Mapping[str, tuple[str, ...]] = {
    "date": ("year", "month", "day"),
    "position": ("lat", "lon", "x", "y", "zone", "system", "uncertainty_m"),
    "quantity": ("sign", "low", "high", "unit"),
    "integer": ("low", "high"),
    "name": ("first", "second", "third"),
}
"""The parts in which a field of a type may come, each in a column of its own."""
RESERVED = ("record_id", "list", "sheet", "row")
"""Columns that every table of records has; no field may bear their name."""
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class _Declared(BaseModel):
    """Labels and help in any language, by its code; English is the language of last resort."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: dict[str, str]
    help: dict[str, str] = {}

    @field_validator("labels")
    @classmethod
    def _has_english(cls, labels: dict[str, str]) -> dict[str, str]:
        if not labels.get("en", "").strip():
            raise ValueError('give a label in English: labels = { en = "…" }')
        return labels

    def label(self, language: str = "en") -> str:
        """Its label in a language, or in English where there is none."""
        return self.labels.get(language, self.labels["en"])

    def help_text(self, language: str = "en") -> str:
        """Its help in a language, or in English, or nothing."""
        return self.help.get(language, self.help.get("en", ""))


class Term(_Declared):
    """One entry of a vocabulary: its code, and the words by which people write it.

    ``standards`` gives its code in standards from outside, such as ``pfif``.
    """

    code: str
    synonyms: tuple[str, ...] = ()
    standards: dict[str, str] = {}

    @property
    def words(self) -> tuple[str, ...]:
        """Everything by which it may be written: its code, labels and synonyms."""
        return (self.code, *self.labels.values(), *self.synonyms)


class Vocabulary(BaseModel):
    """The values that a choice may have. "unknown" is always one of them.

    Raises ValueError when one word, letters and marks aside, would mean two terms.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    terms: tuple[Term, ...]

    @model_validator(mode="after")
    def _words_mean_one_term(self) -> Vocabulary:
        if UNKNOWN not in {term.code for term in self.terms}:
            raise ValueError(f'the vocabulary needs a term "{UNKNOWN}": it is a value of its own')
        owners: dict[str, str] = {}
        for term in self.terms:
            for word in term.words:
                owner = owners.setdefault(fold(word), term.code)
                if owner != term.code:
                    raise ValueError(f'"{word}" is a word for both "{owner}" and "{term.code}"')
        return self

    @functools.cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of its terms, in their order."""
        return tuple(term.code for term in self.terms)

    @functools.cached_property
    def by_word(self) -> Mapping[str, str]:
        """The code that each folded word means."""
        return {fold(word): term.code for term in self.terms for word in term.words}

    def term(self, code: str) -> Term:
        """The term of a code; raises KeyError for one that it does not have."""
        for term in self.terms:
            if term.code == code:
                return term
        raise KeyError(code)


class Field(_Declared):
    """One field of a kind.

    ``headers`` are words that head its column in people's lists, in any language; ``parts`` such
    words for columns that hold a part of it (the year of a birth date, the latitude of a
    position). ``identifies``: a person or a source could be recognised by it. ``minimum`` and
    ``maximum`` bound a number; ``unit`` is the unit meant where a cell gives none. ``history``
    names the date field that says since when the value holds: such values change over time, and
    old ones are kept. ``steps`` names the text field that lists all values with their dates, where
    a list gives several. ``standards`` gives its name in standards from outside.
    """

    name: str
    type: Type
    role: Role | None = None
    headers: tuple[str, ...] = ()
    parts: dict[str, tuple[str, ...]] = {}
    required: bool = False
    identifies: bool = False
    sensitivity: Sensitivity = "internal"
    vocabulary: Vocabulary | None = None
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    moment: Moment = "event"
    history: str | None = None
    steps: str | None = None
    standards: dict[str, str] = {}

    @field_validator("name")
    @classmethod
    def _is_a_column(cls, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise ValueError("a field's name is of small Latin letters, digits and _")
        if name in RESERVED:
            raise ValueError(f'"{name}" is a column that every record has; choose another name')
        return name

    @model_validator(mode="after")
    def _fits_its_type(self) -> Field:
        chosen = self.type in ("choice", "choices", "boolean")
        if chosen and self.vocabulary is None:
            raise ValueError(f"a field of type {self.type} needs a vocabulary")
        if not chosen and self.vocabulary is not None:
            raise ValueError(f"a field of type {self.type} has no vocabulary")
        allowed = PARTS.get(self.type, ())
        for part in self.parts:
            if part not in allowed:
                known = ", ".join(allowed) or "no parts"
                raise ValueError(f'"{part}" is no part of a {self.type}, which has {known}')
        return self

    @functools.cached_property
    def words(self) -> tuple[str, ...]:
        """Everything that may head its column: its name, labels and header words."""
        return (self.name, *self.labels.values(), *self.headers)


class Wide(BaseModel):
    """How a kind's lists may be wide tables: columns headed by values of ``heading``, with
    ``cell`` in their cells."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heading: str
    cell: str


class Kind(_Declared):
    """A kind of record.

    ``one_of`` lists groups of fields of which a record must give at least one each; ``title`` the
    fields by which a record is shown in a list; ``wide`` what heads columns and what their cells
    are where a list of the kind is a wide table. ``standards`` names what it is in standards from
    outside, such as ``ftm`` (a FollowTheMoney schema).
    """

    name: str
    fields: tuple[Field, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    title: tuple[str, ...] = ()
    wide: Wide | None = None
    standards: dict[str, str] = {}

    @model_validator(mode="after")
    def _names_its_own_fields(self) -> Kind:
        names = {field.name for field in self.fields}
        wide = () if self.wide is None else (self.wide.heading, self.wide.cell)
        for named in (*self.title, *wide, *(name for group in self.one_of for name in group)):
            if named not in names:
                raise ValueError(f'"{named}" is no field of this kind')
        for field in self.fields:
            if field.history is not None and field.history not in names:
                raise ValueError(f'the history of "{field.name}" needs a field "{field.history}"')
            if field.steps is not None and field.steps not in names:
                raise ValueError(f'the steps of "{field.name}" need a field "{field.steps}"')
        roles = [field.role for field in self.fields if field.role is not None]
        for role in roles:
            if roles.count(role) > 1:
                raise ValueError(f'two fields have the role "{role}"')
        return self

    @functools.cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Its fields by name, in their order."""
        return {field.name: field for field in self.fields}

    @functools.cached_property
    def by_role(self) -> Mapping[str, Field]:
        """Its fields by role, for those that have one."""
        return {field.role: field for field in self.fields if field.role is not None}

    def field(self, name: str) -> Field:
        """The field of a name; raises KeyError for one that it does not have."""
        return self.by_name[name]
