"""Scores become statements: pieces stay one span, the likelier of two that share a cue wins, ids come from content."""

from __future__ import annotations

import re
import sys
import weakref
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract import statements
from sayso.extract.candidates import TOGETHER, Least, Words, candidates
from sayso.extract.statements import assemble
from sayso.model.encoder import AnchorScores, Annotations
from sayso.records import Act, Article, Line, Manner, Quotation, Role, Span, quoted

TEXT = "“We are ready”, Dora Kell said on Monday, “and we wait.” Ivo Mar denied it"
WORDS = np.array([m.span() for m in re.finditer(r"\w+|[^\w\s]", TEXT)], dtype=np.int64)
START = np.zeros(4, dtype=np.float32)
MODEL = SimpleNamespace(start=START, threshold=0.5, inner_threshold=0.0, right=(), calibration=())
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


def found(*anchors, words=None, threshold=0.0):
    return assemble(words or Words.of_one_part(WORDS), START, anchors, Least(threshold))


def texts(attribution, text=TEXT):
    return tuple(quoted(text, getattr(attribution, role)) for role in ("source", "cue", "content"))


def article(text=TEXT, identity="a" * 16):
    return Article(identity, "d" * 16, text, (Line(0, len(text), Role.BODY),))


QUOTATIONS = (Quotation(Span(0, 14), True), Quotation(Span(TEXT.index("“and"), TEXT.index(" Ivo")), True))


def annotated(*anchors, words=WORDS, quotations=QUOTATIONS):
    parts = Words.of_one_part(words)
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
    assert len(statements(article(), annotated(*bare), MODEL)) == 1


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
        monkeypatch.setattr(sys.modules[candidates.__module__], "TOGETHER", together)  # a function hides the module
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
    first = statements(article(), annotated(SAID, DENIED), MODEL)
    again = statements(article(), annotated(DENIED, SAID), MODEL)
    assert first == again
    assert [one.manner for one in first] == [Manner.DIRECT, Manner.INDIRECT]
    assert [one.confidence for one in first] == [0.9, 0.8]
    elsewhere = statements(article(identity="b" * 16), annotated(SAID, DENIED), MODEL)
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


def test_the_ids_are_those_that_statements_had_before_they_could_be_nested():
    """A ledger written then is not read anew, and its judgements go on to hold."""
    first = statements(article(), annotated(SAID, DENIED), MODEL)
    assert [one.id for one in first] == ["0065d1d8a21b4dca", "4585a76a49eb024d"]


def test_confidence_is_read_off_the_points_that_come_with_the_weights():
    model = SimpleNamespace(**vars(MODEL) | {"calibration": ((0.5, 0.2), (0.8, 0.6), (1.0, 0.8))})
    assert [one.confidence for one in statements(article(), annotated(SAID, DENIED), model)] == [0.7, 0.6]


def logits(act=0, flags=(), tone=0):
    """Return logits that are sure of an act, flags and a tone, by their numbers."""
    row = np.full(15, -5, dtype=np.float32)
    row[[act, *(9 + flag for flag in flags), 12 + tone]] = 5
    return row


def test_a_statement_has_the_act_the_modality_and_the_tone_of_its_anchor():
    said = replace(SAID, acts=logits(act=6, flags=[0, 2], tone=2))
    [first, second] = statements(article(), annotated(said, DENIED), MODEL)
    assert first.act == Act("ACCUSE", (), first.act.score)
    assert (first.modality, first.tone) == (("negated", "future"), "negative")
    assert first.act.score > 0.99
    assert (second.act, second.modality, second.tone) == (None, (), None)
    [none] = statements(article(), annotated(replace(SAID, acts=logits())), MODEL)
    assert (none.act, none.modality, none.tone) == (None, (), None)


CHAIN = "Ardo said that Brenn said that Celm denied it . Rain fell ."
CHAIN_WORDS = np.array([m.span() for m in re.finditer(r"\S+", CHAIN)], dtype=np.int64)
#                Ardo said that Brenn said that Celm denied it . Rain fell .
CHAINED = (
    anchor("sc.qqqqqq....", 1),
    replace(anchor("...sc.qqq....", 4, 0.1), inner=0.7),
    replace(anchor("......scq....", 7, 0.2), inner=0.6),
)


