"""Reading saved status pages, whole and damaged."""

from __future__ import annotations

import datetime
import email.message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.law.endnotes import NoteAct, read_note
from muniment.law.statuspage import PageProblem, StatusPage, read_day, read_page
from tests.law.statuspages import COLUMNS, NOTES, ROWS, TITLE, page

D = datetime.date


def read(text: str) -> StatusPage:
    return read_page(text.encode())


def entry(found: StatusPage, name: str) -> tuple[tuple[str, D], ...]:
    return next(each.acts for each in found.entries if each.name == name)


def test_the_heading_of_a_page_is_read() -> None:
    found = read(page(address="./ViewDetails.aspx?src=TREATY&amp;mtdsg_no=XXX-1-b&amp;chapter=30"))
    assert (found.title, found.number) == (TITLE, "XXX-1-b")
    assert (found.day, found.in_force) == (D(2025, 12, 1), D(1983, 5, 9))
    assert (found.signatories, found.parties) == (5, 6)


def test_without_an_address_the_heading_gives_the_number() -> None:
    assert read(page()).number == "XXX-1"


def test_the_day_comes_before_the_month() -> None:
    assert read(page(day="STATUS AS AT : 03-02-2026 10:16:18 EDT")).day == D(2026, 2, 3)


def test_letters_tell_the_act_and_days_without_one_are_the_column_s_own() -> None:
    found = read(page())
    assert entry(found, "Chile") == (
        ("signature", D(1981, 3, 12)),
        ("ratification", D(1982, 10, 4)),
    )
    assert entry(found, "Czech Republic") == (
        ("succession to signature", D(1993, 9, 30)),
        ("succession", D(1993, 9, 30)),
    )
    assert entry(found, "Fiji") == (("accession", D(1984, 6, 17)),)
    assert entry(found, "Iceland")[1] == ("acceptance", D(1981, 11, 9))


@pytest.mark.parametrize(
    ("heading", "cell", "act"),
    [
        ("Approval(AA), Acceptance(A), Ratification", "4 May 1999 AA", "approval"),
        (
            "Formal confirmation(c), Accession(a), Ratification",
            "4 May 1999 c",
            "formal confirmation",
        ),
        ("Consent to be bound(P), Succession(d)", "4 May 1999 P", "consent to be bound"),
        ("Definitive signature(s), Ratification", "4 May 1999 s", "definitive signature"),
        ("Provisional application under article 23(n)", "4 May 1999 n", "provisional application"),
        ("Ratification of the Convention as amended", "4 May 1999", "ratification"),
        ("Acceptance(A)", "4 May 1999", "acceptance"),
        ("Signature of the Protocol, Acceptance of the Protocol", "4 May 1999", "participation"),
    ],
)
def test_columns_are_understood_by_their_headings(heading: str, cell: str, act: str) -> None:
    found = read(page(columns=(heading,), rows=[("Chile", (cell,), ())]))
    assert entry(found, "Chile") == ((act, D(1999, 5, 4)),)


def test_a_column_of_unknown_meaning_is_named_and_left_out() -> None:
    rows = [("Chile", ("4 May 1999", "X", "5 May 1999"), ())]
    found = read(page(columns=("Ratification", "Protocol A", "Notice of lamps"), rows=rows))
    assert entry(found, "Chile") == (("ratification", D(1999, 5, 4)),)
    assert found.left_out == ("Notice of lamps",)


def test_a_row_without_a_name_goes_on_with_the_one_above() -> None:
    rows = [("Chile", ("4 May 1999", ""), ()), ("&nbsp;", ("", "5 May 2001 a"), (3,))]
    (only,) = read(page(rows=rows)).entries
    assert only.acts == (("signature", D(1999, 5, 4)), ("accession", D(2001, 5, 5)))
    assert only.marks == (3,)


def test_the_table_of_a_convention_s_protocols_is_named_and_left_out() -> None:
    beside = "<table id='x_Table1'><tr><td>Participant</td><td>Protocol I</td></tr></table>"
    found = read(page().replace("<div>End Note", f"{beside}<div>End Note"))
    assert found.left_out == ("Protocol I",)
    assert found.entries == read(page()).entries


def test_marks_lead_to_end_notes() -> None:
    found = read(page())
    marks = {each.name: each.marks for each in found.entries}
    assert marks["Iceland"] == (3,)
    assert found.notes[3].startswith("On 6 March 2024, the Government")
    assert "\n" in found.notes[2]


