"""Train the attribution model, export it, and write its card.

    python -m training.attribution --data DATA --out work/attribution --scorer EVAL/score_attribution.py

DATA holds PolNeAR (networkdynamics/PolNeAR) in polnear/, ramybaly/Article-Bias-Prediction in allsides/, and the sets of
training/attribution/other_tasks.py in ner_ewt/, ontogum/ and gap/. A tenth of PolNeAR's train split is kept as the
project's own test.

The stages follow one another: the encoder on masked pieces, the teachers, the students, of whom the first is shipped.
`--seeds 0 1 2` and `--layers 6 4` train several students together.
Stopped half-way, the same command goes on from the last epoch. `--only` runs one stage, so that teachers may be trained
side by side.

    python -m training.attribution --data DATA --out FOLDER --continue BUNDLE [--general BUNDLE ...] [--special BUNDLE]

trains on from a bundle that was shipped, with what has been annotated since. The bundle is its own teacher; `--general`
names others to teach outermost statements in its place, `--special` one to teach inner statements and acts.
`--labels FILE --ledger LEDGER` adds what people judged on the screens (`sayso export labels`).
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import torch

from sayso.model.pieces import word_pieces
from training.attribution.annotated import judged_texts
from training.attribution.network import AttributionNetwork
from training.attribution.sources import labelled_texts
from training.attribution.stages import (
    KEPT_LAYERS,
    LAYERS,
    TEACHERS,
    Bundles,
    Workshop,
    continued,
    encoder_before_labels,
    pretrained_weights,
    student,
    students,
    teacher,
)
from training.attribution.unlabelled import read_unlabelled


def main() -> None:
    """Run the command."""
    args = _arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_flush_denormal(True)  # the CRF's gradients fall below 1e-38, where a CPU is a hundred times slower
    if args.device == "cpu":
        torch.use_deterministic_algorithms(True)
        torch.utils.deterministic.fill_uninitialized_memory = False  # nothing here reads memory before writing it
    else:
        torch.set_float32_matmul_precision("high")
    if args.threads:
        torch.set_num_threads(args.threads)
    start = args.pretrained or pretrained_weights()
    shop = _workshop(args, start)
    if args.continued:
        seed = args.seeds[0]
        taught_by = Bundles(args.general or [args.continued], args.special or args.continued)
        _ship(continued(shop, seed, args.continued, taught_by), shop, args, start)
        return
    encoder = encoder_before_labels(shop, start / "model.safetensors")
    for number in range(TEACHERS):
        if args.only in (None, f"teacher-{number}"):
            teacher(shop, number, encoder)
    if args.only in (None, "students"):
        students(shop, args.seeds, args.layers, encoder)
    if args.only in (None, "ship"):
        _ship(student(shop, args.seeds[0], args.layers[0]), shop, args, start)


def _ship(network: AttributionNetwork, shop: Workshop, args: argparse.Namespace, start: Path) -> None:
    from training.attribution.ship import ship  # it needs all of sayso, the other stages do not

    ship(network, shop, args.data, args.scorer, start / "vocab.txt")


def _workshop(args: argparse.Namespace, start: Path) -> Workshop:
    tokenizer = word_pieces(start / "vocab.txt")
    texts = labelled_texts(args.data, tokenizer, args.articles)
    if args.labels:
        texts = replace(texts, attributions=[*texts.attributions, *judged_texts(args.labels, args.ledger, tokenizer)])
    annotated = [text for text in texts.attributions if any(act[0] >= 0 for act in text.acts)]
    allsides = args.data / "allsides" / "articles.jsonl.gz"
    unlabelled = read_unlabelled(allsides, tokenizer, args.out / "unlabelled.npz")[: args.articles]
    return Workshop(args.out, tokenizer, texts, annotated, unlabelled, args.device, args.epochs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with polnear, allsides, ner_ewt, ontogum, gap")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints, log and weights")
    parser.add_argument("--scorer", type=Path, help="score_attribution.py, to choose the threshold on dev by")
    parser.add_argument(
        "--pretrained", type=Path, help="folder with vocab.txt and model.safetensors, if not the package's"
    )
    stages = ["pretrained", *(f"teacher-{number}" for number in range(TEACHERS)), "students", "ship"]
    parser.add_argument("--only", choices=stages, help="run this stage, and what it needs that isn't there")
    parser.add_argument("--layers", type=int, nargs="+", default=[LAYERS], choices=sorted(KEPT_LAYERS))
    parser.add_argument("--seeds", type=int, nargs="+", default=[0], help="of the students; the first is shipped")
    parser.add_argument("--continue", dest="continued", type=Path, metavar="BUNDLE", help="train on from this bundle")
    parser.add_argument("--general", type=Path, nargs="+", metavar="BUNDLE", help="teachers of outermost statements")
    parser.add_argument("--special", type=Path, metavar="BUNDLE", help="teacher of inner statements and acts")
    parser.add_argument("--labels", type=Path, metavar="FILE", help="what `sayso export labels` wrote")
    parser.add_argument("--ledger", type=Path, metavar="FILE", help="the ledger that FILE is of, for the texts")
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    parser.add_argument("--epochs", type=int, help="epochs of every stage, for a trial")
    parser.add_argument("--articles", type=int, help="train on the first so many articles only, for a trial")
    parser.add_argument("--threads", type=int, default=0)
    args = parser.parse_args()
    if (args.labels is None) != (args.ledger is None):
        parser.error("--labels and --ledger go together: the labels hold no text")
    return args


if __name__ == "__main__":
    main()
