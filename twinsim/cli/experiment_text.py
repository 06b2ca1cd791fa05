"""An experiment in words: what `show` prints of one."""

from __future__ import annotations

import shlex
from textwrap import fill

from twinsim.cli.tables import WIDTH, columns, cut
from twinsim.report.experiments import Plan, sets_of, values_of
from twinsim.report.wording import spaced
from twinsim.scenario import Factor
from twinsim.text import inert, listed

_SAMPLED = 12  # parameters in the table; more are named
_NAMED = 8


def text(plan: Plan, name: str) -> str:
    """The whole of it; `name` is what it was asked by."""
    one = plan.experiment
    start = f"{one.base.months} months from {one.base.start}"
    contrasts = listed([spaced(contrast) for contrast in one.contrasts])
    lines = [
        f"{inert(one.title, 80)}: an experiment",
        *_wrapped(inert(one.question, 300)),
        *_wrapped(
            f"It varies the scenario {inert(one.base.name, 64)}: {start}, arms "
            f"{listed([*one.arms])}; compared are {contrasts}."
        ),
        "",
    ]
    if one.levers:
        rows = [(cut(row.id, 24), _titled(row), values_of(row), sets_of(row)) for row in one.levers]
        lines += [columns(("lever", "what it is", "values", "sets"), rows), ""]
    lines += _uncertain(plan)
    designs = "; × ".join(plan.designs)
    single = plan.points == 1
    lines += _wrapped(f"Points: {designs}: {plan.points:,} design point{'s' * (not single)}.")
    lines += _wrapped(
        f"Runs: {plan.points:,} × {one.replicates:,} replicates × {len(one.arms)} arms = "
        f"{plan.runs:,}. --samples and --replicates of twinsim sweep ask for more or fewer."
    )
    cities = [inert(city.id, 40) for city in one.cities]
    lines += _wrapped(f"Cities: {listed(cities)}.")
    asked = inert(name, 100)
    return "\n".join(
        [
            *lines,
            "",
            f"twinsim sweep {asked} --dry-run says how many minutes and bytes that is,",
            f"twinsim show {inert(shlex.quote(one.varied), 300)} what its scenario does.",
        ]
    )


def _uncertain(plan: Plan) -> list[str]:
    """The parameters that are sampled: a few in a table, of many their names."""
    found = plan.experiment.uncertainties
    if not found:
        return ["Parameters stand at the values of the scenario: doubt about them is not sampled."]
    if len(found) <= _SAMPLED:
        rows = [(cut(row.id, 32), values_of(row), _titled(row)) for row in found]
        return [columns(("sampled", "values", "what it is"), rows), ""]
    named = ", ".join(row.id for row in found[:_NAMED])
    priors = " by their priors" if all(row.prior for row in found) else ""
    return _wrapped(
        f"Sampled: {len(found)} parameters{priors}: {named} and {len(found) - _NAMED} more, which "
        "--json lists."
    )


def _titled(factor: Factor) -> str:
    """What a factor is, with its unit."""
    unit = f" ({inert(factor.unit, 20)})" if factor.unit not in ("", "1", "text") else ""
    return f"{inert(factor.title, 60)}{unit}"


def _wrapped(text: str) -> list[str]:
    return [fill(text, WIDTH - 2, break_on_hyphens=False)] if text else []
