"""Numbers in words and figures, Arabic and English: cardinals, ordinals, and figures with a scale word."""

from __future__ import annotations

from collections.abc import Sequence

from kg.dates.tokens import Token, fold

_UNITS_AR = {
    1: "واحد واحدة احد احدى",
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي",
    3: "ثلاث ثلاثة",
    4: "اربع اربعة",
    5: "خمس خمسة",
    6: "ست ستة",
    7: "سبع سبعة",
    8: "ثمان ثماني ثمانية ثمانِ",
    9: "تسع تسعة",
    10: "عشر عشرة",
}
_TENS_AR = {
    20: "عشرون عشرين",
    30: "ثلاثون ثلاثين",
    40: "اربعون اربعين",
    50: "خمسون خمسين",
    60: "ستون ستين",
    70: "سبعون سبعين",
    80: "ثمانون ثمانين",
    90: "تسعون تسعين",
}
_HUNDREDS_AR = {100: "مئة مائة مئه مية", 200: "مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي"}
_SCALES_AR = {
    1_000: "الف الفا آلاف",
    2_000: "الفان الفين الفي",
    1_000_000: "مليون مليونا ملايين",
    2_000_000: "مليونان مليونين مليوني",
    1_000_000_000: "مليار مليارا مليارات بليون",
    2_000_000_000: "ملياران مليارين ملياري",
    1_000_000_000_000: "تريليون تريليونا ترليون تريليونات",
}
_ORDINALS_AR = {
    1: "اول اولى حادي حادية واحد",
    2: "ثاني ثانية ثان",
    3: "ثالث ثالثة",
    4: "رابع رابعة",
    5: "خامس خامسة",
    6: "سادس سادسة",
    7: "سابع سابعة",
    8: "ثامن ثامنة",
    9: "تاسع تاسعة",
    10: "عاشر عاشرة",
}
_UNITS_EN = dict(
    zip(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(1, 20),
        strict=True,
    )
)
_TENS_EN = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
_SCALES_EN = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "m": 1_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_ORDINALS_EN = dict(
    zip(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
        ],
        range(1, 20),
        strict=True,
    )
) | {"twentieth": 20, "thirtieth": 30}


def _table(rows: dict[int, str]) -> dict[str, int]:
    return {fold(form): value for value, forms in rows.items() for form in forms.split()}


UNITS = _table(_UNITS_AR) | _UNITS_EN
TENS = _table(_TENS_AR) | _TENS_EN
HUNDREDS = _table(_HUNDREDS_AR) | {
    unit + hundred: value * 100
    for unit, value in _table({k: v for k, v in _UNITS_AR.items() if 3 <= k <= 9}).items()
    for hundred in ("ميه", "مايه")
}
SCALES = _table(_SCALES_AR) | _SCALES_EN
ORDINALS = _table(_ORDINALS_AR) | _ORDINALS_EN
_PLURAL_SCALES = frozenset(fold(form) for form in ("آلاف", "ملايين", "مليارات", "تريليونات", "ألوف"))
_FRACTIONS = {"نصف": 0.5, "ربع": 0.25, "ثلث": 1 / 3, "half": 0.5, "quarter": 0.25}
_DUALS = frozenset(fold(form) for form in ("ألفا", "مليونا", "مليارا", "تريليونا"))
"""Two of a scale before a counted noun (``مليارا دولار``), one as an object (``بلغ مليونا``)."""
_TEEN = {"عشر", "عشره"}
_MAXIMUM_WORDS = 16


def _with_article(forms: set[str]) -> set[str]:
    return forms | {"ال" + form for form in forms if not form.isascii()}


WORDS = _with_article(set(_FRACTIONS) | set(UNITS) | set(TENS) | set(HUNDREDS) | set(SCALES) | set(ORDINALS))
"""Every word that can be part of a number, folded."""


def _bare(token: Token) -> str:
    form = token.form
    return form[2:] if form.startswith("ال") and form not in SCALES and len(form) > 3 else form


def _skip_and(tokens: Sequence[Token], at: int) -> int:
    return at + 1 if at < len(tokens) and tokens[at].form in ("و", "and", "-") else at


