"""The network: a BERT encoder, an anchor classifier, and a biaffine role head scored as a linear-chain CRF.

Each attribution has one anchor: its first cue word, else its first source word, else its first content word. The anchor
classifier finds anchors; for each anchor, every word of the window gets a score as none, source, cue or content (a
biaffine form, Dozat and Manning 2017, plus a bias learnt for the distance), and every step between two words a
score that depends on the words alone, so that boundaries are decided together (Lafferty et al. 2001).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from sayso.annotate.encoding import FEATURES
from sayso.annotate.word_notes import TAGS
from sayso.extract.acts import ACTS, FLAGS, TONES
from sayso.extract.roles import STATES

OUTER, INNER = 0, 1
"""The kinds of anchor: of an outermost statement, and of one inside another's content."""
KINDS_OF_ANCHOR = 2

DISTANCE_BUCKETS = 21
"""0, and ten powers of two on either side."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the network; the encoder's are all-MiniLM-L6-v2's."""

    vocabulary: int = 30522
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    role_width: int = 192
    reference_width: int = 192
    dropout: float = 0.1

    def as_dict(self) -> dict[str, float]:
        """Return the sizes by name."""
        return asdict(self)


class Dropout(nn.Module):
    """Dropout whose mask is one random byte an entry, drawn by NumPy's SFC64 from PyTorch's seed.

    `nn.Dropout` draws from one Mersenne twister, entry after entry, which took half of a step on a CPU; on another
    device PyTorch draws. The rate is rounded to 1/256.
    """

    source = np.random.Generator(np.random.SFC64(0))

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.dropped = round(rate * 256)

    @classmethod
    def seed(cls, seed: int) -> None:
        """Begin the sequence of all masks anew."""
        cls.source = np.random.Generator(np.random.SFC64(seed))

    def forward(self, x: Tensor) -> Tensor:
        """Return `x` with a share of its entries zero and the rest scaled up; in evaluation, `x`."""
        if not self.training or not self.dropped:
            return x
        if x.device.type != "cpu":
            return functional.dropout(x, self.dropped / 256)
        kept = torch.frombuffer(bytearray(self.source.bytes(x.numel())), dtype=torch.uint8) >= self.dropped
        return x * kept.view(x.shape).to(x.dtype).mul_(256 / (256 - self.dropped))


