"""What stands around an article's headline: who wrote it, and when it appeared."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sayso.clean import published
from sayso.clean.dates import is_date_line, is_revision, is_stamp
from sayso.clean.line_features import is_sentence
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
_DATELINE = re.compile(r"\W*(?:[^\W_a-z][\w.'’]*+\W+){1,9}?[–—-]+\s")
"""Words with capitals and figures, then a dash: `SUND, May 5, 2025 (Littoral Wire) -`."""
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


def days(
    text: str, spans: Sequence[Span], roles: Sequence[Role], dates: Callable[[str, Role], bool]
) -> dict[date, Span]:
    """Return the days, with their years, that the head of an article writes out, and the line of each.

    `dates` says whether a line may be what dates the article.
    """
    first, last = _window(roles)
    found: dict[date, Span] = {}
    for span, role in zip(spans[first:last], roles[first:last], strict=True):
        if span.end - span.start <= LONGEST and dates(span.of(text), role):
            for day in published.days_in(span.of(text)):
                found.setdefault(day, span)
    return found


def dates_copy(line: str, role: Role) -> bool:
    """Whether a line may date a text copy: without mark-up, a date line alone, and none that tells of a change."""
    return role is Role.DATE and not is_revision(line)


def dates_page(line: str, role: Role) -> bool:
    """Whether a line may date a page: none that tells of a change, and none of the story but for its dateline.

    >>> dates_page("The treaty was signed on 5 May 1998.", Role.BODY), dates_page("Updated 5 May 2025", Role.DATE)
    (False, False)
    >>> dates_page("SUND, May 5, 2025 (Littoral Wire) - The port closed.", Role.BODY)
    True
    """
    if is_revision(line):
        return False
    return role is not Role.BODY or not is_sentence(line) or _is_dated_at_once(line)


def _is_dated_at_once(line: str) -> bool:
    return is_date_line(line) or is_stamp(line) or _DATELINE.match(line) is not None


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
