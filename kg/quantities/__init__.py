"""Quantities in Arabic and English text: a number or range with its unit or what it counts."""

from kg.quantities.find import find_quantities, resolve_quantities
from kg.quantities.model import QuantityExpression

__all__ = ["QuantityExpression", "find_quantities", "resolve_quantities"]
