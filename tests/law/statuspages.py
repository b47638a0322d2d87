"""Status pages of an invented treaty, in the structure of the UN Treaty Collection's pages."""

from __future__ import annotations

from collections.abc import Sequence

START = "ctl00_ctl00_ContentPlaceHolder1_ContentPlaceHolderInnerPage_"
TITLE = "Convention on the Common Care of Lighthouses"
COLUMNS = (
    "Signature, Succession to signature(d)",
    "Ratification, Acceptance(A), Accession(a), Succession(d)",
)
# A name as the page has it, the cells of its row, and the numbers of its end notes.
ROWS: tuple[tuple[str, tuple[str, ...], tuple[int, ...]], ...] = (
    ("Chile", ("12 Mar\t 1981 ", " &nbsp;4 Oct\t 1982 "), ()),
    ("Czech Republic", ("30 Sep\t 1993 d", "30 Sep\t 1993 d"), (1,)),
    ("Fiji", ("&nbsp;", "17 Jun\t 1984 a"), (2,)),
    ("Ghana", ("12 Mar\t 1981 ", "&nbsp;"), ()),
    ("Iceland", ("13 Mar\t 1981 ", " &nbsp;9 Nov\t 1981 A"), (3,)),
    ("Kenya", ("14 Mar\t 1981 ", "25 Feb\t 1983 "), (4,)),
    ("Netherlands (Kingdom of the)", ("12 Mar\t 1981 ", "11 Jan\t 1985 A"), (5,)),
    ("Türkiye", ("&nbsp;", "23 Aug\t 1990 a"), (6,)),
)
NOTES = {
    1: "Czechoslovakia had signed and ratified the Convention on 15 March 1981 and 2 May 1983, "
    "respectively. See also note 1 under “Czech Republic”.",
    2: "The Government of Fiji had initially acceded to the Convention on 3 April 1983. On 17 June "
    "1984, the Government of Fiji notified the Secretary-General that it had decided to denounce "
    "the Convention with effect from 17 June 1985. On that same date, the Government of Fiji "
    "re-acceded to the Convention with a reservation.<br><br>The Secretary-General received "
    "communications from the following States:<br><i>Chile (1 July 1984): </i><br>“On 17 June 1984 "
    "the Government of Fiji notified its denunciation of the Convention with effect from 1 May "
    "1990.”",
    3: "On 6 March 2024, the Government of the Republic of Iceland deposited with the "
    "Secretary-General a notification of withdrawal (See depositary notification <a href='x'>"
    "C.N.99.2024</a>.TREATIES-XXX.1 of 12 March 2024). The withdrawal took effect for Iceland on "
    "6 March 2025 in accordance with article 21 of the Convention.",
    4: "On 2 February 2020, the Government of Kenya notified the Secretary-General of its decision "
    "to withdraw the reservation made upon ratification.",
    5: "For the Kingdom in Europe.",
    6: "On 5 September 2025, the Government of Türkiye notified the Secretary-General of its "
    "decision to withdraw from the Convention. The withdrawal will take effect for Türkiye on "
    "5 September 2026.",
}


def page(
    *,
    title: str = TITLE,
    address: str = "",
    day: str = "STATUS AS AT : 01-12-2025 09:16:18 EDT",
    totals: str = "Signatories : 5.     Parties : 6",
    columns: Sequence[str] = COLUMNS,
    rows: Sequence[tuple[str, tuple[str, ...], tuple[int, ...]]] = ROWS,
    notes: dict[int, str] = NOTES,
    tables: int = 1,
) -> str:
    """A page; ``address`` is that of its form, ``tables`` the number of participant tables."""
    return (
        '\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>\n\tUNTC\n'
        '</title><script>var now = "STATUS";</script></head><body id="ctl00_ctl00_htmlBody">'
        f'<form method="post" action="{address}" id="aspnetForm">'
        f'<input type="hidden" id="__VIEWSTATE" value="{"0JIPmX" * 40}" />'
        f'<select id="{START}drpChapters"><option value="1">CHAPTER I</option></select>'
        '<table class="contenttable"><tr><td id="headerbox">'
        f'<div id="{START}div3">{day}</div>'
        f'<div id="{START}rptHead_ctl00_tcHead">\n CHAPTER XXX\n </div>'
        f'<div id="{START}rptTreaty_ctl00_tcTreaty" class="treatyCenter">\n 1. \n {title}\n</div>'
        f'<div id="{START}rptTreaty_ctl00_tcText">Suva, 12 March 1981</div>'
        f'<div id="{START}rptEIF_ctl00_tcText"> 9 May 1983, in accordance with article 18(1).'
        "<SUP><A onclick='ShowNoteAll()' href='#' class='noteIndex'></A> </SUP></div>"
        f'<div id="{START}rptStatus_ctl00_tcText">{totals}</div></td></tr>'
        f"<tr><td>{_table(columns, rows) * tables}</td></tr>"
        f"<tr><td>{DECLARATIONS}{_notes(notes)}</td></tr></table></form></body></html>\n"
    )


