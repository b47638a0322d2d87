from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from muniment.documents import transfer
from muniment.documents.errors import UnreadableDocument
from muniment.documents.formats.char_map import CharMap
from muniment.documents.isolation import run_forked, run_isolated
from muniment.documents.limits import Limits
from muniment.documents.reading import read_bytes, read_document, read_safely
from tests.documents import samples


def test_a_document_comes_over_as_it_was(tmp_path: Path) -> None:
    data = samples.footnote_pdf()
    here = next(read_bytes("a.pdf", data))
    (there,) = transfer.unpack(transfer.pack([here]))
    for field in ("path", "sha256", "text", "body", "pages", "paragraphs", "notes", "language"):
        assert getattr(there, field) == getattr(here, field)
    for start in range(0, len(here.text), 97):
        assert there.boxes_of(start, start + 60) == here.boxes_of(start, start + 60)
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    assert read_document(path).text == here.text


def test_a_refusal_comes_over_as_the_same_sentence() -> None:
    with pytest.raises(UnreadableDocument, match=r"^a\.pdf: has 40 pages, more than 30"):
        list(read_safely("a.pdf", samples.blank_pdf(40), Limits(max_pages=30)))


@pytest.mark.parametrize("packed", [b"", b"\0" * 8, b"\0" * 7 + b"\2{x", b"\0" * 7 + b"\3[1]"])
def test_what_was_not_packed_here_is_not_unpacked(packed: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        list(transfer.unpack(packed))


def test_a_map_whose_parts_do_not_fit_is_refused() -> None:
    chars = CharMap()
    line = chars.add_line(1, 0, 100, 100, 10, 20)
    chars.add(line, [1.0, 2.0], [2.0, 3.0])
    good = chars.to_arrays()
    assert CharMap.from_arrays(*good)(0, 2) == chars(0, 2)
    for bad in ((good[0], good[1][:4], good[2], good[3]), (good[0], good[1], good[2], b"")):
        with pytest.raises(ValueError, match="do not fit"):
            CharMap.from_arrays(*bad)


def _module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> str:
    """A module for the other process that runs this code as its answer."""
    (tmp_path / "answering.py").write_text(
        "import sys\nfrom muniment.documents.isolation import serve\n"
        f"def answer(order, data, limits):\n    {code}\n"
        "if __name__ == '__main__':\n    serve(sys.argv[1:], answer)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    return "answering"


def _forked(
    module: str,
    order: dict[str, object],
    data: bytes,
    limits: Limits,
    seconds: int | None = None,
) -> bytes:
    return run_forked(module, order, data, limits, seconds, loaded="json")


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limits")
@pytest.mark.parametrize("run", [run_isolated, _forked])
@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("while True: pass", r"^a: takes more than 1 seconds of processor time"),
        ("return b'x' * 3_000_000_000", r"^a: needs more than 300 MB of memory"),
        ("import os; os.abort()", r"^a: makes the reader crash"),
        ("raise KeyError(1)", r"^a: makes the reader crash"),
        ("f = lambda: f(); return f()", r"^a: is nested too deeply"),
    ],
)
def test_time_memory_and_crashes_of_the_other_process_become_one_sentence(
    run: Callable[..., bytes],
    code: str,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = _module(tmp_path, monkeypatch, code)
    with pytest.raises(UnreadableDocument, match=message):
        # A busy machine takes long to give a second of its processor.
        run(module, {"name": "a"}, b"", Limits(seconds=1, memory_megabytes=300), 600)


def test_each_fork_is_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "sys.seen = getattr(sys, 'seen', b'') + data; return sys.seen"
    module = _module(tmp_path, monkeypatch, code)
    answers = [_forked(module, {"name": "a"}, each, Limits()) for each in (b"one", b"two")]
    assert answers == [b"one", b"two"]


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limits")
def test_recognition_may_go_on_beyond_the_time_for_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "import resource; from muniment.documents.isolation import allow_recognition; "
        "before = resource.getrlimit(resource.RLIMIT_CPU); allow_recognition(); "
        "return repr((before[0], resource.getrlimit(resource.RLIMIT_CPU)[0])).encode()"
    )
    module = _module(tmp_path, monkeypatch, code)
    limits = Limits(seconds=20, recognition_seconds=300)
    assert run_isolated(module, {"name": "a"}, b"", limits) == b"(20, 320)"
