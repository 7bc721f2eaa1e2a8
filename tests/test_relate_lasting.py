from __future__ import annotations

from dataclasses import replace

import pytest
from relating import annotated, at, event, filled

from kg.errors import ModelError
from kg.goldform import from_json, to_json
from kg.model import Annotation, EntityType, Position, Relation, RelationKind, Stance
from kg.relate import lasting
from kg.relate.lasting import add_stances, read_rules

RULES = read_rules()


def related(
    text: str, kind: RelationKind, names: dict[str, EntityType], *, language: str = "ar"
) -> Annotation:
    """Return an annotation of one sentence with a relation between its first two names."""
    first, second, *_ = names
    annotation = annotated(text, names=names, language=language)
    return replace(annotation, relations=(Relation(kind, first, second, 0),))


def stance(annotation: Annotation) -> Stance:
    found = add_stances(annotation, RULES)
    return (found.relations or found.positions)[0].stance


@pytest.mark.parametrize(
    ("text", "first", "second", "mode"),
    [
        ("البرتقال عضو في حلف الليمون.", "البرتقال", "حلف الليمون", "asserted"),
        ("البرتقال ليس عضوا في حلف الليمون.", "البرتقال", "حلف الليمون", "negated"),
        ("لم يعد البرتقال عضوا في حلف الليمون.", "البرتقال", "حلف الليمون", "negated"),
        ("البرتقال سيصبح عضوا في حلف الليمون العام المقبل.", "البرتقال", "حلف الليمون", "planned"),
        ("البرتقال ربما عضو في حلف الليمون.", "البرتقال", "حلف الليمون", "hedged"),
        ("Ruritania is a member of the Amber League.", "Ruritania", "Amber League", "asserted"),
        ("Ruritania is not a member of the Amber League.", "Ruritania", "Amber League", "negated"),
        ("Ruritania is no longer in the Amber League.", "Ruritania", "Amber League", "negated"),
        ("Ruritania is seeking to join the Amber League.", "Ruritania", "Amber League", "planned"),
        ("Ruritania is allegedly in the Amber League.", "Ruritania", "Amber League", "hedged"),
    ],
)
def test_words_between_the_ends_decide(text: str, first: str, second: str, mode: str) -> None:
    language = "en" if text.isascii() else "ar"
    names: dict[str, EntityType] = {first: "Place", second: "Organisation"}
    assert stance(related(text, "memberOf", names, language=language)) == Stance(mode)  # type: ignore[arg-type]


def test_a_planned_deed_leaves_the_place_where_it_is() -> None:
    text = "Ruritania will open Redfort, in Hentzau, next year."
    names: dict[str, EntityType] = {"Redfort": "Place", "Hentzau": "Place", "Ruritania": "Place"}
    assert stance(related(text, "locatedIn", names, language="en")).mode == "asserted"
    text = "Redfort is not in Hentzau."
    assert stance(related(text, "locatedIn", {"Redfort": "Place", "Hentzau": "Place"})).mode == "negated"


def test_a_joining_gives_the_membership_its_mode_and_speaker() -> None:
    text = "قال رودلف إن روريتانيا تنضم غدا إلى حلف الليمون."
    roles = filled(text, "actor", "روريتانيا"), filled(text, "target", "حلف الليمون")
    joining = event(text, "Agreement", "تنضم", *roles, mode="planned", speaker="رودلف")
    names: dict[str, EntityType] = {
        "روريتانيا": "Place",
        "حلف الليمون": "Organisation",
        "رودلف": "Person",
    }
    annotation = replace(related(text, "memberOf", names), events=(joining,))
    assert stance(annotation) == Stance("planned", "رودلف")


def test_reported_speech_names_its_speaker() -> None:
    text = "قال رودلف إن روريتانيا عضو في حلف الليمون."
    names: dict[str, EntityType] = {
        "روريتانيا": "Place",
        "حلف الليمون": "Organisation",
        "رودلف": "Person",
    }
    said = event(text, "Statement", "قال", filled(text, "actor", "رودلف"))
    annotation = replace(related(text, "memberOf", names), events=(said,))
    assert stance(annotation) == Stance("attributed", "رودلف")
    text = "تحدث رودلف عن روريتانيا وحلف الليمون."
    said = event(text, "Statement", "تحدث", filled(text, "actor", "رودلف"))
    assert stance(replace(related(text, "memberOf", names), events=(said,))).mode == "asserted"


def test_an_office_denied_of_its_holder_is_negated() -> None:
    text = "Flavia is no longer queen of Ruritania."
    names: dict[str, EntityType] = {"Flavia": "Person"}
    annotation = annotated(text, names=names, language="en")
    annotation = replace(annotation, positions=(Position("Flavia", at(text, "queen of Ruritania")),))
    assert stance(annotation).mode == "negated"
    text = "Flavia, queen of Ruritania, will travel."
    annotation = annotated(text, names=names, language="en")
    annotation = replace(annotation, positions=(Position("Flavia", at(text, "queen of Ruritania")),))
    assert stance(annotation).mode == "asserted"


def test_the_gold_form_carries_a_stance_only_when_there_is_one() -> None:
    text = "البرتقال ليس عضوا في حلف الليمون."
    annotation = related(text, "memberOf", {"البرتقال": "Place", "حلف الليمون": "Organisation"})
    assert "mode" not in to_json(annotation)["relations"][0]
    found = add_stances(annotation, RULES)
    assert from_json(to_json(found)).relations == found.relations
    assert to_json(found)["relations"][0]["mode"] == "negated"


def test_a_damaged_table_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lasting, "read_table", lambda name: [{"mode": "sure", "kind": "any", "pattern": "x"}])
    with pytest.raises(ModelError, match="no mode 'sure'"):
        read_rules()
