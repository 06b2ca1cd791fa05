"""The parameters of an arm, in the two forms the engines read: a record and a dataclass.

Both have one field for each declared parameter and one, `g_<id>`, for the gain of each
mechanism, so a rule reads `p.bid_fit` in either engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import make_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinsim.registry import mechanisms, parameters

FIELDS: tuple[str, ...] = (*parameters(), *(f"g_{id}" for id in mechanisms()))
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
    return values


def as_record(values: Mapping[str, float]) -> NDArray[Any]:
    """The values as an array of one record, for the core."""
    return np.array([tuple(values[field] for field in FIELDS)], dtype=PARAMETERS_DTYPE)


def as_object(values: Mapping[str, float]) -> Any:
    """The values as a frozen object, for the Mesa model."""
    return Parameters(**{field: float(values[field]) for field in FIELDS})
