"""Expressions of time in Arabic and English text, resolved to EDTF (ISO 8601-2)."""

from kg.dates.edtf import bounds
from kg.dates.find import find_dates, resolve_date, resolve_dates
from kg.dates.model import DateExpression

__all__ = ["DateExpression", "bounds", "find_dates", "resolve_date", "resolve_dates"]
