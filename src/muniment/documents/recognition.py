"""Text recognition: a picture of a page in; its lines, with confidence, out (Tesseract)."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import median

from muniment.documents.formats.pdf_page import Line, PageText

INSTALL = (
    "install Tesseract to have it recognised (Debian, Ubuntu: apt install tesseract-ocr; "
    "macOS: brew install tesseract; Windows: the UB Mannheim installer)"
)
DOTS_PER_INCH = 300
_PAGE_SECONDS = 120
_MOST_LANGUAGES = 4
_COLUMNS = 12
_WORD_LEVEL = "5"


@lru_cache(maxsize=1)
def tesseract() -> str | None:
    """The path of the Tesseract program, or None where there is none."""
    return shutil.which("tesseract")


@dataclass(slots=True)
class _Words:
    texts: list[str] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)


def recognise(png: bytes, number: int, width: float, height: float) -> PageText | None:
    """The lines on a picture of a page of the given size in points.

    ``confidence`` of the result is the mean of Tesseract's word confidences (0 to 100),
    weighted by length. None when Tesseract is missing, fails or takes too long.
    """
    program = tesseract()
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "-l", _languages(program), "tsv"],
            input=png,
            capture_output=True,
            timeout=_PAGE_SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode:
        return None
    return _page(done.stdout.decode("utf-8", errors="replace"), number, width, height)


@lru_cache(maxsize=1)
def _languages(program: str) -> str:
    """English, and the other languages that are installed."""
    try:
        done = subprocess.run(
            [program, "--list-langs"], capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "eng"
    listed = done.stdout.decode("utf-8", errors="replace").splitlines()[1:]
    others = sorted(
        each for each in listed if each not in ("osd", "equ", "eng", "") and "/" not in each
    )
    return "+".join(["eng", *others][:_MOST_LANGUAGES])


def _page(table: str, number: int, width: float, height: float) -> PageText:
    lines: dict[tuple[str, ...], _Words] = defaultdict(_Words)
    scale_x = scale_y = 72 / DOTS_PER_INCH
    trust = letters = 0.0
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != _COLUMNS:
            continue
        if cells[0] == "1":
            scale_x = width / max(1.0, float(cells[8]))
            scale_y = height / max(1.0, float(cells[9]))
        text = cells[11].strip()
        if cells[0] != _WORD_LEVEL or not text:
            continue
        left, top, across, down = (float(cell) for cell in cells[6:10])
        words = lines[tuple(cells[1:5])]
        words.texts.append(text)
        words.boxes.append(
            (left * scale_x, top * scale_y, (left + across) * scale_x, (top + down) * scale_y)
        )
        trust += float(cells[10]) * len(text)
        letters += len(text)
    sizes = [box[3] - box[1] for words in lines.values() for box in words.boxes]
    usual = median(sizes) * 1.25 if sizes else 10.0
    return PageText(
        number=number,
        width=width,
        height=height,
        turn=0,
        lines=[_line(words, usual) for words in lines.values()],
        confidence=round(trust / letters, 1) if letters else 0.0,
    )


def _line(words: _Words, usual: float) -> Line:
    """A line of words; its letters are taken to be equally wide."""
    text: list[str] = []
    left: list[float] = []
    right: list[float] = []
    for word, box in zip(words.texts, words.boxes, strict=True):
        if text:
            text.append(" ")
            left.append(right[-1])
            right.append(max(box[0], right[-1]))
        step = (box[2] - box[0]) / len(word)
        text.extend(word)
        left.extend(box[0] + step * at for at in range(len(word)))
        right.extend(box[0] + step * (at + 1) for at in range(len(word)))
    top = min(box[1] for box in words.boxes)
    bottom = max(box[3] for box in words.boxes)
    tall = bottom - top
    return Line(
        text="".join(text),
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        base=median(box[3] for box in words.boxes),
        size=usual if 0.5 * usual < tall < 1.6 * usual else tall,
        bold=False,
    )