def test_declarations_stand_by_name_and_withdrawn_ones_do_not() -> None:
    found = read(page())
    assert found.declared == ("Chile",)
    assert found.provisional == ("Ghana",)
    assert found.territorial == ("Netherlands (Kingdom of the)",)


def test_a_browser_s_changes_to_the_file_do_no_harm() -> None:
    text = page().replace(
        "\n<!DOCTYPE html>",
        "<!DOCTYPE html>\n<!-- saved from url=(0074)https://"
        "treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XXX-1&x -->",
    )
    text = text.replace("href='#", "href='https://treaties.un.org/Pages/ViewDetails.aspx?a=b#")
    text = text.replace('<tr class="trBWhite">', '<tbody><tr class="trBWhite">', 1)
    text = '<?xml version="1.0" encoding="utf-8"?>' + text
    assert read(text).entries == read(page()).entries
    assert read(text).number == "XXX-1"


def test_without_its_ids_the_table_is_found_by_its_headings() -> None:
    inner = "<table><tr><td>Participant</td><td>Date of receipt</td></tr></table>"
    text = page(notes={**NOTES, 4: inner}).replace("_tblgrid", "_other")
    assert read(text).entries == read(page()).entries


def test_a_page_saved_as_one_file_is_opened() -> None:
    archive = email.message.EmailMessage()
    archive["Subject"] = "UNTC"
    archive.make_mixed()
    part = email.message.EmailMessage()
    part.set_content(page(), subtype="html", cte="quoted-printable", charset="utf-8")
    archive.attach(part)
    data = bytes(archive).replace(b"multipart/mixed", b"multipart/related")
    assert read_page(data).entries == read(page()).entries


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_understood(encoding: str) -> None:
    names = [each.name for each in read_page(page().encode(encoding, "replace")).entries]
    assert "Türkiye" in names


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("<p>Recipes for lentil soup</p>", "no status page"),
        ("%PDF-1.7", "PDF"),
        ("\x00\x01\x02 nothing of any kind", "no status page"),
        (page(tables=2), "2 tables of participants"),
        (page(tables=0), "no table of participants"),
        ("<body>État : 01-12-2025 <table><tr><td>Participant</td></tr>", ""),
        (page(notes={}), "end notes that are not in the file"),
        (page()[: page().index("dgNotesAll") - 200], "breaks off"),
        (page()[: page().index("5 September 2026")], "breaks off"),
        (page(title=""), "title"),
        (page(rows=[("Chile", ("4 May 1999",), ())]), "2 cells where the heading has 3"),
        (page(rows=[("Chile", ("1999", ""), ())]), "no day"),
        (page(rows=[("Chile", ("31 Feb 1999", ""), ())]), "no day"),
        (page(rows=[("Chile", ("4 May 1999 z", ""), ())]), "letter 'z'"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(PageProblem) as problem:
        read(text)
    assert said in str(problem.value)
    assert str(problem.value).endswith(".")


def test_the_page_in_french_is_recognised() -> None:
    with pytest.raises(PageProblem, match="French"):
        read("<body><div>ÉTAT : 01-12-2025</div><table><tr><td>Partie</td></tr></table>")


@given(st.integers(min_value=0, max_value=len(page())))
def test_a_page_cut_anywhere_before_its_end_is_refused(end: int) -> None:
    if end < page().index("</html"):
        with pytest.raises(PageProblem):
            read(page()[:end])
    else:
        assert read(page()[:end]).entries


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(PageProblem):
        read(text)


@given(st.dates(min_value=D(1900, 1, 1), max_value=D(2099, 12, 31)))
def test_days_are_read_with_long_and_short_months(day: D) -> None:
    assert read_day(day.strftime("%d %B %Y")) == day
    assert read_day(f" {day.day} {day.strftime('%b')}\t {day.year} a") == day


def test_no_day_is_read_where_there_is_none() -> None:
    assert read_day("not yet in force") is None
    assert read_day("4 Lune 1999") is None


# End notes.


def told(text: str, owner: str) -> list[tuple[str, str, D, D | None]]:
    acts: tuple[NoteAct, ...] = read_note(text, owner).acts
    return [(act.state, act.kind, act.date, act.effective) for act in acts]


def test_a_withdrawal_has_the_day_of_the_notice_and_that_of_its_effect() -> None:
    assert told(NOTES[3], "ISL") == [("ISL", "withdrawal", D(2024, 3, 6), D(2025, 3, 6))]


def test_the_day_of_a_notification_by_the_depositary_is_not_that_of_the_withdrawal() -> None:
    text = "On 1 May 2001, the Government of Fiji deposited a notification of withdrawal (see "
    text += "depositary notification C.N.1.2001 of 9 May 2001)."
    assert told(text, "FJI") == [("FJI", "withdrawal", D(2001, 5, 1), None)]


def test_a_denunciation_and_the_return_on_the_same_day() -> None:
    assert told(NOTES[2].replace("<br>", "\n").replace("<i>", ""), "FJI") == [
        ("FJI", "accession", D(1983, 4, 3), None),
        ("FJI", "withdrawal", D(1984, 6, 17), D(1985, 6, 17)),
        ("FJI", "accession", D(1984, 6, 17), None),
    ]


def test_a_former_state_s_acts_are_its_own() -> None:
    assert told(NOTES[1], "CZE") == [
        ("CSK", "signature", D(1981, 3, 15), None),
        ("CSK", "ratification", D(1983, 5, 2), None),
    ]
    assert told("Democratic Yemen had acceded to the Convention on 9 May 1983.", "YEM") == [
        ("YMD", "accession", D(1983, 5, 9), None)
    ]
    assert told("The former Yugoslavia had signed the Protocol on 4 May 1985.", "SVN") == [
        ("YUG", "signature", D(1985, 5, 4), None)
    ]


@pytest.mark.parametrize(
    "text",
    [
        NOTES[4],
        "On 1 May 2001, the Government of Kenya withdrew its declaration of 4 May 1999.",
        "On 1 May 2001, the Secretary-General received the withdrawal of the reservation.",
        "On 1 May 2001, the Government of Kenya withdrew its signature.",
        "See note 1 under “Kenya”.",
        "On 1 May 2001, Kenya notified its withdrawal of certain objections.",
        "In a notification received on 1 May 2001, the Government of Kenya informed the Secretary-"
        "General of its decision to withdraw the reservation. The notification specified that the "
        "withdrawal was effected because Law No. 7 of 20 December 2000 had changed the matter.",
        "The legislation entered into force on 1 November 1972, from which date the withdrawal of "
        "the above reservation became effective.",
        "The Convention had previously been signed and ratified on behalf of another government "
        "on 31 March 1966 and 10 December 1970, respectively.",
    ],
)
def test_what_is_no_withdrawal_from_the_treaty_is_none(text: str) -> None:
    assert told(text, "KEN") == []


def test_a_withdrawal_that_was_taken_back_is_none() -> None:
    text = "On 1 May 2001, the Government of Kenya notified its decision to withdraw from the "
    text += "Statute. On 3 June 2001, the Government of Kenya notified the Secretary-General of "
    text += "the revocation of its notification of withdrawal."
    assert told(text, "KEN") == []


def test_a_withdrawal_by_nobody_known_is_said_to_be_unread() -> None:
    assert read_note("On 1 May 2001, a notification of withdrawal was received.", None).unread


def test_a_withdrawal_spoken_of_again_is_read_once() -> None:
    text = "On 25 August 1999, the Secretary-General received from the Government of Kenya a "
    text += "notification of withdrawal from the Covenant, dated 23 August 1999.\nThe above "
    text += "notification of withdrawal was circulated under cover of C.N.1.1999 of 12 May 2000."
    found = read_note(text, "KEN")
    assert [(act.kind, act.date) for act in found.acts] == [("withdrawal", D(1999, 8, 25))]
    assert not found.unread


@pytest.mark.parametrize(
    ("text", "is_territorial"),
    [
        ("“The Convention shall not apply to the Faroe Islands.”", True),
        ("This ratification shall not extend to Tokelau.", True),
        (NOTES[5], True),
        ("With the exclusion of Greenland.", True),
        ("On behalf of the Kindom in Europe and Aruba.", True),
        ("With a territorial exclusion with regard to Tokelau.", True),
        (NOTES[4], False),
        ("See note 1 under “Montenegro”.", False),
        (
            "On 11 May 2003, the Government of Denmark notified the Secretary-General that it had "
            "decided to withdraw its declaration, which reads: “The Convention shall not apply to "
            "Greenland.”",
            False,
        ),
    ],
)
def test_notes_on_territories_are_told_apart(text: str, is_territorial: bool) -> None:
    assert read_note(text, "DNK").territorial is is_territorial


def test_the_rows_of_the_page_are_as_many_as_its_participants() -> None:
    assert len(read(page()).entries) == len(ROWS)
    assert len(COLUMNS) == 2
