"""Names cut into comparable tokens: what is left when spelling, article and inflection are set aside."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.language.normalise import fold

_WORD = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*\.?")
_WRITTEN = re.compile(r"[^\W_][\w\u0640\u064b-\u0652.']*")
_TANWIN = re.compile("ًا|اً")
_POSSESSIVE = re.compile("'s$")
_ARABIC = re.compile("[\u0621-\u064a]")
_ADJECTIVE = re.compile("(?:يتين|يتان|يون|يين|يه|يات|يا|ي|ون|ين|ات)$")
_WHOLE = frozenset(["الله", "اللهم"])
ENGLISH_STOP = frozenset(["the", "of", "and", "for", "in", "on", "to", "a", "an", "de", "la", "el", "s"])


def is_arabic(text: str) -> bool:
    """Tell whether a text has an Arabic letter."""
    return _ARABIC.search(text) is not None


def written_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as written, without the punctuation around them."""
    return tuple(_WRITTEN.findall(text))


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text in order: diacritics, hamza carriers and punctuation set aside."""
    plain = fold(_TANWIN.sub("", text), ta_marbuta=True)
    return tuple(_POSSESSIVE.sub("", w).replace(".", "").replace("'", "") for w in _WORD.findall(plain))


def strip_article(word: str) -> str:
    """Return a folded Arabic word without its article (``الحكومه`` -> ``حكومه``)."""
    if word in _WHOLE:
        return word
    for prefix in ("وال", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return word[len(prefix) :]
    return word


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a folded word without article and without the endings of adjectives and sound plurals."""
    if not is_arabic(word):
        return word[:-1] if word.endswith("s") and len(word) > 4 else word
    bare = strip_article(strip_article(word))  # twice: folded, الألماني is الالماني and ألمانيا is المانيا
    short = _ADJECTIVE.sub("", bare)
    return short if len(short) >= 3 else bare


def name_tokens(text: str) -> tuple[str, ...]:
    """Return the stems of a name of a body, place, agreement or event, function words of English dropped."""
    return tuple(stem(w) for w in words(text) if w not in ENGLISH_STOP)


@lru_cache(maxsize=65536)
def initials(text: str) -> str:
    """Return the initials of an English name, as an acronym of it would be spelt (folded)."""
    return "".join(w[0] for w in words(text) if w not in ENGLISH_STOP)
