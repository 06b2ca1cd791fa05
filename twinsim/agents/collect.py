"""What a model may collect after every month, ready for Mesa's own data collector.

Off unless asked for, since it takes time and memory, of firms most of all.

>>> model = TwinCityModel("belfast-sejong", collect=True)
>>> model.run_model()
>>> model.datacollector.get_model_vars_dataframe()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from mesa.datacollection import DataCollector

from twinsim.agents.base import total
from twinsim.agents.city import City
from twinsim.agents.sme import SME
from twinsim.errors import Fault, ScenarioError
from twinsim.registry import indicators, nearest
from twinsim.rules.firm import BLUE, GREEN, NONE, YELLOW
from twinsim.world.columns import HEADLINES

if TYPE_CHECKING:
    from twinsim.agents.model import TwinCityModel

ZONES = {"idle": NONE, "exploring": YELLOW, "piloting": GREEN, "implemented": BLUE}
OF_FIRMS = ("zone", "market", "technical", "revenue", "staff", "cash")


def collector(
    *,
    model: Iterable[str] = HEADLINES,
    firms: bool | Iterable[str] = False,
) -> DataCollector:
    """A data collector for one model.

    By month: `recorded` (months since the start, below 0 in the warm-up), the number of firms, how
    many of them are in which zone, and the indicators of `model` (the headlines). By city: its
    address, capability, legitimacy, playbook and number of firms. By firm: nothing, or the state
    variables named in `firms`; True takes zone, readiness, capability, revenue, staff and cash.

    Raises :class:`ScenarioError` for an indicator that is not known.
    """
    of_firms = OF_FIRMS if firms is True else tuple(firms or ())
    by_city: dict[str, Any] = {
        name: name for name in ("address", "capability", "legitimacy", "playbook")
    }
    by_type: dict[type, dict[str, Any]] = {City: by_city | {"firms": _firms}}
    if of_firms:
        by_type[SME] = {"address": "address", **{name: _state(name) for name in of_firms}}
    return DataCollector(
        model_reporters={
            "recorded": "recorded",
            "firms": _all_firms,
            **{word: _in_zone(zone) for word, zone in ZONES.items()},
            **{known(id): partial(total_of, indicator=id) for id in model},
        },
        agenttype_reporters=by_type,
    )


def total_of(model: TwinCityModel, indicator: str) -> float:
    """An indicator joined over the cities that are no followers, by its own rule."""
    counted = [city for city in model.cities if not city.facts.follower]
    added = total(getattr(city.tally, known(indicator)) for city in counted)
    return added / len(counted) if indicators()[indicator].total == "mean" else added


def known(indicator: str) -> str:
    """The indicator. Raises :class:`ScenarioError` where there is none."""
    if indicator not in indicators():
        near = nearest(indicator, list(indicators())) or ""
        raise ScenarioError(
            Fault("", 0, "indicator", indicator, "expected a known indicator", near)
        )
    return indicator


def _state(name: str) -> Callable[[SME], Any]:
    """What reads a variable; a vector is copied, since it changes in place."""

    def read(sme: SME) -> Any:
        value = getattr(sme, name)
        return tuple(value) if isinstance(value, list) else value

    return read


def _firms(city: City) -> int:
    return len(city.smes)


def _all_firms(model: TwinCityModel) -> int:
    return sum(len(city.smes) for city in model.cities)


def _in_zone(zone: int) -> Callable[[TwinCityModel], int]:
    return lambda model: sum(1 for sme in model.smes() if sme.zone == zone)
