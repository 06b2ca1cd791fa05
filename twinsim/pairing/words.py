"""One sentence for each criterion of a pair, in numbers that people read."""

from __future__ import annotations

import math

from twinsim.pairing.criteria import Criterion
from twinsim.pairing.facts import Value, provenance_of, value_of
from twinsim.pairing.forms import Outcome, cosine
from twinsim.scenario import CityProfile
from twinsim.text import inert, listed, number, span

_LONGEST = 40
_MOST = 6  # entries of a list that are named


def why(criterion: Criterion, a: CityProfile, b: CityProfile, found: Outcome, unit: str) -> str:
    """What is known of two cities on a criterion, or what is not and what that leaves open."""
    x, y = value_of(a, criterion, unit), value_of(b, criterion, unit)
    names = inert(a.name, _LONGEST), inert(b.name, _LONGEST)
    if not found.known:
        missing = listed([name for name, value in zip(names, (x, y), strict=True) if value is None])
        ends = span(found.lo, found.hi, 2)
        if criterion.form == "tie":  # what one city says of itself holds whatever the other says
            said = [
                f"{name} has worked with {shown(criterion, value)}; "
                for name, value in zip(names, (x, y), strict=True)
                if value is not None
            ]
            return f"{''.join(said)}not known for {missing}, which leaves {ends} open"
        return f"not known for {missing}, which leaves {ends} open ({criterion.unit})"
    told = criterion.why.format(
        a=names[0],
        b=names[1],
        x=shown(criterion, x),
        y=shown(criterion, y),
        gap=_gap(x, y),
        ratio=_ratio(x, y),
        shared=_shared(x, y),
        distance=_distance(x, y),
        peak=f"{criterion.peak:.2f}" if criterion.parameter else "",
    )
    return f"{criterion.unit}: {told}"


def grades(criterion: Criterion, a: CityProfile, b: CityProfile, unit: str) -> tuple[str, str]:
    """How good each city's fact is: its grade, `missing`, or `not graded`."""
    told = []
    for city in (a, b):
        if value_of(city, criterion, unit) is None:
            told.append("missing")
        else:
            about = provenance_of(city, criterion, unit)
            told.append(inert(about.grade, 30) if about and about.grade else "not graded")
    return told[0], told[1]


def shown(criterion: Criterion, value: Value | None) -> str:
    """A fact as people read it; a list of ids is counted, or named where it is short."""
    if value is None:
        return "nobody known of"
    if isinstance(value, tuple):
        return inert(listed(list(value[:_MOST]))) if criterion.form == "tie" else str(len(value))
    if criterion.column == "rank_share":
        return number(value, 2)
    return number(value, 0) if abs(value) >= 1000 else f"{value:.3g}".replace("-", "−")


def _gap(x: Value | None, y: Value | None) -> str:
    return f"{abs(x - y):.3g}" if isinstance(x, float) and isinstance(y, float) else ""


def _ratio(x: Value | None, y: Value | None) -> str:
    if not (isinstance(x, float) and isinstance(y, float)) or min(x, y) <= 0:
        return ""
    return f"{math.exp(abs(math.log(x / y))):.3g}"


def _shared(x: Value | None, y: Value | None) -> str:
    if not (isinstance(x, tuple) and isinstance(y, tuple)):
        return ""
    both = [word for word in x if word in y]
    more = f" and {len(both) - _MOST} more" if len(both) > _MOST else ""
    return inert(", ".join(both[:_MOST]) + more) if both else "none"


def _distance(x: Value | None, y: Value | None) -> str:
    return f"{1 - cosine(x, y):.2f}" if isinstance(x, tuple) and isinstance(y, tuple) else ""
