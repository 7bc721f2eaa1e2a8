"""The rule tables together, and the order in which they act on an annotation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from kg.errors import UsageError
from kg.model import Annotation
from kg.relate import arguments, attribution, instruments, lasting, metonymy, modes, offices, refusals, topics

TABLES = ("arguments", "attribution", "lasting", "metonymy", "mode_ar", "mode_en", "topics")
SWITCHES = (*TABLES, "agreement", "bodies", "instruments", "refusals")
"""What can be left out: the tables, agreement of mode, speaker and office, bodies that titles name,
deeds that are the instrument of another, refusals said as a negated acceptance."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force.

    ``agreement`` makes mode, speaker and office consistent, ``bodies`` adds bodies, ``instruments`` joins a
    deed with the deed that it is the instrument of, ``refusals`` reads a negated acceptance as one.
    """

    arguments: tuple[arguments.ArgumentRule, ...] = ()
    attribution: tuple[attribution.AttributionRule, ...] = ()
    cues: tuple[modes.ModeCue, ...] = ()
    metonymy: tuple[metonymy.MetonymyRule, ...] = ()
    topics: tuple[topics.TopicRule, ...] = ()
    lasting: tuple[lasting.LastingRule, ...] = ()
    agreement: bool = False
    bodies: bool = False
    instruments: bool = False
    refusals: bool = False


@cache
def read_rules(*, without: frozenset[str] = frozenset()) -> Rules:
    """Return the rules of all tables, without the ``SWITCHES`` named.

    :raises UsageError: ``without`` names no table.
    :raises ModelError: a table is missing or malformed.
    """
    _check(without)
    cue_tables = [name for name in ("mode_ar", "mode_en") if name not in without]
    return Rules(
        arguments=() if "arguments" in without else arguments.read_rules(),
        attribution=() if "attribution" in without else attribution.read_rules(),
        cues=tuple(cue for name in cue_tables for cue in modes.read_cues(name)),
        topics=() if "topics" in without else topics.read_rules(),
        metonymy=() if "metonymy" in without else metonymy.read_rules(),
        lasting=() if "lasting" in without else lasting.read_rules(),
        agreement="agreement" not in without,
        bodies="bodies" not in without,
        instruments="instruments" not in without,
        refusals="refusals" not in without,
    )


def _check(names: Collection[str]) -> None:
    unknown = sorted(set(names) - set(SWITCHES))
    if unknown:
        raise UsageError(f"no rule table is called {', '.join(unknown)}; there are {', '.join(SWITCHES)}")


def apply_rules(annotation: Annotation, rules: Rules) -> Annotation:
    """Return the annotation after the rules."""
    annotation = instruments.join_instruments(annotation) if rules.instruments else annotation
    annotation = offices.add_bodies(annotation) if rules.bodies else annotation
    annotation = arguments.add_arguments(annotation, rules.arguments)
    annotation = metonymy.add_meant_actors(annotation, rules.metonymy)
    annotation = attribution.attribute(annotation, rules.attribution)
    annotation = modes.apply_cues(annotation, rules.cues)
    annotation = refusals.join_negations(annotation) if rules.refusals else annotation
    annotation = attribution.agree(annotation) if rules.agreement else annotation
    annotation = offices.exclude_unrealised(annotation) if rules.agreement else annotation
    annotation = topics.add_topics(annotation, rules.topics)
    annotation = modes.carry_over(annotation) if rules.agreement else annotation
    return lasting.add_stances(annotation, rules.lasting)
