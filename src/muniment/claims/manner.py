"""How a sentence speaks: what holds for every figure in it, read once a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from muniment.claims.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Manner:
    """What a sentence's words say of all its figures.

    ``values`` are those of a statement; ``running`` tells a total that still grows, ``weakly``
    one that may, if what happened lasts.
    """

    blank: str
    values: dict[str, str]
    running: bool
    weakly: bool


def manner_of(text: str, without_dates: str, known: Vocabulary) -> Manner:
    """How a sentence speaks; ``without_dates`` is its text with its dates blanked."""
    cues = known.cues
    blank = without_dates.lower()
    lower = " ".join(blank.split())
    whole = " ".join(text.lower().split())
    values = {
        "without": " ".join(known.stem(m[1]) for m in known.leaving_out.finditer(blank)),
        "changing": "yes" if cues["changing"].search(lower) else "",
    }
    if cues["standing"].search(cues["running"].sub(" ", lower)):
        values["standing"] = "yes"
    if cues["hearsay"].search(whole):
        values["heard"] = "yes"
    elif cues["cited"].search(whole):
        values["cited"] = "yes"
        source = known.named_source.search(whole)
        values["cited_source"] = source[1].strip() if source else ""
    if text.isupper():
        values["capitals"] = "yes"
    for name in ("vague_source", "source", "spread"):
        if cues[name].search(lower):
            values[name] = "yes"
    running = cues["running"].search(lower) is not None
    return Manner(blank, values, running, cues["weakly_running"].search(lower) is not None)
