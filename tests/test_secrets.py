"""No secret lies in the repository: keys, tokens, passwords."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SECRETS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}"),
    "an age identity": re.compile(r"AGE-SECRET-KEY-1[A-Z0-9]{30,}"),
    "a token of this program": re.compile(r"\bmuniment_[\w-]{40,}"),
    "a token of a forge": re.compile(r"\b(gh[pousr]_|glpat-|github_pat_)\w{20,}"),
    "a key of a cloud": re.compile(r"\b(AKIA|ASIA)[A-Z0-9]{16}\b"),
    "a key of an interface": re.compile(r"\b(sk|rk|pk)[-_](live|test|proj|ant)[-_][\w-]{16,}"),
    "a webhook": re.compile(r"hooks\.slack\.com/services/T\w+/B\w+/\w+"),
    "a signed token": re.compile(r"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{10,}"),
    "a password in an address": re.compile(
        r"\b\w+://\w+:(?!…|pass|user|\{|\$)[^\s:/@'\"{}]{6,}@\w"
    ),
}
LEFT_OUT = (".png", ".webp", ".pdf", ".docx", ".xlsx", ".woff2", ".parquet", ".lock")


def _files() -> list[Path]:
    try:
        said = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        pytest.skip("not a clone")
    names = said.stdout.decode().split("\0")
    return [ROOT / each for each in names if each and not each.endswith(LEFT_OUT)]


def test_no_secret_lies_in_the_repository() -> None:
    found = []
    for path in _files():
        if not path.is_file() or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [
            f"{path.relative_to(ROOT)}: {what}"
            for what, pattern in SECRETS.items()
            if pattern.search(text)
        ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN PRIVATE " + "KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ",
        "AGE-SECRET-" + "KEY-1" + "Q" * 58,
        "muniment" + "_" + "a" * 43,
        "ghp" + "_" + "a" * 36,
        "postgresql://user" + ":hunter22@db/x",
    ],
)
def test_secrets_are_known_when_seen(text: str) -> None:
    assert any(each.search(text) for each in SECRETS.values())
