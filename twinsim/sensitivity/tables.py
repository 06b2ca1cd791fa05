"""What was found as tables, every number with its interval and the size that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from twinsim.sensitivity.analysis import Analysis
from twinsim.sensitivity.groups import grouped
from twinsim.sensitivity.morris import MorrisFound
from twinsim.sensitivity.sobol import Index, SobolFound
from twinsim.sensitivity.worlds import Interval, above

Record = dict[str, Any]


def tables(analysis: Analysis) -> dict[str, list[Record]]:
    """Every table by name; a table of a stage that was not run is absent."""
    found: dict[str, list[Record]] = {
        "inputs": _inputs(analysis),
        "fixed": [vars(one).copy() for one in analysis.fixed],
    }
    screened = [
        record
        for stage in ("groups", "inputs")
        for one in analysis.morris(stage).values()
        for record in _morris(stage, one)
    ]
    if screened:
        found["morris"] = screened
    if analysis.sobol:
        every = list(analysis.sobol.values())
        found["sobol"] = [record for one in every for record in _sobol(one)]
        found["luck"] = [_luck(one) for one in every]
        if pairs := [record for one in every for record in _pairs(one)]:
            found["second"] = pairs
    if analysis.pawn:
        found["pawn"] = list(_pawn(analysis))
    if analysis.learnt:
        found["learnt"] = [record for one in analysis.learnt.values() for record in _sobol(one)]
    found["convergence"] = list(_convergence(analysis))
    return found


def _of(name: str, value: Interval) -> Record:
    return {name: value.value, f"{name}_lo95": value.lo95, f"{name}_hi95": value.hi95}


def _inputs(analysis: Analysis) -> list[Record]:
    groups = grouped(analysis.inputs, analysis.asked.by)
    return [
        {
            "input": one.id,
            "kind": one.kind,
            "group": group,
            "law": one.law,
            "unit": one.unit,
            "role": one.role,
            "grade": one.grade,
            "source": one.source,
            "correlation": "none: independent",
            "meaning": one.title,
        }
        for one, group in zip(analysis.inputs, groups, strict=True)
    ]


def _morris(stage: str, found: MorrisFound) -> Iterator[Record]:
    for effect in found.effects:
        yield {
            "stage": stage,
            "output": found.name,
            "group": effect.group,
            **_of("mu_star", effect.mu_star),
            **_of("mu", effect.mu),
            "sigma": effect.sigma,
            "moved": effect.moved,
            **_of("dummy_mu_star", found.dummy),
            "resolved": "yes" if above(effect.mu_star, found.dummy) else "no",
            "trajectories": found.trajectories,
            "worlds": found.worlds,
        }


def _sobol(found: SobolFound) -> Iterator[Record]:
    for index in (*found.indices, found.dummy):
        yield {
            "output": found.name,
            "group": index.group,
            **_index(index),
            "resolved": "yes" if above(index.total, found.dummy.total) else "no",
            "blocks": found.blocks,
            "worlds": found.worlds,
        }


def _index(index: Index) -> Record:
    return {
        **_of("first", index.first),
        **_of("total", index.total),
        **_of("first_with_luck", index.first_with_luck),
        **_of("total_with_luck", index.total_with_luck),
    }


def _luck(found: SobolFound) -> Record:
    return {
        "output": found.name,
        "sd_of_expectations": found.sd,
        "sd_of_worlds": found.sd_of_world,
        **_of("share_of_inputs", found.luck.inputs),
        **_of("luck_first", found.luck.first),
        **_of("luck_total", found.luck.total),
        **_of("sum_of_first", found.sum),
        "blocks": found.blocks,
        "worlds": found.worlds,
    }


def _pairs(found: SobolFound) -> Iterator[Record]:
    for pair in found.pairs:
        yield {
            "output": found.name,
            "one": pair.one,
            "other": pair.other,
            **_of("second", pair.second),
            "blocks": found.blocks,
        }


def _pawn(analysis: Analysis) -> Iterator[Record]:
    for found in analysis.pawn.values():
        for one in found.distances:
            yield {
                "output": found.name,
                "input": one.input,
                **_of("median", one.median),
                "largest": one.largest,
                **_of("dummy_median", found.dummy),
                "resolved": "yes" if found.resolved(one) else "no",
                "points": found.points,
                "slices": found.slices,
            }


def _convergence(analysis: Analysis) -> Iterator[Record]:
    for name, stage in analysis.stages.items():
        smaller: Mapping[str, Mapping[str, Any]] = stage.smaller
        for output, parts in smaller.items():
            for one in parts.values():
                yield from _steps(name, output, one)


def _steps(stage: str, output: str, one: Any) -> Iterator[Record]:
    head = {"stage": stage, "output": output}
    if isinstance(one, SobolFound):
        for index in (*one.indices, one.dummy):
            own = {"group": index.group, "blocks": one.blocks}
            yield {**head, **own, **_of("first", index.first), **_of("total", index.total)}
    elif isinstance(one, MorrisFound):
        for effect in one.effects:
            own = {"group": effect.group, "blocks": one.trajectories}
            yield {**head, **own, **_of("mu_star", effect.mu_star)}
