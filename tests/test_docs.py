"""The documentation names everything there is: commands, options, settings, limits, rules."""

import dataclasses
import re
from pathlib import Path

import click
import pytest

from muniment.checks.rulebook import rules
from muniment.cli import main
from muniment.documents.limits import Limits
from muniment.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_and_option_has_its_words(name: str) -> None:
    page = (DOCS / "commands" / f"{name}.md").read_text(encoding="utf-8")
    command = main.commands[name]
    inner = command.commands.values() if isinstance(command, click.Group) else []
    for each in (command, *inner):
        for parameter in each.params:
            options = [option for option in parameter.opts if option.startswith("--")]
            assert all(option in page for option in options), options


def test_every_setting_has_its_words() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(Settings):
        assert f"| `{field.name.replace('_', '-')}` |" in page


def test_every_limit_has_its_words_and_its_default() -> None:
    page = (DOCS / "limits.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(Limits):
        assert re.search(rf"\| `{field.name}` \| {field.default:,} \|", page), field.name


def test_every_rule_of_the_rule_book_has_a_page() -> None:
    codes = {rule.code for rule in rules()}
    wanted = {f"A10{n}" for n in range(1, 10)} | {f"T20{n}" for n in range(1, 6)}
    wanted |= {f"S40{n}" for n in range(1, 8)} | {f"X50{n}" for n in range(1, 5)}
    wanted |= {f"L30{n}" for n in range(1, 9)}
    assert codes == wanted


def test_every_page_of_the_site_is_there() -> None:
    listed = re.findall(r":\s*([\w/.-]+\.md)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    missing = [page for page in listed if not (DOCS / page).is_file()]
    missing.remove("rules/index.md")  # made by the build
    assert not missing


def test_links_between_pages_lead_somewhere() -> None:
    for page in DOCS.rglob("*.md"):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            generated = (page.parent / target).parent.name == "rules"
            assert generated or (page.parent / target).exists(), (page, target)


def test_every_decision_is_in_the_list_of_decisions() -> None:
    listed = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    for page in (DOCS / "decisions").glob("0*.md"):
        title = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert f"[{title}]({page.name})" in listed, page.name
