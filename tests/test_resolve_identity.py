"""Identity across documents on the names of known items (docs/identity.md)."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    """Return the script that builds and scores the test set."""
    spec = importlib.util.spec_from_file_location("resolve_identity", ROOT / "benchmarks/resolve_identity.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pairs_of_names_are_joined_and_kept_apart(measure: ModuleType) -> None:
    """Pairwise precision is at least .97 and recall at least .85 over three hundred clusters and more."""
    table = list(measure.rows(ROOT / "tests/data/identity.tsv"))
    assert len({row["cluster"] for row in table}) >= 300
    results, errors = measure.score(table)
    for part in ("all", "test"):
        right, found, due = results[part]
        assert right / found >= 0.97, errors[:20]
        assert right / due >= 0.85, errors[:20]
