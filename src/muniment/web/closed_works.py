"""What came of work on a restricted source tells how much is in it: to who may look only."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from muniment.workspace.models import Source, Work


def without_results(works: Sequence[Work], opened: Q) -> Sequence[Work]:
    """Work as it may be shown to whom these sources are open: of other sources without what came
    of it. Rows that were changed so are not to be saved."""
    about = Source.objects.filter(key__in={each.about for each in works if each.about})
    closed = set(about.exclude(opened).values_list("key", flat=True))
    for each in works:
        if each.about in closed:
            each.message, each.done, each.total = "", 0, 0
    return works
