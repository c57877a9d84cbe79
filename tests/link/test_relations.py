"""What one statement is to another, given how a network compares the two."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.relations import Compared, MayBe, Pair, denial_in_the_same_words, relations, reply
from sayso.link.sides import Side
from sayso.link_records import LinkKind
from sayso.records import ModelVersion


@dataclass
class Scores:
    same: float
    denial: float
    contradiction: float
    similarity: float


SAME, DENIED, APART = Scores(0.95, 0.04, 0.01, 0.9), Scores(0.02, 0.93, 0.7, 0.7), Scores(0.05, 0.1, 0.05, 0.3)
AT_ODDS = Scores(0.02, 0.1, 0.9, 0.7)


class Always:
    """A scorer that says the same of every pair."""

    version = ModelVersion("always", "1")

    def __init__(self, scores):
        self.scores = scores

    def passing(self, pairs, near, shift):
        return [True for _ in pairs]

    def relate(self, pairs):
        self.asked = list(pairs)
        return [self.scores for _ in self.asked]


class Nothing(Always):
    """A scorer whose first look lets nothing pass."""

    def passing(self, pairs, near, shift):
        self.first = list(zip(pairs, near, shift, strict=True))
        return [False for _ in self.first]


def found(one, other, scores):
    return [(link.kind, link.from_id, link.to_id) for link in relations([Pair.of(one, other)], Always(scores))]


@pytest.fixture
def claim(make):
    return make.side("the strait is closed to the navy", published="2031-05-01")


def test_the_same_claim_by_another_is_a_paraphrase_of_the_earlier_one(make, claim):
    later = make.side("no warship may pass the strait any more", by="Pel Oru", article="a2", published="2031-05-03")
    assert found(claim, later, SAME) == [(LinkKind.PARAPHRASE, later.row.id, claim.row.id)]
    assert found(later, claim, SAME) == found(claim, later, SAME)


def test_what_does_not_pass_the_first_look_is_not_read(make, claim):
    later = make.side("no warship may pass the strait any more", by="Pel Oru", article="a2", published="2031-05-03")
    scorer = Nothing(SAME)
    assert list(relations([Pair.of(claim, later)], scorer)) == []
    assert scorer.asked == []
    assert scorer.first == [((later.told, claim.told), True, False)]


def test_who_denies_the_claim_in_words_denies_it_even_if_that_page_is_the_earlier_one(make, claim):
    denial = make.side(
        "that it had closed the strait", by="Pel Oru", said="denied", published="2031-04-30", article="a2"
    )
    [(kind, start, end)] = found(claim, denial, DENIED)
    assert (kind, start, end) == (LinkKind.DENIAL, denial.row.id, claim.row.id)


def test_the_same_words_of_which_one_denies_them_are_a_denial_unless_the_other_rejects_them_too(make, claim):
    denying = make.side("the strait is closed to the navy", by="Pel Oru", said="denied", article="a2")
    link = denial_in_the_same_words(Pair.of(claim, denying), 0.8)
    assert (link.kind, link.from_id, link.to_id, link.score) == (LinkKind.DENIAL, denying.row.id, claim.row.id, 0.8)
    assert link.reason == 'by its words, "denied", of the same words'
    against = Side(replace(claim.row, act="REJECT"))
    assert denial_in_the_same_words(Pair.of(against, denying), 0.8) is None
    assert denial_in_the_same_words(Pair.of(claim, claim), 0.8) is None


def test_of_two_who_deny_the_later_one_denies_the_earlier_one(make, claim):
    one = Side(replace(claim.row, cue_text="denied"))
    other = make.side("that it was open", by="Pel Oru", said="rejected", article="a2", published="2031-05-02")
    assert found(one, other, DENIED) == [(LinkKind.DENIAL, other.row.id, one.row.id)]


def test_the_likelier_of_the_same_and_its_denial_is_taken(make, claim):
    later = make.side("no warship may pass the strait any more", by="Pel Oru", article="a2", published="2031-05-03")
    for same, denial, kind in ((0.9, 0.8, LinkKind.PARAPHRASE), (0.8, 0.9, LinkKind.DENIAL)):
        assert [one for one, *_ in found(claim, later, Scores(same, denial, 0.5, 0.9))] == [kind]


def test_the_network_is_shown_both_with_their_speakers_the_later_one_first_and_then_the_other_way_round(make, claim):
    later = make.side("no warship may pass", by="Pel Oru", said="warned", article="a2", published="2031-05-03")
    shown = ["Pel Oru warned: no warship may pass", "Ada Voss said: the strait is closed to the navy"]
    for scores, asked in ((APART, []), (SAME, [tuple(shown[::-1])])):
        scorer = Always(scores)
        list(relations([Pair.of(claim, later)], scorer))
        assert scorer.asked == asked, "the second time"


def test_who_contradicts_another_denies_it(make, claim):
    later = make.side("the strait is open to all ships", by="Pel Oru", article="a2", published="2031-05-03")
    assert found(claim, later, DENIED) == [(LinkKind.DENIAL, later.row.id, claim.row.id)]


def test_months_later_nobody_denies_or_repeats_it(make, claim):
    later = make.side("the strait is open to all ships", by="Pel Oru", article="a2", published="2031-09-03")
    assert found(claim, later, DENIED) == found(claim, later, SAME) == []


def test_who_contradicts_himself_later_has_shifted(make, claim):
    later = make.side("the strait is open to all ships", article="a2", published="2031-09-03")
    assert found(claim, later, AT_ODDS) == [(LinkKind.SHIFT, later.row.id, claim.row.id)]


def test_the_first_look_is_told_what_may_come_of_a_pair_and_not_asked_where_nothing_may(make, claim):
    scorer = Nothing(SAME)
    words = "the strait is open to all ships"
    own = make.side(words, article="a2", published="2031-09-03")
    undated = make.side(words, by="Pel Oru", article="a3", published=None)
    months_later = make.side(words, by="Pel Oru", article="a4", published="2031-09-03")
    assert list(relations([Pair.of(claim, one) for one in (own, undated, months_later)], scorer)) == []
    assert [may_be for _, *may_be in scorer.first] == [[False, True], [None, False]]


def test_where_dates_do_not_say_that_pages_are_near_a_link_takes_surer_scores(make, claim):
    undated = make.side("no warship may pass the strait any more", by="Pel Oru", article="a2", published=None)
    later = make.side("no warship may pass the strait any more", by="Pel Oru", article="a3", published="2031-05-03")
    for scores in (Scores(0.9, 0.04, 0.01, 0.9), Scores(0.02, 0.9, 0.7, 0.7)):
        assert found(claim, later, scores)
        assert not found(claim, undated, scores)
    for scores in (Scores(0.96, 0.04, 0.01, 0.9), Scores(0.02, 0.96, 0.7, 0.7)):
        assert found(claim, undated, scores)


def test_where_a_cue_denies_a_denial_takes_less_and_is_read_whatever_the_first_look_says(make, claim):
    words, doubtful = "that it had closed the strait", Scores(0.02, 0.5, 0.4, 0.7)
    denying = make.side(words, by="Pel Oru", said="denied", article="a2", published="2031-05-03")
    saying = make.side(words, by="Pel Oru", article="a3", published="2031-05-03")
    assert [kind for kind, *_ in found(claim, denying, doubtful)] == [LinkKind.DENIAL]
    assert not found(claim, saying, doubtful)
    scorer = Nothing(doubtful)
    assert len(list(relations([Pair.of(claim, denying), Pair.of(claim, saying)], scorer))) == 1


@given(*(st.floats(0, 1) for _ in range(8)), st.sampled_from([True, False, None]), st.booleans())
def test_a_pair_that_is_not_read_the_other_way_round_could_have_been_no_link(a, b, c, d, e, f, g, h, near, shift):
    may_be, forth, back = MayBe(near, shift), Scores(a, b, c, d), Scores(e, f, g, h)
    assert may_be.is_worth_both_ways(forth) or may_be.kind(Compared.of(forth, back)) is None


def test_without_dates_nobody_has_shifted(make, claim):
    later = make.side("the strait is open to all ships", article="a2", published=None)
    assert found(claim, later, AT_ODDS) == []


def test_what_is_apart_is_not_linked(make, claim):
    assert found(claim, make.side("the strait is deep", by="Pel Oru", article="a2"), APART) == []


def test_an_act_at_who_spoke_of_the_same_shortly_before_is_a_reply(make, claim):
    row = make.row("that closing the strait to the navy was piracy", by="Pel Oru", article="a2", published="2031-05-04")
    later = Side(replace(row, act="ACCUSE", act_score=0.9, act_targets=(("x1", "Ada Voss"),)))
    link = reply(Pair.of(claim, later))
    assert link is not None
    assert (link.kind, link.from_id, link.to_id) == (LinkKind.REPLY, later.row.id, claim.row.id)
    assert reply(Pair.of(claim, Side(replace(later.row, published="2031-07-04")))) is None, "weeks later"
    assert reply(Pair.of(claim, Side(replace(later.row, act=None)))) is None
    assert reply(Pair.of(claim, Side(replace(later.row, act_targets=(("x2", "Io Brandt"),))))) is None


def test_a_link_names_its_evidence_and_its_method(make, claim):
    later = make.side("no warship may pass the strait any more", by="Pel Oru", article="a2", published="2031-05-03")
    [link] = relations([Pair.of(claim, later)], Always(SAME))
    assert {one.statement_id for one in link.evidence} == {claim.row.id, later.row.id}
    assert link.method == "relations 7, always 1"
    assert 0.6 <= link.score <= 1


def test_contents_of_a_few_words_name_things_and_claim_nothing(make):
    one = make.side("the strait", published="2031-05-01")
    assert found(one, make.side("that strait", by="Pel Oru", article="a2"), SAME) == []
