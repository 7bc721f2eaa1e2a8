"""``kg export``: write a store to a file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from kg.errors import UsageError
from kg.export import FORMATS, export
from kg.store import open_store


@click.command(epilog="Example: kg export --store build/demo --format turtle -o graph.ttl")
@click.option("--store", required=True, help="Folder or URL of the store.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="turtle", show_default=True)
@click.option("-o", "--output", default="-", show_default=True, help="File to write; - is standard output.")
@click.option("--graph", "graphs", multiple=True, help="Only this graph: its IRI, or resolved, doc/ID ...")
def command(store: str, form: str, output: str, graphs: Sequence[str]) -> None:
    """Write a store to a file.

    turtle, trig, nt, nq and jsonld are RDF, graphml and gexf the network of entities, csv the claims, one a
    row. Without --graph, everything but the ontology is written.
    """
    with open_store(store) as opened:
        if output == "-":
            export(opened, form, sys.stdout.buffer, graphs=graphs)
            return
        part = Path(f"{output}.part")
        try:
            with part.open("wb") as out:
                export(opened, form, out, graphs=graphs)
            part.replace(output)
        except OSError as error:
            raise UsageError(f"{output}: cannot write the export ({error})") from error
        finally:
            part.unlink(missing_ok=True)
