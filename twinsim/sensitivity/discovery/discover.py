"""What would have to be true: a question put to a sweep, answered as box, tree and frontier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from twinsim.sensitivity.discovery.boxes import SHUFFLES, SPLITS, Found, find
from twinsim.sensitivity.discovery.cases import Cases, cases
from twinsim.sensitivity.discovery.frontier import Frontier, frontier
from twinsim.sensitivity.discovery.questions import NET_VALUE, Question, known_question
from twinsim.sensitivity.discovery.tree import Tree, tree

if TYPE_CHECKING:
    from twinsim.sweep.results import Results


@dataclass(frozen=True)
class Discovery:
    """The answers to a question. `tree` is None where scikit-learn is not installed, `frontier`
    where fewer than two inputs are numbers."""

    cases: Cases
    found: Found
    tree: Tree | None
    frontier: Frontier | None

    @property
    def question(self) -> Question:
        """What was asked."""
        return self.cases.question


def discover(
    results: Results,
    question: Question | str,
    *,
    indicator: str = NET_VALUE,
    shuffles: int = SHUFFLES,
    splits: int = SPLITS,
) -> Discovery:
    """Ask a sweep a question, its own or one of :func:`questions` by id (of an `indicator`).

    Raises :class:`ResultsError` for an unknown question and for results that cannot be asked: too
    few design points, or fewer than four worlds at each.
    """
    if isinstance(question, str):
        question = known_question(results, question, indicator)
    asked = cases(results, question)
    space, outcomes = asked.space, asked.outcomes
    return Discovery(
        asked,
        find(space, outcomes, shuffles=shuffles, splits=splits),
        _tree(asked),
        frontier(asked),
    )


def _tree(asked: Cases) -> Tree | None:
    try:
        return tree(asked.space, asked.outcomes)
    except ImportError:
        return None
