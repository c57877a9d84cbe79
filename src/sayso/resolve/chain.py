"""Who and what stands between a speaker and the page: agency, outlet, interview, remarks, post, document.

A link is read from the reporting clause (the sentence of the cue and the source, without the content), from the source
itself ("the report said"), from the media that a nested statement is told by, and from the event that it is part of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.records import Article, ChainLink, Name, Span, Statement
from sayso.resolve.carrier_sources import as_document, as_medium
from sayso.resolve.carriers import carriers
from sayso.resolve.carrying_clauses import Reading, anchor, own_page
from sayso.resolve.credits import credited
from sayso.resolve.intermediaries import Mention
from sayso.resolve.speech_events import carried
from sayso.resolve.turns import by_surname, turn_of, turn_told

Links = tuple[ChainLink, ...]


def chains(article: Article, statements: Sequence[Statement], names: Sequence[Name]) -> tuple[Links, ...]:
    """Return for each statement who and what stands between its speaker and the page, nearest the speaker first.

    The page's own outlet is left out. Where statements have their speakers, these tell whose speech event goes on;
    without, the words of the sources do.
    """
    reading = Reading.of(article, statements, names)
    own = [_own(reading, i) for i in range(len(statements))]
    last = credited(article)
    return tuple(
        _finished((*links, *_tellers(reading, i)), last, article) for i, links in enumerate(_with_events(reading, own))
    )


# A statement's own links


def _own(reading: Reading, i: int) -> Links:
    mentions = _without_doubles(reading.mentions[i])
    links = [ChainLink(m.name, m.kind, m.span) for m in sorted(mentions, key=_order)]
    document = as_document(reading.text, reading.statements[i].source)
    return tuple(([document] if document else []) + links)


def _without_doubles(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions without an interview that another one names better.

    "told Interfax in an interview" is one with Interfax.
    """
    mentions = _with_remarks(mentions)
    asked = [m for m in mentions if m.kind == "interview"]
    named = [m for m in asked if m.name[:1].isupper()] or asked
    media = [m for m in named if m.name in carriers().kinds] or named
    return [m for m in mentions if m.kind != "interview" or m in media[:1]]


def _with_remarks(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with "written remarks to Interfax" as one: Interfax got remarks, not an interview."""
    out: list[Mention] = []
    for one in sorted(mentions, key=lambda m: m.span):
        before = out[-1] if out else None
        if (
            before
            and before.name.endswith("remarks")
            and one.kind == "interview"
            and one.span.start - before.span.end < TO
        ):
            out[-1] = one._replace(kind="remarks", span=Span(before.span.start, one.span.end))
        else:
            out.append(one)
    return out


TO = 12
"""Characters between "remarks" and the medium that got them: " to the "."""


def _order(mention: Mention) -> tuple[int, int]:
    """Return the mention's place: what the speaker made first, then who asked, then who told it."""
    steps = {"remarks": 0, "document": 0, "post": 0, "interview": 1}
    return (steps.get(mention.kind, 2), mention.span.start)


# Nested statements: told by a medium


def _tellers(reading: Reading, i: int) -> Iterator[ChainLink]:
    """Yield the media among those whose statements this one is nested in, the innermost first."""
    parent = reading.parent(i)
    seen = {i}
    while parent is not None and parent not in seen:
        seen.add(parent)
        link = as_medium(reading.text, reading.statements[parent].source)
        if link:
            yield link
        parent = reading.parent(parent)


# Events and the end of the chain


def _with_events(reading: Reading, own: Sequence[Links]) -> list[Links]:
    """Return the links, carried on in each speech event; a sentence that only tells of one begins it too."""
    turns = [(anchor(one).start, i, turn_of(reading, i, own[i])) for i, one in enumerate(reading.statements)]
    known = by_surname(key for *_, turn in turns for key in turn.speakers or ())
    told = [(place, -1, turn_told(reading, place, line, one, known)) for place, line, one in reading.told]
    order = sorted((*turns, *told), key=lambda turn: turn[:2])
    links: list[Links] = [()] * len(turns)
    for (_, i, _), found in zip(order, carried([turn for *_, turn in order]), strict=True):
        if i >= 0:
            links[i] = found
    return links


def _finished(links: Sequence[ChainLink], last: Sequence[ChainLink], article: Article) -> Links:
    """Return the links without the page's own outlet and without one that is there twice, the page's credits last."""
    table = carriers()
    kept: list[ChainLink] = []
    for link in (*links, *last):
        if not own_page(link.name, article) and not any(table.same(link.name, other.name) for other in kept):
            kept.append(link)
    return tuple(kept)
