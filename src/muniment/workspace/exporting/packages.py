"""Evidence packages leave: made by ``services.packaging``, handed out like any export."""

from __future__ import annotations

import contextlib

from muniment.workspace.exporting.gathering import Scope, left_out
from muniment.workspace.exporting.making import Made
from muniment.workspace.exporting.order import Order, OrderProblem
from muniment.workspace.models import Export, Sensitivity
from muniment.workspace.services.packaging import Options, PackageProblem, build


def make_package(asked: Export, order: Order) -> Made:
    """A package of the sources asked for. Raises OrderProblem where it cannot be made."""
    scope = Scope(asked.collection, order)
    sources = list(scope.sources().select_related("collection", "received_by").order_by("pk"))
    options = Options(
        restricted=order.audience == Sensitivity.RESTRICTED,
        purpose=asked.purpose,
        recipient=asked.recipient,
    )
    try:
        path = build(asked.collection, sources, options)
    except PackageProblem as error:
        raise OrderProblem(str(error)) from error
    content = path.open("rb")
    with contextlib.suppress(PermissionError):  # Windows removes no open file: the next start does
        path.unlink()
    return Made(content, ".zip", {"sources": len(sources)}, left_out=left_out(scope))
