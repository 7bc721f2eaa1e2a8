"""``kg stats``: count what a store holds."""

from __future__ import annotations

import click

from kg.query.counting import count_store, format_counts
from kg.store import open_store


@click.command(epilog="Example: kg stats --store build/demo --format json")
@click.option("--store", required=True, help="Folder or URL of the store.")
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
def command(store: str, form: str) -> None:
    """Count the documents, claims, entities, events and links that a store holds."""
    with open_store(store) as opened:
        click.echo(format_counts(count_store(opened), form), nl=False)
