"""The report for a terminal: what is wrong, what holds, what could not be checked."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from muniment.checks.model import Result
from muniment.reports.excerpts import Excerpt
from muniment.reports.letters import display_width, isolate, one_line, right_to_left
from muniment.reports.quotations import Documents, quotations
from muniment.reports.report import CheckedDocument, Report, by_gravity, reading, rule_title
from muniment.reports.wording import findings_line, place_of, plural, reading_line, short_place

FULL_FINDINGS, BRIEF_FINDINGS = 25, 8
"""Findings of one document that are shown in full, alone and among many documents."""
SAME_CODE = 6
"""Findings of one rule in one document that are shown in full."""
ALL_FINDINGS = 80
"""Findings after which further documents are only listed."""
LISTED = 20
"""Documents that are listed with one line each."""
SHOWN_HELD = 12
SHOWN_UNCHECKABLE = 8
SHOWN_NOTES = 5
SHOWN_INSTRUMENTS = 20
SHOWN_STATES = 6
"""Instruments cited that are listed, and the standings listed of each."""
BRIEF_FROM = 3
"""With more documents than this, what held or could not be checked is only counted."""
MORE_PASSAGES = 3
"""Further passages of one finding that are quoted."""

Piece = tuple[str, str]
"""Text and its style: "" or a name from STYLES."""

STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "note": "bold cyan",
    "holds": "green",
    "path": "bold",
    "heading": "bold",
    "number": "bold",
    "working": "bold",
    "dim": "dim",
}
_LEVEL_SIGN = {"error": "✗", "warning": "!", "note": "·"}


@dataclass(slots=True)
class Lines:
    """Styled lines of at most ``width`` columns."""

    width: int
    lines: list[list[Piece]] = field(default_factory=list)

    def add(self, *pieces: Piece, indent: str = "", hang: str | None = None) -> None:
        """Add a paragraph, wrapped; further lines start with ``hang`` (default: ``indent``)."""
        self.lines.extend(wrap(pieces, self.width, indent, indent if hang is None else hang))

    def blank(self) -> None:
        """Add an empty line, never two in a row and never a first one."""
        if self.lines and self.lines[-1]:
            self.lines.append([])


def wrap(pieces: Sequence[Piece], width: int, indent: str, hang: str) -> list[list[Piece]]:
    """Styled text broken between words into lines of at most ``width`` columns.

    A word that is longer than a line is broken where it must be.
    """
    lines: list[list[Piece]] = []
    line: list[Piece] = [(indent, "")] if indent else []
    used = display_width(indent)
    fresh = True
    for word in _words(pieces, max(width - display_width(hang), 8)):
        columns = sum(display_width(text) for text, _ in word)
        trailing = 1 if word[-1][0].endswith(" ") else 0
        if not fresh and used + columns - trailing > width:
            lines.append(_stripped(line))
            line, used = ([(hang, "")] if hang else []), display_width(hang)
            fresh = True
        if fresh and word == [(" ", word[0][1])]:
            continue
        line.extend(word)
        used += columns
        fresh = False
    lines.append(_stripped(line))
    return lines


def _words(pieces: Sequence[Piece], longest: int) -> Iterator[list[Piece]]:
    """Words of one or several styles, each with the space after it."""
    word: list[Piece] = []
    columns = 0
    for text, style in pieces:
        for chunk in re.findall(r"[^ ]* |[^ ]+", text):
            for part in _broken(chunk, longest):
                wide = display_width(part)
                if word and columns + wide - part.endswith(" ") > longest:
                    yield word
                    word, columns = [], 0
                word.append((part, style))
                columns += wide
            if chunk.endswith(" "):
                yield word
                word, columns = [], 0
    if word:
        yield word


def _broken(word: str, longest: int) -> Iterator[str]:
    """A word in parts of at most ``longest`` columns, not counting the space after it."""
    at = columns = 0
    for place, letter in enumerate(word.rstrip(" ")):
        wide = display_width(letter)
        if columns + wide > longest:
            yield word[at:place]
            at, columns = place, 0
        columns += wide
    yield word[at:]


def _stripped(line: list[Piece]) -> list[Piece]:
    if line:
        text, style = line[-1]
        line = [*line[:-1], (text.rstrip(" "), style)]
    return line


def render_text(report: Report, width: int, *, colour: bool) -> str:
    """The report as text, at most ``width`` columns wide (never under 40).

    With ``colour``, styled for a terminal; rich, which is loaded only then, leaves the colours
    out where NO_COLOR is set.
    """
    out = Lines(max(width, 40))
    if len(report.documents) > BRIEF_FROM:
        _many(out, report.documents)
    else:
        for document in report.documents:
            _document(out, document, brief=False)
    if report.together:
        _together(out, report)
    for sentence in report.unreadable:
        out.blank()
        out.add(("✗ not read: ", "error"), (one_line(sentence), ""), hang="  ")
    for sentence in report.notes:
        out.blank()
        out.add((f"note: {one_line(sentence)}", "dim"), hang="  ")
    _summary(out, report)
    if colour and not os.environ.get("NO_COLOR"):
        return _coloured(out.lines, out.width)
    return "\n".join("".join(text for text, _ in line) for line in out.lines) + "\n"


def _coloured(lines: list[list[Piece]], width: int) -> str:
    from rich.console import Console
    from rich.text import Text

    console = Console(force_terminal=True, width=width + 1, highlight=False, emoji=False)
    with console.capture() as capture:
        for line in lines:
            text = Text.assemble(*((piece, STYLES.get(style, "")) for piece, style in line))
            console.print(text, soft_wrap=True)
    return capture.get()


def _many(out: Lines, documents: list[CheckedDocument]) -> None:
    """Documents with findings in full as far as there is room; the others with a line each."""
    found = [checked for checked in documents if checked.findings]
    clean = [checked for checked in documents if not checked.findings]
    shown = 0
    while found and shown < ALL_FINDINGS:
        checked = found.pop(0)
        shown += min(len(checked.findings), BRIEF_FINDINGS)
        _document(out, checked, brief=True)
    if found:
        out.blank()
        out.add((f"Findings in {plural(len(found), 'more document')}", "heading"))
        _listed(out, found, "✗", lambda checked: findings_line(checked.findings))
    if clean:
        out.blank()
        out.add((f"Nothing found in {plural(len(clean), 'document')}", "heading"))
        _listed(out, clean, "✓", lambda checked: reading_line(reading([checked])))


def _listed(
    out: Lines,
    documents: list[CheckedDocument],
    sign: str,
    words: Callable[[CheckedDocument], str],
) -> None:
    for checked in documents[:LISTED]:
        path = one_line(checked.claims.document.path)
        out.add(
            (f"{sign} ", "error" if checked.findings else "holds"),
            (f"{path}  ", ""),
            (words(checked), "dim"),
            indent="  ",
            hang="    ",
        )
    if len(documents) > LISTED:
        more = len(documents) - LISTED
        out.add((f"… and {more:,} more (--format html shows all)", "dim"), indent="  ")


def _document(out: Lines, checked: CheckedDocument, *, brief: bool) -> None:
    document = checked.claims.document
    findings = checked.findings
    out.blank()
    out.add((one_line(document.path), "path"))
    about = [isolate(one_line(x)) for x in (document.title, document.issuer, document.date) if x]
    if about:
        out.add((" · ".join(about), "dim"), indent="  ")
    for note in document.notes[:SHOWN_NOTES]:
        out.add((f"note: {one_line(note)}", "dim"), indent="  ", hang="    ")
    if not findings:
        out.blank()
        out.add(("✓ nothing found that does not add up", "holds"))
    _findings(out, findings, {document.path: checked}, BRIEF_FINDINGS if brief else FULL_FINDINGS)
    if brief:
        _counts(out, checked)
    else:
        _held(out, checked.held)
        _uncheckable(out, checked.uncheckable)
        _instruments(out, checked)
    if checked.dismissed:
        reasons = Counter(one_line(dismissal.reason) for _, dismissal in checked.dismissed)
        told = "; ".join(f"“{reason}”" for reason in list(reasons)[:SHOWN_NOTES])
        more = "; …" if len(reasons) > SHOWN_NOTES else ""
        out.blank()
        out.add((f"Dismissed: {plural(len(checked.dismissed), 'finding')} ({told}{more})", "dim"))
    for dismissal in checked.stale:
        out.add(
            (f"A dismissal of {dismissal.code} matches no finding any more ", "warning"),
            (f"(“{one_line(dismissal.reason)}”)", "dim"),
        )


def _findings(
    out: Lines, findings: list[Result], documents: Documents, most: int = FULL_FINDINGS
) -> None:
    shown: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for finding in findings:
        if shown.total() >= most or shown[finding.code] >= SAME_CODE:
            left[finding.code] += 1
            continue
        shown[finding.code] += 1
        _finding(out, finding, documents)
    if left:
        rest = ", ".join(f"{count} × {rule_title(code)}" for code, count in left.items())
        out.blank()
        out.add(
            (f"… and {left.total()} more: {rest} (--format html shows all)", "dim"), indent="  "
        )


def _finding(out: Lines, finding: Result, documents: Documents) -> None:
    quoted = quotations(finding, documents)
    together = len(set(finding.paths)) > 1
    out.blank()
    out.add(
        (f"{_LEVEL_SIGN[finding.level]} {rule_title(finding.code)}", finding.level),
        (f"  {finding.level}", finding.level),
        (f"  {place_of(finding.passages[0])}" if finding.passages and not together else "", "dim"),
        (f"  [{finding.key}]", "dim"),
        hang="    ",
    )
    out.add((one_line(finding.message), ""), indent="    ")
    if finding.working and finding.working not in finding.message:
        out.add((one_line(finding.working), "working"), indent="    ")
    for number, quotation in enumerate(quoted[: MORE_PASSAGES + 1]):
        if number or together:
            path = f"{one_line(quotation.path)}, " if together else ""
            out.add((path + place_of(quotation.passage), "dim"), indent="    ")
        _quote(out, quotation.excerpt)
    if len(quoted) > MORE_PASSAGES + 1:
        more = plural(len(quoted) - MORE_PASSAGES - 1, "more passage")
        out.add((f"and {more}", "dim"), indent="    ")


def _quote(out: Lines, shown: Excerpt) -> None:
    """A quotation behind a bar; in left-to-right text, carets stand under what matters."""
    pieces: list[Piece] = [("… ", "dim")] if shown.before else []
    pieces += [(text, "number" if strong else "quote") for text, strong in shown.pieces]
    if shown.after:
        pieces.append((" …", "dim"))
    bar = "    │ "
    mixed = right_to_left(shown.text)
    for line in wrap(pieces, out.width - (2 if mixed else 0), bar, bar):
        if mixed:
            out.lines.append([line[0], ("\u2068", ""), *line[1:], ("\u2069", "")])
            continue
        out.lines.append(line)
        marks = "".join(
            ("^" if style == "number" else " ") * display_width(text) for text, style in line
        ).rstrip()
        if marks:
            out.lines.append([(bar + marks[len(bar) :], "dim")])


def _counts(out: Lines, checked: CheckedDocument) -> None:
    held, uncheckable = len(checked.held), len(checked.uncheckable)
    cited = len(checked.positions)
    told = [plural(cited, "known instrument cited", "known instruments cited")] if cited else []
    told += [f"{held} checked and held"] if held else []
    told += [f"{uncheckable} could not be checked"] if uncheckable else []
    if told:
        out.blank()
        out.add((f"  {', '.join(told)}", "dim"))


def _instruments(out: Lines, checked: CheckedDocument) -> None:
    """The instruments cited: what each is, what fits of its citations, how states stood."""
    if not checked.positions:
        return
    from muniment.reports.positions import (
        entries,
        heading_words,
        passages_of,
        unresolved,
        unresolved_words,
    )

    out.blank()
    out.add((f"{heading_words(checked.positions)} ({len(checked.positions)})", "heading"))
    listed = entries(checked)
    for entry in listed[:SHOWN_INSTRUMENTS]:
        places = dict.fromkeys(short_place(each) for each in passages_of(checked, entry))
        out.add(
            (one_line(entry.name), "path"),
            (f"  {', '.join(places)}  [{', '.join(entry.ids)}]", "dim"),
            indent="  ",
            hang="    ",
        )
        out.add((entry.words, "dim"), indent="    ", hang="      ")
        for words in entry.held:
            out.add(("✓ ", "holds"), (one_line(words), ""), indent="    ", hang="      ")
        for state, _, words, _ in entry.standings[:SHOWN_STATES]:
            out.add((f"{state}: ", "working"), (words, ""), indent="    ", hang="      ")
        _more(out, len(entry.standings) - SHOWN_STATES, "    ")
    _more(out, len(listed) - SHOWN_INSTRUMENTS, "  ")
    rest = one_line(unresolved_words(unresolved(checked)))
    if rest:
        out.add((rest, "dim"), indent="  ", hang="    ")


def _more(out: Lines, count: int, indent: str) -> None:
    if count > 0:
        out.add((f"… and {count} more (--format html shows all)", "dim"), indent=indent)


def _held(out: Lines, held: list[Result]) -> None:
    if not held:
        return
    out.blank()
    out.add((f"Checked and holds ({len(held)})", "heading"))
    for result in held[:SHOWN_HELD]:
        words = one_line(result.working or result.message)
        where = short_place(result.passages[0]) if result.passages else ""
        out.add(("✓ ", "holds"), (words, ""), (f"  {where}", "dim"), indent="  ", hang="    ")
    if len(held) > SHOWN_HELD:
        more = len(held) - SHOWN_HELD
        out.add((f"… and {more} more (--format html shows all)", "dim"), indent="  ")


def _uncheckable(out: Lines, results: list[Result]) -> None:
    if not results:
        return
    out.blank()
    out.add((f"Could not be checked ({len(results)})", "heading"))
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        groups.setdefault((result.code, one_line(result.message)), []).append(result)
    for (code, message), group in list(groups.items())[:SHOWN_UNCHECKABLE]:
        places = [short_place(result.passages[0]) for result in group if result.passages]
        where = ", ".join(dict.fromkeys(places[:4])) + (", …" if len(places) > 4 else "")
        times = f"{len(group)} × " if len(group) > 1 else ""
        out.add(
            (f"? {times}{rule_title(code)}: ", ""),
            (message, ""),
            (f"  {where}", "dim"),
            indent="  ",
            hang="    ",
        )
    if len(groups) > SHOWN_UNCHECKABLE:
        more = sum(len(group) for group in list(groups.values())[SHOWN_UNCHECKABLE:])
        out.add((f"… and {more} more (--format html shows all)", "dim"), indent="  ")


def _together(out: Lines, report: Report) -> None:
    out.blank()
    out.add(("Across the documents", "path"))
    findings = by_gravity(report.together)
    if findings:
        _findings(out, findings, report.by_path())
    else:
        out.add(("nothing found", "dim"), indent="  ")


def _summary(out: Lines, report: Report) -> None:
    out.blank()
    read = len(report.documents)
    if read:
        where = f" in {read:,} documents" if read > 1 else ""
        findings = report.all_findings()
        line = findings_line(findings)
        level = next(iter([f.level for f in findings][:1]), "holds")
        out.add(
            (f"Read {reading_line(reading(report.documents))}{where}: ", ""), (f"{line}.", level)
        )
    else:
        out.add(("No document was read.", ""))
