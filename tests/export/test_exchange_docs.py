"""What the documents say of networks and exchange is what the code does."""

from __future__ import annotations

import doctest
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from sayso.export import NETWORK_FORMATS
from sayso.export.dna_table import COLUMNS
from sayso.link.balance import EXACT, Balance
from sayso.link.networks import Edge, Node
from sayso.link.stances import SCALE, stance
from tests.export import talk

DOCS = Path(__file__).parents[2] / "docs"
NETWORKS = (DOCS / "networks.md").read_text(encoding="utf-8")
EXCHANGE = (DOCS / "exchange.md").read_text(encoding="utf-8")
SIGNS = {1: "+", 0: "0", -1: "-"}


def test_the_worked_example_gives_what_is_shown():
    found = doctest.testfile(str(DOCS / "networks.md"), module_relative=False, globs={"rows": talk.ROWS})
    assert found.attempted > 5
    assert found.failed == 0


def test_the_scale_in_the_documents_is_the_scale():
    told = {(act, tone or None): (sign, float(value)) for act, tone, sign, value in rows_of_scale()}
    expected = {(act, None): one for act, one in SCALE.acts.items()}
    expected |= {("REQUEST", tone): one for tone, one in SCALE.requests.items()}
    assert told == {key: (SIGNS[one.sign], one.intensity) for key, one in expected.items()}
    for (act, tone), (sign, value) in told.items():
        found = stance(replace(talk.FIRST, act=act, tone=tone))
        assert (SIGNS[found.sign], found.intensity) == (sign, value)


def rows_of_scale():
    return re.findall(r"^\| ([A-Z]+)(?:, tone (\w+))? \| ([+0-]) \| (-?[\d.]+) \|", NETWORKS, re.MULTILINE)


@pytest.mark.parametrize("record", [Node, Edge, Balance])
def test_every_field_is_documented(record):
    assert [one.name for one in fields(record) if f"`{one.name}`" not in NETWORKS] == []


@pytest.mark.parametrize("name", NETWORK_FORMATS)
def test_every_network_format_is_documented(name):
    assert f"`{name}`" in NETWORKS


def test_the_size_up_to_which_the_line_index_is_known_is_the_one_told():
    assert f"more than {EXACT} actors" in NETWORKS


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_for_dna_is_documented(column):
    assert f"`{column}`" in EXCHANGE


@pytest.mark.parametrize("line", [line.strip() for line in re.findall(r"^    (\S.*)$", EXCHANGE, re.MULTILINE)])
def test_the_examples_are_lines_of_what_is_written(line):
    written = b"\n".join(talk.written()[name] for name in ("statements.dna", "statements.ftm")).decode("utf-8")
    assert line in written.splitlines()
