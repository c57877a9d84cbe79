"""Who is who, kept up from what changed alone, is what comes out when all is worked out anew."""

from __future__ import annotations

from itertools import count
from shutil import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import actor_views
from sayso.link.actors import ActorRef, LocalActor, Office, merge, rename, split, undo
from sayso.link.actors.rows import rows_of
from sayso.link.actors.stored import actor_from_json, proposal_from_json, to_json
from sayso.records import ModelVersion
from sayso.store import Store
from tests.database import by_hand
from tests.ferry import made_page

TEXT = "Ada Voss said that it rains."
PAGES = [made_page(f"page {n}", "2031-05-01", "Velden Post", f"Page {n}. {TEXT}") for n in range(6)]
ARTICLES = [article.id for _, article, _ in PAGES]
PRIME_MINISTER = Office("prime minister", "VEL")
OFFICES = ((), (), (PRIME_MINISTER,), (Office("president", "VEL"), PRIME_MINISTER), (Office("coach"),))
PEOPLE = (
    "Jan Orr",
    "Jan P. Orr",
    "J. Orr",
    "Orr",
    "Pia Orr",
    "Jan Orr Jr.",
    "Per Holm",
    "Holm",
    "Sergei Orlov",
    "Orloff",
)
OTHERS = (
    ("SHA", "organisation"),
    ("Skerry Harbour Authority", "organisation"),
    ("Supreme Court", "organisation"),  # of each state another one, and all would have one id
    ("Supreme Court", "organisation"),
    ("Supreme Court", "organisation"),
    ("Velden", "state"),
    ("Skerry Republicans", "group"),
    ("officials", "group"),
)
DAYS = (
    {"day": None},
    *({"day": day} for day in ("2031-01-05", "2031-01-20", "2031-06-30", "2032-06-30")),
    {"day": "2031-01-01", "last_day": "2031-12-31"},  # no more than the year is known
)
STATES = ((), ("VEL",), ("NOR",))
WHICH = st.integers(0, len(PAGES) - 1)
BESIDE = st.frozensets(st.sampled_from(("ann lund", "per holm", "jan orr", "ida berg")))


def minister(identity, article, day, **more):
    return LocalActor(identity, article, "the prime minister", "unnamed", offices=(PRIME_MINISTER,), day=day, **more)


def of_article(n):
    """What an article may have for actors: a name may stand for two of them, and an id for another one later."""
    article = ARTICLES[n]
    known = st.tuples(st.sampled_from("xyz"), st.sampled_from(STATES), st.sampled_from(DAYS), BESIDE)
    person = st.builds(
        lambda k, name, offices, also: LocalActor(
            k[0], article, name, "person", also, k[1], offices, beside=k[3], **k[2]
        ),
        known,
        st.sampled_from(PEOPLE),
        st.sampled_from(OFFICES),
        st.sampled_from(((), (), ("Jan",))),
    )
    other = st.builds(lambda k, one: LocalActor(k[0], article, *one, (), k[1], **k[2]), known, st.sampled_from(OTHERS))
    asked = st.builds(lambda k: minister(k[0], article, **k[2]), known)
    return st.lists(st.one_of(person, person, other, asked), max_size=3, unique_by=lambda one: one.id)


