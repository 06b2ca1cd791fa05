"""Names and company: the order of cities is nothing, a partner changes no baseline."""

from __future__ import annotations

import pytest

from twinsim.registry import indicators

SHORT = ("months=60",)
THREE = ("months=60", 'cities=["belfast", "sejong", "ulsan"]')
CONTESTED = ("parameters.panel_bias=3",)  # whose panel reads decides who wins
NETWORK = 'networks=[["belfast", "ulsan"]]'
# Trust is a fact of the pair, in every arm; some indicators compare all cities of a scenario.
OF_ALL = {id for id, row in indicators().items() if row.meaning.endswith("the same in each city")}
COMPANY = {"trust", *OF_ALL}
SWAPPED = {
    "belfast-sejong": (
        'cities=["sejong", "belfast"]',
        'programme.links=[["sejong", "belfast"]]',
        "programme.payers={sejong=0.5, belfast=0.5}",
    ),
    "birmingham-ulsan": (
        'cities=["ulsan", "birmingham"]',
        'programme.links=[["ulsan", "birmingham"]]',
    ),
    "alliance": (
        'cities=["elm", "dogwood", "cedar", "birch", "alder"]',
        'followers=["gorse", "fir"]',
        'networks=[["gorse", "fir", "elm", "dogwood", "birch"], ["fir", "cedar", "alder"]]',
        'programme.links=[["dogwood", "birch"], ["elm", "cedar"], ["elm", "alder"], '
        '["cedar", "alder"]]',
    ),
}


def pair_of(partner: str) -> tuple[str, ...]:
    pair = f'["belfast", "{partner}"]'
    return (*SHORT, f"cities={pair}", f"programme.links=[{pair}]")


def test_some_indicators_compare_all_cities() -> None:
    assert {"evenness", "followers_reached"} == OF_ALL


@pytest.mark.parametrize("arm", ["baseline", "solo", "twin"])
def test_the_order_of_cities_and_of_their_links_changes_nothing(runs, scenario, arm) -> None:
    mine = runs(arm, *SHORT, *SWAPPED[scenario], of=scenario)
    theirs = runs(arm, *SHORT, of=scenario)
    assert mine.cities.tobytes() == theirs.cities.tobytes()
    assert mine.months.tobytes() == theirs.months.tobytes()


class TestBaseline:
    """A city's baseline is the same whoever its partner would be."""

    @pytest.mark.parametrize("partner", ["aberdeen", "dundee", "lund", "ulsan", "uppsala"])
    def test_under_every_partner(self, world, runs, differing, busy, partner: str) -> None:
        keys = (*pair_of(partner), *busy)
        here = world(*keys).cities.index("belfast")
        other = runs("baseline", *keys).months[:, here]
        usual = runs("baseline", *SHORT, *busy).months[:, 0]
        assert set(differing(other, usual)) <= COMPANY

    @pytest.mark.parametrize("partner", ["aberdeen", "ulsan"])
    def test_in_every_firm(self, world, final, busy, partner: str) -> None:
        keys = (*pair_of(partner), *busy)
        place = world(*keys).cities.index("belfast")
        other, usual = world(*keys).setups["baseline"], world(*SHORT, *busy).setups["baseline"]
        mine = final(other, 2).sme[other.cities["first"][place] : other.cities["end"][place]]
        theirs = final(usual, 2).sme[usual.cities["first"][0] : usual.cities["end"][0]]
        for field in set(mine.dtype.names) - {"home", "host", "slot"}:
            assert mine[field].tobytes() == theirs[field].tobytes(), field

    def test_alone(self, runs, differing) -> None:
        alone = (
            *SHORT,
            'cities=["belfast"]',
            "programme.links=[]",
            "reference=baseline",
            "contrasts=[]",
            'arms.baseline.programme.design="none"',
        )
        mine = runs("baseline", *alone).months[:, 0]
        assert set(differing(mine, runs("baseline", *SHORT).months[:, 0])) <= COMPANY

    def test_under_other_links_of_an_alliance(self, runs, differing) -> None:
        """With its networks, which the file gives, left as they are."""
        other = 'programme.links=[["alder", "birch"], ["dogwood", "elm"], ["birch", "cedar"]]'
        steps = "programme.steps=[]"
        mine = runs("baseline", *SHORT, other, steps, of="alliance").months
        theirs = runs("baseline", *SHORT, of="alliance").months
        assert set(differing(mine, theirs)) <= {"trust"}


class TestUnlinked:
    """A city without link and network is left alone, and leaves the others alone."""

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_is_left_as_it_is(self, runs, differing, busy, arm: str) -> None:
        for keys in ((*THREE, *CONTESTED), (*THREE, *busy)):
            mine, theirs = runs(arm, *keys).months, runs("baseline", *keys).months
            assert set(differing(mine[:, 2], theirs[:, 2])) <= OF_ALL
            assert "spend" in differing(mine[:, 1], theirs[:, 1])

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_is_left_as_it_is_in_every_firm(self, world, final, busy, arm: str) -> None:
        setups = world(*THREE, *busy).setups
        first = setups[arm].cities["first"][2]
        mine, theirs = final(setups[arm], 2), final(setups["baseline"], 2)
        for kind in ("sme", "pilot"):
            a, b = getattr(mine, kind)[first:], getattr(theirs, kind)[first:]
            assert a.tobytes() == b.tobytes(), kind
        assert mine.city[2].tobytes() == theirs.city[2].tobytes()
        assert mine.sme[:first].tobytes() != theirs.sme[:first].tobytes()

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_of_an_alliance_is_left_as_it_is(self, runs, differing, arm: str) -> None:
        keys = (
            *SHORT,
            "networks=[]",
            'programme.links=[["alder", "cedar"], ["cedar", "elm"]]',
            "programme.steps=[]",
        )
        mine, theirs = (runs(a, *keys, of="alliance").months for a in (arm, "baseline"))
        for city in (1, 3, 5, 6):
            assert set(differing(mine[:, city], theirs[:, city])) <= OF_ALL, city

    @pytest.mark.parametrize("arm", ["baseline", "solo", "twin"])
    def test_changes_nothing_for_the_pair(self, runs, differing, arm: str) -> None:
        mine = runs(arm, *THREE, *CONTESTED).months[:, :2]
        assert set(differing(mine, runs(arm, *SHORT, *CONTESTED).months)) <= OF_ALL

    def test_copies_once_a_network_joins_it(self, runs, differing, busy) -> None:
        keys = (*THREE, *busy, "parameters.diffusion_q=0.5", "parameters.procurement_per_head=20")
        alone = runs("baseline", *keys).months
        joined = runs("baseline", *keys, NETWORK).months
        assert "adoptions" in differing(joined[:, 2], alone[:, 2])
        assert set(differing(joined[:, 1], alone[:, 1])) <= OF_ALL
        twin = runs("twin", *keys, NETWORK).months
        assert "adoptions" in differing(twin[:, 2], joined[:, 2])


def test_an_arm_with_another_partner_is_the_twin_of_that_pair(runs, differing) -> None:
    other = 'arms.other.programme.links=[["belfast", "ulsan"]]'
    mine = runs("other", *THREE, other).months[:, [0, 2]]
    assert set(differing(mine, runs("twin", *pair_of("ulsan")).months)) <= COMPANY
