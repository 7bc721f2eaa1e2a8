"""What a build did, for people and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from kg.read import Rejected


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a build or removal.

    ``read`` documents came from the input, ``documents`` are in the graph now: ``added``, ``changed`` and
    ``unchanged`` since the last build, without the ``removed``. ``undated`` documents have no publication
    date. ``idle`` decisions concern documents or things that are not there now. ``seconds`` is time by step;
    with several jobs the steps of one document are summed over the processes.
    """

    read: int
    documents: int
    added: int
    changed: int
    unchanged: int
    removed: int
    rejected: tuple[Rejected, ...]
    undated: tuple[str, ...]
    sentences: int
    mentions: int
    claims: int
    entities: int
    events: int
    decisions: int
    idle: int
    quads: int
    seconds: dict[str, float] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the report as indented JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)

    def rows(self) -> list[tuple[str, str]]:
        """Return what is worth telling a person, as label and value."""
        steps = ", ".join(f"{step} {value:.1f}" for step, value in self.seconds.items())
        rows = [
            ("documents read", f"{self.read} ({len(self.rejected)} rejected)"),
            ("documents in the graph", f"{self.documents} ({self._changes()})"),
            ("without publication date", str(len(self.undated))),
            ("sentences", str(self.sentences)),
            ("mentions", str(self.mentions)),
            ("claims", str(self.claims)),
            ("entities", str(self.entities)),
            ("events", str(self.events)),
            ("quads", str(self.quads)),
            ("seconds", steps),
        ]
        if self.decisions:
            rows.insert(-1, ("decisions", f"{self.decisions} ({self.idle} without effect now)"))
        return rows

    def _changes(self) -> str:
        return (
            f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged, {self.removed} removed"
        )
