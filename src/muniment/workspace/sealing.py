"""Sealing of short texts and of search words, for what is restricted.

Texts are sealed with AES-256-GCM under a key that follows from the workspace's, bound to where
they stand, so that a sealed text moved to another row does not open. Words of sealed texts can be
found by their HMAC: whoever holds the database without the key sees neither.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from muniment.workspace.keys import Keys

MARK = "sealed:1:"
"""What a sealed text begins with; the number is that of the way it is sealed."""
_NONCE = 12
_WORD = 10

_A_TEXT = re.compile(rf"{re.escape(MARK)}[A-Za-z0-9+/]{{38,}}={{0,2}}")
_A_WORD = re.compile(rf"x[0-9a-f]{{{2 * _WORD}}}")


def looks_sealed(text: str) -> bool:
    """Whether the whole of a text has the form of a sealed one; only opening it proves more."""
    return _A_TEXT.fullmatch(text) is not None


class SealBroken(Exception):
    """A sealed text that was changed, moved, or sealed with another key."""


class Sealer:
    """Seals and opens short texts with the keys of one workspace."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self._keys.derived("texts"))

    @cached_property
    def _words(self) -> bytes:
        return self._keys.derived("words")

    def seal(self, text: str, place: str) -> str:
        """The text sealed; ``place`` says where it stands ("source:k7…:obtained_from")."""
        nonce = os.urandom(_NONCE)
        sealed = self._cipher.encrypt(nonce, text.encode("utf-8"), place.encode("utf-8"))
        return MARK + base64.b64encode(nonce + sealed).decode("ascii")

    def open(self, sealed: str, place: str) -> str:
        """The text again. Raises SealBroken when it is not what was sealed at this place."""
        if not sealed.startswith(MARK):
            raise SealBroken(f"{place}: this is not sealed as it should be.")
        try:
            raw = base64.b64decode(sealed[len(MARK) :], validate=True)
            plain = self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], place.encode("utf-8"))
        except (ValueError, InvalidTag) as error:
            raise SealBroken(f"{place}: this was changed, or sealed with another key.") from error
        return plain.decode("utf-8")

    def word(self, folded: str) -> str:
        """What stands for a folded search word in the index: letters and digits only."""
        mark = hmac.digest(self._words, folded.encode("utf-8"), hashlib.sha256)[:_WORD]
        return "x" + mark.hex()


def is_mark(text: str) -> bool:
    """Whether a text looks like what stands for a sealed word."""
    return _A_WORD.fullmatch(text) is not None
