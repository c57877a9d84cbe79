"""Paraphrases, denials, shifts and replies: what one statement is to another, from the two alone.

A network that learnt from pairs of statements of the press, labelled by reading, says how likely two claim the same,
and how likely one rejects the other, of both with their speakers and cues (docs/design/2026-11-27-pairs.md). Replies
follow from acts, targets and dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from sayso.identity import link_id
from sayso.link.candidates import are_near, overlap
from sayso.link.sides import Side, earlier_and_later
from sayso.link.terms import stems
from sayso.link_records import Evidence, Link, LinkKind
from sayso.records import ModelVersion, Span, StatementRow

METHOD = "relations 7"

SAME = 0.8
"""Least probability of a paraphrase: the network has it too high, as a third of the pairs that taught it are some.

Of 1,633 pairs of near pages that linking asked about, weighed by how frequent such are, .67 of those from .8 on claim
the same, and .72 from .85 on (docs/design/2026-11-28-thresholds-in-use.md).
"""
DENIED = 0.85
DENIED_BY_WORDS = 0.45
"""Least probability of a denial, and of one where just one of the two cues denies.

Of the same pairs 12 of 20 deny from .85 on by contradiction alone, and 18 of 22 from .4 on where a cue says so.
"""
SURELY_SAME = 0.95
SURELY_DENIED = 0.95
SURELY_DENIED_BY_WORDS = 0.6
"""The same, where dates don't say that the pages are near: of ninety such pairs that were read, half were the same
claim from .8 on, and three quarters from .95 on.
"""
NEVER = 2.0
"""More than any probability."""
AT_ODDS = 0.75
"""Least probability of a contradiction between somebody's words and his later ones."""
ABOUT_THE_SAME = 0.6
"""Least similarity of two statements that contradict one another."""
LEAST_WORDS = 3
"""Words of a content: what has fewer names a thing ("the ban") and claims nothing."""
ANSWERED = 0.3
"""Least overlap of an answer with what it answers."""
ANSWER_DAYS = 14
"""Days after which an act at somebody is no answer to what was said."""

DENYING = frozenset({"deni", "denial", "reject", "refut", "dismiss", "rebut", "disput", "debunk", "disavow", "repudi"})
"""Stems of cues whose content is what is denied."""

UNDENYING = re.compile(r"\b(neither|nor|not|never|without|declin\w+|refus\w+|short of)\b|n['’]t\b", re.IGNORECASE)
"""What before such a word has it deny nothing: "neither confirmed nor denied", "declined to deny"."""

ANSWERING = frozenset({"AGREE", "SUPPORT", "CONCEDE", "ACCUSE", "REJECT", "THREATEN"})
"""Acts by which one answers another."""


class PairScores(Protocol):
    """How two statements compare, each 0..1."""

    @property
    def same(self) -> float:
        """Return how likely both claim the same."""
        ...

    @property
    def denial(self) -> float:
        """Return how likely one of them rejects the other."""
        ...

    @property
    def contradiction(self) -> float:
        """Return how likely it is that both can't be true."""
        ...

    @property
    def similarity(self) -> float:
        """Return how much alike they are."""
        ...


