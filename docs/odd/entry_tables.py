"""Tables of entry points: which variable enters which rule, and on what that stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from odd.entries import Point, points, silent, world_points
from odd.words import code, graded, table
from twinsim.registry import state

HEAD = (
    "variable | enters | weighed by | level set by | evidence of the weights; of the rule | "
    "drops out where | stands on | and on into"
)
_TABLES = {
    "w.cities": "facts of a city",
    "w.links": "facts of a link",
    "w.programmes": "facts of a programme",
    "w.stakes": "a city's stake in a programme",
    "w.plan": "timetable",
    "w.challenges": "facts of a challenge",
    "w.clusters": "facts of a cluster",
    "w.universities": "facts of a university",
}


def state_entries() -> list[str]:
    """Entry points of the state, by kind."""
    return _tables(lambda point: point.holder in state())


def setup_entries() -> list[str]:
    """Entry points of what is fixed for all runs of an arm."""
    return _tables(lambda point: point.holder not in state())


def world_entries() -> list[str]:
    """What enters rules while the world is made."""
    rows = (
        (code([point.name]), code([point.holder]), *_row(point)[1:-1]) for point in world_points()
    )
    columns = HEAD.split(" | ")
    return table(" | ".join(["expression", "in", *columns[1:-1]]), rows)


def _tables(wanted: Callable[[Point], bool]) -> list[str]:
    lines: list[str] = []
    for holder in dict.fromkeys(point.holder for point in points() if wanted(point)):
        rows = [_row(point) for point in points() if point.holder == holder]
        lines += [f"**{_TABLES.get(holder, holder)}**", "", *table(HEAD, rows), ""]
    return lines[:-1]


def _row(point: Point) -> tuple[str, ...]:
    form = f"; rule {graded(point.form)}" if point.form else ""
    evidence = graded(point.rows) if point.weights else "no weight"
    return (
        code([point.name]),
        code([f"{point.rule}({', '.join(point.arguments)})"]),
        code(point.weights),
        code(point.levels),
        evidence + form,
        "; ".join(point.off) or "–",
        point.stands_on,
        code(point.onward),
    )


def standing() -> list[str]:
    """How many entry points stand on what; and those without evidence of a weight or a prior that
    includes no effect."""
    counts = Counter(point.stands_on for point in points())
    said = ", ".join(f"{number} on {kind}" for kind, number in counts.most_common())
    rules: dict[tuple[str, str], dict[str, list[str]]] = {}
    for point in points():
        key = (_TABLES.get(point.holder, point.holder), point.name)
        rules.setdefault(key, {}).setdefault(point.stands_on, []).append(str(point.rule))
    rows = (
        (holder, code([name]), code(kinds.get("assumption", ())), code(kinds.get("rule", ())))
        for (holder, name), kinds in rules.items()
        if "assumption" in kinds or "rule" in kinds
    )
    head = "of | variable | enters on an assumption alone | enters a rule that cites evidence"
    return [f"Of {len(points())} entry points, {said}.", "", *table(head, rows)]


def silent_table() -> list[str]:
    """Declared state that enters no rule."""
    rows = (
        (kind, code([name]), code(places) if places else "nothing: it is a record only")
        for kind, name, places in silent()
    )
    return table("of | variable | read by the stages themselves", rows)
