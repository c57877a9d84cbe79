"""Small random ledgers for the tests of facets and pages: pages of statements, copies and rejections."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from sayso.identity import derived_id, link_id
from sayso.link_records import Link, LinkKind
from sayso.records import Act, Dated, Manner, Speaker
from sayso.store import StatementFilter

NAMES = ("Ava Lind", "Pel Oru", "Ana Lind", "Oru")
DATES = ("2031-05-05", "2031-05", "2031", "2030-12-31", "2030-11/2030-12", "--05-05", "2030-12-01")


@dataclass(frozen=True)
class Said:
    """A statement to be made: what filters and facets look at."""

    speaker: str | None
    act: str | None
    targets: tuple[str, ...]
    manner: Manner
    confidence: float
    said_on: str | None
    is_nested: bool


@dataclass(frozen=True)
class Made:
    """A page to be made."""

    name: str
    outlet: str | None
    language: str | None
    published: str | None
    said: tuple[Said, ...]


names = st.sampled_from(NAMES)
said = st.builds(
    Said,
    st.none() | names,
    st.sampled_from([None, "ACCUSE", "REJECT", "AGREE"]),
    st.lists(names, max_size=3).map(tuple),
    st.sampled_from(list(Manner)),
    st.floats(0, 1, allow_nan=False),
    st.none() | st.sampled_from(DATES),
    st.booleans(),
)
pages = st.builds(
    Made,
    st.sampled_from([f"page-{n}" for n in range(6)]),
    st.sampled_from([None, "", "The Herald", "The Reed", "Herald Radio"]),
    st.sampled_from([None, "en", "fr"]),
    st.none() | st.sampled_from(DATES),
    st.lists(said, max_size=5).map(tuple),
)
ledgers = st.lists(pages, max_size=6, unique_by=lambda page: page.name)
days = st.sampled_from(["2030", "2031", "2031-05", "2030-12-31", "2031-05-05"])
filters = st.builds(
    StatementFilter,
    speaker=st.none() | st.sampled_from(["Lind", "oru", "Ava Lind", "nobody"]),
    act=st.none() | st.sampled_from(["accuse", "REJECT", "SUPPORT", "none"]),
    target=st.none() | st.sampled_from(["lind", "Oru"]),
    via=st.none() | st.just("wire"),
    said_since=st.none() | days,
    said_until=st.none() | days,
    outlet=st.none() | st.sampled_from(["herald", "reed", "The"]),
    since=st.none() | days,
    until=st.none() | days,
    search=st.none() | st.sampled_from(["safe", "dam ho*", '"will hold"']),
    in_article=st.none() | st.just("menu"),
    manner=st.none() | st.sampled_from(["direct", "mixed"]),
    min_confidence=st.none() | st.floats(0, 1, allow_nan=False),
    nested=st.booleans(),
    rejected=st.booleans(),
    arrived_after=st.none() | st.integers(0, 5),
)
"""Any of the conditions at once; most examples have several, so each is also tried alone in the tests."""


def put(store, make, run, page: Made) -> list[str]:
    """Write the page in the place of the one of its name; return the statements' ids."""
    document = make.document(page.name)
    published = page.published and Dated(page.published, "day", "given")
    article = make.article(document, outlet=page.outlet, language=page.language, published=published)
    made = [_statement(make, article, n, one) for n, one in enumerate(page.said)]
    store.add(document, article, made, run)
    return [one.id for one in made]


def put_all(store, make, ledger) -> tuple[str, list[str]]:
    """Write the pages; return the run and the statements' ids."""
    with store.writing():
        run = store.start_run(make.model, "{}", "now")
        return run, [one for page in ledger for one in put(store, make, run, page)]


def put_copies(store, run, article: str, pairs) -> None:
    """Write copy links, and one that is no copy, in the place of those of the article."""
    links = [_link(LinkKind.COPY, *pair) for pair in dict.fromkeys(pairs)]
    others = [_link(LinkKind.REPLY, *pair) for pair in list(pairs)[:1]]
    store.put_links(article, "m", [*links, *others], [], run)


def groups_of(store):
    """Return for each statement in a copy link the least id of its group, by joining them one by one."""
    group: dict[str, str] = {}
    for link in store.links([LinkKind.COPY]):
        one, other = (group.setdefault(end, end) for end in (link.from_id, link.to_id))
        group = {end: min(one, other) if of in (one, other) else of for end, of in group.items()}
    return group


def _statement(make, article, n, one: Said):
    speaker = one.speaker and Speaker(one.speaker, one.speaker, "person")
    act = one.act and Act(one.act, tuple((name, name) for name in one.targets), 0.5)
    said_on = one.said_on and Dated(one.said_on, "day", "in text")
    fields = {"speaker": speaker, "act": act, "said_on": said_on, "manner": one.manner, "confidence": one.confidence}
    identity = derived_id("statement", article.id, n)
    return replace(make.statement(article, **fields), id=identity, parent="0" * 16 if one.is_nested else None)


def _link(kind, one, other):
    return Link(link_id(kind, one, other), kind, one, other, 1.0, "", "m")
