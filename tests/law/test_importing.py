"""Taking in status pages and CSVs: what is shown, what is kept, and what is refused."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from muniment.commands.law import law
from muniment.law.importing import ImportProblem, compare, read_status, save
from muniment.law.instruments import instruments
from muniment.law.owndata import VARIABLE, own_folder, place_to_write
from muniment.law.pageacts import Status as Taken
from muniment.law.participation import (
    JOINING,
    PROVISIONAL,
    SIGNING,
    WITHDRAWAL,
    acts,
    acts_of,
    coverage,
)
from muniment.law.sources import sources
from muniment.law.standing import Status, standing
from muniment.law.states import states
from tests.law.conftest import forget
from tests.law.statuspages import DECLARATIONS, NOTES, ROWS, page

D = datetime.date
# An instrument of the register of whose parties it has no list, to stand for the invented one.
UNLISTED = next(
    id
    for id, each in instruments().items()
    if each.nature == "treaty"
    and id not in coverage()
    and not each.mtdsg
    and each.in_force
    and not each.never_in_force
)


def taken(tmp_path: Path, text: str, day: D | None = None, id: str | None = UNLISTED) -> Taken:
    file = tmp_path / "page.html"
    file.write_text(text, encoding="utf-8")
    return read_status(file, id, day)


def lines(status: Taken) -> str:
    return "\n".join(compare(status).lines())


def csv_of(tmp_path: Path, text: str, id: str | None = UNLISTED, name: str = "own.csv") -> Taken:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_status(file, id, None)


@pytest.mark.usefixtures("own_data")
def test_differences_are_told_before_anything_is_written(tmp_path: Path) -> None:
    told = lines(taken(tmp_path, page()))
    assert "status page as of 1 December 2025; its totals: 5 signatories, 6 parties." in told
    assert "The register has no list of this instrument yet." in told
    assert "new: Chile: ratification, 4 October 1982" in told
    assert "new: Iceland: withdrawal, 6 March 2024, with effect from 6 March 2025" in told
    assert "new: Czechoslovakia: ratification, 2 May 1983 (end note)" in told
    assert "new: Netherlands: reservation or declaration (territorial application" in told
    assert "Its totals agree with its table and end notes." in told


def test_what_is_written_is_answered_from_then_on(tmp_path: Path, own_data: Path) -> None:
    before = standing(instruments()[UNLISTED], states()["CHL"], D(2020, 1, 1))
    assert before.status is Status.UNKNOWN
    path = save(taken(tmp_path, page()))
    assert own_data in path.parents
    forget()

    def on(state: str, day: D) -> Status:
        return standing(instruments()[UNLISTED], states()[state], day).status

    assert coverage()[UNLISTED][0].parties == 6
    assert sources()["UNTC-2025-12-01"].verified
    assert on("CHL", D(2020, 1, 1)) is Status.BOUND
    assert on("GHA", D(2020, 1, 1)) is Status.SIGNED
    assert on("NOR", D(2020, 1, 1)) is Status.NOT_BOUND
    assert on("ISL", D(2025, 3, 5)) is Status.BOUND
    assert on("ISL", D(2025, 3, 6)) is Status.WITHDRAWN
    assert on("TUR", D(2025, 10, 1)) is Status.BOUND
    assert on("FJI", D(2025, 10, 1)) is Status.BOUND


def test_an_earlier_import_stays_and_a_later_one_is_compared_with_it(
    tmp_path: Path, own_data: Path
) -> None:
    save(taken(tmp_path, page()))
    forget()
    later = [row for row in ROWS if row[0] != "Ghana"]
    later[0] = ("Chile", ("12 Mar\t 1981 ", " &nbsp;5 Oct\t 1982 "), ())
    later.append(("Norway", ("&nbsp;", "4 Apr\t 2026 a"), ()))
    status = taken(
        tmp_path,
        page(rows=later, day="STATUS AS AT : 01-06-2026", totals="Signatories : 4. Parties : 7"),
    )
    told = lines(status)
    assert "new: Norway: accession, 4 April 2026" in told
    assert "gone: Ghana: signature, 12 March 1981, which the register has" in told
    assert (
        "dated otherwise: Chile: ratification, 5 October 1982; the register has 4 October 1982"
        in told
    )
    assert "Kenya" not in told
    first = sorted(own_data.rglob("*.csv"))
    content = [path.read_text(encoding="utf-8") for path in first]
    save(status)
    forget()
    assert [path.read_text(encoding="utf-8") for path in first] == content
    assert [each.source for each in coverage()[UNLISTED]] == ["UNTC-2026-06-01", "UNTC-2025-12-01"]
    assert {act.source for act in acts_of(UNLISTED, "CHL")} == {
        "UNTC-2026-06-01",
        "UNTC-2025-12-01",
    }


@pytest.mark.usefixtures("own_data")
def test_the_same_page_again_changes_nothing(tmp_path: Path) -> None:
    path = save(taken(tmp_path, page()))
    forget()
    again = taken(tmp_path, page())
    assert "No differences." in lines(again)
    assert save(again) == path


@pytest.mark.usefixtures("own_data")
def test_other_facts_under_the_same_day_do_not_overwrite(tmp_path: Path) -> None:
    save(taken(tmp_path, page()))
    forget()
    with pytest.raises(ImportProblem, match="taken in before with other facts"):
        save(taken(tmp_path, page(rows=ROWS[:-1], totals="Signatories : 5. Parties : 5")))


@pytest.mark.usefixtures("own_data")
def test_an_older_page_is_said_to_be_older(tmp_path: Path) -> None:
    save(taken(tmp_path, page()))
    forget()
    older = taken(tmp_path, page(day="STATUS AS AT : 01-12-2024", totals=""))
    assert "The register's list is newer" in lines(older)
    assert "it gives no totals" in older.heading


def test_the_page_s_own_number_tells_the_instrument(tmp_path: Path) -> None:
    moon = page(address="./ViewDetails.aspx?src=TREATY&amp;mtdsg_no=XXIV-2&amp;chapter=24")
    assert taken(tmp_path, moon, id=None).instrument.id == "MOON"
    with pytest.raises(ImportProblem, match=r"page of XXIV-2.*not of ENMOD"):
        taken(tmp_path, moon, id="ENMOD")


def test_a_title_of_something_else_is_remarked_on(tmp_path: Path) -> None:
    def remarked(title: str) -> bool:
        status = taken(tmp_path, page(title=title))
        return any("see whether it is the page of" in each for each in status.remarks)

    assert not remarked(instruments()[UNLISTED].full_title.upper())
    assert remarked("Convention on the Common Care of Lighthouses")


def test_a_treaty_that_the_register_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem, match=r"Lighthouses.*not in the register"):
        taken(tmp_path, page(), id=None)
    with pytest.raises(ImportProblem, match="no instrument of this id"):
        taken(tmp_path, page(), id="LIGHTHOUSES")


def test_the_day_may_be_told_where_the_page_does_not_tell(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem, match="--as-of"):
        taken(tmp_path, page(day=""))
    status = taken(tmp_path, page(day=""), D(2025, 5, 1))
    assert status.listing is not None
    assert status.listing.as_of == D(2025, 5, 1)
    with pytest.raises(ImportProblem, match="not of 2025-05-01"):
        taken(tmp_path, page(), D(2025, 5, 1))


def test_a_table_with_fewer_parties_than_counted_is_cut_short(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem, match="counts 9 parties, but its table has 6"):
        taken(tmp_path, page(totals="Signatories : 5. Parties : 9"))


def test_totals_decide_on_a_withdrawal_whose_effect_is_not_told(tmp_path: Path) -> None:
    text = "On 6 March 2024, the Government of Iceland notified the Secretary-General of its "
    notes = {**NOTES, 3: text + "denunciation of the Convention."}
    left = taken(tmp_path, page(notes=notes))
    assert [act.date for act in left.acts if (act.state, act.kind) == ("ISL", "withdrawal")] == [
        D(2024, 3, 6)
    ]
    assert any("from which day is not told: Iceland" in each for each in left.remarks)
    stays = taken(tmp_path, page(notes=notes, totals="Signatories : 6. Parties : 7"))
    assert not [act for act in stays.acts if (act.state, act.kind) == ("ISL", "withdrawal")]
    assert any("notice of withdrawal without effect" in each for each in stays.remarks)


def test_more_parties_than_counted_are_told(tmp_path: Path) -> None:
    status = taken(tmp_path, page(totals="Signatories : 5. Parties : 5"))
    assert any("counts 5 parties, its table and notes give 6" in each for each in status.remarks)
    status = taken(tmp_path, page(totals="Signatories : 9. Parties : 6"))
    assert any("counts 9 signatories, its table gives 5" in each for each in status.remarks)


def test_an_unknown_participant_is_named_and_many_are_refused(tmp_path: Path) -> None:
    rows = [*ROWS, ("Atlantis", ("1 May 2001", ""), ())]
    status = taken(tmp_path, page(rows=rows))
    assert "Not taken in: “Atlantis”, which states.csv does not know." in status.remarks
    with pytest.raises(ImportProblem, match="names that the register does not know"):
        taken(tmp_path, page(rows=[("Atlantis", ("1 May 2001", ""), ()), ROWS[0]], notes={}))
    with pytest.raises(ImportProblem, match="table of participants is empty"):
        taken(tmp_path, page(rows=[], notes={}))


def test_a_former_state_s_name_is_understood(tmp_path: Path) -> None:
    rows = [*ROWS, ("Yugoslavia (former)", ("1 May 1982", ""), ())]
    text = page(rows=rows, totals="Signatories : 6. Parties : 6")
    assert "YUG" in {act.state for act in taken(tmp_path, text).acts}


def test_a_name_spoilt_by_a_wrong_encoding_is_mended(tmp_path: Path) -> None:
    spoilt = page().replace("Türkiye", "Türkiye".encode().decode("cp1252"))
    assert {act.state for act in taken(tmp_path, spoilt).acts} >= {"TUR"}


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem, match="cannot be opened"):
        read_status(tmp_path / "missing.html", None, None)
    (tmp_path / "soup.html").write_text("<p>Lentils</p>", encoding="utf-8")
    with pytest.raises(ImportProblem, match=r"soup\.html: it is no status page"):
        read_status(tmp_path / "soup.html", None, None)


LETTERS = {
    "accession": "a",
    "succession": "d",
    "succession to signature": "d",
    "acceptance": "A",
    "approval": "AA",
    "formal confirmation": "c",
    "consent to be bound": "P",
    "provisional application": "n",
}
HEADINGS = {
    "Signature, Succession to signature(d)": SIGNING,
    "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d), "
    "Formal confirmation(c), Consent to be bound(P)": JOINING,
    "Provisional application(n)": (PROVISIONAL,),
}
NEWEST = "UNTC-2026-02-03"
LISTED = [id for id, lists in coverage().items() if lists[0].source == NEWEST]


@pytest.mark.parametrize("id", LISTED)
def test_a_page_of_the_register_s_own_facts_differs_from_it_in_nothing(
    tmp_path: Path, id: str
) -> None:
    """All thirty lists, written as pages with their notes of withdrawal, read and compared."""
    listing = coverage()[id][0]
    own = [act for act in acts(id) if act.source == NEWEST and act.date and act.note != "end note"]
    left = [act for act in own if act.kind == WITHDRAWAL]
    rows = []
    for code in sorted({act.state for act in own}):
        cells = tuple(
            " ".join(
                f"{act.date:%d %b %Y} {LETTERS.get(act.kind, '')} "
                for act in own
                if act.state == code and act.kind in kinds
            )
            for kinds in HEADINGS.values()
        )
        marks = tuple(n for n, act in enumerate(left, start=1) if act.state == code)
        rows.append((states()[code].name, cells, marks))
    notes = {
        n: f"On {act.date:%d %B %Y}, the Government of {states()[act.state].name} deposited a "
        f"notification of withdrawal. The withdrawal took effect on {act.effective:%d %B %Y}."
        for n, act in enumerate(left, start=1)
    }
    totals = f"Signatories : {listing.signatories or 0}. Parties : {listing.parties}"
    text = page(
        rows=rows,
        notes=notes,
        totals=totals,
        columns=tuple(HEADINGS),
        day="STATUS AS AT : 03-02-2026 10:16:18 EDT",
        address=f"./ViewDetails.aspx?src=TREATY&amp;mtdsg_no={instruments()[id].mtdsg}&amp;a=b",
    ).replace(DECLARATIONS, "")
    status = taken(tmp_path, text, id=None)
    assert status.instrument.id == id
    changes = compare(status)
    assert not changes.new
    assert not changes.redated
    assert all(act.note == "end note" for act in changes.gone)
    assert "Its totals agree with its table and end notes." in status.remarks


# CSV.


@pytest.mark.usefixtures("own_data")
def test_a_csv_in_the_register_s_columns_is_taken_in(tmp_path: Path) -> None:
    status = csv_of(
        tmp_path,
        "state,act,date,effective,source,as_of,note\n"
        "Norway,ratification,2001-05-04,,UNTC-TREATY,2020-01-01,\n"
        "CHL,Accession,2002-05-04,,,,from a letter\n\n",
    )
    told = lines(status)
    assert "2 acts from own.csv, which is no complete list." in told
    assert "new: Norway: ratification, 4 May 2001" in told
    save(status)
    forget()
    assert [act.source for act in acts_of(UNLISTED, "CHL")] == ["OWN-own"]
    assert not sources()["OWN-own"].verified
    assert UNLISTED not in coverage()


@pytest.mark.usefixtures("own_data")
def test_a_spreadsheet_s_csv_with_semicolons_and_columns_in_another_order(tmp_path: Path) -> None:
    status = csv_of(
        tmp_path,
        "\ufeffDate;State;Act\r\n2001-05-04;Türkiye;accession\r\n",
        None,
        f"{UNLISTED.lower()}.csv",
    )
    assert [(act.state, act.date) for act in status.acts] == [("TUR", D(2001, 5, 4))]


def test_a_csv_that_dates_an_act_otherwise_is_told_so(tmp_path: Path) -> None:
    status = csv_of(tmp_path, "state,act,date\nArmenia,accession,2002-05-16\n", "ENMOD")
    told = lines(status)
    assert "dated otherwise: Armenia: accession, 16 May 2002; the register has 15 May 2002" in told
    assert "gone" not in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("state,act\nNorway,accession\n", "row 1: column date missing"),
        ("state,act,date,colour\n", "row 1: column colour unknown"),
        ("", "row 1: column state, act, date missing"),
        ("state,act,date\n", "no act in it"),
        ("state,act,date\nNorway,accession\n", "row 2: 2 cells in place of 3"),
        ("state,act,date\n\nNarnia,accession,2001-01-01\n", "row 3: state 'Narnia'"),
        ("state,act,date\nNorway,joining,2001-01-01\n", "row 2: act is 'joining'"),
        ("state,act,date\nNorway,accession,1.5.2001\n", "row 2: date is '1.5.2001'"),
        ("state,act,date\nNorway,accession,\n", "row 2: date is empty"),
        ("state,act,date,as_of\nNorway,accession,2001-01-01,May\n", "row 2: as_of is 'May'"),
    ],
)
def test_a_csv_s_trouble_is_named_by_row_and_column(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ImportProblem) as problem:
        csv_of(tmp_path, text)
    assert "own.csv" in str(problem.value)
    assert said in str(problem.value)


def test_a_csv_must_tell_its_instrument_and_be_in_utf_8(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem, match="--instrument"):
        csv_of(tmp_path, "state,act,date\nNorway,accession,2001-01-01\n", None)
    (tmp_path / "old.csv").write_bytes(
        "state,act,date\nTürkiye,accession,2001-01-01".encode("cp1252")
    )
    with pytest.raises(ImportProblem, match="UTF-8"):
        read_status(tmp_path / "old.csv", UNLISTED, None)


# Where own data is kept.


def test_own_data_is_kept_beside_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "muniment.toml").write_text("", encoding="utf-8")
    inner = tmp_path / "drafts" / "may"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    forget()
    assert own_folder() is None
    assert place_to_write() == tmp_path / "law-data"
    (tmp_path / "law-data").mkdir()
    forget()
    assert own_folder() == tmp_path / "law-data"
    forget()


def test_without_settings_own_data_is_kept_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    forget()
    assert place_to_write() == tmp_path / "law-data"
    forget()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, own_data: Path) -> None:
    own_data.write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(ImportProblem, match="cannot be written"):
        save(taken(tmp_path, page()))


# The command.


def test_the_command_shows_and_writes_only_when_asked(tmp_path: Path, own_data: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(page(), encoding="utf-8")
    shown = CliRunner().invoke(law, ["import", str(file), "--instrument", UNLISTED])
    assert shown.exit_code == 0, shown.output
    assert "new: Chile: ratification" in shown.output
    assert not own_data.exists()
    written = CliRunner().invoke(law, ["import", str(file), "--instrument", UNLISTED, "--write"])
    assert f"Written: {own_data}" in written.output


@pytest.mark.usefixtures("own_data")
def test_the_command_refuses_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "soup.html"
    file.write_text("<p>Lentils</p>", encoding="utf-8")
    refused = CliRunner().invoke(law, ["import", str(file)])
    assert refused.exit_code == 2
    assert refused.output.startswith("muniment: soup.html: it is no status page")
    assert refused.output.count("\n") == 1
