"""Articles that share text: found by their keys, aligned word by word, with a direction."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.agency_credits import Agencies
from sayso.link.article_copies import LEAST_WORDS, compare_articles
from sayso.link.article_keys import MOST, article_keys
from sayso.link.minhash import BANDS
from sayso.link.running_words import article_words
from sayso.link_records import CopyKind
from tests.link.copying import SENTENCES, article

AGENCIES = Agencies.of([["Velden Press Agency", "VPA"], ["Karsk Wire"]])
OWN = [
    "Shops along the promenade opened early on Sunday as visitors came for the regatta in large numbers.",
    "The mayor, Jonas Ahlberg, handed the cup to a crew of students from the technical college of Ostmark.",
    "Organisers counted some twelve thousand spectators, half again as many as in the wet summer of last year.",
    "Police reported four lost children, all of whom were back with their parents before the fireworks began.",
    "Next year the boats are to start from the southern basin, where there is more room for the stands.",
    "A brass band played until midnight although the licence had run out at eleven, to nobody’s displeasure.",
]


def test_the_same_text_under_another_headline_is_a_reprint():
    one = article("a", ["Port of Velden shut", *SENTENCES], outlet="Velden Tribune", published="2025-05-06")
    other = article("b", ["No ships until June", *SENTENCES], outlet="Karsk Courier", published="2025-05-07")
    copy = compare_articles(one, other)
    assert copy.kind is CopyKind.REPRINT
    assert (copy.from_id, copy.to_id) == ("b", "a")
    assert copy.score > 0.95
    assert copy.reason.startswith("1 passage, 9")
    assert article_keys(one) & article_keys(other)


def test_a_rewrite_that_keeps_a_third_of_the_text_is_found_and_its_passages_are_the_sentences_kept():
    one = article("a", SENTENCES[:6] * 1 + SENTENCES[6:])
    kept = [OWN[0], SENTENCES[3], OWN[1], SENTENCES[1], OWN[2], OWN[3], SENTENCES[7], OWN[4], OWN[5]]
    copy = compare_articles(article("b", kept), one)
    assert copy.kind is CopyKind.REWRITE
    assert [p.here.of("\n".join(kept)) for p in copy.passages] == [
        s.rstrip(".") for s in (SENTENCES[3], SENTENCES[1], SENTENCES[7])
    ]
    assert article_keys(article("b", kept)) & article_keys(one)


def test_two_that_credit_one_agency_have_wire_copy():
    one = article("a", SENTENCES, authors=["VPA"])
    other = article("b", SENTENCES, byline="By Vera Brandt, Velden Press Agency")
    copy = compare_articles(one, other, AGENCIES)
    assert copy.kind is CopyKind.WIRE
    assert "both credit the agency Velden Press Agency" in copy.reason
    assert compare_articles(one, other).kind is CopyKind.REPRINT


def test_changed_marks_dashes_white_space_case_and_spelling_change_nothing():
    one = article("a", [*SENTENCES, "The harbour is – he said – “our neighbour’s labour”."])
    changed = [s.upper().replace(" ", "\u00a0 ").replace(",", " —") for s in SENTENCES]
    other = article("b", [*changed, 'The harbor is, he said, "our neighbor\'s labor".'])
    assert compare_articles(one, other).score == 1.0


def test_two_reports_that_share_only_what_was_said_are_no_copies():
    said = "“" + " ".join(SENTENCES[:4]) + "”"
    assert compare_articles(article("a", [said, *OWN[:3]]), article("b", [said, *SENTENCES[5:8]])) is None


def test_a_text_that_is_all_quotations_is_copied_where_it_is_whole():
    said = ["“" + sentence + "”" for sentence in SENTENCES]
    assert compare_articles(article("a", said), article("b", said)).kind is CopyKind.REPRINT


def test_articles_of_one_outlet_share_background_without_being_copies():
    one, other = [*OWN, *SENTENCES[:3]], [*SENTENCES[:3], *SENTENCES[4:9]]
    assert compare_articles(article("a", one), article("b", other)) is not None
    assert compare_articles(article("a", one, outlet="Kaspar"), article("b", other, outlet="Kaspar")) is None
    page = "https://www.kaspar.example/"
    assert compare_articles(article("a", one, url=page + "1"), article("b", other, url=page + "2")) is None


def test_other_articles_share_no_key_and_are_no_copies():
    assert not article_keys(article("a", SENTENCES)) & article_keys(article("b", OWN))
    assert compare_articles(article("a", SENTENCES), article("b", OWN)) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "later"),
    [
        ("2025-05-07", "2025-05-06", "a"),
        ("2025-06", "2025-05-31", "a"),
        ("2025-05", "2025-05-31", "b"),
        ("--05-07", "2025-05-06", "b"),
        (None, "2025-05-06", "b"),
        ("2025-05-07T23:00", "2025-05-07T01:00", "b"),
    ],
)
def test_the_later_one_has_it_from_the_earlier_and_where_that_is_unknown_the_id_decides(mine, theirs, later):
    copy = compare_articles(article("a", SENTENCES, published=mine), article("b", SENTENCES, published=theirs))
    assert copy.from_id == later
    assert ("do not say" in copy.reason) == (later == "b")


@given(st.data())
def test_the_order_of_the_two_does_not_matter_and_keys_follow_from_the_text_alone(data):
    mine, theirs = (data.draw(st.lists(st.sampled_from(SENTENCES + OWN), max_size=14)) for _ in range(2))
    date = st.sampled_from([None, "2025", "2025-05", "2025-05-05", "2025-06-01"])
    one, other = article("a", mine, published=data.draw(date)), article("b", theirs, published=data.draw(date))
    assert compare_articles(one, other, AGENCIES) == compare_articles(other, one, AGENCIES)
    assert article_keys(one) == article_keys(replace(one, id="c", outlet="Kaspar", published=None, title="Else"))


@given(st.lists(st.sampled_from(SENTENCES + OWN), max_size=14), st.lists(st.sampled_from(SENTENCES + OWN), max_size=14))
def test_every_passage_is_the_same_words_in_both_texts(mine, theirs):
    one, other = article("a", mine), article("b", theirs)
    copy = compare_articles(one, other)
    for here, there in copy.passages if copy else ():
        both = [replace(whole, lines=()) for whole in (other, one)]
        assert here.of(both[0].text).lower() == there.of(both[1].text).lower()


def test_an_article_is_no_copy_of_itself_and_an_empty_one_of_none():
    assert compare_articles(article("a", SENTENCES), article("a", SENTENCES)) is None
    assert compare_articles(article("a", []), article("b", [])) is None
    assert article_keys(article("a", [])) == frozenset()


def test_keys_are_the_same_numbers_on_every_machine():
    """Keys stay in the ledger: where these change, the method's version has to, and the articles are linked anew."""
    keys = sorted(article_keys(article("a", SENTENCES)))
    assert all(0 <= key < 2**63 for key in keys)
    assert hashlib.sha256(repr(keys).encode()).hexdigest()[:16] == "6afee3d0a786bdb3"


