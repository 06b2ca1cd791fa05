"""What was found as tables of plain values, for CSV files and other tools."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from twinsim.report.discovery import words
from twinsim.sensitivity.discovery.discover import Discovery
from twinsim.sensitivity.discovery.robust import Robust
from twinsim.sweep.chance import Estimate

Record = dict[str, Any]


def question_record(found: Discovery) -> Record:
    """One question and its answer in short, with the words."""
    own, question = found.found, found.question
    record: Record = {
        "name": question.name,
        "asks": words.asks(question),
        **asdict(question),
        "cases": len(found.cases),
        "worlds": found.cases.worlds,
        "left_out": found.cases.left_out,
        "alike": found.cases.alike,
        **_ends("rate", own.rate),
        "box": "yes" if own.box else own.why,
        "p_chance": words.finite(own.p_chance),
    }
    if own.box:
        record |= {
            **_ends("density", own.box.density),
            **_ends("coverage", own.box.coverage),
            **_ends("elsewhere", own.box.outside),
            "mass": own.box.mass,
            "held_density": words.finite(own.box.held_density),
            "held_coverage": words.finite(own.box.held_coverage),
            "held_rate": words.finite(own.box.held_rate),
            "stable_by_luck": own.box.by_luck,
        }
    return record | {"words": " ".join(words.finding(found))}


def restrictions(found: Discovery) -> list[Record]:
    """The restrictions of the box; none where there is no box."""
    inputs = found.cases.inputs
    rows = []
    for one in found.found.box.restrictions if found.found.box else ():
        own, limits = inputs[one.input], one.limits
        rows.append(
            {
                "question": found.question.name,
                "input": own.id,
                "role": own.factor.role,
                "grade": words.grade(own).strip(" []"),
                "low": words.finite(limits.low),
                "high": words.finite(limits.high),
                "choices": ";".join(own.labels[c] for c in sorted(limits.choices or ())),
                "share_kept": float(limits.holds(own.values).mean()),
                "quasi_p": one.quasi_p,
                "recurs": min(one.recurs.values()),
                "words": words.limits_of(own, limits),
            }
        )
    return rows


def path(found: Discovery) -> list[Record]:
    """The boxes on the path of peeling."""
    return [
        {"question": found.question.name, "step": n, **asdict(s)}
        for n, s in enumerate(found.found.path)
    ]


def leaves(found: Discovery) -> list[Record]:
    """The ends of the tree; none without one."""
    return [
        {
            "question": found.question.name,
            "mass": leaf.mass,
            "density": leaf.density,
            "explains_elsewhere": found.tree.explains,
            "where": words.box_of(found.cases.inputs, leaf.box),
        }
        for leaf in (found.tree.leaves if found.tree else ())
        if found.tree
    ]


def cases(found: Discovery) -> list[Record]:
    """Every case: its point, inputs, the chance by its own worlds and drawn towards all others."""
    outcomes = found.cases.outcomes
    own, drawn, box = outcomes.alone(), outcomes.posterior(), found.found.box
    rows = []
    for n, design in enumerate(found.cases.designs):
        row: Record = {"question": found.question.name, "design": int(design)}
        for one in found.cases.inputs:
            value = one.values[n]
            row[f"factor.{one.id}"] = one.labels[int(value)] if one.labels else float(value)
        row |= {"p_alone": float(own[n]), "p_all": float(drawn[n])}
        row["in_box"] = bool(box.inside[n]) if box else None
        rows.append(row)
    return rows


def surface(found: Discovery) -> list[Record]:
    """The grid of the frontier; none where none was made."""
    own = found.frontier
    if own is None:
        return []
    return [
        {
            "question": found.question.name,
            "across": own.across.id,
            "down": own.down.id,
            "rank_across": float(across),
            "rank_down": float(down),
            "p": float(own.chance[i, j]),
            "sure": float(own.sure[i, j]),
            "near": bool(own.near[i, j]),
        }
        for i, across in enumerate(own.at)
        for j, down in enumerate(own.at)
    ]


def frontier_record(found: Discovery) -> Record | None:
    """The frontier in short; None where none was made."""
    own = found.frontier
    if own is None or found.found.why == "few":
        return None
    return {
        "across": own.across.id,
        "down": own.down.id,
        "state": own.state,
        "settled": own.settled,
        "by_chance": list(own.by_chance),
        "words": words.frontier_sentence(own, found.question),
    }


def choice_name(found: Robust) -> str:
    """What tells a choice from others in tables and names of files."""
    return f"{found.options.what}_{found.options.indicator}"


def choice_record(found: Robust) -> Record:
    """What was chosen among, and the answer in sentences."""
    own = found.options
    return {
        "name": choice_name(found),
        "asks": words.chooses(found),
        "what": own.what,
        "indicator": own.indicator,
        "contrast": own.contrast,
        "states": own.states,
        "worlds": own.worlds,
        "threshold": found.threshold,
        "opening": words.opening(found),
        "verdict": words.verdict(found),
        "trade_off": words.traded(found),
        "enough": words.enough_sentence(found),
        "findings": words.choice(found),
    }


def options(found: Robust) -> list[Record]:
    """Every option by every measure."""
    own = found.options
    return [
        {
            "options": own.what,
            "indicator": own.indicator,
            "option": row.option,
            "states": own.states,
            "worlds": own.worlds,
            "threshold": found.threshold,
            **_ends("mean", row.mean),
            **_ends("low", row.low),
            **_ends("worst", row.worst),
            **_ends("enough", row.enough),
            "p_best": row.best,
            **_ends("regret", row.regret),
            "regret_90": row.regret_90,
            **_ends("regret_most", row.most),
            **_ends("cost", row.cost),
            "p_front": row.front,
        }
        for row in found.rows
    ]


def rules(found: Robust) -> list[Record]:
    """What each rule chooses."""
    return [
        {
            "options": found.options.what,
            "indicator": found.options.indicator,
            "rule": chosen.rule,
            "meaning": words.RULES[chosen.rule],
            "option": "" if chosen.tied else chosen.option,
            "alike": chosen.tied,
            "share_of_draws": chosen.sure,
        }
        for chosen in found.chosen
    ]


def _ends(name: str, found: Estimate) -> Record:
    ends = {f"{name}": found.value, f"{name}_lo95": found.lo95, f"{name}_hi95": found.hi95}
    return {key: words.finite(value) for key, value in ends.items()}
