"""Entry points: where each variable enters a rule, and what that stands on.

The principle: a variable enters a rule only with a row of evidence, or with a weight whose prior
includes the value at which the variable drops out.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache

from odd.flow import flow
from odd.readers import declared
from odd.rules import all_rules, is_luck, rule
from odd.source import Place, called, functions, modules
from odd.words import cited, supports
from twinsim.registry import Prior, parameters, state

STARTS = "world.start"
"""The module of the world that fills the state of a run: it is followed with the stages."""


@dataclass(frozen=True)
class Point:
    """A variable (`holder`, `name`) that enters a rule without another rule between.

    `weights` multiply it, `levels` set the level of the term it stands in, `off` says how a prior
    lets it drop out; `rows` is the evidence of the weights, `form` what the rule itself cites;
    `onward` are the rules that its result reaches in the same stage.
    """

    holder: str
    name: str
    rule: Place
    arguments: tuple[str, ...]
    weights: tuple[str, ...]
    levels: tuple[str, ...]
    rows: tuple[str, ...]
    form: tuple[str, ...]
    off: tuple[str, ...]
    onward: tuple[Place, ...]

    @property
    def stands_on(self) -> str:
        """What lets the variable enter: the first that holds of

        evidence (of a weight), prior (one of them includes no effect), rule (the rule cites
        evidence, the weight has none), arithmetic (the rule reads no parameter), form (a sum or
        product that no parameter touches), assumption.
        """
        if any(map(supports, self.rows)):
            return "evidence"
        if self.off:
            return "prior"
        if any(map(supports, self.form)):
            return "rule"
        if not rule(self.rule).parameters:
            return "arithmetic"
        return "assumption" if self.weights or self.levels else "form"


@cache
def points() -> tuple[Point, ...]:
    """All entry points, by holder as the registry has them, then the setup's tables."""
    direct: dict[tuple[str, str, Place], dict[str, None]] = {}
    onward: dict[tuple[str, str, Place], dict[Place, None]] = {}
    for entry in flow().entries:
        source = entry.source
        if source.first is None:
            key = (source.holder, source.name, entry.rule)
            direct.setdefault(key, {})[entry.argument] = None
        elif source.first != entry.rule:
            key = (source.holder, source.name, source.first)
            onward.setdefault(key, {})[entry.rule] = None
    order = {kind: number for number, kind in enumerate(state())}
    found = [
        _point(*key, tuple(arguments), tuple(onward.get(key, ())))
        for key, arguments in direct.items()
    ]
    return tuple(sorted(found, key=lambda point: (order.get(point.holder, 99), _place(point))))


def _place(point: Point) -> tuple[str, int, str, str]:
    """Where a point stands: by holder, then as the variables are declared."""
    names = [variable.id for variable in state().get(point.holder, ())]
    number = names.index(point.name) if point.name in names else len(names)
    return point.holder, number, point.name, str(point.rule)


def _point(
    holder: str, name: str, place: Place, arguments: tuple[str, ...], onward: tuple[Place, ...]
) -> Point:
    called = rule(place)
    parts = [called.parts[a] for a in arguments if a in called.parts and not is_luck(a)]
    weights = _in_order(called.parameters, [id for part in parts for id in part.weights])
    levels = _in_order(called.parameters, [id for part in parts for id in part.levels])
    switches = dict.fromkeys(sorted(switch for part in parts for switch in part.switches))
    return Point(
        holder,
        name,
        place,
        arguments,
        weights,
        tuple(id for id in levels if id not in weights),
        tuple(dict.fromkeys(row for id in weights for row in evidence_of(id))),
        tuple(cited(called.said)),
        tuple(said for id, value in switches if (said := includes(id, value))),
        onward,
    )


def _in_order(all_: tuple[str, ...], some: list[str]) -> tuple[str, ...]:
    return declared(tuple(id for id in all_ if id in some))


def evidence_of(id: str) -> tuple[str, ...]:
    """Rows that a parameter rests on. A gain has none of its own: it cuts an arrow, and what
    supports the arrow need not support all that it cuts."""
    return parameters()[id].evidence if id in parameters() else ()


def includes(id: str, value: float) -> str:
    """How the prior of a parameter includes a value, "" if it does not (or there is none)."""
    prior = parameters()[id].prior if id in parameters() else None
    if prior is None:
        return ""
    if prior.mass > 0.0 and prior.at == value:
        return f"`{id}` is {value:g} with {prior.mass:g}"
    return f"`{id}` reaches {value:g}" if _reaches(prior, value) else ""


def _reaches(prior: Prior, value: float) -> bool:
    """Whether a law has density at a value; a beta law or a lognormal one has none at 0."""
    shape = prior.shape
    if prior.law in ("uniform", "triangular"):
        return shape["low"] <= value <= shape["high"]
    if prior.law == "beta":
        ends = {0.0: shape["a"] <= 1.0, 1.0: shape["b"] <= 1.0}
        return ends.get(value, 0.0 < value < 1.0)
    return prior.law == "normal" or (prior.law == "positive-normal" and value == 0.0)


@cache
def world_points() -> tuple[Point, ...]:
    """Expressions that enter rules while the world is made, before any run; `holder` is the
    function that calls, `name` the expression."""
    found = []
    for module in modules("world"):
        if module == STARTS:
            continue
        for name, function in functions(module).items():
            for node in ast.walk(function):
                if not isinstance(node, ast.Call):
                    continue
                place = called(module, node)
                if place in all_rules():
                    given = node.args[1:] if rule(place).takes_parameters else node.args
                    where = str(Place(module, name))
                    found += [
                        _point(where, ast.unparse(expression), place, (argument,), ())
                        for argument, expression in zip(rule(place).arguments, given, strict=False)
                        if not isinstance(expression, ast.Constant)
                    ]
    return tuple(found)


@cache
def silent() -> tuple[tuple[str, str, tuple[Place, ...]], ...]:
    """Declared state that enters no rule, with the functions that read it themselves."""
    entering = {(point.holder, point.name) for point in points()}
    return tuple(
        (kind, variable.id, tuple(flow().reads.get((kind, variable.id), ())))
        for kind, rows in state().items()
        for variable in rows
        if (kind, variable.id) not in entering
    )
