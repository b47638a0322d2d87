from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from muniment.registers.exporting.pfif import NOTE, PERSON
from muniment.registers.folding import fold
from muniment.registers.kind import ROLES, TYPES
from muniment.registers.kindfiles import OURS, KindError, kind, kinds
from muniment.registers.normalise import normalise_column

PAGE = Path(__file__).parent.parent.parent / "docs" / "reference" / "kinds.md"
ISSUED = {
    "casualty", "damaged_site", "detained_person", "extraction_site", "grave_site", "hazard_area",
    "incident", "minefield_record", "missing_person", "movement", "person", "water_sample",
}  # fmt: skip
LANGUAGES = ("en", "ru", "es", "fr")


def test_all_kinds_are_there() -> None:
    assert set(kinds()) == ISSUED


@pytest.mark.parametrize("name", sorted(ISSUED))
def test_every_label_is_there_in_four_languages_and_every_field_has_help(name: str) -> None:
    made = kind(name)
    for language in LANGUAGES:
        assert made.labels[language]
        for field in made.fields:
            assert field.labels[language], field.name
            for term in field.vocabulary.terms if field.vocabulary else ():
                assert term.labels[language], term.code
    assert made.help_text()
    assert all(field.help_text() for field in made.fields)


@pytest.mark.parametrize("name", sorted(ISSUED))
def test_words_are_each_of_one_alphabet(name: str) -> None:
    made = kind(name)
    words = [word for field in made.fields for word in field.words]
    words += [w for f in made.fields if f.vocabulary for t in f.vocabulary.terms for w in t.words]
    for word in words:
        for part in re.findall(r"[^\W\d_]+", word):
            scripts = {unicodedata.name(letter).split()[0] for letter in part}
            scripts -= {"MODIFIER", "FEMININE", "MASCULINE"}
            assert len(scripts) <= 1, word


def test_names_of_people_and_sources_are_restricted() -> None:
    for made in kinds().values():
        for field in made.fields:
            if field.type == "name" or (field.role in ("national_id", "phone")):
                assert field.sensitivity == "restricted"
                assert field.identifies
    for name in ("hazard_area", "minefield_record", "grave_site"):
        assert kind(name).field("position").sensitivity == "restricted"
        assert kind(name).field("geometry").sensitivity == "restricted"


@pytest.mark.parametrize("name", sorted(ISSUED))
def test_few_header_words_mean_two_fields(name: str) -> None:
    owners: dict[str, set[str]] = {}
    for field in kind(name).fields:
        for word in field.words:
            owners.setdefault(fold(word), set()).add(field.name)
    assert sum(len(fields) > 1 for fields in owners.values()) <= 8


def test_every_kind_field_and_vocabulary_is_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for made in kinds().values():
        assert f"### {made.name}\n\n**{made.label()}**. {made.help_text()}" in page
        section = page.split(f"### {made.name}\n")[1].split("\n### ")[0]
        for field in made.fields:
            row = next(
                line for line in section.splitlines() if line.startswith(f"| `{field.name}`")
            )
            assert field.label() in row
            assert f" {field.sensitivity} " in row
            if field.vocabulary:
                assert f"- **{field.vocabulary.name}**" in page


@pytest.fixture
def shelter(tmp_path: Path) -> Path:
    """The folder that the page shows how to make."""
    blocks = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "vocabularies").mkdir()
    (tmp_path / "shelter.toml").write_text(blocks[0], encoding="utf-8")
    (tmp_path / "vocabularies" / "shelter_state.toml").write_text(blocks[1], encoding="utf-8")
    return tmp_path


