"""What an experiment will do, before anything runs: what varies, at how many points and runs.

Also the entries of packaged experiments, and of the keys of an experiment file, for `explain`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

from twinsim.report.entry import Entry
from twinsim.scenario import Experiment, Factor
from twinsim.scenario.document import Document
from twinsim.scenario.experiment.blocks import Block
from twinsim.scenario.experiment.factor import plain
from twinsim.scenario.experiment.keys import experiment_keys
from twinsim.scenario.packaged import packaged_experiments
from twinsim.text import MINUS, inert, listed, number

_LEVELS = 12  # values that are named
_WORDS = {
    "grid": "all combinations of the values of",
    "sobol": "a Sobol sequence over",
    "latin_hypercube": "a Latin hypercube over",
    "table": "points as they are given, of",
}
_FEW = 3  # factors of a design that are named


@dataclass(frozen=True)
class Plan:
    """An experiment with its number of points, and of runs at its own number of replicates."""

    experiment: Experiment
    points: int
    runs: int

    @staticmethod
    def of(experiment: Experiment) -> Plan:
        """The plan of an experiment as its file has it."""
        factors = {factor.id: factor for factor in experiment.factors}
        points = prod(block.size(factors) for block in experiment.blocks)
        runs = points * experiment.replicates * len(experiment.arms)
        return Plan(experiment, points, runs)

    @property
    def designs(self) -> tuple[str, ...]:
        """Each design in words, with its points: `all combinations of partner (12)`."""
        factors = {factor.id: factor for factor in self.experiment.factors}
        return tuple(
            f"{_WORDS[block.kind]} {_of(block, factors)} ({block.size(factors):,})"
            for block in self.experiment.blocks
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as `twinsim show --json` prints them."""
        one = self.experiment
        return {
            "schema": 1,
            "name": one.name,
            "title": one.title,
            "question": one.question,
            "scenario": one.base.name,
            "months": one.base.months,
            "arms": list(one.arms),
            "contrasts": list(one.contrasts),
            "factors": [
                {
                    "id": factor.id,
                    "title": factor.title,
                    "role": factor.role,
                    "unit": factor.unit,
                    "sets": list(factor.keys),
                    **factor.resolved(),
                }
                for factor in one.factors
            ],
            "designs": list(self.designs),
            "points": self.points,
            "replicates": one.replicates,
            "runs": self.runs,
            "cities": [city.id for city in one.cities],
        }


def values_of(factor: Factor) -> str:
    """What a factor may be: `1000, 500 and 2000`, `600 to 3,000, by its logarithm`, its prior."""
    if factor.levels:
        named = [_level(level) for level in factor.levels[:_LEVELS]]
        more = len(factor.levels) - _LEVELS
        return f"{', '.join(named)} and {more:,} more" if more > 0 else listed(named)
    if factor.prior is not None:
        return str(factor.prior)
    ends = [
        number(end or 0.0, 0) if _whole(end) else f"{end:g}".replace("-", MINUS)
        for end in (factor.low, factor.high)
    ]
    how = ", by its logarithm" if factor.scale == "log" else ""
    return f"{' to '.join(ends)}{', whole' if factor.whole else ''}{how}"


def sets_of(factor: Factor) -> str:
    """The keys of the scenario that it sets."""
    return ", ".join(factor.keys) or "nothing"


def experiment_entries() -> Iterator[Entry]:
    """The packaged experiments, as their files have them."""
    for name, path in packaged_experiments().items():
        values = Document.read(path, "an experiment").values
        levers, uncertain = values.get("levers", {}), values.get("uncertainties", {})
        yield Entry(
            "experiment",
            name,
            f"{values.get('title', name)}: {values.get('question', '')}",
            (
                ("scenario", str(values.get("scenario", ""))),
                ("levers", ", ".join(levers)),
                ("sampled", _sampled(uncertain)),
                ("points", f"{values['samples']:,} sampled" if "samples" in values else ""),
                ("replicates", f"{values['replicates']:,}" if "replicates" in values else ""),
                ("shown by", f"twinsim show {name}"),
                ("run by", f"twinsim sweep {name}; --dry-run says how long it takes"),
            ),
        )


def experiment_key_entries() -> Iterator[Entry]:
    """The keys of an experiment file."""
    for key in experiment_keys().values():
        default = key.default or "none: it has to be written"
        yield Entry(
            "experiment key",
            key.path,
            f"{key.meaning} (of an experiment file)",
            (("allows", key.allows), ("default", default)),
        )


def _sampled(table: dict[str, Any]) -> str:
    own = [id for id in table if id not in ("all", "except")]
    every = ["every parameter with a prior that nothing sets"] if "all" in table else []
    return listed([*every, *own])


def _of(block: Block, factors: dict[str, Factor]) -> str:
    ids = [inert(id, 40) for id in block.factors]
    if len(ids) <= 2 * _FEW:
        return listed(ids)
    roles = {factors[id].role for id in block.factors}
    what = "parameters" if roles == {"uncertainty"} else "factors"
    return f"{len(ids)} {what}"


def _level(level: Any) -> str:
    if isinstance(level, bool):
        return "true" if level else "false"
    return inert(level, 40) if isinstance(level, str) else f"{plain(level):,}".replace("-", MINUS)


def _whole(value: float | None) -> bool:
    return value is not None and value == int(value)
