"""Words on the terminal: faults, remarks and JSON."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from typing import Any

from twinsim.errors import Fault
from twinsim.text import LONGEST_LINE, inert, visible

_LONGEST_VALUE = 60


def describe(fault: Fault) -> str:
    """A fault in a line or two: where, what was found, what was expected, what was meant."""
    value = inert(fault.value, _LONGEST_VALUE)
    place = inert(fault.file) + (f":{fault.line}" if fault.line else "")
    found = " = ".join(filter(None, (inert(fault.key), value)))
    head = ": ".join(part for part in (place, found) if part)
    expected = inert(fault.expected, 2 * LONGEST_LINE)
    hint = f" Did you mean {inert(fault.nearest)}?" if fault.nearest else ""
    return f"{head}: {expected}.{hint}" if head else f"{expected}.{hint}"


def complain(text: str) -> None:
    """One error on stderr."""
    print(f"twinsim: {visible(text)}", file=sys.stderr)


def note(text: str, *, quiet: bool = False) -> None:
    """A remark on stderr, unless the user wants none."""
    if not quiet:
        print(visible(text), file=sys.stderr)


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


def threads(count: int) -> str:
    """So many threads, in words."""
    return f"{count} thread{'s' * (count != 1)}"
