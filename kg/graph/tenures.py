"""Offices and who held them, gathered from the position claims of all documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from kg.graph.iris import Iris, digest
from kg.graph.names import DocumentNames
from kg.graph.offices import bare_title, office_status
from kg.graph.terms import TYPE, Statement, date, kg_node
from kg.model import Position
from kg.relate import office_name
from kg.vocab import PREF_LABEL


@dataclass
class _Tenure:
    holder: NamedNode
    office: NamedNode
    observed: set[str] = field(default_factory=set)
    former: set[str] = field(default_factory=set)
    claims: list[NamedNode] = field(default_factory=list)


class Tenures:
    """Gathers positions as they come and describes offices and tenures at the end.

    Two positions are of one office when their titles have the same usual name, or are the same without words
    of state, and the body is the same. Where no body is known every holder has an office of their own, for
    the ministers of two countries do not share one.
    """

    def __init__(self, iris: Iris) -> None:
        self._iris = iris
        self._offices: dict[NamedNode, tuple[NamedNode | None, set[tuple[str, str]]]] = {}
        self._tenures: dict[NamedNode, _Tenure] = {}

    def add(
        self, names: DocumentNames, position: Position, holder: NamedNode, body: NamedNode | None
    ) -> None:
        """Take note of one position of a document, its holder and body being canonical nodes."""
        document = names.annotation.document
        title = document.at(position.title)
        usual = office_name(title)
        kept = bare_title(title) if usual is None else usual.en
        office = self._iris.keyed("office", digest("office", kept, (holder if body is None else body).value))
        names_of = self._offices.setdefault(office, (body, set()))[1]
        if usual is None:
            names_of.add((title, document.language))
        else:
            names_of.update({(usual.ar, "ar"), (usual.en, "en")})
        node = self._iris.keyed("tenure", digest("tenure", holder.value, office.value))
        tenure = self._tenures.setdefault(node, _Tenure(holder, office))
        tenure.claims.append(names.position(position))
        status = office_status(title)
        if document.published is None or status == "designate":
            return
        (tenure.former if status == "former" else tenure.observed).add(document.published)

    def statements(self) -> Iterator[Statement]:
        """Yield what describes the offices and tenures gathered so far."""
        for office, (body, titles) in self._offices.items():
            yield office, TYPE, kg_node("Office")
            for language in sorted({language for _, language in titles}):
                label = min((t for t, of in titles if of == language), key=lambda t: (len(t), t))
                yield office, NamedNode(PREF_LABEL), Literal(label, language=language)
            if body is not None:
                yield office, kg_node("officeOf"), body
        for node, tenure in self._tenures.items():
            yield from _tenure(node, tenure)


def _tenure(node: NamedNode, tenure: _Tenure) -> Iterator[Statement]:
    yield node, TYPE, kg_node("Tenure")
    yield node, kg_node("tenureHolder"), tenure.holder
    yield node, kg_node("tenureOffice"), tenure.office
    for claim in tenure.claims:
        yield node, kg_node("reportedBy"), claim
    for day in tenure.observed:
        yield node, kg_node("observedOn"), date(day)
    if tenure.former:
        yield node, kg_node("endedBefore"), date(min(tenure.former))
