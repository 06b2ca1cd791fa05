"""Without the call and what reaches firms beside it, no firm differs from the baseline."""

from __future__ import annotations

import pytest

from twinsim.world.columns import COLUMN

NO_CALL = ("mechanisms.call=0", "mechanisms.playbook=0", "mechanisms.acceptance=0")
OF_CITIES = ("mandate", "peer_learning", "contract")  # arrows that change cities without a call
NO_CITIES = tuple(f"mechanisms.{gain}=0" for gain in OF_CITIES)
KEEN = ("months=84", "parameters.mandate_floor=0.8", "parameters.cap_peer=0.5")
FUNNEL = ("aware", "bids", "consortia_home", "consortia_cross", "shortlisted", "trained")
PILOTS = ("pilots_started", "pilots_completed", "quality", "supported_adoptions")


def total(block, id: str):
    return block.cities[..., getattr(COLUMN, id)].sum()


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_without_a_call_nobody_hears_of_it(runs, arm: str) -> None:
    block = runs(arm, "months=60", "mechanisms.call=0")
    for id in (*FUNNEL, *PILOTS, "spend_assessment", "spend_awards", "spend_upskilling"):
        assert total(block, id) == 0.0, id
        if id not in ("consortia_cross", "supported_adoptions"):
            assert total(runs(arm, "months=60"), id) > 0.0, id
    assert total(block, "places") > 0.0


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_without_call_playbooks_and_acceptance_no_firm_differs(world, final, busy, arm) -> None:
    """Busy firms: what reaches a city's capability or legitimacy shows in their adoptions."""
    setups = world(*NO_CALL, *busy, *KEEN).setups
    for replicate in (0, 1, 2):
        _assert_same_firms(final, setups, arm, replicate)


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_nor_does_any_where_arrows_to_the_cities_are_cut_too(world, final, busy, arm: str) -> None:
    setups = world(*NO_CALL, *NO_CITIES, *busy, *KEEN).setups
    for replicate in (0, 1, 2):
        _assert_same_firms(final, setups, arm, replicate)


def test_a_call_makes_firms_differ(world, final, busy) -> None:
    setups = world(*busy, "months=84").setups
    mine, theirs = (final(setups[arm], 0).sme for arm in ("twin", "baseline"))
    assert mine.tobytes() != theirs.tobytes()


def test_a_demonstrator_fund_does_without_a_call(world, final, busy) -> None:
    for keys, same in ((("programme.fund=0",), True), (("programme.fund=200",), False)):
        setups = world(*NO_CALL, *busy, *KEEN, *keys).setups
        mine, theirs = (final(setups[arm], 0).sme for arm in ("twin", "baseline"))
        assert (mine.tobytes() == theirs.tobytes()) == same


def _assert_same_firms(final, setups, arm: str, replicate: int) -> None:
    """Whether every firm's whole state is that of the baseline, exactly."""
    mine, theirs = final(setups[arm], replicate), final(setups["baseline"], replicate)
    for kind in ("sme", "pilot", "order"):
        fields = getattr(mine, kind).dtype.names
        a, b = getattr(mine, kind), getattr(theirs, kind)
        different = [field for field in fields if a[field].tobytes() != b[field].tobytes()]
        assert different == [], (replicate, kind)
