"""Draw the recorded figures of speed: docs/speed.md and its pictures.

    python -m benchmarks.plots [--figures FILE] [--docs FOLDER]

FILE is what the benchmarks add to with `--record`; of each plot its newest line is drawn. Where a plot has no line, the
page says that it was not measured.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill

from benchmarks.drawing import drawn, in_words, number
from benchmarks.figures import RECORDED, Figure, Held, newest

DOCS = Path(__file__).parents[1] / "docs"


@dataclass(frozen=True)
class Plot:
    """One section of the page."""

    name: str
    """As the figures have it."""
    command: str
    title: str
    said: str

    @property
    def picture(self) -> str:
        """Return the picture's place below docs/."""
        return f"pictures/speed-{self.name}.svg"


PLOTS = (
    Plot(
        "encoder",
        "speed",
        "Extraction and the bare encoder",
        "`sayso extract` over articles in JSON Lines, and the network alone over the same windows, ready made, with "
        "nothing done before or after it. No extraction with this network can be faster than that.",
    ),
    Plot(
        "spacy",
        "spacy_pipeline",
        "Extraction and a spaCy pipeline",
        "`sayso extract`, and a spaCy pipeline of the small English size over the same texts. They are not the same "
        "work: sayso cleans and finds who said what, spaCy tags, parses and finds names. The pipeline has the "
        "architecture of en_core_web_sm and was trained by the benchmark itself.",
    ),
    Plot(
        "pages",
        "html_pages",
        "HTML pages into a ledger",
        "`sayso read` over saved pages into a new ledger, and trafilatura and the bare encoder one after the other: "
        "what finding the main text and running the network takes, and nothing else.",
    ),
    Plot(
        "cleaning",
        "html_pages",
        "Cleaning alone",
        "From a page's bytes to its article, and trafilatura alone from the same bytes to the main text. sayso runs "
        "trafilatura too, and finds on top of that each line's role, its place in the page, title, authors and date.",
    ),
    Plot(
        "archives",
        "warc",
        "Web archives",
        "Reading a web archive up to the documents, and fastwarc alone taking the bodies out of it. What comes after, "
        "cleaning and the network, takes many times as long as either.",
    ),
    Plot(
        "growth",
        "growth",
        "What an article costs as a ledger grows",
        "The same articles read into ledgers of several sizes, and then linked. The ledgers are filled with "
        "beginnings of articles that were extracted once and have other names each time, 20 a day.",
    ),
)
HEAD = """# Speed

Made by `python -m benchmarks.plots` from `benchmarks/figures.jsonl`, to which each benchmark adds with `--record`. Both
sides of a figure were run in turn on one machine, part by part; ratios are those of the times by the clock unless it
says otherwise, with 95 % intervals over the parts. Absolute rates differ from machine to machine: read the ratios.
More figures, and how each was measured, are in [benchmarks/RESULTS.md](../benchmarks/RESULTS.md).
"""


def main() -> int:
    """Write the page and the pictures of what was measured."""
    arguments = _arguments()
    (arguments.docs / "pictures").mkdir(parents=True, exist_ok=True)
    for name, text in files(newest(arguments.figures)).items():
        (arguments.docs / name).write_text(text, encoding="utf-8")
        print(arguments.docs / name)
    return 0


def files(figures: Mapping[str, Figure]) -> dict[str, str]:
    """Return the page and its pictures by their places below docs/."""
    shown = {plot.picture: drawn(figures[plot.name], plot.title) for plot in PLOTS if plot.name in figures}
    sections = ["\n".join(_section(plot, figures.get(plot.name))) for plot in PLOTS]
    return {"speed.md": "\n".join([HEAD, *sections]), **shown}


def _section(plot: Plot, figure: Figure | None) -> Iterator[str]:
    yield f"## {plot.title}\n"
    yield f"    python -m benchmarks.{plot.command} --data DATA --record benchmarks/figures.jsonl\n"
    yield fill(plot.said, 120) + "\n"
    if figure is None:
        yield "Not measured yet.\n"
        return
    yield f"![{plot.title}: {in_words(figure)}]({plot.picture})\n"
    yield from _table(figure)
    yield ""
    yield from (f"- {_told(one)}" for one in figure.held)
    yield f"\n{figure.on[:1].upper()}{figure.on[1:]}; {figure.machine}; {figure.date}.\n"


def _table(figure: Figure) -> Iterator[str]:
    columns = [f"{size:,} held" for size in figure.sizes] or [figure.unit]
    yield f"| {figure.unit if figure.sizes else ''} | {' | '.join(columns)} |".replace("|  |", "| |")
    yield f"|{'---|' * (len(columns) + 1)}"
    for name, values in figure.series:
        yield f"| {name} | {' | '.join(map(number, values))} |"


def _told(held: Held) -> str:
    ratio = held.ratio
    told = f"{held.said}: **{ratio.value:.2f}** [{ratio.low:.2f}, {ratio.high:.2f}]"
    if held.asked is None:
        return told
    asked = f"under {held.asked:g} is asked" if held.at_most else f"{held.asked:g} is asked"
    return f"{told}, where {asked}" + ("" if held.reached else ": **short of it**")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=Path, default=RECORDED)
    parser.add_argument("--docs", type=Path, default=DOCS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
