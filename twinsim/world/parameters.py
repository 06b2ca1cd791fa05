"""The parameters of an arm, in the two forms the engines read: a record and a dataclass.

Both have one field for each declared parameter, one, `g_<id>`, for the gain of each mechanism,
and a few derived ones, so a rule reads `p.bid_fit` in either engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import make_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinsim.registry import mechanisms, parameters
from twinsim.rules.maths import kept, root

# What rules need of parameters alone, worked out once and not for every firm and month.
DERIVED: dict[str, Callable[[Mapping[str, float]], float]] = {
    "margin_stay": lambda p: kept(p["margin_halflife"]),
    "margin_shock": lambda p: p["margin_sd"] * root(1.0 - kept(p["margin_halflife"]) ** 2),
}
FIELDS: tuple[str, ...] = (*parameters(), *(f"g_{id}" for id in mechanisms()), *DERIVED)
PARAMETERS_DTYPE = np.dtype([(field, np.float64) for field in FIELDS])
Parameters = make_dataclass(
    "Parameters", [(field, float) for field in FIELDS], frozen=True, slots=True
)
Parameters.__module__ = __name__
Parameters.__doc__ = "All parameters of an arm by name, and the gains `g_<mechanism>`."


def resolve(overrides: Mapping[str, float], gains: Mapping[str, float]) -> dict[str, float]:
    """Value of every field: central values, then `overrides`; gains default to 1."""
    values = {id: parameter.central for id, parameter in parameters().items()}
    values.update({f"g_{id}": 1.0 for id in mechanisms()})
    values.update({id: float(value) for id, value in overrides.items()})
    values.update({f"g_{id}": float(value) for id, value in gains.items()})
    values.update({id: derive(values) for id, derive in DERIVED.items()})
    return values


def as_record(values: Mapping[str, float]) -> NDArray[Any]:
    """The values as an array of one record, for the core."""
    return np.array([tuple(values[field] for field in FIELDS)], dtype=PARAMETERS_DTYPE)


def as_object(values: Mapping[str, float]) -> Any:
    """The values as a frozen object, for the Mesa model."""
    return Parameters(**{field: float(values[field]) for field in FIELDS})
