"""Identity across documents: what is one, what stays apart, what people decide, and that order is nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resolving import document, entity, person

from kg.resolve.corpus import resolve_corpus
from kg.resolve.types import Constraints, DocumentSummary, Resolution

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


@st.composite
def corpora(draw: st.DrawFn) -> list[DocumentSummary]:
    """Return a few documents that name people in many ways."""
    out = []
    for n in range(draw(st.integers(2, 7))):
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
        people = [person(name, f"e{i}") for i, name in enumerate(names, 1)]
        out.append(document(f"d{n}", *people, draw(st.sampled_from([IRAQ, YEMEN]))))
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
