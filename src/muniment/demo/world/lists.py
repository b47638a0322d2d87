"""Lists of missing persons come into the demonstration, are linked, and people decide on pairs."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

from muniment.demo.registers.files import write_lists
from muniment.workspace.history import Actor
from muniment.workspace.models import Collection, Intake
from muniment.workspace.sealed_registers import registers
from muniment.workspace.services import intakes, linking
from muniment.workspace.services.own_names import own_name
from muniment.workspace.services.registers import decide
from muniment.workspace.working import do_waiting

Json = dict[str, Any]
PEOPLE = 260
LISTS = ("commission", "ministry", "families")
"""Those of the four that are here: in Latin, Cyrillic and Georgian letters."""
KIND = "missing_person"
RUN = "missing-persons"
_MORE = 3
"""Rows that the commission's next revision has more; as many are gone from it."""


def fill_lists(documenter: Actor, analyst: Actor, place: Collection) -> None:
    """Bring the lists in, link them, decide on some pairs; the estimate is asked for.

    A next revision of the commission's list waits for somebody to look at it.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths, _, _ = write_lists(Path(folder), PEOPLE)
        files = {path.stem: (path.name, path.read_bytes()) for path in paths}
    lists, run = {}, own_name(place, RUN)
    for name in LISTS:
        file, content = files[name]
        brought = intakes.bring(documenter, place, io.BytesIO(content), file, name, KIND)
        lists[name] = brought.list
    do_waiting()
    for intake in Intake.objects.filter(state=Intake.State.READ):
        intakes.accept(documenter, intake, intake.version, "As received.")
    do_waiting()
    linking.link(analyst, place, RUN, list(lists.values()))
    do_waiting()
    _decide(analyst, place, run)
    # Anew, so that what people decided is in it.
    linking.link(analyst, place, run, list(lists.values()))
    do_waiting()
    linking.estimate(analyst, place, run, ())
    file, content = files["commission"]
    revised = io.BytesIO(_revised(content))
    intakes.bring(documenter, place, revised, file, lists["commission"], KIND)


def _decide(actor: Actor, place: Collection, run: str) -> None:
    """What is most worth asking, answered by what the names tell."""
    asked = registers().run(run).document(linking.QUEUE)
    told = (
        ("same", "Same parents and year of birth; the names are one name in two alphabets."),
        ("same", "The families confirmed it by telephone."),
        ("different", "Brothers: the fathers are one, the years of birth are not."),
        ("unsure", "Ask the families for a date of birth."),
    )
    for (verdict, reason), each in zip(told, asked, strict=False):
        decide(actor, place, (str(each[0]), str(each[1])), verdict, reason, 0)


def _revised(content: bytes) -> bytes:
    """The commission's list a year later: some rows gone, some new, one place named at last."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    header, body = rows[0], rows[1:-_MORE]
    body[0][header.index("Last seen in")] = "Karvan"
    last = int(body[-1][0])
    new = [[str(last + _MORE + n), *each[1:]] for n, each in enumerate(rows[-_MORE:], start=1)]
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([header, *body, *new])
    return text.getvalue().encode("utf-8-sig")
