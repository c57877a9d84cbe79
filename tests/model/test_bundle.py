"""Weights are verified before they are run; what is wrong with them is said in one sentence."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from sayso.errors import WeightsError
from sayso.model.bundle import FILES, MANIFEST, model_card, open_bundle, shipped


@pytest.fixture
def folder(tmp_path):
    """Return a folder of weights that are a few letters each."""
    for name in FILES:
        (tmp_path / name).write_bytes(name.encode())
    manifest = {
        "name": "tiny",
        "version": "1",
        "length": 10,
        "stride": 5,
        "threshold": 0.5,
        "start": [0, 0, 0, 0],
        "anchor_threshold": 0.3,
        "inner_threshold": 0.7,
        "right": [-5, 0.5, 2, 1, 2, -0.5],
        "calibration": [[0.5, 0.25], [0.9, 0.75]],
        "files": {name: hashlib.sha256(name.encode()).hexdigest() for name in FILES},
    }
    (tmp_path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path


def change(folder, **fields):
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | fields), encoding="utf-8")


def test_a_whole_bundle_opens(folder):
    bundle = open_bundle(folder)
    assert (bundle.version.name, bundle.length, bundle.start) == ("tiny", 10, (0, 0, 0, 0))
    assert (bundle.threshold, bundle.anchor_threshold, bundle.inner_threshold) == (0.5, 0.3, 0.7)
    assert bundle.right == (-5.0, 0.5, 2.0, 1.0, 2.0, -0.5)
    assert bundle.calibration == ((0.5, 0.25), (0.9, 0.75))
    assert bundle.path("vocab.txt").read_bytes() == b"vocab.txt"


def test_the_bundle_that_is_shipped_is_whole():
    bundle = open_bundle(shipped())
    assert 0 < bundle.stride < bundle.length
    assert 0 < bundle.threshold < 1
    assert 0 < bundle.inner_threshold < 1
    assert len(bundle.start) == 4


def test_in_the_weights_that_are_shipped_all_evidence_speaks_for_a_statement_but_the_lack_of_a_source():
    _, *evidence, sourceless = open_bundle(shipped()).right
    assert all(weight > 0 for weight in evidence)
    assert sourceless < 0


def test_weights_that_say_nothing_of_what_is_right_have_none(folder):
    change(folder, right=[])
    assert open_bundle(folder).right == ()


@pytest.mark.parametrize("name", [MANIFEST, *FILES])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(WeightsError, match=re.escape(str(folder / name)) + ".*install sayso again"):
        open_bundle(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named_with_both_sums(folder, name):
    (folder / name).write_bytes(b"x")
    was, found = (hashlib.sha256(content).hexdigest()[:12] for content in (name.encode(), b"x"))
    with pytest.raises(WeightsError, match=f"{name} has SHA-256 {found}.*not {was}"):
        open_bundle(folder)


@pytest.mark.parametrize(
    "manifest", [b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe\xfd", b'{"files": []}', b'{"files": {}}']
)
def test_what_is_no_manifest_is_said_to_be_none(folder, manifest):
    (folder / MANIFEST).write_bytes(manifest)
    with pytest.raises(WeightsError, match=r"is not a manifest of weights .*install sayso again"):
        open_bundle(folder)


def test_weights_without_calibration_points_have_none(folder):
    change(folder, calibration=[])
    assert open_bundle(folder).calibration == ()


@pytest.mark.parametrize(
    "name", ["threshold", "anchor_threshold", "inner_threshold", "right", "calibration", "start", "length"]
)
def test_a_setting_that_is_missing_is_named(folder, name):
    """Weights of an earlier version have no threshold of anchors and nothing of what is right."""
    path = folder / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest[name]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(WeightsError, match=f"is not a manifest of weights .*{name}.*install sayso again"):
        open_bundle(folder)


@pytest.mark.parametrize(
    "fields",
    [
        {"start": 5},
        {"files": dict.fromkeys(FILES)},
        {"files": list(FILES)},
        {"right": 0.5},
        {"right": [0.5, 0.5]},
        {"right": ["x"] * 6},
        {"right": "123456"},
        {"right": dict.fromkeys("123456", 1)},
        {"right": [float("nan"), 1, 1, 1, 1, 1]},
        {"right": [10**400, 1, 1, 1, 1, 1]},
        {"right": [41, 1, 1, 1, 1, 1]},
        {"calibration": 0.5},
        {"calibration": [0.5]},
        {"calibration": [[0.5]]},
        {"calibration": [[0.5, 0.6, 0.7]]},
    ],
)
def test_a_manifest_with_a_wrong_field_is_no_manifest(folder, fields):
    change(folder, **fields)
    with pytest.raises(WeightsError, match=r"is not a manifest|not "):
        open_bundle(folder)


def test_a_missing_card_is_said_to_be_missing(folder):
    with pytest.raises(WeightsError, match=r"MODEL_CARD\.md can't be read"):
        model_card(folder)
    (folder / "MODEL_CARD.md").write_text("# Card", encoding="utf-8")
    assert model_card(folder) == "# Card"
