"""Floor 6: the commands that make, open, fill and check a workspace."""
