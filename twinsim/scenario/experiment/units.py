"""Units and meanings of keys of a scenario, where a lever gives none."""

from __future__ import annotations

from twinsim.registry import mechanisms, parameters
from twinsim.scenario.domains import domain
from twinsim.scenario.keys import keys

# By how what a key allows begins.
_UNITS = {
    "a number of k£": "k£",
    "a number of hours": "h",
    "a whole number of months": "months",
    "a whole number of years": "years",
    "a number of bids": "bids",
    "a share": "share",
}


def unit_of(key: str) -> str:
    """The unit of what a dotted key sets; empty where it has none."""
    head, _, id = _bare(key).partition(".")
    if head == "parameters" and id in parameters():
        return parameters()[id].unit
    found = keys().get(_bare(key))
    allows = found.allows if found else ""
    return next((unit for words, unit in _UNITS.items() if allows.startswith(words)), "")


def is_whole(key: str) -> bool:
    """Whether what a dotted key sets is a whole number."""
    head, _, id = _bare(key).partition(".")
    if head == "parameters" and id in parameters():
        return domain(id).whole
    found = keys().get(_bare(key))
    return found is not None and found.allows.startswith("a whole number")


def meaning_of(key: str) -> str:
    """What a dotted key means, in words."""
    head, _, id = _bare(key).partition(".")
    if head == "parameters" and id in parameters():
        return parameters()[id].meaning
    if head == "mechanisms" and id in mechanisms():
        return f"gain of {mechanisms()[id].source} → {mechanisms()[id].target}"
    found = keys().get(_bare(key))
    return found.meaning if found else ""


def _bare(key: str) -> str:
    """The key without the arm in which it stands."""
    return key.split(".", 2)[-1] if key.startswith("arms.") else key
