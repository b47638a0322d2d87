"""Pictures of every page of a workspace, wide and narrow, light and dark, in both directions.

python tools/pictures.py ADDRESS FOLDER ACCOUNT PASSWORD [PAGE …]

They are for looking at. Every kind of page that links lead to is there once; PAGE adds others.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.browser.walking import addresses, chromium, pattern, sign_in


class View(NamedTuple):
    """How a page is looked at."""

    name: str
    width: int
    height: int
    scheme: str
    language: str


VIEWS = (
    View("wide-light-ltr", 1440, 900, "light", "en"),
    View("narrow-light-ltr", 400, 800, "light", "en"),
    View("wide-dark-ltr", 1440, 900, "dark", "en"),
    View("wide-light-rtl", 1440, 900, "light", "ar"),
    View("narrow-dark-rtl", 400, 800, "dark", "ar"),
    View("wide-light-cyrillic", 1440, 900, "light", "ru"),
)


def take(base: str, folder: Path, account: str, password: str, also: list[str]) -> None:
    """Take all pictures; each says where it overflows its window."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        found: list[str] = []
        for view in VIEWS:
            context = browser.new_context(
                viewport={"width": view.width, "height": view.height},
                color_scheme=view.scheme,
            )
            page = context.new_page()
            page.goto(f"{base}/accounts/login/")
            page.screenshot(path=folder / f"login.{view.name}.png", full_page=True)
            sign_in(page, base, account, password)
            choice = f"form.languages [value={view.language}]"
            with page.expect_navigation():
                page.eval_on_selector(choice, "button => button.form.requestSubmit(button)")
            found = found or list(addresses(page, base, *also))
            for number, address in enumerate(found, start=1):
                page.goto(base + address)
                name = pattern(address).strip("/").replace("/", "_").replace("*", "x") or "home"
                picture = folder / f"{number:02}-{name.replace('?', '-q')}.{view.name}.png"
                page.screenshot(path=picture, full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > view.width + 1:
                    print(f"{view.name}: {address} is {wide} wide")
            context.close()
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/"), Path(sys.argv[2]), *sys.argv[3:5], also=sys.argv[5:])
