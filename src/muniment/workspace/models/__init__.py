"""What is kept, a table a class. Changes are made by ``muniment.workspace.services`` alone."""

from muniment.workspace.models.access import ROLES, Collection, Membership, Role, Token, User
from muniment.workspace.models.claim import Claim, Finding, Review
from muniment.workspace.models.handing import Export
from muniment.workspace.models.history import Entry
from muniment.workspace.models.register import Intake, Register
from muniment.workspace.models.search import Item, Place, SavedSearch, Spelling
from muniment.workspace.models.sensitivity import Sensitivity
from muniment.workspace.models.source import Document, Passage, Source
from muniment.workspace.models.weighing import Assessment, Question, Rung
from muniment.workspace.models.work import Work

__all__ = [
    "ROLES",
    "Assessment",
    "Claim",
    "Collection",
    "Document",
    "Entry",
    "Export",
    "Finding",
    "Intake",
    "Item",
    "Membership",
    "Passage",
    "Place",
    "Question",
    "Register",
    "Review",
    "Role",
    "Rung",
    "SavedSearch",
    "Sensitivity",
    "Source",
    "Spelling",
    "Token",
    "User",
    "Work",
]
