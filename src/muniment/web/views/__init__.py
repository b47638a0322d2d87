"""The pages, a subject a module."""
