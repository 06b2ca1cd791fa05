"""Who reads which parameter and gain, and who rests on which row of evidence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from odd.rules import all_rules
from odd.source import Place, functions, modules, reads, tree
from odd.words import cited
from twinsim.registry import mechanisms, parameters
from twinsim.world.parameters import DERIVED

ROOMS = ("rules", "world", "core")
DEFAULT = Place("scenario.programme", "default")
"""Stands for a scenario's key whose default a parameter is."""


class _Noted(dict[str, float]):
    """Values of parameters that note which are asked for."""

    def __init__(self) -> None:
        super().__init__({id: row.central for id, row in parameters().items()})
        self.asked: list[str] = []

    def __getitem__(self, id: str) -> float:
        self.asked.append(id)
        return super().__getitem__(id)


@cache
def derived() -> dict[str, tuple[str, ...]]:
    """For each number worked out of parameters once, the parameters it is made of."""
    made = {}
    for id, derive in DERIVED.items():
        noted = _Noted()
        derive(noted)
        made[id] = tuple(dict.fromkeys(noted.asked))
    return made


def declared(ids: tuple[str, ...]) -> tuple[str, ...]:
    """The same with what is derived replaced by the parameters that it is made of."""
    return tuple(dict.fromkeys(inner for id in ids for inner in derived().get(id, (id,))))


@cache
def readers() -> dict[str, tuple[Place, ...]]:
    """For each parameter and each `g_<mechanism>`, the functions that read it, rules first."""
    found: dict[str, dict[Place, None]] = {}
    for module in (module for room in ROOMS for module in modules(room)):
        for name in functions(module):
            for id in declared(reads(module, name)):
                found.setdefault(id, {})[Place(module, name)] = None
    for id in _defaults():
        found.setdefault(id, {})[DEFAULT] = None
    return {id: tuple(places) for id, places in found.items()}


def _defaults() -> Iterator[str]:
    """Parameters that are defaults of a scenario's keys: `lever("…")`, `parameters()["…"]`."""
    for node in ast.walk(tree(DEFAULT.module)):
        calls = isinstance(node, ast.Call) and ast.unparse(node.func) == "lever"
        if calls or (isinstance(node, ast.Subscript) and ast.unparse(node.value) == "parameters()"):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Constant) and inner.value in parameters():
                    yield inner.value


@cache
def resting_on() -> dict[str, tuple[str, ...]]:
    """For each row of evidence and each pattern, what names it: parameters, mechanisms, rules."""
    found: dict[str, dict[str, None]] = {}
    for id, parameter in parameters().items():
        for row in parameter.evidence:
            found.setdefault(row, {})[id] = None
    for id, mechanism in mechanisms().items():
        for row in mechanism.evidence:
            found.setdefault(row, {})[f"g_{id}"] = None
    for place, rule in all_rules().items():
        for row in cited(rule.said):
            found.setdefault(row, {})[str(place)] = None
    return {row: tuple(names) for row, names in found.items()}
