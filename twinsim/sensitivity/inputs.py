"""What a sensitivity analysis varies, and what it leaves fixed, each with the reason.

>>> inputs_of(load_experiment("twin-vs-solo"))[0]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from twinsim.registry import parameters
from twinsim.scenario.domains import key_of_lever
from twinsim.sensitivity.switches import SWITCHES

if TYPE_CHECKING:
    from twinsim.scenario import Experiment, Value
    from twinsim.scenario.experiment import Factor

Kind = Literal["lever", "parameter", "switch"]


@dataclass(frozen=True)
class Input:
    """One thing that is varied: a lever, an uncertain parameter or a structural switch.

    `law` says how its values are spread, `grade` on what evidence it rests ("" for a choice),
    `role` what the registry has it for.
    """

    id: str
    kind: Kind
    title: str
    unit: str
    law: str
    role: str
    grade: str
    source: str
    at: Callable[[float], Value] = field(repr=False, compare=False)
    levels: int = 0  # 0 where its values are numbers of a range


@dataclass(frozen=True)
class Fixed:
    """What is not varied: its value and why."""

    id: str
    value: str
    reason: str


def inputs_of(
    experiment: Experiment, *, switches: bool = True, decided: str = ""
) -> tuple[Input, ...]:
    """Levers, then uncertain parameters, then switches; `decided` is a lever that is no input."""
    found = [_of_factor(factor) for factor in experiment.factors if factor.id != decided]
    if switches:
        found += [
            Input(
                one.id,
                "switch",
                one.title,
                "",
                f"one of {', '.join(one.levels)}, equal shares by design",
                "structure",
                "A",
                "",
                one.at,
                len(one.levels),
            )
            for one in SWITCHES
        ]
    return tuple(found)


def _of_factor(factor: Factor) -> Input:
    if factor.role == "lever":
        spread = f"{factor.expected}, equal shares"
        return Input(
            factor.id, "lever", factor.title, factor.unit, spread, "lever", "", "", factor.at,
            len(factor.levels),
        )  # fmt: skip
    row = parameters()[factor.id]
    law = str(factor.prior) if factor.prior is not None else f"{factor.expected}, {factor.scale}"
    source = ", ".join(row.evidence) or "assumption"
    return Input(
        factor.id, "parameter", factor.title, factor.unit, law, row.role, row.grade, source,
        factor.at, len(factor.levels),
    )  # fmt: skip


def fixed_of(experiment: Experiment, inputs: tuple[Input, ...]) -> tuple[Fixed, ...]:
    """Every parameter and lever of the registry that is no input, with the reason."""
    varied = {one.id for one in inputs}
    keys = {factor.key for factor in experiment.levers}
    found = []
    for id, row in parameters().items():
        if id in varied or f"parameters.{id}" in keys:
            continue
        value = experiment.base.parameters.get(id, row.central)
        found.append(Fixed(id, f"{value:g}", _reason(id, experiment.base.parameters)))
    return tuple(found)


def _reason(id: str, written: Mapping[str, float]) -> str:
    row = parameters()[id]
    if key := key_of_lever(id):
        return f"a lever, at the scenario's value ({key})"
    if row.role == "lever":
        return "a lever, at its usual value"
    if row.prior is None:
        return "no prior declared"
    return "set by the scenario" if id in written else "left out by the experiment"
