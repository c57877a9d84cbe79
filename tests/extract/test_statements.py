"""Scores become statements: pieces stay one span, the likelier of two that share a cue wins, ids come from content."""

from __future__ import annotations

import re
import sys
import weakref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract import statements
from sayso.extract.statements import TOGETHER, Words, assemble
from sayso.model.encoder import AnchorScores, Annotations
from sayso.records import Article, Line, Manner, Quotation, Role, Span, quoted

TEXT = "“We are ready”, Dora Kell said on Monday, “and we wait.” Ivo Mar denied it"
WORDS = np.array([m.span() for m in re.finditer(r"\w+|[^\w\s]", TEXT)], dtype=np.int64)
START = np.zeros(4, dtype=np.float32)
STATE = {".": 0, "s": 1, "c": 2, "q": 3}


def at(word):
    """Return the number of the first word that reads so."""
    return next(i for i, (a, b) in enumerate(WORDS.tolist()) if TEXT[a:b] == word)


def anchor(states, word, probability=0.9, first_word=0):
    """Return the scores of an anchor whose words are sure to have these states: s source, c cue, q content."""
    emissions = np.full((len(states), 4), -5, dtype=np.float32)
    emissions[np.arange(len(states)), [STATE[s] for s in states]] = 5
    return AnchorScores(word, probability, first_word, emissions, np.zeros((len(states), 4, 4), dtype=np.float32))


#            “ We are ready ” , Dora Kell said on Monday , “ and we wait . ” Ivo Mar denied it
SAID = anchor("qqqqq.ssc...qqqqqq....", at("said"))
DENIED = anchor("..................sscq", at("denied"), 0.8)


def found(*anchors, words=None):
    return assemble(words or Words.of_one_part(WORDS), START, anchors)


def texts(attribution):
    return tuple(quoted(TEXT, getattr(attribution, role)) for role in ("source", "cue", "content"))


def article(text=TEXT, identity="a" * 16):
    return Article(identity, "d" * 16, text, (Line(0, len(text), Role.BODY),))


def annotated(*anchors):
    parts = Words.of_one_part(WORDS)
    quotations = (Quotation(Span(0, 14), True), Quotation(Span(TEXT.index("“and"), TEXT.index(" Ivo")), True))
    return Annotations(parts.offsets, parts.parts, parts.breaks, quotations, anchors)


def test_a_quotation_that_the_reporting_clause_interrupts_is_one_content_in_two_pieces():
    [one] = found(SAID)
    assert texts(one) == ("Dora Kell", "said", "“We are ready” … “and we wait.”")
    assert len(one.content) == 2


def test_of_two_anchors_that_share_a_cue_word_the_likelier_wins():
    also = anchor("......ssccc.qqqqqq....", at("Monday"), 0.4)
    assert found(SAID, also) == found(also, SAID) == found(SAID)
    surer = anchor("......ssccc.qqqqqq....", at("Monday"), 0.95)
    assert [texts(one)[1] for one in found(SAID, surer)] == ["said on Monday"]


def test_of_two_equally_likely_the_one_that_stands_first_wins():
    also = anchor("......ssccc.qqqqqq....", at("Monday"), 0.9)
    assert found(also, SAID) == found(SAID, also) == found(SAID)


def test_an_anchor_without_content_is_no_statement_and_takes_no_cue_from_others():
    empty = anchor("......ssc.............", at("said"), 0.99)
    assert found(empty) == []
    assert found(empty, SAID) == found(SAID)


def test_an_anchor_without_a_cue_stands_for_its_own_word():
    bare = anchor("qqqqq.ss..............", at("said"), 0.5)
    assert [texts(one)[1] for one in found(bare)] == [""]
    assert found(bare, bare) == found(bare)


def test_two_anchors_without_a_cue_that_say_the_same_are_one_statement():
    """Two rows of one id could not be stored."""
    bare = [anchor("qqqqq.ss..............", at(word), 0.5) for word in ("said", "Monday")]
    assert len(statements(article(), annotated(*bare), START)) == 1


def test_statements_stand_in_the_order_of_the_text():
    assert [texts(one)[0] for one in found(DENIED, SAID)] == ["Dora Kell", "Ivo Mar"]


