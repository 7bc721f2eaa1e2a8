"""The CSV by which questions go out to a person and decisions come back, also from another store.

A question has an empty ``decision``; whoever answers writes ``yes`` or ``no`` there and may say why. Rows
with ``on`` are decisions made before; they are kept as they are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import TextIO, cast

from kg.errors import InputError
from kg.review.decisions import OPPOSITE, Anchor, Decision, Kind, make_decision
from kg.review.pending import Pending

_ANCHOR = ("iri", "document", "kind", "text", "quote")
COLUMNS = (
    "kind", "decision", "value", "score", "explanation",
    *(f"subject_{name}" for name in _ANCHOR), *(f"object_{name}" for name in _ANCHOR), "by", "on", "why",
)  # fmt: skip


def write_table(pending: Iterable[Pending], decisions: Iterable[Decision]) -> str:
    """Return the CSV of open questions and of decisions made, in this order."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for p in pending:
        row = {"kind": p.kind, "value": p.item, "score": f"{p.score:.3f}", "explanation": p.explanation}
        writer.writerow(row | _sides(p.subject, p.object))
    for d in decisions:
        row = {"kind": d.kind, "decision": "yes", "value": d.value, "by": d.by, "on": d.on, "why": d.why}
        writer.writerow(row | _sides(d.subject, d.object))
    return out.getvalue()


def _sides(subject: Anchor | None, other: Anchor | None) -> dict[str, str]:
    sides = (("subject", subject), ("object", other))
    return {
        f"{side}_{name}": getattr(anchor, name)
        for side, anchor in sides
        if anchor is not None
        for name in _ANCHOR
    }


def read_table(lines: TextIO, *, name: str, by: str, on: str) -> Iterator[Decision]:
    """Yield the decisions of a CSV: old ones unchanged, answers as made by ``by`` at the time ``on``.

    :raises InputError: a column is missing or a row makes no decision; the message names file and line.
    """
    rows = csv.DictReader(lines, restval="")
    try:
        missing = set(COLUMNS).difference(rows.fieldnames if rows.fieldnames is not None else ())
        if missing:
            raise InputError(f"columns are missing: {', '.join(sorted(missing))}")
        for row in rows:
            decision = _read_row(row, by=by, on=on)
            if decision is not None:
                yield decision
    except (InputError, csv.Error) as error:
        raise InputError(f"{name}:{rows.line_num}: {error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 text ({error.reason}); save the table as UTF-8") from error


def _read_row(row: Mapping[str, str], *, by: str, on: str) -> Decision | None:
    answer = row["decision"].strip().lower()
    if not answer:
        return None
    kind = row["kind"]
    if answer not in ("yes", "no") or (answer == "no" and kind not in OPPOSITE):
        raise InputError(f"{row['decision']!r} is no answer to {kind!r}; write yes or no, or leave it empty")
    return make_decision(
        cast(Kind, kind) if answer == "yes" else OPPOSITE[kind],
        _anchor(row, "subject"),
        _anchor(row, "object"),
        value=row["value"],
        by=row["by"].strip() or by,
        on=row["on"].strip() or on,
        why=row["why"],
    )


def _anchor(row: Mapping[str, str], side: str) -> Anchor | None:
    values = [row[f"{side}_{name}"] for name in _ANCHOR]
    return Anchor(*values) if values[0] else None
