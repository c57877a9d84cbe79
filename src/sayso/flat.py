"""A statement and its page as one flat row, without a ledger in between."""

from __future__ import annotations

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
