"""Turn lines of N-Triples into blocks of Turtle.

The library's own serialiser writes prefixes in an order that changes from run to run.
Source: https://www.w3.org/TR/turtle/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.vocab import RDF, XSD

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*)")
_RELATIVE = re.compile(r"[A-Za-z0-9_%][\w%-]*(?:\.[\w%-]+)*(?:/[\w%-]+(?:\.[\w%-]+)*)+", re.ASCII)
_BARE = {
    f"{XSD}integer": re.compile(r"[+-]?\d+"),
    f"{XSD}decimal": re.compile(r"[+-]?\d*\.\d+"),
    f"{XSD}boolean": re.compile(r"true|false"),
}


@dataclass(frozen=True)
class Names:
    """How IRIs are shortened: by prefixes, and relative to a base (None: not)."""

    prefixes: Mapping[str, str]
    base: str | None = None

    def header(self) -> str:
        """Return the declarations, sorted by prefix."""
        lines = [] if self.base is None else [f"@base <{self.base}> .\n"]
        lines += [f"@prefix {prefix}: <{space}> .\n" for prefix, space in sorted(self.prefixes.items())]
        return "".join(lines)

    def shorten(self, token: str) -> str:
        """Return an N-Triples token in the shortest form that Turtle allows.

        >>> Names({"xsd": XSD}, "http://x/").shorten("<http://x/a/b>")
        '<a/b>'
        """
        if token.startswith('"'):
            return self._literal(token)
        if not token.startswith("<") or token.startswith("<<"):
            return token
        iri = token[1:-1]
        for prefix, space in self.prefixes.items():
            if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
                return f"{prefix}:{iri[len(space) :]}"
        if self.base is not None and iri.startswith(self.base) and _RELATIVE.fullmatch(iri, len(self.base)):
            return f"<{iri[len(self.base) :]}>"
        return token

    def _literal(self, token: str) -> str:
        if not token.endswith(">"):
            return token
        value, _, datatype = token.rpartition('"^^<')
        iri = datatype[:-1]
        if iri in _BARE and _BARE[iri].fullmatch(value[1:]):
            return value[1:]
        return f'{value}"^^{self.shorten(f"<{iri}>")}'


def subject_block(lines: Sequence[str], names: Names) -> str:
    """Return the Turtle of the triples of one subject, given as sorted lines of N-Triples."""
    parts = [line.removesuffix(" .\n").split(" ", 2) for line in lines]
    statements = (
        f"{_predicate(predicate, names)} {_objects((part[2] for part in group), names)}"
        for predicate, group in groupby(parts, key=lambda part: part[1])
    )
    return f"{names.shorten(parts[0][0])} " + " ;\n    ".join(statements) + " .\n"


def _predicate(token: str, names: Names) -> str:
    return "a" if token == f"<{RDF}type>" else names.shorten(token)


def _objects(tokens: Iterable[str], names: Names) -> str:
    return ", ".join(names.shorten(token) for token in tokens)
