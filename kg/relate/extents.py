"""Where the dates stand: the recogniser says that something is a date, the grammar how far it goes."""

from __future__ import annotations

from dataclasses import replace

from kg.dates import DateExpression, find_dates
from kg.model import Arc, Mention, Recognition

SURE = 0.8
"""Score from which a date that the grammar cannot read is kept (chosen on the development documents)."""


def with_date_extents(recognition: Recognition) -> Recognition:
    """Return the recognition with the extents of the date grammar.

    A date of the recogniser takes the extent of the expression that it overlaps; one that the grammar does
    not read needs a score of ``SURE``; an expression with a value that the recogniser missed is added.
    """
    document = recognition.document
    found = find_dates(
        document.text,
        published=document.published,
        language=document.language,
        sentences=document.sentences,
    )
    left = list(found)
    kept: list[Mention] = []
    index: dict[int, int] = {}
    for number, mention in enumerate(recognition.mentions):
        changed = _read(mention, found, left) if mention.type == "Date" else mention
        if changed is not None:
            index[number] = len(kept)
            kept.append(changed)
    kept += [Mention(e.span, "Date", score=e.score) for e in left if e.edtf is not None]
    return replace(recognition, mentions=tuple(kept), arcs=_moved(recognition, index, len(kept)))


def _read(mention: Mention, found: tuple[DateExpression, ...], left: list[DateExpression]) -> Mention | None:
    """Return a date mention with its extent, None when it is none; what it takes is removed from ``left``."""
    expression = next((e for e in found if e.span.overlap(mention.span)), None)
    if expression is None:
        return mention if mention.score >= SURE else None
    if expression not in left:
        return None
    left.remove(expression)
    return replace(mention, span=expression.span)


def _moved(recognition: Recognition, index: dict[int, int], size: int) -> tuple[Arc, ...]:
    """Return the arcs between what is left, by its new indices."""
    before = len(recognition.mentions)
    index = index | {before + k: size + k for k in range(len(recognition.fillers))}
    arcs = []
    for arc in recognition.arcs:
        source = arc.source if arc.kind in ("role", "speaker", "topic") else index.get(arc.source)
        target = arc.target if arc.kind == "topic" else index.get(arc.target)
        if source is not None and target is not None:
            arcs.append(replace(arc, source=source, target=target))
    return tuple(arcs)
