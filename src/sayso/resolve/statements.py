"""Fill the fields of an article's statements that need more than the statement's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.records import Act, Article, Name, Reference, Speaker, Statement
from sayso.resolve.addressee import addressees
from sayso.resolve.chain import chains
from sayso.resolve.said_on import said_on
from sayso.resolve.speakers import Resolver
from sayso.resolve.targets import targets


def resolve(
    article: Article, statements: Sequence[Statement], names: Sequence[Name], references: Sequence[Reference]
) -> tuple[Statement, ...]:
    """Return the statements, in their order, with speaker, addressee, chain, date and targets where they are known.

    `names` and `references` are what the model says of the article's words.
    """
    resolver = Resolver(article, names, references, statements)
    spoken = [replace(one, speaker=resolver.speaker(one)) for one in statements]
    spoken_to = addressees(article, spoken, names)
    carried = zip(spoken, chains(article, spoken, names), strict=True)
    spoken = [replace(one, chain=chain) for one, chain in carried]
    aimed_at = targets(article, spoken, resolver.named(), spoken_to, resolver.mention)
    filled = zip(spoken, spoken_to, said_on(article, spoken), aimed_at, strict=True)
    return tuple(
        replace(
            one,
            addressee=resolver.mention(addressee) if addressee else None,
            said_on=date,
            act=_aimed(one.act, actors) if one.act else None,
        )
        for one, addressee, date, actors in filled
    )


def _aimed(act: Act, actors: Sequence[Speaker]) -> Act:
    return replace(act, targets=tuple((actor.id, actor.name) for actor in actors))
