"""Opening a store by its folder or URL."""

from __future__ import annotations

from pathlib import Path

from kg.store.embedded import EmbeddedStore
from kg.store.protocol import Store
from kg.store.remote import RemoteStore


def is_remote(location: str | Path) -> bool:
    """Tell whether a store's location is a URL.

    >>> is_remote("http://localhost:7878"), is_remote("build/demo")
    (True, False)
    """
    return isinstance(location, str) and location.startswith(("http://", "https://"))


def open_store(location: str | Path, *, write: bool = False) -> Store:
    """Open a store: a URL is a SPARQL 1.1 server, anything else a folder (made when ``write`` is set).

    :raises StoreError: there is no store in the folder, another process is writing to it, it is damaged.
    :raises UsageError: the URL is not one of a known kind of server.
    """
    if is_remote(location):
        return RemoteStore(str(location), write=write)
    return EmbeddedStore(Path(location), write=write)
