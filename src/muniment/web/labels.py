"""What facets and their values are called on the pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muniment.workspace.exporting.order import NAMES
from muniment.workspace.models import Claim

Text = str | Promise

FACETS: Mapping[str, Text] = {
    "kind": _("Found in"),
    "claim": _("Kind of claim"),
    "event": _("Event"),
    "party": _("Party"),
    "place": _("Place"),
    "status": _("Status"),
    "finding": _("Finding"),
    "source": _("Source"),
    "collection": _("Collection"),
}
ITEMS: Mapping[str, Text] = {
    "passage": _("passages"),
    "claim": _("claims"),
    "record": _("records"),
}
CLAIMS: Mapping[str, Text] = {
    "figure": _("figure"),
    "date": _("date"),
    "citation": _("citation"),
    "demand": _("demand"),
}
EVENTS: Mapping[str, Text] = {
    "killed": _("killed"),
    "injured": _("injured"),
    "casualty": _("killed or injured"),
    "missing": _("missing"),
    "detained": _("detained"),
    "ill-treated": _("ill-treated"),
    "sexual-violence": _("sexual violence"),
    "displaced": _("displaced"),
    "freed": _("freed"),
    "abducted": _("abducted"),
    "found": _("found"),
    "prosecuted": _("prosecuted"),
    "destroyed": _("destroyed"),
    "contaminated": _("contaminated"),
    "exploited": _("exploited"),
    "cleared": _("cleared"),
    "attack": _("attack"),
    "deprived": _("deprived"),
    "deployed": _("deployed"),
    "population": _("population"),
    "other": _("other"),
}
LEVELS: Mapping[str, Text] = {
    "error": _("error"),
    "warning": _("warning"),
    "note": _("note"),
}
WORK: Mapping[str, Text] = {
    "read": _("reading"),
    "export": _("export"),
    "return": _("bringing back"),
    "return-look": _("looking at what comes back"),
    "places-look": _("looking at a list of places"),
    "places-take": _("taking in places"),
    "compare": _("comparing"),
    "register-read": _("looking at a list"),
    "register-accept": _("taking in a list"),
    "register-index": _("making a list findable"),
    "register-link": _("linking"),
    "register-estimate": _("estimating"),
}
RULES: Mapping[str, Text] = {
    "X501": _("may conflict"),
    "X502": _("brought up to date"),
    "X503": _("fits"),
    "X504": _("rests on one origin"),
    "A108": _("lower than before"),
}
VERDICTS: Mapping[str, Text] = {
    "same": _("Same"),
    "different": _("Different"),
    "unsure": _("Unsure"),
}
STATUS: Mapping[str, Text] = dict(Claim.Status.choices)
OF: Mapping[str, Mapping[str, Text]] = {
    "kind": ITEMS,
    "claim": CLAIMS,
    "event": EVENTS,
    "status": STATUS,
    "finding": LEVELS,
    "work": WORK,
    "rule": RULES,
    "verdict": VERDICTS,
    "format": NAMES,
}


ROLES: Mapping[str, Text] = {
    "year": _("year"),
    "birth_year": _("year of birth"),
    "list": _("list"),
    "position": _("position"),
    "together": _("what fields say together"),
}
"""What linked records say that no field of a list has a name for."""
FORM: Mapping[str, Text] = {
    "verdict": _("Decision"),
    "confirm": _("confirm"),
    "correct": _("correct"),
    "reject": _("reject"),
    "reopen": _("take back"),
    "second": _("second"),
    "split": _("split"),
    "reason": _("Reason"),
    "low": _("At least"),
    "high": _("At most"),
    "approximate": _("Approximate"),
    "counted": _("Of what"),
    "event": _("What happened"),
    "period": _("When"),
    "place": _("Where"),
    "responsible": _("Held responsible by the text"),
    "edtf": _("Date"),
    "instrument": _("Instrument"),
    "symbol": _("Symbol"),
    "provision": _("Provision"),
    "addressee": _("Addressed to"),
    "part_start": _("From"),
    "part_end": _("To"),
    "part_low": _("At least"),
    "part_high": _("At most"),
}
"""What the fields and answers of the forms of claims are called."""


def form_label(name: str) -> str:
    """What a field or an answer of a claim's form is called; itself where it has no other name."""
    return str(FORM.get(name, name))


def label(facet: str, value: str) -> Text:
    """What a value of a facet is called; itself where it has no other name."""
    return OF.get(facet, {}).get(value, value)
