"""What can be asked of a sweep: where a difference in expectation is above, or below, a threshold.

A *case* of a question is a state: the values of all factors but the lever that is asked about. The
difference is a contrast of arms at the case's point, or, for two levels of a lever, the contrast at
one level less that at the other, in the same state and the same worlds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from twinsim.errors import Fault, ResultsError
from twinsim.registry import nearest
from twinsim.sweep.answers.answer import known_indicators
from twinsim.sweep.answers.crossing import crossing
from twinsim.sweep.answers.factors import about
from twinsim.sweep.answers.levels import Levels, levels

if TYPE_CHECKING:
    from twinsim.sweep.answers.gather import Gathered, Ints
    from twinsim.sweep.results import Results

NET_VALUE = "net_value"
_FEW = 3  # levels of which the last is compared with the first


class CannotAsk(ResultsError):
    """These results cannot be asked this; others, or more of them, may be."""


@dataclass(frozen=True)
class Question:
    """Where is the expected difference of an indicator above a threshold (below, if `below`)?

    `contrast` is a contrast of the results. With a `lever`, the difference is that contrast at
    `level` less the same at `against`.
    """

    id: str
    indicator: str
    contrast: str
    threshold: float = 0.0
    below: bool = False
    lever: str = ""
    level: str = ""
    against: str = ""

    @property
    def name(self) -> str:
        """What tells it from others in tables and names of files."""
        return f"{self.id}_{self.indicator}"


def questions(results: Results, indicator: str = NET_VALUE) -> list[Question]:
    """What these results can be asked: whether twins do more than two programmes apart, whether
    each arm falls short of the reference, and of each lever that was crossed with all else, whether
    its last level does better than its first, or, of more than three that are no numbers, the best
    on average than the next.

    Raises :class:`ResultsError` for an unknown indicator.
    """
    from twinsim.sweep.answers.gather import gather

    known_indicators([indicator])
    manifest = results.manifest
    reference = str(manifest.identity.resolved.get("reference", "baseline"))
    asked = []
    for contrast in manifest.contrasts:
        arm, other = contrast.split("-")
        if other != reference:
            asked.append(Question(f"{arm}_beats_{other}", indicator, contrast))
    for contrast in manifest.contrasts:
        arm, other = contrast.split("-")
        if other == reference:
            asked.append(Question(f"{arm}_fails", indicator, contrast, below=True))
    against = [c for c in manifest.contrasts if c.split("-")[1] == reference]
    if about(results).levers and against:
        contrast = next((c for c in against if c.startswith("twin-")), against[0])
        gathered = gather(results, [indicator], [contrast])
        asked += _of_levers(gathered, indicator, contrast)
    return asked


def _of_levers(gathered: Gathered, indicator: str, contrast: str) -> Iterator[Question]:
    differences = gathered.of(indicator, contrast)
    for lever in crossed(gathered):
        of = levels(gathered, lever)
        if of.middles or len(of.labels) <= _FEW:
            level, against = of.labels[-1], of.labels[0]
        else:
            means = [np.nanmean(differences[of.of == k]) for k in range(len(of.labels))]
            level, against = (of.labels[k] for k in np.argsort(means)[::-1][:2])
        yield Question(
            f"{lever.id}_{level}_beats_{against}",
            indicator,
            contrast,
            lever=lever.id,
            level=level,
            against=against,
        )


def crossed(gathered: Gathered) -> list[Any]:
    """The levers each level of which was run in the same states as every other level."""
    kept = np.arange(gathered.points)
    ids = [one.id for one in crossing(gathered, kept).levers if one.many > 1]
    return [factor for factor in gathered.about.factors if factor.id in ids]


def known_question(results: Results, id: str, indicator: str = NET_VALUE) -> Question:
    """A question by its id. Raises :class:`ResultsError` for another."""
    asked = {question.id: question for question in questions(results, indicator)}
    if id not in asked:
        expected = f"expected a question of these results: {', '.join(asked) or 'there is none'}"
        raise ResultsError(Fault("", 0, "question", id, expected, nearest(id, asked) or ""))
    return asked[id]


def pairs_of(gathered: Gathered, question: Question) -> tuple[Levels, int, int]:
    """The levels of the question's lever, and the places of the two that it compares.

    Raises :class:`ResultsError` for a level that there is not.
    """
    of = levels(gathered, gathered.about.factor(question.lever))
    places = []
    for word in (question.level, question.against):
        if of.binned or word not in of.labels:
            expected = f"expected a level of {question.lever}" + (
                ", which was drawn and has none" if of.binned else f": {', '.join(of.labels)}"
            )
            near = "" if of.binned else nearest(word, of.labels) or ""
            raise ResultsError(Fault("", 0, "level", word, expected, near))
        places.append(of.labels.index(word))
    return of, places[0], places[1]


def states_of(gathered: Gathered, of: Levels, first: int, second: int) -> tuple[Ints, Ints]:
    """The points of two levels in the states that hold both, in the same order."""
    others = [f.id for f in gathered.about.factors if f.id != of.factor.id]
    where: Mapping[int, dict[tuple[Any, ...], int]] = {first: {}, second: {}}
    for point in range(gathered.points):
        if of.of[point] in where:
            key = tuple(gathered.values[id][point] for id in others)
            where[int(of.of[point])][key] = point
    both = [key for key in where[first] if key in where[second]]
    return (
        np.array([where[first][key] for key in both], np.int64),
        np.array([where[second][key] for key in both], np.int64),
    )
