"""Plain text, and Markdown with YAML front matter: the file's own text."""

from __future__ import annotations

import datetime
import re

from muniment.documents.encoding import decode_text
from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.parts import Parts

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_LONGEST_FRONT_MATTER = 20_000
_KEYS = ("title", "issuer", "issuer_state", "date", "place", "language")


def read_plain(name: str, data: bytes) -> Parts:
    """Plain text in any common encoding; offsets count in the file's own text."""
    text, note = decode_text(name, data)
    return Parts(text=text, body=(0, len(text)), notes=[note] if note else [])


def read_markdown(name: str, data: bytes) -> Parts:
    """Markdown; YAML front matter states the title, issuer and so on and is no claim.

    Raises UnreadableDocument when the front matter is no YAML mapping.
    """
    parts = read_plain(name, data)
    found = _FRONT_MATTER.match(parts.text[:_LONGEST_FRONT_MATTER])
    if found is None:
        return parts
    front = _front_matter(name, found["yaml"])
    if front is None:
        return parts
    parts.body = (found.end(), len(parts.text))
    for key in _KEYS:
        if (value := _as_text(front.get(key))) is not None:
            parts.stated[key] = value
    addressees = front.get("addressees")
    if isinstance(addressees, str):
        addressees = [addressees]
    if isinstance(addressees, list):
        parts.addressees = tuple(text for each in addressees if (text := _as_text(each)))
    return parts


def _front_matter(name: str, source: str) -> dict[object, object] | None:
    """The mapping, or None when the lines between two rulers are no front matter at all."""
    import yaml

    if re.search(r"(?:^|[\s\[{,:])[&*][A-Za-z0-9_]", source):
        raise UnreadableDocument(
            name, "has front matter with YAML anchors, which are not read; write values out."
        )
    try:
        front = yaml.load(source, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)
        line = getattr(mark, "line", 0) + 2
        raise UnreadableDocument(
            name, f"has front matter that is not valid YAML (line {line}); mend or remove it."
        ) from error
    if front is None:
        return {}
    if isinstance(front, dict):
        return front
    return None


def _as_text(value: object) -> str | None:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str | int) and not isinstance(value, bool):
        return " ".join(str(value).split()) or None
    return None
