"""Values on mentions, and dates that count from another event."""

from __future__ import annotations

from dataclasses import replace

from relating import annotated, at, event, filled

from kg.model import Annotation, Mention, Role
from kg.relate.values import date_from_events, with_values


def dated(text: str, *dates: str, trigger: str, when: str, language: str = "ar") -> Annotation:
    mentions = tuple(Mention(at(text, d), "Date") for d in dates)
    read = annotated(text, mentions=mentions, language=language)
    valued = tuple(with_values(read.document, mentions))
    values = {m.span: m.value for m in valued}
    span = at(text, when)
    happened = event(text, "Attack", trigger, Role("time", span=span, value=values[span]))
    return date_from_events(replace(read, mentions=valued, events=(happened,)))


def test_dates_and_quantities_get_values_and_order_stays() -> None:
    text = "وصل 300 جندي إلى الميناء يوم 4 مارس 2019 ثم 20 طبيبا."
    mentions = [
        Mention(at(text, "20 طبيبا"), "Quantity"),
        Mention(at(text, "الميناء"), "Place", "x"),
        Mention(at(text, "4 مارس 2019"), "Date"),
        Mention(at(text, "300 جندي"), "Quantity"),
    ]
    valued = with_values(annotated(text).document, mentions)
    assert [m.span for m in valued] == [m.span for m in mentions]
    assert [m.value for m in valued] == ["20 doctors", None, "2019-03-04", "300 soldiers"]


def test_a_day_counted_back_from_the_event_that_came_after() -> None:
    text = "صدر القرار يوم 10 مايو 2018، بعد ثلاثة أيام من مقتل القاضي."
    read = dated(text, "10 مايو 2018", "بعد ثلاثة أيام", trigger="مقتل", when="بعد ثلاثة أيام")
    assert [m.value for m in read.mentions] == ["2018-05-10", "2018-05-07"]
    assert read.events[0].roles[0].value == "2018-05-07"


def test_english_days_after() -> None:
    text = "The ruling of 10 May 2018 came three days after the killing of the judge."
    read = dated(
        text, "10 May 2018", "three days after", trigger="killing", when="three days after", language="en"
    )
    assert read.events[0].roles[0].value == "2018-05-07"


def test_other_dates_stay() -> None:
    text = "صدر القرار يوم 10 مايو 2018، وبعد ثلاثة أيام وقع مقتل القاضي."
    read = dated(text, "10 مايو 2018", "بعد ثلاثة أيام", trigger="مقتل", when="بعد ثلاثة أيام")
    assert read.events[0].roles[0].value != "2018-05-07"


def test_no_day_before_no_counting() -> None:
    text = "بعد ثلاثة أيام من مقتل القاضي صدر القرار."
    read = dated(text, "بعد ثلاثة أيام", trigger="مقتل", when="بعد ثلاثة أيام")
    plain = with_values(read.document, read.mentions)
    assert read.events[0].roles[0].value == plain[0].value


def test_entity_fillers_keep_no_value() -> None:
    text = "قتل القاضي في عدن."
    read = annotated(
        text, names={"عدن": "Place"}, events=(event(text, "Attack", "قتل", filled(text, "place", "عدن")),)
    )
    assert date_from_events(read) == read
