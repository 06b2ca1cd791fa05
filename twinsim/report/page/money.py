"""The accounts: money planned and drawn, by line and by payer, and what others pay."""

from __future__ import annotations

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.figures.planned import planned_lines
from twinsim.report.page.case import Case
from twinsim.report.page.means import mean_over_worlds
from twinsim.report.page.table import Cell, Head, Table, Value
from twinsim.sweep.effects import TOTAL
from twinsim.text import number

OTHERS = ("procurement", "contract_value", "firms_unpaid", "saved", "budget_cut", "equity")
_LINE = "spend_"
_DIGITS = 1


def by_line(case: Case) -> Table | None:
    """A row for each line that any arm plans or draws on; None where nothing is paid."""
    arms = wording.paying(case.results)
    if not arms:
        return None
    plans = _plans(case)
    lines = [id for id in indicators() if id.startswith(_LINE)]
    used = [
        id
        for id in lines
        if any(plans.get(arm, {}).get(id) or mean_over_worlds(case, arm, id).mean for arm in arms)
    ]
    records = []
    rows = []
    for id in [*used, "spend"]:
        cells = [Cell("all lines" if id == "spend" else _label(id), id)]
        for arm in arms:
            plan = _total(case, arm) if id == "spend" else plans.get(arm, {}).get(id)
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


def _plans(case: Case) -> dict[str, dict[str, float]]:
    """Planned cost by arm and line, all payers together; empty where it is not known."""
    if case.scenario is None:
        return {}
    by_payer = planned_lines(case.scenario)
    return {
        arm: {line: sum(parts.values()) for line, parts in plan.items()}
        for arm, plan in by_payer.items()
    }


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
