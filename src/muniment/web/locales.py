"""The languages of the pages: translations kept as text, made ready when a workspace opens."""

from __future__ import annotations

import os
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

LANGUAGES = (("en", "English"), ("ar", "العربية"), ("ru", "Русский"))
SOURCES = "en"
"""The language that the templates are written in."""


def compiled(place: Path) -> Path:
    """The folder of compiled translations in ``place``; what is out of date is compiled anew.

    Raises OSError where the folder cannot be written.
    """
    for code, _ in LANGUAGES:
        if code != SOURCES:
            with as_file(files("muniment.web").joinpath("locale", code)) as kept:
                _compile(kept / "LC_MESSAGES" / "django.po", place / code / "LC_MESSAGES")
    return place


def _compile(source: Path, folder: Path) -> None:
    target = folder / "django.mo"
    changed = source.stat().st_mtime_ns
    if target.exists() and target.stat().st_mtime_ns == changed:
        return
    # Loaded only when there is something to compile.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as stream:
        catalog = read_po(stream)
    folder.mkdir(parents=True, exist_ok=True)
    # Written beside and put in place whole: several processes may start at once.
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as draft:
        write_mo(draft, catalog)
    os.utime(draft.name, ns=(changed, changed))
    Path(draft.name).replace(target)
