"""Findings as SARIF 2.1.0, for editors and review tools that show them in place.

What a region means follows the standard: offsets and lines of the file itself. Plain text and
Markdown have them; for other formats (PDF, DOCX, HTML, mail …), whose text is not the file's,
the place is told in words and as a logical location, never as an offset that would be wrong.
"""

from __future__ import annotations

import bisect
import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from muniment.checks.model import Result
from muniment.documents.document import Document
from muniment.reports.contract import Json, dump_json
from muniment.reports.letters import one_line
from muniment.reports.report import Report, by_gravity, rule_of
from muniment.reports.wording import place_of
from muniment.values.passage import Passage

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
OWN_TEXT = frozenset(("text/plain", "text/markdown"))
"""Media types whose text is the file's own, so that offsets hold for the file."""
_SNIPPET = 400


class _Artifact:
    """A document as an artifact of the run, with the offsets of its lines."""

    def __init__(self, index: int, document: Document) -> None:
        self.index = index
        self.document = document
        self.uri = file_uri(document.path)
        self.lines = [0, *(match.end() for match in re.finditer("\n", document.text))]

    def physical(self, passage: Passage) -> Json:
        """Where in the file a passage stands."""
        location: Json = {"artifactLocation": {"uri": self.uri, "index": self.index}}
        if self.document.media_type in OWN_TEXT:
            location["region"] = self._region(passage)
        return location

    def _region(self, passage: Passage) -> Json:
        first, column = self._line_and_column(passage.start)
        last, end_column = self._line_and_column(passage.end)
        return {
            "startLine": first,
            "startColumn": column,
            "endLine": last,
            "endColumn": end_column,
            "charOffset": passage.start,
            "charLength": passage.end - passage.start,
            "snippet": {"text": passage.quote},
        }

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1


def render_sarif(report: Report) -> str:
    """The findings of a report as a SARIF log of one run.

    Dismissed findings are in it as suppressed results with the reason as justification.
    """
    artifacts = [_Artifact(n, each.claims.document) for n, each in enumerate(report.documents)]
    by_path: dict[str, _Artifact] = {}
    for artifact in artifacts:
        by_path.setdefault(artifact.document.path, artifact)
    rows: list[tuple[Result, str | None]] = []
    for checked in report.documents:
        rows += [(result, None) for result in checked.findings]
        rows += [(result, dismissal.reason) for result, dismissal in checked.dismissed]
    rows += [(result, None) for result in by_gravity(report.together)]
    codes = sorted({result.code for result, _ in rows})
    log: Json = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Muniment",
                        "semanticVersion": report.version,
                        "rules": [_rule(code) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "artifacts": [_artifact(artifact) for artifact in artifacts],
                "results": [_result(result, by_path, reason, codes) for result, reason in rows],
                "invocations": [
                    {
                        "executionSuccessful": not report.unreadable,
                        "toolExecutionNotifications": _notifications(report),
                    }
                ],
            }
        ],
    }
    return dump_json(log)


def file_uri(path: str) -> str:
    """A path, as the user gave it, as a URI: relative paths stay relative.

    A path that cannot be named in UTF-8 is percent-encoded byte for byte.
    """
    if path == "-":
        return "stdin"
    given = Path(path)
    encoded = quote(os.fsencode(given.as_posix()), safe="/!~()'*,;=+@")
    if given.is_absolute():
        return f"file://{'' if encoded.startswith('/') else '/'}{encoded}"
    return encoded


def _location(passage: Passage, path: str, artifact: _Artifact | None) -> Json:
    """A passage as a SARIF location; without an artifact where it was only compared."""
    physical = (
        artifact.physical(passage) if artifact else {"artifactLocation": {"uri": file_uri(path)}}
    )
    return {
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": place_of(passage), "kind": "element"}],
        "message": {"text": f"{place_of(passage)}: “{_shortened(passage.quote)}”"},
    }


def _shortened(words: str) -> str:
    line = one_line(words)
    return line if len(line) <= _SNIPPET else f"{line[:_SNIPPET]}…"


def _rule(code: str) -> Json:
    rule = rule_of(code)
    if rule is None:
        return {"id": code}
    what = rule.sections["What it checks"]
    plain = re.sub(r"^#+ |`", "", rule.page, flags=re.MULTILINE)
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": f"{code} {rule.name}"},
        "fullDescription": {"text": " ".join(what.replace("`", "").split())},
        "help": {"text": plain, "markdown": rule.page},
        "defaultConfiguration": {"level": rule.level, "enabled": rule.on_by_default},
    }


def _artifact(artifact: _Artifact) -> Json:
    document = artifact.document
    row: Json = {
        "location": {"uri": artifact.uri},
        "mimeType": document.media_type,
        "hashes": {"sha-256": document.sha256},
    }
    if document.title:
        row["description"] = {"text": one_line(document.title)}
    return row


def _result(
    result: Result, artifacts: Mapping[str, _Artifact], reason: str | None, codes: list[str]
) -> Json:
    locations = [
        _location(passage, path, artifacts.get(path))
        for passage, path in zip(result.passages, result.paths, strict=False)
    ]
    message = one_line(result.message)
    if result.working and result.working not in result.message:
        message = f"{message} {one_line(result.working)}"
    if result.passages and result.passages[0].page:
        message = f"{message} ({place_of(result.passages[0])})"
    return {
        "ruleId": result.code,
        "ruleIndex": codes.index(result.code),
        "level": result.level,
        "kind": "fail",
        "message": {"text": message},
        "locations": locations[:1],
        "relatedLocations": [{"id": n, **each} for n, each in enumerate(locations[1:], 1)],
        "fingerprints": {"claims/v1": _fingerprint(result)},
        "partialFingerprints": {"quotes/v1": result.key},
        "suppressions": []
        if reason is None
        else [{"kind": "external", "status": "accepted", "justification": one_line(reason)}],
    }


def _fingerprint(result: Result) -> str:
    """Names a finding by its code and its claims' ids, which are stable."""
    return hashlib.sha256(":".join([result.code, *result.claims]).encode()).hexdigest()[:32]


def _notifications(report: Report) -> list[Json]:
    rows = [("error", sentence) for sentence in report.unreadable]
    rows += [("note", sentence) for sentence in report.notes]
    return [{"level": level, "message": {"text": one_line(words)}} for level, words in rows]
