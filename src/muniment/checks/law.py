"""Rules on law: L301 to L308.

Each citation is resolved to an instrument; then its date, title, provision and symbol are compared
with the register, and, where the text says who broke it or is held by it, so is that state's
standing on that day.  What depends on the choice between several instruments is not asked.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from muniment.checks.model import Level, Outcome, Result
from muniment.checks.rulebook import result
from muniment.claims.instruments import (
    bracket_after,
    day_of,
    resolution_of,
)
from muniment.claims.model import Citation, DocumentClaims, Relation
from muniment.claims.reader import read_claims
from muniment.documents.document import Document
from muniment.law.instruments import Instrument, groups, instruments
from muniment.law.participation import JOINING
from muniment.law.resolving import Cited, Resolution, members, resolve
from muniment.law.standing import Standing, Status, standing
from muniment.law.states import State, states
from muniment.law.symbols import EUROPEAN_UNION
from muniment.law.titles import words_of
from muniment.law.verdicts import (
    Answer,
    Verdict,
    bracket_verdict,
    contradicts,
    date_verdict,
    parents,
    provision_verdict,
    symbol_verdict,
    tells_a_name,
    title_verdict,
)
from muniment.law.wording import day_in_words
from muniment.law.words import lists, tokens
from muniment.values.period import Period

TREATY_HEADS = ("convention", "covenant", "treaty", "protocol", "charter")
OUTCOMES = {
    Answer.FITS: Outcome.HOLDS,
    Answer.DOES_NOT: Outcome.FIRES,
    Answer.CANNOT_TELL: Outcome.NOT_CHECKABLE,
}
_BEFORE, _LINK = 40, 3
"""How far before a citation, in characters and words, what belongs to it is looked for."""
PAST = ("joined", "signed")
"""Roles that tell of an act done at some time up to the day."""
OUTSIDE = (Status.NOT_BOUND, Status.SIGNED, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class CitedInstrument:
    """A citation with what it resolves to; ``instruments`` are one, or the members of a group."""

    citation: Citation
    resolution: Resolution

    @property
    def instruments(self) -> list[Instrument]:
        """What it surely names; none where it names nothing known or one of several."""
        if self.resolution.id is None:
            return []
        return [instruments()[each] for each in self.resolution.instruments]


def cited_instruments(claims: DocumentClaims) -> list[CitedInstrument]:
    """The citations of a document with what each resolves to."""
    return [_cited(claims, citation) for citation in claims.citations]


def _cited(claims: DocumentClaims, citation: Citation) -> CitedInstrument:
    found = resolution_of(claims, citation)
    known = citation.instrument
    if known is not None and found.id is None:
        group = known if known in groups() else None
        found = Resolution(members(known), "it is what was cited before by such a name", group)
    return CitedInstrument(citation, found)


def states_concerned(claims: DocumentClaims) -> list[State]:
    """The states that a text accuses, holds to an instrument or calls its parties, and the state
    of its issuer; each once."""
    codes = [r.values["state"] for r in claims.relations if r.type == "legal-role"]
    if claims.document.issuer_state:
        codes.append(claims.document.issuer_state)
    return [states()[code] for code in dict.fromkeys(codes) if code in states()]


def verdicts_on(words: str) -> tuple[Resolution, list[Verdict]]:
    """What a citation given by itself resolves to, and what is right and wrong about it.

    The words are read as a text is, so that a year, a day, an article or a symbol in them counts;
    words that the grammar does not take for a citation are looked up as a name.
    """
    document = Document(
        path="", sha256="", media_type="", text=words, body=(0, len(words)), language="en"
    )
    claims = read_claims(document)
    if not claims.citations:
        found = resolve(Cited(words, symbol=words))
        told = [title_verdict(words, found)] if found.instruments else []
        told += [symbol_verdict(found, None)] if found.symbol else []
        return found, [each for each in told if each.answer is Answer.DOES_NOT]
    cited = cited_instruments(claims)[0]
    told = [verdict for _, verdict in _on_citation(claims, cited, [])]
    return cited.resolution, [each for each in told if each.answer is not Answer.CANNOT_TELL]


def check_law(claims: DocumentClaims) -> Iterator[Result]:
    """L301 to L308 for every citation."""
    concerned = states_concerned(claims)
    roles: dict[str, list[Relation]] = {}
    for relation in claims.relations:
        for role, member in relation.members:
            if role == "citation":
                roles.setdefault(member, []).append(relation)
    for cited in cited_instruments(claims):
        yield from _alone(claims, cited, concerned)
        yield from _in_brackets(claims, cited)
        yield from _roles(claims, cited, roles.get(cited.citation.id, []))


def _alone(
    claims: DocumentClaims, cited: CitedInstrument, concerned: list[State]
) -> Iterator[Result]:
    """What the citation itself says."""
    citation, resolution = cited.citation, cited.resolution
    path = (claims.document.path,)
    if not resolution.instruments and resolution.symbol is None and _is_treaty(citation):
        yield result(
            "L301",
            Outcome.FIRES,
            f"“{citation.words}”: the register knows no instrument of this name.",
            [citation],
            path,
        )
    if len(resolution.instruments) > 1 and resolution.id is None:
        names = ", ".join(instruments()[each].short_title for each in resolution.instruments[:6])
        yield result(
            "L301",
            Outcome.NOT_CHECKABLE,
            f"“{citation.words}” may be one of several: {names}.",
            [citation],
            path,
        )
    for code, verdict in _on_citation(claims, cited, concerned):
        yield _judged(claims, code, citation, verdict)


def _in_brackets(claims: DocumentClaims, cited: CitedInstrument) -> Iterator[Result]:
    """L303, L308: a symbol or an acronym in brackets after a name or date that is another's."""
    inside = bracket_after(claims, cited.citation)
    if inside is None or not tells_a_name(inside):
        return
    second = resolve(Cited(inside, symbol=inside))
    if second.symbol is not None and _is_resolution_by_date(cited):
        # "the resolution of 7 May 2018 (A/RES/70/1)": the date of one, the symbol of another.
        verdict = symbol_verdict(second, cited.citation.year)
        if verdict.answer is Answer.DOES_NOT:
            yield _judged(claims, "L308", cited.citation, verdict)
        return
    if contradicts(cited.resolution, second):
        yield _judged(claims, "L303", cited.citation, bracket_verdict(cited.resolution, second))