class PairScorer(Protocol):
    """What is asked of the network that compares statements."""

    version: ModelVersion

    def passing(
        self, pairs: Iterable[tuple[str, str]], near: Iterable[bool | None], shift: Iterable[bool]
    ) -> Sequence[bool]:
        """Return for each (statement, statement) whether it may come to a link; only what may is related.

        `near` says whether the pages are, None where that is not known; `shift` whether the pair may be one.
        """
        ...

    def relate(self, pairs: Iterable[tuple[str, str]]) -> Sequence[PairScores]:
        """Return for each (statement, statement), each in one line with its speaker, how the two compare."""
        ...


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements, the earlier one first."""

    earlier: Side
    later: Side

    @classmethod
    def of(cls, one: Side, other: Side) -> Pair:
        """Return the pair in its order, whichever is given first."""
        return cls(*earlier_and_later(one, other))

    @property
    def same_speaker(self) -> bool:
        """Return whether both have one speaker, known by name."""
        return self.later.speaker is not None and self.later.speaker == self.earlier.speaker

    @property
    def may_be(self) -> MayBe:
        """Return what may come of the pair by its speakers, cues and dates."""
        shift = self.same_speaker and self.later.is_after(self.earlier) is True
        return MayBe(are_near(self.earlier, self.later), shift, len(_denying(self)) == 1)


@dataclass(frozen=True, slots=True)
class Compared:
    """How two statements compare: each 0..1, the mean of both ways round."""

    same: float
    denied: float
    against: float
    alike: float

    @classmethod
    def of(cls, forth: PairScores, back: PairScores) -> Compared:
        """Return the means of the scores both ways round."""
        return cls(
            _mean(forth.same, back.same),
            _mean(forth.denial, back.denial),
            _mean(forth.contradiction, back.contradiction),
            _mean(forth.similarity, back.similarity),
        )


@dataclass(frozen=True, slots=True)
class MayBe:
    """What may come of a pair by its speakers, cues and dates."""

    near: bool | None
    """Whether its pages are near, without which it is no paraphrase and no denial; None where dates don't say."""
    shift: bool
    """Whether it may be a shift: the same speaker's later words."""
    by_words: bool = False
    """Whether the cue of just one of the two denies."""

    @property
    def least(self) -> tuple[float, float]:
        """Return the least probability of a paraphrase and of a denial; NEVER where it is none."""
        if self.near is None:
            return SURELY_SAME, SURELY_DENIED_BY_WORDS if self.by_words else SURELY_DENIED
        return (SAME, DENIED_BY_WORDS if self.by_words else DENIED) if self.near else (NEVER, NEVER)

    def kind(self, found: Compared) -> LinkKind | None:
        """Return what a pair is that compares like this, or None."""
        same, denied = self.least
        if found.denied >= denied and found.denied >= found.same:
            return LinkKind.DENIAL
        if found.same >= same:
            return LinkKind.PARAPHRASE
        at_odds = found.against >= AT_ODDS and found.alike >= ABOUT_THE_SAME
        return LinkKind.SHIFT if self.shift and at_odds else None

    def is_worth_both_ways(self, scores: PairScores) -> bool:
        """Return whether a link may come of a pair, whatever reading it the other way round says."""
        same, denied = self.least
        likely = ((scores.same, same), (scores.denial, denied), (scores.contradiction * self.shift, AT_ODDS))
        return any(_mean(score, 1.0) >= least for score, least in likely)


def relations(pairs: Sequence[Pair], scorer: PairScorer) -> Iterator[Link]:
    """Yield the links between the statements of each pair, in the pairs' order; mostly there are none.

    The network reads what may come to a link by a first look, and the second way round only where the first way leaves
    one possible.
    """
    may_be = [pair.may_be for pair in pairs]
    asked = _worth_reading(pairs, may_be, scorer)
    forth = dict(zip(asked, scorer.relate(asked.values()), strict=True))
    again = {n: asked[n][::-1] for n, scores in forth.items() if may_be[n].is_worth_both_ways(scores)}
    back = dict(zip(again, scorer.relate(again.values()), strict=True))
    for n, pair in enumerate(pairs):
        found = _of_pair(pair, may_be[n], Compared.of(forth[n], back[n]), scorer.version) if n in back else None
        found = found or reply(pair)
        if found is not None:
            yield found


def _worth_reading(pairs: Sequence[Pair], may_be: Sequence[MayBe], scorer: PairScorer) -> dict[int, tuple[str, str]]:
    """Return what the network is to read of the pairs, by their places."""
    asked = {
        n: _told(pair)
        for n, (pair, may) in enumerate(zip(pairs, may_be, strict=True))
        if _words(pair) >= LEAST_WORDS and (may.near is not False or may.shift)
    }
    passing = scorer.passing(asked.values(), [may_be[n].near for n in asked], [may_be[n].shift for n in asked])
    return {n: asked[n] for n, passes in zip(asked, passing, strict=True) if passes or may_be[n].by_words}


def _told(pair: Pair) -> tuple[str, str]:
    return pair.later.told, pair.earlier.told


def denies(row: StatementRow) -> bool:
    """Return whether the statement's cue rejects its content: "denied that ..", "dismissed claims of ..".

    "Neither confirmed nor denied" and "did not dispute" don't.
    """
    return _cue_denies(row.cue_text)


