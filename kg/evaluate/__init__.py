"""Measure annotations against gold: precision, recall and F1 of every layer of the gold form."""

from kg.evaluate.ablation import Ablation, ablate, iter_table
from kg.evaluate.counts import Counts
from kg.evaluate.report import Report, evaluate, iter_lines, to_json

__all__ = ["Ablation", "Counts", "Report", "ablate", "evaluate", "iter_lines", "iter_table", "to_json"]
