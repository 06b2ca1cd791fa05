"""Places and bids are bought by keyed draws: right in expectation, whole in every world."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinsim.rules.draws import PLACES, PLANNED_BIDS, draw
from twinsim.rules.programme import part_of, places_bought
from twinsim.world.keys import programme_key, world_key

WORLDS = 3000


def drawn(luck: int, event: int) -> list[float]:
    """The uniform of every world for an event of the programme."""
    return [draw(programme_key(world_key(luck, run)), 0, event, 0) for run in range(WORLDS)]


def close(values: list[float], expected: float) -> bool:
    """Whether the mean is within three standard errors."""
    error = np.std(values) / np.sqrt(len(values))
    return abs(np.mean(values) - expected) <= 3.0 * error + 1e-9


@pytest.mark.parametrize("budget", [300, 1000, 2345.6])
@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_places_bought_times_their_price_is_the_purse_in_expectation(
    world, arm: str, budget: float
) -> None:
    setup = world(f"programme.budget={budget}").setups[arm]
    purse, unit = setup.programmes[0]["purse"], setup.programmes[0]["unit"]
    bought = [places_bought(purse, unit, u) for u in drawn(int(setup.luck), PLACES)]
    assert close([unit * n for n in bought], purse)
    assert {n - int(purse / unit) for n in bought} <= {0, 1}


def test_bids_to_assess_are_as_planned_in_expectation(world) -> None:
    setup = world("programme.budget=310").setups["twin"]
    planned = setup.programmes[0]["planned_bids"]
    bids = [places_bought(planned, 1.0, u) for u in drawn(int(setup.luck), PLANNED_BIDS)]
    assert planned == pytest.approx(8.37)
    assert close(bids, planned)


def test_one_purse_serves_all_programmes_of_an_arm(world) -> None:
    setup = world("programme.payers={belfast=0.3, sejong=0.7}").setups["solo"]
    assert setup.programmes["purse"].tolist() == pytest.approx([591.0, 591.0])
    assert setup.programmes["slice_low"].tolist() == pytest.approx([0.0, 0.3])
    assert setup.programmes["slice_high"].tolist() == pytest.approx([0.3, 1.0])


SHARES = st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any)
UNIFORM = st.floats(0.0, 1.0, exclude_min=True, exclude_max=True)


@given(st.integers(0, 5000), SHARES, UNIFORM)
def test_parts_sum_to_the_total_and_are_off_by_less_than_one(total, shares, u) -> None:
    marks = [sum(shares[:k]) / sum(shares) for k in range(len(shares) + 1)]
    parts = [part_of(total, low, high, u) for low, high in pairwise(marks)]
    assert sum(parts) == total
    for part, share in zip(parts, shares, strict=True):
        assert part >= 0
        assert abs(part - total * share / sum(shares)) < 1.0 + 1e-9


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.5), (0.3, 1.0), (1 / 3, 2 / 3)])
def test_each_part_is_right_in_expectation(world, low: float, high: float) -> None:
    parts = [part_of(9, low, high, u) for u in drawn(int(world().setups["twin"].luck), PLACES)]
    assert close(parts, 9 * (high - low))
