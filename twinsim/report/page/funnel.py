"""The funnel: firms on their way from hearing of a call to a first sale, by arm."""

from __future__ import annotations

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.page.case import Case
from twinsim.report.page.means import Mean, mean_over_worlds
from twinsim.report.page.table import Cell, Table, Value, heads


def funnel(case: Case) -> Table | None:
    """A row for each step, a column for each arm that pays; None where no arm does."""
    arms = wording.paying(case.results)
    if not arms:
        return None
    means = {(id, arm): mean_over_worlds(case, arm, id) for id, _ in wording.STEPS for arm in arms}
    rows = tuple(
        (
            Cell(word, indicators()[id].meaning),
            *(Cell(means[id, arm].text(1), means[id, arm].worlds(1)) for arm in arms),
        )
        for id, word in wording.STEPS
    )
    return Table(
        id="funnel",
        caption="From the call to a first sale, by arm: mean of worlds with its 95 % interval, "
        "and 5 to 95 % of single worlds",
        heads=heads(["step", *arms]),
        rows=rows,
        records=tuple(_record(id, arm, means[id, arm]) for id, _ in wording.STEPS for arm in arms),
        note="Steps count different things (firms, bids, pilots), so a step may exceed the one "
        "before it: a firm may win a first sale without an adoption. "
        f"{wording.beside_funnel(case.results)}",
    )


def _record(id: str, arm: str, mean: Mean) -> dict[str, Value]:
    return {"step": id, "unit": indicators()[id].unit, "arm": arm, **mean.record()}
