"""``kg dates``: what the expressions of time in a text mean."""

from __future__ import annotations

import json
import sys

import click

from kg.dates import DateExpression, find_dates

_COLUMNS = ("expression", "edtf", "begin", "end", "granularity", "notes")


@click.command(
    epilog="""\b
Example:
  kg dates "اليوم الخميس 9 كانون الأول/ ديسمبر" --published 2021-12-09
  kg dates "two weeks ago" --published 2021-12-09 --language en"""
)
@click.argument("text")
@click.option("--published", metavar="DATE", help="Day of publication that relative dates count from.")
@click.option(
    "--language", type=click.Choice(["ar", "en"]), help="Language of the text [default: by its script]."
)
@click.option(
    "--format", "form", type=click.Choice(["table", "tsv", "json"]), default="table", show_default=True
)
def command(text: str, published: str | None, language: str | None, form: str) -> None:
    """Show the expressions of time in TEXT (- reads standard input) with their EDTF value, begin and end.

    What cannot be known stays empty; a year that is not known is XXXX. Exits with 1 when there is none.
    """
    text = sys.stdin.read() if text == "-" else text
    found = find_dates(
        text, published=published, language=language if language is not None else _script(text)
    )
    click.echo("\n".join(_lines(found, form)))
    if not found:
        sys.exit(1)


def _script(text: str) -> str:
    return "ar" if any("\u0600" <= char <= "\u06ff" for char in text) else "en"


def _row(expression: DateExpression) -> dict[str, str | None]:
    notes = "; ".join(expression.notes)
    values = (
        expression.text,
        expression.edtf,
        expression.begin,
        expression.end,
        expression.granularity,
        notes,
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _lines(found: tuple[DateExpression, ...], form: str) -> list[str]:
    rows = [_row(expression) for expression in found]
    if form == "json":
        return [json.dumps(rows, ensure_ascii=False, indent=2)]
    cells = [list(_COLUMNS), *([" ".join((row[key] or "").split()) for key in _COLUMNS] for row in rows)]
    if form == "tsv":
        return ["\t".join(row) for row in cells]
    widths = [max(len(row[n]) for row in cells) for n in range(len(_COLUMNS))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
