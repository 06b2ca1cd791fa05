"""Each mechanism can be cut: at a gain of 0 its rules say what they say without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from twinsim.registry import mechanisms
from twinsim.rules import (
    call,
    city,
    cluster,
    firm,
    investor,
    link,
    pilot,
    programme,
    university,
)

from .common import P, central, ideas

Value = Callable[[Any], float]


def course(p, gain: float) -> float:
    return firm.training_gain(p, gain, 0.3, 0.2, 80.0, 1.0, 0.5, 1.0)


def step(p, supported: int) -> float:
    return pilot.step(p, p.t_ref, p.c_ref, 1.0, supported, 0, 0.0, 0.0, 1.0, 0.0)


def capability(p, month: float, lead: float) -> float:
    return city.capability_next(p, 0.4, 0.4, 0, 0, month, 0.0, lead)


def legitimacy(p, adoptions: int) -> float:
    return city.legitimacy_next(p, 0.4, 0.4, adoptions, 0.0, 0.0)


def zero(p) -> float:
    return 0.0


# Mechanism, a rule that reads its gain, and what is left of the rule without it.
CUT: list[tuple[str, Value, Value]] = [
    ("familiarity", lambda p: link.trust_at_start(p, 2.0), lambda p: p.trust_floor),
    ("analysis", lambda p: programme.analysis_effort(p, 30.0, 0.0, 0.0, 1.0), zero),
    ("feedback", lambda p: programme.analysis_effort(p, 0.0, 30.0, 0.5, 1.0), zero),
    ("call", lambda p: call.hears(p, 1.0, 1, 1.0), zero),
    ("call", lambda p: city.signing(p, 1.0, 1.0, 1), zero),
    ("call", lambda p: city.under_mandate(p, 0.0, 1), zero),
    ("call", lambda p: university.leads(p, 0.5), zero),
    ("outreach", lambda p: call.hears(p, 0.0, 0, 1.0), lambda p: call.hears(p, 0.0, 0, 0.0)),
    ("brokerage", lambda p: call.hears(p, 1.0, 0, 0.0), lambda p: call.hears(p, 0.0, 0, 0.0)),
    ("cross_city", lambda p: call.looks_abroad(p, 1), zero),
    (
        "joint_panel",
        lambda p: call.panel_bias(p, 1.0, -1.0, 1),
        lambda p: call.panel_bias(p, 1.0, -1.0, 0),
    ),
    ("award", lambda p: pilot.firms_part(p, 35.0, 1.0), lambda p: 35.0 * (1.0 + p.match)),
    ("trial", lambda p: pilot.tried(p, 1.0), zero),
    ("upskill_market", lambda p: course(p, p.g_upskill_market), zero),
    ("upskill_technical", lambda p: course(p, p.g_upskill_technical), zero),
    ("practice", lambda p: firm.practice(p, 0.2), zero),
    ("peers", lambda p: firm.peer_gain(p, 0.2, 0.8, 40.0, 0.0, 1.0), zero),
    ("host_support", lambda p: step(p, 1), lambda p: step(p, 0)),
    (
        "cross_learning",
        lambda p: pilot.quality(p, 0.5, 0.5, 0.8, 1.0, 0.0),
        lambda p: pilot.quality(p, 0.5, 0.5, 0.0, 1.0, 0.0),
    ),
    ("showcase", lambda p: investor.attends(p, 0, 0.5, 1.0), zero),
    ("signal", lambda p: investor.other_deals(p, 1), lambda p: investor.other_deals(p, 0)),
    ("rollout", lambda p: pilot.host_hazard(p, 1.0, 0.5, 1.0, 0), zero),
    ("market", lambda p: pilot.sale_hazard(p, 0.5, 0.5, 1.0, 1), zero),
    (
        "acceptance",
        lambda p: pilot.host_hazard(p, 1.0, 0.5, 1.0, 0),
        lambda p: pilot.host_hazard(p, 1.0, 0.0, 1.0, 0),
    ),
    (
        "acceptance",
        lambda p: pilot.twin_hazard(p, 1.0, 0.5, 1.0, 0.5, 0.2),
        lambda p: pilot.twin_hazard(p, 1.0, 0.0, 1.0, 0.5, 0.2),
    ),
    ("replication", lambda p: pilot.twin_hazard(p, 1.0, 0.5, 1.0, 0.5, 0.2), zero),
    ("playbook", lambda p: capability(p, 1.0, 0.0), lambda p: capability(p, 0.0, 0.0)),
    ("peer_learning", lambda p: capability(p, 0.0, 0.3), lambda p: capability(p, 0.0, 0.0)),
    ("contract", lambda p: city.signing(p, 1.0, 1.0, 1), zero),
    ("mandate", lambda p: city.under_mandate(p, 0.0, 1), zero),
    ("visible_success", lambda p: legitimacy(p, 1), lambda p: legitimacy(p, 0)),
    ("connectors", lambda p: ideas(p, 1.0), lambda p: ideas(p, 0.0)),
    ("diffusion", lambda p: pilot.copy_hazard(p, 0.5, 0.5, 0.5, 0.5, 1.0), zero),
    ("joint_procurement", lambda p: city.framework_price(p, 100.0, 3), lambda p: 100.0),
    ("exchange", lambda p: university.ties(p), zero),
    ("exchange", lambda p: university.absorptive_next(p, 0.4), lambda p: 0.4),
    ("exchange", lambda p: university.taught(p, 0.4, 0.9, 1.0), lambda p: 0.4),
    ("mission_driver", lambda p: programme.aligned(p, 0.1, 0.4, 1.0), lambda p: 0.1),
    ("interfaces", lambda p: programme.interfaced(p, 0.2, 0.8), lambda p: 0.2),
    ("cluster_services", lambda p: cluster.shield(p, 0.5, 1), zero),
    ("accelerator", lambda p: firm.founds(p), zero),
]


@pytest.mark.parametrize(("mechanism", "with_it", "without"), CUT)
def test_a_mechanism_works_by_its_gain_and_without_it_only_the_arrow_is_gone(
    mechanism: str, with_it: Value, without: Value
) -> None:
    gain = f"g_{mechanism}"
    cut, half = central(**{gain: 0.0}), central(**{gain: 0.5})
    assert with_it(cut) == pytest.approx(without(P))
    low, high = sorted((with_it(cut), with_it(P)))
    assert low < with_it(half) < high


def test_every_mechanism_can_be_cut() -> None:
    assert {mechanism for mechanism, _, _ in CUT} == set(mechanisms())
