"""What two statements have between the words that both have: what makes another claim of them, and what does not.

"Will open" and "will not open", "40 million" and "55 million", "on Monday" and "on Friday", "it is not true that .."
are other claims; "I am", "that he was", what an editor's bracket stands for and what an ellipsis cut are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sayso.link.content_words import ContentWords
from sayso.link.shared_runs import Run
from sayso.records import Span

LONGEST_STAND_IN = 4
"""Words that an editor's bracket may stand for."""
LONGEST_CHANGE = 3
"""Words of a gap in which a "not" or a number makes another statement; in a longer one it went with what was cut."""
BEFORE_THAT = 4
"""Words before a "that" among which what rejects its clause stands: "no reason to believe that"."""
WHETHER_OR_NOT = 12
"""Words within which a "whether" has its "or not", which negates nothing."""

_NEGATIONS = "not no never nor neither without none nobody nothing nowhere hardly scarcely barely rarely seldom"
NEGATIONS = frozenset(_NEGATIONS.split())
"""A contraction's "not" is a word here: content_words writes it out."""
_REJECTING = "deny denies denied denying false untrue wrong lie myth hoax doubt doubts doubtful impossible unlikely"
REJECTING = NEGATIONS | frozenset(_REJECTING.split())
"""What before a "that" says that its clause does not hold; two of them say that it does: "no doubt that"."""
OPEN = frozenset({"if", "whether", "unless"})
"""What just before a clause leaves open whether it holds."""

_NAMED = (
    "hundred thousand million billion trillion",
    "dollars euros pounds yen crowns rubles yuan",
    "monday tuesday wednesday thursday friday saturday sunday",
    "january february march april june july august september october november december",  # may is a verb
)
_NUMBER_WORDS = tuple(frozenset(names.split()) for names in _NAMED)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")

_PREFIX = re.compile("(?:un|in|im|il|ir|non|dis|mis)(?=[a-z]{4})")
_PAIRS = (
    "more less, more fewer, most least, many few, up down, higher lower, above below, over under, before after, "
    "for against, anti pro, first last, best worst, better worse, good bad, right wrong, true false, strong weak, "
    "guilty innocent, rise fall, rises falls, rose fell, rising falling, increase decrease, increases decreases, "
    "increased decreased, increasing decreasing, raise lower, raise cut, raised cut, raised lowered, win lose, "
    "won lost, support oppose, supports opposes, supported opposed, accept reject, accepts rejects, accepted rejected, "
    "allow ban, allowed banned, begin end, began ended, open close, open closed, opens closes, opened closed, "
    "always sometimes, all some, must may, will may, will might, will could"
)
_OPPOSITES = frozenset(frozenset(pair.split()) for pair in _PAIRS.split(", "))

RETOLD = {
    form: forms.split()[0]
    for forms in (
        "i you he she it we they",
        "my your his her its our their me him us them",
        "myself yourself himself herself itself ourselves themselves",
        "is am are was were",
        "have has had",
        "do does did",
        "will would shall",
        "can could",
    )
    for form in forms.split()
}
"""What a word is told as where somebody else's words are told: "I am" is "he was"."""


class Gap(NamedTuple):
    """The words of both before, between or after the shared runs, each from one number to another."""

    here: Span
    there: Span


def gaps_of(runs: Sequence[Run], here: ContentWords, there: ContentWords) -> list[Gap]:
    """Return what stands before, between and after the runs: one more than there are runs."""
    ends = [(0, 0), *((run.here + run.length, run.there + run.length) for run in runs)]
    begins = [*((run.here, run.there) for run in runs), (len(here.forms), len(there.forms))]
    return [Gap(Span(end[0], begin[0]), Span(end[1], begin[1])) for end, begin in zip(ends, begins, strict=True)]


def stood_for(gaps: Sequence[Gap], here: ContentWords, there: ContentWords) -> tuple[float, float]:
    """Return the weight of words, here and there, that the other's brackets stand for: those of the same gap."""
    small = [gap for gap in gaps if max(map(_length, gap)) <= LONGEST_STAND_IN]
    spared_here = [
        gap.here for gap in small if not there.brackets.isdisjoint(range(gap.there.start, gap.there.end + 1))
    ]
    spared_there = [gap.there for gap in small if not here.brackets.isdisjoint(range(gap.here.start, gap.here.end + 1))]
    return here.weight_in(spared_here), there.weight_in(spared_there)


