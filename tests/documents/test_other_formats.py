from __future__ import annotations

import email.policy
from email.message import EmailMessage

import pytest

from muniment.documents.errors import UnreadableDocument
from muniment.documents.limits import Limits
from muniment.documents.reading import read_bytes
from tests.documents import samples
from tests.documents.helpers import flat, paragraphs, read


def html(body: str) -> list[str]:
    return paragraphs(read("a.html", f"<html><body>{body}</body></html>".encode()))


def test_html_keeps_every_visible_paragraph_and_drops_navigation_and_scripts() -> None:
    page = (
        "<nav><a href=/>Home 1</a></nav><header><h1>Wells</h1></header>"
        "<div>Loose text: 12.<p>A paragraph: 9.</p>More loose text: 3.</div>"
        "<aside><p>An aside: 14.</p></aside><footer><p>Signed on 4 May 2031.</p></footer>"
        "<footer><a href=/a>About 5</a> <a href=/b>Contact 6</a></footer>"
        "<p style='display: none'>hidden 7</p><p hidden>hidden 8</p><noscript>9</noscript>"
    )
    assert html(page) == [
        "Wells",
        "Loose text: 12.",
        "A paragraph: 9.",
        "More loose text: 3.",
        "An aside: 14.",
        "Signed on 4 May 2031.",
    ]
    document = read("a.html", f"<html><body>{page}</body></html>".encode())
    assert any("navigation left out" in note for note in document.notes)


def test_html_lists_breaks_entities_and_marks_of_notes() -> None:
    assert html("<ol start=3><li>Nine men,<li>five women</ol>") == ["3. Nine men,\n4. five women"]
    assert html("<p>Ana Torrel<br>Public&nbsp;Defender</p>") == ["Ana Torrel\nPublic\xa0Defender"]
    assert html("<p>412<sup><a href=#n1>1</a></sup> wells, 96 km<sup>2</sup></p>") == [
        "412 wells, 96 km2"
    ]
    assert html("<p>in&shy;ter<wbr>national</p>") == ["international"]
    assert html("<pre>14 in Oru\n 9 in Sell</pre>") == ["14 in Oru\n9 in Sell"]


def test_a_table_that_only_places_text_is_read_as_text() -> None:
    page = "<table><tr><td><p>One: 12.</p><p>Two: 9.</p><p>Three: 3.</p></td></tr></table>"
    assert html(page) == ["One: 12.", "Two: 9.", "Three: 3."]


@pytest.mark.parametrize("charset", ["windows-1251", "utf-8", "koi8-r", "utf-16"])
def test_html_in_its_declared_encoding(charset: str) -> None:
    text = "В долине погибли 12 человек, и 34 получили ранения."
    page = f"<html><head><meta charset='{charset}'></head><body><p>{text}</p></body></html>"
    assert flat(read("a.html", page.encode(charset))) == [text]


def test_rtf_reads_escapes_tables_and_footnotes() -> None:
    source = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times Cyr;}}"
        rb"{\header Page 1}There were 412{\super 1}{\footnote {\super 1} One list.} wells in "
        rb"{\f1\'ce\'f0\'f3}, \u8220?dry\u8221? since May.\line Nine \{more\}\par "
        rb"{\v hidden 7}{\*\unknown 8}{\pict 99}The end.}"
    )
    assert paragraphs(read("a.rtf", source)) == [
        "There were 412 wells in Ору, “dry” since May.\nNine {more}",
        "The end.",
        "One list.",
    ]


def test_odt_reads_lists_notes_and_breaks_and_no_deletions() -> None:
    more = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>14 dead</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:h>Wells</text:h><text:p>There were<text:s/>412<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>One list.</text:p></text:note-body>"
        "</text:note> wells,<text:line-break/>all <text:span>dry</text:span>.</text:p>"
        "<text:list><text:list-item><text:p>four men,</text:p></text:list-item>"
        "<text:list-item><text:p>five women</text:p></text:list-item></text:list>"
    )
    document = read("a.odt", samples.odt_bytes(["First."], more))
    assert paragraphs(document)[2:] == [
        "Wells",
        "There were 412 wells,\nall dry.",
        "• four men,\n• five women",
        "One list.",
    ]


def test_a_mail_gives_its_message_and_then_its_attachments() -> None:
    inner = samples.mail_bytes(["Ten wells more."], {"deep.txt": b"Three wells more."})
    data = samples.mail_bytes(
        ["Twelve wells were dry."],
        {"annex.pdf": samples.table_pdf(), "forwarded.eml": inner, "film.mp4": b"\0\0\0\0ftyp"},
    )
    documents = list(read_bytes("mail.eml", data))
    assert [document.path for document in documents] == [
        "mail.eml",
        "mail.eml!annex.pdf",
        "mail.eml!forwarded.eml",
        "mail.eml!forwarded.eml!deep.txt",
    ]
    message = documents[0]
    assert flat(message) == ["Twelve wells were dry."]
    assert (message.title, message.issuer) == ("Water of the Oru valley", "Press Office of Verda")
    assert message.date == "2031-07-07"
    assert message.addressees == ("River Commission", "desk@example.org")
    assert any("film.mp4" in note for note in message.notes)
    assert documents[1].boxes_of(0, 3)


def test_mails_nested_too_deep_and_too_many_attachments_are_said() -> None:
    data = samples.mail_bytes(["Wells."], {f"{at}.txt": b"Dry wells." for at in range(5)})
    documents = list(read_bytes("a.eml", data, Limits(max_attachments=2)))
    assert len(documents) == 3
    assert "first 2 of 5 attachments" in documents[0].notes[0]
    for _ in range(4):
        data = samples.mail_bytes(["Wells."], {"in.eml": data})
    documents = list(read_bytes("a.eml", data, Limits(max_nesting=2)))
    assert len(documents) == 3
    assert "too deep" in documents[-1].notes[0]


def test_a_mail_whose_text_is_only_in_html() -> None:
    message = EmailMessage(email.policy.SMTP)
    message["From"] = "desk@example.org"
    message["MIME-Version"] = "1.0"
    message.set_content("See HTML.")
    message.add_alternative("<p>Twelve wells were dry in the month of May.</p>", subtype="html")
    document = read("a.eml", message.as_bytes())
    assert flat(document) == ["Twelve wells were dry in the month of May."]
    assert document.issuer is None


def test_markdown_front_matter_states_and_is_no_part_of_the_body() -> None:
    source = (
        "---\ntitle: 'Wells: a report'\nissuer: Public Defender\nissuer_state: VRD\n"
        "date: 2031-07-07\naddressees:\n- River Commission\n---\n\n# Wells\r\n\r\nTwelve.\n"
    )
    document = read("a.md", source.encode())
    assert document.text == source
    assert document.text[slice(*document.body)].startswith("\n# Wells")
    assert (document.title, document.issuer) == ("Wells: a report", "Public Defender")
    assert (document.issuer_state, document.date) == ("VRD", "2031-07-07")
    assert document.addressees == ("River Commission",)
    assert flat(document) == ["# Wells", "Twelve."]


def test_two_rulers_are_no_front_matter() -> None:
    document = read("a.md", b"---\nTwelve wells were dry\n---\nNine were not.")
    assert document.body[0] == 0
    with pytest.raises(UnreadableDocument, match=r"not valid YAML \(line 3\)"):
        read("a.md", b"---\ntitle: a\nissuer: [b\n---\nNine.")
