"""What the pictures show, read off the engine: arrays pooled over worlds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks import courses
from benchmarks.findings import Floats
from twinsim.core import Stepper, simulate
from twinsim.world import World
from twinsim.world.columns import COLUMN, COLUMNS, HEADLINES

AGES = 61  # months of age that survival is followed for


@dataclass(frozen=True)
class Firms:
    """Firms of worlds without programme: staff at the start and at the horizon, growth of staff
    over the first year (ln), and the share of new firms alive by age in months (0 to 60)."""

    staff: Floats
    staff_later: Floats
    growth: Floats
    survival: Floats
    entrants: int


def firms(world: World, worlds: int) -> Firms:
    """Step through worlds without programme."""
    first, later, growth = [], [], []
    at_risk, ended = np.zeros(AGES), np.zeros(AGES)
    for replicate in range(worlds):
        run = Stepper(world.setups["baseline"], replicate)
        warmup, months = run.setup.warmup, run.setup.months
        lived = np.zeros(len(run.state.row))
        entered = np.zeros(len(lived), dtype=bool)
        staff: Any = None
        there: Any = None
        for month in range(months):
            run.step()
            stock = run.by_slot().sme
            live = stock["alive"] == 1
            lived += live
            entered |= stock["born"] > 0
            if month == warmup:
                there, staff = live, stock["staff"]
                first.append(staff[there])
            if month == warmup + 12:
                both = live & there
                growth.append(np.log(stock["staff"][both] / staff[both]))
        later.append(stock["staff"][live])
        age, alive = lived[entered].astype(int), live[entered]
        for months_old in range(AGES):
            at_risk[months_old] += (age > months_old).sum()
            ended[months_old] += ((age == months_old) & ~alive).sum()
    # A firm of `lived` months that is gone did not reach that age; one that lives is censored.
    hazard = ended / np.maximum(at_risk + ended, 1.0)
    staff, staff_later, grown = (np.concatenate(parts) for parts in (first, later, growth))
    alive_at = np.asarray(np.cumprod(1.0 - hazard), dtype=np.float64)
    return Firms(staff, staff_later, grown, alive_at, int(at_risk[0]))


@dataclass(frozen=True)
class Uses:
    """Programme pilots: months from completion to adoption by host and by twin and to the first
    sale (those that came), pilots started and completed, and months from the start of a pilot to
    its first use of any kind (of solutions that came into use)."""

    host: Floats
    twin: Floats
    sale: Floats
    first: Floats
    started: int
    completed: int


def uses(world: World, worlds: int) -> Uses:
    """Follow every programme pilot of the twins from start to use."""
    waits: dict[str, list[int]] = {"host": [], "twin": [], "sale": [], "first": []}
    started = completed = 0
    for replicate in range(worlds):
        run = Stepper(world.setups["twin"], replicate)
        began: dict[int, int] = {}
        done: dict[int, int] = {}
        seen: dict[tuple[int, str], int] = {}
        for month in range(run.setup.months):
            run.step()
            state = run.by_slot()
            firm, order = state.sme, state.order
            live = firm["alive"] == 1
            for slot in map(int, np.flatnonzero(live & (state.pilot["programme"] >= 0))):
                began.setdefault(slot, month)
            ready = live & (firm["supported"] == 1) & (firm["age_solution"] == 0)
            for slot in map(int, np.flatnonzero(ready)):
                done.setdefault(slot, month)
            for slot in done:
                if not live[slot] or firm["supported"][slot] == 0:
                    continue
                if firm["sold"][slot] == month:
                    seen.setdefault((slot, "sale"), month)
                for city in np.flatnonzero(order["adopted"][slot] == month):
                    at = "host" if city == firm["host"][slot] else "twin"
                    seen.setdefault((slot, at), month)
        started += len(began)
        completed += len(done)
        for (slot, kind), month in seen.items():
            waits[kind].append(month - done[slot])
        for slot, start in began.items():
            months = [month for (other, _), month in seen.items() if other == slot]
            if months:
                waits["first"].append(min(months) - start)
    host, twin, sale, first = (np.array(wait, float) for wait in waits.values())
    return Uses(host, twin, sale, first, started, completed)


def effects(world: World, worlds: int) -> dict[str, Floats]:
    """twin − baseline of each headline by world, cities taken together as the indicator says."""
    arms = [simulate(world, arm, 0, worlds).cities for arm in ("twin", "baseline")]
    difference = arms[0] - arms[1]
    found = {}
    for id in HEADLINES:
        column = difference[:, :, COLUMNS.index(id)]
        found[id] = column.mean(axis=1) if id == "need_relieved" else column.sum(axis=1)
    return found


def still(world: World, worlds: int) -> dict[str, Floats]:
    """Ten years without programme, both cities, (worlds, years): firms and active share at the
    end of each year, deals of the year, and the share of procurement budgets spent in it."""
    months = simulate(world, "baseline", 0, worlds, months=True).months
    years = months[:, :, 11::12]
    flows = np.diff(np.concatenate([np.zeros_like(years[:, :, :1]), years], axis=2), axis=2)
    budget = world.setups["baseline"].cities["yearly"].sum()
    stock = years[..., COLUMN.firms]
    active = (years[..., COLUMN.active_share] * stock).sum(axis=1) / stock.sum(axis=1)
    return {
        "firms": stock.sum(axis=1),
        "active": 100.0 * active,
        "deals": flows[..., COLUMN.deals].sum(axis=1),
        "procurement": 100.0 * flows[..., COLUMN.procurement].sum(axis=1) / budget,
    }


def fading(world: World, worlds: int) -> dict[str, tuple[Floats, Floats]]:
    """Light and intensive course: readiness gained (points of 100) and turnover (%) against
    controls, each (worlds, months since the course)."""
    found = {}
    for course in ("light", "intensive"):
        trials = [courses.trial(world, r, intensive=course == "intensive") for r in range(worlds)]
        turnover, gap = (100.0 * np.array(part) for part in zip(*trials, strict=True))
        found[course] = gap, turnover
    return found
