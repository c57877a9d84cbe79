"""The line classifier's shipped weights and features."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.clean.line_classifier import MAX_LINES, main_text_probability
from sayso.clean.line_features import COUNT, features
from sayso.clean.line_roles import roles_of_text
from sayso.clean.main_text import aligned
from sayso.records import SPOKEN_ROLES

LABELLED = Path(__file__).parents[2] / "training" / "lines" / "roles.jsonl"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(min_size=1).filter(str.strip), max_size=30))
def test_any_lines_have_finite_features_and_a_probability(lines: list[str]) -> None:
    assert features(lines).shape == (len(lines), COUNT)
    assert np.isfinite(features(lines)).all()
    probability = main_text_probability(lines)
    assert ((probability >= 0) & (probability <= 1)).all()
    assert len(roles_of_text(lines)) == len(lines)


LETTERS = st.text(alphabet=st.one_of(st.sampled_from("aB1 .²ⅧÀéΔПриÅ漢“”"), st.characters(exclude_categories=["Cs"])))
UPPER, FIGURES, ADDRESS, AGO, OTHER_SCRIPT = 9, 10, 17, 18, COUNT - 1


@given(LETTERS.filter(str.strip))
def test_capitals_and_figures_are_counted_in_every_script(line: str) -> None:
    [row] = features([line])
    assert row[UPPER] == np.float32(sum(map(str.isupper, line)) / len(line))
    assert row[FIGURES] == np.float32(sum(map(str.isdigit, line)) / len(line))


@pytest.mark.parametrize(
    ("line", "has"),
    [
        ("See http://a.example now", 1),
        ("www.a.example", 1),
        ("a@b.example", 1),
        ("By @kell", 1),
        ("#strait", 1),
        ("No", 0),
    ],
)
def test_an_address_or_a_tag_is_seen_wherever_it_stands(line: str, has: int) -> None:
    assert features([line])[0, ADDRESS] == has


@pytest.mark.parametrize(("line", "has"), [("3 HOURS AGO", 1), ("Posted 2 d ago", 1), ("Years ago", 0), ("3 hours", 0)])
def test_how_long_ago_is_seen_in_any_case(line: str, has: int) -> None:
    assert features([line])[0, AGO] == has


def test_a_line_in_another_script_than_the_page_is_told() -> None:
    lines = ["The port is closed “until” spring."] * 9
    assert not features(lines)[:, OTHER_SCRIPT].any()
    *page, other = features([*lines, "Порт закрыт до весны."])[:, OTHER_SCRIPT].tolist()
    assert other > 0.8
    assert max(page) < 0.2


@pytest.mark.skipif(not LABELLED.exists(), reason="the labelled lines are not part of the package")
def test_the_labelled_lines_have_their_roles_in_the_main() -> None:
    right = spoken = total = 0
    for row in LABELLED.read_text(encoding="utf-8").splitlines():
        entries = json.loads(row)["lines"]
        found = roles_of_text([entry["text"] for entry in entries])
        for entry, role in zip(entries, found, strict=True):
            total += 1
            right += entry["role"] == role
            spoken += (entry["role"] in SPOKEN_ROLES) == (role in SPOKEN_ROLES)
    assert right >= 0.93 * total
    assert spoken >= 0.97 * total


def test_more_lines_than_any_page_has_are_still_told() -> None:
    lines = ["Menu", "The minister said on Monday that the ports would stay closed until spring."] * (
        MAX_LINES // 2 + 1
    )
    assert main_text_probability(lines)[:2].tolist() == [0.0, 1.0]


def test_alignment_keeps_the_order_of_the_main_text() -> None:
    lines = [
        "Share this",
        "The port is closed until the spring.",
        "Share this",
        "Nobody knows why it was closed.",
        "Share this",
    ]
    assert aligned(lines, "The port is closed until the spring.\nShare this\nNobody knows why it was closed.") == {
        1,
        2,
        3,
    }


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(list("abcdefg")), min_size=1, max_size=8).map(" ".join), max_size=12))
def test_every_line_of_a_text_is_aligned_with_the_text_itself(lines: list[str]) -> None:
    assert len(aligned(lines, "\n".join(lines))) >= len(lines) * 0.5
