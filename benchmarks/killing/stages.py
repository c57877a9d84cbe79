"""The commands that are killed, what each goes on from, and what it has made where nobody disturbs it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.killing.corpus import write_corpus
from benchmarks.killing.processes import Ended, Running
from benchmarks.killing.site import Site, open_site
from sayso.judging import to_lines
from sayso.library import open_ledger

KINDS: Mapping[str, Sequence[str]] = {
    "reader": ("read",),
    "shards": ("shards", "load"),
    "watcher": ("watch",),
    "linker": ("link", "judge"),
    "ray": ("ray", "load"),
}
"""What is killed -> its stages, in order."""
BEFORE: Mapping[str, str] = {"load": "shards", "link": "read", "judge": "link"}
"""Stage -> the one whose work it goes on from; the others begin with nothing."""
AS = {"ray": "shards"}
"""Stage -> the one that makes the same."""
ENGINES = {"shards": "local", "ray": "ray"}
TEXTS = {"stand-in": 12, "shipped": 3}
PAGES = {"stand-in": 12, "shipped": 4}
"""By the model: the network itself takes a hundred times as long for a page."""
JUDGED = 12
NO_TRACEBACK = "Traceback"


@dataclass(frozen=True, slots=True)
class State:
    """What a command works on: a folder that has a ledger, or shards, or both."""

    folder: Path

    @property
    def ledger(self) -> Path:
        """The ledger's file."""
        return self.folder / "ledger.db"

    @property
    def shards(self) -> Path:
        """The folder of shards."""
        return self.folder / "shards"


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What a stage has made where nobody killed it, and in how many seconds once it had begun."""

    state: State
    seconds: float
    promised: int
    """How many things it told to be written."""


class Workshop:
    """A folder with a corpus and a site, in which commands run. One for each model."""

    def __init__(self, folder: Path, model: str, seed: int, site: Site, texts: int) -> None:
        self.folder, self.model, self.site = folder, model, site
        self.corpus = folder / "corpus"
        self._made: dict[str, Undisturbed] = {}
        self._numbers = count(1)
        folder.mkdir(parents=True, exist_ok=True)
        write_corpus(self.corpus, seed, texts)

    def begin(self, stage: str) -> State:
        """Return a new state that a stage goes on from."""
        state = State(self.folder / f"state-{next(self._numbers)}")
        if stage in BEFORE:
            shutil.copytree(self.undisturbed(BEFORE[stage]).state.folder, state.folder)
        else:
            state.folder.mkdir()
        return state

    def start(self, stage: str, state: State, *, processes: int = 1, step: str = "", bare: bool = False) -> Running:
        """Start a stage's command; `bare` has it be `sayso` as it was installed, which tells nothing."""
        words = self._words(stage, state, processes)
        return Running(words, state.folder / f"told-{next(self._numbers)}", self.model, step, bare=bare)

    def undisturbed(self, stage: str) -> Undisturbed:
        """Return what a stage makes; it runs when this is asked for the first time."""
        stage = AS.get(stage, stage)
        if stage not in self._made:
            state = self.begin(stage)
            self.site.opens_again(counts_visitors=False)
            running = self.start(stage, state)
            running.wait_until_begun()
            began = time.monotonic()
            ended = running.finish()
            if complaint := complaint_about(ended):
                raise RuntimeError(f"{stage} fails where nobody disturbs it: {complaint}")
            self._made[stage] = Undisturbed(state, time.monotonic() - began, len(running.lines()) - 1)
        return self._made[stage]

    def _words(self, stage: str, state: State, processes: int) -> list[str]:
        ledger = ["--ledger", str(state.ledger)]
        if stage == "read":
            return ["read", str(self.corpus), *ledger, "--processes", str(processes)]
        if stage in ENGINES:
            to = ["--shards", str(state.shards), "--shard-size", "5", "--engine", ENGINES[stage]]
            return ["read", str(self.corpus), *to, "--processes", str(processes)]
        if stage == "load":
            return ["read", str(state.shards), *ledger]
        if stage == "watch":
            return ["watch", self.site.feed, *ledger, "--once", "--allow-private"]
        return ["link", *ledger] if stage == "link" else ["judge", "--import", str(self._judgements()), *ledger]

    def _judgements(self) -> Path:
        """Return a file of judgements on what the corpus says."""
        file = self.folder / "judgements.jsonl"
        if not file.exists():
            copy = State(self.folder / "judged")
            shutil.copytree(self.undisturbed("link").state.folder, copy.folder)
            with open_ledger(copy.ledger) as ledger:
                for number, one in enumerate(sorted(one.id for one in ledger.statements())[:JUDGED]):
                    ledger.judge(one, *_DECISIONS[number % 3], by="ann", at=f"2031-05-01T00:00:{number:02}Z")
                file.write_text("".join(f"{line}\n" for line in to_lines(ledger.judgements())), encoding="utf-8")
        return file


_DECISIONS: tuple[tuple[Any, ...], ...] = (("rejected",), ("speaker", "Ida Ostrelle"), ("act", "REJECT"))


def complaint_about(ended: Ended) -> str | None:
    """Return what is wrong with how a command ended that nobody disturbed; 1 says that some inputs are broken."""
    if NO_TRACEBACK in ended.said or ended.code not in (0, 1):
        return f"it ended with {ended.code}: {ended.said[-1000:]}"
    return None


@contextmanager
def workshops(folder: Path, seed: int) -> Iterator[Mapping[str, Workshop]]:
    """Open a workshop for the stand-ins and one for the shipped networks."""
    with open_site(seed, PAGES["stand-in"]) as one, open_site(seed, PAGES["shipped"]) as other:
        sites = {"stand-in": one, "shipped": other}
        yield {model: Workshop(folder / model, model, seed, site, TEXTS[model]) for model, site in sites.items()}
