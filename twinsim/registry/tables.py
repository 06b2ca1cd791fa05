"""Typed views of the declared tables, read once and kept in the order of their files."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from twinsim.registry.priors import Prior

LEVELS = ("input", "activity", "output", "outcome", "impact", "process", "account")

SECTORS = (
    "clean_energy",
    "hydrogen",
    "mobility",
    "maritime",
    "health_medtech",
    "digital_ai",
    "deeptech_space",
    "adv_manufacturing",
    "urban_tech",
    "circular",
    "agri_food",
    "creative",
    "fintech",
)


@dataclass(frozen=True)
class Evidence:
    """A row of the evidence register. `grade`: R read, R* derived, C recalled, A assumption."""

    id: str
    effect: str
    unit: str
    value: str
    source: str
    grade: str
    use: str


@dataclass(frozen=True)
class Pattern:
    """A stylised fact that the model should show, and how it is read off a run.

    `kind`: input, calibration, validation, verification or a lever's default; `strength`: S or M.
    """

    id: str
    fact: str
    target: str
    read_off_by: str
    kind: str
    strength: str


@dataclass(frozen=True)
class Parameter:
    """A number of the model: what it is, what is believed about it, and on what evidence."""

    id: str
    unit: str
    central: float
    prior: Prior | None
    evidence: tuple[str, ...]
    role: str
    meaning: str
    note: str = ""

    @property
    def grade(self) -> str:
        """Grades of the evidence it rests on, or A (assumption) where there is none."""
        register = evidence()
        grades = [register[row].grade if row in register else "pattern" for row in self.evidence]
        return ", ".join(dict.fromkeys(grades)) or "A"


@dataclass(frozen=True)
class Indicator:
    """A column of the results. `total` says how the cities make the programme's total."""

    id: str
    unit: str
    level: str
    meaning: str
    total: str = "sum"
    stock: bool = False
    headline: bool = False
    digits: int = 1


@dataclass(frozen=True)
class FirmAccount:
    """A number that is counted of every firm."""

    id: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Mechanism:
    """An arrow of the theory of change, with the assumption it stands on."""

    id: str
    source: str
    target: str
    assumption: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Variable:
    """A state variable of a kind of agent. `per` is "", "sector", "city" or "account"
    (a vector)."""

    kind: str
    id: str
    meaning: str
    type: str = "real"
    per: str = ""


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


@cache
def evidence() -> dict[str, Evidence]:
    """The evidence register, by id."""
    text = files(__package__).joinpath("evidence.csv").read_text("utf-8")
    return {
        row["id"]: Evidence(
            row["id"],
            row["effect"],
            row["unit"],
            row["value_and_prior"],
            row["source"],
            row["grade"],
            row["use"],
        )
        for row in csv.DictReader(text.splitlines())
    }


@cache
def patterns() -> dict[str, Pattern]:
    """Stylised facts to calibrate to and to check against, by id."""
    text = files(__package__).joinpath("patterns.csv").read_text("utf-8")
    return {
        row["id"]: Pattern(
            row["id"],
            row["stylised_fact"],
            row["target_and_tolerance"],
            row["read_off_by"],
            row["kind"],
            row["strength"],
        )
        for row in csv.DictReader(text.splitlines())
    }


@cache
def parameters() -> dict[str, Parameter]:
    """All parameters, by id."""
    return {
        id: Parameter(
            id,
            row["unit"],
            float(row["central"]),
            Prior.declared(row["prior"]) if "prior" in row else None,
            tuple(row["evidence"]),
            row["role"],
            row["meaning"],
            row.get("note", ""),
        )
        for id, row in _table("parameters.toml").items()
    }


@cache
def indicators() -> dict[str, Indicator]:
    """All indicators, by id, in the order of the columns of a results folder."""
    return {id: Indicator(id, **row) for id, row in _table("indicators.toml").items()}


@cache
def firm_accounts() -> dict[str, FirmAccount]:
    """What is counted of every firm, by id, in the order of the accounts by firm."""
    return {id: FirmAccount(id, **row) for id, row in _table("firms.toml").items()}


@cache
def mechanisms() -> dict[str, Mechanism]:
    """All mechanisms, by id."""
    return {
        id: Mechanism(id, row["source"], row["target"], row["assumption"], tuple(row["evidence"]))
        for id, row in _table("mechanisms.toml").items()
    }


@cache
def state() -> dict[str, tuple[Variable, ...]]:
    """The state variables of each kind of agent."""
    return {
        kind: tuple(Variable(kind, id, **row) for id, row in rows.items())
        for kind, rows in _table("state.toml").items()
    }
