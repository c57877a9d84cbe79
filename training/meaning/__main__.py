"""Learn the projection of sentence embeddings, and write what sayso ships of it.

    python -m training.meaning --data DATA [--out FOLDER]

The 128 directions are the first right singular vectors of the embeddings of contents of the press: those of the train
part of training/labels/pairs/press.jsonl, whose words are read from DATA/allsides again. They are not centred: cosines
of what is projected are then those of the embeddings, a little blurred. To be run again whenever the pair network is
another. It takes a minute or two, and needs no PyTorch.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np

from sayso.model import pairs
from sayso.model.bundle import MANIFEST, shipped
from sayso.model.meaning import FILES
from training.pairs.press import read_contents

NAME, WIDTH = "sayso-meaning", 128


def main() -> None:
    """Learn the directions, say how much of the embeddings' squared length they hold, and write them."""
    arguments = _arguments()
    found = read_contents(arguments.data / "allsides" / "articles.jsonl.gz", "train")
    contents = sorted({content for a, b, _ in found for content in (a, b)})
    embeddings = pairs.load().embed(contents).astype(np.float64)
    _, lengths, directions = np.linalg.svd(embeddings, full_matrices=False)
    held = float((lengths[:WIDTH] ** 2).sum() / (lengths**2).sum())
    print(f"{len(contents):,} contents: {WIDTH} directions hold {held:.3f} of the squared length")
    write(_with_signs(directions[:WIDTH]), arguments.out)


def write(directions: np.ndarray, out: Path) -> None:
    """Write the projection, float16, and its manifest."""
    out.mkdir(parents=True, exist_ok=True)
    np.save(out / FILES[0], directions.astype(np.float16))
    digest = hashlib.sha256((out / FILES[0]).read_bytes()).hexdigest()
    bundle = {"name": NAME, "version": digest[:12], "files": {FILES[0]: digest}}
    (out / MANIFEST).write_text(json.dumps(bundle, indent=2) + "\n", encoding="utf-8")


def _with_signs(directions: np.ndarray) -> np.ndarray:
    """Return the directions turned so that the largest part of each is positive: which way one points is chance."""
    largest = directions[np.arange(len(directions)), np.abs(directions).argmax(axis=1)]
    return directions * np.sign(largest)[:, None]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=shipped("meaning"), help="the package's own folder if left out")
    return parser.parse_args()


if __name__ == "__main__":
    main()
