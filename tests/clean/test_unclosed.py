"""A page's text after an `<embed>`, or an `<object>` or `<applet>` that nobody closed, is not lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.clean import article, located, page_characters
from sayso.clean.unclosed import closed
from sayso.config import Settings
from sayso.identity import document_id, sha256
from sayso.records import Document, Given, Role, Span

BEFORE = "The harbour of Velden will stay shut until the spring, its master Ada Voss said on Monday evening."
AFTER = "The town council had asked for a delay of two years, and Pel Oru said that it would go to court over it."
LAST = "Nobody at the ministry could be reached to say what becomes of the ferry in the meantime."
PAGE = "<html><title>Shut</title><body><article><h1>Harbour shut</h1><p>{}</p>{}<p>{}</p></article><p>{}</p>"


def document(html):
    content = html.encode()
    identity = document_id(sha256(content), "text/html", Given())
    told = ("2031-05-06T00:00:00Z", "text/html", "utf-8", sha256(content))
    return Document(identity, "a", "a.html", *told, content, Given())


def page(between):
    return document(PAGE.format(BEFORE, between, AFTER, LAST))


@pytest.mark.parametrize(
    "between",
    [
        "<embed src=film.swf>",
        '<EMBED src="film.swf" type="application/x-shockwave-flash">',
        '<embed src="a" flashvars="a>b">',
        "<embed src=a><embed src=b>",
        "<div><embed src=a></div>",
        "<p>Watch: <embed src=a></p>",
        "<object data=film.swf>",
        "<object data=a><param name=b value=c>",
        "<object data=a><embed src=a>",
        "<object data=a><object data=b></object>",
        "<applet code=Ticker.class>",
        "<applet code=a><object data=b>",
        "<!-- </object> --><object data=a><!-- </object> -->",
        "<script>var a = '</object>'; // <object>\n</script><object data=a>",
        "<script>document.write('<object>')</script><embed src=a>",
        "<textarea></object></textarea><object data=a>",
        "<a title='x > y'>film</a><embed src='it' alt=\"isn't\">",
        "<embed\nsrc=a\n>",
        "<embed src=a></embed>",
        "<embed src=a />",
        "<embed src=a/>",
        "<embed src='a'/>",
        "<object data=/a/b/>",
        "<object data=a></object>",
        "</embed></object></applet>",
    ],
)
def test_what_follows_is_kept_and_is_main_text(between):
    """In its lines and roles, and not only as text."""
    cleaned = article(page(between))
    bodies = [cleaned.text[line.start : line.end] for line in cleaned.lines if line.role is Role.BODY]
    assert BEFORE in bodies
    assert AFTER in bodies
    assert LAST in cleaned.text


@pytest.mark.parametrize("name", ["object", "applet"])
def test_what_a_closed_element_holds_in_place_of_itself_stays_as_it_was(name):
    """An object's words are for those whose browser can't show it; a page doesn't show them."""
    cleaned = article(page(f"<{name} data=a><p>Install the player.</p></{name}>"))
    assert ("Install the player." in cleaned.text) == (name == "applet")
    assert AFTER in cleaned.text


def test_the_words_after_an_embed_lead_back_to_their_place_in_the_page():
    """The page is parsed again in the same way."""
    made = page("<embed src=a><object data=b>")
    cleaned = article(made)
    start = cleaned.text.index(AFTER)
    runs = located(cleaned, Span(start, start + len(AFTER)))
    assert "".join(map(str, page_characters(made, runs))) == AFTER


def test_a_page_shown_as_archived_has_them_too():
    """With what is left of it."""
    nh3 = pytest.importorskip("nh3", reason="not installed: the extra web")
    assert nh3
    from sayso.clean import archived

    made = page("<embed src=a>")
    assert AFTER in archived(made, article(made), ()).body


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>One.</p>",
        "<p>embed, object and applet are words</p>",
        "<embedded><objective></objective>",
        "<object><applet></applet></object>",
        "<script>'<embed>'</script><object>x</object>",
        "<!-- <embed> --><object>x</object>",
        "<embed",
        "<embed src='a",
        "<object data='a'/>",
        "<object/>",
    ],
)
def test_a_page_without_such_an_element_stays_as_it_is(html):
    """Where a tag never ends there is nothing after it."""
    assert closed(html) == html


PIECES = ["<embed src=a>", "</embed>", "<object>", "</object>", "<applet a='>'>", "</applet>", "<embed/>", "<!--"]
PIECES += ["-->", "<script>", "</script>", "<title>", "</title>", "<p>", "</p>", "word ", *"\"'<>=/\0é"]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_nothing_but_end_tags_is_put_in_or_taken_out(html):
    """And a page that was mended is mended no further."""
    mended = closed(html)
    assert closed(mended) == mended

    def without(text):
        for tag in ("</embed>", "</object>", "</applet>"):
            text = text.replace(tag, "")
        return text

    assert without(mended) == without(html)


@given(st.lists(st.sampled_from(["<embed>", "<object>", "<applet>", "</object>", "</applet>", "<p>x"]), max_size=20))
def test_no_object_is_left_open(tags):
    """As many end as begin, or more."""
    mended = closed("".join(tags))
    for name in ("embed", "object", "applet"):
        assert mended.count(f"</{name}>") >= mended.count(f"<{name}>")


@pytest.mark.parametrize(
    "piece",
    ["<embed>", "<object>", "<embed src='", '<embed src="', "<object a=>", "<!--", "<script>", "<embed ", "</object>"],
)
def test_hostile_pages_take_time_that_grows_with_their_length(piece):
    """Twice the page, about twice the time: never the square of it."""

    def seconds(times):
        html = "<embed>" + piece * times
        began = time.process_time()
        closed(html)
        return time.process_time() - began

    seconds(1_000)
    assert seconds(200_000) < 40 * max(seconds(20_000), 0.005)


def test_a_page_of_nothing_but_embeds_is_cleaned():
    """Each is an element of its own, and none stands in another."""
    cleaned = article(document("<p>" + BEFORE + "<embed src=a>" * 20_000 + "<p>" + AFTER), Settings(plain=True))
    assert cleaned.text.endswith(AFTER)
