"""What more of something must not lower, in expectation over worlds with common luck."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.world.columns import COLUMN

SHORT = ("months=24", "warmup=12")
COUNT = 24


def mean(block, id: str) -> float:
    return block.cities[..., getattr(COLUMN, id)].sum(axis=1).mean()


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_more_budget_never_lowers_pilots_started(runs, arm: str) -> None:
    budgets = (0, 250, 1000, 2000, 4000)
    started = [
        mean(runs(arm, *SHORT, f"programme.budget={budget}", count=COUNT), "pilots_started")
        for budget in budgets
    ]
    assert started == sorted(started)
    assert started[0] == 0.0
    assert started[-1] > 3.0 * started[1]


@pytest.mark.parametrize("intensive", [True, False])
def test_more_hours_never_lower_readiness(runs, intensive: bool) -> None:
    """The same six places, so that dearer courses do not mean fewer of them."""
    fixed = (*SHORT, "programme.places=6", "programme.budget=2000")
    course = f"programme.upskilling.intensive={str(intensive).lower()}"
    blocks = [
        runs("twin", *fixed, course, f"programme.upskilling.hours={hours}", count=COUNT)
        for hours in (0, 24, 60, 120, 240)
    ]
    readiness = [mean(block, "readiness") for block in blocks]
    assert readiness == sorted(readiness)
    assert readiness[-1] > readiness[0]
    shortlisted = {mean(block, "shortlisted") for block in blocks}
    assert len(shortlisted) == 1


def test_more_hours_never_lower_what_a_firm_gains(world, history) -> None:
    """With dearer and so fewer places too: the gain of those who were trained."""
    gains = []
    for hours in (24, 60, 120, 240):
        gained, trained = 0.0, 0
        setup = world(*SHORT, f"programme.upskilling.hours={hours}").setups["twin"]
        for replicate in range(6):
            for t, before, after in history(setup, replicate):
                gained += _gained(before, after)
                trained += int(after.flows[:, COLUMN.trained].sum()) * (t == setup.months - 1)
        assert trained > 15
        gains.append(gained / trained)
    assert gains == sorted(gains)


@pytest.mark.parametrize("skill", ["market", "technical"])
def test_without_the_arrow_of_training_skill_is_lower(runs, skill: str) -> None:
    id = {"market": "readiness", "technical": "technical"}[skill]
    for arm in ("solo", "twin"):
        usual = runs(arm, *SHORT, count=COUNT)
        cut = runs(arm, *SHORT, f"mechanisms.upskill_{skill}=0", count=COUNT)
        assert mean(cut, id) < mean(usual, id)
        assert mean(cut, "trained") == mean(usual, "trained")


def test_a_half_open_arrow_lies_between(runs) -> None:
    readiness = [
        mean(runs("twin", *SHORT, f"mechanisms.upskill_market={g}", count=COUNT), "readiness")
        for g in (0, 0.5, 1)
    ]
    assert readiness == sorted(set(readiness))


def test_more_outreach_never_lowers_those_who_hear(runs) -> None:
    aware = [
        mean(runs("twin", *SHORT, f"programme.lines.outreach={line}", count=COUNT), "aware")
        for line in (0, 30, 90)
    ]
    assert aware == sorted(set(aware))


def test_the_gain_fades_and_a_light_one_sooner(world, history) -> None:
    kept = {}
    for intensive in ("true", "false"):
        keys = ("months=60", "warmup=12", f"programme.upskilling.intensive={intensive}")
        setup = world(*keys, "programme.upskilling.hours=60").setups["twin"]
        left = []
        for _, _, after in history(setup, 1):
            firms = after.sme[after.sme["alive"] == 1]
            left.append((firms["market_kept"] + firms["market_light"]).sum())
        peak = int(np.argmax(left))
        assert left[peak] > 0.0
        assert (np.diff(left[peak:]) < 0.0).all()
        kept[intensive] = left[peak + 24] / left[peak]
    assert kept["false"] < 0.2 < 0.5 < kept["true"] < 1.0


def _gained(before, after) -> float:
    """Readiness that training has given in a month."""
    new = (after.sme["market_kept"] > 0.0) & (before.sme["market_kept"] == 0.0)
    return float(after.sme["market_kept"][new].sum())
