"""Floor 6: the pages and the API of a workspace.

In: requests of people with roles. Out: pages; all changes are made by ``muniment.workspace``.
"""
