"""Prior laws of uncertain parameters, as they are declared in parameters.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_NEEDS = {
    "lognormal": ("median", "low", "high"),
    "normal": ("mean", "sd"),
    "positive-normal": ("mean", "sd"),
    "beta": ("a", "b"),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
}


@dataclass(frozen=True)
class Prior:
    """A law, perhaps with a point mass.

    `law` is one of lognormal (median and 90 % range low to high), normal, positive-normal
    (a normal law cut at 0), beta, uniform, triangular; `shape` holds its numbers. With
    probability `mass` the value is `at` instead.
    """

    law: str
    shape: dict[str, float]
    mass: float = 0.0
    at: float = 0.0

    @classmethod
    def declared(cls, table: dict[str, Any]) -> Prior:
        """The prior that a table of parameters.toml declares."""
        law = str(table["law"])
        shape = {key: float(table[key]) for key in _NEEDS[law]}
        return cls(law, shape, float(table.get("mass", 0.0)), float(table.get("at", 0.0)))

    def __str__(self) -> str:
        numbers = ", ".join(f"{key} {value:g}" for key, value in self.shape.items())
        point = f"{self.at:g} with probability {self.mass:g}, else " if self.mass else ""
        return f"{point}{self.law} ({numbers})"
