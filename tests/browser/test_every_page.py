"""Every page there is: nothing serious for who cannot see or point, nothing wider than a phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Served
from tests.browser.walking import addresses

pytestmark = pytest.mark.browser
GRAVE = {"serious", "critical"}


# Pages look the same on both databases; what they do is walked on both.
@pytest.mark.parametrize("served", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_every_page_can_be_used_by_everybody(
    page: Any, served: Served, language: str, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.emulate_media(color_scheme=scheme)
    with page.expect_navigation():
        page.eval_on_selector(
            f"form.languages [value={language}]", "button => button.form.requestSubmit(button)"
        )
    problems, visited = [], 0
    try:
        for address in addresses(page, served.base):
            visited += 1
            page.set_viewport_size({"width": 400, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > 401:
                problems.append(f"{address}: {wide} wide in a window of 400")
            page.set_viewport_size({"width": 1440, "height": 900})
            for each in axe.run(page).response["violations"]:
                if each["impact"] in GRAVE:
                    where = each["nodes"][0]["html"][:200]
                    problems.append(f"{address}: {each['id']} ({len(each['nodes'])}): {where}")
    finally:
        page.goto(f"{served.base}/")
        with page.expect_navigation():
            page.eval_on_selector(
                "form.languages [value=en]", "button => button.form.requestSubmit(button)"
            )
    assert visited > 10
    assert not problems, "\n".join(problems)
