"""Who works in a collection, in which role, and what holds in it."""

from __future__ import annotations

from muniment.workspace.history import Actor, record, writing
from muniment.workspace.locking import claim_version
from muniment.workspace.models import ROLES, Collection, Membership, User
from muniment.workspace.permissions import need
from muniment.workspace.services.accounts import Unfit

LONGEST_NAME = 200


def set_member(
    actor: Actor, collection: Collection, user: User, role: str, restricted: bool
) -> Membership:
    """Give somebody a role in a collection, and the right to restricted fields or not.

    Raises NotAllowed without the right to manage it, Unfit on a role that there is not.
    """
    need(actor.user, "manage", collection)
    if role not in ROLES:
        raise Unfit("Choose one of the roles.")
    with writing():
        before = collection.members.select_for_update().filter(user=user).first()
        was = [before.role, before.restricted] if before else None
        member, _ = Membership.objects.update_or_create(
            user=user,
            collection=collection,
            defaults={"role": str(role), "restricted": restricted},
        )
        detail = {"account": user.username, "from": was, "to": [str(role), restricted]}
        record(actor, "member.set", f"collection:{collection.slug}", detail)
    return member


def remove_member(actor: Actor, collection: Collection, user: User) -> None:
    """Somebody works in a collection no longer. Raises NotAllowed, or Unfit who is no member."""
    need(actor.user, "manage", collection)
    with writing():
        member = collection.members.select_for_update().filter(user=user).first()
        if member is None:
            raise Unfit(f"{user.username} does not work in {collection}.")
        detail = {"account": user.username, "from": [member.role, member.restricted], "to": None}
        member.delete()
        record(actor, "member.removed", f"collection:{collection.slug}", detail)


def change_collection(
    actor: Actor,
    collection: Collection,
    version: int,
    *,
    name: str,
    description: str,
    two_people: bool,
    approval: bool,
) -> Collection:
    """Change what holds in a collection.

    Raises NotAllowed without the right to manage it, Stale when somebody else was quicker, Unfit
    on a name that cannot be.
    """
    need(actor.user, "manage", collection)
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Unfit(f"A collection has a name, of {LONGEST_NAME} characters at most.")
    said = {
        "name": name,
        "description": description.strip(),
        "two_people": two_people,
        "approval": approval,
    }
    with writing():
        claim_version(collection, version)
        changed = {k: [getattr(collection, k), v] for k, v in said.items()}
        changed = {k: both for k, both in changed.items() if both[0] != both[1]}
        for field, value in said.items():
            setattr(collection, field, value)
        collection.save(update_fields=list(said))
        record(actor, "collection.changed", f"collection:{collection.slug}", changed)
    return collection
