"""Dotted keys of a scenario and what they are set to, as tables of a file say them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from twinsim.registry import mechanisms, parameters
from twinsim.scenario.domains import key_of_lever
from twinsim.scenario.faults import Path
from twinsim.scenario.keys import keys

# Tables that make sense as a whole only.
WHOLE = ("programme.payers",)


def leaves(table: Mapping[str, Any], at: Path = ()) -> Iterator[tuple[str, Any, Path]]:
    """Each dotted key that a table of changes sets, its value, and its path in that table.

    `"programme.budget" = 5`, `programme.budget = 5` and a table `programme` say the same.
    """
    for key, value in table.items():
        path = (*at, key)
        whole = ".".join(map(str, path))
        if isinstance(value, dict) and not whole.endswith(WHOLE):
            yield from leaves(value, path)
        else:
            yield whole, value, path


def changed(values: dict[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a file with dotted keys set. What changes is copied, nothing is altered.

    Raises :class:`KeyError` with the key on the way that is no table.
    """
    result = dict(values)
    fresh: dict[str, dict[str, Any]] = {"": result}
    for key, value in settings.items():
        path, here, table = key.split("."), "", result
        for part in path[:-1]:
            here = f"{here}.{part}"
            if here not in fresh:
                inner = table.get(part, {})
                if not isinstance(inner, dict):
                    raise KeyError(here[1:])
                table[part] = fresh[here] = dict(inner)
            table = fresh[here]
        table[path[-1]] = value
    return result


def known(key: str) -> bool:
    """Whether a dotted key is one that a scenario may have."""
    if key.startswith("arms.") and key.count(".") >= 2:
        arm_key = key.split(".", 2)[2]
        return known(arm_key) and arm_key.split(".")[0] in ("programme", "mechanisms", "parameters")
    head, _, id = key.partition(".")
    if head == "parameters" and id:
        return id in parameters()
    if head == "mechanisms" and id:
        return id in mechanisms()
    return key in keys() and "[" not in key and "<" not in key


def words() -> list[str]:
    """Every dotted key that an experiment may vary, for the nearest to a misspelt one."""
    own = [key for key in keys() if known(key)]
    own += [f"parameters.{id}" for id in parameters() if not key_of_lever(id)]
    return own + [f"mechanisms.{id}" for id in mechanisms()]


def overlap(one: str, other: str) -> bool:
    """Whether two dotted keys set the same, or one sets what is within the other."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")
