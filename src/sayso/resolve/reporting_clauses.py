"""The sentence that reports a statement, and what of it is nobody's words: where a time of saying can stand."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from sayso.records import Article, Span, Statement
from sayso.resolve.pieces import Pieces
from sayso.resolve.sentences import cut_long
from sayso.resolve.time_grammar import Kind, TimeWords
from sayso.resolve.time_words import time_words


@dataclass(frozen=True, slots=True)
class Clause:
    """A statement, and the part of the text that reports it."""

    number: int
    """The statement's place in the sequence given."""
    statement: Statement
    speaker: str
    """The same for statements of the same speaker: an id, or the last name among the words of the source."""
    names: tuple[str, ...]
    """By which the text calls the speaker, or each of several: last names, mostly."""
    cue: Span
    """The first piece of the cue, or where there is none of the source, or of the content."""
    line: int
    sentence: Span
    words: tuple[TimeWords, ...]
    """The time words of the sentence that stand in no content, save one that holds the whole clause."""

    @property
    def nested(self) -> bool:
        """Whether it stands inside another statement's content."""
        return self.statement.parent is not None


class Sentences:
    """An article's lines, their sentences, contents and time words; each is looked for once, where it is asked for."""

    def __init__(self, article: Article, statements: Sequence[Statement]) -> None:
        self.text = article.text
        self._spans = [Span(line.start, line.end) for line in article.lines] or [Span(0, len(article.text))]
        self._starts = [line.start for line in self._spans]
        self._words: dict[int, list[TimeWords]] = {}
        self._sentences: dict[int, list[int]] = {}
        self._contents = Pieces((piece, number) for number, one in enumerate(statements) for piece in one.content)

    def line_of(self, at: int) -> int:
        """Return the number of the line that a place is in; between two lines, of the one before."""
        return max(bisect_right(self._starts, at) - 1, 0)

    def time_words(self, line: int) -> list[TimeWords]:
        """Return the time words of a line."""
        if line not in self._words:
            self._words[line] = time_words(self.text, *self._spans[line])
        return self._words[line]

    def time_words_in(self, span: Span) -> list[TimeWords]:
        """Return the time words that begin within a stretch of one line."""
        words = self.time_words(self.line_of(span.start))
        first = bisect_left(words, span.start, key=lambda one: one.span.start)
        return words[first : bisect_left(words, span.end, lo=first, key=lambda one: one.span.start)]

    def contents(self, span: Span) -> list[tuple[Span, int]]:
        """Return the pieces of content that meet a span, each with its statement's number."""
        return self._contents.meeting(span)

    def sentence(self, at: int) -> Span:
        """Return the sentence that a place is in.

        >>> from sayso.records import Line, Role
        >>> text = "Mr. Brom left. He was late."
        >>> page = Article("a", "d", text, (Line(0, len(text), Role.BODY),))
        >>> Sentences(page, ()).sentence(5).of(text)
        'Mr. Brom left. '
        """
        line = self.line_of(at)
        if line not in self._sentences:
            self._sentences[line] = [*_sentence_starts(self.text, self._spans[line]), self._spans[line].end]
        starts = self._sentences[line]
        number = min(max(bisect_right(starts, at) - 1, 0), len(starts) - 2)
        return Span(starts[number], starts[number + 1])

    def is_quoted(self, content: Sequence[Span]) -> bool:
        """Return whether some of the content stands in quotation marks."""
        return any(_QUOTATION.search(self.text, piece.start, piece.end) for piece in content)

    def outside(self, span: Span, content: Sequence[Span]) -> str:
        """Return the characters of a stretch that no piece of the content covers."""
        kept, at = [], span.start
        for piece in content:
            if piece.end > at and piece.start < span.end:
                kept.append(self.text[at : max(at, piece.start)])
                at = piece.end
        return "".join([*kept, self.text[at : span.end]])


_QUOTATION = re.compile("[“”\"]|''|``")
BESIDE = 15
"""Characters within which words belong to the cue: "had said in March", "later said"."""


def clauses(sentences: Sentences, statements: Sequence[Statement]) -> list[Clause]:
    """Return the reporting clauses of the statements, in the order given."""
    found: list[Clause] = []
    for number, one in enumerate(statements):
        before = found[-1] if found else None
        speaker, names = _speaker(one, sentences.text, before)
        cue = (one.cue or one.source or one.content)[0]
        sentence, words = _open_words(sentences, number, one, cue)
        found.append(Clause(number, one, speaker, names, cue, sentences.line_of(cue.start), sentence, words))
    return found


