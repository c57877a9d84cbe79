"""A spaCy pipeline of the small English size: en_core_web_sm's architecture, as the package index has no such weights.

Layers and widths are those of the published configuration (release 3.0; later ones embed two more attributes, which is
a little slower): one token-to-vector network for the tagger and the parser and another one for the names, each with
four hashed attributes of 5,000, 2,500, 2,500 and 2,500 rows, width 96, and four convolutions of three pieces; parser
and names with 64 hidden units of two pieces; batches of 256; then the attribute ruler and the lemmatizer by rules. The
tagger has some 50 tags and the names 18 labels, as in the release; the parser has some 45 relations, those of UD.

How long the layers take does not depend on their weights, but what follows from what they find does: a parser of random
weights cuts sentences anywhere, and a tagger of random weights sends every word to the same rule. So the weights,
random at first, are trained for a minute or two on English Web Treebank (benchmarks/ewt.py); how often the pipeline is
right, and how many sentences and names it finds, is told beside the speed. The lemmatizer's rules are a few suffixes,
and its forms and lemmas those of the treebank, a tenth of the release's: it is rather faster than the release's.
"""

from __future__ import annotations

import logging
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.ewt import Sentence, sentences

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.lookups import Lookups
    from spacy.tokens import Doc
    from spacy.training import Example

SEED = 20260501
PASSES, BATCH = 2, 4
TOGETHER = 8
"""Sentences of a document to train on, so that the parser learns where sentences end."""
LABELS = {"PER": "PERSON", "LOC": "GPE", "ORG": "ORG", "OTH": "NORP"}
"""The treebank's kinds of names, by the release's labels."""
UNSEEN = (
    *("CARDINAL", "DATE", "EVENT", "FAC", "LANGUAGE", "LAW", "LOC", "MONEY", "ORDINAL", "PERCENT", "PRODUCT"),
    *("QUANTITY", "TIME", "WORK_OF_ART"),
)
"""The release's other labels: the layer is as wide with them, and none of them is ever found."""
LEMMAS = ("attribute_ruler", "lemmatizer")
"""The components that the tagger, the parser and the names do without."""
SUFFIXES = {
    "noun": [["ies", "y"], ["ses", "s"], ["xes", "x"], ["ches", "ch"], ["shes", "sh"], ["men", "man"], ["s", ""]],
    "verb": [["ies", "y"], ["ing", "e"], ["ing", ""], ["ed", "e"], ["ed", ""], ["es", "e"], ["es", ""], ["s", ""]],
    "adj": [["er", "e"], ["er", ""], ["est", "e"], ["est", ""]],
}
EMBED = {"attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"], "rows": [5000, 2500, 2500, 2500]}
TO_VECTORS = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {"@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "include_static_vectors": False, **EMBED},
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 96,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
SHARED = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}


def write(folder: Path, data: Path, documents: int | None = None) -> str:
    """Train the pipeline on the treebank in DATA, or so many documents of it; return how often it is right."""
    from thinc.api import fix_random_seed

    logging.getLogger("spacy").setLevel(logging.ERROR)  # it misses a table of spellings that lies with its weights
    fix_random_seed(SEED)
    known = sentences(data, "train")
    nlp = _made()
    examples = list(_examples(nlp, known))[:documents]
    optimizer = nlp.initialize(lambda: examples)
    for batch in _batches(examples):
        nlp.update(batch, sgd=optimizer, drop=0.1)
    _add_lemmas(nlp, known)
    with nlp.use_params(optimizer.averages):
        nlp.to_disk(folder)
        scores = nlp.evaluate(list(_examples(nlp, sentences(data, "dev")[:400])))
    right = {"tags": "tag_acc", "heads": "dep_uas", "sentences": "sents_f", "names": "ents_f"}
    return "right on the treebank's dev: " + ", ".join(f"{name} {scores[key] or 0:.2f}" for name, key in right.items())


def counted(docs: Iterable[Doc]) -> tuple[int, int, int]:
    """Return how many words, sentences and names there are."""
    found = [(len(doc), sum(1 for _ in doc.sents), len(doc.ents)) for doc in docs]
    words, cut, names = (sum(one) for one in zip(*found, strict=True))
    return words, cut, names


