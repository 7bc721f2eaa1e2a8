"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from kg.settings import Settings, read_settings

PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
STORE = click.option(
    "--store",
    required=True,
    metavar="DIR|URL",
    help="A folder, or the URL of a SPARQL 1.1 server.",
)
STATE = click.option(
    "--state",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the memory of work done and the journal of decisions; needed when the store is a URL, "
    "else it is the store's folder.",
)
MANIFEST = click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV or JSON lines with what is known of the files: file, publisher, published, title, url, "
    "language, id. It wins over what the texts say.",
)
PUBLISHED = click.option(
    "--published", metavar="DATE", help="Publication date of all texts that the manifest does not date."
)


def _read_settings(_: click.Context, __: click.Parameter, path: Path | None) -> Settings:
    return read_settings(path)


SETTINGS = click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    callback=_read_settings,
    help="TOML file with settings: base, max_bytes, threads, recogniser, contact.",
)


def state_folder(store: str, folder: Path | None) -> Path:
    """Return the folder of the state and journal that belong to a store.

    :raises click.UsageError: the store is on a server and no folder is named.
    """
    if folder is not None:
        return folder
    if store.startswith(("http://", "https://")):
        raise click.UsageError("a store on a server needs --state DIR, a folder for what kg remembers of it")
    return Path(store)
