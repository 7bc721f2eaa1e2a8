"""Expressions of time: a table of expressions written from grammars and calendars, and properties."""

from __future__ import annotations

import json
import string
from datetime import date, timedelta
from pathlib import Path
from time import process_time

import pytest
from click.testing import CliRunner
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cli.dates import command
from kg.dates import bounds, find_dates, resolve_date, resolve_dates
from kg.dates.calendars import from_hijri, to_hijri
from kg.errors import InputError
from kg.model import Span

TABLE = Path(__file__).parent / "data" / "dates.tsv"
CASES = [
    tuple(line.split("\t"))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
HIJRI = [
    line.split("\t")
    for line in (TABLE.parent / "hijri.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
MONTHS_AR = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
MONTHS_LEVANT = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
ODD = st.text(
    alphabet=string.printable + "٠١٢٣ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌَُّـ،؛؟/\u200f\u202b", max_size=200
)


def _marked(text: str) -> tuple[str, Span]:
    """Return a text without its brackets and the span they enclose, the whole text when there are none."""
    if "[" not in text:
        return text, Span(0, len(text))
    start, end = text.index("["), text.index("]") - 1
    return text.replace("[", "", 1).replace("]", "", 1), Span(start, end)


def test_the_table_has_not_shrunk() -> None:
    assert len(CASES) >= 750
    assert sum(case[0] == "ar" for case in CASES) >= 560
    assert len(HIJRI) >= 45


@pytest.mark.parametrize(("language", "published", "marked", "edtf"), CASES)
def test_expression(language: str, published: str, marked: str, edtf: str) -> None:
    text, span = _marked(marked)
    day = None if published == "-" else published
    found = {e.span: e for e in find_dates(text, published=day, language=language)}
    wanted = None if edtf == "none" else edtf
    assert span in found
    assert found[span].edtf == wanted
    assert resolve_dates(text, [span], published=day, language=language)[0].edtf == wanted
    if wanted is not None:
        parse_edtf(wanted)


@given(st.dates(min_value=date(1801, 1, 1), max_value=date(2099, 12, 31)))
def test_every_rendering_of_a_day_gives_the_day_back(day: date) -> None:
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    month, levant, english = (names[day.month - 1] for names in (MONTHS_AR, MONTHS_LEVANT, MONTHS_EN))
    renderings = [
        ("ar", f"{day.day} {month} {day.year}"),
        ("ar", f"{day.day} {levant} {day.year}م"),
        ("ar", f"{day.day} {month}/ {levant} {day.year}"),
        ("ar", f"الـ{day.day} من {levant}/{month} عام {day.year}"),
        ("ar", f"{day.day}/{day.month}/{day.year}"),
        ("ar", f"{day.day}-{day.month}-{day.year}".translate(arabic)),
        ("en", f"{day.day} {english} {day.year}"),
        ("en", f"{english} {day.day}, {day.year}"),
        ("en", day.isoformat()),
    ]
    for language, text in renderings:
        (found,) = find_dates(text, published=None, language=language)
        assert (found.text, found.edtf) == (text, day.isoformat())


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2070, 1, 1)))
def test_hijri_days_go_there_and_back(day: date) -> None:
    hijri = to_hijri(day)
    assert hijri is not None
    assert from_hijri(*hijri) == day
    (found,) = find_dates(f"{hijri[2]}/{hijri[1]}/{hijri[0]}هـ", published=None)
    assert (found.edtf, found.calendar) == (day.isoformat(), "hijri")


@pytest.mark.parametrize(("hijri", "gregorian", "allowed", "source"), HIJRI)
def test_hijri_days_against_what_was_announced_and_published(
    hijri: str, gregorian: str, allowed: str, source: str
) -> None:
    """An observed month begins up to a day off the calendar; the row says where it did."""
    (found,) = find_dates(f"{hijri}هـ", published=None)
    assert found.begin is not None, source
    distance = abs(date.fromisoformat(found.begin) - date.fromisoformat(gregorian)).days
    assert distance <= int(allowed), source
    assert found.approximate == (gregorian < "1924")


@given(ODD)
def test_no_text_raises_and_every_value_is_edtf(text: str) -> None:
    end = 0
    for found in find_dates(text, published="2021-12-09"):
        assert found.span.start >= end
        assert text[found.span.start : found.span.end] == found.text
        end = found.span.end
        if found.edtf is not None:
            parse_edtf(found.edtf)


_WORDS = [word for case in CASES for word in case[2].replace("[", "").replace("]", "").split()]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(_WORDS), max_size=12), st.sampled_from([None, "2021-12-09", "2020-02-29"]))
def test_words_of_time_in_any_order_give_edtf(words: list[str], published: str | None) -> None:
    for found in find_dates(" ".join(words), published=published):
        if found.edtf is not None:
            parse_edtf(found.edtf)


