"""A small experiment without fault, and the faults of one that has some."""

from __future__ import annotations

from pathlib import Path

import pytest

from twinsim.errors import ExperimentError, Fault
from twinsim.scenario import check, load_experiment

HEAD = """\
name = "small"
scenario = "belfast-sejong"
"""

HOURS = """\
[levers.hours]
key = "programme.upskilling.hours"
values = [24, 60]
"""

COURSE = """\
[levers.course.options.light]
programme.upskilling.intensive = false
programme.upskilling.hours = 24
[levers.course.options.intensive]
"programme.upskilling.intensive" = true
"""

PARTNER = """\
[levers.partner]
anchor = "Belfast"
partners = ["Sejong", "daejeon"]
"""

BUDGET = """\
[levers.budget]
key = "programme.budget"
low = 500
high = 3000
scale = "log"
"""

KAPPA = """\
[uncertainties]
kappa = "prior"
delivery_zero = { low = 0.05, high = 0.3 }
"""


def faults_of(path: str | Path, **options: object) -> list[Fault]:
    """The faults that loading finds, which are those that `check` tells."""
    with pytest.raises(ExperimentError) as error:
        load_experiment(path, **options)  # type: ignore[arg-type]
    if not options:
        assert error.value.faults == check(path)
    return error.value.faults


def only_fault(path: str | Path, **options: object) -> Fault:
    faults = faults_of(path, **options)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]
