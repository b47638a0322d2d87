"""A workspace served by the program itself, on SQLite and on PostgreSQL, and a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.postgresql import free_port, postgresql

PATIENCE = 300


@dataclass(frozen=True)
class Served:
    """A workspace that is open at an address."""

    base: str
    database: str
    folder: Path


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The filled workspace of the demonstration, served by ``muniment``."""
    pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        yield from _serve(folder, "")
    else:
        with postgresql() as database:
            yield from _serve(folder, database)


def _serve(folder: Path, database: str) -> Iterator[Served]:
    place = folder / "workspace"
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(
        [sys.executable, "-m", "muniment.demo.world.making", str(place), database],
        check=True,
        env=environment,
    )
    port = free_port()
    program = [sys.executable, "-c", "from muniment.cli import main; main()"]
    order = ["serve", "--workspace", str(place), "--port", str(port), "--no-open"]
    process = subprocess.Popen([*program, *order], env=environment)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(base, process)
        yield Served(base, "postgresql" if database else "sqlite", place)
    finally:
        process.terminate()
        process.wait(120)


def _wait(base: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "muniment serve ended"
        try:
            with urllib.request.urlopen(f"{base}/accounts/login/", timeout=60):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.3)
    raise AssertionError("muniment serve does not answer")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium; it ends with the module, since it minds Django's database."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    from tests.browser.walking import CHROMIUM, chromium

    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as driver:
        started = chromium(driver)
        yield started
        started.close()


@pytest.fixture
def troubles() -> list[str]:
    """What pages complained of: none may, and none may ask for anything from elsewhere."""
    return []


@pytest.fixture
def visitor(browser: Any, served: Served, troubles: list[str]) -> Iterator[Any]:
    """A window where nobody is signed in."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(120_000)

    def told(message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            troubles.append(f"{page.url}: {message.text}")

    page.on("console", told)
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((served.base, "data:", "blob:"))
            else troubles.append(f"{page.url} asks for {asked.url}")
        ),
    )
    yield page
    context.close()
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def page(visitor: Any, served: Served) -> Any:
    """A window where the administrator is signed in."""
    from muniment.demo.world import ACCOUNT, PASSWORD
    from tests.browser.walking import sign_in

    sign_in(visitor, served.base, ACCOUNT, PASSWORD)
    return visitor
