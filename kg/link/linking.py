"""Links of canonical entities: what the documents of a store say together, and what people decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.iris import Iris, digest
from kg.graph.terms import TYPE, Statement, decimal, kg_node, to_quads
from kg.link.document import Link, Weights
from kg.vocab import EXACT_MATCH, OWL, RDFS_LABEL, SEMAPV, WD

Status = OneOf["accepted", "candidate", "rejected"]
Name = tuple[str, str]
"""A name and its language tag."""
OURS = SEMAPV + "CompositeMatching"
BY_HAND = SEMAPV + "ManualMappingCuration"
DECIDED = "decided by a person"
"""The explanation of a link that a verdict settles; an imported link may be curated by hand too."""
SAME = 0.98
"""The score from which on an entity and an item are said to be the same thing (owl:sameAs)."""
WORTH_ASKING = 0.3
"""The score from which on a candidate is put before a person."""


@dataclass(frozen=True, slots=True, order=True)
class EntityLink:
    """A link of a canonical entity (its IRI) to a Wikidata item.

    A link from elsewhere also has ``parts``, document entities (IRIs) of its entity, and ``names`` with their
    languages, by which the entity is found again; while it is not, the link is ``waiting`` and ``entity`` is
    its former IRI.
    """

    entity: str
    qid: str
    score: float
    status: Status
    justification: str = OURS
    explanation: str = ""
    parts: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decided about one item for one canonical entity."""

    entity: str
    qid: str
    accepted: bool


def join_links(
    links: Iterable[tuple[str, Link]], weights: Weights, verdicts: Iterable[Verdict] = ()
) -> list[EntityLink]:
    """Return the links of canonical entities from those of their documents, sorted.

    An item's score is the mean over all documents that name the entity: one that finds another item, or none,
    counts against it. The best item is accepted at the threshold. A person's verdict beats every score.
    """
    votes: dict[str, list[Link]] = defaultdict(list)
    for entity, link in links:
        votes[entity].append(link)
    decided: dict[str, dict[str, bool]] = defaultdict(dict)
    for verdict in verdicts:
        decided[verdict.entity][verdict.qid] = verdict.accepted
    joined = [link for entity in sorted({*votes, *decided}) for link in _join(
        entity, votes.get(entity, []), decided.get(entity, {}), weights)]  # fmt: skip
    return sorted(joined)


def _join(
    entity: str, votes: list[Link], decided: Mapping[str, bool], weights: Weights
) -> Iterator[EntityLink]:
    for qid, accepted in decided.items():
        status: Status = "accepted" if accepted else "rejected"
        yield EntityLink(entity, qid, 1.0 if accepted else 0.0, status, BY_HAND, DECIDED)
    if any(decided.values()):
        return
    scores: dict[str, float] = defaultdict(float)
    reasons: dict[str, tuple[float, str]] = {}
    for vote in votes:
        if vote.best is not None and vote.best not in decided:
            scores[vote.best] += vote.score / len(votes)
            reasons[vote.best] = max(reasons.get(vote.best, (0.0, "")), (vote.score, vote.explanation))
    if scores:
        qid = min(scores, key=lambda q: (-scores[q], q))
        score = round(scores[qid], 4)
        if score >= WORTH_ASKING:
            status = "accepted" if score >= weights.threshold else "candidate"
            yield EntityLink(entity, qid, score, status, OURS, reasons[qid][1])


def link_quads(links: Iterable[EntityLink], iris: Iris) -> list[Quad]:
    """Return the quads of the links graph, sorted; accepted links also as plain triples."""
    statements = (statement for link in sorted(links) for statement in _statements(link, iris))
    return sorted(to_quads(statements, iris.links_graph), key=str)


def _statements(link: EntityLink, iris: Iris) -> Iterator[Statement]:
    entity, target = NamedNode(link.entity), NamedNode(WD + link.qid)
    same = link.status == "accepted" and (link.score >= SAME or link.justification == BY_HAND)
    node = iris.keyed("link", digest(link.entity, link.qid, *(["waiting"] if link.waiting else [])))
    yield node, TYPE, kg_node("Link")
    yield node, kg_node("formerEntity" if link.waiting else "linkedEntity"), entity
    for part in link.parts:
        yield node, kg_node("linkedPart"), NamedNode(part)
    for name, language in link.names:
        yield node, NamedNode(RDFS_LABEL), Literal(name, language=language or None)
    yield node, kg_node("linkTarget"), target
    yield node, kg_node("linkPredicate"), NamedNode(OWL + "sameAs") if same else NamedNode(EXACT_MATCH)
    yield node, kg_node("confidence"), decimal(link.score)
    yield node, kg_node("linkStatus"), Literal(link.status)
    yield node, kg_node("justification"), NamedNode(link.justification)
    if link.explanation:
        yield node, kg_node("explanation"), Literal(link.explanation)
    if link.status == "accepted" and not link.waiting:
        yield entity, NamedNode(EXACT_MATCH), target
    if same and not link.waiting:
        yield entity, NamedNode(OWL + "sameAs"), target
