"""Invented articles for the tests of copies."""

from __future__ import annotations

from sayso.records import Article, Dated, Line, Role

SENTENCES = [
    "The port of Velden stays closed until the end of May, the ministry of transport said on Tuesday.",
    "Fishing boats were told to keep out of the strait while two dredgers clear the northern channel.",
    "Marta Lindqvist, who runs the harbour office, said crews had worked through three nights without a pause.",
    "Freight is carried by road to Ostmark instead, where the queue of lorries reached nine kilometres by noon.",
    "Traders in the old town fear for the summer season, the first since the bridge was opened to cars.",
    "A storm in February had pushed sand into the channel and laid bare the footings of the eastern mole.",
    "Engineers from Karsk measured the damage in March and put the cost of repairs at forty million crowns.",
    "Parliament has to vote on the money before the recess, and the opposition wants an inquiry first.",
    "The last time that the port was shut for so long was after the fire of the grain silos in 1987.",
    "Residents along the quay have hung out banners that ask when the work will at last be finished.",
]


def article(article_id, sentences, *, outlet=None, authors=(), published=None, byline=None, url=None):
    """Return an article of a paragraph a sentence."""
    texts = ([byline] if byline else []) + list(sentences)
    lines, at = [], 0
    for number, text in enumerate(texts):
        lines.append(Line(at, at + len(text), Role.BYLINE if byline and number == 0 else Role.BODY))
        at += len(text) + 1
    return Article(
        article_id,
        f"document {article_id}",
        "\n".join(texts),
        tuple(lines),
        outlet=outlet,
        authors=tuple(authors),
        url=url,
        published=Dated(published, "day", "given") if published else None,
    )
