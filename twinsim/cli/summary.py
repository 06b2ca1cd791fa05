"""What `run` says about its results: headlines per contrast, in words, a table and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from twinsim.cli.tables import cut, effects_table, fitting, headlines_table, printed
from twinsim.cli.words import finite
from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.breakeven import break_even
from twinsim.sweep.effects import TOTAL, Effect
from twinsim.sweep.results import Results

if TYPE_CHECKING:
    from rich.console import Console

_LONGEST = 20  # letters of an arm's id beside a note


def show(results: Results) -> None:
    """Print the summary on stdout, at most 100 columns wide."""
    print(printed(lambda console: _print(console, results)))


def _print(console: Console, results: Results) -> None:
    from rich.table import Table
    from rich.text import Text

    open_with(console, results)
    effects = results.contrasts()
    for contrast in results.manifest.contrasts:
        rows = [row for row in effects if row.contrast == contrast and row.scope == TOTAL]
        rows = [row for row in rows if indicators()[row.indicator].headline]
        print_contrast(console, results, rows)
    console.print()
    console.print(headlines_table(id for id, row in indicators().items() if row.headline))
    console.print()
    notes = Table.grid(padding=(0, 2, 0, 0))
    for label, text in _notes(results):
        notes.add_row(Text(label, style="dim"), Text(text))
    console.print(notes)


def open_with(console: Console, results: Results) -> None:
    """What was run, with what."""
    from rich.text import Text

    console.print(Text(wording.opening(results), style="bold"))
    said = f"{wording.made_by(results)}. Parameters: {wording.parameters(results)}; "
    console.print(Text(said + wording.CENTRAL))


def print_contrast(console: Console, results: Results, rows: list[Effect]) -> None:
    """A contrast: its heading, what is clear and what is not, and a row per indicator."""
    from rich.text import Text

    if not rows:
        return
    console.print()
    console.print(Text(wording.heading(rows[0].contrast), style="bold"))
    console.print(Text(" ".join(wording.headline_sentences(rows))))
    console.print(fitting(console, (effects_table(results, rows, gap) for gap in (3, 2, 1))))


def document(results: Results) -> dict[str, Any]:
    """The same, and every other indicator, as one JSON document."""
    manifest = results.manifest
    return {
        "schema": 1,
        "results": str(results.folder),
        "version": manifest.version,
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
        "evidence": evidence(id for id, row in indicators().items() if row.headline),
        "effects": [finite(asdict(row)) for row in results.contrasts()],
    }


def evidence(ids: Iterable[str]) -> dict[str, dict[str, int]]:
    """How many of the arrows that lead to each indicator have which grade."""
    return {id: wording.evidence_of(id).grades for id in ids}


def _notes(results: Results) -> Iterator[tuple[str, str]]:
    """What stands under the tables: a label and a text each."""
    manifest = results.manifest
    reference = str(manifest.identity.resolved.get("reference", "baseline"))
    if said := wording.uncompared(manifest.arms, manifest.contrasts, reference):
        yield "not compared", said
    paying = wording.paying(results)
    for arm in paying:
        yield f"funnel, {cut(arm, _LONGEST)}", wording.funnel(results, arm)
    for arm in paying:
        if said := wording.no_place(results, arm):
            yield "places", f"{arm}: {said}"
    if paying:
        yield "planned cost", wording.planned(results)
        yield "drawn", wording.drawn(results)
    for contrast in manifest.contrasts:
        if contrast.endswith(f"-{reference}"):
            about = f"value of relief, {wording.spaced(contrast)}"
            yield "break-even", f"{about}: {wording.worth(results, contrast)}"
    yield "evidence", wording.evidence_note(next(iter(indicators())))
    yield "caveat", wording.CAVEAT
