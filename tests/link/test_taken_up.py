"""A denial without a content of its own denies the statement just before it."""

from dataclasses import replace

import pytest

from sayso.link.sides import Side
from sayso.link.taken_up import denials_of_the_statement_before
from sayso.records import Span


def links(*rows):
    return [(one.from_id, one.to_id) for one in denials_of_the_statement_before([Side(row) for row in rows])]


def test_the_claim_that_is_rejected_is_the_statement_before(make):
    first = make.row("that ships had left Velden", by="Io Brandt", at=100)
    claim = make.row("that Velden sells ships to Ostrel", by="Ada Voss", at=200)
    denial = make.row("the claim", by="Pel Oru", said="rejected", at=300)
    assert links(first, claim, denial) == [(denial.id, claim.id)]


def test_what_both_have_denied_is_the_statement_before(make):
    claim = make.row("that Velden sells ships to Ostrel", at=200)
    denial = make.row("", by="Velden and Ostrel", said="have denied", at=300)
    assert links(denial, claim) == [(denial.id, claim.id)]


@pytest.mark.parametrize(
    "said", ["neither confirmed nor denied", "declined to deny", "did not dispute", "hasn’t rejected"]
)
def test_who_denies_nothing_by_such_a_word_denies_nothing(make, said):
    claim = make.row("that Velden sells ships to Ostrel", at=200)
    assert links(claim, make.row("this", by="Pel Oru", said=said, at=300)) == []


def test_a_denial_with_a_content_of_its_own_is_left_to_the_network(make):
    claim = make.row("that Velden sells ships", at=200)
    assert links(claim, make.row("that it sells ships", by="Pel Oru", said="denied", at=300)) == []


def test_nobody_denies_himself_and_nothing_far_away(make):
    claim = make.row("that Velden sells ships", at=200)
    assert links(claim, make.row("the claims", said="denied", at=300)) == []
    assert links(claim, make.row("the claims", by="Pel Oru", said="denied", at=3000)) == []


def test_what_stands_inside_another_statement_is_not_what_is_denied(make):
    outer = make.row("that Oru told her of Velden's ships", at=200)
    inner = replace(make.row("Velden's ships", by="Pel Oru", at=218), parent=outer.id)
    denial = make.row("this", by="Io Brandt", said="denied", at=300)
    assert links(outer, inner, denial) == [(denial.id, outer.id)]


def test_a_claim_that_is_called_nonsense_is_denied(make):
    claim = make.row("that Velden sells ships to Ostrel", at=200)
    denial = make.row("those claims as “complete nonsense,”", by="Pel Oru", said="denounced", at=300)
    assert links(claim, denial) == [(denial.id, claim.id)]
    assert links(claim, make.row("him a liar", by="Pel Oru", said="called", at=300)) == []


def test_a_claim_that_others_have_denied_is_denied_even_where_its_noun_was_read_as_a_cue(make):
    claim = make.row("Ostrel of buying ships from Velden", said="accused", at=200)
    denial = make.row("that both Velden and Ostrel have denied", by=None, said="claims", at=300)
    assert links(claim, denial) == [(denial.id, claim.id)]


def test_what_is_too_short_to_be_a_claim_is_passed_over(make):
    claim = make.row("that Velden sells ships to Ostrel", at=200)
    name = make.row("Velden", by="Io Brandt", said="mention", at=260)
    denial = make.row("doing so", by="Pel Oru", said="denies", at=300)
    assert links(claim, name, denial) == [(denial.id, claim.id)]


def test_who_made_a_claim_that_others_have_denied_may_be_named_before_it(make):
    """ "Brandt accused Velden of selling ships, claims that both have denied": Brandt is the source of both."""
    earlier = make.row("that the ships had left Velden", by="Ada Voss", at=100)
    claim = make.row("Velden of selling ships", by="Io Brandt", said="accused", at=200)
    told = make.row("that both have denied", by="Io Brandt", said="claims", at=300)
    told = replace(told, source=claim.source, speaker_id=claim.speaker_id)
    assert links(earlier, claim, told) == [(told.id, claim.id)]
    beside = replace(told, source=(Span(told.cue[0].start - 11, told.cue[0].start - 1),))
    assert links(earlier, claim, beside) == [], "Io Brandt claims it: a verb, and nobody denies himself"
