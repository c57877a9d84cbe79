"""A network reads back as what it was in each format, whatever strangers put into its names."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sayso.errors import UsageError
from sayso.export import NETWORK_FORMATS, write_network
from sayso.export.network_fields import EDGE_FIELDS, NODE_FIELDS, edge_values, names_of, node_values
from sayso.link.networks import Edge, Network, Node
from sayso.link.periods import PeriodKind, containing
from tests.export import talk

GEXF = "{http://gexf.net/1.3}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
any_data = settings(max_examples=60, deadline=None)


@st.composite
def networks(draw):
    """Networks with anything in their texts."""
    ids = sorted(draw(st.sets(st.text("abc<&\"' é", min_size=1, max_size=6), min_size=2, max_size=4)))
    nodes = tuple(
        Node(one, draw(texts), draw(st.none() | texts), tuple(draw(st.lists(texts, max_size=2))), 1, 2, draw(blocs))
        for one in ids
    )
    kind = draw(st.sampled_from([PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH]))
    edges = {}
    for _ in range(draw(st.integers(0, 5))):
        source, target = draw(st.permutations(ids))[:2]
        day = draw(st.none() | st.dates())
        period = containing(day, kind) if day else None
        label, start, end = (period.label, period.start, period.end) if period else (None, None, None)
        statements = tuple(draw(st.lists(texts, min_size=1, max_size=3)))
        edges[source, target, label or "~"] = Edge(
            source, target, label, start, end, 2, 3, 1, 1, 0, 0.0, -0.25, ((draw(texts), 2),), 1, statements
        )
    return Network(nodes, tuple(edges[key] for key in sorted(edges)), kind)


blocs = st.none() | st.integers(1, 3)


def written(name, network, **options):
    stream = io.BytesIO()
    write_network(name, network, stream, **options)
    assert not stream.closed
    return stream.getvalue()


def legible(text):
    """What XML can hold of a text: a mark stands where a character that it has no place for was."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def legible_json(value):
    return legible(json.dumps(value, ensure_ascii=False))


@pytest.mark.parametrize("name", sorted(talk.written()))
def test_the_golden_files_are_what_is_written(name):
    assert talk.written()[name] == (talk.GOLDEN / name).read_bytes()


@pytest.mark.parametrize("name", NETWORK_FORMATS)
def test_a_network_of_nobody_can_be_written(name):
    written(name, Network((), (), PeriodKind.ALL))


def test_an_unknown_format_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match="'pajek' is unknown: give csv, csv-nodes, gexf, graphml, json"):
        written("pajek", talk.network())


@given(network=networks())
@any_data
def test_json_holds_all_of_it(network):
    found = json.loads(written("json", network))
    names = names_of(network)
    assert found["nodes"] == [node_values(node) for node in network.nodes]
    assert [{name: edge[name] for name in EDGE_FIELDS} for edge in found["edges"]] == [
        edge_values(edge, names) for edge in network.edges
    ]
    keys = [(edge["source"], edge["target"], edge["key"]) for edge in found["edges"]]
    assert len(set(keys)) == len(keys), "parallel edges have a key each"


@given(network=networks())
@any_data
def test_the_two_tables_hold_all_of_it(network):
    for form, fields, values in (
        ("csv", EDGE_FIELDS, [edge_values(edge, names_of(network)) for edge in network.edges]),
        ("csv-nodes", NODE_FIELDS, [node_values(node) for node in network.nodes]),
    ):
        text = written(form, network).decode("utf-8").replace("\0", "0")
        found = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [list(row) for row in found] == [list(fields)] * len(values)
        for row, value in zip(found, values, strict=True):
            for name, kind in fields.items():
                expected = value[name]
                cell = json.loads(row[name]) if kind is list else row[name]
                assert cell == expected or cell == ("" if expected is None else str(expected).replace("\0", "0"))


def test_a_name_that_begins_like_a_formula_is_kept_from_being_run_where_that_is_asked_for():
    network = Network((Node("a", '=cmd("x")', None, (), 0, 0),), (), PeriodKind.ALL)
    assert b"'=cmd" in written("csv-nodes", network, spreadsheet=True)
    assert b"'=cmd" not in written("csv-nodes", network)


def test_a_mean_below_nothing_stays_a_number_in_a_spreadsheet():
    ends = (Node("a", "Ada Voss", None, (), 1, 0), Node("b", "Pel Oru", None, (), 0, 1))
    edge = Edge("a", "b", None, None, None, 1, 1, 0, 1, 0, -1.0, -0.00001, (("ACCUSE", 1),), 1, ("s",))
    content = written("csv", Network(ends, (edge,), PeriodKind.ALL), spreadsheet=True)
    [row] = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert (row["mean_sign"], row["mean_intensity"]) == ("-1.0", "-1e-05")


@given(network=networks())
@any_data
def test_graphml_holds_all_of_it_with_its_types(network):
    root = etree.fromstring(written("graphml", network))
    types = {key.get("id"): key.get("attr.type") for key in root.iter(f"{GRAPHML}key")}
    nodes = list(root.iter(f"{GRAPHML}node"))
    actors = {node.get("id"): data_of(node)["node-actor"] for node in nodes}
    assert list(actors.values()) == [node.id for node in network.nodes]
    for found, node in zip(nodes, network.nodes, strict=True):
        assert data_of(found)["node-label"] == legible(node.name)
        assert data_of(found)["node-affiliation"] == legible_json(list(node.affiliation))
    for found, edge in zip(root.iter(f"{GRAPHML}edge"), network.edges, strict=True):
        data = data_of(found)
        assert set(data) <= set(types)
        assert (actors[found.get("source")], actors[found.get("target")]) == (edge.source, edge.target)
        assert data.get("edge-period") == edge.period
        assert data["edge-statements"] == legible_json(list(edge.statements))
        assert float(data["edge-mean_intensity"]) == edge.mean_intensity
    assert types["edge-n"] == "int"
    assert types["edge-mean_sign"] == "double"


