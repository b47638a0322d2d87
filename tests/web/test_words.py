"""Dates, sentences and tables as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.translation import trans_real
from tests.web.sentences_made import WHOLE, filled, raised, written

from muniment.web import locales
from muniment.web.dates import spoken
from muniment.web.excerpting import first_words, last_words
from muniment.web.holdings import _chart
from muniment.web.refusals import refuse
from muniment.web.segments import Paragraph, Segment, blocks
from muniment.web.sentences import said, said_in


@pytest.fixture
def translated(tmp_path: Path, settings: LazySettings) -> Iterator[None]:
    """The compiled translations that an opened workspace has."""
    settings.LOCALE_PATHS = [locales.compiled(tmp_path / "locale")]
    held: dict[str, Any] = vars(trans_real)["_translations"]
    held.clear()
    yield
    held.clear()
    translation.activate("en")


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2021-06-03", "3 June 2021"),
        ("2021-06", "June 2021"),
        ("2021", "2021"),
        ("2021-06-03/..", "since 3 June 2021"),
        ("../2021-06", "until June 2021"),
        ("2019/2021", "2019 – 2021"),
        ("199X", "1990s"),
        ("19XX", "1900–1999"),
        ("2021-21", "spring 2021"),
        ("XXXX-05-17", "17 May"),
        ("2021-06~", "about June 2021"),
        ("2021-06?", "June 2021 (uncertain)"),
        ("2024-11-31", "2024-11-31"),
        ("last spring", "last spring"),
    ],
)
def test_a_period_is_said_in_words_and_what_is_none_stays(edtf: str, words: str) -> None:
    assert spoken(edtf) == words


@pytest.mark.usefixtures("translated")
def test_the_month_of_may_is_a_month_in_every_language() -> None:
    with translation.override("ru"):
        assert spoken("2024-05-20") == "20 мая 2024"
    with translation.override("ar"):
        assert spoken("2024-05-20") == "20 مايو 2024"


@pytest.mark.usefixtures("translated")
def test_a_sentence_made_in_english_is_said_in_the_language_of_the_page() -> None:
    sentence = "There is no such day as 31 November 2024."
    assert said(sentence) == sentence
    with translation.override("ru"):
        assert said(sentence) == "Такого дня нет: 31 November 2024."
        assert said("Nobody ever wrote this.") == "Nobody ever wrote this."
        assert said_in('<text x="1">people in all</text>') == '<text x="1">людей всего</text>'
        # Words that somebody gave stay words, whatever stands in them.
        assert "&lt;b&gt;" in said_in("<text>&lt;b&gt; only</text>")


@pytest.mark.usefixtures("translated")
def test_every_sentence_is_recognised_as_itself() -> None:
    lines = files("muniment.web").joinpath("sentences.txt").read_text("utf-8").splitlines()
    for line in lines:
        if not line or line.startswith("#"):
            continue
        shown = line
        for number in range(1, 10):
            shown = shown.replace(f"%(n{number})s", "1,234")
            shown = shown.replace(f"%(q{number})s", "X").replace(f"%(t{number})s", "Y")
        with translation.override("ru"):
            assert said(shown) != shown, line


# What only the command line says stays as it is written.
_COMMANDS = ("backup", "restoring", "starting", "packaging", "dismissals", "rulebook")


@pytest.mark.usefixtures("translated")
def test_what_rules_find_and_services_refuse_is_said_in_every_language() -> None:
    made = [*raised("workspace/services"), *written("checks")]
    made += [each for each in raised("web") if "/api/" not in each[0]]
    assert len(made) > 150
    with translation.override("ru"):
        lacking = {
            text.replace("\0", "…"): where
            for where, text in made
            if Path(where.partition(":")[0]).stem not in _COMMANDS
            and not any(said(each) != each for each in filled(where, text))
        }
    assert {(where.partition(":")[0], text) for where, text in made} >= WHOLE.keys()
    assert not lacking, "sentences.txt lacks:\n" + "\n".join(
        f"{where}: {text}" for text, where in lacking.items()
    )


@pytest.mark.usefixtures("translated")
def test_a_refusal_is_a_page_in_the_language_of_who_asked(rf: Any) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    with translation.override("ru"):
        page = refuse(request, "A refusal needs a reason.", 403).content.decode()
    assert "Отказ требует причины." in page


def test_cells_of_a_table_keep_their_places_in_the_text() -> None:
    text = "Place\tKilled\nLower Esk\t22"
    pieces = (
        Segment(text[:17], 5, ()),
        Segment(text[17:], 22, ("k",), "figure", "suggested"),
    )
    paragraph = Paragraph(1, 5, None, True, pieces)
    rows = paragraph.rows
    assert ["".join(each.text for each in cell.segments) for cell in rows[1]] == ["Lower Esk", "22"]
    assert [cell.number for cell in rows[1]] == [False, True]
    for row in rows:
        for cell in row:
            for each in cell.segments:
                assert text[each.start - 5 :].startswith(each.text)
    assert len(blocks([paragraph, paragraph])) == 1


def test_what_was_cut_by_length_is_shown_in_whole_words() -> None:
    assert last_words("mber 2023 between") == "… 2023 between"
    assert first_words("were killed at the mar") == "were killed at the …"
    assert last_words("word") == "…word"


def test_what_is_held_is_drawn_by_months_or_by_years() -> None:
    months = _chart({"2024-01": 2, "2024-04": 1, "": 3, "2024": 1})
    assert months is not None
    assert (months.steps, months.undated, months.first) == (4, 4, "2024-01")
    years = _chart({"1949-08": 1, "2024-01": 2, "2021": 1, "nonsense": 1})
    assert years is not None
    assert years.first == "2021"
    assert _chart({"": 5}) is None
