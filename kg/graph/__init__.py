"""Map annotations and their resolution to quads. ``docs/graph.md`` shows the result."""

from __future__ import annotations

from kg.graph.document import document_quads
from kg.graph.iris import Iris
from kg.graph.ontology import ontology_quads
from kg.graph.resolved import resolved_quads

__all__ = ["Iris", "document_quads", "ontology_quads", "resolved_quads"]
