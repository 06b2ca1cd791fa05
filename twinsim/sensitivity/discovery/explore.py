"""All that a sweep can be asked, at once: every question, every choice, and what cannot be told.

What one question takes (cases, worlds, a factor that differs) another may have. So a question that
these results cannot be asked is left out and says why, and the others are answered.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from twinsim.errors import Fault, ResultsError
from twinsim.registry import nearest
from twinsim.sensitivity.discovery.boxes import SHUFFLES, SPLITS
from twinsim.sensitivity.discovery.discover import Discovery, discover
from twinsim.sensitivity.discovery.options import ARM, OneState, Options, TooMany, options
from twinsim.sensitivity.discovery.questions import (
    NET_VALUE,
    CannotAsk,
    Question,
    crossed,
    known_question,
    questions,
)
from twinsim.sensitivity.discovery.robust import Robust, robust
from twinsim.sweep.answers.answer import known_indicators
from twinsim.sweep.answers.factors import about
from twinsim.sweep.answers.gather import gather
from twinsim.sweep.chance import FEWEST_WORLDS

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

    from twinsim.report.figures.drawing import Drawing
    from twinsim.sweep.making import Progress
    from twinsim.sweep.results import Results

INDICATORS = (NET_VALUE, "need_relieved")


@dataclass(frozen=True)
class LeftOut:
    """A question or a choice that was not answered, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Explored:
    """What a sweep has shown of its questions and choices."""

    results: Results
    found: tuple[Discovery, ...]
    choices: tuple[Robust, ...]
    left_out: tuple[LeftOut, ...]

    def __repr__(self) -> str:
        counts = {"question": len(self.found), "choice": len(self.choices)}
        told = [f"{n} {word}{'s' * (n != 1)}" for word, n in counts.items()]
        return f"Explored({', '.join(told)}, {len(self.left_out)} left out; of {self.results!r})"

    def _repr_html_(self) -> str:
        from twinsim.report.cells.sensitivity import explored_html

        return str(explored_html(self))

    def question(self, name: str) -> Discovery:
        """An answer by the question's name, as "twin_beats_solo_net_value", or by its id (of the
        first indicator). Raises :class:`ResultsError` for another."""
        found = {one.question.id: one for one in reversed(self.found)}
        found |= {one.question.name: one for one in self.found}
        return found[known("question", name, found)]

    def table(self) -> DataFrame:
        """A row per question: the share of cases, the box by its measures, the words."""
        from pandas import DataFrame

        from twinsim.report.discovery.tables import question_record

        return DataFrame([question_record(one) for one in self.found])

    def options(self) -> DataFrame:
        """A row per choice and option: every measure with its interval."""
        from pandas import DataFrame

        from twinsim.report.discovery.tables import options as rows

        return DataFrame([row for one in self.choices for row in rows(one)])

    def drawings(self) -> list[Drawing]:
        """The figures that there are: of each question the box, the path and the break-even map
        where there is one; of each choice the options by every measure."""
        from twinsim.report.discovery import drawings

        return drawings(self.found, self.choices)

    def plot(self, id: str = "") -> Figure:
        """A figure by its id, such as "box_twin_beats_solo_net_value" (path, frontier and robust
        are others); the first without one. Raises :class:`ResultsError` for one that there is
        not."""
        from twinsim.report.style import shown

        drawn = {one.id: one for one in self.drawings()}
        chosen = drawn[known("figure", id or next(iter(drawn), ""), drawn)]
        return shown(chosen.draw(self.results))

    def to_files(self, folder: str | os.PathLike[str], *, figures: bool = True) -> list[Path]:
        """Write discovery.json, tables and figures into a folder, in place of what an earlier call
        left there; return the paths. Raises :class:`RunError`."""
        from twinsim.report.discovery.files import write

        return write(self, Path(folder), figures=figures)


