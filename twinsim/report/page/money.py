"""The accounts: money planned and drawn, by line and by payer, and what others pay."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.page.case import Case
from twinsim.report.page.means import mean_over_worlds
from twinsim.report.page.table import Cell, Head, Table, Value
from twinsim.sweep.effects import TOTAL
from twinsim.text import number

if TYPE_CHECKING:
    from twinsim.scenario import Scenario

OTHERS = ("procurement", "contract_value", "firms_unpaid", "saved", "budget_cut", "equity")
_LINE = "spend_"
_DIGITS = 1


def by_line(case: Case) -> Table | None:
    """A row for each line that any arm plans or draws on; None where nothing is paid."""
    arms = wording.paying(case.results)
    if not arms:
        return None
    plans = {arm: planned_lines(case.scenario, arm) if case.scenario else {} for arm in arms}
    lines = [id for id in indicators() if id.startswith(_LINE)]
    used = [
        id
        for id in lines
        if any(plans[arm].get(id) or mean_over_worlds(case, arm, id).mean for arm in arms)
    ]
    records = []
    rows = []
    for id in [*used, "spend"]:
        cells = [Cell("all lines" if id == "spend" else _label(id), id)]
        for arm in arms:
            plan = _total(case, arm) if id == "spend" else plans[arm].get(id)
            mean = mean_over_worlds(case, arm, id)
            if case.scenario:
                cells.append(Cell("–" if plan is None else number(plan, _DIGITS)))
            cells.append(Cell(mean.text(_DIGITS), mean.worlds(_DIGITS)))
            record: dict[str, Value] = {"line": id, "arm": arm, "unit": "k£"}
            planned: dict[str, Value] = {} if plan is None else {"planned": plan}
            records.append({**record, **planned, **mean.record()})
        rows.append(tuple(cells))
    return Table(
        id="accounts-lines",
        caption="Programme money by line, k£ of 2024 prices: planned, and drawn as a mean of "
        "worlds with its 95 % interval and 5 to 95 % of single worlds",
        heads=_heads("line", arms, planned=case.scenario is not None),
        rows=tuple(rows),
        records=tuple(records),
        note="" if case.scenario else _NO_PLAN,
    )


_NO_PLAN = (
    "The plan by line needs the facts of the run's cities: give the report the city table of "
    "the run (--cities FILE)."
)


def by_payer(case: Case) -> Table | None:
    """A row for each city that pays; None where nothing is paid."""
    arms = wording.paying(case.results)
    if not arms:
        return None
    payers = [c for c in case.owners if any(_total(case, arm, c) for arm in arms)]
    records: list[dict[str, Value]] = []
    rows = []
    for city in [*payers, TOTAL]:
        cells = [Cell("all payers" if city == TOTAL else case.city(city))]
        for arm in arms:
            plan = _total(case, arm, city)
            mean = mean_over_worlds(case, arm, "spend", city)
            cells += [Cell(number(plan, _DIGITS)), Cell(mean.text(_DIGITS), mean.worlds(_DIGITS))]
            record: dict[str, Value] = {"payer": city, "arm": arm, "unit": "k£", "planned": plan}
            records.append({**record, **mean.record()})
        rows.append(tuple(cells))
    return Table(
        id="accounts-payers",
        caption="Programme money by payer, k£ of 2024 prices: planned, and drawn as a mean of "
        "worlds with its 95 % interval and 5 to 95 % of single worlds",
        heads=_heads("payer", arms, planned=True),
        rows=tuple(rows),
        records=tuple(records),
        note="Money that is not drawn, for an empty place or a stopped pilot, goes back to its "
        "payer.",
    )


def others(case: Case) -> Table:
    """What is paid beside the programme, in all cities and in each."""
    scopes = (TOTAL, *case.owners)
    rows, records = [], []
    for id in OTHERS:
        for scope in scopes:
            means = [mean_over_worlds(case, arm, id, scope) for arm in case.arms]
            where = "all cities" if scope == TOTAL else case.city(scope)
            cells = [Cell(f"{id}, {where}", indicators()[id].meaning if scope == TOTAL else "")]
            rows.append((*cells, *(Cell(m.text(_DIGITS), m.worlds(_DIGITS)) for m in means)))
            records += [
                {"account": id, "scope": scope, "arm": arm, "unit": "k£", **mean.record()}
                for arm, mean in zip(case.arms, means, strict=True)
            ]
    return Table(
        id="accounts-others",
        caption="Money beside the programme's, k£ of 2024 prices over all months: mean of worlds "
        "with its 95 % interval, and 5 to 95 % of single worlds",
        heads=(Head("account", number=False), *(Head(arm) for arm in case.arms)),
        rows=tuple(rows),
        records=tuple(records),
    )


def planned_lines(scenario: Scenario, arm: str) -> dict[str, float]:
    """Planned cost (k£) of an arm by line, under the ids of what is drawn: `spend_<line>`.

    A place is its award, its host's support and its training; the last one counts at its
    probability, so that the sum is the planned cost of the whole.
    """
    from twinsim.world.money import LINES
    from twinsim.world.parameters import as_object, resolve
    from twinsim.world.programmes import programmes_of

    chosen = next(one for one in scenario.arms if one.id == arm)
    p = as_object(resolve(chosen.parameters, chosen.mechanisms))
    made = programmes_of(scenario, chosen, p)
    plan: dict[str, float] = defaultdict(float)
    for record in made.records:
        for line in LINES:
            plan[f"{_LINE}{line}"] += float(record[line])
    if not len(made.records):
        return {}
    any_one = made.records[0]  # purses are the arm's, the same in each of its programmes

    def pieces(purse: str, unit: str) -> float:
        price = float(any_one[unit])
        return float(any_one[purse]) / price if price > 0.0 else 0.0

    places = pieces("purse", "unit")
    if any_one["most_places"] >= 0:
        places = min(places, float(any_one["most_places"]))
    pilots = places + pieces("fund", "fund_unit")
    plan["spend_assessment"] += float(any_one["planned_bids"]) * p.assess_cost
    plan["spend_upskilling"] += places * float(any_one["training"])
    plan["spend_host"] += pilots * float(any_one["host_support"])
    plan["spend_awards"] += pilots * float(any_one["award"])
    plan["spend_missions"] += float(any_one["missions"])
    plan["spend_exchanges"] += float(any_one["exchanges"])
    plan["spend_courses"] += float(any_one["courses"])
    plan["spend_accelerator"] += float(any_one["graduates"])
    return {line: amount for line, amount in plan.items() if amount}


def _total(case: Case, arm: str, scope: str = TOTAL) -> float:
    return case.results.worlds.mean(arm, "planned", scope)


def _label(id: str) -> str:
    """`Drawn for city teams` as the name of a line: `city teams`."""
    meaning = indicators()[id].meaning
    for start in ("Drawn for ", "Drawn as "):
        meaning = meaning.removeprefix(start)
    return meaning


def _heads(first: str, arms: list[str], *, planned: bool) -> tuple[Head, ...]:
    kinds = ("planned", "drawn") if planned else ("drawn",)
    return (
        Head(first, number=False),
        *(Head(f"{arm}, {kind}") for arm in arms for kind in kinds),
    )
