"""Bring a store up to date with its input: read, recognise, annotate, resolve, write; only what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from kg.errors import InputError
from kg.graph import Iris
from kg.link.document import link_document
from kg.model import Annotation, Document
from kg.pipeline.input import Changes, read_changes
from kg.pipeline.report import Report
from kg.pipeline.state import STATE, Wanted, open_state
from kg.pipeline.steps import OpenRecogniser, add_links, timed
from kg.pipeline.update import Progress, Run, Totals, update
from kg.recognise import Recogniser, open_recogniser
from kg.relate.annotate import annotate
from kg.review.journal import read_journal
from kg.settings import Settings
from kg.store import open_store

_DEFAULTS = Settings()


def _silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""


def annotate_documents(
    documents: Iterable[Document], *, settings: Settings = _DEFAULTS, recogniser: Recogniser | None = None
) -> Iterator[Annotation]:
    """Yield one annotation for each document, in order, lazily.

    The recogniser is the one that the settings name, unless one is given.

    :raises ModelError: the recogniser's model is missing or damaged.
    """
    reader = open_recogniser(settings) if recogniser is None else recogniser
    for recognition in reader.recognise(documents):
        annotation = annotate(recognition)
        yield add_links(annotation, link_document(annotation))


def build(
    paths: Sequence[str | Path],
    *,
    store: str | Path,
    folder: Path | None = None,
    manifest: Path | None = None,
    published: str | None = None,
    settings: Settings = _DEFAULTS,
    recogniser: OpenRecogniser | None = None,
    jobs: int = 1,
    progress: Progress = _silent,
) -> Report:
    """Make a store hold the documents of the paths beside those of other paths, and what they together say.

    ``folder`` keeps what is needed to do less the next time and the decisions; it is the store's own folder
    unless the store is on a server. A document that the paths held at an earlier build and no longer hold
    is forgotten. The outcome is the same as from nothing.

    :raises InputError: the manifest cannot be read.
    :raises ModelError: the recogniser's model is missing or damaged.
    :raises StoreError: the store cannot be opened or written, or somebody else is writing to it.
    """
    with _run(store, folder, settings, recogniser, jobs, progress, create=True) as run:
        known, held = run.state.wanted(), _held(run)
        with timed(run.seconds, "read"):
            progress("reading", 0, 0)
            changes = read_changes(paths, known, manifest=manifest, published=published, settings=settings)
            run.state.want(changes.read, forget=changes.forget)
        totals = update(run)
        return _report(run, changes, totals, held)


def remove(
    documents: Collection[str],
    *,
    store: str | Path,
    folder: Path | None = None,
    settings: Settings = _DEFAULTS,
    recogniser: OpenRecogniser | None = None,
    progress: Progress = _silent,
) -> Report:
    """Forget documents by id, and with them all that only they support; decisions are kept.

    A later build of a path that still holds the document's file takes it up again.

    :raises InputError: the store has no such document.
    :raises StoreError: the store cannot be opened or written, or somebody else is writing to it.
    """
    with _run(store, folder, settings, recogniser, 1, progress) as run:
        known = run.state.wanted()
        unknown = sorted(set(documents).difference(known))
        if unknown:
            raise InputError(
                f"{store}: no document is called {', '.join(unknown)}; `kg query documents` lists them"
            )
        run.state.want((), forget=documents)
        totals = update(run)
        changes = Changes((), frozenset(documents), ())
        return _report(run, changes, totals, known)


def refresh(
    *,
    store: str | Path,
    folder: Path | None = None,
    settings: Settings = _DEFAULTS,
    recogniser: OpenRecogniser | None = None,
    progress: Progress = _silent,
) -> Report:
    """Put into effect what was decided since the last build, and finish one that was interrupted.

    :raises StoreError: the store cannot be opened or written, or somebody else is writing to it.
    """
    with _run(store, folder, settings, recogniser, 1, progress) as run:
        totals = update(run)
        return _report(run, Changes((), frozenset(), ()), totals, run.state.wanted())


@contextmanager
def _run(
    location: str | Path,
    folder: Path | None,
    settings: Settings,
    recogniser: OpenRecogniser | None,
    jobs: int,
    progress: Progress,
    *,
    create: bool = False,
) -> Iterator[Run]:
    home = Path(location) if folder is None else folder
    if not create:
        open_store(location).close()
    opener = partial(open_recogniser, settings) if recogniser is None else recogniser
    with open_store(location, write=True) as store, open_state(home / STATE) as state:
        yield Run(store, state, settings, read_journal(home), opener, jobs, progress)


def _held(run: Run) -> dict[str, Wanted]:
    """Return the documents that the store holds; one that an interrupted build left out is not among them."""
    graphs, iris = run.state.graphs(), Iris(run.settings.base)
    wanted = run.state.wanted()
    return {name: w for name, w in wanted.items() if graphs.get(iris.document_graph(name).value)}


def _report(run: Run, changes: Changes, totals: Totals, known: Mapping[str, Wanted]) -> Report:
    documents = {name: wanted.document for name, wanted in run.state.wanted().items()}
    before = {name: wanted.document for name, wanted in known.items()}
    added = documents.keys() - before
    changed = {name for name in documents.keys() & before if documents[name] != before[name]}
    return Report(
        read=len(changes.read),
        documents=len(documents),
        added=len(added),
        changed=len(changed),
        unchanged=len(documents) - len(added) - len(changed),
        removed=len(before.keys() - documents),
        rejected=changes.rejected,
        undated=tuple(sorted(name for name, d in documents.items() if d.published is None)),
        sentences=totals.sentences,
        mentions=totals.mentions,
        claims=totals.claims,
        entities=totals.entities,
        events=totals.events,
        decisions=len(run.decisions),
        idle=totals.idle,
        quads=run.store.count(),
        seconds={step: round(value, 3) for step, value in run.seconds.items()},
    )