def explore(
    results: Results,
    *,
    indicators: Sequence[str] = INDICATORS,
    asked: Sequence[str] = (),
    lever: str | None = None,
    thresholds: Mapping[str, float] | None = None,
    shuffles: int = SHUFFLES,
    splits: int = SPLITS,
    progress: Progress | None = None,
) -> Explored:
    """Ask a sweep its questions (those of the ids `asked`, or all) by each indicator, and judge its
    options across states: the levels of `lever` (or with `arm` the arms); without one, all
    combinations of crossed levers, and the arms.

    `thresholds` say what is enough of an indicator, in its unit, as a difference from the reference
    arm; 0 where they do not. `progress` is called with what is done and what there is to do.

    Raises :class:`ResultsError` for an unknown word and for damaged files; what these results
    cannot be asked is in `left_out`.
    """
    known_indicators([*indicators, *(thresholds or {})])
    if why := _too_few_worlds(results):
        return Explored(results, (), (), (LeftOut("everything", why),))
    tell = progress or _silent
    found: list[Discovery] = []
    choices: list[Robust] = []
    left: list[LeftOut] = []
    wanted = [one for id in indicators for one in _questions(results, id, asked)]
    total = len(wanted) + len(indicators)
    for done, question in enumerate(wanted):
        tell(done, total)
        try:
            found.append(discover(results, question, shuffles=shuffles, splits=splits))
        except CannotAsk as error:
            left.append(LeftOut(question.name, error.faults[0].expected))
    for done, id in enumerate(indicators, len(wanted)):
        tell(done, total)
        enough = (thresholds or {}).get(id, 0.0)
        try:
            choices += [robust(one, enough) for one in _options(results, id, lever)]
        except OneState as error:
            left.append(LeftOut(f"robust choice by {id}", error.faults[0].expected))
            continue
        except CannotAsk as error:
            left.append(LeftOut(f"robust choice by {id}", error.faults[0].expected))
        try:
            choices += [robust(one, enough) for one in _arms(results, id, lever)]
        except CannotAsk as error:
            left.append(LeftOut(f"robust choice of arm by {id}", error.faults[0].expected))
    tell(total, total)
    return Explored(results, tuple(found), tuple(choices), tuple(left))


def explored(
    results: Results | str | os.PathLike[str],
    folder: str | os.PathLike[str],
    *,
    indicators: Sequence[str] = INDICATORS,
    asked: Sequence[str] = (),
    lever: str | None = None,
    thresholds: Mapping[str, float] | None = None,
    figures: bool = True,
    progress: Progress | None = None,
) -> Explored:
    """Ask a sweep everything, as :func:`explore`, and write what was found into `folder`.

    Raises as :func:`explore`, and :class:`RunError` for what the system refuses.
    """
    from twinsim.sweep.results import Results

    opened = results if isinstance(results, Results) else Results.open(results)
    found = explore(
        opened, indicators=indicators, asked=asked, lever=lever, thresholds=thresholds,
        progress=progress,
    )  # fmt: skip
    found.to_files(folder, figures=figures)
    return found


def known(key: str, word: str, words: Iterable[str]) -> str:
    """The word, if it is one of these. Raises :class:`ResultsError`, with the nearest, if not."""
    told = list(words)
    if word not in told:
        expected = f"expected a {key} that is there: {', '.join(told) or 'there is none'}"
        raise ResultsError(Fault("", 0, key, word, expected, nearest(word, told) or ""))
    return word


def _questions(results: Results, indicator: str, asked: Sequence[str]) -> list[Question]:
    if asked:
        return [known_question(results, id, indicator) for id in asked]
    return questions(results, indicator)


def _options(results: Results, indicator: str, lever: str | None) -> list[Options]:
    """What is chosen among: together where that is not too many, else lever by lever."""
    try:
        found = [options(results, lever, indicator=indicator)]
    except TooMany:
        contrast = results.known_contrast()
        levers = crossed(gather(results, [indicator], [contrast]))
        found = [options(results, one.id, indicator=indicator) for one in levers]
    if any(one.states < 2 for one in found):
        expected = (
            "expected options that were run in two states or more: nothing but the options differs "
            "here, and twinsim effects --by says which is best"
        )
        raise OneState(Fault(str(results.folder), 0, "", "", expected))
    return found


def _arms(results: Results, indicator: str, lever: str | None) -> list[Options]:
    """The arms beside levers that were crossed: nothing where a lever is named, none was crossed
    (arms are chosen among already), or one is called as they are."""
    if lever is not None or any(one.id == ARM for one in about(results).factors):
        return []
    own = options(results, ARM, indicator=indicator)
    return [own] if own.levers else []


def _too_few_worlds(results: Results) -> str:
    """Why nothing can be asked: empty where a point has worlds enough."""
    points = results.points()
    most = int((points["replicates"] - points["failed"]).max())
    if most >= FEWEST_WORLDS:
        return ""
    reason = next((reason for reason in points["reason"] if reason), "")
    return (
        f"expected {FEWEST_WORLDS} worlds or more at a design point without a failed run, found "
        f"{most}" + (f"; {reason}" if reason else "")
    )


def _silent(_done: int, _total: int) -> None:
    return None
