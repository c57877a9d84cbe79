"""A trace tells origins apart, and copies from reports of one's own."""

import json
from collections import Counter
from dataclasses import replace
from itertools import combinations, permutations

import pytest

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


@pytest.mark.parametrize(("issued", "is_copied"), [("2031-05-02", True), ("2031-05-09", False), ("2031-05", True)])
def test_a_page_is_no_copy_of_what_the_agency_issued_days_later_and_is_the_earliest(make, issued, is_copied):
    first = make.row(CLAIM, article="a1", published="2031-05-01", outlet="Velden Post")
    own = make.row(CLAIM, article="a2", published=issued, outlet="Harbour News Agency")
    copies = [ArticleCopy("c", CopyKind.WIRE, "a2", "a1", 0.97, "the same text", "test")]
    text = TextOrigin(("a1", "a2"), "a2", "Harbour News Agency", "1 of 2 credit the agency Harbour News Agency")
    found = trace(first, [first, own], copies, texts=[text])
    assert found.earliest is (own if is_copied else first)
    assert len(found.origins) == 1


def test_of_one_page_the_statement_that_stands_first_in_its_text_is_the_report(make):
    rows = [make.row(CLAIM, article="a1", at=at) for at in (10, 200, 3000, 40000)]
    found = trace(rows[0], reversed(rows), [])
    assert [report.row.content[0].start for report in found.origins[0].reports] == [10, 200, 3000, 40000]


def test_two_articles_that_have_their_text_from_a_third_are_one_origin_though_the_third_lacks_the_claim(make):
    rows = [make.row(CLAIM, article=one, published="2031-05-02", outlet=one) for one in ("a1", "a2")]
    text = TextOrigin(("a0", "a1", "a2"), "a0", "Harbour News Agency", "3 of 3 credit the agency Harbour News Agency")
    copies = [ArticleCopy(one, CopyKind.WIRE, one, "a0", 0.5, "shared text", "test") for one in ("a1", "a2")]
    assert len(trace(rows[0], rows, copies).origins) == 2
    [origin] = trace(rows[0], rows, copies, texts=[text]).origins
    assert sorted(report.row.outlet for report in origin.reports) == ["a1", "a2"]


def test_nobody_has_copied_whom_the_dates_do_not_have_before_him(make):
    dates = {"Monthly": "2031-05", "Daily": "2031-05-20", "Weekly": "2031-06-02", "Undated": None}
    rows = [make.row(CLAIM, article=name, published=date, outlet=name) for name, date in dates.items()]
    copies = [
        ArticleCopy(f"{one}{other}", CopyKind.REPRINT, one, other, 0.9, "the same text", "test")
        for one, other in combinations(dates, 2)
    ]
    [origin] = trace(rows[0], rows, copies).origins
    found = {one.row.outlet: one.copied_from.outlet if one.copied_from else None for one in origin.reports}
    assert found == {"Monthly": None, "Daily": None, "Weekly": "Monthly", "Undated": "Monthly"}


def test_a_trace_of_many_mutual_reprints_does_not_look_through_all_of_them_for_each(make):
    rows = [
        make.row(CLAIM, article=f"a{n:03d}", published=f"2031-{1 + n // 28:02d}-{1 + n % 28:02d}") for n in range(300)
    ]
    copies = [
        ArticleCopy(f"{one.id}{other.id}", CopyKind.REPRINT, one.article_id, other.article_id, 0.9, "", "test")
        for other, one in combinations(rows, 2)
    ]
    asked = Counter[str]()

    class Counted(list[ArticleCopy]):
        def __iter__(self):
            asked["times"] += 1
            return super().__iter__()

    [origin] = trace(rows[0], rows, Counted(copies)).origins
    assert {one.copied_from for one in origin.reports} == {None, rows[0]}
    assert asked["times"] < 5


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


def told(trace_of, form="text"):
    return write_trace(form, trace_of).decode()


