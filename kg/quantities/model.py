"""What a quantity expression says."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Span
from kg.quantities.nouns import CURRENCIES


@dataclass(frozen=True, slots=True)
class QuantityExpression:
    """A number, or a range of numbers, of something.

    ``minimum`` and ``maximum`` are None where open (*more than 100*) or unsaid (*hundreds of*); ``unit`` is a
    unit of measure or currency in English, ``code`` its name in QUDT where it has one, ``counted`` what is
    counted as an English plural. ``value`` is the form of the annotation guide, ``2500 soldiers``.
    """

    span: Span
    text: str
    minimum: float | None
    maximum: float | None
    value: str
    unit: str | None = None
    code: str | None = None
    counted: str | None = None
    approximate: bool = False

    @property
    def unit_iri(self) -> str | None:
        """The IRI of the unit in the QUDT vocabularies, None where there is none or it is ambiguous."""
        if self.code is None:
            return None
        vocabulary = "currency" if self.code in CURRENCIES else "unit"
        return f"http://qudt.org/vocab/{vocabulary}/{self.code}"