def retold(gap: Gap, here: ContentWords, there: ContentWords) -> bool:
    """Return whether the words of a gap are the same but for who tells them: "I am", "that he was"."""
    mine, theirs = ([form for form in forms if form != "that"] for forms in _forms(gap, here, there))
    return len(mine) == len(theirs) <= LONGEST_STAND_IN and all(
        one == other or RETOLD.get(one, one) == RETOLD.get(other, other)
        for one, other in zip(mine, theirs, strict=True)
    )


def face_one_another(gap: Gap, here: ContentWords, there: ContentWords) -> bool:
    """Return whether both have words in a gap that tell something: the one names what the other does not."""
    return all(words.telling(span.start, _length(span)) for words, span in ((here, gap.here), (there, gap.there)))


def differ(gaps: Sequence[Gap], here: ContentWords, there: ContentWords) -> bool:
    """Return whether the one says what the other does not: a "not" between the same words, or another number."""
    uncut = [gap for n, gap in enumerate(gaps[:-1]) if n == 0 or not _is_cut(gap, here, there)]
    if any(_holds(gap.here, here) != _holds(gap.there, there) for gap in uncut):
        return True
    return any(_is_changed(gap, here, there, at_end=n in {0, len(gaps) - 1}) for n, gap in enumerate(gaps))


def _is_changed(gap: Gap, here: ContentWords, there: ContentWords, *, at_end: bool) -> bool:
    mine, theirs = _forms(gap, here, there)
    went_with_an_end = at_end and not (mine and theirs)
    if went_with_an_end or _is_cut(gap, here, there) or max(len(mine), len(theirs)) > LONGEST_CHANGE:
        return False
    if _is_negated(gap.here, here) != _is_negated(gap.there, there):
        return True
    counted = [_counted(forms) for forms in (mine, theirs)]
    if any(one and other and one != other for one, other in zip(*counted, strict=True)):
        return True
    return any(_are_opposites(one, other) for one in mine for other in theirs)


def _is_cut(gap: Gap, here: ContentWords, there: ContentWords) -> bool:
    return here.cuts_in(*gap.here) or there.cuts_in(*gap.there)


def _counted(forms: Sequence[str]) -> tuple[list[str], ...]:
    """Return the figures, magnitudes, currencies, weekdays and months among some words, each in their order."""
    figures = [found[1] if (found := _ORDINAL.fullmatch(form)) else form for form in forms if form[:1].isdigit()]
    return figures, *([form for form in forms if form in names] for names in _NUMBER_WORDS)


def _are_opposites(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    is_prefixed = (found := _PREFIX.match(long)) is not None and long[found.end() :] == short
    return is_prefixed or frozenset((one, other)) in _OPPOSITES


def _is_negated(span: Span, words: ContentWords) -> bool:
    return any(
        form in NEGATIONS and not (form == "not" and _is_after_whether(n, words.forms))
        for n, form in enumerate(words.forms[slice(*span)], start=span.start)
    )


def _is_after_whether(n: int, forms: Sequence[str]) -> bool:
    return n > 0 and forms[n - 1] == "or" and "whether" in forms[max(0, n - WHETHER_OR_NOT) : n]


def _holds(gap: Span, words: ContentWords) -> bool:
    """Return whether what stands before a clause lets it hold: "it is not true that" and "if" do not."""
    last = words.forms[gap.end - 1] if gap.end else ""
    if last in OPEN or (last == "not" and _is_after_whether(gap.end - 1, words.forms)):
        return False
    ends = gap.end - 1 if last == "that" else gap.end
    if last != "that" and words.forms[gap.end : gap.end + 1] != ("that",):
        return True
    return sum(form in REJECTING for form in words.forms[max(0, ends - BEFORE_THAT) : ends]) % 2 == 0


def _forms(gap: Gap, here: ContentWords, there: ContentWords) -> tuple[Sequence[str], Sequence[str]]:
    return here.forms[gap.here.start : gap.here.end], there.forms[gap.there.start : gap.there.end]


def _length(span: Span) -> int:
    return span.end - span.start
