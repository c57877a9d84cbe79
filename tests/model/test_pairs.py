"""Pairs of sentences: what the encoder reads of them, and what the shipped weights say of plain cases."""

from __future__ import annotations

import json
import random
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import WeightsError
from sayso.model.bundle import MANIFEST, shipped
from sayso.model.pairs import (
    CHARACTERS,
    CLS,
    FEATURES,
    FILES,
    LENGTH,
    SEP,
    PairModel,
    load,
    pair_features,
    pair_pieces,
    sentence_pieces,
)
from sayso.model.pieces import word_pieces
from training.pairs.epoch import Sizes, Texts, epoch
from training.pairs.news import Article, made_pairs
from training.pairs.rows import Row, only, set_aside

FOLLOWS = [
    ("Kellmar's president resigned on Monday after a vote.", "The president of Kellmar has resigned."),
    ("Norland has closed the strait to all ships.", "Ships cannot pass the strait."),
    ("Dora Kell said the bridge was unsafe.", "Dora Kell said that the bridge was not safe."),
]
DENIED = [
    ("Norland will sign the treaty.", "Norland will not sign the treaty."),
    ("The talks ended in failure.", "The talks were a success."),
    ("Nobody was hurt in the attack on the harbour.", "Twelve people were hurt in the attack on the harbour."),
]
OPEN = [
    ("The minister met the ambassador of Tarrin.", "The minister promised the ambassador of Tarrin more water."),
    ("Norland closed the strait on Monday.", "Kellmar's parliament will vote on the budget in May."),
]
WRONG = pytest.mark.xfail(reason="the shipped weights get it wrong", strict=False)
MISSED = {FOLLOWS[1], FOLLOWS[2], OPEN[1]}
"""Plain cases that the shipped weights get wrong (the card says how often they do)."""
PLAIN = [
    pytest.param(
        *pair,
        relation,
        marks=[WRONG] * (pair in MISSED),
    )
    for relation, pairs in (("entailment", FOLLOWS), ("contradiction", DENIED), ("neutral", OPEN))
    for pair in pairs
]
texts = st.text(max_size=80)


@pytest.fixture(scope="session")
def tokenizer():
    return word_pieces(shipped("pairs") / "vocab.txt")


@pytest.fixture(scope="session")
def model():
    return load()


def named(scores):
    chances = {name: getattr(scores, name) for name in ("entailment", "neutral", "contradiction")}
    return max(chances, key=chances.get)


@pytest.mark.parametrize(("a", "b", "relation"), PLAIN)
def test_a_plain_case_gets_the_relation_that_a_reader_gives_it(model, a, b, relation):
    assert named(model.relate([(a, b)])[0]) == relation


@pytest.mark.parametrize(
    "sentence", [pytest.param(a, marks=[WRONG] * (a == FOLLOWS[0][0])) for a, _ in FOLLOWS + DENIED]
)
def test_a_sentence_follows_from_itself_and_is_like_itself(model, sentence):
    [scores] = model.relate([(sentence, sentence)])
    assert named(scores) == "entailment"
    assert scores.similarity > 0.9


def test_a_statement_claims_what_it_claims_and_so_does_another_ones_in_the_same_words(model):
    content = "that the president of Kellmar had resigned after a vote"
    said, told = (f"{by}: {content}" for by in ("Dora Ott said", "Pel Oru told reporters"))
    assert all(scores.same > 0.8 for scores in model.relate([(said, said), (said, told), (told, said)]))


def test_two_wordings_are_more_alike_than_two_matters(model):
    alike, unlike = model.relate([FOLLOWS[0], OPEN[1]])
    assert alike.similarity > unlike.similarity + 0.3


def test_the_order_of_a_pair_matters(model):
    whole, part = "Norland and Kellmar closed the strait on Monday.", "Norland closed the strait."
    forth, back = model.relate([(whole, part), (part, whole)])
    assert forth.entailment > back.entailment


def test_a_pairs_scores_do_not_depend_on_its_neighbours(model):
    pairs = FOLLOWS + DENIED + OPEN
    together = model.relate(pairs)
    assert together == [model.relate([pair])[0] for pair in pairs]
    assert together[::-1] == model.relate(reversed(pairs))


def test_one_thread_says_what_several_say(model):
    alone = PairModel(shipped("pairs"), threads=1)
    assert alone.relate(FOLLOWS + OPEN) == model.relate(FOLLOWS + OPEN)
    assert (alone.embed([a for a, _ in OPEN]) == model.embed([a for a, _ in OPEN])).all()


def test_embeddings_have_length_one_and_do_not_depend_on_their_neighbours(model):
    sentences = [a for a, _ in FOLLOWS + DENIED + OPEN]
    found = model.embed(sentences)
    assert found.shape == (len(sentences), 384)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert (found == np.concatenate([model.embed([one]) for one in sentences])).all()


def test_embeddings_of_one_matter_are_nearer_than_those_of_two(model):
    a, b, other = model.embed([*FOLLOWS[0], OPEN[1][1]])
    assert a @ b > a @ other + 0.2


def test_of_nothing_there_is_nothing(model):
    assert model.relate([]) == []
    assert model.embed([]).shape == (0, 384)


