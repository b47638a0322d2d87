"""Words made comparable: headers and the words of vocabularies, in any script and spelling.

Not for names of people: what is folded here are labels.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_APART = re.compile(r"[\W_]+")
_SAME_LETTERS = str.maketrans(
    {"ё": "е", "ə": "a", "ä": "a", "ı": "i", "ß": "ss", "ى": "ي", "أ": "ا", "إ": "ا", "آ": "ا"}
)


@functools.lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """A text in small letters, without accents and marks, words one space apart.

    "Date_of-Birth:" and "DATE OF BIRTH" are one; "Прізвище", "Отчество/Имя" keep their letters.
    A text without any letter or digit is kept as it is, in small letters.
    """
    small = unicodedata.normalize("NFKC", text).casefold().strip()
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", small)
        if not unicodedata.combining(letter)
    )
    spaced = " ".join(_APART.sub(" ", bare.translate(_SAME_LETTERS)).split())
    return spaced or small