def test_who_tells_that_others_deny_a_claim_is_not_said_to_deny_it(make):
    claim = make.row("that both of them had sold ships", by="Velden", said="accused")
    row = make.row("that both Norland and Oster have denied", by="Velden", said="claims", at=90)
    link = Link("l", LinkKind.DENIAL, row.id, claim.id, 0.7, "by its words", "test")
    found = trace(claim, [claim], [], [(link, row)])
    said = "as Velden tells: that both Norland and Oster have denied"
    assert f"  DENIED, {said} (2031-05-05)" in told(found)
    assert "DENIED by" not in told(found)
    [_, denial] = json.loads(told(found, "json"))["tree"]["children"]
    assert (denial["kind"], denial["label"]) == ("denial", f"denied, {said}")
    assert f'label="denied, {said}' in told(found, "dot")
    assert f"<title>denied, {said}</title>" in told(found, "svg")


@pytest.mark.parametrize(
    ("said", "content"),
    [
        ("denied", "that it had sold ships"),
        ("said", "that it had not sold a ship"),
        ("said", "“we reject these accusations”"),
        ("called", "the claims “complete nonsense”"),
    ],
)
def test_who_denies_in_words_of_his_own_is_said_to_deny(make, said, content):
    claim = make.row("that it had sold ships")
    row = make.row(content, by="Pel Oru", said=said, at=90)
    link = Link("l", LinkKind.DENIAL, row.id, claim.id, 0.7, "by contradiction", "test")
    assert f"  DENIED by Pel Oru: {content} (" in told(trace(claim, [claim], [], [(link, row)]))


def test_a_page_that_makes_a_claim_three_times_is_one_report(make):
    first, *others = [make.row(CLAIM, article="a1", at=at) for at in (10, 80, 200)]
    copied = [make.row(CLAIM, article="a2", published="2031-05-09", outlet="Ostrel Times", at=at) for at in (10, 80)]
    copies = [ArticleCopy("c", CopyKind.REPRINT, "a2", "a1", 0.97, "the same text", "test")]
    found = trace(first, [first, *others, *copied], copies)
    assert (found.pages, found.reports) == (2, 5)
    assert "1 independent origin, 2 reports (5 statements), 0 denials" in told(found)
    kinds = [(depth, node.kind) for depth, node in trace_tree(found).walk()]
    assert kinds == [(0, "claim"), (1, "origin"), (2, "report"), (3, "also"), (3, "also"), (3, "copy"), (4, "also")]
    assert {node.statement_id for _, node in trace_tree(found).walk()} == {row.id for row in (first, *others, *copied)}
    assert told(found).count("reported by The Harbour Post") == told(found).count("copied by Ostrel Times") == 1
    assert f"      also there: “{CLAIM}” (2031-05-05)" in told(found)
    tree = json.loads(told(found, "json"))
    assert (tree["reports"], tree["statements"]) == (2, 5)
    assert told(found, "svg").count("<rect") == told(found, "dot").count("shape=") == len(kinds)


def test_pages_far_down_a_chain_of_copies_tell_what_else_they_say_too(make):
    rows = [make.row(CLAIM, article=f"a{n:02d}", published=f"20{10 + n}", outlet=f"Quay {n}") for n in range(40)]
    more = [make.row(CLAIM, article=row.article_id, published=row.published, outlet=row.outlet, at=90) for row in rows]
    sources = {row.id: source for row, source in zip(rows[1:], rows, strict=False)}
    reports = tuple(Report(row, sources.get(row.id)) for both in zip(rows, more, strict=True) for row in both)
    found = Trace(rows[0], (Origin("Ada Voss", (), reports),), (), ())
    kinds = Counter(node.kind for _, node in trace_tree(found).walk())
    assert kinds == {"claim": 1, "origin": 1, "report": 1, "copy": 39, "also": 40}


def test_who_is_not_known_is_shown_as_in_the_table_of_statements(make):
    claim = replace(make.row(CLAIM, by=None), source_text="")
    row = replace(make.row("that it was open", by=None, said="denied", at=90), source_text="")
    link = Link("l", LinkKind.DENIAL, row.id, claim.id, 0.7, "by contradiction", "test")
    shown = told(trace(claim, [claim], [], [(link, row)]))
    assert "\n  — (2031-05-05) [" in shown
    assert "DENIED by —: that it was open" in shown


def test_a_content_in_quotation_marks_is_given_no_others(make):
    own, bare = make.row('"We are ready," she said'), make.row(CLAIM)
    assert told(trace(own, [own], [])).splitlines()[0] == '"We are ready," she said'
    assert told(trace(bare, [bare], [])).splitlines()[0] == f"“{CLAIM}”"


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