def data_of(element):
    return {data.get("key"): data.text or "" for data in element.iter(f"{GRAPHML}data")}


@given(network=networks())
@any_data
def test_gexf_has_the_structure_of_its_schema(network):
    root = etree.fromstring(written("gexf", network))
    SCHEMA.assertValid(root)
    declared = {one.get("id") for one in root.iter(f"{GEXF}attribute")}
    assert {one.get("for") for one in root.iter(f"{GEXF}attvalue")} <= declared
    nodes = {node.get("id") for node in root.iter(f"{GEXF}node")}
    assert nodes == {node.id for node in network.nodes}
    ends = [(edge.get("source"), edge.get("target")) for edge in root.iter(f"{GEXF}edge")]
    assert len(set(ends)) == len(ends), "one edge for two actors, however many periods"
    assert set(ends) == {(edge.source, edge.target) for edge in network.edges}


@given(network=networks())
@any_data
def test_gexf_shows_an_edge_in_its_periods_with_its_numbers(network):
    root = etree.fromstring(written("gexf", network))
    found = {}
    for edge in root.iter(f"{GEXF}edge"):
        spells = [(one.get("start"), one.get("end")) for one in edge.iter(f"{GEXF}spell")]
        assert all(before[1] < after[0] for before, after in pairwise(spells))
        for value in edge.iter(f"{GEXF}attvalue"):
            if value.get("for") == "edge-weight":
                days = (value.get("start"), value.get("end"))
                assert days in spells or (not spells and days == (None, None))
                found[edge.get("source"), edge.get("target"), *days] = int(value.get("value"))
    dated = {(edge.source, edge.target) for edge in network.edges if edge.start}
    assert found == {
        (edge.source, edge.target, *(day and day.isoformat() for day in (edge.start, edge.end))): edge.n
        for edge in network.edges
        if edge.start or (edge.source, edge.target) not in dated
    }


def test_gexf_shows_an_actor_while_there_is_an_edge_and_always_where_one_is_undated():
    root = etree.fromstring(written("gexf", talk.network()))
    spells = {
        node.get("id"): [(one.get("start"), one.get("end")) for one in node.iter(f"{GEXF}spell")]
        for node in root.iter(f"{GEXF}node")
    }
    assert spells["kell"] == [("2031-05-01", "2031-05-31"), ("2031-06-01", "2031-06-30")]
    assert spells["NRL"] == []


def test_no_entity_of_a_strangers_text_is_expanded():
    network = Network((Node("a", '<!DOCTYPE x [<!ENTITY e "y">]>&e;]]>', None, (), 0, 0),), (), PeriodKind.ALL)
    for form in ("gexf", "graphml"):
        assert b"&lt;!DOCTYPE" in written(form, network)
        assert b"&e;" not in written(form, network)


SCHEMA = etree.RelaxNG(
    etree.fromstring("""
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://gexf.net/1.3"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="gexf">
    <attribute name="version"><value>1.3</value></attribute>
    <element name="meta">
      <element name="creator"><text/></element><element name="description"><text/></element>
    </element>
    <element name="graph">
      <attribute name="mode"><value>dynamic</value></attribute>
      <attribute name="timeformat"><value>date</value></attribute>
      <attribute name="timerepresentation"><value>interval</value></attribute>
      <attribute name="defaultedgetype"><value>directed</value></attribute>
      <oneOrMore><element name="attributes">
        <attribute name="class"><choice><value>node</value><value>edge</value></choice></attribute>
        <attribute name="mode"><choice><value>static</value><value>dynamic</value></choice></attribute>
        <oneOrMore><element name="attribute">
          <attribute name="id"><data type="ID"/></attribute>
          <attribute name="title"/>
          <attribute name="type">
            <choice><value>integer</value><value>double</value><value>string</value></choice>
          </attribute>
        </element></oneOrMore>
      </element></oneOrMore>
      <element name="nodes">
        <ref name="count"/>
        <zeroOrMore><element name="node">
          <attribute name="id"/><attribute name="label"/>
          <ref name="values"/>
        </element></zeroOrMore>
      </element>
      <element name="edges">
        <ref name="count"/>
        <zeroOrMore><element name="edge">
          <attribute name="id"/><attribute name="source"/><attribute name="target"/>
          <ref name="values"/>
        </element></zeroOrMore>
      </element>
    </element>
  </element></start>
  <define name="count"><attribute name="count"><data type="nonNegativeInteger"/></attribute></define>
  <define name="days">
    <attribute name="start"><data type="date"/></attribute><attribute name="end"><data type="date"/></attribute>
  </define>
  <define name="values">
    <element name="attvalues"><oneOrMore><element name="attvalue">
      <attribute name="for"><data type="IDREF"/></attribute><attribute name="value"/>
      <optional><ref name="days"/></optional>
    </element></oneOrMore></element>
    <optional><element name="spells">
      <oneOrMore><element name="spell"><ref name="days"/></element></oneOrMore>
    </element></optional>
  </define>
</grammar>
""")
)
"""The part of GEXF 1.3 that is written, after the specification's own schema (https://gexf.net/schema.html)."""
