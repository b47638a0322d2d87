"""People, the collections they work in, their roles there, and tokens for programs."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from muniment.workspace.models.sealed import SealedText


class Role(models.TextChoices):
    """What somebody does in a collection; ``workspace/roles.toml`` says what each may."""

    READER = "reader", _("reader")
    DOCUMENTER = "documenter", _("documenter")
    REVIEWER = "reviewer", _("reviewer")
    ANALYST = "analyst", _("analyst")
    PUBLISHER = "publisher", _("publisher")
    ADMINISTRATOR = "administrator", _("administrator")


ROLES = tuple(Role)


class User(AbstractUser):
    """A person with an account. ``is_superuser`` is an administrator of the whole workspace.

    ``language`` is that of the pages, "" for the workspace's. With ``must_change_password`` the
    password was made by somebody else and opens nothing but the page on which to change it.
    """

    language = models.CharField(max_length=12, blank=True, default="")
    must_change_password = models.BooleanField(default=False)


class Collection(models.Model):
    """Sources, claims and registers that the same people work on.

    With ``two_people``, what one person decides of a claim counts once another has seconded it.
    With ``approval``, an export leaves only after another person has approved it.
    ``description`` is sealed.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    description = SealedText(row="slug", blank=True, default="")
    two_people = models.BooleanField(default=False)
    approval = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """The role of somebody in a collection; ``restricted`` allows a look at restricted fields."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=20, choices=Role.choices)
    restricted = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "collection"], name="one_role_a_collection"),
        )


class Token(models.Model):
    """A program's way in, for one person: of the token itself only a hash is kept.

    ``scopes`` are rights with spaces between them; a token may never do more than its person.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.TextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
