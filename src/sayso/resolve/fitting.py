"""Whether what the article says of somebody fits a description: the noun, the state, the field, whose he is."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.resolve.candidates import FILLERS, Seat
from sayso.resolve.lexicon import lexicon
from sayso.resolve.people import Actor
from sayso.resolve.phrases import Phrase
from sayso.resolve.states import States, states


def only_one(described: Seat, actors: Sequence[Actor]) -> Actor | None:
    """Return the one actor in the whole article who is called so: by the same noun, with nothing said against it."""
    fit = [one for one in actors if one.mentions and _is_called(described, one)]
    return fit[0] if len(fit) == 1 else None


def _is_called(described: Seat, actor: Actor) -> bool:
    about = actor.about
    in_name = actor.kind != "person" and described.head in about.words and " " in actor.name
    if described.head not in about.heads and not in_name:
        return False
    others = described.about.words - {described.head} - FILLERS
    own = about.words | frozenset(actor.name.lower().split())
    codes = set(described.about.codes)
    if codes and not codes.isdisjoint(about.codes):
        others = frozenset(word for word in others if not states().is_place(word))
    return others <= own and not (codes and codes.isdisjoint(about.codes))


def may_hold(actor: Actor, described: Seat) -> bool:
    """Return whether nothing that the article says of a person goes against a description."""
    codes, heads = set(described.about.codes), actor.about.heads
    if codes and actor.about.codes and codes.isdisjoint(actor.about.codes):
        return False
    lex = lexicon()
    wanted, own = (words & lex.words["portfolios"] for words in (described.about.words, actor.about.words))
    if described.head in PORTFOLIO and described.head in heads and wanted and own and wanted.isdisjoint(own):
        return False
    return (
        described.head not in lex.offices
        or not heads
        or described.head in heads
        or lex.stands_for(described.head, heads)
    )


PORTFOLIO = frozenset(("minister", "secretary"))
"""Offices of which there are several at a time, each with a field of its own."""


def may_be(actor: Actor, noun: str) -> bool:
    """Return whether a body may be called so: a corporation is no committee, whatever has no noun in its name may."""
    lex = lexicon()
    own = actor.about.words & lex.words["organisations"]
    broad = lex.organisation_nouns.get(noun, frozenset())
    called = actor.about.words | actor.about.heads
    return not own or noun in called or noun in lex.words["broad_bodies"] or not broad.isdisjoint(called)


def belongs(actor: Actor, phrase: Phrase, table: States) -> bool:
    """Return whether the article says of a person that he is that somebody's: Dan Low, a lawyer for Roe."""
    if phrase.inner is None:
        return False
    code = table.affiliation(" ".join(phrase.inner.words))
    return phrase.inner.key[-1] in actor.about.words or code in actor.about.codes
