"""Linking the entities of a document: context decides, and NIL when nothing does."""

from __future__ import annotations

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from link_world import annotate, world

from kg.link.context import read_context
from kg.link.document import default_weights, link_document, rank
from kg.link.index import default_index

CHECKOUT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("KG_SHARED", CHECKOUT.parent / "shared"))


def test_the_better_known_place_is_meant_unless_another_country_is_spoken_of() -> None:
    here = annotate(
        "زار الوزير مدينة الزهر في بحران", ("Place", "الزهر", "الزهر"), ("Place", "بحران", "بحران")
    )
    links = {link.entity: link.qid for link in link_document(here, index=world())}
    assert links == {"e1": "Q900000001", "e2": "Q900000020"}


def test_a_class_noun_decides_between_town_and_province() -> None:
    text = annotate(
        "في محافظة الزهر في بحران", ("Place", "محافظة الزهر", "محافظة الزهر"), ("Place", "بحران", "بحران")
    )
    explanation = link_document(text, index=world())[0].explanation
    assert explanation.startswith("Q900000002")


def test_the_movement_is_not_the_alliance() -> None:
    text = annotate(
        "قالت حركة النور إن تحالف النور رفض", ("Organisation", "حركة النور", "حركة النور"),
        ("Organisation", "تحالف النور", "تحالف النور"),
    )  # fmt: skip
    assert [link.qid for link in link_document(text, index=world())] == ["Q900000005", "Q900000040"]


def test_a_common_name_of_bodies_means_the_one_of_the_country() -> None:
    text = annotate(
        "أقر مجلس النواب قانونا، وقال وزير بحراني إن الحكومة البحرانية راضية",
        ("Organisation", "مجلس النواب", "مجلس النواب"), ("Nationality", "بحراني", None),
        ("Nationality", "البحرانية", None),
    )  # fmt: skip
    assert link_document(text, index=world())[0].best == "Q900000008"


def test_unknown_things_have_no_link_and_say_why() -> None:
    text = annotate("قال كريم البستاني", ("Person", "كريم البستاني", "كريم البستاني"))
    (link,) = link_document(text, index=world())
    assert (link.qid, link.score) == (None, 0.0)
    assert "no item" in link.explanation


def test_each_entity_gets_one_link_whose_score_is_a_probability() -> None:
    text = annotate(
        "زار سامي الوردي الزهر", ("Person", "سامي الوردي", "سامي الوردي"), ("Place", "الزهر", "الزهر")
    )
    links = link_document(text, index=world())
    assert [link.entity for link in links] == ["e1", "e2"]
    assert all(0 <= link.score <= 1 for link in links)
    assert all((link.qid is None) == (link.score < default_weights().threshold) for link in links)
    assert links == link_document(text, index=world())


def test_an_adjective_beside_a_town_tells_its_country() -> None:
    context = read_context(
        annotate("في العاصمة البحرانية الزهر، وقال الوزير البحراني الزهر", ("Place", "الزهر", "الزهر"),
                 ("Place", "الزهر", "الزهر 2")), world())  # fmt: skip
    assert context.beside == {"e1": frozenset({"Q900000020"})}
    assert "عاصمه" in context.before["e1"]


def test_what_is_written_on_to_a_class_noun_hides_it_not() -> None:
    text = annotate("بمحافظة الزهر في بحران", ("Place", "الزهر", "الزهر"), ("Place", "بحران", "بحران"))
    assert link_document(text, index=world())[0].explanation.startswith("Q900000002")


def test_small_letters_and_a_chance_abbreviation_are_no_names() -> None:
    text = annotate("the light movement", ("Organisation", "light movement", "light movement"))
    (scored, *_) = rank(text.entities["e1"], read_context(text, world()), world(), default_weights())
    assert scored.features["small letters"] == 1.0
    text = annotate(
        "River Bank (Light Movement)", ("Organisation", "River Bank", "River Bank"),
        ("Organisation", "Light Movement", "River Bank"),
    )  # fmt: skip
    (scored, *_) = rank(text.entities["e1"], read_context(text, world()), world(), default_weights())
    assert scored.features["full name unlike"] == 1.0


def _quality() -> ModuleType:
    spec = spec_from_file_location("link_quality", CHECKOUT / "benchmarks" / "link_quality.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["link_quality"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated texts are not beside the checkout")
@pytest.mark.parametrize("split", ["test", "fresh", "blind"])
def test_quality_on_the_mentions_kept_for_testing(split: str) -> None:
    found = _quality().measure(SHARED, split, default_index(), default_weights(), errors=False)
    assert found["accuracy on linkable"] >= 0.90
    assert found["precision of NIL"] >= 0.90
    assert found["precision of links"] >= 0.95


def test_the_gold_file_is_as_large_as_promised() -> None:
    rows = _quality().read_gold()
    assert len(rows) >= 1300
    assert sum(row.qid is None for row in rows) >= 600
