"""Links from elsewhere stay with their entity when documents change what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.iris import Iris
from kg.link.anchors import PARTS, find_again
from kg.link.linking import BY_HAND, EntityLink, link_quads
from kg.link.stored import link_store, read_links
from kg.model import Document, Mention, Recognition, Span
from kg.pipeline import build, remove
from kg.settings import Settings
from kg.store import Store, open_store
from kg.validate import validate
from kg.vocab import EXACT_MATCH, KG, PREF_LABEL, RDF_TYPE, RDFS_LABEL, WD

BASE = Settings().base
IRIS = Iris(BASE)
SHORT, LONG = "سالم الحارثي", "سالم حمد الحارثي"


class NameRecogniser:
    """Finds two forms of one person's name."""

    version = "names 1"

    def recognise(self, documents: Iterable[Document]) -> Iterator[Recognition]:
        """Yield one recognition for each document."""
        for document in documents:
            found = []
            for name in (SHORT, LONG):
                start = document.text.find(name)
                if start >= 0:
                    found.append(Mention(Span(start, start + len(name)), "Person", score=0.9))
            yield Recognition(document, tuple(sorted(found, key=lambda m: m.span.start)), (), (), ())


build_names = partial(build, published="2024-05-06", recogniser=NameRecogniser)


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def entities(location: Path) -> set[str]:
    with open_store(location) as store:
        query = f"SELECT DISTINCT ?e WHERE {{ ?part <{KG}refersTo> ?e }}"
        return {entity.value for (entity,) in store.select(query) if isinstance(entity, NamedNode)}


def import_link(location: Path, entity: str) -> None:
    given = EntityLink(entity, "Q5", 1.0, "accepted", BY_HAND, "imported")
    with open_store(location, write=True) as store:
        link_store(store, base=BASE, tell=lambda *_: None, added=[given])


def links(location: Path) -> list[EntityLink]:
    with open_store(location) as store:
        assert [v for v in validate(store) if "Link" in v.check or "dangling" in v.check] == []
        return [link for link in read_links(store, IRIS) if link.qid == "Q5"]


def test_a_link_follows_its_entity_when_documents_change_its_key(tmp_path: Path) -> None:
    news, store = tmp_path / "news", tmp_path / "store"
    write(news, "a", f"وصل {SHORT} صباحا.")
    build_names([news], store=store)
    (before,) = entities(store)
    import_link(store, before)
    for number in range(3):
        write(news, f"b{number}", f"غادر {LONG} في المرة {number}.\nوقال {SHORT} شيئا.")
    build_names([news], store=store)
    (after,) = entities(store)
    assert after != before
    (link,) = links(store)
    assert (link.entity, link.status, link.explanation, link.waiting) == (
        after,
        "accepted",
        "imported",
        False,
    )
    with open_store(store) as opened:
        assert opened.query(f"ASK {{ <{after}> <{EXACT_MATCH}> <{WD}Q5> }}") is True
        assert opened.query(f"ASK {{ <{before}> <{EXACT_MATCH}> ?item }}") is False
    assert {part.rpartition("/e/")[0].rpartition("/")[2] for part in link.parts} == {"a", "b0", "b1", "b2"}


def test_a_link_waits_for_its_entity_and_comes_back_with_it(tmp_path: Path) -> None:
    news, store = tmp_path / "news", tmp_path / "store"
    write(news, "a", f"وصل {SHORT} صباحا.")
    write(news, "b", "لا أحد هنا اليوم.")
    build_names([news], store=store)
    (entity,) = entities(store)
    import_link(store, entity)
    remove(["a"], store=store, recogniser=NameRecogniser)
    assert entities(store) == set()
    (link,) = links(store)
    assert (link.entity, link.status, link.waiting) == (entity, "accepted", True)
    with open_store(store, write=True) as opened:
        summary = link_store(opened, base=BASE, tell=lambda *_: None)
        assert (summary.accepted, summary.waiting, summary.changed) == (0, 1, False)
        assert opened.query(f"ASK {{ <{entity}> <{EXACT_MATCH}> ?item }}") is False
    write(news, "c", f"غادر {LONG} مساء.")
    write(news, "a", f"وصل {SHORT} صباحا.")
    build_names([news], store=store)
    (link,) = links(store)
    assert not link.waiting
    assert link.entity in entities(store)


