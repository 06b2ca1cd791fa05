"""A pair of cities without fault, and the faults of a file that has some."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from twinsim.errors import Fault, ScenarioError
from twinsim.scenario import load

Write = Callable[..., Path]

PAIR = """\
schema = 1
name = "pair"
months = 24
cities = ["belfast", "sejong"]

[programme]
budget = 1000
links = [["belfast", "sejong"]]
"""


def faults_of(path: str | Path, **options: object) -> list[Fault]:
    with pytest.raises(ScenarioError) as error:
        load(path, **options)  # type: ignore[arg-type]
    return error.value.faults


def only_fault(path: str | Path, **options: object) -> Fault:
    faults = faults_of(path, **options)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]
