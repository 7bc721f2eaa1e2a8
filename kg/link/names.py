"""The spellings under which the index holds a name and a mention is looked up."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.language.normalise import fold

_NOT_WORD = re.compile(r"[^\w+&]+")
_ABD = re.compile(r"\bعبد (?=\w)")
_MARKS = re.compile("[\u064b-\u0652]")
_BRACKETS = re.compile(r"\s*[(（\[].*?[)）\]]")


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """Return the key of a name: folded, punctuation as spaces, Abd joined to the name of God that follows.

    >>> name_key("عبد الفتاح السيسي") == name_key("عبدالفتاح السيسى")
    True
    >>> name_key("al-Qaeda")
    'al qaeda'
    """
    return _ABD.sub("عبد", " ".join(_NOT_WORD.sub(" ", fold(name, ta_marbuta=True)).split()))


def marked_key(name: str) -> str | None:
    """Return a key for a name written with vowel signs, which may tell it from others; None for one without.

    >>> marked_key("عمّان"), marked_key("عمان")
    ('=عمّان', None)
    """
    plain = unicodedata.normalize("NFC", name.strip())
    return f"={plain}" if _MARKS.search(plain) else None


def without_brackets(name: str) -> str:
    """Return a label without the words in brackets that tell namesakes apart.

    >>> without_brackets("Kent (Ohio)")
    'Kent'
    """
    return _BRACKETS.sub("", name).strip()
