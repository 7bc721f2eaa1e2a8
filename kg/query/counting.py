"""Count what a store holds."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from kg.store import Store
from kg.vocab import DCTERMS, KG, ONTOLOGY, RDF

Counts = Mapping[str, int | Mapping[str, int]]

_IS = f"<{RDF}type>"
_KEYS = {
    "nodes by type": f"?s {_IS} ?key FILTER(?g != <{ONTOLOGY}> && STRSTARTS(STR(?key), '{KG}'))",
    "claims by mode": f"?s <{KG}mode> ?key",
    "claims by type of event": f"?s <{KG}eventType> ?key",
    "documents by language": f"?s <{DCTERMS}language> ?key ; <{KG}text> ?text",
    "links by status": f"?s <{KG}linkStatus> ?key",
}
"""What is counted -> the pattern in a named graph ?g that finds it and its ?key."""


def count_store(store: Store) -> Counts:
    """Return the numbers of quads and graphs, and of nodes by type, mode, language and link status.

    Groups are sorted by name.
    """
    counts: dict[str, int | Mapping[str, int]] = {"quads": store.count(), "graphs": len(store.graphs())}
    for name, pattern in _KEYS.items():
        group = {}
        for key, number in store.select(
            f"SELECT ?key (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ {pattern} }} }} GROUP BY ?key"
        ):
            if isinstance(key, NamedNode | Literal) and isinstance(number, Literal):
                group[key.value.removeprefix(KG)] = int(number.value)
        counts[name] = dict(sorted(group.items()))
    return counts


def format_counts(counts: Counts, form: str) -> str:
    """Return counts as a table or as JSON, ending in a line end."""
    if form == "json":
        return json.dumps(counts, ensure_ascii=False, indent=2) + "\n"
    lines = []
    for name, value in counts.items():
        if isinstance(value, int):
            lines.append(f"{name:26}{value:>12,}")
        elif value:
            lines.append(f"{name}:")
            lines += [f"  {key:24}{number:>12,}" for key, number in value.items()]
    return "".join(f"{line}\n" for line in lines)