@settings(max_examples=25, deadline=None)
@given(texts, texts)
def test_any_text_gets_scores_from_0_to_1_of_which_three_make_one(model, a, b):
    [scores] = model.relate([(a, b)])
    relations = (scores.entailment, scores.neutral, scores.contradiction)
    assert all(0 <= score <= 1 for score in (*relations, scores.similarity))
    assert abs(sum(relations) - 1) < 0.001


@settings(max_examples=25, deadline=None)
@given(texts)
def test_any_text_has_an_embedding(model, text):
    [found] = model.embed([text])
    assert np.isfinite(found).all()


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "漢字", "x" * 5_000, "word " * 5_000, "." * 100_000])
def test_odd_texts_are_read_too(model, text):
    [scores] = model.relate([(text, "Norland waited.")])
    assert 0 <= scores.similarity <= 1
    assert np.isfinite(model.embed([text])).all()


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_pair_is_as_long_as_the_encoder_reads_and_the_longer_sentence_is_cut(tokenizer, m, n):
    pair = pair_pieces("a " * m, "b " * n, tokenizer)
    first = int((pair.segments == 0).sum()) - 2
    second = int((pair.segments == 1).sum()) - 1
    assert len(pair.pieces) == len(pair.segments) <= LENGTH
    assert first <= m
    assert second <= n
    if m + n <= LENGTH - 3:
        assert (first, second) == (m, n)
    else:
        assert first + second == LENGTH - 3
        assert min(first, second) >= min(m, n, (LENGTH - 3) // 2)


def test_a_pair_is_read_as_two_segments(tokenizer):
    pair = pair_pieces("The first.", "The second one.", tokenizer)
    shown = [tokenizer.id_to_token(piece) for piece in pair.pieces.tolist()]
    assert shown == [CLS, "the", "first", ".", SEP, "the", "second", "one", ".", SEP]
    assert pair.segments.tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]


def test_a_sentence_alone_is_the_first_segment(tokenizer):
    alone = sentence_pieces("word " * CHARACTERS, tokenizer)
    assert len(alone.pieces) == LENGTH
    assert not alone.segments.any()


def test_what_is_read_of_a_pair_is_cls_both_means_their_distance_and_their_product():
    states = np.array([[1, 2], [3, 4], [10, 20], [30, 40]], dtype=np.float32)
    found = pair_features(states, np.array([0, 0, 1, 1]))
    assert found.tolist() == [1, 2, 2, 3, 20, 30, 18, 27, 40, 90]
    assert len(found) == FEATURES * 2


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_the_one_named_is_refused(name, tmp_path):
    folder = copied(tmp_path)
    (folder / name).write_bytes(b"something else")
    with pytest.raises(WeightsError, match=re.escape(name)):
        PairModel(folder)


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_an_absent_file_is_named(name, tmp_path):
    folder = copied(tmp_path)
    (folder / name).unlink()
    with pytest.raises(WeightsError, match=re.escape(name)):
        PairModel(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": {}}'])
def test_a_manifest_that_is_none_is_refused(text, tmp_path):
    folder = copied(tmp_path)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(WeightsError, match="not a manifest of weights"):
        PairModel(folder)


@pytest.mark.parametrize("field", ["name", "version", "temperature"])
def test_a_manifest_without_a_field_is_refused(field, tmp_path):
    folder = copied(tmp_path)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del manifest[field]
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(WeightsError, match=field):
        PairModel(folder)


ARTICLE = Article(
    (
        "President Ivo Mar of Norland will sign the treaty on water with Kellmar, according to his office.",
        "He said that the 12 members of the council were of one mind on water and on the strait.",
        "In Ostrel the mayor Dora Kell said that the bridge was closed to heavy traffic.",
        "The treaty on water is to be signed by both parliaments before the end of the year.",
    )
)
ALLOWED = {
    "denied": only("contradiction"),
    "recounted": only("neutral", "contradiction"),
    "renamed": only("neutral", "contradiction"),
    "beside": only("neutral", "contradiction"),
    "same": only("entailment"),
}


def test_pairs_made_by_rule_allow_what_the_rule_says_and_no_more():
    rows = made_pairs([ARTICLE], 80, random.Random(0))  # noqa: S311 - it hides nothing
    assert {row.src for row in rows} == {*ALLOWED, "cut"}
    for row in rows:
        assert (row.a == row.b) == (row.src == "same")
        if row.src == "cut":
            whole_first = len(row.a) > len(row.b)
            assert row.allowed == (only("entailment") if whole_first else only("entailment", "neutral"))
        else:
            assert row.allowed == ALLOWED[row.src]


def test_the_same_seed_and_number_give_the_same_epoch_and_another_number_another():
    texts = Texts([Row(f"a {n}", f"b {n}", only("neutral")) for n in range(50)], [], [], [ARTICLE])
    sizes = Sizes(batch=4, made=8)
    assert epoch(texts, sizes, 0, 1) == epoch(texts, sizes, 0, 1) != epoch(texts, sizes, 0, 2)
    shown = {row.a for group in epoch(texts, sizes, 0, 1) for row in group.rows}
    assert {row.a for row in texts.inference} <= shown


@given(st.lists(st.integers(0, 9), max_size=40), st.floats(0, 1))
def test_what_is_kept_aside_shares_no_group_with_the_rest(groups, share):
    rest, aside = set_aside(range(len(groups)), groups, share, "0")
    assert sorted(rest + aside) == list(range(len(groups)))
    assert not {groups[n] for n in rest} & {groups[n] for n in aside}


def copied(folder):
    for path in shipped("pairs").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder
