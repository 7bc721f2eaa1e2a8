"""Find mentions, event triggers and the arcs between them."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from typing import Protocol

from kg.errors import ModelError, UsageError
from kg.model import Document, Recognition
from kg.settings import Settings


class Recogniser(Protocol):
    """Anything that reads documents and says what is mentioned in them."""

    @property
    def version(self) -> str:
        """Name what read the text; changes whenever the same text could be read differently."""
        ...

    def recognise(self, documents: Iterable[Document]) -> Iterator[Recognition]:
        """Yield one recognition for each document, in order, lazily."""
        ...


RECOGNISERS = {
    "joint": "kg.recognise.joint",
    "huggingface": "kg.recognise.plugins.huggingface",
    "gliner": "kg.recognise.plugins.gliner",
    "llm": "kg.recognise.plugins.llm",
}
"""Recogniser name in the settings -> module with a function ``load(settings)`` that opens it."""

EXTRAS = ("huggingface", "gliner")
"""Recognisers that need more packages: ``pip install 'kg[NAME]'``."""


def open_recogniser(settings: Settings) -> Recogniser:
    """Return the recogniser that the settings name.

    :raises UsageError: no recogniser has that name, or a setting that it needs is missing.
    :raises ModelError: its model or a package that it needs is missing or damaged.
    """
    name = settings.recogniser
    if name not in RECOGNISERS:
        raise UsageError(f"no recogniser is called {name!r}; there are {', '.join(sorted(RECOGNISERS))}")
    try:
        recogniser: Recogniser = importlib.import_module(RECOGNISERS[name]).load(settings)
    except ImportError as error:
        mend = f"pip install 'kg[{name}]'" if name in EXTRAS else "install kg anew"
        raise ModelError(
            f"recogniser {name!r} needs {error.name}, which cannot be imported ({error}): {mend}"
        ) from error
    return recogniser
