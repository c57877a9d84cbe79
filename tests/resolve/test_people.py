"""Mentions of one person are brought together, with the offices and the gender that the article tells."""

from __future__ import annotations

import pytest

from sayso.records import Span
from sayso.resolve.mentions import mentions
from sayso.resolve.organisations import organisations
from sayso.resolve.people import people, same_name, with_pronouns
from sayso.resolve.wording import wording
from tests.resolve.speaking import marked


def read(text):
    plain, tagged = marked(text)
    words = wording(plain, [Span(0, len(plain))])
    some = mentions(words, tagged)
    persons = people(words, some)
    return words, some, persons


@pytest.mark.parametrize(
    ("text", "heads", "codes"),
    [
        ("Finnish Ambassador to [L Tokyo] [P Aino Laine] left.", {"ambassador"}, ("FIN",)),
        ("[P Aino Laine], a singer and dissident, left.", {"singer", "dissident"}, ()),
        ("[P Aino Laine], the foreign minister of Finland, left.", {"minister"}, ("FIN",)),
        ("The harbour's spokeswoman, [P Aino Laine], left.", {"spokesperson"}, ()),
        ("[P Aino Laine] was the mayor of [L Velden].", {"mayor"}, ()),
        ("[P Aino Laine] (R-Ill.) left.", {"republican"}, ()),
        ("[P Aino Laine] (I) left.", {"independent"}, ()),
        ("[P Aino Laine] (I was told) left.", set(), ()),
        ("Former deputy finance minister [P Aino Laine] left.", {"deputy", "minister"}, ()),
        ("Kremlin spokeswoman [P Aino Laine] left.", {"spokesperson"}, ("RUS",)),
        ("[P Aino Laine], [P Ivo Brandt] and the mayor left.", set(), ()),
    ],
)
def test_a_description_is_learnt_from_where_it_stands(text, heads, codes):
    about = read(text)[2][0].about
    assert (about.heads, about.codes) == (heads, codes)


def test_surnames_initials_and_capitals_are_one_person():
    text = "He met [P Jane R. Orr]. [P Jane Orr] left. ORR said no. Ms. [P Orr] slept."
    [person] = read(text)[2]
    assert (person.name, len(person.mentions)) == ("Jane R. Orr", 4)


def test_two_first_names_are_two_people_and_a_lone_surname_is_neither_s():
    persons = read("He met [P Jane Orr] and [P Ben Orr]. Then [P Orr] left.")[2]
    assert [(one.name, len(one.mentions)) for one in persons] == [("Jane Orr", 1), ("Ben Orr", 1)]


def test_a_title_of_address_tells_which_of_the_two():
    persons = read("He met [P Jane Orr] and [P Ben Orr]. Then Ms. [P Orr] left.")[2]
    assert [(one.name, len(one.mentions)) for one in persons] == [("Jane Orr", 2), ("Ben Orr", 1)]


def test_pronouns_beside_a_name_alone_tell_the_gender():
    words, _, persons = read("[P Vlora Krasn] left. She was late. Her car broke.")
    assert with_pronouns(words, persons) == {"vlora krasn": "f"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("jane orr", "orr", False),
        ("tim orr", "timothy orr", True),
        ("j. orr", "jane orr", True),
        ("jane orr", "jane low", False),
    ],
)
def test_whole_names_are_compared_by_surname_and_first_name(one, other, same):
    assert same_name(tuple(one.split()), tuple(other.split())) is same


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The [O North Harbour Authority] (NHA) met. Then [O NHA] left.", ["North Harbour Authority"]),
        (
            "The [O United Tides Council] met. The [O Tides Council] left.",
            ["United Tides Council"],
        ),
        ("The [O Lanthorn Institute] met. The [O Tide Institute] left.", ["Lanthorn Institute", "Tide Institute"]),
        ("He met [P Jane Orr]. The Orr campaign manager left.", []),
        ("He met [P Jane Orr]. The Orr campaign left.", ["Jane Orr campaign"]),
    ],
)
def test_bodies_are_brought_together_by_acronym_and_ending(text, names):
    words, some, persons = read(text)
    assert [one.name for one in organisations(words, some, persons)] == names


def test_a_first_name_that_begins_another_ones_is_the_same_persons_unless_one_is_a_womans_and_one_a_mans():
    assert same_name(("tim", "orr"), ("timothy", "orr"))
    assert not same_name(("paul", "orr"), ("paula", "orr"))
    assert not same_name(("carl", "orr"), ("carla", "orr"))
