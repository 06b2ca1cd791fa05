"""Simulated impact of candidates as text: a table, then what it comes to."""

from __future__ import annotations

from textwrap import fill

from twinsim.cli.tables import WIDTH, columns, cut
from twinsim.pairing.objects import Candidate, Estimate, Impact, Pairing
from twinsim.registry import indicators
from twinsim.text import MINUS, inert, number

SHOWN = 20
_PER = 3  # significant digits of an impact per 100,000 residents


def impact_text(pairing: Pairing) -> str:
    """The candidates by impact, and the simulation's sentences."""
    told = pairing.simulation
    assert told is not None
    rows = sorted(
        ((one, one.impact) for one in pairing.candidates if one.impact),
        key=lambda row: -row[1].difference,
    )
    least, most = int(told.impact.worlds.min()), int(told.impact.worlds.max())
    worlds = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    anchor = inert(pairing.anchor.name, 30)
    programme = inert(told.scenario, 40) or "defaults"
    lines = [
        _wrapped(
            f"Simulated impact: {told.indicator} ({told.unit}), twin {MINUS} baseline, of the "
            f"programme of {programme} with each candidate in turn; {worlds} worlds, themes "
            f"derived, {anchor}'s luck the same whoever the partner is (seed {told.seed})."
        ),
        "",
        columns(_HEADS, [_row(one, impact) for one, impact in rows[:SHOWN]], right=range(1, 9)),
    ]
    if len(rows) > SHOWN:
        lines.append(f"… and {len(rows) - SHOWN} more: --json, or tables in the folder")
    lines += [
        "",
        _wrapped(
            "impact: mean of worlds with its 95 % interval, in both cities. worlds: 5 [50] 95 % of "
            "single worlds. best: probability that none has a higher expectation, in both cities "
            f"and in {anchor} alone. in anchor: impact in {anchor}. premium: twin {MINUS} solo, "
            "what pairing adds over two programmes apart for the same money. per 100k: impact per "
            "100,000 residents of both cities."
        ),
        "",
        *(_wrapped(sentence) for sentence in told.sentences),
    ]
    return "\n".join(lines)


_HEADS = ("city", "score rank", "impact", "worlds", "best", "in anchor", "premium", "per 100k")


def _row(one: Candidate, impact: Impact) -> tuple[str, ...]:
    digits = indicators()[impact.indicator].digits
    ends = [number(v, digits) for v in (impact.world_p05, impact.world_p50, impact.world_p95)]
    own = Estimate(impact.difference, impact.mc_lo95, impact.mc_hi95)
    return (
        cut(one.city, 20),
        str(one.rank),
        _mean(own, digits),
        "{} [{}] {}".format(*ends),
        f"{100 * impact.p_best:.0f}/{100 * impact.anchor_p_best:.0f} %",
        _mean(impact.anchor, digits),
        _mean(impact.premium, digits),
        f"{impact.per_100k.value:+.{_PER}g}".replace("-", MINUS) if impact.per_100k else "–",
    )


def _mean(found: Estimate | None, digits: int) -> str:
    if found is None:
        return "–"
    half = number(found.hi95 - found.value, digits)
    return f"{number(found.value, digits, sign=True)} ± {half}"


def _wrapped(text: str) -> str:
    return fill(text, WIDTH - 2, break_on_hyphens=False)
