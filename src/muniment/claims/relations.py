"""Relations: what the text says of several figures together, and remarks that bear on them."""

from __future__ import annotations

from muniment.claims.baselines import find_multiples
from muniment.claims.breakdowns import find_breakdowns
from muniment.claims.changes import find_changes
from muniment.claims.changetables import find_change_tables
from muniment.claims.echoes import find_echoed_sums
from muniment.claims.frames import build_frames
from muniment.claims.language import Language
from muniment.claims.lists import find_elided, find_lists
from muniment.claims.lookup import look_up
from muniment.claims.model import DocumentClaims, Relation
from muniment.claims.products import find_products
from muniment.claims.rates import find_rates
from muniment.claims.restatements import find_echoes, find_restatements
from muniment.claims.sentences import Sentence
from muniment.claims.shares import find_shares
from muniment.claims.tallies import find_tallies


def find_relations(
    claims: DocumentClaims, sentences: list[Sentence], language: Language
) -> list[Relation]:
    """The relations of a document's claims, in order."""
    relations: list[Relation] = []
    lookup = look_up(claims)
    frames = build_frames(claims, sentences, language)
    relations += find_change_tables(claims, sentences, language)
    for frame in frames:
        changes = list(find_changes(claims, frame, language))
        relations += changes
        known = [each for each in changes if each.type == "change" or "timed" in each.values]
        steps = frozenset(member for each in known for role, member in each.members if role == "by")
        relations += find_multiples(claims, frame, language, known, lookup)
        relations += find_shares(claims, frame, language, lookup, steps)
        rates = list(find_rates(claims, frame, language))
        relations += rates
        totals = {member for each in rates for role, member in each.members if role == "total"}
        relations += find_products(claims, frame, language, totals)
        relations += find_restatements(claims, frame, language)
        lists = list(find_lists(claims, frame, language, lookup))
        relations += lists
        relations += find_tallies(claims, frame, language, lists)
        relations += find_breakdowns(claims, frame, language, lists)
        relations += find_elided(claims, frame, language)
    whole = [each for each in relations if each.type == "breakdown"]
    relations += find_echoed_sums(claims, frames, language, whole)
    restated = {
        frozenset(member for _, member in each.members)
        for each in relations
        if each.type == "rounded-restatement"
    }
    for echo in find_echoes(claims, language):
        if frozenset(member for _, member in echo.members) not in restated:
            relations.append(echo)
    return sorted(relations, key=lambda each: (each.passage.start, each.passage.end, each.type))
