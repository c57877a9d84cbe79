"""Count in how many articles each word stands, and write the table that candidates are looked up by.

    python -m training.words --data DATA --out src/sayso/link/common_words.txt

DATA holds allsides/articles.jsonl.gz (ramybaly/Article-Bias-Prediction): 10,000 articles of US outlets, 2012 to 2020.
The table has no more of them than words and how common they are, in steps of a factor of two.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

from sayso.link.terms import stems

LEAST_SHARE = 0.005
"""Words in a smaller share of the articles are left out: they are as rare as words that are not in the table."""

HEADER = "# Stems by how common they are: `3: ..` stand in about one of 2 ** 3 articles. Made by training/words.\n"


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with allsides/articles.jsonl.gz")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    count, articles = Counter[str](), 0
    with gzip.open(args.data / "allsides" / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            count.update(set(stems(row["text"])))
            articles += 1
    by_rarity: dict[int, list[str]] = {}
    for stem, held in count.items():
        if held >= LEAST_SHARE * articles:
            by_rarity.setdefault((articles // held).bit_length() - 1, []).append(stem)
    rows = [f"{rarity}: {' '.join(sorted(words))}\n" for rarity, words in sorted(by_rarity.items())]
    args.out.write_text(HEADER + "".join(rows), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
