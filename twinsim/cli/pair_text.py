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
        _wrapped(f"Partners for {anchor} among {many} of {inert(pairing.group, 60)}"),
        *_set_up(pairing),
        "",
        _ranking(pairing),
    ]
    if many > SHOWN:
        lines.append(f"… and {many - SHOWN} more: --json, or --out DIR for tables")
    lines += ["", _wrapped(READING), "", *_reasons(pairing, pairing.best), ""]
    lines += _wrapped_all([_sure(pairing), _overturned(pairing), _counter(pairing)])
    lines += ["", *_wrapped_all([_varying(pairing), *pairing.notes, f"{CAVEAT}."])]
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


def _set_up(found: Pairing | Portfolio) -> list[str]:
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
    return _wrapped_all([said, f"Left out for all: {'; '.join(parts)}." if reasons else ""])


def _reasons(pairing: Pairing, one: Candidate) -> list[str]:
    """A line per criterion that counts, in order of pillars."""
    name, anchor = inert(one.name, 40), inert(pairing.anchor.name, 40)
    lines = [_wrapped(f"Why {name}: score, weight, and the grades of {anchor}'s and its facts")]
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


def portfolio_text(portfolio: Portfolio, city: str = "") -> str:
    """A portfolio; `city` is the one that is asked about first."""
    a, b = (inert(label, 40) for label in portfolio.groups)
    title = f"Best pairs within {a}" if a == b else f"Best pairs between {a} and {b}"
    heads = ("city", "with", "score", "range", "known", "favourite", "loss", "favourite", "loss")
    matches = sorted(portfolio.matches, key=lambda match: city not in (match.a, match.b))
    rows = [
        (
            cut(match.a, 20),
            cut(match.b, 20),
            number(match.score, 2),
            f"{match.score_lo:.2f}–{match.score_hi:.2f}",
            f"{100 * match.coverage:.0f} %",
            cut(match.favourite_a, 18),
            number(match.loss_a, 2),
            cut(match.favourite_b, 18),
            number(match.loss_b, 2),
        )
        for match in (matches if city else portfolio.matches)
    ]
    lines = [
        _wrapped(title),
        *_set_up(portfolio),
        "",
        columns(heads, rows, right=(2, 3, 4, 6, 8)),
        "",
        _wrapped(
            "score: of what is known. range: over all values that missing facts could take; the "
            "lower end is what is added up. favourite, loss: the best partner that each of the two "
            "could have had, and how much less it has with this one."
        ),
        _wrapped(
            f"Total {portfolio.total:.3f}, the highest there is; taking the best pair that is "
            f"left, again and again, comes to {portfolio.greedy_total:.3f}."
        ),
    ]
    if portfolio.unpaired:
        told = [f"{id} (would favour {best})" for id, best in portfolio.unpaired.items()]
        lines.append(_wrapped(f"Without a partner: {listed(told)}."))
    return "\n".join([*lines, *_wrapped_all([*portfolio.notes, f"{CAVEAT}."])])


def _wrapped(text: str) -> str:
    return fill(text, WIDTH - 2, break_on_hyphens=False)


def _wrapped_all(texts: list[str]) -> list[str]:
    return [_wrapped(text) for text in texts if text]
