from __future__ import annotations

import pytest

from muniment.documents.language import detect_language

TEXTS = {
    "en": "The monitors found that twelve of the wells were dry and that nobody had been told.",
    "es": "Los inspectores hallaron que doce de los pozos estaban secos y que nadie lo sabía.",
    "fr": "Les inspecteurs ont trouvé que douze des puits étaient à sec et que nul ne le savait.",
    "pt": "Os inspetores viram que doze dos poços não tinham água e que as famílias o sabiam.",
    "de": "Die Prüfer fanden, dass zwölf der Brunnen trocken waren und niemand davon wusste.",
    "tr": "Müfettişler on iki kuyunun kuru olduğunu ve bunu kimsenin bilmediğini ve çok az su için "
    "beklediklerini bildirdi.",
    "az": "Müfəttişlər on iki quyunun quru olduğunu və bunu heç kimin bilmədiyini, həmin ildə isə "
    "su üçün çox gözlədiklərini bildirib.",
    "ru": "Инспекторы установили, что двенадцать колодцев были сухими и что об этом не знали.",
    "uk": "Інспектори встановили, що дванадцять криниць були сухими і що про це не знали.",
    "ar": "وجد المفتشون أن اثني عشر من الآبار كانت جافة وأن أحدا لم يكن يعرف ذلك في المدينة",
    "hy": "Տեսուչները պարզել են, որ տասներկու ջրհոր չոր է եղել։",
    "ka": "ინსპექტორებმა დაადგინეს, რომ თორმეტი ჭა მშრალი იყო.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_languages_are_told_by_their_short_words(code: str) -> None:
    assert detect_language(TEXTS[code]) == code


def test_capitals_make_no_difference() -> None:
    assert detect_language(TEXTS["en"].upper()) == "en"


@pytest.mark.parametrize(
    "text", ["", "12 + 9 = 21", "Oru", "Lorem ipsum dolor sit amet foo bar baz qux"]
)
def test_too_little_to_tell_is_undetermined(text: str) -> None:
    assert detect_language(text) == "und"


def test_names_of_places_do_not_tell_the_language() -> None:
    text = "Killed in La Paz, El Alto and Los Andes: 12; missing in Santa Cruz de la Sierra: 4"
    assert detect_language(text) == "en"


def test_one_frequent_word_proves_nothing() -> None:
    assert detect_language("Ten persons fewer recovered, three months later, unexplained.") == "und"
