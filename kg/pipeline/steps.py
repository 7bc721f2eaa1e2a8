"""The steps that concern one document: recognise, annotate, summarise; each done once for the same input."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Thread
from typing import TypeVar

from pydantic import TypeAdapter

from kg.errors import ModelError
from kg.link.document import Link, link_document
from kg.model import Annotation, Document, Recognition
from kg.pipeline.state import State, digest
from kg.pipeline.versions import step_version
from kg.recognise import Recogniser
from kg.relate.annotate import annotate
from kg.resolve.summary import summarise
from kg.resolve.types import DocumentSummary
from kg.review.corrections import correct
from kg.review.decisions import Decision
from kg.review.effect import corrections_in, decide_links, decisions_about

DOCUMENT = TypeAdapter(Document)
RECOGNITION = TypeAdapter(Recognition)
ANNOTATION = TypeAdapter(Annotation)
LINKS = TypeAdapter(tuple[Link, ...])


@dataclass(frozen=True, slots=True)
class Digest:
    """What the steps over the whole corpus need of one document, and the counts for the report."""

    summary: DocumentSummary
    sentences: int
    mentions: int
    claims: int


DIGEST = TypeAdapter(Digest)

T = TypeVar("T")
B = TypeVar("B")

OpenRecogniser = Callable[[], Recogniser]


@dataclass(frozen=True, slots=True)
class Keys:
    """The names under which the outcomes of one document's steps are remembered."""

    recognition: str
    annotation: str
    links: str
    digest: str


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done for one document, by its keys; ``known`` are outcomes that still hold, by key."""

    document: Document
    keys: Keys
    decisions: tuple[Decision, ...]
    known: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done for one document: JSON to remember by key, and seconds by step."""

    document: str
    values: dict[str, bytes]
    seconds: dict[str, float]


def make_keys(document: Document, decisions: Sequence[Decision], *, recogniser: str) -> Keys:
    """Return the keys of a document's steps; each stands for all that the step's outcome depends on.

    ``decisions`` are those in force about this document alone. The recogniser reads the text alone, so that
    a corrected publication date costs no second recognition.
    """
    sentences = ",".join(f"{s.start}-{s.end}" for s in document.sentences)
    recognition = digest(step_version("recognise"), recogniser, document.text, document.language, sentences)
    annotation = digest(
        step_version("annotate"),
        recognition,
        DOCUMENT.dump_json(document),
        repr(corrections_in(decisions)),
    )
    links = digest(step_version("link"), annotation)
    verdicts = repr([d for d in decisions if d.kind.endswith("-link")])
    return Keys(recognition, annotation, links, digest(step_version("summarise"), links, verdicts))


def iter_tasks(
    state: State, documents: Iterable[Document], keys: Mapping[str, Keys], decisions: Collection[Decision]
) -> Iterator[Task]:
    """Yield what is still to be done for the documents, in their order."""
    for document in documents:
        names = keys[document.id]
        if not state.done(names.digest):
            found = {key: state.get(key) for key in (names.recognition, names.annotation, names.links)}
            known = {key: value for key, value in found.items() if value is not None}
            yield Task(document, names, decisions_about(decisions, document.id), known)


def run_tasks(
    state: State,
    tasks: Sequence[Task],
    recogniser: Recogniser,
    open_recogniser: OpenRecogniser,
    *,
    jobs: int,
) -> Iterator[Outcome]:
    """Do the tasks and remember each outcome as soon as it is there; yield them in the order of the tasks.

    With ``jobs`` of more than one the work is shared among so many processes, each of which opens a
    recogniser of its own; the outcome is the same.
    """
    here = (run_task(task, recogniser) for task in tasks)
    several = jobs > 1 and len(tasks) > 1
    for outcome in _in_processes(tasks, open_recogniser, jobs) if several else here:
        for key, value in outcome.values.items():
            state.put(key, value)
        yield outcome


def _in_processes(tasks: Sequence[Task], open_recogniser: OpenRecogniser, jobs: int) -> Iterator[Outcome]:
    context = multiprocessing.get_context("spawn")
    workers = min(jobs, len(tasks))
    try:
        with ProcessPoolExecutor(workers, context, _start, (open_recogniser,)) as pool:
            yield from pool.map(_run, tasks)
    except BrokenProcessPool as error:
        raise ModelError(
            "a process that recognises has died; for want of memory? try fewer --jobs"
        ) from error


_recogniser: Recogniser
"""The recogniser of a worker process, opened once when the process starts."""


def _start(open_recogniser: OpenRecogniser) -> None:
    global _recogniser
    Thread(target=_end_with_parent, daemon=True).start()
    _recogniser = open_recogniser()


def _end_with_parent() -> None:
    """End this process when the one that started it is gone; a killed parent cannot tell its workers."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(task: Task) -> Outcome:
    return run_task(task, _recogniser)


def run_task(task: Task, recogniser: Recogniser) -> Outcome:
    """Do what is to be done for one document, from its own text only.

    Documents are handed to the recogniser one by one, so that no other text in the same batch can change
    the last digit of a score.
    """
    work, document = _Work(task.known), task.document

    def recognition() -> Recognition:
        key = task.keys.recognition
        return work.step(
            "recognise", key, RECOGNITION, lambda: [document], lambda it: next(recogniser.recognise(it))
        )

    def annotation() -> Annotation:
        return work.step("annotate", task.keys.annotation, ANNOTATION, recognition, annotated)

    def annotated(found: Recognition) -> Annotation:
        return correct(annotate(replace(found, document=document)), corrections_in(task.decisions))

    unlinked = annotation()
    links = work.step("link", task.keys.links, LINKS, lambda: unlinked, link_document)
    linked = decide_links(add_links(unlinked, links), task.decisions)
    work.step("summarise", task.keys.digest, DIGEST, lambda: linked, _digest)
    return Outcome(document.id, work.values, work.seconds)


class _Work:
    """The outcomes of the steps of one task: taken from what is known, else worked out and noted."""

    def __init__(self, known: Mapping[str, bytes]) -> None:
        self._known = known
        self.values: dict[str, bytes] = {}
        self.seconds: dict[str, float] = {}

    def step(
        self, name: str, key: str, form: TypeAdapter[T], basis: Callable[[], B], work: Callable[[B], T]
    ) -> T:
        """Return the outcome of a step; ``basis`` gives what it starts from, if it is still to be done."""
        if key in self._known:
            return form.validate_json(self._known[key])
        start = basis()
        with timed(self.seconds, name):
            outcome = work(start)
            self.values[key] = form.dump_json(outcome)
        return outcome


def add_links(annotation: Annotation, links: Iterable[Link]) -> Annotation:
    """Return the annotation with the Wikidata item of each entity that is surely one."""
    items = {link.entity: link.qid for link in links}
    entities = {key: replace(e, wikidata=items[key]) for key, e in annotation.entities.items()}
    return replace(annotation, entities=entities)


def _digest(annotation: Annotation) -> Digest:
    claims = len(annotation.events) + len(annotation.positions) + len(annotation.relations)
    return Digest(summarise(annotation), len(annotation.document.sentences), len(annotation.mentions), claims)


@contextmanager
def timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    """Add the time that passes inside to a step. Times are for the report, they never reach the graph."""
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds[step] = seconds.get(step, 0.0) + time.perf_counter() - start
