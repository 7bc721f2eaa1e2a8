"""Set aside the nodes that plainly meet ``ontology/shapes.ttl``, so that pySHACL need not see them.

The screen is made from the shapes file and asks of each node what the file asks. It errs to one side: a node
that it lets pass meets every shape, a node that it stops may still be right; pySHACL has the word on those.
A shape that says something the screen does not know is an error, never passed over.

Every constraint that it knows looks at no more than a node's own triples, the triples that point to it by a
property of an inverse path, and the types of its values: that much is handed on with a node that is stopped.

Source: https://www.w3.org/TR/shacl/ sections 2 (targets, paths) and 4 (core constraint components).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.collection import Collection as RdfList
from rdflib.term import Node as RdflibNode

from kg.errors import ModelError
from kg.store import Term
from kg.vocab import RDF_TYPE, XSD

Test = Callable[[Term], bool]
"""Tells whether a value plainly meets one constraint."""

Subject = NamedNode | BlankNode
_TYPE = NamedNode(RDF_TYPE)
_SUB_CLASS_OF = NamedNode(str(RDFS.subClassOf))

_FORMS: dict[str, str] = {
    XSD + "integer": r"[+-]?[0-9]+",
    XSD + "decimal": r"[+-]?[0-9]+(\.[0-9]+)?",
    XSD + "boolean": "true|false",
    XSD + "date": "-?(0[0-9]{3}|[1-9][0-9]{3,})-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    "|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)",
    XSD + "string": "(?s:.*)",
    XSD + "anyURI": "(?s:.*)",
    "http://id.loc.gov/datatypes/edtf": "(?s:.*)",
}
"""By datatype: a form that is well-formed for certain, not every one (29 February is left to pySHACL).

Source: https://www.w3.org/TR/xmlschema11-2/ section 3.3. pySHACL judges no form of the last three. rdflib
knows no date before year 1 or after 9999, which are dates all the same.
"""

_SILENT = {RDF.type, RDFS.label, RDFS.comment, SH.path, SH.targetClass, SH.ignoredProperties}
"""What a shape has beside constraints; ignoredProperties is read with closed."""


@dataclass(slots=True)
class Rule:
    """What one shape asks of a node of its target: how many values its path has and what each must be.

    ``path`` is the alternative properties of a property shape, None for a node shape, whose only value is the
    node itself.
    """

    path: tuple[NamedNode, ...] | None
    inverse: bool = False
    least: int = 0
    most: int | None = None
    tests: list[Test] = field(default_factory=list)
    classes: list[frozenset[Term]] = field(default_factory=list)
    pairs: list[tuple[NamedNode, Callable[[Term, Term], bool]]] = field(default_factory=list)
    one_a_language: bool = False
    allowed: frozenset[NamedNode] | None = None


class Nodes:
    """The triples of a graph by subject and property."""

    def __init__(self, quads: Iterable[Quad], inverse: Collection[NamedNode] = ()) -> None:
        """Walk the quads once; ``inverse`` are the properties that will be followed backwards.

        :raises ModelError: a quad has a triple term, which SHACL does not know.
        """
        self.described: dict[Subject, dict[NamedNode, list[Term]]] = {}
        self.pointing: dict[tuple[NamedNode, Term], list[Subject]] = {}
        self.blank = False
        for subject, predicate, value, _ in quads:
            if isinstance(value, Triple):
                raise ModelError(f"{value}: triple terms cannot be validated; export without --rdf12")
            self.described.setdefault(subject, {}).setdefault(predicate, []).append(value)
            self.blank = self.blank or isinstance(value, BlankNode) or isinstance(subject, BlankNode)
            if predicate in inverse:
                self.pointing.setdefault((predicate, value), []).append(subject)

    def types(self, node: Term) -> list[Term]:
        """Return the classes of a node, none for a literal."""
        if not isinstance(node, NamedNode | BlankNode):
            return []
        return self.described.get(node, {}).get(_TYPE, [])

    def values(self, node: Subject, rule: Rule) -> list[Term]:
        """Return what a rule's path leads to from a node."""
        if rule.path is None:
            return [node]
        if rule.inverse:
            return [s for p in rule.path for s in self.pointing.get((p, node), ())]
        properties = self.described[node]
        if len(rule.path) == 1:
            return properties.get(rule.path[0], [])
        return [value for p in rule.path for value in properties.get(p, ())]

    def around(self, nodes: Collection[Subject]) -> Iterator[Quad]:
        """Yield the triples of some nodes and all that the constraints on them look at."""
        for node in nodes:
            for predicate, values in self.described[node].items():
                yield from (Quad(node, predicate, value) for value in values)
                yield from (Quad(v, _TYPE, t) for v in values for t in self.types(v))  # type: ignore[arg-type]
        wanted = set(nodes)
        for (predicate, value), subjects in self.pointing.items():
            if value in wanted:
                yield from (Quad(subject, predicate, value) for subject in subjects)


