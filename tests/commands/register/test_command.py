"""``muniment register``: from a list to counts and exports, and what it says of bad input."""

from __future__ import annotations

import csv
import io
import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from muniment.cli import main
from muniment.registers.store import Store

LIST = """No;First name;Father's name;Surname;Sex;Date of birth;Last seen;Region;Status;Age
1;Ana;Ilan;Arden;f;12.05.1970;03.04.1993;Velm;missing;40
2;Ben;Ilan;Arden;m;1972;04.1993;Velm;missing;17-20
3;Cy;Oto;Belo;m;;1993;Tarn;returned;
4;Dan;Oto;Corr;m;31.02.1980;05.04.1994;Tarn;unknown;unknown
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MUNIMENT_STORE", raising=False)
    monkeypatch.setenv("MUNIMENT_USER", "officer")
    (tmp_path / "north.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def asked(*words: str) -> Result:
    return CliRunner().invoke(main, ["register", *words])


def told(*words: str) -> str:
    result = asked(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def as_json(*words: str) -> Any:
    return json.loads(told(*words, "--format", "json"))


def taken_in(*words: str) -> str:
    return told("import", "north.csv", "--kind", "missing_person", "--key", "No", *words)


def test_a_list_is_taken_in_with_its_mapping_and_problems_shown(home: Path) -> None:
    text = taken_in("--why", "first list")
    assert "read as Missing person (missing_person)" in text
    assert "father_name" in text
    assert "31.02.1980" in text
    assert "records are known by “No”" in text
    assert "4 records" in text
    assert "The list “north” stands at revision 1, in registers." in text
    content = as_json("lists")
    assert content["lists"][0]["records"] == 4
    assert [each["why"] for each in as_json("history")] == ["first list"] * 2
    assert as_json("history")[0]["who"] == "officer"


def test_a_dry_run_keeps_nothing(home: Path) -> None:
    content = json.loads(taken_in("--dry-run", "--format", "json"))
    assert content["outcome"] == "dry run"
    assert content["mapping"]["fields"]["family_name"]["columns"] == ["Surname"]
    assert any(each["row"] == 5 for each in content["problems"])
    assert not (home / "registers").exists()


def test_a_new_revision_is_compared_and_waits_until_it_is_applied(home: Path) -> None:
    taken_in()
    changed = LIST.replace("Oto;Belo;m;;", "Oto;Belo;m;1985;").replace("1;Ana", "5;Eva")
    (home / "north.csv").write_text(changed, encoding="utf-8")
    content = as_json("import", "north.csv")
    assert content["outcome"] == "waits"
    assert content["comparison"]["counts"] == {
        "added": 1,
        "changed": 1,
        "gone": 1,
        "unchanged": 2,
    }
    assert as_json("count", "north")["total"]["count"] == 4
    assert as_json("lists")["lists"][0]["revision"] == 1
    assert "stands at revision 2" in told("apply", "north")
    text = told("compare", "north")
    assert "1 added, 1 changed, 1 gone, 2 unchanged" in text
    assert "birth_date" in text
    assert "Entry 4 (apply) is undone" in told("undo", "--why", "too early")
    assert as_json("lists")["lists"][0]["revision"] == 1
    assert "is refused" in told("refuse", "north")
    assert as_json("lists")["lists"][0]["waiting"] == []


def test_the_same_file_again_is_nothing_new(home: Path) -> None:
    taken_in()
    assert "there is nothing new in this file" in told("import", "north.csv")
    assert len(as_json("history")) == 2
    assert "4 unchanged" in told("compare", "north", "north.csv")


def test_a_mapping_is_written_mended_and_used(home: Path) -> None:
    taken_in("--dry-run", "--write-mapping", "north.toml")
    mapping = (home / "north.toml").read_text(encoding="utf-8")
    assert 'column = "Surname"' in mapping
    (home / "north.toml").write_text(mapping.replace("[fields.region]", "[fields.residence]"))
    content = as_json("import", "north.csv", "--mapping", "north.toml")
    assert content["mapping"]["fields"]["residence"]["columns"] == ["Region"]


def test_counts_have_unknown_not_given_and_intervals(home: Path) -> None:
    taken_in()
    rows = as_json("count", "north", "--by", "age:0,18,60")["rows"]
    found = {each["row"]["age"]: (each["count"], each["at_most"]) for each in rows}
    assert found["0–17"] == (0, 1)
    assert found["18–59"] == (1, 2)
    assert found["unknown"] == (1, 1)
    assert found["not given"] == (1, 1)
    text = told("count", "north", "--by", "region,sex")
    assert "Female" in text
    listed = told("count", "north", "--by", "age:0,18,60", "--list", "age=18–59")
    assert listed.splitlines() == ["north:1", "north:2  (perhaps)"]


def test_small_counts_and_restricted_fields_are_not_for_the_public(home: Path) -> None:
    taken_in()
    table = as_json("count", "north", "--by", "sex", "--for", "public")
    assert all(each["count"] is None for each in table["rows"])
    refused = asked("count", "north", "--by", "family_name", "--for", "public")
    assert refused.exit_code == 2
    assert "family_name is not public" in refused.stderr


def test_what_leaves_for_the_public_names_nobody(home: Path) -> None:
    taken_in()
    text = told("export", "north", "-o", "public.csv")
    assert "restricted fields:" in text
    content = (home / "public.csv").read_text(encoding="utf-8-sig")
    assert not any(name in content for name in ("Ana", "Arden", "Ilan", "north", "1970"))


def test_what_leaves_otherwise_needs_a_purpose_and_is_noted(home: Path) -> None:
    taken_in()
    refused = asked("export", "north", "-o", "all.csv", "--for", "restricted")
    assert refused.exit_code == 2
    assert "needs a purpose" in refused.stderr
    assert not (home / "all.csv").exists()
    told("export", "north", "-o", "all.csv", "--for", "restricted", "--purpose", "tracing service")
    rows = list(csv.DictReader(io.StringIO((home / "all.csv").read_text(encoding="utf-8-sig"))))
    assert [row["given_name"] for row in rows] == ["Ana", "Ben", "Cy", "Dan"]
    if sys.platform != "win32":
        assert stat.S_IMODE((home / "all.csv").stat().st_mode) == 0o600
    last = as_json("history")[-1]
    assert (last["action"], last["why"]) == ("export", "tracing service")
    assert last["detail"]["lists"] == {"north": 1}
    assert "tracing service" in told("history")


@pytest.mark.parametrize("name", ["a.xlsx", "a.json", "a.geojson", "a.ftm.json", "a.xml"])
def test_every_format_is_written_by_the_ending_of_its_file(name: str, home: Path) -> None:
    taken_in()
    told("export", "north", "-o", name, "--for", "restricted", "--purpose", "test")
    assert (home / name).stat().st_size > 500


def test_a_list_is_withdrawn_and_comes_back(home: Path) -> None:
    taken_in()
    told("withdraw", "north", "--why", "compiled twice")
    refused = asked("count", "north")
    assert refused.exit_code == 2
    assert "is withdrawn" in refused.stderr
    told("restore", "north")
    assert as_json("count", "north")["total"]["count"] == 4


def test_what_was_changed_behind_its_back_is_named(home: Path) -> None:
    taken_in()
    assert as_json("verify")["sound"]
    (source,) = [p for p in (home / "registers" / "objects").rglob("*") if is_source(p)]
    source.write_text("something else", encoding="utf-8")
    result = asked("verify")
    assert result.exit_code == 1
    assert "the file as received, north.csv, of revision 1 of “north” was changed" in result.stdout


def is_source(path: Path) -> bool:
    return path.is_file() and path.read_bytes().startswith(b"No;First name")


def test_kinds_are_explained(home: Path) -> None:
    assert "missing_person" in told("kinds")
    text = told("kinds", "missing_person")
    assert "father_name" in text
    assert "restricted" in text
    assert "believed" not in text
    assert "Отчество" in told("kinds", "missing_person", "--language", "ru")
    assert as_json("kinds", "missing_person")["fields"][0]["name"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("lists",), "there is no store of registers here"),
        (("kinds", "unicorn"), "There is no kind"),
        (("import", "north.csv", "--kind", "unicorn"), "There is no kind"),
        (("import", "north.csv", "--kind", "missing_person", "--key", "Nr"), "no such column"),
        (("import", "north.csv", "--list", "a/b"), "cannot be the name of a list"),
        (("import", "empty.csv", "--kind", "missing_person"), "empty.csv"),
        (("import", "north.csv", "--mapping", "bad.toml"), "bad.toml"),
        (("import", "image.xlsx", "--kind", "missing_person"), "image.xlsx"),
    ],
)
def test_bad_input_gets_a_sentence(words: tuple[str, ...], sentence: str, home: Path) -> None:
    (home / "empty.csv").write_text("", encoding="utf-8")
    (home / "bad.toml").write_text("kind = [", encoding="utf-8")
    (home / "image.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    result = asked(*words)
    assert result.exit_code == 2, result.output
    assert result.stderr.startswith("muniment: ")
    assert sentence in result.stderr
    assert "Traceback" not in result.output


def test_strict_imports_nothing_when_anything_is_an_error(home: Path) -> None:
    broken = LIST.replace(";Velm;missing;40", ";Velm;lost in space;40")
    (home / "north.csv").write_text(broken, encoding="utf-8")
    result = asked("import", "north.csv", "--kind", "missing_person", "--strict")
    assert result.exit_code == 1
    assert "lost in space" in result.stderr
    assert as_json("lists")["lists"] == []
    loose = asked("import", "north.csv", "--kind", "missing_person")
    assert loose.exit_code == 1
    assert as_json("count", "north")["total"]["count"] == 4


@pytest.mark.parametrize("command", ["lists", "history", "verify"])
def test_a_store_elsewhere_is_named(command: str, home: Path) -> None:
    taken_in("--store", "elsewhere")
    assert told(command, "--store", "elsewhere")
    assert not (home / "registers").exists()


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    code = "import sys, muniment.cli; print([m for m in sys.modules if m.split('.')[0] in "
    code += "('duckdb', 'pyarrow', 'pydantic', 'rich', 'sqlite3', 'lxml')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def people(home: Path, count: int) -> None:
    rows = [f"{n},Person{n},Arden,{'MF'[n % 2]},1993,missing\n" for n in range(count)]
    header = "Case no,Given name,Family name,Sex,Last seen,Status\n"
    (home / "people.csv").write_text(header + "".join(rows), encoding="utf-8")


def test_what_two_public_exports_tell_together_is_said(home: Path) -> None:
    people(home, 60)
    words = ("import", "people.csv", "--list", "people", "--kind", "missing_person", "--yes")
    asked(*words)
    assert "warning" not in told("export", "people", "-o", "one.csv")
    people(home, 59)
    asked(*words)
    assert "last public export" in told("export", "people", "-o", "two.csv")
    people(home, 40)
    asked(*words)
    assert "last public export" not in told("export", "people", "-o", "three.csv")


def test_counts_by_two_fields_stand_across_each_other(home: Path) -> None:
    people(home, 60)
    asked("import", "people.csv", "--list", "people", "--kind", "missing_person", "--yes")
    lines = [line.split() for line in told("count", "people", "--by", "sex,status").splitlines()]
    assert ["Male", "30", "30"] in lines
    assert ["total", "60", "60"] in lines


def test_no_row_of_a_public_count_is_named_by_what_is_not_public(home: Path) -> None:
    people(home, 60)
    asked("import", "people.csv", "--list", "people", "--kind", "missing_person", "--yes")
    refused = asked("count", "people", "--by", "record_number", "--for", "public")
    assert refused.exit_code == 2
    assert "record_number is not public" in refused.stderr
    assert "hidden" not in told("count", "people", "--by", "age", "--for", "public")


def test_a_status_has_its_history_and_a_decision_on_it_is_looked_at_again(home: Path) -> None:
    people(home, 6)
    words = ("import", "people.csv", "--list", "people", "--kind", "missing_person")
    asked(*words, "--key", "Case no", "--yes")
    with Store(home / "registers") as store:
        store.decide("people:1", "people:2", "different")
        store.decide("people:3", "people:4", "same")
    text = (home / "people.csv").read_text(encoding="utf-8")
    later = text.replace("1,Person1,Arden,F,1993,missing", "1,Person1,Arden,F,1993,found alive")
    (home / "people.csv").write_text(later, encoding="utf-8")
    said = asked(*words, "--yes").stdout
    assert "people:1 said something else: it changed since (status)" in said
    assert "people:3" not in said.partition("stands at revision")[2]
    shown = as_json("record", "people:1")["steps"]
    assert [step["said"]["status"] for step in shown] == ["missing", "found_alive"]
    assert shown[1]["changes"] == {"status": {"before": "missing", "after": "found_alive"}}
    assert shown[0]["written"]["Status"] == "missing"
    assert "found_alive" in told("record", "people:1")
    assert asked("record", "people:99").exit_code == 2
    (home / "people.csv").write_text(text.replace("4,Person4", "44,Person4"), encoding="utf-8")
    assert "people:4 said something else: it is gone since" in asked(*words, "--yes").stdout
