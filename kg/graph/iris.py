"""The IRIs of nodes: slugs and hashes of what a node is, under the base of the settings.

The same content gives the same IRI in every run, whatever the order of documents; no counter and no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.model import MentionType, Span


def digest(*parts: object) -> str:
    """Return 16 hex digits that stand for the parts, in this order; None differs from every text.

    With 64 bits, a million nodes of one kind collide with a probability of 3 in 100 million.

    >>> digest("a", "bc") == digest("ab", "c")
    False
    """
    joined = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return sha256(joined.encode()).hexdigest()[:16]


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """Return a name as one segment of an IRI, reversible: letters and digits of any script stay.

    >>> slug("a b/ج.txt"), slug(".."), slug("2015/2016")
    ('a%20b%2Fج.txt', '%2E.', '2015%2F2016')

    Source: RFC 3987, section 2.2 (ucschar in ipath segments); RFC 3986, 5.2.4 (dot segments).
    """
    kept = "".join(c if c.isalnum() or c in "._-" else quote(c, safe="") for c in name)
    return "%2E" + kept[1:] if kept.startswith(".") else kept


@dataclass(frozen=True, slots=True)
class Iris:
    """Names the nodes and named graphs under a base IRI (``Settings.base``)."""

    base: str

    def document_graph(self, document: str) -> NamedNode:
        """Return the named graph of a document id."""
        return NamedNode(f"{self.base}graph/doc/{slug(document)}")

    @property
    def resolved_graph(self) -> NamedNode:
        """Return the named graph of canonical entities and events."""
        return NamedNode(self.base + "graph/resolved")

    @property
    def links_graph(self) -> NamedNode:
        """Return the named graph of links to other knowledge bases."""
        return NamedNode(self.base + "graph/links")

    @property
    def facts_graph(self) -> NamedNode:
        """Return the named graph of facts fetched from Wikidata."""
        return NamedNode(self.base + "graph/facts")

    @property
    def decisions_graph(self) -> NamedNode:
        """Return the named graph of what people decided."""
        return NamedNode(self.base + "graph/decisions")

    def document(self, document: str) -> NamedNode:
        """Return the node of a document id."""
        return NamedNode(f"{self.base}doc/{slug(document)}")

    def sentence(self, document: str, number: int) -> NamedNode:
        """Return the node of a document's sentence, counted from 0."""
        return NamedNode(f"{self.base}doc/{slug(document)}/s/{number}")

    def mention(self, document: str, span: Span, kind: MentionType) -> NamedNode:
        """Return the node of a mention."""
        return NamedNode(f"{self.base}doc/{slug(document)}/m/{span.start}-{span.end}-{kind}")

    def document_entity(self, document: str, key: str) -> NamedNode:
        """Return the node of an entity of one document by its key (a digest)."""
        return NamedNode(f"{self.base}doc/{slug(document)}/e/{key}")

    def claim(self, document: str, key: str) -> NamedNode:
        """Return the node of a claim by its key (a digest)."""
        return NamedNode(f"{self.base}doc/{slug(document)}/c/{key}")

    def time(self, edtf: str) -> NamedNode:
        """Return the node of an EDTF value."""
        return NamedNode(f"{self.base}time/{slug(edtf)}")

    def instant(self, day: str) -> NamedNode:
        """Return the node of a day."""
        return NamedNode(f"{self.base}instant/{slug(day)}")

    def keyed(self, kind: str, key: str) -> NamedNode:
        """Return the node of a kind (``entity`` ``event`` ``office`` ``link`` ...) by its key."""
        return NamedNode(f"{self.base}{kind}/{slug(key)}")
