from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from muniment.cli import main
from muniment.registers.store import Store

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


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imported")
    for name, start, stop in (("one", 0, 80), ("two", 50, 120)):
        path = _write(folder / f"{name}.csv", start, stop)
        words = ["register", "import", str(path), "--kind", "missing_person", "--key", "record"]
        words += ["--store", str(folder / "store")]
        assert CliRunner().invoke(main, words).exit_code in (0, 1)
    return folder


@pytest.fixture
def store(imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MUNIMENT_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("MUNIMENT_USER", "reviewer")
    shutil.copytree(imported, tmp_path, dirs_exist_ok=True)
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
        (("spring", "--engine", "spark", "--spark-master", "nowhere"), "spark"),
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


def test_the_last_run_is_meant_where_none_is_named(store: Path) -> None:
    assert "there is no run yet" in _run("show").output
    first = _run("--draws", "20")
    assert first.exit_code == 0, first.output
    _run("spring", "one", "two", "--draws", "20")
    assert json.loads(_run("show", "--format", "json").stdout)["run"] == "spring"
    assert json.loads(_run("--draws", "20", "--format", "json").stdout)["version"] == 2
    assert _run("review", "--questions").exit_code == 0
    assert _run("review", input="q").exit_code == 0
    assert "nothing is known to evaluate" in _run("evaluate").output
    assert _run("evaluate", "--truth", "record").exit_code == 0
    assert json.loads(_run("show", "people", "--format", "json").stdout)["version"] == 1


def test_a_list_or_file_is_not_taken_for_the_name_of_a_run(store: Path) -> None:
    for words in (("one", "two"), (str(store / "one.csv"), str(store / "two.csv"))):
        result = _run(*words)
        assert result.exit_code == 2
        assert "the first word names the run" in result.output
        assert f"muniment link spring {' '.join(words)}" in result.output


def test_files_are_linked_as_they_are(store: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    same_name = _write(tmp_path / "other" / "one.csv", 60, 90)
    result = _run("quick", str(store / "one.csv"), str(same_name), "--draws", "20")
    assert result.exit_code == 0, result.output
    assert "in 110 records of two lists" in result.output
    told = _run("explain", "one:60", "one-2:60")
    assert "one.csv, row 62" in told.output
    assert "given name: Ramil" in told.output
    asked = _run("review", input="q")
    assert asked.exit_code == 0
    alone = _run("alone", str(store / "two.csv"), "--draws", "20", "--format", "json")
    assert json.loads(alone.stdout)["lists"] == ["two"]


@pytest.mark.parametrize(
    ("rows", "told", "code"),
    [
        ("", "there is no record", 1),
        (",,\n,,\n,,\n", "there is no record", 1),
        ("unknown,unknown,\n?,?,\n", "none of the 2 records says anything", 1),
        ("Aram,Noreski,1980\n", "1 person (90 % interval 1–1) in 1 record of one list", 0),
        ("Aram,Noreski,1980\nAram,Noreski,1980\n", "in 2 records of one list", 0),
        ("[/x],\x1b[2J,1980\n[/x],\x1b[2J,1980\n", "in 2 records of one list", 0),
    ],
)
def test_lists_of_nearly_nothing(store: Path, rows: str, told: str, code: int) -> None:
    path = store / "few.csv"
    path.write_text(f"given name,family name,date of birth\n{rows}", encoding="utf-8")
    result = _run("few", str(path), "--draws", "20")
    assert result.exit_code == code, result.output
    assert told in result.output
    if result.exit_code == 0 and "2 records" in told:
        assert _run("explain", "few:2", "few:3").exit_code == 0


def test_decisions_come_in_at_one_go_and_only_once(store: Path) -> None:
    _run("spring", "--draws", "20")
    path = store / "d.csv"
    path.write_text(
        "a,b,verdict,who,when,reason\n"
        "one:60,two:60,same,,2024-05-01T10:00:00Z,“one mother”\n"
        "one:61,two:999,same,,,\n"
        "one:62,two:62,,,,\n"
        "three:1,two:62,different,,,\n",
        encoding="utf-8",
    )
    result = _run("review", "--decisions", str(path))
    assert result.exit_code == 1
    assert "row 3: there is no record “two:999”" in result.output
    assert "row 5: there is no list “three”" in result.output
    assert "1 decision of" in result.output
    entries = _history(store)
    again = _run("review", "--decisions", str(path))
    assert again.exit_code == 1
    assert _history(store) == entries
    out = store / "out.csv"
    assert _run("review", "--export", str(out)).exit_code == 0
    with out.open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert row == {
        "a": "one:60",
        "b": "two:60",
        "verdict": "same",
        "who": "reviewer",
        "when": "2024-05-01T10:00:00Z",
        "reason": "“one mother”",
    }


def _history(store: Path) -> int:
    with Store(store / "store") as opened:
        return len(opened.history())


def test_undo_restores_what_was_decided_before(store: Path) -> None:
    _run("decide", "one:60", "two:60", "unsure")
    _run("decide", "two:60", "one:60", "same")
    assert "unsure again" in _run("undo", "one:60", "two:60").output
    assert "no longer unsure" in _run("undo", "one:60", "two:60").output
    assert "no decision" in _run("undo", "one:60", "two:60").output


def test_contradictions_are_told_and_different_holds(store: Path) -> None:
    for a, b, verdict in (
        ("one:60", "two:60", "same"),
        ("two:60", "two:61", "same"),
        ("one:60", "two:61", "different"),
    ):
        assert _run("decide", a, b, verdict).exit_code == 0
    result = _run("spring", "--draws", "20", "-o", str(store / "who.csv"))
    assert result.exit_code == 1
    assert "contradiction: one:60 and two:61 were called different" in result.output
    with (store / "who.csv").open(encoding="utf-8-sig") as file:
        entity = {row["record_id"]: row["entity"] for row in csv.DictReader(file)}
    assert entity["one:60"] == entity["two:60"] != entity["two:61"]


def test_decisions_hold_when_a_list_was_revised_or_withdrawn(store: Path) -> None:
    _run("spring", "--draws", "20")
    _run("decide", "one:60", "two:60", "different", "--reason", "cousins")
    path = _write(store / "two.csv", 55, 100)
    words = ["register", "import", str(path), "--kind", "missing_person", "--key", "record"]
    revised = CliRunner().invoke(main, [*words, "--list", "two", "--yes"])
    assert revised.exit_code in (0, 1), revised.output
    assert "stands at revision 2" in _run("show", "spring").output
    assert _run("explain", "one:52", "two:52").exit_code == 0
    again = _run("spring", "--draws", "20")
    assert again.exit_code == 0, again.output
    assert "cousins" in _run("explain", "one:60", "two:60").output
    CliRunner().invoke(main, ["register", "withdraw", "two", "--why", "double"])
    assert "was withdrawn" in _run("show", "spring").output
    alone = _run("spring", "--draws", "20")
    assert "“two” of the run before is no longer there" in alone.output
    assert "80 records of one list" in alone.output
    CliRunner().invoke(main, ["register", "withdraw", "one", "--why", "double"])
    gone = _run("spring")
    assert gone.exit_code == 1
    assert "none of the lists of the run" in gone.output


def test_the_same_records_and_decisions_give_the_same_answer(store: Path) -> None:
    answers = []
    for name in ("first", "second"):
        result = _run(name, "--draws", "20", "--format", "json")
        answers.append({**json.loads(result.stdout), "run": "", "version": 0})
    assert answers[0] == answers[1]
    _run("decide", "one:60", "two:60", "different")
    _run("undo", "one:60", "two:60")
    result = _run("third", "--draws", "20", "--format", "json")
    assert {**json.loads(result.stdout), "run": "", "version": 0} == answers[0]


def test_rows_by_groups_add_up(store: Path) -> None:
    told = json.loads(
        _run("spring", "--draws", "20", "--by", "sex,year", "--format", "json").stdout
    )
    assert sum(each["people"]["middle"] for each in told["groups"]) == told["people"]["middle"]
    assert sum(each["records"] for each in told["groups"]) == told["records"]
    shown = _run("show", "--by", "residence").output
    assert "unknown" in shown
    assert "total" in shown


def test_the_json_is_as_documented(store: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "linking.md").read_text("utf-8")
    _run("spring", "--draws", "20")
    with (store / "two.csv").open(encoding="utf-8") as file:
        assert file.readline()
    answers = {
        "run": _run("show", "--by", "sex", "--format", "json"),
        "explain": _run("explain", "one:60", "two:60", "--format", "json"),
        "evaluate": _run("evaluate", "--truth", "record", "--format", "json"),
    }
    for name, result in answers.items():
        documented = set(re.findall(rf"^\| `{name}\.([a-z_0-9]+)`", page, re.MULTILINE))
        assert documented == set(json.loads(result.stdout)), name


def test_no_names_are_written_but_where_asked(store: Path) -> None:
    for words in (
        ("spring", "--draws", "20", "--by", "sex", "-o", str(store / "who.csv")),
        ("show",),
        ("evaluate", "--truth", "record"),
        ("explain", "one:60", "nobody:1"),
        ("decide", "one:60", "two:999", "same"),
    ):
        result = _run(*words)
        assert not any(name in result.output for name in (*_GIVEN, *_FAMILY)), words


def test_the_page_shows_counts_and_names_nobody(store: Path) -> None:
    page = store / "page.html"
    done = _run("spring", "--draws", "20", "--by", "sex", "--page", str(page))
    assert done.exit_code == 0, done.output
    text = page.read_text("utf-8")
    assert "How many people are on the lists?" in text
    assert "By sex" in text
    assert not any(name in text for name in (*_GIVEN, *_FAMILY))
    lost = _run("show", "spring", "--page", str(store / "nowhere" / "page.html"))
    assert lost.exit_code == 2
    assert "cannot be written" in lost.output


@pytest.mark.parametrize(
    ("text", "told", "code"),
    [
        (b"\xff\xfea\x00,\x00", "no text in UTF-8", 2),
        (b"record_id,entity\none:1,x\none:1,y\n", "“x” and “y”", 2),
        (b"entity,record_id\nx\ny,one:1\n", "The truth of 1 of 150", 0),
        (b"a,b,same\none:51,two:51,1\none:51,none:1,1\n", "Left out: 1 of the 3", 0),
        (b"a,b,same\n", "none of its records", 2),
    ],
)
def test_files_of_what_is_true(store: Path, text: bytes, told: str, code: int) -> None:
    _run("spring", "--draws", "20")
    truth = store / "truth.csv"
    truth.write_bytes(text)
    found = _run("evaluate", "spring", "--truth", str(truth))
    assert told in found.output
    assert found.exit_code == code


def test_a_wrong_name_of_a_record_is_told_with_a_right_one(store: Path) -> None:
    _run("spring", "--draws", "20")
    assert "as in one:0" in _run("explain", "spring", "1", "2").output
    assert _run("explain", "spring", " one:1 ", "two:60").exit_code == 0
