"""Open what is to be validated: a store as it is, a file of RDF as a store for the time being."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.errors import InputError
from kg.graph import ontology_quads
from kg.store import Store, open_store

_FILE = NamedNode("https://kg.example/id/graph/file")
"""Where the triples of a file go that has no named graphs."""


@contextmanager
def open_graph(location: str) -> Iterator[Store]:
    """Open a store by its folder or URL, or an RDF file (Turtle, TriG, N-Triples, N-Quads, JSON-LD) as one.

    The store of a file holds the ontology too and is removed afterwards.

    :raises InputError: the file is in no known format or malformed.
    :raises StoreError: there is no store.
    """
    if not Path(location).is_file():
        with open_store(location) as store:
            yield store
        return
    with tempfile.TemporaryDirectory(prefix="kg-validate-") as folder:
        with open_store(folder, write=True) as store:
            store.add(_read(Path(location)))
            store.add(ontology_quads())
        with open_store(folder) as store:
            yield store


def _read(path: Path) -> Iterator[Quad]:
    form = RdfFormat.from_extension(path.suffix.lstrip("."))
    if form is None:
        raise InputError(f"{path}: not one of .ttl .trig .nt .nq .jsonld .rdf")
    try:
        for quad in parse(path=path, format=form):
            graph = quad.graph_name if isinstance(quad.graph_name, NamedNode) else _FILE
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
    except (OSError, SyntaxError, ValueError) as error:
        raise InputError(f"{path}: not well-formed ({error})") from error
