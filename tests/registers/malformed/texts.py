"""Malformed text lists: encodings, delimiters, quotes, line ends, rows and headers."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from tests.registers.malformed.model import HEADER, ROWS, Case, text, with_cell

_RUSSIAN = (
    "№;Фамилия;Имя;Отчество;Дата рождения;Место рождения\n"
    "1;Тасвелов;Орен;Мирович;14.03.1970;с. Верхний Дорн\n"
    "2;Келвадзе;Мира;Орестовна;01.12.1984;г. Лиск\n"
    "3;Беррин;Андрей;Петрович;30.07.1959;Вельмар\n"
)
_FRENCH = (
    "Numéro;Nom;Prénom;Date de naissance;Lieu de naissance\n"
    "1;Lefèvre;Aurélie;14/03/1970;Châtelard\n2;Noël;François;01/12/1984;Besançon-le-Vieux\n"
    "3;Göring-Tasvel;Zoë;30/07/1959;Velmâr\n"
)
_TURKISH = (
    "Sıra;Soyadı;Adı;Doğum yeri;Doğum tarihi\n1;Yıldız;Şükrü;Iğdırlı;14.03.1970\n"
    "2;Güneş;Ayşe;Çınarlı;01.12.1984\n3;Öztürk;İsmail;Ağaçköy;30.07.1959\n"
)
_POLISH = (
    "Lp;Nazwisko;Imię;Data urodzenia\n1;Łącki;Żaneta;14.03.1970\n2;Wiśniewski;Łukasz;01.12.1984\n"
    "3;Źródłowski;Święta;30.07.1959\n"
)
_ARABIC = (
    "الرقم;الاسم الأول;اسم الأب;اسم العائلة;تاريخ الميلاد\n1;محمد;أحمد;الحسن;14/03/1970\n"
    "2;فاطمة;علي;الكرمي;01/12/1984\n3;يوسف;إبراهيم;السالم;30/07/1959\n"
)
_UKRAINIAN = (
    "№;Прізвище;Ім'я;Дата народження;Місце\n1;Тасвілюк;Євген;14.03.1970;с. Їжаківка\n"
    "2;Ґалаґан;Ірина;01.12.1984;Київець\n3;Берінчук;Андрій;30.07.1959;Вельмар\n"
)
_GREEK = (
    "id;Όνομα;first name;last name\n1;Γιώργος;Γιώργος;Ταξιάρχης\n2;Ελένη;Ελένη;Βελμάρη\n"
    "3;Ανδρέας;Ανδρέας;Μπερίνος\n"
)
_ENCODED = (
    (
        "russian",
        _RUSSIAN,
        2,
        "Фамилия",
        "Тасвелов",
        ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic"),
    ),
    ("ukrainian", _UKRAINIAN, 2, "Прізвище", "Тасвілюк", ("cp1251", "koi8-u")),
    ("french", _FRENCH, 2, "Nom", "Lefèvre", ("cp1252", "iso8859-15", "mac-roman", "cp850")),
    ("turkish", _TURKISH, 2, "Soyadı", "Yıldız", ("cp1254", "iso8859-9", "cp857")),
    ("polish", _POLISH, 2, "Nazwisko", "Łącki", ("cp1250", "iso8859-2", "cp852")),
    ("arabic", _ARABIC, 2, "", "الحسن", ("cp1256", "iso8859-6")),
    ("greek", _GREEK, 2, "", "Ταξιάρχης", ("cp1253", "iso8859-7")),
)
_WIDE = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
)


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _encodings()
    yield from _dialects()
    yield from _quotes()
    yield from _rows()
    yield from _headers()
    yield from _set_aside()
    yield from _cells()
    yield from _broken()


def _encodings() -> Iterator[Case]:
    for language, content, _, _, name, codecs_ in _ENCODED:
        for codec in codecs_:
            lossy = content.encode(codec, "replace")
            yield Case(
                f"{language} in {codec}",
                "list.csv",
                lossy,
                problems=((None, None, "encoding was guessed"),),
                values=((0, "family_name", name),),
            )
        for codec in _WIDE if language == "russian" else ("utf-8", "utf-16-le"):
            yield Case(
                f"{language} in {codec}",
                "list.csv",
                content.encode(codec),
                values=((0, "family_name", name),),
            )
    old = (*ROWS[0][:2], "Тасвелов", *ROWS[0][3:])
    lines = text(rows=(ROWS[1], old, ROWS[2])).encode("utf-8").splitlines(keepends=True)
    other = "V-9,Мира,Дорнова,f,1984,,\n".encode("cp1251")
    yield Case(
        "one line of another encoding",
        "list.csv",
        b"".join([*lines, other]),
        records=4,
        problems=((5, None, "not UTF-8"),),
        values=((3, "family_name", "Дорнова"),),
    )
    cut = b"".join(lines).replace("лов".encode(), "лов".encode()[:-1])
    yield Case("a letter cut in the middle", "list.csv", cut, problems=((3, None, "U+FFFD"),))
    twice = _FRENCH.encode("utf-8").decode("latin-1").encode("utf-8")
    yield Case("UTF-8 saved twice", "list.csv", twice, problems=((None, None, "read UTF-8 as"),))
    yield Case("two byte order marks", "list.csv", codecs.BOM_UTF8 * 2 + text().encode())
    yield Case("UTF-16 cut in a character", "list.csv", _RUSSIAN.encode("utf-16")[:-1])


def _dialects() -> Iterator[Case]:
    for delimiter, called in (
        (",", "comma"),
        (";", "semicolon"),
        ("\t", "tab"),
        ("|", "bar"),
        ("^", "caret"),
        ("~", "tilde"),
        ("\x1f", "unit separator"),
    ):
        for end, ends in (("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR")):
            data = text(delimiter=delimiter, end=end).encode()
            yield Case(f"{called}, {ends}", "list.txt", data, values=((1, "given_name", "Mira"),))
    yield Case("sep= above the header", "list.csv", b"sep=;\r\n" + text(delimiter=";").encode())
    yield Case("no end of the last line", "list.csv", text().encode().rstrip())
    mixed = text(end="\r\n").encode() + b"V-4,Ula,Dorn,f,1990,Lisk,\n"
    yield Case("mixed line ends", "list.csv", mixed, records=4)
    yield Case("one column", "list.csv", b"full name\nOren Tasvel\nMira Kelvadze\nAndo Berrin\n")
    yield Case("a CSV called .xlsx", "list.xlsx", text().encode())
    yield Case("a CSV called .pdf", "list.pdf", text().encode())
    commas = text(rows=with_cell(0, 6, "1,5 km; gone"), delimiter="|")
    yield Case("delimiters of others in a cell", "list.csv", commas.encode())


def _quotes() -> Iterator[Case]:
    head = ",".join(HEADER)
    rows = [",".join(row) for row in ROWS]
    whole = "\n".join([head, *(",".join(f'"{cell}"' for cell in row) for row in ROWS)])
    yield Case("everything quoted", "list.csv", whole.encode())
    single = "\n".join(",".join(f"'{cell}'" for cell in row) for row in (HEADER, *ROWS))
    yield Case("single quotes", "list.csv", single.encode(), values=((0, "given_name", "Oren"),))
    long = "\n".join([head, 'V-1,Oren,Tasvel,m,1970,"Upper\nDorn, east","two\nlines"', *rows[1:]])
    yield Case(
        "line ends in quotes",
        "list.csv",
        long.encode(),
        values=((0, "birth_place", "Upper Dorn, east"),),
    )
    doubled = "\n".join([head, 'V-1,"Oren ""the Tall""",Tasvel,m,1970,Dorn,', *rows[1:]])
    yield Case(
        "doubled quotes",
        "list.csv",
        doubled.encode(),
        values=((0, "given_name", 'Oren "the Tall"'),),
    )
    slashed = "\n".join([head, 'V-1,"Oren \\"the Tall\\"",Tasvel,m,1970,Dorn,', *rows[1:]])
    yield Case(
        "backslashed quotes",
        "list.csv",
        slashed.encode(),
        values=((0, "given_name", 'Oren "the Tall"'),),
    )
    opened = "\n".join([head, 'V-1,"Oren,Tasvel,m,1970,Dorn,', *rows[1:]])
    yield Case(
        "a quote never closed", "list.csv", opened.encode(), problems=((2, None, "not closed"),)
    )
    last = "\n".join([head, *rows[:2], 'V-3,Ando,"Berrin,m,1959,Velmar,'])
    yield Case(
        "a quote open at the end", "list.csv", last.encode(), problems=((4, None, "not closed"),)
    )
    many = "\n".join([head, *(f'V-{n},"Oren,Tasvel,m,1970,Dorn,' for n in range(80))])
    yield Case(
        "a quote open in every row",
        "list.csv",
        many.encode(),
        records=80,
        problems=((2, None, "not closed"),),
    )
    inch = "\n".join([head, 'V-1,Oren,Tasvel,m,1970,Dorn,scar of 5" left', *rows[1:]])
    yield Case(
        "an inch mark in a cell",
        "list.csv",
        inch.encode(),
        values=((0, "notes", 'scar of 5" left'),),
    )
    tail = "\n".join([head, 'V-1,"Oren" Pel,Tasvel,m,1970,Dorn,', *rows[1:]])
    yield Case("text after a closing quote", "list.csv", tail.encode())


