"""What a page says of itself: title, outlet, authors, canonical URL, dates; each with the place where it was read.

Sources in the order in which they are trusted: JSON-LD, Open Graph, meta tags, the page's own mark-up, what came
beside the document. Which of them is right is not weighed, except for dates (`published`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from sayso.clean import json_ld, published
from sayso.clean.dom_text import BLOCKS, UNSEEN
from sayso.clean.json_ld import string
from sayso.clean.page_tree import Element
from sayso.records import Dated, Document

_META_DATES_WORDS = """
date dc.date dc.date.issued dcterms.created dcterms.date dcterms.issued pubdate publishdate publish-date
publish_date publication_date publicationdate parsely-pub-date sailthru.date cxenseparse:recs:publishtime
article.published article_date_original originalpublicationdate displaydate timestamp datepublished
citation_publication_date
"""
_META_DATES = frozenset(_META_DATES_WORDS.split())
_META_AUTHORS = ("author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "citation_author")
_SUFFIX = re.compile(r"\s+[|–—·»:-]+\s+([^|–—·»]{2,60})\Z")
_BY = re.compile(r"\A\W*(?:by|written by|author|authors|von|por|par)\b\W+", re.IGNORECASE)
_AUTHOR_CLASS = re.compile(
    r"(?:[\w-]+ )?(?:(?:post|entry|article|byline|meta)[-_]*)?(?:author|byline)(?:[-_]*(?:name|link|title))?",
    re.IGNORECASE,
)
_ARCHIVED = re.compile(
    r"https?://(?:web\.archive\.org/web|archive\.(?:today|ph|is|li|vn|fo|md))/\d{4,14}(?:[a-z]{2}_)?/(https?://\S+)",
    re.IGNORECASE,
)
"""A copy in the Wayback Machine or archive.today, which holds the page's own address: that archive is no outlet."""
_NO_PERSON = re.compile(r"https?://|www\.|@|\badmin\b|\beditor\b|^\W*$|\d{3}", re.IGNORECASE)
MAX_AUTHORS = 12
MAX_VALUE = 2_000
"""Characters of a title, a name or an address, of which addresses get the longest; an outlet's is looked at often."""
MAX_PARTS = 100
"""Elements within one that holds a name or a heading: a name has one or two, a byline of several people a dozen."""
MAX_HEADINGS = 100
"""Headings of the first rank that are looked at for the title; most pages have one."""


@dataclass(slots=True)
class About:
    """What is known of an article beside its text. `basis` names the source of each field that is set."""

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    published: Dated | None = None
    basis: dict[str, str] = field(default_factory=dict)
    dated: bool = False
    """Whether any source states a date as that of publication; where they disagree, it is None all the same."""
    decks: tuple[str, ...] = ()
    """Descriptions of the page, to know its standfirst by."""

    def offer(self, name: str, value: object, source: str) -> None:
        """Set a field unless a more trusted source has set it, or the value is too long to be one."""
        longest = max(map(len, value), default=0) if isinstance(value, tuple) else len(str(value))
        if value and longest <= MAX_VALUE and not getattr(self, name):
            setattr(self, name, value)
            self.basis[name] = source


def of_page(root: Element, document: Document) -> About:
    """Return what an HTML page says of itself, completed by what came beside it."""
    about = About()
    entries = list(json_ld.objects(*_blocks(root)))
    meta = _meta(root)
    base = document.given.url or (document.origin if document.origin.startswith(("http://", "https://")) else None)
    base = _unarchived(base) if base else None
    main = _main_article(entries, meta.get("og:url"), meta.get("og:title"))
    about.offer("outlet", meta.get("og:site_name"), "open graph")  # a publisher may own several outlets
    _from_json_ld(about, json_ld.resolved(main, entries, ("author", "creator", "publisher")))
    _from_meta(about, meta)
    _from_mark_up(about, root, base)
    of_given(about, document)
    about.title = _without_outlet(about.title, about.outlet) if about.title else None
    about.decks = tuple(
        filter(None, (string(main.get("description")), meta.get("og:description"), meta.get("description")))
    )
    about.published, about.dated = _published(main, meta, root, document)
    if about.url and not about.outlet:
        about.offer("outlet", _host(about.url), "url")
    return about


