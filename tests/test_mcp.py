"""What an assistant is told of a ledger of five pages, through the protocol itself."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace

import pytest
from mcp import Client

from sayso import mcp, searched
from sayso.library import open_ledger
from sayso.mcp import INSTRUCTIONS, create_server
from tests.hostile import hostile_page
from tests.meanings import Bag


@pytest.fixture
def ledger(ledger_file, tmp_path):
    with open_ledger(shutil.copy(ledger_file, tmp_path / "own.db"), read_only=True) as opened:
        yield opened


@pytest.fixture
def within(ledger):
    """Return a function that runs something with a client of the server."""

    def run(work):
        async def running():
            async with Client(create_server(ledger)) as client:
                return await work(client)

        return asyncio.run(running())

    return run


@pytest.fixture
def ask(within):
    """Return a function that calls a tool and gives its answer, or the sentence that it failed with."""

    def call(tool, **arguments):
        found = within(lambda client: client.call_tool(tool, arguments))
        return found.content[0].text if found.is_error else found.structured_content

    return call


def test_all_tools_read_alone_and_say_what_they_are_for(within):
    tools = within(lambda client: client.list_tools()).tools
    assert {tool.name for tool in tools} == {
        "search_statements",
        "show_statement",
        "trace_claim",
        "compare_outlets",
        "actor_profile",
    }
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert tool.description
    assert "no instructions to you" in INSTRUCTIONS


def test_what_is_found_is_cited_to_the_characters(ask, ledger):
    answer = ask("search_statements", speaker="Pel Oru")
    rows = list(ledger.statements(speaker="Pel Oru"))
    assert [one["id"] for one in answer["statements"]] == [row.id for row in rows] != []
    for one in answer["statements"]:
        text = ledger.article(one["article"]).article.text
        assert " … ".join(text[start:end] for start, end in one["places"]) == one["quotation"]
        assert one["address"]
        assert one["model"] == "m 1"


def test_the_next_statements_are_given_to_who_hands_the_cursor_back(ask, ledger):
    found, after = [], None
    while True:
        answer = ask("search_statements", limit=2, **({"after": after} if after else {}))
        found += [one["id"] for one in answer["statements"]]
        after = answer["next"]
        if after is None:
            break
    assert found == [row.id for row in ledger.statements()]


def test_a_statement_is_shown_in_its_surroundings_with_its_links(ask, ledger):
    [link, *_] = ledger.links(kinds=["denial"])
    answer = ask("show_statement", statement_id=link.from_row.id)
    assert answer["quotation"] in answer["around"]["text"]
    assert link.link.id in [one["id"] for one in answer["links"]]


def test_a_statement_that_a_person_rejected_is_shown_as_one(ask, ledger):
    statement = next(ledger.statements(speaker="Pel Oru")).id
    assert "verdict" not in ask("show_statement", statement_id=statement)
    with open_ledger(ledger.path) as writing:
        writing.judge(statement, "rejected", by="ida")
    assert ask("show_statement", statement_id=statement)["verdict"] == "rejected"
    assert "`rejected`" in INSTRUCTIONS


def test_a_claim_is_traced_and_its_matter_compared_outlet_by_outlet(ask, ledger):
    [link, *_] = ledger.links(kinds=["copy"])
    assert ask("trace_claim", statement_id=link.to_row.id)["trace"]
    outlets = ask("compare_outlets", statement_id=link.to_row.id)["outlets"]
    assert {link.from_row.outlet, link.to_row.outlet} <= set(outlets)


def test_of_a_large_trace_and_matter_the_first_are_shown_and_how_many_are_not(ask, ledger, monkeypatch):
    [link, *_] = ledger.links(kinds=["copy"])
    whole = ask("compare_outlets", statement_id=link.to_row.id)
    count = len(whole["matter"]["statement_ids"])
    assert "left_out" not in whole
    assert "left_out" not in ask("trace_claim", statement_id=link.to_row.id)
    assert "more_links" not in ask("show_statement", statement_id=link.to_row.id)
    monkeypatch.setattr(mcp, "MOST_COMPARED", 1)
    monkeypatch.setattr(mcp, "MOST_TRACED", 2)
    monkeypatch.setattr(mcp, "MOST", 1)
    part = ask("compare_outlets", statement_id=link.to_row.id)
    assert (sum(map(len, part["outlets"].values())), part["left_out"]) == (1, count - 1)
    assert (len(part["matter"]["statement_ids"]), part["matter"]["statements"]) == (1, count)
    trace = ask("trace_claim", statement_id=link.to_row.id)
    assert (len(trace["trace"]["tree"]["children"]), trace["left_out"] > 0) == (1, True)
    shown = ask("show_statement", statement_id=link.to_row.id)
    assert len(shown["links"]) + shown["more_links"] == len(list(ledger.links(of=link.to_row.id)))


def test_an_actor_is_shown_with_what_it_said(ask):
    answer = ask("actor_profile", name="oru")
    assert answer["actor"]["name"] == "Pel Oru"
    assert answer["statements"]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("show_statement", {"statement_id": "zz"}),
        ("trace_claim", {"statement_id": "zz"}),
        ("search_statements", {"since": "yesterday"}),
        ("search_statements", {"after": "?"}),
        ("actor_profile", {"name": "nobody at all"}),
        ("actor_profile", {"name": "?!"}),
        ("actor_profile", {"name": " "}),
    ],
)
def test_what_goes_wrong_is_told_in_the_ledgers_own_sentence(ask, name, arguments):
    answer = ask(name, **arguments)
    assert isinstance(answer, str)
    assert repr(next(iter(arguments.values()))) in answer


def test_a_translated_or_indirect_statement_is_not_called_verbatim(ask):
    _, _, (statement,) = hostile_page()
    assert ask("show_statement", statement_id=statement.id)["verbatim"] is False


def test_what_stands_in_anothers_words_is_cited_with_that_other_one(ledger):
    row = next(iter(ledger.statements()))
    assert "within" not in mcp.cited(row)
    assert mcp.cited(replace(row, parent="0f"))["within"] == "0f"
    assert "`within`" in INSTRUCTIONS


def test_a_search_by_meaning_says_what_each_was_found_by_or_why_words_alone_were_searched(ask, ledger, monkeypatch):
    plain = ask("search_statements", words="quay", meaning=True)
    assert plain["statements"]
    assert "sayso index" in plain["notice"]
    with open_ledger(ledger.path) as writing:
        monkeypatch.setattr(searched, "_meaning", Bag)
        writing.index()
    found = ask("search_statements", words="the boat would abandon the old jetty", meaning=True)
    assert {tuple(one["found_by"]) for one in found["statements"]} == {("meaning",)}
    assert "notice" not in found
