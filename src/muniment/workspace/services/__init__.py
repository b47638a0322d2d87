"""Everything that changes a workspace, a subject a module; each change is in the history."""
