"""Sentences: abbreviations, lists, forms, tables, capitals, other scripts, bounded cost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.claims.language import load_language
from muniment.claims.sentences import LONGEST_SENTENCE, Sentence, split_sentences
from muniment.documents.document import Document


def split(text: str) -> list[Sentence]:
    document = Document(
        path="t.txt",
        sha256="0" * 64,
        media_type="text/plain",
        text=text,
        body=(0, len(text)),
        language="en",
    )
    return split_sentences(document, load_language("en"))


ONE = [
    "Mr. Odo Lind and Mrs. Ana Pell met Gen. Karr on St. Bene's Square.",
    "Law No. 44 and Decree no. 12 apply, as do Arts. 3 and 5 and para. 7.",
    "See e.g. the list of the U.S. Navy, p. 12.",
    "It cost $4.5 billion, or 3.1 percent of the budget.",
    "On Oct. 5 the U.N. Mission left for Mt. Orra.",
    "J. K. Orban signed for the District of Senn.",
    "1. THE BASE WAS ATTACKED AT DAWN BY TWELVE MEN.",
    "(a) Twelve wells were poisoned;",
    "II. Findings of the mission",
    "He said: ‘Why?’ and left.",
    "The total … came to 40.",
    "The vessel (cf. Annex C, fig. 2) sank at 4 p.m. off Cape Tarn.",
]

TWO = [
    "Nine died. Twelve were hurt.",
    "NINE DIED. TWELVE WERE HURT.",
    "“Nine died.” The mayor wept.",
    "They fled (nine died.) The rest stayed.",
    "Why? Nobody knows.",
    "Nine died... Twelve were hurt.",
    "The answer is no. Nobody asked again.",
    "The plan follows Annex B. The list is closed.",
    "He lives in the U.S. The others came back.",
    "It began at 5 p.m. The doors were shut.",
    "Nine died in 1988. 1,200 fled in 1987.",
    "Nine died.12 Twelve were hurt.",
    "Nine died.[3] Twelve were hurt.",
    "Ութը զոհվեց։ Տասը վիրավորվեց։",
    "Погибли девять человек. Ранены двенадцать.",
    "死者九人。負傷者十二人。",
]


@pytest.mark.parametrize("text", ONE)
def test_one_sentence(text: str) -> None:
    assert [sentence.text for sentence in split(text)] == [text]


@pytest.mark.parametrize("text", TWO)
def test_two_sentences(text: str) -> None:
    assert len(split(text)) == 2


def test_a_sentence_never_spans_paragraphs() -> None:
    assert [s.text for s in split("Nine died\n\nand twelve fled.")] == [
        "Nine died",
        "and twelve fled.",
    ]


def test_rewrapped_lines_and_doubled_spaces_give_the_same_sentences() -> None:
    text = "Nine men died in Tarn. Mr. Lind counted 1,200 tents and 4.5 tonnes of rice. He left."
    plain = [s.text.split() for s in split(text)]
    assert [s.text.split() for s in split(text.replace(" ", "  "))] == plain
    for width in (3, 5, 7):
        words = text.split()
        lines = (" ".join(words[at : at + width]) for at in range(0, len(words), width))
        assert [s.text.split() for s in split("\n".join(lines))] == plain


def test_a_dash_at_the_start_of_a_wrapped_line_begins_no_item() -> None:
    assert len(split("More than 900 people –\n– nearly all of the town – fled to\nOrra.")) == 1


def test_labelled_lines_are_sentences_of_their_own() -> None:
    found = split("Held on 1 May\nCentral jail: 88\nStockade: 41\nAll: 129")
    assert [s.text for s in found] == [
        "Held on 1 May",
        "Central jail: 88",
        "Stockade: 41",
        "All: 129",
    ]
    assert [s.kind for s in found[1:]] == ["label"] * 3


def test_items_of_a_list_are_sentences_of_their_own() -> None:
    found = split("We ask for:\n- 12 tents;\n- 40 stoves and\n  four pumps.")
    assert [s.text.split()[:3] for s in found] == [
        ["We", "ask", "for:"],
        ["-", "12", "tents;"],
        ["-", "40", "stoves"],
    ]


def test_rows_of_a_table_are_sentences_with_cells() -> None:
    text = "Place\tKilled\tHurt\nOrra\t9\t12\nTarn\t4\t7"
    found = split(text)
    assert [s.kind for s in found] == ["row"] * 3
    assert [text[a:b] for a, b in found[1].cells] == ["Orra", "9", "12"]


def test_aligned_columns_are_rows() -> None:
    text = "Churches       112     48\nMosques         64     27"
    found = split(text)
    assert [[text[a:b] for a, b in s.cells] for s in found] == [
        ["Churches", "112", "48"],
        ["Mosques", "64", "27"],
    ]


def test_pipes_are_rows_and_rules_are_nothing() -> None:
    text = "| Place | Killed |\n|---|---|\n| Orra | 9 |"
    found = split(text)
    assert [[text[a:b] for a, b in s.cells] for s in found] == [["Place", "Killed"], ["Orra", "9"]]


def test_a_heading_before_prose_stands_alone() -> None:
    found = split("Accidents\nSeventeen people were hurt in the month, most of them at night.")
    assert [s.kind for s in found] == ["heading", "prose"]


def test_overlong_sentences_are_cut_at_spaces() -> None:
    text = "twelve men and " * 2000
    found = split(text)
    assert all(len(s.text) <= LONGEST_SENTENCE for s in found)
    assert " ".join(s.text for s in found).split() == text.split()


@given(st.text(alphabet='aA1.!? \n\t"()|:-•', max_size=300))
def test_sentences_are_in_order_and_miss_nothing_but_space(text: str) -> None:
    found = split(text)
    at = 0
    for number, sentence in enumerate(found):
        assert sentence.index == number
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= at
        skipped = text[at : sentence.start]
        assert not any(char.isalnum() for char in skipped)
        at = sentence.end
    assert not any(char.isalnum() for char in text[at:])


def test_a_run_of_far_too_many_numbers_is_crowded() -> None:
    def crowded(text: str) -> set[bool]:
        found = split(text)
        assert "".join(each.text for each in found).replace(" ", "") == text.replace(" ", "")
        return {each.crowded for each in found}

    assert crowded("12 of whom " * 200) == {True}
    assert crowded("12 of whom " * 100) == {False}
    assert crowded("They freed 12. " * 200) == {False}
