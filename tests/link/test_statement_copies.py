"""The same utterance in the same words: cut, edited, spelled and marked otherwise, by way of another page."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.content_words import content_words
from sayso.link.statement_copies import may_suffice, statement_copy
from sayso.link.statement_copy_keys import MOST_KEYS, statement_copy_keys
from sayso.link_records import LinkKind
from sayso.records import Manner
from tests.link.quoting import exact, said

WHOLE = (
    "We will keep the harbour closed until the last dredger has left, and nobody should expect it to open before June"
)


def found(one, other):
    """Return the link, if the two share a key."""
    return statement_copy(one, other) if statement_copy_keys(one) & statement_copy_keys(other) else None


@pytest.mark.parametrize(
    "pieces",
    [
        ["We will keep the harbour closed until the last dredger has left"],
        ["nobody should expect it to open before June"],
        ["We will keep the harbour closed … and nobody should expect it to open before June"],
        ["We will keep the harbour closed . . . nobody should expect it to open"],
        ["We will keep the harbour closed until", "the last dredger has left, and nobody should expect it to open"],
        ["WE WILL keep the harbor closed – until the last dredger has left — and “nobody” should expect it to open"],
        ["[W]e will keep the harbour closed until the last dredger has left"],
        ["[The ministry] will keep the harbour closed until the last dredger has left"],
        ["We will keep [it] closed until the last dredger has left, and nobody should expect [the harbour] to open"],
        ["We will keep the harbour [of Velden] closed until the last dredger has left"],
    ],
)
def test_a_quotation_that_is_cut_edited_or_marked_otherwise_is_a_copy(pieces):
    link = found(said("b", *pieces), said("a", WHOLE))
    assert link.kind is LinkKind.COPY
    assert link.score > 0.75


def test_what_is_direct_in_one_and_indirect_in_the_other_is_a_copy_and_the_reason_says_so():
    told = said("b", "nobody should expect it to open before June", manner=Manner.INDIRECT)
    link = found(told, said("a", WHOLE))
    assert "indirect in the later, direct in the earlier" in link.reason


def test_the_evidence_is_the_shared_words_in_both_articles():
    one = said("a", WHOLE, at=100)
    other = said("b", "We will keep the harbor closed", "nobody should expect it to open", at=7)
    link = found(one, other)
    assert exact(other, link.evidence) == ["We will keep the harbor closed", "nobody should expect it to open"]
    assert exact(one, link.evidence) == ["We will keep the harbour closed", "nobody should expect it to open"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "the harbour of Velden will open before the regatta",
            "the harbour of Velden will not open before the regatta",
        ),
        ("nobody said that the northern mole is safe", "nobody said that the northern mole is not safe"),
        ("the repairs will cost 40 million crowns in all", "the repairs will cost 55 million crowns in all"),
    ],
)
def test_a_not_or_another_number_between_the_same_words_makes_another_statement(one, other):
    assert statement_copy(said("a", one), said("b", other)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "the harbour of Velden must open to the fishing fleet",
            "the harbour of Velden mustn’t open to the fishing fleet",
        ),
        ("nobody expects the dredgers of Velden to leave", "everybody expects the dredgers of Velden to leave"),
        (
            "the repairs of the mole will cost five million crowns",
            "the repairs of the mole will cost six million crowns",
        ),
        ("the repairs of the mole will cost 5 million crowns", "the repairs of the mole will cost 5 billion crowns"),
        ("the repairs of the old mole will cost $5 million", "the repairs of the old mole will cost €5 million"),
        ("the council of Velden votes on Monday over the toll", "the council of Velden votes on Friday over the toll"),
        ("the toll of Velden is legal under the old charter", "the toll of Velden is illegal under the old charter"),
        ("the toll of Velden will rise under the old charter", "the toll of Velden will fall under the old charter"),
        ("the toll of Velden will rise under the old charter", "the toll of Velden may rise under the old charter"),
    ],
)
def test_an_opposite_another_day_or_another_magnitude_makes_another_statement(one, other):
    assert statement_copy(said("a", one), said("b", other)) is None


@pytest.mark.parametrize(
    "around", ["it is not true that {}", "there is no reason to believe that {}", "we do not know whether {}", "if {}"]
)
def test_a_clause_that_is_rejected_or_left_open_is_no_copy_of_the_clause(around):
    clause = "the harbour of Velden will stay closed until the last dredger has left"
    assert statement_copy(said("a", clause), said("b", around.format(clause))) is None
    for sure in ("there is no doubt that {}", "we say that {}"):
        assert statement_copy(said("a", clause), said("b", sure.format(clause))) is not None


def test_whether_or_not_negates_nothing():
    short = "he has “no plan” for how the quarrel over the toll might change his choice of whether to stand for mayor"
    long = short.replace("whether", "whether or not") + " in 2031"
    assert found(said("a", short, manner=Manner.MIXED), said("b", long, manner=Manner.MIXED)) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We didn’t close the harbour and won’t sell it", "We did not close the harbour and will not sell it"),
        (
            "Repairs cost twenty-five thousand crowns, 5% of it all",
            "Repairs cost 25,000 crowns, five per cent of it all",
        ),
        ("her Fifth Article petition is “no longer pending,”", "Ms. Orlov's 5th article petition is no longer pending"),
        ("The U.S. frigate will leave the old harbour", "The US frigate will leave the old harbour"),
    ],
)
def test_contractions_numerals_and_initials_make_no_difference(one, other):
    link = found(said("a", one, manner=Manner.MIXED), said("b", other))
    assert link.score > 0.75


def of_one_week(one, other, manner=Manner.MIXED, other_manner=Manner.MIXED):
    return statement_copy(
        said("a", one, manner=manner, speaker="Marta Lindqvist", published="2025-05-05"),
        said("b", other, manner=other_manner, speaker="Lindqvist", published="2025-05-06"),
    )


def test_i_am_in_a_quotation_is_that_she_was_where_her_words_are_told():
    told = "that she “did not hold talks with the pilots,”"
    assert of_one_week("that “I did not hold talks with the pilots”", told) is not None
    assert of_one_week("I am ready for talks", "she was ready for talks", Manner.DIRECT, Manner.INDIRECT) is not None
    assert of_one_week("I am ready for talks", "she was ready for talks", Manner.DIRECT, Manner.DIRECT) is None
    assert of_one_week("I am ready for talks", "she may be ready for talks", Manner.DIRECT, Manner.INDIRECT) is None
    assert of_one_week("I am ready for talks", "she was not ready for talks", Manner.DIRECT, Manner.INDIRECT) is None


def test_a_phrase_in_quotation_marks_is_a_copy_in_the_speakers_week_unless_it_is_said_of_something_else():
    bridge = "the bridge plan as a “monument to idle money”"
    whole = "the “lavish new bridge is a monument to idle money for the harbour party,”"
    assert of_one_week(bridge, whole) is not None
    assert statement_copy(said("a", bridge, manner=Manner.MIXED), said("b", whole, manner=Manner.MIXED)) is None
    tax, toll = (f"the {what} plan is a “monument to idle money”" for what in ("tax", "toll"))
    assert of_one_week(tax, toll) is None


def test_a_not_that_went_with_what_an_ellipsis_cut_does_not():
    cut = said("b", "The mole is old … and the bridge is no younger, as every child in Velden knows")
    whole = "The mole is old, not to say ruined, and the bridge is no younger, as every child in Velden knows"
    assert found(cut, said("a", whole)) is not None


def test_one_word_in_six_makes_another_claim_of_a_short_one():
    one, other = (
        "The minimum wage has not kept pace with inflation",
        "The minimum wage has not kept pace with productivity",
    )
    assert statement_copy(said("a", one), said("b", other)) is None


def test_other_words_on_the_same_matter_by_the_same_speaker_are_no_copy():
    one = said("a", WHOLE, speaker="Marta Lindqvist")
    other = said(
        "b", "The harbour will be opened as soon as the channel has been cleared of sand", speaker="Marta Lindqvist"
    )
    assert statement_copy(one, other) is None


@pytest.mark.parametrize("content", ["yes", "a lie", "This is a farce"])
def test_a_short_content_is_a_copy_only_where_the_speaker_has_the_same_name_and_the_week_is_the_same(content):
    def pair(mine, theirs, day="2025-05-06"):
        return said("a", content, speaker=mine, published="2025-05-05"), said(
            "b", content, speaker=theirs, published=day
        )

    assert found(*pair("Marta Lindqvist", "Lindqvist")) is not None
    assert found(*pair("M. Lindqvist", "Marta Lindqvist")) is not None
    assert found(*pair("Marta Lindqvist", "Karl Lindqvist")) is None
    assert found(*pair("Marta Lindqvist", None)) is None
    assert statement_copy(*pair("Marta Lindqvist", None)) is None
    assert found(*pair("Marta Lindqvist", "Lindqvist", "2025-08-06")) is None
    assert found(*pair("Marta Lindqvist", "Lindqvist", None)) is None


def test_a_short_content_within_a_longer_one_has_to_tell_something():
    def pair(short):
        long = "I call it a flagrant breach of the accord, and no, we will not be drawn into it"
        return tuple(
            said(n, text, speaker="Marta Lindqvist", published="2025-05-05") for n, text in (("a", short), ("b", long))
        )

    assert statement_copy(*pair("a flagrant breach")) is not None
    assert statement_copy(*pair("no")) is None


def test_an_unnamed_speaker_is_never_the_same():
    one, other = (said(n, "a lie", speaker="officials", kind="unnamed", published="2025-05-05") for n in "ab")
    assert statement_copy(one, other) is None


def test_common_words_that_both_report_indirectly_are_no_copy_without_the_name():
    words = "police are looking into the matter"
    one, other = (said(n, words, manner=Manner.INDIRECT) for n in "ab")
    assert statement_copy(one, other) is None


def test_the_same_words_under_two_names_are_a_copy_that_says_so_and_a_quotation_within_anothers_words_is_none():
    one, other = said("a", WHOLE, speaker="Marta Lindqvist"), said("b", WHOLE, speaker="Jonas Ahlberg")
    assert "attributed to Jonas Ahlberg and to Marta Lindqvist" in found(one, other).reason
    assert found(one, other).score < found(one, said("b", WHOLE)).score
    around = "I was told by the harbour office last week, and wrote it down at once, that " + WHOLE.lower()
    assert found(one, said("b", around, speaker="Jonas Ahlberg")) is None


def test_dates_that_differ_are_told():
    one, other = said("a", WHOLE, said_on="2025-05-05"), said("b", WHOLE, said_on="2025-05-07")
    assert "dated to 2025-05-07 and to 2025-05-05" in found(one, other).reason


def test_a_statement_that_lies_within_another_of_its_article_is_no_copy_of_it():
    assert statement_copy(said("a", WHOLE, article="x", at=10), said("b", WHOLE[:80], article="x", at=10)) is None
    assert statement_copy(said("a", WHOLE, article="x", at=10), said("b", WHOLE[:80], article="x", at=500)) is not None


def test_the_later_one_has_it_from_the_earlier_else_the_id_decides():
    link = statement_copy(said("a", WHOLE, published="2025-05-07"), said("b", WHOLE, published="2025-05-06"))
    assert (link.from_id, link.to_id) == ("a", "b")
    link = statement_copy(said("a", WHOLE, published="2025-05"), said("b", WHOLE, published="2025-05-06"))
    assert (link.from_id, link.to_id) == ("b", "a")


MANNERS = st.sampled_from(Manner)
WORDS = st.lists(
    st.sampled_from(
        [
            *WHOLE.split(),
            "not",
            "that",
            "I",
            "she",
            "“the",
            "whether",
            "40",
            "[the",
            "bill]",
            "…",
            "Velden",
            "dredger",
            "again",
        ]
    ),
    min_size=0,
    max_size=30,
)


@given(WORDS, WORDS, st.sampled_from([None, "2025-05-05"]), st.sampled_from([None, "2025", "2025-05-06"]), MANNERS)
def test_the_order_of_the_two_does_not_matter_and_the_score_is_a_share(mine, theirs, day, other_day, manner):
    one = said("a", " ".join(mine), speaker="Marta Lindqvist", published=day, manner=manner)
    other = said("b", " ".join(theirs), speaker="Lindqvist", published=other_day)
    link = statement_copy(one, other)
    assert link == statement_copy(other, one)
    assert link is None or (0 < link.score <= 1 and link.evidence)
    assert all(0 <= key < 2**63 for key in statement_copy_keys(one))


@given(st.lists(st.sampled_from(WHOLE.split()), min_size=6, max_size=40), st.data())
def test_any_run_of_six_telling_words_gives_two_contents_a_key(words, data):
    numbered = [f"{word}{n}" for n, word in enumerate(words)]
    at = data.draw(st.integers(0, len(words) - 6))
    cut, whole = said("a", " ".join(numbered[at : at + 6])), said("b", " ".join(numbered))
    assert statement_copy_keys(cut) & statement_copy_keys(whole)


def test_keys_follow_from_the_content_and_the_speaker_alone():
    plain = said("a", WHOLE, speaker="Marta Lindqvist", published="2025-05-05")
    assert statement_copy_keys(plain) == statement_copy_keys(said("b", f"“{WHOLE.upper()}”", manner=Manner.INDIRECT))
    assert statement_copy_keys(said("a", "")) == frozenset()


def test_megabytes_in_quotation_marks_take_seconds_and_have_a_bounded_number_of_keys():
    began = time.process_time()
    for text in ("farce " * 200_000, "[" * 100_000 + "x", "." * 200_000, " ".join(str(n) for n in range(100_000))):
        one, other = said("a", text), said("b", text + " more")
        assert len(statement_copy_keys(one)) <= MOST_KEYS + 1
        statement_copy(one, other)
    assert time.process_time() - began < 20


ODD = st.text(max_size=60) | st.text("ʼ\u3099\u309a\uff9e\uff9f①½ not 17 [quay] … ", max_size=60)


@given(ODD, ODD, st.sampled_from(["", WHOLE]), st.sampled_from([None, "2031-05-05"]))
def test_no_text_keeps_statements_from_being_compared(mine, theirs, both, published):
    one, other = (
        said(n, f"{both} {own} {both}", speaker=own, published=published) for n, own in (("a", mine), ("b", theirs))
    )
    assert statement_copy(one, other) == statement_copy(other, one)
    assert all(key >= 0 for key in statement_copy_keys(one))


@pytest.mark.parametrize("bare", ["ʼ", "カ\u3099", "\uff9e"])
def test_a_mark_alone_between_the_same_words_is_compared(bare):
    whole = "the company called its new ship {} and will sail in November"
    assert found(said("a", whole.format(bare)), said("b", whole.format("Orr"))) is not None


@given(*(st.lists(st.sampled_from([*WHOLE.split(), "I", "he", "am", "was", "not", "five"]), max_size=14) for _ in "ab"))
def test_what_the_first_bound_leaves_out_is_no_copy(one, other):
    mine, theirs = said("b", " ".join(one), manner=Manner.INDIRECT), said("a", " ".join(other))
    link = statement_copy(mine, theirs)
    assert link is None or may_suffice(content_words(mine), content_words(theirs))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sayso.link.statement_copies.may_suffice", lambda *_: True)
        assert statement_copy(mine, theirs) == link
