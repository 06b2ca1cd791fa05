"""How a behaviour is declared: written once, plain Python, and compiled where the core calls it.

A *rule* takes scalars (and `p`, the parameters) and returns one scalar; it never draws, never
raises and holds no state. A *collective* rule works on small vectors (lists in the Mesa model,
array rows in the core). Both carry what they return, so that the tests which plant a change
in each rule know how to nudge it. Signatures say what each argument is (`p`, float, int, Reals or
Wholes), so that the tests can call every rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

# A vector of floats, and one of whole numbers: a list, or a row or a field of the core's arrays.
Reals: TypeAlias = Any
Wholes: TypeAlias = Any


@dataclass(frozen=True)
class Rule:
    """A declared rule: its function and what it returns.

    `returns` is "value" (a number that is stored, or goes into one that is), "probability",
    "weight" (a hazard or factor that only decides something), "score" (a number by which things
    are put in order), "count" (a whole number), "index" (a place in a vector, -1 for none),
    "vector" (it fills one that it is given) or "setup" (a number that the world computes once,
    for both engines).
    """

    name: str
    function: Callable[..., Any]
    returns: str
    collective: bool


RULES: dict[str, Rule] = {}


def rule(returns: str) -> Callable[[F], F]:
    """Declare a scalar rule."""
    return _declare(returns, collective=False)


def collective(returns: str) -> Callable[[F], F]:
    """Declare a rule over small vectors."""
    return _declare(returns, collective=True)


def _declare(returns: str, *, collective: bool) -> Callable[[F], F]:
    def mark(function: F) -> F:
        name = f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}"
        RULES[name] = Rule(name, function, returns, collective)
        return function

    return mark
