from tests.workspace_fixtures import (
    actor,
    admin,
    collection,
    document,
    hashing_quickly,
    reading_once,
    workspace,
)

__all__ = [
    "actor",
    "admin",
    "collection",
    "document",
    "hashing_quickly",
    "reading_once",
    "workspace",
]
