"""Judgements to be imported and addresses of the web API, made by chance."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.fuzzing.checks import Broken
from benchmarks.fuzzing.mutations import RUNS
from benchmarks.fuzzing.stages import Tried
from benchmarks.fuzzing.stages import tried as tried_as
from sayso.link.actors.judgements import from_lines, to_lines

if TYPE_CHECKING:
    from starlette.testclient import TestClient

EACH = 5
"""One input in so many is followed by a judgement and an address."""

PATHS = (
    "/statements",
    "/facets",
    "/actors",
    "/matters",
    "/statements/{}",
    "/statements/{}/links",
    "/statements/{}/trace",
)
PATHS += ("/articles/{}", "/matters/{}", "/actors/{}")
SCREENS = ("/", "/statements/{}", "/articles/{}", "/matters", "/actors", "/trace/{}")
NAMES = (
    "q",
    "speaker",
    "actor",
    "target",
    "addressee",
    "outlet",
    "via",
    "act",
    "manner",
    "since",
    "until",
    "said_since",
)
NAMES += ("said_until", "min_confidence", "in_article", "after", "limit", "top", "name", "page", "x")
VALUES = (
    "",
    " ",
    "nan",
    "inf",
    "-1",
    "1e999",
    "99999-99-99",
    "2025-13-45",
    "0000-00-00",
    "٢٠٢٥-٠١-٠١",
    '"',
    '"a',
    "a*",
    "*",
    "-",
)
VALUES += (
    "NEAR(",
    "AND",
    "OR NOT",
    "a AND",
    "(",
    "^a",
    "col:a",
    "%00",
    "\x00",
    "\ud800",
    "\U0010ffff",
    "9" * 400,
    "%",
    "_",
    "\\",
)
VALUES += (
    "1",
    "50",
    "1000",
    "1001",
    "0x10",
    "direct",
    "ACCUSE",
    "2025",
    "2025-05-05",
    "2025-05",
    "--05-05",
    "a" * 300,
    "a" * 301,
)
TIMES = ("2031-05-01T09:30:00Z", "2031-05-01", "Z", "99999-99-99Z", "20310501T093000Z", "1e999Z", "", "\ud800Z")
ODD = (None, 1, [], {}, "", "\ud800", "\x00", "a" * 201, 1e999, True, {"name": 1}, {"name": ""}, [[]])
IDS = ("0", "zz", "a" * 16, "A" * 5000, "%2e%2e", "..", "\x00", "'", "é", "0" * 17)


def tried(seed: int, number: int) -> list[Tried]:
    """Return what became of a judgement and of an address; both follow from the seed and the number."""
    if number % EACH:
        return []
    chance = Random(f"asking {seed}/{number}")  # noqa: S311 - chance, no secret
    line = _judgement(chance)
    return [
        tried_as("judgement", lambda: _imported(line)),
        tried_as("address", lambda: _answered(_address(chance))),
    ]


def _imported(line: str) -> None:
    """Read a line, and check that what is read is written and read again as the same."""
    found = from_lines([line])
    for one in found:
        one.at.encode("utf-8")
        "".join((one.by, one.name, *(ref.name for ref in (one.one, one.other) if ref))).encode("utf-8")
    if from_lines(to_lines(found)) != found:
        raise Broken(f"{line!r:.100} is another judgement after export and import")


def _judgement(chance: Random) -> str:
    """Return a line that is a judgement, or was one before a field of it was made odd, or it was cut."""
    kind = chance.choice(("merge", "split", "rename", "undo"))
    row: dict[str, Any] = {"kind": kind, "by": _name(chance), "at": f"2031-05-01T09:30:{chance.randrange(60):02}Z"}
    for role in {"merge": ("one", "other"), "split": ("one", "other"), "rename": ("one",), "undo": ()}[kind]:
        row[role] = {"name": _name(chance), "article_id": chance.choice(("", "0" * 16)), "local_id": _name(chance)}
    row |= {"rename": {"name": _name(chance)}, "undo": {"undoes": "0" * 16}}.get(kind, {})
    if chance.random() < 0.5:
        row[chance.choice((*row, "id", "name", "undoes", "other"))] = chance.choice((*ODD, *TIMES))
    line = json.dumps(row)
    odd = (line[: chance.randint(0, len(line))], "[" * 9000, "9" * 5000, "NaN", '"a"')
    return chance.choice(odd) if chance.random() < 0.1 else line


def _name(chance: Random) -> str:
    return "Dora" + chance.choice(RUNS) + "Kell"


def _address(chance: Random) -> tuple[str, list[tuple[str, str]]]:
    path = chance.choice(PATHS + SCREENS).replace("{}", _quoted(chance.choice(IDS)))
    prefix = "/api/v1" if path.replace("%", "") and chance.random() < 0.7 else ""
    asked = [
        (chance.choice(NAMES), chance.choice((*VALUES, chance.choice(RUNS) * 20))) for _ in range(chance.randint(0, 4))
    ]
    return prefix + path, asked


def _quoted(value: str) -> str:
    from urllib.parse import quote

    return quote(value, safe="%")


def _answered(address: tuple[str, list[tuple[str, str]]]) -> None:
    """Ask, and check that the answer is none of the server's own errors."""
    from urllib.parse import urlencode

    path, asked = address
    answer = _client().get(f"{path}?{urlencode(asked, errors='surrogatepass')}")
    if answer.status_code >= 500:
        raise Broken(f"{path} {asked!r:.200} is answered {answer.status_code}: {answer.text[:100]!r}")


@cache
def _client() -> TestClient:
    """Return who asks the application over a small ledger, which lives as long as this process."""
    from starlette.testclient import TestClient

    from benchmarks.fuzzing.eager_model import EagerModel
    from sayso.config import Settings
    from sayso.library import open_ledger
    from sayso.web.app import create_app

    folder = TemporaryDirectory()
    page = Path(folder.name) / "page.txt"
    page.write_text(
        "Dora Kell said on Monday that the port was closed. “Not so,” said Odo Lenk.\n" * 4, encoding="utf-8"
    )
    ledger = open_ledger(Path(folder.name) / "x.db", settings=Settings(plain=True), model=EagerModel())
    ledger.read(page)
    ledger.actors()
    client = TestClient(create_app(ledger), base_url="http://localhost:8023", follow_redirects=False)
    client.folder = folder  # type: ignore[attr-defined] # kept as long as the client
    return client