REFS = st.builds(
    ActorRef,
    st.sampled_from((*PEOPLE, "the prime minister", "Supreme Court", "Velden", "Jan")),
    st.sampled_from(("", *ARTICLES)),
    st.sampled_from(("", "x", "y")),
)
BY = {"by": st.just("ida"), "at": st.integers(0, 59).map(lambda n: f"2031-05-01T12:00:{n:02d}Z")}
JUDGEMENTS = st.one_of(
    st.builds(merge, REFS, REFS, **BY),
    st.builds(merge, REFS, REFS, **BY),
    st.builds(split, REFS, REFS, **BY),
    st.builds(rename, REFS, st.just("Å Orr"), **BY),
)
STEPS = st.one_of(
    WHICH.flatmap(lambda n: st.tuples(st.just("has"), st.just(n), of_article(n))),
    WHICH.flatmap(lambda n: st.tuples(st.just("has"), st.just(n), of_article(n))),
    st.tuples(st.just("is read anew"), WHICH),
    st.tuples(st.just("is judged"), JUDGEMENTS),
    st.tuples(st.just("is undone"), st.integers(0, 9)),
    st.tuples(st.just("is asked")),
)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Gives the file of another ledger of some articles each time."""
    folder, number = tmp_path_factory.mktemp("articles"), count(1)
    _fill(folder / "0.db")
    return lambda: copy(folder / "0.db", folder / f"{next(number)}.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def path(request):
    """The place of a ledger of some articles."""
    if request.param == "sqlite":
        return request.getfixturevalue("files")()
    place = request.getfixturevalue("address")
    _fill(place)
    return place


def _fill(place):
    with Store.open(place) as store:
        run = store.start_run(ModelVersion("m", "1"), "{}", "now")
        for page in PAGES:
            store.add(*page, run)


def happens(store, step, made):
    """Do one step; return whether who is who is to be looked at after it."""
    what, *rest = step
    if what == "has":
        n, some = rest
        store.put_local_actors(ARTICLES[n], {one.id: to_json(one) for one in some})
    elif what == "is read anew":
        run = store.start_run(ModelVersion("m", "2"), "{}", "now")
        document, article, _ = PAGES[rest[0]]
        store.add(document, article, (), run)
    elif what == "is judged":
        made.append(rest[0])
        store.put_actor_judgements(actor_views.stored_judgements(rest))
    elif what == "is undone" and made:
        n = rest[0] % len(made)
        made.append(undo(made[n], by="per", at=f"2031-05-02T12:00:{n:02d}Z"))
        store.put_actor_judgements(actor_views.stored_judgements(made[-1:]))
    return what == "is asked"


TABLES = {
    "actor_place": "places",
    "actor_name_key": "name_keys",
    "actor_sighting": "sightings",
    "actor_proposal": "proposals",
    "actor_replay": "replays",
}


def assert_kept_as_worked_out_anew(store, path):
    assert actor_views.keep_actors(store) is None
    anew = actor_views.resolution_of(store)
    assert {actor.id: actor for actor in map(actor_from_json, store.known_actors())} == anew.actors
    assert store.known_actor_ids(ARTICLES) == anew.of
    assert tuple(map(proposal_from_json, store.actor_proposals())) == anew.proposals
    assert tuple(store.unmatched_actor_judgements()) == anew.unmatched
    rows = actor_views._by_shown(rows_of(actor_views._resolved(store)))
    for table, name in TABLES.items():
        kept = by_hand(path, f"SELECT * FROM {table}")  # noqa: S608 - our own names
        assert sorted(map(repr, kept)) == sorted(repr(_plain(one)) for one in getattr(rows, name)), table
    of = by_hand(path, "SELECT article_id, local_id, actor_id, basis FROM known_actor_of")
    assert {tuple(row.values()) for row in of} == {(*one[:2], *one[3:]) for one in rows.places}
    words = by_hand(path, "SELECT actor_id, n, word FROM known_actor_name")
    expected = {(one.id, n, word) for one in rows.actors for n, some in enumerate(one.names) for word in some}
    assert {tuple(row.values()) for row in words} == expected
    for row in by_hand(path, "SELECT * FROM known_actor"):
        (one,) = [one for one in rows.actors if one.id == row["id"]]
        assert row == {name: getattr(one, name) for name in row}
    assert by_hand(path, "SELECT places FROM actor_stamp") == [{"places": len(rows.places)}]


def _plain(one):
    return {name: int(value) if value in (True, False) else value for name, value in one._asdict().items()}


@settings(max_examples=40)
@given(st.lists(STEPS, min_size=2, max_size=24))
def test_whatever_came_changed_went_and_was_judged_what_is_kept_is_what_is_worked_out_anew(files, steps):
    """On SQLite alone: what is worked out is the same, and the cases below ask all of it of PostgreSQL too."""
    path, made = files(), []
    with pytest.MonkeyPatch.context() as patch, Store.open(path) as store:
        actor_views.keep_actors(store)
        patch.setattr(actor_views, "_keep_all", None)  # all that follows is kept up from what changed
        for step in steps:
            if happens(store, step, made):
                assert_kept_as_worked_out_anew(store, path)
        assert_kept_as_worked_out_anew(store, path)


def court(article, state, day):
    return LocalActor("x", ARTICLES[article], "Supreme Court", "organisation", affiliation=(state,), day=day)


def orr(article, name="Jan Orr", offices=(), day="2031-01-05", **more):
    return LocalActor("x", ARTICLES[article], name, "person", offices=offices, day=day, **more)


def has(article, *some):
    return ("has", article, some)


def judged(judgement):
    return ("is judged", judgement)


def by_name(one, other="", article=""):
    return ActorRef(one, article, other)


ASKED = ("is asked",)
NOON = {"by": "ida", "at": "2031-05-01T12:00:00Z"}
CASES = {
    "an earlier namesake of another key comes, and goes": [
        has(0, court(0, "VEL", "2031-02-01")),
        ASKED,
        has(1, court(1, "NOR", "2031-01-01")),
        ASKED,
        has(2, court(2, "NOR", "2031-03-01")),
        ASKED,
        has(1),
    ],
    "the first of three namesakes goes": [
        has(0, court(0, "VEL", "2031-01-01")),
        has(1, court(1, "NOR", "2031-02-01")),
        has(2, court(2, "FIN", "2031-03-01")),
        ASKED,
        has(3, court(3, "EST", "2031-04-01")),
        ASKED,
        has(0),
    ],
    "a holder comes, another one comes nearer, and goes": [
        has(0, minister("x", ARTICLES[0], "2031-01-20")),
        ASKED,
        has(1, orr(1, offices=(PRIME_MINISTER,))),
        ASKED,
        has(2, orr(2, "Per Holm", (PRIME_MINISTER,), "2031-01-20")),
        ASKED,
        has(1),
        ASKED,
        has(2),
    ],
    "somebody whose office names another is one of two people by now": [
        has(0, minister("x", ARTICLES[0], "2031-01-20")),
        has(1, orr(1, offices=(PRIME_MINISTER,))),
        ASKED,
        has(2, orr(2, affiliation=("VEL",), day="2030-01-01")),
        has(3, orr(3, affiliation=("NOR",), day="2030-01-01")),
    ],
    "a judgement joins keys, and reaches whoever comes later": [
        has(0, orr(0)),
        has(1, orr(1, "Per Holm")),
        judged(merge(by_name("Jan Orr"), by_name("Per Holm"), **NOON)),
        ASKED,
        has(2, orr(2, "Per Holm", day="2030-01-01")),
        ASKED,
        judged(rename(by_name("Per Holm", "x", ARTICLES[1]), "Å Orr", **NOON)),
        ASKED,
        has(0),
        ASKED,
        ("is undone", 0),
    ],
    "a judgement on somebody whom an office names goes with its holder": [
        has(0, minister("x", ARTICLES[0], "2031-01-20")),
        has(1, orr(1, offices=(PRIME_MINISTER,))),
        has(2, orr(2, "Ida Berg")),
        judged(merge(by_name("the prime minister"), by_name("Ida Berg"), **NOON)),
        ASKED,
        has(1),
        ASKED,
        has(1, orr(1, "Per Holm", (PRIME_MINISTER,))),
    ],
    "a holder whose article is dated to a year is no sighting of the office": [
        has(0, minister("x", ARTICLES[0], "2031-01-20")),
        has(1, orr(1, offices=(PRIME_MINISTER,))),
        ASKED,
        has(1, orr(1, offices=(PRIME_MINISTER,), day="2031-01-01", last_day="2031-12-31")),
        ASKED,
        has(1, orr(1, offices=(PRIME_MINISTER,))),
        ASKED,
        has(0, minister("x", ARTICLES[0], "2031-01-01", last_day="2031-01-31")),
    ],
    "two that are proposed as one are told apart, and not any more": [
        has(0, orr(0, affiliation=("VEL",))),
        has(1, orr(1, affiliation=("NOR",))),
        has(2, orr(2, "Per Holm")),
        ASKED,
        judged(split(by_name("Jan Orr", "x", ARTICLES[0]), by_name("Per Holm"), **NOON)),
        ASKED,
        judged(merge(by_name("Jan Orr", "x", ARTICLES[1]), by_name("Per Holm"), **NOON)),
        ASKED,
        has(3, orr(3, affiliation=("NOR",))),
        ASKED,
        ("is undone", 0),
    ],
    "a name alone renames namesakes, the one who comes later too, and not who is split off": [
        has(0, orr(0, affiliation=("VEL",))),
        judged(rename(by_name("Jan Orr"), "Å Orr", **NOON)),
        ASKED,
        has(1, orr(1, affiliation=("NOR",)), LocalActor("y", ARTICLES[1], "Orr", "person", affiliation=("NOR",))),
        ASKED,
        judged(split(by_name("Orr", "y", ARTICLES[1]), by_name("Jan Orr", "x", ARTICLES[1]), **NOON)),
        ASKED,
        has(0),
    ],
    "a name in an article means nobody alone by now": [
        has(0, orr(0)),
        has(1, orr(1, "Per Holm")),
        judged(merge(by_name("Jan Orr", "gone", ARTICLES[0]), by_name("Per Holm"), **NOON)),
        ASKED,
        has(0, orr(0), LocalActor("y", ARTICLES[0], "Jan Orr", "group")),
        ASKED,
        has(0, orr(0)),
    ],
}


@pytest.mark.parametrize("case", CASES)
def test_what_hangs_together_is_redone_together(path, case):
    """Each case is one that would go wrong without one of the rules of `refresh`."""
    with pytest.MonkeyPatch.context() as patch, Store.open(path) as store:
        actor_views.keep_actors(store)
        patch.setattr(actor_views, "_keep_all", None)
        made = []
        for step in [*CASES[case], ASKED]:
            if happens(store, step, made):
                assert_kept_as_worked_out_anew(store, path)