class Screen:
    """The rules of a shapes graph by class; ``subclasses`` are (class, superclass) of the ontology."""

    def __init__(self, shapes: Graph, subclasses: Collection[tuple[Term, Term]]) -> None:
        """Read the rules of the shapes.

        :raises ModelError: a shape says something that the screen does not know.
        """
        self._subclasses = frozenset(subclasses)
        self._by_class: dict[Term, list[Rule]] = {}
        for shape in sorted(set(shapes.subjects(SH.targetClass, None)), key=str):
            rule = self._rule(shapes, shape)
            for target in shapes.objects(shape, SH.targetClass):
                for kind in self._below(_term(target)):
                    self._by_class.setdefault(kind, []).append(rule)
        _check_all_targeted(shapes)
        rules = [rule for rules in self._by_class.values() for rule in rules]
        self.inverse = frozenset(p for rule in rules if rule.inverse and rule.path for p in rule.path)
        self._of_types: dict[tuple[Term, ...], list[Rule]] = {}

    def stopped(self, nodes: Nodes) -> list[Subject]:
        """Return the nodes of a graph that may violate a shape, in the graph's order."""
        if self._has_own_classes(nodes):
            return list(nodes.described)
        return [node for node in nodes.described if not self._passes(node, nodes)]

    def _has_own_classes(self, nodes: Nodes) -> bool:
        """Tell whether a graph has subclasses of its own: the ontology then does not tell all targets."""
        return any(
            (node, above) not in self._subclasses
            for node, properties in nodes.described.items()
            for above in properties.get(_SUB_CLASS_OF, ())
        )

    def _passes(self, node: Subject, nodes: Nodes) -> bool:
        types = tuple(nodes.types(node))
        rules = self._of_types.get(types)
        if rules is None:
            found = [rule for kind in types for rule in self._by_class.get(kind, ())]
            rules = self._of_types[types] = list({id(rule): rule for rule in found}.values())
        return all(_meets(node, rule, nodes) for rule in rules)

    def _below(self, kind: Term) -> frozenset[Term]:
        """Return a class and all its subclasses."""
        below: set[Term] = set()
        found: set[Term] = {kind}
        while found:
            below |= found
            found = {sub for sub, above in self._subclasses if above in below} - below
        return frozenset(below)

    def _rule(self, shapes: Graph, shape: RdflibNode) -> Rule:
        rule = Rule(*_path(shapes, shape))
        for name, value in shapes.predicate_objects(shape):
            if name in _SILENT:
                continue
            if name == SH["class"]:
                rule.classes.append(self._below(_term(value)))
            elif name in _CONSTRAINTS:
                _CONSTRAINTS[name](rule, shapes, shape, value)
            else:
                raise ModelError(f"{shape}: no screen for {name}; teach it to kg/validate/screen.py")
        return rule


def _meets(node: Subject, rule: Rule, nodes: Nodes) -> bool:
    values = nodes.values(node, rule)
    if len(values) != 1:
        values = list(dict.fromkeys(values))  # two graphs may say the same
    if len(values) < rule.least or (rule.most is not None and len(values) > rule.most):
        return False
    if rule.allowed is not None and not rule.allowed.issuperset(nodes.described[node]):
        return False
    if not all(_fits(value, rule, nodes) for value in values):
        return False
    return (not rule.pairs or _pairs_hold(values, rule, nodes.described[node])) and (
        not rule.one_a_language or _one_a_language(values)
    )


