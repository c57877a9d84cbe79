"""A folder of shards is written by one command at a time: one's file beside another's manifest is no shard."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sayso.engine.shard_folder import written_alone
from sayso.engine.writing_shards import write_shards
from sayso.errors import OutputError
from tests.saying import Said

HELD = """
import sys
from pathlib import Path
from sayso.engine.shard_folder import written_alone
with written_alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows locks no folder")


def test_a_second_command_is_told_to_wait_until_the_first_is_done_or_dead(tmp_path):
    (tmp_path / "p.txt").write_text("Kell said one.", encoding="utf-8")
    folder = tmp_path / "shards"
    folder.mkdir()
    with subprocess.Popen(  # noqa: S603 - the program above
        [sys.executable, "-c", HELD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(OutputError, match=r"Another process is writing shards to .*/shards: wait until it is done"):
            list(write_shards([tmp_path / "p.txt"], folder, processes=1, weights=Said()))
        assert list(folder.iterdir()) == []
        other.kill()
        other.wait()
        [done] = write_shards([tmp_path / "p.txt"], folder, processes=1, weights=Said())
    assert done.manifest.documents == 1


def test_who_has_written_holds_nobody_up(tmp_path):
    with written_alone(tmp_path):
        pass
    with written_alone(tmp_path):
        assert list(tmp_path.iterdir()) == []
