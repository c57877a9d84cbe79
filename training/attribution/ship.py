"""The trained network -> the bundle that sayso ships: exported, measured, its card written."""

from __future__ import annotations

from pathlib import Path

from sayso.model.bundle import open_bundle
from sayso.model.onnx import OnnxAttribution
from training.attribution.calibrate import outcomes
from training.attribution.card import write_card
from training.attribution.evaluate_others import other_figures
from training.attribution.export import export
from training.attribution.manifest import rewrite_manifest
from training.attribution.network import AttributionNetwork
from training.attribution.polnear import is_own_test, read_split
from training.attribution.reference import write_reference
from training.attribution.reliability import reliability_svg
from training.attribution.right import examples, fitted, settled
from training.attribution.scoring import load_scorer
from training.attribution.stages import Workshop

LENGTH, STRIDE = 222, 190
"""Pieces of a window, and from one to the next in a long paragraph, at most: windows end with a line where they can."""

UNTUNED = {"threshold": 0.34, "anchor_threshold": 0.15, "inner_threshold": 0.4, "right": [], "calibration": []}
"""The first where there is no scorer to choose it by; the last was chosen on the held-out labels. Of anchors under the
second few would reach the first, however sure their roles."""


def ship(network: AttributionNetwork, shop: Workshop, data: Path, scorer_file: Path | None, vocabulary: Path) -> None:
    """Write `bundle/` and `reference.json` into the workshop's folder."""
    out, bundle = shop.folder, shop.folder / "bundle"
    settings = {"length": LENGTH, "stride": STRIDE, **UNTUNED}
    figures: dict[str, tuple[float, float]] = {}
    export(network, vocabulary, settings, bundle)
    dev = read_split(data / "polnear" / "dev")
    own_test = [a for a in read_split(data / "polnear" / "train") if is_own_test(a.doc_id)]
    if scorer_file is not None:
        chosen, figures = settled(bundle, dev, own_test, load_scorer(scorer_file))
    else:
        chosen = {"right": list(fitted(examples(OnnxAttribution(open_bundle(bundle)), own_test)))}
    settings |= chosen
    rewrite_manifest(bundle, chosen)
    of_dev = outcomes(OnnxAttribution(open_bundle(bundle)), dev)
    (bundle / "reliability.svg").write_text(reliability_svg(of_dev), encoding="utf-8")
    write_reference(network, shop.tokenizer, settings, out / "reference.json")
    others = {"layers": network.shape.layers, **other_figures(network, data, shop.tokenizer, LENGTH)}
    write_card(settings, figures, others, bundle / "MODEL_CARD.md")
    print(f"the weights are in {bundle}: copy them to src/sayso/model/weights/attribution, and")
    print(f"{out / 'reference.json'} to tests/model, to ship them")
