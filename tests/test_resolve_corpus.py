"""Identity across documents: what is one, what stays apart, what people decide, and that order is nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resolving import document, entity, person

from kg.resolve.corpus import resolve_corpus
from kg.resolve.forms import make_form, state_of
from kg.resolve.types import Constraints, DocumentSummary, EntitySummary, Resolution

IRAQ, YEMEN = entity("Place", "العراق", "e9", count=5), entity("Place", "اليمن", "e9", count=5)


def clusters(resolution: Resolution, local: str = "e1") -> list[list[str]]:
    """Return the documents whose entity of that local id is one, each group sorted."""
    found = ([d for d, e in c.members if e == local] for c in resolution.entities)
    return sorted(group for group in found if group)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("سمير حداد", "سمير حدّاد"),
        ("أبو سالم النجار", "أبي سالم النجار"),
        ("عبد الرحمن القصاب", "عبدالرحمن القصاب"),
        ("فلاديمير كوزلوف", "Vladimir Kozlov"),
        ("ناصر بن سعيد المعمري", "ناصر المعمري"),
    ],
)
def test_spellings_of_a_persons_name_are_one(left: str, right: str) -> None:
    """One node holds both, and says why."""
    resolution = resolve_corpus([document("a", person(left), IRAQ), document("b", person(right), IRAQ)])
    assert clusters(resolution) == [["a", "b"]]
    node = next(e for e in resolution.entities if ("a", "e1") in e.members)
    assert node.explanation[0].features
    assert node.explanation[0].score >= 0.5


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (person("علي حسن"), person("علي حسين")),
        (person("يوسف الأول"), person("يوسف الثاني")),
        (person("سلمى بنت راشد"), person("سليم بن راشد")),
        (entity("Organisation", "وزارة النقل اليمنية"), entity("Organisation", "وزارة النقل العراقية")),
        (entity("Agreement", "القرار 1325"), entity("Agreement", "القرار 1701")),
    ],
)
def test_names_alike_of_different_things_stay_apart(left: object, right: object) -> None:
    """A likeness is not enough."""
    assert clusters(resolve_corpus([document("a", left, IRAQ), document("b", right, IRAQ)])) == [["a"], ["b"]]  # type: ignore[arg-type]


def test_homonyms_stay_apart_on_evidence() -> None:
    """Two people of one name with offices in different countries are two, a third report joins its own."""
    mayor = person("علي حسن", offices=(("محافظ البصرة العراقية", "الحكومة العراقية"),))
    coach = person("علي حسن", offices=(("مدرب المنتخب اليمني", "الاتحاد اليمني لكرة القدم"),))
    summaries = [document("a", mayor, IRAQ), document("b", coach, YEMEN), document("c", mayor, IRAQ)]
    assert clusters(resolve_corpus(summaries)) == [["a", "c"], ["b"]]


def test_a_ministry_without_country_is_that_of_the_country_the_document_is_about() -> None:
    """Every country has one, so the name alone proves nothing."""
    ministry = entity("Organisation", "وزارة النقل")
    summaries = [document("a", ministry, IRAQ), document("b", ministry, YEMEN), document("c", ministry, IRAQ)]
    assert clusters(resolve_corpus(summaries)) == [["a", "c"], ["b"]]


def test_decisions_win_over_scores() -> None:
    """What people join is one, what they part is two, and parting wins where they contradict each other."""
    summaries = [
        document("a", person("سمير حداد")),
        document("b", person("سمير حداد")),
        document("c", person("نبيل")),
    ]
    a, b, c = ("a", "e1"), ("b", "e1"), ("c", "e1")
    parted = resolve_corpus(summaries, Constraints(different=frozenset({(a, b)}), same=frozenset({(a, c)})))
    assert clusters(parted) == [["a", "c"], ["b"]]
    both = Constraints(different=frozenset({(a, b)}), same=frozenset({(a, b)}))
    assert clusters(resolve_corpus(summaries, both)) == [["a"], ["b"], ["c"]]
    assert clusters(
        resolve_corpus(summaries, Constraints(same=frozenset({(a, ("gone", "e1"))})))
    ) == clusters(resolve_corpus(summaries))


def test_a_decision_may_name_the_node() -> None:
    """The chosen name is preferred, the old one stays among the others."""
    named = Constraints(names=frozenset({(("a", "e1"), "سمير بن خليل حداد", "ar")}))
    (node,) = resolve_corpus([document("a", person("سمير حداد"))], named).entities
    assert node.name_ar == "سمير بن خليل حداد"
    assert ("سمير حداد", "ar") in node.names


def test_further_documents_leave_the_keys_as_they_are() -> None:
    """A node keeps its key while documents that use its best-known name come in."""
    first = [document("m", person("سمير حداد"), IRAQ), document("n", person("ليلى ناصر"), IRAQ)]
    more = [*first, document("a", person("سمير حداد"), IRAQ), document("z", person("هند صبري"), YEMEN)]
    assert {e.key for e in resolve_corpus(first).entities} < {e.key for e in resolve_corpus(more).entities}


def place(name: str, item: str | None = None, local: str = "e1") -> EntitySummary:
    """Return the summary of a place, linked when an item is given."""
    return entity("Place", name, local, wikidata=item)


JORDAN, LEBANON, LIBYA = (place(name, local="e9") for name in ("الأردن", "لبنان", "ليبيا"))
AMMAN, OMAN = place("عمان", "Q3805"), place("عمان", "Q842")
IN_LIBYA, IN_LEBANON = place("طرابلس", "Q3579"), place("طرابلس", "Q168954")


def test_a_capital_called_like_another_country_is_not_that_country() -> None:
    """Amman and Oman are written alike; an unlinked one goes by the country that its document names."""
    summaries = [
        document("a", AMMAN, JORDAN),
        document("b", OMAN, YEMEN),
        document("c", place("عمان"), JORDAN),
        document("d", place("عمان"), YEMEN),
        document("e", AMMAN),
    ]
    resolution = resolve_corpus(summaries)
    assert clusters(resolution) == [["a", "c", "e"], ["b", "d"]]
    names = {(e.wikidata, e.name_en) for e in resolution.entities if ("a", "e9") not in e.members}
    assert {("Q842", "Oman"), ("Q3805", None)} <= names


def test_towns_of_one_name_stay_apart_by_their_items() -> None:
    """An unlinked mention goes to the one of its country, and to none when nothing tells which it is."""
    summaries = [
        document("a", IN_LIBYA, LIBYA),
        document("b", IN_LEBANON, LEBANON),
        document("c", place("طرابلس"), LIBYA),
        document("d", place("طرابلس"), LEBANON),
        document("0", place("طرابلس")),
    ]
    assert clusters(resolve_corpus(summaries)) == [["0"], ["a", "c"], ["b", "d"]]


def test_a_town_called_like_a_capital_does_not_act_for_its_state() -> None:
    """What is said in Tripoli of Lebanon is not said by Libya; what is said in Amman is said by Jordan."""
    form = make_form("Place", "طرابلس")
    assert [state_of(form, item) for item in (None, "Q3579", "Q168954")] == ["@Q1016", "@Q1016", None]
    form = make_form("Place", "عمان", "Q3805")
    assert [state_of(form, item) for item in ("Q3805", "Q842")] == ["@Q810", "@Q842"]
    assert state_of(make_form("Place", "عمّان")) == "@Q810"


def test_people_of_one_name_stay_apart_by_their_items() -> None:
    """Even in one company; only a person may say that two items are one."""
    one, other = person("سمير حداد", wikidata="Q900000001"), person("سمير حداد", wikidata="Q900000002")
    friends = [person(name, f"f{n}") for n, name in enumerate(("ليلى ناصر", "هند صبري", "علي حسن"))]
    summaries = [
        document(name, entity, IRAQ, *friends) for name, entity in zip("ab", (one, other), strict=True)
    ]
    assert clusters(resolve_corpus(summaries)) == [["a"], ["b"]]
    same = Constraints(same=frozenset({(("a", "e1"), ("b", "e1"))}))
    assert clusters(resolve_corpus(summaries, same)) == [["a", "b"]]


def test_one_item_joins_names_that_would_not_be_joined() -> None:
    """The same item is evidence for."""
    one, other = person("سمير حداد", wikidata="Q900000001"), person("أبو خليل", wikidata="Q900000001")
    assert clusters(resolve_corpus([document("a", one), document("b", other)])) == [["a", "b"]]


def test_names_that_resemble_only_their_neighbours_do_not_chain() -> None:
    """Each name holds a part of the next and all keep the same company; most have no part in common."""
    company = [
        entity("Organisation", name, f"e{n}")
        for n, name in enumerate(("شركة النخيل", "نادي البادية", "صحيفة الشروق"), 5)
    ]
    parts = ["سنان", "فهمي", "قتيبة", "رعد", "جودت", "كنعان", "شاهين"]
    names = [" ".join(parts[n : n + size]) for n in range(len(parts) - 1) for size in (2, 3)]
    found = clusters(
        resolve_corpus(document(f"d{n:02}", person(name), *company, IRAQ) for n, name in enumerate(names))
    )
    assert max(map(len, found)) <= 5
    assert len(found) > 1


def test_an_unlinked_mention_bridges_no_two_items() -> None:
    """It fits both as well, so it is left alone; when far more documents mean one of them it goes there."""
    one, other = person("سمير حداد", wikidata="Q900000001"), person("سمير حداد", wikidata="Q900000002")
    few = [document("a", one), document("b", other), document("0", person("سمير حدّاد"))]
    assert clusters(resolve_corpus(few)) == [["0"], ["a"], ["b"]]
    more = [*few, *(document(f"m{n}", one) for n in range(4))]
    assert clusters(resolve_corpus(more)) == [["0", "a", "m0", "m1", "m2", "m3"], ["b"]]


def test_a_longer_unlinked_name_bridges_no_two_items() -> None:
    """Also where the names differ: the one of three parts may be either."""
    one = person("سمير حداد", wikidata="Q900000001")
    other = person("سمير خليل", wikidata="Q900000002")
    both = person("سمير خليل حداد")
    assert clusters(resolve_corpus([document("a", one), document("b", other), document("c", both)])) in (
        [["a", "c"], ["b"]],
        [["a"], ["b"], ["c"]],
    )


NAMES = [
    "سمير حداد",
    "حداد",
    "سمير خليل حداد",
    "Samir Haddad",
    "سليم حداد",
    "علي حسن",
    "علي حسين",
    "البرلمان",
]


ITEMS = [None, None, "Q900000001", "Q900000002"]
TOWNS = ["عمان", "طرابلس"]


@st.composite
def corpora(draw: st.DrawFn) -> list[DocumentSummary]:
    """Return a few documents that name people in many ways."""
    out = []
    for n in range(draw(st.integers(2, 7))):
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
        items = [draw(st.sampled_from(ITEMS)) for _ in names]
        people = [
            person(name, f"e{i}", wikidata=item)
            for i, (name, item) in enumerate(zip(names, items, strict=True), 1)
        ]
        town = place(draw(st.sampled_from(TOWNS)), draw(st.sampled_from(ITEMS)), "e8")
        out.append(document(f"d{n}", *people, town, draw(st.sampled_from([IRAQ, YEMEN, JORDAN]))))
    return out


@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_of_documents_makes_no_difference(summaries: list[DocumentSummary], random: object) -> None:
    """Every order gives the same resolution, to the last explanation; every member is in exactly one node."""
    shuffled = sorted(summaries, key=lambda s: random.random())  # type: ignore[attr-defined]
    resolution = resolve_corpus(summaries)
    assert resolve_corpus(shuffled) == resolution
    members = [m for e in resolution.entities for m in e.members]
    assert sorted(members) == sorted((s.id, e.id) for s in summaries for e in s.entities)
    assert len({e.key for e in resolution.entities}) == len(resolution.entities)
    items = {(s.id, e.id): e.wikidata for s in summaries for e in s.entities if e.wikidata is not None}
    assert all(len({items[m] for m in e.members if m in items}) <= 1 for e in resolution.entities)
