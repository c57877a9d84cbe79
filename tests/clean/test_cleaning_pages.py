"""HTML pages: the visible text and its way back to the DOM, roles from trafilatura and mark-up, metadata with sources."""  # noqa: E501 - a page or a sentence as it stands

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.clean import article, located, page_characters
from sayso.clean.dom_text import dump
from sayso.clean.page_tree import characters, parse
from sayso.config import Settings
from sayso.errors import InputError
from sayso.identity import document_id, sha256
from sayso.records import Article, Document, Given, Role, Span


def page_document(html: str | bytes, origin: str = "page.html", given: Given = Given()) -> Document:  # noqa: B008 - frozen
    content = html.encode("utf-8", "replace") if isinstance(html, str) else html
    digest = sha256(content)
    made = document_id(digest, "text/html", given)
    return Document(made, "page", origin, "2026-05-01T00:00:00Z", "text/html", None, digest, content, given)


BODY = (
    "<p>Veldria will close the ports of Sund and Karvik to fishing vessels from Friday, its fisheries minister said on Monday.</p>"  # noqa: E501 - a page or a sentence as it stands
    "<p>“We asked for an apology and received a bill,” <b>Ada Brom</b> told\n   the Sund Courier. “The ports stay shut.”</p>"  # noqa: E501 - a page or a sentence as it stands
    "<p>Ostmark, whose trawlers are concerned, has denied that any of its captains was at fault in last week's collisions.</p>"  # noqa: E501 - a page or a sentence as it stands
    "<p>On February 27, the two countries' coast guards had agreed to share radar data, according to both governments.</p>"  # noqa: E501 - a page or a sentence as it stands
)


def page(head: str = "", body: str = BODY, title: str = "Veldria closes two ports to trawlers") -> str:
    return (
        f"<!doctype html><html lang=en><head><title>{title} | The Sund Courier</title>{head}</head><body>"
        f"<nav><ul><li><a href=/>Home</a><li><a href=/p>Politics</a></ul></nav><main><article><h1>{title}</h1>{body}</article>"  # noqa: E501 - a page or a sentence as it stands
        "<aside><h2>Related stories</h2><a href=/x>Barrel makers strike in Lenz over the new tolls</a></aside></main>"
        "<footer>© 2026 The Sund Courier. All rights reserved.</footer><script>var x = 'no';</script></body></html>"
    )


def roles(cleaned: Article) -> dict[str, Role]:
    return {cleaned.text[line.start : line.end]: line.role for line in cleaned.lines}


def test_headline_body_links_and_notices_are_told_apart() -> None:
    found = roles(article(page_document(page())))
    assert found["Veldria closes two ports to trawlers"] is Role.HEADLINE
    assert sum(role is Role.BODY for role in found.values()) == 4
    assert found["Barrel makers strike in Lenz over the new tolls"] is Role.LINK
    assert found["© 2026 The Sund Courier. All rights reserved."] is Role.NOTICE
    assert found["Home"] is Role.CHROME


def test_a_quotation_leads_back_to_the_text_nodes_it_stands_in() -> None:
    document = page_document(page())
    cleaned = article(document)
    start = cleaned.text.index("Ada Brom told the Sund Courier")
    runs = located(cleaned, Span(start, start + len("Ada Brom told the Sund Courier")))
    assert "".join(filter(None, page_characters(document, runs))) == "Ada Brom told the Sund Courier"
    assert runs[0].path == "/html/body[1]/main[1]/article[1]/p[2]/b[1]/text()[1]"


def test_what_a_browser_does_not_show_is_left_out() -> None:
    hidden = (
        "<script>a</script><style>b</style><noscript>c</noscript><template>d</template><p hidden>e</p><p style='display: none'>f</p>"  # noqa: E501 - a page or a sentence as it stands
        "<dialog>g</dialog><p aria-hidden=true>shown</p><div hidden id='S:0'>streamed</div>"
    )
    root = parse(hidden)
    assert root is not None
    assert dump(root).text == "shown\nstreamed"


