"""Say which queries there are, and what one of them takes."""

from __future__ import annotations

from collections.abc import Mapping

from kg.query.binding import declared_defaults
from kg.query.library import NamedQuery
from kg.query.tables import isolate


def list_queries(library: Mapping[str, NamedQuery]) -> str:
    """Return one line a query: its name, its English and its Arabic title."""
    names = max(map(len, library), default=0)
    titles = max((len(query.titles.get("en", "")) for query in library.values()), default=0)
    lines = (
        (name.ljust(names), query.titles.get("en", "").ljust(titles), isolate(query.titles.get("ar", "")))
        for name, query in library.items()
    )
    return "".join(f"{'  '.join(line).rstrip()}\n" for line in lines)


def describe(query: NamedQuery) -> str:
    """Return what a query answers, with its parameters, their kinds and defaults, and examples."""
    defaults = declared_defaults(query)
    lines = [
        query.name,
        *(f"  {isolate(title)}" for title in query.titles.values()),
        f"  {query.description}",
    ]
    lines += ["parameters:"] if query.parameters else []
    for parameter in query.parameters:
        default = defaults[parameter.name]
        words = (
            parameter.description if default == "UNDEF" else f"{parameter.description} (default {default})"
        )
        lines.append(f"  {parameter.name} ({parameter.kind}): {words}")
    lines += [f"example: kg query {query.name} {example} --store STORE" for example in query.examples]
    return "".join(f"{line}\n" for line in lines)
