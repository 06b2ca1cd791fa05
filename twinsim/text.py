"""Text as people read it: what others typed made inert, numbers and lists made readable."""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
LONGEST_LINE = 300


def inert(text: str, longest: int = LONGEST_LINE) -> str:
    """The text with everything that could steer a terminal shown as an escape, and cut."""
    head = text[:longest]  # no more than this can be shown, and the text may be long
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in head)
    whole = len(text) <= longest and len(shown) <= longest
    return shown if whole else shown[: longest - 1] + "…"


def number(value: float, digits: int, *, sign: bool = False) -> str:
    """A number for a table: thousands apart, a true minus, a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:+,.{digits}f}" if sign else f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("+-")
    return text.replace("-", MINUS)


def span(lo: float, hi: float, digits: int) -> str:
    """Two ends of an interval: `0.00 to 5.00`."""
    if not (math.isfinite(lo) and math.isfinite(hi)):
        return "–"
    return f"{number(lo, digits)} to {number(hi, digits)}"


def listed(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
