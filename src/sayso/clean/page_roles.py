"""Roles for the lines of an HTML page: trafilatura's main text, mark-up, metadata, and the lines' wording."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.clean import line_roles, main_text
from sayso.clean.dom_text import PageLine
from sayso.clean.line_classifier import main_text_probability
from sayso.clean.line_features import words_of
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
WHOLLY = 0.9
"""Share of a line's characters in links from which it is a link."""


def roles_of_page(lines: Sequence[str], marks: Sequence[PageLine], html: str, about: About) -> list[Role]:
    """Return one role for each line of the dump."""
    main = main_text.main_text(html, about.url)
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
    return roles


def _role(line: str, mark: PageLine, settled: Role | None, kept: bool) -> Role:
    """Return the role of a line that is neither headline nor deck."""
    words = len(words_of(line)) if len(line) < 2000 else 400
    if kept:
        # Trafilatura's word stands, but for short lines whose wording gives them away.
        if settled in {Role.LINK, Role.CREDIT, Role.NOTICE} and words <= 40:
            return settled
        return settled if settled is not None and words <= 6 and settled is not Role.DATE else Role.BODY
    if settled is not None:
        return settled
    for parts, role, most in _PARTS:
        if words <= most and parts & mark.within:
            return role
    return Role.LINK if mark.linked >= WHOLLY * (mark.end - mark.start) and words >= 4 else Role.CHROME


def _put_head(roles: list[Role], lines: Sequence[str], marks: Sequence[PageLine], about: About, first: int) -> None:
    """Mark the headline (what matches the title, an h1 before any other) and the deck (what matches a description)."""
    title = _key(about.title)
    same = [
        n
        for n, line in enumerate(lines)
        if title and len(line) < 600 and _key(line) == title and _free(roles[n], marks[n])
    ]
    if not same:
        same = [
            n for n, mark in enumerate(marks) if "h1" in mark.within and len(words_of(lines[n])) >= 3 and n <= first + 5
        ][:1]
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


def _free(role: Role, mark: PageLine) -> bool:
    return role not in {Role.CREDIT, Role.NOTICE} and not mark.within & {"nav", "footer"}


def _is_deck(line: str, mark: PageLine, descriptions: Sequence[str]) -> bool:
    if not 30 < len(line) < 600:
        return False
    if mark.within & {".standfirst", ".subtitle", ".subhead", ".deck", ".dek"}:
        return True
    # A description is often cut short, and may be the first paragraph: that one is body and much longer.
    key = _key(line)
    return any(
        key == text or (len(key) < 1.2 * len(text) and key.startswith(text[: len(text) - 4])) for text in descriptions
    )


def _key(text: str | None) -> str:
    return _NOT_WORDS.sub("", text.casefold()) if text else ""
