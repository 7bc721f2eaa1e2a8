"""Metonymy: a capital that acts stands for its state, which is put beside the place as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.errors import ModelError
from kg.language.gazetteer import Country, Kind, country_of
from kg.model import ROLES, Annotation, Entity, Event, EventType, RoleName
from kg.relate.tables import read_table, read_types

_NAMES: tuple[Kind, ...] = ("name",)


@dataclass(frozen=True, slots=True)
class MetonymyRule:
    """In events of these types a capital in this role stands for its state."""

    role: RoleName
    types: frozenset[EventType]


def read_rules(name: str = "metonymy") -> tuple[MetonymyRule, ...]:
    """Return the rules of the metonymy table.

    :raises ModelError: the table is missing or malformed.
    """
    out = []
    for row in read_table(name):
        if row["role"] not in ROLES:
            raise ModelError(f"rule table {name}: no role {row['role']!r}")
        out.append(MetonymyRule(row["role"], read_types(row["types"])))
    return tuple(out)


def state_of_capital(name: str) -> Country | None:
    """Return the country whose capital a name is, None for other places and for names of countries.

    >>> state_of_capital("بيروت").en, state_of_capital("لبنان"), state_of_capital("الكويت")
    ('Lebanon', None, None)
    """
    country = country_of(name)
    return country if country is not None and country.kind == "capital" else None


def add_meant_actors(annotation: Annotation, rules: tuple[MetonymyRule, ...]) -> Annotation:
    """Return the annotation with ``meant`` on the roles in which a capital acts for its state.

    The state is the document's own entity where it names the country, else an entity is added for it.
    """
    capitals = {
        key: country
        for key, entity in annotation.entities.items()
        if entity.type == "Place" and (country := state_of_capital(entity.name)) is not None
    }
    acting = {
        role.entity
        for event in annotation.events
        for role in event.roles
        if role.entity in capitals and _applies(rules, event, role.name)
    }
    if not acting:
        return annotation
    states = _states(annotation, {key: capitals[key] for key in sorted(capitals) if key in acting})
    meant = {capital: entity.id for capital, entity in states.items()}
    return replace(
        annotation,
        entities={**annotation.entities, **{entity.id: entity for entity in states.values()}},
        events=tuple(_with_meant(event, meant, rules) for event in annotation.events),
    )


def _applies(rules: tuple[MetonymyRule, ...], event: Event, role: RoleName) -> bool:
    return any(rule.role == role and event.type in rule.types for rule in rules)


def _with_meant(event: Event, meant: Mapping[str, str], rules: tuple[MetonymyRule, ...]) -> Event:
    roles = tuple(
        replace(role, meant=meant[role.entity])
        if role.entity is not None and role.entity in meant and _applies(rules, event, role.name)
        else role
        for role in event.roles
    )
    return replace(event, roles=roles)


def _states(annotation: Annotation, capitals: Mapping[str, Country]) -> dict[str, Entity]:
    """Return the entity of each capital's state: one the document has, else a new one."""
    named: dict[str, Entity] = {}
    for entity in annotation.entities.values():
        country = country_of(entity.name, kinds=_NAMES) if entity.type == "Place" else None
        if country is not None:
            named.setdefault(country.qid, entity)
    arabic = annotation.document.language == "ar"
    for country in capitals.values():
        name = country.ar if arabic else country.en
        new = Entity(f"state-{country.qid}", "Place", name, country.en, country.qid)
        named.setdefault(country.qid, new)
    return {capital: named[country.qid] for capital, country in capitals.items()}