@pytest.mark.parametrize("unit", ["1/", "12/12/2021/", "1", "1 / ", "2021 ", "1.1.", "(", "12 ", "1/2 "])
def test_time_is_linear_in_digits_and_separators(unit: str) -> None:
    sizes = (20_000, 80_000)
    times = []
    for size in sizes:
        text = unit * (size // len(unit))
        start = process_time()
        find_dates(text, published="2021-12-09")
        times.append(process_time() - start)
    assert times[1] < 12 * times[0] + 0.5


def test_a_megabyte_of_digits_and_slashes_takes_seconds() -> None:
    for text in ("1/22/333/" * 111_112, "1/22//333" * 111_112):
        start = process_time()
        assert find_dates(text, published="2021-12-09") == ()
        assert process_time() - start < 2


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2021-12-09", ("2021-12-09", "2021-12-09")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2021~", ("2021-01-01", "2021-12-31")),
        ("199X", ("1990-01-01", "1999-12-31")),
        ("18XX", ("1800-01-01", "1899-12-31")),
        ("2020-24", ("2020-12-01", "2021-02-28")),
        ("2021-33", ("2021-01-01", "2021-03-31")),
        ("2021-41", ("2021-07-01", "2021-12-31")),
        ("2015/2016", ("2015-01-01", "2016-12-31")),
        ("[2021-09-12,2021-12-09]", ("2021-09-12", "2021-12-09")),
        ("-0043", ("-0043-01-01", "-0043-12-31")),
        ("-0499/-0400", ("-0499-01-01", "-0400-12-31")),
        ("Y12000", ("12000-01-01", "12000-12-31")),
        ("XXXX-07-26", None),
        ("nonsense", None),
    ],
)
def test_bounds(edtf: str, expected: tuple[str, str] | None) -> None:
    assert bounds(edtf) == expected


def test_a_contradicting_weekday_is_reported_and_lowers_the_score() -> None:
    (found,) = find_dates("الجمعة 9 ديسمبر 2021", published=None)
    assert found.edtf == "2021-12-09"
    assert found.score < 1
    assert "weekday" in found.notes[0]


def test_contradicting_calendars_are_reported() -> None:
    (found,) = find_dates("1 رمضان 1442هـ الموافق 20 أبريل 2021", published=None)
    assert found.edtf == "2021-04-20"
    assert found.score < 1
    assert "7 days" in found.notes[0]


def test_the_weekday_of_the_text_wins_over_the_day_of_publication() -> None:
    today, yesterday = find_dates("قال اليوم الأربعاء إن اللقاء جرى أمس.", published="2021-12-10")
    assert (today.edtf, yesterday.edtf) == ("2021-12-08", "2021-12-07")


def test_dates_outside_the_hijri_tables_are_approximate() -> None:
    (found,) = find_dates("غرة محرم 900هـ", published=None)
    assert found.approximate
    assert found.score < 1
    assert found.edtf is not None
    assert found.edtf.endswith("~")


def test_what_does_not_exist_is_not_resolved() -> None:
    for text in ("31 فبراير 2020", "30 February 2020", "30/2/1447هـ"):
        assert [e.edtf for e in find_dates(text, published=None)] in ([None], [])


def test_ordinary_numbers_and_names_are_no_dates() -> None:
    for text in ("أكثر من 2000 جندي", "فتح باب الحوار", "القرار 2231", "500 people may march", "1.5 مليون"):
        assert find_dates(text, published="2021-12-09") == ()


def test_an_event_dates_another() -> None:
    text = "بعد ثلاثة أيام من الاغتيال"
    span = Span(0, len("بعد ثلاثة أيام"))
    assert resolve_date(text, span, published=None, anchor="2019-03-10").edtf == "2019-03-07"
    assert resolve_date(text, span, published="2021-12-09").edtf is None


def test_expressions_do_not_cross_sentences() -> None:
    text = "انتهى اليوم\nالأحد عطلة"
    whole = find_dates(text, published="2021-12-09")
    parted = find_dates(text, published="2021-12-09", sentences=(Span(0, 11), Span(12, len(text))))
    assert len(whole) == 1
    assert [e.text for e in parted] == ["اليوم", "الأحد"]


def test_the_value_of_the_guide_has_no_qualifier_and_no_unknown_year() -> None:
    (about,) = find_dates("نحو عام 1990", published=None)
    (unknown,) = find_dates("26 يوليو", published=None)
    assert (about.edtf, about.guide_value) == ("1990~", "1990")
    assert (unknown.edtf, unknown.guide_value, unknown.begin) == ("XXXX-07-26", None, None)


def test_a_day_of_publication_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="no day of publication"):
        find_dates("أمس", published="soon")


def test_command_prints_rows() -> None:
    result = CliRunner().invoke(command, ["أمس و9/12/2021", "--published", "2021-12-09", "--format", "tsv"])
    rows = [line.split("\t") for line in result.output.splitlines()]
    assert rows[0][:4] == ["expression", "edtf", "begin", "end"]
    assert [row[:4] for row in rows[1:]] == [
        ["أمس", "2021-12-08", "2021-12-08", "2021-12-08"],
        ["9/12/2021", "2021-12-09", "2021-12-09", "2021-12-09"],
    ]


def test_command_reads_standard_input_and_prints_json() -> None:
    result = CliRunner().invoke(command, ["-", "--format", "json"], input="signed on 9 December 2021")
    assert json.loads(result.output)[0]["edtf"] == "2021-12-09"


def test_command_says_no_with_its_status() -> None:
    assert CliRunner().invoke(command, ["لا شيء هنا"]).exit_code == 1


def test_yesterday_is_the_day_before_any_day() -> None:
    for offset in range(0, 1000, 37):
        day = date(2019, 1, 1) + timedelta(days=offset)
        (found,) = find_dates("أمس", published=day.isoformat())
        assert found.edtf == (day - timedelta(days=1)).isoformat()
