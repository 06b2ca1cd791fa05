"""The counter-twin: nearest in what makes cities comparable, farthest in what they work on.

The same score on the same weights, but overlap is turned round (1 − overlap) and a complementary
economy is worth its whole distance instead of an inverted U. Likeness in size, government, wealth
and growth counts as before, and so do levels. It is the partner for those who hold that a twin
should bring what one does not have.
"""

from __future__ import annotations

import numpy as np

from twinsim.pairing.criteria import criteria
from twinsim.pairing.forms import cosine
from twinsim.pairing.sheet import DIGITS, Floats, Sheet


def counter_scores(sheet: Sheet) -> Floats:
    """Each pair's counter-score, missing facts at their worst."""
    lo = sheet.lo.copy()
    rows = [criteria()[id] for id in sheet.ids]
    for at, row in enumerate(rows):
        if row.form == "overlap":
            lo[:, at] = 1.0 - sheet.hi[:, at]
        elif row.form == "complementary":
            lo[:, at] = [_apart(a.tags, b.tags) for a, b in sheet.pairs]
    return np.asarray(lo @ sheet.shares)


def counter_twin(sheet: Sheet, names: list[str]) -> str:
    """The name of the pair with the highest counter-score, of equals the first."""
    scores = counter_scores(sheet).round(DIGITS)
    return min(zip(-scores, names, strict=True))[1]


def _apart(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    return 1.0 - cosine(a, b) if a and b else 0.0
