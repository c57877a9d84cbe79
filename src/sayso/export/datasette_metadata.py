"""What Datasette is told of a ledger's file: titles, descriptions, facets, queries with names, tables to hide.

https://docs.datasette.io/en/stable/metadata.html. The words are in `templates/datasette.json`; here they get the file's
name.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


def datasette_metadata(database: str) -> dict[str, Any]:
    """Return the metadata of a ledger whose file is called so, without its ending: Datasette names it by that.

    >>> sorted(datasette_metadata("strait")["databases"]["strait"])
    ['description', 'queries', 'tables']
    """
    return {"title": "Who said what", "databases": {database: _told()}}


@cache
def _told() -> dict[str, Any]:
    text = files("sayso.export").joinpath("templates", "datasette.json").read_text(encoding="utf-8")
    told: dict[str, Any] = json.loads(text)
    return told
