"""What a sweep answers: effects by level of a factor, the best option, and where variance is from.

Read `factors` for what was varied, `gather` for the paired differences of all design points,
`levels`, `judge` and `variance` for the three answers, `answer` for all of them about one factor.
"""

from twinsim.sweep.answers.answer import Answer, LevelRow, by
from twinsim.sweep.answers.gather import Gathered, gather
from twinsim.sweep.answers.overall import Overall, overall
from twinsim.sweep.answers.variance import Part, Split

__all__ = [
    "Answer",
    "Gathered",
    "LevelRow",
    "Overall",
    "Part",
    "Split",
    "by",
    "gather",
    "overall",
]
