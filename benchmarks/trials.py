"""Trials inside worlds, for patterns that speak of the randomised: awards, training, clusters.

Half of those who won a place in a large programme are drawn, by their keys, to keep it; the
others give it back before training. The same world is run again with the halves exchanged, so
that every firm is its own control, with its own luck. Nothing else of the engine is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import twinsim as ts
from benchmarks.findings import Finding, Floats, difference_of_shares, pooled, ratio_of_shares
from benchmarks.firms import Firm
from twinsim.core import Stepper
from twinsim.rules.draws import draw
from twinsim.world import World, build
from twinsim.world.columns import COLUMN
from twinsim.world.start import clear_bid

TRIAL = 65_001  # an event of luck that the model does not use
YEARS = 5

# Many places and little else, so that a world holds many firms that won one.
LARGE = ("programme.budget=6000", "programme.planned_bids=300", "programme.lines.teams=0")

Follow = Callable[[Stepper, Any, Any], Floats]


def read_awards(scenario: str, keys: list[str], seed: int, worlds: int) -> list[Finding]:
    """P11: external equity within five years of an award, for firms with none before and for
    firms that have had one."""
    found = []
    aims = {"first": (1.3, 3.0), "second": (0.9, 1.1)}
    shows = {"outside showcases": ("mechanisms.showcase=0",), "showcases included": ()}
    for where, more in shows.items():
        world = build(ts.load(scenario, set=[*LARGE, *more, *keys]), seed)
        for award, target in aims.items():
            rows = [_crossed(world, r, _deals, had=award == "second") for r in range(worlds)]
            label = f"{award} award: firms with a deal, {where}"
            figure = pooled(rows, ratio_of_shares)
            found.append(Finding("P11", label, figure, target if more else None))
    return found


def read_exits(scenario: str, keys: list[str], seed: int, worlds: int) -> list[Finding]:
    """P12: exits in the year after training (no pilots), of the weakest third and of the rest."""
    set_ = [*LARGE, "mechanisms.trial=0", *keys]
    world = build(ts.load(scenario, set=set_), seed)
    rows = np.array([_crossed(world, r, _exits) for r in range(worlds)])
    return [
        Finding(
            "P12",
            "weakest third: hazard of exit against untrained, 12 months",
            pooled(rows[:, :4], ratio_of_shares),
            (1.0, np.inf),
        ),
        Finding("P12", "  the others", pooled(rows[:, 4:], ratio_of_shares)),
    ]


def read_cohort(scenario: str, keys: list[str], seed: int, worlds: int) -> list[Finding]:
    """P09: readiness gained for a pound of training, in a cohort against alone.

    The same bids win the same places in both; so the ratio holds for any sum of money.
    """
    common = ("programme.budget=1400", "programme.places=9")
    gained = {}
    for cohort in ("true", "false"):
        set_ = [*common, f"programme.upskilling.cohort={cohort}", *keys]
        world = build(ts.load(scenario, set=set_), seed)
        gained[cohort] = [_gain(world, r) for r in range(worlds)]
    rows = np.column_stack([gained["true"], gained["false"]])
    label = "readiness gained per £ of training, cohort to alone"
    return [Finding("P09", label, pooled(rows, ratio_of_shares), (2.5, np.inf))]


def read_members(scenario: str, keys: list[str], seed: int, worlds: int) -> list[Finding]:
    """P21: firms of a sector with a cluster, as members of it and as none."""
    world = build(ts.load(scenario, set=keys), seed)
    found = []
    for arm, when in (("baseline", "without programme"), ("twin", "twin programme")):
        rows = [_members(world, arm, r) for r in range(worlds)]
        figure = pooled(rows, difference_of_shares)
        label = f"innovation-active, members less others, {when}"
        found.append(Finding("P21", label, figure, (0.0, 0.06)))
    return found


def _crossed(world: World, replicate: int, follow: Follow, *, had: bool = False) -> Floats:
    """What `follow` counts in a world and in the same with treated and controls exchanged.

    With `had` every firm has had an award before. Both runs are taken to the first month of the
    pilots; `follow` gets each with the slots that have kept their places and those that have not.
    """
    total: Any = 0.0
    for flipped in (False, True):
        run = Stepper(world.setups["twin"], replicate)
        plan = run.setup.plan[0]
        while run.month <= int(np.argmax(plan["selects"])):
            run.step()
        firms = run.by_slot().sme
        won = np.flatnonzero(firms["place"] == 1)
        luck = np.array([draw(int(key), 0, TRIAL, 0) for key in firms["key"][won]])
        kept = (luck < 0.5) != flipped
        for slot in won[~kept]:
            firm = Firm(run.state, int(slot))
            firm.place = 0
            clear_bid(firm)
        if had:
            run.state.sme["awarded"][run.state.row[firms["alive"] == 1]] = 1
        total = total + follow(run, won[kept], won[~kept])
    return np.asarray(total, dtype=np.float64)


def _deals(run: Stepper, treated: Any, control: Any) -> Floats:
    """Firms with a deal, and firms: of the treated, of the controls.

    A deal lasts `invest_months`, and only in its own month all of them are left.
    """
    months = int(run.setup.p["invest_months"][0])
    met = np.zeros(len(run.state.row), dtype=bool)
    end = run.month + 3 + 12 * YEARS
    while run.month < end:
        run.step()
        met |= run.by_slot().sme["growing"] == months
    return np.array([met[treated].sum(), len(treated), met[control].sum(), len(control)], float)


def _exits(run: Stepper, treated: Any, control: Any) -> Floats:
    """Exits and firm-months of the year after training: of the treated and of the controls,
    among the third of each with the lowest technical capability, then among the rest."""
    while run.month <= int(np.argmax(run.setup.plan[0]["trained"])):
        run.step()
    parts = [part for group in (treated, control) for part in _thirds(run, group)]
    counted = np.zeros((len(parts), 2))
    for _ in range(12):
        live = [(run.state.row[part] >= 0).sum() for part in parts]
        run.step()
        left = [(run.state.row[part] >= 0).sum() for part in parts]
        counted += np.column_stack([np.subtract(live, left), live])
    weak, others, weak_control, other_control = counted
    return np.concatenate([weak, weak_control, others, other_control])


def _thirds(run: Stepper, group: Any) -> tuple[Any, Any]:
    """The live firms of a group, parted: the weakest third before training, and the others."""
    firms = run.by_slot().sme[group]
    live = firms["alive"] == 1
    own = firms["technical"] - firms["technical_kept"] - firms["technical_light"]
    order = group[live][np.argsort(own[live], kind="stable")]
    third = -(-len(order) // 3)
    return order[:third], order[third:]


def _gain(world: World, replicate: int) -> tuple[float, float]:
    """Readiness gained in the course, summed over firms, and the money drawn for it."""
    run = Stepper(world.setups["twin"], replicate)
    while run.month <= int(np.argmax(run.setup.plan[0]["trained"])):
        run.step()
    firms = run.by_slot().sme
    trained = firms["place"] == 1
    spent = run.state.flows[:, COLUMN.spend_upskilling].sum()
    return float(firms["market_kept"][trained].sum()), float(spent)


def _members(world: World, arm: str, replicate: int) -> Floats:
    """Active firm-months and firm-months of the recorded time, as members and as none: of firms
    there at its start, half of which are made members, then the other half."""
    total = np.zeros(4)
    for flipped in (False, True):
        run = Stepper(world.setups[arm], replicate)
        while run.month < run.setup.warmup:
            run.step()
        firms = run.by_slot().sme
        tags = run.setup.cities["tags"]
        there = np.flatnonzero(firms["alive"] == 1)
        there = there[tags[firms["home"][there], firms["sector"][there]] == 1]
        luck = np.array([draw(int(key), 0, TRIAL, 1) for key in firms["key"][there]])
        member = (luck < 0.5) != flipped
        run.state.sme["member"][run.state.row[there]] = member
        while run.month < run.setup.months:
            run.step()
            firms = run.by_slot().sme
            live = firms["alive"][there] == 1
            active = live & (firms["zone"][there] != 0)
            for column, group in ((0, member), (2, ~member)):
                total[column] += active[group].sum()
                total[column + 1] += live[group].sum()
    return total
