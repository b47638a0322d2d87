from tests.workspace_fixtures import actor, admin, collection, document, workspace

__all__ = ["actor", "admin", "collection", "document", "workspace"]