def _fits(value: Term, rule: Rule, nodes: Nodes) -> bool:
    for test in rule.tests:
        if not test(value):
            return False
    if not rule.classes:
        return True
    types = nodes.types(value)
    return not any(kinds.isdisjoint(types) for kinds in rule.classes)


def _pairs_hold(values: Sequence[Term], rule: Rule, properties: Mapping[NamedNode, Sequence[Term]]) -> bool:
    return all(
        holds(value, other)
        for name, holds in rule.pairs
        for value in values
        for other in properties.get(name, ())
    )


def _one_a_language(values: Iterable[Term]) -> bool:
    languages = [v.language.lower() for v in values if isinstance(v, Literal) and v.language]
    return len(languages) == len(set(languages))


def _path(shapes: Graph, shape: RdflibNode) -> tuple[tuple[NamedNode, ...] | None, bool]:
    """Return the properties of a shape's path and whether it leads backwards."""
    path = shapes.value(shape, SH.path)
    if path is None:
        return None, False
    if isinstance(path, URIRef):
        return (NamedNode(str(path)),), False
    back, either = shapes.value(path, SH.inversePath), shapes.value(path, SH.alternativePath)
    steps = [back] if back is not None else [] if either is None else list(RdfList(shapes, either))
    if not steps or not all(isinstance(step, URIRef) for step in steps):
        raise ModelError(f"{shape}: no screen for its path; teach it to kg/validate/screen.py")
    return tuple(NamedNode(str(step)) for step in steps), back is not None


def _check_all_targeted(shapes: Graph) -> None:
    """Refuse targets other than classes and shapes that are reached only from others."""
    for name in set(shapes.predicates()):
        if str(name).startswith(f"{SH}target") and name != SH.targetClass:
            raise ModelError(f"no screen for {name}; teach it to kg/validate/screen.py")
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in shapes.subjects(RDF.type, kind):
            if (shape, SH.targetClass, None) not in shapes:
                raise ModelError(f"{shape}: a shape without sh:targetClass is not screened")


def _term(node: RdflibNode) -> Term:
    if isinstance(node, RdflibLiteral):
        if node.language is not None:
            return Literal(str(node), language=node.language)
        kind = XSD + "string" if node.datatype is None else str(node.datatype)
        return Literal(str(node), datatype=NamedNode(kind))
    if isinstance(node, URIRef):
        return NamedNode(str(node))
    raise ModelError(f"{node}: a blank node in the shapes where a name or literal is wanted")


Key = Decimal | tuple[int, str]
"""What numbers and dates (year, month and day) are compared by."""


def _ordered(value: Term) -> Key | None:
    """Return what numbers and dates are compared by, None for all else.

    >>> _ordered(Literal(3)) < _ordered(Literal("3.5", datatype=NamedNode(XSD + "decimal")))
    True
    """
    if not isinstance(value, Literal):
        return None
    kind = value.datatype.value
    if kind not in (XSD + "integer", XSD + "decimal", XSD + "date") or not re.fullmatch(
        _FORMS[kind], value.value
    ):
        return None
    if kind != XSD + "date":
        return Decimal(value.value)
    year, day = value.value[:-6], value.value[-5:]
    return int(year), day


def _compare(holds: Callable[[Key, Key], bool]) -> Callable[[Term, Term], bool]:
    """Return a comparison of terms that is false when they cannot be compared."""

    def compare(left: Term, right: Term) -> bool:
        a, b = _ordered(left), _ordered(right)
        return a is not None and b is not None and type(a) is type(b) and holds(a, b)

    return compare


_LESS = _compare(lambda a, b: a < b)  # type: ignore[operator]
_LESS_OR_EQUAL = _compare(lambda a, b: a <= b)  # type: ignore[operator]

Reader = Callable[[Rule, Graph, RdflibNode, RdflibNode], None]


