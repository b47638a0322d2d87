"""A time authority (RFC 3161) of our own, at an address of this machine: DER by hand."""

from __future__ import annotations

import datetime
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SHA256 = "2.16.840.1.101.3.4.2.1"
RSA_SHA256 = "1.2.840.113549.1.1.11"
SIGNED, TIME = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + content


def number(value: int) -> bytes:
    return der(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    out = bytes([first * 40 + second])
    for each in rest:
        digits = [each & 0x7F]
        while each := each >> 7:
            digits.append(each & 0x7F | 0x80)
        out += bytes(reversed(digits))
    return der(6, out)


def algorithm(dotted: str) -> bytes:
    return der(0x30, oid(dotted), der(5))


class Authority:
    """Its root, its own certificate, and what it answers."""

    def __init__(self) -> None:
        self._root_key = rsa.generate_private_key(65537, 2048)
        self._key = rsa.generate_private_key(65537, 2048)
        self.root = self._certificate("Root of Norland", self._root_key, None)
        self._own = self._certificate("Clock of Norland", self._key, "Root of Norland")

    @property
    def pem(self) -> bytes:
        return self.root.public_bytes(serialization.Encoding.PEM)

    def _certificate(
        self, name: str, key: rsa.RSAPrivateKey, issuer: str | None
    ) -> x509.Certificate:
        def named(text: str) -> x509.Name:
            return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

        now = datetime.datetime.now(datetime.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named(issuer or name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=30))
            .add_extension(x509.BasicConstraints(issuer is None, None), critical=True)
        )
        if issuer is not None:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(usage, critical=True)
        return builder.sign(self._root_key, hashes.SHA256())

    def answer(self, request: bytes) -> bytes:
        """The response to a request: the hash and the nonce in it, and the time."""
        at = request.index(b"\x04\x20") + 2
        imprint, rest = request[at : at + 32], request[at + 32 :]
        nonce = rest[: 2 + rest[1]]
        now = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d%H%M%SZ").encode()
        told = der(
            0x30,
            number(1),
            oid("1.2.3.4.1"),
            der(0x30, algorithm(SHA256), der(4, imprint)),
            number(7),
            der(0x18, now),
            nonce,
        )
        own = self._own.public_bytes(serialization.Encoding.DER)
        certificate = der(0x30, der(0x30, der(0x30, der(4, hashlib.sha256(own).digest()))))
        attributes = sorted(
            der(0x30, oid(name), der(0x31, value))
            for name, value in (
                ("1.2.840.113549.1.9.3", oid(TIME)),
                ("1.2.840.113549.1.9.4", der(4, hashlib.sha256(told).digest())),
                ("1.2.840.113549.1.9.16.2.47", certificate),
            )
        )
        signed = der(0x31, *attributes)
        signature = self._key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        signer = der(
            0x30,
            number(1),
            der(0x30, self._own.issuer.public_bytes(), number(self._own.serial_number)),
            algorithm(SHA256),
            b"\xa0" + signed[1:],
            algorithm(RSA_SHA256),
            der(4, signature),
        )
        token = der(
            0x30,
            number(3),
            der(0x31, algorithm(SHA256)),
            der(0x30, oid(TIME), der(0xA0, der(4, told))),
            der(0xA0, own),
            der(0x31, signer),
        )
        return der(0x30, der(0x30, number(0)), der(0x30, oid(SIGNED), der(0xA0, token)))


@contextmanager
def serving(authority: Authority) -> Iterator[str]:
    """The authority's address, as long as this lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            answer = authority.answer(request)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