def test_inline_text_is_joined_blocks_are_parted_and_white_space_is_collapsed() -> None:
    root = parse("<div>One <i>two</i>\n three<p>Four</p>five<br>six<table><tr><td>a<td>b</table><pre>x  y\r\n z</pre>")
    assert root is not None
    assert dump(root).text == "One two three\nFour\nfive\nsix\na\tb\nx  y\n z"


TAGS = "<p> </p> <div> </div> <b> </b> <br> <!--c--> <pre> </pre> <td> <o:p> <table> <li> <svg> </svg> </a> </html>"
TEXTS = [
    "word",
    " ",
    "\n",
    "  two  words ",
    "&amp;",
    "&#xD800;",
    "&#0;",
    "\u202e",
    "\u00a0",
    "\x0c",
    "<",
    "é\r\n",
    "<![CDATA[x]]>",
]
ODD = [
    "<script>x</script>",
    "<p hidden>",
    "<svg:x y='",
    "<a href=x>",
    "<?xml v?>",
    '<a"b>',
    "<plaintext>",
    "<frameset>",
]
PIECES = st.sampled_from([*TAGS.split(" "), *TEXTS, *ODD])


@settings(deadline=None, max_examples=200)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_run_stands_verbatim_in_the_page_and_the_rest_is_white_space(html: str) -> None:
    root = parse(html)
    if root is None:
        return
    dumped = dump(root)
    again = parse(html)
    assert again is not None
    end = 0
    for run in dumped.runs:
        assert run.start >= end
        assert not dumped.text[end : run.start].strip()
        assert characters(again, run) == dumped.text[run.start : run.end]
        end = run.end
    assert not dumped.text[end:].strip()


def test_structured_data_is_read_first_and_each_field_says_where_it_stood() -> None:
    data = {
        "@graph": [
            {"@type": "Person", "@id": "#q", "name": "Mara Quill"},
            {
                "@type": ["NewsArticle"],
                "headline": "Veldria closes two ports to trawlers",
                "author": {"@id": "#q"},
                "publisher": {"name": "The Sund Courier"},
                "datePublished": "2025-03-03T22:10:00+01:00",
            },
        ]
    }
    head = (
        f'<script type="application/ld+json">{json.dumps(data)}</script><link rel=canonical href="https://sund.example/ports">'
        '<meta property="article:published_time" content="2025-03-03T21:10:00Z">'
    )
    cleaned = article(page_document(page(head)))
    assert (cleaned.title, cleaned.outlet, cleaned.authors) == (
        "Veldria closes two ports to trawlers",
        "The Sund Courier",
        ("Mara Quill",),
    )
    assert cleaned.url == "https://sund.example/ports"
    assert cleaned.published is not None
    assert (cleaned.published.value, cleaned.published.precision, cleaned.published.basis) == (
        "2025-03-03",
        "day",
        "json-ld",
    )
    assert dict(cleaned.basis)["authors"] == "json-ld"
    assert dict(cleaned.basis)["url"] == "canonical link"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"article:published_time": "2025-03-03", "date": "2025-03-04"}, "2025-03-03"),
        ({"article:published_time": "2025-03-03", "date": "2024-01-01"}, None),
        (
            {"article:published_time": "2025-03-03", "date": "2025-04-09", "article:modified_time": "2025-04-09"},
            "2025-03-03",
        ),
        ({"article:published_time": "2031-03-03"}, None),
        ({"article:published_time": "soon"}, None),
    ],
)
def test_the_date_is_unknown_where_its_sources_disagree_or_lie_after_the_fetch(
    stated: dict[str, str], expected: str | None
) -> None:
    head = "".join(f'<meta property="{name}" content="{value}">' for name, value in stated.items())
    published = article(page_document(page(head))).published
    assert (published.value if published else None) == expected


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "NewsArticle", "headline": "x",}',
        "{",
        "[" * 100_000,
        '{"@type": "NewsArticle", "headline": {"a": 1}, "author": 5}',
        '{"@type": "NewsArticle", "headline": "\\ud800", "datePublished": []}',
        '<!-- {"@type": "NewsArticle"} -->',
        "null",
        '"x"',
    ],
)
def test_broken_structured_data_is_passed_over(block: str) -> None:
    cleaned = article(page_document(page(f'<script type="application/ld+json">{block}</script>')))
    assert cleaned.title
    cleaned.title.encode("utf-8")


