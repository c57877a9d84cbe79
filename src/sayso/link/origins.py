"""Where articles that share text have it from: the earliest one held, or the agency that is credited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.link.agency_credits import NONE_KNOWN, Agencies, credited
from sayso.link.earlier import compared
from sayso.link_records import ArticleCopy
from sayso.records import Article


@dataclass(frozen=True, slots=True)
class TextOrigin:
    """The origin of the articles of one group, each of which shares text with another of them."""

    article_ids: tuple[str, ...]
    """All of the group, in the order of their ids."""
    article_id: str | None
    """The one held that has the text first: the agency's own, or the earliest; None where that isn't known."""
    agency: str | None
    """The agency that is credited, where it is one; it is the origin whether or not its own text is held."""
    reason: str


def text_origins(
    articles: Iterable[Article], copies: Iterable[ArticleCopy], agencies: Agencies = NONE_KNOWN
) -> tuple[TextOrigin, ...]:
    """Return the origin of each group of articles that copies connect, an article without copies being its own.

    Copies of articles that aren't given are passed over. The order of what is given does not matter.
    """
    held = {article.id: article for article in articles}
    groups: dict[str, list[Article]] = {}
    leaders = _leaders(sorted(held), copies)
    for article_id in sorted(held):
        groups.setdefault(leaders[article_id], []).append(held[article_id])
    return tuple(text_origin(group, agencies) for group in groups.values())


def text_origin(group: Sequence[Article], agencies: Agencies = NONE_KNOWN) -> TextOrigin:
    """Return the origin of articles that have one text.

    An agency that is credited by any of them is the origin, unless another one is credited too: then the earliest held
    article is, if it is known which that is.
    """
    ids = tuple(sorted(article.id for article in group))
    by_id = {article.id: credited(article, agencies) for article in group}
    named = sorted({name for names in by_id.values() for name in names})
    if len(named) == 1:
        issued = [article for article in group if _issued_by(article, named[0], agencies)]
        own = _earliest(issued)
        count = sum(bool(names) for names in by_id.values())
        held = "its own text is held" if own else "its own text is not held"
        if issued and not own:
            held = f"{len(issued)} texts of its own are held, the dates do not say which is the earliest"
        return TextOrigin(ids, own, named[0], f"{count} of {len(ids)} credit the agency {named[0]}; {held}")
    first = _earliest(group)
    said = [f"{', '.join(named)} are credited, so that none of them is taken for the origin"] if named else []
    if len(ids) == 1:
        said.append("no other article held has its text")
    else:
        said.append("the earliest held" if first else "the dates do not say which is the earliest")
    return TextOrigin(ids, first, None, "; ".join(said))


def _issued_by(article: Article, agency: str, agencies: Agencies) -> bool:
    """Return whether the agency is the article's outlet."""
    return agency in credited(Article(article.id, article.document_id, "", (), outlet=article.outlet), agencies)


def _earliest(articles: Sequence[Article]) -> str | None:
    """Return the article that is surely earlier than every other; of one alone, itself."""
    best: Article | None = None
    for article in sorted(articles, key=lambda article: article.id):
        if best is None or compared(_date(article), _date(best)) < 0:
            best = article
    if best is None or any(compared(_date(best), _date(other)) >= 0 for other in articles if other.id != best.id):
        return None
    return best.id


def _date(article: Article) -> str | None:
    return article.published.value if article.published else None


def _leaders(ids: Sequence[str], copies: Iterable[ArticleCopy]) -> Mapping[str, str]:
    """Return for each id the smallest one that copies connect it with: union-find with halved paths."""
    above = {one: one for one in ids}

    def top(one: str) -> str:
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for copy in copies:
        if copy.from_id in above and copy.to_id in above:
            small, large = sorted((top(copy.from_id), top(copy.to_id)))
            above[large] = small
    return {one: top(one) for one in ids}
