"""What readers raise."""

from __future__ import annotations


class UnreadableDocument(Exception):
    """A file that could not be read.

    The message is one clear sentence for the user: which file, what is wrong, what to do.
    """

    def __init__(self, name: str, problem: str) -> None:
        """``problem`` goes on after the file's name and a colon."""
        super().__init__(" ".join(f"{name}: {problem}".split()))
        self.name = name
        self.problem = problem
