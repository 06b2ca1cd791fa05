"""Limits of inputs, shares and values in words, each with what says how sure it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from twinsim.registry import parameters
from twinsim.registry.chain import grade_of
from twinsim.report.sweeps import quoted, short
from twinsim.text import MINUS, listed, number, span

if TYPE_CHECKING:
    from twinsim.sensitivity.discovery.cases import Input
    from twinsim.sensitivity.discovery.space import Box, Limits
    from twinsim.sweep.chance import Estimate


_THOUSAND = 999.5


def box_of(inputs: tuple[Input, ...], box: Box) -> str:
    """A box as conditions: `crowding_out is 0.617 or more (grade A) and …`; `anywhere` for all."""
    told = [
        f"{limits_of(inputs[j], limits)}{grade(inputs[j])}"
        for j, limits in box.items()
        if limits.sides
    ]
    return listed(told) or "anywhere"


def limits_of(one: Input, limits: Limits, *, place: bool = True) -> str:
    """The limits of one input, and which part of what was drawn they leave."""
    name = short(one.id)
    if limits.choices is not None:
        return f"{name} is {' or '.join(quoted(one.labels[c]) for c in sorted(limits.choices))}"
    kept = f" ({share(float(limits.holds(one.values).mean()))} of what was run)" if place else ""
    low, high = digits(limits.low), digits(limits.high)
    if limits.sides == ("low",):
        return f"{name} is {low} or more{kept}"
    if limits.sides == ("high",):
        return f"{name} is {high} or less{kept}"
    return f"{name} is {low} to {high}{kept}"


def grade(one: Input) -> str:
    """The grade of evidence for what is believed of an uncertain parameter; a lever has none."""
    row = parameters().get(one.id) if one.factor.role == "uncertainty" else None
    return f" [{grade_of(row.evidence)}]" if row else ""


def digits(value: float) -> str:
    """A limit in three figures."""
    told = f"{value:.3g}" if abs(value) < _THOUSAND else f"{float(f'{value:.3g}'):,.0f}"
    return told.replace("-", MINUS)


def share(value: float) -> str:
    """A share in per cent, never a certainty that it is not."""
    if math.isnan(value):
        return "–"
    if 0.995 <= value < 1.0:
        return "> 99 %"
    return "< 1 %" if 0.0 < value < 0.005 else f"{100 * value:.0f} %"


def shares(found: Estimate) -> str:
    """A share with its interval: `95 % (90 to > 99)`."""
    said, ends = share(found.value), [share(end) for end in (found.lo95, found.hi95)]
    if said == ends[0] == ends[1]:
        return said
    return f"{said} ({' to '.join(end.removesuffix(' %') for end in ends)})"


def small(p: float) -> str:
    """A small probability."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def value(found: Estimate, own: int) -> str:
    """A value with its interval in brackets."""
    if found.lo95 == found.hi95:
        return number(found.value, own)
    return f"{number(found.value, own)} ({span(found.lo95, found.hi95, own)})"


def finite(value: float) -> float | None:
    """The value for JSON: None where there is none."""
    return float(value) if np.isfinite(value) else None
