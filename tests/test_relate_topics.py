"""What an event is about."""

from __future__ import annotations

from relating import annotated, event, filled

from kg.model import Annotation, Event, Role
from kg.relate.topics import add_topics, read_rules

RULES = read_rules()
TEXT = "طالبت البلدية بإخلاء السوق فورا. قالت سعاد نجم إن هجوما وقع وإن السوق أخلي. وقع انفجار."


def topics(*events: Event) -> list[list[int | None]]:
    read: Annotation = annotated(TEXT, names={"سعاد نجم": "Person", "البلدية": "Organisation"}, events=events)
    return [[r.event for r in e.roles if r.name == "topic"] for e in add_topics(read, RULES).events]


def demand(*roles: Role) -> Event:
    return event(TEXT, "Demand", "طالبت", filled(TEXT, "actor", "البلدية"), *roles)


def said(*roles: Role) -> Event:
    return event(TEXT, "Statement", "قالت", filled(TEXT, "actor", "سعاد نجم"), *roles)


def test_what_is_demanded_is_the_planned_event_that_follows() -> None:
    assert topics(demand(), event(TEXT, "Withdrawal", "إخلاء", mode="planned")) == [[1], []]
    assert topics(demand(), event(TEXT, "Withdrawal", "إخلاء")) == [[], []]


def test_what_is_said_is_the_first_event_with_a_speaker() -> None:
    attack = event(TEXT, "Attack", "هجوما", mode="attributed", speaker="سعاد نجم")
    left = event(TEXT, "Withdrawal", "أخلي", mode="attributed", speaker="سعاد نجم")
    assert topics(said(), attack, left) == [[1], [], []]
    assert topics(said(), left, attack) == [[2], [], []]


def test_another_sentence_is_another_matter() -> None:
    assert topics(said(), event(TEXT, "Attack", "انفجار", mode="attributed", speaker="سعاد نجم")) == [[], []]


def test_a_topic_that_is_there_stays() -> None:
    left = event(TEXT, "Withdrawal", "إخلاء", mode="planned")
    assert topics(demand(Role("topic", event=2)), left, event(TEXT, "Attack", "انفجار")) == [[2], [], []]
    words = Role("topic", span=left.trigger)
    assert topics(demand(words), left) == [[None], []]
