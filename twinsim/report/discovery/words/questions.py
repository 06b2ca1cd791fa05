"""A question in words, and what is true where its answer is yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.registry import indicators
from twinsim.report.sweeps import quoted, short
from twinsim.report.wording import spaced
from twinsim.text import inert, number

if TYPE_CHECKING:
    from twinsim.sensitivity.discovery.questions import Question

CONDITIONAL = (
    "Conditional on the model, on the factors that were varied and on their ranges: a box says "
    "where in these the answer differs, not how likely the world is to lie there."
)
EXPECTED = "in expectation over luck"


def asks(question: Question) -> str:
    """The question: `Where is net_value lower in twin than in baseline?`"""
    if question.lever:
        return (
            f"Where does {short(question.lever)} {quoted(question.level)} do better than "
            f"{quoted(question.against)}, by {question.indicator} ({_contrast(question)})"
            f"{_beyond(question)}?"
        )
    arm, other = question.contrast.split("-")
    return (
        f"Where is {question.indicator} {_side(question)} in {inert(arm)} than in {inert(other)}"
        f"{_beyond(question)}?"
    )


def holds(question: Question) -> str:
    """What is true where the answer is yes: `net_value is lower in twin than in baseline`."""
    if question.lever:
        less = "does worse" if question.below else "does better"
        return (
            f"{short(question.lever)} {quoted(question.level)} {less} than "
            f"{quoted(question.against)} by {question.indicator}{_beyond(question)}"
        )
    arm, other = question.contrast.split("-")
    return (
        f"{question.indicator} is {_side(question)} in {inert(arm)} than in {inert(other)}"
        f"{_beyond(question)}"
    )


def _side(question: Question) -> str:
    return "lower" if question.below else "higher"


def _contrast(question: Question) -> str:
    return spaced(inert(question.contrast))


def _beyond(question: Question) -> str:
    if question.threshold == 0.0:
        return ""
    known = indicators()[question.indicator]
    least = -question.threshold if question.below else question.threshold
    return f", by more than {number(least, known.digits)} {known.unit}"
