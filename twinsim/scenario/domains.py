"""Plausible domains of parameters: what a scenario may set them to.

Derived from the unit that the registry declares; a few parameters say more. Bounds are wide:
they catch slips (a per cent for a share, a negative duration) and what would exhaust memory.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from twinsim.registry import parameters


@dataclass(frozen=True)
class Domain:
    """Values from `low` to `high`; `above` leaves `low` itself out; `whole` numbers only."""

    low: float
    high: float
    above: bool = False
    whole: bool = False

    def __contains__(self, value: float) -> bool:
        if not math.isfinite(value) or (self.whole and value != math.floor(value)):
            return False
        return self.low <= value <= self.high and not (self.above and value == self.low)

    def nearest(self, value: float) -> float:
        """The value of the domain that lies nearest to a finite one.

        Nothing is nearest to an end that is left out: a billionth of the span above it is
        taken there, far enough from it to divide by.
        """
        if self.whole:
            least = self.low + 1.0 if self.above else self.low
            return min(max(float(math.floor(value + 0.5)), least), self.high)
        least = self.low + 1e-9 * (self.high - self.low) if self.above else self.low
        if self.low < value < least:
            return value
        return min(max(value, least), self.high)

    def __str__(self) -> str:
        what = "a whole number" if self.whole else "a number"
        if self.above:
            return f"{what} above {self.low:g}, at most {self.high:,.10g}"
        return f"{what} from {self.low:,.10g} to {self.high:,.10g}"


_SHARE = Domain(0.0, 1.0)
_MONEY = Domain(0.0, 1e6)
_RATE = Domain(0.0, 1.0)
_SPAN = Domain(0.0, 1200.0, above=True)
_MONTHS = Domain(0.0, 120.0, whole=True)
_SPREAD = Domain(0.0, 5.0)
_FREE = Domain(-100.0, 100.0)
_SCALE = Domain(0.0, 100.0)
_SHAPE = Domain(0.0, 1000.0, above=True)

_BY_UNIT = {
    "share": _SHARE,
    "share of budget": _SHARE,
    "share of (1 - m)": _SHARE,
    "share of (1 - t)": _SHARE,
    "fit": _SHARE,
    "distance": _SHARE,
    "k£": _MONEY,
    "k£/month": _MONEY,
    "k£/yr": _MONEY,
    "k£/h": _MONEY,
    "£": _MONEY,
    "£/yr": _MONEY,
    "£/head/yr": _MONEY,
    "1/month": _RATE,
    "1/yr": _RATE,
    "month": _SPAN,
    "yr": Domain(0.0, 100.0, above=True),
    "h": Domain(0.0, 10_000.0, above=True),
    "n": Domain(1.0, 1000.0, whole=True),
    "staff": Domain(0.0, 10_000.0, above=True),
    "ties": _SHAPE,
    "ln": _SPREAD,
    "sd of score": _SPREAD,
    "ratio": _SCALE,
    "hazard ratio": _SHAPE,
    "elasticity": Domain(0.0, 5.0),
    "residents": Domain(0.0, 1e9, above=True),
    "tickets/yr": _SCALE,
    "odds": _SCALE,
    "per event": _SHARE,
    "per adoption": _SHARE,
    "per election": _SHARE,
    "per £ a head": _SCALE,
    "1/1000 residents": Domain(0.0, 50.0, above=True),
}

_BY_ID = {
    "birth_rate": Domain(0.0, 0.2),
    "margin": Domain(-1.0, 1.0),
    "price_per_head": Domain(0.0, 1e6, above=True),
    "contract_price": Domain(0.0, 1e6, above=True),
    "effort_scale": Domain(0.0, 1e6, above=True),
    "revenue_per_staff": Domain(0.0, 1e6, above=True),
    "q_noise": _SPREAD,
    "industry_floor": Domain(0.0, 1.0, above=True),
    "growth_size": Domain(-2.0, 0.0),
    "staff_lag": Domain(1.0, 1200.0),
    "staff_practice_lag": Domain(1.0, 1200.0),
    "work_months": Domain(1.0, 1200.0),
    "readiness_revenue": Domain(0.0, 10.0),
    "kappa": _SCALE,
    "market_a": _SHAPE,
    "market_b": _SHAPE,
    "technical_a": _SHAPE,
    "technical_b": _SHAPE,
    "absorptive_a": _SHAPE,
    "absorptive_b": _SHAPE,
    "knowledge_spread": _SHAPE,
    "delivery_zero": Domain(0.0, 0.99),
    "delivery_cv": Domain(0.0, 5.0, above=True),
    "bid_cost": Domain(0.0, 1e6, above=True),
    "mobilise_min": _MONTHS,
    "mobilise_span": Domain(0.0, 120.0),
    "call_months": Domain(1.0, 120.0, whole=True),
    "select_months": _MONTHS,
    "training_months": _MONTHS,
    "showcase_after": _MONTHS,
    "line_months": Domain(1.0, 1200.0, whole=True),
    "visit_months": Domain(1.0, 1200.0, whole=True),
    "election_months": Domain(1.0, 1200.0, whole=True),
    "reader_icc": Domain(0.0, 1.0, above=True),
    "bid_fit_sd": Domain(0.0, 1.0, above=True),
}
for _id in ("fit_ref", "t_ref", "m_ref", "q_ref", "v_ref", "need_ref"):
    _BY_ID[_id] = Domain(0.0, 1.0, above=True)
_BY_ID["c_ref"] = Domain(0.0, 0.99, above=True)

_KEY_OF_LEVER = {
    "award": "programme.award",
    "host_support": "programme.host_support",
    "visits": "programme.visits",
    "hours_intensive": "programme.upskilling.hours",
    "hours_light": "programme.upskilling.hours",
}


def domain(id: str) -> Domain:
    """What the parameter may be set to."""
    return _BY_ID.get(id) or _BY_UNIT.get(parameters()[id].unit, _FREE)


def key_of_lever(id: str) -> str:
    """The key of a scenario that sets this lever; empty for what `parameters.<id>` sets."""
    if id.startswith("line_") and parameters()[id].role == "lever":
        return f"programme.lines.{id.removeprefix('line_')}"
    return _KEY_OF_LEVER.get(id, "")