def test_no_anchor_no_statement():
    assert found() == []


def test_scores_of_a_window_within_the_text_are_counted_from_its_first_word():
    first = at("Ivo")
    assert found(anchor("sscq", at("denied"), 0.8, first_word=first)) == found(DENIED)


def test_windows_of_different_lengths_and_many_anchors_are_decoded_alike():
    short = anchor("sscq", at("denied"), 0.8, first_word=at("Ivo"))
    assert found(SAID, short) == found(SAID, DENIED)
    assert found(*[short] * (TOGETHER + 1), SAID) == found(SAID, short)


def test_however_many_are_decoded_together_the_attributions_are_the_same(monkeypatch):
    short = anchor("sscq", at("denied"), 0.8, first_word=at("Ivo"))
    also = anchor("......ssccc.qqqqqq....", at("Monday"), 0.4)
    expected = found(SAID, short, also)
    for together in (1, 2):
        monkeypatch.setattr(sys.modules[assemble.__module__], "TOGETHER", together)  # a function hides the module
        assert found(SAID, short, also) == expected


def test_the_scores_of_few_anchors_are_held_at_a_time():
    given_out, alive = [], []

    def anchors():
        for _ in range(4 * TOGETHER):
            one = anchor("sscq", at("denied"), 0.8, first_word=at("Ivo"))
            given_out.append(weakref.ref(one.emissions))
            alive.append(sum(ref() is not None for ref in given_out))
            yield one

    assert len(assemble(Words.of_one_part(WORDS), START, anchors())) == 1
    assert max(alive) <= 2 * TOGETHER + 1, "those being decoded, and those being taken up"


def test_a_word_of_another_part_of_the_article_has_no_role():
    parts = (np.arange(len(WORDS)) >= at("Ivo")).astype(np.int64)
    words = Words(WORDS, parts, np.zeros(len(WORDS), dtype=np.bool_))
    whole = anchor("qqqqq.ssc...qqqqqqqqqq", at("said"))
    assert [texts(one)[2] for one in found(whole, words=words)] == ["“We are ready” … “and we wait.”"]


def test_a_span_is_cut_where_something_that_is_not_read_stands_in_between():
    breaks = np.arange(len(WORDS)) == at("wait")
    words = Words(WORDS, np.zeros(len(WORDS), dtype=np.int64), breaks)
    assert [texts(one)[2] for one in found(SAID, words=words)] == ["“We are ready” … “and we … wait.”"]


def test_statements_have_manner_confidence_and_ids_that_come_from_their_place():
    first = statements(article(), annotated(SAID, DENIED), START)
    again = statements(article(), annotated(DENIED, SAID), START)
    assert first == again
    assert [one.manner for one in first] == [Manner.DIRECT, Manner.INDIRECT]
    assert [one.confidence for one in first] == [0.9, 0.8]
    elsewhere = statements(article(identity="b" * 16), annotated(SAID, DENIED), START)
    assert not {one.id for one in first} & {one.id for one in elsewhere}
    assert len({one.id for one in first}) == 2


@given(
    st.lists(
        st.tuples(st.text("scq.", min_size=len(WORDS), max_size=len(WORDS)), st.integers(0, 21), st.floats(0, 1)),
        max_size=6,
    )
)
def test_whatever_the_scores_spans_are_words_in_order_and_no_cue_word_is_used_twice(rows):
    made = found(*(anchor(*row) for row in rows))
    starts, ends = set(WORDS[:, 0].tolist()), set(WORDS[:, 1].tolist())
    for one in made:
        spans = [*one.source, *one.cue, *one.content]
        assert one.content
        assert all(s.start in starts and s.end in ends and s.start < s.end for s in spans)
        assert all(list(role) == sorted(role) for role in (one.source, one.cue, one.content))
    cues = [n for one in made for s in one.cue for n in range(s.start, s.end)]
    assert len(cues) == len(set(cues))


@pytest.mark.parametrize("probability", [0.0, 0.30004, 0.99999, 1.0])
def test_confidence_has_four_decimals(probability):
    [one] = found(anchor("qqqqq.ssc.............", at("said"), probability))
    assert one.confidence == round(probability, 4)
