from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from muniment.cli import main

_HEAD = ("record", "given name", "family name", "sex", "date of birth", "last seen", "place")
_GIVEN = ("Ramil", "Tofig", "Karen", "Levon", "Giorgi", "Zurab", "Samir", "Aram", "Emil", "Daviti")
_FAMILY = ("Talverov", "Noreskian", "Ombadze", "Quliev", "Sarmenti", "Veldanov", "Hartunov")


def _write(path: Path, start: int, stop: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEAD)
        for n in range(start, stop):
            given, family = _GIVEN[n % 10], _FAMILY[n * 5 % 7]
            born = f"{1950 + n * 7 % 50}-{1 + n % 12:02}-{1 + n * 11 % 28:02}"
            seen = f"2020-{1 + n * 5 % 12:02}-{1 + n * 3 % 28:02}"
            row = (str(n), given, family, "male", born, seen, f"Place {n % 13}")
            writer.writerow(row)
    return path


def _run(*words: str, input: str | None = None) -> Result:
    return CliRunner().invoke(main, ["link", *words], input=input)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MUNIMENT_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("MUNIMENT_USER", "reviewer")
    for name, start, stop in (("one", 0, 80), ("two", 50, 120)):
        path = _write(tmp_path / f"{name}.csv", start, stop)
        words = ["register", "import", str(path), "--kind", "missing_person", "--key", "record"]
        assert CliRunner().invoke(main, words).exit_code in (0, 1)
    return tmp_path


def test_a_run_counts_explains_takes_decisions_and_is_evaluated(store: Path) -> None:
    first = _run("spring", "--draws", "40", "--format", "json", "-o", str(store / "who.csv"))
    assert first.exit_code == 0, first.output
    told = json.loads(first.stdout)
    assert told["records"] == 150
    assert told["people"]["low"] <= 120 <= told["people"]["high"] + 3
    shown = _run("show", "spring", "--by", "sex,year")
    assert "people (90 % interval" in shown.output
    assert "in 150 records of two lists" in shown.output
    with (store / "who.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    group = next(row for row in rows if row["record_id"] != row["entity"])
    a, b = group["entity"], group["record_id"]
    assert "probability" in _run("explain", a, b).output
    assert _run("decide", a, b, "different", "--reason", "two brothers").exit_code == 0
    stale = _run("show", "spring")
    assert "out of date" in stale.output
    again = _run("spring", "--draws", "40", "-o", str(store / "who.csv"))
    assert again.exit_code == 0, again.output
    assert "two brothers" in _run("explain", "spring", a, b).output
    assert _run("review", "spring", "--export", str(store / "d.csv")).exit_code == 0
    assert _run("undo", a, b).exit_code == 0
    assert _run("review", "spring", "--decisions", str(store / "d.csv")).exit_code == 0
    assert "two brothers" in _run("explain", a, b).output
    truth = _run("evaluate", "spring", "--truth", "record", "--format", "json")
    assert truth.exit_code == 0, truth.output
    assert json.loads(truth.stdout)["pairs"]["precision"] > 0.9
    assert _run("review", "spring", input="q").exit_code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("spring", "--engine", "spark"), "not built yet"),
        (("explain", "a"), "two records"),
        (("show", "nowhere"), "no such run"),
        (("undo", "one:1", "two:2"), "no decision"),
        (("spring", "nolist"), "neither a list nor a file"),
        (("decide", "one:1", "two:none", "same"), "no record"),
    ],
)
def test_misuse_is_told_in_a_sentence(store: Path, words: tuple[str, ...], told: str) -> None:
    result = _run(*words)
    assert result.exit_code in (1, 2)
    assert told in result.output
    assert "Traceback" not in result.output
