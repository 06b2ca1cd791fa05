"""The readable engine: a Mesa model of cities and their firms, to step, look at and change.

>>> model = TwinCityModel("belfast-sejong", arm="twin", seed=1)
>>> model.step()
>>> model.cities[0].smes[0].cash

Agents own their numbers and call the rules of :mod:`twinsim.rules` one at a time. Each variable
that `registry/state.toml` declares is an attribute of its agent under the same name; one that
names another agent holds its number (a firm's is its slot), or -1 for none.
"""

from twinsim.agents.challenge import Challenge
from twinsim.agents.city import City
from twinsim.agents.cluster import Cluster
from twinsim.agents.collect import collector
from twinsim.agents.investor import Investor
from twinsim.agents.link import Link
from twinsim.agents.model import TwinCityModel
from twinsim.agents.pilot import Pilot
from twinsim.agents.programme import Programme
from twinsim.agents.sme import SME
from twinsim.agents.university import University

__all__ = [
    "SME",
    "Challenge",
    "City",
    "Cluster",
    "Investor",
    "Link",
    "Pilot",
    "Programme",
    "TwinCityModel",
    "University",
    "collector",
]
