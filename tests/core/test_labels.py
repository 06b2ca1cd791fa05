"""Names and company: the order of cities is nothing, a partner changes no baseline."""

from __future__ import annotations

import pytest

SHORT = ("months=60",)
THREE = ("months=60", 'cities=["belfast", "sejong", "ulsan"]')
CONTESTED = ("parameters.panel_bias=3",)  # whose panel reads decides who wins
TRUST_ASIDE = {"trust"}  # a fact of the pair, in every arm


def pair_of(partner: str) -> tuple[str, ...]:
    pair = f'["belfast", "{partner}"]'
    return (*SHORT, f"cities={pair}", f"programme.links=[{pair}]")


def test_the_order_of_cities_and_of_their_link_changes_nothing(runs) -> None:
    swapped = (
        *SHORT,
        'cities=["sejong", "belfast"]',
        'programme.links=[["sejong", "belfast"]]',
        "programme.payers={sejong=0.5, belfast=0.5}",
    )
    for arm in ("baseline", "solo", "twin"):
        assert runs(arm, *swapped).cities.tobytes() == runs(arm, *SHORT).cities.tobytes()
        assert runs(arm, *swapped).months.tobytes() == runs(arm, *SHORT).months.tobytes()


@pytest.mark.parametrize("partner", ["aberdeen", "dundee", "lund", "ulsan", "uppsala"])
def test_a_citys_baseline_is_the_same_under_every_partner(
    world, runs, differing, busy, partner: str
) -> None:
    keys = (*pair_of(partner), *busy)
    here = world(*keys).cities.index("belfast")
    other = runs("baseline", *keys).months[:, here]
    usual = runs("baseline", *SHORT, *busy).months[:, 0]
    assert set(differing(other, usual)) <= TRUST_ASIDE


@pytest.mark.parametrize("partner", ["aberdeen", "ulsan"])
def test_no_firm_of_a_baseline_hangs_on_the_partner(world, final, busy, partner: str) -> None:
    keys = (*pair_of(partner), *busy)
    place = world(*keys).cities.index("belfast")
    other, usual = world(*keys).setups["baseline"], world(*SHORT, *busy).setups["baseline"]
    mine = final(other, 2).sme[other.cities["first"][place] : other.cities["end"][place]]
    theirs = final(usual, 2).sme[usual.cities["first"][0] : usual.cities["end"][0]]
    for field in set(mine.dtype.names) - {"home", "host"}:
        assert mine[field].tobytes() == theirs[field].tobytes(), field


def test_a_citys_baseline_is_the_same_alone(runs, differing) -> None:
    alone = (
        *SHORT,
        'cities=["belfast"]',
        "programme.links=[]",
        "reference=baseline",
        "contrasts=[]",
        'arms.baseline.programme.design="none"',
    )
    mine = runs("baseline", *alone).months[:, 0]
    assert set(differing(mine, runs("baseline", *SHORT).months[:, 0])) <= TRUST_ASIDE


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_a_city_that_is_not_linked_is_left_as_it_is(runs, differing, arm: str) -> None:
    mine, theirs = runs(arm, *THREE, *CONTESTED).months, runs("baseline", *THREE, *CONTESTED).months
    assert differing(mine[:, 2], theirs[:, 2]) == []
    assert "spend" in differing(mine[:, 1], theirs[:, 1])


@pytest.mark.parametrize("arm", ["baseline", "solo", "twin"])
def test_a_city_that_is_not_linked_changes_nothing_for_the_pair(runs, differing, arm: str) -> None:
    assert (
        differing(runs(arm, *THREE, *CONTESTED).months[:, :2], runs(arm, *SHORT, *CONTESTED).months)
        == []
    )


def test_an_arm_with_another_partner_is_the_twin_of_that_pair(runs, differing) -> None:
    other = 'arms.other.programme.links=[["belfast", "ulsan"]]'
    mine = runs("other", *THREE, other).months[:, [0, 2]]
    assert set(differing(mine, runs("twin", *pair_of("ulsan")).months)) <= TRUST_ASIDE