def _rows() -> Iterator[Case]:
    longer = (*ROWS[:2], (*ROWS[2], "extra"))
    yield Case(
        "one row too long",
        "list.csv",
        text(rows=longer).encode(),
        records=2,
        refused_rows=1,
        problems=((4, None, "8 cells where the header has 7"),),
    )
    shifted = (ROWS[0], ("V-2", "Mira", "Kelvadze, born Dorn", *ROWS[1][3:]), ROWS[2])
    yield Case(
        "a delimiter in a cell",
        "list.csv",
        text(rows=shifted).encode(),
        records=2,
        refused_rows=1,
        problems=((3, None, "cells where the header has 7"),),
    )
    short = (ROWS[0], ROWS[1][:4], ROWS[2])
    yield Case(
        "one row too short",
        "list.csv",
        text(rows=short).encode(),
        problems=((3, None, "4 cells where the header has 7"),),
    )
    trailing = text(end=",,,\n").encode()
    yield Case("empty columns at the end", "list.csv", trailing)
    wide = text(rows=tuple((*row, "x") for row in ROWS)).encode()
    yield Case("a column without header", "list.csv", wide)
    blank = text().replace("\nV-2", "\n\n,,,,,,\n   ,,,,,,\nV-2").encode()
    yield Case("blank rows between", "list.csv", blank, aside={"blank": 3})
    yield Case("blank rows above", "list.csv", b"\n\n\n" + text().encode(), aside={"blank": 3})
    yield Case(
        "20,000 blank rows below",
        "list.csv",
        text().encode() + b",,,,,,\n" * 20_000,
        aside={"blank": 20_000},
    )
    yield Case(
        "a million blank lines",
        "list.csv",
        text().encode() + b"\n" * 1_000_000,
        aside={"blank": 1_000_000},
    )
    again = text(rows=(*ROWS[:2], HEADER, ROWS[2])).encode()
    yield Case("the header again", "list.csv", again, aside={"header": 2})
    double = text(rows=(*ROWS, ROWS[0])).encode()
    yield Case("a key twice", "list.csv", double, records=4)
    keyless = text(rows=(*ROWS, ("", *ROWS[0][1:]))).encode()
    yield Case("a row without key", "list.csv", keyless, records=4)
    nameless = text(rows=(*ROWS, ("V-4", "", "", "m", "1970", "Lisk", ""))).encode()
    yield Case(
        "a row without any name",
        "list.csv",
        nameless,
        records=3,
        refused_rows=1,
        problems=((5, None, "gives no"),),
    )


