"""What the API may be asked: the fields of a search, each with what it takes and an example.

`Asked` knows what they mean; what can't be meant by its form alone is refused here, with 422, and so is a field that
there is none of: a search by a mistyped field would give everything.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from sayso.web.asked import LONGEST

MOST = 1_000
"""Rows of an answer."""

DATE = (
    "^([1-9][0-9]{3}(-((0[13578]|1[02])(-(0[1-9]|[12][0-9]|3[01]))?|(0[469]|11)(-(0[1-9]|[12][0-9]|30))?"
    "|02(-(0[1-9]|1[0-9]|2[0-9]))?))?)?$"
)
"""A day, a month or a year; blank for none."""

Words = Annotated[str | None, Field(max_length=LONGEST)]
Day = Annotated[str | None, Field(pattern=DATE, description="A day, a month or a year.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="At most so many.", examples=[20])]
Act = Literal["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "none"]

StatementId = Annotated[str, Path(description="Its id, or the beginning of it.", examples=["026d89327960c630"])]
ArticleId = Annotated[str, Path(description="Its id, or the beginning of it.", examples=["a41c07d2e95f3b68"])]
MatterId = Annotated[str, Path(description="Its id.", examples=["5d1e0c94b7a28f36"])]
ActorId = Annotated[str, Path(description="Its id.", examples=["c3f0a1be62d9874e"])]


class Search(BaseModel):
    """Which statements; every field that is given must hold. Capitals and accents don't count."""

    model_config = ConfigDict(extra="forbid")

    q: Words = Field(None, description="Words of the content.", examples=['"the strait" clos*'])
    speaker: Words = Field(None, description="Words of the speaker's name.", examples=["Ostrelle"])
    actor: Words = Field(None, description="The id of an actor of /actors.", examples=["c3f0a1be62d9874e"])
    target: Words = Field(None, description="Words of the name of one at whom it is aimed.", examples=["Merovand"])
    target_actor: Words = Field(
        None, description="The id of an actor at whom it is aimed.", examples=["c3f0a1be62d9874e"]
    )
    addressee: Words = Field(None, description="Words of the name of whom it was said to.", examples=["the council"])
    outlet: Words = Field(None, description="Words of the outlet's name.", examples=["The Dorrick Courier"])
    via: Words = Field(None, description="Words of the name of one it came through.", examples=["Tidewater Wire"])
    act: Act | None = Field(None, description="What is done by saying it.", examples=["ACCUSE"])
    manner: Literal["direct", "indirect", "mixed"] | None = Field(
        None, description="How the content is given.", examples=["direct"]
    )
    since: Day = Field(None, description="Published then or later.", examples=["2025-09"])
    until: Day = Field(None, description="Published then or before.", examples=["2025-09-30"])
    said_since: Day = Field(None, description="Said then or later.", examples=["2025"])
    said_until: Day = Field(None, description="Said then or before.", examples=["2025-09-17"])
    min_confidence: float | None = Field(None, ge=0, le=1, description="At least so sure.", examples=[0.9])
    in_article: Words = Field(None, description="Words of the article, wherever in it.", examples=["ferry"])
    rejected: bool | None = Field(
        None, description="Whether those that a person rejected are wanted too.", examples=[True]
    )
    arrived: int | None = Field(
        None, ge=0, le=10**18 - 1, description="Pages that came later: `looked` of a saved search.", examples=[42]
    )
    meaning: bool = Field(False, description="Whether other wordings of `q` are found too.", examples=[True])
    like: Words = Field(
        None, description="A sentence: what is near to it in meaning.", examples=["The strait is shut."]
    )

    def given(self) -> dict[str, Any]:
        """Return the fields that were given, as an address has them: without `rejected` where they aren't wanted."""
        fields = self.model_dump(include=set(Search.model_fields) - {"meaning", "like"}, exclude_none=True)
        return {name: str(value) for name, value in fields.items() if value is not False}


class StatementsQuery(Search):
    """A search, and where to go on from."""

    after: Words = Field(None, description="`next` of the page before.", examples=["WyIyMDI1LTA5LTE3IiwiYTQxYyIsM10"])
    limit: int = Field(50, ge=1, le=MOST, description="At most so many.", examples=[20])


class FacetsQuery(Search):
    """A search, and how much of it is counted."""

    top: int = Field(10, ge=1, le=100, description="So many values of each facet.", examples=[5])


class JudgementsQuery(BaseModel):
    """Which judgements."""

    model_config = ConfigDict(extra="forbid")

    statement: Words = Field(
        None, description="The id of a statement, or its beginning.", examples=["026d89327960c630"]
    )
    limit: int = Field(50, ge=1, le=MOST, description="At most so many.", examples=[20])
    offset: int = Field(0, ge=0, le=10**9, description="So many are passed over.", examples=[0])


class NetworkQuery(BaseModel):
    """Of which days, by which periods, and how many others."""

    model_config = ConfigDict(extra="forbid")

    since: Day = Field(None, description="Published then or later.", examples=["2025-09"])
    until: Day = Field(None, description="Published then or before.", examples=["2025-09-30"])
    period: Literal["all", "day", "week", "month", "quarter", "year"] = Field(
        "all", description="An edge for each of these.", examples=["month"]
    )
    limit: int = Field(30, ge=1, le=200, description="So many others, those with the most utterances.", examples=[12])
