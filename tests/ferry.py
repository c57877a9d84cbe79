"""Four invented pages about a ferry, and a rule in place of the network that compares their statements."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.identity import article_id, document_id, sha256, statement_id
from sayso.records import (
    Act,
    Article,
    Dated,
    Document,
    Given,
    Line,
    Manner,
    ModelVersion,
    Role,
    Span,
    Speaker,
    Statement,
)

WIRE = (
    "The ferry to Velden will stop calling at the old quay this winter, the harbour company announced. Its winches "
    "date from another age, an inspector found, and no insurer will cover them after November. Passengers are to be "
    "taken by bus from the new terminal. The town council had asked for a delay of two years, to find money. "
)
PAGES = (
    ("post", "2031-05-01", "Velden Post", WIRE + "Ada Voss said that the ferry would leave the old quay in November."),
    (
        "times",
        "2031-05-02",
        "Ostrel Times",
        WIRE + "Ada Voss said that the ferry would leave the old quay in November.",
    ),
    (
        "radio",
        "2031-05-04",
        "Marsh Radio",
        "Ada Voss said that from November no ferry would use the old quay of Velden.",
    ),
    ("quay", "2031-05-05", "The Quay", "Pel Oru said that the ferry would not leave the old quay in November."),
)


@dataclass
class Scores:
    same: float
    denial: float
    contradiction: float
    similarity: float


class Rule:
    """Contents that share three words claim the same, and "not" in one of them rejects the other."""

    version = ModelVersion("rule", "1")

    def passing(self, pairs, near, shift):
        return [True for _ in pairs]

    def relate(self, pairs):
        return [self._scores(*(set(one.partition(": ")[2].split()) for one in pair)) for pair in pairs]

    @staticmethod
    def _scores(one, other):
        if len(one & other) < 3:
            return Scores(0.0, 0.0, 0.0, 0.2)
        return Scores(0.0, 1.0, 1.0, 0.9) if ("not" in one) != ("not" in other) else Scores(0.95, 0.0, 0.0, 0.95)


def made_page(name, day, outlet, text):
    content, given = text.encode(), Given(outlet=outlet)
    identity = document_id(sha256(content), "text/plain", given)
    fetched = "2031-06-01T00:00:00Z"
    kind = ("text/plain", "utf-8")
    document = Document(identity, name, f"{name}.txt", fetched, *kind, sha256(content), content, given)
    published = Dated(day, "day", "given")
    lines = (Line(0, len(text), Role.BODY),)
    article = Article(article_id(document.id, text), document.id, text, lines, outlet=outlet, published=published)
    at = text.rindex(" said that ")
    begin = text.rindex(". ", 0, at) + 2 if ". " in text[:at] else 0
    spans = ((Span(begin, at),), (Span(at + 1, at + 5),), (Span(at + 6, len(text) - 1),))
    speaker = Speaker(name + "1", text[begin:at], "person")
    identity = statement_id(article.id, *spans)
    statement = Statement(identity, article.id, *spans, Manner.INDIRECT, 0.9, speaker=speaker)
    if " not " in text[at:]:
        statement = replace(statement, act=Act("REJECT", (("x", "Ada Voss"),), 0.9))
    return document, article, (statement,)


def made_pages():
    """Return (document, article, statements) of each page."""
    return [made_page(*one) for one in PAGES]
