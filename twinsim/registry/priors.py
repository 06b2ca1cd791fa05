"""Prior laws of uncertain parameters, as they are declared in parameters.toml."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

_NEEDS = {
    "lognormal": ("median", "low", "high"),
    "normal": ("mean", "sd"),
    "positive-normal": ("mean", "sd"),
    "beta": ("a", "b"),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
}
_STANDARD = NormalDist()
_Z95 = _STANDARD.inv_cdf(0.95)
_BELOW_1 = math.nextafter(1.0, 0.0)


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

    def quantile(self, u: float) -> float:
        """The value that a uniform u, above 0 and below 1, stands for.

        The lowest `mass` of uniforms give `at`, the others the law's own quantile at
        (u − mass) / (1 − mass); where `at` lies at or below the law's lower end, as it does
        in every declared prior, that is the quantile function of the whole.

        The lognormal law is two-piece: ln x is half a normal law on each side of the median,
        each with its own sd (ln median − ln low and ln high − ln median over 1.645), so that
        5 %, 50 % and 95 % are exactly the numbers declared, however lopsided.

        Raises ValueError for another u.
        """
        if not 0.0 < u < 1.0:
            raise ValueError(f"expected a uniform above 0 and below 1, found {u!r}")
        if u <= self.mass:
            return self.at
        rest = min((u - self.mass) / (1.0 - self.mass), _BELOW_1)
        return _QUANTILES[self.law](rest, **self.shape)

    def __str__(self) -> str:
        numbers = ", ".join(f"{key} {value:g}" for key, value in self.shape.items())
        point = f"{self.at:g} with probability {self.mass:g}, else " if self.mass else ""
        return f"{point}{self.law} ({numbers})"


def _lognormal(u: float, median: float, low: float, high: float) -> float:
    z = _STANDARD.inv_cdf(u)
    half = median / low if z < 0.0 else high / median
    return median * math.exp(z / _Z95 * math.log(half))


def _normal(u: float, mean: float, sd: float) -> float:
    return mean + sd * _STANDARD.inv_cdf(u)


def _positive_normal(u: float, mean: float, sd: float) -> float:
    # From the upper tail, which keeps its digits where nearly all of the law is above 0.
    return max(0.0, mean - sd * _STANDARD.inv_cdf((1.0 - u) * _STANDARD.cdf(mean / sd)))


def _beta(u: float, a: float, b: float) -> float:
    from scipy.special import betaincinv

    # Where SciPy would give NaN; no generator's uniform is near it.
    return float(betaincinv(a, b, max(u, 1e-50)))


def _uniform(u: float, low: float, high: float) -> float:
    return min(high, low + u * (high - low))


def _triangular(u: float, low: float, mode: float, high: float) -> float:
    span = high - low
    if u * span < mode - low:
        return low + math.sqrt(u * span * (mode - low))
    return high - math.sqrt((1.0 - u) * span * (high - mode))


_QUANTILES: dict[str, Callable[..., float]] = {
    "lognormal": _lognormal,
    "normal": _normal,
    "positive-normal": _positive_normal,
    "beta": _beta,
    "uniform": _uniform,
    "triangular": _triangular,
}
