"""No English in the program: words that the grammar compares with stand in language packs.

The readers of rows (events, parts, wholes, circumstances) know small words by their English name:
a pack's ``glosses.toml`` translates them. Everywhere else a small English word in a comparison or
in a pattern is a debt; the modules that still have any are listed, and the list may only shrink.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

PACKAGE = Path(str(resources.files("muniment")))
ENGLISH = PACKAGE / "claims" / "languages" / "en"
MODULES = sorted(
    path.relative_to(PACKAGE).as_posix()
    for folder in ("claims", "checks")
    for path in (PACKAGE / folder).glob("*.py")
)

# Modules that read glossed rows.
GLOSSED = {
    "claims/actors.py",
    "claims/eventcontext.py",
    "claims/eventcounts.py",
    "claims/eventgovernors.py",
    "claims/eventlabels.py",
    "claims/eventlexicon.py",
    "claims/eventpredicates.py",
    "claims/eventrow.py",
    "claims/events.py",
    "claims/eventseries.py",
    "claims/nounphrases.py",
    "claims/partgroups.py",
    "claims/partlists.py",
    "claims/partphrases.py",
    "claims/partrow.py",
    "claims/parts.py",
    "claims/partsequences.py",
    "claims/persons.py",
    "claims/places.py",
    "claims/speakers.py",
    "claims/wholes.py",
}
# It gives a parser's opinion on English texts, and on no others.
ENGLISH_ALONE = {"claims/second_opinion.py"}
# Modules that still hold words of English.
DEBTS = {
    "claims/attributes.py",
    "claims/chronology.py",
    "claims/demandclauses.py",
    "claims/happenings.py",
    "claims/moments.py",
}
# Keys of a language file's table that are words themselves.
KEYS = {
    module: {"all", "the"}
    for module in ("checks/restated.py", "checks/sameness.py", "claims/scope.py")
}
# Names of frames, roles, kinds and forms that look like words, as the code compares them.
NAMES = {
    "about", "another", "any", "apart", "be", "below", "by", "do", "down", "from", "most", "near",
    "once", "other", "over", "past", "that", "to", "under", "up", "upon",
}  # fmt: skip


def small_words() -> set[str]:
    """The small words of English, from its pack."""
    kinds = {
        "function_words.toml": (
            "determiners", "prepositions", "conjunctions", "pronouns", "auxiliaries",
        ),
        "clauses.toml": (
            "be", "have", "auxiliaries", "prepositions", "determiners", "relatives",
            "subordinators", "pronouns",
        ),
    }  # fmt: skip
    found: set[str] = set()
    for name, lists in kinds.items():
        table = tomllib.loads((ENGLISH / name).read_text(encoding="utf-8"))
        for key in lists:
            found.update(table[key])
    return found


def texts(node: ast.AST) -> Iterator[str]:
    """The text constants of a constant or of a display of constants."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Set | ast.Tuple | ast.List):
        for each in node.elts:
            yield from texts(each)


def words_in(source: str) -> set[str]:
    """The small English words that code compares with or has in its patterns."""
    small = small_words()
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                found.update(small.intersection(texts(side)) - NAMES)
        elif isinstance(node, ast.Set):
            found.update(small.intersection(texts(node)) - NAMES)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr != "compile":
                continue
            for text in pattern_texts(node):
                found.update(small.intersection(pattern_words(text)))
    return found


def pattern_texts(node: ast.AST) -> Iterator[str]:
    """The text constants below a node that are no names of entries of a table."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.Subscript) and child is node.slice):
            yield from pattern_texts(child)


def pattern_words(pattern: str) -> list[str]:
    """The words of a regular expression, without its groups' names and its escapes."""
    plain = re.sub(r"\?P[<=]\w+[>)]|\\[a-zA-Z]|\(\?[a-zA-Z]+[:)]", "  ", pattern)
    return re.findall(r"[a-z]{2,}", plain)


def test_words_are_found_where_they_hide() -> None:
    assert words_in('if word == "the": pass') == {"the"}
    assert words_in('if word in {"which", "cow"}: pass') == {"which"}
    assert words_in(r're.compile(r"\b(?:with|cow)\b")') == {"with"}
    assert words_in(r're.compile(r"(?P<with>\d)\bx")') == set()
    assert words_in('re.compile(table["with"])') == set()


@pytest.mark.parametrize("module", [m for m in MODULES if m not in GLOSSED | DEBTS | ENGLISH_ALONE])
def test_a_module_holds_no_words_of_english(module: str) -> None:
    found = words_in((PACKAGE / module).read_text(encoding="utf-8"))
    found -= KEYS.get(module, set())
    assert not found, f"{sorted(found)}: put them into claims/languages/en/*.toml"


def test_the_modules_listed_are_there() -> None:
    assert set(MODULES) >= GLOSSED | DEBTS | ENGLISH_ALONE
