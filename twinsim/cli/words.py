"""Words on the terminal: text of unknown origin made inert, numbers made readable."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from typing import Any

from twinsim.errors import Fault

MINUS = "\N{MINUS SIGN}"

_LONGEST_VALUE = 60
_LONGEST_LINE = 300


def inert(text: str, longest: int = _LONGEST_LINE) -> str:
    """The text with everything that could steer a terminal shown as an escape, and cut."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def describe(fault: Fault) -> str:
    """A fault in a line or two: where, what was found, what was expected, what was meant."""
    value = inert(fault.value, _LONGEST_VALUE)
    place = inert(fault.file) + (f":{fault.line}" if fault.line else "")
    found = " = ".join(filter(None, (inert(fault.key), value)))
    head = ": ".join(part for part in (place, found) if part)
    expected = inert(fault.expected, 2 * _LONGEST_LINE)
    hint = f" Did you mean {inert(fault.nearest)}?" if fault.nearest else ""
    return f"{head}: {expected}.{hint}" if head else f"{expected}.{hint}"


def complain(text: str) -> None:
    """One error on stderr."""
    print(f"twinsim: {text}", file=sys.stderr)


def note(text: str, *, quiet: bool = False) -> None:
    """A remark on stderr, unless the user wants none."""
    if not quiet:
        print(text, file=sys.stderr)


def print_json(document: Mapping[str, Any]) -> None:
    """The one JSON document on stdout; a number that is not finite is null."""
    print(json.dumps(finite(document), indent=2, allow_nan=False))


def finite(value: Any) -> Any:
    """The value with every NaN and infinity replaced by None."""
    if isinstance(value, Mapping):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def number(value: float, digits: int, *, sign: bool = False) -> str:
    """A number for a table: thousands apart, a true minus, a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:+,.{digits}f}" if sign else f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("+-")
    return text.replace("-", MINUS)


def interval(lo: float, hi: float, digits: int) -> str:
    """Two ends of an interval for a table."""
    if not (math.isfinite(lo) and math.isfinite(hi)):
        return "–"
    return f"{number(lo, digits)} to {number(hi, digits)}"


def listed(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
