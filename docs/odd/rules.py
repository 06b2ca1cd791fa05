"""Every rule of the model as its source describes it."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from functools import cache, partial

from odd.source import Place, called, functions, modules, reads, said
from odd.terms import Part, Terms, Value, added, either, multiplied

HELPERS = ("rules.maths", "rules.draws", "rules.base")
"""Modules of guarded arithmetic and of luck: what they are given passes through them."""


@dataclass(frozen=True)
class Rule:
    """A rule: its arguments (without `p`), how each stands in it, and the parameters it reads.

    `own` are the parameters it reads itself, `parameters` also those of the rules that it calls;
    `inner` are these, with the arguments that each of theirs is made of; `fills` are the vectors
    it writes to.
    """

    place: Place
    returns: str
    collective: bool
    takes_parameters: bool
    arguments: tuple[str, ...]
    parts: dict[str, Part]
    own: tuple[str, ...]
    parameters: tuple[str, ...]
    inner: tuple[tuple[Place, dict[str, tuple[str, ...]]], ...]
    fills: frozenset[str]
    said: str


def is_luck(argument: str) -> bool:
    """Whether an argument is a draw."""
    return argument in ("u", "z") or argument.startswith(("u_", "z_", "gamma_"))


@cache
def all_rules() -> dict[Place, Rule]:
    """All rules but the guarded arithmetic, in the order of their modules."""
    places = [
        Place(module, name)
        for module in modules("rules")
        if module not in HELPERS
        for name, function in functions(module).items()
        if _mark(function)
    ]
    return {place: rule(place) for place in places}


def _mark(function: ast.FunctionDef) -> ast.Call | None:
    for mark in function.decorator_list:
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name):
            return mark
    return None


@cache
def rule(place: Place) -> Rule:
    """The rule at a place. Raises LookupError when there is none."""
    function = functions(place.module).get(place.name)
    mark = _mark(function) if function else None
    if function is None or mark is None:
        raise LookupError(f"{place} is no rule")
    names = [argument.arg for argument in function.args.args]
    body = Body(place.module, [name for name in names if name != "p"])
    body.run(function.body)
    whole = added(body.results)
    own = reads(place.module, place.name)
    below = [id for inner, _ in body.inner for id in rule(inner).parameters]
    return Rule(
        place,
        ast.literal_eval(mark.args[0]),
        isinstance(mark.func, ast.Name) and mark.func.id == "collective",
        "p" in names,
        tuple(name for name in names if name != "p"),
        whole.parts,
        own,
        tuple(dict.fromkeys([*own, *below])),
        tuple(body.inner),
        frozenset(body.fills),
        said(function),
    )


@dataclass
class Body:
    """Follows the statements of a rule; `results` are what it returns or writes to a vector."""

    module: str
    arguments: list[str]
    results: list[Value] = field(default_factory=list)
    inner: list[tuple[Place, dict[str, tuple[str, ...]]]] = field(default_factory=list)
    fills: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        names = {name: Value({name: Part()}) for name in self.arguments}
        self.terms = Terms(names, self._call)
        self._tests: list[ast.expr] = []

    def run(self, statements: list[ast.stmt]) -> None:
        """Follow statements in their order; a loop twice: what a round ends with, the next has."""
        before = len(self._tests)
        for node in statements:
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
                self._assign(node)
            elif isinstance(node, ast.Return) and node.value is not None:
                self.results.append(self._decided(self.terms.read(node.value), Value()))
            elif isinstance(node, ast.If):
                self._branch(node)
            elif isinstance(node, ast.For | ast.While):
                self._tests.append(node.iter if isinstance(node, ast.For) else node.test)
                self.run(node.body)
                self.run(node.body)
                self._tests.pop()
        del self._tests[before:]

    def _branch(self, node: ast.If) -> None:
        self._tests.append(node.test)
        self.run(node.body)
        self.run(node.orelse)
        if not isinstance(node.body[-1], ast.Return):
            self._tests.pop()  # after one that returns, what follows hangs on the test too

    def _assign(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> None:
        if node.value is None:
            return
        value = self.terms.read(node.value)
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            self.results.append(self._decided(value, Value()))
            self.fills.add(target.value.id)
        elif isinstance(target, ast.Name):
            old = self.terms.names.get(target.id, Value())
            if isinstance(node, ast.AugAssign):
                scaled = isinstance(node.op, ast.Mult | ast.Div)
                value = multiplied([old, value], []) if scaled else added([old, value])
            if self._tests and target.id in self.terms.names:
                value = self._decided(either(old, value), old)
            self.terms.names[target.id] = value

    def _decided(self, value: Value, other: Value) -> Value:
        """A value and what the tests hang on that decide between it and the other."""
        return added([value, *(self.terms.deciding(test, value, other) for test in self._tests)])

    def _call(self, node: ast.Call) -> Value:
        place = called(self.module, node)
        values = [self.terms.read(argument) for argument in node.args]
        if place is None or place.module in HELPERS:
            return added(values)
        inner = rule(place)
        values = values[1:] if inner.takes_parameters else values
        given = dict(zip(inner.arguments, values, strict=True))
        self.inner.append((place, {name: tuple(value.parts) for name, value in given.items()}))
        parts = []
        for name, value in given.items():
            part = inner.parts.get(name, Part())
            within = value.changed(partial(_within, inner=part))
            parts.append(replace(within, parameters=value.parameters | frozenset(inner.parameters)))
        return added([*parts, Value({}, frozenset(inner.parameters))])


def _within(outer: Part, inner: Part) -> Part:
    """How an argument stands in what a rule makes of an argument of its own."""
    return Part(
        outer.weights | inner.weights,
        outer.levels | inner.levels,
        outer.switches | inner.switches,
        outer.near and inner.near,
    )