def _headers() -> Iterator[Case]:
    yield Case("header only", "list.csv", (",".join(HEADER) + "\n").encode(), records=0)
    doubled = text(("id", "first name", "last name", "sex", "date of birth", "notes", "notes"))
    yield Case("a header twice", "list.csv", doubled.encode())
    empty = text(("id", "first name", "last name", "", "date of birth", "", ""))
    yield Case("empty headers", "list.csv", empty.encode(), values=((0, "given_name", "Oren"),))
    shouting = text(tuple(f"  {name.upper()}: " for name in HEADER))
    yield Case(
        "capitals and colons", "list.csv", shouting.encode(), values=((0, "given_name", "Oren"),)
    )
    snake = text(tuple(name.replace(" ", "_") for name in HEADER))
    yield Case("underscores", "list.csv", snake.encode(), values=((0, "given_name", "Oren"),))
    misspelled = text(("id", "frist name", "last nmae", "sex", "date of brith", "notes", "x"))
    yield Case("misspelled headers", "list.csv", misspelled.encode())
    for lines, called in ((1, "a title"), (3, "three lines")):
        above = "Commission of Velmar: missing persons\n" * lines
        yield Case(
            f"{called} above the header",
            "list.csv",
            (above + text()).encode(),
            aside={"heading": lines},
        )
    spaced = "Commission of Velmar,,,,,,\n,,,,,,\n" + text()
    yield Case(
        "a title and a blank row", "list.csv", spaced.encode(), aside={"heading": 1, "blank": 1}
    )
    numbers = text(rows=(tuple(str(n) for n in range(1, 8)), *ROWS))
    yield Case("a row of column numbers", "list.csv", numbers.encode(), aside={"header": 2})
    grouped = (
        ",Name,,Birth,,\nid,First,Last,Day,Month,Year\nV-1,Oren,Tasvel,14,3,1970\n"
        "V-2,Mira,Kelvadze,1,12,1984\nV-3,Ando,Berrin,30,7,1959\n"
    )
    yield Case(
        "a header of two rows",
        "list.csv",
        grouped.encode(),
        aside={"header": 2},
        values=((0, "birth_date", "1970-03-14"), (0, "given_name", "Oren")),
    )
    nameless = "\n".join(",".join(row) for row in ROWS)
    yield Case("no header", "list.csv", nameless.encode(), refused="no column could be found")
    figures = "\n".join(",".join(str(n * k) for k in range(1, 6)) for n in range(1, 9))
    yield Case("figures alone", "list.csv", figures.encode(), refused="no column could be found")
    foreign = text(("aa", "bb", "cc", "dd", "ee", "ff", "gg"))
    yield Case(
        "headers that say nothing", "list.csv", foreign.encode(), refused="no column could be found"
    )


