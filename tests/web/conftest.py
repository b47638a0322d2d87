from tests.workspace_fixtures import actor, admin, collection, document, reading_once, workspace

__all__ = ["actor", "admin", "collection", "document", "reading_once", "workspace"]
