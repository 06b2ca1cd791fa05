"""An experiment as one TOML file, its scenario and its points within."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from twinsim.scenario.experiment.factor import Factor, plain
from twinsim.scenario.write import comment, toml_key, toml_value

if TYPE_CHECKING:
    from twinsim.scenario.experiment.blocks import Block
    from twinsim.scenario.experiment.model import Experiment


def to_toml(experiment: Experiment) -> str:
    """The text of a file that loads as an experiment of the same resolved values.

    The scenario stands in it as it was written, not with every default: a default may follow
    from a key that a factor sets.
    """
    head = {
        "schema": experiment.schema,
        "name": experiment.name,
        "title": experiment.title,
        "question": experiment.question,
        "replicates": experiment.replicates,
        "samples": experiment.samples,
        "arms": experiment.arms,
        "contrasts": experiment.contrasts,
    }
    lines = [f"# {comment(experiment.title)}: an experiment, with all that it is made of."]
    lines += _pairs(head)
    lines += ["", "# The scenario that is varied, as it was written.", "[scenario]"]
    lines += _pairs({"name": experiment.base.name, **experiment.written})
    for lever in experiment.levers:
        lines += _lever(lever)
    if experiment.uncertainties:
        lines += ["", "[uncertainties]"]
        lines += _pairs({factor.id: _range(factor) for factor in experiment.uncertainties})
    for block in experiment.blocks:
        lines += _design(block)
    return "\n".join(lines) + "\n"


def _pairs(values: Mapping[str, Any]) -> list[str]:
    return [f"{toml_key(key)} = {toml_value(value)}" for key, value in values.items()]


def _lever(lever: Factor) -> list[str]:
    about = {"title": lever.title}
    if not lever.options:
        own = _range(lever)
        lines = {**about, "unit": lever.unit, "key": lever.key, **own}
        return ["", f"[levers.{lever.id}]", *_pairs(lines)]
    lines_ = ["", f"[levers.{lever.id}]", *_pairs(about)]
    for label, option in lever.options.items():
        lines_ += ["", f"[levers.{lever.id}.options.{label}]", *_pairs(option)]
    return lines_


def _range(factor: Factor) -> Any:
    if factor.prior is not None:
        return "prior"
    if factor.levels:
        return {"values": [plain(level) for level in factor.levels]}
    table = {"low": factor.low, "high": factor.high, "scale": factor.scale}
    return {**table, "whole": True} if factor.whole else table


def _design(block: Block) -> list[str]:
    about: dict[str, Any] = {"kind": block.kind, "factors": block.factors}
    if block.sampled:
        about["samples"] = block.samples
    lines = ["", "[[design]]", *_pairs(about)]
    if block.points:
        rows = [f"  {toml_value([plain(value) for value in row])}," for row in block.points]
        lines += ["points = [", *rows, "]"]
    return lines
