"""The gold form: one JSON object a document, read and written by ``kg annotate`` and ``kg evaluate``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kg.errors import InputError
from kg.model import (
    ASSERTED,
    Annotation,
    Document,
    Entity,
    Event,
    Mention,
    Position,
    Relation,
    Role,
    Span,
    Stance,
)

Json = dict[str, Any]


def to_json(annotation: Annotation) -> Json:
    """Return the gold form of an annotation, with scores as additional fields."""
    doc = annotation.document
    return {
        "doc": doc.id,
        "source": doc.publisher,
        "language": doc.language,
        "published": doc.published,
        "text": doc.text,
        "sentences": [[s.start, s.end] for s in doc.sentences],
        "entities": {e.id: _entity(e) for e in annotation.entities.values()},
        "mentions": [_mention(doc, m) for m in annotation.mentions],
        "positions": [_position(doc, p) for p in annotation.positions],
        "relations": [_relation(r) for r in annotation.relations],
        "events": [_event(doc, e) for e in annotation.events],
    }


def _span(doc: Document, span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": doc.at(span)}


def _entity(entity: Entity) -> Json:
    out: Json = {"type": entity.type, "name": entity.name, "en": entity.en}
    return out if entity.wikidata is None else {**out, "wikidata": entity.wikidata}


def _mention(doc: Document, mention: Mention) -> Json:
    out = {**_span(doc, mention.span), "type": mention.type, "score": mention.score}
    if mention.type in ("Date", "Quantity"):
        return {**out, "value": mention.value}
    return out if mention.type == "Position" else {**out, "entity": mention.entity}


def _position(doc: Document, position: Position) -> Json:
    return {
        "person": position.person,
        "title": _span(doc, position.title),
        "body": position.body,
        "score": position.score,
        **_stance(position.stance),
    }


def _relation(relation: Relation) -> Json:
    return {
        "kind": relation.kind,
        "subject": relation.subject,
        "object": relation.object,
        "sentence": relation.sentence,
        "score": relation.score,
        **_stance(relation.stance),
    }


def _stance(stance: Stance) -> Json:
    """Return the fields that gold leaves out, for it takes every office and relation as asserted."""
    fields = {"mode": stance.mode, "speaker": stance.speaker, "source": stance.source}
    return {} if stance == ASSERTED else {k: v for k, v in fields.items() if v is not None}


def _role(doc: Document, role: Role) -> Json:
    out: Json = {"role": role.name}
    if role.entity is not None:
        out["entity"] = role.entity
    elif role.event is not None:
        out["event"] = role.event
    if role.span is not None:
        out |= _span(doc, role.span)
    if role.value is not None:
        out["value"] = role.value
    if role.meant is not None:
        out["meant"] = role.meant
    return {**out, "score": role.score}


def _event(doc: Document, event: Event) -> Json:
    out: Json = {
        "type": event.type,
        "trigger": _span(doc, event.trigger),
        "mode": event.mode,
        "speaker": event.speaker,
        "sentence": event.sentence,
        "roles": [_role(doc, r) for r in event.roles],
        "score": event.score,
        "mode_score": event.mode_score,
    }
    if event.source is not None:
        out["source"] = event.source
    return out if event.carrier is None else {**out, "carrier": event.carrier}


def from_json(data: Json) -> Annotation:
    """Return the annotation that a gold-form object describes.

    :raises InputError: a required field is missing or of the wrong kind.
    """
    try:
        return _annotation(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        name = data.get("doc", "?") if isinstance(data, dict) else "?"
        raise InputError(f"document {name}: not in the gold form ({error!r})") from error


def _annotation(data: Json) -> Annotation:
    document = Document(
        id=str(data["doc"]),
        text=data["text"],
        language=data.get("language", "ar"),
        sentences=tuple(Span(a, b) for a, b in data["sentences"]),
        publisher=data.get("source"),
        published=data.get("published"),
    )
    entities = {
        key: Entity(key, e["type"], e["name"], e.get("en"), e.get("wikidata"))
        for key, e in data["entities"].items()
    }
    return Annotation(
        document=document,
        entities=entities,
        mentions=tuple(_read_mention(m) for m in data["mentions"]),
        positions=tuple(
            Position(
                p["person"],
                _read_span(p["title"]),
                p.get("body"),
                p.get("score", 1.0),
                _read_stance(p),
            )
            for p in data.get("positions", [])
        ),
        relations=tuple(
            Relation(
                r["kind"],
                r["subject"],
                r["object"],
                r.get("sentence", 0),
                r.get("score", 1.0),
                _read_stance(r),
            )
            for r in data.get("relations", [])
        ),
        events=tuple(_read_event(e) for e in data.get("events", [])),
    )


def _read_stance(data: Json) -> Stance:
    return Stance(data.get("mode", "asserted"), data.get("speaker"), data.get("source"))


def _read_span(data: Json) -> Span:
    return Span(data["start"], data["end"])


def _read_mention(data: Json) -> Mention:
    return Mention(
        _read_span(data), data["type"], data.get("entity"), data.get("value"), data.get("score", 1.0)
    )


def _read_role(data: Json) -> Role:
    return Role(
        name=data["role"],
        entity=data.get("entity"),
        event=data.get("event"),
        span=_read_span(data) if "start" in data else None,
        value=data.get("value"),
        score=data.get("score", 1.0),
        meant=data.get("meant"),
    )


def _read_event(data: Json) -> Event:
    return Event(
        type=data["type"],
        trigger=_read_span(data["trigger"]),
        mode=data["mode"],
        sentence=data.get("sentence", 0),
        roles=tuple(_read_role(r) for r in data.get("roles", [])),
        speaker=data.get("speaker"),
        source=data.get("source"),
        carrier=data.get("carrier"),
        score=data.get("score", 1.0),
        mode_score=data.get("mode_score", 1.0),
    )


def write_jsonl(annotations: Iterable[Annotation]) -> Iterator[str]:
    """Yield one line of JSON for each annotation, in order, without the line end."""
    for annotation in annotations:
        yield json.dumps(to_json(annotation), ensure_ascii=False)


def read_jsonl(lines: Iterable[str], *, name: str = "<input>") -> Iterator[Annotation]:
    """Yield the annotations of JSON lines in order, passing over empty lines.

    :raises InputError: a line is not UTF-8, JSON or in the gold form; the message names file and line.
    """
    number = 0
    try:
        for number, line in enumerate(lines, 1):  # noqa: B007 - the errors tell it
            if line.strip():
                yield from_json(json.loads(line))
    except json.JSONDecodeError as error:
        raise InputError(f"{name}:{number}: not JSON ({error.msg})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: after line {number}: not UTF-8 text ({error.reason})") from error
    except InputError as error:
        raise InputError(f"{name}:{number}: {error}") from error
