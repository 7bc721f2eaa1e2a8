"""Find the folders that travel with the program: beside ``kg/`` in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

from kg.errors import ModelError

_PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """Return the folder ``ontology``, ``queries`` or ``data``, wherever ``kg`` is run from.

    >>> resource_folder("ontology").name
    'ontology'

    :raises ModelError: the installation lacks the folder.
    """
    for parent in (_PACKAGE, _PACKAGE.parent):
        folder = parent / name
        if folder.is_dir():
            return folder
    raise ModelError(f"{_PACKAGE / name}: the folder is missing from this installation; install kg anew")
