"""Groups of inputs that move together, found from what is declared, not by hand.

By *actor*: the file of rules that first reads a parameter (`firm`, `pilot`, `city` …), or `start`
for what only the population at the start and the timetable read. By *role*: what the registry says
a parameter is for (`fit`, `sample`, `fixed`). Levers and switches always are inputs of their own.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from twinsim.registry import parameters
from twinsim.sensitivity.inputs import Input

By = Literal["actor", "role", "each"]
KINDS: tuple[By, ...] = ("actor", "role", "each")
LEARNT, NOT_LEARNT, OTHERS = "fit", "not_fit", "others"
_ACTORS = (
    "call", "programme", "pilot", "link", "city", "firm", "investor", "university", "cluster",
)  # fmt: skip
_START = "start"


def grouped(inputs: Sequence[Input], by: By) -> tuple[str, ...]:
    """The group of each input. A group of one input has that input's id."""
    groups = [_group(one, by) for one in inputs]
    return tuple(
        one.id if groups.count(group) == 1 else group
        for one, group in zip(inputs, groups, strict=True)
    )


def alone(inputs: Sequence[Input], ids: Sequence[str]) -> tuple[str, ...]:
    """Some inputs each alone, the rest as one group that moves together."""
    return tuple(one.id if one.id in ids else OTHERS for one in inputs)


def by_learnt(inputs: Sequence[Input]) -> tuple[str, ...]:
    """Parameters that data can inform, against all other."""
    return tuple(LEARNT if parameters()[one.id].role == "fit" else NOT_LEARNT for one in inputs)


def _group(one: Input, by: By) -> str:
    if by == "each" or one.kind != "parameter":
        return one.id
    return parameters()[one.id].role if by == "role" else readers().get(one.id, _START)


@cache
def readers() -> dict[str, str]:
    """The actor whose rules read a parameter, by parameter; of several the first of the list."""
    found: dict[str, str] = {}
    for actor in _ACTORS:
        source = files("twinsim.rules").joinpath(f"{actor}.py").read_text("utf-8")
        for node in ast.walk(ast.parse(source)):
            of = node.value if isinstance(node, ast.Attribute) else None
            if isinstance(node, ast.Attribute) and isinstance(of, ast.Name) and of.id == "p":
                found.setdefault(node.attr, actor)
    return found
