"""No programme changes nothing, exactly, run by run; and none changes anything before it starts."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.world.columns import COLUMN

SHORT = ("months=60",)
NONE = [(*SHORT, "programme.budget=0"), (*SHORT, "programme.start=60")]
START = 24


@pytest.mark.parametrize("none", NONE, ids=["no budget", "start at the horizon"])
@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_no_programme_changes_nothing(
    runs, differing, scenario: str, arm: str, none: tuple[str, ...]
) -> None:
    mine, theirs = (runs(a, *none, of=scenario) for a in (arm, "baseline"))
    assert differing(mine.cities, theirs.cities) == []
    assert differing(mine.months, theirs.months) == []


@pytest.mark.parametrize("arm", ["solo", "twin"])
@pytest.mark.parametrize("start", [0, 59])
def test_a_programme_that_starts_before_the_horizon_does(
    runs, differing, scenario: str, arm: str, start: int
) -> None:
    keys = (*SHORT, f"programme.start={start}")
    found = differing(*(runs(a, *keys, of=scenario).cities for a in (arm, "baseline")))
    assert {"spend", "planned", "net_value"} <= set(found)
    assert ("pilots_started" in found) == (start == 0)


@pytest.mark.parametrize("none", NONE, ids=["no budget", "start at the horizon"])
def test_without_a_programme_nothing_differs_in_any_state(world, final, scenario, none) -> None:
    setups = world(*none, of=scenario).setups
    theirs = final(setups["baseline"], 1)
    for arm in set(setups) - {"baseline"}:
        mine = final(setups[arm], 1)
        kinds = ("sme", "pilot", "order", "city", "link", "investor", "university", "cluster")
        for kind in kinds:
            assert getattr(mine, kind).tobytes() == getattr(theirs, kind).tobytes(), (arm, kind)


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_a_programme_changes_nothing_before_it_starts(
    runs, differing, scenario: str, arm: str
) -> None:
    keys = (*SHORT, f"programme.start={START}")
    mine, theirs = (runs(a, *keys, of=scenario).months for a in (arm, "baseline"))
    assert differing(mine[:, :, :START], theirs[:, :, :START]) == []
    paying = mine[:, :, -1, COLUMN.planned] > 0.0
    assert ((mine[:, :, START, COLUMN.spend] > 0.0) == paying).all()
    assert paying.any()


def test_a_baseline_is_the_same_whatever_the_programme_would_be(
    runs, differing, scenario: str
) -> None:
    usual = runs("baseline", *SHORT, of=scenario).months
    changes = (
        "programme.budget=9000",
        "programme.start=7",
        "programme.cohorts=3",
        'programme.facet="anticipatory"',
        "programme.lines.mission=30",
        "programme.delegations=1",
    )
    for change in changes:
        mine = runs("baseline", *SHORT, change, of=scenario).months
        assert differing(mine, usual) == [], change


def test_independent_luck_makes_other_worlds_of_each_arm(runs, differing) -> None:
    """The control of common luck: with luck of its own, even no programme differs."""
    none = (*SHORT, "programme.budget=0", "luck=independent")
    found = differing(runs("twin", *none).cities, runs("baseline", *none).cities)
    assert {"firms", "job_years", "readiness"} <= set(found)
    assert np.ptp(runs("twin", *none).cities[..., COLUMN.spend]) == 0.0
