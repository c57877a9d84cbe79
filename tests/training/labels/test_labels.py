"""The files of training/labels say what their README says, and hold no text of the articles."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from sayso.extract.acts import ACTS

FOLDER = Path(__file__).parents[3] / "training" / "labels"
FILES = sorted(FOLDER.glob("*.jsonl"))
LONGEST = 120
"""Characters of a name or description; nothing longer is a name."""


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_has_spans_in_order_an_act_of_the_list_and_known_flags(path: Path) -> None:
    for row in rows(path):
        assert row["content"] or row["cue"] or row["source"]
        for role in ("source", "cue", "content"):
            assert all(0 <= start < end for start, end in row[role]), row
        assert row["act"] is None or row["act"] in ACTS[1:]
        assert re.fullmatch(r"n?c?f?\+?-?", "".join(sorted(row["flags"], key="ncf+-".index))), row


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_inner_statement_has_a_parent_in_its_own_article(path: Path) -> None:
    numbers = {(row["doc_id"], row["number"]) for row in rows(path)}
    for row in rows(path):
        assert row["parent"] is None or (row["doc_id"], row["parent"]) in numbers


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_string_is_longer_than_a_name(path: Path) -> None:
    for row in rows(path):
        speaker = row["speaker"] if isinstance(row["speaker"], list) else [row["speaker"] or ""]
        assert all(len(text) <= LONGEST for text in [*speaker, *row["targets"]]), row


def test_an_article_stands_in_one_file_and_the_held_out_ones_are_those_of_the_hash() -> None:
    where: dict[str, str] = {}
    for path in FILES:
        for name in {row["doc_id"] for row in rows(path)}:
            assert where.setdefault(name, path.stem) == path.stem
    for name, file in where.items():
        if file.startswith("acts_"):
            tenth = int(hashlib.sha256(f"acts {name}".encode()).hexdigest(), 16) % 10 == 0
            assert tenth == (file == "acts_held_out")


def test_the_readme_counts_articles_and_statements_right() -> None:
    table = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in FILES:
        found = rows(path)
        line = f"| `{path.name}` | {len({row['doc_id'] for row in found})} | {len(found):,} |"
        assert line in table, line


def test_what_is_measured_on_is_kept_from_the_unlabelled_articles() -> None:
    kept = set((FOLDER.parent / "attribution" / "kept_aside.txt").read_text(encoding="utf-8").split())
    for name in ("allsides_test", "acts_held_out"):
        ids = {row["doc_id"] for row in rows(FOLDER / f"{name}.jsonl") if "_" not in row["doc_id"]}
        assert ids <= kept