def is_its_time(words: TimeWords, initial: bool = False, in_source: bool = False) -> bool:
    """Return whether the words alone could tell the time of a saying: past, and not that of something else."""
    if words.kind is Kind.VAGUE or words.which == "next" or (words.shift > 0 and not words.from_text):
        return False
    if words.lead in words_of("leads", "not_its_time") and not (words.lead == "by" and initial):
        return False
    return not words.modifies or in_source or words.lead in words_of("leads", "with_its_event")


def overlap(one: Span, other: Span) -> bool:
    """Return whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def between(cue: Span, words: Span) -> tuple[Span, int]:
    """Return what lies between a cue and time words, and how long it is."""
    stretch = Span(min(cue.end, words.end), max(cue.start, words.start))
    return stretch, stretch.end - stretch.start


@cache
def _file() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("said_on.toml").read_text(encoding="utf-8"))


def words_of(table: str, words: str) -> list[str]:
    """Return a list of `said_on.toml`."""
    return _file()[table][words]


@cache
def pattern(table: str, words: str) -> re.Pattern[str]:
    """Return a pattern for any of the words of `said_on.toml`; a clause also ends at a semicolon."""
    either = sorted(words_of(table, words), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(either)})\b" + ("|;" if words in ("apart", "elsewhere") else ""))


def _open_words(sentences: Sentences, number: int, one: Statement, cue: Span) -> tuple[Span, tuple[TimeWords, ...]]:
    sentence = sentences.sentence(cue.start)
    around = {(piece, other) for piece, other in sentences.contents(Span(cue.start, cue.start + 1)) if other != number}
    for piece, _ in around:
        sentence = Span(max(sentence.start, piece.start), min(sentence.end, piece.end))
    ends = {span.end + 1 for span in one.cue}
    words = tuple(
        found
        for found in sentences.time_words_in(sentence)
        if not any(
            _covers(piece, found.span, ends)
            for piece, other in sentences.contents(found.span)
            if (piece, other) not in around
        )
    )
    return sentence, words


def _covers(content: Span, words: Span, after_cue: set[int]) -> bool:
    """Return whether a content covers time words; those that it begins with belong to the cue just before it.

    "said Wednesday that they left": in PolNeAR `Wednesday` is at times the content's first word.
    """
    begins = words.start == content.start and words.start in after_cue
    return content.start < words.end and words.start < content.end and not begins


_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])")
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sens?|Gov|Reps?|Gen|Col|Lt|Capt|Maj|Sgt|Adm|St|Prof|Rev|Jr|Sr|Jan|Feb|Mar|Apr|Aug|Sept?|"
    r"Oct|Nov|Dec|No|vs|Mon|Tues?|Wed|Thurs?|Fri)|\b[A-Za-z])$"
)


def _sentence_starts(text: str, line: Span) -> list[int]:
    starts = [line.start]
    for match in _SENTENCE_END.finditer(text, *line):
        if match[0][0] != "." or not _NO_END.search(text, max(line.start, match.start() - 8), match.start()):
            starts.append(match.end())
    return cut_long(starts, line.end)


_PRONOUNS = frozenset(["he", "she", "they", "it", "who", "which", "that", "his", "her", "their", "its"])


def _speaker(one: Statement, text: str, before: Clause | None) -> tuple[str, tuple[str, ...]]:
    """Return (what tells the speaker from others, how the text calls the speaker)."""
    if one.speaker is not None:
        return one.speaker.id, _last_names(one.speaker.name)
    if not one.source:
        return "", ()
    words = re.split(r",|\b(?:of|who|from|at|for)\b", one.source[0].of(text), maxsplit=1)[0].strip()
    if words.lower() in _PRONOUNS:
        return (before.speaker, before.names) if before else ("", ())
    names = _last_names(words) or (words.lower().removeprefix("the "),)
    return " and ".join(names), names


@lru_cache(maxsize=4096)  # asked once a statement, and the names of an article recur
def _last_names(name: str) -> tuple[str, ...]:
    """Return the last name of each who is named.

    >>> _last_names("Ada Brom; the Tarsk Institute's Ilmar Kell")
    ('Brom', 'Kell')
    """
    last = [_CAPITALISED.findall(part)[-1:] for part in re.split(r";|\band\b", name)]
    return tuple(re.sub("['’]s?$", "", found[0]) for found in last if found)


_CAPITALISED = re.compile(r"\b[^\W\d_a-z][\w’'-]*")
