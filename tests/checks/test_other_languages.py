"""The rules look at claims alone: they find the same in a text of another language."""

from __future__ import annotations

import pytest

from muniment.checks.checking import check_document
from muniment.checks.model import Outcome, Result
from muniment.claims.language import note_on_language
from muniment.claims.reader import read_claims
from muniment.documents.document import Document
from muniment.documents.reading import read_bytes

REPORT = """# Informe

El 12 de marzo de 2024 el ejército de Belmora bombardeó la ciudad de Merring. Al menos 23 personas
murieron, de las cuales 9 eran soldados y 14 civiles. Otras 40 resultaron heridas, entre ellas 12
menores.

Desde 1991 hasta ahora se han registrado 3.890 personas desaparecidas: 3.171 soldados y 719 civiles.
El 12,5 por ciento de las 800 viviendas del valle, es decir, 100, quedó destruido.

De los 412 detenidos, 260 eran mujeres; los 152 restantes eran hombres. Exigimos que el Gobierno de
Belmora libere a los 14 presos.
"""


GERMAN = """Bei dem Angriff auf Orla starben am 12.03.2024 mindestens 12 Menschen, darunter
14 Kinder. Von den 800 Häusern sind 30 Prozent, also 100, zerstört. Im Jahr 1998 waren es
3,2 Millionen.
"""


def document_of(text: str) -> Document:
    (document,) = read_bytes("informe.md", text.encode())
    return document


def results_of(text: str) -> list[Result]:
    return check_document(read_claims(document_of(text)))


def fired(text: str) -> list[tuple[str, str | None]]:
    """The findings, without notes on what a reader would like to know besides."""
    return [
        (each.code, each.working)
        for each in results_of(text)
        if each.outcome is Outcome.FIRES and each.level != "note"
    ]


def test_a_spanish_report_is_known_as_one_and_adds_up() -> None:
    assert document_of(REPORT).language == "es"
    assert note_on_language("es") is None
    assert fired(REPORT) == []
    workings = {each.working for each in results_of(REPORT) if each.outcome is Outcome.HOLDS}
    assert {"3.890 = 3.171 + 719", "412 = 260 + 152"} <= workings


@pytest.mark.parametrize(
    ("right", "wrong", "working"),
    [
        ("719 civiles", "729 civiles", "3.171 + 729 = 3.900, not 3.890"),
        ("los 152 restantes", "los 162 restantes", "260 + 162 = 422, not 412"),
    ],
)
def test_parts_that_miss_their_total_are_found(right: str, wrong: str, working: str) -> None:
    assert fired(REPORT.replace(right, wrong)) == [("A101", working)]


def test_a_part_larger_than_its_whole_is_found() -> None:
    codes = [code for code, _ in fired(REPORT.replace("entre ellas 12", "entre ellas 52"))]
    assert codes == ["A102"]


def test_a_share_that_does_not_fit_is_found() -> None:
    codes = [code for code, _ in fired(REPORT.replace("es decir, 100", "es decir, 160"))]
    assert codes == ["A104"]


WRONG = [
    ("La sesión del 31 de abril de 2023 fue aplazada.", "T201"),
    ("El puente cayó el martes 4 de marzo de 2024.", "T202"),
    ("El asedio fue del 10 de junio de 2021 al 2 de junio de 2021.", "T203"),
    ("El precio pasó de 40 a 60 pesos, un aumento del 20 por ciento.", "A109"),
    ("El 45 % de los 800 pozos, es decir, 160, está seco.", "A104"),
]
RIGHT = [
    "La sesión del 30 de abril de 2023 fue aplazada.",
    "El puente cayó el lunes 4 de marzo de 2024.",
    "El asedio fue del 2 de junio de 2021 al 10 de junio de 2021.",
    "El precio pasó de 40 a 60 pesos, un aumento del 50 por ciento.",
    "El 20 % de los 800 pozos, es decir, 160, está seco.",
    "El lunes murieron 12 personas en Orla. El martes murieron 14 personas en Merring.",
    "En 2021 se registraron 310 quejas. En 2022 se registraron 280 quejas.",
    "Han sido liberados 25 de los 43; quedan 18.",
    "El 60% de los 250 pozos está contaminado; el 40% restante, en uso.",
    "Murieron 32 personas. El 5 de mayo el balance subió a 40 muertos.",
]


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_what_does_not_fit_is_found(text: str, code: str) -> None:
    assert [found for found, _ in fired(f"Informe de la comisión sobre el valle.\n\n{text}")] == [
        code
    ]


@pytest.mark.parametrize("text", RIGHT)
def test_what_fits_is_left_alone(text: str) -> None:
    assert fired(f"Informe de la comisión sobre el valle.\n\n{text}") == []


def test_a_language_without_a_pack_is_read_for_numbers_and_dates_alone() -> None:
    document = document_of(GERMAN)
    assert document.language == "de"
    claims = read_claims(document)
    assert document.notes == [note_on_language("de")]
    assert "German" in document.notes[0]
    values = [(figure.quantity.low, figure.quantity.high) for figure in claims.figures]
    assert values == [(12, 12), (14, 14), (800, 800), (30, 30), (100, 100), (3200000, 3200000)]
    assert [date.edtf for date in claims.dates] == ["2024-03-12", "1998"]
    assert {figure.counted for figure in claims.figures} == {None}
    assert not claims.demands
    assert not claims.relations
    assert not check_document(claims)
