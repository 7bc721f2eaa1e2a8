"""Write the answers to queries: SPARQL JSON, CSV and TSV, Markdown, N-Triples.

Source: https://www.w3.org/TR/sparql11-results-json/ and https://www.w3.org/TR/sparql11-results-csv-tsv/
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import UsageError
from kg.query.running import Result, Table
from kg.store import Term
from kg.vocab import PREFIXES, XSD

FORMATS = ("table", "csv", "tsv", "json", "md")


def format_result(result: Result, name: str, *, width: int = 120, base: str | None = None) -> str:
    """Return an answer in one of ``FORMATS``, ending in a line end; triples are N-Triples in each of them.

    ``width`` is that of a terminal in columns. IRIs under ``base`` are shortened to ``id:`` in tables.

    :raises UsageError: the format is unknown.
    """
    if name not in FORMATS:
        raise UsageError(f"no result format is called {name!r}; there are {', '.join(FORMATS)}")
    if name == "json" and not isinstance(result, tuple):
        return to_json(result) + "\n"
    if isinstance(result, tuple):
        return to_ntriples(result)
    if isinstance(result, bool):
        return f"{str(result).lower()}\n"
    if name == "csv":
        return to_csv(result)
    if name == "tsv":
        return to_tsv(result)
    from kg.query.tables import to_markdown, to_text

    shown = result.shown()
    return to_markdown(shown, base=base) if name == "md" else to_text(shown, width=width, base=base)


def to_ntriples(triples: Iterable[Triple]) -> str:
    """Return triples as N-Triples."""
    return "".join(f"{triple} .\n" for triple in triples)


def to_json(result: Table | bool) -> str:
    """Return rows or a truth value as SPARQL 1.1 JSON."""
    if isinstance(result, bool):
        return json.dumps({"head": {}, "boolean": result})
    bindings = [
        {name: _json_term(term) for name, term in zip(result.variables, row, strict=True) if term is not None}
        for row in result.rows
    ]
    answer = {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Literal):
        plain = {"type": "literal", "value": term.value}
        if term.language is not None:
            return {**plain, "xml:lang": term.language}
        if term.datatype.value == f"{XSD}string":
            return plain
        return {**plain, "datatype": term.datatype.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {key: _json_term(value) for key, value in parts.items()}}
    return {"type": "bnode", "value": term.value}


def to_csv(table: Table) -> str:
    """Return rows as SPARQL 1.1 CSV: values without datatype or language, lines ending in CR LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(table.variables)
    writer.writerows([plain(term) for term in row] for row in table.rows)
    return out.getvalue()


def to_tsv(table: Table) -> str:
    """Return rows as SPARQL 1.1 TSV: terms in Turtle syntax."""
    lines = ["\t".join(f"?{name}" for name in table.variables)]
    lines += ["\t".join("" if term is None else str(term) for term in row) for row in table.rows]
    return "".join(f"{line}\n" for line in lines)


def plain(term: Term | None) -> str:
    """Return the value of a term as a reader wants to see it, empty for none."""
    if term is None:
        return ""
    return str(term) if isinstance(term, Triple) else term.value


def shorten(term: Term | None, base: str | None = None) -> str:
    """Return the value of a term, with an IRI's namespace shortened to its usual prefix.

    >>> shorten(NamedNode("http://www.wikidata.org/entity/Q796"))
    'wd:Q796'
    """
    text = plain(term)
    if not isinstance(term, NamedNode):
        return text
    spaces = PREFIXES if base is None else {**PREFIXES, "id": base}
    for prefix, space in spaces.items():
        if text.startswith(space):
            return f"{prefix}:{text.removeprefix(space)}"
    return text
