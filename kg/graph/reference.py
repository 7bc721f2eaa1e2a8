"""Write docs/ontology.md, the readable list of the ontology's terms: ``python -m kg.graph.reference``."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.graph.ontology import ontology_quads
from kg.vocab import CLASSES, INDIVIDUALS, KG, OWL, PREFIXES, PROPERTIES, RDF_TYPE, RDFS, SKOS

_INTRODUCTION = """# The ontology

Every term of `ontology/kg.ttl`, with what `ontology/alignments.ttl` and `ontology/plover.ttl` say of it.
How the terms are put together is in [graph.md](graph.md). Written by
`python -m kg.graph.reference`; a test compares.

Namespace `https://kg.example/ontology#`, version `https://kg.example/ontology/0.1.0`, licence Apache-2.0 (the
PLOVER table: CC BY-SA 4.0, from the PLOVER manual, draft 0.8).
"""
_OTHERS = {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "plover": "https://kg.example/ontology/plover#",
    "prov": "http://www.w3.org/ns/prov#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sssom": "https://w3id.org/sssom/",
}
_SAME = {
    RDFS + "subClassOf": "⊂",
    RDFS + "subPropertyOf": "⊂",
    OWL + "equivalentProperty": "=",
    OWL + "disjointWith": "disjoint with",
    SKOS + "exactMatch": "=",
    SKOS + "closeMatch": "≈",
    SKOS + "broadMatch": "part of",
    SKOS + "narrowMatch": "holds",
    SKOS + "relatedMatch": "see",
}

_Object = NamedNode | Literal | BlankNode | Triple
_Described = dict[str, list[_Object]]


def ontology_reference() -> str:
    """Return the list of terms as Markdown."""
    terms: dict[str, _Described] = defaultdict(lambda: defaultdict(list))
    for quad in ontology_quads():
        if isinstance(quad.subject, NamedNode):
            terms[quad.subject.value][quad.predicate.value].append(quad.object)
    lines = [_INTRODUCTION]
    for title, names in (("Classes", CLASSES), ("Modes and states of office", INDIVIDUALS)):
        lines += [f"## {title}", "", "| term | English | Arabic | meaning | is, or corresponds to |"]
        lines += ["|---|---|---|---|---|", *(_row(name, terms[KG + name]) for name in names), ""]
    lines += ["## Properties", "", "| term | English | Arabic | meaning | from | to | corresponds to |"]
    lines += ["|---|---|---|---|---|---|---|"]
    lines += [_row(name, terms[KG + name], ends=True) for name in PROPERTIES]
    return "\n".join(lines) + "\n"


def _row(name: str, term: _Described, *, ends: bool = False) -> str:
    label, comment = term[RDFS + "label"], term[RDFS + "comment"]
    cells = [f"`kg:{name}`", _in("en", label), _in("ar", label), f"{_in('en', comment)} {_in('ar', comment)}"]
    if ends:
        cells += [", ".join(map(_short, term[RDFS + edge])) for edge in ("domain", "range")]
    return f"| {' | '.join([*cells, ', '.join(_correspondences(term))])} |"


def _in(language: str, texts: list[_Object]) -> str:
    return next(t.value for t in texts if isinstance(t, Literal) and t.language == language)


def _correspondences(term: _Described) -> Iterator[str]:
    for predicate, sign in _SAME.items():
        yield from (f"{sign} {_short(other)}" for other in term[predicate])
    for kind in term[RDF_TYPE]:
        if isinstance(kind, NamedNode) and kind.value.startswith(KG):
            yield f"is a {_short(kind)}"


def _short(term: _Object) -> str:
    value = term.value if isinstance(term, NamedNode) else str(term)
    for prefix, namespace in (PREFIXES | _OTHERS).items():
        if value.startswith(namespace):
            return f"`{prefix}:{value.removeprefix(namespace)}`"
    return f"`{value}`"


if __name__ == "__main__":
    sys.stdout.write(ontology_reference())
