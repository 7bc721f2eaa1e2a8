"""The ontology as quads, for the store."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.errors import ModelError
from kg.resources import resource_folder
from kg.vocab import ONTOLOGY

FILES = ("kg.ttl", "alignments.ttl", "plover.ttl")


def ontology_quads() -> Iterator[Quad]:
    """Yield the ontology, its alignments and the PLOVER mapping in the ontology's named graph.

    :raises ModelError: a file is missing from the installation or damaged.
    """
    graph = NamedNode(ONTOLOGY)
    for name in FILES:
        path = resource_folder("ontology") / name
        try:
            for quad in parse(path=path, format=RdfFormat.TURTLE):
                yield Quad(quad.subject, quad.predicate, quad.object, graph)
        except (OSError, SyntaxError) as error:
            raise ModelError(f"{path}: cannot read the ontology ({error}); install kg anew") from error
