"""Language packs: every pack has what the English one has, so that none can break the grammar."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.claims.language import ENGLISH, NEUTRAL, load_language, open_tables, packs
from tests.claims.languages.texts import MIXED, claims_of

PACKS = Path(str(resources.files("muniment.claims"))) / "languages"
CODES = sorted(packs())
OTHERS = [code for code in CODES if code != ENGLISH]
FILES = sorted(path.name for path in (PACKS / ENGLISH).glob("*.toml"))

# Tables of which a pack may leave out entries: an event needs no verbs of every kind.
PARTIAL = "events.events."
# Rows of a table in double brackets: their keys, and those that may be missing.
ROWS = {
    "numbers.before": ({"kind", "phrases"}, set()),
    "numbers.after": ({"kind", "phrases"}, set()),
    "parts.complements": ({"groups"}, set()),
    "units.unit": ({"class", "symbol", "words"}, {"symbols"}),
    "units.currency": ({"symbol", "words"}, {"signs"}),
}


def table_of(code: str, name: str) -> dict[str, Any]:
    return tomllib.loads((PACKS / code / name).read_text(encoding="utf-8"))


def differences(english: Any, other: Any, path: str) -> Iterator[str]:
    """What another pack's table lacks, has too much, or has of another kind."""
    if path in ROWS:
        needed, optional = ROWS[path]
        for row in other:
            if not needed <= set(row) <= needed | optional:
                yield f"{path}: a row has the keys {sorted(row)}, needed are {sorted(needed)}"
        return
    if isinstance(english, dict) != isinstance(other, dict):
        yield f"{path}: {type(other).__name__} instead of {type(english).__name__}"
        return
    if not isinstance(english, dict):
        if kind(english) != kind(other):
            yield f"{path}: {kind(other)} instead of {kind(english)}"
        return
    if path in open_tables():
        kinds = {kind(value) for value in english.values()}
        for key, value in other.items():
            if kinds and kind(value) not in kinds:
                yield f"{path}.{key}: {kind(value)}"
        return
    for key in english.keys() | other.keys():
        if key not in english:
            if not path.startswith(PARTIAL):
                yield f"{path}.{key}: not in the English pack"
        elif key not in other:
            if not path.startswith(PARTIAL):
                yield f"{path}.{key}: missing"
        else:
            yield from differences(english[key], other[key], f"{path}.{key}")


def kind(value: Any) -> str:
    """What kind of value it is; numbers are one kind, lists one kind whatever they hold."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number"
    return type(value).__name__


def test_there_is_a_second_language() -> None:
    assert OTHERS


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("code", OTHERS)
def test_pack_has_the_shape_of_the_english_one(code: str, name: str) -> None:
    path = PACKS / code / name
    assert path.exists(), f"languages/{code}/{name} is missing"
    stem = name.removesuffix(".toml")
    found = sorted(differences(table_of(ENGLISH, name), table_of(code, name), stem))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("code", OTHERS)
def test_pack_has_no_file_that_english_has_not(code: str) -> None:
    assert sorted(path.name for path in (PACKS / code).glob("*.toml")) == FILES


@pytest.mark.parametrize("code", CODES)
def test_glosses_keep_the_number_of_words(code: str) -> None:
    for phrase, meaning in table_of(code, "glosses.toml")["words"].items():
        assert len(phrase.split()) == len(meaning.split()), phrase


@pytest.mark.parametrize("code", [*CODES, NEUTRAL])
def test_every_pack_reads_every_text_without_error(code: str) -> None:
    """A pack meets texts of its own language, of others, and of none."""
    for text in MIXED:
        claims = claims_of(text, code)
        for claim in (*claims.figures, *claims.dates, *claims.citations, *claims.demands):
            passage = claim.passage
            assert text[passage.start : passage.end] == passage.quote


def words_of_pack(code: str) -> list[str]:
    """Words that a pack knows: those that its lists and tables are made of."""
    found: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, str):
            found.update(re.findall(r"[^\W\d_]+", value))
        elif isinstance(value, list):
            for each in value:
                collect(each)
        elif isinstance(value, dict):
            for key, each in value.items():
                collect(key)
                collect(each)

    for name in ("numbers", "parts", "clauses", "dates", "demands", "citations", "units"):
        collect(load_language(code).table(name))
    return sorted(found)


MARKS = [
    ",",
    ".",
    ";",
    ":",
    "(",
    ")",
    "-",
    "–",
    "%",
    "12",
    "4.000",
    "1,5",
    "2024",
    "3/4",
    "\n\n",
    "$",
]


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_pack_reads_its_own_words_in_any_order(code: str, data: st.DataObject) -> None:
    tokens = st.sampled_from(words_of_pack(code)) | st.sampled_from(MARKS)
    text = " ".join(data.draw(st.lists(tokens, max_size=40)))
    claims = claims_of(text, code)
    for claim in (*claims.figures, *claims.dates, *claims.citations, *claims.demands):
        assert text[claim.passage.start : claim.passage.end] == claim.passage.quote


def test_what_a_pack_leaves_out_is_empty() -> None:
    """The neutral pack knows no words: it has every table of the English one, emptied."""
    for name in FILES:
        stem = name.removesuffix(".toml")
        neutral = load_language(NEUTRAL).table(stem)
        assert not list(differences(table_of(ENGLISH, name), neutral, stem))
    assert load_language(NEUTRAL).table("dates")["months"] == {}
    assert load_language(NEUTRAL).table("demands")["asking"]["to"] == []


def test_which_pack_reads_which_language() -> None:
    assert load_language("es").code == "es"
    assert load_language("und").code == ENGLISH
    assert load_language("de").code == NEUTRAL
    assert load_language("../en").code == NEUTRAL


def test_the_documentation_names_every_file_of_a_pack() -> None:
    page = Path(__file__).parents[2] / "docs" / "languages.md"
    text = page.read_text(encoding="utf-8")
    assert [name for name in FILES if f"`{name}`" not in text] == []
