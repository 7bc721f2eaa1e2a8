"""``kg evaluate``: measure annotations against gold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from kg.cli.options import SETTINGS
from kg.evaluate import ablate, evaluate, iter_lines, iter_table, to_json
from kg.goldform import read_jsonl
from kg.model import Annotation, Recognition
from kg.settings import Settings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def read_annotations(path: Path) -> list[Annotation]:
    """Return the annotations of a file in the gold form.

    :raises InputError: the file is not in the gold form.
    """
    with path.open(encoding="utf-8") as lines:
        return list(read_jsonl(lines, name=str(path)))


def _recognised(gold: Iterable[Annotation], settings: Settings) -> Iterable[Annotation]:
    """Annotate the gold's own texts with the recogniser that the settings name."""
    from kg.pipeline import annotate_documents

    return annotate_documents([a.document for a in gold], settings=settings)


def _recognitions(gold: Iterable[Annotation], settings: Settings) -> list[Recognition]:
    from kg.recognise import open_recogniser

    return list(open_recogniser(settings).recognise([a.document for a in gold]))


@click.command()
@click.argument("gold", type=_FILE)
@click.argument("system", type=_FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as one JSON object.")
@click.option(
    "--by-type", is_flag=True, help="Also print tables by type, role, mode and kind, and confusions."
)
@click.option(
    "--errors", default=0, metavar="N", help="Also print the first N differences with their sentence."
)
@click.option("--samples", default=1000, metavar="N", show_default=True,
              help="Bootstrap samples behind the 95 % intervals of F; 0 for none.")  # fmt: skip
@click.option("--ablate", "ablation", is_flag=True,
              help="Print instead what each rule table is worth, on GOLD annotated anew.")  # fmt: skip
@SETTINGS
def command(
    gold: Path, system: Path | None, *, as_json: bool, by_type: bool, errors: int, samples: int,
    ablation: bool, settings: Settings,
) -> None:  # fmt: skip
    """Compare annotations with gold: precision, recall and F1 of every layer.

    GOLD and SYSTEM are JSON lines in the gold form; documents are paired by their id. Without SYSTEM the
    texts of GOLD are annotated first.

    \b
    Example:
      kg evaluate gold.jsonl
      kg annotate news/ --format jsonl > system.jsonl
      kg evaluate gold.jsonl system.jsonl --by-type --errors 20
    """  # noqa: D301
    wanted = read_annotations(gold)
    if ablation:
        for line in iter_table(list(ablate(wanted, _recognitions(wanted, settings)))):
            click.echo(line)
        return
    found = _recognised(wanted, settings) if system is None else read_annotations(system)
    report = evaluate(wanted, found, samples=samples)
    if as_json:
        click.echo(json.dumps(to_json(report, errors=errors), ensure_ascii=False, indent=2))
        return
    for line in iter_lines(report, tables=by_type, errors=errors):
        click.echo(line)
