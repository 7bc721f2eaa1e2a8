"""The IRIs of every term that the graph uses. ``ontology/kg.ttl`` declares the ``kg:`` ones.

The names are literal types, so that mypy finds a mistyped term: ``kg("mode")``. A test holds this list and
the ontology to each other.
"""

from __future__ import annotations

from typing import Literal, get_args

from kg.model import EntityType, EventType

KG = "https://kg.example/ontology#"
ONTOLOGY = "https://kg.example/ontology"
DCTERMS = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SEMAPV = "https://w3id.org/semapv/vocab/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TIME = "http://www.w3.org/2006/time#"
WD = "http://www.wikidata.org/entity/"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: dict[str, str] = {
    "kg": KG,
    "dcterms": DCTERMS,
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "semapv": SEMAPV,
    "skos": SKOS,
    "time": TIME,
    "wd": WD,
    "xsd": XSD,
}
"""Prefix -> namespace, for export and for queries; the base of a store's own IRIs is ``id:``."""

ClassName = Literal[
    "Document", "Sentence", "Mention", "DocumentEntity", "Claim", "EventClaim", "PositionClaim",
    "RelationClaim", "Argument", "Filler", "Participant", "Entity", "Person", "Organisation", "Place",
    "Agreement", "NamedEvent", "Value", "TimeValue", "QuantityValue", "Happening", "Event",
    "UnrealisedEvent", "StatementEvent", "AgreementEvent", "ConsultationEvent", "DecisionEvent",
    "WithdrawalEvent", "DeploymentEvent", "AttackEvent", "TransferEvent", "AppointmentEvent", "DemandEvent",
    "RejectionEvent", "AccusationEvent", "ThreatEvent", "SanctionEvent", "ProtestEvent", "ArrestEvent",
    "Matter", "Office", "Tenure", "SourceFamily", "Merge", "Link", "Decision", "Mode", "OfficeStatus",
]  # fmt: skip
IndividualName = Literal[
    "asserted", "attributed", "planned", "hedged", "negated", "current", "former", "acting", "designate",
]  # fmt: skip
RoleTerm = Literal[
    "actor", "target", "party", "victim", "agreement", "place", "time", "deadline", "instrument",
    "quantity", "topic",
]  # fmt: skip
PropertyName = Literal[
    "publisherName", "published", "publishedFrom", "path", "sha256", "text", "extractor", "inDocument",
    "inSentence", "index", "start", "end", "quote", "mentionType", "mentionOf", "value", "entityType",
    "mode", "confidence", "eventType", "trigger", "triggerStart", "triggerEnd", "speaker", "unnamedSource",
    "carrier", "argument", "role", "filler", "fillerClaim", "fillerValue", "fillerText", "fillerMention",
    "meantActor", "holder", "officeTitle", "officeBody", "officeStatus", "relationKind", "subjectEntity",
    "objectEntity", "edtf", "beginDate", "endDate", "granularity", "approximate", "uncertain", "minimum",
    "maximum", "unit", "qudtUnit", "counted", "refersTo", "reportedBy", "corroboration", "matter",
    "familyMember", "mergeLeft", "mergeRight", "verdict", "settledBy", "explanation", "involves", "leads",
    "memberOf", "partOf", "locatedIn", "officeOf", "tenureHolder", "tenureOffice", "observedOn",
    "endedBefore", "agreementKind", "paxStage", "linkedEntity", "linkedPart", "formerEntity", "linkTarget",
    "linkPredicate", "linkStatus", "justification", "retrievedOn", "decisionKind", "decisionSubject",
    "decisionObject", "decisionValue", "decidedBy", "decidedOn", "reason",
]  # fmt: skip
TermName = ClassName | IndividualName | RoleTerm | PropertyName

CLASSES: tuple[ClassName, ...] = get_args(ClassName)
INDIVIDUALS: tuple[IndividualName, ...] = get_args(IndividualName)
PROPERTIES: tuple[str, ...] = get_args(RoleTerm) + get_args(PropertyName)


def kg(name: TermName) -> str:
    """Return the IRI of a term of the ontology.

    >>> kg("mode")
    'https://kg.example/ontology#mode'
    """
    return KG + name


RDF_TYPE = RDF + "type"
RDFS_LABEL = RDFS + "label"
RDFS_SUB_CLASS_OF = RDFS + "subClassOf"
PREF_LABEL = SKOS + "prefLabel"
ALT_LABEL = SKOS + "altLabel"
EXACT_MATCH = SKOS + "exactMatch"
CLOSE_MATCH = SKOS + "closeMatch"
SAME_AS = OWL + "sameAs"
TITLE = DCTERMS + "title"
LANGUAGE = DCTERMS + "language"
IDENTIFIER = DCTERMS + "identifier"
URL = SCHEMA + "url"
TIME_INTERVAL = TIME + "ProperInterval"
TIME_INSTANT = TIME + "Instant"
HAS_BEGINNING = TIME + "hasBeginning"
HAS_END = TIME + "hasEnd"
IN_XSD_DATE = TIME + "inXSDDate"
EDTF_DATATYPE = "http://id.loc.gov/datatypes/edtf"
"""Datatype of an EDTF literal, as in the Library of Congress' BIBFRAME data. Source: id.loc.gov/datatypes."""

ENTITY_CLASSES: dict[EntityType, str] = {
    "Person": kg("Person"),
    "Organisation": kg("Organisation"),
    "Place": kg("Place"),
    "Agreement": kg("Agreement"),
    "Event": kg("NamedEvent"),
}
"""Entity type of the annotation guide -> class IRI."""

EVENT_CLASSES: dict[EventType, str] = {name: f"{KG}{name}Event" for name in get_args(EventType)}
"""Event type of the annotation guide -> class IRI."""
