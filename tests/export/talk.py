"""Invented talk of invented states, for the golden files; `python -m tests.export.talk` writes those anew."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from sayso.export import NETWORK_FORMATS, write, write_network
from sayso.link.blocs import with_blocs
from sayso.link.networks import Actor, Network, signed_network
from sayso.link.periods import PeriodKind
from sayso.records import Manner, Piece, StatementRow

GOLDEN = Path(__file__).parent / "golden"

FIRST = StatementRow(
    id="01",
    article_id="p1",
    document_id="d1",
    parent=None,
    source=(Piece(0, 9, "Dora Kell", "", " accused Norland of closing th"),),
    cue=(Piece(10, 17, "accused", "Dora Kell ", " Norland of closing the strait."),),
    content=(Piece(18, 47, "Norland of closing the strait", "Dora Kell accused ", "."),),
    source_text="Dora Kell",
    cue_text="accused",
    content_text="Norland of closing the strait",
    manner=Manner.INDIRECT,
    confidence=0.93,
    speaker="Dora Kell",
    speaker_id="p1-kell",
    speaker_kind="person",
    speaker_affiliation=("KLR",),
    said_on="2031-05-05",
    said_on_precision="day",
    act="ACCUSE",
    act_targets=(("NRL", "Norland"),),
    tone="negative",
    title='=cmd("strait"); closed',
    outlet="The Ostrel Herald",
    authors=("Io Brandt", "Ava Lind"),
    url="https://herald.example/strait?a=1&b=2",
    published="2031-05-06",
    published_precision="day",
    language="en",
    name="strait",
    origin="pages/strait.html",
    fetched="2031-05-07T08:09:10Z",
    media_type="text/html",
    sha256="ab" * 32,
    model="m",
    model_version="1",
)

COPY = replace(
    FIRST,
    id="02",
    article_id="p2",
    document_id="d2",
    speaker_id="p2-kell",
    said_on=None,
    said_on_precision=None,
    outlet="Marsh <Radio>\x0b",
    title="“Strait closed”",
    published="2031-06-01",
    url=None,
    name="radio",
)

NORLAND = replace(
    FIRST,
    id="03",
    article_id="p2",
    document_id="d2",
    source_text="Norland",
    cue_text="denied",
    content_text='having closed it; "never"',
    speaker="Norland",
    speaker_id="NRL",
    speaker_kind="state",
    speaker_affiliation=("NRL",),
    act="REJECT",
    act_targets=(("p2-kell", "Kell"), ("KLR", "Kellmar")),
    said_on="2031-06",
    said_on_precision="month",
    modality=("negated",),
)

BACKING = replace(
    NORLAND,
    id="04",
    source_text="The Harbour Guild",
    cue_text="backed",
    content_text="Norland",
    speaker="The Harbour Guild",
    speaker_id="p2-guild",
    speaker_kind="organisation",
    speaker_affiliation=(),
    act="SUPPORT",
    act_targets=(("NRL", "Norland"),),
    said_on="2031",
    said_on_precision="year",
    modality=(),
    tone="positive",
)

TALKS = replace(
    BACKING,
    id="05",
    source_text="sources",
    cue_text="say",
    content_text="the two met",
    speaker="sources",
    speaker_id="p2-sources",
    speaker_kind="unnamed",
    act="CONSULT",
    tone=None,
)

PLAIN = replace(
    FIRST,
    id="06",
    content_text="the sea is calm",
    cue_text="said",
    act=None,
    act_targets=(),
    tone=None,
    manner=Manner.DIRECT,
    said_on="2031-05-01/2031-05-04",
    said_on_precision="interval",
)

ROWS = (FIRST, PLAIN, COPY, NORLAND, BACKING, TALKS)
GROUPS = {"01": "01", "02": "01"}
ACTORS = {
    "p1-kell": Actor("kell", "Dora Kell", "person", ("KLR",)),
    "p2-kell": Actor("kell", "Dora Kell", "person", ("KLR",)),
}
CONCEPTS = {"01": "the strait", "02": "the strait", "03": "the strait"}


def network() -> Network:
    """Return the network by months, with blocs."""
    return with_blocs(signed_network(ROWS, PeriodKind.MONTH, groups=GROUPS, actors=ACTORS, unnamed=True))


def written() -> dict[str, bytes]:
    """Return what each golden file holds, by its name."""
    found = {}
    for name in NETWORK_FORMATS:
        stream = io.BytesIO()
        write_network(name, network(), stream)
        found[f"network.{name.replace('csv-nodes', 'nodes.csv')}"] = stream.getvalue()
    for name, options in (("dna", {"concepts": CONCEPTS}), ("ftm", {})):
        stream = io.BytesIO()
        write(name, ROWS, stream, actors=ACTORS, **options)
        found[f"statements.{name}"] = stream.getvalue()
    return found


if __name__ == "__main__":
    for file, content in written().items():
        (GOLDEN / file).write_bytes(content)
