"""What a step's outcome depends on besides its input: the program's own code and data, and its libraries.

The version of a step is a digest of the files of its package and of every package below it, so nobody can
forget to raise a number, and an upgrade runs again exactly the steps whose code it touched.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.pipeline.state import digest
from kg.resources import resource_folder

_CODE = Path(__file__).resolve().parent.parent
_BASE = ("model.py", "vocab.py", "goldform.py", "language", "dates", "quantities")

STEPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "recognise": (("model.py", "language", "recognise"), ("onnxruntime", "tokenizers", "numpy")),
    "annotate": (
        (*_BASE, "recognise", "resolve", "relate", "review", "data"),
        ("edtf", "hijridate", "rapidfuzz"),
    ),
    "link": (("model.py", "language", "link", "data/link*"), ("rapidfuzz",)),
    "summarise": ((*_BASE, "resolve", "data"), ("datasketch", "edtf", "hijridate")),
    "resolve": ((*_BASE, "resolve", "review", "data"), ("datasketch", "edtf", "rapidfuzz", "numpy")),
    "graph": ((*_BASE, "resolve", "relate", "graph"), ("edtf",)),
    "review": (("model.py", "vocab.py", "review"), ()),
}
"""Step -> the files and packages under ``kg/`` and the libraries that its outcome depends on."""


@cache
def step_version(step: str) -> str:
    """Return 32 hex digits that change whenever the step could give another outcome for the same input.

    The recogniser's model (``kg/data/model*``) is not in it: ``Recogniser.version`` stands for that.
    """
    code, libraries = STEPS[step]
    return digest(step, *(_content(name) for name in code), *(_release(name) for name in libraries))


@cache
def ontology_version() -> str:
    """Return 32 hex digits that change with any file of the ontology."""
    return _folder(resource_folder("ontology"))


def _content(name: str) -> str:
    """Return what stands for a file, a folder, or all files that match a pattern."""
    path = _CODE / name
    if path.is_dir():
        return _folder(path)
    return digest(*(file.read_bytes() for file in sorted(path.parent.glob(path.name))))


@cache
def _folder(folder: Path) -> str:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and _counts(p.relative_to(folder)))
    return digest(
        *(part for path in files for part in (path.relative_to(folder).as_posix(), path.read_bytes()))
    )


def _counts(path: Path) -> bool:
    return not any(part.startswith((".", "__pycache__", "model", "link")) for part in path.parts)


def _release(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return f"{library} absent"
