"""What the commands show of a statement: every field, in its place, at the widths that terminals have."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from rich.console import Console
from rich.progress import Progress

from sayso.flat import flat_row
from sayso.link.actors import Actor, Office, Tenure
from sayso.link.matters import Matter, MatterSummary
from sayso.link_records import Link, LinkKind
from sayso.link_views import LinkRow
from sayso.read import Progress as Archived
from sayso.records import (
    Act,
    Article,
    ChainLink,
    Dated,
    Document,
    Line,
    Manner,
    ModelVersion,
    Page,
    Role,
    Span,
    Speaker,
    Statement,
)
from sayso.summaries import LinkSummary
from sayso.terminal import Rate, show_article, show_statement, statement_table
from sayso.terminal_links import actor_table, link_table, matter_table, show_linked

TEXT = "On Monday the envoy told Reed Radio: Kell denied that the weir leaks.\nNobody answered.\nThe Reed asked."


def span(words):
    start = TEXT.index(words)
    return Span(start, start + len(words))


def statement(identity, source, cue, content, **fields):
    spans = [(span(words),) for words in (source, cue, content)]
    return Statement(identity * 16, "a" * 16, *spans, Manner.INDIRECT, 0.75, **fields)


OUTER = statement(
    "5",
    "the envoy",
    "told",
    "Kell denied that the weir leaks",
    speaker=Speaker("s1", "Ana Lunt", "person", ("WRD",), "title", 0.9),
    addressee=Speaker("s2", "Reed Radio", "organisation", (), "name", 0.8),
    chain=(ChainLink("Reed Radio", "interview", span("Reed Radio")), ChainLink("Wire", "agency")),
    said_on=Dated("2031-05-05", "day", "relative to the page's date", span("On Monday")),
    act=Act("ACCUSE", (("K", "Dora Kell"), ("W", "Weir Board")), 0.5),
    modality=("negated", "future"),
    tone="negative",
)
INNER = statement("6", "Kell", "denied", "the weir leaks", parent="5" * 16)


def page_of(*statements):
    starts = [0, 70, 87]
    lines = tuple(
        Line(start, start + len(words), Role.BODY) for start, words in zip(starts, TEXT.split("\n"), strict=True)
    )
    document = Document("d" * 16, "weir", "weir.txt", "2031-05-06T07:08:09Z", "text/plain", None, "ab" * 32, b"")
    published = Dated("2031-05-06", "day", "given")
    article = Article("a" * 16, "d" * 16, TEXT, lines, "Weir", "The Reed", published=published)
    return Page(document, article, statements, ModelVersion("by-hand", "1"))


def rows_of(*statements):
    return [flat_row(page_of(*statements), one) for one in statements]


def printed(shown, width):
    stream = io.StringIO()
    Console(file=stream, width=width).print(shown)
    return stream.getvalue()


def cells(shown, width=160):
    """The words of each row, cell by cell, as a wide terminal shows them."""
    lines = printed(statement_table(shown), width).splitlines()
    starts = [lines[1].index(head) for head in ("when", "speaker", "act ->", "via", "content")]
    rules = [n for n, line in enumerate(lines) if set(line.strip()) == {"─"}]
    found = []
    for first, last in pairwise(rules[1:]):
        columns = zip(starts, [*starts[1:], None], strict=True)
        found.append([" ".join(" ".join(line[a:b] for line in lines[first + 1 : last]).split()) for a, b in columns])
    return found


def test_a_row_tells_when_who_what_is_done_through_whom_and_what():
    [row, _] = cells(rows_of(OUTER, INNER))
    assert row == [
        "2031-05-05 55555555",
        "Ana Lunt",
        "ACCUSE -> Dora Kell, Weir Board negated, future negative tone",
        "Reed Radio Wire The Reed",
        "Kell denied that the weir leaks",
    ]


def test_what_is_unknown_falls_back_on_the_words_of_the_source_and_the_pages_date_in_brackets():
    [row] = cells(rows_of(replace(INNER, parent=None)))
    assert row == ["(2031-05-06) 66666666", "Kell", "", "The Reed", "the weir leaks"]
    undated = replace(rows_of(INNER)[0], published=None, outlet=None, source_text="", parent=None)
    assert cells([undated]) == [["— 66666666", "—", "", "weir", "the weir leaks"]]


def test_a_nested_statement_stands_below_its_parent_behind_a_mark_whatever_order_they_came_in():
    for rows in (rows_of(OUTER, INNER), rows_of(INNER, OUTER)):
        assert [speaker for _, speaker, *_ in cells(rows)] == ["Ana Lunt", "> Kell"]
    deeper = statement("7", "Kell", "leaks", "weir", parent="6" * 16)
    assert [speaker for _, speaker, *_ in cells(rows_of(deeper, INNER, OUTER))] == ["Ana Lunt", "> Kell", "> > Kell"]


def test_a_nested_statement_without_its_parent_says_what_it_stands_within():
    [row] = cells(rows_of(INNER))
    assert (row[1], row[4]) == ("> Kell", "the weir leaks [within 55555555]")


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_the_terminal_and_cuts_no_word_off(width):
    row = replace(rows_of(OUTER)[0], said_on="2031-05-01/2031-05-31", outlet="The Northmarsh Courier")
    shown = printed(statement_table([row, replace(row, content_text="weir " * 40)]), width)
    assert max(map(len, shown.splitlines())) <= width
    assert "…" not in shown
    for words in ("2031-05-01/", "2031-05-31", "ACCUSE", "Ana Lunt", "Northmarsh", "Courier"):
        assert words in shown


def test_a_translation_is_said_to_be_one():
    [row] = cells([replace(rows_of(OUTER)[0], translated_by="a machine")])
    assert row[4].endswith("[translated by a machine]")


def test_marks_that_move_the_cursor_or_turn_its_direction_are_not_sent_to_the_terminal():
    nasty = "a\x1b[31m\u202eb"
    row = rows_of(OUTER)[0]
    named = dict.fromkeys(("speaker", "outlet", "content_text", "said_on", "act"), nasty)
    row = replace(row, **named, chain=(ChainLink(nasty, nasty),), act_targets=((nasty, nasty),), modality=(nasty,))
    shown = printed(statement_table([replace(row, tone=nasty)]), 120)
    page = page_of(OUTER)
    stream = io.StringIO()
    show_statement(Console(file=stream, width=120), replace(row, tone=nasty), page)
    for text in (shown, stream.getvalue()):
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_a_statement_is_shown_with_all_its_fields_and_the_words_they_were_read_from():
    stream = io.StringIO()
    [row, _] = rows_of(OUTER, INNER)
    show_statement(Console(file=stream, width=200), row, page_of(OUTER, INNER))
    lines = [" ".join(line.split()) for line in stream.getvalue().splitlines()]
    for line in (
        "source [10, 19] the envoy",
        "speaker Ana Lunt (person, WRD; basis: title; score 0.90)",
        "addressee Reed Radio (organisation; basis: name; score 0.80)",
        "said on 2031-05-05 (precision: day; basis: relative to the page's date; “On Monday” [0, 9])",
        "chain Reed Radio (interview, “Reed Radio” [25, 35])",
        "Wire (agency)",
        "act ACCUSE (score 0.50)",
        "targets Dora Kell (K), Weir Board (W)",
        "modality negated, future",
        "tone negative",
        "holds " + "6" * 16,
        "confidence 0.7500",
    ):
        assert line in lines
    assert "Nobody answered." not in lines, "only the lines that it was read from"


def test_what_is_not_known_of_a_statement_is_said_not_left_out():
    stream = io.StringIO()
    show_statement(Console(file=stream, width=200), rows_of(INNER)[0], page_of(INNER))
    lines = [" ".join(line.split()) for line in stream.getvalue().splitlines()]
    for line in (
        "within " + "5" * 16,
        "speaker not resolved",
        "addressee none named",
        "said on unknown",
        "chain none named",
        "act none",
        "targets none",
        "modality none",
        "tone neither positive nor negative",
    ):
        assert line in lines


def test_a_line_far_off_that_a_field_was_read_from_is_shown_too():
    far = replace(OUTER, chain=(ChainLink("The Reed", "outlet", span("The Reed")),))
    stream = io.StringIO()
    show_statement(Console(file=stream, width=200), rows_of(far)[0], page_of(far))
    assert "The Reed asked." in stream.getvalue()
    assert "Nobody answered." not in stream.getvalue()


def test_an_article_is_shown_line_by_line():
    stream = io.StringIO()
    show_article(Console(file=stream, width=120), page_of(OUTER, INNER))
    assert "body Nobody answered." in stream.getvalue()


def test_the_progress_line_says_how_far_an_archive_is_read():
    """A file's name is a stranger's: what a terminal would obey, or rich take for a style, is not sent."""
    bar = Progress(disable=True)
    rate = Rate(bar, None)
    rate.archive(Archived("news/[red]a\x1b[2J.warc.gz", 1_234, 5_100_000, 20_000_000))
    assert bar.tasks[0].fields["rate"] == "0.0 a second, 1,234 records, 5 of 20 MB of \\[red]a [2J.warc.gz"
    rate.archive(Archived("-", 64, 1_000_000, None))
    rate.advance()
    assert bar.tasks[0].fields["rate"].endswith(" a second, 64 records, 1 MB of -")


def test_links_are_counted_in_words_for_one_and_for_several():
    stream = io.StringIO()
    kinds = Counter({"copy": 13, "denial": 6, "paraphrase": 1, "reply": 2, "shift": 1})
    for found in (LinkSummary(1, 1, kinds), LinkSummary(2, 0, Counter()), LinkSummary()):
        show_linked(Console(file=stream, width=200), found)
    assert stream.getvalue().splitlines() == [
        "1 article linked: 13 copies, 6 denials, 1 paraphrase, 2 replies, 1 shift; 1 copied article",
        "2 articles linked: no links; 0 copied articles",
        "nothing waits to be linked",
    ]


def test_actors_fit_a_narrow_terminal_and_neither_their_kinds_nor_their_days_are_cut():
    held = (Tenure(Office("chair of the board", "weir board"), "2031-05-01", "2031-11-30", 3),)
    names = ("The Weir Board", "Weir Board of the Northmarsh")
    board = Actor("e442d87f" * 2, "organisation", names[0], names, (), held, 1_234, "2031-05-01", "2031-11-30")
    shown = printed(actor_table([board, replace(board, until="2031-05-01")]), 80)
    assert max(map(len, shown.splitlines())) <= 80
    assert "…" not in shown
    for words in ("organisation", "2031-05-01 –", "2031-11-30", "e442d87f", "1,234"):
        assert words in shown


def test_a_denial_that_is_only_told_is_marked_and_its_source_not_said_to_deny():
    denied, row = rows_of(OUTER, INNER)
    told = replace(row, source_text="Velden", cue_text="claims", content_text="that both have denied", parent=None)
    links = [Link(one, LinkKind.DENIAL, "x", denied.id, 0.7, "by its words", "test") for one in "ab"]
    shown = printed(link_table([LinkRow(links[0], told, denied), LinkRow(links[1], row, denied)]), 160)
    assert shown.count("as told") == 1
    assert "Velden tells: that both have denied" in shown
    assert "Kell: the weir leaks" in shown


def test_who_speaks_in_a_link_and_is_not_known_is_shown_as_in_the_table_of_statements():
    row = replace(rows_of(INNER)[0], source_text="")
    link = Link("a", LinkKind.COPY, row.id, row.id, 0.7, "", "test")
    assert "—: the weir leaks" in printed(link_table([LinkRow(link, row, row)]), 160)


def test_a_matter_has_one_number_where_there_are_no_copies_and_two_where_there_are():
    for ids, more in ((("5" * 16, "6" * 16), []), (("5" * 16, "6" * 16, "7" * 16), ["(3 with copies)"])):
        matter = Matter("m" * 16, ids[0], ids, 2)
        found = MatterSummary(matter, "the weir", "2031-05-05", "2031-05-05", (("Kell", 2),), (("The Reed", 2),))
        lines = printed(matter_table([found]), 160).splitlines()
        *_, first, second = [re.split(r"\s{2,}", line.strip()) for line in lines if line.strip()]
        assert first == ["the weir", "2031-05-05", "2", "Kell 2", "The Reed 2"]
        assert second == ["55555555", *more]
