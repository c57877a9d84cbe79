"""Whom a statement may be aimed at, by the words for them: what its cue governs, whom its content names or means."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sayso.records import Name, NameKind, Span, Statement, quoted
from sayso.resolve.noun_phrases import addressing, noun_phrase

NAMES, NOUNS, POINTING, LATEST = 5, 2, 2, 2
"""So many names, nouns and pronouns of a content are looked at, and names before it: seldom is another meant."""
NEAR_CUE = 60
"""Characters after a cue within which the reporting clause may say at whom: "issued a stern warning to Velden"."""

_WORDS = re.compile(r"\w+")
_BEFORE = re.compile(r"([\w’'-]+)\s+(?:(?:the|a|an)\s+)?(?:(?:President|Mr\.|Mrs\.|Ms\.|Sen\.|Rep\.|Gov\.)\s+)?$")
_JOINED = re.compile(r"(?:,? and |, | or |/)")
_NEXT = re.compile(r"\s*([’']s?\b|[\w’'-]+)?")
_AT = re.compile(r"\b(?:to|against|at|of|on|with|for|into)\s+(?:the\s+)?(?:[A-Z][\w.]*\s+)*$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words for one who may be meant: how they came up, and which of their kind they are."""

    span: Span
    how: str
    """`governed`, `name`, `noun`, `pronoun`, `addressee` or `clause`."""
    place: int = 0


