"""The ledger's tables as SQLAlchemy Core sees them. The migrations are what makes them; a test compares the two."""

from __future__ import annotations

import re

from sqlalchemy import BigInteger, Column, Dialect, Float, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import TypeDecorator

_UNHELD = re.compile("[\0\ud800-\udfff]")
"""What no UTF-8 has (lone surrogates), and what PostgreSQL's text can't hold (NUL)."""


class Words(TypeDecorator[str]):
    """Text as both databases can hold it: NUL and lone surrogates become U+FFFD, one for one, so that offsets stay.

    A page's text comes without them (`sayso.clean`): ids are made of what is kept. Every other character comes back.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002, D102 - SQLAlchemy's
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return _UNHELD.sub("\ufffd", value)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Words) for name in names]


def _integers(*names: str) -> list[Column[int]]:
    return [Column(name, BigInteger) for name in names]


def _numbers(*names: str) -> list[Column[float]]:
    return [Column(name, Float) for name in names]


metadata = MetaData()

blob = Table("blob", metadata, *_texts("sha256"), *_integers("size"), *_texts("codec"), Column("bytes", LargeBinary))
document = Table("document", metadata, *_texts("id", "sha256", "media_type", "given"))
origin = Table("origin", metadata, *_texts("document_id", "origin", "name", "charset", "fetched"))
run = Table("run", metadata, *_texts("id", "model", "model_version", "settings", "started", "ended"))
article = Table(
    "article",
    metadata,
    *_integers("key"),
    *_texts("id", "document_id", "run_id", "reading", "title", "outlet", "authors", "url", "language"),
    *_texts("translated_by", "published", "published_precision", "published_basis", "published_span"),
    *_texts("published_from", "published_to", "basis", "not_extracted", "text"),
    Column("nodes", LargeBinary),
)
line = Table("line", metadata, *_texts("article_id"), *_integers("n", "start", "end"), *_texts("role"))
statement = Table(
    "statement",
    metadata,
    *_integers("key"),
    *_texts("id", "article_id", "run_id", "parent"),
    *_integers("number", "position"),
    *_texts("manner"),
    *_numbers("confidence"),
    *_texts("said_by", "source_text", "cue_text", "content_text", "said_on", "said_on_precision", "said_on_basis"),
    *_texts("said_on_from", "said_on_to", "act", "act_targets"),
    *_numbers("act_score"),
    *_texts("modality", "tone", "chain", "addressee_names", "target_names", "chain_names", "verdict"),
)
span = Table("span", metadata, *_texts("statement_id", "role"), *_integers("n", "start", "end"))
actor = Table("actor", metadata, *_texts("id", "name", "kind"))
actor_name = Table("actor_name", metadata, *_texts("actor_id", "name"))
office = Table("office", metadata, *_texts("actor_id", "title", "body", "since", "until"))
mention = Table(
    "mention",
    metadata,
    *_texts("statement_id", "role", "actor_id", "name", "kind", "affiliation", "basis"),
    *_numbers("score"),
)
link = Table(
    "link",
    metadata,
    *_texts("id", "kind", "from_id", "to_id"),
    *_numbers("score"),
    *_texts("reason", "method", "run_id", "evidence"),
)
link_stamp = Table("link_stamp", metadata, *_integers("only", "changes"))
article_copy = Table(
    "article_copy",
    metadata,
    *_texts("id", "kind", "from_id", "to_id"),
    *_numbers("score"),
    *_texts("reason", "method", "passages"),
)
linked = Table("linked", metadata, *_texts("article_id", "method", "day", "error"), *_integers("tries"))
article_key = Table("article_key", metadata, *_integers("key"), *_texts("article_id"))
statement_key = Table("statement_key", metadata, *_integers("key"), *_texts("day", "statement_id"))
broken_link = Table(
    "broken_link",
    metadata,
    *_texts("id", "kind", "from_id", "to_id"),
    *_numbers("score"),
    *_texts("reason", "method", "run_id", "evidence"),
)
judgement = Table(
    "judgement",
    metadata,
    *_texts("id", "kind", "subject_id", "article_id", "sha256", "place"),
    *_texts("other_id", "other_article_id", "other_sha256", "other_place"),
    *_texts("value", "withdraws", "judge", "made", "note"),
)
statement_as_read = Table("statement_as_read", metadata, *_texts("statement_id", "record"))
local_actor = Table("local_actor", metadata, *_texts("article_id", "local_id", "record"))
actor_judgement = Table("actor_judgement", metadata, *_texts("id", "made", "judgement"))
known_actor = Table(
    "known_actor",
    metadata,
    *_texts("id", "kind", "name"),
    *_integers("sightings"),
    *_texts("since", "until", "record", "plain_id", "first_seen"),
)
known_actor_name = Table("known_actor_name", metadata, *_texts("word", "actor_id"), *_integers("n"))
known_actor_of = Table("known_actor_of", metadata, *_texts("article_id", "local_id", "actor_id", "basis"))
actor_proposal = Table(
    "actor_proposal",
    metadata,
    *_integers("home", "n"),
    *_texts("id"),
    *_numbers("score"),
    *_integers("sightings"),
    *_texts("record"),
)
actor_stamp = Table(
    "actor_stamp", metadata, *_integers("only", "changes", "resolved"), *_texts("method"), *_integers("places")
)
actor_place = Table(
    "actor_place",
    metadata,
    *_texts("article_id", "local_id"),
    *_integers("home"),
    *_texts("actor_id", "basis"),
)
actor_name_key = Table("actor_name_key", metadata, *_integers("key"), *_texts("article_id", "local_id"))
actor_sighting = Table(
    "actor_sighting",
    metadata,
    *_integers("office"),
    *_texts("article_id", "local_id", "day"),
    *_integers("asked"),
    *_texts("who_article", "who_local"),
)
actor_replay = Table("actor_replay", metadata, *_texts("judgement_id", "moment", "homes"))
actor_change = Table("actor_change", metadata, *_texts("article_id"))
validator = Table("validator", metadata, *_texts("url", "etag", "last_modified"))
feed = Table(
    "feed",
    metadata,
    *_texts("url", "name", "host"),
    *_integers("polls"),
    *_texts("polled"),
    *_integers("failures"),
    *_texts("error", "next"),
    *_integers("begun"),
)
feed_item = Table(
    "feed_item",
    metadata,
    *_texts("key", "feed", "host", "found"),
    *_integers("tries"),
    *_texts("tried", "next", "error", "entry"),
)

facet_value = Table("facet_value", metadata, *_integers("code"), *_texts("facet", "value"))
article_facet = Table(
    "article_facet", metadata, *_integers("key", "published_from", "published_to", "outlet", "language")
)
statement_facet = Table(
    "statement_facet",
    metadata,
    *_integers("key", "article", "number", "nested", "speaker", "act", "manner", "said_on_from", "said_on_to"),
    *_numbers("confidence"),
)
statement_target = Table("statement_target", metadata, *_integers("key", "target"))
statement_copy = Table("statement_copy", metadata, *_texts("link_id"), *_integers("from_key", "to_key"))
facet_change = Table("facet_change", metadata, *_texts("part"), *_integers("block", "version"))
"""Beside the wide tables, kept by triggers: what counts and pages are worked out from."""

saved_search = Table("saved_search", metadata, *_texts("name", "asked", "made"), *_integers("looked"))
arrival = Table("arrival", metadata, *_integers("number"), *_texts("document_id"))
statement_vector = Table("statement_vector", metadata, *_integers("key"), Column("vector", LargeBinary))
vector_method = Table("vector_method", metadata, *_integers("only"), *_texts("method"))
vector_change = Table("vector_change", metadata, *_integers("block", "version"))

article_words = Table("article_words", metadata, *_integers("rowid"), *_texts("article_words"))
statement_words = Table("statement_words", metadata, *_integers("rowid"), *_texts("statement_words"))
"""Full-text indexes: the column that bears the table's name is what MATCH is asked of."""

statements = Table(
    "statements",
    metadata,
    *_texts("id", "said_by", "source_text", "cue_text", "content_text", "manner"),
    *_numbers("confidence"),
    *_texts("outlet", "title", "published", "url", "origin"),
    *_texts("speaker", "speaker_id", "speaker_kind", "speaker_affiliation", "speaker_basis"),
    *_numbers("speaker_score"),
    *_texts("addressee", "addressee_id", "addressee_kind", "addressee_affiliation", "addressee_basis"),
    *_numbers("addressee_score"),
    *_texts("chain", "said_on", "said_on_precision", "said_on_basis", "said_on_from", "said_on_to"),
    *_texts("act", "act_targets"),
    *_numbers("act_score"),
    *_texts("modality", "tone"),
    *_texts("published_precision", "published_basis", "published_from", "published_to", "authors", "language"),
    *_texts("translated_by", "verdict", "source_spans", "cue_spans", "content_spans", "said_on_span"),
    *_integers("number", "position"),
    *_texts("parent", "article_id", "document_id", "name", "fetched", "media_type", "sha256"),
    *_texts("model", "model_version", "run_id"),
)
"""The flat view."""
