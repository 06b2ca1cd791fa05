"""What a user writes to sweep: an experiment, a base scenario with what is varied in it.

>>> experiment = load_experiment("upskilling-dose")
>>> experiment.scenario({"hours": 60.0}).arms[2].programme.upskilling.hours
60.0

A *lever* is what a designer chooses, an *uncertainty* a parameter with a prior or a range; both
are factors. Designs say at which points of the factors runs are made; `twinsim.sweep.designs`
makes the points.
"""

from twinsim.scenario.experiment.blocks import Block
from twinsim.scenario.experiment.factor import Factor, Value
from twinsim.scenario.experiment.load import load_experiment
from twinsim.scenario.experiment.model import Experiment

__all__ = ["Block", "Experiment", "Factor", "Value", "load_experiment"]
