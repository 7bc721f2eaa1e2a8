"""``kg annotate``: from news to mentions, events and claims, as JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli.options import MANIFEST, PATHS, PUBLISHED, SETTINGS
from kg.goldform import write_jsonl
from kg.model import Document
from kg.pipeline import annotate_documents
from kg.read import Rejected, read_documents
from kg.settings import Settings


@click.command()
@PATHS
@click.option("--format", "form", type=click.Choice(["jsonl"]), default="jsonl", show_default=True,
              help="One JSON object a document, in the form of docs/annotation-guide.md.")  # fmt: skip
@MANIFEST
@PUBLISHED
@SETTINGS
def command(
    paths: tuple[str, ...], *, form: str, manifest: Path | None, published: str | None, settings: Settings
) -> None:
    """Print what is read out of each document: mentions, entities, offices, relations and events.

    PATH is a file, a folder (to the bottom), a pattern, or - for one text on standard input. Exit status 2
    says that some input was rejected (each with its reason on standard error); the rest is done.

    \b
    Example:
      kg annotate seeds/ --manifest seeds/manifest.csv --format jsonl
      echo "..." | kg annotate - --published 2021-12-09
    """  # noqa: D301
    rejected: list[Rejected] = []
    found = read_documents(paths, manifest=manifest, settings=settings, published=published)
    documents = _keep_documents(found, rejected)
    for line in write_jsonl(annotate_documents(documents, settings=settings)):
        click.echo(line)
    sys.exit(2 if rejected else 0)


def _keep_documents(found: Iterator[Document | Rejected], rejected: list[Rejected]) -> Iterator[Document]:
    for item in found:
        if isinstance(item, Rejected):
            rejected.append(item)
            click.echo(f"kg: rejected {item}", err=True)
        else:
            yield item
