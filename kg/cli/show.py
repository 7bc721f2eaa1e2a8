"""``kg show``: look at what was read out of a document."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from kg.cli.options import MANIFEST, PUBLISHED, SETTINGS
from kg.errors import InputError
from kg.goldform import read_jsonl
from kg.model import Annotation
from kg.settings import Settings
from kg.show import html_page, print_annotation, read_stored
from kg.store import open_store


@click.command()
@click.argument("doc")
@click.option("--store", metavar="DIR|URL", help="Read the document out of this store; DOC is its id.")
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write an HTML page instead (- for standard output).")  # fmt: skip
@MANIFEST
@PUBLISHED
@SETTINGS
def command(
    doc: str, *, store: str | None, page: Path | None, manifest: Path | None, published: str | None,
    settings: Settings,
) -> None:  # fmt: skip
    """Show a document with its mentions coloured and the claims under each sentence.

    DOC is a file of news, which is annotated first; or annotations in the gold form (.jsonl); or with
    --store the id of a document in a store.

    \b
    Example:
      kg show seeds/003_696d2e567b431cbe.txt --published 2021-12-29
      kg show 003_696d2e567b431cbe --store build/demo --html look.html
    """  # noqa: D301
    found = _stored(store, doc) if store is not None else _read(doc, manifest, published, settings)
    if page is not None:
        with click.open_file(str(page), "w", encoding="utf-8", atomic=str(page) != "-") as out:
            out.write(html_page(found))
        return
    console = Console(highlight=False, soft_wrap=True)
    for annotation in found:
        print_annotation(annotation, console)


def _stored(location: str, document: str) -> list[Annotation]:
    with open_store(location) as store:
        return [read_stored(store, document)]


def _read(path: str, manifest: Path | None, published: str | None, settings: Settings) -> list[Annotation]:
    """Return the annotations of a file: as it holds them, or of its texts.

    :raises InputError: the file cannot be read, or holds no document.
    """
    if path.endswith(".jsonl") and _is_gold_form(Path(path)):
        with Path(path).open(encoding="utf-8") as lines:
            return list(read_jsonl(lines, name=path))
    from kg.pipeline import annotate_documents
    from kg.read import Rejected, read_documents

    found = list(read_documents([path], manifest=manifest, settings=settings, published=published))
    rejected = [item for item in found if isinstance(item, Rejected)]
    if rejected:
        where = Path(path) / rejected[0].path if Path(path).is_dir() else path
        raise InputError(str(replace(rejected[0], path=str(where))))
    if not found:
        raise InputError(f"{path}: no document in it")
    return list(annotate_documents((d for d in found if not isinstance(d, Rejected)), settings=settings))


def _is_gold_form(path: Path) -> bool:
    """Tell whether a file of JSON lines holds annotations rather than news."""
    try:
        with path.open(encoding="utf-8") as lines:
            first = json.loads(next(lines, "null"))
    except (OSError, ValueError):
        return False
    return isinstance(first, dict) and "mentions" in first and "sentences" in first
