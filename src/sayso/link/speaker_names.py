"""Whether two statements name the same speaker."""

from __future__ import annotations

from sayso.link.running_words import running_words
from sayso.records import Span, StatementRow

UNNAMED = "unnamed"
"""The kind of a speaker that has no name of its own: officials, a neighbour."""


def name_words(row: StatementRow) -> tuple[str, ...]:
    """Return the words of the resolved speaker's name; none where there is no speaker, or an unnamed one."""
    if not row.speaker or row.speaker_kind == UNNAMED:
        return ()
    return running_words(row.speaker, [Span(0, len(row.speaker))], most=12).forms


def same_speaker(one: StatementRow, other: StatementRow) -> bool | None:
    """Return whether both name one speaker; None where one of them names none."""
    mine, theirs = name_words(one), name_words(other)
    return same_name(mine, theirs) if mine and theirs else None


def same_name(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Return whether two names agree: equal, the one the end of the other, or the same but for given names cut short.

    >>> vera = ("vera", "brandt")
    >>> same_name(vera, ("brandt",)), same_name(vera, ("v", "brandt")), same_name(vera, ("karl", "brandt"))
    (True, True, False)
    """
    short, long = sorted((mine, theirs), key=len)
    if long[-len(short) :] == short:
        return True
    given = all(a.startswith(b) or b.startswith(a) for a, b in zip(mine[:-1], theirs[:-1], strict=False))
    return mine[-1] == theirs[-1] and len(short) > 1 and given
