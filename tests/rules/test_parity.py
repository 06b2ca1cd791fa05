"""Each rule gives the same number in plain Python and compiled, to the last bit, and is total.

Every rule of RULES is called over its domain and far beyond it: zeros, huge and tiny numbers,
infinities and what is not a number, with plausible and with absurd parameters.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from numba import njit
from numpy.typing import NDArray

from twinsim.core.view import View
from twinsim.rules.base import RULES, Rule

from .arguments import (
    LONGEST,
    PLAUSIBLE,
    RECORDS,
    ROWS,
    SETS,
    VALID,
    WHICH,
    Table,
    signature,
    table,
    takes_parameters,
)

# Results that the documentation bounds, for valid arguments; a name is that of a parameter.
# Probabilities need no row here.
BOUNDS: dict[str, tuple[float, float | str]] = {
    "call.desk_order": (0.0, 1.0),
    "call.share_of_rivals": (0.0, 1.0),
    "call.spread": (0.0, 0.5),
    "call.weakest_third": (0, 1),
    "city.kept_by_election": (0.0, 1.0),
    "city.capability_next": (0.0, 1.0),
    "city.dissemination_next": (0.0, 1.0),
    "city.legitimacy_next": (0.0, 1.0),
    "city.loss_share": (0.0, 0.5),
    "city.need_at_start": (0.05, 1.0),
    "city.need_next": (0.0, 1.0),
    "city.priority": (0.0, 1.0),
    "city.share_paid": (0.0, 1.0),
    "city.stands": (0, 1),
    "city.under_mandate": (0.0, 1.0),
    "city.waits": (0, 1),
    "cluster.copied": (0.0, 1.0),
    "cluster.joins": (0.0, "cluster_join"),
    "cluster.quality_next": (0.0, 1.0),
    "cluster.quits": (0.0, "cluster_leave"),
    "cluster.shield": (0.0, 1.0),
    "firm.exit_base": (0.0, 1.0),
    "firm.grant_won": (0, 1),
    "firm.growth_spread": (0.0, 0.5),
    "firm.peer_gain": (0.0, 1.0),
    "firm.revealed": (0, "reveal_months"),
    "firm.runway": (0.0, "runway_ref"),
    "firm.sale_growth": (0.0, "sale_cap"),
    "firm.training_gain": (0.0, 1.0),
    "firm.zone_next": (0, 3),
    "investor.investors": (3, 40),
    "link.after_failure": (0.0, 1.0),
    "link.after_success": (0.0, 1.0),
    "link.after_visit": (0.0, 1.0),
    "link.far": (0.0, 1.0),
    "link.friction": (0.0, 1.0),
    "link.idle_trust": (0.0, 1.0),
    "link.trust_at_start": (0.0, 1.0),
    "link.unlike": (0.0, 1.0),
    "maths.clip01": (0.0, 1.0),
    "maths.kept": (0.0, 1.0),
    "measures.concentration": (0.0, 1.0),
    "measures.evenness": (0.0, 1.0),
    "pilot.fit": (0.0, 1.0),
    "pilot.learning": (0.0, 1.0),
    "pilot.quality": (0.0, 1.0),
    "pilot.ripeness": (0.0, 1.0),
    "pilot.step": (0.0, 1.0),
    "pilot.stopped": (0, 3),
    "programme.clarity": (0.0, 1.0),
    "programme.outreach_ratio": (0.0, 10.0),
    "programme.playbook_strength": (0.0, 1.0),
    "programme.strength": (0.0, 1.0),
    "programme.theme_weight": (0.0, 1.0),
    "university.absorptive_next": (0.0, 1.0),
    "university.tie_end": (0.0, "tie_hazard"),
    "university.universities": (0, 500),
}
TABLES = {name: table(rule) for name, rule in RULES.items()}
NAMES = sorted(RULES)


def module_of(name: str) -> str:
    return name.split(".")[0]


VIEW = View()  # one for all, so that what rules share is compiled once
SCALAR, VECTOR = ("float", "int"), ("Reals", "Wholes")


def _kernel(rules: list[Rule]) -> Callable[..., None]:
    """Code that runs a table of arguments through each rule: one function for many rules compiles
    in a fraction of the time of one each."""
    scope, lines = {}, ["for r in range(len(sets)):", "    p = records[sets[r]]"]
    for j, rule in enumerate(rules):
        scope[f"rule{j}"] = VIEW.of(rule.function)
        arguments = ["p"] if takes_parameters(rule) else []
        count = dict.fromkeys((*SCALAR, *VECTOR), 0)
        for kind in signature(rule).values():
            arguments.append(f"{kind}_[{j}, {count[kind]}, r")
            arguments[-1] += f", : length[{j}, r]]" if kind in VECTOR else "]"
            count[kind] += 1
        lines.append(f"    out[{j}, r] = rule{j}({', '.join(arguments)})")
    source = "def run(records, sets, length, float_, int_, Reals_, Wholes_, out):\n    "
    exec(source + "\n    ".join(lines), scope)
    return njit(error_model="numpy")(scope["run"])  # type: ignore[no-any-return]


def _stacked(tables: list[Table], rules: list[Rule], kind: str) -> NDArray[Any]:
    """Arguments of one kind: (rule, argument, row), and the entry of vectors."""
    names = [[name for name, of in signature(rule).items() if of == kind] for rule in rules]
    shape: tuple[int, ...] = (len(rules), max(map(len, names)), ROWS)
    if kind in VECTOR:
        shape = (*shape, LONGEST)
    stacked = np.zeros(shape, np.float64 if kind in {"float", "Reals"} else np.int64)
    for j, table_ in enumerate(tables):
        for k, name in enumerate(names[j]):
            stacked[j, k] = table_.values[name]
    return stacked


@cache
def compiled(module: str, collective: bool) -> dict[str, tuple[Any, Any, Any]]:
    """Results of the compiled rules of a module, and their vectors of floats and of whole numbers
    afterwards."""
    names = [n for n in NAMES if module_of(n) == module and RULES[n].collective == collective]
    rules, tables = [RULES[name] for name in names], [TABLES[name] for name in names]
    stacks = [_stacked(tables, rules, kind) for kind in (*SCALAR, *VECTOR)]
    out = np.full((len(rules), ROWS), -99.0)
    length = np.stack([t.length for t in tables])
    _kernel(rules)(RECORDS, WHICH, length, *stacks, out)
    return {name: (out[j], stacks[2][j], stacks[3][j]) for j, name in enumerate(names)}


@cache
def plain(name: str) -> tuple[list[Any], list[list[Any]]]:
    """Results of the plain rule, or what it raised, and the arguments of each row afterwards."""
    rule = RULES[name]
    results, after = [], []
    for p, arguments in TABLES[name].rows():
        try:
            result = rule.function(*([p] if takes_parameters(rule) else []), *arguments)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the rule is not total
            result = error
        results.append(result)
        after.append(arguments)
    return results, after


def different(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.int64]:
    """Where two vectors differ in any bit, all that is not a number being alike."""
    alike = (a.view(np.int64) == b.view(np.int64)) | (np.isnan(a) & np.isnan(b))
    return np.flatnonzero(~alike)


def shown(name: str, rows: Any) -> list[str]:
    """The first of the given rows, for people: set of parameters, arguments."""
    listed = list(TABLES[name].rows())
    return [f"{name}{tuple(listed[r][1])} with parameters {WHICH[r]}" for r in rows[:3]]


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_never_raises(name):
    results, _ = plain(name)
    raised = [r for r, result in enumerate(results) if isinstance(result, Exception)]
    assert not raised, (results[raised[0]], shown(name, raised))


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_returns_what_it_declares(name):
    kind = {"float": float, "int": int}[inspect.signature(RULES[name].function).return_annotation]
    results, _ = plain(name)
    other = [r for r, result in enumerate(results) if type(result) is not kind]
    assert not other, (results[other[0]], shown(name, other))


@pytest.mark.parametrize("name", NAMES)
def test_plain_and_compiled_are_equal_to_the_last_bit(name):
    results, after = plain(name)
    fast, reals, wholes = compiled(module_of(name), RULES[name].collective)[name]
    rows = different(np.array(results, np.float64), fast)
    assert not len(rows), (results[rows[0]], fast[rows[0]], shown(name, rows))

    # What a collective rule leaves in the vectors it was given is a result too.
    vectors = {"Reals": iter(reals), "Wholes": iter(wholes)}
    for place, kind in enumerate(signature(RULES[name]).values()):
        if kind in VECTOR:
            vector = next(vectors[kind]).astype(np.float64)
            for r, length in enumerate(TABLES[name].length):
                left = np.array(after[r][place], np.float64)
                assert not len(different(left, vector[r, :length])), shown(name, [r])


@pytest.mark.parametrize("name", NAMES)
def test_valid_arguments_give_finite_results_within_documented_bounds(name):
    results = plain(name)[0]
    low, high = BOUNDS.get(name, (-np.inf, np.inf))
    if RULES[name].returns == "probability":
        low, high = 0.0, 1.0
    for r in range(VALID):
        top = SETS[WHICH[r]][high] if isinstance(high, str) else high
        # Shares may pass an end by rounding alone.
        assert low - 1e-12 <= results[r] <= top + 1e-12, (results[r], shown(name, [r]))
        assert np.isfinite(results[r]), (results[r], shown(name, [r]))


def test_bounds_name_rules_that_exist():
    assert set(BOUNDS) <= set(RULES)


def test_valid_rows_use_all_plausible_parameters_and_others_absurd_ones_too():
    assert set(WHICH[:VALID]) == set(range(PLAUSIBLE))
    assert set(WHICH) == set(range(len(SETS)))


def test_a_difference_of_one_bit_is_seen():
    a = np.array([0.1 + 0.2, np.nan, 0.0, 1.0])
    b = np.array([0.3, -np.nan, -0.0, 1.0])
    assert list(different(a, b)) == [0, 2]