def chained(*anchors, model=MODEL):
    return statements(article(CHAIN), annotated(*anchors, words=CHAIN_WORDS, quotations=()), model)


def test_what_one_says_that_another_says_is_a_chain_of_statements():
    ardo, brenn, celm = chained(*CHAINED)
    assert texts(ardo, CHAIN) == ("Ardo", "said", "Brenn said that Celm denied it")
    assert texts(brenn, CHAIN) == ("Brenn", "said", "Celm denied it")
    assert texts(celm, CHAIN) == ("Celm", "denied", "it")
    assert [ardo.parent, brenn.parent, celm.parent] == [None, ardo.id, brenn.id]
    assert [one.confidence for one in (ardo, brenn, celm)] == [0.9, 0.7, 0.6], "an inner one's is that of its anchor"


def test_an_outermost_statement_is_the_same_whatever_stands_in_it():
    assert chained(CHAINED[0]) == chained(*CHAINED)[:1]


def test_an_inner_anchor_that_stands_in_no_content_makes_no_statement():
    assert chained(*CHAINED[1:]) == ()


def test_an_outermost_anchor_in_anothers_content_is_an_inner_statement_all_the_same():
    ardo, celm = chained(CHAINED[0], anchor("......scq....", 7, 0.95))
    assert celm.parent == ardo.id


def test_of_an_outermost_and_an_inner_anchor_that_share_a_cue_the_outermost_wins():
    surer = replace(anchor("sc.qqq.......", 4, 0.1), inner=0.99)
    [kept] = assemble(Words.of_one_part(CHAIN_WORDS), START, [surer, CHAINED[0]], Least(0.5))
    assert (kept.inner, texts(kept, CHAIN)[2]) == (False, "Brenn said that Celm denied it")


def test_what_an_inner_statement_claims_outside_its_parent_is_cut_off_and_the_order_is_that_of_the_text():
    before = replace(anchor("q.....scqqqqq", 7, 0.1), inner=0.8)
    ardo, brenn, celm = chained(CHAINED[0], CHAINED[1], before)
    assert texts(celm, CHAIN) == ("Celm", "denied", "it")
    assert [one.parent for one in (ardo, brenn, celm)] == [None, ardo.id, brenn.id]


@given(
    st.lists(
        st.tuples(
            st.text("sscq.", min_size=len(CHAIN_WORDS), max_size=len(CHAIN_WORDS)),
            st.integers(0, len(CHAIN_WORDS) - 1),
            st.sampled_from([0.1, 0.4, 0.5, 0.9]),
            st.sampled_from([0.2, 0.6]),
        ),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_whatever_the_scores_each_parent_is_a_statement_that_stands_around_its_own(rows, shuffled):
    anchors = [replace(anchor(states, word, outer), inner=inner) for states, word, outer, inner in rows]
    made = chained(*anchors)
    by_id = {one.id: one for one in made}
    assert len(by_id) == len(made)
    places = [min(one.source + one.cue + one.content) for one in made]
    assert places == sorted(places)
    for one in made:
        assert one.content
        if one.parent:
            around = by_id[one.parent].content
            assert all(any(a.start <= b.start and b.end <= a.end for a in around) for b in one.content)
        above = one
        for _ in made:
            above = by_id.get(above.parent, above)
        assert above.parent is None, "no statement stands in itself"
    if len({(one[1], one[2], one[3]) for one in rows}) == len({one[1] for one in rows}) == len(rows):
        shuffled.shuffle(anchors)
        assert chained(*anchors) == made


def test_source_and_cue_stand_in_their_anchors_paragraph_and_a_content_may_go_on():
    """ "Ivo Mar" stands in the next paragraph here: it can't be who said what stands above."""
    states = anchor("qqqqq.ssc...qqqqqqss..", at("said"))
    second = np.array([0] * at("Ivo") + [1] * (len(WORDS) - at("Ivo")))
    words = Words(WORDS, np.zeros(len(WORDS), dtype=np.int64), np.zeros(len(WORDS), dtype=bool), second)
    assert texts(found(states)[0])[0] == "Dora Kell … Ivo Mar"
    assert texts(found(states, words=words)[0])[0] == "Dora Kell"
    content = anchor("qqqqq.ssc...qqqqqqqq..", at("said"))
    assert texts(found(content, words=words)[0])[2].endswith("Ivo Mar")
