"""Names: of cities, ids inside a scenario however they are written, and of files that give none."""

from __future__ import annotations

import os
import re
from typing import Any

from twinsim.scenario.cities import CityTable


def canonical(values: dict[str, Any], table: CityTable) -> dict[str, Any]:
    """The values of a file with lists as tuples and cities, where they are known, as ids."""
    own = {key: frozen(value) for key, value in values.items()}
    own["cities"] = _ids(own.get("cities"), table)
    if own["cities"] is None:
        del own["cities"]
    if isinstance(own.get("followers"), tuple):
        own["followers"] = _ids(own["followers"], table)
    if isinstance(own.get("networks"), tuple):
        own["networks"] = tuple(_ids(group, table) for group in own["networks"])
    tables = [own.get("programme")]
    arms = own.get("arms")
    if isinstance(arms, dict):
        tables += [arm.get("programme") for arm in arms.values() if isinstance(arm, dict)]
    for programme in tables:
        if isinstance(programme, dict):
            _name(programme, table)
    return own


def _name(programme: dict[str, Any], table: CityTable) -> None:
    if isinstance(programme.get("links"), tuple):
        programme["links"] = tuple(_ids(pair, table) for pair in programme["links"])
    if isinstance(programme.get("steps"), tuple):
        for step in programme["steps"]:
            if isinstance(step, dict) and "city" in step:
                step["city"] = _id(step["city"], table)
    payers = programme.get("payers")
    if isinstance(payers, dict):
        named = {_id(city, table): share for city, share in payers.items()}
        if len(named) == len(payers):
            programme["payers"] = named


def name_of(path: str | os.PathLike[str]) -> str:
    """The name of a scenario or experiment whose file gives none: the file's own."""
    stem = os.path.splitext(os.path.basename(os.fspath(path)))[0]
    return re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-")[:64] or "scenario"


def frozen(value: Any) -> Any:
    """The value with lists as tuples."""
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    return value


def _ids(value: Any, table: CityTable) -> Any:
    return tuple(_id(item, table) for item in value) if isinstance(value, tuple) else value


def _id(word: Any, table: CityTable) -> Any:
    city = table.find(word) if isinstance(word, str) else None
    return city.id if city else word
