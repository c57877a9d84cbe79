"""Merges, splits and names that people gave, and what becomes of them when things are resolved anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import UsageError
from sayso.link.actors import (
    ActorRef,
    Basis,
    LocalActor,
    from_lines,
    merge,
    rename,
    resolve_actors,
    split,
    to_lines,
    undo,
)
from sayso.link.actors.judgements import in_force

NOON = "2031-05-01T12:00:00Z"
LATER = "2031-05-02T12:00:00Z"
LAST = "2031-05-03T12:00:00Z"


def local(article, name, kind="person", **more):
    return LocalActor(more.pop("id", f"{article}-{name}"), article, name, kind, **more)


CAT = local("a", "Cat Orr", day="2031-01-01")
CATHARINE = local("b", "Catharine Lund", day="2031-01-02")
NAMESAKES = [local(article, "Jan Orr", day=f"2031-01-0{n}") for n, article in enumerate("abc", 1)]


def ref(one):
    return ActorRef(one.name, one.article_id, one.id)


def test_a_merge_joins_what_nothing_else_would():
    judged = merge(ref(CAT), ref(CATHARINE), by="ida", at=NOON)
    found = resolve_actors([CAT, CATHARINE], [judged])
    assert found.of[CAT.key] == found.of[CATHARINE.key]
    assert found.basis[CAT.key] is Basis.JUDGEMENT


def test_a_merge_that_was_undone_no_longer_holds_and_an_undo_can_be_undone():
    judged = merge(ref(CAT), ref(CATHARINE), by="ida", at=NOON)
    taken_back = undo(judged, by="per", at=LATER)
    after_all = undo(taken_back, by="ida", at=LAST)
    for judgements, actors in (([judged, taken_back], 2), ([judged, taken_back, after_all], 1)):
        assert len(resolve_actors([CAT, CATHARINE], judgements).actors) == actors


def test_a_split_takes_the_named_one_out_and_leaves_the_others_together():
    one, two, three = NAMESAKES
    found = resolve_actors(NAMESAKES, [split(ref(two), ref(one), by="ida", at=NOON)])
    assert found.of[one.key] == found.of[three.key] != found.of[two.key]
    assert found.of[one.key] == resolve_actors(NAMESAKES).of[one.key]


def test_the_later_of_two_that_contradict_holds():
    one, two, _ = NAMESAKES
    apart, together = split(ref(two), ref(one), by="ida", at=NOON), merge(ref(two), ref(one), by="per", at=LATER)
    found = resolve_actors(NAMESAKES, [together, apart])
    assert found.of[one.key] == found.of[two.key]


def test_a_name_given_by_a_person_is_shown_and_changes_no_id():
    found = resolve_actors(NAMESAKES, [rename(ref(NAMESAKES[0]), "Jan B. Orr", by="ida", at=NOON)])
    (actor,) = found.actors.values()
    assert actor.name == "Jan B. Orr"
    assert found.of == resolve_actors(NAMESAKES).of


def test_a_judgement_outlives_another_reading_of_the_article():
    judged = merge(ref(CAT), ref(CATHARINE), by="ida", at=NOON)
    read_anew = local("a", "Catherine Orr", id="another id")
    found = resolve_actors([read_anew, CATHARINE], [judged])
    assert found.of[read_anew.key] != found.of[CATHARINE.key]  # Cat is no nickname that is known
    assert found.unmatched == (judged.id,)
    read_anew = local("a", "Orr", id="another id")
    found = resolve_actors([read_anew, CATHARINE], [judged])
    assert found.of[read_anew.key] == found.of[CATHARINE.key]


def test_a_judgement_by_name_alone_is_about_every_article():
    judged = merge(ActorRef("Jan Orr"), ActorRef("Cat Orr"), by="ida", at=NOON)
    assert len(resolve_actors([*NAMESAKES, CAT], [judged]).actors) == 1


VELDISH, NORISH = (
    local(article, "Jan Orr", affiliation=(code,), day=f"2031-01-0{n}")
    for n, (article, code) in enumerate((("a", "VEL"), ("b", "NOR")), 1)
)


def shown(found):
    """Return article -> the name under which its one actor is shown."""
    return {key.article_id: found.actors[identity].name for key, identity in found.of.items()}


def test_a_name_alone_renames_all_namesakes_and_a_place_the_one_who_stands_there():
    everybody, one = (rename(each, "J. B. Orr", by="ida", at=NOON) for each in (ActorRef("Jan Orr"), ref(NORISH)))
    assert shown(resolve_actors([VELDISH, NORISH], [everybody])) == {"a": "J. B. Orr", "b": "J. B. Orr"}
    assert shown(resolve_actors([VELDISH, NORISH], [one])) == {"a": "Jan Orr", "b": "J. B. Orr"}


def test_a_name_stays_with_the_actor_and_not_with_those_who_are_split_off_later():
    one, two, _ = NAMESAKES
    judged = [rename(ref(one), "Jan B. Orr", by="ida", at=NOON), split(ref(two), ref(one), by="ida", at=LATER)]
    assert shown(resolve_actors(NAMESAKES, judged)) == {"a": "Jan B. Orr", "b": "Jan Orr", "c": "Jan B. Orr"}


@pytest.mark.parametrize("times", [(NOON, LATER), (LATER, NOON)])
def test_after_a_merge_the_latest_of_two_names_is_shown(times):
    named = zip((CAT, CATHARINE), times, strict=True)
    judged = [rename(ref(one), f"{one.name} II", by="ida", at=at) for one, at in named]
    found = resolve_actors([CAT, CATHARINE], [*judged, merge(ref(CAT), ref(CATHARINE), by="ida", at=LAST)])
    latest = "Catharine Lund II" if times == (NOON, LATER) else "Cat Orr II"
    assert [actor.name for actor in found.actors.values()] == [latest]


@pytest.mark.parametrize("ends", [(VELDISH, NORISH), (NORISH, VELDISH)])
def test_a_split_of_two_who_were_never_one_takes_their_merge_off_the_proposals_until_it_is_undone(ends):
    before = resolve_actors([VELDISH, NORISH])
    apart = split(*map(ref, ends), by="ida", at=NOON)
    found = resolve_actors([VELDISH, NORISH], [apart])
    assert (len(before.proposals), found.proposals, found.of) == (1, (), before.of)
    assert resolve_actors([VELDISH, NORISH], [apart, undo(apart, by="per", at=LATER)]).proposals == before.proposals


def test_a_split_takes_off_what_is_proposed_of_those_whom_it_names_alone():
    jan, pia = local("a", "Jan Orr"), local("b", "Pia Orr")
    lone = [local(article, "Orr") for article in "cd"]

    def proposed(one):
        found = resolve_actors([jan, pia, *lone], [split(one, ref(jan), by="ida", at=NOON)])
        return {(each.other_name, each.sightings) for each in found.proposals}

    assert proposed(ref(lone[0])) == {("Jan Orr", 1), ("Pia Orr", 2)}
    assert proposed(ActorRef("Orr")) == {("Pia Orr", 2)}


REFS = st.sampled_from([*(ref(one) for one in (*NAMESAKES, CAT, CATHARINE)), ActorRef("Jan Orr")])
TIMES = st.sampled_from((NOON, LATER, LAST))
WHO = st.sampled_from(("ida", "per"))
DECISIONS = st.one_of(
    st.builds(merge, REFS, REFS, by=WHO, at=TIMES),
    st.builds(split, REFS, REFS, by=WHO, at=TIMES),
    st.builds(rename, REFS, st.sampled_from(("Å Orr", "Jan B.")), by=WHO, at=TIMES),
)


@st.composite
def _with_undoings(draw):
    some = draw(st.lists(DECISIONS, max_size=5))
    for _ in range(draw(st.integers(0, 4)) if some else 0):
        some.append(undo(draw(st.sampled_from(some)), by=draw(WHO), at=draw(TIMES)))
    return some


@given(_with_undoings(), st.randoms(use_true_random=False))
def test_judgements_come_back_from_their_lines_and_hold_in_any_order(some, random):
    assert from_lines(to_lines(some)) == tuple(some)
    shuffled = [*some, *some[:2]]
    random.shuffle(shuffled)
    people = [*NAMESAKES, CAT, CATHARINE]
    assert in_force(some) == in_force(shuffled)
    assert resolve_actors(people, some) == resolve_actors(people, shuffled)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "no JSON"),
        ("[" * 9000, "no JSON"),
        ("3", "'3'"),
        ('{"kind": "join"}', "'join'"),
        ('{"kind": "undo", "by": "ida", "at": "2031-05-01T12:00:00Z"}', "undoes ''"),
        ('{"kind": "undo", "by": "ida", "at": "noon", "undoes": "x"}', "'noon'"),
        ('{"kind": "undo", "by": "", "at": "2031-05-01T12:00:00Z", "undoes": "x"}', "nobody"),
        ('{"kind": "undo", "by": 3, "at": "2031-05-01T12:00:00Z", "undoes": "x"}', "by 3"),
        ('{"kind": "rename", "by": "ida", "at": "2031-05-01T12:00:00Z", "one": "Orr", "name": "Orr"}', "one 'Orr'"),
        ('{"kind": "rename", "by": "ida", "at": "2031-05-01T12:00:00Z", "one": {"name": " "}, "name": "Orr"}', "' '"),
        ('{"kind": "merge", "by": "ida", "at": "2031-05-01T12:00:00Z", "one": {"name": "Orr"}}', "two actors"),
        ('{"id": "x", "kind": "undo", "by": "ida", "at": "2031-05-01T12:00:00Z", "undoes": "x"}', "id 'x'"),
    ],
)
def test_a_line_that_is_no_judgement_is_refused_in_a_sentence_that_quotes_it(line, said):
    with pytest.raises(UsageError, match=said.replace("[", r"\[")):
        from_lines([line])


HALF = "\ud800"


@pytest.mark.parametrize(
    "made",
    [
        lambda: merge(ActorRef(f"Orr{HALF}"), ActorRef("Jan"), by="me", at=NOON),
        lambda: merge(ActorRef("Orr", HALF), ActorRef("Jan"), by="me", at=NOON),
        lambda: merge(ActorRef("Orr"), ActorRef("Jan"), by=f"me{HALF}", at=NOON),
        lambda: rename(ActorRef("Orr"), HALF, by="me", at=NOON),
        lambda: from_lines(['{"kind": "undo", "by": "me", "at": "2031-05-01T12:00:00Z", "undoes": "\\ud800"}']),
    ],
)
def test_half_a_character_is_refused_since_no_ledger_can_hold_it(made):
    with pytest.raises(UsageError, match="half a surrogate pair"):
        made()


@pytest.mark.parametrize("at", ["20310501T120000Z", "2031-W18-4T12:00:00Z", "2031-05-01 12:00:00Z", "2031-05-01T12Z"])
def test_a_time_that_would_be_sorted_wrongly_is_refused(at):
    with pytest.raises(UsageError, match="write it as '2031-05-01T09:30:00Z'"):
        rename(ActorRef("Orr"), "Jan Orr", by="me", at=at)


def test_a_fraction_of_a_second_later_is_later():
    first = rename(ActorRef("Orr"), "J. Orr", by="me", at="2031-05-01T12:00:00Z")
    second = rename(ActorRef("Orr"), "Jan Orr", by="me", at="2031-05-01T12:00:00.5Z")
    assert in_force([second, first]) == (first, second)
