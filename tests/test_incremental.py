"""Builds that do only what is needed give what a build from nothing gives, whatever happened before."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from interrupt import change
from wordlist import WordRecogniser, write_corpus

from kg.pipeline import Report, build, refresh, remove
from kg.review import deciding
from kg.review.deciding import Desk
from kg.review.decisions import Decision
from kg.review.journal import add_to_journal, read_journal
from kg.settings import Settings
from kg.store import open_store
from kg.vocab import KG, ONTOLOGY

SIZE = 60
BASE = Settings().base


build_with = partial(build, published="2024-05-06", recogniser=WordRecogniser)


def build_words(news: Path, store: Path) -> Report:
    return build_with([news], store=store)


def export(store: Path) -> set[str]:
    """Return every statement of a store but those of the ontology, which no input changes."""
    with open_store(store) as opened:
        graphs = [graph for graph in opened.graphs() if graph != ONTOLOGY]
        return {str(quad) for graph in graphs for quad in opened.quads(graph)}


def differences(one: set[str], other: set[str]) -> list[str]:
    assert len(one) > 300
    return sorted(one ^ other)[:10]


def from_nothing(news: Path, folder: Path, decisions: list[Decision]) -> set[str]:
    add_to_journal(folder, decisions)
    build_words(news, folder)
    return export(folder)


def decide(store: Path, rng: random.Random) -> list[Decision]:
    """Make up a decision about something that the store holds."""
    with open_store(store) as opened:
        desk = Desk(opened, BASE, "Huda", f"2024-05-06T07:{rng.randrange(60):02}:{rng.randrange(60):02}Z")
        kind = rng.choice(("merge", "rename", "link", "correct"))
        if kind == "correct":
            rows = opened.select(
                "SELECT ?c WHERE { ?c a <https://kg.example/ontology#EventClaim> } ORDER BY ?c"
            )
        else:
            rows = opened.select(
                "SELECT DISTINCT ?e WHERE { ?m <https://kg.example/ontology#refersTo> ?e } ORDER BY ?e"
            )
        nodes = [str(node) for (node,) in rows]
        if kind == "merge":
            return deciding.join(desk, rng.sample(nodes, 2))
        if kind == "rename":
            return deciding.rename(desk, rng.choice(nodes), f"Name {rng.randrange(9)}", "en")
        if kind == "link":
            return deciding.link(desk, rng.choice(nodes), f"Q{rng.randrange(1, 9)}", yes=rng.random() < 0.5)
        field = rng.choice(("mode=negated", "wrong=yes", "type=Threat", "role:place=", "speaker="))
        return deciding.set_right(desk, rng.choice(nodes), [field])


@pytest.mark.parametrize("seed", range(4))
def test_any_history_ends_in_what_a_build_from_nothing_gives(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    news, store = tmp_path / "news", tmp_path / "store"
    write_corpus(news, SIZE, seed=seed)
    build_words(news, store)
    for _ in range(5):
        step = rng.choice(("change", "change", "remove", "decide"))
        if step == "change":
            change(news, rng)
            build_words(news, store)
        elif step == "remove":
            path = rng.choice(sorted(news.glob("*.txt")))
            remove([path.stem], store=store, recogniser=WordRecogniser)
            path.unlink()
        else:
            add_to_journal(store, decide(store, rng))
            refresh(store=store, recogniser=WordRecogniser)
    fresh = from_nothing(news, tmp_path / "fresh", read_journal(store))
    assert differences(export(store), fresh) == []


def test_builds_killed_at_random_moments_need_no_repair_and_lose_nothing(tmp_path: Path) -> None:
    news, store = tmp_path / "news", tmp_path / "store"
    write_corpus(news, SIZE, seed=11)
    build_words(news, store)
    rng = random.Random(11)
    decisions = [d for _ in range(5) for d in decide(store, rng)]
    add_to_journal(store, decisions)
    script = Path(__file__).with_name("interrupt.py")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, str(script), str(news), str(store), "11", "30"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    outcomes = [line.split()[0] for line in ran.stdout.splitlines()]
    assert len(outcomes) == 30
    assert outcomes.count("killed") >= 15
    build_words(news, store)
    assert read_journal(store) == list(dict.fromkeys(decisions))
    fresh = from_nothing(news, tmp_path / "fresh", decisions)
    assert differences(export(store), fresh) == []


def test_the_order_of_the_files_and_the_folder_make_no_difference(tmp_path: Path) -> None:
    paths = write_corpus(tmp_path / "news", 12, seed=3)
    write_corpus(tmp_path / "elsewhere" / "copy", 12, seed=3)
    build_with(paths[::-1], store=tmp_path / "one")
    build_words(tmp_path / "elsewhere" / "copy", tmp_path / "two")
    assert differences(export(tmp_path / "one"), export(tmp_path / "two")) == []


def test_several_processes_give_the_same(tmp_path: Path) -> None:
    news = tmp_path / "news"
    write_corpus(news, 6, seed=5)
    build_words(news, tmp_path / "one")
    build_with([news], store=tmp_path / "two", jobs=2)
    assert differences(export(tmp_path / "one"), export(tmp_path / "two")) == []


def test_only_what_changed_is_worked_on(tmp_path: Path) -> None:
    class Counting(WordRecogniser):
        seen: list[str] = []  # noqa: RUF012 - one list for all instances is the point

        def recognise(self, documents):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            documents = list(documents)
            self.seen.extend(d.id for d in documents)
            return super().recognise(documents)

    news, store = tmp_path / "news", tmp_path / "store"
    paths = write_corpus(news, 5, seed=9)
    run = partial(build, [news], store=store, recogniser=Counting)
    assert run().added == 5
    assert Counting.seen == [p.stem for p in paths]
    Counting.seen.clear()
    same = run()
    assert (Counting.seen, same.unchanged, "resolve" in same.seconds) == ([], 5, False)
    paths[2].write_text("قال عمر البدري كلاما آخر في وهران.\n", encoding="utf-8")
    assert (run().changed, Counting.seen) == (1, ["a02"])
    Counting.seen.clear()
    dated = build([news], store=store, recogniser=Counting, published="2024-05-06")
    assert (dated.changed, Counting.seen) == (5, [])


def test_a_new_recogniser_works_on_everything_again(tmp_path: Path) -> None:
    class Newer(WordRecogniser):
        version = "wordlist 2"

    news, store = tmp_path / "news", tmp_path / "store"
    write_corpus(news, 3, seed=9)
    build_words(news, store)
    report = build([news], store=store, recogniser=Newer)
    assert "recognise" in report.seconds
    with open_store(store) as opened:
        rows = opened.select(f"SELECT DISTINCT ?v WHERE {{ ?d <{KG}extractor> ?v }}")
        assert [getattr(value, "value", "") for (value,) in rows] == ["wordlist 2"]


def test_a_store_without_its_memory_is_made_whole(tmp_path: Path) -> None:
    news, store = tmp_path / "news", tmp_path / "store"
    write_corpus(news, 4, seed=2)
    build_words(news, store)
    whole = export(store)
    (news / "a03.txt").rename(tmp_path / "a03.txt")
    (store / "state.sqlite").unlink()
    build_words(news, store)
    assert not any("doc/a03" in statement for statement in export(store))
    (tmp_path / "a03.txt").rename(news / "a03.txt")
    build_words(news, store)
    assert differences(export(store), whole) == []
