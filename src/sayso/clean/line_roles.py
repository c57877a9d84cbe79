"""Roles for the lines of a text copy: no mark-up, only what the lines say and what stands around them.

In order: wording that settles it (`phrases`, `dates`, `translation`); a headline that only the "Read more" above it
gives away; the line classifier, which tells main text from the rest; then headline and deck, which stand above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.clean import phrases
from sayso.clean.dates import is_date_line
from sayso.clean.line_classifier import main_text_probability
from sayso.clean.line_features import is_sentence, words_of
from sayso.clean.translation import translator
from sayso.records import Role

THRESHOLD = 0.5
"""Probability from which a line is main text; chosen on the training pages (training/lines/CARD.md)."""
LONGEST_HEADLINE = 30
"""Words; the longest headline of the pages looked at has 27."""
HEAD_REACH = 12
"""Lines above the first line of prose among which the headline is sought: date, byline and buttons lie between."""
FEW = 3
"""Unsettled lines above the prose up to which a copy has no menus: its first is then the headline."""
LIST_REACH = 8
"""Headlines that a lead-in such as `Related stories` may have below it."""

_NAME_ALONE = re.compile(r"(?:[A-Z][\w.'’-]*\s+){1,3}(?:(?:and|de|van|von|der|al|bin)\s+)?(?:[A-Z][\w.'’-]*\s*){1,2}")
_PROMOTION = re.compile(
    r"@|https?:|:\Z|\b(?:you|your|us|subscribe|sign|inbox|newsletter|donate|app|cookies|privacy)\b", re.IGNORECASE
)


def roles_of_text(lines: Sequence[str]) -> list[Role]:
    """Return one role for each line.

    >>> roles_of_text(["Read more", "Veldria ‘closing its ports’ – Brom"])
    [<Role.LINK: 'link'>, <Role.LINK: 'link'>]
    """
    roles = settled(lines)
    probability = main_text_probability(lines)
    kept = [role is None and p >= THRESHOLD for role, p in zip(roles, probability, strict=True)]
    head = head_of(lines, roles, kept)
    found: list[Role] = []
    for number, line in enumerate(lines):
        role = roles[number] or head.get(number) or (Role.BODY if kept[number] else None)
        found.append(role or _other(line, found[-1] if found else None))
    return found


def settled(lines: Sequence[str]) -> list[Role | None]:
    """Return the roles that wording settles: a line's own, or that of the line above it."""
    roles = [_by_wording(line) for line in lines]
    for number, line in enumerate(lines):
        phrase = phrases.bare(line) if len(line) < 60 else ""
        if phrase in phrases.LEAD_INS:
            reach = LIST_REACH if phrase in phrases.MANY else 1
            for below in range(number + 1, min(len(lines), number + 1 + reach)):
                if roles[below] is not None or not looks_like_headline(lines[below]):
                    break
                roles[below] = Role.LINK
    return roles


def looks_like_headline(line: str) -> bool:
    """Whether a line can be a headline: a few words without the full stop of a sentence."""
    count = len(words_of(line)) if len(line) < 400 else LONGEST_HEADLINE + 1
    if not 1 <= count <= LONGEST_HEADLINE:
        return False
    asks = line.rstrip("\"'”’» ")[-1:] in {"?", "!"}
    return not is_sentence(line) or (asks and count <= 16)


def head_of(lines: Sequence[str], roles: Sequence[Role | None], kept: Sequence[bool]) -> dict[int, Role]:
    """Return headline, deck and a bare byline: what stands unsettled above the first line of prose.

    In a copy with menus the headline is the line that shares its words with the body; decks follow it.
    """
    start = _first_prose(lines, kept)
    if start is None:
        return {}
    above = [n for n in range(max(0, start - HEAD_REACH), start) if roles[n] is None and _can_head(lines[n])]
    body = _vocabulary(lines, kept)
    if len(above) > FEW:
        above = [n for n in above if _shared(lines[n], body) >= 0.5]
        first = max(above, key=lambda n: (_shared(lines[n], body) + 0.02 * n, n), default=None)
    else:
        first = above[0] if above else None
    if first is None:
        return {}
    head = {first: Role.HEADLINE}
    for number in above:
        if number > first:
            head[number] = Role.CAPTION if roles[number - 1] is Role.CREDIT else Role.DECK
    for number in range(first + 1, start):
        if roles[number] is None and _NAME_ALONE.fullmatch(lines[number]):
            head[number] = Role.BYLINE
    if first == start - 1 and _ends_head(roles, start):
        head[start] = Role.DECK  # a deck in full sentences, told by the byline or date below it
    return head


def _by_wording(line: str) -> Role | None:
    if translator(line):
        return Role.NOTICE
    return Role.DATE if is_date_line(line) else phrases.role_by_phrase(line)


def _first_prose(lines: Sequence[str], kept: Sequence[bool]) -> int | None:
    """Return the first kept line that reads as prose; headline and deck stand above it."""
    return next((n for n, keep in enumerate(kept) if keep and is_sentence(lines[n])), None)


def _ends_head(roles: Sequence[Role | None], number: int) -> bool:
    return number + 2 < len(roles) and roles[number + 1] in {Role.BYLINE, Role.DATE}


def _can_head(line: str) -> bool:
    words = words_of(line)
    figures = sum(word[0].isdigit() for word in words)
    return (
        len(words) >= 3 and 3 * figures <= len(words) and looks_like_headline(line) and not _NAME_ALONE.fullmatch(line)
    )


def _shared(line: str, body: frozenset[str]) -> float:
    """Return the share of a line's longer words that the body has too."""
    long = [word for word in words_of(line) if len(word) > 3]
    return sum(word[:5] in body for word in long) / len(long) if long else 0.0


def _vocabulary(lines: Sequence[str], kept: Sequence[bool]) -> frozenset[str]:
    """Return the beginnings of the body's longer words: five letters stand for a word in all its forms."""
    return frozenset(
        word[:5]
        for line, keep in zip(lines, kept, strict=True)
        if keep and is_sentence(line)
        for word in words_of(line)
        if len(word) > 3
    )


def _other(line: str, above: Role | None) -> Role:
    """Return what a line outside the main text is: a caption under its credit, another headline, or furniture."""
    if len(words_of(line)) < 5 or not _can_head(line):
        return Role.CHROME
    if above is Role.CREDIT:
        return Role.CAPTION
    return Role.CHROME if _PROMOTION.search(line) else Role.LINK
