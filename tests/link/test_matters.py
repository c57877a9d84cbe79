"""Matters are what links hold together; they do not depend on the order of the links."""

from hypothesis import given
from hypothesis import strategies as st

from sayso.identity import link_id
from sayso.link.matters import copy_groups, matters, summary
from sayso.link_records import Link, LinkKind

ENDS = st.sampled_from([f"s{n}" for n in range(8)])


def link(one, other, kind=LinkKind.PARAPHRASE, score=0.8):
    return Link(link_id(kind, one, other), kind, one, other, score, "", "test")


LINKS = st.lists(st.builds(link, ENDS, ENDS, st.sampled_from(LinkKind), st.sampled_from([0.6, 0.7, 0.9])), max_size=12)


@given(LINKS, st.randoms(use_true_random=False))
def test_matters_do_not_depend_on_the_order_of_links(links, random):
    shuffled = random.sample(links, len(links))
    assert matters(shuffled) == matters(links)


@given(LINKS)
def test_every_linked_statement_is_in_one_matter_alone(links):
    held = [one for matter in matters(links) for one in matter.statements]
    assert sorted(held) == sorted({end for link in links for end in (link.from_id, link.to_id)})


def test_a_matter_that_is_too_large_falls_apart_at_its_weakest_link():
    strong = [link("a", "b", score=0.9), link("c", "d", score=0.9)]
    assert len(matters([*strong, link("b", "c", score=0.6)], most=10)) == 1
    cut = matters([*strong, link("b", "c", score=0.6)], most=3)
    assert sorted(matter.statements for matter in cut) == [("a", "b"), ("c", "d")]


def test_copies_count_once():
    links = [link("a", "b", LinkKind.COPY), link("b", "c", LinkKind.COPY), link("c", "d")]
    [matter] = matters(links)
    assert (len(matter.statements), matter.apart) == (4, 2)
    assert copy_groups("abcd", links) == {"a": "a", "b": "a", "c": "a", "d": "d"}


def test_a_matter_is_named_by_its_most_central_statement(make):
    rows = [make.row(f"claim {n}", article=f"a{n}", published=f"2031-05-0{n + 1}") for n in range(3)]
    [matter] = matters([link(rows[1].id, rows[0].id), link(rows[1].id, rows[2].id)])
    shown = summary(matter, {row.id: row for row in rows})
    assert shown.name == "claim 1"
    assert (shown.first, shown.last) == ("2031-05-01", "2031-05-03")
    assert shown.speakers == (("Ada Voss", 3),)
