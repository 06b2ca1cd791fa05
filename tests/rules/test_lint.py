"""Rules say only what Python and compiled code understand in the same way."""

from __future__ import annotations

from pathlib import Path

import pytest

import twinsim.rules
from twinsim.rules.base import RULES

from .lint import faults

FOLDER = Path(twinsim.rules.__path__[0])
MODULES = sorted(path.stem for path in FOLDER.glob("*.py"))

HEAD = """
from __future__ import annotations
from typing import Any
from twinsim.rules.base import collective, rule
from twinsim.rules.maths import clip, exp, ratio
"""
CLEAN = """
@rule("value")
def good(p: Any, x: float, n: int) -> float:
    total = 0.0
    for i in range(n):
        total += p.rate * exp(-ratio(x, n)) * clip(x / 12.0, 0.0, 1.0) / -2
    return total if x > 0.0 else -total
"""


def rule_with(line: str, decorator: str = '@rule("value")') -> str:
    """The source of a module with one rule, whose body is `line`."""
    return f"{HEAD}\n{decorator}\ndef bad(p: Any, x: float, n: int) -> float:\n    {line}\n"


@pytest.mark.parametrize("name", MODULES)
def test_every_module_of_rules_is_clean(name):
    assert faults((FOLDER / f"{name}.py").read_text(encoding="utf-8"), name) == []


def test_a_clean_rule_has_no_faults():
    assert faults(HEAD + CLEAN, "firm") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("return x**2", "**"),
        ("x **= 2", "**"),
        ("return pow(x, 2.0)", "pow"),
        ("return round(x)", "round"),
        ("return sum(x)", "sum"),
        ("return min(x, 1.0)", "min"),
        ("return max(x, 1.0)", "max"),
        ("larger = max", "max"),
        ("return int(x)", "int"),
        ("return abs(x)", "no rule"),
        ("return np.exp(x)", "NumPy"),
        ("return np.uint64(n)", "NumPy"),
        ("return numpy.pi * x", "NumPy"),
        ("import numpy as np", "imports numpy"),
        ("import math", "imports math"),
        ("return math.exp(x)", "math outside"),
        ("return math.log(x)", "math outside"),
        ("return math.sqrt(x)", "math outside"),
        ("return 1.0 / x", "ratio"),
        ("return n // n", "ratio"),
        ("return n % n", "ratio"),
        ("return x / 0.0", "ratio"),
        ("return x / p.rate", "ratio"),
        ("return x / (1.0 + 1.0)", "ratio"),
        ("x /= n", "ratio"),
        ("raise ValueError", "total"),
        ("assert x > 0.0", "total"),
        ("try:\n        return x\n    finally:\n        n = 0", "total"),
        ("return draw(n, 0, 1, 0)", "draws"),
        ("return gamma(n, 0, 1, 0, x)", "draws"),
        ("return exp(uniform(n))", "draws"),
        ("return p.rate(x)", "method"),
        ("return n.bit_count()", "method"),
        ("return undeclared(x)", "no rule"),
        ("global STATE", "state"),
        ("return [x][0]", "allocates"),
        ("return len({k for k in range(n)})", "allocates"),
    ],
)
@pytest.mark.parametrize("decorator", ['@rule("value")', '@collective("value")'])
def test_a_planted_fault_is_found(line, said, decorator):
    found = faults(rule_with(line, decorator), "firm")
    assert any(said in fault for fault in found)
    assert faults(rule_with("return x"), "firm") == []


def test_a_fault_names_its_module_and_line():
    (fault,) = faults(rule_with("return x**2"), "firm")
    assert fault.startswith("firm:9: ")


@pytest.mark.parametrize(
    "line",
    [
        "import random",
        "import numpy as np",
        "from math import exp",
        "from numba import njit",
        "from twinsim.world.start import SECTORS",
        "from twinsim.rules.draws import draw",
        "from twinsim.rules import draws",
        "import twinsim.core",
    ],
)
def test_rules_import_only_rules_and_typing(line):
    assert any("imports" in fault for fault in faults(f"{HEAD}{line}\n", "city"))


def test_a_public_function_must_be_declared_and_a_private_one_obeys_the_same_limits():
    assert any("declared" in fault for fault in faults("def open_(x): return x", "link"))
    assert faults("def _hidden(x): return x", "link") == []
    assert any("**" in fault for fault in faults("def _hidden(x): return x**2", "link"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("x: Any) -> float", "x has no kind"),
        ("p: Any, x: bool) -> float", "x has no kind"),
        ("p: Any, x) -> float", "x has no kind"),
        ("p, x: float) -> float", "p has no kind"),
        ("x: float) -> bool", "return"),
        ("x: float)", "return"),
    ],
)
def test_a_signature_says_what_the_tests_must_call_a_rule_with(arguments, said):
    source = f'{HEAD}@rule("value")\ndef bad({arguments}:\n    return x\n'
    assert any(said in fault for fault in faults(source, "firm"))


@pytest.mark.parametrize(("name", "clean"), [("ratio", True), ("kept", False)])
def test_in_maths_only_the_guarded_functions_divide(name, clean):
    source = f'{HEAD}@rule("value")\ndef {name}(a: float, b: float) -> float:\n    return a / b\n'
    assert (faults(source, "maths") == []) is clean
    assert faults(source, "firm") != []  # the same name elsewhere is not excused


def test_maths_may_use_math():
    assert faults(rule_with("return math.exp(x)"), "maths") == []


def test_draws_may_use_unsigned_constants_of_numpy_and_nothing_else_of_it():
    assert faults("import numpy as np\nword = np.uint64(1)\n", "draws") == []
    assert faults("import numpy as np\nword = np.sqrt(1.0)\n", "draws") != []


def test_every_declared_rule_lives_in_a_linted_module():
    assert {name.split(".")[0] for name in RULES} <= set(MODULES)


def test_what_a_rule_returns_is_one_of_the_known_kinds():
    kinds = {"value", "probability", "weight", "score", "count", "index", "vector", "setup"}
    assert {rule.returns for rule in RULES.values()} <= kinds
