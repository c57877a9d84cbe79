"""Statements inside the contents of other statements: PolNeAR annotates the outermost only.

    python -m training.attribution.nested --polnear DATA/polnear --out training/attribution/nested.jsonl

runs the shipped model again over each annotated content as though it were a text of its own, and writes what it finds
there: document, and the spans of source, cue and content as code points, nothing of the text. The file is kept beside
this module, so that a training run does not depend on which weights happen to be shipped when it starts.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from pathlib import Path

from sayso.annotate.anchors import Thresholds, together
from sayso.annotate.encoding import CLS, SEP, encode, mark_id, window_input, windows
from sayso.extract.candidates import Least, Words
from sayso.extract.found import Found
from sayso.extract.statements import assemble
from sayso.model.encoder import AttributionModel, WindowInput
from sayso.model.onnx import load
from sayso.records import Span
from training.attribution.polnear import AnnotatedArticle, Attribution, read_split

FIRST_PERSON = frozenset({"i", "we", "you", "me", "us"})
"""`I think` inside a quotation is how people speak, not a statement of its own."""

SHORTEST = 24
"""Characters of a content that are worth looking into."""


def nested_in(article: AnnotatedArticle, model: AttributionModel) -> list[Found]:
    """Return what the model finds inside the contents of the article, first persons aside."""
    pieces = sorted({piece for a in article.attributions for piece in a.content if piece.end - piece.start >= SHORTEST})
    outer = {a.cue for a in article.attributions}
    found = [one for piece in pieces for one in _inside(article.text, piece, model)]
    return [
        one for one in found if one.cue and one.cue not in outer and _word(article.text, one.source) not in FIRST_PERSON
    ]


def read_nested(path: Path) -> dict[str, tuple[Attribution, ...]]:
    """Return the nested attributions of the file by document."""
    by_document: dict[str, list[Attribution]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        roles = {role: tuple(Span(*span) for span in row[role]) for role in ("source", "cue", "content")}
        by_document.setdefault(row["doc_id"], []).append(Attribution(**roles))
    return {name: tuple(rows) for name, rows in by_document.items()}


def _inside(text: str, piece: Span, model: AttributionModel) -> list[Found]:
    encoded = encode(text, [piece], model.tokenizer)
    cut = windows(encoded, model.length, model.stride)
    marks = mark_id(model.tokenizer, CLS), mark_id(model.tokenizer, SEP)
    scored = [one.anchors for one in model.score([WindowInput(*window_input(encoded, w, *marks)) for w in cut])]
    anchors = together(zip(cut, scored, strict=True), Thresholds(model.anchor_threshold))
    least = Least(model.threshold, math.inf)
    return assemble(Words.of_one_part(encoded.words), model.start, anchors, least, model.right)


def _word(text: str, spans: tuple[Span, ...]) -> str:
    return spans[0].of(text).lower() if spans else ""


def _rows(folder: Path) -> Iterator[str]:
    model = load()
    for article in read_split(folder):
        for one in nested_in(article, model):
            yield json.dumps({"doc_id": article.doc_id, "source": one.source, "cue": one.cue, "content": one.content})


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, help="folder with PolNeAR's train and dev")
    parser.add_argument("--out", type=Path, required=True, help="the .jsonl to write")
    args = parser.parse_args()
    args.out.write_text("".join(row + "\n" for row in _rows(args.polnear / "train")), encoding="utf-8")


if __name__ == "__main__":
    main()
