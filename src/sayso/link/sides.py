"""A statement as one side of a pair: what of it is compared, worked out once."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sayso.days import day_range
from sayso.link.terms import stems, terms
from sayso.records import StatementRow

NAMED_KINDS = frozenset({"person", "organisation", "state"})
"""Kinds of speakers who are somebody in particular."""


@dataclass(frozen=True)
class Side:
    """One of two statements that are compared."""

    row: StatementRow

    @cached_property
    def told(self) -> str:
        """Return the statement in one line."""
        return told(self.row.said_by, self.row.cue_text, self.row.content_text)

    @cached_property
    def terms(self) -> Mapping[str, int]:
        """Return the terms of the content, with how rare each is."""
        return terms(self.row.content_text)

    @cached_property
    def words(self) -> int:
        """Return the number of words of the content."""
        return sum(1 for _ in stems(self.row.content_text))

    @cached_property
    def speaker(self) -> str | None:
        """Return the speaker as it is compared between articles; None for one who is nobody in particular."""
        return speaker_key(self.row.speaker_kind, self.row.speaker_id, self.row.speaker)

    @cached_property
    def targets(self) -> frozenset[str]:
        """Return the targets of the act, as speakers are compared."""
        return frozenset(filter(None, (speaker_key("", one, name) for one, name in self.row.act_targets)))

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """Return the first and last day on which the page may have been published, or None."""
        found = day_range(self.row.published)
        try:
            return (date.fromisoformat(found[0]), date.fromisoformat(found[1])) if found else None
        except ValueError:  # the year 0000, which a page may give and no calendar has
            return None

    def overlaps(self, other: Side) -> bool:
        """Return whether both contents share characters, as those of nested statements do."""
        if self.row.article_id != other.row.article_id:
            return False
        return any(a.start < b.end and b.start < a.end for a in self.row.content for b in other.row.content)

    def is_after(self, other: Side) -> bool | None:
        """Return whether this page is later than the other; None where their dates don't say."""
        if self.days is None or other.days is None:
            return None
        if self.days[0] > other.days[1]:
            return True
        return False if self.days[1] < other.days[0] else None


def told(said_by: str, cue: str, content: str) -> str:
    """Return a statement in one line: who said it, by which words, and what.

    >>> told("Dora Ott", "denied", "that the bridge was closed"), told("", "it is said that", "the bridge was closed")
    ('Dora Ott denied: that the bridge was closed', 'it is said that: the bridge was closed')
    """
    by = " ".join(part for part in (said_by, cue) if part)
    return f"{by}: {content}" if by else content


def speaker_key(kind: str | None, actor_id: str | None, name: str | None) -> str | None:
    """Return a name as it is compared between articles: a state's code, or two words of a name or more, folded.

    >>> speaker_key("person", "9f3a", "Élan Vasquez-Ott"), speaker_key("state", "JPN", "Japan")
    ('elan vasquez ott', 'JPN')
    >>> speaker_key("group", "9f3b", "two officials") is None, speaker_key("person", "9f3c", "Ott") is None
    (True, True)
    """
    if not name or not actor_id or (kind and kind not in NAMED_KINDS):
        return None
    if len(actor_id) == 3 and actor_id.isupper():
        return actor_id
    words = folded(name).split()
    return " ".join(words) if len(words) > 1 else None


def folded(name: str) -> str:
    """Return the words of a name in small letters, without accents and marks.

    >>> folded("François d’Or-Maré")
    'francois d or mare'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain.lower()).split())


def earlier_and_later(one: Side, other: Side) -> tuple[Side, Side]:
    """Return both, the earlier page's first; where dates don't say, in one article by place, else by id."""
    after = one.is_after(other)
    if after is not None:
        return (other, one) if after else (one, other)
    if one.row.article_id == other.row.article_id:
        return (one, other) if _place(one.row) <= _place(other.row) else (other, one)
    return (one, other) if one.row.id <= other.row.id else (other, one)


def _place(row: StatementRow) -> tuple[int, str]:
    pieces = row.content or row.cue or row.source
    return (pieces[0].start if pieces else 0), row.id
