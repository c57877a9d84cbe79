"""Train the ranker of speakers: `python -m training.speakers --data DATA --out src/sayso/resolve/ranking.json`.

DATA holds PolNeAR (networkdynamics/PolNeAR) as polnear/train and allsides/articles.jsonl.gz
(ramybaly/Article-Bias-Prediction); who speaks is in training/labels. Deterministic; two
minutes on one core, no PyTorch. Prints cross-validated accuracy by kind of source, trains on all articles, writes the
weights.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from sayso.resolve.ranking import probabilities
from sayso.resolve.readings import LEAST, Choice
from sayso.resolve.speakers import Resolver
from training.speakers.labels import Labelled, labelled
from training.speakers.ranker import Example, fit

PENALTY = 3.0
"""How hard weights are held to the prior's: of 1 and 3 the better in cross-validation (.742 and .744: hardly)."""
ROUNDS, FOLDS = 2, 4
"""A round's weights decide who has spoken before in the next one's features."""
HERE = Path(__file__).parent


def main() -> None:
    """Cross-validate, train, write."""
    arguments = _arguments()
    articles = list(labelled(arguments.data))
    prior: dict[str, float] = json.loads((HERE / "prior.json").read_text(encoding="utf-8"))
    weights: Mapping[str, float] = prior
    for _ in range(ROUNDS):
        examples = [_examples(one, weights) for one in articles]
        weights = fit([example for some in examples for example in some], PENALTY, prior)
    _cross_validate(examples, prior)
    text = json.dumps({"articles": len(articles), "weights": weights}, indent=0, ensure_ascii=False)
    arguments.out.write_text(text + "\n", encoding="utf-8", newline="\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    return parser.parse_args()


def _examples(one: Labelled, weights: Mapping[str, float]) -> list[Example]:
    """Return the choices that the ranker is asked for in an article, with what is right in each."""
    resolver = Resolver(one.article, one.names, one.references, one.statements, weights)
    found = []
    for statement, (name, kind) in zip(one.statements, one.answers, strict=True):
        choices = resolver.choices.get(statement.id, ())
        if len(choices) != 1 or kind == "unclear":
            continue
        [choice] = choices
        if choice.kind.endswith("person") and kind not in ("person", "narrator"):
            continue  # the pronoun is an owner's: his campaign
        found.append(Example(choice.kind, choice.features, _right(choice, name)))
    return found


def _right(choice: Choice, name: str) -> tuple[int, ...]:
    """Return the candidates whose name has the answer's words, of several the ones nearest to it in length."""
    wanted = _words(name)
    fit_in = [n for n, actor in enumerate(choice.actors) if wanted and _alike(wanted, _words(actor.name), actor.kind)]
    least = min((abs(len(choice.actors[n].name) - len(name)) for n in fit_in), default=0)
    return tuple(n for n in fit_in if abs(len(choice.actors[n].name) - len(name)) == least)


def _alike(wanted: frozenset[str], words: frozenset[str], kind: str) -> bool:
    return wanted <= words or (kind != "person" and bool(words) and words <= wanted)


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", re.sub(r"[’']s\b", "", name.lower()))) - {"the", "a", "an"}


def _cross_validate(examples: Sequence[Sequence[Example]], prior: Mapping[str, float]) -> None:
    right, total = Counter[str](), Counter[str]()
    for fold in range(FOLDS):
        seen = [e for n, some in enumerate(examples) if n % FOLDS != fold for e in some]
        weights = fit(seen, PENALTY, prior)
        for example in (e for some in examples[fold::FOLDS] for e in some):
            total[example.kind] += 1
            right[example.kind] += _is_right(example, weights)
    for kind in sorted(total):
        print(f"{kind:10s} {total[kind]:5d} choices, {right[kind] / total[kind]:.3f} right")
    print(f"all        {total.total():5d} choices, {right.total() / total.total():.3f} right")


def _is_right(example: Example, weights: Mapping[str, float]) -> bool:
    likely = probabilities(example.kind, example.features, weights)
    best = max(range(len(likely)), key=lambda n: (likely[n], -n))
    return best in example.right if likely[best] >= LEAST else not example.right


if __name__ == "__main__":
    main()
