"""A ranking and a portfolio as text: the table, the reasons, and what they hang on."""

from __future__ import annotations

import math
from textwrap import fill

from twinsim.cli.tables import WIDTH, columns, cut
from twinsim.pairing.criteria import criteria, pillars
from twinsim.pairing.objects import Candidate, CriterionScore, Pairing
from twinsim.pairing.overturn import Overturn
from twinsim.pairing.portfolio import Portfolio
from twinsim.text import inert, listed, number

SHOWN = 20
CAVEAT = (
    "A score says how well a pair fits the methodology on facts known beforehand; it is no "
    "estimate of what a programme would achieve"
)
READING = (
    "score: of what is known. range: over all values that missing facts could take; ranked by its "
    "lower end. known: share of the weight on which both cities' facts are there. first: share of "
    "weightings in which it ranks first."
)


def text(found: Pairing | Portfolio, city: str = "") -> str:
    """A ranking, or a portfolio in which `city` is asked about first."""
    if not isinstance(found, Pairing):
        from twinsim.cli.portfolio_text import portfolio_text

        return portfolio_text(found, city)
    if found.simulation is None:
        return pairing_text(found)
    from twinsim.cli.impact_text import impact_text

    return f"{pairing_text(found)}\n\n{impact_text(found)}"


def pairing_text(pairing: Pairing) -> str:
    """A ranking: who, why the first is first, what would change it."""
    anchor = f"{inert(pairing.anchor.name, 40)} ({cut(pairing.anchor.id, 24)})"
    many = len(pairing.candidates)
    lines = [
        wrapped(f"Partners for {anchor} among {many} of {inert(pairing.group, 60)}"),
        *set_up(pairing),
        "",
        _ranking(pairing),
    ]
    if many > SHOWN:
        lines.append(f"… and {many - SHOWN} more: --json, or --out DIR for tables")
    lines += ["", wrapped(READING), "", *_reasons(pairing, pairing.best), ""]
    lines += wrapped_all([_sure(pairing), _overturned(pairing), _counter(pairing)])
    lines += ["", *wrapped_all([_varying(pairing), *pairing.notes, f"{CAVEAT}."])]
    return "\n".join(lines)


def _ranking(pairing: Pairing) -> str:
    heads = ("rank", "city", "score", "range", "by score", "known", *pillars(), "first")
    rows = [
        (
            str(one.rank),
            f"{cut(one.city, 24)}",
            number(one.score, 2),
            f"{one.score_lo:.2f}–{one.score_hi:.2f}",
            str(one.rank_by_score or "–"),
            f"{100 * one.coverage:.0f} %",
            *(number(one.pillars[id].score, 2) for id in pillars()),
            f"{100 * one.acceptability[0]:.0f} %",
        )
        for one in pairing.candidates[:SHOWN]
    ]
    return columns(heads, rows, right=(0, *range(2, len(heads))))


def set_up(found: Pairing | Portfolio) -> list[str]:
    """Unit, weights, what they come to, and what counts for nothing."""
    weights, sheet = found.weights, found.sheet
    alike = len(set(weights.pillars.values())) == 1
    told = ", ".join(f"{id} {weight:g}" for id, weight in weights.pillars.items())
    own = [f"{id} {w:g}" for id, w in weights.criteria.items() if w != criteria()[id].weight]
    counts = {
        pillar: sum(
            share
            for id, share in zip(sheet.ids, sheet.shares, strict=True)
            if criteria()[id].pillar == pillar
        )
        for pillar in pillars()
    }
    come_to = ", ".join(f"{pillar} {100 * share:.0f} %" for pillar, share in counts.items())
    what = "cities" if found.unit == "city" else "city-regions"
    said = (
        f"Unit: size is compared between {what}. Weights of pillars: {'alike' if alike else told}"
        f"{'; ' + listed(own) if own else ''}; of what counts, {come_to}."
    )
    reasons = dict.fromkeys(found.left_out.values())
    parts = (
        f"{listed([id for id, why in found.left_out.items() if why == reason])} ({reason})"
        for reason in reasons
    )
    return wrapped_all([said, f"Left out for all: {'; '.join(parts)}." if reasons else ""])


def _reasons(pairing: Pairing, one: Candidate) -> list[str]:
    """A line per criterion that counts, in order of pillars."""
    name, anchor = inert(one.name, 40), inert(pairing.anchor.name, 40)
    lines = [wrapped(f"Why {name}: score, weight, and the grades of {anchor}'s and its facts")]
    rows = [
        (row.id, _score(row), f"{100 * row.weight:.0f} %", f"{row.why} [{', '.join(row.grades)}]")
        for row in one.criteria
        if row.weight > 0
    ]
    return [*lines, columns(("criterion", "score", "weight", "what is known"), rows, right=(1, 2))]


def _score(row: CriterionScore) -> str:
    return f"{row.lo:.2f}–{row.hi:.2f}" if math.isnan(row.score) else f"{row.score:.2f}"


def _sure(pairing: Pairing) -> str:
    """How much the first place hangs on weights."""
    by_share = sorted(pairing.candidates, key=lambda one: (-one.acceptability[0], one.rank))
    told = [
        f"{cut(one.city, 24)} {100 * one.acceptability[0]:.0f} %"
        for one in by_share[:4]
        if one.acceptability[0] >= 0.005
    ]
    return (
        f"Weights: of {pairing.draws:,} weightings (pillars uniform, criteria within each uniform; "
        f"seed {pairing.seed}) first are {listed(told)}."
    )


def _overturned(pairing: Pairing) -> str:
    """The least change of weights that changes the first place."""
    rivals = [one for one in pairing.candidates[1:] if one.overturn]
    if len(pairing.candidates) == 1:
        return ""
    if not rivals:
        return "Smallest change that overturns it: none, it is ahead on every criterion."
    nearest = min(rivals, key=lambda one: (one.overturn.share if one.overturn else 2, one.rank))
    moved = nearest.overturn
    assert moved is not None
    return f"Smallest change that overturns it: {_moved(moved)} puts {nearest.city} level."


def _moved(moved: Overturn) -> str:
    if not moved.out_of:
        return "none needed, which"
    out = listed([*moved.out_of])
    return f"moving {100 * moved.share:.1f} % of the weight from {out} to {moved.into}"


def _counter(pairing: Pairing) -> str:
    """The nearest complementary candidate."""
    one = pairing.candidate(pairing.counter_twin)
    shared = one.criterion("sectors").why.partition("shared: ")[2] or "not known"
    return (
        f"Counter-twin: {cut(one.city, 24)} (rank {one.rank}), the nearest in what makes cities "
        f"comparable and the farthest in sectors (shared: {shared})."
    )


def _varying(pairing: Pairing) -> str:
    """How much each fact that the simulator reads differs among the candidates."""
    if len(pairing.candidates) == 1:
        return ""
    told = ", ".join(f"{fact.id} {number(fact.cv, 2)}" for fact in pairing.facts)
    return f"Facts that the simulator reads, coefficient of variation among candidates: {told}."


def wrapped(text: str) -> str:
    """A paragraph in lines."""
    return fill(text, WIDTH - 2, break_on_hyphens=False)


def wrapped_all(texts: list[str]) -> list[str]:
    """The paragraphs that say something, in lines."""
    return [wrapped(text) for text in texts if text]
