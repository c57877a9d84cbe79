"""The shapes of the API's answers, as its OpenAPI document gives them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """What all have in common: no field beyond those described."""

    model_config = ConfigDict(extra="forbid")


class Piece(Shape):
    """One piece of a quotation: code points of the article's text, end exclusive, and the characters around it."""

    start: int = Field(examples=[118])
    end: int = Field(examples=[141])
    exact: str = Field(examples=["the strait is closed"])
    prefix: str
    suffix: str


class ChainLink(Shape):
    """One who stands between the speaker and the page."""

    name: str = Field(examples=["Iskvest"])
    kind: str = Field(examples=["agency"])
    span: list[int] | None


class Target(Shape):
    """One at whom an act is aimed."""

    id: str
    name: str = Field(examples=["Halvern"])


class Statement(Shape):
    """One attribution with the page it stands on; what is not known is null."""

    id: str = Field(examples=["026d89327960c630"])
    article_id: str
    document_id: str
    parent: str | None
    source: list[Piece]
    cue: list[Piece]
    content: list[Piece]
    source_text: str
    cue_text: str = Field(examples=["said"])
    content_text: str = Field(examples=["the strait is closed"])
    manner: str = Field(examples=["indirect"])
    confidence: float = Field(ge=0, le=1)
    speaker: str | None = Field(examples=["Maruk Ostrelle"])
    speaker_id: str | None
    speaker_kind: str | None
    speaker_affiliation: list[str]
    speaker_basis: str | None
    speaker_score: float | None
    addressee: str | None
    addressee_id: str | None
    addressee_kind: str | None
    addressee_affiliation: list[str]
    addressee_basis: str | None
    addressee_score: float | None
    chain: list[ChainLink]
    said_on: str | None = Field(examples=["2025-09-17"])
    said_on_precision: str | None
    said_on_basis: str | None
    said_on_span: list[int] | None
    act: str | None
    act_targets: list[Target]
    act_score: float | None
    modality: list[str]
    tone: str | None
    title: str | None
    outlet: str | None
    authors: list[str]
    url: str | None
    published: str | None
    published_precision: str | None
    published_basis: str | None
    language: str | None
    translated_by: str | None
    name: str
    origin: str
    fetched: str
    media_type: str
    sha256: str
    model: str
    model_version: str
    verdict: str | None
    run_id: str = Field(description="The run that wrote it: see /runs.")


class StatementList(Shape):
    """Some of the statements that are asked for, and the cursor of the next ones."""

    items: list[Statement]
    next: str | None = Field(description="Hand it back as `after`; null on the last page.")
    why: dict[str, list[str]] = Field(description="Searched by meaning: id -> what found it, `words` or `meaning`.")
    notice: str | None = Field(description="Why what was asked for could be searched by words alone.")


class Count(Shape):
    """A value and how many statements have it."""

    value: str
    count: int


class Facet(Shape):
    """The most frequent values, how many others there are, what they add up to, and how many have none."""

    values: list[Count]
    others: int
    rest: int
    unknown: int


class Facets(Shape):
    """What is asked for, counted."""

    statements: int
    without_copies: int
    speaker: Facet
    target: Facet
    outlet: Facet
    act: Facet
    manner: Facet
    language: Facet
    months: list[Count]
    undated: int


class SavedSearch(Shape):
    """A search that was saved."""

    name: str = Field(examples=["The ferry"])
    wanted: dict[str, Any] = Field(examples=[{"search": "quay", "outlet": "Velden Post"}])
    meaning: bool
    made: str
    looked: int = Field(description="As `arrived` it asks for what is new since somebody looked.")
    found: int | None = Field(description="Null where it can't be meant any more.")
    new: int | None = Field(description="Likewise.")
    wrong: str | None = Field(description="Why it can't: the actor that it asks for is another one by now.")


class Evidence(Shape):
    """Characters that a link rests on."""

    statement: str
    span: list[int]


