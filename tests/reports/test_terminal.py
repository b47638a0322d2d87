"""The text report: what a careful colleague would hand back."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.checks.model import Outcome
from muniment.reports.letters import display_width
from muniment.reports.rendering import render
from muniment.reports.report import CheckedDocument, Report
from muniment.reports.terminal import ALL_FINDINGS, LISTED, SAME_CODE, wrap
from tests.reports import examples

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def text_of(*documents: CheckedDocument, width: int = 96) -> str:
    return render(Report(documents=list(documents)), "text", width=width)


def test_what_is_wrong_comes_first_then_what_holds_then_what_could_not_be_told() -> None:
    text = text_of(examples.appeal())
    order = [
        "A101 parts-miss-total",
        "9 + 14 = 23, not 24",
        "T202",
        "1,284 = 1,012 + 272",
        "Could not be checked (1)",
        "Dismissed: 1 finding",
        "Read 8 figures, 1 date, 1 citation and 1 demand: 1 error and 1 warning.",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_carets_stand_under_the_numbers() -> None:
    lines = text_of(examples.appeal()).splitlines()
    at = next(n for n, line in enumerate(lines) if "Of the 24 persons" in line)
    quote, marks = lines[at], lines[at + 1]
    marked = [quote[m.start() : m.end()] for m in re.finditer(r"\^+", marks)]
    assert marked == ["24", "nine", "14"]


@pytest.mark.parametrize("width", [40, 60, 96, 200])
def test_no_line_is_wider_than_asked(width: int) -> None:
    for line in render(examples.both(), "text", width=width).splitlines():
        assert display_width(line) <= width, line


def test_piped_text_carries_no_escapes() -> None:
    assert "\x1b" not in render(examples.both(), "text")


def test_a_terminal_gets_the_same_words_in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    plain = render(examples.both(), "text")
    coloured = render(examples.both(), "text", terminal=True)
    assert "\x1b[" in coloured
    assert ANSI.sub("", coloured) == plain


def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in render(examples.both(), "text", terminal=True)


def test_right_to_left_quotes_are_isolated() -> None:
    text = text_of(examples.right_to_left())
    assert "\u2068قالت الوزارة" in text
    for line in text.splitlines():
        assert line.count("\u2068") == line.count("\u2069")


@pytest.mark.parametrize("control", ["\x1b[31m", "\x07", "\u202e", "\u2069", "\x9b", "\r"])
def test_controls_in_a_document_never_reach_the_terminal(control: str) -> None:
    make = examples.Maker(examples.document(f"On that day 24 persons {control} were held.\n"))
    figure = make.figure("24 persons", "24", 24)
    make.result("A101", "error", Outcome.FIRES, f"Bad{control} sum.", "1 = 2", figure)
    text = text_of(CheckedDocument(claims=make.claims, results=make.results))
    assert not set(control) & set(text) - set("[31m")


def test_many_findings_of_one_rule_are_capped_and_counted() -> None:
    count = 40
    body = "\n\n".join(f"In town {n} there were {n + 100} persons." for n in range(count))
    make = examples.Maker(examples.document(body))
    for n in range(count):
        figure = make.figure(f"{n + 100} persons", str(n + 100), n + 100)
        make.result("A101", "error", Outcome.FIRES, "It misses.", None, figure)
    text = text_of(CheckedDocument(claims=make.claims, results=make.results))
    assert text.count("It misses.") == SAME_CODE
    assert f"… and {count - SAME_CODE} more: {count - SAME_CODE} × A101" in text
    assert f"{count} errors." in text


def test_clean_documents_of_many_take_one_line_each_and_come_last() -> None:
    clean = [examples.answer() for _ in range(LISTED + 5)]
    for document in clean:
        document.results = []
    text = text_of(*clean, examples.appeal())
    assert f"Nothing found in {LISTED + 5} documents" in text
    assert text.count("4 figures, 2 dates and 1 demand") == LISTED
    assert "… and 5 more" in text
    assert text.index("9 + 14 = 23, not 24") < text.index("Nothing found in")


def test_many_documents_with_findings_are_listed_once_there_is_no_more_room() -> None:
    text = text_of(*[examples.appeal() for _ in range(100)])
    full = ALL_FINDINGS // 2
    assert text.count("9 + 14 = 23, not 24") == full
    assert f"Findings in {100 - full} more documents" in text
    assert text.count("✗ appeal.txt  1 error and 1 warning") == LISTED
    assert "100 errors and 100 warnings." in " ".join(text.split())


def test_rich_is_not_loaded_for_piped_text() -> None:
    code = (
        "import sys; from tests.reports import examples;"
        "from muniment.reports.rendering import render; render(examples.both(), 'text');"
        "assert not {'rich', 'jinja2', 'lxml'} & set(sys.modules), 'loaded'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(ValueError, match="no format 'pdf'; there are text, json"):
        render(Report(), "pdf")  # type: ignore[arg-type]


words = st.lists(
    st.tuples(st.text(alphabet="ab 漢字,.", max_size=30), st.sampled_from(["", "number"])),
    max_size=6,
)


@given(words, st.integers(20, 60))
def test_wrapping_keeps_every_letter_and_the_width(
    pieces: list[tuple[str, str]], width: int
) -> None:
    lines = wrap(pieces, width, "  ", "    ")
    joined = "".join(text for line in lines for text, _ in line)
    assert joined.replace(" ", "") == "".join(t for t, _ in pieces).replace(" ", "")
    assert all(sum(display_width(t) for t, _ in line) <= width for line in lines)


def test_the_instruments_cited_have_a_line_for_each_state() -> None:
    text = " ".join(text_of(examples.lawful()).split())
    assert "Instruments cited, and how the states concerned stood on 1 May 2020 (6)" in text
    assert "ENMOD Convention ¶ 1, ¶ 3 [ENMOD]" in text
    assert (
        "Norway: bound since 15 February 1979; ratified it on 15 February 1979 (UN Treaty" in text
    )
    assert "Iceland: signed only; signed it on 18 May 1977 (UN Treaty Collection" in text
    assert "Norway: unknown. No list of the parties to it is at hand." in text
    assert "First Geneva Convention; Second Geneva Convention; Third" in text
    assert "resolution that recommends: it binds no state; adopted 7 September 2006" in text
    assert "1 citation of no one instrument in the register: “1991 Convention on the Care" in text


def test_sums_that_hold_are_not_mixed_with_law() -> None:
    assert "Checked and holds" not in text_of(examples.lawful())
    assert "Instruments cited" not in text_of(examples.appeal())


def test_of_many_documents_the_instruments_are_only_counted() -> None:
    text = text_of(*[examples.lawful() for _ in range(5)])
    assert text.count("6 known instruments cited") == 5
    assert "Instruments cited" not in text
