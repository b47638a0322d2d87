"""Loaded by the process that readers are forked from: with a first text read, each is quick.

What is read is invented; it makes the grammar compile the expressions that most texts need.
"""

from __future__ import annotations

from importlib.resources import files

from muniment.documents.limits import DEFAULT_LIMITS
from muniment.workspace.reading_process import answer

_TEXT = files("muniment.workspace").joinpath("warm.txt").read_bytes()
answer({"name": "warm.txt", "issuer": "", "date": ""}, _TEXT, DEFAULT_LIMITS)
