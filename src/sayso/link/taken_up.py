"""Denials that name no content of their own: "the ministry rejected the claim", "which both have denied".

What is denied stands in the statement just before, in the same article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.identity import link_id
from sayso.link.relations import DENYING, METHOD, denies
from sayso.link.sides import Side
from sayso.link.terms import stems
from sayso.link_records import Evidence, Link, LinkKind
from sayso.records import Span, StatementRow

REACH = 400
"""Characters between the end of what is denied and the denial: two or three sentences."""

LEAST_TERMS = 2
"""Terms that what is denied has: fewer tell no claim."""

SCORE = 0.7
"""Of such a denial: the words say that something is denied, and the place says what."""

TAKING_UP = frozenset(
    {"claim", "accus", "alleg", "charg", "report", "assert", "suggest", "stori", "statement", "critic", "rumor"}
)
"""Stems of the nouns that take up what was said."""

POINTING = frozenset(
    {"this", "that", "these", "those", "it", "them", "such", "ani", "all", "both", "which", "so", "the"}
)
SMALL = frozenset({"a", "an", "of", "his", "her", "their", "him", "and", "or", "do", "did", "done", "have", "as"})

WORTHLESS = frozenset(
    {
        "nonsens",
        "fals",
        "baseless",
        "absurd",
        "lie",
        "lies",
        "fake",
        "untru",
        "groundless",
        "unfound",
        "fiction",
        "hoax",
    }
    | {"ridicul", "fabric", "bogus", "ludicr", "invent", "rubbish", "disinform"}
)
"""Stems of what a claim is called by who rejects it."""

FIRST = 3
"""Words of a content among which the noun that takes up a claim stands: "those claims as nonsense"."""


def denies_what_was_said(row: StatementRow) -> bool:
    """Return whether a statement rejects what was said before it, and names no claim of its own.

    >>> from dataclasses import replace
    >>> from sayso.records import Manner
    >>> row = StatementRow("s", "a", "d", None, (), (), (), "", "denied", "those accusations", Manner.INDIRECT, 0.9)
    >>> of = lambda cue, content: denies_what_was_said(replace(row, cue_text=cue, content_text=content))
    >>> of("denied", "those accusations"), of("denied", "doing so"), of("called", "the claims “complete nonsense”")
    (True, True, True)
    >>> of("a claim", "that both have denied"), of("denied", "that it had sold the ships"), of("called", "him a liar")
    (True, False, False)
    """
    content = list(stems(row.content_text))
    bare = all(stem in TAKING_UP | POINTING | SMALL for stem in content)
    if denies(row):
        return bare
    taken_up = any(stem in TAKING_UP for stem in content[:FIRST]) and content[0] in POINTING
    return (taken_up and not WORTHLESS.isdisjoint(content)) or _names_a_denied_claim(row)


def tells_of_a_denial(row: StatementRow) -> bool:
    """Return whether a statement's cue names a claim, and its content says that others denied it.

    Its source, where one stands before, is who made the claim: "The West accused Oster, claims that both have denied".
    Just before the cue it is the subject of a verb: "The West claims that both have denied it".
    """
    is_its_subject = bool(row.source and row.cue) and row.cue[0].start - row.source[-1].end == 1
    return _names_a_denied_claim(row) and not is_its_subject


def _names_a_denied_claim(row: StatementRow) -> bool:
    content = list(stems(row.content_text))
    is_a_claim = not denies(row) and not TAKING_UP.isdisjoint(stems(row.cue_text))
    return is_a_claim and content[:1] != [] and content[0] in POINTING and not DENYING.isdisjoint(content[-2:])


def denials_of_the_statement_before(article: Sequence[Side]) -> Iterator[Link]:
    """Yield the links of an article's denials without a content of their own to the statement just before each."""
    for side in article:
        if denies_what_was_said(side.row):
            before = _before(side, article)
            if before is not None:
                yield _denial(side.row, before.row)


def _before(side: Side, article: Sequence[Side]) -> Side | None:
    """Return the one outermost statement that ends last before the denial, or None if two do or it is too far."""
    told = tells_of_a_denial(side.row)
    begins = _first_word(side.row, with_source=not told)
    near = [
        (_last(other.row), other)
        for other in article
        if other is not side and other.row.content and begins - REACH <= _last(other.row) <= begins
    ]
    near = [(end, other) for end, other in near if len(other.terms) >= LEAST_TERMS and other.row.parent is None]
    nearest = [other for end, other in near if end == max(end for end, _ in near)]
    return nearest[0] if len(nearest) == 1 and (told or not _by_the_same(side, nearest[0])) else None


def _by_the_same(one: Side, other: Side) -> bool:
    return one.row.speaker_id is not None and one.row.speaker_id == other.row.speaker_id


def _denial(row: StatementRow, denied: StatementRow) -> Link:
    pieces = [*((row, piece) for piece in (*row.cue, *row.content)), *((denied, piece) for piece in denied.content)]
    evidence = tuple(Evidence(of.id, Span(piece.start, piece.end)) for of, piece in pieces)
    what = f'"{row.content_text}"' if row.content_text else "it"
    reason = f'by its words, "{row.cue_text}": {what} stands for the statement before'
    kind = LinkKind.DENIAL
    return Link(link_id(kind.value, row.id, denied.id), kind, row.id, denied.id, SCORE, reason, METHOD, evidence)


def _first_word(row: StatementRow, *, with_source: bool) -> int:
    return min(piece.start for piece in (*(row.source if with_source else ()), *row.cue, *row.content))


def _last(row: StatementRow) -> int:
    return row.content[-1].end