def _is_resolution_by_date(cited: CitedInstrument) -> bool:
    """Whether a citation is of a resolution that it tells by its date and not by a number."""
    unknown = not cited.instruments and cited.resolution.symbol is None
    return unknown and "resolution" in words_of(cited.citation.words).heads


def _on_citation(
    claims: DocumentClaims, cited: CitedInstrument, concerned: list[State]
) -> Iterator[tuple[str, Verdict]]:
    """The verdicts on what a citation says, each with its rule."""
    citation, resolution = cited.citation, cited.resolution
    symbol = resolution.symbol
    if symbol is not None and symbol.body != EUROPEAN_UNION:
        yield "L308", symbol_verdict(resolution, citation.year)
    elif cited.instruments and (year := _year_of(claims, cited)) is not None:
        day = day_of(claims, citation)
        named = [*cited.instruments, *parents(citation.words)]
        yield "L302", date_verdict(named, year, day, concerned)
    if not cited.instruments:
        return
    verdict = title_verdict(citation.words, resolution)
    if verdict.answer is Answer.DOES_NOT:
        yield "L303", verdict
    if citation.provision:
        yield "L305", provision_verdict(cited.instruments, citation.provision)


def _year_of(claims: DocumentClaims, cited: CitedInstrument) -> int | None:
    """The year that a citation gives of its instrument; for acts of the European Union that of
    its day, since their number has a year of its own.  That of a state's joining is none."""
    if not lists().joining.isdisjoint(tokens(cited.citation.words)):
        return None
    start = cited.citation.passage.start
    before = tokens(claims.document.text[max(0, start - _BEFORE) : start])[-_LINK:]
    if not lists().attached.isdisjoint(before):
        return None
    if cited.resolution.symbol is None:
        return cited.citation.year
    day = day_of(claims, cited.citation)
    return day.year if day else None


def _roles(
    claims: DocumentClaims, cited: CitedInstrument, mine: list[Relation]
) -> Iterator[Result]:
    """What the text says of states and the citation, by the relations of both."""
    if not cited.instruments:
        return
    accused = {r.values["state"] for r in mine if r.values.get("role") == "accused"}
    for relation in mine:
        if relation.type == "breach":
            yield from _not_binding(claims, cited)
            late = _not_in_force(claims, cited, relation)
            if late is not None:
                yield late
                return
            yield from _invoking(claims, cited, relation, accused)
        elif relation.type == "legal-role" and relation.values["state"] in states():
            yield from _bound(claims, cited, relation, states()[relation.values["state"]])


def _not_binding(claims: DocumentClaims, cited: CitedInstrument) -> Iterator[Result]:
    """L307: a breach of what binds nobody."""
    each = cited.instruments[0]
    if each.binds or len(cited.instruments) > 1:
        return
    kind = {
        "recommendation": "a resolution that recommends",
        "declaration": "a declaration",
        "statement": "a statement, whose standing as a treaty is not shown",
        "principles": "a text of principles",
    }[each.nature]
    verdict = Verdict(
        Answer.DOES_NOT,
        f"{each.short_title} is {kind}: it can be departed from, not breached.",
        each.verified("title"),
    )
    yield _judged(claims, "L307", cited.citation, verdict)


