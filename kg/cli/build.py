"""``kg build``: from news to a graph."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.options import MANIFEST, PATHS, PUBLISHED, SETTINGS, STATE, STORE, state_folder
from kg.cli.progress import progress_bar
from kg.pipeline import Report, build
from kg.settings import Settings


@click.command()
@PATHS
@STORE
@MANIFEST
@PUBLISHED
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the summary as JSON.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True,
              help="Processes that read documents side by side; the graph is the same.")  # fmt: skip
@STATE
@SETTINGS
def command(
    paths: tuple[str, ...],
    *,
    store: str,
    manifest: Path | None,
    published: str | None,
    report: Path | None,
    jobs: int,
    folder: Path | None,
    settings: Settings,
) -> None:
    """Build a graph from news, or bring it up to date.

    PATH is a file, a folder (to the bottom), a pattern, or - for standard input: plain text, HTML, PDF, JSON
    lines, CSV. Only what changed since the last build is worked on: a new, changed or vanished file touches
    what depends on it, and the graph is always the one that a build from nothing would give. Documents that
    earlier builds took from other paths stay. The next build finishes one
    that was interrupted.

    Exit status 2 says that some input was rejected (each with its reason on standard error); the rest is
    done.

    \b
    Example:
      kg build seeds/ --manifest seeds/manifest.csv --store build/demo
    """  # noqa: D301
    with progress_bar() as progress:
        outcome = build(
            paths,
            store=store,
            folder=state_folder(store, folder),
            manifest=manifest,
            published=published,
            settings=settings,
            jobs=jobs,
            progress=progress,
        )
    if report is not None:
        report.write_text(outcome.to_json() + "\n", encoding="utf-8")
    print_report(outcome)
    sys.exit(2 if outcome.rejected else 0)


def print_report(outcome: Report) -> None:
    """Print the summary on standard output, what was rejected or lacks a date on standard error."""
    for label, value in outcome.rows():
        click.echo(f"{label:<26}{value}")
    for rejected in outcome.rejected:
        click.echo(f"kg: rejected {rejected}", err=True)
    if outcome.undated:
        click.echo(f"kg: no publication date: {', '.join(outcome.undated[:10])}", err=True)
