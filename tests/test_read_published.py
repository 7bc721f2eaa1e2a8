"""A day of publication is stated only where the text's own evidence agrees."""

import os
from pathlib import Path

import pytest

from kg.model import Document
from kg.read import read_documents
from kg.read.published import find_published
from kg.read.title import find_title

BODY = (
    " وقال المتحدث باسم الشركة إن العمل في المصنع يستأنف قريبا، وإن العمال جميعا بخير بعد الحادث الذي وقع في"
    * 2
)
ENGLISH = (
    " The company said that work at the plant would resume soon and that all workers were safe and well." * 2
)


@pytest.mark.parametrize(
    ("text", "day", "evidence"),
    [
        ("افتتح الوزير اليوم الأحد 5 آذار/ مارس 2017 المعرض." + BODY, "2017-03-05", "today"),
        ("افتتح الوزير أمس السبت 4 مارس 2017 المعرض." + BODY, "2017-03-05", "today"),
        (
            "افتتح أمس السبت 31 ديسمبر المعرض." + BODY + " في العام الحالي 2017.",
            "2017-01-01",
            "today + current year",
        ),
        ("افتتح أمس السبت 31 ديسمبر 2016 المعرض." + BODY, "2017-01-01", "today"),
        (
            "افتتح الوزير اليوم الأحد 5 مارس المعرض." + BODY + " حتى نهاية العام الحالي 2017.",
            "2017-03-05",
            "today + current year",
        ),
        (
            "زارنا اليوم الأحد 5 مارس وفد." + BODY + " وذلك خلال عام ٢٠١٧ الجاري.",
            "2017-03-05",
            "today + current year",
        ),
        (
            "افتتح اليوم الأحد 5 مارس المعرض." + BODY + " وكان قد أغلق في 3 فبراير 2017.",
            "2017-03-05",
            "today + recent date",
        ),
        (
            "افتتح اليوم الأحد المعرض.\n— Expo (@expo) March 5, 2017\n" + BODY,
            "2017-03-05",
            "today + embedded post",
        ),
        (
            "افتتح اليوم الاثنين المعرض.\n— Expo (@expo) March 5, 2017\n" + BODY,
            "2017-03-06",
            "today + embedded post",
        ),
        (
            "افتتح المعرض.\n— Expo (@expo) March 3, 2017\n" + BODY + "\n— إكسبو (@expo) March 5, 2017",
            "2017-03-05",
            "embedded post",
        ),
        (
            "الأحد 5 مارس 2017 10:30\nالمعرض\nافتتح اليوم الأحد المعرض." + BODY,
            "2017-03-05",
            "today + page date",
        ),
        ("المعرض\nنشر في: 5 مارس 2017\n" + BODY, "2017-03-05", "dateline"),
        ("المعرض\nالخرطوم، 5 مارس 2017 (وكالات) - افتتح المعرض." + BODY, "2017-03-05", "dateline"),
        ("NAIROBI, March 5, 2017 (Agency) - The fair opened." + ENGLISH, "2017-03-05", "dateline"),
        ("The fair\nPublished on March 5, 2017\n" + ENGLISH, "2017-03-05", "dateline"),
        ("The fair opened today, Sunday March 5, 2017." + ENGLISH, "2017-03-05", "today"),
    ],
)
def test_agreeing_evidence_decides(text: str, day: str, evidence: str) -> None:
    language = "ar" if "ا" in text else "en"
    found = find_published(text, language)
    assert found is not None
    assert (found.date, found.evidence) == (day, evidence)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "افتتح الوزير المعرض." + BODY,
        "افتتح الوزير اليوم الأحد المعرض." + BODY,
        "افتتح الوزير اليوم الأحد 5 مارس المعرض." + BODY,
        "الأحد 5 مارس 2017\nالمعرض\nافتتح الوزير المعرض." + BODY,
        "الأحد 5 مارس 2017\nالمعرض\nافتتح اليوم الثلاثاء المعرض." + BODY,
        "افتتح اليوم الخميس المعرض.\n— Expo (@expo) March 5, 2017\n" + BODY,
        "افتتح اليوم الأحد المعرض، وزاره اليوم الثلاثاء وفد.\n— Expo (@expo) March 5, 2017\n" + BODY,
        "نشر في: 5 مارس 2017\nتاريخ النشر: 6 مارس 2017\n" + BODY,
        "افتتح المعرض.\n— Expo (@expo) Foo 5, 2017\n— Expo (@expo) February 30, 2017\n" + BODY,
        "افتتح المعرض في 5 مارس 2017." + BODY,
        "افتتح اليوم الأحد 5 مارس المعرض." + BODY + " وكان قد أغلق في 3 فبراير 2009.",
        "افتتح اليوم الأحد 5 مارس 2017 المعرض.\n— Expo (@expo) April 5, 2017\n" + BODY,
        "افتتح اليوم الأحد 5 مارس المعرض." + BODY + " في العام الحالي 2018.",
    ],
)
def test_weak_or_contradictory_evidence_leaves_it_unknown(text: str) -> None:
    assert find_published(text, "ar") is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("افتتاح المعرض\n\nافتتح الوزير المعرض أمس.\n", "افتتاح المعرض"),
        ("افتتاح  المعرض\nافتتاح المعرض\nافتتح الوزير المعرض أمس.\n", "افتتاح المعرض"),
        ("افتتح الوزير المعرض أمس.\nثم غادر.\n", None),
        ("الرئيسية\nأخبار\nافتتح الوزير المعرض أمس.\n", None),
        ("سطر واحد", None),
        ("", None),
    ],
)
def test_title_only_where_plain(text: str, title: str | None) -> None:
    assert find_title(text) == title


@pytest.mark.shared
def test_seed_documents() -> None:
    seeds = Path(os.environ.get("KG_SHARED", Path(__file__).parents[2] / "shared")) / "seeds"
    if not seeds.is_dir():
        pytest.skip(f"{seeds} is not there")
    documents = [d for d in read_documents([seeds / "*.txt"]) if isinstance(d, Document)]
    assert [d.published for d in documents] == ["2021-12-09", "2021-12-29", None]
    documents = list(read_documents([str(seeds / "*.txt")], manifest=seeds / "manifest.csv"))  # type: ignore[arg-type]
    assert [d.published for d in documents] == ["2021-12-09", "2021-12-29", "2021-12-09"]
    assert [len(d.sentences) for d in documents] == [20, 19, 18]
