"""Dates and quantities from the words of a text to the graph, asked through SPARQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad

from kg.goldform import to_json
from kg.graph import document_quads, resolved_quads
from kg.model import Annotation, Document, Event, Mention, MentionType, Role, RoleName, Span
from kg.query import Table, load_library, run_named
from kg.query.formats import plain
from kg.relate.values import with_values
from kg.resolve.types import CanonicalEvent, Resolution, SourceFamily
from kg.settings import Settings
from kg.store import EmbeddedStore, open_store

LIBRARY = load_library()
PREFIX = "PREFIX kg: <https://kg.example/ontology#> PREFIX time: <http://www.w3.org/2006/time#> "
VERB = "وقع"

DATES = [
    ("26 يوليو", "XXXX-07-26", "day", "", "", "false", "false"),
    ("من 3 إلى 7 نوفمبر", "XXXX-11-03/XXXX-11-07", "interval", "", "", "false", "false"),
    ("نحو عام 1990", "1990~", "year", "1990-01-01", "1990-12-31", "true", "false"),
    ("ربما عام 1991", "1991?", "year", "1991-01-01", "1991-12-31", "false", "true"),
    ("ربما نحو عام 1992", "1992%", "year", "1992-01-01", "1992-12-31", "true", "true"),
    ("من 28 أكتوبر إلى 3 نوفمبر 2020", "2020-10-28/2020-11-03", "interval", "2020-10-28", "2020-11-03",
     "false", "false"),
    ("صيف 2019", "2019-22", "season", "2019-06-01", "2019-08-31", "false", "false"),
    ("الربع الأول من 2018", "2018-33", "quarter", "2018-01-01", "2018-03-31", "false", "false"),
    ("النصف الثاني من عام 2017", "2017-41", "half", "2017-07-01", "2017-12-31", "false", "false"),
    ("غرة محرم 1440هـ", "2018-09-11", "day", "2018-09-11", "2018-09-11", "false", "false"),
    ("رمضان 1442هـ", "2021-04-13/2021-05-12", "interval", "2021-04-13", "2021-05-12", "false", "false"),
    ("20 جمادى الأولى 857هـ", "1453-06-07~", "day", "1453-06-07", "1453-06-07", "true", "false"),
    ("تسعينيات القرن الماضي", "199X", "decade", "1990-01-01", "1999-12-31", "false", "false"),
    ("القرن التاسع عشر", "18XX", "century", "1800-01-01", "1899-12-31", "false", "false"),
]  # fmt: skip
"""Expression, EDTF, granularity, first day, last day, approximate, uncertain."""
OPEN = [("2014/..", "2014-01-01", ""), ("../2013-05", "", "2013-05-31")]
"""Values with an open end, as a corrected annotation may hold them."""


def _annotation(name: str, words: list[str], kind: MentionType, role: RoleName) -> Annotation:
    """Return a document with a sentence and an event for each expression, its value read from the words."""
    lines = [f"{VERB} الهجوم {expression} في المدينة." for expression in words]
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    sentences = tuple(Span(s, s + len(line)) for s, line in zip(starts, lines, strict=True))
    document = Document(name, "\n".join(lines), "ar", sentences)
    begin = len(f"{VERB} الهجوم ")
    spans = [Span(s + begin, s + begin + len(e)) for s, e in zip(starts, words, strict=True)]
    mentions = with_values(document, [Mention(span, kind) for span in spans])
    events = tuple(
        Event(
            "Attack",
            Span(s.start, s.start + len(VERB)),
            "asserted",
            n,
            (Role(role, span=m.span, value=m.value),),
        )
        for n, (s, m) in enumerate(zip(sentences, mentions, strict=True))
    )
    return Annotation(document, {}, tuple(mentions), (), (), events)


def _open_ended() -> Annotation:
    """Return a document whose annotation gives dates with an open end."""
    plain_document = _annotation("open", ["منذ ذلك الحين"] * len(OPEN), "Date", "time")
    events = tuple(
        Event(e.type, e.trigger, e.mode, e.sentence, (Role("time", span=e.roles[0].span, value=edtf),))
        for e, (edtf, _, _) in zip(plain_document.events, OPEN, strict=True)
    )
    return Annotation(plain_document.document, {}, (), (), (), events)


def _corpus() -> list[Annotation]:
    amounts = ["نحو 2500 جندي", "أكثر من 300 قتيل", "أقل من 100 دبابة", "بين 5 و7 ملايين دولار", "طائرتان"]
    return [
        _annotation("dates", [row[0] for row in DATES], "Date", "time"),
        _annotation("amounts", amounts, "Quantity", "quantity"),
        _open_ended(),
    ]


def _quads() -> Iterator[Quad]:
    annotations = _corpus()
    events = tuple(
        CanonicalEvent(f"{a.document.id}{n}", "Attack", ((a.document.id, n),), None)
        for a in annotations
        for n in range(len(a.events))
    )
    families = tuple(SourceFamily(a.document.id, (a.document.id,)) for a in annotations)
    for annotation in annotations:
        yield from document_quads(annotation, settings=Settings(), extractor="by hand")
    yield from resolved_quads(Resolution((), events, families), annotations, settings=Settings())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dates") / "store"
    with EmbeddedStore(path, write=True) as store:
        store.add(_quads())
    return path


@pytest.fixture
def ask(folder: Path) -> Callable[[str], set[tuple[str, ...]]]:
    def select(sparql: str) -> set[tuple[str, ...]]:
        with open_store(folder) as store:
            return {tuple(plain(term) for term in row) for row in store.select(PREFIX + sparql)}

    return select


def _dates(folder: Path, query: str, **params: str) -> set[str]:
    result = run_named(folder, LIBRARY[query], {key: [value] for key, value in params.items()})
    assert isinstance(result, Table)
    at = list(result.variables).index("date")
    return {plain(row[at]) for row in result.rows}


def test_every_value_reaches_the_graph_as_it_was_read(ask: Callable[[str], set[tuple[str, ...]]]) -> None:
    found = ask(
        """SELECT ?words ?edtf ?grain ?begin ?end ?approximate ?uncertain {
          ?mention kg:mentionType "Date" ; kg:quote ?words ; kg:value ?value .
          ?value kg:edtf ?edtf ; kg:granularity ?grain .
          ?value kg:approximate ?approximate ; kg:uncertain ?uncertain .
          OPTIONAL { ?value time:hasBeginning/time:inXSDDate ?begin }
          OPTIONAL { ?value time:hasEnd/time:inXSDDate ?end } }"""
    )
    assert found == set(DATES)


def test_claims_and_events_hold_the_same_values(ask: Callable[[str], set[tuple[str, ...]]]) -> None:
    claimed = ask(
        """SELECT ?words ?edtf { ?claim kg:argument ?argument .
          ?argument kg:role kg:time ; kg:quote ?words ; kg:fillerValue/kg:edtf ?edtf }"""
    )
    assert {row for row in claimed if row[0] != "منذ ذلك الحين"} == {row[:2] for row in DATES}
    happened = ask("SELECT ?edtf { ?event a kg:AttackEvent ; kg:time/kg:edtf ?edtf }")
    assert happened == {(row[1],) for row in DATES} | {(row[0],) for row in OPEN}


def test_an_open_end_has_one_bound(ask: Callable[[str], set[tuple[str, ...]]]) -> None:
    found = ask(
        """SELECT ?edtf ?begin ?end { ?value kg:edtf ?edtf FILTER(CONTAINS(STR(?edtf), ".."))
          OPTIONAL { ?value kg:beginDate ?begin } OPTIONAL { ?value kg:endDate ?end } }"""
    )
    assert found == set(OPEN)


def test_the_annotation_keeps_what_the_guide_writes() -> None:
    values = [mention["value"] for mention in to_json(_corpus()[0])["mentions"]]
    assert values[:5] == [None, None, "1990", "1991", "1992"]
    assert values[11] == "1453-06-07"


@pytest.mark.parametrize(
    ("query", "params", "expected"),
    [
        (
            "events-between",
            {"from": "2017-10-01", "to": "2019-06-01"},
            {"2014/..", "2017-41", "2018-33", "2018-09-11", "2019-22"},
        ),
        ("events-between", {"to": "1800-01-01"}, {"1453-06-07~", "18XX", "../2013-05"}),
        (
            "events-between",
            {"from": "1991-12-31", "to": "1992-01-01"},
            {"1991?", "1992%", "199X", "../2013-05"},
        ),
        ("events-within", {"from": "2018-01-01", "to": "2018-12-31"}, {"2018-33", "2018-09-11"}),
        ("events-within", {"from": "1990-01-01", "to": "1999-12-31"}, {"1990~", "1991?", "1992%", "199X"}),
        ("events-before", {"day": "1991-01-01"}, {"1453-06-07~", "18XX", "1990~"}),
        ("events-before", {"day": "2013-06-01"}, {"1453-06-07~", "18XX", "1990~", "1991?", "1992%", "199X",
                                                  "../2013-05"}),
    ],
)  # fmt: skip
def test_the_queries_answer_on_dates(
    folder: Path, query: str, params: dict[str, str], expected: set[str]
) -> None:
    assert _dates(folder, query, **params) == expected


def test_quantities_compare(ask: Callable[[str], set[tuple[str, ...]]]) -> None:
    amount = "?mention kg:mentionType 'Quantity' ; kg:quote ?words ; kg:value ?v ."
    least = ask(f"SELECT ?words {{ {amount} ?v kg:minimum ?n FILTER(?n >= 300) }}")
    assert least == {("نحو 2500 جندي",), ("أكثر من 300 قتيل",), ("بين 5 و7 ملايين دولار",)}
    most = ask(f"SELECT ?words ?n {{ {amount} ?v kg:maximum ?n FILTER(?n <= 100) }}")
    assert most == {("أقل من 100 دبابة", "100"), ("طائرتان", "2")}
    dollars = ask(
        f"SELECT ?low ?high {{ {amount} ?v kg:unit 'dollars' ; kg:minimum ?low ; kg:maximum ?high }}"
    )
    assert dollars == {("5000000", "7000000")}
    about = ask(f"SELECT ?words {{ {amount} ?v kg:approximate true }}")
    assert about == {("نحو 2500 جندي",)}
