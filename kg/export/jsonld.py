"""Write JSON-LD 1.1: a context of prefixes, one object a named graph, one object a subject in it.

Source: https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import StoreError
from kg.export.rdf import subject_triples
from kg.export.turtle import Names
from kg.store import Store, Term
from kg.vocab import RDF, XSD

_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")
_SAFE = re.compile(r"[\w.~%/#-]*", re.ASCII)


def write_jsonld(store: Store, graphs: Sequence[str], out: BinaryIO, names: Names) -> None:
    """Write the graphs as one JSON-LD document, a subject at a time."""
    prefixes = dict(names.prefixes) if names.base is None else {**names.prefixes, "id": names.base}
    out.write(b'{"@context": ' + _bytes(dict(sorted(prefixes.items()))) + b',\n"@graph": [')
    for number, graph in enumerate(graphs):
        out.write(b"," if number else b"")
        out.write(b'\n{"@id": ' + _bytes(_short(graph, prefixes)) + b', "@graph": [')
        for index, group in enumerate(subject_triples(store, [graph])):
            out.write(b",\n" if index else b"\n")
            out.write(_bytes(node_object(group, prefixes)))
        out.write(b"\n]}")
    out.write(b"\n]}\n")


def _bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def node_object(group: Iterable[Triple], prefixes: Mapping[str, str]) -> dict[str, Any]:
    """Return the node object of the triples of one subject."""
    node: dict[str, Any] = {}
    for triple in group:
        node.setdefault("@id", _short(_iri(triple.subject), prefixes))
        if triple.predicate.value == f"{RDF}type":
            node.setdefault("@type", []).append(_short(_iri(triple.object), prefixes))
        else:
            values = node.setdefault(_short(triple.predicate.value, prefixes), [])
            values.append(_value(triple.object, prefixes))
    return {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in node.items()
    }


def _iri(term: Term) -> str:
    if not isinstance(term, NamedNode):
        raise StoreError(f"{term}: only IRIs can be a subject or a type in JSON-LD here")
    return term.value


def _value(term: Term, prefixes: Mapping[str, str]) -> Any:  # noqa: ANN401
    if not isinstance(term, Literal):
        return {"@id": _short(_iri(term), prefixes)}
    if term.language is not None:
        return {"@value": term.value, "@language": term.language}
    kind = term.datatype.value
    if kind == f"{XSD}string":
        return term.value
    if kind == f"{XSD}integer" and _INTEGER.fullmatch(term.value):
        return int(term.value)
    if kind == f"{XSD}boolean" and term.value in ("true", "false"):
        return term.value == "true"
    return {"@value": term.value, "@type": _short(kind, prefixes)}


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    for prefix, space in prefixes.items():
        local = iri.removeprefix(space)
        if local != iri and _SAFE.fullmatch(local) and not local.startswith("//"):
            return f"{prefix}:{local}"
    return iri
