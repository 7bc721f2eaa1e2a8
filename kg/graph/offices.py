"""Whether an office is held now, was held, is held for the time being or is yet to be taken."""

from __future__ import annotations

import re
from typing import Literal

from kg.language.normalise import fold

Status = Literal["current", "former", "acting", "designate"]

_WORDS: tuple[tuple[Status, re.Pattern[str]], ...] = (
    ("former", re.compile(r"\b(ال)?(سابق|اسبق)ة?\b|\bالراحلة?\b|\b(former|ex|late|ousted|deposed)\b")),
    ("acting", re.compile(r"\bب?ال(وكالة|نيابة|انابة)\b|\b(ال)?موقتة?\b|\b(acting|interim|caretaker)\b")),
    (
        "designate",
        re.compile(
            r"\bالمكلفة?$|\b(الرييسة?|رييسة? \w+|العمدة) المنتخبة?\b|\b(designate|elect|incoming|nominee)\b"
        ),
    ),
)
"""Words of state as ``fold`` writes them; of several the first row counts (a former acting head is former).

المكلف followed by what its holder is charged with (المكلف بالشؤون) is part of a title that is held, and
المنتخب alone is a national team. Source: titles of the annotation guide's corpus, where the word of
state lies inside the title.
"""


def office_status(title: str) -> Status:
    """Return the state of an office from its title as written; without a word of state it is current.

    >>> office_status("وزير الخارجية الأسبق"), office_status("acting mayor"), office_status("mayor")
    ('former', 'acting', 'current')
    """
    folded = fold(title)
    return next((status for status, form in _WORDS if form.search(folded)), "current")


def bare_title(title: str) -> str:
    """Return the folded title without its words of state, so that one office has one name.

    >>> bare_title("وزير الخارجية الأسبق") == bare_title("وزير الخارجية")
    True
    """
    bare = fold(title)
    for _, form in _WORDS:
        bare = form.sub(" ", bare)
    return " ".join(bare.replace("- ", " ").split()).strip("- ")
