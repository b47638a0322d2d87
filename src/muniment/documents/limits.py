"""How much of a file is read, and for how long: every limit is a setting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on what reading one file may cost; each has a default and can be set.

    The settings stand in the ``[tool.muniment.limits]`` table (``[limits]`` in
    ``muniment.toml``) under the same names.
    """

    max_bytes: int = 100_000_000
    """The largest file that is opened, in bytes."""
    max_pages: int = 3_000
    """The most pages a PDF or scan may have."""
    max_characters: int = 10_000_000
    """The longest text that is kept, in code points."""
    max_unpacked_bytes: int = 300_000_000
    """The most that a DOCX or ODT file may unpack to, in bytes."""
    max_unpacking_ratio: int = 200
    """How many times its packed size a part of a DOCX or ODT file may unpack to
    (parts below 1 MB are let through)."""
    max_depth: int = 200
    """How deep the elements of an HTML, DOCX or ODT file may nest."""
    max_attachments: int = 100
    """The most attachments of a mail that are read."""
    max_nesting: int = 3
    """How deep mails may be attached to mails."""
    max_pixels: int = 80_000_000
    """The largest picture that is opened for text recognition, in pixels."""
    seconds: int = 60
    """The processor time that reading one file may take, in seconds."""
    recognition_seconds: int = 900
    """The time that recognising the text of one file's scanned pages may take, in seconds."""
    memory_megabytes: int = 1_500
    """The memory that reading one file may take, in megabytes of address space."""

    def __post_init__(self) -> None:
        for each in fields(self):
            if getattr(self, each.name) < 1:
                raise ValueError(f"The limit {each.name} must be 1 or more.")

    @classmethod
    def from_settings(cls, settings: Mapping[str, object]) -> Limits:
        """The limits with some replaced by a configuration table's.

        Raises ValueError with one clear sentence on an unknown name or a value that is no
        positive whole number.
        """
        known = [each.name for each in fields(cls)]
        chosen: dict[str, int] = {}
        for name, value in settings.items():
            if name not in known:
                raise ValueError(f"There is no limit {name!r}; choose from {', '.join(known)}.")
            if not isinstance(value, int) or isinstance(value, bool):
                raise ValueError(f"The limit {name} must be a whole number, not {value!r}.")
            chosen[name] = value
        return cls(**chosen)


DEFAULT_LIMITS = Limits()
