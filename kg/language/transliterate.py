"""Compare names across the Arabic and the Latin script: keys for blocking, and a similarity in [0, 1].

The similarity rests on a table of letter steps with their log-odds, learnt from pairs of one name in
both scripts (kg/data/transliterate.tsv, made by benchmarks/link_transliteration.py). On 3,000 pairs of
single name words kept apart, 92 % share a key; 81 % of them reach a similarity of one half, and for 3 %
another word does.
"""

from __future__ import annotations

import math
import re
import string
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, product

from kg.errors import ModelError

_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگڤ"
_FOLD = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ة": "ه",
        "ؤ": "و",
        "ئ": "ي",
        "ک": "ك",
        "ی": "ي",
        "ڭ": "ك",
        "ڨ": "گ",
    }
)
_LATIN_FOLD = str.maketrans(
    {
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "ß": "ss",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ə": "a",
        "ħ": "h",
    }
)
_NOT_ARABIC = re.compile(f"[^{_ARABIC}]")
_NOT_LATIN = re.compile("[^a-z]")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʿʾ`´ʻ‘][^\W\d_]+)*")
_IS_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3]")
_VOWELS = re.compile("[aeiouywh]*")
_CONSONANTS = re.compile("[bcdfghjklmnpqrstvwxyz]*")


def arabic_letters(token: str) -> str:
    """Return the letters of an Arabic token without marks, hamza seats and other spelling variants."""
    return _NOT_ARABIC.sub("", token.translate(_FOLD))


def latin_letters(token: str) -> str:
    """Return the letters a-z of a Latin token, accents removed.

    >>> latin_letters("Erdoğan")
    'erdogan'
    """
    if token.isascii() and token.isalpha():
        return token.lower()
    plain = unicodedata.normalize("NFKD", token.lower().translate(_LATIN_FOLD))
    return _NOT_LATIN.sub("", plain)


def is_arabic(text: str) -> bool:
    """Tell whether a text holds an Arabic letter."""
    return _IS_ARABIC.search(text) is not None


def is_step(arabic: str, latin: str) -> bool:
    """Tell whether one step of an alignment may spell these letters: no step mixes vowels and consonants."""
    if not arabic:
        return len(latin) == 1
    if len(arabic) == 2 and not 1 <= len(latin) <= 3:
        return False
    return _VOWELS.fullmatch(latin) is not None or _CONSONANTS.fullmatch(latin) is not None


@cache
def _table() -> dict[str, dict[str, float]]:
    """Return Arabic letters -> Latin letters -> log-odds of the step; any one letter may be left out."""
    path = files("kg") / "data" / "transliterate.tsv"
    table: dict[str, dict[str, float]] = {}
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                arabic, latin, odds = line.split("\t")
                table.setdefault(arabic, {})[latin] = float(odds)
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: the table of letters is missing or damaged ({error})") from error
    for arabic in filter(None, table):
        if len(arabic) == 1:
            table[arabic].setdefault("", _SKIP)
    return table


_SKIP = -4.0
"""Log-odds of a letter that the other script leaves out in a way never seen in learning."""


_BAND = 6
"""How far an alignment may stray from the diagonal, in letters."""


_UNKNOWN = {"": _SKIP}


@lru_cache(maxsize=20_000)
def _steps(arabic: str) -> tuple[tuple[dict[str, float], ...], ...]:
    """Return for each letter the steps that it may begin: of that letter alone, and with the next one."""
    table, size = _table(), len(arabic)
    return tuple(
        tuple(table.get(arabic[i:end], _UNKNOWN) for end in range(i + 1, min(i + 2, size) + 1))
        for i in range(size)
    )


@lru_cache(maxsize=10_000)
def _gains(arabic: str) -> dict[str, float]:
    """Return for Latin letters the most that some step of an Arabic word, or none, gives for them."""
    gains = dict.fromkeys(string.ascii_lowercase, _SKIP) | _table().get("", {})
    for odds in chain.from_iterable(_steps(arabic)):
        for letters, found in odds.items():
            if found > gains.get(letters, -math.inf):
                gains[letters] = found
    return gains


@lru_cache(maxsize=50_000)
def _ceiling(arabic: str, latin: str) -> float:
    """Return what ``log_odds`` cannot pass: each Latin letter is in the best step that the word has for it.

    Steps may be taken out of order and again, and Arabic letters left over: one pass over the Latin letters.
    """
    gain = _gains(arabic).get
    three, two, one = -math.inf, -math.inf, 0.0
    for end in range(1, len(latin) + 1):
        best = one + gain(latin[end - 1], _SKIP)
        # conditions, for a call of max() takes longer than all the rest
        if (found := gain(latin[end - 2 : end])) is not None and two + found > best:
            best = two + found
        if (found := gain(latin[end - 3 : end])) is not None and three + found > best:
            best = three + found
        three, two, one = two, one, best
    return 2 * one / (len(arabic) + len(latin)) if arabic and latin else -math.inf


@lru_cache(maxsize=20_000)
def _places(latin: str) -> dict[str, list[int]]:
    """Return the stretches of up to three letters and where each begins."""
    found: dict[str, list[int]] = {}
    for size in range(4):
        for start in range(len(latin) - size + 1):
            found.setdefault(latin[start : start + size], []).append(start)
    return found


@lru_cache(maxsize=100_000)
def log_odds(arabic: str, latin: str) -> float:
    """Return how much likelier two spellings are of one name than by chance, in nat a letter.

    The letters are those that ``arabic_letters`` and ``latin_letters`` return. Viterbi over the letter steps.
    """
    m, n = len(arabic), len(latin)
    if not m or not n:
        return -math.inf
    inserted, places = _table().get("", {}), _places(latin)
    lone = [inserted.get(letter, _SKIP) for letter in latin]
    best = [[-math.inf] * (n + 1) for _ in range(m + 1)]
    best[0][0] = 0.0
    for i, row in enumerate(best):
        first, last = max(0, i * n // m - _BAND), min(n, i * n // m + _BAND)
        for j in range(first, min(last + 1, n)):
            if (found := row[j] + lone[j]) > row[j + 1]:
                row[j + 1] = found
        for size, odds in enumerate(_steps(arabic)[i] if i < m else (), 1):
            below = best[i + size]
            for letters in odds.keys() & places.keys():
                step, width = odds[letters], len(letters)
                for j in places[letters]:
                    if first <= j <= last and (found := row[j] + step) > below[j + width]:
                        below[j + width] = found
    return 2 * best[m][n] / (m + n)


_SLOPE, _MIDDLE = 3.2, 1.55
"""The logistic curve that turns log-odds a letter into a similarity."""


def _logistic(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-_SLOPE * (max(odds, -50.0) - _MIDDLE)))


_GLUE = 30
"""Names of more letters are only compared word by word."""
_ROUNDING = 1e-9
"""More than a similarity can lose in rounding."""
_GLUED = frozenset({"عبد", "abd", "abdel", "abdul", "abdal", "abdol", "abdoul"})
_DROPPED = frozenset({"بن", "ابن", "ال", "bin", "ben", "ibn", "al", "el", "ul"})
_ABD = re.compile(r"عبدال(?=...)|abd[aeou]{1,2}(?:l(?!l?ah?$)|(?=([rnstdz])\1))")
_ARTICLE = re.compile(r"(?:ad|adh|an|ar|as|ash|at|ath|az)[-\u2011](?=[a-z])")


def _abd(match: re.Match[str]) -> str:
    return match[0][:3]


@lru_cache(maxsize=50_000)
def name_tokens(name: str) -> tuple[str, ...]:
    """Return the letters of a name's words: articles and ibn left out, Abd joined to what follows.

    >>> name_tokens("Abdel-Fattah al-Sisi"), name_tokens("عبد الفتاح السيسي")
    (('abdfattah', 'sisi'), ('عبدفتاح', 'سيسي'))
    """
    letters = arabic_letters if is_arabic(name) else latin_letters
    words = [letters(word) for word in _WORD.findall(_ARTICLE.sub("", name.lower()))]
    tokens: list[str] = []
    glue = ""
    for word in filter(None, words):
        if word in _GLUED:
            glue = word[:3]
        elif word not in _DROPPED:
            plain = word[2:] if word.startswith("ال") and len(word) > 4 else _ABD.sub(_abd, word, count=1)
            tokens.append(glue + plain)
            glue = ""
    return tuple([*tokens, glue] if glue else tokens)


@lru_cache(maxsize=50_000)
def similarity(arabic: str, latin: str) -> float:
    """Return how likely a name in Arabic letters and one in Latin letters are one name, in [0, 1].

    Words are paired in order; a word without partner counts against the pair, and spacing does not matter.
    """
    left, right = name_tokens(arabic), name_tokens(latin)
    if not _comparable(left, right):
        return 0.0
    whole = _logistic(log_odds("".join(left), "".join(right))) if _is_short(left, right) else 0.0
    return max(whole, _aligned(left, right, log_odds)) if max(len(left), len(right)) > 1 else whole


def may_reach(least: float, arabic: str, latin: str) -> bool:
    """Tell whether ``similarity`` of two names may be ``least`` or more, at a fifth of its cost; no is sure.

    >>> may_reach(0.5, "باراك أوباما", "Angela Merkel"), may_reach(0.5, "باراك أوباما", "Barack Obama")
    (False, True)
    """
    left, right = name_tokens(arabic), name_tokens(latin)
    least -= _ROUNDING
    if not _comparable(left, right):
        return least <= 0.0
    if _is_short(left, right) and _logistic(_ceiling("".join(left), "".join(right))) >= least:
        return True
    fewer, more = sorted((left, right), key=len)
    lone = sum(sorted(map(len, more))[: len(more) - len(fewer)])
    return 1.0 - lone / _letters(left, right) >= least and _aligned(left, right, _ceiling, least) >= least


def _letters(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    return sum(map(len, left)) + sum(map(len, right))


def _comparable(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether there are two names, neither more than three times as long as the other."""
    shorter, longer = sorted((sum(map(len, left)), sum(map(len, right))))
    return bool(left) and bool(right) and longer <= 3 * shorter


def _is_short(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    return max(sum(map(len, left)), sum(map(len, right))) <= _GLUE


def _aligned(
    left: tuple[str, ...], right: tuple[str, ...], odds: Callable[[str, str], float], least: float = 0.0
) -> float:
    """Return the mean similarity of words paired in order, weighted by length; a lone word scores nothing.

    It is 0 as soon as the words left cannot bring it to ``least``, were each like the longest of the others.
    """
    m, n = len(left), len(right)
    size, longest = _letters(left, right), sorted(map(len, right), reverse=True)
    best = [[0.0] * (n + 1) for _ in range(m + 1)]
    for i, arabic in enumerate(left):
        for j, latin in enumerate(right):
            pair = _logistic(odds(arabic, latin)) * (len(arabic) + len(latin))
            best[i + 1][j + 1] = max(best[i][j] + pair, best[i][j + 1], best[i + 1][j])
        if best[i + 1][n] + sum(map(len, left[i + 1 :])) + sum(longest[: m - i - 1]) < least * size:
            return 0.0
    return best[m][n] / size


_ARABIC_CLASS = {
    **dict.fromkeys("بپ", "B"), **dict.fromkeys("فڤ", "F"), **dict.fromkeys("تطدضثذ", "T"),
    **dict.fromkeys("جقكغخگ", "K"), **dict.fromkeys("سصزشژ", "S"), "ظ": "T", "چ": "TS",
    "م": "M", "ن": "N", "ل": "L", "ر": "R",
}  # fmt: skip
_LATIN_CLASS = (
    ("tsch|tch", ("TS",)), ("sch|sh|ss", ("S",)), ("ch", ("S", "K", "TS")), ("kh|gh|ck|q", ("K",)),
    ("ph", ("F",)), ("th|dh", ("T",)), ("x", ("KS",)), ("zh", ("K",)), ("j", ("K", "")),
    ("c(?=[eiy])", ("S", "K", "TS")), ("c$", ("K", "TS")), ("w", ("", "F")), ("[ckg]", ("K",)),
    ("[sz]", ("S",)), ("[td]", ("T",)), ("[bp]", ("B",)), ("[fv]", ("F",)), ("m", ("M",)), ("n", ("N",)),
    ("l", ("L",)), ("r", ("R",)),
)  # fmt: skip
"""Latin letters, as a regular expression, and the classes that they may stand for; the first that fits."""
_LATIN = re.compile("|".join(f"({letters})" for letters, _ in _LATIN_CLASS))
_RUN = re.compile(r"(.)\1+")
_LIMIT = 8


def _latin_classes(token: str) -> list[str]:
    """Return the consonant classes that a Latin token may stand for, at most eight."""
    readings = [""]
    for match in _LATIN.finditer(token):
        _, classes = _LATIN_CLASS[(match.lastindex or 0) - 1]
        readings = [r + c for r in readings for c in classes][:_LIMIT]
    return readings


@lru_cache(maxsize=50_000)
def _classes(token: str) -> tuple[str, ...]:
    if is_arabic(token):
        readings = ["".join(_ARABIC_CLASS.get(letter, "") for letter in token)]
        readings += [readings[0].replace("T", "S")] if "ظ" in token else []
    else:
        readings = _latin_classes(token)
        readings += _latin_classes(token[2:]) if token[:2] in ("al", "el", "la") and len(token) > 5 else []
    return tuple(dict.fromkeys(_RUN.sub(r"\1", r) for r in readings))


@lru_cache(maxsize=50_000)
def skeletons(name: str) -> tuple[str, ...]:
    """Return blocking keys: two names that may be one share a key, whatever their scripts.

    A key is made of consonant classes; one is of the whole name, others of its first word with its last and
    its first with its second, so that a missing middle name does no harm. Sorted, without repeats.

    >>> sorted(set(skeletons("Angela Merkel")) & set(skeletons("أنجيلا ميركل")))
    ['NKL MRKL', 'NKLMRKL']
    """
    tokens = [c for c in map(_classes, name_tokens(name)) if any(c)]
    pairs = [(0, -1), (0, 1)] if len(tokens) > 2 else [(0, 1)] if len(tokens) == 2 else []
    keys = (
        {_RUN.sub(r"\1", "".join(r)) for r in list(product(*tokens))[:_LIMIT]} if len(tokens) < 6 else set()
    )
    for first, last in pairs:
        keys.update(f"{a} {b}" for a, b in list(product(tokens[first], tokens[last]))[:_LIMIT])
    return tuple(sorted(keys - {""}))
