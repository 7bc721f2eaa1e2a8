"""Map the events, offices and relations of one annotation to claims."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.graph.confidence import reading
from kg.graph.names import DocumentNames
from kg.graph.offices import office_status
from kg.graph.terms import TYPE, Statement, decimal, integer, kg_node
from kg.graph.values import Described, exact_edtf, quantity_value, time_value
from kg.model import Event, Position, Relation, Role, Span, Stance
from kg.vocab import EVENT_CLASSES, ClassName


def claim_statements(names: DocumentNames) -> Iterator[Statement]:
    """Yield what describes every claim of an annotation."""
    for index, event in enumerate(names.annotation.events):
        yield from _event(names, names.event(index), event)
    for position in names.annotation.positions:
        yield from _position(names, position)
    for relation in names.annotation.relations:
        yield from _relation(names, relation)


def event_confidence(event: Event) -> float:
    """Return the probability that the text says of this event what the claim says, without its roles."""
    return reading(event.score, event.mode_score)


def value_of(names: DocumentNames, role: Role) -> Described | None:
    """Return the time or quantity that fills a role and what describes it, None when it has no value.

    A value read from a Date mention is a time, one from a Quantity mention a quantity; without a mention the
    role decides.
    """
    if role.entity is not None or role.event is not None:
        return None
    mention = names.mention_at(role.span)
    kind = None if mention is None else mention.type
    is_date = kind == "Date" or (kind != "Quantity" and role.name in ("time", "deadline"))
    return described(names, role.value, role.span, is_date=is_date)


def described(
    names: DocumentNames, value: str | None, span: Span | None, *, is_date: bool
) -> Described | None:
    """Return the node of a date or quantity read from a span of the document, and what describes it.

    A date that the annotation leaves without a value has one when its words give all but the year.
    """
    document = names.annotation.document
    words = None if span is None else document.at(span)
    if is_date and words is not None:
        value = exact_edtf(value, words, document.published, document.language)
    if value is None:
        return None
    return time_value(value, names.iris) if is_date else quantity_value(value, names.iris, words)


def _claim(
    names: DocumentNames,
    node: NamedNode,
    kind: ClassName,
    *,
    sentence: int,
    confidence: float,
    stance: Stance,
) -> Iterator[Statement]:
    document = names.annotation.document
    yield node, TYPE, kg_node("Claim")
    yield node, TYPE, kg_node(kind)
    yield node, kg_node("inDocument"), names.document
    yield node, kg_node("inSentence"), names.sentence(sentence)
    yield node, kg_node("quote"), Literal(document.at(document.sentences[sentence]))
    yield node, kg_node("mode"), kg_node(stance.mode)
    yield node, kg_node("confidence"), decimal(confidence)
    if stance.speaker is not None:
        yield node, kg_node("speaker"), names.entity(stance.speaker)
    if stance.source is not None:
        yield node, kg_node("unnamedSource"), Literal(stance.source)


def _event(names: DocumentNames, node: NamedNode, event: Event) -> Iterator[Statement]:
    confidence = event_confidence(event)
    stance = Stance(event.mode, event.speaker, event.source)
    yield from _claim(
        names, node, "EventClaim", sentence=event.sentence, confidence=confidence, stance=stance
    )
    yield node, kg_node("eventType"), NamedNode(EVENT_CLASSES[event.type])
    yield node, kg_node("trigger"), Literal(names.annotation.document.at(event.trigger))
    yield node, kg_node("triggerStart"), integer(event.trigger.start)
    yield node, kg_node("triggerEnd"), integer(event.trigger.end)
    if event.carrier is not None:
        yield node, kg_node("carrier"), names.entity(event.carrier)
    best = {names.argument(node, role): role for role in sorted(event.roles, key=lambda r: r.score)}
    for argument, role in best.items():
        yield node, kg_node("argument"), argument
        yield from _argument(names, argument, event, role)


def _argument(names: DocumentNames, node: NamedNode, event: Event, role: Role) -> Iterator[Statement]:
    yield node, TYPE, kg_node("Argument")
    yield node, kg_node("role"), kg_node(role.name)
    yield node, kg_node("confidence"), decimal(reading(event.score, event.mode_score, role.score))
    yield from _filler(names, node, role)
    if role.meant is not None:
        yield node, kg_node("meantActor"), names.entity(role.meant)
    mention = names.mention_at(role.span)
    if mention is None and role.span is None and role.entity is not None:
        mention = names.mention_of(role.entity, event.sentence)
    if mention is not None:
        yield node, kg_node("fillerMention"), names.mention(mention)
    if role.span is not None:
        yield node, kg_node("quote"), Literal(names.annotation.document.at(role.span))
        yield node, kg_node("start"), integer(role.span.start)
        yield node, kg_node("end"), integer(role.span.end)


def _filler(names: DocumentNames, node: NamedNode, role: Role) -> Iterator[Statement]:
    value = value_of(names, role)
    if role.entity is not None:
        yield node, kg_node("filler"), names.entity(role.entity)
    elif role.event is not None:
        yield node, kg_node("fillerClaim"), names.event(role.event)
    elif value is not None:
        yield node, kg_node("fillerValue"), value[0]
        yield from value[1]
    elif role.span is not None:
        document = names.annotation.document
        yield node, kg_node("fillerText"), Literal(document.at(role.span), language=document.language)


def _position(names: DocumentNames, position: Position) -> Iterator[Statement]:
    document, node, title = names.annotation.document, names.position(position), position.title
    sentence = names.sentence_number(title)
    yield from _claim(
        names,
        node,
        "PositionClaim",
        sentence=0 if sentence is None else sentence,
        confidence=reading(position.score),
        stance=position.stance,
    )
    yield node, kg_node("holder"), names.entity(position.person)
    yield node, kg_node("officeTitle"), Literal(document.at(title))
    yield node, kg_node("start"), integer(title.start)
    yield node, kg_node("end"), integer(title.end)
    yield node, kg_node("officeStatus"), kg_node(office_status(document.at(title)))
    if position.body is not None:
        yield node, kg_node("officeBody"), names.entity(position.body)


def _relation(names: DocumentNames, relation: Relation) -> Iterator[Statement]:
    node = names.relation(relation)
    confidence = reading(relation.score)
    yield from _claim(
        names,
        node,
        "RelationClaim",
        sentence=relation.sentence,
        confidence=confidence,
        stance=relation.stance,
    )
    yield node, kg_node("relationKind"), kg_node(relation.kind)
    yield node, kg_node("subjectEntity"), names.entity(relation.subject)
    yield node, kg_node("objectEntity"), names.entity(relation.object)
