"""What this project annotated by reading: training/labels/*.jsonl (training/labels/README.md tells how).

A row is a statement: where it stands (document, spans as code points, the parent of an inner one) and what is said of
it. `polnear` and `allsides` are whole ledgers, `acts_polnear` and `acts_allsides` have acts, targets and inner
statements, and the speaker where the source is no full name. The rows hold none of the articles' text beyond names and
dates.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from sayso.annotate.encoding import encode
from sayso.extract.acts import ACTS, FLAGS
from sayso.records import Span
from training.attribution.examples import LabelledText, label
from training.attribution.judged import read_judged
from training.attribution.mention_head import mention_head
from training.attribution.other_tasks import ReferringText
from training.attribution.polnear import AnnotatedArticle, Attribution, lines_of
from training.attribution.unlabelled import text_of

LABELS = Path(__file__).parent.parent / "labels"
NAMED = "named"
"""The kind of a speaker of whom the name alone was annotated."""

ONE_ACTOR = frozenset({"person", "organisation", "state", NAMED})


@dataclass(frozen=True)
class AnnotatedStatement:
    """A row of the labels: its spans, whether it stands inside another, its act's numbers and its speaker."""

    attribution: Attribution
    inner: bool
    act: tuple[int, ...]
    speaker: str
    kind: str
    whole: bool
    """Whether the article was read for statements, and not only those that a model had found."""


def read_labels(name: str) -> dict[str, tuple[AnnotatedStatement, ...]]:
    """Return the statements of `training/labels/<name>.jsonl` and `acts_<name>.jsonl` by document."""
    by_document: dict[str, list[AnnotatedStatement]] = {}
    for path in (LABELS / f"{name}.jsonl", LABELS / f"acts_{name}.jsonl"):
        whole = not path.name.startswith("acts_")
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines() if path.exists() else ()):
            by_document.setdefault(row["doc_id"], []).append(statement_of(row, whole=whole))
    return {document: tuple(rows) for document, rows in by_document.items()}


def labelled(article: AnnotatedArticle, rows: Sequence[AnnotatedStatement], tokenizer: Tokenizer) -> LabelledText:
    """Return the article with the outermost attributions it has, or else the rows', and the inner ones of the rows.

    Of rows that nobody looked through for what is missing, the outermost ones are not all that there are.
    """
    outer = article.attributions or tuple(row.attribution for row in rows if not row.inner)
    inner = tuple(row.attribution for row in rows if row.inner)
    acts = {row.attribution: row.act for row in rows}
    text = label(AnnotatedArticle(article.doc_id, article.text, outer), tokenizer, inner, acts=acts)
    return replace(text, outer_known=bool(article.attributions) or all(row.whole for row in rows))


def read_allsides(path: Path, name: str) -> list[tuple[AnnotatedArticle, tuple[AnnotatedStatement, ...]]]:
    """Return the annotated articles of `articles.jsonl.gz`: the title, then a paragraph a line."""
    rows = read_labels(name)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found = {row["id"]: row for row in map(json.loads, file) if row["id"] in rows}
    return [(AnnotatedArticle(name, text_of(row), ()), rows[name]) for name, row in sorted(found.items())]


def speakers(article: AnnotatedArticle, rows: Sequence[AnnotatedStatement], tokenizer: Tokenizer) -> ReferringText:
    """Return the sources as mentions of their speakers, whose last names are mentions too wherever they stand."""
    encoded = encode(article.text, lines_of(article.text), tokenizer)
    words = [article.text[a:b] for a, b in encoded.words.tolist()]
    clusters = np.full(len(words), -1, dtype=np.int64)
    asked = np.zeros(len(words), dtype=np.int64)
    names = sorted({row.speaker for row in rows if row.kind in ONE_ACTOR and row.speaker})
    for number, name in enumerate(names):
        last = mention_head(name, Span(0, len(name))).of(name)
        clusters[[i for i, word in enumerate(words) if word == last]] = number
    for row in rows:
        if row.speaker in names and row.attribution.source:
            head = mention_head(article.text, row.attribution.source[0])
            at = int(np.searchsorted(encoded.words[:, 1], head.start, side="right"))
            clusters[at], asked[at] = names.index(row.speaker), 1
    return ReferringText(encoded, clusters, asked)


def judged_texts(labels: Path, ledger: Path, tokenizer: Tokenizer) -> list[LabelledText]:
    """Return the articles of `sayso export labels`, nothing being known of words that no statement is anchored at."""
    found = []
    for name, text, some in read_judged(labels, ledger):
        rejected = tuple(statement_of(row, whole=False).attribution for row in some if row.get("rejected"))
        rows = [statement_of(row, whole=False) for row in some if not row.get("rejected")]
        article = AnnotatedArticle(name, text, tuple(row.attribution for row in rows if not row.inner))
        known_not = set(label(AnnotatedArticle(name, text, rejected), tokenizer).anchors)
        starts = encode(text, lines_of(text), tokenizer).words[:, 0].tolist()
        unsure = [start for n, start in enumerate(starts) if n not in known_not]
        inner = tuple(row.attribution for row in rows if row.inner)
        found.append(label(article, tokenizer, inner, unsure, {row.attribution: row.act for row in rows}))
    return found


def statement_of(row: dict, *, whole: bool) -> AnnotatedStatement:
    """Return the statement of a row of the labels."""
    spans = {role: tuple(sorted(Span(*span) for span in row[role])) for role in ("source", "cue", "content")}
    flags, tone = row["flags"], 1 if "+" in row["flags"] else 2 if "-" in row["flags"] else 0
    act = (ACTS.index(row["act"] or "none"), *(int(flag[0] in flags) for flag in FLAGS), tone)
    speaker, kind = row["speaker"] if isinstance(row["speaker"], list) else (row["speaker"] or "", NAMED)
    return AnnotatedStatement(Attribution(**spans), row["parent"] is not None, act, speaker, kind, whole)
