"""A trace tells origins apart, and copies from reports of one's own."""

import json
from dataclasses import replace
from itertools import permutations

from sayso.export.trace_tree import DEEPEST, trace_tree
from sayso.export.traces import write_trace
from sayso.link.origins import TextOrigin
from sayso.link.trace import Origin, Report, Trace, trace
from sayso.link_records import ArticleCopy, CopyKind, Link, LinkKind
from sayso.records import ChainLink

CLAIM = "the strait is closed"


def three(make):
    through = (ChainLink("Harbour News Agency", "interview"),)
    first = make.row(CLAIM, article="a1", published="2031-05-01", outlet="Velden Post", chain=through)
    copied = make.row(CLAIM, article="a2", published="2031-05-02", outlet="Ostrel Times")
    told = make.row("it is shut", article="a3", published="2031-05-03", outlet="Marsh Radio", chain=through)
    alone = make.row("ships may not pass", article="a4", published="2031-05-04", outlet="The Quay")
    copies = [ArticleCopy("c", CopyKind.REPRINT, "a2", "a1", 0.97, "the same text", "test")]
    return [first, copied, told, alone], copies


def test_copies_and_words_through_one_agency_are_one_origin(make):
    rows, copies = three(make)
    found = trace(rows[2], rows, copies)
    assert [[report.row.outlet for report in origin.reports] for origin in found.origins] == [
        ["Velden Post", "Ostrel Times", "Marsh Radio"],
        ["The Quay"],
    ]
    assert found.origins[0].through == ("Harbour News Agency",)
    assert found.earliest.outlet == "Velden Post"
    assert found.origins[0].reports[1].copied_from is rows[0]


def test_the_order_in_which_statements_are_given_does_not_matter(make):
    rows, copies = three(make)
    assert len({repr(trace(rows[0], some, copies)) for some in permutations(rows)}) == 1


def test_a_text_that_credits_an_agency_is_copied_from_the_agencys_own_even_on_the_same_day(make):
    first = make.row(CLAIM, article="a1", published="2031-05-01", outlet="Velden Post")
    own = make.row(CLAIM, article="a2", published="2031-05-01", outlet="Harbour News Agency")
    copies = [ArticleCopy("c", CopyKind.WIRE, "a2", "a1", 0.97, "the same text", "test")]
    text = TextOrigin(("a1", "a2"), "a2", "Harbour News Agency", "1 of 2 credit the agency Harbour News Agency")
    found = trace(first, [first, own], copies, texts=[text])
    assert found.earliest is own
    assert {report.row.outlet: report.copied_from for report in found.origins[0].reports} == {
        "Velden Post": own,
        "Harbour News Agency": None,
    }
    assert trace_tree(found).children[0].reason == text.reason


def test_a_translation_service_is_no_origin(make):
    through = (ChainLink("Bridge Translator", "translation"),)
    rows = [make.row(CLAIM, article=one, chain=through) for one in ("a1", "a2")]
    assert len(trace(rows[0], rows, []).origins) == 2


def test_the_tree_sets_copies_below_what_they_copy_and_tells_who_denied(make):
    rows, copies = three(make)
    denial = make.row("that the strait was closed", by="Pel Oru", said="denied", article="a9", published="2031-05-06")
    link = Link("l", LinkKind.DENIAL, denial.id, rows[0].id, 0.9, 'by its words, "denied"', "test")
    tree = trace_tree(trace(rows[0], rows, copies, [(link, denial)]))
    assert [(depth, node.kind) for depth, node in tree.walk()] == [
        (0, "claim"),
        (1, "origin"),
        (2, "report"),
        (3, "copy"),
        (2, "report"),
        (1, "origin"),
        (2, "report"),
        (1, "denial"),
    ]


def test_every_format_tells_the_same_and_escapes_what_it_is_told(make):
    rows, copies = three(make)
    hostile = 'Pel "<script>" \\ Oru\x1b[31m'
    rows[0] = replace(rows[0], content_text=hostile, outlet=hostile)
    written = {
        form: write_trace(form, trace(rows[0], rows, copies)).decode() for form in ("text", "json", "dot", "svg")
    }
    assert "2 independent origins, 4 reports, 0 denials" in written["text"]
    assert "\x1b" not in written["text"] + written["dot"] + written["svg"]
    assert "<script>" not in written["svg"]
    assert 'label="Pel \\"<script>\\" \\\\ Oru [31m' in written["dot"]
    assert written["svg"].count("<rect") == written["dot"].count("shape=") == 1 + 2 + 4


def test_a_chain_of_thousands_of_copies_is_told_whole_in_every_format(make):
    """Each copies the one before it: so deep neither a drawing nor a reader of JSON can follow."""
    many = 1_900
    day = [f"{2001 + n // 336}-{n % 336 // 28 + 1:02}-{n % 28 + 1:02}" for n in range(many)]
    rows = [make.row(CLAIM, article=f"a{n}", published=day[n], outlet=f"Quay {n}") for n in range(many)]
    sources = {rows[n].id: rows[n - 1] for n in range(1, many)}
    reports = tuple(Report(row, sources.get(row.id)) for row in rows)
    found = Trace(rows[0], (Origin("Ada Voss", (), reports),), (), ())
    written = {form: write_trace(form, found).decode() for form in ("text", "json", "dot", "svg")}
    assert written["svg"].count("<rect") == written["dot"].count("shape=") == 2 + many
    assert written["text"].count("copied by Quay ") == many - 1
    assert json.loads(written["json"])["reports"] == many
    nodes = list(trace_tree(found).walk())
    assert [node.statement_id for _, node in nodes[2:]] == [row.id for row in rows]
    assert max(depth for depth, _ in nodes) == DEEPEST + 2
    assert nodes[-1][1].reason == f"copied from Quay {many - 2} [{rows[-2].id[:8]}]"
    assert nodes[DEEPEST + 1][1].reason is None
