"""A page as archived: its statements marked on it, its text as it was, and nothing that runs or loads."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import clean
from sayso.clean import archived_page as module
from sayso.clean import archived_rules as rules
from sayso.clean.dom_text import dump
from sayso.clean.page_tree import parse
from sayso.clean.style_sheets import harmless
from sayso.errors import InputError
from sayso.export.marking import Mark, marks_of
from sayso.read import make_document
from sayso.records import Article
from tests.hostile_html import OUT, QUOTATION, WORDS, archived_document, hostile_documents, page_of

HOSTILE = hostile_documents()


class Read(HTMLParser):
    """Reads a page back: its elements with attributes, and the words within each mark of ours."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.open, self.marked, self.numbers = [], [], {}, []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.elements.append((tag, given))
        self.open.append((tag, given if "sayso" in (given.get("class") or "").split() else None))
        if given.get("data-sayso-number"):
            self.numbers.append(int(given["data-sayso-number"]))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        for _, mark in self.open:
            if mark:
                self.marked[mark["title"]] = self.marked.get(mark["title"], "") + data


def words(text):
    return "".join(text.split())


def document_of(html):
    return make_document(content=html.encode(), name="p", origin="p.html", fetched="", media_type="text/html")


def dumped(html):
    """Return (document, article) without the roles of lines, which no mark needs."""
    page = dump(parse(html))
    return document_of(html), Article("a" * 16, "d" * 16, page.text, (), nodes=page.runs)


def text_of(body):
    root = parse(f"<body>{body}</body>")
    return "" if root is None else dump(root).text


@pytest.mark.parametrize(("document", "article", "statements"), HOSTILE, ids=[one[0].name for one in HOSTILE])
def test_a_hostile_page_keeps_its_quotation_and_nothing_that_runs_loads_or_leads_away(document, article, statements):
    page = clean.archived(document, article, marks_of(statements))
    read = Read(page.body)
    for tag, attributes in read.elements:
        assert tag in rules.TAGS
        assert set(attributes) <= rules.ATTRIBUTES["*"] | rules.ATTRIBUTES.get(tag, frozenset())
        assert not attributes.get("src", "data:image/").startswith(("http", "//", "javascript"))
        assert "url" not in attributes.get("style", "")
    assert not re.search(r"url\s*\(|@import|image-set|</|<!", page.styles)
    if statements:
        assert words(read.marked["statement 1: content"]) == words(WORDS)
        assert read.marked["statement 1: source"] == "Ada Voss"
        assert read.numbers == [1]


def test_only_the_attack_that_swallows_the_story_has_no_statement():
    assert [document.name for document, _, statements in HOSTILE if not statements] == ["plain text, before"]


def test_a_quotation_that_crosses_elements_is_marked_in_each_of_them():
    page = clean.archived(*_marked(archived_document("quay", page_of("", before=True))))
    assert page.body.count('class="sayso sayso-content"') > 3
    assert page.body.count('id="sayso-') == 1
    assert re.search(r"<b><mark [^>]*>old </mark><i><mark [^>]*>quay</mark></i></b>", page.body)


def _marked(made):
    document, article, statements = made
    return document, article, marks_of(statements)


def test_marks_that_overlap_are_split_and_nested_as_spans_are():
    document, article = dumped("<p>one two three four</p>")
    marks = [Mark(0, 13, "content", "a1", 1, True, True), Mark(8, 18, "content", "b2", 2, True, True)]
    read = Read(clean.archived(document, article, marks).body)
    assert read.marked == {"statement 1: content": "one two three", "statement 2: content": "three four"}
    assert read.numbers == [1, 2]


def test_characters_that_are_not_where_the_map_says_are_not_marked():
    _, article = dumped("<p>one two three</p>")
    page = clean.archived(document_of("<p>six ten three</p>"), article, [Mark(0, 3, "content", "a1", 1, True, True)])
    assert "sayso" not in page.body


def test_a_page_deeper_than_paths_go_is_marked_too():
    document, article = dumped("<div>" * 200 + "deep words" + "</div>" * 200 + "<p>and others</p>")
    read = Read(clean.archived(document, article, [Mark(5, 14, "content", "a1", 1, True, True)]).body)
    assert words(read.marked["statement 1: content"]) == "wordsand"


def test_a_page_in_parts_that_a_script_moves_is_shown_whole():
    document, article = dumped('<p>one</p><div hidden id="S:0"><p>two</p></div><div hidden>three</div>')
    body = clean.archived(document, article, []).body
    assert body.count("hidden") == 1
    assert article.text == "one\ntwo"


def test_an_element_that_no_html_has_is_taken_off_its_words():
    document, article = dumped('<ulclass="pros"><p>one two</p></ulclass><o:p>three</o:p>')
    read = Read(clean.archived(document, article, [Mark(0, 7, "content", "a1", 1, True, True)]).body)
    assert read.marked == {"statement 1: content": "one two"}
    assert {tag for tag, _ in read.elements} == {"p", "mark"}


