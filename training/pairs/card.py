"""The model's card: data, licences, figures, what was tried, and the command that made it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from sayso.model.pairs import FILES, RELATIONS
from training.pairs.figures import Figures, Relations
from training.pairs.train import Recipe

HERE = Path(__file__).parent
CARD = "MODEL_CARD.md"


def write_card(recipe: Recipe, found: Figures, bundle: Path, start: str | None = None) -> None:
    """Fill the card's template and put it beside the weights; the trials were logged by hand in tried.md.

    `start` is the version of the bundle that training went on from.
    """
    template = (HERE / "card_template.md").read_text(encoding="utf-8")
    settings = {**asdict(recipe), **asdict(recipe.sizes)}
    filled = template.format(
        **settings,
        start=" --continue BUNDLE" if start else "",
        origin=f", BUNDLE being {start}" if start else "",
        figures=_figures(found),
        tried=(HERE / "tried.md").read_text(encoding="utf-8").strip(),
        megabytes=sum((bundle / name).stat().st_size for name in FILES) / 1e6,
    )
    (bundle / CARD).write_text(filled, encoding="utf-8", newline="\n")


def _figures(found: Figures) -> str:
    inference = found.inference
    return (
        f"- three relations, on the tenth kept aside: accuracy **{inference.accuracy:.3f}**, 95% bootstrap interval "
        f"{inference.low:.3f} to\n  {inference.high:.3f}; expected calibration error {inference.error:.3f}\n"
        f"- similarity, Spearman's correlation on STS-B's dev part: **{found.pair_rank:.3f}** of the pairs, "
        f"{found.cosine_rank:.3f} of the embeddings' cosine\n"
        f"- embeddings, on sentences of news: mean cosine with those of all-MiniLM-L6-v2 {found.kept:.3f}; of its ten "
        f"nearest\n  sentences {found.close:.2f} are among the ten nearest here\n\n"
        f"{_by_src('The tenth kept aside, by set:', inference)}\n\n{_table(inference)}\n\n"
        f"{_by_src('Pairs made by rule of unseen articles: an allowed relation is named', found.made)}\n\n"
        f"{_by_src('The same of the claims and views of perspectrum, dev part', found.views)}"
    )


def _by_src(title: str, found: Relations) -> str:
    rows = "\n".join(f"| {src} | {count} | {share:.3f} |" for src, (count, share) in found.by_src.items())
    return f"{title}\n\n| set | pairs | right |\n|---|---|---|\n{rows}"


def _table(found: Relations) -> str:
    rows = "\n".join(
        f"| {name} | {' | '.join(map(str, row))} |" for name, row in zip(RELATIONS, found.table, strict=True)
    )
    named = " | ".join(RELATIONS)
    return f"Right relation in rows, named relation in columns:\n\n| | {named} |\n|---|---|---|---|\n{rows}"
