"""The key of a workspace, who holds it, and the keys that follow from it.

The root is an age identity (X25519; https://age-encryption.org/v1), so that what is sealed can be
opened in twenty years with any age tool and no Muniment. It lies in ``key.age``, sealed with the
passphrase (scrypt), in the operating system's keyring, or, where neither is wanted, in ``key.txt``,
which its owner alone can read. All other secrets follow from it by HKDF (RFC 5869): nothing else
need be kept. ``key.pub`` holds its public half, by which the key of another workspace is known
before anything is sealed with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING

from muniment.workspace.folder import Folder, FolderProblem, write_whole
from muniment.workspace.passphrases import TooBusy, unsealed

if TYPE_CHECKING:
    import pyrage

SEALED, PLAIN, PUBLIC = "key.age", "key.txt", "key.pub"
SHORTEST = 12
"""Characters that a passphrase has at least."""
_SERVICE = "muniment"
_WRONG = "Decryption failed"
"""What pyrage says of a passphrase that is not the one; of a damaged file it says otherwise."""


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


def take_up_keys(folder: Folder, passphrase: str | None = None) -> Keys:
    """The key that an interrupted start has left in a folder, or a new one.

    A key is never replaced: something may be sealed with it. Raises FolderProblem as ``make_keys``
    and ``open_keys``.
    """
    name = {"passphrase": SEALED, "file": PLAIN, "keyring": PUBLIC}[folder.key]
    if not (folder.path / name).exists():
        return make_keys(folder, passphrase)
    try:
        keys = open_keys(folder, passphrase)
        _write(folder, PUBLIC, f"{keys.identity.to_public()}\n".encode())
        return keys
    except FolderProblem as error:
        raise FolderProblem(
            f"{folder.path / name}: there is a key already, of an attempt that was interrupted. "
            f"{str(error)[:1].upper()}{str(error)[1:]} Take the same passphrase, or move the key "
            "away."
        ) from error


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
        _need_keyring()
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(_SERVICE, str(folder.path.resolve()), keys.secret)
        except KeyringError as error:
            raise FolderProblem(f"this system's keyring cannot be used ({error}).") from error
    _write(folder, PUBLIC, f"{keys.identity.to_public()}\n".encode())


def open_keys(folder: Folder, passphrase: str | None = None) -> Keys:
    """The key of a workspace.

    Raises FolderProblem when the passphrase is wrong or missing, or the key is not to be found,
    damaged, or of another workspace.
    """
    import pyrage

    keys = _held(folder, passphrase)
    try:
        recipient = str(keys.identity.to_public())
    except pyrage.IdentityError as error:
        raise FolderProblem(
            f"{folder.path}: what is kept as its key is none, or was cut off; put the copy of it "
            "that you keep elsewhere in its place."
        ) from error
    public = folder.path / PUBLIC
    try:
        wanted = public.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return keys
    except (OSError, UnicodeDecodeError) as error:
        raise FolderProblem(f"{public}: cannot be read ({error}).") from error
    if recipient != wanted:
        raise FolderProblem(
            f"{folder.path}: this is the key of another workspace, not of this one; nothing was "
            "opened."
        )
    return keys


def _held(folder: Folder, passphrase: str | None) -> Keys:
    """The key as it is held, whatever it is."""
    import pyrage

    if folder.key == "keyring":
        _need_keyring()
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
        return Keys(held.decode("ascii", "replace").strip())
    if passphrase is None:
        raise FolderProblem("this workspace opens with its passphrase.")
    try:
        return Keys(unsealed(held, passphrase).decode())
    except TooBusy as error:
        raise FolderProblem(str(error)) from error
    except pyrage.DecryptError as error:
        if str(error) == _WRONG:
            raise FolderProblem("the passphrase does not open this workspace.") from error
        raise FolderProblem(
            f"{folder.path / name}: was changed or cut off ({error}); put the copy of it that you "
            "keep elsewhere in its place, or restore a backup."
        ) from error


def _need_keyring() -> None:
    if find_spec("keyring") is None:
        raise FolderProblem(
            "the system's keyring takes one more package; install it with: pip install keyring"
        )


def _write(folder: Folder, name: str, content: bytes) -> None:
    """Write a file for its owner alone, whole or not at all."""
    path = folder.path / name
    try:
        write_whole(path, content)
    except OSError as error:
        raise FolderProblem(f"{path}: cannot be written ({error.strerror}).") from error
