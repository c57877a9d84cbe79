"""All labelled texts, from where each was published."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

from training.attribution.annotated import labelled, read_allsides, read_labels, speakers
from training.attribution.examples import LabelledText, label
from training.attribution.nested import read_nested
from training.attribution.other_tasks import ReferringText, TaggedText, read_gap, read_names, read_ontogum
from training.attribution.polnear import OWN_TEST_EACH, is_own_test, read_split
from training.attribution.tasks import Texts

NESTED = Path(__file__).with_name("nested.jsonl")


def labelled_texts(data: Path, tokenizer: Tokenizer, first: int | None = None) -> Texts:
    """Return what is trained on; where inner statements were annotated, an earlier model's are left out.

    `first` keeps so many articles of PolNeAR. The own test, and the articles that are measured on, are not among them.
    """
    nested, rows = read_nested(NESTED), read_labels("polnear")
    articles = [a for a in read_split(data / "polnear" / "train") if not is_own_test(a.doc_id)]
    attributions = [
        labelled(a, rows[a.doc_id], tokenizer) if a.doc_id in rows else label(a, tokenizer, nested.get(a.doc_id, ()))
        for a in articles[:first]
    ]
    annotated = read_allsides(data / "allsides" / "articles.jsonl.gz", "allsides")
    annotated_too = [(a, rows[a.doc_id]) for a in articles if a.doc_id in rows]
    names, references = _other_tasks(data, tokenizer)
    return Texts(
        attributions + [labelled(article, found, tokenizer) for article, found in annotated],
        names,
        references + [speakers(article, found, tokenizer) for article, found in annotated + annotated_too],
    )


def held_out_texts(data: Path, tokenizer: Tokenizer) -> list[LabelledText]:
    """Return the articles of `acts_held_out.jsonl`, on which acts and inner anchors are measured."""
    rows = read_labels("held_out")
    found = [(a, rows[a.doc_id]) for a in read_split(data / "polnear" / "train") if a.doc_id in rows]
    found += read_allsides(data / "allsides" / "articles.jsonl.gz", "held_out")
    return [labelled(article, some, tokenizer) for article, some in found]


def _other_tasks(data: Path, tokenizer: Tokenizer) -> tuple[list[TaggedText], list[ReferringText]]:
    names = read_names(data / "ner_ewt" / "en_ewt-ud-train.2022-12-02.iob2", tokenizer)
    ontogum = read_ontogum(data / "ontogum", tokenizer)
    gap = [one for part in ("development", "test") for one in read_gap(data / "gap" / f"gap-{part}.tsv", tokenizer)]
    return names, [text for i, text in enumerate(ontogum) if i % OWN_TEST_EACH] + gap
