"""Lists of feeds: OPML, TOML, addresses; and what is said where they are wrong."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import UsageError
from sayso.feed_records import Feed
from sayso.read.feed_lists import feeds_of, seconds_of

COURIER = "https://courier.example/feed.xml"
OPML = """<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>Strait</title></head><body>
<outline text="Papers"><outline type="rss" text="The Quay Courier" xmlUrl="https://courier.example/feed.xml"/>
<outline text="Deeper"><outline title="Ostrel Times" text="x" xmlUrl="https://times.example/rss?a=1&amp;b=2"/></outline>
</outline><outline text="no feed"/></body></opml>"""
TOML = """every = "1h"
[[feeds]]
url = "https://courier.example/feed.xml"
name = "The Quay Courier"
every = "10m"
[[feeds]]
url = "https://times.example/rss"
"""


@pytest.fixture
def listed(tmp_path):
    """Return a function that writes a list and gives its feeds."""

    def write(content, name="feeds.opml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return feeds_of([str(path)])

    return write


def test_every_outline_with_an_address_is_a_feed_however_deep(listed):
    assert listed(OPML) == (
        Feed(COURIER, COURIER, "The Quay Courier"),
        Feed("https://times.example/rss?a=1&b=2", "https://times.example/rss?a=1&b=2", "Ostrel Times"),
    )


def test_a_list_in_toml_has_names_and_paces(listed):
    assert listed(TOML, "feeds.toml") == (
        Feed(COURIER, COURIER, "The Quay Courier", 600.0),
        Feed("https://times.example/rss", "https://times.example/rss", "", 3600.0),
    )


def test_a_feed_that_is_listed_twice_is_one(tmp_path):
    (tmp_path / "feeds.toml").write_text(TOML)
    assert len(feeds_of([COURIER, str(tmp_path / "feeds.toml"), COURIER])) == 2


def test_a_password_is_no_part_of_what_a_feed_is_known_by():
    [feed] = feeds_of(["https://me:secret@courier.example/feed.xml#top"])
    assert (feed.address, feed.url) == ("https://me:secret@courier.example/feed.xml#top", COURIER)


def test_opml_in_utf_16_is_read(listed):
    assert len(listed(OPML.replace("UTF-8", "UTF-16").encode("utf-16"))) == 2


WRONG = [
    ("feeds.opml", "<opml><body>", "no well-formed OPML"),
    ("feeds.opml", "<rss><channel/></rss>", r"is <rss> and not OPML"),
    ("feeds.opml", "<opml><body><outline text='a'/></body></opml>", "names no feed: an OPML list has <outline"),
    (
        "feeds.opml",
        "<opml>\n<outline xmlUrl='ftp://a.example/'/></opml>",
        r"line 2: 'ftp://a.example/' is no web address",
    ),
    ("feeds.opml", "<opml><outline xmlUrl='http://[::1'/></opml>", "is no web address"),
    ("feeds.opml", "<opml><outline xmlUrl='https://a.example/ b'/></opml>", "is no web address"),
    ("feeds.opml", '<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "declares XML entities"),
    ("feeds.opml", "", "is no list of feeds: give an OPML file"),
    ("feeds.txt", "https://courier.example/feed.xml", "is no list of feeds: give an OPML file"),
    ("feeds.toml", "feeds = [", r"is no TOML"),
    ("feeds.toml", b"\xff\xfe", "is no TOML"),
    ("feeds.toml", "", r"names no feed: write \[\[feeds\]\]"),
    ("feeds.toml", "feeds = 3", r"names no feed: write \[\[feeds\]\]"),
    ("feeds.toml", "feeds = ['https://a.example']", "where a table belongs"),
    ("feeds.toml", "[[feeds]]\nname = 'a'", "feed 1 has no url"),
    ("feeds.toml", "[[feeds]]\nurl = 3", "feed 1 has no url"),
    ("feeds.toml", "[[feeds]]\nurl = 'courier'", "feed 1: 'courier' is no web address"),
    ("feeds.toml", "[[feeds]]\nadress = 'x'", "feed 1 has 'adress', which is unknown: give url, name, every"),
    ("feeds.toml", "evry = '1h'", "has 'evry', which is unknown: give every, feeds"),
    ("feeds.toml", "every = 'soon'\n[[feeds]]\nurl = 'https://a.example'", "every 'soon' is no time between two polls"),
    ("feeds.toml", "[[feeds]]\nurl = 'https://a.example'\nevery = '5s'", "every '5s' is no time between two polls"),
]


@pytest.mark.parametrize(("name", "content", "words"), WRONG)
def test_what_is_wrong_with_a_list_is_said_in_one_sentence(listed, name, content, words):
    with pytest.raises(UsageError, match=words) as raised:
        listed(content, name)
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)


def test_a_bomb_of_entities_is_refused_before_it_goes_off(listed):
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    with pytest.raises(UsageError, match="declares XML entities"):
        listed(f'<!DOCTYPE opml [<!ENTITY l0 "ha">{entities}]><opml><head><title>&l11;</title></head></opml>')


def test_a_list_from_outside_is_not_fetched_and_not_read_into_the_xml(listed, tmp_path):
    (tmp_path / "secret").write_text("secret")
    told = f'<!DOCTYPE opml SYSTEM "{(tmp_path / "secret").as_uri()}"><opml><outline xmlUrl="{COURIER}"/></opml>'
    assert [feed.url for feed in listed(told)] == [COURIER]


def test_a_list_that_is_too_large_is_refused(listed, monkeypatch):
    monkeypatch.setattr("sayso.read.feed_lists.LARGEST", 100)
    with pytest.raises(UsageError, match="has over 100 bytes"):
        listed(OPML)


def test_too_many_feeds_are_refused(listed, monkeypatch):
    monkeypatch.setattr("sayso.read.feed_lists.MOST_FEEDS", 1)
    with pytest.raises(UsageError, match="2 feeds are more than one watcher looks after"):
        listed(OPML)


def test_a_list_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UsageError, match=r"no-such\.opml' can't be read \(No such file"):
        feeds_of([str(tmp_path / "no-such.opml")])


@given(st.text(max_size=200))
def test_any_text_is_a_time_or_is_refused(text):
    if re.fullmatch(r"[0-9]{1,6}[smhd]", text):
        return
    with pytest.raises(UsageError):
        seconds_of(text)


@given(st.binary(max_size=300))
def test_whatever_bytes_stand_in_a_list_it_ends_in_one_sentence(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.opml"
    path.write_bytes(b"<opml>" + content)
    with pytest.raises(UsageError, match=r"\.$"):  # no list of three hundred random bytes names a feed
        feeds_of([str(path)])
