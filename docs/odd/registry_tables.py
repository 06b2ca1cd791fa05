"""Tables of what is declared: state, parameters, mechanisms, indicators, evidence, patterns."""

from __future__ import annotations

from odd.readers import DEFAULT, readers, resting_on
from odd.source import Place
from odd.words import code, graded, number, table
from twinsim.registry import (
    LEVELS,
    Parameter,
    evidence,
    indicators,
    mechanisms,
    parameters,
    patterns,
    state,
)
from twinsim.scenario.domains import key_of_lever

_PER = {"sector": "a vector over sectors", "city": "one for each city"}


def pattern_table() -> list[str]:
    """The patterns, and what is fitted to each."""
    rows = (
        (row.id, row.fact, row.target, row.read_off_by, row.kind, row.strength, code(fitted))
        for row in patterns().values()
        for fitted in [resting_on().get(row.id, ())]
    )
    return table("id | pattern | target | read off by | kind | strength | rests on it", rows)


def state_tables() -> list[str]:
    """State variables by kind of agent."""
    lines: list[str] = []
    for kind, variables in state().items():
        rows = (
            (code([v.id]), v.type + (f", {_PER.get(v.per, v.per)}" if v.per else ""), v.meaning)
            for v in variables
        )
        lines += [f"**{kind}**", "", *table("variable | type | meaning", rows), ""]
    return lines[:-1]


def parameter_tables() -> list[str]:
    """Parameters by the module that reads them first."""
    groups: dict[str, list[Parameter]] = {}
    for id, parameter in parameters().items():
        places = readers().get(id, ())
        groups.setdefault(_group(places), []).append(parameter)
    lines: list[str] = []
    for group in sorted(groups, key=_rank):
        rows = (
            (
                code([row.id]),
                row.unit,
                number(row.central),
                row.prior or "–",
                row.role,
                graded(row.evidence),
                _places(readers().get(row.id, ()), row.id),
                "; ".join(filter(None, (row.meaning, row.note))),
            )
            for row in groups[group]
        )
        head = "parameter | unit | central | prior | role | evidence | read by | meaning"
        lines += [f"**{group}**", "", *table(head, rows), ""]
    return lines[:-1]


def _group(places: tuple[Place, ...]) -> str:
    if not places:
        return "read by nothing"
    if places[0] == DEFAULT:
        return "a scenario's defaults"
    room, _, name = places[0].module.partition(".")
    return f"rules of {name}.py" if room == "rules" else f"{room}/{name}.py"


def _rank(group: str) -> tuple[int, str]:
    starts = ("rules of", "world/", "core/", "a scenario's")
    return next((n for n, start in enumerate(starts) if group.startswith(start)), 9), group


def _places(places: tuple[Place, ...], id: str) -> str:
    names = [code([place]) for place in places if place != DEFAULT]
    if DEFAULT in places:
        names.append(f"default of {code([key_of_lever(id) or 'programme'])}")
    return ", ".join(names) or "–"


def mechanism_table() -> list[str]:
    """The arrows of the theory of change, and what reads the gain of each."""
    rows = (
        (
            code([row.id]),
            f"{row.source} → {code([row.target])}",
            row.assumption,
            graded(row.evidence),
            code(readers().get(f"g_{row.id}", ())),
        )
        for row in mechanisms().values()
    )
    return table("mechanism | arrow | assumption | evidence | its gain is read in", rows)


def indicator_tables() -> list[str]:
    """Indicators by their level in the theory of change."""
    lines: list[str] = []
    for level in LEVELS:
        rows = [
            (
                code([row.id]) + (" (headline)" if row.headline else ""),
                row.unit,
                "at the horizon" if row.stock else "total of the months",
                row.total,
                row.meaning,
            )
            for row in indicators().values()
            if row.level == level
        ]
        if rows:
            head = "indicator | unit | over time | over cities | meaning"
            lines += [f"**{level}**", "", *table(head, rows), ""]
    return lines[:-1]


def evidence_table() -> list[str]:
    """Rows of evidence that something rests on, then the ids of the others."""
    used = [row for row in evidence().values() if row.id in resting_on()]
    rows = (
        (row.id, row.effect, row.unit, row.value, row.source, row.grade, code(resting_on()[row.id]))
        for row in used
    )
    head = "id | effect | unit | value | source | grade | rests on it"
    rest = ", ".join(id for id in evidence() if id not in resting_on())
    return [*table(head, rows), "", f"Nothing rests on these yet: {rest or 'none'}."]
