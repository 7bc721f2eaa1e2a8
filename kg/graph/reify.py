"""Claims as RDF 1.2 reifiers: which triples each claim speaks of, whether or not they stand as facts."""

from __future__ import annotations

from kg.vocab import KG, RDF

REIFIERS = f"""PREFIX kg: <{KG}>
PREFIX rdf: <{RDF}>
CONSTRUCT {{
  ?claim rdf:reifies <<( ?event ?role ?value )>> , <<( ?event rdf:type ?type )>>
}} WHERE {{
  ?event kg:reportedBy ?claim .
  ?claim kg:eventType ?type .
  OPTIONAL {{
    ?claim kg:argument ?argument .
    ?argument kg:role ?role .
    OPTIONAL {{ ?argument kg:meantActor/kg:refersTo ?meant }}
    OPTIONAL {{
      ?argument (kg:filler/kg:refersTo)|kg:fillerValue|(kg:fillerClaim/^kg:reportedBy) ?named
    }}
    BIND(COALESCE(?meant, ?named) AS ?value)
  }}
}}"""
"""SPARQL 1.2 over a whole store, for ``kg export --rdf12``.

A reified triple is not asserted, so that a denied withdrawal can be written as what is denied: the claim's
``kg:mode`` says how the text stands to it. Source: W3C RDF 1.2 Concepts, triple terms and reification.
"""