def _made() -> Language:
    import spacy

    nlp = spacy.blank("en", config={"nlp": {"batch_size": 256}})
    nlp.add_pipe("tok2vec", config={"model": TO_VECTORS})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": SHARED}})
    nlp.add_pipe("parser", config={"min_action_freq": 30, "model": _transitions("parser", SHARED)})
    names: Any = nlp.add_pipe("ner", config={"model": _transitions("ner", TO_VECTORS)})
    for label in (*LABELS.values(), *UNSEEN):
        names.add_label(label)
    return nlp


def _transitions(kind: str, vectors: dict[str, Any]) -> dict[str, Any]:
    layers = {"hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "extra_state_tokens": False}
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "tok2vec": vectors,
        "nO": None,
        **layers,
    }


def _examples(nlp: Language, known: Sequence[Sentence]) -> Iterator[Example]:
    """Yield documents of some sentences each."""
    from spacy.tokens import Doc
    from spacy.training import Example

    for first in range(0, len(known), TOGETHER):
        reference = _doc(nlp, known[first : first + TOGETHER])
        yield Example(Doc(nlp.vocab, words=[one.text for one in reference]), reference)


def _doc(nlp: Language, some: Sequence[Sentence]) -> Doc:
    from spacy.tokens import Doc

    heads, ends = list[int](), 0
    for one in some:
        heads += [ends + head for head in one.heads]
        ends += len(one.words)
    return Doc(
        nlp.vocab,
        words=[word for one in some for word in one.words],
        tags=[tag for one in some for tag in one.tags],
        heads=heads,
        deps=[relation for one in some for relation in one.relations],
        ents=[tag for one in some for tag in _names(one)],
    )


def _names(sentence: Sentence) -> list[str]:
    """Return the tags by the release's labels; empty ones are not learnt from."""
    if sentence.names is None:
        return [""] * len(sentence.words)
    split = (tag.partition("-") for tag in sentence.names)
    return [f"{place}-{LABELS[kind]}" if kind else place for place, _, kind in split]


def _batches(examples: list[Example]) -> Iterator[list[Example]]:
    draw = random.Random(SEED)  # noqa: S311 - it hides nothing
    for _ in range(PASSES):
        draw.shuffle(examples)
        yield from (examples[first : first + BATCH] for first in range(0, len(examples), BATCH))


def _add_lemmas(nlp: Language, known: Sequence[Sentence]) -> None:
    """Add the components that go by tables, before the names."""
    of_tag = defaultdict[str, Counter[str]](Counter)
    for one in known:
        for tag, part in zip(one.tags, one.parts, strict=True):
            of_tag[tag][part] += 1
    ruler: Any = nlp.add_pipe("attribute_ruler", before="ner")
    for tag, parts in of_tag.items():
        ruler.add(patterns=[[{"TAG": tag}]], attrs={"POS": parts.most_common(1)[0][0]})
    lemmatizer: Any = nlp.add_pipe("lemmatizer", before="ner", config={"mode": "rule"})
    lemmatizer.initialize(lookups=_tables(known))


def _tables(known: Sequence[Sentence]) -> Lookups:
    from spacy.lookups import Lookups

    lemmas = defaultdict[str, dict[str, None]](dict)
    irregular = defaultdict[str, dict[str, list[str]]](dict)
    for one in known:
        for word, lemma, part in zip(one.words, one.lemmas, one.parts, strict=True):
            form, kind = word.lower(), part.lower()
            lemmas[kind][lemma] = None
            ends = SUFFIXES.get(kind, [])
            if form != lemma and all(form.removesuffix(old) + new != lemma for old, new in ends):
                irregular[kind][form] = [lemma]
    found = Lookups()
    found.add_table("lemma_rules", SUFFIXES)
    found.add_table("lemma_index", {kind: list(some) for kind, some in lemmas.items() if kind in SUFFIXES})
    found.add_table("lemma_exc", irregular)
    return found
