"""What all pages of reports share: their look, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources


def resource(package: str, name: str) -> str:
    """A text file beside the code of a package."""
    return (resources.files(package) / name).read_text(encoding="utf-8").strip()


def theme() -> str:
    """The style that all pages begin with: colours, type, light and dark, print."""
    return resource("muniment.reports", "styles/theme.css")


def policy(style: str, script: str = "") -> str:
    """A content security policy that lets in this style and this script and nothing else.

    No request can leave the page, whatever it shows.
    """
    parts = ["default-src 'none'", "img-src data:", f"style-src '{_digest(style)}'"]
    if script:
        parts.append(f"script-src '{_digest(script)}'")
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
