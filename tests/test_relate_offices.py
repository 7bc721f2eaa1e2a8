"""Offices that are planned or denied are not held."""

from __future__ import annotations

from dataclasses import replace

import pytest
from relating import annotated, at, event

from kg.model import Annotation, Mode, Position
from kg.relate.offices import exclude_unrealised

AHEAD: list[tuple[str, str, str, Mode, str]] = [
    ("If elected, Adel Nasser will become mayor of Tripoli.", "become", "mayor of Tripoli", "planned", "en"),
    ("They did not appoint Adel Nasser as their envoy.", "appoint", "envoy", "negated", "en"),
    ("ومن المقرر تعيين عادل ناصر مديرا للميناء.", "تعيين", "مديرا للميناء", "planned", "ar"),
]
HELD: list[tuple[str, str, str, Mode, str]] = [
    ("The mayor of Tripoli, Adel Nasser, will be chosen.", "chosen", "mayor of Tripoli", "planned", "en"),
    ("They will elect a heir to mayor of Tripoli Adel Nasser.", "elect", "mayor of Tripoli", "planned", "en"),
    ("Adel Nasser was appointed as envoy.", "appointed", "envoy", "asserted", "en"),
    ("سيتم تعيين خلف لرئيس البلدية عادل ناصر.", "تعيين", "رئيس البلدية", "planned", "ar"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "title", "mode", "language"), AHEAD)
def test_an_office_that_an_unrealised_appointment_leads_to_is_not_held(
    text: str, trigger: str, title: str, mode: Mode, language: str
) -> None:
    assert exclude_unrealised(_read(text, trigger, title, mode, language)).positions == ()


@pytest.mark.parametrize(("text", "trigger", "title", "mode", "language"), HELD)
def test_other_offices_stay(text: str, trigger: str, title: str, mode: Mode, language: str) -> None:
    read = _read(text, trigger, title, mode, language)
    assert exclude_unrealised(read) == read


def _read(text: str, trigger: str, title: str, mode: Mode, language: str) -> Annotation:
    happening = event(text, "Appointment", trigger, mode=mode, language=language)
    name = "عادل ناصر" if language == "ar" else "Adel Nasser"
    read = annotated(text, names={name: "Person"}, events=(happening,), language=language)
    return replace(read, positions=(Position(name, at(text, title)),))
