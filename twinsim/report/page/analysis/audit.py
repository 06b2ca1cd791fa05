"""Sensitivity auditing: whose assumptions the numbers rest on, what is left out, who loses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from twinsim.registry import mechanisms, parameters
from twinsim.registry.chain import grade_of
from twinsim.report import wording
from twinsim.report.page.basis import grade_of_parameter
from twinsim.report.page.case import Case
from twinsim.report.page.results import lower_in_cities
from twinsim.text import listed

_FIRST = "net_value"
_SHOWN = 6


def audit(case: Case) -> Iterator[tuple[str, str]]:
    """A question of an auditor and the answer each."""
    graded = Counter(grade_of_parameter(id) for id in parameters())
    arrows = Counter(grade_of(one.evidence) for one in mechanisms().values())
    yield (
        "Whose assumptions",
        f"Those of the authors of twinsim. Of {len(parameters())} parameters {graded['A']} are "
        f"assumed and {graded['C']} recalled from sources that were not read again; of "
        f"{len(mechanisms())} arrows of the theory of change {arrows['A']} are assumed and "
        f"{arrows['C']} recalled. Priors are their judgement too: nobody was asked for them, no "
        "programme officer, firm or resident. What a designer chose stands in the scenario below.",
    )
    yield (
        "What is left out",
        "Citizens and civil society as actors, firms outside the modelled population, multipliers "
        "of local spending, prices, wages and rents beyond displacement, regulation, failure of "
        "the whole programme and politics between the twins. More is gained and lost in these "
        "than any interval here says.",
    )
    if not case.results.manifest.identity.columns:
        yield "Who loses", _losers(case)


def _losers(case: Case) -> str:
    said = []
    if case.results.worlds.count:
        for contrast in case.against_reference:
            tail = case.results.tail(_FIRST, contrast)
            if tail.n:
                said.append(
                    f"{_FIRST} is lower in {100 * tail.harmed:.0f} % of single worlds "
                    f"({wording.spaced(contrast)})"
                )
    lower = lower_in_cities(case, case.results.manifest.contrasts)
    if lower:
        told = [
            f"{case.city(row.scope)} {row.indicator} {wording.interval(row)} {row.unit} "
            f"({wording.spaced(row.contrast)})"
            for row in lower[:_SHOWN]
        ]
        more = f" and {len(lower) - _SHOWN:,} more" if len(lower) > _SHOWN else ""
        said.append(
            f"lower in a city, on average and beyond Monte-Carlo error: {listed(told)}{more}"
        )
    else:
        said.append("no headline of a single city is resolved to be lower in any contrast")
    said.append(
        "the model has no groups of residents, so that it cannot say which of them gain or lose; "
        "firms that a programme does not support are in the accounts by firm (--firms)"
    )
    return f"{'; '.join(said)}."
