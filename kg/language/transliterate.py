"""Compare names across the Arabic and the Latin script: keys for blocking, and a similarity in [0, 1].

The similarity rests on a table of letter steps with their log-odds, learnt from pairs of one name in
both scripts (kg/data/transliterate.tsv, made by benchmarks/link_transliteration.py). On 3,000 pairs of
single name words kept apart, 92 % share a key; 81 % of them reach a similarity of one half, and for 3 %
another word does.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

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
    """Return Arabic letters -> Latin letters -> log-odds of the step."""
    path = files("kg") / "data" / "transliterate.tsv"
    table: dict[str, dict[str, float]] = {}
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                arabic, latin, odds = line.split("\t")
                table.setdefault(arabic, {})[latin] = float(odds)
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: the table of letters is missing or damaged ({error})") from error
    return table


_SKIP = -4.0
"""Log-odds of a letter that the other script leaves out in a way never seen in learning."""


_BAND = 6
"""How far an alignment may stray from the diagonal, in letters."""


@lru_cache(maxsize=200_000)
def log_odds(arabic: str, latin: str) -> float:
    """Return how much likelier two spellings are of one name than by chance, in nat a letter.

    The letters are those that ``arabic_letters`` and ``latin_letters`` return. Viterbi over the letter steps.
    """
    table = _table()
    inserted, none = table.get("", {}), {"": _SKIP}
    m, n = len(arabic), len(latin)
    best = [[-math.inf] * (n + 1) for _ in range(m + 1)]
    best[0][0] = 0.0
    for i in range(m + 1):
        row = best[i]
        one, two = table.get(arabic[i : i + 1], none), table.get(arabic[i : i + 2], none)
        down, below = best[min(i + 1, m)], best[min(i + 2, m)]
        centre = i * n // m if m else 0
        for j in range(max(0, centre - _BAND), min(n, centre + _BAND) + 1):
            here = row[j]
            if j < n and (found := here + inserted.get(latin[j], _SKIP)) > row[j + 1]:
                row[j + 1] = found
            for b in range(min(3, n - j) + 1) if i < m else ():
                letters = latin[j : j + b]
                step = one.get(letters, _SKIP if b == 0 else None)
                if step is not None and here + step > down[j + b]:
                    down[j + b] = here + step
                if i + 2 <= m and (step := two.get(letters)) is not None and here + step > below[j + b]:
                    below[j + b] = here + step
    return 2 * best[m][n] / (m + n) if m and n else -math.inf


_SLOPE, _MIDDLE = 3.2, 1.55
"""The logistic curve that turns log-odds a letter into a similarity."""


def _token_similarity(arabic: str, latin: str) -> float:
    return 1.0 / (1.0 + math.exp(-_SLOPE * (max(log_odds(arabic, latin), -50.0) - _MIDDLE)))


_GLUE = 30
"""Names of more letters are only compared word by word."""
_GLUED = frozenset({"عبد", "abd", "abdel", "abdul", "abdal", "abdol", "abdoul"})
_DROPPED = frozenset({"بن", "ابن", "ال", "bin", "ben", "ibn", "al", "el", "ul"})
_ABD = re.compile(r"عبدال(?=...)|abd[aeou]{1,2}(?:l(?!l?ah?$)|(?=([rnstdz])\1))")
_ARTICLE = re.compile(r"(?:ad|adh|an|ar|as|ash|at|ath|az)[-\u2011](?=[a-z])")


def _abd(match: re.Match[str]) -> str:
    return match[0][:3]


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
    if not left or not right:
        return 0.0
    lengths = sorted((sum(map(len, left)), sum(map(len, right))))
    if lengths[1] > 3 * lengths[0]:
        return 0.0
    whole = _token_similarity("".join(left), "".join(right)) if lengths[1] <= _GLUE else 0.0
    return max(whole, _aligned(left, right)) if max(len(left), len(right)) > 1 else whole


def _aligned(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """Return the mean similarity of words paired in order, weighted by length; a lone word scores nothing."""
    m, n = len(left), len(right)
    best = [[0.0] * (n + 1) for _ in range(m + 1)]
    for i, arabic in enumerate(left):
        for j, latin in enumerate(right):
            pair = _token_similarity(arabic, latin) * (len(arabic) + len(latin))
            best[i + 1][j + 1] = max(best[i][j] + pair, best[i][j + 1], best[i + 1][j])
    return best[m][n] / (sum(map(len, left)) + sum(map(len, right)))


_ARABIC_CLASS = {
    **dict.fromkeys("بپ", "B"), **dict.fromkeys("فڤ", "F"), **dict.fromkeys("تطدضثذ", "T"),
    **dict.fromkeys("جقكغخگ", "K"), **dict.fromkeys("سصزشژ", "S"), "ظ": "T", "چ": "TS",
    "م": "M", "ن": "N", "ل": "L", "ر": "R",
}  # fmt: skip
_LATIN_CLASS = (
    (re.compile("tsch|tch"), ("TS",)), (re.compile("sch|sh|ss"), ("S",)),
    (re.compile("ch"), ("S", "K", "TS")),
    (re.compile("kh|gh|ck|q"), ("K",)), (re.compile("ph"), ("F",)), (re.compile("th|dh"), ("T",)),
    (re.compile("x"), ("KS",)), (re.compile("zh"), ("K",)), (re.compile("j"), ("K", "")),
    (re.compile("c(?=[eiy])"), ("S", "K", "TS")), (re.compile("c$"), ("K", "TS")),
    (re.compile("w"), ("", "F")),
    (re.compile("[ckg]"), ("K",)), (re.compile("[sz]"), ("S",)), (re.compile("[td]"), ("T",)),
    (re.compile("[bp]"), ("B",)), (re.compile("[fv]"), ("F",)), (re.compile("m"), ("M",)),
    (re.compile("n"), ("N",)), (re.compile("l"), ("L",)), (re.compile("r"), ("R",)),
)  # fmt: skip
_RUN = re.compile(r"(.)\1+")
_LIMIT = 8


def _latin_classes(token: str) -> list[str]:
    """Return the consonant classes that a Latin token may stand for, at most eight."""
    readings = [""]
    position = 0
    while position < len(token):
        for pattern, classes in _LATIN_CLASS:
            if match := pattern.match(token, position):
                readings = [r + c for r, c in product(readings, classes)][:_LIMIT]
                position = match.end()
                break
        else:
            position += 1
    return readings


def _classes(token: str) -> list[str]:
    if is_arabic(token):
        readings = ["".join(_ARABIC_CLASS.get(letter, "") for letter in token)]
        readings += [readings[0].replace("T", "S")] if "ظ" in token else []
    else:
        readings = _latin_classes(token)
        readings += _latin_classes(token[2:]) if token[:2] in ("al", "el", "la") and len(token) > 5 else []
    return list(dict.fromkeys(_RUN.sub(r"\1", r) for r in readings))


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
