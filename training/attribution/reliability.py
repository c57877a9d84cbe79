"""The reliability plot: what confidence says against how often it is right, as an SVG for the model's card."""

from __future__ import annotations

from collections.abc import Sequence

from training.attribution.calibrate import Outcome, calibration_error, tenths

SIDE, MARGIN = 320, 44
AREA = 6000
"""Square units of all the circles together: a circle's area is its share of the statements."""


def reliability_svg(found: Sequence[Outcome]) -> str:
    """Return the plot; a circle below the diagonal is a confidence that promises too much."""
    rows = tenths(found)
    total = sum(count for _, _, count in rows)
    parts = [_axes()]
    for said, right, count in rows:
        radius = max(2.0, (AREA * count / total / 3.1416) ** 0.5)
        label = f"shown at {said:.2f}: {right:.2f} right of {count}"
        parts.append(
            f'<circle cx="{_x(said):.1f}" cy="{_y(right):.1f}" r="{radius:.1f}" fill="#1f6f8b" fill-opacity=".6">'
            f"<title>{label}</title></circle>"
        )
    text = f"{total} statements of PolNeAR's dev split, expected calibration error {calibration_error(found):.3f}"
    parts.append(f'<text x="{MARGIN}" y="16">{text.replace("&", "&amp;")}</text>')
    size = SIDE + 2 * MARGIN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="11">'
    )
    return "\n".join([head, *parts, "</svg>"]) + "\n"


def _axes() -> str:
    lines = [f'<path d="M{_x(0)} {_y(0)} L{_x(1)} {_y(1)}" stroke="#999" stroke-dasharray="4 3"/>']
    for tenth in range(0, 11, 2):
        share = tenth / 10
        lines.append(f'<text x="{_x(share):.0f}" y="{_y(0) + 16:.0f}" text-anchor="middle">{share:.1f}</text>')
        lines.append(f'<text x="{_x(0) - 8:.0f}" y="{_y(share) + 4:.0f}" text-anchor="end">{share:.1f}</text>')
    lines.append(f'<path d="M{_x(0)} {_y(1)} V{_y(0)} H{_x(1)}" stroke="#333" fill="none"/>')
    lines.append(f'<text x="{_x(0.5):.0f}" y="{_y(0) + 32:.0f}" text-anchor="middle">confidence shown</text>')
    lines.append(f'<text x="{_x(0) + 6:.0f}" y="{_y(1) + 12:.0f}">share that is right</text>')
    return "\n".join(lines)


def _x(share: float) -> float:
    return MARGIN + share * SIDE


def _y(share: float) -> float:
    return MARGIN + (1 - share) * SIDE
