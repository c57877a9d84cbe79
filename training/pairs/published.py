"""The published sets: inference, similarity, and claims with what is said for and against them.

`nli/train.jsonl.gz` pools LingNLI (Alicia-Parrish/ling_in_loop), counterfactual SNLI
(acmi-lab/counterfactually-augmented-data), SICK (FTAsr/STS), nyu-mll/semi-automatic-nli and microsoft/TaxiNLI;
`stsb` is PhilipMay/stsb-multi-mt, `perspectrum` CogComp/perspectrum.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from training.pairs.rows import Row, only, set_aside

ASIDE = 0.1
"""Share of the premises kept aside for the figures, and of the others for choosing."""
MOST_ALIKE = 5.0
EQUIVALENT, UNLIKE = 4.5, 3.0
"""STS-B's scores from which two sentences claim the same (5: equivalent, 4: but for details), and up to which not."""
PARAPHRASE = 0.85
"""How alike two wordings of one view are taken to be, on 0 to 1."""
WEAK = 0.5
"""Weight of a pair whose label was not given by a reader of that pair."""


@dataclass(frozen=True)
class Inference:
    """The pooled inference pairs: to learn from, to choose by, and for the figures."""

    train: list[Row]
    dev: list[Row]
    test: list[Row]


def read_inference(path: Path, seed: int = 0) -> Inference:
    """Read the pairs and keep a tenth aside by premise, and of the rest another tenth."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    rows = [_inference(one) for one in found]
    rest, test = set_aside(rows, [row.a for row in rows], ASIDE, f"{seed}/test")
    train, dev = set_aside(rest, [row.a for row in rest], ASIDE, f"{seed}/dev")
    return Inference(train, dev, test)


def _inference(one: dict[str, str]) -> Row:
    """Return the row; what is open or contradicted is not the same, what follows may be."""
    same = None if one["label"] == "entailment" else 0.0
    return Row(one["premise"], one["hypothesis"], only(one["label"]), same=same, src=one["src"])


def read_similarity(path: Path) -> list[Row]:
    """Read sentence, sentence, 0 to 5; the similarity of a row is 0 to 1."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [_similarity(a, b, float(score)) for a, b, score in csv.reader(lines)]


def _similarity(a: str, b: str, score: float) -> Row:
    same = 1.0 if score >= EQUIVALENT else 0.0 if score <= UNLIKE else None
    return Row(a, b, similarity=score / MOST_ALIKE, same=same, src="STS-B")


def read_views(folder: Path, split: str = "train", seed: int = 0) -> list[Row]:
    """Read claims with views on them, and pairs of views on one claim: weakly labelled, all of one matter.

    A view for a claim does not contradict it, one against it does not entail it, two wordings of a view entail one
    another, and two views on one claim don't.
    """
    splits = json.loads((folder / "dataset_split_v1.0.json").read_text(encoding="utf-8"))
    pool = json.loads((folder / "perspective_pool_v1.0.json").read_text(encoding="utf-8"))
    text = {one["pId"]: one["text"].strip() for one in pool}
    claims = json.loads((folder / "perspectrum_with_answers_v1.0.json").read_text(encoding="utf-8"))
    chance = random.Random(f"{seed}/views")
    rows: list[Row] = []
    for claim in claims:
        if splits[str(claim["cId"])] == split:
            rows += _of_claim(claim, text, chance)
    return rows


def _of_claim(claim: dict, text: dict[int, str], chance: random.Random) -> list[Row]:
    rows, views = [], []
    for cluster in claim["perspectives"]:
        wordings = [text[number] for number in cluster["pids"] if text.get(number)]
        supports = cluster["stance_label_3"] == "SUPPORT"
        allowed = only("entailment", "neutral") if supports else only("neutral", "contradiction")
        rows += [Row(view, claim["text"], allowed, None, 0.0, WEAK, "views") for view in wordings[:2]]
        alike = list(combinations(wordings, 2))
        for a, b in chance.sample(alike, min(2, len(alike))):
            rows.append(Row(a, b, only("entailment"), PARAPHRASE, 1.0, WEAK, "wordings"))
        views.append(wordings)
    apart = [(a, b) for a, b in combinations([one for one in views if one], 2)]
    for a, b in chance.sample(apart, min(2 * len(views), len(apart))):
        rows.append(
            Row(chance.choice(a), chance.choice(b), only("neutral", "contradiction"), None, 0.0, WEAK, "other views")
        )
    return rows
