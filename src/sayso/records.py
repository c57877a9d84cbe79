"""The records that the stages hand to one another. Standard library only; every record is frozen.

Offsets are Unicode code points into `Article.text`, end exclusive: `text[start:end]` is the quotation, always.

    Document   the bytes as received, where from and when         read  ->
    Article    its visible text, every line with a role           clean ->
    Statement  who said what, tied to spans of that text          extract, resolve ->
    Failure    an input that could not become a document, and why
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """`text[start:end]`, in code points.

    >>> Span(4, 7).of("the cat sat")
    'cat'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters that the span covers."""
        return text[self.start : self.end]


class Quotation(NamedTuple):
    """A stretch in quotation marks, the marks included; `closed` is False where it runs to the end of its line.

    `continues` is True where it opens its line and the line before left one open: the next paragraph of the same.
    """

    span: Span
    closed: bool
    continues: bool = False


class Role(StrEnum):
    """What a line of a page is (docs: PRODUCT's line roles)."""

    HEADLINE = "headline"
    DECK = "deck"
    BYLINE = "byline"
    DATE = "date"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    LINK = "link"
    NOTICE = "notice"
    CHROME = "chrome"
    UNREAD = "unread"
    """Beyond the characters of main text that are read of one page (setting `max_characters`)."""


SPOKEN_ROLES = frozenset({Role.HEADLINE, Role.DECK, Role.BODY})
"""The roles that statements are extracted from."""


class Manner(StrEnum):
    """How a content is given: all in quotation marks, without them, or partly."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Given:
    """What came beside the bytes: a feed entry's title, a row's outlet and date. Unparsed, as it was received."""

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes as received. `id` is derived from the bytes and from what was given beside them."""

    id: str
    name: str
    """The file stem, the row's id, or the URL's last part: the `doc_id` of `sayso extract`."""
    origin: str
    """Path or URL; a row of a table is `path#row=7`, an entry of a feed its link or `path#entry=3`."""
    fetched: str
    """When the bytes were read, ISO 8601 in UTC, to the second, ending in Z."""
    media_type: str
    """`text/html` or `text/plain`, without parameters."""
    charset: str | None
    """The encoding that the carrier declared (an HTTP header, a table that is UTF-8), or None."""
    sha256: str
    content: bytes = field(repr=False)
    given: Given = Given()


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that was passed over; the rest goes on."""

    origin: str
    reason: str
    """One sentence: what was wrong, quoting the value, and what would be right."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of `Article.text` without a line break, and its role. Blank lines are no lines.

    `continues` is True where the text was broken into short lines and this one goes on with the paragraph above.
    """

    start: int
    end: int
    role: Role
    continues: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class NodeRun:
    """Characters `start..end` of the text are characters `offset..` of the DOM text node at `path`.

    `path` is an XPath to the text node in the parsed page (`/html/body/div[2]/p[1]/text()[1]`). Runs cover only
    characters that stand verbatim in a node; line breaks that sayso put between blocks belong to none.
    """

    start: int
    end: int
    path: str
    offset: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at its known precision: `2025`, `2025-05`, `2025-05-05`, an interval, or `--05-05` without a year."""

    value: str
    precision: str
    """`year`, `month`, `day` or `interval`."""
    basis: str
    """How it is known: `json-ld`, `open graph`, `given`, `in text`, .."""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A document's visible text, every line with a role, and its metadata; what is not known is None."""

    id: str
    document_id: str
    text: str = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    """ISO 639-1, or None where the text is too short or mixed to tell."""
    translated_by: str | None = None
    published: Dated | None = None
    basis: tuple[tuple[str, str], ...] = ()
    """(field name, where it was read) for title, outlet, authors, url, language, translated_by: sorted by field."""
    nodes: tuple[NodeRun, ...] = field(default=(), repr=False)
    not_extracted: str | None = None
    """Why no statements are extracted from it (`language ru`), or from its unread lines, or None."""

    @property
    def is_passed_over(self) -> bool:
        """Return whether no statement is extracted from any of it; else `not_extracted` tells of its unread lines."""
        return self.not_extracted is not None and all(line.role is not Role.UNREAD for line in self.lines)

    def spoken_lines(self) -> tuple[Line, ...]:
        """Return the lines that statements are extracted from, in text order."""
        return tuple(line for line in self.lines if line.role in SPOKEN_ROLES)

    def spoken_paragraphs(self) -> tuple[Span, ...]:
        """Return where the paragraphs stand that statements are extracted from: mostly a line each.

        >>> lines = (Line(0, 20, Role.BODY), Line(21, 40, Role.BODY, continues=True), Line(42, 50, Role.BODY))
        >>> Article("a", "d", " " * 50, lines).spoken_paragraphs()
        (Span(start=0, end=40), Span(start=42, end=50))
        """
        found: list[Span] = []
        before: Line | None = None
        for line in self.lines:
            if line.role in SPOKEN_ROLES:
                if line.continues and before is not None and before.role is line.role:
                    found[-1] = Span(found[-1].start, line.end)
                else:
                    found.append(Span(line.start, line.end))
            before = line
        return tuple(found)


class NameKind(StrEnum):
    """What bears a name."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    """States and cities among them, also where they act as a government does ("Moscow says")."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text, as the model tags it: without title, without a possessive's ending."""

    span: Span
    kind: NameKind
    score: float
    """Mean probability of its words' tags."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A word that stands for what an earlier word names, as the model links them: `he` <- `Nozdryov`.

    Both are the head words of their mentions: the last word of `Nikolai Nozdryov`, `ambassador` of `the ambassador to
    Tokyo`.
    """

    word: Span
    antecedent: Span
    score: float
    """0..1; what is missing to 1 goes to other antecedents, or to none."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """The actor behind a source span, and how it was resolved."""

    id: str
    name: str
    kind: str
    affiliation: tuple[str, ...] = ()
    basis: str = ""
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One who stands between the speaker and the page, nearest the speaker first."""

    name: str
    kind: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What the speaker does by saying it (PLOVER), and at whom it is aimed: (id, name) pairs."""

    type: str
    targets: tuple[tuple[str, str], ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution. Each role is a tuple of spans in text order: a quotation in two pieces is one content."""

    id: str
    article_id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    manner: Manner
    confidence: float
    """0..1, rounded to four decimals."""
    parent: str | None = None
    speaker: Speaker | None = None
    addressee: Speaker | None = None
    chain: tuple[ChainLink, ...] = ()
    said_on: Dated | None = None
    act: Act | None = None
    modality: tuple[str, ...] = ()
    """Of `negated`, `conditional`, `future`: what the content is, as the speaker puts it."""
    tone: str | None = None
    """`positive` or `negative` towards whom or what it is about; None for neither."""
    verdict: str | None = None
    """The latest judgement of a person that holds (`accepted`, `rejected`), or None."""


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """Which weights wrote a row."""

    name: str
    version: str


def quoted(text: str, spans: tuple[Span, ...], between: str = " … ") -> str:
    """Return the characters of the spans, the pieces joined by `between`.

    >>> quoted("He said: no, never.", (Span(9, 11), Span(13, 18)))
    'no … never'
    """
    return between.join(span.of(text) for span in spans)


CONTEXT = 32
"""Characters kept before and after a piece: what the Web Annotation examples use to tell one place from another."""


class Piece(NamedTuple):
    """One piece of a quotation, with the characters around it: enough to find it again on a page that has changed."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Piece:
        """Return the piece `text[start:end]`.

        >>> Piece.of("He said: never.", 9, 14).exact
        'never'
        """
        return cls(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement as the ledger shows it: flat, with the words it quotes and the page it stands on."""

    id: str
    article_id: str
    document_id: str
    parent: str | None
    source: tuple[Piece, ...]
    cue: tuple[Piece, ...]
    content: tuple[Piece, ...]
    source_text: str
    """The pieces joined by ` … `, as `quoted` joins them; so are cue_text and content_text."""
    cue_text: str
    content_text: str
    manner: Manner
    confidence: float
    speaker: str | None = None
    """The resolved speaker's name, or None; `said_by` falls back on the words of the source."""
    speaker_id: str | None = None
    speaker_kind: str | None = None
    speaker_affiliation: tuple[str, ...] = ()
    speaker_basis: str | None = None
    speaker_score: float | None = None
    addressee: str | None = None
    addressee_id: str | None = None
    addressee_kind: str | None = None
    addressee_affiliation: tuple[str, ...] = ()
    addressee_basis: str | None = None
    addressee_score: float | None = None
    chain: tuple[ChainLink, ...] = ()
    said_on: str | None = None
    said_on_precision: str | None = None
    said_on_basis: str | None = None
    said_on_span: Span | None = None
    act: str | None = None
    act_targets: tuple[tuple[str, str], ...] = ()
    act_score: float | None = None
    modality: tuple[str, ...] = ()
    tone: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    published: str | None = None
    published_precision: str | None = None
    published_basis: str | None = None
    language: str | None = None
    translated_by: str | None = None
    name: str = ""
    """The document's name: the `doc_id` of `sayso extract`."""
    origin: str = ""
    """Where the document came from; of several origins the first in alphabetical order."""
    fetched: str = ""
    media_type: str = ""
    sha256: str = ""
    """Of the document's bytes."""
    model: str = ""
    model_version: str = ""
    verdict: str | None = None
    """The latest judgement of a person (`accepted`, `rejected`), or None."""

    @property
    def said_by(self) -> str:
        """Return the resolved speaker's name, or else the words of the source."""
        return self.speaker or self.source_text


@dataclass(frozen=True, slots=True)
class Page:
    """What the ledger holds of one document, whole; `document.content` is empty where nobody asked for the bytes."""

    document: Document
    article: Article
    statements: tuple[Statement, ...]
    """In the order in which they stand in the text."""
    model: ModelVersion
