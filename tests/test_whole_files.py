"""A file that is written appears whole or not, and what keeps it from being written is said in one sentence."""

from __future__ import annotations

import errno
import os

import pytest

from sayso.errors import OutputError
from sayso.whole_files import write_whole, writing_to


def refusing(code):
    """Return what writes a little and is then refused, as by a full disk."""

    def write(stream):
        stream.write(b"half of ")
        raise OSError(code, os.strerror(code))

    return write


def test_a_file_that_can_t_be_finished_leaves_what_was_there(tmp_path):
    path = tmp_path / "out.csv"
    path.write_bytes(b"precious")
    with pytest.raises(OutputError, match=r"^The disk that holds .*out\.csv is full: make room and run it again\.$"):
        write_whole(path, refusing(errno.ENOSPC))
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]
    assert path.read_bytes() == b"precious"


def test_an_error_of_whoever_writes_leaves_what_was_there(tmp_path):
    path = tmp_path / "out.csv"
    path.write_bytes(b"precious")
    with pytest.raises(KeyError):
        write_whole(path, lambda stream: {}["no such row"])
    assert path.read_bytes() == b"precious"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "is full: make room"),
        (errno.EDQUOT, "is full: make room"),
        (errno.EFBIG, r"can't grow any further .*: raise the limit \(ulimit -f\), or name another disk"),
        (errno.EROFS, "can't be written .*: change the permissions there, or name another place"),
        (errno.EACCES, "can't be written .*: change the permissions there, or name another place"),
        (errno.EIO, "can't be written .*: see to the folder and its disk, or name another place"),
    ],
)
def test_each_refusal_says_what_would_be_right(code, said):
    with pytest.raises(OutputError, match=f"out.gexf {said}"), writing_to("out.gexf"):
        raise OSError(code, os.strerror(code))


def test_who_stops_listening_is_no_error_of_a_place():
    with pytest.raises(BrokenPipeError), writing_to("out.gexf"):
        raise BrokenPipeError
