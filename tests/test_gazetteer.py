"""Countries are known by name, adjective and capital, however they are inflected and spelt."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.gazetteer import Kind, countries_of, country_by_id, country_of, iter_countries, iter_forms
from kg.language.normalise import normalise


@pytest.mark.parametrize(
    ("text", "qid", "kind"),
    [
        ("اليمن", "Q805", "name"),
        ("ياليمن", None, None),
        ("وباليمن", "Q805", "name"),
        ("للأردن", "Q810", "name"),
        ("لأردن", "Q810", "name"),
        ("للبنان", "Q822", "name"),
        ("المانيا", "Q183", "name"),
        ("الجمهورية التونسية", "Q948", "name"),
        ("مملكة هولندا", "Q55", "name"),
        ("الإثيوبيين", "Q115", "adjective"),
        ("برازيليتان", "Q155", "adjective"),
        ("والمغاربة", "Q1028", "adjective"),
        ("كوريين جنوبيين", "Q884", "adjective"),
        ("الكوري", None, None),
        ("الأتراك", "Q43", "adjective"),
        ("بالقاهرة", "Q79", "capital"),
        ("الجزائر", "Q262", "name"),
        ("عمّان", "Q810", "capital"),
        ("سلطنة عُمان", "Q842", "name"),
        ("US", "Q30", "name"),
        ("us", None, None),
        ("U.K.", "Q145", "name"),
        ("the Netherlands'", "Q55", "name"),
        ("Kenyans", "Q114", "adjective"),
        ("Iran’s", "Q794", "name"),
        ("Ottawa", "Q16", "capital"),
        ("الكردي", None, None),
        ("Atlantis", None, None),
        ("", None, None),
    ],
)
def test_country_of(text: str, qid: str | None, kind: Kind | None) -> None:
    country = country_of(text)
    assert (country and country.qid, country and country.kind) == (qid, kind)


def test_kinds_choose_the_reading() -> None:
    only: tuple[Kind, ...] = ("capital",)
    capital = country_of("الجزائر", kinds=only)
    assert capital is not None
    assert (capital.qid, capital.place) == ("Q262", "Q3561")
    assert country_of("روما", kinds=("name", "adjective")) is None
    assert [country.kind for country in countries_of("تونس")] == ["name", "capital"]


def test_every_country_has_names_and_is_found_by_them() -> None:
    countries = list(iter_countries())
    assert len(countries) >= 200
    for country in countries:
        assert country_by_id(country.qid) == country
        for name in (country.ar, country.en):
            found = country_of(name)
            assert found is not None and found.qid == country.qid, name
    assert country_by_id("Q1") is None


def test_every_form_reads_back() -> None:
    forms = list(iter_forms())
    assert len(forms) > 1500
    for form, country in forms:
        assert country.qid in {found.qid for found in countries_of(form)}, form


@given(st.sampled_from([form for form, _ in iter_forms()]), st.sampled_from(["", "و", "ف", "\u200f", "«"]))
def test_spelling_does_not_matter(form: str, before: str) -> None:
    plain = normalise(form).text
    wanted = {country.qid for country in countries_of(form)}
    assert wanted & {country.qid for country in countries_of(before + plain)}


def test_table_is_sorted_and_whole() -> None:
    lines = (files("kg") / "data" / "gazetteer.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines[1:]]
    assert all(len(row) == 5 for row in rows)
    assert rows == sorted(rows, key=lambda row: (int(row[0][1:]), row[0], row[1], row[2]))
    assert all((row[1] == "capital") == bool(row[4]) for row in rows)


def test_builder_writes_the_table_from_its_sources(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_text(
        "iso2\tiso3\tqid\tshort_en\tformal_en\tshort_ar\tformal_ar\tcapital_en\n"
        "XX\tXXX\thttps://www.wikidata.org/wiki/Q999999\tUtopia (the)\tthe Republic of Utopia\tيوتوبيا\t"
        "جمهورية يوتوبيا\tAmaurot\n",
        encoding="utf-8",
    )
    (tmp_path / "n.tsv").write_text(
        "nationality_en\tmale\tmales\tfemale\tfemales\tthe_male\tthe_female\ten\tar\n"
        "utopian\tيوتوبي\tيوتوبيون\tيوتوبية\tيوتوبيات\tاليوتوبي\tاليوتوبية\tutopia\tيوتوبيا\n",
        encoding="utf-8",
    )
    (tmp_path / "l.tsv").write_text(
        "qid\tkind\tnames_ar\tnames_en\tinstance_of\tsources\nQ999998\tplace\tأماوروت\tAmaurot\tcapital\tx\n",
        encoding="utf-8",
    )
    args = [str(tmp_path / name) for name in ("c.tsv", "n.tsv", "l.tsv")]
    run = subprocess.run(
        [sys.executable, "-m", "kg.language.gazetteer_build", *args],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1"},
        cwd=Path(__file__).parents[1],
    )
    rows = [line for line in run.stdout.splitlines() if line.startswith("Q99999")]
    assert rows == [
        "Q999999\tadjective\tar\tيوتوبي|يوتوبيون|يوتوبية|يوتوبيات\t",
        "Q999999\tadjective\ten\tUtopian\t",
        "Q999999\tcapital\tar\tأماوروت\tQ999998",
        "Q999999\tcapital\ten\tAmaurot\tQ999998",
        "Q999999\tname\tar\tيوتوبيا|جمهورية يوتوبيا\t",
        "Q999999\tname\ten\tUtopia|Republic of Utopia\t",
    ]