def of_given(about: About, document: Document) -> About:
    """Complete what is known by what came beside the bytes: a feed entry's title, a row's outlet."""
    given = document.given
    about.offer("title", string(given.title), "given")
    about.offer("outlet", string(given.outlet), "given")
    about.offer("url", _unarchived(string(given.url) or ""), "given")
    about.offer("authors", json_ld.names(list(given.authors)), "given")
    if document.origin.startswith(("http://", "https://")):
        about.offer("url", _unarchived(document.origin), "origin")
    return about


def given_date(document: Document) -> Dated | None:
    """Return the date that came beside the bytes, unless it is later than the fetch."""
    day = published.parsed(document.given.published, "given")
    return day if day and published.possible(day, document.fetched) else None


def _blocks(root: Element) -> Iterator[str]:
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            yield script.text


def _meta(root: Element) -> dict[str, str]:
    """Return the page's meta tags, lower-cased name -> content; the first of a name counts, authors are joined."""
    meta: dict[str, str] = {}
    for tag in root.iter("meta"):
        own = tag.get("property") or tag.get("name")
        name = (own or tag.get("itemprop") or "").strip().lower()
        content = string(tag.get("content"))
        if name and content and (own or name != "datepublished"):  # it may be a related story's: see `_marked_dates`
            meta.setdefault(name, content)
    return meta


def _main_article(entries: list[dict[str, Any]], url: str | None, title: str | None) -> dict[str, Any]:
    """Return the object of the article that the page is about: a page may describe the related ones too."""
    articles = [entry for entry in entries if json_ld.is_article(entry)]
    for entry in articles:
        own = entry.get("url") or entry.get("mainEntityOfPage")
        own = own.get("@id") if isinstance(own, dict) else own
        if (url and own == url) or (title and string(entry.get("headline")) == title):
            return entry
    return max(articles, key=lambda entry: "datePublished" in entry and "headline" in entry, default={})


def _from_json_ld(about: About, main: dict[str, Any]) -> None:
    about.offer("title", string(main.get("headline")) or string(main.get("name")), "json-ld")
    about.offer("outlet", next(iter(json_ld.names(main.get("publisher"))), None), "json-ld")
    about.offer("authors", _people(json_ld.names(main.get("author") or main.get("creator"))), "json-ld")


def _from_meta(about: About, meta: dict[str, str]) -> None:
    about.offer("title", meta.get("og:title"), "open graph")
    about.offer("authors", _people((meta.get("article:author", ""),)), "open graph")
    about.offer("url", _web(meta.get("og:url"), None), "open graph")
    about.offer("title", meta.get("twitter:title") or meta.get("dc.title") or meta.get("citation_title"), "meta")
    about.offer("outlet", meta.get("application-name"), "meta")
    if meta.get("twitter:label1", "").lower() in {"written by", "verfasst von", "écrit par", "escrito por"}:
        about.offer("authors", _people((meta.get("twitter:data1", ""),)), "meta")
    for name in _META_AUTHORS:
        about.offer("authors", _people(tuple(re.split(r",| and |;", meta.get(name, "")))), "meta")


def _from_mark_up(about: About, root: Element, base: str | None) -> None:
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            address = _web(link.get("href"), base)
            if address:  # what the page calls canonical goes before what it tells social networks
                about.url, about.basis["url"] = address, "canonical link"
                break
    headings = [string(_text_of(heading)) for heading in islice(root.iter("h1"), MAX_HEADINGS)]
    _prefer_shown(about, [heading for heading in headings if heading])
    about.offer("title", string(next((e.text for e in root.iter("title") if e.text), None)), "title element")
    about.offer("authors", _people(tuple(_marked_authors(root))), "page")


def _prefer_shown(about: About, headings: list[str]) -> None:
    """Take the heading that is shown if it says what the stated title says: that one is worded for search engines."""
    stated = set(re.findall(r"\w+", (about.title or "").lower()))
    for heading in headings:
        words = set(re.findall(r"\w+", heading.lower()))
        if len(heading) <= 300 and (
            2 * len(words & stated) >= min(len(words), len(stated)) > 1 or (not stated and len(headings) == 1)
        ):
            about.title, about.basis["title"] = heading, "h1"
            return