class Link(Shape):
    """What one statement has to do with another."""

    id: str
    kind: str = Field(examples=["denial"])
    from_: str = Field(alias="from")
    to: str
    score: float
    reason: str
    method: str
    evidence: list[Evidence]


class Matter(Shape):
    """Statements that links hold together, named by the most central one."""

    id: str
    name: str
    central: str
    first: str | None
    last: str | None
    statements: int
    without_copies: int
    speakers: dict[str, int]
    outlets: dict[str, int]
    statement_ids: list[str]


class Actor(Shape):
    """One actor across articles."""

    id: str
    kind: str
    name: str
    names: list[str]
    affiliation: list[str]
    tenures: list[Any]
    sightings: int
    since: str
    until: str
    wikidata: str | None


class Place(Shape):
    """Where a statement stood when it was judged, as the model had read it; what is not known is left out."""

    statement: str
    article_id: str = ""
    sha256: str = ""
    source: list[list[int]] = []
    cue: list[list[int]] = []
    content: list[list[int]] = []
    quoted: str = ""
    nested: bool = False
    confidence: float | None = None
    model: str = ""
    model_version: str = ""


class Judgement(Shape):
    """One decision of one person, as `sayso judgements` prints it, and whether it holds."""

    id: str
    kind: str = Field(examples=["speaker"])
    by: str = Field(examples=["Io Brandt"])
    at: str = Field(examples=["2031-05-01T09:30:00.000000Z"])
    about: Place
    other: Place | None = None
    value: Any = None
    note: str = ""
    withdraws: str = ""
    holds: bool


class ToJudge(Shape):
    """What is to be judged: see docs/judging.md for the value that each kind has."""

    kind: str = Field(max_length=20, examples=["speaker"])
    statement: str | None = Field(None, max_length=16, description="Its id; not for `withdrawn`.")
    value: str | list[Any] | dict[str, Any] | None = Field(None, examples=["Ida Ostrelle"])
    other: str | None = Field(None, max_length=16, description="The statement at a link's other end.")
    withdraws: str | None = Field(None, max_length=16, description="The judgement to withdraw.")
    note: str = Field("", max_length=2_000)
    by: str = Field("", max_length=200, description="Who judges; the user of the serving machine if left out.")


class NetworkNode(Shape):
    """One that speaks or is spoken of in the network."""

    id: str
    label: str = Field(examples=["Maruk Ostrelle"])
    kind: str | None
    affiliation: list[str]
    said: int
    aimed_at: int
    bloc: int | None


class ActCount(Shape):
    """An act, and how many utterances are one."""

    act: str
    n: int


class NetworkEdge(Shape):
    """What one actor said at another; docs/networks.md tells what is counted."""

    source: str
    source_label: str
    target: str
    target_label: str
    period: str | None = Field(examples=["2025-09"])
    start: str | None
    end: str | None
    weight: int
    n: int = Field(description="Utterances: a statement and its copies are one.")
    n_with_copies: int
    positive: int
    negative: int
    neutral: int
    mean_sign: float = Field(ge=-1, le=1)
    mean_intensity: float = Field(ge=-1, le=1)
    acts: list[ActCount]
    by_publication: int
    statements: list[str]


class Network(Shape):
    """The signed network around an actor."""

    actor: str
    periods: str
    nodes: list[NetworkNode]
    edges: list[NetworkEdge]
    left_out: int = Field(description="Others that have a tie with the actor, and fewer utterances than these.")
    cut: bool = Field(description="Whether only the newest statements were counted, there being too many.")


class Run(Shape):
    """One run that wrote to the ledger, and how much of it still stands."""

    id: str
    model: str
    model_version: str
    settings: str = Field(description="As JSON.")
    started: str
    ended: str | None
    articles: int
    statements: int


class Problem(Shape):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str = Field(examples=["Bad Request"])
    status: int = Field(examples=[400])
    detail: str = Field(examples=["date '2025-13' is no date: give 2025, 2025-05 or 2025-05-05."])