class Aims:
    """The names of an article, and the candidates of its statements."""

    def __init__(self, text: str, names: Sequence[Name]) -> None:
        self._text = text
        self._names = sorted(names, key=lambda name: name.span)
        self._ends = [name.span.end for name in self._names]
        self._parts = {name.span: frozenset(_WORDS.findall(name.span.of(text).lower())) for name in self._names}
        self._of: Statement | None = None
        self._words: list[tuple[int, int]] = []
        self._counts = Counter(_last_word(name.span.of(text)) for name in self._names)

    def count(self, name: str) -> int:
        """Return how often the last word of a name is named in the article."""
        return self._counts[_last_word(name)]

    def candidates(self, one: Statement, addressee: Span | None) -> list[Candidate]:
        """Return whom the statement may be aimed at, each way by which they come up.

        Pronouns are looked at where the content names nobody.
        """
        named, words = self.named(one), self._content_words(one)
        governed = self._governed(one, named)
        found = [Candidate(governed, "governed")] if governed is not None else []
        found += [Candidate(span, "name", n) for n, span in enumerate(named[:NAMES])]
        found += [Candidate(span, "clause") for span in self._in_the_clause(one)]
        found += [Candidate(span, "before", n) for n, span in enumerate(self._before(one))]
        found += [Candidate(span, "noun", n) for n, span in enumerate(self._nouns(words))]
        if not named:
            found += [Candidate(span, "pronoun", n) for n, span in enumerate(self._pronouns(words))]
        if addressee is not None:
            found.append(Candidate(addressee, "addressee"))
        return found

    def _content_words(self, one: Statement) -> list[tuple[int, int]]:
        """Return where the words of the content stand; they are kept for the features of its candidates."""
        if self._of is not one:
            found = (word for piece in one.content for word in _WORDS.finditer(self._text, piece.start, piece.end))
            self._of, self._words = one, [word.span() for word in found]
        return self._words

    def named(self, one: Statement) -> list[Span]:
        """Return the names in the content, without the speaker's and without places that only tell where."""
        own = _WORDS.findall((one.speaker.name if one.speaker else quoted(self._text, one.source, " ")).lower())
        return [
            name.span
            for piece in one.content
            for name in self._within(piece)
            if self._parts[name.span].isdisjoint(own) and not self._is_where(name)
        ]

    def joined(self, first: Span, named: Sequence[Span], most: int) -> list[Span]:
        """Return the names that `and` joins to the first."""
        found = [first]
        for span in named:
            if span.start > found[-1].end and _JOINED.fullmatch(self._text, found[-1].end, span.start):
                found.append(span)
        return found[1:most]

    def features(self, one: Statement, candidate: Candidate) -> dict[str, float]:
        """Return what the words around a candidate say for and against it."""
        span, how = candidate.span, candidate.how
        found = {how: 1.0, f"{how} {candidate.place}": 1.0}
        if how == "before":
            return found
        before = _BEFORE.search(self._text, max(0, span.start - 30), span.start)
        if before is not None and before[1].lower() in addressing()["governing"]:
            found[f"after {before[1].lower()}"] = 1.0
        after = _NEXT.match(self._text, span.end)
        if after is not None and after[1] is not None:
            found |= _before_word(after[1].lower())
        words = self._content_words(one)
        if any(piece.start <= span.start < piece.end for piece in one.content):
            offset = bisect_left(words, (span.start, 0))
            found[f"offset {next((bound for bound in OFFSETS if offset <= bound), 'far')}"] = 1.0
        return found

    def _within(self, piece: Span) -> Iterator[Name]:
        for at in range(bisect_left(self._ends, piece.start + 1), len(self._names)):
            if self._names[at].span.start >= piece.end:
                return
            if self._names[at].span.start >= piece.start:
                yield self._names[at]

    def _is_where(self, name: Name) -> bool:
        if name.kind is not NameKind.PLACE:
            return False
        before = _BEFORE.search(self._text, max(0, name.span.start - 24), name.span.start)
        return before is not None and before[1].lower() in addressing()["where"]

    def _governed(self, one: Statement, named: Sequence[Span]) -> Span | None:
        """Return the object of the cue: its name, or its words where they stand for actors: "blasted the militants"."""
        if not one.cue:
            return None
        text, at = self._text, one.cue[-1].end
        phrase = noun_phrase(text, at, len(text))
        if phrase is None or "\n" in text[at : phrase.start] or not _in(one.content, phrase):
            return None
        inside = [span for span in named if phrase.start <= span.start < phrase.end]
        aims = not addressing()["aims"].isdisjoint(_WORDS.findall(quoted(text, one.cue, " ").lower())[-3:])
        if inside:
            return inside[0] if aims else None
        return phrase if _WORDS.findall(phrase.of(text).lower())[-1] in addressing()["actors"] else None

    def _in_the_clause(self, one: Statement) -> Iterator[Span]:
        """Yield the names that the reporting clause aims at after the cue, or within it: "a warning to Velden"."""
        for cue in one.cue[-1:]:
            stop = min((span.start for span in one.content if span.start >= cue.end), default=cue.end + NEAR_CUE)
            end = min(cue.end + NEAR_CUE, stop)
            line = self._text.find("\n", cue.start, end)
            for name in self._within(Span(cue.start, line if line >= 0 else end)):
                inside = any(span.start <= name.span.start < span.end for span in (*one.source, *one.content))
                direct = cue.start <= name.span.start - 1 <= cue.end + 1
                if not inside and (direct or _AT.search(self._text, cue.start, name.span.start)):
                    yield name.span

    def _before(self, one: Statement) -> list[Span]:
        """Return the last names before the statement, in its line or the one above: what is talked of goes on."""
        first = min((*one.source[:1], *one.cue[:1], *one.content[:1])).start
        line = self._text.rfind("\n", 0, max(0, self._text.rfind("\n", 0, first)))
        at = bisect_left(self._ends, first + 1)
        return [name.span for name in reversed(self._names[max(0, at - LATEST) : at]) if name.span.start > line]

    def _nouns(self, words: Sequence[tuple[int, int]]) -> list[Span]:
        """Return the nouns of the content that stand for people without a name, each with what stands before it."""
        actors, text = addressing()["actors"], self._text
        heads = [n for n, (start, end) in enumerate(words) if text[start:end].lower() in actors]
        found = []
        for n in heads[:NOUNS]:
            first = n
            for fits in (_is_capital, _is_determiner):
                if first > 0 and self._goes_before(words[first - 1], words[first], fits):
                    first -= 1
            found.append(Span(words[first][0], words[n][1]))
        return found

    def _goes_before(self, word: tuple[int, int], following: tuple[int, int], fits: Callable[[str], bool]) -> bool:
        return self._text[word[1] : following[0]] == " " and fits(self._text[slice(*word)])

    def _pronouns(self, words: Sequence[tuple[int, int]]) -> list[Span]:
        """Return the pronouns of the content that may stand for another than the speaker: not "I", not "we"."""
        pronouns = addressing()["pronouns"]
        found: dict[str, Span] = {}
        for start, end in words:
            low = self._text[start:end].lower()
            if low in pronouns:
                found.setdefault(low, Span(start, end))
        return list(found.values())[:POINTING]


OFFSETS = (0, 1, 3, 6, 12)
"""Upper bounds of the classes of words between a content's beginning and a candidate."""

_DETERMINERS = frozenset(("the", "their", "his", "her", "its", "our", "other", "many", "some", "those", "these"))


def _is_determiner(word: str) -> bool:
    return word.lower() in _DETERMINERS


def _is_capital(word: str) -> bool:
    return word[:1].isupper() and not _is_determiner(word)


_TELLING = frozenset(
    ["should", "must", "to", "needs", "need", "ought", "has", "will", "can", "cannot", "is", "are", "was", "were"]
)
"""After a candidate these tell what he is to do, or what is said of him."""


def _last_word(name: str) -> str:
    words = _WORDS.findall(name.lower())
    return words[-1] if words else ""


def _before_word(word: str) -> dict[str, float]:
    """Return what the word after a candidate tells: whose something is, or what he is to do."""
    if word in ("'s", "’s", "'", "’"):
        return {"owner": 1.0}
    return {f"before {word}": 1.0} if word in _TELLING else {}


def _in(spans: Sequence[Span], one: Span) -> bool:
    return any(span.start <= one.start and one.end <= span.end for span in spans)
