"""What would have to be true for another answer, and which choice stands whatever is true.

Read `questions` for what can be asked of a sweep, `outcomes` for how a case of few worlds counts,
`prim` and `boxes` for the search and what is asked of a box before it is told, `tree` for the
second view, `frontier` for break-even in two inputs, `robust` for choice across states.
"""

from twinsim.sensitivity.discovery.discover import Discovery, discover
from twinsim.sensitivity.discovery.questions import Question, questions

__all__ = ["Discovery", "Question", "discover", "questions"]
