"""The sentences that the program makes in English outside its pages, as its modules write them."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parent.parent.parent / "src" / "muniment"
_SENTENCE = re.compile(r"^[A-Z“{\0].* .*\.$", re.DOTALL)
# Sentences put together of parts, as they read when they are whole, by the module that makes them.
WHOLE = {
    ("workspace/services/reviewing.py", "\0 needs a reason."): (
        "A dismissal needs a reason.",
        "A correction needs a reason.",
    ),
    ("checks/across.py", "\0 brought this total up to date between \0."): (
        "X brought this total up to date between 2021-03-02 and 2021-04-02.",
    ),
    ("checks/changes.py", "\0 is a \0, not a \0."): ("From 7 to 5 is a fall, not a rise.",),
    ("checks/changes.py", "\0 fits \0."): ("From 7 to 5 fits a fall of a third.",),
    ("checks/changes.py", "\0 is not \0."): ("From 7 to 5 is not a fall of 50 percent.",),
    ("checks/changes.py", "\0 may or may not pass for \0."): (
        "From 7 to 5 may or may not pass for a third.",
    ),
    ("checks/law.py", "\0 \0, after \0."): (
        "X entered into force on 2 March 2021, after 1 March 2021.",
    ),
    ("checks/law.py", "\0 \0 by the day of its source."): (
        "X had not entered into force by the day of its source.",
    ),
    ("checks/lifetimes.py", "The age of \0 \0 with the years given."): (
        "The age of 7 agrees with the years given.",
        "The age of 7 does not agree with the years given.",
    ),
    ("checks/parts.py", "\0 \0 \0."): (
        "X may belong to X or X; it fits in either.",
        "X may belong to X or X; they fit in any of them.",
    ),
    ("checks/parts.py", "\0 \0 not fit in all of them."): (
        "X may belong to X or X; it does not fit in all of them.",
        "X may belong to X or X; they do not fit in all of them.",
    ),
    ("checks/parts.py", "\0 add up."): ("The parts of 7 X add up.",),
    ("checks/parts.py", "\0 add up to \0."): ("The parts of 7 X add up to 8.",),
    ("checks/parts.py", "\0 are rounded or approximate, so their sum does not decide."): (
        "The parts of X are rounded or approximate, so their sum does not decide.",
    ),
}
_WORD, _NUMBER = "X", "7"
_MOST = 5


def raised(folder: str) -> Iterator[tuple[str, str]]:
    """The texts of refusals: the first argument of what is raised, and where it stands."""
    for path, tree in _modules(folder):
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                for text in node.exc.args[:1]:
                    yield from _texts(path, text)


def written(folder: str) -> Iterator[tuple[str, str]]:
    """All texts in modules that read as whole sentences, documentation left out."""
    for path, tree in _modules(folder):
        apart = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        apart |= {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for part in node.values
        }
        for node in ast.walk(tree):
            if id(node) not in apart:
                yield from _texts(path, node)


def filled(where: str, text: str) -> Iterator[str]:
    """A text with words or numbers in each place for a value, in every mixture."""
    whole = WHOLE.get((where.partition(":")[0], text))
    if whole is not None:
        yield from whole
        return
    pieces = text.split("\0")
    for values in itertools.product((_WORD, _NUMBER), repeat=min(len(pieces) - 1, _MOST)):
        each = [*values, *[_WORD] * (len(pieces) - 1 - len(values))]
        yield "".join(itertools.chain(*itertools.zip_longest(pieces, each, fillvalue="")))


def _modules(folder: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((SOURCE / folder).rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _texts(path: str, node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        text = "".join(
            str(each.value) if isinstance(each, ast.Constant) else "\0" for each in node.values
        )
    elif isinstance(node, ast.IfExp):
        yield from _texts(path, node.body)
        yield from _texts(path, node.orelse)
        return
    else:
        return
    if _SENTENCE.match(text):
        yield f"{path}:{getattr(node, 'lineno', 0)}", text
