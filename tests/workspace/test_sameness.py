"""The same text in another format, and what may be another version, are told; never what is
restricted to who may not see it."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.test import Client
from tests.workspace_fixtures import PASSWORD, TEXT

from muniment.workspace.models import User
from muniment.workspace.services.sameness import alike
from muniment.workspace.services.taking_in import Description, describe, take_in
from muniment.workspace.working import do_waiting


def as_docx(text: str) -> bytes:
    made = docx.Document()
    for each in text.split("\n\n"):
        made.add_paragraph(each.strip())
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def copy(actor: Any, collection: Any, document: Any) -> Any:
    taken = take_in(actor, collection, io.BytesIO(as_docx(TEXT)), "statement.docx", "upload")
    do_waiting()
    return taken.source.documents.get()


def percents(user: Any, document: Any) -> list[int]:
    fresh = type(document).objects.select_related("source__collection").get(pk=document.pk)
    return [each.percent for each in alike(user, [fresh])]


def test_the_same_text_in_another_format_is_told(admin: Any, document: Any, copy: Any) -> None:
    assert percents(admin, document) == [100]
    browser = Client()
    browser.force_login(admin)
    page = browser.get(f"/sources/{copy.source.key}").content.decode()
    assert f"/documents/{document.key}" in page
    assert "no second witness" in page


def test_another_version_is_told_with_how_much_is_the_same(
    admin: Any, actor: Any, collection: Any, document: Any
) -> None:
    later = TEXT.replace("14 people", "17 people") + "\nThe Office will publish a list of names.\n"
    take_in(actor, collection, io.BytesIO(later.encode()), "corrected.txt", "upload")
    take_in(actor, collection, io.BytesIO(b"Another matter.\n\nNothing of it."), "x.txt", "upload")
    do_waiting()
    (percent,) = percents(admin, document)
    assert 50 <= percent < 100


def test_a_restricted_copy_is_told_only_to_who_may_see_it(
    admin: Any, actor: Any, collection: Any, document: Any, copy: Any
) -> None:
    source = type(copy.source).objects.get(pk=copy.source.pk)
    describe(actor, source, source.version, Description(sensitivity="restricted"))
    do_waiting()
    marks = {each.sameness for each in (document, copy) if each.refresh_from_db() is None}
    assert len(marks) == 2, "who has the disk and no key learns nothing"
    fresh = type(document).objects.select_related("source__collection").get(pk=document.pk)
    (told,) = alike(admin, [fresh])
    assert (told.percent, told.file) == (100, "")
    assert "Ombudsman" not in told.title, "named only after a look that is kept"
    reader = User.objects.create_user("reader", password=PASSWORD)
    collection.members.create(user=reader, role="reader", restricted=False)
    assert percents(reader, document) == []
