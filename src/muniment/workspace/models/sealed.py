"""A text that is sealed for its row: kept so, and opened when somebody reads it.

Whoever has the database without the workspace's key sees that there is a text, nothing more. What
is sealed for one row does not open in another. A column is never searched or compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from muniment.workspace.opened import opened
from muniment.workspace.sealing import MARK, SealBroken, looks_sealed

if TYPE_CHECKING:
    Text = models.TextField[str, str]
else:
    Text = models.TextField


class Kept(str):
    """A text as the database keeps it: sealed, or plain from before it was sealed."""

    __slots__ = ()


class _Opening(DeferredAttribute):
    """Opens what is kept when it is asked for, once for each object."""

    field: SealedText

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        found = super().__get__(instance, cls)
        if isinstance(found, Kept) and instance is not None:
            found = instance.__dict__[self.field.attname] = self.field.opened(instance, found)
        return found

    def __set__(self, instance: Any, value: Any) -> None:
        """Keep a value; that there is this method lets ``__get__`` see each reading."""
        instance.__dict__[self.field.attname] = value


class SealedText(Text):
    """A text sealed for the row with this key: what stands in its column ``row``.

    What is written past the object, in an ``update``, is sealed with ``sealed_for`` first; a plain
    text is refused.
    """

    descriptor_class = _Opening

    def __init__(self, *args: Any, row: str = "key", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._row = row

    def place(self, key: str) -> str:
        """Where the text of a row is sealed for."""
        return f"{self.model._meta.model_name}:{key}:{self.attname}"

    def opened(self, instance: Any, kept: str) -> str:
        """What is kept of a row as it was written. Raises SealBroken when it was changed."""
        if not kept.startswith(MARK):
            return str(kept)
        return opened().sealer.open(kept, self.place(getattr(instance, self._row)))

    def deconstruct(self) -> Any:
        """For migrations a text like any other: nothing of the table is different."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        """What the database gives, not opened yet."""
        return value if value is None else Kept(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """What is kept of a row; what was not read and is sealed already stays as it is."""
        value = model_instance.__dict__.get(self.attname, "")
        if isinstance(value, Kept):
            return value
        return self._closed(str(getattr(model_instance, self._row)), value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """The sealed text. Raises TypeError for a plain one, which must not be kept."""
        if not isinstance(value, Kept):
            raise TypeError(f"{self.model.__name__}.{self.attname} is kept sealed")
        return super().get_db_prep_save(str(value), connection)

    def _closed(self, key: str, text: str) -> Kept:
        if not text:
            return Kept("")
        if looks_sealed(text):  # a row that is put back as it was
            try:
                opened().sealer.open(text, self.place(key))
            except SealBroken:
                pass
            else:
                return Kept(text)
        return Kept(opened().sealer.seal(text, self.place(key)))


def sealed_for(model: type[models.Model], field: str, key: str, text: str) -> Kept:
    """A text for an ``update`` of the row with this key."""
    held = model._meta.get_field(field)
    assert isinstance(held, SealedText)
    return held._closed(key, text)
