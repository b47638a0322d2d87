"""What follows from what is kept, made anew: what a search finds, other spellings, pictures.

Nothing that is kept changes: sources, claims, decisions, registers and the history are only read.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass

from muniment.workspace.history import writing
from muniment.workspace.models import Document, Item, Register, Source, Spelling
from muniment.workspace.opened import opened
from muniment.workspace.search.backends import backend
from muniment.workspace.search.index import index_documents
from muniment.workspace.search.records import forget_records
from muniment.workspace.services.record_index import index_list


@dataclass(slots=True)
class Rebuilt:
    """How much was made anew."""

    sources: int = 0
    found: int = 0
    lists: int = 0
    records: int = 0


def rebuild(say: Callable[[str], None] = lambda step: None) -> Rebuilt:
    """Make everything anew that can be, a source and a list at a time, while people work.

    ``say`` is told each step. Interrupted, it is done again from the start.
    """
    made = Rebuilt()
    say("what was learned of spellings")
    Spelling.objects.all().delete()
    backend().rebuild()
    say("passages and claims")
    for number in list(Source.objects.order_by("pk").values_list("pk", flat=True)):
        with writing():  # nobody decides on a claim between its reading and its index
            source = Source.objects.filter(pk=number).first()
            if source is None:
                continue
            documents = list(Document.objects.filter(source=source).select_related("source"))
            index_documents(source, documents)
        made.sources += 1
    made.found = Item.objects.exclude(kind="record").count()
    say("records")
    known = set(Register.objects.values_list("list", flat=True))
    for name in set(_indexed()) - {each[:64] for each in known}:
        forget_records(name)
    for register in Register.objects.select_related("collection").order_by("list"):
        made.records += index_list(register)
        made.lists += 1
    say("pictures of pages, when they are asked for")
    shutil.rmtree(opened().folder.cache / "pages", ignore_errors=True)
    return made


def _indexed() -> list[str]:
    found = Item.objects.filter(kind="record").order_by("register")
    return list(found.values_list("register", flat=True).distinct())
