"""What a rule does with its arguments: which parameters weigh each, and which switch it off.

An expression is followed down to the arguments in it. A parameter *weighs* an argument where it is
a factor of a term that is proportional to it (centred, or in logs), divides it, or is compared with
it; where it is a factor of a term such as 1 + x, which is there without the argument too, it only
sets its *level*. It *switches the argument off* at a value where all that holds it is 0: `p.w * x`
at 0, `(p.w - 1.0) * x` at 1.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

Switch = tuple[str, float]
Ids = frozenset[str]
NONE: Ids = frozenset()
OFF: frozenset[Switch] = frozenset()
# Of the guarded functions: those that are 0, and those that are not, where a gain is none.
FROM_ONE, TO_ONE = {"log"}, {"exp", "lift", "kept", "logistic"}


@dataclass(frozen=True)
class Part:
    """How an argument stands in an expression. `near` while that is proportional to it."""

    weights: Ids = NONE
    levels: Ids = NONE
    switches: frozenset[Switch] = OFF
    near: bool = True

    def times(self, parameters: Ids, switches: frozenset[Switch] = OFF) -> Part:
        """The same with factors in front."""
        weights = self.weights | parameters if self.near else self.weights
        levels = self.levels if self.near else self.levels | parameters
        return Part(weights, levels - weights, self.switches | switches, self.near)

    def with_other(self, other: Part, weights: Ids) -> Part:
        """Two occurrences as one, which is off only where both are."""
        levels = (self.levels | other.levels) - weights
        return Part(weights, levels, self.switches & other.switches, self.near and other.near)


@dataclass(frozen=True)
class Value:
    """What an expression holds: its arguments, all its parameters, and where it is 0 if it is made
    of parameters alone."""

    parts: dict[str, Part] = field(default_factory=dict)
    parameters: Ids = NONE
    zeros: frozenset[Switch] = OFF

    def changed(self, change: Callable[[Part], Part]) -> Value:
        """The value with each of its arguments standing otherwise."""
        return Value({name: change(part) for name, part in self.parts.items()}, self.parameters)


def added(values: Iterable[Value]) -> Value:
    """A sum, or what is made of several."""
    parts: dict[str, Part] = {}
    parameters = NONE
    for value in values:
        parameters |= value.parameters
        for name, part in value.parts.items():
            old = parts.get(name, part)
            parts[name] = old.with_other(part, old.weights | part.weights)
    return Value(parts, parameters)


def either(one: Value, other: Value) -> Value:
    """One value or the other: what weighs an argument in one of them only is up to the choice."""
    parts = {**one.parts, **other.parts}
    for name in one.parts.keys() & other.parts.keys():
        mine, theirs = one.parts[name], other.parts[name]
        parts[name] = mine.with_other(theirs, mine.weights & theirs.weights)
    return Value(parts, one.parameters | other.parameters)


def multiplied(factors: list[Value], divisors: list[Value]) -> Value:
    """A product: factors and divisors made of parameters alone weigh the arguments of the rest."""
    pure = [value for value in (*factors, *divisors) if not value.parts]
    weights = NONE.union(*(value.parameters for value in pure))
    zeros = OFF.union(*(value.zeros for value in factors if not value.parts))
    whole = added([*factors, *divisors]).changed(lambda part: part.times(weights, zeros))
    return replace(whole, zeros=OFF if whole.parts else zeros)


class Terms:
    """Reads expressions of a rule, given the values of its names and a reader of calls."""

    def __init__(self, names: dict[str, Value], call: Callable[[ast.Call], Value]) -> None:
        self.names = names
        self._call = call

    def read(self, node: ast.expr) -> Value:
        """The value of an expression."""
        if isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name) and node.value.id == "p":
                return Value({}, frozenset([node.attr]), frozenset([(node.attr, 0.0)]))
            return Value()
        if isinstance(node, ast.Name):
            return self.names.get(node.id, Value())
        if _multiplies(node) or _divides(node):
            return self._product(node)
        if isinstance(node, ast.Call):
            return self._called(node)
        if isinstance(node, ast.BinOp):
            return self._sum(node)
        if isinstance(node, ast.Compare):
            whole = added(map(self.read, [node.left, *node.comparators]))
            return whole.changed(lambda part: part.times(whole.parameters))
        if isinstance(node, ast.IfExp):
            body, orelse = self.read(node.body), self.read(node.orelse)
            return added([either(body, orelse), self.deciding(node.test, body, orelse)])
        inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        return self.read(node.value) if isinstance(node, ast.Subscript) else self._all(inner)

    def deciding(self, test: ast.expr, one: Value, other: Value) -> Value:
        """What a test adds to what it decides: its arguments, weighed by the parameters that only
        one of the two has."""
        differ = one.parameters ^ other.parameters
        return self.read(test).changed(lambda part: Part(part.weights | differ))

    def _all(self, nodes: list[ast.expr]) -> Value:
        return added(map(self.read, nodes))

    def _called(self, node: ast.Call) -> Value:
        value = self._call(node)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in FROM_ONE | TO_ONE:
            value = value.changed(lambda part: replace(part, near=name in FROM_ONE))
        return value

    def _product(self, node: ast.expr) -> Value:
        factors: list[Value] = []
        divisors: list[Value] = []
        self._take_apart(node, factors, divisors)
        return multiplied(factors, divisors)

    def _take_apart(self, node: ast.expr, factors: list[Value], divisors: list[Value]) -> None:
        pair = _divides(node)
        if pair:
            self._take_apart(pair[0], factors, divisors)
            divisors.append(self.read(pair[1]))
        elif isinstance(node, ast.BinOp) and _multiplies(node):
            self._take_apart(node.left, factors, divisors)
            self._take_apart(node.right, factors, divisors)
        elif isinstance(node, ast.UnaryOp):
            self._take_apart(node.operand, factors, divisors)
        else:
            factors.append(self.read(node))

    def _sum(self, node: ast.BinOp) -> Value:
        left, right = self.read(node.left), self.read(node.right)
        total = added([left, right])
        if not total.parts:
            return replace(total, zeros=_zero_of_difference(node, left, right))
        minus = isinstance(node.op, ast.Sub)
        if minus and _is_one(node.left) and _calls(node.right, "exp"):
            return total.changed(lambda part: replace(part, near=True))
        centred = minus and (right if left.parts else left).parameters
        if not centred and not (left.parts and right.parts):
            return total.changed(lambda part: replace(part, near=False))
        return total


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 1.0


def _calls(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _multiplies(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)


def _divides(node: ast.expr) -> tuple[ast.expr, ast.expr] | None:
    """Numerator and denominator of a division or a remainder, `ratio(a, b)` included."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod):
        return node.left, node.right
    if isinstance(node, ast.Call) and _calls(node, "ratio"):
        return node.args[0], node.args[1]
    return None


def _zero_of_difference(node: ast.BinOp, left: Value, right: Value) -> frozenset[Switch]:
    """Where `p.w - c` or `c - p.w` is 0."""
    for value, other in ((left, node.right), (right, node.left)):
        if isinstance(node.op, ast.Sub) and isinstance(other, ast.Constant):
            at = float(ast.literal_eval(other))
            return frozenset((name, at) for name, zero in value.zeros if not zero)
    return OFF