@lru_cache(maxsize=2_000)
def _cue_denies(cue: str) -> bool:
    """Return whether a cue rejects; each is asked about once for every pair that its statement is in."""
    said = UNDENYING.split(cue, maxsplit=1)[0]
    return any(stem in DENYING for stem in stems(said))


def reply(pair: Pair) -> Link | None:
    """Return the reply of one actor to another's words on the same matter, or None."""
    one, other = pair.later, pair.earlier
    if one.row.article_id != other.row.article_id and not (one.is_after(other) and _within(one, other)):
        return None
    if one.row.act not in ANSWERING or other.speaker is None or other.speaker not in one.targets or pair.same_speaker:
        return None
    shared = overlap(one.terms, other.terms)
    if shared < ANSWERED:
        return None
    score = round((one.row.act_score or 0.0) * min(1.0, 0.5 + shared), 4)
    reason = f"{one.row.said_by} ({one.row.act}) answers {other.row.said_by}; {_shared_words(one, other)}"
    return _link(LinkKind.REPLY, one, other, score, reason, METHOD)


def _of_pair(pair: Pair, may_be: MayBe, found: Compared, version: ModelVersion) -> Link | None:
    method = f"{METHOD}, {version.name} {version.version}"
    kind = may_be.kind(found)
    if kind is LinkKind.DENIAL:
        return _denial(pair, found, method)
    if kind is LinkKind.PARAPHRASE:
        return _link(kind, pair.later, pair.earlier, found.same, f"the same claim: {found.same:.2f}", method)
    if kind is LinkKind.SHIFT:
        reason = f"{pair.later.row.said_by} said otherwise before: at odds {found.against:.2f}, alike {found.alike:.2f}"
        return _link(kind, pair.later, pair.earlier, found.against, reason, method)
    return None


def _denying(pair: Pair) -> list[Side]:
    """Return those of the two whose cue denies."""
    return [side for side in (pair.earlier, pair.later) if denies(side.row)]


def _denial(pair: Pair, found: Compared, method: str) -> Link:
    """Return the denial by the statement whose cue denies, else by the later one."""
    denying = _denying(pair)
    if len(denying) != 1:
        reason = f"by contradiction: {found.denied:.2f}"
        return _link(LinkKind.DENIAL, pair.later, pair.earlier, found.denied, reason, method)
    one, other = (pair.later, pair.earlier) if denying[0] is pair.later else (pair.earlier, pair.later)
    reason = f'by its words, "{one.row.cue_text}": {found.denied:.2f}'
    return _link(LinkKind.DENIAL, one, other, found.denied, reason, method)


def denial_in_the_same_words(pair: Pair, alike: float) -> Link | None:
    """Return the denial between two that give the same words, so much alike, of which one denies them by its cue.

    None where not one of them does, or the other one rejects them as well: two may be against one plan.
    """
    denying = _denying(pair)
    if len(denying) != 1:
        return None
    [one] = denying
    other = pair.earlier if one is pair.later else pair.later
    if other.row.act == "REJECT":
        return None
    return _link(LinkKind.DENIAL, one, other, alike, f'by its words, "{one.row.cue_text}", of the same words', METHOD)


def _mean(one: float, other: float) -> float:
    return round((one + other) / 2, 4)


def _words(pair: Pair) -> int:
    """Return the number of words of the shorter content."""
    return min(pair.earlier.words, pair.later.words)


def _within(one: Side, other: Side) -> bool:
    assert one.days is not None  # noqa: S101 - for the type checker: is_after has compared them
    assert other.days is not None  # noqa: S101 - same
    return (one.days[0] - other.days[1]).days <= ANSWER_DAYS


def _shared_words(one: Side, other: Side) -> str:
    both = sorted(set(one.terms) & set(other.terms), key=lambda term: (-one.terms[term], term))
    return "both on " + ", ".join(both[:3])


def _link(kind: LinkKind, one: Side, other: Side, score: float, reason: str, method: str) -> Link:
    ends = one.row.id, other.row.id
    evidence = tuple(
        Evidence(side.row.id, Span(piece.start, piece.end)) for side in (one, other) for piece in side.row.content
    )
    return Link(link_id(kind.value, *ends), kind, *ends, score, reason, method, evidence)
