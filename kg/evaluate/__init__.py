"""Measure annotations against gold: precision, recall and F1 of every layer of the gold form."""

from kg.evaluate.counts import Counts
from kg.evaluate.report import Report, evaluate, iter_lines, to_json

__all__ = ["Counts", "Report", "evaluate", "iter_lines", "to_json"]
