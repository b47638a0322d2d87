"""Times that others vouch for (RFC 3161): asked of an authority, checked offline.

A time authority signs that a SHA-256 was there at a time; it is sent nothing else.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from muniment.workspace.custody import CustodyProblem

_SECONDS = 20
_LARGEST = 1 << 20


def can_check() -> bool:
    """Whether what checks times is installed."""
    return find_spec("rfc3161_client") is not None


def ask_time(authority: str, content: bytes) -> bytes:
    """The answer of a time authority (its address) for the SHA-256 of some content.

    Raises CustodyProblem when it cannot be asked, or answers with something else.
    """
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response

    if not authority.startswith(("https://", "http://")):
        raise CustodyProblem(f"{authority}: the address of a time authority begins with https://.")
    asked = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    request = urllib.request.Request(
        authority,
        data=asked.as_bytes(),
        headers={"Content-Type": "application/timestamp-query"},
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            response: bytes = answer.read(_LARGEST)
        decoded = decode_timestamp_response(response)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise CustodyProblem(
            f"{authority}: the time authority did not answer ({error})."
        ) from error
    if decoded.tst_info.nonce != asked.nonce or not _is_of(response, content):
        raise CustodyProblem(f"{authority}: the time authority answered something else.")
    return response


def told_time(response: bytes) -> str:
    """The time in an answer, in UTC. Raises CustodyProblem when it is no answer."""
    from rfc3161_client import decode_timestamp_response

    try:
        return decode_timestamp_response(response).tst_info.gen_time.isoformat()
    except ValueError as error:
        raise CustodyProblem("the timestamp cannot be read.") from error


def time_fault(response: bytes, content: bytes, roots: Sequence[Path]) -> str | None:
    """What is wrong with an answer over some content, as a sentence, or None.

    ``roots`` are certificates (PEM) of authorities that are trusted; without them only that the
    answer is over this content is looked at.
    """
    from cryptography import x509
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        told_time(response)
        if not _is_of(response, content):
            return "the timestamp is not of this package."
        if not roots:
            return None
        builder = VerifierBuilder()
        for each in roots:
            for certificate in x509.load_pem_x509_certificates(each.read_bytes()):
                builder = builder.add_root_certificate(certificate)
        builder.build().verify_message(decode_timestamp_response(response), content)
    except (VerificationError, ValueError) as error:
        return f"the timestamp is not signed by this authority ({error})."
    except CustodyProblem as error:
        return str(error)
    except OSError as error:
        return f"the authority's certificate cannot be read ({error.strerror})."
    return None


def _is_of(response: bytes, content: bytes) -> bool:
    import hashlib

    from rfc3161_client import decode_timestamp_response

    imprint = decode_timestamp_response(response).tst_info.message_imprint.message
    return bytes(imprint) == hashlib.sha256(content).digest()
