"""Identity over a whole corpus, a pure function of the documents' summaries and of people's decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.resolve.claims import make_claims
from kg.resolve.entities import join_entities
from kg.resolve.families import find_families
from kg.resolve.forms import make_form, state_of
from kg.resolve.happenings import join_events
from kg.resolve.naming import name_entities
from kg.resolve.profile import make_profiles
from kg.resolve.types import CanonicalEntity, Constraints, DocumentSummary, Resolution

NO_CONSTRAINTS = Constraints()


def resolve_corpus(
    summaries: Iterable[DocumentSummary], constraints: Constraints = NO_CONSTRAINTS
) -> Resolution:
    """Return which entities and events of the documents are one, and which documents are copies.

    The order of the documents makes no difference. Every entity and every event belongs to exactly one
    canonical node; what the constraints join or part is joined or parted whatever the scores say.
    """
    documents = sorted(summaries, key=lambda s: s.id)
    state = join_entities((p for s in documents for p in make_profiles(s)), constraints)
    entities = name_entities(state.profiles.values(), state.merges, constraints)
    keys = {member: e.key for e in entities for member in e.members}
    states = _acting(entities)
    claims = make_claims(documents, keys, lambda key: states.get(key, key))
    events, uncertain_events = join_events(claims, constraints)
    return Resolution(
        entities=entities,
        events=events,
        families=find_families(documents),
        uncertain=tuple(sorted(state.uncertain, key=lambda m: (-m.score, m))),
        uncertain_events=uncertain_events,
    )


def _acting(entities: Iterable[CanonicalEntity]) -> Mapping[str, str]:
    """Return for governments, countries and capitals the state that they act for, by key of the entity."""
    states: dict[str, str] = {}
    for entity in entities:
        for name in (entity.name_ar, entity.name_en):
            if (
                name is not None
                and (state := state_of(make_form(entity.type, name, entity.wikidata), entity.wikidata))
                is not None
            ):
                states.setdefault(entity.key, state)
    return states