def test_what_came_beside_the_page_fills_what_the_page_does_not_say() -> None:
    given = Given(
        title="From the feed", outlet="Sund Courier", published="Mon, 03 Mar 2025 21:10:00 GMT", authors=("Mara Quill",)
    )
    cleaned = article(page_document("<p>" + BODY, given=given))
    assert (cleaned.outlet, cleaned.authors) == ("Sund Courier", ("Mara Quill",))
    assert cleaned.published is not None
    assert (cleaned.published.value, cleaned.published.basis) == ("2025-03-03", "given")


def test_an_address_keeps_its_parameters_whatever_they_are_called() -> None:
    address = "https://sund.example/story?id=5&section=world&region=2&copy=1&param=x"
    head = f'<meta property="og:url" content="{address}"><meta property="og:title" content="Bread &amp;amp; tolls">'
    cleaned = article(page_document(page(head, title="Bread &amp; tolls")))
    assert (cleaned.url, cleaned.title) == (address, "Bread & tolls")
    assert article(page_document(page(), given=Given(url=address))).url == address


@pytest.mark.parametrize("archive", ["web.archive.org/web/20250303101112", "archive.ph/20250303101112"])
def test_the_outlet_of_a_page_in_an_archive_is_not_the_archive(archive: str) -> None:
    address = f"https://{archive}/https://sund.example/ports"
    for head in ("", f'<link rel="canonical" href="{address}">'):
        cleaned = article(page_document(page(head), origin=address))
        assert (cleaned.url, cleaned.outlet) == ("https://sund.example/ports", "sund.example")


def test_a_page_of_before_the_web_has_the_date_that_came_beside_it() -> None:
    published = article(page_document(page(), given=Given(published="1962-10-22"))).published
    assert published is not None
    assert (published.value, published.basis) == ("1962-10-22", "given")


@pytest.mark.parametrize("given", ["Thu, 01 Jan 1970 00:00:00 GMT", "1969-12-31T16:00:00-08:00"])
def test_the_date_of_a_clock_that_was_never_set_is_none(given: str) -> None:
    assert article(page_document(page(), given=Given(published=given))).published is None


def test_a_related_story_s_date_does_not_gainsay_the_page_s() -> None:
    head = '<meta property="article:published_time" content="2025-03-03">'
    related = "".join(f'<p><meta itemprop="datePublished" content="2025-0{month}-09">' for month in (1, 2))
    published = article(page_document(page(head, BODY + related))).published
    assert published is not None
    assert published.value == "2025-03-03"


@pytest.mark.parametrize("value", ["2025/03/03", "2025/3/3 10:00", "2025-03-03Z", "2025 Mar 3"])
def test_a_date_with_the_year_first_is_read(value: str) -> None:
    cleaned = article(page_document(page(f'<meta name="citation_publication_date" content="{value}">')))
    assert cleaned.published is not None
    assert cleaned.published.value == "2025-03-03"


def test_captions_credits_and_bylines_are_told_by_mark_up() -> None:
    body = (
        "<p class=byline>Mara Quill</p><figure><img><figcaption>Trawlers in the harbour of Karvik on Sunday evening</figcaption></figure>"  # noqa: E501 - a page or a sentence as it stands
        + BODY
    )
    found = roles(article(page_document(page(body=body))))
    assert found["Trawlers in the harbour of Karvik on Sunday evening"] in {Role.CAPTION, Role.CREDIT}
    assert found["Mara Quill"] is Role.BYLINE


