"""Text as people read it: what others typed made inert, numbers and lists made readable."""

from __future__ import annotations

import math
import re

MINUS = "\N{MINUS SIGN}"
LONGEST_LINE = 300

_STEERS = re.compile(  # all control characters but the end of a line, then those of direction
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def inert(text: str, longest: int = LONGEST_LINE) -> str:
    """The text with everything that could steer a terminal shown as an escape, and cut."""
    head = text[:longest]  # no more than this can be shown, and the text may be long
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in head)
    whole = len(text) <= longest and len(shown) <= longest
    return shown if whole else shown[: longest - 1] + "…"


def visible(text: str) -> str:
    """The text with what could steer a terminal or turn the direction of letters as escapes;
    lines and spaces of any width stay as they are."""
    return _STEERS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


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
