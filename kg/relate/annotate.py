"""The whole step from a recognition to an annotation."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Annotation, Mention, Recognition
from kg.relate.assemble import assemble
from kg.relate.extents import with_date_extents, with_title_extents
from kg.relate.rules import Rules, apply_rules, read_rules
from kg.relate.values import date_from_events, with_values
from kg.resolve.within import resolve_document


def annotate(recognition: Recognition, *, rules: Rules | None = None) -> Annotation:
    """Return what a document says, from what a recogniser found in it.

    ``rules`` are those of all tables unless given.
    """
    return apply_rules(before_rules(recognition), read_rules() if rules is None else rules)


def before_rules(recognition: Recognition) -> Annotation:
    """Return what a recogniser found, with identity and values, before any rule acts on it."""
    recognition = with_title_extents(with_date_extents(recognition))
    document = recognition.document
    entities, mentions = resolve_document(document, recognition.mentions)
    valued = with_values(document, _in_order(recognition.mentions, mentions))
    return date_from_events(assemble(recognition, entities, valued))


def _in_order(wanted: Sequence[Mention], resolved: Sequence[Mention]) -> list[Mention]:
    """Return the resolved mentions in the recognition's own order, since arcs count on it."""
    by_key = {(m.span, m.type): m for m in resolved}
    return [by_key[m.span, m.type] for m in wanted]
