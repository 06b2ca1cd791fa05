"""The section of pairings: which cities could be partners, and how sure the ranking is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from twinsim.registry import indicators
from twinsim.report.page.analysis.held import Held, read, records
from twinsim.report.page.analysis.image import Image, image
from twinsim.report.page.section import Part, Section
from twinsim.report.page.table import Cell, Table, heads
from twinsim.report.sweeps import chance
from twinsim.sweep.chance import Estimate
from twinsim.text import listed, number, span

PLACE = Path("analysis") / "pair"
DOCUMENT = "pair.json"
MOST_ROWS = 20

SOURCE = (PLACE / DOCUMENT).as_posix()
TITLE = "Pairing: which cities could be partners"
_PICTURES = {
    "bars": (
        "Score by pillar",
        "What is known of each candidate, by pillar; light: what missing facts could change.",
    ),
    "ranks": (
        "Ranks over all weightings",
        "In which share of weightings of the criteria each candidate ranks first, second and so "
        "on, with missing facts at their worst.",
    ),
    "impact": (
        "Simulated impact",
        "Differences that each partner makes, with the Monte-Carlo 95 % interval of the mean.",
    ),
    "best": ("Which partner is best", "How likely each partner is to be best, over luck."),
}


@dataclass(frozen=True)
class Pairs:
    """A ranking of partners, or a portfolio of pairs, as its document has it. `anchor` is empty for
    a portfolio."""

    path: Path
    document: Held
    anchor: str

    @property
    def cities(self) -> list[str]:
        """The cities that it is about: the anchor, or those of the pairs."""
        if self.anchor:
            return [self.anchor]
        return [row[end].text(80) for row in self.document["pairs"].items() for end in ("a", "b")]


def pairs(folder: Path) -> Pairs | None:
    """The pairing of a results folder; None where there is none.

    Raises :class:`ResultsError` for a document that is not as twinsim writes it.
    """
    path = folder / PLACE / DOCUMENT
    held = read(path)
    if held is None:
        return None
    anchor = "" if held.get("pairs") else held["anchor"].text(80)
    return Pairs(path, held, anchor)


def section(found: Pairs, warning: str = "") -> Section:
    """The ranking. Raises :class:`ResultsError`."""
    warnings = (warning,) if warning else ()
    rows = found.document["candidates"].items()
    if not rows:
        raise found.document["candidates"].wrong("expected a candidate or more")
    simulation = found.document.get("simulation")
    parts = [Part("By score", tuple(_ranked(found, rows)), (_ranking(found, rows),))]
    if simulation:
        said = simulation["sentences"].texts()
        parts.append(Part("By simulated impact", said, (_impact(simulation, rows),)))
    parts[-1] = _with_pictures(parts[-1], found)
    if notes := notes_of(found):
        parts.append(Part("Notes", notes))
    return Section(
        id="pairing",
        title=TITLE,
        warnings=warnings,
        parts=tuple(parts),
        conditional=conditions(simulated=simulation is not None),
        source=SOURCE,
        files=dict(_files(rows)),
    )


def _with_pictures(part: Part, found: Pairs) -> Part:
    return Part(part.title, part.said, part.tables, tuple(_images(found)))


def _ranked(found: Pairs, rows: list[Held]) -> Iterator[str]:
    """Who is first, by how much, over which weightings, and what would change it."""
    first, *rest = rows
    low, high = first["score_lo"].number(), first["score_hi"].number()
    group = found.document.text_of("group", 80)
    score = span(low, high, 2) if high - low > 0.005 else number(low, 2)
    yield (
        f"Of {len(rows):,} candidates ({group}) for {found.anchor}, {_name(first)} ranks first, "
        f"with a score of {score} of 1 whatever facts that some candidates lack may be."
    )
    out = found.document.get("left_out")
    names = [name for name, _ in out.named()] if out else []
    lost = f"; nothing is known of any candidate on {listed(names)}, which count for none"
    yield (
        f"That rests on {100 * first['coverage'].number():.0f} % of all weight, on which facts of "
        f"both cities are known{lost if names else ''}."
    )
    share = _first(first)
    about = "That is a matter of weights" if share < 0.9 else "That hardly hangs on the weights"
    yield f"{about}: it ranks first in {100 * share:.0f} % of all weightings of the criteria."
    close = [_name(row) for row in rest if row["score_hi"].number() >= low]
    if close:
        more = [f"{len(close) - 5:,} more"] * (len(close) > 6)
        shown = close[:5] if more else close
        yield (
            f"Not told apart from it, since missing facts could put them ahead: "
            f"{listed([*shown, *more])}."
        )


def _ranking(found: Pairs, rows: list[Held]) -> Table:
    lines = []
    for row in rows[:MOST_ROWS]:
        low, high = row["score_lo"].number(), row["score_hi"].number()
        known = row.number_of("score")
        lines.append(
            (
                Cell(f"{row['rank'].count()}"),
                Cell(_name(row)),
                Cell(span(low, high, 2), f"of what is known {number(known, 2)}"),
                Cell(f"{100 * row['coverage'].number():.0f} %"),
                Cell(f"{100 * _first(row):.0f} %"),
            )
        )
    more = len(rows) - MOST_ROWS
    return Table(
        id="pairing-ranking",
        caption=f"Partners for {found.anchor}, ranked by the score with each missing fact at its "
        "worst",
        heads=heads(
            "rank | city | score, over all that missing facts could be | weight on known facts | "
            "first in, of weightings",
            text=(1,),
        ),
        rows=tuple(lines),
        note=f"And {more:,} more in the tables as files." if more > 0 else "",
    )


def _impact(simulation: Held, rows: list[Held]) -> Table:
    indicator = simulation["indicator"].text(80)
    if indicator not in indicators():
        raise simulation["indicator"].wrong("expected an indicator")
    digits, lines = indicators()[indicator].digits, []
    for row in rows[:MOST_ROWS]:
        if (told := row.get("impact")) is None:
            continue
        ends = ("difference", "mc_lo95", "mc_hi95")
        mean = Estimate(*(told[key].number() for key in ends))
        worlds = [told.number_of(f"world_p{q}") for q in ("05", "50", "95")]
        premium = told.get("premium")
        lines.append(
            (
                Cell(_name(row)),
                Cell(_interval(mean, digits)),
                Cell("{} [{}] {}".format(*(number(v, digits) for v in worlds))),
                Cell(_interval(_estimate(premium), digits) if premium else "–"),
                Cell(chance(told.number_of("p_best"))),
            )
        )
    return Table(
        id="pairing-impact",
        caption=f"What each partner changes in {indicator} ({indicators()[indicator].unit}), twin "
        "− baseline in both cities",
        heads=heads(
            "city | difference, 95 % of the mean | single worlds: 5 [50] 95 % | twin − solo | "
            "P(best)"
        ),
        rows=tuple(lines),
        note="The luck of the anchor is the same whoever the partner is. Parameters stand at their "
        "central values: doubt about them is in no interval here.",
    )


def _files(rows: list[Held]) -> Iterator[tuple[str, list[dict[str, float | str]]]]:
    made = []
    for row, own in zip(rows, records(rows), strict=True):
        impact = row.get("impact")
        (told,) = records([impact]) if impact else ({},)
        flat = {f"impact_{key}": one for key, one in told.items()}
        made.append({**own, "first": _first(row), **flat})
    yield "pairing_ranking", made


def _images(found: Pairs) -> Iterator[Image]:
    for stem, (title, caption) in _PICTURES.items():
        path = found.path.with_name(f"{stem}.png")
        if found.anchor and (made := image(path, f"figure-pairing-{stem}", title, caption)):
            yield made


def notes_of(found: Pairs) -> tuple[str, ...]:
    """What the pairing notes."""
    notes = found.document.get("notes")
    return notes.texts(400) if notes else ()


def conditions(*, simulated: bool) -> str:
    """What a pairing rests on."""
    said = (
        "the facts of the city table, the methodology's criteria and how they are scored. Whether "
        "cities that score high make better twins is a question, and no finding"
    )
    if simulated:
        said += ". Impact is the model's, at central values of its parameters"
    return said + "."


def _name(row: Held) -> str:
    return row["name"].text(80)


def _first(row: Held) -> float:
    ranks = row["acceptability"].items()
    return ranks[0].number() if ranks else float("nan")


def _estimate(held: Held) -> Estimate:
    return Estimate(*(held[key].number() for key in ("value", "lo95", "hi95")))


def _interval(found: Estimate, digits: int) -> str:
    half = number(found.hi95 - found.value, digits)
    return f"{number(found.value, digits, sign=True)} ± {half}"
