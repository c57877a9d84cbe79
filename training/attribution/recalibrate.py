"""Confidence, read off anew with what people judged: accepted is right, rejected is wrong.

    sayso export judgements judged.jsonl
    python -m training.attribution.recalibrate --data DATA --judgements judged.jsonl --out FOLDER

DATA holds PolNeAR in polnear/. The outcomes of the judgements and of the project's own test together make new points
on top of the shipped ones; the command prints the expected calibration error on dev before and after, and writes the
bundle with the new points to FOLDER/bundle, to be shipped or not. Only verdicts on outermost statements count that the
shipped version had read: what another one said is no measure of this one.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from sayso.extract.confidence import calibrated
from sayso.judging import VERDICTS, JudgementKind, from_lines, standing
from sayso.model.bundle import open_bundle, shipped
from sayso.model.onnx import OnnxAttribution
from sayso.records import ModelVersion
from training.attribution.calibrate import Outcome, calibration_error, outcomes, points
from training.attribution.manifest import rewrite_manifest
from training.attribution.polnear import is_own_test, read_split
from training.attribution.reliability import reliability_svg

Points = Sequence[tuple[float, float]]
KINDS = frozenset(kind.value for kind in JudgementKind)


def judged_outcomes(lines: Iterable[str], version: ModelVersion) -> list[Outcome]:
    """Return what the version said of each outermost statement that has a verdict, and whether people accepted it.

    `lines` are those of `sayso export judgements`; what is decided about actors is passed over.
    """
    verdicts: dict[str, Outcome] = {}
    about_statements = (line for line in lines if line.strip() and json.loads(line).get("kind") in KINDS)
    for one in standing(from_lines(about_statements)):
        place = one.about
        ours = (place.model, place.model_version) == (version.name, version.version)
        if one.kind in VERDICTS and ours and not place.nested and place.confidence is not None:
            accepted = one.kind is JudgementKind.ACCEPTED
            verdicts[place.statement_id] = Outcome(place.confidence, accepted)
    return [verdicts[identity] for identity in sorted(verdicts)]


def composed(first: Points, second: Points) -> list[tuple[float, float]]:
    """Return the points of "what `second` says of what `first` says": both are lines between points that rise.

    >>> composed([(0.0, 0.0), (1.0, 0.5)], [(0.25, 0.2), (0.5, 0.6)])
    [(0.0, 0.2), (0.5, 0.2), (1.0, 0.6)]
    """
    if not first:
        return list(second)
    bends = {said for said, _ in first}
    for (low, below), (high, above) in pairwise(first):
        inside = (right for right, _ in second if below < right < above)
        bends |= {low + (right - below) * (high - low) / (above - below) for right in inside}
    return [(round(said, 6), calibrated(_between(said, first), second)) for said in sorted(bends)]


def recalibrated(found: Sequence[Outcome], second: Points) -> list[Outcome]:
    """Return the outcomes with the confidence that the new points give."""
    return [Outcome(calibrated(one.said, second), one.right) for one in found]


def _between(said: float, line: Points) -> float:
    """Return what `calibrated` does, not rounded: a bend would lie beside itself otherwise."""
    for (low, below), (high, above) in pairwise(line):
        if said <= high:
            return below + (above - below) * (said - low) / (high - low)
    return line[-1][1]


def main() -> None:
    """Run the command."""
    args = _arguments()
    model = OnnxAttribution(open_bundle(shipped()))
    judged = judged_outcomes(args.judgements.read_text(encoding="utf-8").splitlines(), model.version)
    if not judged:
        raise SystemExit(f"{args.judgements} has no verdict on what {model.version.version} read: judge some, export.")
    own = outcomes(model, [a for a in read_split(args.data / "polnear" / "train") if is_own_test(a.doc_id)])
    dev = outcomes(model, read_split(args.data / "polnear" / "dev"))
    second = points([*own, *judged])
    after = recalibrated(dev, second)
    accepted, before = sum(one.right for one in judged), calibration_error(dev)
    print(f"{len(judged)} judged statements, {accepted} of them accepted; {len(own)} of the own test")
    print(f"calibration error on dev ({len(dev)} statements): {before:.4f} -> {calibration_error(after):.4f}")
    print(f"on the judged statements: {calibration_error(judged):.4f} -> {_error(judged, second):.4f}")
    _write(args.out / "bundle", composed(model.calibration, second), after)


def _error(found: Sequence[Outcome], second: Points) -> float:
    return calibration_error(recalibrated(found, second))


def _write(out: Path, calibration: list[tuple[float, float]], dev: Sequence[Outcome]) -> None:
    shutil.copytree(shipped(), out, dirs_exist_ok=True)
    version = rewrite_manifest(out, {"calibration": calibration})
    (out / "reliability.svg").write_text(reliability_svg(dev), encoding="utf-8")
    print(f"the bundle with the new points, version {version}, is in {out}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with polnear")
    parser.add_argument("--judgements", type=Path, required=True, help="what `sayso export judgements` wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for the bundle")
    return parser.parse_args()


if __name__ == "__main__":
    main()
