"""On what the model stands: parameters by actor, arrows of the theory of change, evidence."""

from __future__ import annotations

from typing import NamedTuple

from twinsim.registry import evidence, mechanisms, parameters, patterns
from twinsim.registry.chain import grade_of
from twinsim.report.page.actors import by_actor
from twinsim.report.page.case import Case
from twinsim.report.page.table import Cell, Table, Value, heads
from twinsim.scenario.domains import key_of_lever

_ASSUMED = "assumption"


class Group(NamedTuple):
    """The parameters of an actor: how many, how many of them are assumed, and their table."""

    actor: str
    size: int
    assumed: int
    table: Table


def grade_of_parameter(id: str) -> str:
    """The grade of a parameter: that of its weakest evidence, `pattern` where it is set to meet
    observed patterns alone, A on nothing."""
    rows = parameters()[id].evidence
    if rows and all(row in patterns() for row in rows):
        return "pattern"
    return grade_of(rows)


def parameter_groups(case: Case) -> list[Group]:
    """A group for each actor."""
    return [
        _group(case, number, actor, ids) for number, (actor, ids) in enumerate(by_actor().items())
    ]


def parameter_records(case: Case) -> list[dict[str, Value]]:
    """Every parameter as a record, in the order of the groups."""
    return [_record(case, actor, id) for actor, ids in by_actor().items() for id in ids]


def _group(case: Case, number: int, actor: str, ids: tuple[str, ...]) -> Group:
    rows = tuple(_row(case, id) for id in ids)
    assumed = sum(grade_of_parameter(id) == "A" for id in ids)
    table = Table(
        id=f"parameters-{number}",
        caption=f"Parameters of: {actor}",
        heads=heads("parameter | value | prior | role | source | grade", text=(0, 2, 3, 4, 5)),
        rows=rows,
    )
    return Group(actor, len(ids), assumed, table)


def _row(case: Case, id: str) -> tuple[Cell, ...]:
    known = parameters()[id]
    key = key_of_lever(id)
    others = _others(case, id)
    small = known.unit + (f"; {others}" if others else "")
    meaning = known.meaning + (f" (default of {key})" if key else "")
    return (
        Cell(id, meaning),
        Cell(f"{_value(case, id):,.6g}", small),
        Cell(str(known.prior) if known.prior else "–"),
        Cell(known.role),
        Cell(", ".join(known.evidence) or _ASSUMED, link=_link(known.evidence)),
        Cell(grade_of_parameter(id)),
    )


def _record(case: Case, actor: str, id: str) -> dict[str, Value]:
    known = parameters()[id]
    return {
        "parameter": id,
        "actor": actor,
        "unit": known.unit,
        "value": _value(case, id),
        "central": known.central,
        "arms_with_other_values": _others(case, id),
        "prior": str(known.prior or ""),
        "role": known.role,
        "evidence": ", ".join(known.evidence) or _ASSUMED,
        "grade": grade_of_parameter(id),
        "meaning": known.meaning,
    }


def _value(case: Case, id: str) -> float:
    return float(case.resolved.get("parameters", {}).get(id, parameters()[id].central))


def _others(case: Case, id: str) -> str:
    """Arms in which a parameter has a value of its own: `light 0.5`."""
    own = {arm: case.own(arm).get("parameters", {}) for arm in case.arms}
    return ", ".join(f"{arm} {values[id]:,.6g}" for arm, values in own.items() if id in values)


def arrows(case: Case) -> Table:
    """The arrows of the theory of change: assumption, evidence, and the gain each has."""
    gains = case.resolved.get("mechanisms", {})
    rows, records = [], []
    for id, arrow in mechanisms().items():
        own = {arm: case.own(arm).get("mechanisms", {}) for arm in case.arms}
        changed = ", ".join(f"{arm} {of[id]:g}" for arm, of in own.items() if id in of)
        gain = float(gains.get(id, 1.0))
        grade = grade_of(arrow.evidence)
        source = ", ".join(arrow.evidence) or _ASSUMED
        rows.append(
            (
                Cell(id, f"{arrow.source} → {arrow.target}"),
                Cell(arrow.assumption),
                Cell(f"{gain:g}", changed),
                Cell(source, link=_link(arrow.evidence)),
                Cell(grade),
            )
        )
        record: dict[str, Value] = {"arrow": id, "source": arrow.source, "target": arrow.target}
        record |= {"gain": gain, "arms_with_other_gains": changed, "evidence": source}
        records.append({**record, "grade": grade, "assumption": arrow.assumption})
    return Table(
        id="arrows",
        caption="Arrows of the theory of change: gain 1 leaves an arrow as it is, 0 cuts it",
        heads=heads("arrow | assumption | gain | source | grade", text=(0, 1, 3, 4)),
        rows=tuple(rows),
        records=tuple(records),
    )


def sources() -> Table:
    """The rows of evidence and the patterns that parameters and arrows rest on."""
    named = [row for known in parameters().values() for row in known.evidence]
    named += [row for arrow in mechanisms().values() for row in arrow.evidence]
    rows = []
    for id in sorted(set(named)):
        if id in evidence():
            known = evidence()[id]
            told = f"{known.value} {known.unit}".strip()
            cells = (Cell(known.effect), Cell(told), Cell(known.source), Cell(known.grade))
        elif id in patterns():
            fact = patterns()[id]
            cells = (Cell(fact.fact), Cell(fact.target), Cell("pattern"), Cell("pattern"))
        else:
            continue
        rows.append((Cell(id), *cells))
    return Table(
        id="evidence",
        caption="Evidence that parameters and arrows rest on. Numbers in square brackets are those "
        "of the register's own bibliography",
        heads=heads("id | what | value | source | grade", text=range(5)),
        rows=tuple(rows),
    )


def _link(rows: tuple[str, ...]) -> str:
    known = [row for row in rows if row in evidence() or row in patterns()]
    return f"#ev-{known[0]}" if known else ""
