"""RSS and Atom, from files and URLs."""

from __future__ import annotations

import pytest

from sayso.config import Settings
from sayso.read import Fetched, Unchanged, Validators, documents
from sayso.records import Document, Failure, Given

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Oldane Post</title><language>en</language>{items}</channel></rss>"""

PAGE = b"<!DOCTYPE html><html><body><p>The harbour stays open, said Mira Oldane.</p></body></html>"


def rss(*items, encoding="utf-8"):
    return RSS.format(items="".join(f"<item>{item}</item>" for item in items), encoding=encoding).encode(encoding)


def read(path, content, **options):
    path.write_bytes(content)
    return list(documents([str(path)], **options))


FULL = """<title>Harbour &amp; talks</title><link>https://example.org/harbour.html</link>
<dc:creator>A. Brann</dc:creator>
<pubDate>Mon, 05 May 2025 10:00:00 GMT</pubDate><description>The harbour stays open.</description>
<content:encoded><![CDATA[<p onclick="x()">The harbour <a href="/a">stays</a> open, said Mira Oldane.</p>]]>
</content:encoded>"""


def test_an_entry_with_its_whole_text_is_a_page_of_it_as_it_was_published(tmp_path):
    [document] = read(tmp_path / "feed.xml", rss(FULL))
    assert document.content == b'<p onclick="x()">The harbour <a href="/a">stays</a> open, said Mira Oldane.</p>'
    assert (document.media_type, document.charset) == ("text/html", "utf-8")
    assert (document.name, document.origin) == ("harbour", "https://example.org/harbour.html")
    assert document.given == Given(
        title="Harbour & talks",
        outlet="Oldane Post",
        authors=("A. Brann",),
        published="Mon, 05 May 2025 10:00:00 GMT",
        language="en",
        url="https://example.org/harbour.html",
    )


def test_an_atom_feed_is_read(tmp_path):
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Oldane Post</title><entry>
    <title>Rain</title><link href="https://example.org/rain"/><updated>2025-05-05T10:00:00Z</updated>
    <author><name>A. Brann</name></author><author><name>C. Dell</name></author>
    <content type="html">&lt;p&gt;It rains.&lt;/p&gt;</content></entry></feed>"""
    [document] = read(tmp_path / "feed.atom", feed.encode())
    assert document.content == b"<p>It rains.</p>"
    assert document.given.authors == ("A. Brann", "C. Dell")
    assert document.given.published == "2025-05-05T10:00:00Z"


def test_a_feed_in_another_encoding_gives_utf8(tmp_path):
    [document] = read(tmp_path / "feed.rss", rss("<description>Ärger im Hafen</description>", encoding="iso-8859-1"))
    assert document.content == "Ärger im Hafen".encode()


def test_from_a_file_a_summary_is_read_without_asking_the_network(tmp_path, site):
    link = site.says("/a", PAGE)
    item = f"<link>{link}</link><description>It &lt;b&gt;rains&lt;/b&gt;.</description>"
    [document] = read(tmp_path / "feed.xml", rss(item), settings=Settings(allow_private=True))
    assert (document.content, document.media_type) == (b"It <b>rains</b>.", "text/html")
    assert site.asked == []


def test_an_entry_without_a_link_is_named_after_its_place_in_the_feed(tmp_path):
    _, document = read(tmp_path / "feed.xml", rss(FULL, "<description>It rains.</description>"))
    assert document.origin == f"{tmp_path / 'feed.xml'}#entry=2"
    assert (document.name, document.given.url) == ("entry-2", None)


def test_a_link_that_leads_out_of_the_web_is_no_link(tmp_path):
    [document] = read(tmp_path / "feed.xml", rss("<link>file:///etc/hosts</link><description>It rains.</description>"))
    assert document.origin.endswith("feed.xml#entry=1")


def test_an_entry_with_nothing_is_reported_and_the_next_is_read(tmp_path):
    failure, document = read(tmp_path / "feed.xml", rss("<title>Rain</title>", FULL))
    assert failure == Failure(f"{tmp_path / 'feed.xml'}#entry=1", "the entry has neither a text nor a summary")
    assert isinstance(document, Document)


