"""What holds for every format."""

from __future__ import annotations

import getpass
import socket
from pathlib import Path

import pytest

from muniment.checks.dismissals import Dismissal
from muniment.checks.model import Outcome
from muniment.reports.rendering import FORMATS, Format, render
from muniment.reports.report import CheckedDocument, Report
from tests.reports import examples


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_told_of_the_machine(form: Format) -> None:
    text = render(examples.both(), form)
    for told in (str(Path.cwd()), str(Path.home()), socket.gethostname()):
        assert len(told) < 5 or told not in text
    assert f"/{getpass.getuser()}/" not in text
    assert "file://" not in text


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_is_rendered_the_same(form: Format) -> None:
    assert render(examples.both(), form) == render(examples.both(), form)


@pytest.mark.parametrize("form", FORMATS)
def test_every_report_ends_with_a_line_break(form: Format) -> None:
    assert render(Report(), form).endswith("\n")


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_a_dismissal_without_a_finding_is_told(form: Format) -> None:
    checked = examples.appeal()
    checked.stale = [Dismissal("0123456789ab", "A105", "They overlap.")]
    assert "They overlap." in render(Report(documents=[checked]), form)


def long_document(sentences: int) -> CheckedDocument:
    words = [
        f"In Orm {n + 1000} persons were held and waited for news.\n\n" for n in range(sentences)
    ]
    make = examples.Maker(examples.document("".join(words)))
    for n in range(sentences):
        figure = make.figure(f"{n + 1000} persons", str(n + 1000), n + 1000)
        if n % 5 == 0:
            make.result("A105", "error", Outcome.FIRES, "It differs.", "1 = 2", figure)
    return CheckedDocument(claims=make.claims, results=make.results)


@pytest.mark.parametrize("form", ["html", "json", "sarif"])
def test_the_size_grows_with_the_document_and_no_faster(form: Format) -> None:
    sizes = [
        len(render(Report(documents=[long_document(n)]), form)) - len(render(Report(), form))
        for n in (50, 100, 200)
    ]
    assert sizes[2] - sizes[1] < 2.2 * (sizes[1] - sizes[0])


def test_the_text_report_stays_short_however_long_the_document() -> None:
    lines = [render(Report(documents=[long_document(n)]), "text").count("\n") for n in (100, 400)]
    assert lines[0] == lines[1] < 80
