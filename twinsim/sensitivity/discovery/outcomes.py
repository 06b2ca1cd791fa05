"""How likely it is, case by case, that an expectation lies above a threshold, from few worlds.

The estimate of :mod:`twinsim.sweep.chance`, for each case and not for all together, and for cases
that share the luck of their worlds, as the points of a sweep do. With g_k the standardised mean of
a case and v its noise, as there, luck that cases share (a world that is good to all of them) moves
all g_k together: it is no difference between cases, but nor is it known. With rho the correlation
of cases within worlds, v splits into v_own = (1 − rho) v and v_shared = rho v, and

    tau² = max(0, var(g) − v_own), w = tau² / (tau² + v_own)
    P(E[d_k] > 0) = Φ((ḡ + w (g_k − ḡ)) / √(w v_own + v_shared))

The cases that g is drawn towards are those of the group asked about: the points of a box are drawn
towards the mean of the box. So the mean of P over a group is the share of its cases in which the
expectation is above the threshold, however few worlds each has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from twinsim.sweep.chance import FEWEST_WORLDS
from twinsim.sweep.rows import Floats

Flags = NDArray[np.bool_]
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Outcomes:
    """What N cases have shown, each in a number of worlds; arrays of shape (N,).

    `effect` is the standardised mean above the threshold, `noise` the variance of its error;
    `sign` is 1 or 0 for cases in which all worlds agree (above the threshold, or at it and below)
    and NaN for the others: what no world has shown is no success. `shared` is the correlation of
    cases within worlds.
    """

    effect: Floats
    noise: Floats
    sign: Floats
    shared: float

    @staticmethod
    def of(differences: Floats) -> Outcomes:
        """From differences above the threshold, shape (N, worlds), NaN where a run failed.

        Raises ValueError where a case has fewer than four worlds.
        """
        good = np.isfinite(differences)
        worlds = good.sum(axis=1)
        if not len(differences) or worlds.min() < FEWEST_WORLDS:
            raise ValueError(f"expected {FEWEST_WORLDS} worlds of each case")
        means = np.nanmean(differences, axis=1)
        sds = np.nanstd(differences, axis=1, ddof=1)
        varied = sds > _ROUNDING * np.abs(means)
        freedom = worlds - 1
        factor = 1.0 - 3.0 / (4.0 * freedom - 1.0)
        safe = np.where(varied, sds, 1.0)
        apart = np.where(good & varied[:, None], (differences - means[:, None]) / safe[:, None], 0)
        return Outcomes(
            effect=np.where(varied, factor * means / safe, 0.0),
            noise=factor**2 * freedom / (freedom - 2) / worlds,
            sign=np.where(varied, np.nan, (means > 0).astype(float)),
            shared=_shared(apart[varied], good[varied]),
        )

    def __len__(self) -> int:
        return len(self.effect)

    def part(self, cases: Flags | NDArray[np.int64]) -> Outcomes:
        """Some of the cases; what is shared stays as it was found in all."""
        return replace(
            self, effect=self.effect[cases], noise=self.noise[cases], sign=self.sign[cases]
        )

    def alone(self, luck: float | None = None) -> Floats:
        """P(E > threshold) by each case's own worlds alone, drawn towards no other, shape (N,);
        `luck` as in :meth:`posterior`."""
        if luck is None:
            return self._said(self.effect, self.noise)
        common = self.shared * self.noise
        return self._said(self.effect + luck * np.sqrt(common), self.noise - common)

    def posterior(self, luck: float | None = None) -> Floats:
        """P(E > threshold) of each case, drawn towards the mean of all these cases, shape (N,).

        `luck` is what the shared luck may have been, in standard deviations; all there is of it
        where it is None.
        """
        varied = np.isnan(self.sign)
        if varied.sum() < 2:
            return self.alone()
        own = (1.0 - self.shared) * self.noise
        effect = self.effect[varied]
        tau2 = max(0.0, float(effect.var(ddof=1)) - float(own[varied].mean()))
        weight = tau2 / (tau2 + own) if tau2 > 0 else np.zeros(len(own))
        centre = float(effect.mean())
        middle, left = centre + weight * (self.effect - centre), weight * own
        common = self.shared * self.noise
        if luck is None:
            return self._said(middle, left + common)
        return self._said(middle + luck * np.sqrt(common), left)

    def share(self, luck: float | None = None) -> float:
        """The share of cases in which the expectation is above the threshold; NaN for none."""
        return float(self.posterior(luck).mean()) if len(self) else float("nan")

    def _said(self, middle: Floats, variance: Floats) -> Floats:
        from scipy.special import ndtr

        with np.errstate(divide="ignore", invalid="ignore"):
            p = np.nan_to_num(np.asarray(ndtr(middle / np.sqrt(variance))), nan=0.5)
        found: Floats = np.where(np.isnan(self.sign), p, self.sign)
        return found


def _shared(apart: Floats, good: Flags) -> float:
    """Mean correlation of different cases within worlds, from standardised deviations, 0 where it
    is negative or unknown."""
    each = good.sum(axis=0)
    pairs = float((each * (each - 1)).sum())
    if not pairs:
        return 0.0
    worlds = max(good.shape[1], 2)
    squares = (apart * apart).sum(axis=0)
    found: float = float((apart.sum(axis=0) ** 2 - squares).sum()) / pairs * worlds / (worlds - 1)
    return float(np.clip(found, 0.0, 1.0))
