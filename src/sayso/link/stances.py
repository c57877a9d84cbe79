"""What a statement's act says of the speaker's stance to the target: a sign and an intensity, by a scale written down.

The intensities are those of Goldstein's scale for what states do to one another (J. Goldstein, "A conflict-cooperation
scale for WEIS events data", Journal of Conflict Resolution 36, 1992), as CAMEO carries it over to the root types that
PLOVER's acts were made from, a tenth of each: -1..1, where words alone come nowhere near the ends. Why each is what it
is, and what the signs leave open, is told in docs/networks.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from sayso.records import StatementRow


class Stance(NamedTuple):
    """`sign` is 1, -1, or 0 where the act does not tell; `intensity` is -1..1."""

    sign: int
    intensity: float


_ACTS = {
    "AGREE": Stance(1, 0.4),
    "SUPPORT": Stance(1, 0.35),
    "CONCEDE": Stance(1, 0.5),
    "CONSULT": Stance(0, 0.1),
    "REQUEST": Stance(0, -0.1),
    "ACCUSE": Stance(-1, -0.2),
    "REJECT": Stance(-1, -0.4),
    "THREATEN": Stance(-1, -0.6),
}

_REQUESTS = {"positive": Stance(1, 0.3), "negative": Stance(-1, -0.5)}
"""CAMEO's APPEAL and DEMAND, which PLOVER takes together: -0.1 is their mean, and the tone tells them apart."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Which stance an act means, and what becomes of it where the content is put under a condition."""

    acts: Mapping[str, Stance] = field(default_factory=lambda: MappingProxyType(_ACTS))
    requests: Mapping[str, Stance] = field(default_factory=lambda: MappingProxyType(_REQUESTS))
    """By tone: what a REQUEST is instead."""
    conditional: float = 0.5
    """The share of its intensity that an act keeps under a condition; THREATEN, conditional by nature, keeps all."""


SCALE = Scale()


def stance(row: StatementRow, scale: Scale = SCALE) -> Stance | None:
    """Return the stance of a statement to those at whom its act is aimed; None without an act that the scale has.

    `negated`: a friendly act with a negated content gets neither sign nor intensity, since "agreed not to strike" and
    "does not agree to the strike" look alike; a hostile one keeps both, negation being how one rejects. `conditional`:
    the sign stays, the intensity is halved. `future`: nothing changes, as promises and threats are of the future.
    """
    found = scale.acts.get(row.act or "")
    if found is None:
        return None
    if row.act == "REQUEST":
        found = scale.requests.get(row.tone or "", found)
    if "negated" in row.modality and found.intensity > 0:
        return Stance(0, 0.0)
    if "conditional" in row.modality and row.act != "THREATEN":
        return Stance(found.sign, found.intensity * scale.conditional)
    return found
