"""Attached prefixes are cut off in every plausible way, never silently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.clitics import SHORTEST_STEM, iter_cuts


@pytest.mark.parametrize(
    ("word", "start", "stem"),
    [
        ("وواشنطن", 1, "واشنطن"),
        ("بالعراق", 1, "العراق"),
        ("للعراق", 1, "العراق"),
        ("وللعراق", 2, "العراق"),
        ("للبنان", 1, "لبنان"),
        ("لليبي", 1, "الليبي"),
        ("فبالقاهرة", 2, "القاهرة"),
        ("وَبِالعِراق", 4, "العِراق"),
        ("كمصر", 1, "مصر"),
        ("بغداد", 0, "بغداد"),
    ],
)
def test_the_right_reading_is_among_them(word: str, start: int, stem: str) -> None:
    assert (start, stem) in [(cut.start, cut.stem) for cut in iter_cuts(word)]


@pytest.mark.parametrize("word", ["ولد", "بها", "فيه", "London", "", "و"])
def test_what_is_too_short_or_foreign_stays_whole(word: str) -> None:
    assert [cut.stem for cut in iter_cuts(word)] == [word]


@given(st.text(alphabet="وفبكلاعرقمنةَُّ"))
def test_cuts_keep_the_word_together(word: str) -> None:
    cuts = list(iter_cuts(word))
    assert cuts[0].stem == word
    assert [c.start for c in cuts] == sorted(c.start for c in cuts)
    for cut in cuts:
        assert word.startswith(cut.prefix)
        assert cut.start == len(cut.prefix)
        assert cut.stem.endswith(word[cut.start :])
    assert len(cuts) <= 1 + 2 + 2 * 3 and SHORTEST_STEM > 1
