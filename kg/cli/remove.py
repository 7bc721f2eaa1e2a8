"""``kg remove``: forget documents."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.build import print_report
from kg.cli.options import SETTINGS, STATE, STORE, state_folder
from kg.cli.progress import progress_bar
from kg.pipeline import remove
from kg.settings import Settings


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOC...")
@STORE
@STATE
@SETTINGS
def command(documents: tuple[str, ...], *, store: str, folder: Path | None, settings: Settings) -> None:
    """Forget documents, and with them all that only they support.

    DOC is a document's id, as `kg query documents` lists it. What people decided is kept. A later build of a
    path that still holds the file takes the document up again.

    \b
    Example:
      kg remove 004_abaf481382096f8e --store build/demo
    """  # noqa: D301
    with progress_bar() as progress:
        folder = state_folder(store, folder)
        outcome = remove(documents, store=store, folder=folder, settings=settings, progress=progress)
    print_report(outcome)
