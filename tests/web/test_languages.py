"""The languages of the pages: nothing untranslated, directions that do not mix, a safe choice."""

from __future__ import annotations

import datetime
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import formats, translation
from django.utils.translation import trans_real

from muniment.web import locales

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def translated(tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    """Pages with the compiled translations that an opened workspace has."""
    place = locales.compiled(tmp_path / "locale")
    settings.LOCALE_PATHS = [place]
    held: dict[str, Any] = vars(trans_real)["_translations"]
    held.clear()
    yield place
    held.clear()
    translation.activate("en")


@pytest.fixture
def pages(admin: Any) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def test_every_text_of_the_interface_is_translated() -> None:
    spec = importlib.util.spec_from_file_location("messages_tool", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = tool
    spec.loader.exec_module(tool)
    found = tool.problems(write=False)
    assert not found, "\n".join(["run python tools/messages.py and translate:", *found])


def test_every_kind_of_work_has_a_name() -> None:
    from muniment.web.labels import WORK
    from muniment.workspace import kinds_of_work, working

    kinds_of_work.load()
    assert set(working._KINDS) <= set(WORK)


def test_a_page_is_in_the_language_that_was_chosen(translated: Path, pages: Client) -> None:
    assert '<html lang="en" dir="ltr">' in pages.get("/").content.decode()
    answer = pages.post("/language", {"language": "ar", "next": "/sources/"})
    assert answer.headers["Location"] == "/sources/"
    page = pages.get("/sources/").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "المصادر" in page
    pages.post("/language", {"language": "ru"})
    assert "Источники" in pages.get("/sources/").content.decode()


def test_a_document_keeps_its_own_direction(translated: Path, pages: Client, document: Any) -> None:
    pages.post("/language", {"language": "ar"})
    page = pages.get(f"/documents/{document.key}").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert 'lang="en" dir="ltr" data-new' in page


def test_the_choice_is_offered_before_signing_in(translated: Path, workspace: Any) -> None:
    client = Client()
    assert 'value="ru"' in client.get("/accounts/login/").content.decode()
    client.post("/language", {"language": "ru", "next": "/accounts/login/"})
    assert "Пароль" in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org/x", "x:y", "/\\example"])
def test_the_choice_leads_nowhere_else(pages: Client, away: str) -> None:
    answer = pages.post("/language", {"language": "ru", "next": away})
    assert answer.headers["Location"] == "/"


def test_a_language_that_there_is_not_changes_nothing(pages: Client) -> None:
    answer = pages.post("/language", {"language": "xx"})
    assert answer.status_code == 302
    assert not answer.cookies


def test_plurals_of_six_forms(translated: Path) -> None:
    with translation.override("ar"):
        said = {
            translation.ngettext("%d source taken in.", "%d sources taken in.", n) % n
            if n > 2
            else translation.ngettext("%d source taken in.", "%d sources taken in.", n)
            for n in (0, 1, 2, 3, 11, 100)
        }
    assert len(said) == 6


def test_what_is_compiled_is_compiled_once(tmp_path: Path) -> None:
    first = locales.compiled(tmp_path) / "ar" / "LC_MESSAGES" / "django.mo"
    kept = first.stat().st_ino
    assert (locales.compiled(tmp_path) / "ar" / "LC_MESSAGES" / "django.mo").stat().st_ino == kept


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("en", "7 March 2024", "2024-03-07"),
        ("ru", "7 марта 2024", "07.03.2024"),
        ("ar", "7 مارس 2024", "2024-03-07"),
    ],
)
def test_dates_cannot_be_misread(language: str, long: str, short: str) -> None:
    day = datetime.date(2024, 3, 7)
    with translation.override(language):
        assert formats.date_format(day, "DATE_FORMAT") == long
        assert formats.date_format(day, "SHORT_DATE_FORMAT") == short