def _set_aside() -> Iterator[Case]:
    for word in (
        "Total",
        "TOTAL:",
        "Grand total",
        "Итого",
        "Всего",
        "Cəmi",
        "Ընդամենը",
        "სულ",
        "المجموع",
        "Suma",
        "Ensemble",
        "Gesamt",
        "Ukupno",
        "Toplam",
    ):
        row = (word, "3", "", "", "", "", "")
        yield Case(
            f"a last row “{word}”", "list.csv", text(rows=(*ROWS, row)).encode(), aside={"total": 1}
        )
    for remark in (
        "Source: Commission of Velmar",
        "* by their families",
        "Примечание: см. том 2",
        "Note: to be checked",
        "Fuente: Comisión",
    ):
        data = text() + ",,,,,,\n" + remark + ",,,,,,\n"
        yield Case(f"below the table “{remark}”", "list.csv", data.encode(), aside={"remark": 1})
    person = text(rows=(*ROWS, ("V-4", "Total", "", "", "", "", ""))).encode()
    yield Case("a person called Total", "list.csv", person, records=4)


def _cells() -> Iterator[Case]:
    for value, words in (
        ("31.02.1990", "calendar"),
        ("1990-13-45", ""),
        ("yesterday", ""),
        ("12/1970/45", ""),
        ("2190-01-01", ""),
        ("#REF!", ""),
        ("99999999", ""),
        ("soon after the war", ""),
    ):
        data = text(rows=with_cell(1, 4, value)).encode()
        yield Case(
            f"a birth on “{value}”", "list.csv", data, problems=((3, "date of birth", words),)
        )
    for value, expected in (
        ("14.03.1970", "1970-03-14"),
        ("1970", "1970"),
        ("14 March 1970", "1970-03-14"),
        ("1970-03", "1970-03"),
        ("", None),
        ("unknown", "XXXX"),
        ("неизвестно", "XXXX"),
    ):
        data = text(rows=with_cell(0, 4, value)).encode()
        yield Case(f"a birth as “{value}”", "list.csv", data, values=((0, "birth_date", expected),))
    for value, code in (
        ("Female", "female"),
        ("ж", "female"),
        ("мужской", "male"),
        ("unknown", "unknown"),
        ("kişi", "male"),
        ("ذكر", "male"),
    ):
        data = text(rows=with_cell(2, 3, value)).encode()
        yield Case(f"a sex of “{value}”", "list.csv", data, values=((2, "sex", code),))
    for value in ("x9", "both?", "7"):
        data = text(rows=with_cell(2, 3, value)).encode()
        yield Case(f"a sex of “{value}”", "list.csv", data, problems=((4, "sex", ""),))
    for value in ("Oren7", "Оren", "O\ufffdren", "O\x07ren"):
        data = text(rows=with_cell(0, 1, value)).encode()
        yield Case(f"a name {value!r}", "list.csv", data, problems=((2, "first name", ""),))
    nul = text(rows=with_cell(0, 1, "Or\0en")).encode()
    yield Case("a NUL in a name", "list.csv", nul)
    formula = text(rows=with_cell(0, 6, "=HYPERLINK(1)")).encode()
    yield Case("a formula as text", "list.csv", formula)
    long = text(rows=with_cell(0, 6, "x" * 40_000)).encode()
    yield Case("a long note", "list.csv", long)


def _broken() -> Iterator[Case]:
    huge = text(rows=with_cell(0, 6, "x" * 1_200_000)).encode()
    yield Case("a cell of 1.2 million letters", "list.csv", huge, refused="more than 1,000,000")
    yield Case(
        "20,000 columns",
        "list.csv",
        b"id" + b",a" * 20_000 + b"\n" + b"1" + b",b" * 20_000,
        refused="at most",
    )
    yield Case("empty", "list.csv", b"", refused="empty")
    yield Case("only line ends", "list.csv", b"\n\r\n\n", refused="empty")
    yield Case("only a mark", "list.csv", codecs.BOM_UTF8, refused="empty")
    yield Case("only delimiters", "list.csv", b",,,\n,,,\n", refused="no filled cell")
    yield Case("only zero bytes", "list.csv", bytes(4096), refused="empty")
    yield Case(
        "a letter",
        "list.txt",
        b"Dear Sir, I write to you about my brother.\n"
        b"He went to Lisk in May, and we have had no word since.\n",
        refused="no column could be found",
    )
    noise = bytes((n * n * 31 + n * 7) % 256 for n in range(5000))
    yield Case("noise", "list.csv", noise, refused="")
