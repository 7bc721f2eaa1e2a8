"""Run the steps over a folder of news, doing again only what has changed."""

from __future__ import annotations

from kg.pipeline.build import annotate_documents, build, refresh, remove
from kg.pipeline.report import Report

__all__ = ["Report", "annotate_documents", "build", "refresh", "remove"]
