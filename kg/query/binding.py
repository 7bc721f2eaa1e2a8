"""Bind parameters to a query. Values become RDF terms written by the term library, never pasted text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.model import EVENT_TYPES, MODES, RELATION_KINDS, ROLES
from kg.query.library import NamedQuery, Parameter
from kg.query.names import find_entities
from kg.store import Store
from kg.vocab import KG, XSD

Bound = NamedNode | Literal
_VALUES = re.compile(r"VALUES\s+\?given_(\w+)\s*\{([^{}]*)\}")
_BLOCK = re.compile(r"^#if (\w+)\n(.*?)^#end\n", re.MULTILINE | re.DOTALL)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MARKS = "[\u064b-\u065f\u0670\u0640]*"
_VARIANTS = {
    letter: f"[{letters}]"
    for letters in ("اأإآٱ", "يىئ", "هة", "ؤو", "كک", "\"“”«»„'‘’")
    for letter in letters
}


def _string(value: str) -> Bound:
    return Literal(value)


def _iri(value: str) -> Bound:
    return NamedNode(value)


def _integer(value: str) -> Bound:
    return Literal(str(int(value)), datatype=NamedNode(f"{XSD}integer"))


def _decimal(value: str) -> Bound:
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", value):
        raise ValueError("not a decimal number")
    return Literal(value, datatype=NamedNode(f"{XSD}decimal"))


def _date(value: str) -> Bound:
    if _DATE.fullmatch(value) is None:
        raise ValueError("write it as YYYY-MM-DD")
    datetime.date.fromisoformat(value)
    return Literal(value, datatype=NamedNode(f"{XSD}date"))


def words_pattern(value: str) -> str:
    """Return a regular expression that finds words whatever their Arabic spelling and vowel signs.

    >>> import re
    >>> re.search(words_pattern("إنهاء المهمه"), "انهاء المُهمة") is not None
    True
    """
    letters = (_VARIANTS[c] if c in _VARIANTS else _escaped(c) for c in " ".join(value.split()))
    return _MARKS.join(letters)


def _escaped(char: str) -> str:
    return "\\s+" if char == " " else f"\\{char}" if char in r"\.[]{}()*+-?^$|" else char


def _words(value: str) -> Bound:
    if not value.strip():
        raise ValueError("no words to look for")
    return Literal(words_pattern(value))


def _term_of(names: Iterable[str], suffix: str = "") -> Callable[[str], Bound]:
    by_name = {name.lower(): name + suffix for name in names}

    def find(value: str) -> Bound:
        name = by_name.get(value.lower().removesuffix(suffix.lower()))
        if name is None:
            raise ValueError(f"it must be one of {', '.join(by_name)}")
        return NamedNode(KG + name)

    return find


KINDS: Mapping[str, Callable[[str], Bound]] = {
    "string": _string,
    "words": _words,
    "iri": _iri,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "mode": _term_of(MODES),
    "event-type": _term_of(EVENT_TYPES, "Event"),
    "entity-type": _term_of(("Person", "Organisation", "Place", "Agreement", "NamedEvent")),
    "role": _term_of(ROLES),
    "relation": _term_of(RELATION_KINDS),
}
"""Kind of parameter -> what turns its text into a term. ``entity``, a name or an IRI, is looked up."""


def bind(query: NamedQuery, given: Mapping[str, Sequence[str]], store: Store) -> str:
    """Return the SPARQL text of a query with its parameters bound.

    Several values for one parameter mean any of them. A parameter that is not given keeps its default; one
    whose default is UNDEF restricts nothing.

    :raises QueryError: a parameter is unknown, a value is of the wrong kind, or no entity has the name.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            names = ", ".join(known) if known else "none"
            raise QueryError(f"{query.name}: no parameter is called {name!r}; there are: {names}")
    terms = {name: _terms(query, known[name], values, store) for name, values in given.items()}

    def keep(match: re.Match[str]) -> str:
        return match[2] if match[1] in terms else ""

    def replace(match: re.Match[str]) -> str:
        name, default = match[1], match[2]
        if name in terms:
            return f"VALUES ?given_{name} {{ {' '.join(str(term) for term in terms[name])} }}"
        return "" if default.strip() == "UNDEF" else match[0]

    return _VALUES.sub(replace, _BLOCK.sub(keep, query.sparql))


def declared_defaults(query: NamedQuery) -> dict[str, str]:
    """Return the default of each parameter as the query's text has it (``UNDEF``: no restriction)."""
    return {match[1]: match[2].strip() for match in _VALUES.finditer(query.sparql)}


def _terms(query: NamedQuery, parameter: Parameter, values: Sequence[str], store: Store) -> list[Bound]:
    terms: list[Bound] = []
    for value in values:
        try:
            if parameter.kind == "entity":
                terms += find_entities(store, value)
            else:
                terms.append(KINDS[parameter.kind](value))
        except ValueError as error:
            raise QueryError(
                f"{query.name}: {parameter.name}={value!r} is no {parameter.kind}: {error}"
            ) from error
    return terms
