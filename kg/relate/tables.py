"""Read the rule tables beside this module: tab-separated, a header line, ``#`` before remarks."""

from __future__ import annotations

from pathlib import Path

from kg.errors import ModelError
from kg.model import EVENT_TYPES, EventType

FOLDER = Path(__file__).parent / "data"

Row = dict[str, str]


def read_table(name: str, *, folder: Path = FOLDER) -> list[Row]:
    """Return the rows of a table by column name, in file order.

    :raises ModelError: the table is missing, or a row has not as many cells as the header.
    """
    path = folder / f"{name}.tsv"
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{path}: cannot read the rule table ({error}); install kg anew") from error
    rows = [(n, line.split("\t")) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not rows:
        raise ModelError(f"{path}: the rule table has no header")
    header = rows[0][1]
    for number, cells in rows[1:]:
        if len(cells) != len(header):
            raise ModelError(f"{path}:{number}: {len(cells)} cells where the header has {len(header)}")
    return [dict(zip(header, cells, strict=True)) for _, cells in rows[1:]]


def read_types(text: str) -> frozenset[EventType]:
    """Return the event types of a cell: ``*``, a list, or ``!`` and a list of exceptions.

    >>> sorted(read_types("Attack,Arrest")), "Attack" in read_types("!Attack")
    (['Arrest', 'Attack'], False)
    """
    named = frozenset(t for t in EVENT_TYPES if t in text.lstrip("!").split(","))
    return frozenset(EVENT_TYPES) - named if text == "*" or text.startswith("!") else named


def smoothed(right: int, fired: int, *, prior: float, weight: int) -> float:
    """Return the share of right firings in [0, 1] with a prior worth ``weight`` observations beside them."""
    return (right + prior * weight) / (fired + weight)
