"""The same text gives the same claims and findings in every format."""

import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from muniment.claims.model import DocumentClaims
from muniment.claims.reader import read_claims
from muniment.documents.reading import read_document
from tests.metamorphic.formats import WRITERS, write_text
from tests.metamorphic.texts import OWN, SHARED, findings, signature


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
@pytest.mark.parametrize("path", [*OWN, *SHARED], ids=lambda path: path.stem)
def test_the_format_does_not_matter(
    path: Path, write: Callable[[str, Path], Path], tmp_path: Path
) -> None:
    # Bold and other marks of a hand-made text are no part of what the other formats show.
    text = path.read_text(encoding="utf-8").replace("*", "")
    if re.search(r"\S {3,}\S", text):
        pytest.skip("columns drawn with spaces are no table elsewhere")
    plain = _plain(text)
    other = _claims(write(text, tmp_path))
    assert signature(other, inherited=False) == signature(plain, inherited=False)
    assert findings(other) == findings(plain)


@cache
def _plain(text: str) -> DocumentClaims:
    """Read once for all the formats that it is compared with."""
    with tempfile.TemporaryDirectory() as folder:
        return _claims(write_text(text, Path(folder)))


def _claims(path: Path) -> DocumentClaims:
    document = read_document(path)
    document.date = document.issuer = None
    document.language = "en"
    claims = read_claims(document)
    for claim in claims.all():
        assert document.text[claim.passage.start : claim.passage.end] == claim.passage.quote
    return claims
