"""S406: a multiple or a change of something that the text does not give."""

from __future__ import annotations

from collections.abc import Iterator

from muniment.checks.model import Outcome, Result
from muniment.checks.rulebook import check, result
from muniment.claims.model import DocumentClaims


@check
def check_baselines(claims: DocumentClaims) -> Iterator[Result]:
    """Every relation "multiple" without a member "base"."""
    known = {figure.id for figure in claims.figures}
    for relation in claims.relations:
        if relation.type != "multiple":
            continue
        if any(role == "base" and member in known for role, member in relation.members):
            continue
        quote = " ".join(relation.passage.quote.split())
        yield result(
            "S406",
            Outcome.FIRES,
            f"“{quote}”: the text does not say of what, so a reader cannot check it.",
            [relation],
            (claims.document.path,),
        )
