"""A part that ended its worker is read document by document the next time, and what did it is not tried for ever."""

from __future__ import annotations

import pytest

from sayso.engine.careful import carefully, forget
from sayso.engine.parts import Part
from sayso.read import make_document
from sayso.records import Failure


class Killed(BaseException):
    """The worker's end, which no code of ours sees."""


class Reader:
    """Reads, and ends at some documents; notes how many it was given at a time."""

    def __init__(self, *deadly):
        self.deadly, self.given = deadly, []

    def read(self, documents):
        self.given.append(len(documents))
        if any(one.name in self.deadly for one in documents):
            raise Killed
        return [one.name for one in documents]


def part(names):
    beside = {"fetched": "", "media_type": "text/plain"}
    return Part(tuple(make_document(content=x.encode(), name=x, origin=x, **beside) for x in names))


def attempt(folder, names, reader):
    with carefully(folder, part(names), reader) as found:
        return list(found)


def test_a_part_is_read_together_and_leaves_no_trace(tmp_path):
    """The trace is there while it is read, and gone once its shard is written."""
    reader = Reader()
    with carefully(tmp_path, part("abc"), reader) as found:
        assert list(found) == ["a", "b", "c"]
        assert len(list(tmp_path.iterdir())) == 1
    assert reader.given == [3]
    assert not list(tmp_path.iterdir())


def test_what_ends_its_worker_twice_by_itself_is_a_failure(tmp_path):
    """The first attempt blames nobody; then each is begun by itself, twice at most."""
    reader = Reader("b", "d")
    for given in ([5], [1, 1], [1, 1], [1, 1, 1], [1, 1, 1]):
        reader.given.clear()
        with pytest.raises(Killed):
            attempt(tmp_path, "abcde", reader)
        assert reader.given == given
    found = attempt(tmp_path, "abcde", reader)
    assert [one.origin if isinstance(one, Failure) else one for one in found] == ["a", "b", "c", "d", "e"]
    assert [isinstance(one, Failure) for one in found] == [False, True, False, True, False]
    assert not list(tmp_path.iterdir())


def test_a_worker_that_was_ended_once_blames_nobody(tmp_path):
    """The system lacked memory, or somebody stopped it."""
    with pytest.raises(Killed):
        attempt(tmp_path, "abc", Reader("b"))
    assert attempt(tmp_path, "abc", Reader()) == ["a", "b", "c"]


def test_traces_of_earlier_runs_are_forgotten(tmp_path):
    """Who stopped a run twice at one place has not found a deadly document."""
    for _ in range(3):
        with pytest.raises(Killed):
            attempt(tmp_path, "abc", Reader("b"))
    forget(tmp_path)
    reader = Reader()
    assert attempt(tmp_path, "abc", reader) == ["a", "b", "c"]
    assert reader.given == [3]
