"""``kg validate``: hold a store or file to what the ontology promises."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, astuple

import click
from pyoxigraph import Literal

from kg.cli.progress import progress_bar
from kg.query.running import Table
from kg.query.tables import to_text
from kg.validate import Violation, open_graph, validate

_COLUMNS = ("check", "node", "value", "message", "document", "sentence")


@click.command(
    epilog="""\b
Example:
  kg validate --store build/demo
  kg validate --store build/demo.ttl --format json"""
)
@click.option("--store", required=True, metavar="DIR|URL|FILE", help="A store, or a file of RDF.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(store: str, form: str) -> None:
    """Check a graph against the SHACL shapes and the queries that must return nothing.

    Each violation is shown with the document and sentence it leads back to; JSON names its graphs too. Exits
    with 1 when there is one.
    """
    with open_graph(store) as opened, progress_bar() as tell:
        found = list(validate(opened, tell))
    if form == "json":
        click.echo(json.dumps([asdict(v) for v in found], ensure_ascii=False, indent=1))
    elif found:
        click.echo(_table(found), nl=False)
    click.echo(f"{len(found)} violations" if found else "the graph conforms", err=True)
    sys.exit(1 if found else 0)


def _table(found: Sequence[Violation]) -> str:
    rows = tuple(tuple(None if c is None else Literal(c) for c in astuple(v)[:-1]) for v in found)
    return to_text(Table(_COLUMNS, rows), width=shutil.get_terminal_size((160, 24)).columns)
