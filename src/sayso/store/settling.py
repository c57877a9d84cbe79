"""Judgements over what models read: the one place where statements and links become what people made of them.

What holds, always: `statement`, `span`, `mention` and `link` follow from what models had read and from the judgements
that hold, and from nothing else; so neither the order in which judgements came nor how often an article was read
matters. Facets and full text follow the tables by their triggers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select, update

from sayso.judging import Judgement, Place, attached, judged, standing, undone
from sayso.judging.records import LINKS, quoted_words
from sayso.records import Statement
from sayso.store import as_read, judged_links, judgement_rows, links, mentions, schema
from sayso.store.links import parts
from sayso.store.statement_rows import mention_rows, span_rows, statement_row


class Homes:
    """Where judgements belong in a ledger as it is now; what was looked up is kept, so it lives for one transaction."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._texts: dict[str, str] = {}
        self._read: dict[str, list[tuple[Statement, Statement]]] = {}

    def statement(self, place: Place) -> tuple[str, str] | None:
        """Return (article, statement) that a place means, None where it can't be told."""
        article = self._article(place)
        if article is None:
            return None
        found = attached(place, [read for read, _ in self.read(article)], self.text(article))
        return (article, found) if found is not None else None

    def read(self, article: str) -> Sequence[tuple[Statement, Statement]]:
        """Return (as read, as it stands) for an article's statements."""
        if article not in self._read:
            self._read |= as_read.statements_as_read(self._db, [article])
        return self._read[article]

    def text(self, article: str) -> str:
        """Return an article's text."""
        if article not in self._texts:
            table = schema.article.c
            self._texts[article] = self._db.execute(select(table.text).where(table.id == article)).scalar_one()
        return self._texts[article]

    def _article(self, place: Place) -> str | None:
        """Return the statement's article, else the one of its id, else the one of the same bytes and words."""
        statement, article = schema.statement.c, schema.article.c
        of_id = self._db.execute(select(statement.article_id).where(statement.id == place.statement_id)).scalar()
        own = of_id or self._db.execute(select(article.id).where(article.id == place.article_id)).scalar()
        if own is not None or not place.sha256:
            return own
        joined = schema.article.join(schema.document, schema.document.c.id == article.document_id)
        query = select(article.id).select_from(joined).where(schema.document.c.sha256 == place.sha256)
        alike = [one for one in self._db.execute(query).scalars() if self._quotes(one, place)]
        return alike[0] if len(alike) == 1 else None

    def _quotes(self, article: str, place: Place) -> bool:
        return quoted_words(self.text(article), place.cue, place.content) == place.quoted


def settle_judgements(db: Connection, new: Sequence[Judgement]) -> set[str]:
    """Apply what is newly judged; return the articles that it is about."""
    every = judgement_rows.withdrawn_by(db, new)
    homes = Homes(db)
    places = {place for one in every for place in (one.about, one.other) if place is not None}
    articles = {found[0] for found in map(homes.statement, places) if found is not None}
    settle_articles(db, articles)
    return articles


def settle_documents(db: Connection, sha256s: Iterable[str]) -> None:
    """Apply the judgements about documents that were read anew: the articles of the same bytes together."""
    for some in parts(sorted(set(sha256s))):
        if _is_judged(db, some):
            joined = schema.article.join(schema.document, schema.document.c.id == schema.article.c.document_id)
            query = select(schema.article.c.id).select_from(joined).where(schema.document.c.sha256.in_(some))
            settle_articles(db, set(db.execute(query).scalars()))


def settle_linked(db: Connection, article_id: str) -> None:
    """Apply the judgements about links of an article whose links were looked for anew."""
    joined = schema.article.join(schema.document, schema.document.c.id == schema.article.c.document_id)
    query = select(schema.document.c.sha256).select_from(joined).where(schema.article.c.id == article_id)
    settle_documents(db, db.execute(query).scalars().all())


def settle_articles(db: Connection, articles: Iterable[str]) -> None:
    """Write the statements and links of articles as the judgements that hold have them."""
    homes, every = Homes(db), sorted(articles)
    about = judgements_of(db, homes, every)
    of_statement, of_links = defaultdict[str, list[Judgement]](list), list[Judgement]()
    for one in standing(about):
        if one.kind in LINKS:
            of_links.append(one)
        elif (found := homes.statement(one.about)) is not None:
            of_statement[found[1]].append(one)
    for article in every:
        for read, stands in homes.read(article):
            _write(db, homes.text(article), read, stands, of_statement[read.id])
    judged_links.settle(db, homes.statement, every, of_links)


def unattached(db: Connection, judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements of which no statement is found."""
    homes, found = Homes(db), list[Judgement]()
    for one in judgements:
        places = [place for place in (one.about, one.other) if place is not None]
        if any(homes.statement(place) is None for place in places):
            found.append(one)
    return found


def withdrawn(db: Connection, judgements: Sequence[Judgement]) -> set[str]:
    """Return the ids of those of the judgements that no longer hold."""
    statements = {one.about.statement_id for one in judgements}
    every = {one.id: one for one in (*judgements, *judgement_rows.about(db, statements))}
    return undone({key: one.withdraws for key, one in every.items()}) & {one.id for one in judgements}


def judgements_of(db: Connection, homes: Homes, articles: Sequence[str]) -> list[Judgement]:
    """Return the judgements that may be about the articles' statements: withdrawals, and others' of the same bytes."""
    statements = [read.id for article in articles for read, _ in homes.read(article)]
    joined = schema.article.join(schema.document, schema.document.c.id == schema.article.c.document_id)
    documents = set[str]()
    for some in parts(articles):
        query = select(schema.document.c.sha256).select_from(joined).where(schema.article.c.id.in_(some))
        documents |= set(db.execute(query).scalars())
    return judgement_rows.about(db, statements, articles, documents)


def _is_judged(db: Connection, sha256s: Sequence[str]) -> bool:
    """Return whether anything was ever judged of the documents: most were not, and then nothing is to be done."""
    table = schema.judgement.c
    if db.execute(select(table.id).limit(1)).first() is None:
        return False
    # Those with no document are of version 0.1.0, about a statement that was not there: they name nothing but its id.
    conditions = (table.sha256.in_([*sha256s, ""]), table.other_sha256.in_(sha256s))
    return any(db.execute(select(table.id).where(one).limit(1)).first() for one in conditions)


def _write(db: Connection, text: str, read: Statement, stands: Statement, judgements: Sequence[Judgement]) -> None:
    made = judged(read, judgements, len(text))
    as_read.keep(db, read, corrected=replace(made, verdict=None) != read)
    if made == stands:
        return
    if replace(made, verdict=None) != replace(stands, verdict=None):
        # Its links were found from what it said before: the article waits to be linked anew.
        links.wait_again(db, made.article_id)
    table, span, mention = schema.statement, schema.span.c, schema.mention.c
    row = statement_row(made, text, "", 0)
    changed = {name: row[name] for name in row if name not in ("id", "article_id", "run_id", "number")}
    before = db.execute(select(mention.actor_id).where(mention.statement_id == made.id)).scalars().all()
    db.execute(update(table).where(table.c.id == made.id).values(changed))
    db.execute(delete(schema.span).where(span.statement_id == made.id))
    db.execute(delete(schema.mention).where(mention.statement_id == made.id))
    spans: list[Mapping[str, object]] = list(span_rows(made))
    if spans:
        db.execute(insert(schema.span), spans)
    mentions.put(db, list(mention_rows(made)))
    for actor in before:
        mentions.look_again(db, actor)
