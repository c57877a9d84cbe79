"""Processes and threads are chosen together, and a few pages need neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.config import Settings
from sayso.engine.choosing import is_alone
from sayso.engine.cores import are_few, cores, memory, shares
from sayso.errors import UsageError


@given(st.integers(0, 64), st.integers(0, 64), st.integers(1, 256), st.none() | st.integers(0, 10**12))
def test_what_is_asked_for_is_given_and_what_is_chosen_leaves_no_core_with_two_threads_of_the_model(
    processes, threads, available, free
):
    """What is said stays as it is said; what is left open fits the cores."""
    found = shares(processes, threads, available, free)
    assert found.processes == processes if processes else found.processes >= 1
    assert found.threads == threads if threads else found.threads >= 1
    if not processes and not threads:
        assert found.processes * found.threads <= available


def test_fewer_processes_than_none_are_refused_in_one_sentence():
    """The sentence quotes the number."""
    with pytest.raises(UsageError, match="-1 processes can't read: give 1 or more"):
        shares(-1, 0, 4)


def test_a_machine_has_cores_and_memory():
    """What the system says is what a person would."""
    assert cores() >= 1
    assert memory() is None or memory() > 1_000_000


def test_standard_input_is_read_by_one_process_whatever_stands_before_it(tmp_path):
    """It may never say anything, and what is finished is to be written."""
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text("Dora Kell said it.", encoding="utf-8")
    assert not are_few([str(tmp_path)])
    assert are_few([str(tmp_path), "-"])


def test_few_files_and_addresses_are_read_by_one_process(tmp_path):
    """Thirty files, or a megabyte, are worth loading further models for; what is waited for is not."""
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text("Kell said no.", encoding="utf-8")
    assert are_few([str(tmp_path / "1.txt")])
    assert are_few(["https://example.org/feed.xml", str(tmp_path)])
    assert not are_few([str(tmp_path)])
    (tmp_path / "large.jsonl").write_bytes(b" " * 1_000_000)
    assert not are_few([str(tmp_path / "large.jsonl")])
    assert is_alone([str(tmp_path)], Settings(), 1)
    assert not is_alone([str(tmp_path / "1.txt")], Settings(), 2)
