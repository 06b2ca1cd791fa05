"""What the core does not reckon it need not: a draw that reaches the highest hazard decides."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.core import clusters, deals, firms
from twinsim.core.simulate import Stepper
from twinsim.rules import cluster, firm, investor

SMALL = ("months=24", "warmup=12", "parameters.smes_per_1000=0.2")
LAWS = [
    (),
    ("parameters.exit_cash=3", "parameters.reveal=6"),
    ("parameters.exit_cash=0", "parameters.reveal=1"),
    ("parameters.exit_year1=0.2", "parameters.exit_mature=0.3", "parameters.exit_scale=3"),
    ("parameters.runway_ref=1", "parameters.exit_year3=0.5"),
]


@pytest.mark.parametrize("law", LAWS, ids=" ".join)
def test_no_firm_of_any_age_cash_and_cluster_has_more_than_the_highest_hazard(world, law) -> None:
    p = world(*SMALL, *law).setups["twin"].p.view(np.recarray)[0]
    most = firms.highest_exit(p)
    luck = np.random.default_rng(1)
    found = [
        firm.exit_hazard(p, int(age), runway, int(revealed), shield)
        for age, runway, revealed, shield in zip(
            luck.integers(0, 120, 4_000),
            luck.choice([0.0, 0.3, 1.0], 4_000) * luck.random(4_000) * p.runway_ref,
            luck.integers(0, 3, 4_000),
            luck.choice([0.0, 0.0, 0.5, 1.0], 4_000),
            strict=True,
        )
    ]
    assert max(found) <= most
    assert max(found) > 0.9 * most  # and it is no higher than it has to be


@pytest.mark.parametrize(
    "law", [(), ("parameters.cluster_join=0.4",), ("parameters.cluster_leave=0.4",)], ids=" ".join
)
def test_no_firm_joins_or_leaves_a_cluster_with_more_than_the_likeliest_hazard(world, law) -> None:
    setup = world(*SMALL, *law).setups["twin"]
    stepper = Stepper(setup)
    setup = setup._replace(p=setup.p.view(np.recarray))
    for _ in range(setup.months):
        stepper.step()
        state = stepper.state._replace(cluster=stepper.state.cluster.view(np.recarray))
        found = [
            hazard(setup.p[0], here.quality)
            for here in state.cluster
            for hazard in (cluster.joins, cluster.quits)
            if here.alive == 1
        ]
        assert max(found) == clusters.likeliest(setup, state)


@pytest.mark.parametrize("law", [(), ("parameters.award_signal=0.2",)], ids=" ".join)
def test_no_firm_makes_a_deal_elsewhere_with_more_than_the_likeliest_hazard(world, law) -> None:
    p = world(*SMALL, *law).setups["twin"].p.view(np.recarray)[0]
    assert deals.likeliest(p) == max(investor.other_deals(p, awarded) for awarded in (0, 1))
