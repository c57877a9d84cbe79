"""Roles for the lines of an HTML page: trafilatura's main text, mark-up, metadata, and the lines' wording."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.clean import heads, line_roles, main_text
from sayso.clean.dates import is_date_line
from sayso.clean.dom_text import PageLine
from sayso.clean.endings import author_boxes, is_desk_line
from sayso.clean.line_classifier import main_text_probability
from sayso.clean.line_features import is_sentence, words_of
from sayso.clean.metadata import About
from sayso.records import Role

_NOT_WORDS = re.compile(r"\W+")
_PARTS: tuple[tuple[frozenset[str], Role, int], ...] = (
    # elements or class words around a line, its role, the most words that such a line has
    (frozenset({"figcaption", ".caption"}), Role.CAPTION, 120),
    (frozenset({".credit"}), Role.CREDIT, 20),
    (frozenset({".byline", ".author", "address"}), Role.BYLINE, 20),
    (frozenset({"time", ".timestamp", ".dateline", ".publish"}), Role.DATE, 10),
)
_DECKS = frozenset({".standfirst", ".subtitle", ".subhead", ".deck", ".dek"})
_LEDES = frozenset({".lede", ".summary"})
"""Class words that decks share with other things."""
MOST_LINES = 4
"""Lines into which `<br>` breaks a headline."""
_LABEL = re.compile(
    r"(?P<who>(?:(?:written|edited|reviewed|fact[- ]checked|posted|words) )?by|authors?)"
    r"|(?:first |last )?(?:published|posted|updated|modified|created|date)(?: on| at)?",
    re.IGNORECASE,
)
"""A line of the head that announces a name or a date on the next one."""
LONGEST_BY_PART = 12
"""Words; what stands in an element called `author` and is longer tells about the author, or the page is all in it."""
WHOLLY = 0.9
"""Share of a line's characters in links from which it is a link."""


def roles_of_page(
    lines: Sequence[str], marks: Sequence[PageLine], html: str, about: About, nesting: int = 0
) -> list[Role]:
    """Return one role for each line of the dump, of which `nesting` is told too."""
    main = main_text.main_text(html, about.url, nesting)
    settled = line_roles.settled(lines)
    if main:
        kept = main_text.aligned(lines, main)
    else:
        kept = frozenset(n for n, p in enumerate(main_text_probability(lines)) if p >= line_roles.THRESHOLD)
    first = min(kept, default=len(lines))
    roles = [
        _role(line, mark, role, n in kept)
        for n, (line, mark, role) in enumerate(zip(lines, marks, settled, strict=True))
    ]
    _put_head(roles, lines, marks, about, first)
    _mend_head(roles, lines, marks, settled, about)
    for number in author_boxes(lines, roles, {*about.authors, *heads.authors(lines, roles)}):
        roles[number] = Role.BYLINE
    return roles


def _role(line: str, mark: PageLine, settled: Role | None, kept: bool) -> Role:
    """Return the role of a line that is neither headline nor deck."""
    words = len(words_of(line)) if len(line) < 2000 else 400
    if kept:
        # Trafilatura's word stands, but for short lines whose wording gives them away.
        if settled in {Role.LINK, Role.CREDIT, Role.NOTICE} and words <= 40:
            return settled
        if settled is Role.CAPTION and words <= 40 and "://" not in line:
            return settled
        if settled is Role.BYLINE and is_desk_line(line):
            return settled
        return settled if settled is not None and words <= 6 and settled is not Role.DATE else Role.BODY
    named_with_date = settled is Role.DATE and ".byline" in mark.within and not is_date_line(line)
    if settled is not None and not named_with_date:
        return settled
    for parts, role, most in _PARTS:
        if words <= most and parts & mark.within and _bears_out(role, line):
            return role
    return Role.LINK if mark.linked >= WHOLLY * (mark.end - mark.start) and words >= 4 else Role.CHROME


def _bears_out(role: Role, line: str) -> bool:
    """Whether a line can be what its element is called: pages name whole articles `published` or `author-x`."""
    if role is Role.DATE:
        return any(map(str.isdigit, line)) or bool(_LABEL.fullmatch(line.rstrip(": ")))
    return role is not Role.BYLINE or (len(words_of(line)) <= LONGEST_BY_PART and not is_sentence(line))


def _put_head(roles: list[Role], lines: Sequence[str], marks: Sequence[PageLine], about: About, first: int) -> None:
    """Mark the headline (what matches the title, an h1 before any other) and the deck (what matches a description)."""
    title = _key(about.title)
    same = [
        n
        for n, line in enumerate(lines)
        if title and len(line) < 600 and _key(line) == title and _free(roles[n], marks[n])
    ]
    broken = range(0) if same else _broken(lines, marks, title)
    for number in broken:
        roles[number] = Role.HEADLINE
    same = same or [*broken[-1:]] or _first_heading(lines, marks, first)
    if not same:
        return
    best = max(same, key=lambda n: ("h1" in marks[n].within, n <= first, -abs(n - first)))
    for number in same:
        if number != best and roles[number] is Role.BODY:
            roles[number] = Role.CHROME  # the title again, in a bread-crumb trail or a sticky bar
    roles[best] = Role.HEADLINE
    descriptions = [_key(text) for text in about.decks if len(text) > 30]
    for number in range(best + 1, min(len(lines), max(first, best + 8))):
        if (
            roles[number] in {Role.CHROME, Role.BODY}
            and number <= first + 1
            and _is_deck(lines[number], marks[number], descriptions)
        ):
            roles[number] = Role.DECK


