"""Ask services for entities that the offline index does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.link.candidates import Candidate, likeness
from kg.link.context import Context
from kg.link.document import Scored, Weights, explain, score
from kg.link.features import features
from kg.link.index import Index
from kg.link.linking import WORTH_ASKING, EntityLink, Status
from kg.link.names import name_key
from kg.link.online import WIKIDATA, Fetched, alive, fetch, reconcile, search
from kg.link.polite import Polite
from kg.model import Entity, EntityType
from kg.vocab import SEMAPV

LEXICAL = SEMAPV + "LexicalMatching"
_LIKE = 0.85


@dataclass(frozen=True, slots=True)
class Question:
    """An entity without a link: its IRI, type, names by language, and the day of a document that names it."""

    entity: str
    type: EntityType
    names: Mapping[str, str]
    published: str | None = None


def ask_wikidata(
    client: Polite,
    questions: Sequence[Question],
    index: Index,
    weights: Weights,
    *,
    url: str = WIKIDATA,
    tell: Callable[[str, int, int], None] = lambda *_: None,
) -> Iterator[EntityLink]:
    """Yield links to items that Wikidata finds by name, scored as those of the index are.

    ``tell`` hears the step and how many of how many questions were put.

    :raises NetworkError: the service cannot be reached or answers wrongly; what was answered is in the cache.
    """
    hits: dict[str, list[str]] = {}
    for number, question in enumerate(questions, start=1):
        hits[question.entity] = _search(client, question, url)
        tell("asking", number, len(questions))
    fetched = {f.item.qid: f for f in fetch(client, {qid for qids in hits.values() for qid in qids}, url=url)}
    for question in questions:
        items = [fetched[qid] for qid in hits[question.entity] if qid in fetched]
        yield from _best(question, items, index, weights)


def _search(client: Polite, question: Question, url: str) -> list[str]:
    found: dict[str, None] = {}
    for language, name in question.names.items():
        found |= dict.fromkeys(search(client, name, "en" if language == "und" else language, url=url))
    return list(found)


def _best(
    question: Question, items: Sequence[Fetched], index: Index, weights: Weights
) -> Iterator[EntityLink]:
    entity = Entity(question.entity, question.type, next(iter(question.names.values())))
    context = Context(Counter(), {}, {entity.id: (entity.name,)}, {})
    rivals = [c for n, f in enumerate(items) if (c := _candidate(n, question, f)) is not None]
    scored = []
    for candidate in rivals:
        values = features(entity, candidate, rivals, context, index)
        scored.append(Scored(candidate, values, score(values, weights)))
    scored.sort(key=lambda s: (-s.score, s.candidate.number))
    if scored and scored[0].score >= WORTH_ASKING:
        best = scored[0]
        status: Status = "accepted" if best.score >= weights.threshold else "candidate"
        why = "online: " + "; ".join(explain(scored, weights))
        qid = best.candidate.item.qid
        yield EntityLink(question.entity, qid, round(best.score, 4), status, LEXICAL, why)


def _candidate(number: int, question: Question, fetched: Fetched) -> Candidate | None:
    if question.type not in fetched.item.types or not alive(fetched, question.published):
        return None
    labels = [name_key(label) for label in fetched.labels.values()]
    for name in question.names.values():
        if name_key(name) in labels:
            return Candidate(number, fetched.item, "label", 1.0, name)
    likest = max(
        ((likeness(name, labels, question.type), name) for name in question.names.values()), default=(0.0, "")
    )
    return Candidate(number, fetched.item, "alike", *likest) if likest[0] >= _LIKE else None


def ask_endpoint(client: Polite, endpoint: str, questions: Sequence[Question]) -> Iterator[EntityLink]:
    """Yield links to items that a reconciliation service whose ids are QIDs finds by name.

    What the service itself calls a match is accepted, anything else is put before a person.

    :raises NetworkError: the service cannot be reached or answers wrongly.
    """
    names = [next(iter(question.names.values())) for question in questions]
    for question, name, rows in zip(questions, names, reconcile(client, endpoint, names), strict=True):
        best = next((r for r in rows if r.id[:1] == "Q" and r.id[1:].isdecimal()), None)
        if best is not None:
            sure = best.match and name_key(best.name) == name_key(name)
            why = f"online: {endpoint} finds {best.name} with score {best.score:g}"
            status: Status = "accepted" if sure else "candidate"
            yield EntityLink(question.entity, best.id, 0.9 if sure else 0.5, status, LEXICAL, why)
