"""What `run` says about its results: headlines per contrast, in words, a table and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from twinsim.cli.words import MINUS, finite, inert, interval, listed, number
from twinsim.registry import indicators
from twinsim.sweep.effects import TOTAL, Effect
from twinsim.sweep.results import Results
from twinsim.sweep.stats import Ratio, ratio_of_means, worlds_to_resolve

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDTH = 100

_MANY = 10_000  # means from here on are shown without decimals

_MEANING = {
    "twin-baseline": "what the paired programme changes, against no programme",
    "solo-baseline": "what two programmes apart change for the same money, against no programme",
    "twin-solo": "what pairing adds over two programmes apart, at equal cost",
}
_FUNNEL = (
    ("aware", "aware"),
    ("bids", "bids"),
    ("shortlisted", "shortlisted"),
    ("pilots_started", "started"),
    ("pilots_completed", "completed"),
    ("supported_adoptions", "adopted"),
    ("supported_sales", "first sale"),
)


def show(results: Results) -> None:
    """Print the summary on stdout, at most 100 columns wide."""
    from rich.console import Console

    console = Console(width=WIDTH, highlight=False, markup=False, emoji=False)
    with console.capture() as printed:
        _print(console, results)
    print("\n".join(line.rstrip() for line in printed.get().splitlines()))


def _print(console: Console, results: Results) -> None:
    from rich.table import Table
    from rich.text import Text

    console.print(Text(_opening(results), style="bold"))
    console.print(Text(f"Parameters: {_values(results)}; doubt about them is in no interval below"))
    effects = results.contrasts()
    for contrast in results.manifest.contrasts:
        rows = [row for row in effects if row.contrast == contrast and row.scope == TOTAL]
        rows = [row for row in rows if indicators()[row.indicator].headline]
        console.print()
        console.print(Text(_heading(contrast), style="bold"))
        console.print(Text(_verdict(rows)))
        tables = [_table(results, rows, gap) for gap in (3, 2, 1)]
        room = console.options.update(max_width=10 * WIDTH)
        fitting = [t for t in tables if console.measure(t, options=room).maximum <= WIDTH]
        console.print((fitting or tables[-1:])[0])
    console.print()
    notes = Table.grid(padding=(0, 2, 0, 0))
    for label, text in _notes(results):
        notes.add_row(Text(label, style="dim"), Text(text))
    console.print(notes)


def document(results: Results) -> dict[str, Any]:
    """The same, and every other indicator, as one JSON document."""
    manifest = results.manifest
    return {
        "schema": 1,
        "results": str(results.folder),
        "seed": manifest.identity.seed,
        "replicates": results.replicates,
        "failed": results.worlds.failed,
        "arms": manifest.arms,
        "contrasts": manifest.contrasts,
        "parameters": manifest.identity.parameters,
        "content": manifest.content,
        "planned": {arm: results.worlds.mean(arm, "planned") for arm in manifest.arms},
        "drawn": {arm: results.worlds.mean(arm, "spend") for arm in manifest.arms},
        "break_even_relief": {
            contrast: asdict(ratio)
            for contrast in manifest.contrasts
            if (ratio := break_even(results, contrast)) is not None
        },
        "effects": [finite(asdict(row)) for row in results.contrasts()],
    }


def break_even(results: Results, contrast: str) -> Ratio | None:
    """Value of relief (£ a head and year) at which a contrast's net value is 0, with interval.

    None where relief does not rise: no value of it would then do.
    """
    worlds = results.worlds
    paired = worlds.differences(contrast)
    worth = paired[:, worlds.indicators.index("net_value")]
    relief = paired[:, worlds.indicators.index("relief_head_years")]
    if not len(relief) or relief.mean() <= 0:
        return None
    return ratio_of_means(-1000.0 * worth, relief)


def _opening(results: Results) -> str:
    resolved, manifest = results.manifest.identity.resolved, results.manifest
    title = inert(str(resolved.get("title") or resolved.get("name", "")), 60)
    many = "s" * (results.replicates != 1)
    worlds = f"{len(manifest.arms)} arms × {results.replicates:,} world{many}"
    return f"{title}: {worlds}, {resolved['months']} months from {resolved['start']}"


def _heading(contrast: str) -> str:
    meaning = _MEANING.get(contrast)
    return _spaced(contrast) + (f": {meaning}" if meaning else "")


def _spaced(contrast: str) -> str:
    return f" {MINUS} ".join(contrast.split("-"))


def _verdict(rows: list[Effect]) -> str:
    """The contrast in a sentence or three."""
    clear = [row for row in rows if row.resolved == "yes"]
    up = [row.indicator for row in clear if row.difference > 0]
    down = [row.indicator for row in clear if row.difference < 0]
    zero = [row.indicator for row in rows if row.resolved == "zero"]
    parts = [f"Higher: {listed(up)}." if up else "", f"Lower: {listed(down)}." if down else ""]
    parts.append(f"Exactly the same in every world: {listed(zero)}." if zero else "")
    if open_ones := [row for row in rows if row.resolved == "no"]:
        n = open_ones[0].n
        told = listed([row.indicator + _enough(row) for row in open_ones])
        parts.append(f"Not resolved with {n:,} world{'s' * (n != 1)}: {told}.")
    return " ".join(filter(None, parts))


def _enough(row: Effect) -> str:
    half = row.mc_hi95 - row.difference
    need = worlds_to_resolve(row.difference, half, row.n)
    if need is None:
        return ""
    return f" (about {need:,} would do)" if need <= 1_000_000 else " (over a million would do)"


def _table(results: Results, rows: list[Effect], gap: int = 3) -> Table:
    from rich.table import Table

    arm, reference = rows[0].contrast.split("-")
    table = Table(box=None, padding=(0, gap, 0, 0), pad_edge=False, header_style="dim")
    for head in ("indicator", "unit"):
        table.add_column(head, no_wrap=True)
    worlds = f"worlds\n+ / {MINUS}"
    for head in (reference, arm, "difference, 95 %\nof the mean", "5 to 95 %\nof worlds", worlds):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("re-\nsolved", no_wrap=True)
    for row in rows:
        digits = indicators()[row.indicator].digits
        coarse = 0 if max(abs(row.reference_mean), abs(row.arm_mean)) >= _MANY else digits
        tail = results.tail(row.indicator, row.contrast)
        half = row.mc_hi95 - row.difference
        table.add_row(
            row.indicator,
            row.unit,
            number(row.reference_mean, coarse),
            number(row.arm_mean, coarse),
            f"{number(row.difference, digits, sign=True)} ± {number(half, digits)}",
            interval(row.world_p05, row.world_p95, digits),
            f"{100 * tail.gained:.0f}/{100 * tail.harmed:.0f} %" if tail.n else "–",
            row.resolved,
        )
    return table


def _notes(results: Results) -> Iterator[tuple[str, str]]:
    """What stands under the tables: a label and a text each."""
    worlds, manifest = results.worlds, results.manifest
    cost = {arm: worlds.mean(arm, "planned") for arm in manifest.arms}
    paying = [arm for arm in manifest.arms if cost[arm] > 0]
    for arm in paying:
        steps = (f"{word} {number(worlds.mean(arm, id), 1)}" for id, word in _FUNNEL)
        yield f"funnel, {arm}", " → ".join(steps) + " (of the firms it supports)"
    if paying:
        spent = (f"{arm} {number(worlds.mean(arm, 'spend'), 1)} k£" for arm in paying)
        yield "planned cost", _planned(cost, paying)
        yield "drawn", f"{', '.join(spent)}, mean of worlds"
    for contrast in manifest.contrasts:
        if contrast.endswith(f"-{manifest.identity.resolved.get('reference', 'baseline')}"):
            yield "break-even", f"value of relief, {_spaced(contrast)}: {_worth(results, contrast)}"
    yield "caveat", "twinsim explores what could happen and why; it never forecasts"


def _values(results: Results) -> str:
    """Which values the parameters have, and where one arm or all take others."""
    resolved = results.manifest.identity.resolved
    tables = [resolved, *resolved.get("arms", {}).values()]
    others = {id: None for table in tables for id in table.get("parameters", {})}
    return "central values" + (f", but for {inert(listed([*others]), 200)}" if others else "")


def _planned(cost: dict[str, float], arms: list[str]) -> str:
    least, most = min(cost[arm] for arm in arms), max(cost[arm] for arm in arms)
    if most - least < 5e-6:  # half a penny, in k£
        same = ", equal to the penny" if len(arms) > 1 else ""
        return f"{number(most, 2)} k£ in {listed(arms)}{same}"
    return ", ".join(f"{arm} {number(cost[arm], 2)} k£" for arm in arms) + ": not equal"


def _worth(results: Results, contrast: str) -> str:
    ratio = break_even(results, contrast)
    if ratio is None:
        return "none, relief does not rise"
    if ratio.value <= 0:
        return "0, net value is positive without it"
    known = ratio.lo == ratio.lo
    ends = f"95 % interval {interval(ratio.lo, ratio.hi, 2)}" if known else "interval unbounded"
    return f"£ {number(ratio.value, 2)} a head and year ({ends})"
