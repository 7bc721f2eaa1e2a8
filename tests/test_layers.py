"""Imports only point down the table of docs/architecture.md."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
TABLE = (CHECKOUT / "docs" / "architecture.md").read_text(encoding="utf-8")
ANYWHERE = {"__init__"}
"""``kg/__init__.py`` holds the version and how many threads NumPy may start."""

LIBRARIES = {
    "click": {"cli"},
    "gliner": {"recognise"},
    "onnxruntime": {"recognise", "training"},
    "pyshacl": {"validate"},
    "requests": {"link", "recognise", "store"},
    "spacy": {"recognise"},
    "torch": {"recognise", "training"},
    "transformers": {"recognise", "training"},
}
"""Library -> the only packages that may import it."""


def read_layers(table: str) -> dict[str, int]:
    """Return the layer of each package or module that the table names."""
    layers = {}
    for number, names in re.findall(r"^\| (\d+) \| ([^|]+) \|", table, re.MULTILINE):
        for name in re.findall(r"`(?:kg/)?(\w+)(?:/|\.py)`", names):
            layers[name] = int(number)
    return layers


LAYERS = read_layers(TABLE)


def iter_imports(source: str) -> Iterator[str]:
    """Yield the dotted name of everything that a module imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names = (f"kg.{alias.name}" for alias in node.names)
            yield from names if node.module == "kg" else (node.module,)


def edges() -> dict[tuple[str, str], set[str]]:
    """Return which package imports which, with the files that do so; libraries under their first name."""
    found = defaultdict(set)
    for path in sorted((CHECKOUT / "kg").rglob("*.py")):
        own = path.relative_to(CHECKOUT / "kg").parts[0].removesuffix(".py")
        for name in iter_imports(path.read_text(encoding="utf-8")):
            first, _, rest = name.partition(".")
            target = rest.partition(".")[0] if first == "kg" else f"library {first}"
            if target != own and not target.startswith("__"):
                found[own, target].add(str(path.relative_to(CHECKOUT)))
    return found


EDGES = edges()


def points_down(own: str, target: str, layers: dict[str, int]) -> bool:
    return layers[own] > layers[target] if layers[own] else layers[target] == 0


def test_the_table_names_every_package_and_nothing_else() -> None:
    there = {p.name.removesuffix(".py") for p in (CHECKOUT / "kg").iterdir() if p.suffix == ".py"} - ANYWHERE
    there |= {p.name for p in (CHECKOUT / "kg").iterdir() if list(p.glob("*.py"))}
    assert set(LAYERS) == there


@pytest.mark.parametrize("own", sorted(LAYERS))
def test_imports_point_down(own: str) -> None:
    up = {
        target: files
        for (source, target), files in EDGES.items()
        if source == own and not target.startswith("library ") and not points_down(own, target, LAYERS)
    }
    assert up == {}, f"{own} is in layer {LAYERS[own]}"


def test_the_lowest_layer_needs_the_standard_library_only() -> None:
    lowest = {name for name, layer in LAYERS.items() if layer == 0}
    libraries = {t.removeprefix("library ") for s, t in EDGES if s in lowest and t.startswith("library ")}
    assert libraries <= sys.stdlib_module_names


@pytest.mark.parametrize("library", sorted(LIBRARIES))
def test_libraries_stay_where_they_belong(library: str) -> None:
    assert {s for s, t in EDGES if t == f"library {library}"} <= LIBRARIES[library]


def test_only_the_store_opens_a_store() -> None:
    opening = re.compile(r"pyoxigraph import [^\n]*\bStore\b|\b(?:ox|pyoxigraph)\.Store\(")
    opens = {p for p in (CHECKOUT / "kg").rglob("*.py") if opening.search(p.read_text(encoding="utf-8"))}
    assert {p.parent.name for p in opens} == {"store"}


def test_the_reading_of_imports_bites() -> None:
    layers = {"low": 0, "other": 0, "mid": 1, "beside": 1, "high": 2}
    assert read_layers("| 1 | `kg/mid/` `beside.py` | x |\n| 2 | `kg/high/` | y |") == {
        "mid": 1,
        "beside": 1,
        "high": 2,
    }
    assert points_down("high", "mid", layers)
    assert points_down("low", "other", layers)
    assert not points_down("mid", "high", layers)
    assert not points_down("mid", "beside", layers)
    assert set(
        iter_imports("from kg import query, vocab\nimport kg.link.index\nfrom kg.graph.iris import Iris")
    ) == {
        "kg.query",
        "kg.vocab",
        "kg.link.index",
        "kg.graph.iris",
    }
    assert ("graph", "vocab") in EDGES
    assert ("graph", "library pyoxigraph") in EDGES
