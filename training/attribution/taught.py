"""Unlabelled articles read by an earlier model, to train the next one on (self-training).

    python -m training.attribution.taught --allsides DATA/allsides/articles.jsonl.gz --out work/taught.jsonl

The articles are those of ramybaly/Article-Bias-Prediction. What is written is the article's id and code points, nothing
of its text: the statements that the shipped model is sure of, those inside their contents, and the words at which it
is unsure, which the next model is not taught about. Articles that people of this project have annotated are left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Collection, Iterator
from pathlib import Path

from rich.progress import track

from sayso.annotate.anchors import Thresholds, together
from sayso.annotate.encoding import CLS, SEP, encode, mark_id, window_input, windows
from sayso.extract.statements import Words, assemble
from sayso.model.encoder import AttributionModel, WindowInput
from sayso.model.onnx import load
from sayso.records import Span
from training.attribution.examples import LabelledText, label, lines_of
from training.attribution.nested import nested_in
from training.attribution.polnear import AnnotatedArticle, Attribution

SURE, UNSURE = 0.6, 0.25
"""At least so probable an anchor is taught as one; between the two nothing is taught."""

WORDS = range(250, 1200)
"""Words an article may have."""

KEPT_ASIDE = Path(__file__).with_name("kept_aside.txt")
"""Ids of articles that are annotated, and so measured on."""


def articles(path: Path, count: int, seed: int, left_out: Collection[str]) -> list[tuple[str, str]]:
    """Return (id, title and text) of so many articles, chosen by the seed."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    fit = [r for r in rows if len(r["text"].split()) in WORDS and r["id"] not in left_out]
    return [(r["id"], f"{r['title']}\n\n{r['text']}") for r in random.Random(seed).sample(fit, count)]


def read_taught(taught: Path, allsides: Path, tokenizer: object) -> list[LabelledText]:
    """Return the articles of the file with what was found in them."""
    rows = {row["doc_id"]: row for row in map(json.loads, taught.read_text(encoding="utf-8").splitlines())}
    with gzip.open(allsides, "rt", encoding="utf-8") as file:
        texts = {r["id"]: f"{r['title']}\n\n{r['text']}" for r in map(json.loads, file) if r["id"] in rows}
    return [_labelled(row, texts[name], tokenizer) for name, row in rows.items()]


def _labelled(row: dict, text: str, tokenizer: object) -> LabelledText:
    outer, inner = (tuple(_attribution(one) for one in row[key]) for key in ("outer", "inner"))
    return label(AnnotatedArticle(row["doc_id"], text, outer), tokenizer, inner, unsure=row["unsure"])


def _attribution(row: dict) -> Attribution:
    return Attribution(**{role: tuple(Span(*span) for span in row[role]) for role in ("source", "cue", "content")})


def _taught(text: str, model: AttributionModel) -> dict:
    encoded = encode(text, lines_of(text), model.tokenizer)
    marks = mark_id(model.tokenizer, CLS), mark_id(model.tokenizer, SEP)
    cut = windows(encoded, model.length, model.stride)
    scored = [one.anchors for one in model.score([WindowInput(*window_input(encoded, w, *marks)) for w in cut])]
    anchors = list(together(zip(cut, scored, strict=True), Thresholds(UNSURE)))
    sure = [a for a in anchors if a.probability >= SURE]
    found = assemble(Words.of_one_part(encoded.words, encoded.line_starts), model.start, sure)
    outer = tuple(Attribution(f.source, f.cue, f.content) for f in found)
    inner = nested_in(AnnotatedArticle("", text, outer), model)
    unsure = [int(encoded.words[a.anchor, 0]) for a in anchors if a.probability < SURE]
    return {"outer": [_row(one) for one in outer], "inner": [_row(one) for one in inner], "unsure": unsure}


def _row(one: object) -> dict:
    return {role: getattr(one, role) for role in ("source", "cue", "content")}


def _rows(chosen: list[tuple[str, str]]) -> Iterator[str]:
    model = load()
    for name, text in track(chosen, "reading"):
        yield json.dumps({"doc_id": name, **_taught(text, model)})


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--allsides", type=Path, required=True, help="articles.jsonl.gz")
    parser.add_argument("--out", type=Path, required=True, help="the .jsonl to write")
    parser.add_argument("--articles", type=int, default=800)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    left_out = set(KEPT_ASIDE.read_text(encoding="utf-8").split())
    chosen = articles(args.allsides, args.articles, args.seed, left_out)
    args.out.write_text("".join(row + "\n" for row in _rows(chosen)), encoding="utf-8")


if __name__ == "__main__":
    main()
