"""The report: one file, everything escaped, marks that nest, links that lead both ways."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.export.marking import Mark, by_line, marked, marks_of, shown
from sayso.export.report import write_report
from sayso.records import Act, ChainLink, Dated, Line, Manner, Role, Span, Statement

VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Reads HTML strictly: every tag is closed where it should be; keeps tags, attributes and text."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text, self.inside = [], [], "", []

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.text += data
        self.inside.append((data, list(self.open)))


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def report(*pages, title="Who said what"):
    stream = io.BytesIO()
    assert write_report(stream, iter(pages), title) == len(pages)
    return stream.getvalue().decode("utf-8")


def test_a_report_is_one_file_without_script_that_asks_the_network_for_nothing(make):
    found = read(report(make.page()))
    assert not {"script", "img", "link", "iframe", "object", "form", "base"} & {tag for tag, _ in found.seen}
    assert not any(name.startswith("on") or name in ("style", "src") for _, given in found.seen for name in given)
    assert {given["href"][0] for tag, given in found.seen if tag == "a" and not given["href"].startswith("http")} == {
        "#"
    }


def test_the_content_policy_allows_the_style_of_this_file_and_nothing_else(make):
    html = report(make.page())
    style = re.search("<style>(.*?)</style>", html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert f'content="{policy}"' in html


def test_statements_in_the_text_and_in_the_table_lead_to_each_other(make):
    found = read(report(make.page()))
    ids = [given["id"] for _, given in found.seen if "id" in given]
    assert len(ids) == len(set(ids))
    links = {given["href"][1:] for tag, given in found.seen if tag == "a" and given["href"].startswith("#")}
    assert links <= set(ids)
    for statement in make.page().statements:
        assert {f"s-{statement.id}", f"t-{statement.id}"} <= links


def test_the_roles_are_told_apart_by_more_than_colour(make):
    html = report(make.page())
    assert '<span class="source" title="1: source">She</span>' in html
    assert '<span class="cue" title="1: cue">said</span>' in html
    for word in ("Who says it", "Lines that no statement is read from"):
        assert word.lower() in html.lower()
    assert re.search(r"\.source \{[^}]*underline solid.*\.cue \{[^}]*underline dotted", html, re.DOTALL)


def test_lines_that_are_no_body_are_shown_with_their_role(make):
    assert '<span class="role" lang="en">credit</span> Photo: Io Brandt</p>' in report(make.page())


def test_the_page_says_where_it_is_from_and_how_each_thing_is_known(make):
    found = read(report(make.page(basis=(("outlet", "open graph"),))))
    text = " ".join(found.text.split())
    for words in ("The Northmark Herald (open graph)", "2031-05-05 (json-ld)", "ab" * 32, "pages/dam.html", "m 1"):
        assert words in text
    assert ("a", "https://herald.example/dam") in {(tag, given.get("href")) for tag, given in found.seen}
    assert "<dt>Published</dt><dd>unknown</dd>" in report(make.page(published=None))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", " https://x.example", "//x.example"])
def test_an_address_that_is_not_of_the_web_is_text_and_no_link(make, address):
    found = read(report(make.page(url=address)))
    assert address.strip() in found.text
    assert not any(given.get("href", "#")[0] != "#" for _, given in found.seen)


def test_a_translated_page_says_that_these_are_not_the_speakers_words(make):
    html = report(make.page(translated_by="a <b>machine</b>"))
    assert "Translated by <bdi>a &lt;b&gt;machine&lt;/b&gt;</bdi>; not the speaker’s words." in html
    assert "not the speaker" not in report(make.page())


def test_a_date_without_its_year_stays_without_it(make):
    assert "said on 05-05, year unknown (in text: “talks”)" in words_of(make.page())


def words_of(page):
    return " ".join(read(report(page)).text.split())


def test_each_field_of_a_statement_stands_in_the_table_with_how_it_is_known(make):
    words = words_of(make.page())
    for expected in (
        "Ava Lind person, NMK (by pronoun)in the text: She",
        "to Marsh Radio organisation",
        "through Marsh Radio (interview)",
        "through Wire (agency)",
        "REJECTat Marshland",
        "negated, future",
        "negative tone",
        "within statement 1",
    ):
        assert expected.replace(" ", "") in words.replace(" ", "")


def test_words_that_a_link_was_read_from_are_shown_where_they_are_not_its_name(make):
    page = make.page()
    first = replace(page.statements[0], chain=(ChainLink("Marsh Radio", "interview", Span(0, 3)),))
    words = words_of(replace(page, statements=(first, *page.statements[1:])))
    assert "through Marsh Radio (interview: “Dam”)" in words


def test_a_nested_statement_is_set_in_below_its_parent_whatever_order_they_came_in(make):
    page = make.page()
    for statements in (page.statements, page.statements[::-1]):
        found = read(report(replace(page, statements=statements)))
        rows = [given for tag, given in found.seen if tag == "tr" and "id" in given]
        places = {given["id"][2]: (n, given.get("class")) for n, given in enumerate(rows)}
        assert places["6"] == (places["5"][0] + 1, "nested nested-1")
        assert places["5"][1] is places["7"][1] is None


def test_a_nested_statement_whose_parent_is_left_out_says_so(make):
    page = make.page()
    assert "within a statement that is left out here" in words_of(replace(page, statements=page.statements[1:]))


def test_a_page_that_was_read_in_part_says_so_and_that_nothing_was_found_in_that_part(make):
    page = make.page(not_extracted="text beyond the first 5 characters (setting max_characters)")
    lines = (*page.article.lines[:1], replace(page.article.lines[-1], role=Role.UNREAD))
    html = report(replace(page, article=replace(page.article, lines=lines), statements=()))
    assert "Not read for statements: text beyond the first 5 characters (setting max_characters)." in html
    assert "No statements were found on this page." in html


def test_a_page_that_was_not_extracted_says_why(make):
    html = report(replace(make.page(not_extracted="language ru"), statements=()))
    assert "No statements were read from this page: language ru." in html


HOSTILE = "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>'\"&amp;{{7*7}}\u202egnp\0"


def test_hostile_words_in_any_field_stay_words(make):
    page = make.page(
        title=HOSTILE,
        outlet=HOSTILE,
        authors=(HOSTILE,),
        url=HOSTILE,
        language=HOSTILE,
        translated_by=HOSTILE,
        not_extracted=HOSTILE,
        published=Dated(HOSTILE, "day", HOSTILE),
        basis=(("outlet", HOSTILE),),
        text=HOSTILE,
        lines=(Line(0, len(HOSTILE), Role.BODY),),
    )
    content = (Span(0, len(HOSTILE)),)
    first = replace(page.statements[0], source=content, cue=content, content=content)
    speaker = replace(first.speaker, name=HOSTILE)
    speaker = replace(speaker, kind=HOSTILE, affiliation=(HOSTILE,), basis=HOSTILE)
    span = Span(0, len(HOSTILE))
    hostile = replace(
        first,
        speaker=speaker,
        addressee=speaker,
        said_on=replace(page.article.published, span=span),
        chain=(ChainLink(HOSTILE, HOSTILE, span), ChainLink("x", "y", span)),
        act=Act(HOSTILE, ((HOSTILE, HOSTILE), (HOSTILE, HOSTILE))),
        modality=(HOSTILE, HOSTILE),
        tone=HOSTILE,
        parent=HOSTILE,
    )
    document = replace(page.document, name=HOSTILE, origin=HOSTILE)
    html = report(replace(page, document=document, statements=(hostile,)), title=HOSTILE)
    found = read(html)
    assert {"script", "img"}.isdisjoint(tag for tag, _ in found.seen)
    assert "\u202e" not in html
    assert "\0" not in html
    assert "{{7*7}}" in found.text


def test_marks_of_direction_are_written_out_and_letters_of_any_script_are_not():
    isolate = '<span class="hidden" title="LEFT-TO-RIGHT ISOLATE">U+2066</span>'
    override = '<span class="hidden" title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>'
    assert str(shown("\u2066a\u202e")) == f"{isolate}a{override}"
    assert str(shown("שלום, Плотина, می\u200cخواهم")) == "שלום, Плотина, می\u200cخواهم"


@given(
    text=st.text("ab<& ", min_size=1, max_size=30),
    spans=st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(["source", "cue", "content"])), max_size=8
    ),
)
@settings(max_examples=300, deadline=None)
def test_marks_nest_properly_and_cover_exactly_their_characters(text, spans):
    marks = [
        Mark(min(start, end, len(text)), min(max(start, end), len(text)), role, f"{n:016x}", n)
        for n, (start, end, role) in enumerate(spans)
    ]
    marks = sorted((mark for mark in marks if mark.start < mark.end), key=Mark.sort_key)
    found = read(str(marked(text, Line(0, len(text), Role.BODY), marks)))
    assert found.text == text
    place = 0
    for words, around in found.inside:
        titles = sorted(given["title"] for _, given in around)
        for offset in range(place, place + len(words)):
            covering = [f"{mark.number}: {mark.role}" for mark in marks if mark.start <= offset < mark.end]
            assert sorted(covering) == titles
        place += len(words)


def test_a_content_over_two_lines_is_marked_in_both_with_one_anchor_and_one_number():
    text = "one two\n\nthree four"
    lines = (Line(0, 7, Role.BODY), Line(9, 19, Role.BODY))
    statement = Statement("5" * 16, "a" * 16, (), (), (Span(4, 14),), Manner.DIRECT, 0.5)
    first, second = (
        marked(text, line, marks) for line, marks in zip(lines, by_line(lines, marks_of([statement])), strict=True)
    )
    assert first == f'one <mark class="content" id="t-{"5" * 16}" title="1: content">two</mark>'
    assert second.startswith('<mark class="content" title="1: content">three</mark><a class="number"')


def test_a_report_appears_whole_or_not_at_all(make, tmp_path):
    path = tmp_path / "report.html"
    assert write_report(path, [make.page()]) == 1
    before = path.read_bytes()

    def broken():
        yield make.page()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_report(path, broken())
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.html"]


def test_a_report_of_nothing_says_so():
    assert "There are none." in report()


def test_what_helps_those_who_listen_or_print_is_there(make):
    html = report(make.page(language="en"))
    for needed in (
        '<html lang="en">',
        "<caption",
        'scope="col"',
        'scope="row"',
        "prefers-color-scheme: dark",
        "@media print",
    ):
        assert needed in html
    assert html.index("<h1>") < html.index("<h2")
