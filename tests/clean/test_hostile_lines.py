"""Lines that are made to take long: each of these took the square of its length, or worse, before it was bounded."""

from __future__ import annotations

import pytest

from sayso.clean.dates import is_stamp
from sayso.clean.endings import is_desk_line
from sayso.clean.heads import dates_page
from sayso.clean.line_roles import roles_of_text
from sayso.clean.phrases import role_by_phrase
from sayso.records import Role

SENTENCE = "The harbour master said on Monday that the port of Sund would stay closed until the spring."


@pytest.mark.parametrize("line", ["A " + "A" * 200_000 + "!", "A" + " A" * 100_000 + "!", "A. " * 60_000 + "!"])
@pytest.mark.parametrize("below", ["By Ada Brom", "5 May 2031", SENTENCE])
def test_a_long_line_of_capitals_in_the_head_of_a_text_takes_no_time(line, below):
    roles = roles_of_text(["Port stays closed until spring", line, below, SENTENCE, SENTENCE])
    assert roles[-1] is Role.BODY


def test_a_name_alone_in_the_head_is_still_a_byline():
    assert roles_of_text(["Port stays closed until spring", "Ada M. Brom", SENTENCE, SENTENCE])[1] is Role.BYLINE


@pytest.mark.parametrize("unit", ["/", ".", ";", "- ", "(", "a, ", "A. ", "1", "\u00ad"])
def test_two_thousand_lines_of_marks_are_told_in_no_time(unit):
    """They took twenty seconds: a pattern tried each place of a line for each place before it."""
    for number in range(2_000):
        line = f"{number:04} {unit * 700}"[:690]
        assert role_by_phrase(line) in {None, Role.CHROME}
        assert not is_desk_line(line[:590])


def test_two_thousand_lines_of_a_date_beside_capitals_are_told_in_no_time():
    """They took five minutes: a name of four words was sought in one word, cut in every way."""
    for number in range(2_000):
        assert not is_stamp(f"1 May 2031 | {'A' * 95}{number}!")
    assert is_stamp("1 May 2031 | The Sund Quay Courier")


def test_a_dateline_is_sought_in_a_line_of_apostrophes_in_no_time():
    assert not dates_page("A''" * 13 + ".", Role.BODY)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Ada Brom / AFP", Role.CREDIT),
        ("— Ada Brom, Reuters", Role.CREDIT),
        ("/ AFP /", Role.CREDIT),
        ("Ships wait outside the port of Sund on Monday. (Photo by: Ada Brom)", Role.CAPTION),
        ("Ships wait outside the port of Sund — photo: Ada Brom", Role.CAPTION),
    ],
)
def test_credits_and_captions_are_told_as_before(line, role):
    assert role_by_phrase(line) is role


def test_thanks_to_contributors_are_told_as_before():
    assert is_desk_line("— Ada Brom and M. Quill in Sund contributed to this report.")
