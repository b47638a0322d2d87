"""Does in a new workspace what ``world.toml`` says, through the services, as its people would."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from django.db import transaction

from muniment.demo.world import ACCOUNT, NAME, PASSWORD
from muniment.demo.world.files import content
from muniment.demo.world.lists import fill_lists
from muniment.workspace.exporting.order import Order
from muniment.workspace.history import Actor, record
from muniment.workspace.models import Claim, Collection, Document, Rung, Source, User
from muniment.workspace.sensitive import text_of
from muniment.workspace.services import (
    comparing,
    handing,
    places,
    questions,
    reviewing,
    searches,
    weighing,
)
from muniment.workspace.services.accounts import make_account
from muniment.workspace.services.members import change_collection, set_member
from muniment.workspace.services.starting import make_collection, start
from muniment.workspace.services.taking_in import Description, take_in
from muniment.workspace.working import do_waiting

Json = dict[str, Any]
ROLES = ("documenter", "reviewer", "second-reviewer", "analyst", "publisher", "reader")
Say = Callable[[str], None]


class World:
    """The workspace that is being filled, and what of it later steps need."""

    def __init__(self, say: Say) -> None:
        text = files("muniment.demo.world").joinpath("world.toml").read_text(encoding="utf-8")
        self.told: dict[str, list[Json]] = tomllib.loads(text)
        self.say = say
        self.sources: dict[str, Source] = {}

    def actor(self, name: str) -> Actor:
        """Somebody, working on the pages."""
        return Actor(User.objects.get(username=name), "web")

    def documents(self, file: str) -> list[Document]:
        """The documents in one of the files."""
        return list(self.sources[file].documents.all())

    def claim(self, file: str, quote: str) -> Claim:
        """The figure in these words of a file. Raises LookupError where there is none."""
        for document in self.documents(file):
            at = text_of(document).find(quote)
            if at >= 0:
                figures = document.claims.filter(kind="figure", start__lt=at + len(quote))
                kept = figures.exclude(status=Claim.Status.SPLIT)
                found = kept.filter(start__gte=at).first() or kept.filter(end__gt=at).last()
                if found is not None:
                    return found
        raise LookupError(f"{file} has no figure at {quote!r}")


def fill(say: Say) -> None:
    """Fill the workspace that is open; ``say`` tells the steps.

    What takes longest (an estimate, comparisons) is asked for, and done when somebody looks.
    """
    world = World(say)
    say("people and collections")
    _people(world)
    say("sources")
    _sources(world)
    say("reading them")
    do_waiting()
    say("decisions")
    _decisions(world)
    _places(world)
    say("weighing")
    _assessments(world)
    say("exports")
    _exports(world)
    do_waiting()
    say("lists of missing persons")
    lists = Collection.objects.get(slug=world.told["collections"][1]["slug"])
    fill_lists(world.actor("documenter"), world.actor("analyst"), lists)
    _questions(world)


def _people(world: World) -> None:
    start(ACCOUNT, PASSWORD, NAME)
    admin = world.actor(ACCOUNT)
    for name in ROLES:
        user, _ = make_account(admin, name)
        _own_password(user)
    for said in world.told["collections"]:
        place = Collection.objects.filter(slug=said["slug"]).first()
        place = place or make_collection(admin, said["name"])
        change_collection(
            admin,
            place,
            place.version,
            name=said["name"],
            description=said["description"],
            two_people=said["two_people"],
            approval=True,
        )
        for name, role, restricted in said["members"]:
            set_member(admin, place, User.objects.get(username=name), role, restricted)


def _own_password(user: User) -> None:
    """Everybody has changed the first password already."""
    with transaction.atomic():
        user.set_password(PASSWORD)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        record(Actor(user, "web"), "account.password-changed", f"account:{user.username}", {})


def _sources(world: World) -> None:
    for said in world.told["sources"]:
        described = {
            each: said[each]
            for each in ("title", "issuer", "date", "note", "obtained_from", "sensitivity")
            if each in said
        }
        place = Collection.objects.get(slug=said["collection"])
        taken = take_in(
            world.actor(said.get("by", "documenter")),
            place,
            io.BytesIO(content(said["file"])),
            said["file"],
            said["how"],
            Description(**described),
        )
        world.sources[said["file"]] = taken.source


def _decisions(world: World) -> None:
    for said in world.told["decisions"]:
        _decide(world, said)
    for said in world.told["additions"]:
        document = world.documents(said["file"])[0]
        actor = world.actor(said.get("by", "reviewer"))
        reviewing.add(
            actor, document, _at(document, said["at"], said["body"]), said.get("reason", "")
        )
    for said in world.told["seconded"]:
        claim = world.claim(said["file"], said["quote"])
        reviewing.second(world.actor("second-reviewer"), claim, claim.version)
    for said in world.told["judgements"]:
        for document in world.documents(said["file"]):
            for finding in document.findings.filter(code=said["code"]):
                reviewing.judge(
                    world.actor("reviewer"),
                    finding,
                    finding.version,
                    said["status"],
                    said["reason"],
                )


def _decide(world: World, said: Json) -> None:
    claim = world.claim(said["file"], said["quote"])
    actor = world.actor(said.get("by", "reviewer"))
    reason = said.get("reason", "")
    if said["verdict"] == "confirm":
        reviewing.confirm(actor, claim, claim.version, reason)
    elif said["verdict"] == "correct":
        changes = {k: None if v == "none" else v for k, v in said["changes"].items()}
        reviewing.correct(actor, claim, claim.version, changes, reason)
    elif said["verdict"] == "reject":
        reviewing.reject(actor, claim, claim.version, reason)
    else:
        parts = [
            _at(claim.document, each["at"], {k: v for k, v in each.items() if k != "at"})
            for each in said["parts"]
        ]
        reviewing.split(actor, claim, claim.version, parts, reason)


def _at(document: Document, words: str, body: Json) -> Json:
    """A claim's body at the passage with these words."""
    start = text_of(document).index(words)
    return {**body, "start": start, "end": start + len(words)}


