"""Variance is split as it was made: levers, draws, both together, luck."""

import numpy as np
import pytest

from twinsim.sweep.answers.crossing import Crossed, Crossing
from twinsim.sweep.answers.factors import Varied
from twinsim.sweep.answers.variance import Forms, split

A, B = np.array([-1.0, 0.0, 1.0]), np.array([-1.0, 1.0])
# Of mu = A + B/2 + AB/2 + 3u + v + 3/2 Au and luck 2 (1 + A/2) shared, 2 alone; u, v uniform.
PARTS = {
    ("lever", "a"): 2 / 3,
    ("lever", "b"): 1 / 4,
    ("levers", ""): 1 / 4 * 2 / 3,
    ("sampled", ""): 9 / 12 + 1 / 12,
    ("single", "u"): 9 / 12,
    ("single", "v"): 1 / 12,
    ("crossed", ""): 2.25 / 12 * 2 / 3,
    ("luck", ""): 4 * (1 + 1 / 6) + 4,
}


def uncertain(id: str) -> Varied:
    return Varied(id, id, "", "uncertainty", sampled=True)


def made(seed: int, draws: int = 40, worlds: int = 20, noise: float = 1.0):
    luck = np.random.default_rng(seed)
    u, v = luck.random(draws), luck.random(draws)
    a, b = A[:, None, None], B[None, :, None]
    mu = a + b / 2 + a * b / 2 + 3 * (u - 0.5) + (v - 0.5) + 1.5 * a * (u - 0.5)
    shared = 2 * luck.normal(size=worlds) * (1 + a[..., None] / 2)
    own = 2 * luck.normal(size=(3, 2, draws, worlds))
    place = np.arange(6 * draws).reshape(3, 2, draws)
    rest = ((uncertain("u"), tuple(u)), (uncertain("v"), tuple(v)))
    crossed = Crossing((Crossed("a", 3), Crossed("b", 2)), place, rest)
    return crossed, mu[..., None] + noise * (shared + own)


def test_every_part_is_estimated_without_bias():
    found = []
    for seed in range(80):
        crossed, values = made(seed)
        forms = Forms(crossed, values)
        found.append(forms.estimate(np.ones(40), np.ones(20)))
    error = np.std(found, axis=0, ddof=1) / np.sqrt(len(found))
    for key, mean, half in zip(forms.keys, np.mean(found, axis=0), 3.5 * error, strict=True):
        # Bins see a little less than all of what a factor does alone.
        slack = 0.05 * PARTS[key] if key[0] == "single" else 0.0
        assert abs(mean - PARTS[key]) < half + slack, key


def test_shares_add_up_and_intervals_hold_what_was_planted():
    crossed, values = made(7, draws=80, worlds=40)
    found = split(crossed, values)
    assert found is not None
    whole = sum(value for (kind, _), value in PARTS.items() if kind != "single")
    assert sum(p.value for p in found.parts if p.kind != "single") == pytest.approx(1)
    for part in found.parts:
        planted = PARTS[part.kind, part.factor] / whole
        assert part.lo95 - 0.01 < planted < part.hi95 + 0.01, part
    resolved = {(p.kind, p.factor) for p in found.parts if p.resolved}
    assert {("lever", "a"), ("sampled", ""), ("single", "u"), ("luck", "")} <= resolved


def test_what_does_nothing_is_not_resolved():
    luck = np.random.default_rng(3)
    crossed, _ = made(3)
    shared = luck.normal(size=20)
    values = np.broadcast_to(shared, (3, 2, 40, 20)) + luck.normal(size=(3, 2, 40, 20))
    found = split(crossed, values)
    assert found is not None
    assert [part.kind for part in found.parts if part.resolved] == ["luck"]
    assert max(part.value for part in found.parts if part.kind != "luck") < 0.02


def test_without_luck_all_of_it_is_levers_and_draws():
    crossed, values = made(1, noise=0.0)
    found = split(crossed, values)
    assert found is not None
    by_kind = {part.kind: part.value for part in found.parts}
    assert by_kind["luck"] == pytest.approx(0, abs=1e-12)
    assert by_kind["sampled"] > 0.2


def test_without_draws_there_are_levers_and_luck():
    crossed, values = made(5, draws=1, worlds=50)
    found = split(crossed, values)
    assert found is not None
    assert [part.kind for part in found.parts] == ["lever", "lever", "levers", "luck"]


def test_units_and_level_change_no_share():
    crossed, values = made(2)
    found, scaled = split(crossed, values), split(crossed, 1000 * values + 5)
    assert found is not None
    assert scaled is not None
    assert [p.value for p in scaled.parts] == pytest.approx([p.value for p in found.parts])
    assert scaled.total == pytest.approx(1e6 * found.total)


def test_nothing_is_said_of_few_worlds_or_where_nothing_varies():
    crossed, values = made(2)
    assert split(crossed, values[..., :3]) is None
    assert split(crossed, np.zeros_like(values)) is None


def test_factors_split_together_are_each_split_as_if_alone():
    crossed, values = made(5)
    of_draws, of_worlds = np.bincount([0, 3, 3, *range(37)], minlength=40) * 1.0, np.ones(20)
    together = Forms(crossed, values)
    found = dict(zip(together.keys, together.estimate(of_draws, of_worlds), strict=True))
    for factor in crossed.rest:
        alone = Forms(Crossing(crossed.levers, crossed.place, (factor,)), values)
        one = dict(zip(alone.keys, alone.estimate(of_draws, of_worlds), strict=True))
        key = ("single", factor[0].id)
        assert found[key] == pytest.approx(one[key], rel=1e-9)
