"""Personal names: their parts, their sounds, and comparison across scripts and spellings.

In: names as they were written, in any script. Out: parts with their roles, keys that variants of
one name share, and how alike two names are, from 0 to 1. Many pairs at once: ``names.bulk``, which
needs numpy (the extra ``link``).
"""

from muniment.values.names.compare import compare_names
from muniment.values.names.keys import blocking_keys, name_key, skeleton
from muniment.values.names.letters import romanise, script
from muniment.values.names.parts import Name, Part, Role
from muniment.values.names.similarity import similarity

__all__ = [
    "Name",
    "Part",
    "Role",
    "blocking_keys",
    "compare_names",
    "name_key",
    "romanise",
    "script",
    "similarity",
    "skeleton",
]
