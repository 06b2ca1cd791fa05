"""The wording of discovery and robust choice, wherever they are shown.

Plain text; what others typed (ids of factors, labels) is inert in it. Every sentence says how sure
it is, and what it is conditional on.
"""

from twinsim.report.discovery.words.boxes import (
    finding,
    frontier_sentence,
    none_sentence,
    read,
)
from twinsim.report.discovery.words.choice import (
    RULES,
    choice,
    chooses,
    enough_sentence,
    opening,
    threshold,
    traded,
    verdict,
)
from twinsim.report.discovery.words.limits import (
    box_of,
    digits,
    finite,
    grade,
    limits_of,
    share,
    shares,
    small,
    value,
)
from twinsim.report.discovery.words.questions import CONDITIONAL, EXPECTED, asks, holds

__all__ = [
    "CONDITIONAL",
    "EXPECTED",
    "RULES",
    "asks",
    "box_of",
    "choice",
    "chooses",
    "digits",
    "enough_sentence",
    "finding",
    "finite",
    "frontier_sentence",
    "grade",
    "holds",
    "limits_of",
    "none_sentence",
    "opening",
    "read",
    "share",
    "shares",
    "small",
    "threshold",
    "traded",
    "value",
    "verdict",
]
