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


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_more_reader_noise_never_raises_the_fit_of_the_shortlist(runs, arm: str) -> None:
    """Many bids for few places, so that readers decide; every place becomes a pilot."""
    keys = (*SHORT, "programme.planned_bids=60", "parameters.bid_base=-2.4", "programme.places=6")
    fits = []
    for icc in (0.95, 0.6, 0.34, 0.05):
        block = runs(arm, *keys, f"parameters.reader_icc={icc}", count=60)
        fits.append(mean(block, "fit") / mean(block, "pilots_started"))
    assert fits == sorted(fits, reverse=True)
    assert fits[0] - fits[-1] > 0.01


def test_learning_of_partners_peaks_inside_the_range_of_distances(world, history) -> None:
    """Whoever they are: of the pairs that formed, those at a middling distance learn most."""
    keys = (*SHORT, "parameters.consortium_base=1", "parameters.search_width=1")
    setup = world(*keys, "parameters.bid_base=2", "programme.budget=20000").setups["twin"]
    distances, learning = [], []
    for replicate in range(4):
        for t, _, after in history(setup, replicate):
            if setup.plan["selects"][0, t]:
                live = after.sme[after.sme["alive"] == 1]
                teams = live[(live["bid"] >= 0) & (live["partner"] >= 0)]
                other = after.sme["knowledge"][teams["partner"]]
                cosine = (teams["knowledge"] * other).sum(axis=1)
                cosine /= np.linalg.norm(teams["knowledge"], axis=1)
                distances += list(1.0 - cosine / np.linalg.norm(other, axis=1))
                learning += list(teams["learning"])
    place = np.digitize(distances, np.arange(0.1, 1.0, 0.1))
    means = [np.mean(np.array(learning)[place == n]) for n in range(10) if (place == n).sum() > 2]
    assert len(means) >= 6
    assert 0 < int(np.argmax(means)) < len(means) - 1
    assert max(means) > 0.8
    assert min(means[0], means[-1]) < 0.7


@pytest.mark.parametrize(
    "name", ["alliance", pytest.param("belfast-sejong", marks=pytest.mark.slow)]
)
def test_adoptions_at_240_months_are_no_multiple_of_those_at_120(runs, of, name: str) -> None:
    """What a programme adds comes within years of its pilots, or not at all."""
    keys = ("months=240", "parameters.procurement_per_head=20")
    twin, none = (of(runs(a, *keys, count=30, of=name), "adoptions") for a in ("twin", "baseline"))
    early = [
        of(runs(a, *keys, count=30, of=name), "adoptions", months=True)[:, :, 119].sum()
        for a in ("twin", "baseline")
    ]
    assert early[0] - early[1] > 20.0
    assert 0.5 < (twin - none).sum() / (early[0] - early[1]) < 1.5


MORE = [  # what is raised, in which arms and scenario, and what it never lowers
    ("programme.fund", (0, 300, 900), "pilots_fund"),
    ("programme.fund", (0, 300, 900), "pilots_started"),
    ("programme.delegations", (0, 3, 9), "trust"),
    ("programme.lines.connectors", (0, 10, 30), "active_share"),
    ("programme.lines.mission", (0, 5, 20), "theme_need"),
    ("programme.lines.dissemination", (0, 40, 120), "dissemination"),
    ("programme.lines.analysis", (0, 40, 80), "clarity"),
    ("programme.lines.monitoring", (0, 40, 80), "clarity"),
    ("programme.lines.playbooks", (0, 1, 5), "capability"),
    ("parameters.accelerator_additional", (0.1, 0.5, 1.0), "graduates"),
    ("parameters.exchange_tie", (0, 0.3, 1.0), "ties"),
    ("parameters.export_mission", (0, 0.05, 0.2), "mission_sales"),
    ("parameters.diffusion_q", (0, 0.1, 0.9), "follower_adoptions"),
    ("parameters.discount_max", (0, 0.2, 0.5), "saved"),
    ("parameters.spin_base", (0, 0.02, 0.1), "spinouts"),
    ("parameters.lead_base", (0, 0.1, 1), "university_bids"),
    ("parameters.cluster_shield", (0, 0.3, 1), "survival"),
]


@pytest.mark.parametrize(("key", "values", "id"), MORE, ids=[f"{k}-{i}" for k, _, i in MORE])
def test_more_of_it_never_lowers_what_it_is_for(runs, key: str, values, id: str) -> None:
    """With as many places, that the budget bears whatever else it pays."""
    keys = ("months=40", "parameters.adopt_base=0.5", "parameters.procurement_per_head=20")
    keys = (*keys, "programme.budget=9000", "programme.places=8")
    found = [mean(runs("twin", *keys, f"{key}={v}", count=60, of="alliance"), id) for v in values]
    assert found == sorted(found)
    assert found[-1] > found[0]


def _gained(before, after) -> float:
    """Readiness that training has given in a month."""
    new = (after.sme["market_kept"] > 0.0) & (before.sme["market_kept"] == 0.0)
    return float(after.sme["market_kept"][new].sum())