def _first_heading(lines: Sequence[str], marks: Sequence[PageLine], first: int) -> list[int]:
    return [
        n for n, mark in enumerate(marks) if "h1" in mark.within and len(words_of(lines[n])) >= 3 and n <= first + 5
    ][:1]


def _broken(lines: Sequence[str], marks: Sequence[PageLine], title: str) -> range:
    """Return the lines of a heading of the first rank that together are the title."""
    for first in (n for n, mark in enumerate(marks) if "h1" in mark.within):
        joined = ""
        for number in range(first, min(len(lines), first + MOST_LINES)):
            if "h1" not in marks[number].within or len(lines[number]) > len(title) * 2:
                break
            joined += _key(lines[number])
            if joined == title:
                return range(first, number + 1)
    return range(0)


def _mend_head(
    roles: list[Role], lines: Sequence[str], marks: Sequence[PageLine], settled: Sequence[Role | None], about: About
) -> None:
    """Give the lines around the headline that trafilatura took for main text the roles of a head.

    Above it: what names the section or repeats the title, and dates. From there to the first paragraph: dates, names
    of authors, labels; and the deck, which stands right below the headline and above byline or date.
    """
    if Role.HEADLINE not in roles:
        return
    best = max(number for number, role in enumerate(roles) if role is Role.HEADLINE)
    for number in range(max(0, best - heads.ABOVE), best):
        if roles[number] is Role.BODY:
            told = _of_head(lines[number], settled[number], about.authors)
            names_section = _repeats(lines[number], lines[best]) or line_roles.is_kicker(lines[number])
            roles[number] = Role.CHROME if told is Role.BODY and names_section else told
    near = best + 2 + line_roles.DECK_REACH
    _tell_labels(roles, lines, settled, about, range(best + 1, min(near, len(lines))))
    for number in _decks(roles, lines, marks, best):
        roles[number] = Role.DECK
    start = next((n for n in range(best + 1, len(lines)) if roles[n] is Role.BODY and _is_paragraph(lines[n])), best)
    _tell_labels(roles, lines, settled, about, range(best + 1, start))


def _tell_labels(
    roles: list[Role], lines: Sequence[str], settled: Sequence[Role | None], about: About, numbers: range
) -> None:
    for number in numbers:
        if roles[number] is Role.BODY:
            roles[number] = _of_head(lines[number], settled[number], about.authors)


def _repeats(line: str, headline: str) -> bool:
    """Whether a line is a bread-crumb trail that ends in the headline."""
    return _key(headline) in _key(line) and len(line) < 2 * len(headline) + 60


def _of_head(line: str, settled: Role | None, authors: Sequence[str]) -> Role:
    label = _LABEL.fullmatch(line.rstrip(": "))
    if line in authors or (label and label.group("who")):
        return Role.BYLINE
    if label:
        return Role.DATE
    return settled if settled in {Role.DATE, Role.BYLINE} else Role.BODY


def _is_paragraph(line: str) -> bool:
    return is_sentence(line) and len(words_of(line)) >= 8


def _decks(roles: Sequence[Role], lines: Sequence[str], marks: Sequence[PageLine], best: int) -> list[int]:
    """Return the lines between the headline and the byline or date that follow it at once and can be decks."""
    decks: list[int] = []
    for number in range(best + 1, min(len(lines), best + 2 + line_roles.DECK_REACH)):
        if roles[number] in {Role.BYLINE, Role.DATE}:
            return decks
        linked = marks[number].linked > WHOLLY * (marks[number].end - marks[number].start)
        if roles[number] is Role.DECK or (
            roles[number] in {Role.BODY, Role.CHROME} and not linked and line_roles.can_be_deck(lines[number])
        ):
            decks.append(number)
        else:
            break
    return []


def _free(role: Role, mark: PageLine) -> bool:
    return role not in {Role.CREDIT, Role.NOTICE} and not mark.within & {"nav", "footer"}


def _is_deck(line: str, mark: PageLine, descriptions: Sequence[str]) -> bool:
    if not 30 < len(line) < 600:
        return False
    if mark.within & _DECKS:
        return True
    if mark.within & _LEDES and line_roles.can_be_deck(line):
        return True
    # A description is often cut short, and may be the first paragraph: that one is body and much longer.
    key = _key(line)
    return any(
        key == text or (len(key) < 1.2 * len(text) and key.startswith(text[: len(text) - 4])) for text in descriptions
    )


def _key(text: str | None) -> str:
    return _NOT_WORDS.sub("", text.casefold()) if text else ""
