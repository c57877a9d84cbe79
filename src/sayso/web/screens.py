"""What all screens have in common: the ledger behind them, their templates, and what they say when nothing is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from sayso.errors import UsageError
from sayso.export.html_templates import html_templates
from sayso.export.json_ld import json_ld_block
from sayso.export.web_terms import language_tag, web_address
from sayso.export.xml_text import xml_characters
from sayso.library import Ledger
from sayso.records import StatementRow

if TYPE_CHECKING:
    from jinja2 import Environment

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class NotThere(UsageError):
    """What was asked for by its address is not in the ledger."""


def ledger_of(request: Request) -> Ledger:
    """Return the ledger that the application serves."""
    found: Ledger = request.app.state.ledger
    return found


OfLedger = Annotated[Ledger, Depends(ledger_of)]


@contextmanager
def looked_up() -> Iterator[None]:
    """Tell what an address names and the ledger lacks from what a form asks for and can't be meant."""
    try:
        yield
    except UsageError as error:
        raise NotThere(str(error)) from error


def screen(request: Request, template: str, values: Mapping[str, Any], *, status: int = 200) -> HTMLResponse:
    """Return a template filled in, as HTML."""
    access = request.app.state.access
    common = {"path": request.url.path, "read_only": access.read_only, "has_login": access.token is not None}
    return HTMLResponse(templates().get_template(template).render({**common, **values}), status_code=status)


def json_ld(rows: Iterable[StatementRow]) -> Markup:
    """Return statements as schema.org's terms, for a data block of a page: the policy runs none of it."""
    return Markup(json_ld_block(rows))  # noqa: S704 - every character that could end the block is escaped


@cache
def templates() -> Environment:
    """Return the templates of the screens."""
    found = html_templates("sayso.web")
    found.filters |= {"day": day, "address": web_address, "query": query, "count": count}
    found.filters |= {"plain": xml_characters, "language_tag": language_tag}
    return found


def day(value: str | None) -> str:
    """Return a date as it is read; one without a year says so.

    >>> day("2031-05-02"), day("2031-05"), day("--05-02"), day(None)
    ('2 May 2031', 'May 2031', '2 May, year unknown', 'undated')
    """
    if not value:
        return "undated"
    try:
        if value.startswith("--"):
            month, day_of = [*value[2:].split("-"), ""][:2]
            return f"{f'{int(day_of)} ' if day_of else ''}{MONTHS[int(month) - 1]}, year unknown"
        if len(value) == 10:
            found = date.fromisoformat(value)
            return f"{found.day} {MONTHS[found.month - 1]} {found.year}"
        if len(value) == 7:
            return f"{MONTHS[int(value[5:]) - 1]} {value[:4]}"
    except (ValueError, IndexError):
        return value
    return value


def query(values: Mapping[str, Any], **changed: Any) -> str:  # noqa: ANN401 - any value that an address can hold
    """Return an address's query with some values changed, and those without a value left out.

    >>> query({"q": "gas & oil", "outlet": None}, act="DENY"), query({"q": "x"}, q=None)
    ('?q=gas+%26+oil&act=DENY', '?')
    """
    kept = {name: value for name, value in {**values, **changed}.items() if value not in (None, "", False)}
    return "?" + urlencode(kept)


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    >>> count(1, "statement"), count(1200, "statement"), count(0, "copy", "copies")
    ('1 statement', '1,200 statements', '0 copies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
