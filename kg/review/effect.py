"""What decisions do: constraints on identity, corrections of claims, verdicts on links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from kg.model import Annotation
from kg.resolve.types import Constraints, EntityMember, EventMember
from kg.review.corrections import Correction, make_correction
from kg.review.decisions import Anchor, Decision
from kg.review.find import find_entity, find_event, has_claim

Member = TypeVar("Member", EntityMember, EventMember)


@dataclass(frozen=True, slots=True)
class Effect:
    """What the decisions in force mean for the documents at hand.

    ``idle`` are the decisions whose document or thing is not there now; they are kept, and count again when
    it comes back.
    """

    constraints: Constraints
    idle: tuple[Decision, ...]


def decisions_about(decisions: Iterable[Decision], document: str) -> tuple[Decision, ...]:
    """Return the decisions that concern one document alone: corrections and links, in their order."""
    kinds = ("correct", "accept-link", "reject-link")
    about = ((d, d.subject) for d in decisions if d.kind in kinds)
    return tuple(d for d, subject in about if subject is not None and subject.document == document)


def corrections_in(decisions: Iterable[Decision]) -> tuple[Correction, ...]:
    """Return the corrections among decisions, in their order."""
    found = ((d.subject, d.value) for d in decisions if d.kind == "correct")
    return tuple(make_correction(claim, value) for claim, value in found if claim is not None)


def decide_links(annotation: Annotation, decisions: Iterable[Decision]) -> Annotation:
    """Return the annotation with the Wikidata items that people accepted, without those they rejected."""
    entities = dict(annotation.entities)
    for decision in (d for d in decisions if d.kind.endswith("-link")):
        local = None if decision.subject is None else find_entity(annotation, decision.subject)
        if local is not None and decision.kind == "accept-link":
            entities[local] = replace(entities[local], wikidata=decision.value)
        elif (
            local is not None
            and decision.kind == "reject-link"
            and entities[local].wikidata == decision.value
        ):
            entities[local] = replace(entities[local], wikidata=None)
    return replace(annotation, entities=entities)


def documents_concerned(decisions: Iterable[Decision]) -> frozenset[str]:
    """Return the ids of the documents whose entities or claims the decisions name."""
    anchors = (anchor for d in decisions for anchor in (d.subject, d.object) if anchor is not None)
    return frozenset(anchor.document for anchor in anchors)


def make_effect(decisions: Sequence[Decision], annotations: Mapping[str, Annotation]) -> Effect:
    """Return what the decisions mean for these annotations (at least those of the documents concerned)."""
    entity_pairs: dict[str, set[tuple[EntityMember, EntityMember]]] = {"merge": set(), "split": set()}
    event_pairs: dict[str, set[tuple[EventMember, EventMember]]] = {"merge": set(), "split": set()}
    names: set[tuple[EntityMember, str, str]] = set()
    idle: list[Decision] = []
    for decision in decisions:
        entities = _found(entity_member, annotations, decision)
        events = _found(event_member, annotations, decision)
        if decision.kind in entity_pairs and len(entities) == 2:
            entity_pairs[decision.kind].add((entities[0], entities[1]))
        elif decision.kind in event_pairs and len(events) == 2:
            event_pairs[decision.kind].add((events[0], events[1]))
        elif decision.kind == "rename" and entities:
            language, _, name = decision.value.partition("=")
            names.add((entities[0], name, language))
        elif not ((decision.kind.endswith("-link") and entities) or _corrects(annotations, decision)):
            idle.append(decision)
    constraints = Constraints(
        same=frozenset(entity_pairs["merge"]),
        different=frozenset(entity_pairs["split"]),
        same_events=frozenset(event_pairs["merge"]),
        different_events=frozenset(event_pairs["split"]),
        names=frozenset(names),
    )
    return Effect(constraints, tuple(idle))


def entity_member(annotations: Mapping[str, Annotation], anchor: Anchor) -> EntityMember | None:
    """Return the document entity that an anchor names."""
    annotation = annotations.get(anchor.document)
    local = None if annotation is None else find_entity(annotation, anchor)
    return None if local is None else (anchor.document, local)


def event_member(annotations: Mapping[str, Annotation], anchor: Anchor) -> EventMember | None:
    """Return the event claim that an anchor names."""
    annotation = annotations.get(anchor.document)
    index = None if annotation is None else find_event(annotation, anchor)
    return None if index is None else (anchor.document, index)


def _corrects(annotations: Mapping[str, Annotation], decision: Decision) -> bool:
    if decision.kind != "correct" or decision.subject is None:
        return False
    annotation = annotations.get(decision.subject.document)
    return annotation is not None and has_claim(annotation, decision.subject)


def _found(
    find: Callable[[Mapping[str, Annotation], Anchor], Member | None],
    annotations: Mapping[str, Annotation],
    decision: Decision,
) -> list[Member]:
    found = (find(annotations, a) for a in (decision.subject, decision.object) if a is not None)
    return sorted(member for member in found if member is not None)
