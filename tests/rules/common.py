"""What tests of single rules share: parameters, strategies, grids of luck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from twinsim.rules import firm
from twinsim.rules.draws import uniform
from twinsim.world.parameters import as_object, resolve

P = as_object(resolve({}, {}))

shares = st.floats(0.0, 1.0)
amounts = st.floats(0.0, 1e6)
# The uniforms that a draw can be, both extremes among them.
uniforms = st.one_of(st.sampled_from([0, 2**64 - 1]), st.integers(0, 2**64 - 1)).map(uniform)
vectors = st.lists(st.floats(0.0, 1.0) | st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=12)

# Midpoints of 2,000 equal slices of (0, 1): an expectation over u, exact to half a thousandth.
GRID = ((np.arange(2_000) + 0.5) / 2_000).tolist()
# Normal quantiles of the same.
Z = stats.norm.ppf(GRID).tolist()


def for_all(*strategies: st.SearchStrategy[Any], examples: int = 60) -> Callable[..., Any]:
    """`given`, without a limit of time and with fewer examples than usual: rules are simple."""

    def mark(test: Callable[..., None]) -> Callable[..., None]:
        return settings(deadline=None, max_examples=examples)(given(*strategies)(test))

    return mark


def central(**changes: float) -> Any:
    """The central parameters with some changed."""
    return replace(P, **changes)


def rising(values: list[float]) -> bool:
    """Whether no value is below the one before it, but for rounding."""
    return bool((np.diff(values) >= -1e-15).all())


def between(value: float, a: float, b: float) -> bool:
    """Whether a value lies between two others, but for rounding."""
    slack = 1e-12 * (1.0 + abs(a) + abs(b))
    return min(a, b) - slack <= value <= max(a, b) + slack


def ideas(p: Any, connected: float) -> float:
    """Share of the firms without an idea that have one a month later."""
    return sum(firm.zone_next(p, firm.NONE, connected, u) for u in GRID) / len(GRID)
