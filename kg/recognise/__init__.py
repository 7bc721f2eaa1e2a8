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


RECOGNISERS = {"joint": "kg.recognise.joint"}
"""Recogniser name in the settings -> module with a function ``load(settings)`` that opens it."""


def open_recogniser(settings: Settings) -> Recogniser:
    """Return the recogniser that the settings name.

    :raises UsageError: no recogniser has that name.
    :raises ModelError: its model is missing from this installation or damaged.
    """
    name = settings.recogniser
    if name not in RECOGNISERS:
        raise UsageError(f"no recogniser is called {name!r}; there are {', '.join(sorted(RECOGNISERS))}")
    try:
        module = importlib.import_module(RECOGNISERS[name])
    except ModuleNotFoundError as error:
        raise ModelError(
            f"{RECOGNISERS[name]}: recogniser {name!r} is missing from this installation; install kg anew"
        ) from error
    recogniser: Recogniser = module.load(settings)
    return recogniser
