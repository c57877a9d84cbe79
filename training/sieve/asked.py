"""The pairs that linking asks of its network: those of articles that are read and linked by sayso itself."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sayso.library import extract_pages
from sayso.link.relations import MayBe
from sayso.linking import link_waiting
from sayso.model.pairs import PairScores
from sayso.records import ModelVersion, Page
from sayso.store import Store

MOMENT = "2030-01-01T00:00:00Z"
"""When it is written in the ledger that its run began."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A pair as the network reads it, each statement in one line with its speaker."""

    later: str
    earlier: str
    may_be: MayBe


class Listener:
    """A `PairScorer` that keeps what it is asked, and lets nothing pass."""

    version = ModelVersion("listener", "1")

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def passing(
        self, pairs: Iterable[tuple[str, str]], near: Iterable[bool | None], shift: Iterable[bool]
    ) -> list[bool]:
        """Keep the pairs."""
        new = [Asked(*pair, MayBe(*may_be)) for pair, *may_be in zip(pairs, near, shift, strict=True)]
        self.asked += new
        return [False] * len(new)

    def relate(self, pairs: Iterable[tuple[str, str]]) -> list[PairScores]:
        """Return nothing: no pair passes."""
        assert not list(pairs)  # noqa: S101 - nothing passed
        return []


def asked_of(articles: Path, wanted: Callable[[Mapping[str, str]], bool]) -> list[Asked]:
    """Return the pairs of the wanted articles of ramybaly/Article-Bias-Prediction, of which `wanted` is given the rows.

    Pairs come in the order in which they are asked, each once.
    """
    listener = Listener()
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "asked.db") as store:
        chosen = Path(folder) / "articles.jsonl"
        chosen.write_bytes(_chosen(articles, wanted))
        pages = [one for one in extract_pages([chosen]) if isinstance(one, Page)]
        run = store.start_run(pages[0].model, "{}", MOMENT)
        with store.writing():
            for page in pages:
                store.add(page.document, page.article, page.statements, run)
        for _ in link_waiting(store, listener, lambda: MOMENT):
            pass
    return list(dict.fromkeys(listener.asked))


def _chosen(articles: Path, wanted: Callable[[Mapping[str, str]], bool]) -> bytes:
    with gzip.open(articles, "rb") as lines:
        return b"".join(line for line in lines if wanted(json.loads(line)))