def _places(world: World) -> None:
    place = Collection.objects.get(slug=world.told["collections"][0]["slug"])
    for said in world.told["places"]:
        described = places.described(said["names"], said["positions"], said["basis"])
        places.add(world.actor("documenter"), place, described)
    for said in world.told["searches"]:
        searches.save(world.actor(said["by"]), said["name"], said["query"])


def _assessments(world: World) -> None:
    for said in world.told["assessments"]:
        claim = world.claim(said["file"], said["quote"])
        against = world.claim(**said["against"]) if "against" in said else None
        before = weighing.standing(claim, against) if said.get("supersedes") else None
        made = weighing.assess(
            world.actor("reviewer"),
            claim,
            against,
            said.get("relation", ""),
            said["reason"],
            standard=Rung.objects.get(rank=said["step"]) if "step" in said else None,
            before=before.pk if before else None,
        )
        if said.get("seconded"):
            weighing.second(world.actor("second-reviewer"), made)


def _questions(world: World) -> None:
    for said in world.told["questions"]:
        asked = questions.Asked(**{k: v for k, v in said.items() if k != "collection"})
        place = Collection.objects.get(slug=said["collection"])
        actor = world.actor("analyst")
        put = questions.put(actor, place, asked)
        comparing.ask_for(actor, place, [each.claim for each in questions.found(actor.user, put)])


def _exports(world: World) -> None:
    for said in world.told["exports"]:
        place = Collection.objects.get(slug=said["collection"])
        order = Order(**said["order"])
        asked = handing.ask_export(
            world.actor(said["by"]), place, order, said["purpose"], said["recipient"]
        )
        if said.get("verdict") == "approve":
            handing.approve(world.actor(said["decided_by"]), asked, asked.version)
        elif said.get("verdict") == "refuse":
            handing.refuse(world.actor(said["decided_by"]), asked, asked.version, said["reason"])
