"""Encodings of lists: told from the letters of names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.registers.reading.encoding import guess_encoding, look_at
from muniment.registers.reading.model import UnreadableList

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1251", "ТАСВЕЛОВ;ОРЕН\nДОРНОВА;МИРА"),
        ("koi8-r", "ТАСВЕЛОВ;ОРЕН\nДОРНОВА;МИРА"),
        ("cp866", "Тасвелов;Орен;Верхний Дорн"),
        ("mac-cyrillic", "Тасвелов;Орен;Верхний Дорн"),
        ("cp1252", "niño"),
        ("cp1252", "Copper;<0,5;µg/l\nConductivity;120;µS/cm"),
        ("cp852", "Ágnes;Győr"),
        ("cp1252", "Müller"),
        ("cp1252", "José;Núñez"),
        ("cp1254", "Şahin;İsmail;Iğdır"),
        ("cp1250", "Łukasz;Wiśniewski;Żółkiew"),
        ("cp1256", "محمد;أحمد;تاريخ الميلاد"),
        ("cp1253", "Γιώργος;Επώνυμο"),
        ("cp1255", "שם פרטי;שם משפחה"),
    ],
)
def test_one_byte_encodings(codec: str, text: str) -> None:
    data = text.encode(codec)
    guessed, _ = guess_encoding(data)
    assert guessed is not None
    assert data.decode(guessed) == text


def test_armenian_standard(tmp_path: Path) -> None:
    alphabet = "ԱաԲբԳգԴդԵեԶզԷէԸըԹթԺժԻիԼլԽխԾծԿկՀհՁձՂղՃճՄմՅյՆնՇշՈոՉչՊպՋջՌռՍսՎվՏտՐրՑցՒւՓփՔքՕօՖֆ"
    codes = {letter: 0xB2 + place for place, letter in enumerate(alphabet)}
    text = "Ազգանուն;Անուն\nՀակոբյան;Արմեն\n"
    path = tmp_path / "list.csv"
    path.write_bytes(bytes(codes.get(letter, ord(letter) % 256) for letter in text))
    source = look_at(path, path.name)
    assert source.encoding == "armscii-8"
    assert "".join(source.lines()) == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, min_size=1, max_size=5))
def test_utf8_is_read_as_it_is(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "list.csv"
    text = "name\n" + "\n".join(line.removeprefix("\ufeff") for line in lines)
    path.write_bytes(text.encode())
    source = look_at(path, path.name)
    assert source.encoding == "utf-8"
    assert "".join(source.lines()) == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    try:
        source = look_at(path, path.name)
    except UnreadableList:
        return
    assert isinstance("".join(source.lines()), str)
