"""The exported int8 graphs against the PyTorch network, whose answers training wrote to reference.json."""

import json
from collections import Counter
from pathlib import Path

import pytest

from sayso.annotate.encoding import WORD
from sayso.library import extract

REFERENCE = json.loads(Path(__file__).with_name("reference.json").read_text(encoding="utf-8"))
AGREEMENT = 0.9
"""Share of the words' roles that int8 may not change: it moves a doubtful boundary now and then, and no F1 on dev."""
CONFIDENCE = 0.15


def roles(statements):
    """Return (role, place) of each word of each role, counted over the statements."""
    text, found = REFERENCE["text"], Counter()
    for statement in statements:
        for role in ("source", "cue", "content"):
            for start, end in statement[role]:
                found.update((role, m.start()) for m in WORD.finditer(text, start, end))
    return found


@pytest.fixture(scope="module")
def exported():
    """Return the outermost statements, as training writes them too."""
    return [
        {role: [[p.start, p.end] for p in getattr(row, role)] for role in ("source", "cue", "content")}
        | {"confidence": row.confidence}
        for row in extract(REFERENCE["text"])
        if row.parent is None
    ]


def test_the_exported_model_tags_the_reference_text_as_the_trained_one_does(exported):
    ours, theirs = roles(exported), roles(REFERENCE["statements"])
    shared = sum((ours & theirs).values())
    assert 2 * shared / (ours.total() + theirs.total()) >= AGREEMENT


def test_the_exported_model_is_about_as_sure_as_the_trained_one(exported):
    ours = {tuple(map(tuple, s["cue"])): s["confidence"] for s in exported}
    theirs = {tuple(map(tuple, s["cue"])): s["confidence"] for s in REFERENCE["statements"]}
    both = ours.keys() & theirs.keys()
    assert len(both) >= 0.8 * len(theirs)
    assert max(abs(ours[cue] - theirs[cue]) for cue in both) <= CONFIDENCE
