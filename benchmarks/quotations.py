"""Quotations of articles as statements, found by a regular expression, so that the copies' benchmark runs no model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.identity import derived_id
from sayso.records import Article, Manner, Piece, StatementRow

_QUOTED = re.compile(r"“(?P<content>[^“”\n]{30,600}[^“”\n,])[,.]?”")
_NAME = r"(?:(?:Mr|Mrs|Ms|Sen|Rep|Gov|Dr)\. |President )?(?P<name>[A-Z][\w’.-]+(?: [A-Z][\w’.-]+){0,2})"
_AFTER = re.compile(rf",?”\s+{_NAME} (?:said|says|told|added|wrote|tweeted)\b")
_SAID_AFTER = re.compile(rf",?”\s+(?:said|says|added) {_NAME}")
_BEFORE = re.compile(rf"{_NAME} (?:said|says|told|added|wrote|tweeted)(?: [\w ]{{1,40}})?[,:] $")


def quotations(article: Article) -> Iterator[StatementRow]:
    """Yield the quotations of 30 to 600 characters, with the speaker where the next words name one."""
    for match in _QUOTED.finditer(article.text):
        content = match.span("content")
        yield statement(article, [Piece.of(article.text, *content)], _speaker(article.text, match), Manner.DIRECT)


def made(article: Article, number: str, texts: Sequence[str], like: StatementRow, manner: Manner) -> StatementRow:
    """Return a statement of an article whose text is these pieces and nothing else."""
    whole = " | ".join(texts)
    pieces, at = [], 0
    for text in texts:
        pieces.append(Piece.of(whole, at, at + len(text)))
        at += len(text) + 3
    return statement(article, pieces, like.speaker, manner, number)


def statement(
    article: Article, pieces: Sequence[Piece], speaker: str | None, manner: Manner, number: str = ""
) -> StatementRow:
    """Return a row with these pieces for its content."""
    published = article.published
    return StatementRow(
        id=derived_id("statement", article.id, number, [(piece.start, piece.end) for piece in pieces]),
        article_id=f"{article.id}{number}",
        document_id=article.document_id,
        parent=None,
        source=(),
        cue=(),
        content=tuple(pieces),
        source_text="",
        cue_text="",
        content_text=" … ".join(piece.exact for piece in pieces),
        manner=manner,
        confidence=1.0,
        speaker=speaker,
        speaker_kind="person" if speaker else None,
        outlet=article.outlet,
        published=published.value if published else None,
    )


def _speaker(text: str, match: re.Match[str]) -> str | None:
    """Return the name beside a quotation: before "said", after it, or ahead of the quotation."""
    end = match.end("content")
    after = _AFTER.match(text, end) or _SAID_AFTER.match(text, end)
    before = _BEFORE.search(text[max(0, match.start() - 120) : match.start()])
    found = after or before
    return found["name"] if found and found["name"] not in {"He", "She", "They", "It", "I", "We"} else None
