"""The arms of a file: the programme with some keys changed, checked as a whole programme."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pydantic_core import ErrorDetails

from twinsim.scenario.checks import check_gains, check_parameters, check_programme
from twinsim.scenario.cities import CityTable
from twinsim.scenario.faults import Faults, Path
from twinsim.scenario.kinds import ID, LONGEST_ID
from twinsim.scenario.model import DESIGNS, Design
from twinsim.scenario.programme import Programme
from twinsim.scenario.schema import A_TABLE, ARM_KEYS, File, errors_of, report

MOST_ARMS = 100
_AN_ID = f"of a–z, 0–9 and _, at most {LONGEST_ID} long"
_MERGED = ("lines", "upskilling", "focus")


@dataclass(frozen=True)
class ArmTables:
    """What an arm is made of: its whole programme as written, and what it changes else."""

    design: Design | None
    programme: dict[str, Any]
    mechanisms: dict[str, Any]
    parameters: dict[str, Any]


def arm_tables(faults: Faults, values: dict[str, Any], table: CityTable) -> dict[str, ArmTables]:
    """Every arm's tables, the three usual ones first where cities are linked."""
    base = values.get("programme", {})
    written = values.get("arms", {})
    if not isinstance(base, dict) or not isinstance(written, dict):
        return {}
    if len(written) > MOST_ARMS:
        faults.add(("arms",), f"expected at most {MOST_ARMS} arms, found {len(written)}")
        return {}
    usual = DESIGNS if base.get("links") else {}
    arms = {}
    for id in dict.fromkeys((*usual, *written)):
        own = written.get(id, {})
        if not re.fullmatch(ID, id) or len(id) > LONGEST_ID:
            faults.add(("arms", id), f"expected the id of an arm, {_AN_ID}")
        elif isinstance(own, dict):
            arms[id] = _arm(faults, id, own, values, table)
    return arms


def _arm(
    faults: Faults, id: str, written: dict[str, Any], values: dict[str, Any], table: CityTable
) -> ArmTables:
    path = ("arms", id)
    for key in written:
        if key not in ARM_KEYS:
            known = "expected a key that an arm may change: programme, mechanisms or parameters"
            faults.unknown((*path, key), ARM_KEYS, known)
    own = {key: _table(faults, written, key, path) for key in ARM_KEYS}
    design = own["programme"].pop("design", None)
    if design is not None and design not in DESIGNS.values():
        expected = 'expected "none", "solo" or "twin"'
        faults.add((*path, "programme", "design"), expected, design, DESIGNS.values())
        design = None
    whole = merged(values.get("programme", {}), own["programme"])
    _check_own(faults, whole, own["programme"], values.get("cities"), table, path)
    for key, check in (("mechanisms", check_gains), ("parameters", check_parameters)):
        report(faults, File, _errors(key, own[key]), path)
        check(faults, own[key], (*path, key))
    return ArmTables(design, whole, own["mechanisms"], own["parameters"])


def merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The base's keys with the arm's; `lines` and `upskilling` are merged key by key."""
    whole = {**base, **own}
    for key in _MERGED:
        both = (base.get(key), own.get(key))
        if all(isinstance(table, dict) for table in both):
            whole[key] = {**base[key], **own[key]}
    return whole


def _table(faults: Faults, table: dict[str, Any], key: str, path: Path) -> dict[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        faults.add((*path, key), f"expected {A_TABLE}", value)
        return {}
    return dict(value)


def _check_own(
    faults: Faults,
    whole: dict[str, Any],
    own: dict[str, Any],
    cities: Any,
    table: CityTable,
    path: Path,
) -> None:
    """Faults of an arm's programme, without those that it inherits."""
    mine = Faults(faults.place)
    errors = errors_of(Programme, whole)
    report(mine, Programme, errors, (*path, "programme"))
    check_programme(
        mine,
        whole,
        cities,
        table,
        (*path, "programme"),
        {tuple(error["loc"]) for error in errors},
    )

    def inherited(place: Path, expected: str) -> bool:
        inner = place[len(path) + 1 :]
        return not _touches(own, inner) and faults.has(("programme", *inner), expected)

    faults.take(mine, inherited)


def _touches(own: Any, place: Path) -> bool:
    """Whether the arm's own keys reach the place."""
    for part in place:
        if not isinstance(own, dict):
            return True
        if part not in own:
            return False
        own = own[part]
    return True


def _errors(key: str, own: dict[str, Any]) -> list[ErrorDetails]:
    """What is wrong with the types of an arm's gains or parameters."""
    errors = errors_of(File, {"cities": ("any",), key: own})
    return [error for error in errors if error["loc"][0] == key]
