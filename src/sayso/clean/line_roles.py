"""Roles for the lines of a text copy: no mark-up, only what the lines say and what stands around them.

In order: wording that settles it (`phrases`, `dates`, `translation`); a headline that only the "Read more" above it
gives away; the line classifier, which tells main text from the rest; then headline and deck, which stand above it, and
the author's box, which stands at its end. Where a line may be told either way, it is body: nothing said is lost then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from sayso.clean import heads, phrases
from sayso.clean.dates import is_date_line, is_stamp, is_stamped
from sayso.clean.endings import author_boxes, is_desk_line
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
DECK_REACH = 3
"""Lines between a headline and the byline or date below it that may all be decks."""
LONGEST_DECK = 60
"""Words; a longer line below a headline is the first paragraph."""
SHARED_BY_DECK = 0.3
"""Share of a deck's longer words that the body has too; what a form or a cookie bar says has few of them."""
LONGEST_KICKER = 4
"""Words of a line such as `Analysis` above the headline."""
TWO_SENTENCES = 16
"""Words from which a line of two sentences without a full stop is no headline, but something cut short."""
LIST_REACH = 8
"""Headlines that a lead-in such as `Related stories` may have below it."""

LONGEST_NAME = 100
"""Characters of a line that is a name and nothing else; the pattern takes the square of a line's length."""
_NAME_ALONE = re.compile(r"(?:[A-Z][\w.'’-]*\s+){1,3}(?:(?:and|de|van|von|der|al|bin)\s+)?(?:[A-Z][\w.'’-]*\s*){1,2}")
_UNFINISHED = re.compile(r"[:：,;]\Z|\b(?:the|an?|and|or|of|his|her|their|its)\Z")
_FULL_STOP = re.compile(r"[^\W\d_]{4,}[\"'”’»)\]]*\.+[\"'”’»)\]]*\s+[\"'“‘«(]?[A-ZÀ-ÞА-Я]")
"""The end of a sentence within a line; words of three letters before it may be short for something (Gov., Sen.)."""
_PROMOTION = re.compile(
    r"@|https?:|:\Z|\Athis (?:article|story|post|page)\b"
    r"|\b(?:you|your|us|subscribe|sign|inbox|newsletter|donate|app|cookies|privacy)\b",
    re.IGNORECASE,
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
    if not any(kept) and not head and len(lines) <= FEW:
        found = [_sole(line, role, found[number]) for number, (line, role) in enumerate(zip(lines, roles, strict=True))]
    for number in author_boxes(lines, found, heads.authors(lines, found)):
        found[number] = Role.BYLINE
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
    """Return headline, deck, a bare byline and the kicker: what stands unsettled above the first line of prose.

    In a copy with menus the headline is the line that shares its words with the body; decks follow it.
    """
    start = _first_prose(lines, roles, kept)
    if start is None:
        return {}
    open_lines = [n for n in range(max(0, start - HEAD_REACH), start) if roles[n] is None]
    above = [
        n
        for n in open_lines
        # two sentences may be a headline where a byline or date follows at once
        if _can_head(lines[n]) or (roles[n + 1] in {Role.BYLINE, Role.DATE} and _is_two_sentences(lines[n]))
    ]
    body = cache(lambda: _vocabulary(lines, kept))  # most copies of a mere text have no line that asks for it
    head: dict[int, Role] = {}
    if len(above) > FEW:
        above = [n for n in above if _shared(lines[n], body()) >= 0.5]
        first = max(above, key=lambda n: (_shared(lines[n], body()) + 0.02 * n, n), default=None)
    else:
        first = above[0] if above else _title_like_a_name(lines, roles, open_lines)
        head = {n: Role.BODY for n in open_lines if _is_cut_short(lines[n])}  # no menus: it may be what somebody said
    if first is None:
        return head
    head |= {n: Role.CHROME for n in range(first) if kept[n] and is_kicker(lines[n])}
    head[first] = Role.HEADLINE
    for number in above:
        if number > first:
            head[number] = Role.CAPTION if roles[number - 1] is Role.CREDIT else Role.DECK
    head |= {n: Role.BYLINE for n in open_lines if n > first and _is_name_alone(lines[n])}
    return head | dict.fromkeys(_decks(lines, roles, kept, first, body), Role.DECK)


def is_kicker(line: str) -> bool:
    """Whether a line above a headline only names the section or the kind of piece."""
    return len(line) < 60 and len(words_of(line)) <= LONGEST_KICKER and not is_sentence(line)


def is_label_of_head(role: Role | None, line: str) -> bool:
    """Whether a line tells who wrote or when: what stands above it, below the headline, is the deck."""
    return role in {Role.BYLINE, Role.DATE} or (role is None and _is_name_alone(line))


def can_be_deck(line: str) -> bool:
    """Whether a line that stands where decks stand can be one: some words that don't advertise or date anything."""
    words = words_of(line) if len(line) < 600 else []
    if not 5 <= len(words) <= LONGEST_DECK or _PROMOTION.search(line) or is_stamped(line):
        return False
    figures = sum(word[0].isdigit() for word in words)
    return 4 * figures <= len(words) and any(word[0].islower() for word in line.split())


def _decks(
    lines: Sequence[str],
    roles: Sequence[Role | None],
    kept: Sequence[bool],
    first: int,
    body: Callable[[], frozenset[str]],
) -> list[int]:
    """Return the lines right below the headline, above a byline or date, that are decks."""
    decks: list[int] = []
    for number in range(first + 1, min(len(lines), first + 2 + DECK_REACH)):
        if is_label_of_head(roles[number], lines[number]):
            return decks if any(kept[number:]) else []
        if roles[number] is not None or not _may_be_deck(lines[number], kept[number], body):
            return []
        if decks and is_sentence(lines[decks[0]]):
            return []  # two paragraphs of the story, and a name or a date in the midst of it
        decks.append(number)
    return []


def _may_be_deck(line: str, kept: bool, body: Callable[[], frozenset[str]]) -> bool:
    if kept and is_sentence(line):
        return len(words_of(line)) <= LONGEST_DECK
    return can_be_deck(line) and _shared(line, body()) >= SHARED_BY_DECK


def _by_wording(line: str) -> Role | None:
    if translator(line):
        return Role.NOTICE
    if is_date_line(line):
        return Role.DATE
    role = phrases.role_by_phrase(line)
    if role is None and is_desk_line(line):
        return Role.BYLINE
    return Role.DATE if role is None and is_stamp(line) else role


def _first_prose(lines: Sequence[str], roles: Sequence[Role | None], kept: Sequence[bool]) -> int | None:
    """Return the first kept line that reads as prose; headline and deck stand above it.

    A short question right above a byline or date is a headline though it reads as prose.
    """
    for number, keep in enumerate(kept):
        if keep and is_sentence(lines[number]):
            asks = _can_head(lines[number]) and number + 1 < len(lines)
            if not (asks and roles[number + 1] in {Role.BYLINE, Role.DATE}):
                return number
    return None


def _can_head(line: str) -> bool:
    words = words_of(line)
    figures = sum(word[0].isdigit() for word in words)
    if len(words) < 3 or 3 * figures > len(words) or not looks_like_headline(line) or _is_name_alone(line):
        return False
    return not _is_cut_short(line)


def _title_like_a_name(lines: Sequence[str], roles: Sequence[Role | None], numbers: Sequence[int]) -> int | None:
    """Return the line right above a `By ..` that has the form of a name, as short headlines in capitals have."""
    return next((n for n in numbers if roles[n + 1] is Role.BYLINE and _is_name_alone(lines[n])), None)


def _is_name_alone(line: str) -> bool:
    return len(line) <= LONGEST_NAME and _NAME_ALONE.fullmatch(line) is not None


def _is_cut_short(line: str) -> bool:
    """Whether a line without a full stop at its end is still prose: it goes on below, or has a sentence before."""
    goes_on = len(words_of(line)) >= 5 and not is_sentence(line) and bool(_UNFINISHED.search(line))
    return goes_on or _is_two_sentences(line)


def _is_two_sentences(line: str) -> bool:
    if is_sentence(line) or len(words_of(line)) < TWO_SENTENCES or _UNFINISHED.search(line):
        return False
    return bool(_FULL_STOP.search(line))


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


def _sole(line: str, settled: Role | None, role: Role) -> Role:
    """Return the role of a line in a text of a few lines, none of which the classifier took for main text."""
    return Role.BODY if settled is None and len(words_of(line)) >= 3 and role is not Role.CAPTION else role


def _other(line: str, above: Role | None) -> Role:
    """Return what a line outside the main text is: a caption under its credit, another headline, or furniture."""
    if len(words_of(line)) < 5 or not _can_head(line):
        return Role.CHROME
    if above is Role.CREDIT:
        return Role.CAPTION
    return Role.CHROME if _PROMOTION.search(line) else Role.LINK
