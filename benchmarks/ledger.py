"""Nested statements, speakers, acts, chains and dates of whole articles, by the scorer of whole ledgers.

    python -m benchmarks.ledger --data DATA --eval EVAL

DATA holds ledger_dev/ (four articles annotated by this project). The project's further articles, annotated in the same
way, are scored by themselves: `training/labels/allsides_test.jsonl`, twelve articles of
ramybaly/Article-Bias-Prediction that nothing was tuned or trained on; and, for inner statements and acts alone,
`acts_held_out.jsonl`, 44 articles of it and of PolNeAR's train split.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tempfile
from pathlib import Path

from benchmarks.machine import describe
from benchmarks.scorers import extract_to, scored

LEAST = {"nested": 0.45, "chain": 0.60, "said on": 0.60, "act": 0.55}
"""F1 on ledger_dev."""

LABELS = Path(__file__).resolve().parent.parent / "training" / "labels"


def main() -> int:
    """Print the scorer's figures on both sets; return 1 where one of ledger_dev misses what it is held to."""
    arguments = _arguments()
    print(describe())
    with tempfile.TemporaryDirectory() as folder:
        text = measure(arguments.data / "ledger_dev", arguments.eval, Path(folder))
        print(f"ledger_dev\n{text}")
        gold = Path(folder) / "allsides_test"
        write_gold(arguments.data, "allsides_test", gold)
        print(f"own test\n{measure(gold, arguments.eval, Path(folder))}")
        gold = Path(folder) / "acts_held_out"
        write_gold(arguments.data, "acts_held_out", gold)
        lines = measure(gold, arguments.eval, Path(folder)).splitlines()
        print("\n".join(["held out", *(line for line in lines if line.startswith(("nested", "act ")))]))
    found = {name: float(_f1(text, name)) for name in LEAST}
    for name, least in LEAST.items():
        print(f"{name} F1 {found[name]:.3f}: {'reaches' if found[name] >= least else 'MISSES'} {least}")
    return int(any(found[name] < least for name, least in LEAST.items()))


def measure(gold: Path, scorers: Path, folder: Path) -> str:
    """Run the command over the articles of `gold` and return what the scorer prints."""
    rows, predictions = folder / "rows.jsonl", folder / "predictions.jsonl"
    rows.write_text(scored(scorers / "score_ledger.py", [gold, "rows"]), encoding="utf-8")
    extract_to(predictions, rows)
    return scored(scorers / "score_ledger.py", [gold, "score", predictions])


def write_gold(data: Path, name: str, folder: Path) -> None:
    """Write the articles of a file of labels in the scorer's format: `<id>.txt` and `<id>.json`."""
    folder.mkdir()
    labels: dict[str, list[dict]] = {}  # type: ignore[type-arg] # JSON
    for line in (LABELS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels.setdefault(row["doc_id"], []).append(row)
    with gzip.open(data / "allsides" / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = {row["id"]: row for row in map(json.loads, file) if row["id"] in labels}
    for article, found in labels.items():
        if article in rows:
            lines = [rows[article]["title"], *(line.strip() for line in rows[article]["text"].split("\n"))]
            _write(folder, article, "\n".join(line for line in lines if line) + "\n", rows[article]["date"], found)
        else:
            text = (data / "polnear" / "train" / "text" / f"{article}.txt").read_bytes().decode("utf-8")
            _write(folder, article, text, None, found)


def _write(folder: Path, name: str, text: str, date: str | None, labels: list[dict]) -> None:  # type: ignore[type-arg] # JSON
    (folder / f"{name}.txt").write_bytes(text.encode("utf-8"))
    published = date if re.fullmatch(r"\d{4}-\d\d-\d\d", date or "") else None
    gold = {"doc_id": name, "published": published, "statements": [_statement(text, one) for one in labels]}
    (folder / f"{name}.json").write_text(json.dumps(gold), encoding="utf-8")


def _statement(text: str, label: dict) -> dict:  # type: ignore[type-arg] # JSON
    """Return the label as the scorer reads it; what the file doesn't have is unknown."""
    speaker = label["speaker"] if isinstance(label["speaker"], list) else (label["speaker"], "unclear")
    pieces = {role: [text[a:b] for a, b in label[role]] for role in ("source", "cue", "content")}
    return {
        "n": label["number"],
        "parent": label["parent"],
        "source": (pieces["source"] or [None])[0],
        "cue": (pieces["cue"] or [None])[0],
        "content": pieces["content"],
        "line": text.count("\n", 0, (label["content"] or label["cue"])[0][0]) + 1,
        "manner": label.get("manner"),
        "speaker": {"name": speaker[0] or None, "kind": speaker[1]},
        "chain": [{"name": name, "kind": kind} for name, kind in label.get("chain", ())],
        "said_on": dict(zip(("text", "value"), said_on, strict=True)) if (said_on := label.get("said_on")) else None,
        "act": label["act"],
    }


def _f1(text: str, name: str) -> str:
    match = re.search(rf"^{name} P .* F1 ([\d.]+)", text, re.MULTILINE)
    if match is None:
        raise ValueError(f"the scorer printed no line {name!r}: is EVAL the folder of score_ledger.py?")
    return match[1]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--eval", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