def _not_in_force(
    claims: DocumentClaims, cited: CitedInstrument, breach: Relation
) -> Result | None:
    """L306: a breach on a day before the instrument was in force; None where it was not before."""
    days = _days(claims, breach)
    if days is None or not all(each.nature == "treaty" for each in cited.instruments):
        return None
    first = min((each.in_force for each in cited.instruments if each.in_force), default=None)
    never = all(each.never_in_force for each in cited.instruments)
    if not never and (first is None or first <= days[1]):
        return None
    each = cited.instruments[0]
    when = f"entered into force on {day_in_words(first)}" if first else "had not entered into force"
    sentence = f"{each.short_title} {when}, after {day_in_words(days[1])}."
    if never:
        sentence = f"{each.short_title} {when} by the day of its source."
    verdict = Verdict(Answer.DOES_NOT, sentence, each.verified("in_force"))
    return _judged(claims, "L306", cited.citation, verdict)


def _invoking(
    claims: DocumentClaims, cited: CitedInstrument, breach: Relation, accused: set[str]
) -> Iterator[Result]:
    """L304 as a note: the state that alleges a breach is not bound itself."""
    state = states().get(claims.document.issuer_state or "")
    if state is None or state.code in accused:
        return
    for found in _bound(claims, cited, breach, state):
        if found.outcome is Outcome.FIRES:
            whose = f"{state.name} is the state whose institution speaks here, not the one accused."
            message = f"{found.message} {whose}"
            yield replace(found, level="note", message=message)
        else:
            yield found


def _bound(
    claims: DocumentClaims, cited: CitedInstrument, relation: Relation, state: State
) -> Iterator[Result]:
    """L304: whether a state was bound on the day of which the text speaks."""
    days = _days(claims, relation)
    if days is None:
        return
    for each in cited.instruments:
        if each.binds:
            first, last = standing(each, state, days[0]), standing(each, state, days[1])
            role = relation.values.get("role", "invoking")
            if role in PAST and last.status is Status.WITHDRAWN:
                continue  # that it had joined is true, and that it left is no error of the text
            yield _standing_result(claims, cited.citation, role, first, last)


def _standing_result(
    claims: DocumentClaims, citation: Citation, role: str, first: Standing, last: Standing
) -> Result:
    """L304 for a state whose standing is known on the first and the last day that may be meant."""
    told = " ".join(last.reasons[:2])
    signed = role == "signed"
    good = (Status.BOUND, Status.SIGNED) if signed else (Status.BOUND,)
    statuses = {first.status, last.status}
    if last.status in good and (first.status in good or role in (*PAST, "held")):
        answer = Answer.FITS
    elif role == "joined" and _has_deposited(last):
        answer = Answer.FITS
        done = "had joined it"
    elif statuses <= set(OUTSIDE) - set(good) and not last.provisional:
        answer = Answer.DOES_NOT
    else:
        answer = Answer.CANNOT_TELL
    name, done = last.state.name, "had signed or joined it" if signed else "was bound"
    said = {
        Answer.FITS: f"{name} {done} on {day_in_words(last.day)}",
        Answer.DOES_NOT: f"{name} was not bound on {day_in_words(last.day)}",
        Answer.CANNOT_TELL: f"it cannot be said whether {name} {done} on {day_in_words(last.day)}",
    }[answer]
    short = f"{last.instrument.short_title}: {said}"
    verdict = Verdict(answer, f"{short}. {told}", first.verified and last.verified)
    return _judged(claims, "L304", citation, verdict, short)


def _has_deposited(found: Standing) -> bool:
    """Whether a state had done what makes it a party, though that may not have had effect yet."""
    return any(
        act.kind in JOINING and act.date is not None and act.date <= found.day
        for act in found.rests_on
    )


def _judged(
    claims: DocumentClaims, code: str, citation: Citation, verdict: Verdict, short: str = ""
) -> Result:
    """A verdict as a result; one that rests on an unverified fact is no error.

    ``short`` says what fits in fewer words than the verdict's sentence.
    """
    sentence = verdict.sentence
    if verdict.answer is Answer.DOES_NOT and not verdict.verified:
        sentence += " Not all of this has been verified in its source."
    found = result(
        code,
        OUTCOMES[verdict.answer],
        sentence,
        [citation],
        (claims.document.path,),
        working=short or sentence.rstrip(".") if verdict.answer is Answer.FITS else None,
    )
    weaker: Level = "warning"
    if not verdict.verified and found.level == "error":
        return replace(found, level=weaker)
    return found


def _is_treaty(citation: Citation) -> bool:
    """Whether an unknown name is like a treaty's: with a head of one and words of its own."""
    words = citation.words.casefold().split()
    return len(words) > 2 and any(head in words for head in TREATY_HEADS)


def _days(claims: DocumentClaims, role: Relation) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day that a role may be about: the sentence's, else the document's."""
    return _first_and_last(role.values.get("day") or claims.document.date or "")


def _first_and_last(edtf: str) -> tuple[datetime.date, datetime.date] | None:
    period = _period(edtf)
    return period.days if period is not None else None


def document_days(claims: DocumentClaims) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day that a document may be of, None where it gives no date."""
    return _first_and_last(claims.document.date or "")


def _period(edtf: str) -> Period | None:
    try:
        return Period.parse(edtf) if edtf else None
    except ValueError:
        return None
