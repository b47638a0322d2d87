from typing import Any, cast

from lxml import html

from muniment.reports.charts.intervals import Row, intervals
from muniment.reports.sheets import Section, Sheet, Table, render_sheet

EVIL = "<img src=x onerror=alert(1)>"


def _found(path: str) -> list[Any]:
    return cast(list[Any], html.fromstring(render_sheet(_sheet())).xpath(path))


def _sheet() -> Sheet:
    drawing = intervals("Estimates", [Row("a", 10, 8, 14)])
    section = Section(
        "How many?",
        "10 people",
        words=[EVIL],
        drawings=[drawing],
        tables=[Table(["list", "rows"], [[EVIL, "12"]], frozenset({1}))],
        refused=["no answer"],
        beware=["beware"],
        truth="11",
    )
    return Sheet(EVIL, "about", [section])


def test_the_page_holds_all_parts_and_nothing_foreign() -> None:
    assert not _found("//script | //link | //img | //*[@onerror] | //*[@style]")
    text = "".join(_found("//body//text()"))
    for words in ("How many?", "10 people", "no answer", "beware", "The truth:", "Estimates"):
        assert words in text
    assert _found("//td[@class='num']/text()")[0] == "12"


def test_every_section_can_be_reached_and_every_id_is_used_once() -> None:
    ids = _found("//@id")
    assert len(ids) == len(set(ids))
    for target in _found("//nav//a/@href"):
        assert target.removeprefix("#") in ids


def test_nothing_can_be_loaded_from_elsewhere() -> None:
    policy = _found("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
