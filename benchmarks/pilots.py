"""Patterns of a programme's pilots: funnel, end-states, timing, cognitive distance, spill-over."""

from __future__ import annotations

import numpy as np

import twinsim as ts
from benchmarks.findings import Estimate, Finding, Floats, pooled, ratio_of_shares, share
from twinsim.core import Stepper, simulate
from twinsim.rules import pilot
from twinsim.world import World, build
from twinsim.world.columns import COLUMN

# A programme of two gates: six bids kept a challenge, three trained, .39 of them go on.
GATES = ("programme.planned_bids=18", "programme.places=9", "programme.pilot_share=0.385")
ENOUGH = "programme.budget=1100"

Months = dict[int, int]

DISTANCES = (0.02, 0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 0.98)
THIRD = "glasgow"


def read_funnel(scenario: str, keys: list[str], seed: int, worlds: int) -> list[Finding]:
    """P06: bids kept, firms trained and pilots of a challenge, of a programme with two gates
    and, for comparison, of the scenario as it is."""
    found = []
    for named, more in (("two gates", (ENOUGH, *GATES)), ("as it is", ())):
        world = build(ts.load(scenario, set=[*more, *keys]), seed)
        flows = simulate(world, "twin", 0, worlds).cities.sum(axis=1)
        challenges = float(world.setups["twin"].programmes["challenges"].sum())
        cost = world.parameters["twin"].assess_cost
        stages = (
            ("bids kept", flows[:, COLUMN.spend_assessment] / cost, 6.0),
            ("trained", flows[:, COLUMN.trained], 3.0),
            ("pilots", flows[:, COLUMN.pilots_started], 1.15),
        )
        for stage, counts, known in stages:
            rows = np.column_stack([counts, np.full(worlds, challenges)])
            target = (0.75 * known, 1.25 * known) if more else None
            label = f"{stage} a challenge, {named}"
            found.append(Finding("P06", label, pooled(rows, share), target))
    return found


def read_ends(scenario: str, keys: list[str], seed: int, worlds: int) -> list[Finding]:
    """P13 and P14: what becomes of the programme's pilots, and when they first sell or are
    adopted, in months since the award."""
    world = build(ts.load(scenario, set=keys), seed)
    used, late, early = np.zeros((3, worlds, 2))
    for r in range(worlds):
        began, first, months = first_uses(world, r)
        for slot, start in began.items():
            if start + 48 < months:
                used[r] += first.get(slot, months) <= start + 48, 1
        for slot, month in first.items():
            late[r] += month <= began[slot] + 48, 1
            early[r] += month <= began[slot] + 12, 1
    return [
        Finding("P13", "in use or sold within four years", pooled(used, share), (0.25, 0.5)),
        Finding("P14", "of first sales, within four years", pooled(late, share), (0.8, 1.0)),
        Finding("P14", "of first sales, within one year", pooled(early, share), (0.0, 0.2)),
    ]


def first_uses(world: World, replicate: int) -> tuple[Months, Months, int]:
    """Months in which the twins' pilots began, and in which they were first sold or adopted, by
    the firm's slot, and the number of months."""
    run = Stepper(world.setups["twin"], replicate)
    began: Months = {}
    first: Months = {}
    for month in range(run.setup.months):
        run.step()
        state = run.by_slot()
        alive = state.sme["alive"] == 1
        for slot in map(int, np.flatnonzero(alive & (state.pilot["programme"] >= 0))):
            began.setdefault(slot, month)
        for slot, start in began.items():
            sold = max(state.sme[slot]["sold"], state.order[slot]["adopted"].max())
            if alive[slot] and sold >= start:
                first.setdefault(slot, month)
    return began, first, run.setup.months


def read_distance(scenario: str, keys: list[str], seed: int, worlds: int) -> list[Finding]:
    """P17: every pilot of the programme gets a partner at the same cognitive distance, one after
    another: what is learnt, quality, and adoptions and first sales."""
    world = build(ts.load(scenario, set=keys), seed)
    rows = np.array([[_at(world, r, d) for r in range(worlds)] for d in DISTANCES])
    found = []
    for name, part, whole in (("learning", 0, 1), ("quality", 2, 3), ("adoptions and sales", 4, 1)):
        means = rows[:, :, part].sum(axis=1) / rows[:, :, whole].sum(axis=1)
        peak = int(means.argmax())
        known = name != "adoptions and sales"
        inner = None if known else (DISTANCES[1], DISTANCES[-2])
        label = f"{name} a pilot, peak at"
        found.append(Finding("P17", label, Estimate(DISTANCES[peak]), inner))
        for end, where in ((0, "nearest"), (-1, "farthest")):
            pair = [rows[end, :, [part, whole]].T, rows[peak, :, [part, whole]].T]
            figure = pooled(np.column_stack(pair), ratio_of_shares)
            label = f"  {where} ({DISTANCES[end]}) against the peak"
            found.append(Finding("P17", label, figure, None if known else (0.0, 0.7)))
    return found


def _at(world: World, replicate: int, distance: float) -> Floats:
    """Learning, pilots, quality, pilots completed, adoptions and first sales of a world in which
    each of its pilots has a partner at this distance."""
    run = Stepper(world.setups["twin"], replicate)
    p = world.parameters["twin"]
    plan = run.setup.plan["pilots"].max(axis=0)
    learnt = pilots = 0.0
    while run.month < run.setup.months:
        run.step()
        if plan[run.month - 1]:
            state = run.state
            rows = state.row[state.row >= 0]
            for row in rows[state.pilot["programme"][rows] >= 0]:
                worth = pilot.learning(p, distance, float(state.sme["absorptive"][row]), 0.0)
                state.pilot["learning"][row] = worth
                state.pilot["partner"][row] = -1
                state.pilot["cross"][row] = 0
                learnt += worth
                pilots += 1.0
    flows = run.state.flows.sum(axis=0)
    ends = ("supported_adoptions", "twin_adoptions", "supported_sales")
    used = sum(flows[getattr(COLUMN, name)] for name in ends)
    return np.array([learnt, pilots, flows[COLUMN.quality], flows[COLUMN.pilots_completed], used])


def read_spill(scenario: str, keys: list[str], seed: int, worlds: int) -> list[Finding]:
    """P18: a third city without ties: what changes there, against what changes in the twins."""
    cities = ts.load(scenario, set=keys).cities
    if THIRD in cities:
        return []
    ids = ", ".join(f'"{id}"' for id in (*cities, THIRD))
    world = build(ts.load(scenario, set=[*keys, f"cities=[{ids}]"]), seed)
    arms = (simulate(world, arm, 0, worlds).cities for arm in ("twin", "baseline"))
    twin, baseline = arms
    changed = np.abs(twin - baseline)[:, :, [COLUMN.adoptions, COLUMN.first_sales]].sum(axis=2)
    third = world.cities.index(THIRD)
    rows = np.column_stack([changed[:, third], np.delete(changed, third, axis=1).sum(axis=1)])
    label = f"changes in {THIRD}, without ties, of those in the twins"
    equal = np.array_equal(twin[:, third], baseline[:, third])
    return [
        Finding("P18", label, pooled(rows, share), (0.0, 0.01)),
        Finding("P18", "  every indicator there is equal (1: yes)", Estimate(equal)),
    ]
