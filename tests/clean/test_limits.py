"""How much of one page is read. All people and places are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.clean import article
from sayso.clean.limits import read_up_to
from sayso.clean.lines import split
from sayso.config import Settings
from sayso.errors import InputError
from sayso.read import make_document
from sayso.records import SPOKEN_ROLES, Line, Role

SENTENCE = "The harbour master said on Monday that the port of Sund would stay closed until the spring."


def document(text, media_type="text/plain"):
    return make_document(
        content=text.encode(), name="long", origin="long.txt", fetched="2031-06-01T00:00:00Z", media_type=media_type
    )


def test_what_follows_the_first_characters_of_the_main_text_is_kept_unread_and_said_to_be():
    text = "\n".join([SENTENCE] * 5)
    found = article(document(text), Settings(plain=True, max_characters=2 * len(SENTENCE) + 20))
    read = [line.role for line in found.lines]
    assert read == [Role.BODY] * 3 + [Role.UNREAD] * 3, "the line that passes the limit is in two parts"
    assert text[found.lines[2].start : found.lines[2].end] == "The harbour master"
    assert text[found.lines[3].start : found.lines[3].end].startswith("said on Monday")
    assert found.text == text
    assert found.not_extracted == "text beyond the first 202 characters (setting max_characters)"
    assert not found.is_passed_over


def test_a_page_within_the_limit_is_read_whole():
    found = article(document(SENTENCE), Settings(plain=True, max_characters=len(SENTENCE)))
    assert [line.role for line in found.lines] == [Role.BODY]
    assert found.not_extracted is None


def test_furniture_does_not_count_towards_the_limit_of_the_main_text():
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(300))
    story = f"<article><h1>Port closed</h1><p>{SENTENCE}</p></article>"
    page = f"<html><body><nav><ul>{menu}</ul></nav>{story}</body></html>"
    found = article(document(page, "text/html"), Settings(max_characters=200))
    assert found.not_extracted is None
    assert Role.UNREAD not in {line.role for line in found.lines}


def test_a_page_in_another_language_is_passed_over_and_not_read_up_to_a_limit():
    russian = "Министр заявил в понедельник, что порт останется закрытым до весны, и никто не знает почему.\n" * 6
    found = article(document(russian), Settings(max_characters=50))
    assert found.not_extracted == "language ru"
    assert found.is_passed_over


@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
def test_a_document_of_too_many_lines_is_refused(media_type):
    text = "<pre>\n" + "a\n" * 60
    with pytest.raises(InputError, match=r"it has more than 50 lines of text, which is the limit"):
        article(document(text, media_type), Settings(max_lines=50))


ROLES = st.sampled_from([Role.BODY, Role.HEADLINE, Role.CHROME, Role.CAPTION])


@given(st.text("ab \n\u3000", max_size=80), st.lists(ROLES, min_size=80, max_size=80), st.integers(0, 60))
def test_the_lines_read_keep_every_character_in_its_place_and_stay_within_the_limit(text, roles, most):
    lines = [Line(*span, role) for span, role in zip(split(text), roles, strict=False)]
    cut = read_up_to(text, lines, most)
    assert sum(line.end - line.start for line in cut if line.role in SPOKEN_ROLES) <= most
    assert [one.start for one in cut] == sorted({one.start for one in cut})
    for line in cut:
        words = text[line.start : line.end]
        assert words
        assert words == words.strip()
        assert "\n" not in words
    assert "".join("".join(text[one.start : one.end].split()) for one in cut) == "".join(text.split())
    assert [one for one in cut if one.role not in {*SPOKEN_ROLES, Role.UNREAD}] == [
        one for one in lines if one.role not in SPOKEN_ROLES
    ]
