"""Write the claims as CSV, one row a claim, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode, Quad

from kg.model import ROLES
from kg.store import Store
from kg.vocab import DCTERMS, KG, RDF, RDFS

SEPARATOR = " | "
COLUMNS = (
    "document", "publisher", "published", "kind", "type", "trigger", "mode", "speaker", "carrier", *ROLES,
    "holder", "officeTitle", "officeBody", "officeStatus", "subject", "object", "confidence", "quote",
    "claim",
)  # fmt: skip
_KINDS = {"EventClaim": "event", "PositionClaim": "position", "RelationClaim": "relation"}

Values = dict[str, list[str]]
"""Property IRI -> values of one subject, in the order of the store."""


class _Document:
    """The quads of one document graph by subject; literals and IRIs alike as text."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.nodes: dict[str, Values] = defaultdict(lambda: defaultdict(list))
        self.labels: dict[str, dict[str, str]] = defaultdict(dict)
        self.language = ""
        for quad in quads:
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode | Literal):
                continue
            subject, predicate, term = quad.subject.value, quad.predicate.value, quad.object
            self.nodes[subject][predicate].append(term.value)
            if predicate == f"{RDFS}label" and isinstance(term, Literal):
                self.labels[subject]["" if term.language is None else term.language] = term.value
            elif predicate == f"{DCTERMS}language":
                self.language = term.value

    def one(self, node: str, name: str) -> str:
        """Return the value of a kg: property, empty when there is none."""
        return self.all(node, name)[0] if self.all(node, name) else ""

    def all(self, node: str, name: str) -> list[str]:
        """Return the values of a kg: property, sorted."""
        return sorted(self.nodes[node][KG + name]) if node in self.nodes else []

    def text(self, node: str) -> str:
        """Return the words by which a reader knows a node: its name, value, trigger or IRI."""
        labels = self.labels.get(node, {})
        for language in (self.language, "", *sorted(labels)):
            if language in labels:
                return labels[language]
        for name in ("edtf", "trigger"):
            if self.one(node, name):
                return self.one(node, name)
        return node

    def texts(self, node: str, name: str) -> str:
        """Return the words for all values of a kg: property, joined."""
        return SEPARATOR.join(sorted(self.text(value) for value in self.all(node, name)))


def claim_rows(quads: Iterable[Quad]) -> Iterator[dict[str, str]]:
    """Yield one row for each claim of a document graph, sorted by the IRI of the claim."""
    document = _Document(quads)
    for node in sorted(document.nodes):
        types = {kind.removeprefix(KG) for kind in document.nodes[node][f"{RDF}type"]}
        for name in sorted(types & _KINDS.keys()):
            yield _row(document, node, _KINDS[name])


def _row(document: _Document, node: str, kind: str) -> dict[str, str]:
    source = document.one(node, "inDocument")
    published = document.one(source, "published")
    one = {name: document.one(node, name) for name in ("trigger", "officeTitle", "confidence", "quote")}
    terms = {name: document.one(node, name).removeprefix(KG) for name in ("mode", "officeStatus")}
    event, relation = document.one(node, "eventType"), document.one(node, "relationKind")
    speakers = [document.texts(node, "speaker"), *document.all(node, "unnamedSource")]
    return {
        "document": "".join(document.nodes[source][f"{DCTERMS}identifier"]),
        "publisher": document.one(source, "publisherName"),
        "published": published,
        "kind": kind,
        "type": (event if event else relation).removeprefix(KG).removesuffix("Event"),
        "speaker": SEPARATOR.join(text for text in speakers if text),
        "carrier": document.texts(node, "carrier"),
        "holder": document.texts(node, "holder"),
        "officeBody": document.texts(node, "officeBody"),
        "subject": document.texts(node, "subjectEntity"),
        "object": document.texts(node, "objectEntity"),
        "claim": node,
        **one,
        **terms,
        **_roles(document, node),
    }


def _roles(document: _Document, node: str) -> dict[str, str]:
    fillers: dict[str, list[str]] = {role: [] for role in ROLES}
    for argument in document.all(node, "argument"):
        role = document.one(argument, "role").removeprefix(KG)
        named = [document.texts(argument, name) for name in ("filler", "fillerValue", "fillerClaim")]
        words = [text for text in [*named, *document.all(argument, "fillerText")] if text]
        fillers[role] += words
    return {role: SEPARATOR.join(sorted(set(texts))) for role, texts in fillers.items()}


def write_claims(store: Store, graphs: Sequence[str], out: BinaryIO) -> None:
    """Write the claims of the graphs as CSV, with a byte order mark so that spreadsheets read the Arabic."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for graph in graphs:
        writer.writerows(claim_rows(store.quads(graph)))
    text.detach()