def test_an_entry_whose_text_is_over_the_limit_is_reported_and_the_next_is_read(tmp_path):
    """A feed within the limit may hold it: in UTF-8 its letters have two bytes."""
    words = "Порт закрыт до пятницы. " * 100
    content = rss(f"<description>{words}</description>", FULL, encoding="koi8-r")
    failure, document = read(tmp_path / "feed.xml", content, settings=Settings(max_bytes=len(content)))
    size = len(words.strip().encode())
    assert failure == Failure(
        f"{tmp_path / 'feed.xml'}#entry=1",
        f"its text has {size:,} bytes, over the limit of {len(content):,} (setting max_bytes)",
    )
    assert isinstance(document, Document)


def test_a_feed_without_entries_is_reported(tmp_path):
    [failure] = read(tmp_path / "feed.xml", rss())
    assert "the feed has no entries" in failure.reason


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_goes(tmp_path):
    [document] = read(tmp_path / "feed.xml", rss("<description>Rain & sun</description>").replace(b"</channel>", b""))
    assert b"Rain & sun" in document.content


def test_a_billion_laughs_are_refused_at_once(tmp_path):
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "ha">{entities}]>'
        + rss("<description>&l11;</description>").decode().partition("?>")[2]
    )
    [failure] = read(tmp_path / "feed.xml", bomb.encode())
    assert "declares XML entities" in failure.reason


DECLARED = '<!DOCTYPE rss [<!ENTITY rain "It rains.">]>'


def declaring(encoding="utf-8", before="", declared=DECLARED):
    """Return a feed that declares an entity; `before` stands between the XML declaration and that."""
    declaration, _, rest = rss("<description>&rain;</description>").decode().partition("?>")
    return f"{declaration.replace('utf-8', encoding)}?>{before}{declared}{rest}"


@pytest.mark.parametrize(
    "content",
    [
        declaring().encode(),
        declaring(before="<!-- <rss> -->").encode(),
        declaring(declared="\n<!ENTITY rain 'It rains.'>\n<!DOCTYPE rss>").encode(),
        declaring("utf-16").encode("utf-16"),
        declaring("utf-16").encode("utf-16-be"),
        declaring("utf-7").replace("<!ENTITY", "+ADwAIQ-ENTITY").encode(),
    ],
    ids=["plain", "after what looks like the root", "before the document type", "UTF-16", "UTF-16 unmarked", "UTF-7"],
)
def test_a_declaration_of_an_entity_is_refused_wherever_it_stands_and_however_it_is_written(tmp_path, content):
    [failure] = read(tmp_path / "feed.xml", content)
    assert "declares XML entities" in failure.reason


def test_a_feed_with_a_document_type_that_declares_nothing_is_read(tmp_path):
    [document] = read(tmp_path / "feed.xml", declaring(declared="<!DOCTYPE rss>").replace("&rain;", "Rain").encode())
    assert document.content == b"Rain"


def test_a_feed_may_write_about_entities(tmp_path):
    [document] = read(tmp_path / "feed.xml", rss("<description><![CDATA[Write <!ENTITY so]]></description>"))
    assert b"<!ENTITY so" in document.content


def feed_at(site, *items, **headers):
    return site.says("/feed", rss(*items), content_type="application/rss+xml", **headers)


def test_from_a_url_a_summary_s_page_is_fetched(site, local):
    item = f"<link>{site.says('/a.html', PAGE)}</link><description>The harbour ..</description>"
    [document] = documents(
        [
            feed_at(
                site,
                item,
            )
        ],
        local,
    )
    assert (document.content, document.origin, document.given) == (PAGE, site.url + "/a.html", Given())


def test_the_same_page_by_its_feed_and_by_hand_is_one_document(site, local):
    page = site.says("/a.html", PAGE)
    by_feed, by_hand = documents([feed_at(site, f"<link>{page}</link>"), page], local)
    assert by_feed.id == by_hand.id


