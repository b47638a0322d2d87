"""A tree of hashes over the entries of a history, as in RFC 6962 (certificate transparency).

Its root stands for all entries; a few hashes prove that one entry is among them, and where,
without a word of the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").hexdigest()


def leaf(digest: str) -> bytes:
    """What stands in the tree for an entry with this digest."""
    return hashlib.sha256(b"\0" + bytes.fromhex(digest)).digest()


def levels(digests: Iterable[str]) -> list[list[bytes]]:
    """The tree from its leaves to its root; a node without a neighbour goes up as it is."""
    built = [[leaf(each) for each in digests]]
    while len(built[-1]) > 1:
        below = built[-1]
        above = [_node(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
        if len(below) % 2:
            above.append(below[-1])
        built.append(above)
    return built


def root(tree: Sequence[Sequence[bytes]]) -> str:
    """The root of a tree, in hexadecimal."""
    return tree[-1][0].hex() if tree[-1] else EMPTY


def proof(tree: Sequence[Sequence[bytes]], index: int) -> list[str]:
    """The hashes that lead from the leaf at an index (from 0) to the root."""
    path = []
    for level in tree[:-1]:
        neighbour = index ^ 1
        if neighbour < len(level):
            path.append(level[neighbour].hex())
        index //= 2
    return path


def proves(digest: str, index: int, size: int, path: Sequence[str], wanted: str) -> bool:
    """Whether a path leads from an entry's digest at an index of ``size`` entries to a root."""
    if not 0 <= index < size:
        return False
    try:
        node, rest = leaf(digest), [bytes.fromhex(each) for each in path]
    except ValueError:
        return False
    while size > 1:
        if index ^ 1 < size:
            if not rest:
                return False
            other = rest.pop(0)
            node = _node(other, node) if index % 2 else _node(node, other)
        index, size = index // 2, (size + 1) // 2
    return not rest and node.hex() == wanted


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
