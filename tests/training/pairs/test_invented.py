"""Invented statements: every set stands for eight pairs, each with the label that its place gives."""

from __future__ import annotations

import json
from collections import Counter

from training.pairs.invented import BESIDE, STATEMENTS, read_invented, read_strangers
from training.pairs.rows import ANY, only

SET = {
    "anchor": {"speaker": "Ada Voss", "cue": "said", "content": "the quay would close"},
    "same": {"speaker": "", "cue": "It is expected", "content": "that nobody will land there any more"},
    "denial": {"speaker": "Pel Oru", "cue": "denied", "content": "that the quay was to be shut"},
    "against": {"speaker": "the mayor", "cue": "promised", "content": "to keep the quay open all winter"},
    "near": {"speaker": "Ada Voss", "cue": "said", "content": "the quay would close a week later than the market"},
}


def read(tmp_path, times=1):
    path = tmp_path / "sets.jsonl"
    path.write_text((json.dumps(SET) + "\n") * times, encoding="utf-8")
    return read_invented(path)


def test_a_set_is_compared_with_its_anchor_and_with_what_says_the_same(tmp_path):
    rows = read(tmp_path)
    assert [row.src for row in rows] == [
        *("invented, paraphrase", "invented, denial", "invented, denial", "invented, none"),
        *("invented, denial", "invented, denial", "invented, none", "invented, none"),
    ]
    assert (rows[0].a, rows[0].b) == ("It is expected: that nobody will land there any more", rows[1].b)
    assert rows[1].b == "Ada Voss said: the quay would close"
    assert {row.b for row in rows[4:7]} == {rows[0].a}
    assert (rows[7].a, rows[7].b) == (rows[1].a, rows[3].a)


def test_only_a_paraphrase_is_the_same_and_only_what_rejects_is_a_denial(tmp_path):
    for row in read(tmp_path):
        label = row.src.removeprefix("invented, ")
        assert (row.same, row.denial) == (label == "paraphrase", label == "denial")
        assert row.allowed == (only("contradiction", "neutral") if label == "denial" else only("entailment", "neutral"))


def test_in_every_second_set_who_says_the_same_and_who_says_nearly_the_same_change_places(tmp_path):
    rows = read(tmp_path, times=2)
    assert rows[3].a.startswith("Ada Voss said")
    assert rows[11].a.startswith("said: the quay would close a week")
    assert rows[8].a == "Ada Voss It is expected: that nobody will land there any more"


def test_every_set_of_the_repository_has_its_five_statements():
    lines = STATEMENTS.read_text(encoding="utf-8").splitlines()
    for line in lines:
        statements = json.loads(line)
        assert set(statements) == {"anchor", *BESIDE}, line
        assert all(one["content"].strip() and set(one) == {"speaker", "cue", "content"} for one in statements.values())
    kinds = Counter(row.src for row in read_invented())
    assert kinds["invented, denial"] == 4 * len(lines)


def test_statements_of_two_sets_with_the_names_of_one_have_nothing_to_do(tmp_path):
    other = {place: {"speaker": "Io Brandt", "cue": "said", "content": "the mines of Kellmar pay"} for place in SET}
    path = tmp_path / "sets.jsonl"
    named = SET | {"near": {"speaker": "Ada Voss", "cue": "said", "content": "the quay of Velden would close"}}
    path.write_text(json.dumps(named) + "\n" + json.dumps(other) + "\n", encoding="utf-8")
    rows = [row for seed in range(20) for row in read_strangers(path, seed)]
    assert {row.b for row in rows if row.a.startswith("Ada Voss said: the quay would close")} <= {
        f"{speaker} said: the mines of Velden pay" for speaker in ("Ada Voss", "Pel Oru", "the mayor", "Io Brandt")
    } | {"said: the mines of Velden pay"}
    assert {(row.same, row.denial, row.allowed) for row in rows} == {(0.0, 0.0, ANY)}
    assert read_strangers(path, 3) == read_strangers(path, 3)