def test_what_the_page_hides_stays_hidden_whatever_hides_it():
    html = '<p>one<form style="display:none"><p>two</form><x-menu hidden>three</x-menu><dialog>four</dialog>'
    document, article = dumped(html)
    assert text_of(clean.archived(document, article, []).body) == article.text == "one"


def test_a_page_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_CHARACTERS", 10)
    document, article = dumped("<p>one two three</p>")
    with pytest.raises(InputError, match="up to 10 are shown"):
        clean.archived(document, article, [])


def test_style_sheets_beyond_the_limit_are_left_out(monkeypatch):
    monkeypatch.setattr(module, "MAX_STYLES", 30)
    document, article = dumped("<style>p { color: red }</style><style>p { color: blue; margin: 0 }</style><p>one")
    assert clean.archived(document, article, []).styles == "p { color: red }"


def test_pictures_that_the_page_holds_stay_and_others_leave_their_words():
    kept = "data:image/png;base64,aGk="
    document, article = dumped(f'<p>one<img src="{kept}" alt="a"><img src="{OUT}" alt="The quay">')
    read = Read(clean.archived(document, article, []).body)
    assert [one for tag, one in read.elements if tag == "img"] == [{"src": kept, "alt": "a"}, {"alt": "The quay"}]


INLINE = ("b", "i", "span", "a", "em", "u", "font")
BLOCK = ("div", "p", "section", "blockquote", "h2")
some_words = st.text(st.sampled_from("ab é“”\n\t\xa0<&\u202ez"), max_size=12).map(
    lambda text: escape(text, quote=False)
)
unseen = st.sampled_from(
    (
        "<!-- no -->",
        "<script>no()</script>",
        "<style>p{}</style>",
        "<svg><text>no</text></svg>",
        "<span hidden>no</span>",
    )
)
inline = st.recursive(
    some_words | unseen,
    lambda inner: st.tuples(st.sampled_from(INLINE), st.lists(inner, max_size=3)).map(
        lambda one: f"<{one[0]}>{''.join(one[1])}</{one[0]}>"
    ),
    max_leaves=6,
)
blocks = st.lists(
    st.tuples(st.sampled_from(BLOCK), st.lists(inline, max_size=4)).map(
        lambda one: f"<{one[0]}>{''.join(one[1])}</{one[0]}>"
    )
    | some_words,
    min_size=1,
    max_size=6,
).map("".join)


@given(blocks, st.data())
def test_the_text_of_the_marked_page_is_the_text_of_the_page(html, data):
    """And each mark's words are the words of its span; whatever the page, whatever the spans."""
    html = f"<body>{html}</body>"
    document, article = dumped(html)
    place = st.integers(0, len(article.text))
    spans = [sorted(pair) for pair in data.draw(st.lists(st.tuples(place, place), max_size=5))]
    roles = st.sampled_from(("content", "source", "cue"))
    marks = [
        Mark(start, end, data.draw(roles), f"{n:016x}", n, True, True)
        for n, (start, end) in enumerate(spans, 1)
        if start < end
    ]
    body = clean.archived(document, article, sorted(marks, key=Mark.sort_key)).body
    assert text_of(body) == article.text
    read = Read(body)
    for mark in marks:
        said = read.marked.get(f"statement {mark.number}: {mark.role}", "")
        assert words(said) == words(article.text[mark.start : mark.end])
    shown = [mark.number for mark in marks if words(article.text[mark.start : mark.end])]
    assert set(shown) <= set(read.numbers)


@given(st.text(st.sampled_from("url(\\ 75726c@imports*/;{}<>'\"data:e")))
def test_a_style_sheet_made_harmless_is_harmless_again(sheet):
    found = harmless(sheet)
    assert "<" not in found
    assert not re.search(r"@import", found, re.IGNORECASE)
    assert not re.search(r"url\s*\((?!\s*[\"']?data:image/)", found, re.IGNORECASE)


@pytest.mark.parametrize(
    "sheet",
    [
        f"@imp@import x;ort '{OUT}'",
        f"@imp<ort '{OUT}'",
        f"@im\x00port '{OUT}'",
        f"p{{background:\\\\75rl({OUT})}}",
        f"p{{background:u<rl({OUT})}}",
        f"p{{background:\\{'5c ' * 9}75 rl({OUT})}}",
        "p{background:" + "\\" * 50 + f"75 rl({OUT})}}",
    ],
)
def test_no_style_sheet_is_put_together_from_what_is_taken_out(sheet):
    found = harmless(sheet)
    assert not re.search(r"@import|[^a-z]url\(", found, re.IGNORECASE)


def test_the_quotation_of_these_tests_is_what_its_mark_up_says():
    assert text_of(f"<p>{QUOTATION}</p>") == WORDS
