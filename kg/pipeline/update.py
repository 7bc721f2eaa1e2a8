"""Do what is left to do so that a store holds what the wanted documents and the decisions say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from pydantic import TypeAdapter
from pyoxigraph import Quad

from kg.errors import StoreError
from kg.graph import Iris, document_quads, ontology_quads, resolved_quads
from kg.link.anchors import find_again
from kg.link.document import Link, default_weights
from kg.link.linking import Verdict, join_links
from kg.link.stored import kept_links, merge_links, write_links
from kg.model import Annotation
from kg.pipeline.state import State, digest
from kg.pipeline.steps import (
    ANNOTATION,
    DIGEST,
    LINKS,
    Digest,
    OpenRecogniser,
    iter_tasks,
    make_keys,
    run_tasks,
    timed,
)
from kg.pipeline.sync import bring_up_to_date, drop_others
from kg.pipeline.versions import ontology_version, step_version
from kg.recognise import Recogniser
from kg.resolve.corpus import resolve_corpus
from kg.resolve.types import EntityMember, Resolution
from kg.review.decisions import Decision, keep_effective
from kg.review.effect import decisions_about, documents_concerned, entity_member, make_effect
from kg.review.graph import decision_quads
from kg.settings import Settings
from kg.store import Store
from kg.vocab import ONTOLOGY

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and how much there is to do (0 when unknown)."""


@dataclass(frozen=True, slots=True)
class Run:
    """What the steps of one run share. ``decisions`` are the whole journal, ``seconds`` fills up by step."""

    store: Store
    state: State
    settings: Settings
    decisions: Sequence[Decision]
    open_recogniser: OpenRecogniser
    jobs: int
    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over the whole corpus, remembered with the resolution that they belong to."""

    sentences: int
    mentions: int
    claims: int
    entities: int
    events: int
    idle: int


_TOTALS = TypeAdapter(Totals)


class _Corpus:
    """The wanted documents, the keys of their steps, and what each named graph is made of."""

    def __init__(self, run: Run, recogniser: Recogniser) -> None:
        self.run = run
        self.iris = Iris(run.settings.base)
        self.extractor = recogniser.version
        self.decisions = keep_effective(run.decisions)
        self.documents = {name: wanted.document for name, wanted in run.state.wanted().items()}
        self.keys = {
            name: make_keys(document, decisions_about(self.decisions, name), recogniser=self.extractor)
            for name, document in self.documents.items()
        }

    def graph_keys(self) -> dict[str, str]:
        """Return, for each document's named graph, what stands for all that it depends on."""
        rest = (step_version("graph"), self.extractor, self.iris.base)
        return {
            self.iris.document_graph(name).value: digest(*rest, keys.annotation)
            for name, keys in self.keys.items()
        }

    def annotation(self, name: str) -> Annotation:
        """Return the annotation of a document whose steps are done."""
        return ANNOTATION.validate_json(self._outcome(self.keys[name].annotation))

    def digests(self) -> list[Digest]:
        """Return the digest of every document, in the order of their ids."""
        return [DIGEST.validate_json(self._outcome(keys.digest)) for keys in self.keys.values()]

    def links(self, entities: Mapping[EntityMember, str]) -> Iterator[tuple[str, Link]]:
        """Yield the links of every document with the IRI of the canonical entity that each is about."""
        for name, keys in self.keys.items():
            for link in LINKS.validate_json(self._outcome(keys.links)):
                yield self.iris.keyed("entity", entities[name, link.entity]).value, link

    def verdicts(self, entities: Mapping[EntityMember, str]) -> Iterator[Verdict]:
        """Yield what people decided on links, found again by its anchor though a document is read anew."""
        decided = [d for d in self.decisions if d.kind in ("accept-link", "reject-link")]
        concerned = documents_concerned(decided) & self.documents.keys()
        annotations = {name: self.annotation(name) for name in sorted(concerned)}
        for decision in decided:
            member = None if decision.subject is None else entity_member(annotations, decision.subject)
            if member is not None:
                entity = self.iris.keyed("entity", entities[member]).value
                yield Verdict(entity, decision.value, decision.kind == "accept-link")

    def _outcome(self, key: str) -> bytes:
        value = self.run.state.get(key)
        if value is None:
            raise StoreError(f"step {key} is not remembered though it was done; build again")
        return value


