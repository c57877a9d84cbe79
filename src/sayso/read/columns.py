"""Which column of a table holds what: one row -> one document."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sayso.errors import InputError
from sayso.read.outcomes import make_document, scalar, stamp
from sayso.read.sniff import HEAD_SIZE, looks_like_html, not_text
from sayso.records import Document, Given

TEXT_COLUMNS = ("html", "text", "content", "body", "article", "maintext")
"""Where no column is named, the first of these that a row has and that isn't empty. `html` comes first because a
page keeps its title, date and structure; `text` is what most data sets call it, `content` news APIs and feeds,
`body` wire archives, `article` the CNN/DailyMail sets, `maintext` news-please."""

GIVEN_COLUMNS = {
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher"),
    "authors": ("authors", "author", "byline"),
    "published": ("published", "date", "publish_date", "date_publish", "published_at", "publishedat"),
    "language": ("language", "lang"),
    "url": ("url", "link"),
    "name": ("doc_id", "id"),
}
"""Field of `Given` (and `name`) -> the columns it is read from, the first that isn't empty; capitals don't matter."""

MAX_LISTED = 20
"""Columns named in a message; a wide table has hundreds."""

Row = Mapping[str, object]


def lacks_text_column(columns: Sequence[str], named: str | None) -> str | None:
    """Return why no column can be the text, quoting those there are, or None where one can.

    >>> lacks_text_column(["Title", "Words"], "text")
    "it has no column 'text'; its columns are 'Title', 'Words'"
    >>> lacks_text_column(["Title", "Body"], None) is None
    True
    """
    have = {_folded(column) for column in columns}
    listed = ", ".join(repr(scalar(column)[:40]) for column in columns[:MAX_LISTED]) or "none"
    more = f" and {len(columns) - MAX_LISTED:,} more" if len(columns) > MAX_LISTED else ""
    if named is not None:
        missing = _folded(named) not in have
        return f"it has no column {named!r}; its columns are {listed}{more}" if missing else None
    if have.intersection(TEXT_COLUMNS):
        return None
    wanted = ", ".join(TEXT_COLUMNS)
    return f"none of its columns ({listed}{more}) is one of {wanted}: name the one that holds the text (text_column)"


def wanted_columns(columns: Sequence[str], named: str | None) -> list[str]:
    """Return those of the columns that a document is made from, so that the others need not be read."""
    wanted = {_folded(named)} if named is not None else set(TEXT_COLUMNS)
    wanted.update(*GIVEN_COLUMNS.values())
    return [column for column in columns if _folded(column) in wanted]


def row_document(
    row: Row, *, origin: str, fallback_name: str, fetched: str, named: str | None, limit: int, plain: bool = False
) -> Document:
    """Make the row's document.

    Raises `InputError` where it has no text, where that isn't a string or bytes, or has more than `limit` bytes.
    """
    cells = _folded_row(row)
    column, value = _text_cell(cells, named, origin)
    content = value if isinstance(value, bytes) else scalar(value).encode("utf-8")
    if len(content) > limit:
        raise InputError(
            origin, f"its {column!r} has {len(content):,} bytes, over the limit of {limit:,} (setting max_bytes)"
        )
    what = not_text(content) if isinstance(value, bytes) else None
    if what:
        raise InputError(origin, f"its {column!r} is {what} and is not text")
    is_html = column == "html" or looks_like_html(content[:HEAD_SIZE].decode("latin-1"))
    return make_document(
        content=content,
        name=_first(cells, "name") or fallback_name,
        origin=origin,
        fetched=fetched,
        media_type="text/html" if is_html and not plain else "text/plain",
        charset="utf-8" if isinstance(value, str) else None,
        given=_given(cells),
    )


def shown(value: object) -> str:
    """Return the beginning of a value for a message; a list or object, which may be deep, is not written out whole.

    >>> print(shown([1, [2, 3]]), shown(None))
    '[1, [2, 3]]' 'None'
    """
    written = reprlib.repr(value) if isinstance(value, list | dict) else str(value)
    return repr(scalar(written[:40]))


def _folded(column: str) -> str:
    return column.strip().removeprefix("\ufeff").strip().casefold()


def _folded_row(row: Row) -> dict[str, object]:
    """Return the row by folded column name; of two columns with one name, the first counts."""
    cells: dict[str, object] = {}
    for column, value in row.items():
        cells.setdefault(_folded(str(column)), None if _is_nan(value) else value)
    return cells


def _text_cell(cells: Row, named: str | None, origin: str) -> tuple[str, str | bytes]:
    columns = TEXT_COLUMNS if named is None else (_folded(named),)
    for column in columns:
        value = cells.get(column)
        if isinstance(value, str | bytes) and value.strip():
            return column, value
        if value is not None and not isinstance(value, str | bytes):
            raise InputError(origin, f"its {column!r} holds {shown(value)}, where a text belongs")
    raise InputError(origin, f"it has no text in {' or '.join(repr(c) for c in columns if c in cells)}")


def _given(cells: Row) -> Given:
    return Given(
        title=_first(cells, "title"),
        outlet=_first(cells, "outlet"),
        authors=_authors(cells),
        published=_published(cells),
        language=_first(cells, "language"),
        url=_first(cells, "url"),
    )


def _first(cells: Row, field: str) -> str | None:
    """Return the first of a field's columns that isn't empty, as a string."""
    values = (_as_text(cells.get(column)) for column in GIVEN_COLUMNS[field])
    return next((value for value in values if value), None)


def _published(cells: Row) -> str | None:
    """Return when a row was published, as it says so; a number may be a moment."""
    values = (cells.get(column) for column in GIVEN_COLUMNS["published"])
    said = (_moment(value) if isinstance(value, int | float) else _as_text(value) for value in values)
    return next((value for value in said if value), None)


def _moment(number: float) -> str | None:
    """Return a moment in seconds or, as pandas writes it, milliseconds since 1970; all else as it stands.

    >>> _moment(1746439200), _moment(1746403200000), _moment(20250505)
    ('2025-05-05T10:00:00Z', '2025-05-05T00:00:00Z', '20250505')
    """
    seconds = number / 1000 if 10**12 <= number < 10**13 else number
    # Ten figures, from 2001 on: fewer may be a day, and twelve a day and an hour.
    return stamp(datetime.fromtimestamp(seconds, UTC)) if 10**9 <= seconds < 10**10 else _as_text(number)


def _as_text(value: object) -> str | None:
    """Return a cell as a string; of an object, its name (news APIs write `"source": {"id": .., "name": ..}`)."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if value is None or _is_nan(value) or isinstance(value, bool | Mapping | list):
        return None
    isoformat = getattr(value, "isoformat", None)  # dates and times, as Parquet has them
    if isinstance(value, bytes):  # Parquet's binary columns
        text = value.decode("utf-8", "replace")
    else:
        text = isoformat() if callable(isoformat) else str(value)
    return scalar(text).strip() or None


def _is_nan(value: object) -> bool:
    """Say whether a value is NaN, which pandas and Python's json write where there is nothing."""
    return isinstance(value, float) and math.isnan(value)


def _authors(cells: Row) -> tuple[str, ...]:
    """Return the authors; a string is split at semicolons only, for a comma may stand within a name."""
    for column in GIVEN_COLUMNS["authors"]:
        value = cells.get(column)
        values = value if isinstance(value, list) else str(_as_text(value) or "").split(";")
        names = tuple(name for name in (_as_text(one) for one in values) if name)
        if names:
            return names
    return ()