def cardinal(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Return the number that starts at a token and the index behind it.

    Figures (``2,500``), words (``خمسة وعشرين``, ``twenty-five``) and both with scales (``36 ألفا و41``).
    """
    part = _part_of_scale(tokens, at)
    if part is not None:
        return part
    total, group, end, last = 0.0, 0.0, at, 10.0**15
    while end < len(tokens) and end - at < _MAXIMUM_WORDS:
        here = end if end == at else _skip_and(tokens, end)
        part = _group(tokens, here, limit=last, joined=here > end or _is_and_eleven(tokens, end))
        if part is None:
            break
        group, end = part
        if [token.form for token in tokens[end : end + 3]] == ["and", "a", "half"]:
            group, end = group + 0.5, end + 3
        scale = _scale(tokens, end)
        if scale is None:
            return total + group, end
        factor, end = scale
        total, last = total + group * factor, factor
        fraction, end = _fraction(tokens, end)
        total += factor * fraction
    return (total, end) if end > at else None


def _part_of_scale(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Return a part of a scale word (``نصف مليون``, ``half a million``, ``a quarter of a million``)."""
    part = _FRACTIONS.get(tokens[at].form) if at < len(tokens) else None
    end = at + 1
    while part is not None and end < min(len(tokens), at + 3) and tokens[end].form in ("of", "a"):
        end += 1
    scale = None if part is None or end >= len(tokens) else SCALES.get(tokens[end].form)
    return None if part is None or scale is None or scale < 1000 else (part * scale, end + 1)


def _is_and_eleven(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether ``وأحد عشر``, written as the word for one, is *and eleven*."""
    return at + 1 < len(tokens) and tokens[at].form == "واحد" and tokens[at + 1].form in _TEEN


def _fraction(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    """Return the fraction of the scale that follows it (``مليون ونصف المليون``), else 0."""
    part = tokens[at + 1].form.removeprefix("ال") if at + 1 < len(tokens) and tokens[at].form == "و" else ""
    if part not in _FRACTIONS:
        return 0.0, at
    end = at + 2
    if end < len(tokens) and _bare(tokens[end]) in SCALES:
        end += 1
    return _FRACTIONS[part], end


def _scale(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    factor, end = 1.0, at
    while end < len(tokens) and end - at < 2:
        value = SCALES.get(_bare(tokens[end]))
        if value is None or (tokens[end].form == "m" and not tokens[end].glued):
            break
        factor, end = factor * value, end + 1
    return (factor, end) if end > at else None


def _group(tokens: Sequence[Token], at: int, *, limit: float, joined: bool) -> tuple[float, int] | None:
    """Return a number below a thousand, a figure, or the 1 that a scale word alone implies."""
    if at >= len(tokens) or (limit < 10.0**15 and not joined):
        return None
    token = tokens[at]
    if token.kind == "number":
        return (token.value, at + 1) if token.value < limit else None
    words = _below_thousand(tokens, at)
    if words is not None:
        return words if words[0] < limit else None
    scale = SCALES.get(_bare(token), 0)
    implied = token.form not in ("m", "bn", "hundred") and _bare(token) not in _PLURAL_SCALES
    if not (1 < scale < limit and implied):
        return None
    after = tokens[at + 1] if at + 1 < len(tokens) else token
    counting = after.kind == "word" and len(after.form) > 2 and after.form not in WORDS
    return (2.0 if counting and token.form in _DUALS else 1.0), at


def _below_thousand(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Return a number in words below 1,000: [hundreds] [units] [tens], Arabic or English order."""
    value, end = 0, at
    hundreds = _hundreds(tokens, at)
    if hundreds is not None:
        value, end = hundreds
    rest = _below_hundred(tokens, end if end == at else _skip_and(tokens, end))
    if rest is not None:
        value, end = value + rest[0], rest[1]
    return (float(value), end) if end > at else None


def _hundreds(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    form = _bare(tokens[at])
    if form in HUNDREDS:
        return HUNDREDS[form], at + 1
    following = tokens[at + 1].form if at + 1 < len(tokens) else ""
    if form in UNITS and UNITS[form] < 10 and following in ("hundred", "ميه", "مايه"):
        return UNITS[form] * 100, at + 2
    return (100, at + 1) if form == "hundred" else None


def _below_hundred(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    if at >= len(tokens):
        return None
    form = _bare(tokens[at])
    if form in TENS:
        return _after_tens(tokens, at, TENS[form])
    if form not in UNITS:
        return None
    unit, following = UNITS[form], at + 1
    if following < len(tokens) and tokens[following].form in _TEEN and unit < 10:
        return unit + 10, following + 1
    if following + 1 < len(tokens) and tokens[following].form == "و" and unit < 10:
        tens = TENS.get(_bare(tokens[following + 1]))
        if tens is not None and tokens[following + 1].kind == "word":
            return unit + tens, following + 2
    return unit, following


def _after_tens(tokens: Sequence[Token], at: int, tens: int) -> tuple[int, int]:
    if tokens[at].form.isascii() and at + 1 < len(tokens):
        step = at + 2 if tokens[at + 1].form == "-" else at + 1
        unit = _UNITS_EN.get(tokens[step].form, 10) if step < len(tokens) else 10
        if unit < 10:
            return tens + unit, step + 1
    return tens, at + 1


def ordinal(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Return the ordinal in words that starts at a token (``الثاني والعشرين``, ``twenty-first``)."""
    if at >= len(tokens):
        return None
    form, end = _bare(tokens[at]), at + 1
    if form in TENS and tokens[at].form != form:
        return TENS[form], end
    if form in _TENS_EN and end < len(tokens):
        step = end + 1 if tokens[end].form == "-" else end
        unit = _ORDINALS_EN.get(tokens[step].form, 10) if step < len(tokens) else 10
        return (_TENS_EN[form] + unit, step + 1) if unit < 10 else None
    value = ORDINALS.get(form)
    if value is None:
        return None
    if end < len(tokens) and tokens[end].form in _TEEN and value < 10:
        return value + 10, end + 1
    if end + 1 < len(tokens) and tokens[end].form == "و" and value < 10:
        tens = TENS.get(_bare(tokens[end + 1]))
        if tens is not None:
            return value + tens, end + 2
    return value, end
