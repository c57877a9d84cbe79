"""A page's statements -> its local actors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.flat import flat_row
from sayso.identity import derived_id
from sayso.link.actors import Office, local_actors, local_actors_of, name_keys, resolve_actors
from sayso.link.actors.offices import described
from sayso.link.actors.table import table
from sayso.records import (
    Act,
    Article,
    Dated,
    Document,
    Line,
    Manner,
    ModelVersion,
    Page,
    Role,
    Span,
    Speaker,
    Statement,
)


class Velden:
    """The only states of these tests."""

    def code(self, words):
        return NAMES.get(words.lower(), "VEL" if words == "Skerrymouth" else None)

    def affiliation(self, words):
        return NAMES.get(words.lower())


NAMES = {"velden": "VEL", "veldish": "VEL", "norland": "NOR", "norish": "NOR"}


def actor_id(name, kind="person"):
    return derived_id("actor", "a1", kind, name.casefold())


def page(text, *speakers, targets=()):
    """Return a page on which each (words, name, kind, basis) says something."""
    statements = []
    for n, (words, name, kind, basis) in enumerate(speakers):
        start = text.index(words)
        speaker = Speaker(actor_id(name, kind), name, kind, (), basis)
        act = Act("ACCUSE", targets) if targets and not n else None
        span = Span(start, start + len(words))
        statements.append(Statement(f"s{n}", "a1", (span,), (), (span,), Manner.DIRECT, 1.0, speaker=speaker, act=act))
    article = Article("a1", "d1", text, (Line(0, len(text), Role.BODY),), published=Dated("2031-05", "month", "given"))
    document = Document("d1", "d", "d.txt", "2031-05-02T00:00:00Z", "text/plain", None, "0" * 64, b"")
    return Page(document, article, tuple(statements), ModelVersion("m", "1"))


@pytest.mark.parametrize(
    ("text", "now", "once"),
    [
        ("Veldish Prime Minister Ann Lund said no.", [("prime minister", "VEL")], []),
        ("Ann Lund, the prime minister of Velden, said no.", [("prime minister", "VEL")], []),
        ("Former Veldish President Ann Lund said no.", [], [("president", "VEL")]),
        ("Velden's foreign minister Ann Lund said no.", [("foreign minister", "VEL")], []),
        ("Ann Lund, the Veldish minister of foreign affairs, said no.", [("foreign minister", "VEL")], []),
        ("Ann Lund, the Norish ambassador to Skerrymouth, said no.", [("ambassador to VEL", "NOR")], []),
        ("Ann Lund, chair of the Harbour Guild, said no.", [("chair", "harbour guild")], []),
        ("But Harbour Guild chairwoman Ann Lund said no. Later, Lund left.", [("chair", "harbour guild")], []),
        ("Per Holm, the mayor of Skerry, met Ann Lund, who said no.", [], []),
    ],
)
def test_the_offices_that_stand_around_a_name_are_read(text, now, once):
    (found,) = local_actors(page(text, ("Ann Lund", "Ann Lund", "person", "name")), Velden())
    assert (found.offices, found.once) == (tuple(Office(*o) for o in now), tuple(Office(*o) for o in once))
    assert (found.day, found.last_day) == ("2031-05-01", "2031-05-31")


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("Veldish Prime Minister Ursula von der Lund said no.", "Ursula von der Lund", ("prime minister", "VEL")),
        ("Guild President Jean-Claude Lund said no.", "Jean-Claude Lund", ("president", "guild")),
        ("Norish President Abdel Fattah al-Lund said no.", "Abdel Fattah al-Lund", ("president", "NOR")),
        ("Abdel al-Lund, the president of Norland, said no.", "Abdel al-Lund", ("president", "NOR")),
        ("Mayor Marie-Agnes Strack-Lund said no.", "Marie-Agnes Strack-Lund", ("mayor", "")),
        ("Ursula von der Lund spoke. Later Mayor von der Lund left.", "Ursula von der Lund", ("mayor", "")),
        ("Ann Strack-Lund spoke. Later Mayor Strack-Lund left.", "Ann Strack-Lund", ("mayor", "")),
    ],
)
def test_titles_are_read_before_names_with_particles_and_hyphens(text, name, office):
    (found,) = local_actors(page(text, (name, name, "person", "name")), Velden())
    assert found.offices == (Office(*office),)


def test_a_surname_joined_to_another_one_is_somebody_elses():
    text = "Ann Lund met Pia Strack-Lund. Mayor Strack-Lund agreed. Sheriff Holm-Lund did not."
    some = [(name, name, "person", "name") for name in ("Ann Lund", "Pia Strack-Lund")]
    found = local_actors(page(text, *some), Velden())
    assert {one.name: one.offices for one in found} == {"Ann Lund": (), "Pia Strack-Lund": (Office("mayor"),)}


@pytest.mark.parametrize(
    ("words", "office"),
    [
        ("Skerrymouth Attorney General", ("attorney general", "skerrymouth")),
        ("Skerrymouth deputy attorney general", ("deputy attorney general", "skerrymouth")),
        ("Skerrymouth Secretary of State", ("secretary of state", "skerrymouth")),
        ("the mayor of Skerrymouth", ("mayor", "skerrymouth")),
        ("Veldish Attorney General", ("attorney general", "VEL")),
        ("Skerrymouth's foreign minister", ("foreign minister", "VEL")),
        ("a senator in Skerrymouth", ("senator", "VEL")),
    ],
)
def test_a_capital_before_an_office_that_regions_and_towns_have_too_is_no_state(words, office):
    assert described(words.split(), Velden(), table()).office == Office(*office)


def test_a_region_that_is_named_as_the_capital_is_meant_by_it_before_a_regions_office():
    known = replace(table(), regions={"skerrymouth state": "VEL"})
    found = [described(["Skerrymouth", title], Velden(), known).office.body for title in ("Governor", "Mayor")]
    assert found == ["skerrymouth state", "skerrymouth"]


@pytest.mark.parametrize(
    ("published", "days"),
    [
        ("2031-05-02", ("2031-05-02", None)),
        ("2031", ("2031-01-01", "2031-12-31")),
        ("2031-05-02/2031-05-03", ("2031-05-02", "2031-05-03")),
        ("--05-02", (None, None)),
    ],
)
def test_an_article_has_the_days_that_it_may_be_of(published, days):
    one = page("Ann Lund said no.", ("Ann Lund", "Ann Lund", "person", "name"))
    dated = replace(one, article=replace(one.article, published=Dated(published, "day", "given")))
    (found,) = local_actors(dated, Velden())
    assert (found.day, found.last_day) == days


def test_a_surname_that_two_share_gives_its_title_to_neither():
    text = "Ann Lund and Per Lund met. Mayor Lund said no."
    some = [(name, name, "person", "name") for name in ("Ann Lund", "Per Lund")]
    found = local_actors(page(text, *some), Velden())
    assert [one.offices for one in found] == [(), ()]
    assert {frozenset(one.beside) for one in found} == {frozenset(("ann lund",)), frozenset(("per lund",))}


def test_a_targets_kind_is_told_by_its_id():
    targets = ((actor_id("Harbour Guild", "organisation"), "Harbour Guild"), ("VEL", "Velden"), ("other", "Pia"))
    found = local_actors(
        page("Ann Lund said no.", ("Ann Lund", "Ann Lund", "person", "name"), targets=targets), Velden()
    )
    assert {one.name: one.kind for one in found} == {
        "Ann Lund": "person",
        "Harbour Guild": "organisation",
        "Velden": "state",
        "Pia": "unnamed",
    }


def test_rows_give_the_same_local_actors_as_their_page():
    one = page("Veldish Prime Minister Ann Lund said no.", ("Ann Lund", "Ann Lund", "person", "name"))
    rows = [flat_row(one, statement) for statement in one.statements]
    assert local_actors_of(rows, Velden(), text=one.article.text) == local_actors(one, Velden())
    assert local_actors_of([], Velden()) == ()


def test_a_long_hostile_text_is_read_in_one_pass():
    text = "Mayor Lund, " * 40_000 + "a" * 200_000
    (found,) = local_actors(page(text, ("Lund", "Lund", "person", "name")), Velden())
    assert found.offices == (Office("mayor"),)


def test_a_government_and_a_demonym_without_a_plural_are_the_state():
    text = "Velden's government said no. The Veldish said yes. The Veldish guilds said nothing."
    some = [
        ("Velden's government", "Velden's government", "organisation", "unnamed"),
        ("The Veldish said", "Veldish", "group", "group"),
        ("The Veldish guilds", "Veldish guilds", "group", "group"),
    ]
    found = {one.name: one for one in local_actors(page(text, *some), Velden())}
    assert {name: one.kind for name, one in found.items()} == {
        "Velden's government": "state",
        "Veldish": "state",
        "Veldish guilds": "group",
    }
    assert set(resolve_actors(found.values()).actors) >= {"VEL"}
    assert name_keys(found["Veldish"]) == frozenset(("state:VEL",))


def test_an_office_is_not_taken_from_a_description_that_was_resolved_by_a_guess():
    text = "The Veldish prime minister said no. Ann Lund agreed."
    one = page(text, ("The Veldish prime minister", "Ann Lund", "person", "description"))
    (found,) = local_actors(one, Velden())
    assert found.offices == ()


def test_words_that_name_no_office_give_none():
    for words in ("", "the harbour", "a very long and winding story"):
        assert described(words.split(), Velden(), table()) is None


@pytest.mark.parametrize(
    ("words", "office"),
    [
        ("Georgia Governor", ("governor", "georgia")),
        ("the governor of Georgia", ("governor", "georgia")),
        ("Georgia Secretary of State", ("secretary of state", "georgia")),
        ("the mayor of Atlanta in Georgia", ("mayor", "atlanta")),
        ("Georgia's president", ("president", "GEO")),
        ("the president of Georgia", ("president", "GEO")),
        ("Georgian Prime Minister", ("prime minister", "GEO")),
        ("the Georgian foreign minister", ("foreign minister", "GEO")),
        ("the Georgian ambassador to Norland", ("ambassador to NOR", "GEO")),
        ("the Georgian attorney general", ("attorney general", "")),
        ("the ambassador to Georgia", ("ambassador to GEO", "")),
        ("a Georgia lawyer", ("lawyer", "")),
    ],
)
def test_an_office_tells_a_region_from_the_state_of_its_name_where_one_of_them_alone_has_it(words, office):
    assert described(words.split(), Velden(), table()).office == Office(*office)


@pytest.mark.parametrize("words", ["Georgia Tech President", "the president of Georgia Tech"])
def test_a_body_called_after_a_shared_name_is_no_state(words):
    assert described(words.split(), Velden(), table()).office.body != "GEO"


@pytest.mark.parametrize(("codes", "kind"), [(("GEO",), "state"), ((), "organisation")])
def test_a_government_of_a_shared_name_is_the_state_s_where_the_page_says_so(codes, kind):
    said = ("The Georgian government", "Georgian government", "organisation", "unnamed")
    one = page("The Georgian government said no.", said)
    spoken = replace(one.statements[0].speaker, affiliation=codes)
    (found,) = local_actors(replace(one, statements=(replace(one.statements[0], speaker=spoken),)), Velden())
    assert (found.kind, found.affiliation) == (kind, codes)