def test_from_a_url_a_whole_text_is_not_fetched_again(site, local):
    [document] = documents([feed_at(site, FULL.replace("https://example.org", site.url))], local)
    assert document.content.startswith(b"<p onclick")
    assert "/harbour.html" not in site.asked


def test_where_the_page_can_t_be_had_that_is_reported_and_the_summary_read(site, local):
    item = f"<link>{site.url}/gone</link><description>It rains.</description>"
    failure, document = documents([feed_at(site, item)], local)
    assert "404 Not Found; its summary in the feed is read in its place" in failure.reason
    assert (document.content, document.origin) == (b"It rains.", site.url + "/gone")


def test_an_entry_that_links_to_a_feed_does_not_start_another(site, local):
    [failure] = documents([feed_at(site, f"<link>{site.url}/feed</link>")], local)
    assert "links to a feed, where a page belongs" in failure.reason


def test_a_feed_is_remembered_after_its_entries_and_only_where_none_failed(site, local):
    page = site.says("/a.html", PAGE, etag='"a"')
    item = f"<link>{page}</link>"
    url = feed_at(site, item, etag='"f"')
    document, of_page, of_feed = documents([url], local, seen=lambda _: None)
    assert isinstance(document, Document)
    assert (of_page, of_feed) == (Fetched(page, Validators('"a"')), Fetched(url, Validators('"f"')))

    feed_at(site, item, f"<link>{site.url}/gone</link>", etag='"f"')
    assert [type(one) for one in documents([url], local, seen=lambda _: None)] == [Document, Fetched, Failure]


def test_a_page_that_the_caller_has_is_unchanged_by_its_feed_too(site, local):
    page = site.says("/a.html", status=304)
    [outcome] = documents([feed_at(site, f"<link>{page}</link>")], local, seen={page: Validators('"a"')}.get)
    assert outcome == Unchanged(page)


def test_of_a_long_feed_a_limited_number_of_links_is_fetched(site, local, monkeypatch):
    monkeypatch.setattr("sayso.read.feeds.MAX_FETCHED", 1)
    items = [f"<link>{site.says(path, PAGE)}</link>" for path in ("/a", "/b")]
    document, failure = documents([feed_at(site, *items)], local)
    assert isinstance(document, Document)
    assert "over 1 links to fetch" in failure.reason


def test_a_feed_served_as_a_page_is_still_a_feed(site, local):
    [document] = documents([site.says("/feed", rss(FULL))], local)
    assert document.given.title == "Harbour & talks"


def test_a_relative_link_is_meant_from_where_the_feed_is(site, local):
    """In RSS as in Atom (RFC 4287): the page is fetched, and not its teaser kept."""
    for path in ("/a.html", "/news/b.html"):
        site.says(path, PAGE)
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Oldane Post</title><entry xml:base="/news/">
    <title>B</title><link href="b.html"/><summary>The harbour ..</summary></entry></feed>"""
    by_rss = feed_at(site, "<link>/a.html</link><description>The harbour ..</description>")
    by_atom = site.says("/feed.atom", atom, content_type="application/atom+xml")
    found = list(documents([by_rss, by_atom], local))
    assert [one.origin for one in found] == [site.url + "/a.html", site.url + "/news/b.html"]
    assert [one.content for one in found] == [PAGE, PAGE]


@pytest.mark.parametrize("link", ["<link/>", "<link>#top</link>", "<guid>17</guid>", "<link>javascript:x()</link>"])
def test_what_leads_to_no_page_is_no_relative_link(site, local, link):
    """Nothing, the feed itself, a number that is a guid, or a program."""
    [document] = documents([feed_at(site, link + "<description>It rains.</description>")], local)
    assert (document.content, document.origin) == (b"It rains.", site.url + "/feed#entry=1")
    assert site.asked.count("/feed") == 1


def test_in_a_file_a_relative_link_leads_nowhere(tmp_path):
    [document] = read(tmp_path / "feed.xml", rss("<link>/a.html</link><description>It rains.</description>"))
    assert document.given.url is None
