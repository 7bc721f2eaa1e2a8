"""``kg query``: ask a store."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from kg.errors import UsageError
from kg.query import (
    FORMATS,
    NamedQuery,
    Result,
    find_query,
    format_result,
    load_library,
    read_query,
    run_named,
)
from kg.query.listing import describe, list_queries


@click.command(epilog='Example: kg query statements -p speaker="Saad Maan" --store build/demo')
@click.argument("name", required=False)
@click.option("--store", help="Folder or URL of the store.")
@click.option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="A parameter; repeatable.")
@click.option("--file", "file", type=click.Path(path_type=Path), help="Ask the SPARQL of this file.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--list", "listing", is_flag=True, help="List the queries; with NAME, its parameters.")
@click.option("--timeout", type=float, default=60.0, show_default=True, help="Seconds; 0 means no limit.")
@click.option("--allow-service", is_flag=True, help="Permit SERVICE, which fetches from elsewhere.")
def command(
    name: str | None,
    store: str | None,
    params: Sequence[str],
    file: Path | None,
    form: str,
    listing: bool,
    timeout: float,
    allow_service: bool,
) -> None:
    """Answer the query NAME of the library, or that of a file, from a store.

    Exit status 1 means that there is no answer: no rows, or an ASK that is false.
    """
    if listing:
        click.echo(list_queries(load_library()) if name is None else describe(find_query(name)), nl=False)
        return
    if store is None:
        raise click.UsageError("name the store with --store")
    result = run_named(
        store,
        _query(name, file),
        _given(params),
        timeout=None if timeout == 0 else timeout,
        allow_service=allow_service,
    )
    click.echo(format_result(result, form, width=shutil.get_terminal_size((160, 24)).columns), nl=False)
    sys.exit(0 if _has_answer(result) else 1)


def _query(name: str | None, file: Path | None) -> NamedQuery:
    if file is not None and name is None:
        return read_query(file)
    if file is None and name is not None:
        return find_query(name)
    raise click.UsageError("give either the NAME of a query or --file; --list names the queries")


def _given(params: Sequence[str]) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    for param in params:
        key, equals, value = param.partition("=")
        if not equals:
            raise UsageError(f"-p {param!r}: write it as KEY=VALUE")
        given.setdefault(key, []).append(value)
    return given


def _has_answer(result: Result) -> bool:
    return result if isinstance(result, bool) else bool(result if isinstance(result, tuple) else result.rows)
