"""Two statements that give the same utterance in the same words: cut, with other marks, by way of another page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sayso.identity import link_id
from sayso.link.content_words import ContentWords, content_words
from sayso.link.earlier import compared, days_between
from sayso.link.function_words import FUNCTION_WORDS
from sayso.link.shared_runs import Run, in_order, shared_runs
from sayso.link.speaker_names import same_speaker
from sayso.link.statement_copies_gaps import RETOLD, Gap, differ, face_one_another, gaps_of, retold, stood_for
from sayso.link.statement_copy_keys import SHORT
from sayso.link_records import Evidence, Link, LinkKind
from sayso.records import Manner, StatementRow

METHOD = "shared words 2"
LEAST_RUN = 2
"""Words of a run that is counted; of a run of one, the word must be no function word."""
LONGEST_ALIGNED = 150
"""Words of a content up to which the best alignment is looked for: a paragraph."""
LEAST_SHARE = 0.75
"""Of the shorter content's words, by their weight, that stand in both in one order."""
LEAST_SHARE_OF_FEW = 0.85
"""The same where the shared words weigh less than 6: one word in six makes another claim of a short one."""
FEW = 6.0
LEAST_WEIGHT = {True: 4.0, False: 6.0}
"""What the shared words have to weigh, where one of the two is in quotation marks and where none is.

Where they weigh less, the speaker's name has to be the same: "police are looking into it" is written every day.
"""
LEAST_TELLING = 2
"""Words, no function words, of a short content that is found within a longer one: "no" is found in many."""
LEAST_MARKED = 3
LEAST_SHARE_AROUND = 0.7
"""Words in marks, no function words, that the other has too, and the share with those around them, in a speaker's week:
"the bridge as a “monument to idle money”", "the new bridge is a monument to idle money".
"""
NEAR = 7
"""Days between the articles that give a short content: the same speaker says yes on many occasions."""
OTHERS_WORDS = 0.9
"""What a score is worth where the two name different speakers."""


def statement_copy(one: StatementRow, other: StatementRow) -> Link | None:
    """Return the link of a statement that has the words of another, or None. The order of the two does not matter.

    Compared are the words of the contents, in American spelling and without an editor's brackets, at most 2,000 of
    each. The shorter has to stand in the longer but for a rest; a content of a word or two only says the same where its
    speaker and its week are the same. Where one is not direct, "I am" and "that he was" are no difference. One that
    lies in the other within one article (nested) is no copy.
    """
    if one.id == other.id or _overlap(one, other):
        return None
    order = compared(one.published, other.published)
    later, earlier = (one, other) if (order, one.id) > (0, other.id) else (other, one)
    here, there = content_words(later), content_words(earlier)
    if not may_suffice(here, there):
        return None
    is_retold = not one.manner is other.manner is Manner.DIRECT
    shared = _shared(here, there, is_retold=is_retold)
    speaker = same_speaker(later, earlier)
    days = days_between(one.published, other.published)
    quoted = not one.manner is other.manner is Manner.INDIRECT
    if shared is None or not _suffices(shared, speaker, days, quoted=quoted):
        return None
    return Link(
        id=link_id(LinkKind.COPY.value, later.id, earlier.id),
        kind=LinkKind.COPY,
        from_id=later.id,
        to_id=earlier.id,
        score=round(_score(shared, speaker), 4),
        reason=_reason(shared, later, earlier, speaker),
        method=METHOD,
        evidence=_evidence(shared, later.id, earlier.id),
    )


@dataclass(frozen=True, slots=True)
class _Shared:
    """What stands in two contents."""

    here: ContentWords
    there: ContentWords
    runs: Sequence[Run]
    words: int
    weight: float
    telling: int
    """Of those, words that are no function words."""
    share: float
    """Of the shorter one's weight."""
    share_of_longer: float
    shorter: int
    """Words of the shorter one."""
    is_whole: bool
    """Whether all of the shorter one stands in the longer, and nothing between its words."""
    is_around_marks: bool
    """Whether what one of them has in quotation marks stands in the other, and no words instead of others."""


def may_suffice(here: ContentWords, there: ContentWords) -> bool:
    """Return whether enough of a content may stand in the other, by a bound: in most pairs too few words stand in both.

    Function words are taken to be shared, and so are those that are retold. An editor's brackets may stand for any.
    """
    if here.brackets or there.brackets:
        return True
    return _most_shared(here, there) >= LEAST_SHARE_AROUND or _most_shared(there, here) >= LEAST_SHARE_AROUND


def _most_shared(words: ContentWords, other: ContentWords) -> float:
    there = frozenset(other.forms)
    apart = sum(form not in there and form not in FUNCTION_WORDS and form not in RETOLD for form in words.forms)
    whole = words.weight(0, len(words.forms))
    return (whole - apart) / whole if whole else 0.0


