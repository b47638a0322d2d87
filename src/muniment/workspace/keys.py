"""The key of a workspace, who holds it, and the keys that follow from it.

The root is an age identity (X25519; https://age-encryption.org/v1), so that what is sealed can be
opened in twenty years with any age tool and no Muniment. It lies in ``key.age``, sealed with the
passphrase (scrypt), in the operating system's keyring, or, where neither is wanted, in ``key.txt``,
which its owner alone can read. All other secrets follow from it by HKDF (RFC 5869): nothing else
need be kept.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from muniment.workspace.folder import Folder, FolderProblem

if TYPE_CHECKING:
    import pyrage

SEALED, PLAIN = "key.age", "key.txt"
SHORTEST = 12
"""Characters that a passphrase has at least."""
_SERVICE = "muniment"


@dataclass(frozen=True)
class Keys:
    """An opened workspace key; ``secret`` is the age identity as text."""

    secret: str

    @cached_property
    def identity(self) -> pyrage.x25519.Identity:
        """What opens sealed files."""
        import pyrage

        return pyrage.x25519.Identity.from_str(self.secret)

    def derived(self, purpose: str) -> bytes:
        """32 bytes for one purpose, always the same for the same key."""
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        info = f"muniment {purpose}".encode()
        return HKDF(SHA256(), 32, salt=None, info=info).derive(self.secret.encode())


def make_keys(folder: Folder, passphrase: str | None = None) -> Keys:
    """A new key, put where ``folder.key`` says.

    Raises FolderProblem when there is one already, the passphrase is shorter than ``SHORTEST``
    or missing, or nothing on this machine holds keys.
    """
    import pyrage

    for name in (SEALED, PLAIN):
        if (folder.path / name).exists():
            raise FolderProblem(f"{folder.path / name}: there is a key already.")
    keys = Keys(str(pyrage.x25519.Identity.generate()))
    hold(folder, keys, passphrase)
    return keys


def hold(folder: Folder, keys: Keys, passphrase: str | None = None) -> None:
    """Put a key where ``folder.key`` says; the errors are those of ``make_keys``."""
    import pyrage

    if folder.key == "passphrase":
        if passphrase is None or len(passphrase) < SHORTEST:
            raise FolderProblem(f"the passphrase needs {SHORTEST} characters or more.")
        _write(folder, SEALED, pyrage.passphrase.encrypt(keys.secret.encode(), passphrase))
    elif folder.key == "file":
        _write(folder, PLAIN, f"{keys.secret}\n".encode())
    else:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(_SERVICE, str(folder.path.resolve()), keys.secret)
        except KeyringError as error:
            raise FolderProblem(f"this system's keyring cannot be used ({error}).") from error


def open_keys(folder: Folder, passphrase: str | None = None) -> Keys:
    """The key of a workspace.

    Raises FolderProblem when the passphrase is wrong or missing, or the key is not to be found.
    """
    import pyrage

    if folder.key == "keyring":
        import keyring
        from keyring.errors import KeyringError

        try:
            secret = keyring.get_password(_SERVICE, str(folder.path.resolve()))
        except KeyringError as error:
            raise FolderProblem(f"this system's keyring cannot be used ({error}).") from error
        if secret is None:
            raise FolderProblem(f"{folder.path}: this system's keyring holds no key for it.")
        return Keys(secret)
    name = SEALED if folder.key == "passphrase" else PLAIN
    try:
        held = (folder.path / name).read_bytes()
    except OSError as error:
        raise FolderProblem(
            f"{folder.path / name}: the key cannot be read ({error.strerror}); without it the "
            "workspace cannot be opened."
        ) from error
    if folder.key == "file":
        return Keys(held.decode().strip())
    if passphrase is None:
        raise FolderProblem("this workspace opens with its passphrase.")
    try:
        return Keys(pyrage.passphrase.decrypt(held, passphrase).decode())
    except pyrage.DecryptError as error:
        raise FolderProblem("the passphrase does not open this workspace.") from error


def _write(folder: Folder, name: str, content: bytes) -> None:
    """Write a file for its owner alone, whole or not at all."""
    path = folder.path / name
    draft = path.with_suffix(".new")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as error:
        raise FolderProblem(f"{path}: cannot be written ({error.strerror}).") from error
