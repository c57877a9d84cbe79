"""The table of actors with several names, and a user's file beside it."""

from __future__ import annotations

import pytest

from sayso.errors import UsageError
from sayso.link.actors import LocalActor, extended, resolve_actors, table

MINE = """
home = "VEL"
generic = ["harbour court"]
[outlets]
"The Skerry Courier" = "NOR"
[regions]
VEL = ["Skerry"]
[actors.vel-harbour-court]
name = "Harbour Court of Velden"
kind = "organisation"
within = ["Harbour Court"]
affiliation = ["VEL"]
[actors.lund]
name = "Ann Lund"
kind = "person"
also = ["Anna Lundqvist"]
wikidata = "Q42"
"""


@pytest.fixture
def known(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(MINE, encoding="utf-8")
    return extended(path)


def local(article, name, kind="organisation", **more):
    return LocalActor(f"{article}-{name}", article, name, kind, **more)


def test_a_file_adds_names_and_identifiers(known):
    some = [local("a", "Ann Lund", "person"), local("b", "Anna Lundqvist", "person"), local("c", "Lund", "person")]
    (actor,) = resolve_actors(some, known=known).actors.values()
    assert (actor.name, actor.wikidata) == ("Ann Lund", "Q42")
    assert known.named("un") is not None  # the package's entries stay


def test_a_generic_body_holds_beyond_its_article_where_its_state_is_known(known):
    one, other = local("a", "Harbour Court"), local("b", "Harbour Court of Velden")
    abroad = local("c", "Harbour Court", outlet="The Skerry Courier")
    of = resolve_actors([one, other, abroad], known=known).of
    assert of[one.key] == of[other.key] != of[abroad.key]
    nowhere = [local(article, "Supreme Court") for article in "ab"]
    assert len(resolve_actors(nowhere).actors) == 2


def test_the_tables_of_the_package_are_of_the_form_asked_of_a_users():
    assert table().named("international monetary fund").key == "imf"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = ", "is not TOML"),
        ("places = 1", "'places' is unknown"),
        ("actors = 1", "actors is 1"),
        ("[actors.A]\nname='x'\nkind='person'", "the key 'A'"),
        ("[actors]\na = 3", "actors.a is 3"),
        ("[actors.a]\nname='x'\nkind='ship'", "the kind 'ship'"),
        ("[actors.a]\nname='x'\nkind='person'\nborn=3", "'born'"),
        ("[actors.a]\nkind='person'", "name has None"),
        ("[actors.a]\nname='x'\nkind='person'\nalso='y'", "is 'y'"),
        ("[actors.a]\nname='x'\nkind='person'\nalso=['-']", "'-'"),
        ("[actors.a]\nname='x'\nkind='person'\naffiliation=['Finland']", "'Finland' is no state"),
        ("[actors.a]\nname='x'\nkind='person'\nwikidata='42'", "'42'"),
        ("home = 'fi'", "'fi' is no state"),
    ],
)
def test_a_file_of_another_form_is_refused_in_a_sentence_that_quotes_the_value(tmp_path, text, said):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said) as raised:
        extended(path)
    assert str(raised.value).endswith(".")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"'none\.toml' can't be read"):
        extended(tmp_path / "none.toml")
