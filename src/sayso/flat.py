"""A statement and its page as one flat row, without a ledger in between; nested statements as one flat list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol, TypeVar

from sayso.records import Dated, Page, Piece, Span, Speaker, Statement, StatementRow, quoted


def flat_row(page: Page, statement: Statement) -> StatementRow:
    """Return the row that a ledger would show for a statement of the page."""
    document, article, text = page.document, page.article, page.article.text
    act = statement.act
    return StatementRow(
        id=statement.id,
        article_id=article.id,
        document_id=document.id,
        parent=statement.parent,
        source=_pieces(text, statement.source),
        cue=_pieces(text, statement.cue),
        content=_pieces(text, statement.content),
        source_text=quoted(text, statement.source),
        cue_text=quoted(text, statement.cue),
        content_text=quoted(text, statement.content),
        manner=statement.manner,
        confidence=statement.confidence,
        **_actor("speaker", statement.speaker),
        **_actor("addressee", statement.addressee),
        chain=statement.chain,
        **_date("said_on", statement.said_on),
        said_on_span=statement.said_on.span if statement.said_on else None,
        act=act.type if act else None,
        act_targets=act.targets if act else (),
        act_score=act.score if act else None,
        modality=statement.modality,
        tone=statement.tone,
        title=article.title,
        outlet=article.outlet,
        authors=article.authors,
        url=article.url,
        **_date("published", article.published),
        language=article.language,
        translated_by=article.translated_by,
        name=document.name,
        origin=document.origin,
        fetched=document.fetched,
        media_type=document.media_type,
        sha256=document.sha256,
        model=page.model.name,
        model_version=page.model.version,
    )


class _Nested(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def parent(self) -> str | None: ...


Item = TypeVar("Item", bound=_Nested)


def in_tree_order(items: Iterable[Item]) -> list[tuple[int, Item]]:
    """Return (depth, item): each outermost one, then what is nested in it, both as they came; depth 0 is outermost.

    One whose parent is not among them stands where an outermost one would, with depth 0.

    >>> from types import SimpleNamespace as Nested
    >>> items = [Nested(id="b", parent="a"), Nested(id="a", parent=None), Nested(id="c", parent=None)]
    >>> [(depth, item.id) for depth, item in in_tree_order(items)]
    [(0, 'a'), (1, 'b'), (0, 'c')]
    """
    given = list(items)
    known = {item.id for item in given}
    inner = defaultdict[str | None, list[int]](list)
    for n, item in enumerate(given):
        inner[item.parent if item.parent in known else None].append(n)
    found: dict[int, int] = {}
    for root in (*inner[None], *range(len(given))):  # the second time for those that are one another's parents
        waiting = [(0, root)]
        while waiting:
            depth, n = waiting.pop()
            if n not in found:
                found[n] = depth
                waiting += [(depth + 1, one) for one in reversed(inner[given[n].id])]
    return [(depth, given[n]) for n, depth in found.items()]


def _pieces(text: str, spans: tuple[Span, ...]) -> tuple[Piece, ...]:
    return tuple(Piece.of(text, *span) for span in spans)


def _actor(role: str, actor: Speaker | None) -> dict:  # type: ignore[type-arg] # the fields of a row, of several types
    if actor is None:
        return {}
    return {
        role: actor.name,
        f"{role}_id": actor.id,
        f"{role}_kind": actor.kind,
        f"{role}_affiliation": actor.affiliation,
        f"{role}_basis": actor.basis,
        f"{role}_score": actor.score,
    }


def _date(role: str, date: Dated | None) -> dict:  # type: ignore[type-arg] # same
    if date is None:
        return {}
    return {role: date.value, f"{role}_precision": date.precision, f"{role}_basis": date.basis}
