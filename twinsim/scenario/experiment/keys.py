"""Every key that an experiment file may have, as a dotted path, with its meaning and default."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from twinsim.scenario.experiment.schema import ExperimentFile, LeverTable, RangeTable
from twinsim.scenario.keys import Key, walk

_DERIVED = {"name": "the name of the file", "title": "the name"}
_EMPTY = ("set", "levers", "uncertainties")


@cache
def experiment_keys() -> dict[str, Key]:
    """All keys by path, in the order of the file; `<id>` stands for a name of one's own."""
    return {key.path: key for key in _keys()}


def _keys() -> Iterator[Key]:
    for key in walk(ExperimentFile, "", _DERIVED):
        yield replace(key, default="none") if key.path in _EMPTY else key
        if key.path == "levers":
            yield from walk(LeverTable, "levers.<id>.", {"title": "that of its key"})
        if key.path == "uncertainties":
            yield Key(
                "uncertainties.all",
                "every parameter with a prior that neither a lever nor the scenario sets",
                '"prior"',
                "absent",
            )
            yield Key(
                "uncertainties.except",
                "of all, the parameters that stay at their central values",
                "a list of parameters",
                "absent",
            )
            yield Key(
                "uncertainties.<parameter>",
                "a parameter that is sampled, by its prior or within a table",
                '"prior", or a table',
                "absent",
            )
            yield from walk(RangeTable, "uncertainties.<parameter>.", {})
