"""Of two decisions on one thing the one made last counts, though the clock was set back between them."""

from __future__ import annotations

import shutil

import pytest

from sayso import correcting
from sayso.correcting import now_after
from sayso.library import open_ledger
from sayso.link import actors
from sayso.link.actors import ActorRef

LATER, EARLIER = "2032-05-01T00:00:00.000000Z", "2031-05-01T00:00:00.000000Z"


@pytest.fixture
def ledger(ledger_file, tmp_path):
    shutil.copy(ledger_file, tmp_path / "own.db")
    with open_ledger(tmp_path / "own.db") as opened:
        yield opened


@pytest.fixture
def clock(monkeypatch):
    """Return a function that sets the clock."""

    def set_to(moment):
        monkeypatch.setattr(correcting, "now_exactly", lambda: moment)

    return set_to


def verdict(ledger, statement):
    return ledger.statement(statement).verdict


def test_a_verdict_made_after_the_clock_was_set_back_counts(ledger, clock):
    statement = next(iter(ledger.statements())).id
    clock(LATER)
    ledger.judge(statement, "accepted", by="ann")
    clock(EARLIER)
    made = ledger.judge(statement, "rejected", by="ann")
    assert made.at == "2032-05-01T00:00:00.000001Z"
    assert verdict(ledger, statement) == "rejected"
    ledger.judge(statement, "accepted", by="bo")
    assert verdict(ledger, statement) == "accepted"
    ledger.undo(statement, by="bo")
    assert verdict(ledger, statement) == "rejected"


def test_a_verdict_on_another_statement_has_the_time_of_the_clock(ledger, clock):
    first, second = [one.id for one in ledger.statements()][:2]
    clock(LATER)
    ledger.judge(first, "accepted", by="ann")
    clock(EARLIER)
    assert ledger.judge(second, "accepted", by="ann").at == EARLIER


def test_an_actor_s_name_given_after_the_clock_was_set_back_is_shown(ledger, clock):
    own = ActorRef("Ada Voss")
    for moment, name in ((LATER, "A. Voss"), (EARLIER, "Ada M. Voss")):
        clock(moment)
        ledger.judge_actors([actors.rename(own, name, by="ann", at=ledger.moment_to_judge_actors())])
    names = [one.name for one in ledger.actors("Voss")]
    assert "Ada M. Voss" in names
    assert "A. Voss" not in names


@pytest.mark.parametrize(
    ("before", "moment"),
    [
        ([], EARLIER),
        (["2030-01-01T00:00:00Z"], EARLIER),
        (["2031-05-01T00:00:00Z"], EARLIER),
        ([EARLIER], "2031-05-01T00:00:00.000001Z"),
        (["2032-05-01T00:00:00Z", "2032-05-01T00:00:00.5Z"], "2032-05-01T00:00:00.500001Z"),
        (["9999-12-31T23:59:59.999999Z"], EARLIER),
    ],
)
def test_the_moment_of_a_decision_is_after_those_before(clock, before, moment):
    clock(EARLIER)
    assert now_after(before) == moment
