"""The rule book: every rule's code, name, level and page, and the functions that apply them.

A rule is its page, a Markdown file ``rules/<CODE>.md``::

    ---
    code: A101
    name: parts-miss-total
    level: error
    on-by-default: yes
    ---

    ## What it checks
    ## Why it matters
    ## Example that fires
    ## Example that does not
    ## How to dismiss

Each fenced block of an example is one document, with YAML front matter where the rule needs the
issuer or the date; all blocks of one example are checked together. Pages are read when first
asked for, so that a check pays only for the rules that have something to say.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import get_args

from muniment.checks.model import Level, Outcome, Result
from muniment.claims.model import Claim, DocumentClaims

Check = Callable[[DocumentClaims], Iterable[Result]]
CrossCheck = Callable[[Sequence[DocumentClaims]], Iterable[Result]]

CHECKS: list[Check] = []
CROSS_CHECKS: list[CrossCheck] = []
NOTES: dict[str, Check] = {}
"""The checks that apply one rule only, by its code: left out where nobody asks for the rule."""

SECTIONS = (
    "What it checks",
    "Why it matters",
    "Example that fires",
    "Example that does not",
    "How to dismiss",
)
_KEYS = ("code", "name", "level", "on-by-default")
_SWITCH = {"yes": True, "no": False}
_CODE = re.compile(r"[A-Z]\d{3}\Z")
_FRONT = re.compile(r"---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_FENCE = re.compile(r"^```\w*\n(.*?)\n```$", re.DOTALL | re.MULTILINE)


class UnknownRule(Exception):
    """No rule has this code; the message says so in one sentence."""


class RulePageError(Exception):
    """A rule's page is not as it must be; the message names the page and what to mend."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as its page describes it.

    ``sections`` maps each heading of ``SECTIONS`` to its Markdown; ``page`` is the Markdown body
    without the front matter.
    """

    code: str
    name: str
    level: Level
    on_by_default: bool
    sections: Mapping[str, str]
    page: str

    @property
    def firing(self) -> tuple[str, ...]:
        """The documents of the example that fires."""
        return tuple(_FENCE.findall(self.sections["Example that fires"]))

    @property
    def silent(self) -> tuple[str, ...]:
        """The documents of the example that does not."""
        return tuple(_FENCE.findall(self.sections["Example that does not"]))


def check(function: Check) -> Check:
    """Register a check that looks at one document."""
    CHECKS.append(function)
    return function


def note(code: str) -> Callable[[Check], Check]:
    """Register a check that looks at one document and applies one rule only."""

    def register(function: Check) -> Check:
        NOTES[code] = function
        return function

    return register


def cross_check(function: CrossCheck) -> CrossCheck:
    """Register a check that looks at several documents together."""
    CROSS_CHECKS.append(function)
    return function


def parse_page(text: str, page: str) -> Rule:
    """The rule that a page describes; ``page`` names it in messages.

    Raises RulePageError when the front matter or a section is missing or wrong.
    """
    front = _FRONT.match(text)
    if front is None:
        raise RulePageError(f"{page}: the page must begin with front matter between --- lines.")
    pairs = (line.partition(":") for line in front[1].splitlines() if line.strip())
    values = {key.strip(): value.strip() for key, _, value in pairs}
    if tuple(values) != _KEYS:
        raise RulePageError(f"{page}: the front matter must give {', '.join(_KEYS)}, in order.")
    level = next((known for known in get_args(Level) if known == values["level"]), None)
    if level is None:
        raise RulePageError(f"{page}: level must be one of {', '.join(get_args(Level))}.")
    if values["on-by-default"] not in _SWITCH:
        raise RulePageError(f"{page}: on-by-default must be yes or no.")
    parts = re.split(r"^## (.+)\n", front[2], flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], (body.strip() for body in parts[2::2]), strict=True))
    if tuple(sections) != SECTIONS:
        raise RulePageError(f"{page}: the page must have the sections {', '.join(SECTIONS)}.")
    return Rule(
        code=values["code"],
        name=values["name"],
        level=level,
        on_by_default=_SWITCH[values["on-by-default"]],
        sections=sections,
        page=front[2].strip(),
    )


def _folder() -> Traversable:
    return resources.files("muniment.checks") / "rules"


@functools.cache
def rule(code: str) -> Rule:
    """The rule with this code.

    Raises UnknownRule when there is none, RulePageError when its page is not as it must be.
    """
    page = _folder() / f"{code}.md"
    if not _CODE.match(code) or not page.is_file():
        raise UnknownRule(f"There is no rule {code!r}; `muniment rule` lists all rules.")
    found = parse_page(page.read_text(encoding="utf-8"), page.name)
    if found.code != code:
        raise RulePageError(f"{page.name}: the page gives the code {found.code}, not {code}.")
    return found


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    names = sorted(page.name for page in _folder().iterdir() if page.name.endswith(".md"))
    return tuple(rule(name.removesuffix(".md")) for name in names)


def result(
    code: str,
    outcome: Outcome,
    message: str,
    claims: Sequence[Claim],
    paths: Sequence[str],
    *,
    working: str | None = None,
) -> Result:
    """A result of a rule about claims, the leading one first.

    ``paths`` names the document of each claim, or the one document of all of them.
    """
    each = tuple(paths) * len(claims) if len(paths) == 1 else tuple(paths)
    if len(each) != len(claims):
        raise ValueError(f"{len(claims)} claims need as many paths, or one; got {len(paths)}")
    return Result(
        code=code,
        level=rule(code).level,
        outcome=outcome,
        message=message,
        working=working,
        claims=tuple(claim.id for claim in claims),
        passages=tuple(claim.passage for claim in claims),
        paths=each,
    )
