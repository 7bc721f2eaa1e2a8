"""The label sets of the joint recogniser, in the order of its output columns."""

from __future__ import annotations

from kg.model import EVENT_TYPES, MENTION_TYPES, MODES, RELATION_KINDS, ROLES

FILLER = "Filler"
"""A phrase that fills a role of an event and is no mention."""

SPAN_LABELS: tuple[str, ...] = (*MENTION_TYPES, FILLER)
TRIGGER_LABELS: tuple[str, ...] = EVENT_TYPES
MODE_LABELS: tuple[str, ...] = MODES
ROLE_LABELS: tuple[str, ...] = ("none", *(r for r in ROLES if r != "topic"))
RELATION_LABELS: tuple[str, ...] = ("none", *RELATION_KINDS)

ENTITY_LABELS = frozenset({"Person", "Organisation", "Place", "Agreement", "Event"})
BODY_LABELS = frozenset({"Organisation", "Place", "Nationality"})
RELATION_ENDS = ENTITY_LABELS | {"Nationality"}
"""Types of mention between which a relation may hold."""
