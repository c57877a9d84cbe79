"""What the act model learns from: invented sentences, sentences without names, folds, a smaller vocabulary."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.model.acts import TYPES, WORD, places
from sayso.model.bundle import shipped
from sayso.model.pieces import word_pieces
from sayso.records import Span
from training.acts.invented import every_text, invented
from training.acts.plover import Example, joined, read_examples, stratified_folds, without_names
from training.acts.vocabulary import KEPT, chosen_pieces, read_vocabulary

HEADER = "sentence\tmarked_sentence\tsource\ttarget\troot\n"


def seeded(seed):
    return random.Random(seed)  # noqa: S311 - nothing to hide


@pytest.mark.parametrize("type_", TYPES)
def test_an_invented_sentence_has_its_source_and_target_and_no_slot_left(type_):
    chance = seeded(type_)
    for _ in range(50):
        example = invented(type_, chance)
        assert example.type == type_
        assert example.source is not None
        assert example.target is not None
        assert example.source.of(example.sentence).strip()
        assert example.target.of(example.sentence).strip()
        assert not set("{}|<>()") & set(example.sentence)
        assert "  " not in example.sentence
        assert example.sentence.endswith(".")


def test_the_same_chance_invents_the_same_sentence():
    assert invented("AID", seeded(3)) == invented("AID", seeded(3))


def test_every_word_of_an_invented_sentence_stands_in_the_table():
    known = {word.lower() for text in every_text() for word in WORD.findall(text)}
    chance = seeded(0)
    words = {
        word.lower() for type_ in TYPES for _ in range(30) for word in WORD.findall(invented(type_, chance).sentence)
    }
    assert words <= known | set(".")


def test_rows_are_read_with_quotation_marks_as_characters(tmp_path):
    row = '"Norland" thanked Kellmar.\t-\tNorland\ta recipient\tSUPPORT\n'
    (tmp_path / "plv_train.tsv").write_text(HEADER + row, encoding="utf-8")
    assert read_examples(tmp_path) == [Example('"Norland" thanked Kellmar.', Span(1, 8), None, "SUPPORT")]


@given(st.text("ab .", max_size=20), st.text("ab", min_size=1, max_size=4), st.text("ab", min_size=1, max_size=4))
def test_leaving_the_names_out_leaves_empty_places_and_everything_else(sentence, source, target):
    example = Example(sentence, *places(sentence, source, target), "AID")
    bare = without_names(example)
    gone = sum(span.end - span.start for span in (example.source, example.target) if span)
    assert len(bare.sentence) == len(sentence) - gone
    for before, after in ((example.source, bare.source), (example.target, bare.target)):
        assert (before is None) == (after is None)
        assert after is None or after.start == after.end <= len(bare.sentence)


@given(st.sampled_from(TYPES), st.integers(0, 99), st.booleans())
def test_beside_another_sentence_an_example_keeps_its_names_and_its_type(type_, seed, first):
    one, other = invented(type_, seeded(seed)), invented("AID", seeded(seed + 1))
    both = joined(one, other, " after ", first=first)
    assert both.type == type_
    assert both.source.of(both.sentence) == one.source.of(one.sentence)
    assert both.target.of(both.sentence) == one.target.of(one.sentence)
    assert both.sentence.endswith(".")


@given(st.lists(st.integers(0, 4), min_size=1, max_size=80), st.integers(0, 9))
def test_folds_hold_as_many_of_each_type_as_can_be(labels, seed):
    fold_of = stratified_folds(labels, 5, seed)
    for label in set(labels):
        sizes = [sum(a == label and b == fold for a, b in zip(labels, fold_of, strict=True)) for fold in range(5)]
        assert max(sizes) - min(sizes) <= 1
    assert stratified_folds(labels, 5, seed) == fold_of


def test_the_vocabulary_kept_has_the_texts_pieces_every_letter_and_then_the_most_frequent():
    path = shipped() / "vocab.txt"
    vocabulary, tokenizer = read_vocabulary(path), word_pieces(path)
    kept = [vocabulary[number] for number in chosen_pieces(vocabulary, tokenizer, ["a ceasefire"], 2000)]
    assert len(kept) == 2000
    assert set(KEPT) <= set(kept)
    assert {"a", "##a", "ß", "the", "ceasefire"} <= set(kept)
    assert "zeppelin" not in kept
    assert kept == [piece for piece in vocabulary if piece in set(kept)]
