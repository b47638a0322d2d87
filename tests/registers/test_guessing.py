"""Which columns are which: lists as ministries, organisations and forms write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from muniment.registers.guessing import guess_mapping, known_headers
from muniment.registers.importing import import_file
from muniment.registers.mapping import Mapping
from muniment.registers.reading.reader import read_sheets

RUSSIAN = """Список пропавших без вести по Дорнскому району

№ п/п;Фамилия, имя, отчество;Пол;Дата рождения;Место рождения;Адрес проживания;Дата исчезновения;\
Место исчезновения;Обстоятельства;Тел. родственников;Примечание
1;Тасвелов Орен Мирович;м;14.03.1970;с. Верхний Дорн;г. Лиск;12.05.1992;Лиск;за водой;5-12-33;
2;Келвадзе Мира Орестовна;ж;1984;г. Лиск;г. Лиск;май 1992;Лиск;неизвестны;;есть фото
3;Беррин Андрей Петрович;муж;30.07.1959 г.;Вельмар;Вельмар;12.05.1992;мост;;;
"""
REPORTED = """Фамилия;Имя;Отчество;Г.р.;Кем приходится заявитель;ФИО заявителя;Дата обращения
Тасвелов;Орен;Мирович;1970;брат;Тасвелов А.М.;01.02.1993
Келвадзе;Мира;Орестовна;1984;мать;Келвадзе Н.;03.02.1993
Беррин;Андрей;Петрович;1959;жена;Беррина О.;04.02.1993
"""
AZERBAIJANI = """S/s,Soyadı,Adı,Atasının adı,Cinsi,Təvəllüdü,Doğulduğu yer,İtkin düşdüyü tarix,Qeyd
1,Tasvelov,Orxan,Mirzə oğlu,kişi,14.03.1970,Dorn kəndi,12.05.1992,
2,Kelvadova,Mirə,Orest qızı,qadın,1984,Lisk,1992,əsir
3,Berrinli,Əndər,Pətər oğlu,kişi,30.07.1959,Velmar,1992,
"""
ARMENIAN = """Հ/Հ;Ազգանուն;Անուն;Հայրանուն;Սեռ;Ծննդյան ամսաթիվ;Ծննդավայր;Անհետացման վայրը
1;Տասվելյան;Օրեն;Միրոյի;արական;14.03.1970;Դորն;Լիսկ
2;Քելվաձե;Միրա;Օրեստի;իգական;1984;Լիսկ;Լիսկ
3;Բերրին;Անդո;Պետրոսի;արական;30.07.1959;Վելմար;
"""
GEORGIAN = """№;გვარი;სახელი;მამის სახელი;სქესი;დაბადების თარიღი;დაბადების ადგილი;დაკარგვის თარიღი
1;ტასველაძე;ორენ;მიროს ძე;მამრობითი;14.03.1970;დორნი;12.05.1992
2;ქელვაძე;მირა;ორესტის ასული;მდედრობითი;1984;ლისკი;1992
3;ბერინი;ანდო;პეტრეს ძე;მამრობითი;30.07.1959;ველმარი;1992
"""
ARABIC = """م,الاسم,اسم الأب,اسم الجد,اللقب,\
الجنس,تاريخ الميلاد,محل الولادة,تاريخ الفقدان,مكان الفقدان
1,محمد,أحمد,علي,الحسن,ذكر,14/03/1970,دورن,12/05/1992,ليسك
2,فاطمة,علي,حسن,الكرمي,أنثى,1984,ليسك,1992,
3,يوسف,إبراهيم,سالم,السالم,ذكر,30/07/1959,فلمار,1992,الطريق
"""
SPANISH = """No.;Primer apellido;Segundo apellido;Nombres;Documento de identidad;Sexo;\
Fecha de nacimiento;Edad;Lugar de nacimiento;Fecha de desaparición;Presunto responsable
1;Tasvel;Dorno;Oren José;1234567;M;14/03/1970;22;Dorn;12/05/1992;desconocido
2;Kelva;Ruiz;Mira;2345678;F;01/12/1984;7;Lisk;12/05/1992;
3;Berrín;;Andrés;3456789;M;30/07/1959;32;Velmar;1992;
"""
FRENCH = """N°;NOM;Prénom(s);Nom du père;Sexe;Date de naissance (JJ/MM/AAAA);Lieu de naissance;\
Profession;Date de disparition;Lieu de disparition;Déclarant
1;TASVEL;Oren;Miro;H;14/03/1970;Dorn;berger;12/05/1992;Lisk;frère
2;KELVA;Mira;Oreste;F;01/12/1984;Lisk;élève;12/05/1992;Lisk;mère
3;BERRIN;André;Pierre;H;30/07/1959;Velmar;;1992;route;épouse
"""
ORGANISATION = """Case ID,Full Name,Father's Name,Gender,DOB,Age at time of disappearance,\
Village / Town,Date last seen,Place last seen,GPS Lat,GPS Long,Name of informant,Status
VLM-001,Oren Tasvel,Miro,Male,14/03/1970,22,Dorn,12/05/1992,Lisk,40.1234,44.5678,Ara,Missing
VLM-002,Mira Kelva,Orest,Female,,7,Lisk,1992,Lisk,40.2,44.6,Nina Kelva,Missing
VLM-003,Ando Berrin,Petr,Male,1959,,Velmar,1992,Lisk,,,,Closed
"""
FORM = """start,person/given_name,person/family_name,person/sex,person/dob,event/place,\
event/_gps_latitude,event/_gps_longitude,_id,_uuid,_submission_time,_index
2020-01-02T10:00,Oren,Tasvel,male,1970-03-14,Lisk,40.1234,44.5678,1001,a-1,2020-01-02T10:11,1
2020-01-03T10:00,Mira,Kelva,female,1984-12-01,Lisk,40.2234,44.6678,1002,a-2,2020-01-03T10:11,2
2020-01-04T10:00,Ando,Berrin,male,1959-07-30,Lisk,,,1003,a-3,2020-01-04T10:11,3
"""

EXPECTED: dict[str, tuple[str, dict[str, str | tuple[str, ...]], set[str]]] = {
    "Russian": (
        RUSSIAN,
        {
            "full_name": "Фамилия, имя, отчество",
            "sex": "Пол",
            "birth_date": "Дата рождения",
            "birth_place": "Место рождения",
            "residence": "Адрес проживания",
            "last_seen_date": "Дата исчезновения",
            "last_seen_place": "Место исчезновения",
        },
        {"Тел. родственников"},
    ),
    "who reported": (
        REPORTED,
        {
            "family_name": "Фамилия",
            "given_name": "Имя",
            "father_name": "Отчество",
            "birth_date": "Г.р.",
            "source_date": "Дата обращения",
        },
        {"Кем приходится заявитель", "ФИО заявителя"},
    ),
    "Azerbaijani": (
        AZERBAIJANI,
        {
            "family_name": "Soyadı",
            "given_name": "Adı",
            "father_name": "Atasının adı",
            "sex": "Cinsi",
            "birth_date": "Təvəllüdü",
            "birth_place": "Doğulduğu yer",
            "last_seen_date": "İtkin düşdüyü tarix",
        },
        set(),
    ),
    "Armenian": (
        ARMENIAN,
        {
            "family_name": "Ազգանուն",
            "given_name": "Անուն",
            "father_name": "Հայրանուն",
            "sex": "Սեռ",
            "birth_date": "Ծննդյան ամսաթիվ",
            "last_seen_place": "Անհետացման վայրը",
        },
        set(),
    ),
    "Georgian": (
        GEORGIAN,
        {
            "family_name": "გვარი",
            "given_name": "სახელი",
            "father_name": "მამის სახელი",
            "sex": "სქესი",
            "birth_date": "დაბადების თარიღი",
            "last_seen_date": "დაკარგვის თარიღი",
        },
        set(),
    ),
    "Arabic": (
        ARABIC,
        {
            "given_name": "الاسم",
            "father_name": "اسم الأب",
            "grandfather_name": "اسم الجد",
            "family_name": "اللقب",
            "sex": "الجنس",
            "birth_date": "تاريخ الميلاد",
            "last_seen_date": "تاريخ الفقدان",
            "last_seen_place": "مكان الفقدان",
        },
        set(),
    ),
    "Spanish": (
        SPANISH,
        {
            "family_name": ("Primer apellido", "Segundo apellido"),
            "given_name": "Nombres",
            "national_id": "Documento de identidad",
            "birth_date": "Fecha de nacimiento",
            "age": "Edad",
            "last_seen_date": "Fecha de desaparición",
        },
        {"Presunto responsable"},
    ),
    "French": (
        FRENCH,
        {
            "family_name": "NOM",
            "given_name": "Prénom(s)",
            "father_name": "Nom du père",
            "birth_date": "Date de naissance (JJ/MM/AAAA)",
            "occupation": "Profession",
            "last_seen_place": "Lieu de disparition",
        },
        {"Déclarant"},
    ),
    "an organisation's": (
        ORGANISATION,
        {
            "record_number": "Case ID",
            "full_name": "Full Name",
            "father_name": "Father's Name",
            "birth_date": "DOB",
            "age": "Age at time of disappearance",
            "last_seen_position": ("GPS Lat", "GPS Long"),
            "status": "Status",
        },
        {"Name of informant"},
    ),
    "a form's": (
        FORM,
        {
            "given_name": "person/given_name",
            "family_name": "person/family_name",
            "birth_date": "person/dob",
            "last_seen_place": "event/place",
            "last_seen_position": ("event/_gps_latitude", "event/_gps_longitude"),
        },
        {"start", "_uuid", "_index"},
    ),
}


def _guess(path: Path, kind: str | None) -> Mapping:
    workbook = read_sheets(path, known_headers())
    return guess_mapping(kind, workbook.sheets[0])


@pytest.mark.parametrize("name", EXPECTED)
def test_lists_in_many_languages(name: str, tmp_path: Path) -> None:
    text, expected, unused = EXPECTED[name]
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    mapping = _guess(path, "missing_person")
    for field, columns in expected.items():
        wanted = (columns,) if isinstance(columns, str) else columns
        assert mapping.fields[field].all_columns == wanted, (field, mapping.fields[field])
    assert unused <= set(mapping.unused)
    assert Mapping.from_toml(mapping.to_toml()).fields == mapping.fields


def test_order_of_days_is_read_from_the_header(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(FRENCH, encoding="utf-8")
    assert _guess(path, "missing_person").fields["birth_date"].order == "dmy"


@pytest.mark.parametrize(
    ("file", "fields", "key", "unused"),
    [
        (
            "RLdata10000.csv",
            {
                "given_name": ("fname_c1", "fname_c2"),
                "family_name": ("lname_c1", "lname_c2"),
                "birth_date": ("by", "bm", "bd"),
            },
            "unique_id",
            {"cluster"},
        ),
        (
            "febrl3.csv",
            {
                "given_name": ("given_name",),
                "family_name": ("surname",),
                "house_number": ("street_number",),
                "street": ("address_1",),
                "postal_code": ("postcode",),
                "region": ("state",),
                "birth_date": ("date_of_birth",),
                "national_id": ("soc_sec_id",),
            },
            "rec_id",
            set(),
        ),
        (
            "synthetic_crossscript_register_10000.csv",
            {
                "given_name": ("given",),
                "family_name": ("surname",),
                "birth_date": ("birth_date", "birth_year"),
            },
            "unique_id",
            {"true_entity", "list"},
        ),
    ],
)
def test_benchmarks(
    shared: Path, file: str, fields: dict[str, tuple[str, ...]], key: str, unused: set[str]
) -> None:
    mapping = _guess(shared / "data" / "linkage" / "dedup" / file, None)
    for field, columns in fields.items():
        assert mapping.fields[field].all_columns == columns
    assert mapping.key == key
    assert unused <= set(mapping.unused)


def test_running_numbers_are_no_key(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(SPANISH, encoding="utf-8")
    assert _guess(path, "missing_person").key is None


def test_years_months_and_days_without_words(tmp_path: Path) -> None:
    rows = "".join(
        f"{n},Oren{'abcdefghij'[n % 10]},Tasvel,{1930 + n},{n % 12 + 1},{n % 28 + 1}\n"
        for n in range(50)
    )
    path = tmp_path / "list.csv"
    path.write_text("id,first name,last name,q7,q8,q9\n" + rows, encoding="utf-8")
    source = _guess(path, "person").fields["birth_date"]
    assert dict(source.parts) == {"year": "q7", "month": "q8", "day": "q9"}
    assert source.by == "content"


def test_sex_by_its_words_alone(tmp_path: Path) -> None:
    rows = "".join(f"{n},Oren,Tasvel,{'male' if n % 3 else 'female'}\n" for n in range(9))
    path = tmp_path / "list.csv"
    path.write_text("id,first name,last name,q7\n" + rows, encoding="utf-8")
    assert _guess(path, "person").fields["sex"].columns == ("q7",)


def test_a_column_that_does_not_look_like_it_is_not_taken(tmp_path: Path) -> None:
    rows = "".join(f"{n},Oren,Tasvel,{n * 7919}\n" for n in range(9))
    path = tmp_path / "list.csv"
    path.write_text("id,first name,last name,date of birth\n" + rows, encoding="utf-8")
    mapping = _guess(path, "person")
    assert "birth_date" not in mapping.fields
    assert [each.field for each in mapping.suggestions] == ["birth_date"]


def test_a_list_of_killed_and_wounded_is_no_list_of_missing(tmp_path: Path) -> None:
    text = "Date,Place,Name,Age,Sex,Status,Category\n" + "".join(
        f"1{n}/11/2020,Arden,Person {n},{30 + n},{sex},{status},Civilian\n"
        for n, (sex, status) in enumerate((("M", "Killed"), ("F", "wounded"), ("F", "Injured")), 3)
    )
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    assert import_file(path, None, list_id="list").kind == "casualty"
