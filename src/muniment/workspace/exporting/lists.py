"""Lists of the registers leave: by the registers' own rules for each audience."""

from __future__ import annotations

import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import get_args

from muniment.registers.exporting.exporting import FORMATS, export
from muniment.registers.exporting.exporting import Order as ListOrder
from muniment.registers.exporting.release import Audience
from muniment.registers.objects import StoreProblem
from muniment.registers.suppression import THRESHOLD
from muniment.workspace.exporting.about import About
from muniment.workspace.exporting.making import Made, new_content, written_at
from muniment.workspace.exporting.order import Order, OrderProblem
from muniment.workspace.exporting.parts import pack
from muniment.workspace.models import Export
from muniment.workspace.models.register import Register
from muniment.workspace.opened import opened
from muniment.workspace.sealed_registers import registers


def make_list(asked: Export, order: Order) -> Made:
    """Lists in one format, packed with what the file says of itself.

    For the public small counts and rare combinations are taken out, as ``muniment register
    export`` does. Raises OrderProblem where a list is not of this collection or cannot leave so.
    """
    own = Register.objects.filter(collection=asked.collection, list__in=order.lists)
    if set(own.values_list("list", flat=True)) != set(order.lists):
        raise OrderProblem(f"A list that was chosen is not in {asked.collection}.")
    audience = next(each for each in get_args(Audience) if each == order.audience)
    name = f"{order.lists[0]}{FORMATS[order.format]}"
    store = registers(asked.by.username)
    wanted = ListOrder(order.lists, order.format, audience, asked.purpose, THRESHOLD)
    with ExitStack() as unless_whole, tempfile.TemporaryDirectory(dir=opened().temporary) as folder:
        place = Path(folder, name)
        try:
            left = export(store, wanted, place)
        except StoreProblem as error:
            raise OrderProblem(str(error)) from error
        kind = store.listed(order.lists[0]).kind
        made = Made(
            unless_whole.enter_context(new_content(opened().temporary)),
            contents={", ".join(order.lists): left.records},
            fields={kind: _fields(store.history()[-1][0].detail)},
            left_out=list(left.left_out),
            registers=store.head,
        )
        about = About(asked, written_at(), made.contents, made.left_out, left.not_carried)
        with place.open("rb") as content:
            said = about.text().encode("utf-8-sig")
            pack(made.content, {"about.txt": said, name: content})
        made.content.seek(0)
        unless_whole.pop_all()
    return made


def _fields(detail: object) -> list[str]:
    """The fields that left, as the store's history has them."""
    kept = json.loads(detail) if isinstance(detail, str) else detail
    return list(kept.get("fields", ())) if isinstance(kept, dict) else []
