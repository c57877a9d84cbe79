"""An invented matter, drawn over time, for the golden file; `python -m tests.web.matter` writes that anew."""

from __future__ import annotations

import random
from pathlib import Path

from sayso.identity import link_id
from sayso.link_records import Link, LinkKind
from sayso.web.matter_table import LANES, told_of
from sayso.web.screens import templates
from sayso.web.timeline import timeline
from tests.hostile import IMAGE, SCRIPT, TURNED
from tests.link.conftest import make_row

GOLDEN = Path(__file__).parent / "golden" / "timeline.svg"
OUTLETS = ("Velden Post", "Ostrel Times", "Marsh Radio", "The Quay")


def link(kind, one, other):
    return Link(link_id(kind, one.id, other.id), kind, one.id, other.id, 0.9, "", "rule")


def matter():
    """Return (rows, links): five outlets on a bridge, with a copy, a denial, a shift and a page of strange words."""
    post = make_row("the bridge opens in May", outlet="Velden Post", article="a1", published="2031-05-01")
    times = make_row("the bridge opens in May", outlet="Ostrel Times", article="a2", published="2031-05-02")
    radio = make_row("the bridge is not safe", by="Pel Oru", outlet="Marsh Radio", article="a3", published="2031-05-09")
    quay = make_row("the bridge opens in June", outlet="The Quay", article="a4", published="2031-05-20")
    strange = make_row(f"{SCRIPT} {TURNED}", by=IMAGE, outlet=SCRIPT, article="a5", published=None)
    links = [link(LinkKind.COPY, times, post), link(LinkKind.DENIAL, radio, times), link(LinkKind.SHIFT, quay, post)]
    return [post, times, radio, quay, strange], [*links, link(LinkKind.DENIAL, strange, radio)]


def many(count):
    """Return (rows, links) of so many statements of two years in 40 outlets, a few of which have most of them."""
    chance, rows, links = random.Random(5), [], []  # noqa: S311 - it hides nothing
    for n in range(count):
        day = f"{2031 + n % 2}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        outlet = f"Outlet {min(39, int(chance.expovariate(0.12)))}"
        speaker = f"Speaker {chance.randint(1, 30)}"
        rows.append(make_row(f"it is {n}", by=speaker, outlet=outlet, article=f"a{n}", published=day))
        if n and chance.random() < 0.3:
            kind = chance.choice([LinkKind.COPY, LinkKind.COPY, LinkKind.DENIAL, LinkKind.SHIFT])
            links.append(link(kind, rows[-1], chance.choice(rows[:-1])))
    return rows, links


def drawn(rows, links, lanes="outlet"):
    """Return the drawing as it stands in the screen."""
    kind = LANES[lanes]
    found = timeline(told_of(rows, links), kind)
    macros = templates().get_template("_timeline.html").module
    return str(macros.swimlanes(found, kind, {"lanes": lanes}, "/matters/m/timeline"))


if __name__ == "__main__":
    GOLDEN.write_text(drawn(*matter()), encoding="utf-8")
