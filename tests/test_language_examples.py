"""The examples in the docstrings of language and reading are true."""

import doctest
from importlib import import_module

import pytest

MODULES = (
    "kg.language.clitics",
    "kg.language.detect",
    "kg.language.gazetteer",
    "kg.language.normalise",
    "kg.language.sentences",
    "kg.read.ids",
    "kg.read.title",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    result = doctest.testmod(import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
