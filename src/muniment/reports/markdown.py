"""The report as Markdown, for pasting in an issue or a mail."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from muniment.checks.model import Result
from muniment.reports.excerpts import Excerpt
from muniment.reports.letters import isolate, one_line
from muniment.reports.quotations import Documents, quotations
from muniment.reports.report import CheckedDocument, Report, by_gravity, reading, rule_title
from muniment.reports.wording import findings_line, place_of, plural, reading_line, short_place

SHOWN = 40
"""Findings of one document that are written out."""
SHOWN_LINES = 20
"""Lines of what held, or could not be checked, that are written out."""
QUOTES = 3
"""Passages of one finding that are quoted."""

_SPECIAL = re.compile(r"[\\`*_{}\[\]|~#$]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"})
_AUTOLINK = re.compile(r"(?i)(:)(//)|\b(www)\.")
_LINE_START = re.compile(r"^(\d+)([.)])|^([-+=])")


def render_markdown(report: Report) -> str:
    """The report as Markdown that says the same wherever it is pasted.

    Words of the documents are escaped: they format nothing, link nowhere and notify nobody.
    """
    findings = report.all_findings()
    lines = [
        f"**{findings_line(findings).capitalize()}** "
        f"in {reading_line(reading(report.documents))} read."
    ]
    for checked in report.documents:
        lines += _document(checked)
    if report.together:
        lines += ["## Across the documents"]
        lines += _findings(by_gravity(report.together), report.by_path())
    if report.unreadable:
        lines += ["## Not read", _list(report.unreadable)]
    lines += [escape(note) for note in report.notes]
    lines += [
        f"<sub>Muniment {report.version}. Every claim is its speaker’s; "
        "nothing here says that one is true.</sub>"
    ]
    return "\n\n".join(lines) + "\n"


def escape(words: str) -> str:
    """Words of a document on one line, with everything escaped that Markdown would act on."""
    text = _SPECIAL.sub(r"\\\g<0>", one_line(words).translate(_ENTITIES).replace("&#64;", "\0"))
    text = text.replace("\0", "&#64;")
    return _AUTOLINK.sub(lambda m: ":&#47;&#47;" if m[1] else f"{m[3]}&#46;", text)


def _start(text: str) -> str:
    """Text for the start of a line, where a number or a dash would begin a list."""
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)


def _list(sentences: list[str]) -> str:
    return "\n".join(f"- {_start(escape(sentence))}" for sentence in sentences)


def _document(checked: CheckedDocument) -> list[str]:
    document = checked.claims.document
    lines = [f"## {escape(document.path)}"]
    about = [isolate(escape(x)) for x in (document.title, document.issuer, document.date) if x]
    if about:
        lines.append(_start(" · ".join(about)))
    if document.notes:
        lines.append(_list(document.notes))
    findings = checked.findings
    lines += _findings(findings, {document.path: checked}) if findings else ["Nothing found."]
    if checked.held:
        lines.append(f"**Checked and holds ({len(checked.held)})**")
        lines.append(_capped([_held(result) for result in checked.held]))
    if checked.uncheckable:
        lines.append(f"**Could not be checked ({len(checked.uncheckable)})**")
        told = Counter((r.code, r.message) for r in checked.uncheckable)
        lines.append(
            _capped(
                [
                    f"{f'{count} × ' if count > 1 else ''}{rule_title(code)}: {escape(message)}"
                    for (code, message), count in told.items()
                ]
            )
        )
    if checked.positions:
        lines.append("\n".join(_instruments(checked)))
    if checked.dismissed:
        lines.append(f"**Dismissed ({len(checked.dismissed)})**")
        lines.append(
            _capped(
                [
                    f"{rule_title(result.code)}: {escape(dismissal.reason)}"
                    for result, dismissal in checked.dismissed
                ]
            )
        )
    if checked.stale:
        lines.append("**Dismissals that match no finding any more**")
        lines.append(_capped([f"{d.code}: {escape(d.reason)}" for d in checked.stale]))
    return lines


def _held(result: Result) -> str:
    where = f" ({short_place(result.passages[0])})" if result.passages else ""
    return escape(result.working or result.message) + where


def _instruments(checked: CheckedDocument) -> Iterator[str]:
    """The heading and the list of instruments, each with a list of how states stood."""
    from muniment.reports.positions import (
        entries,
        heading_words,
        passages_of,
        unresolved,
        unresolved_words,
    )

    yield f"**{heading_words(checked.positions)} ({len(checked.positions)})**\n"
    listed = entries(checked)
    for entry in listed[:SHOWN_LINES]:
        places = dict.fromkeys(short_place(each) for each in passages_of(checked, entry))
        yield f"- **{escape(entry.name)}** ({', '.join(places)}): {escape(entry.words)}"
        for words in entry.held:
            yield f"  - ✓ {escape(words)}"
        for state, _, words, _ in entry.standings:
            yield f"  - **{escape(state)}**: {escape(words)}"
    if len(listed) > SHOWN_LINES:
        yield f"- … and {len(listed) - SHOWN_LINES} more"
    rest = unresolved_words(unresolved(checked))
    if rest:
        yield f"- {_start(escape(rest))}"


def _capped(rows: list[str]) -> str:
    lines = [f"- {_start(row)}" for row in rows[:SHOWN_LINES]]
    if len(rows) > SHOWN_LINES:
        lines.append(f"- … and {len(rows) - SHOWN_LINES} more")
    return "\n".join(lines)


def _findings(findings: list[Result], documents: Documents) -> list[str]:
    blocks = [
        _finding(number, finding, documents) for number, finding in enumerate(findings[:SHOWN], 1)
    ]
    if len(findings) > SHOWN:
        blocks.append(f"… and {plural(len(findings) - SHOWN, 'more finding')}")
    return blocks


def _finding(number: int, finding: Result, documents: Documents) -> str:
    together = len(set(finding.paths)) > 1
    where = f", {place_of(finding.passages[0])}" if finding.passages and not together else ""
    indent = " " * len(f"{number}. ")
    lines = [
        f"{number}. **{rule_title(finding.code)}** ({finding.level}){where} `{finding.key}`<br>",
        f"{indent}{_start(escape(finding.message))}",
    ]
    if finding.working and finding.working not in finding.message:
        lines[-1] += "<br>"
        lines.append(f"{indent}**{escape(finding.working)}**")
    quoted = quotations(finding, documents)
    for count, quotation in enumerate(quoted[:QUOTES]):
        place = place_of(quotation.passage)
        source = f" ({escape(quotation.path)}, {place})" if together else f" ({place})"
        shown = source if together or count else ""
        lines += ["", f"{indent}> {_quote(quotation.excerpt)}{shown}"]
    if len(quoted) > QUOTES:
        lines += ["", f"{indent}and {plural(len(quoted) - QUOTES, 'more passage')}"]
    return "\n".join(lines)


def _quote(part: Excerpt) -> str:
    words = ""
    for text, strong in part.pieces:
        lead = " " if text[:1] == " " else ""
        trail = " " if len(text) > 1 and text[-1:] == " " else ""
        body = escape(text)
        # Emphasis takes only where letters or digits stand inside its ends.
        bold = strong and text.strip()[:1].isalnum() and text.strip()[-1:].isalnum()
        words += f"{lead}**{body}**{trail}" if bold else f"{lead}{body}{trail}"
    shown = f"{'… ' if part.before else ''}{words}{' …' if part.after else ''}"
    return isolate(_start(shown))
