"""What a user writes: scenario files and city tables, typed, checked and resolved.

>>> scenario = load("belfast-sejong", set=["programme.budget=500"])
>>> scenario.arms[2].programme.upskilling.hours
120.0

A file is TOML; every fault of it is found at once and told with its line, key and value,
what was expected and the nearest valid name (:class:`twinsim.errors.ScenarioError`).
"""

from twinsim.scenario.cities import CityProfile, CityTable, Provenance, citations, cities_table
from twinsim.scenario.domains import Domain, domain
from twinsim.scenario.experiment import Block, Experiment, Factor, Value, load_experiment
from twinsim.scenario.load import check, load, notes
from twinsim.scenario.model import Arm, Scenario
from twinsim.scenario.packaged import packaged, packaged_experiments
from twinsim.scenario.programme import Lines, Programme, Theme, Upskilling

__all__ = [
    "Arm",
    "Block",
    "CityProfile",
    "CityTable",
    "Domain",
    "Experiment",
    "Factor",
    "Lines",
    "Programme",
    "Provenance",
    "Scenario",
    "Theme",
    "Upskilling",
    "Value",
    "check",
    "citations",
    "cities_table",
    "domain",
    "load",
    "load_experiment",
    "notes",
    "packaged",
    "packaged_experiments",
]