def _marked_authors(root: Element) -> Iterator[str]:
    for element in root.iter("a", "span", "div", "p", "address"):
        if "author" in {element.get("rel"), element.get("itemprop")} or _AUTHOR_CLASS.fullmatch(
            element.get("class") or ""
        ):
            name = string(_text_of(element, " "))
            if name and len(name) <= 80:
                yield name


def _text_of(element: Element, between: str = "") -> str | None:
    """Return the text in an element that holds a name or heading; None where it has more parts than these have.

    Such elements may stand in one another by the thousand: read whole, they'd take time as the square of the page.
    """
    parts = list(islice(element.iter(), MAX_PARTS + 1))
    if len(parts) > MAX_PARTS:
        return None
    return between.join(_words(element))


def _words(element: Element) -> Iterator[str]:
    """Yield the texts in an element, of few parts, without style sheets and comments; blanks stand for line breaks."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return
    parts_lines = element.tag in BLOCKS or element.tag == "br"
    yield from (" ", element.text or "") if parts_lines else (element.text or "",)
    for child in element:
        yield from _words(child)
        yield child.tail or ""
    if parts_lines:
        yield " "


def _people(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names that can be people's or desks' names: no addresses, no account names."""
    cleaned = (_BY.sub("", name).strip(" ,;|") for name in names)
    found = [name for name in cleaned if 2 < len(name) <= 80 and not _NO_PERSON.search(name)]
    return tuple(dict.fromkeys(found))[:MAX_AUTHORS]


def _without_outlet(title: str, outlet: str | None) -> str:
    """Take the outlet's name off a title's end.

    >>> _without_outlet("Ports closed - The Veldria Herald", "Veldria Herald")
    'Ports closed'
    """
    match = _SUFFIX.search(title)
    if match and outlet and _key(match.group(1)) == _key(outlet):
        return title[: match.start()]
    return title


def _key(name: str) -> str:
    return re.sub(r"\W+", "", name.lower().removeprefix("the "))


def _host(address: str) -> str:
    """Return an address's host without its `www.`; "" for what came beside a page and is no address.

    >>> _host("https://www.example.org/a"), _host("http://[::1")
    ('example.org', '')
    """
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _unarchived(address: str) -> str:
    """Return the address that a page has itself, where an archive's copy of it is meant.

    >>> _unarchived("https://web.archive.org/web/20310601120000/https://herald.example/a?b=1")
    'https://herald.example/a?b=1'
    """
    copy = _ARCHIVED.fullmatch(address)
    return copy[1] if copy else address


def _web(address: str | None, base: str | None) -> str | None:
    """Return an absolute http(s) address, or None."""
    if not address:
        return None
    try:
        whole = _unarchived(urljoin(base or "", address.strip()))
        return whole if urlsplit(whole).scheme in {"http", "https"} and urlsplit(whole).hostname else None
    except ValueError:
        return None


def _published(
    main: dict[str, Any], meta: dict[str, str], root: Element, document: Document
) -> tuple[Dated | None, bool]:
    """Return the date that the sources agree on, and whether there are any."""
    stated = [(string(main.get("datePublished")) or string(main.get("dateCreated")), "json-ld")]
    stated.append((meta.get("article:published_time") or meta.get("og:published_time"), "open graph"))
    stated += [(value, "meta") for name, value in meta.items() if name in _META_DATES]
    stated += [(value, "page") for value in _marked_dates(root)]
    stated.append((document.given.published, "given"))
    sources = [published.Said(basis, day) for value, basis in stated if (day := published.parsed(value, basis))]
    sources = [s for s in sources if s.basis == "given" or int(s.day.value[:4]) >= published.WEB.year]
    changed = (string(main.get("dateModified")), meta.get("article:modified_time"), meta.get("og:updated_time"))
    modified = [day for value in changed if (day := published.parsed(value, "modified"))]
    return published.agreed(sources, modified, document.fetched), bool(sources)


def _marked_dates(root: Element) -> list[str]:
    """Return the days that the page marks as `datePublished` in microdata, if it is one day only."""
    found = []
    for element in root.iter("time", "span", "meta"):
        if "datepublished" in (element.get("itemprop") or "").lower():
            value = element.get("datetime") or element.get("content")
            if value:
                found.append(value.strip())
    return found[:1] if len({value[:10] for value in found}) == 1 else []