def test_a_text_of_megabytes_takes_seconds_and_has_a_bounded_number_of_keys():
    many = [" ".join(f"word{n * 7919 % 5003}" for n in range(start, start + 100)) for start in range(0, 300_000, 100)]
    same = ["farce " * 60_000]
    began = time.process_time()
    for text in (many, same):
        assert len(article_keys(article("a", text))) <= MOST + BANDS
        assert compare_articles(article("a", text), article("b", text)).score == 1.0
    assert time.process_time() - began < 60


def test_a_short_notice_in_both_is_too_little():
    assert len(article_words(article("a", SENTENCES[:1])).forms) < LEAST_WORDS
    assert compare_articles(article("a", SENTENCES[:1]), article("b", SENTENCES[:1])) is None


ODD = st.text(max_size=60) | st.text("ʼ\u3099\u309a\uff9e\uff9f①½“”17 quay ", max_size=60)


@given(ODD, ODD, st.sampled_from([[], SENTENCES]))
def test_no_text_keeps_articles_from_being_compared(mine, theirs, both):
    one, other = article("a", [mine, *both, mine]), article("b", [theirs, *both])
    assert compare_articles(one, other, AGENCIES) == compare_articles(other, one, AGENCIES)
    assert all(key >= 0 for key in article_keys(one))
