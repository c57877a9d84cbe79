"""The statement table of Discourse Network Analyzer: the columns of its event list, in their order, separated by `;`.

What its exporter writes as an event list and rDNA's `dna_network(.., networkType = "eventlist")` returns, for the
statement type that DNA brings along: person, organization, concept, agreement (leifeld/dna, version 3, `Exporter.java`;
P. Leifeld, "Discourse network analysis", The Oxford Handbook of Political Networks, 2017). Other than there, quotation
marks and semicolons within a cell are kept, as CSV quotes them, and ids are the ledger's. docs/exchange.md has an
example, and what to take for concepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from sayso.export.csv_table import write_table
from sayso.link.networks import Actor
from sayso.link.stances import stance
from sayso.records import StatementRow
from sayso.resolve.states import states

COLUMNS = (
    "statement_id",
    "time",
    "person",
    "organization",
    "concept",
    "agreement",
    "start_position",
    "stop_position",
    "text",
    "coder",
    "document_id",
    "document_title",
    "document_author",
    "document_source",
    "document_section",
    "document_type",
)

_ORGANIZATIONS = frozenset({"organisation", "state", "group"})
"""Kinds of speaker that are DNA's organization; all others are its person."""

_LENGTH_OF_DAY = len("2031-05-05")


def write_dna(
    rows: Iterable[StatementRow],
    stream: BinaryIO,
    *,
    concepts: Mapping[str, str] | None = None,
    actors: Mapping[str, Actor] | None = None,
    spreadsheet: bool = False,
) -> int:
    """Write the statements that have a speaker and aren't rejected, and return how many there were.

    `concepts` leads from a statement's id to what it is about (the name of its matter); without one the concept is
    the content itself. `actors` leads from an id within an article to the actor, whose name is written then.
    """
    lines = _lines(rows, concepts or {}, actors or {})
    return write_table(COLUMNS, lines, stream, spreadsheet=spreadsheet, delimiter=";")


def agreement(row: StatementRow, *, named: bool) -> str:
    """Return `1`, `0`, or nothing where the act does not tell.

    To a named concept it is the sign of the act's stance. To its own content a speaker agrees who states it, whatever
    the act, and disagrees who rejects it: "denied that the port would close" is 0, "accused Norland of closing it" 1.
    """
    if not named:
        return "0" if row.act == "REJECT" else "1"
    found = stance(row)
    return {1: "1", -1: "0"}.get(found.sign if found else 0, "")


def _lines(
    rows: Iterable[StatementRow], concepts: Mapping[str, str], actors: Mapping[str, Actor]
) -> Iterator[list[str]]:
    for row in rows:
        if row.speaker is None or row.verdict == "rejected":
            continue
        concept = concepts.get(row.id)
        person, organization = _speaker(row, actors.get(row.speaker_id or ""))
        yield [
            row.id,
            _time(row),
            person,
            organization,
            row.content_text if concept is None else concept,
            agreement(row, named=concept is not None),
            str(row.content[0].start) if row.content else "",
            str(row.content[-1].end) if row.content else "",
            row.content_text,
            f"{row.model} {row.model_version}",
            row.document_id,
            row.title or "",
            "; ".join(row.authors),
            row.outlet or "",
            "",  # a ledger knows no sections
            row.media_type,
        ]


def _speaker(row: StatementRow, actor: Actor | None) -> tuple[str, str]:
    """Return person and organization; of a person the latter are the states that the article affiliates it to."""
    name = (actor and actor.name) or row.speaker or ""
    if ((actor and actor.kind) or row.speaker_kind) in _ORGANIZATIONS:
        return "", name
    known = states().by_code
    codes = (actor and actor.affiliation) or row.speaker_affiliation
    return name, "; ".join(known[code].name if code in known else code for code in codes)


def _time(row: StatementRow) -> str:
    """Return the day on which it was said, or else published, as DNA writes it; nothing for what is no single day."""
    value = row.said_on or row.published or ""
    precision = row.said_on_precision if row.said_on else row.published_precision
    is_day = precision == "day" and value[:1].isdigit()
    return f"{value[:_LENGTH_OF_DAY]} 00:00:00" if is_day else ""
