"""A real browser on a workspace: signing in, and finding every page there is by its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from playwright.sync_api import Browser, Page, Playwright

CHROMIUM = "/usr/bin/chromium"
_NAMES_A_THING = re.compile(r"[0-9]|^[a-z2-7]{12,}")
_NOT_PAGES = re.compile(
    r"\.(webp|json|csv|xlsx|zip|geojson|svg|png|pdf)$|/logout|/download|^/static"
)


def chromium(playwright: Playwright) -> Browser:
    """Debian's chromium."""
    return playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
    )


def sign_in(page: Page, base: str, account: str, password: str) -> None:
    """Sign in as a person does."""
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", account)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("nav.main")


def pattern(address: str) -> str:
    """What kind of page an address is: things in it that have a name stand as *."""
    parts = urlsplit(address)
    path = "/".join("*" if _NAMES_A_THING.search(each) else each for each in parts.path.split("/"))
    return path + ("?" if parts.query else "")


def addresses(page: Page, base: str, *also: str, each: int = 1) -> Iterator[str]:
    """Every kind of page that links lead to from the overview, ``each`` times; opened on the way.

    ``also`` are addresses to begin with, whatever kind they are.
    """
    waiting = ["/", *also]
    seen: dict[str, int] = {}
    known = set(waiting)
    while waiting:
        address = waiting.pop(0)
        kind = pattern(address)
        if address not in also and seen.get(kind, 0) >= each:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        answer = page.goto(urljoin(base, address))
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        yield address
        for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"):
            parts = urlsplit(str(link))
            inside = f"{parts.scheme}://{parts.netloc}" == base
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if inside and path not in known and not _NOT_PAGES.search(parts.path):
                known.add(path)
                waiting.append(path)
