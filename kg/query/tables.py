"""Tables for people: aligned in a terminal, or Markdown, whatever the direction of the script.

A terminal that reorders Arabic treats a whole line as one paragraph, and would swap two Arabic cells that
have only neutral signs between them. Each line of a cell that holds right-to-left letters is therefore
enclosed in a first-strong isolate, which every cell ends on the line it begins. A terminal that does not
reorder gives the isolates no width. Source: Unicode Standard Annex 9, sections 2.4 and 6.
"""

from __future__ import annotations

import io
import math
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
_NARROWEST = 12
_READABLE = 16
_FRAME = 3


def isolate(line: str) -> str:
    """Enclose a line that holds right-to-left letters in a first-strong isolate.

    >>> isolate("plain"), isolate("نص") == FSI + "نص" + PDI
    ('plain', True)
    """
    mixed = any(unicodedata.bidirectional(char) in ("R", "AL") for char in line)
    return f"{FSI}{line}{PDI}" if mixed else line


def to_text(table: Table, *, width: int = 120, base: str | None = None) -> str:
    """Return rows as a table of ``width`` terminal columns, or where that is too narrow as one list a row.

    Columns without any value are left out.
    """
    cells = [[_one_line(shorten(term, base)) for term in row] for row in table.rows]
    used = [index for index in range(len(table.variables)) if any(row[index] for row in cells)]
    kept = used if cells else list(range(len(table.variables)))
    names = [table.variables[index] for index in kept]
    rows = [[row[index] for index in kept] for row in cells]
    natural = _natural_widths([names, *rows])
    if sum(natural) + _FRAME * len(natural) > width < _READABLE * len(natural):
        return _records(names, rows, width)
    return _grid(names, rows, column_widths(natural, width - _FRAME * len(natural)))


def _natural_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(cell_len(row[index]) for row in rows) for index in range(len(rows[0]))]


def _grid(names: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    grid = RichTable(box=box.HORIZONTALS, pad_edge=False, show_lines=len(rows) > 1)
    for name, limit in zip(names, widths, strict=True):
        grid.add_column(name, no_wrap=True, width=limit)
    for row in rows:
        grid.add_row(*(Text(_wrapped(cell, limit)) for cell, limit in zip(row, widths, strict=True)))
    out = io.StringIO()
    total = sum(widths) + _FRAME * len(widths)
    Console(file=out, width=total, color_system=None, legacy_windows=False).print(grid)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _records(names: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    label = max(map(len, names))
    lines = []
    for number, row in enumerate(rows, 1):
        lines.append(f"─── {number} {'─' * label}")
        for name, cell in zip(names, row, strict=True):
            parts = _wrapped(cell, max(width - label - 2, _NARROWEST)).split("\n") if cell else []
            heads = [name, *[""] * len(parts)]
            lines += [f"{head:{label}}  {part}" for head, part in zip(heads, parts, strict=False)]
    return "".join(f"{line}\n" for line in lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _wrapped(cell: str, limit: int) -> str:
    lines = Text(cell).wrap(Console(width=limit, file=io.StringIO()), limit)
    return "\n".join(isolate(line.plain.rstrip()) for line in lines)


def column_widths(natural: Sequence[int], room: int) -> list[int]:
    """Share terminal columns among table columns: narrow ones whole, wide ones by the root of their width.

    >>> column_widths([10, 300], 60), column_widths([10, 20, 180, 90], 100)
    ([10, 50], [10, 14, 44, 31])
    """
    widths = list(natural)
    wide = [index for index, value in enumerate(widths) if value > _NARROWEST]
    while wide and sum(widths) > room:
        rest = room - sum(value for index, value in enumerate(widths) if index not in wide)
        share = rest / sum(math.sqrt(natural[index]) for index in wide)
        fitting = [index for index in wide if natural[index] <= share * math.sqrt(natural[index])]
        if not fitting:
            for index in wide:
                widths[index] = max(_NARROWEST, int(share * math.sqrt(natural[index])))
            break
        wide = [index for index in wide if index not in fitting]
    return widths


def to_markdown(table: Table, *, base: str | None = None) -> str:
    """Return rows as a Markdown table."""
    lines = [f"| {' | '.join(table.variables)} |", f"|{' --- |' * len(table.variables)}"]
    for row in table.rows:
        cells = (isolate(_one_line(shorten(term, base)).replace("|", "\\|")) for term in row)
        lines.append(f"| {' | '.join(cells)} |")
    return "".join(f"{line}\n" for line in lines)
