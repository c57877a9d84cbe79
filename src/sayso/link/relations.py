"""Paraphrases, denials, shifts and replies: what one statement is to another, from the two alone.

Two contents are the same claim where each says what the other says (entailment both ways, as in Androutsopoulos and
Malakasiotis, "A survey of paraphrasing and textual entailment methods", JAIR 38, 2010), or one does and both are alike.
They are at odds where the network finds them contradictory and about the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sayso.identity import link_id
from sayso.link.candidates import are_near, overlap
from sayso.link.sides import Side, earlier_and_later
from sayso.link.terms import stems
from sayso.link_records import Evidence, Link, LinkKind
from sayso.records import ModelVersion, Span, StatementRow

METHOD = "relations 1"

SAME = 0.6
"""Least score of a paraphrase: of the labelled pairs above it about half are one (benchmarks/RESULTS.md)."""
DENIED = 0.5
"""Least score of what is denied in words: the cue speaks for it as well."""
LEAST_WORDS, LEAST_DENIED = 7, 4
"""Words of a claim, of one that is denied: what has fewer names a thing ("the travel ban") and claims nothing."""
AT_ODDS = 0.75
"""Least probability of a contradiction, the mean of both directions."""
WORTH_BOTH_WAYS = 0.5
"""Similarity from which a pair is read both ways round: no link has less."""
ABOUT_THE_SAME = 0.6
"""Least similarity of two contents that contradict one another."""
ANSWERED = 0.3
"""Least overlap of an answer with what it answers."""
ANSWER_DAYS = 14
"""Days after which an act at somebody is no answer to what was said."""

DENYING = frozenset({"deni", "denial", "reject", "refut", "dismiss", "rebut", "disput", "debunk", "disavow", "repudi"})
"""Stems of cues whose content is what is denied."""

ANSWERING = frozenset({"AGREE", "SUPPORT", "CONCEDE", "ACCUSE", "REJECT", "THREATEN"})
"""Acts by which one answers another."""


class PairScores(Protocol):
    """How a premise and a hypothesis compare, each 0..1; the first three sum to 1."""

    @property
    def entailment(self) -> float:
        """Return how likely it is that who says the premise says the hypothesis."""
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
    """What is asked of the network that compares contents."""

    version: ModelVersion

    def relate(self, pairs: Iterable[tuple[str, str]]) -> Sequence[PairScores]:
        """Return for each (premise, hypothesis) how likely the one says the other, and how alike they are."""
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


@dataclass(frozen=True, slots=True)
class Compared:
    """How two contents compare: each 0..1, the same whichever is given first."""

    alike: float
    said: float
    """The lesser of: the later says what the earlier says, and the other way round."""
    against: float

    @property
    def same(self) -> float:
        """Return how much they look like one claim, 0..1, which is no probability; the labels' dev part chose it."""
        return round(min(1.0, max(0.0, (self.alike + 0.5 * self.said - 0.3 * self.against) / 1.5)), 4)


def relations(pairs: Sequence[Pair], scorer: PairScorer) -> Iterator[Link]:
    """Yield the links between the statements of each pair, in the pairs' order; mostly there are none.

    The network reads a pair the second way round only where the first way makes the two alike, and not at all where
    nothing could follow from it.
    """
    asked = {n: _contents(pair) for n, pair in enumerate(pairs) if _is_worth_scoring(pair)}
    forth = dict(zip(asked, scorer.relate(asked.values()), strict=True))
    again = {n: asked[n][::-1] for n, scores in forth.items() if scores.similarity >= WORTH_BOTH_WAYS}
    back = dict(zip(again, scorer.relate(again.values()), strict=True))
    for n, pair in enumerate(pairs):
        found = _of_pair(pair, compared(forth[n], back[n]), scorer.version) if n in back else None
        found = found or reply(pair)
        if found is not None:
            yield found


def _contents(pair: Pair) -> tuple[str, str]:
    return pair.later.row.content_text, pair.earlier.row.content_text


def _is_worth_scoring(pair: Pair) -> bool:
    """Return whether the pair has words enough for what the network can find."""
    denying = denies(pair.earlier.row) != denies(pair.later.row)
    return _words(pair) >= (LEAST_DENIED if denying else LEAST_WORDS)


def compared(forth: PairScores, back: PairScores) -> Compared:
    """Return how two contents compare, of their scores in both directions."""
    alike = (forth.similarity + back.similarity) / 2
    against = (forth.contradiction + back.contradiction) / 2
    return Compared(alike, min(forth.entailment, back.entailment), against)


def denies(row: StatementRow) -> bool:
    """Return whether the statement's cue rejects its content: "denied that ..", "dismissed claims of .."."""
    return any(stem in DENYING for stem in stems(row.cue_text))


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


def _of_pair(pair: Pair, found: Compared, version: ModelVersion) -> Link | None:
    method = f"{METHOD}, {version.name} {version.version}"
    denial = _denial(pair, found, method)
    if denial is not None:
        return denial
    if found.same >= SAME and are_near(pair.earlier, pair.later) and _words(pair) >= LEAST_WORDS:
        reason = f"the same claim: alike {found.alike:.2f}, said by both {found.said:.2f}"
        return _link(LinkKind.PARAPHRASE, pair.later, pair.earlier, found.same, reason, method)
    if _at_odds(found) and pair.same_speaker and pair.later.is_after(pair.earlier):
        reason = f"{pair.later.row.said_by} said otherwise before: at odds {found.against:.2f}, alike {found.alike:.2f}"
        return _link(LinkKind.SHIFT, pair.later, pair.earlier, round(found.against, 4), reason, method)
    return None


def _denial(pair: Pair, found: Compared, method: str) -> Link | None:
    denying = [side for side in (pair.earlier, pair.later) if denies(side.row)]
    if not are_near(pair.earlier, pair.later):
        return None
    if len(denying) == 1 and found.same >= DENIED:
        one, other = (pair.later, pair.earlier) if denying[0] is pair.later else (pair.earlier, pair.later)
        reason = f'by its words, "{one.row.cue_text}": the same claim {found.same:.2f}'
        return _link(LinkKind.DENIAL, one, other, found.same, reason, method)
    if not denying and _at_odds(found) and not pair.same_speaker:
        reason = f"by contradiction: at odds {found.against:.2f}, alike {found.alike:.2f}"
        return _link(LinkKind.DENIAL, pair.later, pair.earlier, round(found.against, 4), reason, method)
    return None


def _words(pair: Pair) -> int:
    """Return the number of words of the shorter content."""
    return min(sum(1 for _ in stems(side.row.content_text)) for side in (pair.earlier, pair.later))


def _at_odds(found: Compared) -> bool:
    return found.against >= AT_ODDS and found.alike >= ABOUT_THE_SAME


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
