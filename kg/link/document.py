"""Link the entities of one document to Wikidata: candidates, features, a calibrated score, an honest NIL."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from kg.errors import ModelError
from kg.link.candidates import Candidate, candidates
from kg.link.context import Context, read_context
from kg.link.features import Features, features
from kg.link.index import Index, default_index
from kg.model import Annotation, Entity

_SURE = 0.9
"""The score from which on the country of an item counts as named in the document."""


@dataclass(frozen=True, slots=True)
class Link:
    """The Wikidata item that an entity is, or none (``qid`` is None).

    ``score`` is the calibrated probability, in [0, 1], that the best candidate is right; below the threshold
    there is no link, and ``best`` still names it. ``explanation`` says what spoke for and against it,
    weightiest first.
    """

    entity: str
    qid: str | None
    score: float
    explanation: str
    best: str | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each feature counts, in log-odds; ``threshold`` is the score from which on a link is made.

    The table names for each feature what was expected of it and what the mentions for tuning made of that.
    """

    bias: float
    threshold: float
    features: dict[str, float]


@cache
def default_weights() -> Weights:
    """Return the weights that the package holds.

    :raises ModelError: the file is missing or damaged.
    """
    path = files("kg") / "data" / "link_weights.tsv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        table = {name: float(weight) for name, _, weight in rows}
        return Weights(table.pop("bias"), table.pop("threshold"), table)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{path}: the weights are missing or damaged ({error!r})") from error


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its features and its score."""

    candidate: Candidate
    features: Features
    score: float


def score(found: Features, weights: Weights) -> float:
    """Return the probability that a candidate with these features is right."""
    total = weights.bias + sum(weights.features.get(name, 0.0) * value for name, value in found.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def rank(entity: Entity, context: Context, index: Index, weights: Weights) -> list[Scored]:
    """Return the candidates of an entity, best first."""
    adjectives = country_adjectives(context, index) if entity.type == "Organisation" else ()
    found: dict[int, Candidate] = {}
    for form in context.forms[entity.id]:
        for candidate in candidates(index, form, entity.type, adjectives):
            found.setdefault(candidate.number, candidate)
        if any(c.match in ("label", "alias") for c in found.values()):
            break
    rivals = list(found.values())
    scored = []
    for candidate in rivals:
        values = features(entity, candidate, rivals, context, index)
        scored.append(Scored(candidate, values, score(values, weights)))
    return sorted(scored, key=lambda s: (-s.score, s.candidate.number))


def country_adjectives(context: Context, index: Index) -> tuple[str, ...]:
    """Return the adjectives, with article, of the two countries that the document names most."""
    top = sorted(context.countries.items(), key=lambda c: (-c[1], c[0]))[:2]
    return _adjectives(index, frozenset(country for country, _ in top))


@lru_cache(maxsize=1_000)
def _adjectives(index: Index, countries: frozenset[str]) -> tuple[str, ...]:
    return tuple(key for key, qid in index.adjectives.items() if qid in countries and key.startswith("ال"))


def link_document(
    annotation: Annotation, *, index: Index | None = None, weights: Weights | None = None
) -> tuple[Link, ...]:
    """Return one link for each entity of a document, in the order of its entities; offline.

    :raises ModelError: the index or the weights are missing or damaged.
    """
    index = default_index() if index is None else index
    weights = default_weights() if weights is None else weights
    context = with_linked_countries(annotation, read_context(annotation, index), index, weights)
    return tuple(_link(entity, context, index, weights) for entity in annotation.entities.values())


def with_linked_countries(
    annotation: Annotation, context: Context, index: Index, weights: Weights
) -> Context:
    """Return the context with the countries of the entities that are sure at first sight added."""
    counts = Counter(m.entity for m in annotation.mentions)
    own = {key: Counter(value) for key, value in context.own.items()}
    for entity in annotation.entities.values():
        ranked = rank(entity, context, index, weights)
        country = ranked[0].candidate.item.country if ranked and ranked[0].score > _SURE else None
        if country is not None and not own.get(entity.id):
            own[entity.id] = Counter({country: counts[entity.id]})
    added = sum((own[key] - context.own.get(key, Counter()) for key in own), Counter[str]())
    return replace(context, countries=context.countries + added, own=own)


def _link(entity: Entity, context: Context, index: Index, weights: Weights) -> Link:
    ranked = rank(entity, context, index, weights)
    if not ranked:
        return Link(entity.id, None, 0.0, "no item of the index has this name")
    best = ranked[0]
    qid = best.candidate.item.qid if best.score >= weights.threshold else None
    why = "; ".join(explain(ranked, weights))
    return Link(entity.id, qid, round(best.score, 4), why, best.candidate.item.qid)


def explain(ranked: list[Scored], weights: Weights) -> Iterator[str]:
    """Yield the best candidate, what speaks for and against it, weightiest first, and the next best one."""
    best = ranked[0]
    item = best.candidate.item
    yield f"{item.qid} {item.ar or item.en} as {best.candidate.form}"
    parts = [(weights.features.get(n, 0.0) * v, n) for n, v in best.features.items()]
    yield from (
        f"{name} {part:+.1f}"
        for part, name in sorted(parts, key=lambda p: (-abs(p[0]), p[1]))
        if abs(part) >= 0.1
    )
    if len(ranked) > 1:
        yield f"next {ranked[1].candidate.item.qid} {ranked[1].score:.2f}"
