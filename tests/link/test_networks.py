"""Who spoke how of whom, when: each utterance once, each edge with its evidence, in any order of arrival."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.identity import derived_id
from sayso.link.networks import Actor, signed_network
from sayso.link.periods import PeriodKind
from sayso.link.stances import SCALE, Scale, Stance, stance
from sayso.records import Manner, StatementRow

BASE = StatementRow(
    id="s1",
    article_id="p1",
    document_id="d1",
    parent=None,
    source=(),
    cue=(),
    content=(),
    source_text="Norland",
    cue_text="said",
    content_text="the fence must go",
    manner=Manner.INDIRECT,
    confidence=0.9,
    speaker="Norland",
    speaker_id="NRL",
    speaker_kind="state",
    act="ACCUSE",
    act_targets=(("KLR", "Kellmar"),),
    said_on="2031-05-05",
    published="2031-05-06",
)
"""Of an invented state about another."""


def row(identity="s1", **fields):
    return replace(BASE, id=identity, **fields)


def only_edge(rows, *arguments, **options):
    (edge,) = signed_network(rows, *arguments, **options).edges
    return edge


@st.composite
def many_rows(draw):
    """Rows of a few actors, with copies, dates of all precisions, and ids within an article for some of them."""
    actors = ["NRL", "KLR", "TAR", "x1", "x2"]
    rows = []
    for n in range(draw(st.integers(0, 12))):
        targets = draw(st.lists(st.sampled_from(actors), max_size=2, unique=True))
        rows.append(
            row(
                f"s{n:02d}",
                speaker_id=draw(st.sampled_from([*actors, None])),
                speaker=draw(st.sampled_from(["Norland", "Dora Kell", "Kell"])),
                speaker_kind=draw(st.sampled_from(["state", "person", "unnamed"])),
                speaker_affiliation=tuple(draw(st.lists(st.sampled_from(["NRL", "TAR"]), max_size=2))),
                act=draw(st.sampled_from([*SCALE.acts, None, "BRIBE"])),
                act_targets=tuple((target, f"the {target}") for target in targets),
                said_on=draw(st.sampled_from([None, "2031", "2031-05", "2031-05-05", "2031-06-01", "--05-05"])),
                published=draw(st.sampled_from([None, "2031-05-06", "2031-06-02"])),
                modality=tuple(draw(st.lists(st.sampled_from(["negated", "conditional", "future"]), unique=True))),
                tone=draw(st.sampled_from([None, "positive", "negative"])),
                verdict=draw(st.sampled_from([None, "accepted", "rejected"])),
                parent=draw(st.sampled_from([None, "s99"])),
            )
        )
    return rows


groups_of = st.dictionaries(st.sampled_from([f"s{n:02d}" for n in range(12)]), st.sampled_from(["g1", "g2", "s03"]))
ACTORS = {"x1": Actor("KELL", "Dora Kell", "person"), "x2": Actor("KELL", "D. Kell")}


@given(rows=many_rows(), groups=groups_of, kind=st.sampled_from(PeriodKind), data=st.data())
@settings(max_examples=80, deadline=None)
def test_the_network_is_the_same_in_any_order_of_the_statements_and_if_one_comes_twice(rows, groups, kind, data):
    given_ = {"groups": groups, "actors": ACTORS, "nested": True, "unnamed": True}
    other = data.draw(st.permutations(rows)) + rows[:2]
    assert signed_network(other, kind, **given_) == signed_network(rows, kind, **given_)


@given(rows=many_rows(), groups=groups_of, kind=st.sampled_from(PeriodKind))
@settings(max_examples=80, deadline=None)
def test_every_count_adds_up_and_every_edge_has_its_evidence(rows, groups, kind):
    network = signed_network(rows, kind, groups=groups, actors=ACTORS)
    by_id = {one.id: one for one in rows}
    names = {node.id for node in network.nodes}
    for edge in network.edges:
        assert edge.n == edge.positive + edge.negative + edge.neutral == sum(count for _, count in edge.acts)
        assert edge.n <= edge.n_with_copies == len(edge.statements) == len(set(edge.statements))
        assert edge.by_publication <= edge.n
        assert -1 <= edge.mean_sign <= 1
        assert -1 <= edge.mean_intensity <= 1
        assert {edge.source, edge.target} <= names
        assert edge.source != edge.target
        assert all(by_id[one].act in SCALE.acts and by_id[one].verdict != "rejected" for one in edge.statements)
    assert names == {one for edge in network.edges for one in (edge.source, edge.target)}


@given(rows=many_rows(), groups=groups_of)
@settings(max_examples=100, deadline=None)
def test_periods_part_the_utterances_and_lose_none(rows, groups):
    whole = {(edge.source, edge.target): edge.n for edge in signed_network(rows, groups=groups).edges}
    parted = dict.fromkeys(whole, 0)
    for edge in signed_network(rows, PeriodKind.MONTH, groups=groups).edges:
        parted[edge.source, edge.target] += edge.n
    assert parted == whole


def test_copies_count_once_and_are_counted_apart():
    rows = [row("s1"), row("s2", published="2031-05-09"), row("s3", content_text="another thing")]
    edge = only_edge(rows, groups={"s2": "s1"})
    assert (edge.n, edge.n_with_copies, edge.statements) == (2, 3, ("s1", "s2", "s3"))


def test_a_copy_lies_in_the_period_of_what_it_copies():
    late = row("s2", said_on=None, published="2031-07-01")
    edge = only_edge([row("s1"), late], PeriodKind.MONTH, groups={"s2": "s1"})
    assert (edge.period, edge.n, edge.by_publication) == ("2031-05", 1, 0)


def test_copies_that_are_read_as_opposites_leave_the_sign_open():
    edge = only_edge([row("s1", act="SUPPORT"), row("s2", act="REJECT")], groups={"s1": "g", "s2": "g"})
    assert (edge.positive, edge.negative, edge.neutral) == (0, 0, 1)


def test_what_is_not_dated_in_the_text_is_dated_by_the_page_and_says_so():
    edge = only_edge([row(said_on=None)], PeriodKind.DAY)
    assert (edge.period, edge.by_publication) == ("2031-05-06", 1)


def test_a_date_without_its_year_is_not_replaced_by_the_pages():
    edge = only_edge([row(said_on="--05-05")], PeriodKind.MONTH)
    assert (edge.period, edge.start, edge.end, edge.by_publication) == (None, None, None, 0)


def test_a_year_is_put_in_no_month():
    edges = signed_network([row(said_on="2031"), row("s2")], PeriodKind.MONTH).edges
    assert [(edge.period, edge.n) for edge in edges] == [("2031-05", 1), (None, 1)]


def test_an_edge_for_all_time_says_from_when_to_when():
    edge = only_edge([row(), row("s2", said_on="2031-07"), row("s3", said_on=None, published=None)])
    assert (edge.period, edge.start, edge.end, edge.n) == (None, date(2031, 5, 5), date(2031, 7, 31), 3)


def test_ids_within_an_article_are_led_to_their_actor():
    rows = [
        row("s1", speaker_id="x1", speaker="D. Kell", speaker_kind="person"),
        row("s2", speaker_id="x2", speaker="Kell", speaker_kind="person"),
    ]
    actors = {
        "x1": Actor("kell", "Dora Kell", "person", ("NRL",)),
        "x2": Actor("kell", "Dora Kell", "person", ("NRL",)),
    }
    network = signed_network(rows, actors=actors)
    assert [(edge.source, edge.n) for edge in network.edges] == [("kell", 2)]
    kell = network.nodes[1]
    assert (kell.name, kell.kind, kell.affiliation, kell.said) == ("Dora Kell", "person", ("NRL",), 2)


def test_a_target_of_which_nothing_more_is_known_has_no_kind():
    target, speaker = signed_network([row()]).nodes
    assert (target.name, target.kind, target.aimed_at) == ("Kellmar", None, 1)
    assert (speaker.name, speaker.kind, speaker.said) == ("Norland", "state", 1)


def test_nobody_has_an_edge_to_himself():
    assert signed_network([row(act_targets=(("NRL", "Norland"),))]).edges == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"act": None},
        {"act_targets": ()},
        {"speaker_id": None},
        {"verdict": "rejected"},
        {"parent": "s9"},
        {"speaker_kind": "unnamed"},
    ],
)
def test_what_has_no_speaker_act_or_target_is_left_out_as_is_what_is_rejected_nested_or_of_nobody_named(fields):
    assert signed_network([row(**fields)]).edges == ()


def test_nested_statements_and_those_of_unnamed_sources_come_in_when_asked_for():
    rows = [row("s1", parent="s9"), row("s2", speaker_kind="unnamed", speaker_id="x9", speaker="sources")]
    assert len(signed_network(rows, nested=True, unnamed=True).edges) == 2


@pytest.mark.parametrize(
    ("act", "sign"),
    [
        ("AGREE", 1),
        ("SUPPORT", 1),
        ("CONCEDE", 1),
        ("CONSULT", 0),
        ("REQUEST", 0),
        ("ACCUSE", -1),
        ("REJECT", -1),
        ("THREATEN", -1),
    ],
)
def test_an_act_has_a_sign_and_its_intensity_points_the_same_way(act, sign):
    found = stance(row(act=act))
    assert found.sign == sign
    assert sign == 0 or found.intensity * sign > 0


def test_the_tone_tells_an_appeal_from_a_demand():
    found = [stance(row(act="REQUEST", tone=tone)) for tone in ("positive", "negative", None)]
    assert found == [(1, 0.3), (-1, -0.5), (0, -0.1)]
    assert stance(row(act="ACCUSE", tone="positive")) == stance(row(act="ACCUSE")), "and nothing else"


@pytest.mark.parametrize(
    ("act", "modality", "expected"),
    [
        ("AGREE", ("negated",), (0, 0.0)),
        ("REJECT", ("negated",), (-1, -0.4)),
        ("SUPPORT", ("conditional",), (1, 0.175)),
        ("THREATEN", ("conditional",), (-1, -0.6)),
        ("AGREE", ("future",), (1, 0.4)),
        ("CONSULT", ("negated",), (0, 0.0)),
    ],
)
def test_negated_conditional_and_future_statements_are_weighed_by_rule(act, modality, expected):
    assert stance(row(act=act, modality=modality)) == expected


def test_another_scale_may_be_given():
    scale = Scale(acts={"CONSULT": Stance(1, 1.0)})
    edge = only_edge([row(act="CONSULT"), row("s2", act="ACCUSE")], scale=scale)
    assert (edge.n, edge.mean_sign, edge.mean_intensity) == (1, 1.0, 1.0)


def test_a_page_of_a_year_does_not_stand_before_a_page_of_a_day_in_it():
    rows = [row("s1", said_on=None, published="2031"), row("s2", said_on=None, published="2031-05-06")]
    assert only_edge(rows, PeriodKind.MONTH, groups={"s2": "s1"}).period == "2031-05"
    earlier = [row("s1", said_on=None, published="2030"), rows[1]]
    assert only_edge(earlier, PeriodKind.YEAR, groups={"s2": "s1"}).period == "2030"


def target_of(name, kind, article="p1"):
    return derived_id("actor", article, kind, name.casefold()), name


NOBODIES = [("two men", "unnamed"), ("officials", "unnamed"), ("critics", "group"), ("Protesters", "group")]
SOMEBODIES = [("House Democrats", "group"), ("Dora Kell", "person"), ("Harbour Guild", "organisation")]


@pytest.mark.parametrize(("name", "kind"), NOBODIES)
def test_a_target_who_is_nobody_in_particular_is_left_out_as_a_speaker_is(name, kind):
    aimed = row(act_targets=(target_of(name, kind), ("KLR", "Kellmar")))
    assert only_edge([aimed]).target == "KLR"
    spoken = row(speaker=name, speaker_kind=kind, speaker_id=target_of(name, kind)[0])
    assert signed_network([spoken]).nodes == ()
    assert len(signed_network([aimed], unnamed=True).edges) == 2


@pytest.mark.parametrize(("name", "kind"), SOMEBODIES)
def test_a_target_with_a_name_of_its_own_stays(name, kind):
    assert only_edge([row(act_targets=(target_of(name, kind),))]).target == target_of(name, kind)[0]


def test_whom_an_office_names_across_articles_is_somebody_as_speaker_and_as_target():
    local, name = target_of("prime minister", "unnamed")
    actors = {local: Actor("kell", "Dora Kell", "person")}
    assert only_edge([row(act_targets=((local, name),))], actors=actors).target == "kell"
    spoken = row(speaker=name, speaker_kind="unnamed", speaker_id=local)
    assert only_edge([spoken], actors=actors).source == "kell"


def test_a_target_whose_kind_nothing_tells_stays():
    actors = {"x9": Actor("x9", "Kell", "unnamed")}
    assert only_edge([row(act_targets=(("x9", "Kell"),))], actors=actors).target == "x9"
