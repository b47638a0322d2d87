"""``muniment estimate``: what is printed, and with which exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from muniment.cli import main

DATA = Path(__file__).parent.parent / "estimation" / "data"
QUICK = "--methods=loglinear,chao,coverage,decomposable"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["estimate", *map(str, arguments)], catch_exceptions=False)


def test_models_stand_side_by_side_with_their_intervals() -> None:
    found = run(DATA / "kosovo.csv", QUICK)
    assert found.exit_code == 0
    for said in (
        "All lists: stands",
        "10,357  8,994 – 12,110",
        "≥ 8,586",
        "12,595  9,827 – 16,544",
        "● · · ·  1,131  ████",
        "Nobody is beyond the reach of every list.",
        "Whitehead",
    ):
        assert said in found.output


def test_models_that_disagree_are_flagged_with_exit_code_1() -> None:
    found = run(DATA / "united-kingdom.csv", QUICK)
    assert found.exit_code == 1
    assert "All lists: flagged" in found.output
    assert "disagree hugely" in found.output


def test_two_lists_are_refused_with_exit_code_1(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text("A,B,count\n1,0,30\n0,1,20\n1,1,10\n", encoding="utf-8")
    found = run(path)
    assert found.exit_code == 1
    assert "60 people are documented. How many are not cannot be said" in found.output
    assert "Estimated" not in found.output


def test_json_keeps_documented_and_estimated_apart(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    found = run(
        DATA / "united-kingdom.csv", QUICK, "--order", "2", "--format", "json", "--output", path
    )
    assert found.exit_code == 1
    record = json.loads(path.read_text(encoding="utf-8"))
    (answer,) = record["answers"]
    assert answer["verdict"] == "flagged"
    assert answer["documented"] == {"value": 2744, "interval": None}
    assert sum(each["count"] for each in answer["overlaps"]) == 2744
    for each in answer["estimates"]:
        assert (each["total"] is None) == bool(each["refusals"])
        assert each["reading"]
        assert each["assumptions"]
    assert {each["what"].split()[0] for each in record["sensitivities"]} == {"log-linear", "prior"}


def test_refused_numbers_are_withheld_from_the_answer(tmp_path: Path) -> None:
    path = tmp_path / "sparse.csv"
    path.write_text(
        "A,B,C,count\n1,0,0,90\n0,1,0,80\n0,0,1,70\n1,1,0,2\n1,0,1,1\n0,1,1,1\n", encoding="utf-8"
    )
    found = run(path, QUICK, "--format", "json")
    assert found.exit_code == 1
    (answer,) = json.loads(found.output)["answers"]
    assert "Only 4 of 244 people are in more than one list" in str(answer["cautions"])
    refused = [each for each in answer["estimates"] if each["refusals"]]
    assert refused
    assert all(each["total"] is None and each["interval"] is None for each in refused)
    assert any(each["withheld"]["total"] for each in refused)


def test_strata_are_shown_with_their_sum(tmp_path: Path) -> None:
    rows = (DATA / "kosovo.csv").read_text(encoding="utf-8").splitlines()
    lines = [f"region,{rows[0]}"]
    lines += [f"{region},{row}" for region in ("Hills", "Coast") for row in rows[1:]]
    path = tmp_path / "strata.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = run(path, "--strata", "region", QUICK)
    assert found.exit_code == 0
    for said in ("Hills: stands", "Coast: stands", "sum over strata: stands", "all as one table"):
        assert said in found.output
    assert "25,1" in found.output or "25,0" in found.output


def test_lists_of_different_kinds_are_refused(tmp_path: Path) -> None:
    about = tmp_path / "about.toml"
    about.write_text('[EXH]\nkind = "grave"\n[ABA]\nkind = "casualty"\n', encoding="utf-8")
    found = run(DATA / "kosovo.csv", QUICK, "--about", about)
    assert found.exit_code == 1
    assert "they differ in kind (EXH: grave; ABA: casualty)" in found.output
    about.write_text('[NOBODY]\nkind = "grave"\n', encoding="utf-8")
    assert "tells of NOBODY" in run(DATA / "kosovo.csv", "--about", about).output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent.csv"], "absent.csv: cannot be read"),
        (["absent"], "there is no such file, and no linkage either"),
        ([str(DATA / "kosovo.csv"), "--methods", "magic"], "--methods magic: there are loglinear"),
        ([str(DATA / "kosovo.csv"), "--strata", "region"], "no column is named “region”"),
        ([str(DATA / "SOURCES.md")], "no column says how many"),
    ],
)
def test_misuse_gets_a_sentence_and_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    found = run(*arguments)
    assert found.exit_code == 2
    assert said in found.output
    assert "Traceback" not in found.output


def test_a_folder_of_replicates_is_combined_and_says_how_much_is_imputed(tmp_path: Path) -> None:
    text = "A,B,C,count\n1,0,0,90\n0,1,0,80\n0,0,1,70\n1,1,0,32\n1,0,1,31\n0,1,1,29\n1,1,1,{}\n"
    folder = tmp_path / "replicates"
    folder.mkdir()
    for number in range(1, 11):
        (folder / f"R{number}.csv").write_text(text.format(10 + number), encoding="utf-8")
    complete = tmp_path / "complete.csv"
    complete.write_text(text.format(10), encoding="utf-8")
    found = run(folder, "--methods=chao,coverage", "--complete", complete, "--format=json")
    assert found.exit_code == 0
    record = json.loads(found.output)
    (answer,) = record["answers"]
    assert answer["documented"]["value"] == 342
    assert answer["imputed"]["value"] == 347.5
    assert answer["imputed"]["interval"]["high"] > 350
    assert "combined from 10 replicates" in answer["estimates"][0]["model"]
    assert any("taken as replicates" in note for note in record["notes"])
    few = run(folder / "R10.csv", folder / "R2.csv", "--methods=chao")
    assert "2 replicates are few" in few.output


def test_what_replicates_do_not_go_with_is_told(tmp_path: Path) -> None:
    empty = run(tmp_path)
    assert empty.exit_code == 2
    assert "holds no tables of overlaps" in empty.output
    alone = run(DATA / "kosovo.csv", "--complete", DATA / "kosovo.csv")
    assert alone.exit_code == 2
    assert "--complete goes with replicates" in alone.output


def test_a_page_shows_the_models_as_pictures(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = run(DATA / "kosovo.csv", "--methods", "chao", "--format", "html", "-o", page)
    assert done.exit_code in (0, 1), done.output
    assert "<svg" in page.read_text("utf-8")
