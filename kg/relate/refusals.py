"""Refusals said as a negated acceptance: the negation belongs to the deed, not to its mode."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.language.normalise import fold
from kg.model import Annotation, Event, Mode, Span

_NEGATION = re.compile(
    r"(?:^|(?<=\s)|(?<=[(«“\"،,]))[وفب]?"
    r"(?P<word>لا|لن|لم|ليس|ليست|عدم|not|never|cannot|(?:ca|wo|would|do|does|did)n['’]t)\s+$"
)
_ACCEPTING = re.compile(
    r"[ينتا]?(?:قبل|سمح|وافق|رضي|ساند|ويد|دعم|عترف)\w*|(?:قبول|موافق|سماح|تاييد|اعتراف)\w*"
    r"|(?:accept|agree|allow|approv|back|endors|permit|recogni[sz]|support|tolerat)\w*",
    re.IGNORECASE,
)
"""Words that refuse when they are negated. Others (*reject*, *be against*) refuse by themselves: negated,
they tell that nobody refused."""


def join_negations(annotation: Annotation) -> Annotation:
    """Return the annotation with the negation inside each refusal that is a negated acceptance.

    In "it will not accept troops" somebody refuses: the trigger is "not accept" and nothing is denied. In "it
    does not reject the plan" a refusal is denied, and stays so. Source: annotation guide; of 12 Rejections of
    the training documents whose trigger begins with a negation none is negated.
    """
    return replace(annotation, events=tuple(_joined(annotation, event) for event in annotation.events))


def _joined(annotation: Annotation, event: Event) -> Event:
    document, trigger = annotation.document, event.trigger
    if event.type != "Rejection" or not _ACCEPTING.fullmatch(fold(document.at(trigger), ta_marbuta=True)):
        return event
    sentence = document.sentences[event.sentence]
    before = _NEGATION.search(document.text, max(sentence.start, trigger.start - 12), trigger.start)
    if before is None:
        return event
    event = replace(event, trigger=Span(before.start("word"), trigger.end))
    if event.mode != "negated":
        return event
    spoken = event.speaker is not None or event.source is not None
    mode: Mode = "attributed" if spoken else "asserted"
    return replace(event, mode=mode, mode_score=max(0.5, 1 - event.mode_score))