def test_the_example_of_the_page_works(shelter: Path) -> None:
    made = kind("shelter", shelter)
    assert [field.name for field in made.fields] == [
        "name",
        "place",
        "beds",
        "state",
        "state_since",
    ]
    assert normalise_column(made.field("state"), ["работает"]).arrays["state"].to_pylist() == [
        "open"
    ]
    assert "missing_person" in kinds(shelter)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('type = "integer"', 'type = "number"', ["shelter.toml, line", "fields.beds.type"]),
        ('use = "event_place"', 'use = "spot"', ["fields.place.use", '"spot"']),
        ('vocabulary = "shelter_state"', 'vocabulary = "x"', ["fields.state.vocabulary", '"x"']),
        ("minimum = 0", "minimun = 0", ["fields.beds.minimun", "no key known"]),
        (
            'labels = { en = "Beds" }',
            'labels = { ru = "Койки" }',
            ["fields.beds.labels", "English"],
        ),
        ("required = true", "required = true true", ["not valid TOML", "line"]),
        ('title = ["name"', 'title = ["nom"', ["nom", "no field"]),
        ('history = "state_since"', 'history = "since"', ["since"]),
        ("[fields.beds]", "[fields.row]", ["every record has"]),
        ('labels = { en = "Shelter"', 'extends = "tent"\nlabels = { en = "Shelter"', ["tent"]),
        ('labels = { en = "Shelter"', 'extends = "shelter"\nlabels = { en = "S"', ["itself"]),
        ('labels = { en = "Shelter"', 'colour = "red"\nlabels = { en = "S"', ["colour"]),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_place(
    shelter: Path, old: str, new: str, says: list[str]
) -> None:
    path = shelter / "shelter.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KindError) as raised:
        kinds(shelter)
    for words in ["shelter.toml", *says]:
        assert words in str(raised.value)


def test_a_vocabulary_needs_unknown_and_words_of_one_meaning(shelter: Path) -> None:
    path = shelter / "vocabularies" / "shelter_state.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.split("[unknown]")[0], encoding="utf-8")
    with pytest.raises(KindError, match="unknown"):
        kinds(shelter)
    path.write_text(text.replace('"in use"', '"Shut"'), encoding="utf-8")
    with pytest.raises(KindError, match="both"):
        kinds(shelter)


def test_there_is_no_such_kind_or_folder(tmp_path: Path) -> None:
    with pytest.raises(KindError, match="missing_person"):
        kind("unicorn")
    with pytest.raises(KindError, match="no such folder"):
        kinds(tmp_path / "nowhere")


def test_types_and_roles_are_used() -> None:
    used = [field for made in kinds().values() for field in made.fields]
    assert {field.type for field in used} == set(TYPES)
    assert {field.role for field in used} - {None} == set(ROLES)
    assert OURS.is_dir()


@pytest.mark.parametrize(
    ("one", "two"),
    [("Date_of-Birth:", "DATE OF BIRTH"), ("Ёлка", "елка"), ("Né(e) le", "ne e le"), ("№", "no")],
)
def test_header_words_are_folded(one: str, two: str) -> None:
    assert fold(one) == fold(two)


def test_every_item_that_mine_action_requires_has_its_field() -> None:
    page = PAGE.read_text(encoding="utf-8")
    section = page.split("### IMAS 05.10")[1].split("### ")[0]
    rows = re.findall(r"^\| ([^|]+) \| `(\w+)` \| `(\w+)` \|$", section, re.MULTILINE)
    assert len(rows) == 42
    for item, name, field in rows:
        assert field in kind(name).by_name, item


def test_every_element_of_pfif_is_accounted_for() -> None:
    page = PAGE.read_text(encoding="utf-8")
    section = page.split("### PFIF 1.4")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ((?:note: )?)([\w, ]+?) \| (.+) \|$", section, re.MULTILINE)
    told = {"person": set(), "note": set()}  # type: dict[str, set[str]]
    for note, elements, where in rows:
        told["note" if note else "person"] |= set(elements.split(", "))
        if match := re.fullmatch(r"`(\w+)`", where):
            field = kind("missing_person").by_name[match[1]]
            mapped = field.standards.get("pfif", "").removeprefix("note ")
            assert elements == "person_record_id" or mapped == elements
    assert set(PERSON) <= told["person"]
    assert set(NOTE) - {"entry_date"} <= told["note"]
