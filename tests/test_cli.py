"""The command line as a user meets it: output, exit codes, and sentences instead of tracebacks."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from muniment.cli import main

GOOD = "The storm took 23 houses in Ardal: 9 on the left bank and 14 on the right."
BAD = "The storm took 24 houses in Ardal: 9 on the left bank and 14 on the right."


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.txt"
    path.write_text(BAD, encoding="utf-8")
    return path


def test_nothing_found_is_0_and_a_finding_is_1(good: Path, bad: Path) -> None:
    assert run("check", good).exit_code == 0
    found = run("check", bad)
    assert found.exit_code == 1
    assert "9 + 14 = 23, not 24" in found.stdout
    assert "A101" in found.stdout


def test_what_held_is_shown(good: Path) -> None:
    assert "23 = 9 + 14" in run("check", good).stdout


def test_one_unreadable_file_does_not_stop_the_others(bad: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.pdf"
    found = run("check", missing, bad, "--format", "json")
    assert found.exit_code == 2
    output = json.loads(found.stdout)
    assert [row["code"] for d in output["documents"] for row in d["findings"]] == ["A101"]
    assert len(output["unreadable"]) == 1
    assert "missing.pdf" in output["unreadable"][0]


def test_standard_input_is_read(bad: Path) -> None:
    found = run("check", "-", "--format", "json", stdin=BAD)
    assert found.exit_code == 1
    assert json.loads(found.stdout)["documents"][0]["path"] == "-"


def test_a_folder_is_read_whole(good: Path, bad: Path, tmp_path: Path) -> None:
    output = json.loads(run("check", tmp_path, "--format", "json").stdout)
    assert [Path(d["path"]).name for d in output["documents"]] == ["bad.txt", "good.txt"]


def test_jobs_change_nothing(good: Path, bad: Path) -> None:
    one = run("check", good, bad, good, "--format", "json")
    two = run("check", good, bad, good, "--format", "json", "--jobs", "2")
    assert one.stdout == two.stdout


def test_rules_are_selected_and_ignored(bad: Path) -> None:
    assert run("check", bad, "--ignore", "A101").exit_code == 0
    assert run("check", bad, "--select", "T").exit_code == 0
    assert run("check", bad, "--select", "a1").exit_code == 1
    unknown = run("check", bad, "--select", "Q7")
    assert unknown.exit_code == 2
    assert "Q7: no such rule" in unknown.stderr


def test_settings_count_and_options_win(bad: Path, tmp_path: Path) -> None:
    settings = tmp_path / "own.toml"
    settings.write_text('ignore = ["A"]\n')
    assert run("check", bad, "--config", settings).exit_code == 0
    assert run("check", bad, "--config", settings, "--ignore", "T").exit_code == 1
    settings.write_text("jobbs = 2\n")
    broken = run("check", bad, "--config", settings)
    assert broken.exit_code == 2
    assert "jobbs is no setting" in broken.stderr


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("select = 3", "as a list"),
        ('jobs = "two"', "a whole number"),
        ("jobs = 0", "1 or more"),
        ("jobs = true", "a whole number"),
        ('format = "word"', "use text"),
        ("limits = 3", "as a table"),
        ("[limits]\nseconds = 0", "1 or more"),
        ("[limits]\nhours = 1", "hours"),
        ("select = [", "as TOML"),
    ],
)
def test_broken_settings_are_one_sentence(tmp_path: Path, bad: Path, text: str, part: str) -> None:
    settings = tmp_path / "own.toml"
    settings.write_text(text)
    found = run("check", bad, "--config", settings)
    assert found.exit_code == 2
    assert part in found.stderr
    assert len(found.stderr.strip().splitlines()) == 1


def test_a_finding_is_dismissed_with_its_reason(bad: Path) -> None:
    before = json.loads(run("check", bad, "--format", "json").stdout)
    key = before["documents"][0]["findings"][0]["key"]
    assert run("dismiss", bad, key, "--reason", "counted twice at the bridge").exit_code == 0
    after = run("check", bad, "--format", "json")
    assert after.exit_code == 0
    document = json.loads(after.stdout)["documents"][0]
    assert document["findings"] == []
    assert document["dismissed"][0]["reason"] == "counted twice at the bridge"


def test_only_findings_can_be_dismissed(bad: Path) -> None:
    assert run("dismiss", bad, "000000000000", "--reason", "x").exit_code == 2
    assert run("dismiss", bad, "000000000000", "--reason", " ").exit_code == 2


@pytest.mark.parametrize("form", ["text", "json", "sarif", "html", "markdown"])
def test_a_report_goes_to_a_file(bad: Path, tmp_path: Path, form: str) -> None:
    report = tmp_path / "report.out"
    found = run("check", bad, "--format", form, "--output", report)
    assert found.exit_code == 1
    assert found.stdout == ""
    assert "A101" in report.read_text(encoding="utf-8")
    assert run("check", bad, "--output", tmp_path / "no" / "where").exit_code == 2


def test_two_issuers_are_compared(tmp_path: Path) -> None:
    text = "The flood of 3 May 2021 destroyed {} houses in Ardal."
    paths = []
    for name, issuer, number in (("a", "Ministry of Works", 40), ("b", "Red Lantern", 95)):
        path = tmp_path / f"{name}.md"
        front = f"---\nissuer: {issuer}\ndate: 2021-05-09\n---\n\n"
        path.write_text(front + text.format(number) + "\n", encoding="utf-8")
        paths.append(path)
    together = run("check", *paths, "--format", "json")
    assert [row["code"] for row in json.loads(together.stdout)["findings"]] == ["X501"]
    against = run("check", paths[0], "--against", paths[1], "--format", "json")
    output = json.loads(against.stdout)
    assert [row["code"] for row in output["findings"]] == ["X501"]
    assert len(output["documents"]) == 1


def test_claims_are_listed_in_three_forms(bad: Path) -> None:
    assert "24 houses" in run("claims", bad).stdout
    rows = list(csv.DictReader(io.StringIO(run("claims", bad, "--format", "csv").stdout)))
    assert [row["low"] for row in rows if row["kind"] == "figure"] == ["24", "9", "14"]
    listed = json.loads(run("claims", bad, "--format", "json", "--kind", "figure").stdout)
    assert {claim["kind"] for claim in listed["claims"]} == {"figure"}


def test_rules_explain_themselves() -> None:
    assert "parts-miss-total" in run("rule", "a101").stdout
    assert "A101" in run("rule").stdout
    unknown = run("rule", "A999")
    assert unknown.exit_code == 2
    assert "A999" in unknown.stderr


@pytest.mark.parametrize("date", ["yesterday", "2023-13-01", "2023-02-30", "20230101"])
def test_a_date_that_is_none_is_refused(bad: Path, date: str) -> None:
    found = run("check", bad, "--date", date)
    assert found.exit_code == 2
    assert "YYYY-MM-DD" in found.stderr


def test_the_date_given_stands_in_for_one_not_told(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("On 3 May 2021 the bridge at Ardal was destroyed.", encoding="utf-8")
    assert run("check", path).exit_code == 0
    late = run("check", path, "--date", "2021-04-30", "--format", "json")
    assert [r["code"] for r in json.loads(late.stdout)["documents"][0]["findings"]] == ["T204"]


def test_the_installed_command_runs_without_a_terminal_or_a_locale(bad: Path) -> None:
    command = Path(sys.executable).with_name("muniment")
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    done = subprocess.run([command, "check", bad], capture_output=True, env=environment)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert "9 + 14 = 23" in done.stdout.decode("utf-8")
