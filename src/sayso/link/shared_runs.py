"""Runs of words that stand in two texts: a greedy tiling, in time linear in their lengths.

The tiling is Wise's (String Similarity via Greedy String Tiling, 1993), as in YAP3 and JPlag, but from left to right in
place of longest first, so that no text makes it quadratic.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

MOST_PLACES = 8
"""Places where a run is tried of those where its first words stand: a refrain is no reason to compare for minutes."""


class Run(NamedTuple):
    """`length` words from `here` of the one text are those from `there` of the other."""

    here: int
    there: int
    length: int


def shared_runs(here: Sequence[str], there: Sequence[str], least: int) -> list[Run]:
    """Return runs of at least `least` words, in the order of `here`; no word of either text is in two.

    A run may stand elsewhere in `there` than its neighbours do: paragraphs change places in a rewrite.

    >>> shared_runs("the port is closed until May".split(), "closed until May the port is".split(), 2)
    [Run(here=0, there=3, length=3), Run(here=3, there=0, length=3)]
    """
    places = _places(there, least)
    taken = bytearray(len(there))
    runs: list[Run] = []
    at = 0
    while at <= len(here) - least:
        run = _longest(here, there, at, _tried(here, at, least, places, runs), taken)
        if run is None or run.length < least:
            at += 1
            continue
        run = _begun_earlier(here, there, run, runs[-1].here + runs[-1].length if runs else 0, taken)
        taken[run.there : run.there + run.length] = b"\x01" * run.length
        runs.append(run)
        at = run.here + run.length
    return runs


def _places(words: Sequence[str], length: int) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(words) - length + 1):
        known = found.setdefault(tuple(words[at : at + length]), [])
        if len(known) < MOST_PLACES:
            known.append(at)
    return found


def _tried(
    here: Sequence[str], at: int, length: int, places: dict[tuple[str, ...], list[int]], runs: Sequence[Run]
) -> Iterator[int]:
    """Yield places in `there`: first the one as far behind the run before as `at` is, which past a change is likely."""
    known = places.get(tuple(here[at : at + length]))
    if known is not None:
        if runs:
            yield runs[-1].there + at - runs[-1].here
        yield from known


def _longest(here: Sequence[str], there: Sequence[str], at: int, tried: Iterator[int], taken: bytearray) -> Run | None:
    """Return the longest run from `at`. What is tried in vain costs no more than the run that is found advances."""
    best: Run | None = None
    for place in tried:
        length, most = 0, min(len(here) - at, len(there) - place)
        while length < most and here[at + length] == there[place + length] and not taken[place + length]:
            length += 1
        if length and (best is None or length > best.length):
            best = Run(at, place, length)
    return best


def _begun_earlier(here: Sequence[str], there: Sequence[str], run: Run, free: int, taken: bytearray) -> Run:
    """Return the run with the words before it that are the same too: a chance find may have hidden them."""
    at, place, length = run
    while at > free and place > 0 and here[at - 1] == there[place - 1] and not taken[place - 1]:
        at, place, length = at - 1, place - 1, length + 1
    return Run(at, place, length)


def in_order(runs: Sequence[Run]) -> list[Run]:
    """Return those runs that stand in one order in both texts and have the most words together.

    Takes the square of their number: for statements, not for articles.

    >>> in_order([Run(0, 9, 2), Run(2, 0, 3), Run(5, 4, 2)])
    [Run(here=2, there=0, length=3), Run(here=5, there=4, length=2)]
    """
    best: list[tuple[int, int]] = []
    for n, run in enumerate(runs):
        before = [(best[m][0], -m) for m in range(n) if runs[m].there < run.there]
        words, last = max(before, default=(0, 1))
        best.append((words + run.length, -last))
    chosen: list[Run] = []
    at = max(range(len(runs)), key=lambda n: (best[n][0], -n), default=-1)
    while at >= 0:
        chosen.append(runs[at])
        at = best[at][1]
    return chosen[::-1]
