"""Figures as SVG: bars for what was measured side by side, lines for what grows. Legible on light ground and on dark.

A picture in a page does not take on the page's colour, so it says its own for both; nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import log10

from benchmarks.figures import Figure

WIDTH = 640
LEFT, RIGHT, BOTTOM = 8, 90, 44
"""Margins: what is on the right is room for the words at the end of a bar or a line."""
ROW, BAR = 46, 16
HEIGHT = 250
OWN = "#2e86ab"
"""Of sayso's own bars and lines; it stands out from both grounds."""
DASHES = ("", "6 4", "2 3")
STYLE = "svg{color:#1d2329}@media(prefers-color-scheme:dark){svg{color:#dfe5ea}}text{fill:currentColor}"


def drawn(figure: Figure, title: str) -> str:
    """Return the picture of a figure as an SVG document."""
    height, parts = _lines(figure) if figure.sizes else _bars(figure)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        'font-family="system-ui, sans-serif" font-size="13" role="img">'
    )
    above = [f"<title>{escape(f'{title}: {in_words(figure)}')}</title>", f"<style>{STYLE}</style>"]
    return "\n".join([head, *above, *parts, "</svg>"]) + "\n"


def in_words(figure: Figure) -> str:
    """Return the values for those who don't see the picture."""
    told = (f"{name} {', '.join(map(number, values))}" for name, values in figure.series)
    at = f" at {', '.join(f'{size:,}' for size in figure.sizes)} articles" if figure.sizes else ""
    return f"{'; '.join(told)} {figure.unit}{at}"


def number(value: float) -> str:
    """Return a value to three digits.

    >>> number(9.9), number(0.125), number(1345.0)
    ('9.9', '0.125', '1,345')
    """
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _bars(figure: Figure) -> tuple[int, list[str]]:
    most = max(values[0] for _, values in figure.series)
    parts = []
    for at, (name, (value, *_)) in enumerate(figure.series):
        top, length = 10 + at * ROW, max(1.0, value / most * (WIDTH - LEFT - RIGHT))
        fill = f'fill="{OWN}"' if _is_own(name) else 'fill="currentColor" fill-opacity=".45"'
        parts.append(f'<text x="{LEFT}" y="{top + 12}">{escape(name)}</text>')
        parts.append(f'<rect x="{LEFT}" y="{top + 18}" width="{length:.1f}" height="{BAR}" {fill}/>')
        parts.append(f'<text x="{LEFT + length + 6:.1f}" y="{top + 31}" font-weight="600">{number(value)}</text>')
    height = 10 + len(figure.series) * ROW + 22
    parts.append(f'<text x="{LEFT}" y="{height - 8}" font-size="11">{escape(figure.unit)}</text>')
    return height, parts


def _lines(figure: Figure) -> tuple[int, list[str]]:
    most = max(max(values) for _, values in figure.series) * 1.15
    xs = [_across(size, figure.sizes) for size in figure.sizes]
    parts = [f'<text x="{LEFT}" y="14" font-size="11">{escape(figure.unit)}</text>']
    parts.append(f'<path d="M{LEFT} {_down(0, most)}H{WIDTH - LEFT}" stroke="currentColor" stroke-opacity=".6"/>')
    for x, size in zip(xs, figure.sizes, strict=True):
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{size:,}</text>')
    parts.append(f'<text x="{xs[0]:.1f}" y="{HEIGHT - 6}" font-size="11">articles held already</text>')
    for at, (name, values) in enumerate(figure.series):
        parts += _line(name, [(x, _down(value, most)) for x, value in zip(xs, values, strict=True)], values, at)
    return HEIGHT, parts


def _line(name: str, places: Sequence[tuple[float, float]], values: Sequence[float], at: int) -> list[str]:
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dash = f' stroke-dasharray="{DASHES[at % len(DASHES)]}"' if at else ""
    parts = [f'<path d="{path}" fill="none" stroke="{OWN}" stroke-width="2"{dash}/>']
    for (x, y), value in zip(places, values, strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{OWN}"/>')
        parts.append(f'<text x="{x:.1f}" y="{y - 9:.1f}" text-anchor="middle" font-weight="600">{number(value)}</text>')
    x, y = places[0]
    parts.append(f'<text x="{x:.1f}" y="{y + 20:.1f}">{escape(name)}</text>')
    return parts


def _is_own(name: str) -> bool:
    return name.startswith("sayso")


def _across(size: int, sizes: Sequence[int]) -> float:
    first, last = log10(sizes[0]), log10(sizes[-1])
    share = (log10(size) - first) / (last - first) if last > first else 0.0
    return 40 + share * (WIDTH - 80)


def _down(value: float, most: float) -> float:
    return round(24 + (1 - value / most) * (HEIGHT - BOTTOM - 24), 1)