def part(document: str, name: str) -> str:
    return f"{BASE}doc/{document}/e/{name}"


def fill(store: Store, world: dict[str, tuple[str, list[str]]]) -> None:
    """Write entities by key with their name and document entities, which bear it too."""
    quads: dict[str, list[Quad]] = {IRIS.resolved_graph.value: []}
    for key, (name, parts) in world.items():
        entity, label = NamedNode(f"{BASE}entity/{key}"), Literal(name, language="ar")
        resolved = quads[IRIS.resolved_graph.value]
        resolved.append(Quad(entity, NamedNode(PREF_LABEL), label, IRIS.resolved_graph))
        for iri in parts:
            document = iri.removeprefix(f"{BASE}doc/").partition("/")[0]
            graph, node = IRIS.document_graph(document), NamedNode(iri)
            resolved.append(Quad(node, NamedNode(KG + "refersTo"), entity, IRIS.resolved_graph))
            quads.setdefault(graph.value, []).extend(
                [Quad(node, NamedNode(RDF_TYPE), NamedNode(KG + "DocumentEntity"), graph),
                 Quad(node, NamedNode(RDFS_LABEL), label, graph)]
            )  # fmt: skip
    store.drop_graphs(store.graphs())
    store.replace_graphs(quads)


def moved(store: Store, link: EntityLink) -> tuple[str, bool]:
    (found,) = find_again(store, [link], IRIS)
    assert find_again(store, [found], IRIS) == [found]
    return found.entity.removeprefix(f"{BASE}entity/"), found.waiting


def test_where_a_link_goes(tmp_path: Path) -> None:
    given = EntityLink(f"{BASE}entity/k", "Q5", 0.9, "accepted", BY_HAND, "online")
    with open_store(tmp_path / "s", write=True) as store:
        fill(store, {"k": ("سالم", [part("d1", "x"), part("d2", "x"), part("d3", "x")])})
        (link,) = find_again(store, [given], IRIS)
        assert link.parts == (part("d1", "x"), part("d2", "x"), part("d3", "x"))
        assert link.names == (("سالم", "ar"),)
        # Another thing has taken the key: the document entities tell.
        fill(store, {"k": ("سالم", [part("d9", "x")]), "m": ("سالم", [part("d1", "x"), part("d2", "x")])})
        assert moved(store, link) == ("m", False)
        # The entity was split: it goes with most.
        fill(store, {"k": ("سالم", [part("d1", "x")]), "m": ("حمد", [part("d2", "x"), part("d3", "x")])})
        assert moved(store, link) == ("m", False)
        # Read anew with another boundary: the name in the same document tells.
        fill(store, {"k": ("سالم", [part("d9", "x")]), "m": ("سالم", [part("d1", "y")])})
        assert moved(store, link) == ("m", False)
        # All its documents are gone: a name that only one entity has, but not one that two have.
        fill(store, {"m": ("سالم", [part("d8", "x")])})
        assert moved(store, link) == ("m", False)
        fill(store, {"m": ("سالم", [part("d8", "x")]), "n": ("سالم", [part("d9", "x")])})
        assert moved(store, link) == ("k", True)
        fill(store, {"k": ("سالم", [part(f"d{n}", "x") for n in range(99)])})
        (full,) = find_again(store, [link], IRIS)
        assert len(full.parts) == PARTS
        assert set(link.parts) <= set(full.parts)


def test_links_that_come_together_keep_the_best_and_waiting_ones_stay(tmp_path: Path) -> None:
    both = [
        EntityLink(f"{BASE}entity/{old}", "Q5", score, "accepted", BY_HAND, "imported", (part("d1", "x"),))
        for old, score in (("a", 0.7), ("b", 0.8))
    ]
    with open_store(tmp_path / "s", write=True) as store:
        fill(store, {"k": ("سالم", [part("d1", "x")])})
        (link,) = find_again(store, both, IRIS)
        assert link.score == 0.8
        fill(store, {"k": ("حمد", [part("d2", "x")])})
        lost = find_again(store, both, IRIS)
        assert [link.waiting for link in lost] == [True, True]
        store.replace_graphs({IRIS.links_graph.value: link_quads(lost, IRIS)})
        assert read_links(store, IRIS) == lost
