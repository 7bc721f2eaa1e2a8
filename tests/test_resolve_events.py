"""Which reports are of one happening."""

from __future__ import annotations

from dataclasses import replace

import pytest
from resolving import document, entity, person

from kg.resolve.corpus import resolve_corpus
from kg.resolve.summary import bit_map
from kg.resolve.types import Constraints, DocumentSummary, EventSummary

MAYOR, UNION = person("سمير حداد", "e1"), entity("Organisation", "اتحاد المزارعين", "e2")
TOWN = entity("Place", "درعا", "e3")
VISIT = EventSummary(
    0, "Consultation", "زار", "asserted", 0, (("actor", "e1"), ("party", "e2")), (("time", "2020-03-04"),)
)
WORDS = bit_map("أعلن سمير حداد افتتاح سوق الحبوب الجديد في درعا")
SAID = EventSummary(0, "Statement", "اعلن", "asserted", 0, (("actor", "e1"),), content=WORDS)


def reports(*events: EventSummary, published: tuple[str | None, ...] = ()) -> list[DocumentSummary]:
    """Return one document for each event."""
    days = published if published else ("2020-03-05",) * len(events)
    return [
        document(f"d{n}", MAYOR, UNION, TOWN, events=(event,), published=day)
        for n, (event, day) in enumerate(zip(events, days, strict=True))
    ]


def count(summaries: list[DocumentSummary], constraints: Constraints | None = None) -> int:
    """Return the number of canonical events."""
    return len(resolve_corpus(summaries, Constraints() if constraints is None else constraints).events)


def test_the_same_happening_in_two_reports_is_one_event() -> None:
    """Same kind, same participants, same day: one event that keeps both claims and says why."""
    (event,) = resolve_corpus(reports(VISIT, replace(VISIT, trigger="التق", mode="attributed"))).events
    assert event.members == (("d0", 0), ("d1", 0))
    assert {f.name for f in event.explanation[0].features} >= {"same agents", "on the same day"}


@pytest.mark.parametrize(
    "other",
    [
        replace(VISIT, values=(("time", "2020-03-05"),)),
        replace(VISIT, type="Attack"),
        replace(VISIT, fillers=(("actor", "e3"),), values=()),
    ],
)
def test_another_day_kind_or_company_is_another_event(other: EventSummary) -> None:
    """Each of them alone tells two events apart."""
    assert count(reports(VISIT, other)) == 2


def test_different_numbers_of_one_happening_stay_one_event() -> None:
    """Disagreement on a number is data about one event, not two events."""
    few, many = (replace(VISIT, values=(*VISIT.values, ("quantity", q))) for q in ("30 people", "90 people"))
    assert count(reports(few, many)) == 1


def test_a_statement_belongs_to_its_speaker_and_day() -> None:
    """The same words are one statement on one day, another one by somebody else or three weeks later."""
    by_union = replace(SAID, fillers=(("actor", "e2"),))
    assert count(reports(SAID, SAID)) == 1
    assert count(reports(SAID, by_union)) == 2
    assert count(reports(SAID, SAID, published=("2020-03-05", "2020-03-26"))) == 2


def test_statements_about_one_thing_share_the_matter() -> None:
    """Two speakers, two events, one matter: the opening that both announce."""
    topic = EventSummary(1, "Decision", "افتتاح", "attributed", 0, (("actor", "e1"),), content=WORDS)
    about = replace(SAID, topics=(1,))
    pair = [replace(about, fillers=(("actor", actor),)) for actor in ("e1", "e2")]
    summaries = [replace(d, events=(*d.events, topic)) for d in reports(*pair)]
    said = [e for e in resolve_corpus(summaries).events if e.type == "Statement"]
    assert len(said) == 2
    assert said[0].matter is not None
    assert said[0].matter == said[1].matter


def test_claims_of_one_sentence_are_not_joined() -> None:
    """The sentence itself tells them apart."""
    (summary,) = reports(VISIT)
    assert count([replace(summary, events=(VISIT, replace(VISIT, index=1)))]) == 2
    assert count([replace(summary, events=(VISIT, replace(VISIT, index=1, sentence=4)))]) == 1


def test_decisions_join_and_part_events() -> None:
    """People's word is final."""
    pair = (("d0", 0), ("d1", 0))
    assert count(reports(VISIT, VISIT), Constraints(different_events=frozenset({pair}))) == 2
    other = replace(VISIT, fillers=(("actor", "e3"),), values=())
    assert count(reports(VISIT, other), Constraints(same_events=frozenset({pair}))) == 1


def test_what_is_denied_does_not_type_an_event_that_people_joined() -> None:
    """A refused demand that a person joins with a visit leaves the event a visit."""
    denied = replace(VISIT, type="Demand", mode="negated")
    pair = (("d0", 0), ("d1", 0))
    found = resolve_corpus(reports(denied, VISIT), Constraints(same_events=frozenset({pair})))
    assert [e.type for e in found.events] == ["Consultation"]
