"""The index: what it leaves out, how it is built, and the ways to look a name up."""

from __future__ import annotations

import doctest
import time
from pathlib import Path
from types import ModuleType

import pytest
from link_world import TABLES, world

from kg.errors import InputError, ModelError
from kg.link import build, candidates, context, index, labels, names
from kg.link.candidates import candidates as find
from kg.link.candidates import class_variants
from kg.link.context import is_country
from kg.link.index import default_index, read_index
from kg.link.names import name_key
from kg.model import EntityType


def qids(name: str, kind: EntityType = "Place", adjectives: tuple[str, ...] = ()) -> set[str]:
    return {c.item.qid for c in find(world(), name, kind, adjectives)}


def test_films_common_nouns_and_classes_are_left_out() -> None:
    assert not {"Q900000006", "Q900000007", "Q900000010"} & {world().item(n).qid for n in range(len(world()))}
    assert "Some Film" not in " ".join(world().keys())


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        build.build(TABLES, tmp_path / name, version="v", aliases=None)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_places_have_population_country_and_namesakes_without_item() -> None:
    item = world().by_qid("Q900000001")
    assert item is not None
    assert (item.population, item.country, item.types) == (900000, "Q900000020", ("Place",))
    assert world().homonyms[name_key("الزهر")] == 1
    assert world().by_qid("Q5") is None


def test_ways_to_a_name() -> None:
    assert qids("الزهر") >= {"Q900000001", "Q900000002", "Q900000030"}
    assert qids("النور", "Organisation") == {"Q900000005"}
    assert qids("روبرت كيلرمان", "Person") == {"Q900000004"}
    assert qids("سامي الوردى", "Person") == {"Q900000003"}
    assert qids("مجلس النواب البحراني", "Organisation") == {"Q900000008"}
    assert "Q900000008" in qids("مجلس النواب", "Organisation", ("البحراني",))
    assert qids("سامي الوردي", "Place") == set()


def test_vowel_signs_tell_names_apart() -> None:
    assert qids("عِمران") == {"Q900000032"}
    assert qids("عمران") == {"Q900000031", "Q900000032"}


def test_prefix_and_fuzzy() -> None:
    assert ("sami al wardi", "Q900000003") in [(k, world().item(n).qid) for k, n in world().prefix("sami")]
    best = world().fuzzy("Robert Kelerman")[0]
    assert world().item(best[1]).qid == "Q900000004"
    assert 0.9 < best[2] < 1.0


def test_users_see_the_plain_names_of_countries() -> None:
    shown = {
        "Q796": "Iraq", "Q794": "Iran", "Q148": "China", "Q45": "Portugal", "Q159": "Russia",
        "Q219060": "Palestine", "Q858": "Syria", "Q36678": "West Bank", "Q41053": "Hezbollah",
    }  # fmt: skip
    items = {qid: default_index().by_qid(qid) for qid in shown}
    assert {qid: item.en for qid, item in items.items() if item is not None} == shown
    countries = [item for item in map(default_index().item, range(len(default_index()))) if is_country(item)]
    odd = {item.qid for item in countries if item.en and not labels.is_plain(item.en)}
    assert (len(countries) > 190, odd) == (True, set())


def test_a_body_is_found_however_its_country_is_said() -> None:
    def found(name: str, kind: EntityType) -> set[str]:
        return {c.item.en for c in find(default_index(), name, kind)}

    assert "Ministry of Foreign Affairs of Japan" in found("Foreign Ministry of Japan", "Organisation")
    assert "Government of Russia" in found("Russian government", "Organisation")
    assert "University of Chicago" in found("جامعة شيكاغو", "Organisation")
    assert "Jerusalem" in found("القدس المحتلة", "Place")


def test_an_airport_is_not_its_town() -> None:
    assert "الزهر" not in list(class_variants("مطار الزهر", "Place"))


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_a_damaged_index_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "index.zip"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"index\.zip"):
        read_index(path)


def test_a_missing_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"names\.tsv\.gz"):
        build.build(tmp_path, tmp_path / "out.zip", version="v", aliases=None)


def test_the_shipped_index_is_quick_and_small() -> None:
    path = Path(index.__file__).parents[1] / "data" / "link_index.zip"
    assert path.stat().st_size <= 12_000_000
    shipped = default_index()
    keys = list(shipped.keys())[::50]
    assert all(name_key(key) == key for key in keys if not key.startswith("="))
    start = time.process_time()
    for key in keys:
        assert shipped.exact(key)
    assert len(keys) / (time.process_time() - start) > 20_000


@pytest.mark.parametrize("module", [build, candidates, context, labels, names])
def test_examples(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
