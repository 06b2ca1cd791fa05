"""What is drawn for many agents at once is what each would have drawn alone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinsim.agents import SME, TwinCityModel
from twinsim.agents.luck import draw_all, draw_each
from twinsim.registry import state
from twinsim.rules.draws import EXIT, GROWTH, MEMBER, draw

KEYS = st.lists(st.integers(0, 2**64 - 1), max_size=5)
EVENTS = st.lists(st.integers(1, 2**16 - 1), min_size=1, max_size=4)
MONTHS = st.integers(0, 600)


@pytest.fixture(scope="module")
def model() -> TwinCityModel:
    return TwinCityModel("belfast-sejong", seed=1)


@given(keys=KEYS, month=MONTHS, events=EVENTS)
def test_draws_at_once_are_the_draws_of_each(
    keys: list[int], month: int, events: list[int]
) -> None:
    agents = [SimpleNamespace(key=key) for key in keys]
    assert draw_all(agents, month, events) == [
        [draw(key, month, event, 0) for event in events] for key in keys
    ]
    for event in events:
        assert draw_each(agents, month, event) == [draw(key, month, event, 0) for key in keys]


def test_the_ends_of_the_words_are_drawn_as_well() -> None:
    agents = [SimpleNamespace(key=key) for key in (0, 1, 2**63, 2**64 - 1)]
    assert draw_each(agents, 0, MEMBER) == [draw(agent.key, 0, MEMBER, 0) for agent in agents]


def test_a_firm_lives_by_its_own_draws_whatever_a_subclass_asks_of_them() -> None:
    seen: dict[tuple[int, int], tuple[float, ...]] = {}

    class Watched(SME):
        def trade(self, u_growth: float, u_margin: float) -> None:
            seen[self.slot, self.now] = (u_growth,)
            super().trade(u_growth, u_margin)

        def ends(self, u: float) -> bool:
            seen[self.slot, self.now] += (u,)
            return super().ends(u)

    model = TwinCityModel("belfast-sejong", sme_class=Watched)
    keys = {sme.slot: sme.key for sme in model.smes()}
    model.step()
    assert len(seen) == len(keys)
    for (slot, month), found in seen.items():
        assert found == tuple(draw(keys[slot], month, event, 0) for event in (GROWTH, EXIT))


def test_the_state_of_firms_and_pilots_lies_in_slots(model: TwinCityModel) -> None:
    sme = model.cities[0].smes[0]
    for agent, kind in ((sme, "sme"), (sme.pilot, "pilot")):
        names = {variable.id for variable in state()[kind]}
        assert not names & set(vars(agent))
        assert all(hasattr(agent, name) for name in names)
