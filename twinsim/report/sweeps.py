"""The wording of what a sweep answers, wherever it is shown: terminal, notebook, figures, report.

Beside :mod:`twinsim.report.wording`, whose words for a number's uncertainty it uses. Plain text;
what others typed (titles, labels, reasons) is inert in it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from twinsim.registry import indicators
from twinsim.report.wording import spaced
from twinsim.sweep.answers.factors import About, Varied, about
from twinsim.sweep.choice import FIRST as FIRST_WORLDS
from twinsim.text import inert, listed, number, span

if TYPE_CHECKING:
    from twinsim.sweep.answers import Answer, LevelRow, Part, Split
    from twinsim.sweep.answers.means import Mean
    from twinsim.sweep.answers.overall import Option, Overall
    from twinsim.sweep.results import Results

OF_MEAN = "difference, 95 % of the mean"
FIRST = "best on average"
BEST = "best in a state"
REGRET = "regret [90 %]"
HOW_BEST = (
    "A state is a set of values of all other factors. Best on average: probability that no level "
    "has a higher expected difference over all states; best in a state: the same within a state, "
    "as a mean over states."
)
_REGRET = (
    "Regret: how much less a level has than the best one of its state, in expectation, and {} "
    "what it exceeds with a probability of one tenth. More is taken as better. Levels are "
    "compared in the same states and worlds; equals share the first place."
)
HOW_REGRET = _REGRET.format("in brackets")
HOW = f"{HOW_BEST} {HOW_REGRET}"
HOW_DRAWN = f"{HOW_BEST} {_REGRET.format('at the end of its line')}"
UNPAIRED = (
    "Levels of this factor were never run in one and the same state, since it was drawn together "
    "with others: each bin or level holds points of its own. Its interval, the probability to be "
    "best and regret are those of means over different points; nothing is said of single states."
)
FEW = (
    " Fewer than 50 worlds make these probabilities too sure: what no world has shown is in no "
    "draw."
)
UNFINISHED = (
    "; unfinished, so that points and levels may lack worlds that others have: the same twinsim "
    "sweep again makes the rest"
)
SHARES = (
    "Variance of single differences, over a design chosen evenly from the levers' values, a draw "
    "of what is sampled and a world; shares with 95 % intervals (bootstrap of draws and worlds). "
    "Estimates are unbiased, so one that is truly 0 comes out below 0 as often as above."
)

_LONGEST = 40
_NUMBER = re.compile(r"[-−+]?[0-9][0-9,.]*(e[-+]?[0-9]+)?")
_PARTS = {
    "levers": "levers with each other",
    "sampled": "what is sampled, together",
    "crossed": "levers × what is sampled",
    "luck": "luck",
}


def title(factor: Varied) -> str:
    """A factor in words, with its unit: `budget of the programme (k£)`."""
    said = inert(factor.title, 80)
    unit = inert(factor.unit, 20)
    return f"{said} ({unit})" if unit and unit not in ("1", "text") else said


def short(factor: Varied | str, longest: int = _LONGEST) -> str:
    """A factor's id."""
    return inert(factor if isinstance(factor, str) else factor.id, longest)


def label(text: str, longest: int = _LONGEST) -> str:
    """A level's label."""
    return inert(text, longest)


def quoted(text: str, longest: int = _LONGEST) -> str:
    """A level's label within a sentence, where `none` or `as_written` would read as its words; a
    number stays as it is."""
    said = label(text, longest)
    return said if _NUMBER.fullmatch(said) else f"“{said}”"


def opening(results: Results) -> str:
    """What was run, in a line: title, points, worlds, arms, months."""
    manifest, told = results.manifest, about(results)
    counts = manifest.replicates()
    few, most = min(counts), max(counts)
    worlds = f"{most:,}" if few == most else f"{few:,} to {most:,}"
    resolved = manifest.identity.resolved
    return (
        f"{inert(told.title, 60)}: {len(counts):,} design points × {worlds} "
        f"world{'s' * (most != 1)} × {len(manifest.arms)} arms, {resolved['months']} months from "
        f"{resolved['start']}" + UNFINISHED * (not manifest.done)
    )


def varied(told: About) -> str:
    """The factors of a sweep, in a sentence or two."""
    said = []
    if told.levers:
        said.append(f"Levers: {listed([short(f) for f in told.levers])}.")
    if told.uncertain:
        ids = [short(f) for f in told.uncertain]
        more = [f"{len(ids) - 6:,} more"] * (len(ids) > 7)
        said.append(f"Sampled parameters: {listed([*(ids[:6] if more else ids), *more])}.")
    return " ".join(said)


def doubt(draws: int, told: About) -> str:
    """What the 95 % intervals of a sweep cover, and what they do not."""
    if draws > 1:
        what = "parameters and levers" if any(f.sampled for f in told.levers) else "parameters"
        return (
            f"95 % intervals are over {draws:,} draws of the sampled {what} and over luck; doubt "
            "about what was not sampled is in none"
        )
    return (
        "95 % intervals are of luck alone (Monte Carlo); parameters stand at the values of the "
        "scenario, and doubt about them is in no interval"
    )


def failures(failed: int, points: int, reason: str) -> str:
    """How many worlds were left out for a failed run, and why the first was; empty for none."""
    if not failed:
        return ""
    one = failed == 1
    return (
        f"{failed:,} world{'s' * (not one)} at {points:,} point{'s' * (points != 1)} "
        f"{'holds' if one else 'hold'} a failed run and {'is' if one else 'are'} left out; the "
        f"first: {inert(reason, 200)}"
    )


