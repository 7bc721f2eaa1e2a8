"""Arabic prefixes that are written on to the next word: و ف (and, so), ب ك ل (in, as, to), ال (the).

Source: Habash, "Introduction to Arabic Natural Language Processing" (2010), section 4.2: the order is
conjunction, preposition, article, base; ل and ال meet as لل.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKS = "[\u0640\u064b-\u0652\u0670]*"
_CONJUNCTION = re.compile(f"[وف]{_MARKS}")
_PREPOSITION = re.compile(f"[بكل]{_MARKS}")
_LETTER = re.compile("[^\\W\\d_]")
SHORTEST_STEM = 3
"""Letters that must remain after a cut, without the article: what is shorter is hardly ever a name."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to take the prefixes off a word.

    ``prefix`` is what was cut off as written, ``start`` its length in code points: the place in the word
    where the surface begins. ``stem`` is what is left in dictionary shape: the surface itself, save that ل
    before the article gives its alef back (للعراق: start 1, surface لعراق, stem العراق).
    """

    prefix: str
    start: int
    stem: str


def iter_cuts(word: str) -> Iterator[Cut]:
    """Yield every plausible way to take the prefixes off a word, the whole word first, longest cut last.

    Whether a reading is right only a lexicon can say: ولد is a boy, and "and" + لد is not.

    >>> [(cut.start, cut.stem) for cut in iter_cuts("وللعراق")]
    [(0, 'وللعراق'), (1, 'للعراق'), (2, 'لعراق'), (2, 'العراق'), (2, 'اللعراق')]
    """
    yield Cut("", 0, word)
    conjunction = _CONJUNCTION.match(word)
    if conjunction is not None:
        yield from _cut(word, conjunction.end())
    for base in (0, conjunction.end()) if conjunction is not None else (0,):
        preposition = _PREPOSITION.match(word, base)
        if preposition is not None:
            yield from _cut(word, preposition.end())


def _cut(word: str, start: int) -> Iterator[Cut]:
    """Yield the readings of a cut at ``start``: as written, and with the article's alef given back."""
    prefix, rest = word[:start], word[start:]
    stems = [rest]
    if "ل" in prefix and rest.startswith("ل"):
        stems += ["ا" + rest, "ال" + rest]  # لعراق: العراق; of the three lams of ل + الليل two are written
    yield from (Cut(prefix, start, stem) for stem in stems if _stem_letters(stem) >= SHORTEST_STEM)


def _stem_letters(stem: str) -> int:
    letters = len(_LETTER.findall(stem))
    return letters - 2 if stem.startswith("ال") else letters
