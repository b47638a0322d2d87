"""The parser's second opinion: recorded on figures, never leaned on, from a checked model only."""

from importlib import resources
from pathlib import Path

import pytest

from muniment.claims.reader import read_claims
from muniment.claims.second_opinion import MODEL, UntrustedModel, available, verify_model
from muniment.documents.document import Document

TEXT = (
    "The shelling of Ardal killed 12 civilians and injured 31. "
    "Of the 40 houses in the upper village, 17 were destroyed."
)


def document() -> Document:
    return Document(
        path="t", sha256="", media_type="", text=TEXT, body=(0, len(TEXT)), language="en"
    )


def test_without_being_asked_there_is_none() -> None:
    claims = read_claims(document(), second_opinion=False)
    assert claims.figures
    assert all(figure.second_opinion is None for figure in claims.figures)


def test_nothing_that_is_read_depends_on_it() -> None:
    without = read_claims(document(), second_opinion=False)
    asked = read_claims(document(), second_opinion=True)
    for figure in asked.figures:
        figure.second_opinion = None
    assert asked.figures == without.figures


@pytest.mark.skipif(not available(), reason="the extra `parse` is not installed")
def test_agreement_is_recorded() -> None:
    claims = read_claims(document(), second_opinion=True)
    opinions = [figure.second_opinion for figure in claims.figures]
    assert all(opinion and opinion["parser"] == MODEL for opinion in opinions)
    assert opinions[0] is not None
    assert opinions[0]["counted"] == "agrees"
    assert opinions[0]["noun"] == "civilians"
    assert opinions[0]["verb"] == "kill"


def test_a_model_with_a_missing_or_changed_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UntrustedModel, match="reinstall"):
        verify_model(tmp_path)


def test_the_manifest_names_22_files() -> None:
    folder = resources.files("muniment.claims") / "models"
    (manifest,) = [each for each in folder.iterdir() if each.name.endswith(".sha256")]
    lines = manifest.read_text(encoding="utf-8").splitlines()
    assert len({line.split("  ")[1] for line in lines}) == 22
    assert all(len(line.split("  ")[0]) == 64 for line in lines)
