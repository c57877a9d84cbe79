"""Invented statements: one beside one that says the same, two that reject it, and one that does neither.

`invented.jsonl` has a set of five a line, written by a language model of the team about invented people: `anchor`,
`same` in other words, `denial` by its words, `against` without a denying word, and `near`, which shares more words with
the anchor than `same` does (contrast sets, too, change what decides the label and little else: Gardner et al. 2020).
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sayso.link.sides import told
from training.pairs.news import NAME
from training.pairs.rows import ANY, Row, only

STATEMENTS = Path(__file__).with_name("invented.jsonl")
BESIDE = {"same": "paraphrase", "denial": "denial", "against": "denial", "near": "none"}
"""What each statement of a set is to the anchor, and to the one that says the same as the anchor."""
LIKELY = 0.5
"""Weight of what nobody looked at: that what denies the anchor leaves what is only near it standing."""
ALLOWED = {
    "paraphrase": only("entailment", "neutral"),
    "denial": only("contradiction", "neutral"),
    "none": only("entailment", "neutral"),
}


def read_invented(path: Path = STATEMENTS) -> list[Row]:
    """Return the pairs of all sets, in the file's order."""
    sets = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for number, one in enumerate(sets) for row in _of_set(one, exchanged=number % 2 == 1)]


def read_strangers(path: Path = STATEMENTS, seed: int = 0) -> list[Row]:
    """Return pairs of statements of two sets, the second with the names of the first: they have nothing to do.

    Of a set's own pairs more than half are denials, and a network that learnt from them alone took invented names for a
    sign of one.
    """
    sets = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(f"{seed}/strangers")
    others = [one for one in sets for _ in one]
    chance.shuffle(others)
    each = ((one, place) for one in sets for place in one)
    return [_strangers(*pair, other, chance) for pair, other in zip(each, others, strict=True) if pair[0] is not other]


def _strangers(
    one: Mapping[str, Mapping[str, str]], place: str, other: Mapping[str, Mapping[str, str]], chance: random.Random
) -> Row:
    names = [name for said in one.values() for name in NAME.findall(said["content"])]
    here, there = one[place], other[chance.choice(list(other))]
    content = NAME.sub(lambda match: chance.choice(names) if names else match[0], there["content"])
    speaker = chance.choice([there["speaker"], chance.choice(list(one.values()))["speaker"]])
    lines = told(here["speaker"], here["cue"], here["content"]), told(speaker, there["cue"], content)
    return Row(*lines, ANY, same=0.0, denial=0.0, src="invented, strangers")


def _of_set(statements: Mapping[str, Mapping[str, str]], *, exchanged: bool) -> list[Row]:
    """Return the pairs of a set; where `exchanged`, `near` and `same` have one another's speakers.

    Who wrote the sets often left `near` to the anchor's speaker, and that alone must not tell the two apart.
    """
    speaker = {name: one["speaker"] for name, one in statements.items()}
    if exchanged:
        speaker["near"], speaker["same"] = speaker["same"], speaker["near"]
    lines = {name: told(speaker[name], one["cue"], one["content"]) for name, one in statements.items()}
    rows = [
        _row(lines[one], lines[beside], label)
        for beside in ("anchor", "same")
        for one, label in BESIDE.items()
        if one != beside
    ]
    # Without it a denying word alone would tell a denial: nothing else in a set has one.
    return [*rows, replace(_row(lines["denial"], lines["near"], "none"), weight=LIKELY)]


def _row(a: str, b: str, label: str) -> Row:
    same, denial = float(label == "paraphrase"), float(label == "denial")
    return Row(a, b, ALLOWED[label], same=same, denial=denial, src=f"invented, {label}")
