"""Pages with other names: an extraction taken again and again as if it were of other articles.

Every capitalised word gets other letters, the same ones in the same filling, so that names differ from one filling to
the next and all offsets stay. Links to what is nested are dropped.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from sayso.flat import flat_row
from sayso.identity import article_id, derived_id, sha256, statement_id
from sayso.link.actors import local_actors
from sayso.link.actors.stored import to_json
from sayso.link.article_keys import article_keys
from sayso.link.candidates import statement_keys
from sayso.link.sides import Side
from sayso.link.statement_copy_keys import statement_copy_keys
from sayso.records import Article, Dated, Page, Speaker, Statement
from sayso.resolve.states import states
from sayso.store import Store

VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Keyed:
    """A page and what linking writes of it beside the links."""

    page: Page
    of_article: tuple[int, ...]
    of_statements: Mapping[str, tuple[int, ...]]
    actors: Mapping[str, str]

    @classmethod
    def of(cls, page: Page) -> Keyed:
        """Return the page with its keys."""
        sides = [Side(flat_row(page, statement)) for statement in page.statements]
        keys = {side.row.id: statement_keys(side, statement_copy_keys(side.row)) for side in sides}
        of_statements = {one: (*found.near, *found.ever) for one, found in keys.items()}
        actors = {one.id: to_json(one) for one in local_actors(page, states())}
        return cls(page, tuple(article_keys(page.article)), of_statements, actors)

    def add_to(self, store: Store, run: str, method: str) -> None:
        """Write the page as if its links had been looked for, and none found."""
        page = self.page
        store.add(page.document, page.article, page.statements, run)
        store.put_keys(page.article, self.of_article, self.of_statements)
        store.put_local_actors(page.article.id, self.actors)
        store.put_links(page.article.id, method, [], [], run)


def changed(page: Page, mark: str, published: Dated | None) -> Page:
    """Return the page with other names, as another document, published then."""
    text = renamed(page.article.text, mark)
    content = text.encode("utf-8", "replace")
    document = replace(page.document, id=derived_id("document", page.document.id, mark), content=content)
    document = replace(
        document, sha256=sha256(content), name=f"{document.name} {mark}", origin=f"{document.origin} {mark}"
    )
    identity = article_id(document.id, text)
    article = replace(page.article, id=identity, document_id=document.id, text=text, published=published)
    statements = tuple(_moved(one, article, mark) for one in page.statements)
    return Page(document, article, statements, page.model)


def renamed(text: str, mark: str) -> str:
    """Return the text with other letters in each capitalised word, the same in the same word: as long as it was.

    >>> renamed("The Mayor of Oslo said so", "7") == renamed("The Mayor of Oslo said so", "7")
    True
    >>> len(renamed("The Mayor of Oslo said so", "7")), renamed("The Mayor of Oslo said so", "8").endswith(" said so")
    (25, True)
    """
    return _WORD.sub(lambda found: _other(found[0], mark) if found[0][0].isupper() else found[0], text)


def _moved(one: Statement, article: Article, mark: str) -> Statement:
    identity = statement_id(article.id, one.source, one.cue, one.content)
    speaker = one.speaker and _speaker(one.speaker, article.id, mark)
    return replace(one, id=identity, article_id=article.id, parent=None, speaker=speaker)


def _speaker(speaker: Speaker, article: str, mark: str) -> Speaker:
    is_state = len(speaker.id) == 3
    identity = speaker.id if is_state else derived_id("actor", article, speaker.name)
    return replace(speaker, id=identity, name=renamed(speaker.name, mark))


@lru_cache(maxsize=100_000)
def _other(word: str, mark: str) -> str:
    lower = word.lower()
    if len(lower) != len(word):
        return word  # İ has two small letters
    draws = random.Random(f"{mark} {lower}")  # noqa: S311 - it hides nothing
    kinds = ((VOWELS if letter in VOWELS else CONSONANTS) for letter in lower)
    drawn = (draws.choice(kind) if old.isalpha() else old for kind, old in zip(kinds, word, strict=True))
    return "".join(new.upper() if old.isupper() else new for new, old in zip(drawn, word, strict=True))
