"""No programme changes nothing, exactly, run by run; and none changes anything before it starts."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.world.columns import COLUMN

NONE = [("months=60", "programme.budget=0"), ("months=60", "programme.start=60")]
START = 24


@pytest.mark.parametrize("none", NONE, ids=["no budget", "start at the horizon"])
@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_no_programme_changes_nothing(runs, differing, arm: str, none: tuple[str, ...]) -> None:
    assert differing(runs(arm, *none).cities, runs("baseline", *none).cities) == []
    assert differing(runs(arm, *none).months, runs("baseline", *none).months) == []


@pytest.mark.parametrize("arm", ["solo", "twin"])
@pytest.mark.parametrize("start", [0, 59])
def test_a_programme_that_starts_before_the_horizon_does(
    runs, differing, arm: str, start: int
) -> None:
    keys = ("months=60", f"programme.start={start}")
    found = differing(runs(arm, *keys).cities, runs("baseline", *keys).cities)
    assert {"spend", "planned", "net_value"} <= set(found)
    assert ("pilots_started" in found) == (start == 0)


@pytest.mark.parametrize("none", NONE, ids=["no budget", "start at the horizon"])
def test_without_a_programme_no_firm_differs_in_anything(world, final, none) -> None:
    baseline, twin = (final(world(*none).setups[arm], 1) for arm in ("baseline", "twin"))
    for kind in ("sme", "pilot", "order", "city", "link"):
        assert getattr(twin, kind).tobytes() == getattr(baseline, kind).tobytes()


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_a_programme_changes_nothing_before_it_starts(runs, differing, arm: str) -> None:
    keys = ("months=60", f"programme.start={START}")
    mine, theirs = runs(arm, *keys).months, runs("baseline", *keys).months
    assert differing(mine[:, :, :START], theirs[:, :, :START]) == []
    spend = mine[:, :, START, COLUMN.spend]
    assert (spend > 0.0).all()


def test_a_baseline_is_the_same_whatever_the_programme_would_be(runs, differing) -> None:
    usual = runs("baseline", "months=60").months
    for change in ("programme.budget=5000", "programme.start=7", "programme.cohorts=3"):
        assert differing(runs("baseline", "months=60", change).months, usual) == []


def test_independent_luck_makes_other_worlds_of_each_arm(runs, differing) -> None:
    """The control of common luck: with luck of its own, even no programme differs."""
    none = ("months=60", "programme.budget=0", "luck=independent")
    found = differing(runs("twin", *none).cities, runs("baseline", *none).cities)
    assert {"firms", "job_years", "readiness"} <= set(found)
    assert np.ptp(runs("twin", *none).cities[..., COLUMN.spend]) == 0.0
