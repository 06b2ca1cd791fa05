"""An effect as a drawing of one line: how sure its mean is, and how far single worlds spread."""

from __future__ import annotations

import math

from markupsafe import Markup

from twinsim.sweep.effects import Effect

WIDTH, HEIGHT, EDGE = 100, 16, 5
HOW = (
    "In each drawing, on a scale of its own: thin line, the middle 90 % of worlds; thick bar, the "
    "95 % interval of the mean; dashed, no difference."
)

_INK = 'stroke="currentColor"'


def strip(row: Effect) -> Markup:
    """The drawing of an effect as inline SVG; nothing where it has no interval."""
    ends = (row.world_p05, row.world_p95, row.mc_lo95, row.mc_hi95, row.difference)
    if not all(map(math.isfinite, ends)):
        return Markup("")
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = (WIDTH - 2 * EDGE) / ((high - low) or 1.0)

    def at(value: float) -> str:
        return f"{EDGE + room * (value - low):.1f}"

    middle = HEIGHT / 2
    zero, p05, p95, lo, hi, mean = map(at, (0.0, *ends))
    # Only numbers that were made here are put in.
    return Markup(
        f'<svg width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'style="min-width:{WIDTH}px;height:{HEIGHT}px" aria-hidden="true" {_INK}>'
        f'<path d="M{zero} 0V{HEIGHT}" stroke-width="1" stroke-dasharray="3 2"/>'
        f'<path d="M{p05} {middle:g}H{p95}" stroke-width="1.2"/>'
        f'<path d="M{lo} {middle:g}H{hi}" stroke-width="6" stroke-opacity="0.55"/>'
        f'<path d="M{mean} 2V{HEIGHT - 2}" stroke-width="2"/></svg>'
    )
