"""Brings ``src/muniment/web/locale`` up to date with the texts of the templates and modules.

python tools/messages.py            add what is new, drop what is gone; say what is not translated
python tools/messages.py --check    change nothing; exit code 1 where something is amiss
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "muniment"
LOCALE = SOURCE / "web" / "locale"
PLACES = ("web", "workspace")
SENTENCES = "sentences.txt"
"""Sentences made elsewhere, one a line: see ``muniment.web.sentences``."""
CALLS = {
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": -1,
    "pgettext_lazy": -1,
}
"""How many texts each function takes; -1: a context and a text."""
_IN_TEMPLATE = re.compile(
    r"(?<![\w.])(gettext|ngettext|pgettext|npgettext|_)\(\s*((?:u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?\s*)+)"
)
_TEXT = re.compile(r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")
_VALUE = re.compile(r"%\(\w+\)[sd]|%[sd]")
Message = tuple[str | tuple[str, str], str | None, str]
"""What is to be translated (with its plural), its context, and the file it stands in."""


def messages() -> Iterator[Message]:
    """All texts that the interface shows, in the order of the files."""
    for place in PLACES:
        for path in sorted((SOURCE / place).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix == ".py" and "migrations" not in path.parts:
                yield from _of_module(path.read_text(encoding="utf-8"), name)
            elif path.name == SENTENCES:
                lines = path.read_text(encoding="utf-8").splitlines()
                yield from ((each, None, name) for each in lines if each and each[0] != "#")
            elif path.suffix in (".html", ".txt") and "templates" in path.parts:
                yield from _of_template(path.read_text(encoding="utf-8"), name)


def _of_module(text: str, name: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            count = CALLS.get(called, 0)
            said = [
                each.value
                for each in node.args[: abs(count) + (count < 0)]
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            ]
            if count and said:
                yield _message(said, count, name)


def _of_template(text: str, name: str) -> Iterator[Message]:
    from django.utils.translation.template import templatize

    for found in _IN_TEMPLATE.finditer(templatize(text, origin=name)):
        said = [ast.literal_eval(each) for each in _TEXT.findall(found[2])]
        counts = {"ngettext": 2, "pgettext": -1}
        yield _message(said, counts.get(found[1], 1), name)


def _message(said: list[str], count: int, name: str) -> Message:
    if count < 0:
        return said[1], said[0], name
    return ((said[0], said[1]) if count == 2 else said[0]), None, name


def catalog() -> Catalog:
    """Everything to be translated, without translations."""
    made = Catalog()
    for said, context, name in messages():
        text = said[0] if isinstance(said, tuple) else said
        flags = ["python-format"] if re.search(r"%(\(\w+\))?[sd]", text) else []
        made.add(said, context=context, locations=[(name, None)], flags=flags)  # type: ignore[list-item]
    return made


def updated(path: Path, source: Catalog) -> Catalog:
    """The translations of a file, brought up to date."""
    with path.open("rb") as stream:
        kept = read_po(stream)
    kept.update(source, no_fuzzy_matching=True, update_creation_date=False)
    kept.obsolete.clear()
    return kept


def written(kept: Catalog) -> bytes:
    """A catalog as its file has it: in the order of the texts, without dates."""
    text = BytesIO()
    write_po(text, kept, width=0, sort_output=True, no_location=True)
    gone = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Last-Translator', b'"Generated-By')
    lines = [each for each in text.getvalue().splitlines(True) if not each.startswith(gone)]
    return b"".join(lines)


def lacking(kept: Catalog) -> list[str]:
    """The texts that have no translation, or not in every plural."""
    return [
        str(each.id)
        for each in kept
        if each.id and (not all(each.string) if isinstance(each.string, tuple) else not each.string)
    ]


def unfit(kept: Catalog) -> list[str]:
    """The translations whose places for values are not those of the text.

    A plural form may leave out a named value ("one source"), never one without a name.
    """
    found = []
    for each in kept:
        forms = each.string if isinstance(each.string, tuple) else (each.string,)
        texts = each.id if isinstance(each.id, tuple | list) else (each.id,)
        wanted = set(_VALUE.findall(texts[-1]))
        for form in forms if each.id else ():
            there = set(_VALUE.findall(form or ""))
            named = {value for value in wanted if value.startswith("%(")}
            may_lack = named if len(forms) > 1 else set()
            if form and (there - wanted or wanted - there - may_lack):
                found.append(f"{texts[0]}: {form}")
    return found


def problems(write: bool) -> list[str]:
    """Bring the files up to date if asked; what was, or still is, wrong with them."""
    found = []
    source = catalog()
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        kept = updated(path, source)
        text = written(kept)
        name = path.relative_to(ROOT).as_posix()
        if text != path.read_bytes():
            if write:
                path.write_bytes(text)
            else:
                found.append(f"{name}: not up to date; run python tools/messages.py")
        found += [f"{name}: not translated: {each}" for each in lacking(kept)]
        found += [f"{name}: not the same values: {each}" for each in unfit(kept)]
    return found


def main() -> int:
    """Do what the command line says; the exit code."""
    found = problems(write="--check" not in sys.argv[1:])
    print("\n".join(found) or "Every text is translated.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
