"""``kg link``: say which Wikidata items the entities of a store are."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import SETTINGS, STORE
from kg.cli.progress import progress_bar
from kg.link.command import Online, export_table, link
from kg.link.online import WIKIDATA
from kg.link.polite import Polite
from kg.settings import Settings
from kg.store import open_store


@click.command()
@STORE
@click.option("--online", is_flag=True, help="Ask for entities without link; fetch names and coordinates.")
@click.option("--wikidata", default=WIKIDATA, show_default=True, metavar="URL", help="MediaWiki API to ask.")
@click.option("--endpoint", metavar="URL", help="Ask this reconciliation service (0.2, ids are QIDs).")
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path), default=Path("runs/link-cache"),
              show_default=True, help="Folder for answers, so that nothing is asked twice.")  # fmt: skip
@click.option(
    "--days", type=click.IntRange(min=1), default=30, show_default=True, help="Days to keep answers."
)
@click.option("--import", "table", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="SSSOM/TSV file of links to take over.")  # fmt: skip
@click.option("--export", "out", is_flag=True, help="Print the accepted links as SSSOM/TSV, and no more.")
@SETTINGS
def command(
    store: str, *, online: bool, wikidata: str, endpoint: str | None, cache: Path, days: int,
    table: Path | None, out: bool, settings: Settings,
) -> None:  # fmt: skip
    """Link entities to Wikidata, offline unless --online is given, and explain each link.

    A link below the threshold is put up for `kg review`. Running it again changes nothing.

    \b
    Example:
      kg link --store build/demo
      kg link --store build/demo --export > links.sssom.tsv
      kg link --store build/demo --online --settings kg.toml
    """  # noqa: D301
    if out:
        with open_store(store) as opened:
            click.echo("\n".join(export_table(opened, base=settings.base)))
        return
    open_store(store).close()  # linking makes no store: a mistyped name is an error
    asked = Online(Polite(settings.contact, cache, days=days), wikidata, endpoint) if online else None
    with open_store(store, write=True) as opened, progress_bar() as tell:
        summary = link(opened, base=settings.base, tell=tell, online=asked, table=table)
    click.echo(f"documents {summary.documents}, entities {summary.entities}")
    click.echo(f"linked {summary.accepted}, for review {summary.candidates}")
    if summary.waiting:
        click.echo(f"{summary.waiting} links from elsewhere wait for an entity that is not here", err=True)
    click.echo("the store was written" if summary.changed else "nothing changed", err=True)
