"""Tables on the terminal, at most 100 columns wide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.sweep.best import Choice
from twinsim.sweep.effects import Effect
from twinsim.sweep.results import Results
from twinsim.text import MINUS, inert, number, visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDTH = 100

_MANY = 10_000  # means from here on are shown without decimals
_LONGEST_HEAD = 11
_LONGEST_ARM = 30
_LONGEST_CELL = 44


def printed(write: Callable[[Console], None]) -> str:
    """What `write` prints on a console of 100 columns, without blanks at the ends of lines.

    Whatever it prints is inert: texts of a results folder are others' texts.
    """
    from rich.console import Console
    from rich.segment import Segment

    class Inert(Console):
        def render(self, *what: Any, **how: Any) -> Iterator[Segment]:
            for text, style, control in super().render(*what, **how):
                yield Segment(visible(text), style, control)

    console = Inert(width=WIDTH, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        write(console)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def fitting(console: Console, tables: Iterable[Table]) -> Table:
    """The first of the tables that fits, else the last."""
    room = console.options.update(max_width=10 * WIDTH)
    for table in tables:
        if console.measure(table, options=room).maximum <= WIDTH:
            break
    return table


def cut(id: str, longest: int = _LONGEST_HEAD) -> str:
    """An id with its middle left out where it would squeeze what stands beside it."""
    kept = (longest - 1) // 2
    return id if len(id) <= longest else f"{id[: longest - 1 - kept]}…{id[-kept:]}"


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> str:
    """A plain table as text; columns of words wrap where it would be too wide."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for number_, head in enumerate(heads):
        short = max((len(row[number_]) for row in rows), default=0) <= _LONGEST_CELL
        justify: Literal["left", "right"] = "right" if number_ in set(right) else "left"
        table.add_column(head, justify=justify, no_wrap=number_ < 2 and short)
    for row in rows:
        table.add_row(*(Text(inert(cell)) for cell in row))
    return printed(lambda console: console.print(table))


def effects_table(results: Results, rows: list[Effect], gap: int = 3) -> Table:
    """A row per effect of one contrast."""
    from rich.table import Table

    arm, reference = rows[0].contrast.split("-")
    table = Table(box=None, padding=(0, gap, 0, 0), pad_edge=False, header_style="dim")
    for head in ("indicator", "unit"):
        table.add_column(head, no_wrap=True)
    wide = (text.replace(" of ", "\nof ") for text in (wording.OF_MEAN, wording.OF_WORLDS))
    arms = (cut(reference), cut(arm))
    for head in (*arms, *wide, f"worlds\n+/{MINUS} %"):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("re-\nsolved", no_wrap=True)
    for row in rows:
        digits = indicators()[row.indicator].digits
        coarse = 0 if max(abs(row.reference_mean), abs(row.arm_mean)) >= _MANY else digits
        table.add_row(
            row.indicator,
            row.unit,
            number(row.reference_mean, coarse),
            number(row.arm_mean, coarse),
            wording.interval(row),
            wording.of_worlds(row),
            wording.gained(results.tail(row.indicator, row.contrast, row.scope)),
            row.resolved,
        )
    return table


def best_table(judged: list[Choice], gap: int = 3) -> Table:
    """A row per indicator and arm: how often it is best, and what choosing it forgoes."""
    from rich.table import Table

    table = Table(box=None, padding=(0, gap, 0, 0), pad_edge=False, header_style="dim")
    for head in ("indicator", "unit", "arm"):
        table.add_column(head, no_wrap=True)
    for head in ("mean", "best in", "regret, 95 %\nof the mean"):
        table.add_column(head, justify="right", no_wrap=True)
    before = ""
    for row in judged:
        about = indicators()[row.indicator]
        new = row.indicator != before
        before = row.indicator
        table.add_row(
            row.indicator if new else "",
            about.unit if new else "",
            row.arm if len(row.arm) <= _LONGEST_ARM else cut(row.arm, _LONGEST_ARM),
            number(row.mean, 0 if abs(row.mean) >= _MANY else about.digits),
            f"{100 * row.p_best:.0f} %",
            f"{number(row.regret, about.digits)} ± {number(row.regret_half, about.digits)}",
        )
    return table


def headlines_table(ids: Iterable[str]) -> Table:
    """What each indicator is, and on what evidence the model's way to it stands."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("indicator", no_wrap=True)
    table.add_column("evidence", no_wrap=True)
    table.add_column("what it is")
    for id in ids:
        basis = wording.evidence_of(id).short
        table.add_row(Text(id), Text(basis), Text(indicators()[id].meaning))
    return table
