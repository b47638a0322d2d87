"""Opens what a passphrase seals (age, scrypt), also while the machine is busy.

Age measures how quick the machine is and refuses what would take it long. One that does much else
at the moment therefore refuses what it opens a moment later, and that is no damage.
"""

from __future__ import annotations

import time

_TOO_LONG = "Excessive work"
"""What age says of what would take this machine, as it is at the moment, too long."""
_TRIES, _PAUSE = 20, 0.5


class TooBusy(Exception):
    """The machine is too slow at the moment; the message is a sentence."""


def unsealed(sealed: bytes, passphrase: str) -> bytes:
    """What was sealed with a passphrase.

    Raises pyrage.DecryptError when it does not open, TooBusy when this machine cannot open it now.
    """
    import pyrage

    for _ in range(_TRIES):
        try:
            opened: bytes = pyrage.passphrase.decrypt(sealed, passphrase)
            return opened
        except pyrage.DecryptError as error:
            if _TOO_LONG not in str(error):
                raise
            time.sleep(_PAUSE)
    raise TooBusy(
        "this machine is too busy to work out the key from the passphrase, or much slower than "
        "where it was set; close other programs and try again."
    )
