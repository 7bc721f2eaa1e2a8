"""Normalisation gives one spelling and the exact way back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.normalise import fold, normalise
from kg.model import Span

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئٱ"
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0670"
ODD = (
    "ـ"
    "\u200f\u200e\u202b\u2069\u200c\ufeff\xad\xa0\u2009 «»“”‘’،؛؟…٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪"
    "ﻻﷲﻋﺮﺍﻕﱞﹱﹷaéİßﬁ½\n\r\t.;"
)
texts = st.text(alphabet=ARABIC + MARKS + ODD) | st.text()


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("مُحَمَّدٌ", "محمد"),
        ("العـــراق", "العراق"),
        ("أحمد إبراهيم آل ٱلله", "احمد ابراهيم ال الله"),
        ("رئيس الهيئة لؤي", "رييس الهيية لوي"),
        ("مصطفى على", "مصطفي علي"),
        ("١٢٫٥٪ و۳۴", "12.5% و34"),
        ("١٬٠٠٠", "1,000"),
        ("\ufee3\ufebc\ufeae ﻻ ﷲ", "مصر لا الله"),
        (unicodedata.normalize("NFD", "الأمن القُرآن"), "الامن القران"),
        ("\u200fبغداد\u200e \u2067دمشق\u2069\ufeff", "بغداد دمشق"),
        ("می\u200cخواهد ایران", "ميخواهد ايران"),
        ("عام\xa02021\u2009م", "عام 2021 م"),
        ("«قال» “نعم” ‘لا’", '"قال" "نعم" \'لا\''),
        ("2014–2015", "2014-2015"),
        ("ﱞا ﹱ", "ا "),
        ("café CAFÉ", "café CAFÉ"),
        ("سطر\r\nآخر\u2028\tثالث", "سطر\r\nاخر\u2028 ثالث"),
        ("", ""),
    ],
)
def test_normalise_gives_one_spelling(written: str, plain: str) -> None:
    assert normalise(written).text == plain


def test_ta_marbuta_is_an_option() -> None:
    assert normalise("هدنة").text == "هدنة"
    assert normalise("هدنة", ta_marbuta=True).text == fold("هُدنه") == fold("هدنة", ta_marbuta=True)


@pytest.mark.parametrize("word", ["العِراق", "العـراق", "\u202bالعراق\u202c", "ﺍﻟﻌﺮﺍﻕ"])
def test_a_found_word_is_given_back_as_written(word: str) -> None:
    text = f"قال «رئيسُ {word}» ذلك"
    normal = normalise(text)
    at = normal.text.index("العراق")
    back = normal.to_original(Span(at, at + len("العراق")))
    assert text[back.start : back.end] == word.strip("\u202b\u202c")
    assert normal.from_original(back) == Span(at, at + len("العراق"))


def test_marks_belong_to_their_letter() -> None:
    assert normalise("مُحَمَّد بن").to_original(Span(0, 4)) == Span(0, 8)


def test_empty_spans_map_to_places() -> None:
    normal = normalise("أَب")
    assert [normal.to_original(Span(i, i)) for i in range(3)] == [Span(0, 0), Span(2, 2), Span(3, 3)]
    assert normalise("").to_original(Span(0, 0)) == Span(0, 0)


@given(texts)
def test_offsets_are_ordered_and_inside(text: str) -> None:
    normal = normalise(text)
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    assert list(normal.starts) == sorted(normal.starts)
    assert list(normal.ends) == sorted(normal.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(normal.starts, normal.ends, strict=True))


@given(texts, st.data())
def test_every_span_round_trips(text: str, data: st.DataObject) -> None:
    normal = normalise(text)
    start = data.draw(st.integers(0, len(normal.text)))
    span = Span(start, data.draw(st.integers(start, len(normal.text))))
    back = normal.to_original(span)
    assert normal.text[span.start : span.end] in normalise(text[back.start : back.end]).text
    again = normal.from_original(back)
    assert span.start == span.end or again.contains(span)
    assert normal.to_original(again) == back or span.start == span.end


@given(st.text(alphabet=ARABIC + " .،"))
def test_plain_text_keeps_its_offsets(text: str) -> None:
    normal = normalise(text)
    assert list(normal.starts) == list(range(len(text)))


@given(st.text(alphabet=ARABIC + MARKS + "٠١٢aéİ «»"))
def test_a_key_is_its_own_key_and_blind_to_form(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    assert fold(unicodedata.normalize("NFD", text)) == key
    assert fold(normalise(text).text) == key


def test_fold_joins_what_is_one_name() -> None:
    assert fold("Recep Tayyip ERDOĞAN") == fold("recep  tayyip\xa0erdogan ")
    assert fold("أبو ظَبي") == fold("ابو ظبى")
    assert fold("علي") != fold("عالي")
