"""The reader: an article in its lines with its statements marked, and a card for each in the margin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from sayso.export.marking import by_line, marked, marks_of
from sayso.export.web_terms import language_tag
from sayso.flat import in_tree_order
from sayso.link_views import LinkRow
from sayso.records import SPOKEN_ROLES, Line, Page, Statement, quoted
from sayso.web.screens import OfLedger, json_ld, looked_up, screen

router = APIRouter()

COLOURS = 8
"""Speakers told apart by colour and by the kind of line under their words; a ninth has the first one's again."""
DEEPEST = 3

View = Annotated[str, Query(max_length=20)]


@dataclass(frozen=True, slots=True)
class Card:
    """What the margin says of a statement."""

    statement: Statement
    number: int
    depth: int
    who: int
    speaker: str
    source: str
    cue: str
    content: str
    parent: int | None
    links: Sequence[LinkRow]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the article with the cards of the statements whose words begin in it."""

    line: Line
    html: Markup
    spoken: bool
    cards: Sequence[Card]


@router.get("/articles/{article_id}")
def reader(request: Request, ledger: OfLedger, article_id: str, view: View = "") -> Response:
    """Show an article, in its lines or, with `view=archived`, the stored page in a frame."""
    with looked_up():
        page = ledger.article(article_id)
    mark = ledger.mark()
    values = shown_article(page, ledger.links_among(page.article.id))
    is_page = page.document.media_type == "text/html"
    values |= {"archived": is_page and view == "archived", "versions": ledger.versions(page) if is_page else ()}
    values["mark"] = mark
    values["json_ld"] = json_ld(ledger.statements(article_id=page.article.id))
    return screen(request, "reader.html", values)


@router.get("/statements/{statement_id}")
def statement(ledger: OfLedger, statement_id: str) -> Response:
    """Lead to the statement in its article."""
    with looked_up():
        row = ledger.statement(statement_id)
    return RedirectResponse(f"/articles/{row.article_id}#s-{row.id}", status_code=303)


def shown_article(page: Page, links: Sequence[LinkRow]) -> dict[str, Any]:
    """Return what the template shows of a page."""
    article = page.article
    ordered = in_tree_order(page.statements)
    colours = speaker_colours([statement for _, statement in ordered])
    cards = _cards(page, ordered, colours, links)
    marks = by_line(article.lines, marks_of([statement for _, statement in ordered], colours))
    by_place: dict[int, list[Card]] = defaultdict(list)
    for card in cards:
        by_place[_line_of(article.lines, card.statement)].append(card)
    rows = [
        Row(line, marked(article.text, line, touching), line.role in SPOKEN_ROLES, by_place[n])
        for n, (line, touching) in enumerate(zip(article.lines, marks, strict=True))
    ]
    return {
        "article": article,
        "document": page.document,
        "model": page.model,
        "title": article.title or page.document.name or article.id,
        "language": language_tag(article.language),
        "basis": dict(article.basis),
        "blocks": folded(rows),
        "statements": len(cards),
        "speakers": _legend(cards),
        "link_words": link_words,
    }


LINK_WORDS = {
    "copy": ("copy of", "copied by"),
    "paraphrase": ("says the same as", "said again by"),
    "denial": ("denies", "denied by"),
    "reply": ("answers", "answered by"),
    "shift": ("departs from", "departed from by"),
}


def link_words(link: LinkRow, statement_id: str) -> str:
    """Return what a link is called on the card of one of its ends."""
    from_here, to_here = LINK_WORDS[link.link.kind.value]
    return from_here if link.from_row.id == statement_id else to_here


def speaker_colours(statements: Sequence[Statement]) -> dict[str, int]:
    """Return for each statement's id the number of its speaker's colour, from 1 on in the order of appearance."""
    numbers: dict[str, int] = {}
    found = {}
    for one in statements:
        who = one.speaker.id if one.speaker else f"unresolved {one.id}"
        found[one.id] = 1 + numbers.setdefault(who, len(numbers)) % COLOURS
    return found


def folded(rows: Sequence[Row]) -> list[tuple[bool, list[Row]]]:
    """Return the rows in runs, each with whether it is chrome alone, which is folded away: (folded, rows)."""
    runs: list[tuple[bool, list[Row]]] = []
    for row in rows:
        chrome = not row.spoken and not row.cards
        if not runs or runs[-1][0] != chrome:
            runs.append((chrome, []))
        runs[-1][1].append(row)
    return runs


def _cards(
    page: Page, ordered: Sequence[tuple[int, Statement]], colours: Mapping[str, int], links: Sequence[LinkRow]
) -> list[Card]:
    text = page.article.text
    numbers = {statement.id: number for number, (_, statement) in enumerate(ordered, 1)}
    touching: dict[str, list[LinkRow]] = defaultdict(list)
    for link in links:
        for end in {link.from_row.id, link.to_row.id} & numbers.keys():
            touching[end].append(link)
    return [
        Card(
            statement=one,
            number=numbers[one.id],
            depth=min(depth, DEEPEST),
            who=colours[one.id],
            speaker=one.speaker.name if one.speaker else quoted(text, one.source),
            source=quoted(text, one.source),
            cue=quoted(text, one.cue),
            content=quoted(text, one.content),
            parent=numbers.get(one.parent or ""),
            links=touching[one.id],
        )
        for depth, one in ordered
    ]


def _line_of(lines: Sequence[Line], statement: Statement) -> int:
    """Return the number of the line in which the statement's first words stand."""
    starts = [span.start for role in (statement.source, statement.cue, statement.content) for span in role]
    first = min(starts, default=0)
    return next((n for n, line in enumerate(lines) if first < line.end), max(0, len(lines) - 1))


def _legend(cards: Sequence[Card]) -> list[tuple[str, int, int]]:
    """Return (speaker, colour, statements) of those resolved, who says most first."""
    tally: dict[tuple[str, int], int] = {}
    for card in cards:
        if card.statement.speaker:
            key = card.statement.speaker.name, card.who
            tally[key] = tally.get(key, 0) + 1
    return sorted(((name, who, n) for (name, who), n in tally.items()), key=lambda one: (-one[2], one[0]))
