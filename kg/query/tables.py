"""Tables for people: aligned in a terminal, or Markdown, whatever the direction of the script.

A terminal that reorders Arabic treats a whole line as one paragraph, and would swap two Arabic cells that
have only neutral signs between them. Each line of a cell that holds right-to-left letters is therefore
enclosed in a first-strong isolate, which every cell ends on the line it begins. A terminal that does not
reorder gives the isolates no width. Source: Unicode Standard Annex 9, sections 2.4 and 6.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from kg.query.formats import shorten
from kg.query.running import Table

FSI, PDI = "\u2068", "\u2069"
_NARROWEST = 8
_FRAME = 3


def isolate(line: str) -> str:
    """Enclose a line that holds right-to-left letters in a first-strong isolate.

    >>> isolate("plain"), isolate("نص") == FSI + "نص" + PDI
    ('plain', True)
    """
    mixed = any(unicodedata.bidirectional(char) in ("R", "AL") for char in line)
    return f"{FSI}{line}{PDI}" if mixed else line


def to_text(table: Table, *, width: int = 120, base: str | None = None) -> str:
    """Return rows as a table of at most ``width`` terminal columns where that can be done."""
    cells = [[_one_line(shorten(term, base)) for term in row] for row in table.rows]
    widths = column_widths([list(table.variables), *cells], width)
    rich_table = RichTable(box=box.HORIZONTALS, pad_edge=False, show_lines=len(cells) > 1)
    for name, limit in zip(table.variables, widths, strict=True):
        rich_table.add_column(name, no_wrap=True, width=limit)
    for row in cells:
        rich_table.add_row(*(Text(_wrapped(cell, limit)) for cell, limit in zip(row, widths, strict=True)))
    out = io.StringIO()
    total = sum(widths) + _FRAME * len(widths)
    Console(file=out, width=total, color_system=None, legacy_windows=False).print(rich_table)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return "".join(f"{line}\n" for line in lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _wrapped(cell: str, limit: int) -> str:
    lines = Text(cell).wrap(Console(width=limit, file=io.StringIO()), limit)
    return "\n".join(isolate(line.plain.rstrip()) for line in lines)


def column_widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Share a terminal's width among columns: the widest ones give way first.

    >>> column_widths([["name", "quote"], ["x" * 10, "y" * 300]], 60)
    [10, 44]
    """
    widths = [max(cell_len(row[index]) for row in rows) for index in range(len(rows[0]))]
    room = max(width - _FRAME * len(widths), _NARROWEST * len(widths))
    while sum(widths) > room:
        widest = max(widths)
        at = [index for index, value in enumerate(widths) if value == widest]
        below = max((value for value in widths if value < widest), default=_NARROWEST)
        surplus = sum(widths) - room
        lowered = max(below, widest - -(-surplus // len(at)))
        for index in at:
            widths[index] = lowered
    return widths


def to_markdown(table: Table, *, base: str | None = None) -> str:
    """Return rows as a Markdown table."""
    lines = [f"| {' | '.join(table.variables)} |", f"|{' --- |' * len(table.variables)}"]
    for row in table.rows:
        cells = (isolate(_one_line(shorten(term, base)).replace("|", "\\|")) for term in row)
        lines.append(f"| {' | '.join(cells)} |")
    return "".join(f"{line}\n" for line in lines)