def _shared(here: ContentWords, there: ContentWords, *, is_retold: bool) -> _Shared | None:
    fewer = min(len(here.forms), len(there.forms))
    runs = _runs(here.forms, there.forms) if fewer else []
    gaps = gaps_of(runs, here, there)
    if not runs or differ(gaps, here, there):
        return None
    weight = sum(here.weight(run.here, run.length) for run in runs)
    again = [gap for gap in gaps if is_retold and retold(gap, here, there)]
    shares = [min(1.0, (weight + own) / whole) for own, whole in _retold_and_whole(again, gaps, here, there)]
    return _Shared(
        here,
        there,
        runs,
        words=sum(run.length for run in runs),
        weight=weight,
        telling=sum(here.telling(run.here, run.length) for run in runs),
        share=max(shares),
        share_of_longer=min(shares),
        shorter=fewer,
        is_whole=max(shares) == 1 and all(gap in again for gap in gaps[1:-1]),
        is_around_marks=_is_around_marks(runs, gaps, here, there),
    )


def _retold_and_whole(
    again: Sequence[Gap], gaps: Sequence[Gap], here: ContentWords, there: ContentWords
) -> Iterator[tuple[float, float]]:
    """Yield for each of the two what its retold words weigh, and all but those that the other's brackets stand for."""
    own = here.weight_in(gap.here for gap in again), there.weight_in(gap.there for gap in again)
    for words, retold_weight, spared in zip((here, there), own, stood_for(gaps, here, there), strict=True):
        yield retold_weight, words.weight(0, len(words.forms)) - spared


def _is_around_marks(runs: Sequence[Run], gaps: Sequence[Gap], here: ContentWords, there: ContentWords) -> bool:
    mine = {n for run in runs for n in range(run.here, run.here + run.length)}
    theirs = {n for run in runs for n in range(run.there, run.there + run.length)}
    telling = [
        sum(words.telling(n, 1) for n in words.marked) if words.marked <= own else 0
        for words, own in ((here, mine), (there, theirs))
    ]
    return max(telling) >= LEAST_MARKED and not any(face_one_another(gap, here, there) for gap in gaps)


def _runs(here: Sequence[str], there: Sequence[str]) -> list[Run]:
    """Return the runs that are counted, in one order in both.

    The longest is taken first, then those on both sides of it (Ratcliff and Metzener, 1988). That may take the cube of
    the length, so that long contents are tiled from left to right.
    """
    if max(len(here), len(there)) > LONGEST_ALIGNED:
        return in_order(shared_runs(here, there, LEAST_RUN))
    blocks = SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
    whole = min(len(here), len(there))
    return [
        Run(*block)
        for block in blocks
        if block.size >= min(LEAST_RUN, whole) or (block.size and here[block.a] not in FUNCTION_WORDS)
    ]


def _suffices(shared: _Shared, speaker: bool | None, days: int | None, *, quoted: bool) -> bool:
    of_one_week = bool(speaker) and days is not None and days <= NEAR
    if of_one_week and shared.is_around_marks and shared.share >= LEAST_SHARE_AROUND:
        return True
    if shared.shorter < SHORT or shared.weight < LEAST_WEIGHT[quoted]:
        tells = shared.telling >= LEAST_TELLING or shared.share_of_longer == 1
        return of_one_week and shared.is_whole and tells
    # Whoever is quoted within another's words is not the other: where names differ, both contents have to be the same.
    share = shared.share_of_longer if speaker is False else shared.share
    return share >= (LEAST_SHARE_OF_FEW if shared.weight < FEW else LEAST_SHARE)


def _score(shared: _Shared, speaker: bool | None) -> float:
    """Return the share, less what few words leave to chance."""
    sure = shared.weight / (shared.weight + 0.5)
    return shared.share * sure * (OTHERS_WORDS if speaker is False else 1.0)


def _reason(shared: _Shared, later: StatementRow, earlier: StatementRow, speaker: bool | None) -> str:
    count = f"{shared.words} word{'s' if shared.words > 1 else ''} in both"
    said = [f"{count}, {100 * shared.share:.0f} % of the shorter by weight"]
    if later.manner is not earlier.manner:
        said.append(f"{later.manner.value} in the later, {earlier.manner.value} in the earlier")
    if speaker:
        said.append(f"both attributed to {earlier.speaker}")
    elif speaker is False:
        said.append(f"attributed to {later.speaker} and to {earlier.speaker}")
    if compared(later.said_on, earlier.said_on) != 0:
        said.append(f"dated to {later.said_on} and to {earlier.said_on}")
    return "; ".join(said)


def _evidence(shared: _Shared, later: str, earlier: str) -> tuple[Evidence, ...]:
    mine = [span for run in shared.runs for span in shared.here.covering(run.here, run.length)]
    theirs = [span for run in shared.runs for span in shared.there.covering(run.there, run.length)]
    return (*(Evidence(later, span) for span in mine), *(Evidence(earlier, span) for span in theirs))


def _overlap(one: StatementRow, other: StatementRow) -> bool:
    """Return whether both contents have characters of one article in common."""
    return one.article_id == other.article_id and any(
        mine.start < theirs.end and theirs.start < mine.end for mine in one.content for theirs in other.content
    )