def _table(
    columns: Sequence[str], rows: Sequence[tuple[str, tuple[str, ...], tuple[int, ...]]]
) -> str:
    head = "".join(f'<td valign="bottom">{each}<br></td>' for each in ("Participant", *columns))
    text = f'<table id="{START}tblgrid" class="table">\n\t<tr class="thead-one">\n{head}\n</tr>'
    for name, cells, marks in rows:
        links = ", ".join(
            f"<A onclick='ShowNoteAll()' href='#{mark}' class='noteIndex'>{mark}</A>"
            for mark in marks
        )
        raised = f" <SUP>{links} </SUP>" if marks else ""
        link = f"<A href='#EndDec' class='noteIndex' onclick='return Show(\"\")'>{name}</A>"
        rest = "".join(f"<td>{cell}<br></td>\n" for cell in cells)
        text += f'\n<tr class="trBWhite">\n<td>{link}{raised}<br></td>\n{rest}</tr>'
    return text + "\n</table>"


def _notes(notes: dict[int, str]) -> str:
    rows = "".join(
        '<tr align="justify"><td>\n'
        f'<div id="{START}dgNotesAll_ctl{number + 1:02}_divNote"></div>\n'
        f'<div id="{START}dgNotesAll_ctl{number + 1:02}_divNotesAll" class="divNotesAll">'
        f"<a name='{number}'>{number}</a><index></index>{text}<br><br></div>\n</td></tr>"
        for number, text in notes.items()
    )
    return f'<div>End Note</div><table id="{START}dgNotesAll">{rows}</table>'


def _declaration(table: str, number: int, name: str, text: str) -> str:
    return (
        f'<tr><td><div id="{START}{table}_ctl{number:02}_divParticipant">{name} '
        "<SUP><A onclick='ShowNoteAll()' href='#4' class='noteIndex'>4</A> </SUP></div>\n"
        f"<div id=\"{START}{table}_ctl{number:02}_divText\"><p class='invisible'>{name}"
        f"<superscript>4</superscript></p></i></p>{text}<br></n><br></div></td></tr>"
    )


DECLARATIONS = (
    f'<table id="{START}dgDec">'
    + _declaration("dgDec", 2, "Chile", "&nbsp;“Chile understands a lantern to be a lighthouse.”")
    + _declaration("dgDec", 3, "Kenya", "")
    + "</table>"
    f'<table id="{START}dgObj">' + _declaration("dgObj", 2, "Ghana", "objects") + "</table>"
    f'<div id="{START}divMainDecArt">Declarations made under article 19</div>'
    f'<div id="{START}divDecArt">(Declaration of provisional application)</div>'
    f'<table id="{START}dgDecUnderArticle">'
    + _declaration("dgDecUnderArticle", 2, "Ghana", "")
    + "</table>"
    f'<table id="{START}tblDec"><tr class="thead-one"><td>Participant<br></td>'
    "<td>Date of receipt of the notification<br></td><td>Territories<br></td></tr>\n"
    "<tr><td>Netherlands (Kingdom of the) <SUP><A onclick='ShowNoteAll()' href='#5' "
    "class='noteIndex'>5</A> </superscript></td><td>11 Jan 1985</td><td>Aruba</td></tr></table>"
)