class Attention(nn.Module):
    """Multi-head self-attention with BERT's parameter layout."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads  # no dropout on the attention itself: it doubles a step's time on a CPU
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width)
        self.value = nn.Linear(shape.width, shape.width)
        self.output = nn.Linear(shape.width, shape.width)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Attend over `x` `[batch, pieces, width]`; `bias` `[batch, 1, 1, pieces]` is added to the scores."""
        q, k, v = (
            part(x).unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        return self.output(mixed.transpose(1, 2).flatten(-2))


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attention = Attention(shape)
        self.attention_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = Dropout(shape.dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Return `x` after attention and the feed-forward part."""
        x = self.attention_norm(x + self.dropout(self.attention(x, bias)))
        return self.norm(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces and their features -> hidden states."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.kind = nn.Parameter(torch.zeros(shape.width))
        self.features = nn.Embedding(FEATURES, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = Dropout(shape.dropout)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        nn.init.zeros_(self.features.weight)  # the encoder starts as it was pretrained

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """Return `[batch, pieces, width]`; `mask` is 1 for pieces, 0 for padding."""
        *_, last = self.after_each_layer(pieces, features, mask)
        return last

    def after_each_layer(self, pieces: Tensor, features: Tensor, mask: Tensor) -> Iterator[Tensor]:
        """Yield the states `[batch, pieces, width]` that each layer gives, in order."""
        place = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.places(place) + self.kind + self.features(features)
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask.to(torch.float32))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
            yield x


class RoleHead(nn.Module):
    """Hidden states of words -> anchor logits, steps, and for chosen anchors the emissions."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        wide = shape.role_width
        self.anchor = nn.Sequential(nn.Linear(shape.width, wide), nn.GELU(), nn.Linear(wide, KINDS_OF_ANCHOR))
        self.of_anchor = nn.Linear(shape.width, wide)
        self.of_word = nn.Linear(shape.width, wide)
        self.biaffine = nn.Parameter(torch.empty(STATES, wide, wide))
        self.of_word_alone = nn.Linear(wide, STATES)
        self.distance = nn.Embedding(DISTANCE_BUCKETS, STATES)
        self.step_left = nn.Linear(shape.width, STATES * STATES)
        self.step_right = nn.Linear(shape.width, STATES * STATES, bias=False)
        self.start = nn.Parameter(torch.zeros(STATES))
        self.dropout = Dropout(shape.dropout)
        nn.init.normal_(self.biaffine, std=1.0 / wide)
        nn.init.zeros_(self.distance.weight)

    def forward(self, words: Tensor, batch: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
        """Return emissions `[n, words, 4]` and steps `[n, words, 4, 4]` of the anchors `words[batch, place]`."""
        return self.emissions(words, batch, place), self.steps(words)[batch]

    def anchors(self, words: Tensor) -> Tensor:
        """Return the logits `[batch, words, 2]` that an outermost or an inner attribution is anchored at a word."""
        logits: Tensor = self.anchor(words)
        return logits

    def emissions(self, words: Tensor, batch: Tensor, place: Tensor) -> Tensor:
        """Return `[n, words, 4]`."""
        of_anchor = self.dropout(functional.gelu(self.of_anchor(words[batch, place])))
        of_word = self.dropout(functional.gelu(self.of_word(words)))
        left = torch.einsum("na,rab->nrb", of_anchor, self.biaffine)
        if len(words) == 1:  # as in use: one window a run, no copy of its words for each anchor
            scores = (left @ of_word[0].T).transpose(1, 2)
        else:
            scores = torch.einsum("nrb,nwb->nwr", left, of_word[batch])
        there = torch.arange(words.shape[1], device=words.device)
        alone = self.of_word_alone(of_word)
        alone = alone if len(words) == 1 else alone[batch]
        return scores + alone + self.distance(bucket(there[None] - place[:, None]))

    def steps(self, words: Tensor) -> Tensor:
        """Return `[batch, words, 4, 4]`: the step into each word, from the state before to the state at it."""
        before = functional.pad(words[:, :-1], (0, 0, 1, 0))
        return (self.step_left(before) + self.step_right(words)).unflatten(-1, (STATES, STATES))


class NameHead(nn.Module):
    """Hidden states of words -> logits of their tags."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.tag = nn.Sequential(
            nn.Linear(shape.width, shape.role_width), nn.GELU(), nn.Linear(shape.role_width, len(TAGS))
        )

    def forward(self, words: Tensor) -> Tensor:
        """Return `[batch, words, tags]`."""
        logits: Tensor = self.tag(words)
        return logits


class ReferenceHead(nn.Module):
    """Hidden states of words -> for each word, which earlier word it refers back to.

    Coreference by head words (Dobrovolskii 2021): one score a pair of words, and one that there is no antecedent.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.of_word = nn.Linear(shape.width, shape.reference_width)
        self.of_antecedent = nn.Linear(shape.width, shape.reference_width)
        self.none = nn.Linear(shape.width, 1)
        self.distance = nn.Embedding(DISTANCE_BUCKETS, 1)
        self.dropout = Dropout(shape.dropout)
        nn.init.zeros_(self.distance.weight)

    def forward(self, words: Tensor) -> Tensor:
        """Return logits `[batch, words, 1 + words]`: no antecedent, then each word, those not earlier at -1e4."""
        left = self.dropout(functional.gelu(self.of_word(words)))
        right = self.dropout(functional.gelu(self.of_antecedent(words)))
        there = torch.arange(words.shape[1], device=words.device)
        distance = self.distance(bucket(there[None, :] - there[:, None])).squeeze(-1)
        scores = left @ right.transpose(1, 2) * left.shape[-1] ** -0.5 + distance
        later = (there[None, :] >= there[:, None]).to(scores.dtype) * -1e4
        return torch.cat([self.none(words), scores + later], dim=-1)


class InnerHead(nn.Module):
    """Hidden states of words -> the logit that an inner statement is anchored there.

    The second output of `RoleHead.anchor` is trained on inner anchors too, most of whose labels an earlier model made;
    of a student, this head learns from the special teachers, and it is the one that is used.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        wide = shape.role_width
        drop = Dropout(3 * shape.dropout)
        self.anchor = nn.Sequential(drop, nn.Linear(shape.width, wide), nn.GELU(), drop, nn.Linear(wide, 1))

    def forward(self, words: Tensor) -> Tensor:
        """Return `[.., 1]` of `words` `[.., width]`."""
        logits: Tensor = self.anchor(words)
        return logits


class ActHead(nn.Module):
    """Hidden states of words and an anchor's emissions -> logits of the act, its flags and its tone.

    The words of each role are taken together by how likely they have it, so the act is read in the same pass as the
    spans and does not wait for their decoding.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.mix = nn.Linear(4 * shape.width, shape.role_width)
        self.out = nn.Linear(shape.role_width, len(ACTS) + len(FLAGS) + len(TONES))
        self.dropout = Dropout(4 * shape.dropout)

    def forward(self, words: Tensor, known: Tensor, batch: Tensor, place: Tensor, emissions: Tensor) -> Tensor:
        """Return `[n, acts + flags + tones]` of the anchors `words[batch, place]`; `known` is 0 at padding."""
        return self.of_features(self.features(words, known, batch, place, emissions))

    @staticmethod
    def features(words: Tensor, known: Tensor, batch: Tensor, place: Tensor, emissions: Tensor) -> Tensor:
        """Return `[n, 4 * width]`: the anchor's state, and the means over its source, cue and content."""
        alone = len(words) == 1  # as in use: one window a run
        role = torch.softmax(emissions.detach(), dim=-1)[..., 1:] * (known if alone else known[batch])[..., None]
        role = (role / (role.sum(1, keepdim=True) + 0.5)).transpose(1, 2)
        means = (role @ (words[0] if alone else words[batch])).flatten(1)
        return torch.cat([words[batch, place], means], dim=-1)

    def of_features(self, features: Tensor) -> Tensor:
        """Return the logits of `features`."""
        logits: Tensor = self.out(self.dropout(functional.gelu(self.mix(self.dropout(features)))))
        return logits


class AttributionNetwork(nn.Module):
    """Encoder and heads together."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.head = RoleHead(shape)
        self.names = NameHead(shape)
        self.references = ReferenceHead(shape)
        self.acts = ActHead(shape)
        self.inner = InnerHead(shape)
        self.dropout = Dropout(shape.dropout)

    def anchors(self, words: Tensor) -> Tensor:
        """Return the logits `[batch, words, 2]` of the anchors, the inner ones by their own head."""
        return torch.cat([self.head.anchors(words)[..., :1], self.inner(words)], dim=-1)


def half_precision(device: torch.device | str) -> torch.autocast:
    """Return a context in which products are taken in bfloat16, where the device has instructions for it."""
    kind = torch.device(device).type
    fast = kind != "cpu" or torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(kind, torch.bfloat16, enabled=fast)


def of_words(hidden: Tensor, first_piece: Tensor) -> Tensor:
    """Return the hidden state of each word's first piece, `[batch, words, width]`."""
    return hidden.gather(1, first_piece[..., None].expand(-1, -1, hidden.shape[-1]))


def bucket(distance: Tensor) -> Tensor:
    """Return the distance's bucket: its sign and the power of two below it.

    >>> bucket(torch.tensor([-1000, -3, 0, 1, 2, 3, 4])).tolist()
    [0, 8, 10, 11, 12, 12, 13]
    """
    magnitude = torch.log2(distance.abs().clamp(min=1).float()).floor().long() + 1
    half = DISTANCE_BUCKETS // 2
    return half + torch.sign(distance) * magnitude.clamp(max=half)


def crf_loss(start: Tensor, emissions: Tensor, steps: Tensor, states: Tensor, mask: Tensor) -> Tensor:
    """Return the negative log-likelihood `[n]` of `states` `[n, words]`; `mask` is False at padding."""
    real = mask.float()
    gold = emissions.gather(-1, states[..., None]).squeeze(-1) * real
    flat = (states[:, :-1] * STATES + states[:, 1:])[..., None]
    gold_step = steps[:, 1:].flatten(-2).gather(-1, flat).squeeze(-1) * real[:, 1:]
    score = start[states[:, 0]] + gold.sum(1) + gold_step.sum(1)
    return crf_log_partition(start, emissions, steps, mask) - score


def crf_log_partition(start: Tensor, emissions: Tensor, steps: Tensor, mask: Tensor) -> Tensor:
    """Return the logarithm `[n]` of the sum over all paths of the exponential of their score.

    The partition function is a product of matrices in the log semiring, taken as a tree: eight rounds for 256 words
    in place of 255 steps (Sarkka and Garcia-Fernandez 2021, for the same idea in smoothing).
    """
    product = steps[:, 1:] + emissions[:, 1:, None, :]
    identity = torch.full((STATES, STATES), -1e4, device=emissions.device).fill_diagonal_(0.0)
    product = torch.where(mask[:, 1:, None, None], product, identity)
    while product.shape[1] > 1:
        if product.shape[1] % 2:
            product = torch.cat([product, identity.expand(len(product), 1, -1, -1)], dim=1)
        product = torch.logsumexp(product[:, 0::2, :, :, None] + product[:, 1::2, None, :, :], dim=3)
    first = start + emissions[:, 0]
    last = torch.logsumexp(first[:, :, None] + product[:, 0], dim=1) if product.shape[1] else first
    return torch.logsumexp(last, dim=1)


def acts_loss(logits: Tensor, answers: Tensor) -> Tensor:
    """Return the mean loss of act, flags and tone; `answers` is `[n, 1 + flags + 1]`."""
    act, flags, tone = logits.split([len(ACTS), len(FLAGS), len(TONES)], dim=-1)
    return (
        functional.cross_entropy(act, answers[:, 0])
        + functional.binary_cross_entropy_with_logits(flags, answers[:, 1:-1].float())
        + functional.cross_entropy(tone, answers[:, -1])
    )


def load_pretrained(encoder: Encoder, path: Path) -> None:
    """Fill the encoder from a BertModel's safetensors file. Raises RuntimeError where a tensor is missing."""
    weights = load_file(path)
    target = {
        "words.weight": "embeddings.word_embeddings.weight",
        "places.weight": "embeddings.position_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
    }
    parts = {
        "attention.query": "attention.self.query",
        "attention.key": "attention.self.key",
        "attention.value": "attention.self.value",
        "attention.output": "attention.output.dense",
        "attention_norm": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm": "output.LayerNorm",
    }
    for i in range(len(encoder.layers)):
        for ours, theirs in parts.items():
            for tensor in ("weight", "bias"):
                target[f"layers.{i}.{ours}.{tensor}"] = f"encoder.layer.{i}.{theirs}.{tensor}"
    state = {ours: weights[theirs] for ours, theirs in target.items()}
    state["kind"] = weights["embeddings.token_type_embeddings.weight"][0]
    state["features.weight"] = encoder.features.weight.detach()
    encoder.load_state_dict(state)
