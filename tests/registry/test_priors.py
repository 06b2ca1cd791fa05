"""Priors: a uniform becomes a value whose law is the one declared."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from twinsim.registry import Prior, parameters

PRIORS = {id: row.prior for id, row in parameters().items() if row.prior is not None}
TRIANGULAR = Prior("triangular", {"low": 1.0, "mode": 2.0, "high": 5.0})
SHAPES = {str(prior): prior for prior in (*PRIORS.values(), TRIANGULAR)}

uniforms = st.floats(0.0, 1.0, exclude_min=True, exclude_max=True)
any_prior = st.sampled_from(list(SHAPES.values()))


def support(prior: Prior) -> tuple[float, float]:
    """From where to where the law can lie, its point mass left out."""
    s = prior.shape
    return {
        "lognormal": (0.0, math.inf),
        "normal": (-math.inf, math.inf),
        "positive-normal": (0.0, math.inf),
        "beta": (0.0, 1.0),
        "uniform": (s.get("low", 0.0), s.get("high", 0.0)),
        "triangular": (s.get("low", 0.0), s.get("high", 0.0)),
    }[prior.law]


def reference(prior: Prior) -> stats.rv_continuous:
    """The law without its point mass, as SciPy knows it."""
    s = prior.shape
    if prior.law == "normal":
        return stats.norm(s["mean"], s["sd"])
    if prior.law == "positive-normal":
        return stats.truncnorm(-s["mean"] / s["sd"], np.inf, s["mean"], s["sd"])
    if prior.law == "beta":
        return stats.beta(s["a"], s["b"])
    span = s["high"] - s["low"]
    if prior.law == "uniform":
        return stats.uniform(s["low"], span)
    return stats.triang((s["mode"] - s["low"]) / span, s["low"], span)


def without_mass(prior: Prior) -> Prior:
    return Prior(prior.law, prior.shape)


@given(any_prior, uniforms, uniforms)
def test_a_higher_uniform_never_gives_a_lower_value(prior, u, v):
    low, high = sorted((u, v))
    # Incomplete beta functions are inverted by iteration, to some twelve digits.
    assert prior.quantile(low) <= prior.quantile(high) * (1.0 + 1e-12 * (prior.law == "beta"))


@given(any_prior, uniforms)
def test_every_value_lies_in_the_support_or_at_the_point(prior, u):
    low, high = support(prior)
    value = prior.quantile(u)
    assert value == prior.at if u <= prior.mass else low <= value <= high


@pytest.mark.parametrize("prior", SHAPES.values(), ids=SHAPES)
def test_the_point_has_the_mass_declared(prior):
    values = np.array([prior.quantile((n + 0.5) / 1000) for n in range(1000)])
    assert (values == prior.at).mean() == pytest.approx(prior.mass, abs=0.0011)


@pytest.mark.parametrize("id", [id for id, prior in PRIORS.items() if prior.mass])
def test_a_point_lies_at_or_below_the_lower_end_of_its_law(id):
    assert PRIORS[id].at <= support(PRIORS[id])[0]


@pytest.mark.parametrize("prior", SHAPES.values(), ids=SHAPES)
def test_median_and_tails_are_those_of_the_law(prior):
    law = without_mass(prior)
    found = [law.quantile(u) for u in (0.05, 0.5, 0.95)]
    if prior.law == "lognormal":
        expected = [prior.shape[key] for key in ("low", "median", "high")]
    else:
        expected = list(reference(prior).ppf([0.05, 0.5, 0.95]))
    assert found == pytest.approx(expected, rel=1e-9)
    rest = prior.mass + (1.0 - prior.mass) * 0.95
    assert prior.quantile(rest) == pytest.approx(expected[2], rel=1e-9)


def test_a_lopsided_lognormal_law_keeps_both_ends_of_its_range():
    prior = Prior("lognormal", {"median": 1.0, "low": 0.1, "high": 2.0})
    assert [prior.quantile(u) for u in (0.05, 0.5, 0.95)] == pytest.approx([0.1, 1.0, 2.0])


@pytest.mark.parametrize("u", [0.0, 1.0, -0.1, math.nan])
def test_only_what_lies_between_0_and_1_is_a_uniform(u):
    with pytest.raises(ValueError, match="expected a uniform"):
        TRIANGULAR.quantile(u)
