"""Lists of words are read as the standard library's parser reads them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import muniment.claims
from muniment.claims.wordlists import read_lists

_PACKS = Path(muniment.claims.__file__).parent / "languages"


@pytest.mark.parametrize("path", sorted(_PACKS.rglob("*.toml")), ids=lambda path: path.stem)
def test_every_file_of_every_pack_reads_as_with_the_standard_library(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert read_lists(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        'a = ["one", "two words",\n  "three",\n]\n["b"]\nc = []',
        'a = [\n  "one", # a remark\n  "two",\n]',
        "a = '''\nx = [\"one\"]\n'''\nb = '= [\"two\", \"three\"]'",
        'a = """\nx = ["one"]\n"""',
        '# a = ["one"]\nb = { c = ["two"], d = [["three"], ["four"]] }',
        'a = ["one\\ttwo", "three"]\nb = ["a#b", "c = [d]"]\nc = ["e, \'f\'"]',
        'a = ["\ue000"]\nb = "\ue0000"',
    ],
)
def test_lists_beside_texts_that_look_like_lists(text: str) -> None:
    assert read_lists(text) == tomllib.loads(text)


@given(st.text(alphabet="ab\"[],= \n#'\\", max_size=60))
def test_whatever_the_standard_library_reads_reads_the_same(text: str) -> None:
    try:
        wanted = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert read_lists(text) == wanted


@given(st.lists(st.lists(st.text(alphabet="ab ,=#[]'", max_size=6)), max_size=4))
def test_lists_of_any_words(lists: list[list[str]]) -> None:
    quoted = ([f'"{word}"' for word in each] for each in lists)
    rows = (f"k{n} = [{', '.join(each)}]" for n, each in enumerate(quoted))
    assert list(read_lists("\n".join(rows)).values()) == lists


def test_an_error_names_the_line_as_it_stands() -> None:
    text = 'a = [\n  "one",\n  "two",\n]\nb = nothing'
    with pytest.raises(tomllib.TOMLDecodeError, match="line 5"):
        read_lists(text)
