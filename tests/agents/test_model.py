"""The Mesa face: a model to step, look at, collect from, and drop."""

from __future__ import annotations

import gc
import weakref

import pytest

import twinsim as ts
from twinsim.agents import SME, City, TwinCityModel, collector
from twinsim.errors import ScenarioError
from twinsim.registry import indicators, state
from twinsim.scenario import Scenario


def test_stepping_goes_through_warm_up_and_months_to_the_end(short: Scenario) -> None:
    model = TwinCityModel(short)
    where = "'belfast-sejong', arm 'twin', seed 1, replicate 0"
    assert repr(model) == f"TwinCityModel({where}: month 0 of 2 of warm-up)"
    for _ in range(3):
        model.step()
    assert (model.recorded, model.running) == (1, True)
    assert "month 1 of 14" in repr(model)
    model.run_model()
    assert (model.recorded, model.steps, model.running) == (14, 16, False)


def test_mesa_finds_every_agent_by_type(collected: TwinCityModel) -> None:
    by_type = collected.agents_by_type
    assert list(by_type[City]) == collected.cities
    assert set(by_type[SME]) == set(collected.smes())
    assert {kind.__name__.lower() for kind in by_type} | {"pilot"} == set(state())


def test_agents_are_named_by_their_address_and_never_by_a_place_in_memory(
    collected: TwinCityModel,
) -> None:
    firm = collected.cities[1].smes[0]
    assert repr(firm) == f"SME(sejong:{firm.slot - collected.cities[1].facts.first})"
    assert repr(collected.cities) == "[City(belfast), City(sejong)]"
    assert repr(collected.links) == "[Link(belfast-sejong)]"
    assert repr(collected.programmes[0]) == "Programme(0)"
    assert not [agent for agent in collected.agents if "0x" in repr(agent) + repr(firm.pilot)]


def test_totals_are_those_of_a_results_folder(short: Scenario, collected: TwinCityModel) -> None:
    runs = ts.run(short, replicates=1, seed=1).runs()
    row = runs[runs.arm == "twin"].iloc[0]
    assert {id: collected.total(id) for id in indicators()} == {id: row[id] for id in indicators()}


def test_an_unknown_indicator_is_a_fault_that_names_the_nearest(collected: TwinCityModel) -> None:
    with pytest.raises(ScenarioError, match="Did you mean adoptions"):
        collected.total("adoption")
    with pytest.raises(ScenarioError, match="Did you mean adoptions"):
        collector(model=["adoption"])


def test_nothing_is_collected_unless_asked_for(short: Scenario) -> None:
    model = TwinCityModel(short)
    model.step()
    assert model.datacollector is None


def test_a_month_a_row_and_the_last_is_what_the_model_says(collected: TwinCityModel) -> None:
    table = collected.datacollector.get_model_vars_dataframe()
    assert list(table.recorded) == list(range(-1, 15))
    assert list(table.firms) == list(
        table[["idle", "exploring", "piloting", "implemented"]].sum(axis=1)
    )
    last = table.iloc[-1]
    assert last.jobs == collected.total("jobs")
    assert last.firms == len(collected.agents_by_type[SME])
    cities = collected.datacollector.get_agenttype_vars_dataframe(City)
    assert list(cities.address[-2:]) == ["belfast", "sejong"]
    assert list(cities.capability[-2:]) == [city.capability for city in collected.cities]


def test_what_is_collected_of_a_firm_stays_as_it_was(collected: TwinCityModel) -> None:
    table = collected.datacollector.get_agenttype_vars_dataframe(SME)
    known = table.groupby(level="AgentID").knowledge.nunique()
    assert known.max() > 1, "no firm learned, or all months show the last one"
    firm = collected.cities[0].smes[0]
    assert table.loc[(16, firm.unique_id), "cash"] == firm.cash
    assert table.loc[(16, firm.unique_id), "knowledge"] == tuple(firm.knowledge)


def test_collecting_changes_nothing(short: Scenario, collected: TwinCityModel) -> None:
    plain = TwinCityModel(short)
    plain.run_model()
    assert [sme.cash for sme in plain.smes()] == [sme.cash for sme in collected.smes()]


def test_firms_of_a_subclass_are_collected_too(short: Scenario) -> None:
    class Own(SME):
        pass

    model = TwinCityModel(short, sme_class=Own, collect=collector(firms=True))
    model.step()
    assert len(model.agents_by_type[Own]) == len(list(model.smes()))
    table = model.datacollector.get_agenttype_vars_dataframe(SME)
    shown = dict(zip(table.address, table.staff, strict=True))
    assert shown == {sme.address: sme.staff for sme in model.smes()}


def test_a_model_that_is_dropped_is_freed_with_all_its_agents(short: Scenario) -> None:
    model = TwinCityModel(short, collect=True)
    model.step()
    watched = [weakref.ref(one) for one in (model, model.cities[0], *model.cities[0].smes)]
    del model
    gc.collect()
    assert [one for one in watched if one() is not None] == []
