"""What was varied in a results folder: its factors, their names, and whether they were drawn."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from twinsim.errors import Fault, ResultsError
from twinsim.registry import nearest, parameters

if TYPE_CHECKING:
    from twinsim.sweep.results import Results

SAMPLED = ("sobol", "latin_hypercube")
_EXPERIMENT = "experiment.toml"


@dataclass(frozen=True)
class Varied:
    """A factor of a results folder.

    `sampled` says whether its values were drawn (a Sobol sequence, a Latin hypercube) and not
    listed; `prior` is the law that they were drawn by, empty for a plain range; `levels` are its
    listed values, in the order of the experiment, empty where none are. Titles and units come from
    the folder's `experiment.toml`, which others may have typed.
    """

    id: str
    title: str
    unit: str
    role: Literal["lever", "uncertainty"]
    sampled: bool
    levels: tuple[object, ...] = ()
    prior: str = ""


@dataclass(frozen=True)
class About:
    """What the experiment of a folder says of itself: title, question, factors in their order."""

    title: str
    question: str
    factors: tuple[Varied, ...]

    @property
    def levers(self) -> tuple[Varied, ...]:
        """What a designer chooses."""
        return tuple(factor for factor in self.factors if factor.role == "lever")

    @property
    def uncertain(self) -> tuple[Varied, ...]:
        """The uncertain parameters."""
        return tuple(factor for factor in self.factors if factor.role == "uncertainty")

    def factor(self, id: str) -> Varied:
        """A factor by its id. Raises :class:`ResultsError` for another, or where there is none."""
        ids = [factor.id for factor in self.factors]
        if not ids:
            expected = "expected results of twinsim sweep: these have one design point, no factor"
            raise ResultsError(Fault("", 0, "--by", id, expected))
        if id not in ids:
            expected = f"expected a factor of the sweep: {', '.join(ids[:20])}"
            raise ResultsError(Fault("", 0, "--by", id, expected, nearest(id, ids) or ""))
        return self.factors[ids.index(id)]


def is_sweep(results: Results) -> bool:
    """Whether the folder holds a designed experiment, and not one scenario."""
    return bool(results.manifest.identity.columns)


def about(results: Results) -> About:
    """What was varied in these results."""
    who = results.manifest.identity
    experiment = _table(who.experiment)
    held, drawn = _table(experiment.get("factors")), _drawn(experiment)
    told = _file(results)
    said = _table(told.get("levers"))
    factors = tuple(
        _varied(column.id, _table(held.get(column.id)), _table(said.get(column.id)), drawn)
        for column in who.columns
    )
    name = str(experiment.get("name", who.resolved.get("name", "")))
    return About(str(told.get("title") or name), str(told.get("question") or ""), factors)


def _varied(id: str, held: Mapping[str, Any], said: Mapping[str, Any], drawn: set[str]) -> Varied:
    uncertain = held.get("role") == "uncertainty"
    known = parameters().get(id) if uncertain else None
    levels = held.get("values") or _table(held.get("options"))
    return Varied(
        id=id,
        title=str(said.get("title") or (known.meaning if known else "") or id),
        unit=str(said.get("unit") or (known.unit if known else "")),
        role="uncertainty" if uncertain else "lever",
        sampled=id in drawn,
        levels=tuple(levels),
        prior=str(held.get("prior") or ""),
    )


def _drawn(experiment: Mapping[str, Any]) -> set[str]:
    """Ids of the factors of sampled designs."""
    blocks = [_table(block) for block in experiment.get("design", ())]
    return {str(id) for b in blocks if b.get("kind") in SAMPLED for id in b.get("factors", ())}


def _file(results: Results) -> Mapping[str, Any]:
    """The folder's experiment file; titles alone are taken from it, so a lost one costs no more."""
    try:
        with open(results.folder / _EXPERIMENT, "rb") as file:
            return tomllib.load(file)
    except (OSError, ValueError):
        return {}


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
