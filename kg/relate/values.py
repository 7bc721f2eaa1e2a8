"""Values of date and quantity mentions, and of dates that count from another event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kg.dates import DateExpression, resolve_date, resolve_dates
from kg.model import Annotation, Document, Event, Mention, Role, Span
from kg.quantities import resolve_quantities

_BEFORE_EVENT = re.compile(r"(?:بعد|عقب) .*\s(?:من|على)\s+(?:\S{1,12}\s)?|.* after\s+(?:(?:the|a|an)\s+)?")
"""What stands up to the trigger: the expression, and few words. Source: annotation guide, relative dates."""


def with_values(document: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions in their order, dates with EDTF values and quantities with number and unit."""
    values: dict[tuple[str, Span], str | None] = {}
    dates = [m.span for m in mentions if m.type == "Date"]
    for date_span, expression in zip(dates, _dates(document, dates), strict=True):
        values["Date", date_span] = expression.guide_value
    amounts = [m.span for m in mentions if m.type == "Quantity"]
    found = resolve_quantities(document.text, amounts, language=document.language)
    for amount, quantity in zip(amounts, found, strict=True):
        values["Quantity", amount] = None if quantity is None else quantity.value
    return [replace(m, value=values.get((m.type, m.span), m.value)) for m in mentions]


def _dates(document: Document, spans: Sequence[Span]) -> tuple[DateExpression, ...]:
    return resolve_dates(
        document.text,
        spans,
        published=document.published,
        language=document.language,
        sentences=document.sentences,
    )


def date_from_events(annotation: Annotation) -> Annotation:
    """Return the annotation with dates such as "two days after the killing" counted from a day named.

    In "the resolution of 5 January came two days after the killing" the expression dates the killing: it is
    the time role of the event that follows it, and lies as long before the last day named as the words say.
    """
    values: dict[Span, str] = {}
    for event in annotation.events:
        for role in event.roles:
            if (
                role.name == "time"
                and role.span is not None
                and _precedes(annotation.document, role.span, event)
            ):
                value = _before(annotation, role.span)
                if value is not None:
                    values[role.span] = value
    if not values:
        return annotation
    return replace(
        annotation,
        mentions=tuple(_revalued_mention(m, values) for m in annotation.mentions),
        events=tuple(
            replace(event, roles=tuple(_revalued_role(r, values) for r in event.roles))
            for event in annotation.events
        ),
    )


def _revalued_mention(mention: Mention, values: dict[Span, str]) -> Mention:
    return replace(mention, value=values[mention.span]) if mention.span in values else mention


def _revalued_role(role: Role, values: dict[Span, str]) -> Role:
    known = role.entity is None and role.span in values
    return replace(role, value=values[role.span]) if known and role.span is not None else role


def _precedes(document: Document, span: Span, event: Event) -> bool:
    """Tell whether a trigger follows an expression that says how long after it something came."""
    return _BEFORE_EVENT.fullmatch(document.text[span.start : event.trigger.start]) is not None


def _before(annotation: Annotation, span: Span) -> str | None:
    """Return the day as long before the last day named as the expression says it came after."""
    day = next((d for m in reversed(annotation.mentions) if m.span < span for d in _days(m)), None)
    if day is None:
        return None
    text, language = annotation.document.at(span), annotation.document.language
    later = resolve_date(text, published=day.isoformat(), language=language).guide_value
    try:
        moved = None if later is None else date.fromisoformat(later)
    except ValueError:
        return None
    return None if moved is None or moved <= day else (day - (moved - day)).isoformat()


def _days(mention: Mention) -> list[date]:
    """Return the day a Date mention names, as a list of one or none."""
    if mention.type != "Date" or mention.value is None:
        return []
    try:
        return [date.fromisoformat(mention.value)]
    except ValueError:
        return []
