"""Names of lists and linkages: one store holds those of all collections, and none tells of others.

The first collection of a workspace has plain names; those of every other end with the collection's
mark, whether or not the plain name is taken. So nobody learns from a name that is refused, or that
comes out otherwise than it was typed, what another collection has.
"""

from __future__ import annotations

import hashlib
import re

from muniment.workspace.models import Collection

LONGEST = 64
_MARKED = re.compile(r"\.(c\d+|estimate)(?=\.|$)")
_ENDING = ".estimate"


def own_name(collection: Collection, name: str) -> str:
    """A name as it was typed, made one that no other collection's can be."""
    plain = _MARKED.sub(r"-\1", name)
    first = Collection.objects.order_by("pk").values_list("pk", flat=True).first()
    mark = "" if collection.pk == first else f".c{collection.pk}"
    return plain[: LONGEST - len(_ENDING) - len(mark)].rstrip("-._") + mark


def estimate_name(run: str) -> str:
    """What the estimate of a linkage is called; one name for each linkage."""
    if len(run) + len(_ENDING) <= LONGEST:
        return f"{run}{_ENDING}"
    digest = hashlib.sha256(run.encode("utf-8")).hexdigest()[:8]
    return f"{run[: LONGEST - len(_ENDING) - 9]}-{digest}{_ENDING}"
