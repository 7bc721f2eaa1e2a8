"""Whether two name forms within one document name one thing: rules on their parts."""

from __future__ import annotations

from rapidfuzz.distance import DamerauLevenshtein

from kg.language.transliterate import similarity
from kg.resolve.countries import formal_heads
from kg.resolve.forms import Form
from kg.resolve.heads import DROPPED
from kg.resolve.known import item_of
from kg.resolve.names import initials, is_arabic, words

FUZZY = 0.8
CROSS_SCRIPT = 0.7
HEADLESS = frozenset(["movement", "site", "authority"])


def same_word(a: str, b: str) -> bool:
    """Tell whether two name tokens are one, spelling slips allowed in longer ones."""
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or a.startswith("@") or b.startswith("@") or a.isdigit() or b.isdigit():
        return False
    return DamerauLevenshtein.normalized_similarity(a, b) >= FUZZY


def _clash(a: Form, b: Form) -> bool:
    return bool(a.countries and b.countries and not a.countries & b.countries)


def _numbers(form: Form) -> frozenset[str]:
    return frozenset(t for t in form.tokens if any(c.isdigit() for c in t))


def _droppable(a: Form, b: Form) -> bool:
    return all(f.head is None or f.head in DROPPED for f in (a, b))


def is_same(a: Form, b: Form) -> bool:
    """Tell whether two forms name one thing whatever else the document says."""
    if a.type != b.type or a.generic or b.generic:
        return False
    if is_arabic(a.text) != is_arabic(b.text):
        arabic, latin = (a.text, b.text) if is_arabic(a.text) else (b.text, a.text)
        return similarity(arabic, latin) >= CROSS_SCRIPT
    if a.tokens == b.tokens:
        return bool(a.tokens)
    if a.type == "Person":
        return len(a.tokens) == len(b.tokens) > 1 and all(map(same_word, a.tokens, b.tokens))
    item = item_of(a)
    if item is not None and item == item_of(b):
        return True
    if _clash(a, b) or _numbers(a) != _numbers(b):
        return False
    if a.head == b.head and a.head is not None and a.rest == b.rest and a.countries == b.countries:
        return True
    return _droppable(a, b) and bool(a.rest) and a.rest == b.rest and a.countries == b.countries


def is_subsequence(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether the tokens of one name occur in the same order in the other."""
    rest = iter(long)
    return all(any(same_word(a, b) for b in rest) for a in short)


def person_strength(short: Form, long: Form) -> float:
    """Return how well a shorter name of a person fits a longer one, in [0, 1]; 0 when it does not."""
    a, b = short.tokens, long.tokens
    if not a or len(a) > len(b) or a == b:
        return 0.0
    if not is_subsequence(a, b):
        if len(a) == 1 and len(b) > 1 and b[-1] in ("بن" + a[0],):
            return 0.3
        return 0.0
    if len(a) == len(b):
        return 0.0
    if same_word(a[-1], b[-1]):
        return 0.9 if a[-1] == b[-1] else 0.7
    return 0.8 if a[0] == b[0] else 0.5


def generic_strength(head: Form, name: Form) -> float:
    """Return how well a head noun alone (``the council``) fits a name, in [0, 1]; 0 when it does not."""
    latin = not is_arabic(name.text)
    if len(head.tokens) == 1 and head.tokens[0] in (name.tokens[0], name.tokens[-1] if latin else None):
        return 0.7
    if head.head == name.head:
        if len(head.tokens) > 1:
            return 0.65
        return 0.6 if not name.rest or (latin and name.head == "government") else 0.0
    if head.type == "Place" and len(name.tokens) == 1 and name.countries:
        return 0.6 if head.head in formal_heads(name.tokens[0][1:]) else 0.0
    unheaded = name.head is None and bool(name.rest) and not name.countries
    return 0.2 if unheaded and head.type == "Organisation" and head.head in HEADLESS else 0.0


def body_strength(short: Form, long: Form) -> float:
    """Return how well a shorter name of anything but a person fits a longer one; 0 when it does not."""
    a, b = short, long
    if _clash(a, b) or b.generic or a.tokens == b.tokens or not a.tokens:
        return 0.0
    if a.generic:
        return generic_strength(a, b)
    if a.head is not None and a.head == b.head and a.rest == b.rest:
        return 0.9 if a.countries < b.countries and (not a.rest or a.tokens[0] == b.tokens[0]) else 0.0
    if a.type == "Organisation" and a.head is not None and a.countries and not a.rest:
        return 0.0
    if a.rest and a.rest == b.rest and a.countries <= b.countries and _droppable(a, b):
        return 0.85
    if 1 < len(a.tokens) < len(b.tokens) and is_subsequence(a.tokens, b.tokens):
        end = 0 if is_arabic(a.text) or a.head is None else -1
        if same_word(a.tokens[end], b.tokens[end]):
            return 0.6 + 0.3 * len(a.tokens) / len(b.tokens)
    if a.head is None and len(a.tokens) == 1 < len(b.tokens) and not a.countries:
        if b.tokens[0] == a.tokens[0]:
            return 0.5
        if b.rest[:1] == a.tokens and a.type != "Place":
            return 0.4
    return 0.0


def strength(short: Form, long: Form) -> float:
    """Return how well a shorter form fits a longer one as its name, in [0, 1]; 0 when it does not."""
    if short.type != long.type:
        return 0.0
    return person_strength(short, long) if short.type == "Person" else body_strength(short, long)


def is_acronym(short: Form, long: Form) -> bool:
    """Tell whether a form in capitals is spelt by the initials of another (``ICRC``)."""
    plain = "".join(words(short.text))
    return (
        short.type == long.type
        and short.text.isupper()
        and len(plain) > 1
        and len(words(long.text)) > 1
        and (plain == initials(long.text) or (len(plain) > 2 and initials(long.text).startswith(plain)))
    )
