"""Pairs of statements of the press: their words are read from the articles again, as links are scored by them."""

from __future__ import annotations

import gzip
import json

import pytest

from training.pairs.press import LABELS, read_beside, read_press
from training.pairs.rows import ANY, only

TEXT = "Ada Voss said that the quay was closed, and that winter would tell.\nPel Oru denied it was shut."
ONE = {"article": "a1", "speaker": "Ada Voss", "source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 38], [40, 66]]}
OTHER = {"article": "a1", "speaker": None, "source": [[68, 75]], "cue": [[76, 82]], "content": [[83, 94]]}


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a labelled pair of the article."""
    articles = tmp_path / "articles.jsonl.gz"
    with gzip.open(articles, "wt", encoding="utf-8") as stream:
        stream.write(json.dumps({"id": "a1", "text": TEXT}) + "\n" + json.dumps({"id": "a2", "text": ""}) + "\n")

    def reading(label, part="train", asked="train"):
        labels = tmp_path / "labels.jsonl"
        labels.write_text(json.dumps({"a": OTHER, "b": ONE, "label": label, "part": part}) + "\n", encoding="utf-8")
        return read_press(articles, asked, labels)

    return reading


def test_a_pair_is_read_as_two_statements_in_one_line_each(read):
    [row] = read("denial")
    assert row.a == "Pel Oru denied: it was shut"
    assert row.b == "Ada Voss said: that the quay was closed … and that winter would tell"


@pytest.mark.parametrize(
    ("label", "same", "denial", "allowed"),
    [
        ("copy", 1, 0, only("entailment")),
        ("paraphrase", 1, 0, only("entailment", "neutral")),
        ("denial", 0, 1, only("contradiction", "neutral")),
        ("shift", 0, 0, only("contradiction")),
        ("reply", 0, 0, ANY),
        ("none", 0, 0, only("entailment", "neutral")),
    ],
)
def test_a_label_says_what_is_the_same_what_is_denied_and_what_it_leaves_of_the_relations(
    read, label, same, denial, allowed
):
    [row] = read(label)
    assert (row.same, row.denial, row.allowed) == (same, denial, allowed)


def test_the_other_part_and_what_cant_be_judged_are_left_out(read):
    assert read("none", part="dev") == []
    assert len(read("none", part="dev", asked="dev")) == 1
    assert read("broken") == []


def test_the_labels_hold_places_and_names_and_none_of_the_texts():
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert set(row) == {"a", "b", "label", "from", "stratum", "part"}
        for end in "ab":
            assert set(row[end]) == {"article", "speaker", "source", "cue", "content"}


THREE = (
    {"article": "a1", "speaker": None, "source": [], "cue": [], "content": [[0, 8]]},
    {"article": "a1", "speaker": None, "source": [], "cue": [], "content": [[5, 14]]},
    {"article": "a1", "speaker": None, "source": [], "cue": [], "content": [[68, 75]]},
)


def test_statements_of_one_article_that_nobody_was_asked_about_are_likely_to_have_nothing_to_do(tmp_path):
    articles, labels = tmp_path / "articles.jsonl.gz", tmp_path / "labels.jsonl"
    with gzip.open(articles, "wt", encoding="utf-8") as stream:
        stream.write(json.dumps({"id": "a1", "text": TEXT}) + "\n")
    pairs = [{"a": THREE[n], "b": OTHER, "label": "none", "part": "train"} for n in range(3)]
    labels.write_text("".join(json.dumps(one) + "\n" for one in pairs), encoding="utf-8")
    rows = [row for seed in range(20) for row in read_beside(articles, "train", labels, seed)]
    assert {frozenset((row.a, row.b)) for row in rows} == {
        frozenset(("Ada Voss", "Pel Oru")),
        frozenset(("oss said ", "Pel Oru")),
    }, "neither a pair that was asked about nor one that shares words"
    assert all(0 < row.denial < row.same < 0.1 and row.weight < 1 and row.allowed == ANY for row in rows)
    assert read_beside(articles, "dev", labels) == []
    assert read_beside(articles, "train", labels, 3) == read_beside(articles, "train", labels, 3)
