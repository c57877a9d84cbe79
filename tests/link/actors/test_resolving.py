"""Local actors -> actors across articles."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sayso.link.actors.blocks import is_summed, settled_looks
from sayso.link.actors.keys import office_keys, placed
from sayso.link.actors.records import Basis, LocalActor, Office
from sayso.link.actors.resolve import affected, resolve_actors
from sayso.link.actors.sightings import SKETCH, sighting_of, sketched, summed

PRIME_MINISTER = Office("prime minister", "VEL")


def local(article, name, kind="person", **more):
    return LocalActor(more.pop("id", f"{article}-{name}"), article, name, kind, **more)


def together(*some, judgements=()):
    """Return the sets of names that are one actor."""
    found = resolve_actors(some, judgements)
    parts = {}
    for one in some:
        parts.setdefault(found.of[one.key], []).append(one.id)
    return {frozenset(ids) for ids in parts.values()}


def are_one(*some):
    return len(together(*some)) == 1


def test_the_same_full_name_is_one_actor_where_nothing_is_against_it():
    assert are_one(local("a", "Jan Orr"), local("b", "Jan Orr"))
    assert are_one(local("a", "Jan Orr", affiliation=("VEL",)), local("b", "Jan Orr"))


def test_namesakes_of_two_states_are_two_and_their_merge_is_proposed():
    one, other = local("a", "Jan Orr", affiliation=("VEL",)), local("b", "Jan Orr", affiliation=("NOR",))
    found = resolve_actors([one, other])
    assert found.of[one.key] != found.of[other.key]
    assert [proposal.reason for proposal in found.proposals] == ["the same name, but one is of VEL, the other of NOR"]


def test_namesakes_of_far_fields_are_two_unless_the_same_people_stand_beside_them():
    beside = frozenset(("ann lund", "per holm"))
    coach, senator = (Office("coach"),), (Office("senator"),)
    assert not are_one(local("a", "Jan Orr", offices=coach), local("b", "Jan Orr", offices=senator))
    assert are_one(
        local("a", "Jan Orr", offices=coach, beside=beside), local("b", "Jan Orr", offices=senator, beside=beside)
    )


def test_a_surname_alone_joins_the_one_who_can_bear_it():
    assert are_one(local("a", "Jan Orr"), local("b", "Orr"))


def test_a_surname_that_two_bear_stays_in_doubt():
    lone = local("c", "Orr")
    found = resolve_actors([local("a", "Jan Orr"), local("b", "Pia Orr"), lone])
    assert found.basis[lone.key] is Basis.DOUBT
    assert {proposal.other_name for proposal in found.proposals} == {"Jan Orr", "Pia Orr"}


def test_an_office_before_a_surname_tells_who_of_two_is_meant():
    mayor = (Office("mayor", "skerry"),)
    some = local("a", "Jan Orr", offices=mayor), local("b", "Pia Orr"), local("c", "Orr", offices=mayor)
    assert together(*some) == {frozenset(("a-Jan Orr", "c-Orr")), frozenset(("b-Pia Orr",))}


def test_initials_and_nicknames_are_one_persons_where_the_same_people_stand_beside_them():
    beside = frozenset(("ann lund", "per holm"))
    some = [local(n, name, beside=beside) for n, name in (("a", "Michael T. Orr"), ("b", "Mike Orr"), ("c", "M. Orr"))]
    assert are_one(*some)
    assert not are_one(local("a", "Michael T. Orr"), local("b", "Mike Orr"))


def test_a_shorter_name_that_two_can_bear_joins_neither():
    some = local("a", "Michael T. Orr"), local("b", "Michael A. Orr"), local("c", "Michael Orr")
    assert len(together(*some)) == 3


def test_father_and_son_are_two():
    father, son = local("a", "Jan Orr", beside=frozenset(("jan orr jr",))), local("a", "Jan Orr Jr.")
    assert not are_one(father, son)


def test_other_romanisations_are_one_only_where_something_speaks_for_it():
    assert not are_one(local("a", "Sergei Orloff"), local("b", "Sergey Orlov"))
    assert are_one(local("a", "Sergei Orloff", affiliation=("VEL",)), local("b", "Sergey Orlov", affiliation=("VEL",)))


def test_the_same_office_in_two_years_may_be_two_people():
    def asked(article, day):
        return local(article, "Veldish prime minister", "unnamed", offices=(PRIME_MINISTER,), day=day)

    lund = local("a", "Ann Lund", offices=(PRIME_MINISTER,), day="2031-04-01")
    holm = local("b", "Per Holm", offices=(PRIME_MINISTER,), day="2032-04-01")
    some = lund, holm, asked("c", "2031-04-11"), asked("d", "2032-03-21"), asked("e", "2031-10-01")
    assert together(*some) == {
        frozenset(("a-Ann Lund", "c-Veldish prime minister")),
        frozenset(("b-Per Holm", "d-Veldish prime minister")),
        frozenset(("e-Veldish prime minister",)),
    }


def test_an_article_that_is_dated_to_a_month_or_a_year_is_no_sighting_of_an_office_and_resolves_none():
    lund = local("a", "Ann Lund", offices=(PRIME_MINISTER,), day="2031-01-05")
    asked = local("b", "Veldish prime minister", "unnamed", offices=(PRIME_MINISTER,), day="2031-01-20")
    assert are_one(lund, asked)
    of_a_year = replace(lund, day="2031-01-01", last_day="2031-12-31")
    found = resolve_actors([of_a_year, asked])
    assert found.of[of_a_year.key] != found.of[asked.key]
    assert found.actors[found.of[of_a_year.key]].since == "2031-01-01", "it is shown by its first day all the same"
    assert not are_one(lund, replace(asked, day="2031-01-01", last_day="2031-01-31"))


def test_a_title_and_a_surname_mean_the_holder_around_their_day_where_that_is_known():
    mayor = (Office("mayor", "skerry"),)
    jan = local("a", "Jan Orr", offices=mayor, day="2025-01-05")
    pia = local("b", "Pia Orr", offices=mayor, day="2031-02-05")
    lone = local("c", "Orr", offices=mayor, day="2031-01-10")
    assert together(jan, pia, lone) == {frozenset(("a-Jan Orr",)), frozenset(("b-Pia Orr", "c-Orr"))}
    for vague in (replace(lone, day="2031-01-01", last_day="2031-12-31"), replace(lone, day=None)):
        assert resolve_actors([jan, pia, vague]).basis[vague.key] is Basis.DOUBT


def test_an_acronym_joins_the_one_organisation_whose_initials_it_is():
    authority, board = (local(n, name, "organisation") for n, name in (("a", "Skerry Harbour Authority"), ("b", "SHA")))
    assert are_one(authority, board)
    assert not are_one(authority, board, local("c", "Saltmarsh Heritage Association", "organisation"))


def test_a_state_is_one_actor_under_its_code():
    found = resolve_actors([local(n, "Velden", "state", id="VEL", affiliation=("VEL",)) for n in "ab"])
    assert list(found.actors) == ["VEL"]


def test_unnamed_people_and_nameless_groups_hold_for_their_article_alone():
    for name, kind in (
        ("officials", "group"),
        ("critics", "group"),
        ("a spokesman", "unnamed"),
        ("the studio", "organisation"),
    ):
        assert not are_one(local("a", name, kind), local("b", name, kind))


NAMES = (
    "Jan Orr",
    "Jan P. Orr",
    "J. Orr",
    "Orr",
    "Pia Orr",
    "Jan Orr Jr.",
    "Sergei Orloff",
    "Sergey Orlov",
    "Orlov",
    "SHA",
    "Skerry Harbour Authority",
)
LOCALS = st.builds(
    lambda article, name, codes, offices, day, beside: LocalActor(
        f"{article}-{name}",
        article,
        name,
        "organisation" if "SHA" in name or "Skerry" in name else "person",
        affiliation=codes,
        offices=offices,
        day=day,
        beside=beside,
    ),
    st.sampled_from("abcdefgh"),
    st.sampled_from(NAMES),
    st.sampled_from(((), ("VEL",), ("NOR",))),
    st.sampled_from(((), (PRIME_MINISTER,), (Office("coach"),), (Office("senator", "skerry"),))),
    st.sampled_from((None, "2031-01-05", "2032-06-30", "2035-02-01")),
    st.frozensets(st.sampled_from(("ann lund", "per holm", "jan orr", "ida berg"))),
)


@given(st.lists(LOCALS, max_size=14), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(some, random):
    shuffled = list(some)
    random.shuffle(shuffled)
    assert resolve_actors(some) == resolve_actors(shuffled)


@given(st.lists(LOCALS, max_size=14))
def test_every_local_actor_is_one_actors(some):
    found = resolve_actors(some)
    assert set(found.of) == set(found.basis) == {one.key for one in some}
    assert set(found.of.values()) == set(found.actors)
    assert sum(actor.sightings for actor in found.actors.values()) == len(found.of)


def test_a_later_sighting_under_another_name_does_not_change_the_id():
    first = local("a", "Michael Orr", day="2031-01-01")
    before = resolve_actors([first]).of[first.key]
    later = [local("b", "Michael T. Orr", day="2031-02-01"), local("c", "Orr", day="2030-02-01")]
    assert resolve_actors([first, *later]).of[first.key] == before


@given(st.lists(LOCALS, max_size=12, unique_by=lambda one: one.key), LOCALS)
def test_one_more_local_actor_changes_nothing_but_what_is_affected(some, one):
    some = [other for other in some if other.key != one.key]
    before, after = resolve_actors(some), resolve_actors([*some, one])
    keys = set(affected([one]))
    for other in some:  # the offices of the people who are redone
        if placed(other).block in keys:
            keys.update(office_keys(placed(other)))
    for other in some:
        if not affected([other]) & keys:
            assert after.of[other.key] == before.of[other.key]
            assert after.basis[other.key] == before.basis[other.key]


@given(st.lists(LOCALS, max_size=14, unique_by=lambda one: one.key), st.integers(0, 14))
def test_sums_of_sightings_give_the_same_actors_as_the_sightings(some, cut):
    found = [sighting_of(one) for one in map(placed, some) if one.block is not None and is_summed(one)]
    for block in {one.look.block for one in found}:
        here = [one for one in found if one.look.block == block]
        parts = settled_looks(block, [*summed(here[:cut]), *summed(here[cut:])])
        whole = settled_looks(block, here)
        assert [group.some for group in parts.groups] == [group.some for group in whole.groups]


@given(st.lists(st.frozensets(st.integers(0, 2000), max_size=400), max_size=4))
def test_the_sketch_of_a_union_is_the_sketch_of_its_parts_sketches(parts):
    whole = frozenset().union(*parts)
    assert sketched(frozenset().union(*map(sketched, parts))) == sketched(whole)
    assert len(sketched(whole)) <= SKETCH
