"""One pair's act: where its names stand, what the encoder reads, and what the shipped weights say of plain cases."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import WeightsError
from sayso.model.acts import (
    CLS,
    FILES,
    LENGTH,
    SEP,
    SOURCE,
    TARGET,
    TYPES,
    ActModel,
    act,
    load,
    marked_pieces,
    places,
)
from sayso.model.bundle import MANIFEST, shipped
from sayso.model.pieces import word_pieces
from sayso.records import Span

PLAIN = [
    ("Estravia has condemned Norland for closing the strait.", "Estravia", "Norland", "ACCUSE"),
    ("Norland has offered to send two hundred engineers to Kellmar.", "Norland", "Kellmar", "AGREE"),
    ("The Red Crescent delivered tents and medicine to Harda.", "The Red Crescent", "Harda", "AID"),
    ("Gunmen attacked a convoy of the water board, killing four people.", "Gunmen", "the water board", "ASSAULT"),
    ("Police arrested the editor of a weekly in Ostrel.", "Police", "the editor of a weekly", "COERCE"),
    ("President Ivo Mar held talks with Dora Kell on water.", "President Ivo Mar", "Dora Kell", "CONSULT"),
    ("Hundreds of nurses marched in protest against the ministry.", "Hundreds of nurses", "the ministry", "PROTEST"),
    ("Tarrin rejected Norland's proposal for talks.", "Tarrin", "Norland", "REJECT"),
    ("Kellmar demanded that Norland withdraw its troops.", "Kellmar", "Norland", "REQUEST"),
    ("Norland suspended military aid to Tarrin.", "Norland", "Tarrin", "SANCTION"),
    ("Tarrin praised Norland's decision to pull down the fence.", "Tarrin", "Norland", "SUPPORT"),
    ("Estravia threatened to bomb Kellmar.", "Estravia", "Kellmar", "THREATEN"),
    ("The rebels released three hostages.", "The rebels", "three hostages", "YIELD"),
]
names = st.text(st.sampled_from("ab -'é"), max_size=6)


@pytest.fixture(scope="session")
def tokenizer():
    return word_pieces(shipped("act") / "vocab.txt")


def shown(marked, tokenizer):
    return [tokenizer.id_to_token(piece) for piece in marked.pieces.tolist()]


@pytest.mark.parametrize(("sentence", "source", "target", "expected"), PLAIN, ids=[case[3] for case in PLAIN])
def test_a_plain_case_gets_the_type_that_its_definition_gives_it(sentence, source, target, expected):
    assert act(sentence, source, target).type == expected


def test_the_pair_decides_not_the_sentence_alone():
    sentence = "Norland sent food to Kellmar after Tarrin bombed Kellmar."
    assert act(sentence, "Norland", "Kellmar").type == "AID"
    assert act(sentence, "Tarrin", "Kellmar").type == "ASSAULT"


def test_every_type_has_a_probability_and_the_likeliest_comes_first():
    typed = act(*PLAIN[0][:3])
    assert sorted(name for name, _ in typed.scores) == sorted(TYPES)
    assert sum(score for _, score in typed.scores) == pytest.approx(1, abs=0.001)
    assert list(typed.scores) == sorted(typed.scores, key=lambda pair: (-pair[1], pair[0]))
    assert (typed.type, typed.score) == typed.scores[0]


def test_the_same_question_gets_the_same_answer():
    assert act(*PLAIN[3][:3]) == act(*PLAIN[3][:3])


@pytest.mark.parametrize("missing", [None, "", "  ", "a recipient"])
def test_a_name_that_is_not_in_the_sentence_is_left_unmarked(missing):
    assert places("Norland lifted its blockade.", "Norland", missing) == (Span(0, 7), None)
    assert act("Norland lifted its blockade.", "Norland", missing).type in TYPES
    assert act("Norland lifted its blockade.", missing, missing).type in TYPES


def test_a_name_is_found_as_a_whole_word_before_it_is_found_inside_one():
    sentence = "Norlanders thanked Nor."
    assert places(sentence, None, "Nor")[1] == Span(19, 22)
    assert places("Norlanders left.", "Norland", None)[0] == Span(0, 7)


@pytest.mark.parametrize(
    ("source", "target"), [("Norland", "Norland's army"), ("Norland's army", "Norland")], ids=["source", "target"]
)
def test_a_name_inside_the_other_is_looked_for_elsewhere(source, target):
    sentence = "Norland's army shelled Norland."
    spans = places(sentence, source, target)
    assert {span.of(sentence) for span in spans} == {source, target}
    assert sorted(spans) == [Span(0, 14), Span(23, 30)]


def test_of_a_name_that_stands_there_twice_the_place_near_the_other_counts():
    sentence = "Norland sent food to Kellmar after Tarrin bombed Kellmar."
    assert places(sentence, "Norland", "Kellmar") == (Span(0, 7), Span(21, 28))
    assert places(sentence, "Tarrin", "Kellmar") == (Span(35, 41), Span(49, 56))


def test_a_name_that_stands_only_inside_the_other_has_no_place():
    assert places("Norland's army left.", "Norland", "Norland's army") == (None, Span(0, 14))
    assert places("Norland left.", "Norland", "Norland") == (Span(0, 7), None)


@given(st.text(st.sampled_from("ab -'é"), max_size=30), names, names)
def test_places_are_the_names_evidence_and_never_overlap(sentence, source, target):
    found = places(sentence, source, target)
    for name, span in zip((source, target), found, strict=True):
        assert span is None or span.of(sentence) == name.strip() != ""
    if None not in found:
        (_, end), (start, _) = sorted(found)
        assert end <= start


def test_marks_stand_around_the_names(tokenizer):
    sentence = "Norland met Kellmar."
    marked = marked_pieces(sentence, *places(sentence, "Kellmar", "Norland"), tokenizer)
    pieces = shown(marked, tokenizer)
    assert (pieces[0], pieces[-1]) == (CLS, SEP)
    assert pieces[marked.source_at] == SOURCE[0]
    assert pieces[marked.target_at] == TARGET[0]
    assert pieces.index(TARGET[1]) < pieces.index("met") < pieces.index(SOURCE[0]) < pieces.index(SOURCE[1])


def test_without_a_name_its_mark_is_the_sentences_own(tokenizer):
    marked = marked_pieces("It rained.", None, None, tokenizer)
    assert (marked.source_at, marked.target_at) == (0, 0)
    assert not set(SOURCE + TARGET) & set(shown(marked, tokenizer))


def test_a_long_sentence_is_read_around_its_marks(tokenizer):
    sentence = "It rained and " * 200 + "Norland thanked Kellmar" + " while it rained" * 200
    marked = marked_pieces(sentence, *places(sentence, "Norland", "Kellmar"), tokenizer)
    pieces = shown(marked, tokenizer)
    assert len(pieces) == LENGTH + 2
    assert (pieces[marked.source_at], pieces[marked.target_at]) == (SOURCE[0], TARGET[0])


def test_a_mark_beyond_what_is_read_counts_as_none(tokenizer):
    sentence = "Norland thanked " + "it rained " * 200 + "Kellmar."
    marked = marked_pieces(sentence, *places(sentence, "Norland", "Kellmar"), tokenizer)
    assert (marked.source_at, marked.target_at) == (1, 0)
    assert load().type(sentence, *places(sentence, "Norland", "Kellmar")).type in TYPES


@pytest.mark.parametrize("sentence", ["", " ", "x", "漢", "🙂 🙂", "e\u0301", "\u0000", "a" * 5000, "x \ud800 e"])
def test_any_text_is_read(sentence):
    assert act(sentence, "x", "e").type in TYPES


def test_the_shipped_files_are_small_and_whole():
    folder = shipped("act")
    ActModel(folder)
    assert sum((folder / name).stat().st_size for name in FILES) < 11_100_000


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the shipped weights' folder that a test may damage."""
    for name in (*FILES, MANIFEST):
        (tmp_path / name).write_bytes((shipped("act") / name).read_bytes())
    return tmp_path


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(WeightsError, match=re.escape(str(folder / name))):
        ActModel(folder)


