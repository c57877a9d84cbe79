"""Two articles that share text: reprints, wire copy, rewrites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.identity import link_id
from sayso.link.agency_credits import NONE_KNOWN, Agencies, credited
from sayso.link.earlier import compared
from sayso.link.minhash import ALGORITHM
from sayso.link.running_words import RunningWords, article_words, inside
from sayso.link.shared_runs import Run, shared_runs
from sayso.link_records import ArticleCopy, CopyKind, Passage
from sayso.records import Article, Span

METHOD = f"shared passages 1, keys {ALGORITHM}"
LEAST_PASSAGE = 6
"""Words of a shared passage: shorter ones are turns of phrase."""
LEAST_WORDS = 30
"""Words that must stand in both, outside quotation marks: a sentence or two are the agency's news in brief."""
LEAST_SHARE = 0.2
"""Of the shorter text, and of its words outside quotation marks: two who quote one speech have not copied."""
LEAST_SHARE_IN_HOUSE = 0.5
"""Of two articles of one outlet, which brings its furniture and its background paragraphs again and again."""
WHOLE = 0.85
"""From this share on the shorter text is a reprint: a new lead, or a cut, leaves as much."""
MOST_PASSAGES = 200
"""Passages that are listed, the longest; the reason counts all."""


def compare_articles(one: Article, other: Article, agencies: Agencies = NONE_KNOWN) -> ArticleCopy | None:
    """Return how one article has the text of the other, or None. The order of the two does not matter.

    Passages are the same words in the same order; marks, dashes, white space, case and British or American spelling
    may differ. The time is linear in the two lengths, of each text the first 200,000 words are compared.
    """
    if one.id == other.id:
        return None
    order = compared(_date(one), _date(other))
    later, earlier = (one, other) if (order, one.id) > (0, other.id) else (other, one)
    shared = _shared(later, earlier)
    if not shared.suffices(LEAST_SHARE_IN_HOUSE if _in_one_house(one, other) else LEAST_SHARE):
        return None
    both = sorted(set(credited(later, agencies)) & set(credited(earlier, agencies)))
    kind = CopyKind.WIRE if both else CopyKind.REPRINT if shared.share >= WHOLE else CopyKind.REWRITE
    return ArticleCopy(
        id=link_id(kind.value, later.id, earlier.id),
        kind=kind,
        from_id=later.id,
        to_id=earlier.id,
        score=round(shared.share, 4),
        reason=_reason(shared, both, known=order != 0),
        method=METHOD,
        passages=shared.passages(),
    )


@dataclass(frozen=True, slots=True)
class _Shared:
    """What stands in two texts, in words."""

    here: RunningWords
    there: RunningWords
    runs: Sequence[Run]
    words: int
    own: int
    """Of those, words outside quotation marks."""
    shorter: int
    shorter_own: int

    @property
    def share(self) -> float:
        return self.words / self.shorter if self.shorter else 0.0

    def suffices(self, share: float) -> bool:
        """Return whether it makes a copy: of all words and of those outside quotation marks, or of nearly all."""
        own = self.own >= LEAST_WORDS and self.share >= share and self.own >= share * self.shorter_own
        return own or (self.words >= LEAST_WORDS and self.share >= WHOLE)

    def passages(self) -> tuple[Passage, ...]:
        """Return the passages as characters of both texts, in the order of the first."""
        longest = sorted(self.runs, key=lambda run: (-run.length, run.here))[:MOST_PASSAGES]
        return tuple(
            Passage(self.here.span(run.here, run.length), self.there.span(run.there, run.length))
            for run in sorted(longest)
        )


def _shared(one: Article, other: Article) -> _Shared:
    here, there = article_words(one), article_words(other)
    runs = shared_runs(here.forms, there.forms, LEAST_PASSAGE)
    quoted_here, quoted_there = inside(here, _quotations(one.text)), inside(there, _quotations(other.text))
    words = sum(run.length for run in runs)
    # A word counts as quoted where it is in one of the two: a mark may be lost from a copy.
    own = sum(
        not quoted_here[run.here + n] and not quoted_there[run.there + n] for run in runs for n in range(run.length)
    )
    shorter, quoted = min((len(here), quoted_here), (len(there), quoted_there), key=lambda pair: pair[0])
    return _Shared(here, there, runs, words, own, shorter, shorter - sum(quoted))


_QUOTATION = re.compile(r"“[^“”\n]*(?:”|$)|„[^„“”\n]*[“”]|«[^«»\n]*»|\"[^\"\n]*\"", re.MULTILINE)


def _quotations(text: str) -> list[Span]:
    return [Span(*match.span()) for match in _QUOTATION.finditer(text)]


def _in_one_house(one: Article, other: Article) -> bool:
    if one.outlet and other.outlet:
        return one.outlet.casefold() == other.outlet.casefold()
    hosts = [_HOST.match(article.url or "") for article in (one, other)]
    return all(hosts) and len({host[1].lower() for host in hosts if host}) == 1


_HOST = re.compile(r"https?://(?:www\.)?([^/:?#\s]{1,255})", re.IGNORECASE)


def _date(article: Article) -> str | None:
    return article.published.value if article.published else None


def _reason(shared: _Shared, both: Sequence[str], *, known: bool) -> str:
    count = len(shared.runs)
    said = [f"{count} passage{'s' if count > 1 else ''}, {100 * shared.share:.0f} % of the shorter text"]
    if both:
        said.append(f"both credit the agency {' and '.join(both)}")
    if not known:
        said.append("the dates do not say which is the earlier")
    return "; ".join(said)
