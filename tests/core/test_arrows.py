"""Each arrow of the theory of change, cut: what it does is gone, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.registry import mechanisms
from twinsim.world.columns import COLUMN
from twinsim.world.money import LINES

SERVED = {"alder": "digital_ai", "birch": "mobility", "cedar": "urban_tech", "elm": "agri_food"}
STEPS = ", ".join(
    f'{{city="{city}", sector="{sector}", what="services"}}' for city, sector in SERVED.items()
)
KEEN = (
    "months=60",
    "parameters.adopt_base=0.3",
    "parameters.replicate_base=1",
    "parameters.diffusion_q=0.5",
    "parameters.order_ramp=1",
    "parameters.procurement_per_head=20",
    "parameters.stop_base=0.01",
    "parameters.consortium_base=0.8",
    "parameters.deal_base=-2",
    "parameters.commit_rate=0.3",
    "parameters.cluster_shield=1",
    "parameters.cluster_quality=0.8",
    "parameters.exit_mature=0.02",
    "programme.lines.dissemination=60",
    f"programme.steps=[{STEPS}]",
)
# Cutting an arrow is the same as one of its parameters at the value at which it does nothing.
SAME = {
    "familiarity": ("trust_span=0",),
    "outreach": ("reach_spend=0",),
    "brokerage": ("reach_cluster=0",),
    "connectors": ("connector_lift=0",),
    "upskill_market": ("dose_market=0",),
    "upskill_technical": ("dose_technical=0",),
    "practice": ("readiness_revenue=0",),
    "peers": ("peer_effect=0",),
    "cross_learning": ("q_learning=0",),
    "signal": ("award_signal=1",),
    "market": ("sale_base=0",),
    "acceptance": ("accept_weight=0",),
    "diffusion": ("diffusion_p=0", "diffusion_q=0"),
    "playbook": ("cap_playbook=0", "hold=0"),
    "peer_learning": ("cap_peer=0",),
    "contract": ("commit_rate=0",),
    "mandate": ("mandate_floor=0",),
    "visible_success": ("leg_seen=0",),
    "interfaces": ("interface_share=0",),
    "cluster_services": ("cluster_shield=0",),
    "accelerator": ("accelerator_additional=0",),
}
BOUGHT = ("places", "planned", "visits", "calls", "exchanges", "missions", "courses")
PAID = (*(f"spend_{line}" for line in LINES), "spend_exchanges", "spend_missions", "spend_courses")
# An arrow, and the indicators that are 0 without it and not with it.
ENDS = {
    "call": ("aware", "bids", "university_bids"),
    "cross_city": ("consortia_cross",),
    "trial": ("pilots_started", "pilots_completed", "quality", "fit", "supported_adoptions"),
    "showcase": ("deals_showcase", "deals_cross", "equity_cross"),
    "rollout": ("host_adoptions",),
    "market": ("first_sales", "sales_revenue"),
    "replication": ("twin_adoptions",),
    "diffusion": ("follower_adoptions", "followers_reached"),
    "joint_procurement": ("saved",),
    "accelerator": ("graduates",),
    "contract": ("contracts", "contract_months"),
}


@pytest.mark.parametrize("gain", SAME)
def test_cutting_an_arrow_is_setting_its_parameter_to_nothing(runs, differing, gain: str) -> None:
    """Exactly, in all indicators of all arms; and uncut something differs."""
    none = [f"parameters.{setting}" for setting in SAME[gain]]
    for arm in ("solo", "twin"):
        cut = runs(arm, *KEEN, f"mechanisms.{gain}=0", of="alliance").months
        assert differing(cut, runs(arm, *KEEN, *none, of="alliance").months) == []
    assert differing(cut, runs("twin", *KEEN, of="alliance").months)


@pytest.mark.parametrize("gain", ENDS)
def test_a_cut_arrow_has_nothing_at_its_end(runs, of, gain: str) -> None:
    for id in ENDS[gain]:
        assert of(runs("twin", *KEEN, of="alliance"), id).sum() > 0.0, id
        cut = runs("twin", *KEEN, f"mechanisms.{gain}=0", *_without(gain), of="alliance")
        assert of(cut, id).sum() == 0.0, id


@pytest.mark.parametrize("gain", sorted(mechanisms()))
@pytest.mark.parametrize("name", ["belfast-sejong", "alliance"])
def test_no_gain_changes_what_is_bought_or_what_it_costs(world, runs, name, gain: str) -> None:
    keys = ("months=30", "warmup=1")
    cut = (*keys, f"mechanisms.{gain}=0")
    for arm in ("solo", "twin"):
        usual, mine = (runs(arm, *these, of=name).months for these in (keys, cut))
        for id in (*BOUGHT, *PAID):
            here, there = (months[..., getattr(COLUMN, id)] for months in (mine, usual))
            if id in ("missions", "courses"):  # firms of all owners, by lot
                here, there = here.sum(axis=1), there.sum(axis=1)
            assert np.array_equal(here, there), id
        plans = [world(*these, of=name).setups[arm].programmes for these in (cut, keys)]
        assert plans[0].tobytes() == plans[1].tobytes()


@pytest.mark.parametrize("gain", sorted(mechanisms()))
def test_half_an_arrow_is_neither_none_nor_all_of_it(runs, differing, gain: str) -> None:
    blocks = [
        runs("twin", *KEEN, f"mechanisms.{gain}={g}", of="alliance", count=12).months
        for g in (0, 0.5, 1)
    ]
    assert differing(blocks[0], blocks[1])
    assert differing(blocks[1], blocks[2])


def _without(gain: str) -> tuple[str, ...]:
    """The fund, which needs no call, is off where the arrow is that of the call."""
    return ("programme.fund=0",) if gain in ("call", "trial") else ()
