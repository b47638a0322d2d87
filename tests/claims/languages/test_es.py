"""Spanish: numbers, dates, and the commonest ways to say who, how many and of how many."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.claims.language import load_language
from muniment.claims.lexicon import lexicon_of
from muniment.claims.model import DocumentClaims, Figure
from muniment.claims.numbers import NumberReader
from muniment.claims.tokens import tokenize
from muniment.values.quantity import Number
from tests.claims.languages.texts import claims_of

Range = tuple[Number | None, Number | None]


def read(text: str) -> DocumentClaims:
    return claims_of(text, "es")


def range_of(figure: Figure) -> Range:
    return figure.quantity.low, figure.quantity.high


NUMBERS: list[tuple[str, str, Range]] = [
    ("Ardieron 12 casas.", "12", (12, 12)),
    ("Ardieron doce casas.", "doce", (12, 12)),
    ("Ardieron 4.000 casas.", "4.000", (4000, 4000)),
    ("Ardieron 4 000 casas.", "4 000", (4000, 4000)),
    ("Ardieron 1.234.567 árboles.", "1.234.567", (1234567, 1234567)),
    ("Ardieron treinta y dos casas.", "treinta y dos", (32, 32)),
    ("Ardieron ciento cuatro casas.", "ciento cuatro", (104, 104)),
    ("Ardieron doscientas quince casas.", "doscientas quince", (215, 215)),
    ("Huyeron doce mil quinientas personas.", "doce mil quinientas", (12500, 12500)),
    ("Huyó un millón de personas.", "un millón", (1000000, 1000000)),
    ("Huyeron 2,5 millones de personas.", "2,5 millones", (2500000, 2500000)),
    ("Huyeron dos millones y medio de personas.", "dos millones y medio", (2500000, 2500000)),
    ("Huyó medio millón de personas.", "medio millón", (500000, 500000)),
    ("Huyó medio centenar de familias.", "medio centenar", (50, 50)),
    ("Ardieron dos docenas de casas.", "dos docenas", (24, 24)),
    ("Ardieron decenas de casas.", "decenas", (20, None)),
    ("Huyeron miles de familias.", "miles", (2000, None)),
    ("Huyeron cientos de miles de personas.", "cientos de miles", (200000, None)),
    ("Ardieron varias decenas de casas.", "varias decenas", (20, None)),
    ("Ardieron entre 10 y 15 casas.", "10 y 15", (10, 15)),
    ("Ardieron de 10 a 15 casas.", "10 a 15", (10, 15)),
    ("Uno de cada tres pozos está seco.", "Uno de cada tres", (Fraction(100, 3), Fraction(100, 3))),
    ("Nueve de cada diez pozos están secos.", "Nueve de cada diez", (90, 90)),
    ("Tres de cada 4 pozos están secos.", "Tres de cada 4", (75, 75)),
    ("Dos tercios de los pozos están secos.", "Dos tercios", (Fraction(200, 3), Fraction(200, 3))),
    ("La mitad de los pozos está seca.", "mitad", (50, 50)),
    ("Tres cuartas partes de los pozos están secas.", "Tres cuartas partes", (75, 75)),
    ("Una quinta parte de los pozos está seca.", "Una quinta parte", (20, 20)),
    ("El 12,5 % de los pozos está seco.", "12,5", (Fraction(25, 2), Fraction(25, 2))),
    ("El 20 por ciento de los pozos está seco.", "20", (20, 20)),
]


@pytest.mark.parametrize(("text", "number", "values"), NUMBERS)
def test_numbers(text: str, number: str, values: Range) -> None:
    figures = read(text).figures
    assert [(figure.number.text, range_of(figure)) for figure in figures] == [(number, values)]


BOUNDS: list[tuple[str, Range, bool]] = [
    ("Al menos 12 personas murieron.", (12, None), False),
    ("Por lo menos 12 personas murieron.", (12, None), False),
    ("Más de 4.000 familias huyeron.", (4000, None), False),
    ("No menos de 15 aldeas ardieron.", (15, None), False),
    ("Hasta 60 soldados murieron.", (None, 60), True),
    ("Menos de 20 soldados murieron.", (None, 20), True),
    ("Unos 40 soldados murieron.", (40, 40), True),
    ("Unas 40 casas ardieron.", (40, 40), True),
    ("Alrededor de 40 casas ardieron.", (40, 40), True),
    ("Aproximadamente 40 casas ardieron.", (40, 40), True),
    ("Casi un millón de personas huyeron.", (1000000, 1000000), True),
    ("Un total de 40 casas ardieron.", (40, 40), False),
    ("Murieron 40 o más soldados.", (40, None), False),
]


@pytest.mark.parametrize(("text", "values", "approximate"), BOUNDS)
def test_bounds(text: str, values: Range, approximate: bool) -> None:
    (figure,) = read(text).figures
    assert range_of(figure) == values
    assert figure.quantity.approximate is approximate


# Text; for each figure what is counted, and what happened to it.
EVENTS = [
    ("Al menos 12 personas murieron en Orla.", [("personas", "killed")]),
    ("Murieron 12 personas en Orla.", [("personas", "killed")]),
    ("El ataque dejó 32 muertos y 95 heridos.", [("muertos", "killed"), ("heridos", "injured")]),
    ("Murieron 12 vecinos y 30 resultaron heridos.", [("vecinos", "killed"), (None, "injured")]),
    ("Fueron detenidas 15 personas.", [("personas", "detained")]),
    ("15 personas fueron detenidas.", [("personas", "detained")]),
    ("El ejército mató a 7 civiles e hirió a 12.", [("civiles", "killed"), (None, "injured")]),
    ("Perdieron la vida cerca de 90 civiles.", [("civiles", "killed")]),
    ("La crecida desplazó a 300 familias.", [("familias", "displaced")]),
    ("Unas 300 familias huyeron del valle.", [("familias", "displaced")]),
    ("Se exhumaron 17 cuerpos.", [("cuerpos", "found")]),
    ("Quedaron destruidas 15 aldeas.", [("aldeas", "destroyed")]),
    ("Siguen desaparecidos 40 pastores.", [("pastores", "missing")]),
    ("Recibimos 40 quejas; 12 fueron resueltas.", [("quejas", "other"), (None, "other")]),
    ("Capturaron 22 fusiles.", [("fusiles", "other")]),
    ("25 pastores fueron puestos en libertad.", [("pastores", "freed")]),
]


@pytest.mark.parametrize(("text", "expected"), EVENTS)
def test_what_is_counted_and_what_happened(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    figures = read(text).figures
    found = [(f.counted.text if f.counted else None, f.event) for f in figures]
    assert found == expected


CLASSES = [
    ("Se gastaron 2,5 millones de euros.", "money", "EUR"),
    ("Se gastaron 3.000 dólares.", "money", "USD"),
    ("El río creció 3 metros.", "measure", "m"),
    ("Siguen minadas 1.200 hectáreas.", "measure", "ha"),
    ("El asedio duró 12 días.", "duration", "d"),
    ("El 20 por ciento de las casas ardió.", "share", "%"),
    ("Recibimos 12 quejas por semana.", "rate", "1/wk"),
    ("Hay 12 casos por cada 100.000 habitantes.", "rate", "1/100.000"),
]


@pytest.mark.parametrize(("text", "klass", "unit"), CLASSES)
def test_classes_and_units(text: str, klass: str, unit: str) -> None:
    (figure,) = read(text).figures
    assert (figure.klass, figure.unit) == (klass, unit)


NO_FIGURES = [
    "El artículo 12 sigue vigente.",
    "La escuela n.º 12 está cerrada.",
    "Ivo Orla, de 34 años, y su hija de 8 años huyeron.",
    "El señor Orla, de 45 años, vivía en la calle 14, piso 2.",
    "La quinta brigada llegó el tercer día.",
    "Ardió en 1998.",
    "El mercado abre a las 14.30 horas.",
    "Nació el 3 de junio de 2001.",
]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_numbers_that_are_no_figures(text: str) -> None:
    assert not read(text).figures


DATES = [
    ("El puente cayó el 12 de marzo de 2024.", [("12 de marzo de 2024", "2024-03-12")]),
    ("El puente cayó el 1º de mayo de 1998.", [("1º de mayo de 1998", "1998-05-01")]),
    ("El puente cayó en marzo de 2024.", [("marzo de 2024", "2024-03")]),
    ("El puente cayó en 1998.", [("1998", "1998")]),
    ("El puente cayó el 05/04/2023.", [("05/04/2023", "2023-04-05")]),
    ("El puente cayó el 14 de abril.", [("14 de abril", "XXXX-04-14")]),
    ("Faltan desde 1991 hasta ahora.", [("desde 1991 hasta ahora", "1991/..")]),
    ("Faltan desde julio de 2022.", [("desde julio de 2022", "2022-07/..")]),
    ("DESDE EL 3 DE JUNIO DE 2001", [("DESDE EL 3 DE JUNIO DE 2001", "2001-06-03/..")]),
    ("Ocurrió entre enero y marzo de 2023.", [("enero", "2023-01"), ("marzo de 2023", "2023-03")]),
    ("Ocurrió en el verano de 2004.", [("verano de 2004", "2004-22")]),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(date.passage.quote, date.edtf) for date in read(text).dates] == expected


def test_the_weekday_of_a_date_is_read() -> None:
    (date,) = read("El puente cayó el lunes 4 de marzo de 2024.").dates
    assert date.weekday == 0


# Text; part, whole and kind of part.
PARTS = [
    ("Murieron 15 personas, entre ellas 4 menores.", [("4", "15", "subset")]),
    ("Murieron 57 personas, incluidos 11 niños.", [("11", "57", "subset")]),
    ("Murieron 57 personas, de las cuales 11 eran niños.", [("11", "57", "subset")]),
    (
        "En total murieron 23 personas, de las que 9 eran soldados y 14 civiles.",
        [("9", "23", "partition"), ("14", "23", "partition")],
    ),
    (
        "Hay 3.890 personas desaparecidas: 3.171 soldados y 719 civiles.",
        [("3.171", "3.890", "partition"), ("719", "3.890", "partition")],
    ),
    ("De los 412 detenidos, 260 eran mujeres.", [("260", "412", "subset")]),
    ("Tres de los cinco puentes cayeron.", [("Tres", "cinco", "subset")]),
    ("La misión visitó a 215 presos, 180 de ellos hombres.", [("180", "215", "subset")]),
    ("El 45 % de los 800 pozos está seco.", [("45", "800", "subset")]),
    (
        "De los 412 detenidos, 260 eran mujeres; los 152 restantes eran hombres.",
        [("260", "412", "partition"), ("152", "412", "partition")],
    ),
    (
        "Recibimos 1.018 quejas: 412 por detención, 310 por malos tratos y 296 por otros motivos.",
        [
            ("412", "1.018", "partition"),
            ("310", "1.018", "partition"),
            ("296", "1.018", "partition"),
        ],
    ),
    (
        "Los 43 presos esperan juicio: 30 en la cárcel de Merring y 13 en la de Sarn.",
        [("30", "43", "partition"), ("13", "43", "partition")],
    ),
    ("Hubo 14 bajas, entre ellas 3 oficiales, y capturaron 22 fusiles.", [("3", "14", "subset")]),
]


@pytest.mark.parametrize(("text", "expected"), PARTS)
def test_parts(text: str, expected: list[tuple[str, str, str]]) -> None:
    figures = read(text).figures
    by_id = {figure.id: figure.number.text for figure in figures}
    found = [(f.number.text, by_id[f.part_of], f.part_kind) for f in figures if f.part_of]
    assert found == expected


CITATIONS = [
    ("Viola la Convención de Ginebra de 1949.", "Convención de Ginebra de 1949", None, 1949),
    (
        "La resolución 1325 (2000) del Consejo de Seguridad lo prohíbe.",
        "resolución 1325 (2000) del Consejo de Seguridad",
        "1325",
        2000,
    ),
    (
        "Rige la Convención sobre los Derechos del Niño.",
        "Convención sobre los Derechos del Niño",
        None,
        None,
    ),
    (
        "Lo prohíbe el Pacto Internacional de Derechos Civiles y Políticos.",
        "Pacto Internacional de Derechos Civiles y Políticos",
        None,
        None,
    ),
]


@pytest.mark.parametrize(("text", "quote", "symbol", "year"), CITATIONS)
def test_citations(text: str, quote: str, symbol: str | None, year: int | None) -> None:
    (citation,) = read(text).citations
    assert (citation.passage.quote, citation.symbol, citation.year) == (quote, symbol, year)


def test_a_provision_belongs_to_its_instrument() -> None:
    (citation,) = read("Lo prohíbe el artículo 3 de la Convención contra la Tortura.").citations
    assert citation.provision == "artículo 3"
    assert citation.words == "Convención contra la Tortura"


DEMANDS = [
    ("Exigimos que el Gobierno de Orla libere a los presos.", "el Gobierno de Orla"),
    ("La Misión insta a las partes a cesar el fuego.", "las partes"),
    ("La Comisión pide al Ministerio que abra los archivos.", "Ministerio"),
    ("La Misión exhorta al Gobierno de Orla a que retire sus tropas.", "Gobierno de Orla"),
    ("La Defensora exige la liberación de los detenidos.", None),
    ("El ejército debe retirarse del valle.", "El ejército"),
]


@pytest.mark.parametrize(("text", "addressee"), DEMANDS)
def test_demands(text: str, addressee: str | None) -> None:
    (demand,) = read(text).demands
    assert (demand.addressee.text if demand.addressee else None) == addressee
    assert demand.passage.quote == text.rstrip(".")


@pytest.mark.parametrize(
    "text",
    ["El portavoz pidió asilo.", "El ejército no exige nada.", "La misión visitó el valle."],
)
def test_no_demands(text: str) -> None:
    assert not read(text).demands


ONES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro "
    "veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
    "novecientos"
).split()


def spelled(number: int) -> str:
    """A number from 0 to 999,999 in Spanish words."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        before = spelled(thousands)
        for long, short in (("veintiuno", "veintiún"), ("uno", "un")):
            if before.endswith(long):
                before = before.removesuffix(long) + short
        words = "mil" if thousands == 1 else f"{before} mil"
        return f"{words} {spelled(rest)}" if rest else words
    if number == 100:
        return "cien"
    if number > 100:
        hundreds, rest = divmod(number, 100)
        return HUNDREDS[hundreds - 1] + (f" {spelled(rest)}" if rest else "")
    if number < 30:
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens - 3] + (f" y {ONES[ones]}" if ones else "")


@given(st.integers(0, 999_999))
def test_spelled_numbers_keep_their_value(number: int) -> None:
    words = spelled(number)
    phrases = NumberReader(tokenize(words, 0, len(words)), lexicon_of(load_language("es"))).read()
    assert [(phrase.low, phrase.high) for phrase in phrases] == [(number, number)], words
