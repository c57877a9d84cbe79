"""What sentences mean, as bytes: the shipped projection, and what it is worth."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from sayso.errors import WeightsError
from sayso.model import pairs
from sayso.model.bundle import MANIFEST, shipped
from sayso.model.meaning import FILES, MeaningModel, load

SAID = (
    "the bridge will be closed until spring",
    "nobody can cross the river there before March",
    "that the minister had lied to parliament",
    "wheat prices rose for a third month",
)


@pytest.fixture(scope="module")
def model():
    return load()


def cosines(model, asked, texts):
    rows = np.array([np.frombuffer(one, np.int8) for one in model.vectors(texts)], np.float32)
    return (rows @ model.asked(asked)) / np.linalg.norm(rows, axis=1)


def test_a_sentence_is_128_bytes_and_what_is_asked_has_length_1(model):
    assert {len(one) for one in model.vectors(SAID)} == {128}
    assert np.linalg.norm(model.asked(SAID[0])) == pytest.approx(1)


def test_what_is_asked_twice_has_one_vector_that_nobody_can_change(model):
    asked = model.asked(SAID[0])
    assert model.asked(SAID[0]) is asked
    with pytest.raises(ValueError, match="read-only"):
        asked += 1


def test_the_nearest_is_what_says_the_same_in_other_words(model):
    assert cosines(model, "the crossing stays shut for the winter", SAID).argmax() == 0
    assert cosines(model, "grain has become dearer again", SAID).argmax() == 3


def test_a_vector_follows_from_its_text_alone(model):
    together = model.vectors(SAID)
    assert [model.vectors([one])[0] for one in SAID] == together
    assert model.vectors(SAID[::-1]) == together[::-1]


def test_bytes_are_the_embedding_but_for_little(model):
    embeddings = pairs.load().embed(SAID)
    rows = np.array([np.frombuffer(one, np.int8) for one in model.vectors(SAID)], np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    assert np.abs(rows @ rows.T - embeddings @ embeddings.T).max() < 0.15


@pytest.mark.parametrize("text", ["", " ", "\ud800", "\x00", "?!", "x" * 10_000, "字" * 50])
def test_any_text_has_a_vector(model, text):
    assert len(model.vectors([text])[0]) == 128
    assert np.isfinite(model.asked(text)).all()


def test_no_text_has_none(model):
    assert model.vectors([]) == []


def test_the_method_names_the_projection_and_the_network(model):
    version = pairs.load().version
    assert model.method.startswith("sayso-meaning ")
    assert model.method.endswith(f"{version.name} {version.version}")


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the shipped projection that a test may damage."""
    return shutil.copytree(shipped("meaning"), tmp_path / "meaning")


def test_a_damaged_projection_is_told_so(folder):
    (folder / FILES[0]).write_bytes(b"nothing")
    with pytest.raises(WeightsError, match="install sayso again"):
        MeaningModel(folder, pairs.load())


def test_a_manifest_without_a_version_is_told_so(folder):
    path = folder / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["version"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(WeightsError, match="not a manifest of weights"):
        MeaningModel(folder, pairs.load())
