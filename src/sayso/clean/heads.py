"""What stands around an article's headline: who wrote it, and when it appeared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from sayso.clean import published
from sayso.records import Dated, Role, Span

ABOVE = 6
"""Lines above the headline that may give a date: section, date, share buttons."""
BELOW = 3
"""Lines of body that may: a byline that the classifier took for body, a dateline."""
LONGEST = 200
"""Characters of a line whose date can be the article's; in a longer one it is part of the story."""

_BY = re.compile(
    r"\A\W*(?:(?:written |story |text |analysis |report |words )?by|authors?|reporter|автор|von|por|par)\b\s*:?\s*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|;|\||\band\b|&|\bund\b|\bet\b|\by\b)\s*")
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,4}[^\W\d_][\w.'’-]*")
_PLACE = frozenset(
    {"staff", "writer", "correspondent", "editor", "reporter", "in", "at", "published", "updated", "contributor"}
)


def authors(lines: Sequence[str], roles: Sequence[Role]) -> tuple[str, ...]:
    """Return the names in the bylines of an article's head.

    >>> authors(["Ports closed", "By Ada Brom and Odo Lenk, staff writers"], [Role.HEADLINE, Role.BYLINE])
    ('Ada Brom', 'Odo Lenk')
    """
    found = []
    first, last = _window(roles)
    for line, role in zip(lines[first:last], roles[first:last], strict=True):
        if role is Role.BYLINE and len(line) <= 120:
            for part in _AND.split(_BY.sub("", line)):
                if _NAME.fullmatch(part) and part[0].isupper() and not _PLACE & set(part.lower().rstrip("s").split()):
                    found.append(part)
    return tuple(dict.fromkeys(found))


def days(text: str, spans: Sequence[Span], roles: Sequence[Role]) -> dict[date, Span]:
    """Return the days, with their years, that the head of an article writes out, and the line of each."""
    first, last = _window(roles)
    found: dict[date, Span] = {}
    for span in spans[first:last]:
        if span.end - span.start <= LONGEST:
            for day in published.days_in(span.of(text)):
                found.setdefault(day, span)
    return found


def shown_date(found: Mapping[date, Span], fetched: str) -> Dated | None:
    """Return the date of the head if it gives one day only; two, and either may be that of a revision."""
    if len(found) != 1:
        return None
    [(day, span)] = found.items()
    dated = Dated(day.isoformat(), "day", "in text", span)
    return dated if published.possible(dated, fetched) else None


def _window(roles: Sequence[Role]) -> tuple[int, int]:
    """Return where the head of an article begins and ends, in lines."""
    body = next((n for n, role in enumerate(roles) if role is Role.BODY), None)
    head = next((n for n, role in enumerate(roles) if role is Role.HEADLINE), None)
    if body is None:
        body = len(roles) if head is None else min(len(roles), head + ABOVE)
    head = body if head is None else head
    return max(0, min(head, body) - ABOVE), max(head, body) + BELOW
