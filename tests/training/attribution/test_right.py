"""What makes a statement right is learnt from candidates that people found too, and from those that they did not."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.extract.confidence import Evidence, likely_right
from sayso.model.onnx import load
from training.attribution.polnear import AnnotatedArticle
from training.attribution.right import FOLDS, Example, examples, fitted, fold_of

TRUE = (-5.0, 0.5, 2.0, 1.0, 2.5, -0.7)


def drawn(count, seed=3):
    """Return candidates that are right as often as `TRUE` says."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        evidence = Evidence(*rng.uniform(0.2, 1, 3).tolist(), sourceless=bool(rng.random() < 0.2))
        anchor = float(rng.uniform(0.15, 0.999))
        found.append(Example(anchor, evidence, rng.random() < likely_right(anchor, evidence, TRUE)))
    return found


def test_what_makes_candidates_right_is_found_again():
    weights = fitted(drawn(20_000))
    assert weights == pytest.approx(TRUE, abs=0.35)


def test_on_what_it_is_fitted_to_as_many_are_expected_to_be_right_as_are():
    some = drawn(500)
    weights = fitted(some)
    expected = sum(likely_right(one.anchor, one.evidence, weights) for one in some)
    assert expected == pytest.approx(sum(one.right for one in some), abs=0.1)


def test_the_order_of_the_candidates_does_not_matter():
    some = drawn(300)
    assert fitted(some) == pytest.approx(fitted(some[::-1]), abs=1e-3)


def test_candidates_that_are_certain_or_all_alike_give_weights_too():
    sure = Evidence(1.0, 1.0, 1.0, sourceless=False)
    weights = fitted([Example(1.0, sure, True), Example(1.0, sure, True), Example(0.0, sure, False)])
    assert np.isfinite(weights).all()
    assert likely_right(1.0, sure, weights) > likely_right(0.0, sure, weights)


def test_an_articles_fold_is_its_own_and_all_folds_are_used():
    articles = [AnnotatedArticle(f"article-{n}", "", ()) for n in range(300)]
    folds = [fold_of(one) for one in articles]
    assert folds == [fold_of(one) for one in articles]
    assert set(folds) == set(range(FOLDS))


def test_an_article_without_an_attribution_gives_only_wrong_candidates():
    text = "The harbour will reopen, Dora Kell said on Friday.\n\nPavo Lind denied that the cranes were safe."
    found = examples(load(), [AnnotatedArticle("quiet", text, ())])
    assert len(found) >= 2
    assert not any(one.right for one in found)
    assert max(one.anchor for one in found) > 0.9