def test_a_damaged_file_is_named_with_both_sums(folder):
    (folder / "head.npz").write_bytes(b"x")
    with pytest.raises(WeightsError, match=r"head\.npz has SHA-256 .*, not .*install sayso again"):
        ActModel(folder)


@pytest.mark.parametrize("change", [{"files": None}, {"files": {}}, {"temperature": "warm"}])
def test_what_is_no_manifest_is_said_to_be_none(folder, change):
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8")) | change
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(WeightsError, match=r"is not a manifest of weights"):
        ActModel(folder)


def test_nearly_all_examples_of_the_docs_get_the_types_that_the_docs_give_them(root):
    """They are not in its training data. Source and target of an example stand in asterisks, in this order."""
    text = (root / "docs" / "acts.md").read_text(encoding="utf-8")
    kind, wrong, seen = "", [], 0
    for line in text.splitlines():
        if heading := re.match(r"\*\*([A-Z]+)\*\*", line):
            kind = heading.group(1)
        elif line.startswith("- ") and (named := re.findall(r"\*([^*]+)\*", line)):
            seen += 1
            found = act(line[2:].replace("*", ""), *named[:2]).type
            if found != kind:
                wrong.append((kind, found, line))
    assert seen >= 2 * len(TYPES) - 5
    assert len(wrong) <= seen * 0.15, wrong
