from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import get_args

import pyoxigraph as ox
import pytest

import kg.vocab
from kg import vocab
from kg.model import ENTITY_TYPES, EVENT_TYPES, MODES, RELATION_KINDS, ROLES
from kg.vocab import CLASSES, INDIVIDUALS, KG, PROPERTIES

CHECKOUT = Path(__file__).resolve().parent.parent
ONTOLOGY = CHECKOUT / "ontology" / "kg.ttl"
TERMS = {*CLASSES, *INDIVIDUALS, *PROPERTIES}
READERS = sorted(
    path
    for pattern in ("queries/**/*.rq", "kg/**/*.py", "docs/*.md", "ontology/*.ttl", "README.md")
    for path in CHECKOUT.glob(pattern)
)


def declared(*kinds: str) -> set[str]:
    quads = list(ox.parse(path=ONTOLOGY, format=ox.RdfFormat.TURTLE))
    found = {q.subject.value for q in quads if isinstance(q.object, ox.NamedNode) and q.object.value in kinds}
    return {iri.removeprefix(KG) for iri in found if iri.startswith(KG)}


def test_code_and_ontology_declare_the_same_terms() -> None:
    assert set(CLASSES) == declared(vocab.OWL + "Class")
    assert set(INDIVIDUALS) == declared(vocab.OWL + "NamedIndividual")
    assert set(PROPERTIES) == declared(vocab.OWL + "ObjectProperty", vocab.OWL + "DatatypeProperty")


def test_every_name_of_the_model_has_a_term() -> None:
    assert {v.removeprefix(KG) for v in vocab.EVENT_CLASSES.values()} == {f"{t}Event" for t in EVENT_TYPES}
    assert {v.removeprefix(KG) for v in vocab.ENTITY_CLASSES.values()} <= set(CLASSES)
    assert {*vocab.EVENT_CLASSES.values()} <= {KG + name for name in CLASSES}
    assert set(vocab.ENTITY_CLASSES) == set(ENTITY_TYPES)
    assert set(get_args(vocab.RoleTerm)) == set(ROLES)
    assert set(MODES) <= set(INDIVIDUALS)
    assert set(RELATION_KINDS) <= set(PROPERTIES)


@pytest.mark.parametrize("path", READERS, ids=lambda p: str(p.relative_to(CHECKOUT)))
def test_every_term_that_is_used_is_declared(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = set(re.findall(r"(?<![\w/.-])kg:([A-Za-z]\w*)", text))
    used |= set(re.findall(re.escape(KG) + r"([A-Za-z]\w*)", text))
    assert used <= TERMS, f"{path} uses terms that ontology/kg.ttl does not declare"


def test_there_are_files_that_use_terms() -> None:
    assert sum(path.suffix == ".rq" for path in READERS) >= 9


def test_every_term_is_shown_in_the_contract() -> None:
    text = (CHECKOUT / "docs" / "graph.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"kg:([A-Za-z]\w*)", text))
    abstract = {
        "Filler",
        "Participant",
        "Value",
        "Happening",
        "Event",
        "Entity",
        "Mode",
        "OfficeStatus",
        "involves",
    }
    assert TERMS - shown - abstract == set()


def test_examples() -> None:
    assert doctest.testmod(kg.vocab).failed == 0