@pytest.mark.parametrize("html", ["", "   ", "<!-- nothing -->", "<html><body><script>render()</script></body></html>"])
def test_a_page_that_shows_nothing_is_an_error_that_names_its_origin(html: str) -> None:
    with pytest.raises(InputError, match=r"page\.html: the page"):
        article(page_document(html))


@pytest.mark.parametrize("parts", ["{}<br>{}", "<div>{}</div><div>{}</div>", "{}\n<br/>\n{}"])
def test_a_headline_in_two_lines_is_the_headline_and_its_words_stay_apart(parts: str) -> None:
    heading = parts.format("Veldria closes two", "ports to trawlers")
    html = page().replace("<h1>Veldria closes two ports to trawlers</h1>", f"<h1>{heading}</h1>")
    cleaned = article(page_document(html))
    assert cleaned.title == "Veldria closes two ports to trawlers"
    assert {words for words, role in roles(cleaned).items() if role is Role.HEADLINE} == {
        "Veldria closes two",
        "ports to trawlers",
    }


def test_style_sheets_scripts_and_comments_are_no_part_of_a_title_or_a_name() -> None:
    byline = "<p class=byline>By <!-- desk --><style>.b { color: red }</style><a>Ada Brom</a><script>x = 1</script></p>"
    html = page(body=byline + BODY).replace("<h1>", "<h1><!-- slot 5 --><style>h1 { margin: 0 }</style>")
    cleaned = article(page_document(html))
    assert (cleaned.title, cleaned.authors) == ("Veldria closes two ports to trawlers", ("Ada Brom",))


def test_a_page_of_furniture_only_has_no_body() -> None:
    cleaned = article(
        page_document("<nav><a href=/>Home</a> <a href=/p>Politics</a></nav><footer>© 2026 Sund Courier</footer>")
    )
    assert not [line for line in cleaned.lines if line.role is Role.BODY]


@pytest.mark.parametrize("tag", ["div", "font", "b", "ul><li", "table><tr><td"])
def test_a_hundred_thousand_nested_tags_lose_no_text(tag: str) -> None:
    document = page_document(f"<{tag}>" * 100_000 + BODY + "<p>The end of it")
    cleaned = article(document)
    assert "Veldria will close the ports" in cleaned.text
    assert "The end of it" in cleaned.text
    runs = located(cleaned, Span(0, len(cleaned.text)))
    assert all(page_characters(document, runs[:5]))


def test_text_at_every_depth_does_not_make_the_map_grow_with_the_square() -> None:
    cleaned = article(page_document("<div>a " * 20_000))
    assert len(cleaned.lines) == 20_000
    assert sum(len(run.path) for run in cleaned.nodes) < 2_000_000


def test_a_page_of_five_megabytes_is_cleaned() -> None:
    paragraph = "<p>The minister of Veldria said on Monday that port {} would stay closed until the spring, nobody knows why.</p>\n"  # noqa: E501 - a page or a sentence as it stands
    html = "".join(paragraph.format(number) for number in range(45_000))
    cleaned = article(page_document(html), Settings(max_characters=10_000_000))
    assert len(cleaned.lines) == 45_000
    assert all(line.role is Role.BODY for line in cleaned.lines[100:200])


def test_lone_surrogates_nuls_and_bidi_marks_can_be_stored() -> None:
    cleaned = article(page_document("<p>one &#xD800; two &#0; three\x00 four &#x202E;five\u202c" + BODY))
    cleaned.text.encode("utf-8")
    assert "\u202efive\u202c" in cleaned.text


def test_mixed_encodings_in_one_page_stay_legible() -> None:
    html = page().encode() + "<p>A café in Karvik".encode("cp1252")
    assert "A café in Karvik" in article(page_document(html)).text


def test_the_declared_encoding_of_a_page_is_honoured() -> None:
    html = "<html><head><meta charset=windows-1251></head><body><p>Слово было сказано, и все молчали.".encode("cp1251")
    assert "Слово было сказано" in article(page_document(html)).text
