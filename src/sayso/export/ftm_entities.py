"""FollowTheMoney: entities as JSON lines, for Aleph, OpenAleph, yente and the `ftm` command.

    Article        the page, with its outlet, authors, date and address
    Person, Organization, PublicBody   speakers; a state is a public body, and a target of which no more is known a
                   LegalEntity, which is what all of them are
    Note           the statement: who said it (`entity`), in which words (`description`), on which page (`proof`)
    UnknownLink    from the speaker to each target: the act (`role`), when, and on which page

Several speakers, groups and unnamed sources are no entities, since nothing could be matched with them: their words
stand in the note's name. Pages and speakers stand before the first of their statements on each page; lines with one id
are the same entity, which `ftm aggregate` makes one. https://followthemoney.tech/explorer/schemata/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from sayso.export.ftm_codes import COUNTRIES, LANGUAGES
from sayso.export.web_terms import web_address
from sayso.link.networks import Actor
from sayso.link.periods import days_of
from sayso.records import StatementRow

LONGEST_NAME = 384
"""Characters that FollowTheMoney takes for a name."""

_SCHEMATA = {"person": "Person", "organisation": "Organization", "state": "PublicBody"}

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that FollowTheMoney takes out; what stands in their place shows that there was something."""

_MEDIA_TYPE = re.compile("[a-z]{1,20}/[a-z0-9.+-]{1,80}")

Entity = dict[str, Any]


def write_ftm(rows: Iterable[StatementRow], stream: BinaryIO, *, actors: Mapping[str, Actor] | None = None) -> int:
    """Write the entities of the statements that aren't rejected, and return how many statements there were.

    `actors` leads from an id within an article to the actor; one that is not in it stands for itself.
    """
    count, article, written = 0, "", set[str]()
    for row in rows:
        if row.verdict == "rejected":
            continue
        if row.article_id != article:
            article, written = row.article_id, set()
        for entity in entities(row, actors or {}):
            key = entity["id"] + entity["schema"]
            if key not in written:
                written.add(key)
                stream.write(json.dumps(entity, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        count += 1
    return count


def entities(row: StatementRow, actors: Mapping[str, Actor]) -> Iterator[Entity]:
    """Yield the entities of a statement, each after those that it refers to."""
    page = f"sayso-article-{row.article_id}"
    yield _article(row, page)
    speaker = _speaker(row, actors)
    if speaker:
        yield speaker
    aimed_at = (_target(identity, name, actors) for identity, name in row.act_targets if identity)
    targets = [target for target in aimed_at if target]
    yield from targets
    yield _note(row, page, speaker)
    for target in targets:
        if speaker and target["id"] != speaker["id"]:
            yield _link(row, page, speaker, target)


def _article(row: StatementRow, page: str) -> Entity:
    return _entity(
        page,
        "Article",
        title=row.title,
        fileName=row.name or row.article_id,
        name=_short(row.title or row.name, row.article_id),
        author=row.authors,
        publisher=row.outlet,
        publishedAt=_date(row.published),
        language=LANGUAGES.get(row.language or ""),
        sourceUrl=_address(row),
        mimeType=row.media_type if _MEDIA_TYPE.fullmatch(row.media_type) else None,
        retrievedAt=_date(row.fetched[:10]),
    )


def _speaker(row: StatementRow, actors: Mapping[str, Actor]) -> Entity | None:
    if row.speaker_id is None:
        return None
    actor = actors.get(row.speaker_id) or Actor(row.speaker_id)
    schema = _SCHEMATA.get(actor.kind or row.speaker_kind or "")
    name = actor.name or row.speaker
    codes = actor.affiliation or row.speaker_affiliation
    return _actor(actor.id, schema, name, codes) if schema and name else None


def _target(identity: str, name: str, actors: Mapping[str, Actor]) -> Entity | None:
    """Return the entity of a target; None for one that is known to be nobody in particular."""
    actor = actors.get(identity) or Actor(identity)
    kind = actor.kind or ("state" if actor.id in COUNTRIES else "")
    schema = _SCHEMATA.get(kind) if kind else "LegalEntity"
    return _actor(actor.id, schema, actor.name or name or actor.id, actor.affiliation) if schema else None


def _actor(identity: str, schema: str, name: str, codes: Iterable[str]) -> Entity:
    countries = sorted({COUNTRIES[code] for code in (identity, *codes) if code in COUNTRIES})
    return _entity(f"sayso-actor-{identity}", schema, name=_short(name, identity), country=countries)


def _note(row: StatementRow, page: str, speaker: Entity | None) -> Entity:
    said = ", ".join(word for word in (row.act, *row.modality, row.tone) if word)
    return _entity(
        f"sayso-statement-{row.id}",
        "Note",
        name=_short(f"{row.said_by} {row.cue_text}", row.id),
        description=row.content_text,
        summary=said,
        entity=speaker["id"] if speaker else None,
        createdAt=_date(row.said_on),
        keywords=[row.act, row.manner.value],
        publisher=row.outlet,
        proof=page,
        sourceUrl=_address(row),
    )


def _link(row: StatementRow, page: str, speaker: Entity, target: Entity) -> Entity:
    first, _, last = (row.said_on or "").partition("/")
    return _entity(
        f"sayso-act-{row.id}-{target['id'].removeprefix('sayso-actor-')}",
        "UnknownLink",
        subject=speaker["id"],
        object=target["id"],
        role=row.act,
        date=_date(row.said_on),
        startDate=_date(first) if last else None,
        endDate=_date(last),
        summary=row.content_text,
        recordId=row.id,
        publisher=row.outlet,
        proof=page,
        sourceUrl=_address(row),
    )


def _entity(identity: str, schema: str, **properties: str | Iterable[str | None] | None) -> Entity:
    """Return an entity; each property is a list of texts, without those that are empty or unknown."""
    lists = {name: [value] if isinstance(value, str) else value or () for name, value in properties.items()}
    known = {name: [_CONTROL.sub("\ufffd", value) for value in values if value] for name, values in lists.items()}
    told = {name: values for name, values in known.items() if values}
    return {"id": _CONTROL.sub("\ufffd", identity), "schema": schema, "properties": told}


def _short(name: str, otherwise: str) -> str:
    """Return a name on one line, cut where FollowTheMoney would refuse it, or another where nothing is left of it."""
    return " ".join(name.split())[:LONGEST_NAME] or otherwise


def _address(row: StatementRow) -> str | None:
    return web_address(row.url) or web_address(row.origin)


def _date(value: str | None) -> str | None:
    """Return a year, month or day as it stands; there are no intervals here, and no days without their year."""
    return value[:10] if value and "/" not in value and days_of(value) else None
