"""The section of a portfolio: the best set of disjoint pairs of two groups of cities."""

from __future__ import annotations

from twinsim.report.page.analysis.held import records
from twinsim.report.page.analysis.image import image
from twinsim.report.page.analysis.pairs import MOST_ROWS, SOURCE, TITLE, Pairs, conditions, notes_of
from twinsim.report.page.section import Part, Section
from twinsim.report.page.table import Cell, Table, heads
from twinsim.text import number, span


def section(found: Pairs, warning: str = "") -> Section:
    """The best set of pairs. Raises :class:`ResultsError`."""
    document = found.document
    rows = document["pairs"].items()
    simulation = document.get("simulation")
    by = document["by"].text(80)
    if simulation:
        by = f"{simulation['indicator'].text(80)} ({simulation['unit'].text(40)})"
    lines = tuple(
        (
            Cell(row["name_a"].text(80)),
            Cell(row["name_b"].text(80)),
            Cell(number(row["value"].number(), 2)),
            Cell(span(row["score_lo"].number(), row["score_hi"].number(), 2)),
            Cell(number(row.number_of("loss_a"), 2), row.text_of("favourite_a", 80)),
            Cell(number(row.number_of("loss_b"), 2), row.text_of("favourite_b", 80)),
        )
        for row in rows[:MOST_ROWS]
    )
    groups = document["groups"].texts(80)
    table = Table(
        id="pairing-portfolio",
        caption=f"Disjoint pairs of {' and '.join(groups)} with the highest total of {by}",
        heads=heads(
            ["city", "partner", by, "score", "less than with its favourite", "and its partner"],
            text=(0, 1),
        ),
        rows=lines,
        note=f"And {len(rows) - MOST_ROWS:,} more in the tables as files."
        if len(rows) > MOST_ROWS
        else "",
    )
    said = (
        f"{len(rows):,} pairs with a total of {number(document['total'].number(), 2)}; taking the "
        f"best pair that is left, again and again, would come to "
        f"{number(document['greedy_total'].number(), 2)}.",
    )
    parts = [Part("The best set of pairs", said, (table,))]
    if simulation:
        drawn = image(
            found.path.with_name("pairs.png"),
            "figure-pairing-pairs",
            "The pairs by simulated impact",
            "What each pair changes, with its interval, and what its cities give up against their "
            "own favourites.",
        )
        told = simulation["sentences"].texts()
        parts.append(Part("By simulated impact", told, pictures=(drawn,) if drawn else ()))
    if notes := notes_of(found):
        parts.append(Part("Notes", notes))
    return Section(
        id="pairing",
        title=TITLE,
        warnings=(warning,) if warning else (),
        parts=tuple(parts),
        conditional=conditions(simulated=simulation is not None),
        source=SOURCE,
        files={"pairing_portfolio": records(rows)},
    )
