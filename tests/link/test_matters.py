"""Matters are what links hold together; they do not depend on the order of the links."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.identity import link_id
from sayso.link.matters import copy_groups, matters, summary
from sayso.link_records import Link, LinkKind

ENDS = st.sampled_from([f"s{n}" for n in range(8)])


def link(one, other, kind=LinkKind.PARAPHRASE, score=0.8):
    return Link(link_id(kind, one, other), kind, one, other, score, "", "test")


LINKS = st.lists(
    st.builds(link, ENDS, ENDS, st.sampled_from(LinkKind), st.sampled_from([0.6, 0.7, 0.9])).filter(
        lambda one: one.from_id != one.to_id
    ),
    max_size=12,
)


@given(LINKS, st.randoms(use_true_random=False), st.sampled_from([2, 3, 500]))
def test_matters_do_not_depend_on_the_order_of_links(links, random, most):
    shuffled = random.sample(links, len(links))
    assert matters(shuffled, most=most) == matters(links, most=most)


@given(LINKS)
def test_every_linked_statement_is_in_one_matter_alone(links):
    held = [one for matter in matters(links) for one in matter.statements]
    assert sorted(held) == sorted({end for link in links for end in (link.from_id, link.to_id)})


def test_a_matter_that_is_too_large_falls_apart_at_its_weakest_link():
    strong = [link("a", "b", score=0.9), link("c", "d", score=0.9)]
    assert len(matters([*strong, link("b", "c", score=0.6)], most=10)) == 1
    cut = matters([*strong, link("b", "c", score=0.6)], most=3)
    assert sorted(matter.statements for matter in cut) == [("a", "b"), ("c", "d")]


@given(LINKS, st.sampled_from([2, 3]))
def test_where_matters_are_cut_none_has_one_statement_and_copies_stay_together(links, most):
    cut = matters(links, most=most)
    held = [one for matter in cut for one in matter.statements]
    assert len(held) == len(set(held))
    assert all(len(matter.statements) > 1 for matter in cut)
    of = {one: matter.id for matter in cut for one in matter.statements}
    assert all(of[copy.from_id] == of[copy.to_id] for copy in links if copy.kind is LinkKind.COPY)


@pytest.mark.parametrize("score", [0.97, 0.9])
def test_a_text_that_hundreds_have_copied_is_one_matter(score):
    [matter] = matters([link("s0", f"s{n}", LinkKind.COPY, score) for n in range(1, 501)])
    assert (len(matter.statements), matter.apart) == (501, 1)


def test_hundreds_of_statements_that_no_score_tells_apart_are_one_matter():
    links = [link("s0", f"s{n}", LinkKind.DENIAL, 0.7) for n in range(1, 501)]
    assert [matter.apart for matter in matters(links)] == [501]
    assert [matter.apart for matter in matters([*links[1:], link("s0", "s1", score=0.9)])] == [501]


def test_a_matter_is_cut_at_its_weakest_score_alone_however_close_the_next_is():
    chain = [link("a", "b", score=0.71), link("b", "c", score=0.7), link("c", "d", score=0.72)]
    assert sorted(matter.statements for matter in matters(chain, most=3)) == [("a", "b"), ("c", "d")]


def test_a_statement_that_lost_its_only_link_is_in_no_matter():
    links = [link("a", "b", score=0.9), link("b", "c", score=0.9), link("c", "d", score=0.6)]
    assert [matter.statements for matter in matters(links, most=3)] == [("a", "b", "c")]


def test_a_chain_of_thousands_falls_into_parts_of_which_none_vanishes_and_takes_a_moment():
    links = [link(f"s{n}", f"s{n + 1}", score=0.5 + n / 20_000) for n in range(7_999)]
    began = time.process_time()
    assert [matter.apart for matter in matters(links)] == [500] * 16
    assert time.process_time() - began < 10


def test_copies_count_once():
    links = [link("a", "b", LinkKind.COPY), link("b", "c", LinkKind.COPY), link("c", "d")]
    [matter] = matters(links)
    assert (len(matter.statements), matter.apart) == (4, 2)
    assert copy_groups("abcd", links) == {"a": "a", "b": "a", "c": "a", "d": "d"}


def test_two_halves_of_a_quotation_are_one_utterance_though_the_whole_of_it_is_not_among_those_counted():
    links = [link("half", "whole", LinkKind.COPY), link("other half", "whole", LinkKind.COPY)]
    found = copy_groups(["half", "other half", "alone"], links)
    assert found.keys() == {"half", "other half", "alone"}
    assert found["half"] == found["other half"] != found["alone"]


def test_a_matter_is_named_by_its_most_central_statement(make):
    rows = [make.row(f"claim {n}", article=f"a{n}", published=f"2031-05-0{n + 1}") for n in range(3)]
    [matter] = matters([link(rows[1].id, rows[0].id), link(rows[1].id, rows[2].id)])
    shown = summary(matter, {row.id: row for row in rows})
    assert shown.name == "claim 1"
    assert (shown.first, shown.last) == ("2031-05-01", "2031-05-03")
    assert shown.speakers == (("Ada Voss", 3),)
