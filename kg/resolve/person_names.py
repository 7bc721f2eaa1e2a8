"""Names of people cut into comparable parts: kunya, patronymic and compound names are one part each."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.language.normalise import fold
from kg.resolve.names import strip_article, words

_PREFIXES = {
    "ابو": "ابو", "ابي": "ابو", "ابا": "ابو", "ام": "ام", "عبد": "عبد", "بن": "بن", "ابن": "بن",
    "abu": "abu", "abi": "abu", "umm": "umm", "um": "umm", "bin": "bin", "ibn": "bin", "ben": "bin",
    "abd": "abd", "abdel": "abd", "abdul": "abd",
}  # fmt: skip
"""Words that make one part with the next: kunya in each case (أبو أبي أبا), son of, servant of."""
_SUFFIXES = frozenset(
    ["اوغلو", "اوغلي", "الدين", "الله", "oglu", "eddin", "eddine", "aldin", "ullah", "ollah"]
)
_ORDINALS = {
    "الاول": "i", "الثاني": "ii", "الثالث": "iii", "الرابع": "iv", "الخامس": "v", "السادس": "vi",
    "السابع": "vii", "الثامن": "viii", "التاسع": "ix", "العاشر": "x",
}  # fmt: skip
NUMERALS = frozenset(_ORDINALS.values())
_TITLES = frozenset(
    fold(
        """
        الرئيس السيد السيدة الشيخ الشيخة الدكتور الدكتورة دكتور د اللواء العميد العقيد المقدم الجنرال الفريق
        المشير الملك الملكة الأمير الأميرة السلطان الإمام النائب الوزير السفير الحاج القاضي البروفيسور الأستاذ
        البابا mr mrs ms dr sir president general sheikh shaikh sheik king queen prince princess senator
        colonel gen sen rep lt maj
        """,
        ta_marbuta=True,
    ).split()
)
_DROPPED = frozenset(["ال", "al", "el", "the", "jr", "sr"])
_SERVANT = re.compile("^(?:عبدال(?!له)|abd[aeiou]l(?!l?[ae]h)(?=...))")


@lru_cache(maxsize=65536)
def person_tokens(text: str) -> tuple[str, ...]:
    """Return the parts of a person's name in order, without titles, articles and the آل of a house.

    Of ``Faisal of Saudi Arabia`` the part before ``of`` counts.

    >>> person_tokens("أبي مهدي المهندس"), person_tokens("عبدالرحمن بن سعد")
    (('ابومهدي', 'مهندس'), ('عبدرحمن', 'بنسعد'))
    """
    parts: list[str] = []
    prefix = ""
    for word in words(text):
        if word == "of" and parts:
            break
        if word in _DROPPED or (word in _TITLES and not prefix and not parts):
            continue
        if word in _PREFIXES:
            prefix += _PREFIXES[word]
        elif word in _SUFFIXES and parts and not prefix:
            parts[-1] += strip_article(word)
        else:
            bare = _ORDINALS.get(word) or strip_article(word)
            parts.append(prefix + _SERVANT.sub(lambda match: match[0][:3], bare))
            prefix = ""
    return (*parts, prefix) if prefix else tuple(parts)
