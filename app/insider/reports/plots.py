"""Draws intervals as small inline SVGs, one for each row of a table.

Places are percentages of the width, so that a plot is as wide as its column and its marks stay
round. Colours are classes of the page's style. The numbers stand beside in the same row, so that
the drawing repeats them and is hidden from those who cannot see it.
"""

from markupsafe import Markup

from insider.experiments.statistics import Interval

_HEIGHT = 22
_MIDDLE = _HEIGHT / 2
_CAP = 4


def draw_rate(estimate: float | None, interval: Interval) -> Markup:
    """Return a rate with its interval on an axis from 0 to 100%."""
    return _draw(estimate, interval.low, interval.high, ticks=(0, 25, 50, 75, 100), strong=0)


def draw_difference(estimate: float | None, interval: Interval) -> Markup:
    """Return a difference with its interval on an axis from -100 to +100 points."""
    half = None if estimate is None else (1 + estimate) / 2
    low, high = (1 + interval.low) / 2, (1 + interval.high) / 2
    return _draw(half, low, high, ticks=(0, 25, 50, 75, 100), strong=50)


def draw_axis(labels: tuple[str, ...]) -> Markup:
    """Return the labels of an axis, evenly spaced from end to end."""
    last = len(labels) - 1
    texts = Markup("").join(
        Markup('<text x="{}%" y="15" text-anchor="{}">{}</text>').format(
            f"{100 * place / last:g}",
            "start" if place == 0 else "end" if place == last else "middle",
            label,
        )
        for place, label in enumerate(labels)
    )
    return Markup('<svg class="axis" width="100%" height="20" aria-hidden="true">{}</svg>').format(
        texts
    )


def _draw(
    estimate: float | None, low: float, high: float, *, ticks: tuple[int, ...], strong: int
) -> Markup:
    parts = [
        _line(tick, tick, 0, _HEIGHT, "axis-zero" if tick == strong else "tick") for tick in ticks
    ]
    left, right = 100 * low, 100 * high
    if estimate is None:
        parts.append(_line(left, right, _MIDDLE, _MIDDLE, "unknown"))
    else:
        parts.append(_line(left, right, _MIDDLE, _MIDDLE, "whisker"))
        for end in (left, right):
            parts.append(_line(end, end, _MIDDLE - _CAP, _MIDDLE + _CAP, "whisker"))
        dot = Markup('<circle cx="{}%" cy="{}" r="4.5" class="dot"/>')
        parts.append(dot.format(f"{100 * estimate:.2f}", f"{_MIDDLE:g}"))
    return Markup('<svg class="plot" width="100%" height="{}" aria-hidden="true">{}</svg>').format(
        _HEIGHT, Markup("").join(parts)
    )


def _line(left: float, right: float, top: float, bottom: float, name: str) -> Markup:
    return Markup('<line x1="{}%" x2="{}%" y1="{}" y2="{}" class="{}"/>').format(
        f"{left:.2f}", f"{right:.2f}", f"{top:g}", f"{bottom:g}", name
    )