def update(run: Run) -> Totals:
    """Bring every named graph up to date and return the counts; what is up to date is not touched."""
    recogniser = run.open_recogniser()
    corpus = _Corpus(run, recogniser)
    _run_steps(corpus, recogniser)
    graphs = corpus.graph_keys()
    resolved, decisions = corpus.iris.resolved_graph.value, corpus.iris.decisions_graph.value
    fixed = {ONTOLOGY: ontology_version()}
    if run.decisions:
        fixed[decisions] = digest(step_version("review"), repr(run.decisions), corpus.iris.base)
    with timed(run.seconds, "write"):
        below = f"{corpus.iris.base}graph/doc/"
        wanted = {*graphs, *fixed, resolved, corpus.iris.links_graph.value}
        drop_others(run.store, run.state, wanted, below=below)
        _write_documents(corpus, graphs)
        for graph in bring_up_to_date(run.store, run.state, fixed, partial(_fixed_quads, corpus)):
            run.progress(f"writing {graph}", 0, 0)
    versions = (step_version("resolve"), step_version("link"))
    key = digest(*versions, repr(corpus.decisions), *graphs, *graphs.values())
    totals = _write_resolved(corpus, resolved, key)
    steps = {step for k in corpus.keys.values() for step in (k.recognition, k.annotation, k.links, k.digest)}
    run.state.keep_steps({*steps, key})
    return totals


def _run_steps(corpus: _Corpus, recogniser: Recogniser) -> None:
    run = corpus.run
    tasks = list(iter_tasks(run.state, corpus.documents.values(), corpus.keys, corpus.decisions))
    outcomes = run_tasks(run.state, tasks, recogniser, run.open_recogniser, jobs=run.jobs)
    for number, outcome in enumerate(outcomes, 1):
        for step, seconds in outcome.seconds.items():
            run.seconds[step] = run.seconds.get(step, 0.0) + seconds
        run.progress("recognising", number, len(tasks))


def _write_documents(corpus: _Corpus, graphs: Mapping[str, str]) -> None:
    run = corpus.run
    names = {corpus.iris.document_graph(name).value: name for name in corpus.documents}

    def make_quads(graph: str) -> list[Quad]:
        annotation = corpus.annotation(names[graph])
        return list(document_quads(annotation, settings=run.settings, extractor=corpus.extractor))

    for number, _ in enumerate(bring_up_to_date(run.store, run.state, graphs, make_quads), 1):
        run.progress("writing", number, len(graphs))


def _fixed_quads(corpus: _Corpus, graph: str) -> list[Quad]:
    quads = ontology_quads() if graph == ONTOLOGY else decision_quads(corpus.run.decisions, corpus.iris)
    return list(quads)


def _write_resolved(corpus: _Corpus, graph: str, key: str) -> Totals:
    """Resolve identity over the corpus and write what follows, unless nothing it rests on has changed."""
    run = corpus.run
    known = run.state.get(key)
    if known is not None and run.state.graphs().get(graph) == key and graph in run.store.graphs():
        return _TOTALS.validate_json(known)
    with timed(run.seconds, "resolve"):
        run.progress("resolving", 0, 0)
        totals, resolution = _resolve(corpus)
    with timed(run.seconds, "write"):
        make_quads = partial(_resolved_quads, corpus, resolution)
        for _ in bring_up_to_date(run.store, run.state, {graph: key}, make_quads):
            run.progress("writing", 1, 1)
    with timed(run.seconds, "link"):
        run.progress("linking", 0, 0)
        keys = resolution.entity_keys()
        run.state.set_graph(corpus.iris.links_graph.value, "")
        write_joined(run.store, corpus.links(keys), corpus.verdicts(keys), corpus.iris)
    run.state.put(key, _TOTALS.dump_json(totals))
    return totals


def write_joined(
    store: Store, found: Iterable[tuple[str, Link]], verdicts: Iterable[Verdict], iris: Iris
) -> None:
    """Write the links graph: what documents say together, what people decided, what came from elsewhere."""
    ours = join_links(found, default_weights(), verdicts)
    kept = find_again(store, kept_links(store, iris), iris)
    write_links(store, merge_links(ours, kept), iris)


def _resolved_quads(corpus: _Corpus, resolution: Resolution, _: str) -> list[Quad]:
    annotations = (corpus.annotation(name) for name in corpus.documents)
    return list(resolved_quads(resolution, annotations, settings=corpus.run.settings))


def _resolve(corpus: _Corpus) -> tuple[Totals, Resolution]:
    digests = corpus.digests()
    concerned = documents_concerned(corpus.decisions) & corpus.documents.keys()
    effect = make_effect(corpus.decisions, {name: corpus.annotation(name) for name in sorted(concerned)})
    resolution = resolve_corpus((d.summary for d in digests), effect.constraints)
    totals = Totals(
        sentences=sum(d.sentences for d in digests),
        mentions=sum(d.mentions for d in digests),
        claims=sum(d.claims for d in digests),
        entities=len(resolution.entities),
        events=len(resolution.events),
        idle=len(effect.idle),
    )
    return totals, resolution
