"""From recognition to claims: identity, values, arguments, speakers and modes put together.

``annotate`` is the whole step. The parts: ``assemble`` turns arcs into roles; the rule tables in ``data/``
add what grammar tells (``rules``); ``meant_actor``, ``read_office`` and ``agreement_kind`` say more about a
finished annotation's places, titles and agreements.
"""

from kg.relate.annotate import annotate
from kg.relate.assemble import assemble
from kg.relate.inverse import to_recognition
from kg.relate.naming import agreement_kind, office_name, pax_stage
from kg.relate.rules import Rules, apply_rules, read_rules

__all__ = [
    "Rules",
    "agreement_kind",
    "annotate",
    "apply_rules",
    "assemble",
    "office_name",
    "pax_stage",
    "read_rules",
    "to_recognition",
]
