"""The rule book loads its pages, and says what is wrong with one that is not as it must be."""

from __future__ import annotations

import pytest

from muniment.checks.model import Outcome
from muniment.checks.rulebook import (
    SECTIONS,
    RulePageError,
    UnknownRule,
    parse_page,
    result,
    rule,
    rules,
)

PAGE = """---
code: Z999
name: nothing-much
level: note
on-by-default: no
---

""" + "".join(f"## {name}\n\nWords.\n\n" for name in SECTIONS)


def test_a_page_gives_its_rule() -> None:
    found = parse_page(PAGE, "Z999.md")
    assert (found.code, found.name, found.level, found.on_by_default) == (
        "Z999",
        "nothing-much",
        "note",
        False,
    )
    assert found.sections["Why it matters"] == "Words."


def test_examples_are_the_fenced_documents() -> None:
    text = PAGE.replace("fires\n\nWords.", "fires\n\n```text\nOne.\n```\n\n```text\nTwo.\n```")
    assert parse_page(text, "Z999.md").firing == ("One.", "Two.")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("---\ncode", "code", "front matter"),
        ("level: note", "level: fatal", "level must be one of"),
        ("on-by-default: no", "on-by-default: maybe", "yes or no"),
        ("name: nothing-much\n", "", "must give code, name"),
        ("## Why it matters", "## Why", "must have the sections"),
    ],
)
def test_a_bad_page_is_named_with_what_to_mend(old: str, new: str, message: str) -> None:
    with pytest.raises(RulePageError, match=rf"Z999\.md: .*{message}"):
        parse_page(PAGE.replace(old, new, 1), "Z999.md")


@pytest.mark.parametrize("code", ["Z000", "a101", "../A101", ""])
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(UnknownRule, match="There is no rule"):
        rule(code)


def test_every_page_is_loaded_and_has_both_examples() -> None:
    assert rules()
    for each in rules():
        assert rule(each.code) is each
        assert each.firing, each.code
        assert each.silent, each.code


def test_a_result_takes_its_level_from_the_page() -> None:
    assert result("A101", Outcome.HOLDS, "It holds.", [], ["a.txt"]).level == "error"
