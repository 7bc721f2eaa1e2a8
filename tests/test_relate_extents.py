"""Dates and titles take the extent of the grammar, and arcs follow what is left."""

from __future__ import annotations

import pytest

from kg.model import Arc, Document, Mention, MentionType, Recognition, Span, Trigger
from kg.relate.extents import with_date_extents, with_title_extents

TEXT = "وصل الوفد يوم الأحد 5 أيلول/ سبتمبر 2021 ثم غادر في السابع منه وعاد قريبا."


def at(surface: str) -> Span:
    start = TEXT.index(surface)
    return Span(start, start + len(surface))


def recognition(*mentions: Mention) -> Recognition:
    document = Document("d", TEXT, "ar", (Span(0, len(TEXT)),), published="2021-09-20")
    n = len(mentions)
    arcs = tuple(Arc("role", 0, k, "time") for k in range(n + 1))
    return Recognition(
        document, mentions, (at("الوفد"),), (Trigger(at("وصل"), "Consultation", 0, "asserted"),), arcs
    )


def test_a_part_of_an_expression_grows_to_the_whole() -> None:
    found = with_date_extents(recognition(Mention(at("5 أيلول"), "Date", score=0.6)))
    assert next(found.document.at(m.span) for m in found.mentions) == "يوم الأحد 5 أيلول/ سبتمبر 2021"


def test_two_halves_of_one_expression_become_one() -> None:
    halves = (Mention(at("يوم الأحد"), "Date", score=0.9), Mention(at("سبتمبر 2021"), "Date", score=0.9))
    found = with_date_extents(recognition(*halves))
    assert sum(m.span.overlap(at("سبتمبر 2021")) > 0 for m in found.mentions) == 1


def test_what_the_grammar_cannot_read_needs_a_high_score_and_arcs_follow() -> None:
    doubtful = Mention(at("قريبا"), "Date", score=0.5)
    whole = Mention(at("يوم الأحد 5 أيلول/ سبتمبر 2021"), "Date", score=0.9)
    found = with_date_extents(recognition(doubtful, whole))
    assert not any(m.span == doubtful.span for m in found.mentions)
    targets = [arc.target for arc in found.arcs]
    assert targets == [0, len(found.mentions)], "the mention moved down, the filler behind all mentions"
    sure = with_date_extents(recognition(Mention(at("قريبا"), "Date", score=0.9)))
    assert any(m.span == at("قريبا") for m in sure.mentions)


def test_an_expression_that_was_missed_is_added() -> None:
    found = with_date_extents(recognition())
    assert any(found.document.at(m.span).endswith("سبتمبر 2021") for m in found.mentions)


@pytest.mark.parametrize(
    ("text", "title", "others", "expected"),
    [
        (
            "التقى رئيس الجمهورية زيد بن علي أمس",
            "رئيس الجمهورية زيد",
            {"زيد بن علي": "Person"},
            "رئيس الجمهورية",
        ),
        ("وقال مراسل القناة في صحار زيد", "مراسل القناة في", {"صحار": "Place"}, "مراسل القناة في صحار"),
        ("وقال مراسل القناة في حديث", "مراسل القناة في", {}, "مراسل القناة"),
        ("The minister of Ruritania left", "minister of", {"Ruritania": "Place"}, "minister of Ruritania"),
        ("وصل مستشار زيد", "مستشار زيد", {"زيد": "Person"}, "مستشار زيد"),
        ("استقبل حامي البلاد الملك زيد وفدا", "حامي البلاد", {"زيد": "Person"}, "حامي البلاد الملك"),
        ("استقبل حامي البلاد الملك وفدا", "حامي البلاد", {}, "حامي البلاد"),
        ("قال مستشار الملك زيد إنه بخير", "مستشار", {"زيد": "Person"}, "مستشار"),
    ],
)
def test_titles_end_before_a_name_and_not_on_a_preposition(
    text: str, title: str, others: dict[str, MentionType], expected: str
) -> None:
    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    named = tuple(Mention(span(words), kind) for words, kind in others.items())
    document = Document("d", text, "ar", (Span(0, len(text)),))
    mentions = (Mention(span(title), "Position"), *named)
    found = with_title_extents(Recognition(document, mentions, (), (), ()))
    assert document.at(found.mentions[0].span) == expected


def test_two_readings_of_one_title_become_one_with_the_arcs_of_both() -> None:
    text = "رئيس المجلس زيد بن علي"
    document = Document("d", text, "ar", (Span(0, len(text)),))
    mentions = (
        Mention(Span(0, 11), "Position"),
        Mention(Span(0, 15), "Position"),
        Mention(Span(12, 22), "Person", "e1"),
    )
    arcs = (Arc("holder", 1, 2, None),)
    found = with_title_extents(Recognition(document, mentions, (), (), arcs))
    assert [m.span for m in found.mentions] == [Span(0, 11), Span(12, 22)]
    assert [(a.source, a.target) for a in found.arcs] == [(0, 1)]
