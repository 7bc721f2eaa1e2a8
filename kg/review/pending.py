"""What is uncertain in a store, and the things in it that a person can decide about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode

from kg.errors import InputError
from kg.review.decisions import Anchor
from kg.store import Store
from kg.vocab import DCTERMS, ENTITY_CLASSES, EVENT_CLASSES, KG, RDFS

_PREFIXES = f"PREFIX kg: <{KG}> PREFIX dcterms: <{DCTERMS}> PREFIX rdfs: <{RDFS}>\n"

_ANCHOR = """
SELECT ?document ?kind ?text ?quote WHERE {
  { %(node)s a kg:DocumentEntity ; kg:inDocument/dcterms:identifier ?document ; kg:entityType ?kind ;
      rdfs:label ?text . }
  UNION { %(node)s a kg:EventClaim ; kg:inDocument/dcterms:identifier ?document ; kg:eventType ?kind ;
      kg:trigger ?text ; kg:quote ?quote . }
  UNION { %(node)s a kg:PositionClaim ; kg:inDocument/dcterms:identifier ?document ;
      kg:officeTitle ?text ; kg:quote ?quote . BIND("Position" AS ?kind) }
  UNION { %(node)s a kg:RelationClaim ; kg:inDocument/dcterms:identifier ?document ;
      kg:relationKind ?kind ; kg:subjectEntity/rdfs:label ?text ; kg:quote ?quote . }
} ORDER BY ?document ?kind ?text LIMIT 1"""

_MEMBERS = """
SELECT ?member WHERE {
  { ?member kg:refersTo %(node)s } UNION { %(node)s kg:reportedBy ?member . ?member a kg:EventClaim }
} ORDER BY ?member"""

_MERGES = """
SELECT ?left ?right ?score ?why WHERE {
  ?merge a kg:Merge ; kg:verdict "uncertain" ; kg:mergeLeft ?left ; kg:mergeRight ?right ;
    kg:confidence ?score .
  OPTIONAL { ?merge kg:explanation ?why }
} ORDER BY DESC(?score) ?left ?right"""

_LINKS = """
SELECT ?entity ?item ?score ?why WHERE {
  ?link a kg:Link ; kg:linkStatus "candidate" ; kg:linkedEntity ?entity ; kg:linkTarget ?item ;
    kg:confidence ?score .
  OPTIONAL { ?link kg:explanation ?why }
} ORDER BY DESC(?score) ?entity ?item"""

_KINDS = {iri: name for table in (ENTITY_CLASSES, EVENT_CLASSES) for name, iri in table.items()}


@dataclass(frozen=True, slots=True)
class Pending:
    """A question for a person: a merge (are these two the same?) or an accept-link (is this item meant?).

    ``score`` is the probability in [0, 1] that the answer is yes. ``item`` is empty for a merge.
    """

    kind: Literal["merge", "accept-link"]
    subject: Anchor
    object: Anchor | None
    item: str
    score: float
    explanation: str

    @property
    def id(self) -> str:
        """Return 8 hex digits by which a person can name the question."""
        other = self.item if self.object is None else self.object.iri
        return sha256(f"{self.kind} {self.subject.iri} {other}".encode()).hexdigest()[:8]


def iter_pending(store: Store, *, base: str) -> Iterator[Pending]:
    """Yield what is uncertain, first merges, then links, the likeliest first."""
    for left, right, score, why in store.select(_PREFIXES + _MERGES):
        pair = [find_anchor(store, _iri(side), base=base) for side in (left, right)]
        yield Pending("merge", pair[0], pair[1], "", _number(score), _text(why))
    for entity, item, score, why in store.select(_PREFIXES + _LINKS):
        anchor = find_anchor(store, _iri(entity), base=base)
        yield Pending("accept-link", anchor, None, _iri(item).rpartition("/")[2], _number(score), _text(why))


def find_anchor(store: Store, iri: str, *, base: str) -> Anchor:
    """Return the anchor of a document entity or claim; for an entity or event, that of its first member.

    :raises InputError: the store has no such thing.
    """
    for member in (iri, *find_members(store, iri)):
        for document, kind, text, quote in store.select(_PREFIXES + _ANCHOR % {"node": NamedNode(member)}):
            return Anchor(member.removeprefix(base), _text(document), _kind(kind), _text(text), _text(quote))
    raise InputError(f"{iri}: the store has no document entity, entity, claim or event of this name")


def find_members(store: Store, iri: str) -> list[str]:
    """Return the IRIs of the document entities or claims of an entity or event, sorted."""
    return [_iri(member) for (member,) in store.select(_PREFIXES + _MEMBERS % {"node": NamedNode(iri)})]


def _kind(term: object) -> str:
    """Return an entity or event type, ``Position`` or a relation kind as the annotation guide names it."""
    return _KINDS.get(_iri(term), _iri(term).removeprefix(KG)) if isinstance(term, NamedNode) else _text(term)


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _text(term: object) -> str:
    return term.value if isinstance(term, RdfLiteral) else ""


def _number(term: object) -> float:
    return float(_text(term))