def _read_datatype(rule: Rule, _: Graph, shape: RdflibNode, value: RdflibNode) -> None:
    if value == RDF.langString:
        rule.tests.append(lambda v: isinstance(v, Literal) and bool(v.language))
        return
    if str(value) not in _FORMS:
        raise ModelError(f"{shape}: no screen for the datatype {value}; teach it to kg/validate/screen.py")
    kind, form = NamedNode(str(value)), re.compile(_FORMS[str(value)])
    rule.tests.append(
        lambda v: isinstance(v, Literal) and v.datatype == kind and form.fullmatch(v.value) is not None
    )


def _read_node_kind(rule: Rule, _: Graph, shape: RdflibNode, value: RdflibNode) -> None:
    kinds: dict[RdflibNode, type] = {SH.IRI: NamedNode, SH.Literal: Literal}
    if value not in kinds:
        raise ModelError(f"{shape}: no screen for the node kind {value}; teach it to kg/validate/screen.py")
    kind = kinds[value]
    rule.tests.append(lambda v: isinstance(v, kind))


def _read_in(rule: Rule, shapes: Graph, _: RdflibNode, value: RdflibNode) -> None:
    members = frozenset(_term(member) for member in RdfList(shapes, value))
    rule.tests.append(lambda v: v in members)


def _read_closed(rule: Rule, shapes: Graph, shape: RdflibNode, value: RdflibNode) -> None:
    if value.toPython():  # type: ignore[attr-defined]
        ignored = shapes.value(shape, SH.ignoredProperties)
        members: Iterable[RdflibNode] = [] if ignored is None else RdfList(shapes, ignored)
        rule.allowed = frozenset(NamedNode(str(member)) for member in members)


def _read_pattern(rule: Rule, _: Graph, __: RdflibNode, value: RdflibNode) -> None:
    pattern = re.compile(str(value))
    rule.tests.append(lambda v: isinstance(v, Literal | NamedNode) and pattern.search(v.value) is not None)


def _read_min_length(rule: Rule, _: Graph, __: RdflibNode, value: RdflibNode) -> None:
    least = int(str(value))
    rule.tests.append(lambda v: isinstance(v, Literal | NamedNode) and len(v.value) >= least)


def _read_min_inclusive(rule: Rule, _: Graph, __: RdflibNode, value: RdflibNode) -> None:
    bound = _term(value)
    rule.tests.append(lambda v: _LESS_OR_EQUAL(bound, v))


def _read_max_inclusive(rule: Rule, _: Graph, __: RdflibNode, value: RdflibNode) -> None:
    bound = _term(value)
    rule.tests.append(lambda v: _LESS_OR_EQUAL(v, bound))


def _read_min_count(rule: Rule, _: Graph, __: RdflibNode, value: RdflibNode) -> None:
    rule.least = int(str(value))


def _read_max_count(rule: Rule, _: Graph, __: RdflibNode, value: RdflibNode) -> None:
    rule.most = int(str(value))


def _read_unique_language(rule: Rule, _: Graph, __: RdflibNode, value: RdflibNode) -> None:
    rule.one_a_language = bool(value.toPython())  # type: ignore[attr-defined]


def _read_pair(holds: Callable[[Term, Term], bool]) -> Reader:
    def read(rule: Rule, _: Graph, __: RdflibNode, value: RdflibNode) -> None:
        rule.pairs.append((NamedNode(str(value)), holds))

    return read


_CONSTRAINTS: dict[RdflibNode, Reader] = {
    SH.datatype: _read_datatype,
    SH.nodeKind: _read_node_kind,
    SH["in"]: _read_in,
    SH.closed: _read_closed,
    SH.pattern: _read_pattern,
    SH.minLength: _read_min_length,
    SH.minInclusive: _read_min_inclusive,
    SH.maxInclusive: _read_max_inclusive,
    SH.minCount: _read_min_count,
    SH.maxCount: _read_max_count,
    SH.uniqueLang: _read_unique_language,
    SH.lessThan: _read_pair(_LESS),
    SH.lessThanOrEquals: _read_pair(_LESS_OR_EQUAL),
    SH.disjoint: _read_pair(lambda a, b: a != b),
}
"""By constraint component: what reads it into a rule. sh:class is read where the subclasses are known."""
