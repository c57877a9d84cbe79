"""What is begun ahead is finished in its turn, and nothing shows it."""

from __future__ import annotations

from itertools import count

import pytest

from sayso.in_turn import in_turn


def begun(log, items, fail_at=None, error=EOFError):
    for item in items:
        if item == fail_at:
            raise error
        log.append(f"begin {item}")
        yield item


def finisher(log, fail_at=None):
    def finish(item):
        if item == fail_at:
            raise ValueError(item)
        log.append(f"finish {item}")
        return item

    return finish


def three(waiting):
    return len(waiting) >= 3


def test_things_are_begun_ahead_and_finished_in_order():
    log = []
    assert list(in_turn(begun(log, range(4)), finisher(log), three)) == [0, 1, 2, 3]
    starts = [0, 1, 2, "finish 0", 3, "finish 1", "finish 2", "finish 3"]
    assert log == [one if isinstance(one, str) else f"begin {one}" for one in starts]


def test_no_more_is_begun_than_is_enough():
    log = []
    some = in_turn(begun(log, count()), finisher(log), three)
    for done in range(10):
        assert next(some) == done
        assert log[-1] == f"finish {done}"
        assert sum(line.startswith("begin") for line in log) == done + 3


def test_nothing_to_do_nothing_done():
    assert list(in_turn(iter(()), finisher([]), three)) == []


def test_an_error_in_beginning_comes_after_what_stands_before_it():
    log = []
    some = in_turn(begun(log, range(9), 2), finisher(log), three)
    assert [next(some), next(some)] == [0, 1]
    with pytest.raises(EOFError):
        next(some)
    assert log[-2:] == ["finish 0", "finish 1"]


def test_an_interrupt_is_heard_at_once():
    log = []
    some = in_turn(begun(log, range(9), 4, KeyboardInterrupt), finisher(log), three)
    assert [next(some), next(some)] == [0, 1]
    with pytest.raises(KeyboardInterrupt):
        next(some)
    assert log[-1] == "finish 1"


def test_an_error_in_finishing_comes_in_its_place_and_ends_the_rest():
    log = []
    some = in_turn(begun(log, range(9)), finisher(log, 1), three)
    assert next(some) == 0
    with pytest.raises(ValueError, match="1"):
        next(some)
    assert list(some) == []
    assert "finish 2" not in log


def test_who_stops_asking_has_nothing_more_finished():
    log = []
    some = in_turn(begun(log, range(9)), finisher(log), three)
    next(some)
    some.close()
    assert log == ["begin 0", "begin 1", "begin 2", "finish 0"]


def test_who_stops_asking_while_an_error_waits_is_not_told_of_it():
    log = []
    some = in_turn(begun(log, range(9), 2), finisher(log), three)
    next(some)
    some.close()
    assert log[-1] == "finish 0"
