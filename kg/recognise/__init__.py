"""Find mentions, event triggers and the arcs between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from kg.model import Document, Recognition


class Recogniser(Protocol):
    """Anything that reads documents and says what is mentioned in them."""

    version: str
    """Changes whenever the same text could be read differently; part of every cache key."""

    def recognise(self, documents: Iterable[Document]) -> Iterator[Recognition]:
        """Yield one recognition for each document, in order, lazily."""
        ...
