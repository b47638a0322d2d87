from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.documents.encoding import decode_text
from muniment.documents.errors import UnreadableDocument

TEXTS = {
    "ru": "Уполномоченный сообщил, что 12 человек погибли и 34 получили ранения 5 мая.",
    "uk": "Уповноважений повідомив, що 12 осіб загинули, а їхні тіла знайдено в селі.",
    "fr": "Le Défenseur a déclaré que 12 personnes ont été tuées à l’hôpital, dont trois élèves.",
    "es": "La Defensoría informó que murieron 12 niños y que más de 30 familias huyeron.",
    "de": "Die Behörde erklärte, dass zwölf Menschen getötet wurden, darunter fünf Schüler.",
    "tr": "Müfettiş şehirde on iki kişinin öldüğünü ve yüz kişinin yaralandığını açıkladı.",
    "pl": "Rzecznik oświadczył, że zginęło 12 osób, a trzydzieści zostało rannych w ciągu dnia.",
}
ENCODINGS = [
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("ru", "iso8859-5"),
    ("ru", "cp866"),
    ("uk", "cp1251"),
    ("uk", "koi8-u"),
    ("fr", "cp1252"),
    ("fr", "iso8859-15"),
    ("es", "cp1252"),
    ("de", "cp1252"),
    ("de", "iso8859-1"),
    ("tr", "cp1254"),
    ("tr", "iso8859-9"),
    ("pl", "cp1250"),
    ("pl", "iso8859-2"),
]


@pytest.mark.parametrize(("language", "encoding"), ENCODINGS)
def test_old_encodings_are_told_by_the_words_they_give(language: str, encoding: str) -> None:
    source = TEXTS[language].replace("’", "'")
    text, note = decode_text("a.txt", source.encode(encoding))
    assert text == source
    assert note is not None
    assert "guessed" in note


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_wide_encodings_and_marks(encoding: str) -> None:
    text = "Twelve wells – dry\r\nsince May."
    assert decode_text("a.txt", text.encode(encoding))[0] == text


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_utf8_is_read_as_it_is(text: str) -> None:
    if not text.startswith("\ufeff") and text.strip():
        assert decode_text("a.txt", text.encode()) == (text, None)


@given(st.binary(min_size=1))
def test_any_bytes_give_text_or_one_line(data: bytes) -> None:
    try:
        text, _ = decode_text("a.txt", data)
    except UnreadableDocument as error:
        text = str(error)
    text.encode("utf-8")