def heading(answer: Answer) -> str:
    """An answer's heading: `adoptions (adoptions), twin − baseline, by budget`."""
    known = indicators()[answer.indicator]
    unit = f" ({known.unit})" if known.unit != answer.indicator else ""
    return f"{answer.indicator}{unit}, {spaced(inert(answer.contrast))}, by {short(answer.factor)}"


def verdict(answer: Answer) -> str:
    """Which level is best, and how sure that is."""
    best = answer.best
    if best is None:
        return "No level has a world without a failed run."
    first = max(answer.rows, key=lambda row: -1.0 if math.isnan(row.p_first) else row.p_first)
    if math.isnan(first.p_first) or len(answer.rows) < 2:
        return f"Highest mean: {quoted(best.level)}; the levels cannot be compared."
    if _alike(answer.rows):
        return "All levels are the same in every world."
    sure = likely(first.p_first)
    if first.p_first >= 0.95:
        return f"{quoted(first.level)} is best on average, with a probability {sure}."
    return (
        f"Which level is best is not settled: {quoted(first.level)} comes first, with a "
        f"probability {sure}."
    )


def compared(answer: Answer) -> str:
    """In what the levels were compared."""
    if not answer.states:
        return UNPAIRED
    return (
        f"Compared in {answer.states:,} state{'s' * (answer.states != 1)} and {answer.common:,} "
        f"world{'s' * (answer.common != 1)} that all of them share. They are compared in pairs, so "
        "that one may be better although intervals of means overlap."
        + (FEW if answer.common < FIRST_WORLDS else "")
    )


def chance(p: float) -> str:
    """A probability in two figures, never a certainty: `0.67`, `> 0.99`."""
    if math.isnan(p):
        return "–"
    return "> 0.99" if p > 0.995 else "< 0.01" if p < 0.005 else f"{p:.2f}"


def likely(p: float) -> str:
    """A probability in a sentence: `of 0.67`, `above 0.99`."""
    return (
        chance(p).replace("> ", "above ").replace("< ", "below ")
        if not 0.005 <= p <= 0.995
        else f"of {p:.2f}"
    )


def interval(row: LevelRow | Mean, indicator: str) -> str:
    """A mean difference and its 95 % interval: `+2.21 ± 0.21`; `–` for the half that is unknown."""
    digits = indicators()[indicator].digits
    value = row.value if hasattr(row, "value") else row.difference
    half = number(row.hi95 - value, digits)
    return f"{number(value, digits, sign=True)} ± {half}"


def of_worlds(row: LevelRow | Mean, indicator: str) -> str:
    """The middle 90 % of single worlds around their median."""
    digits = indicators()[indicator].digits
    ends = [number(v, digits) for v in (row.world_p05, row.world_p50, row.world_p95)]
    return "{} [{}] {}".format(*ends) if "–" not in ends else "–"


def regret(row: LevelRow) -> str:
    """Expected regret, and what it exceeds with a probability of one tenth: `1.6 [3.8]`."""
    digits = indicators()[row.indicator].digits
    if math.isnan(row.regret):
        return "–"
    return f"{number(row.regret, digits)} [{number(row.regret_90, digits)}]"


def part_name(part: Part) -> str:
    """What a part of the variance is called."""
    return short(part.factor) if part.factor else _PARTS[part.kind]


def share(part: Part) -> str:
    """A part with its interval: `15 % (9 to 24)`."""
    return f"{number(100 * part.value, 0)} % ({span(100 * part.lo95, 100 * part.hi95, 0)})"


def split_sentence(split: Split | None) -> str:
    """Where the variance of single differences comes from, in a sentence or two."""
    if split is None:
        return "Variance is not split: too few worlds that all points share, or nothing varies."
    main = [part for part in split.parts if part.kind != "single"]
    told = [f"{part_name(p)} {share(p)}" for p in main if p.resolved]
    single = [
        f"{part_name(p)} {share(p)}" for p in split.parts if p.kind == "single" and p.resolved
    ]
    said = [f"Variance of single differences: {listed(told)}."] if told else []
    if single:
        said.append(f"Alone, of what is sampled: {listed(single)}.")
    if dim := [part_name(p) for p in main if not p.resolved]:
        said.append(f"Not resolved: {listed(dim)}.")
    return " ".join(said)


def option(one: Option) -> str:
    """A combination of levers: `budget 600, course light`."""
    said = ", ".join(f"{short(id, 24)} {label(value, 24)}" for id, value in one.values.items())
    return f"{said} (and {one.ties:,} with the same mean)" if one.ties else said


def pointer(told: About, folder: str) -> str:
    """The command that goes on from the short table."""
    first = told.factors[0].id if told.factors else ""
    return f"twinsim effects {folder} --by {short(first)}"


def points_of(found: Overall) -> str:
    """The points of a sweep in a sentence: how many, options, draws."""
    said = f"{found.points:,} design points"
    if found.options > 1:
        said += f", {found.options:,} combinations of levers"
    if found.draws > 1:
        said += f", {found.draws:,} draws"
    return f"{said}; {found.worlds:,} paired worlds"


def _alike(rows: Sequence[LevelRow]) -> bool:
    return len({round(row.p_first, 9) for row in rows}) == 1 and all(
        row.difference == rows[0].difference and row.regret == 0.0 for row in rows
    )
