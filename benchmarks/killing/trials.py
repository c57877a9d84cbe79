"""Trials: a command is killed, what it left is looked at, and it is started again, until it ends."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.killing import checks
from benchmarks.killing.processes import Ended
from benchmarks.killing.stages import KINDS, NO_TRACEBACK, State, Workshop, complaint_about
from benchmarks.killing.steps import STEPS

ANY_MOMENT = 0.1
"""How many of the kills may come while Python starts; the others come once the command has begun."""
LONGER = 0.85
"""Parts of the time that a command takes undisturbed within which it is killed: a few end before."""
SHORTEST = 0.05
ONE_WORKER = 0.4
"""How many of the kills hit one worker alone, where there are several processes."""
WORKERS = {"read": "spawn_main", "shards": "spawn_main", "ray": "ray::"}
"""Stage -> what the command lines of its workers have."""
PROCESSES = {"reader": (1, 1, 2), "shards": (1, 2), "ray": (2,)}
PASSING = ("ended before it had loaded the model", "No Ray cluster answers")
"""What is said where a worker dies so early that another would, too, or where a machine is too busy to start a cluster
in time: the command ends with a sentence, and may be given again."""
TRIES = 3
"""Times that it is given again for that."""


@dataclass(slots=True)
class Trial:
    """What came of killing one command again and again."""

    kind: str
    model: str
    kills: int = 0
    workers: int = 0
    """Kills that hit one worker alone, among them."""
    promised: int = 0
    """Things that were told to be written by commands that were killed."""
    complaints: list[str] = field(default_factory=list)


def random_kills(workshop: Workshop, kind: str, draw: random.Random, most: int) -> Trial:
    """Kill a kind's commands up to so many times at random moments, have them end, and compare what they made."""
    trial = Trial(kind, workshop.model)
    processes = draw.choice(PROCESSES.get(kind, (1,)))
    state = workshop.begin(KINDS[kind][0])
    workshop.site.opens_again(counts_visitors=kind == "watcher" and draw.random() < 0.5)
    for left, stage in zip(range(len(KINDS[kind]), 0, -1), KINDS[kind], strict=True):
        killing = _Killing(trial, workshop, stage, state, draw, processes)
        killing.kill_and_finish(max(1, (most - trial.kills) // left))
        trial.complaints += (f"{stage}: {one}" for one in _not_alike(workshop, stage, state))
    shutil.rmtree(state.folder)
    return trial


def killed_at(workshop: Workshop, name: str) -> Trial:
    """Kill a command at a named step, have it end when it is started again, and compare what it made."""
    stage = STEPS[name].stage
    trial = Trial(stage, workshop.model)
    state = workshop.begin(stage)
    workshop.site.opens_again(counts_visitors=stage == "watch")
    running = workshop.start(stage, state, step=name)
    ended = running.finish()
    if ended.was_killed:
        trial.kills += 1
        trial.promised += len(running.lines())
        trial.complaints += checks.broken(state.ledger, state.shards, running.lines())
    else:
        trial.complaints.append(f"it did not come to the step, and ended with {ended.code}: {ended.said[-500:]}")
    _finish(trial, workshop, stage, state)
    trial.complaints += _not_alike(workshop, stage, state)
    shutil.rmtree(state.folder)
    return trial


@dataclass(slots=True)
class _Killing:
    """One stage of a trial, which is killed again and again."""

    trial: Trial
    workshop: Workshop
    stage: str
    state: State
    draw: random.Random
    processes: int
    told: set[str] = field(default_factory=set)
    """What was told to be written by those that were killed."""
    alone: int = 0
    """Kills that hit one worker alone: no more than two, as a document that ends its worker twice is passed over."""

    def kill_and_finish(self, most: int) -> None:
        """Kill the stage up to so many times, and have it end."""
        for _ in range(most):
            ended = self._killed_once()
            if ended is not None and not _may_be_given_again(ended):
                self.trial.complaints += filter(None, [complaint_about(ended)])
                return
        _finish(self.trial, self.workshop, self.stage, self.state)

    def _killed_once(self) -> Ended | None:
        """Start the stage and kill it, or one of its workers; return how it ended where it did so by itself."""
        running = self.workshop.start(self.stage, self.state, processes=self.processes)
        if self.draw.random() >= ANY_MOMENT:
            running.wait_until_begun()
        if running.ends_within(self._moment()):
            return running.finish()
        pids = running.others(WORKERS[self.stage]) if self.stage in WORKERS and self.alone < 2 else []
        if pids and self.draw.random() < ONE_WORKER:
            self.alone += 1
            self.trial.kills += 1
            self.trial.workers += 1
            running.kill_one(self.draw.choice(pids))
            return running.finish()
        ended = running.kill()
        if not ended.was_killed:  # it was faster
            return ended
        self.trial.kills += 1
        self._look(running.lines())
        return None

    def _moment(self) -> float:
        """Draw after how many seconds the command is killed: the more of it is left to do, the later it may be."""
        whole = self.workshop.undisturbed(self.stage)
        left = 1 - len(self.told) / max(1, whole.promised + 1)
        return self.draw.uniform(0, max(SHORTEST, LONGER * whole.seconds * left))

    def _look(self, lines: list[str]) -> None:
        """Look at what a killed command has left."""
        self.told.update(lines)
        self.trial.promised += len(lines)
        self.trial.complaints += checks.broken(self.state.ledger, self.state.shards, self.told)


def _finish(trial: Trial, workshop: Workshop, stage: str, state: State) -> None:
    """Have a stage end; where the model is the shipped one, by the very command that users have."""
    for _ in range(TRIES):
        ended = workshop.start(stage, state, bare=workshop.model == "shipped").finish()
        if not _may_be_given_again(ended):
            break
    if complaint := complaint_about(ended):
        trial.complaints.append(f"started again, {complaint}")


def _may_be_given_again(ended: Ended) -> bool:
    return ended.code == 2 and any(one in ended.said for one in PASSING) and NO_TRACEBACK not in ended.said


def _not_alike(workshop: Workshop, stage: str, state: State) -> Iterator[str]:
    """Yield in what the work of a stage that ended is not what it is where nobody disturbs it."""
    yield from checks.broken(state.ledger, state.shards, ())
    if state.shards.exists():
        yield from checks.left_over(workshop.undisturbed("shards").state.shards, state.shards)
    if not state.ledger.exists():
        return
    alike = workshop.undisturbed("read" if stage == "load" else stage).state.ledger
    unlike = checks.unlike_in_words if workshop.site.counts_visitors else checks.unlike
    yield from unlike(alike, state.ledger)
    if (one := checks.documents_of(state.ledger)) != (other := checks.documents_of(alike)):
        yield f"{one} documents in the place of {other}"
