"""``kg conflicts``: what the documents disagree on, with both sentences."""

from __future__ import annotations

import json

import click

from kg.query import Table, find_query, run_named
from kg.query.formats import plain

QUERIES = ("conflicting-values", "incompatible-numbers", "said-and-denied", "opposed-claims")
"""The queries of the library that find contradictions, each with the columns of both claims."""
_SIDES = ("mode", "speaker", "published", "document", "quote")

Row = dict[str, str]


@click.command(epilog='Example: kg conflicts --store build/demo --entity "القوات الأمريكية"')
@click.option("--store", required=True, help="Folder or URL of the store.")
@click.option("--entity", help="Only events that this entity takes part in (a name or an IRI).")
@click.option("--kind", "kinds", type=click.Choice(QUERIES), multiple=True, help="Only these; repeatable.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--timeout", type=float, default=60.0, show_default=True, help="Seconds; 0 means no limit.")
def command(store: str, entity: str | None, kinds: tuple[str, ...], form: str, timeout: float) -> None:
    """Report the contradictions between claims of one event.

    Different values of a time, deadline or quantity, numbers that cannot both be right, and what one source
    says and another denies or refuses. Every pair comes with both sentences and their documents.
    """
    chosen = [name for name in QUERIES if not kinds or name in kinds]
    found = {name: _ask(store, name, entity, None if timeout == 0 else timeout) for name in chosen}
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if form == "json" else _text(found))
    click.echo(f"{sum(map(len, found.values()))} contradictions", err=True)


def _ask(store: str, name: str, entity: str | None, timeout: float | None) -> list[Row]:
    given = {} if entity is None else {"entity": [entity]}
    result = run_named(store, find_query(name), given, timeout=timeout)
    if not isinstance(result, Table):
        return []
    table = result.shown()
    return [dict(zip(table.variables, map(plain, row), strict=True)) for row in table.rows]


def _text(found: dict[str, list[Row]]) -> str:
    lines: list[str] = []
    for name, rows in found.items():
        lines += [f"{find_query(name).titles['en']}: {len(rows)}", ""]
        for row in rows:
            lines += [*_pair(row), ""]
    return "\n".join(lines).rstrip()


def _pair(row: Row) -> list[str]:
    """Return the lines of one contradiction: what it is about, then either claim."""
    sides = {f"{column}{number}" for column in _SIDES for number in (1, 2)}
    about = "  ".join(value for column, value in row.items() if column not in sides and value)
    return [about, *(_claim(row, number) for number in (1, 2))]


def _claim(row: Row, number: int) -> str:
    side = {column: row.get(f"{column}{number}", "") for column in _SIDES}
    source = ", ".join(v for c, v in side.items() if c != "quote" and v)
    return f"  {number}. {side['quote']} [{source}]"
