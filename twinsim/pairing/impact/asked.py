"""What may be asked of a simulation, and what is wrong with what was asked."""

from __future__ import annotations

from twinsim.errors import Fault, ScenarioError
from twinsim.pairing.impact.missing import MOST as MOST_DRAWS
from twinsim.pairing.objects import Pairing
from twinsim.registry import indicators, nearest
from twinsim.text import inert

INDICATOR = "job_years"
"""What impact is counted in unless another is asked for: it adds up over cities, needs no price
(net value leaves relief out until somebody prices it) and is what programmes are argued with."""

LARGEST = 100
"""Candidates at most: each is run over all replicates."""

ANYONE, NOBODY = "any", "none"
"""As the rival of beliefs: the first by score that does not lead, or none at all."""


def check(
    pairing: Pairing,
    indicator: str,
    choose: float | None,
    believe: str | None,
    missing: int,
) -> str | None:
    """The id of the rival whose beliefs are sought, `any`, `none`, or None where none is named.

    Raises :class:`ScenarioError` with everything that is wrong.
    """
    faults = []
    if len(pairing.candidates) > LARGEST:
        expected = f"expected at most {LARGEST} candidates to simulate"
        faults.append(Fault("", 0, "--with", inert(pairing.group, 60), expected))
    faults += known_indicator(indicator)
    if choose is not None and not 0.5 <= choose < 1:
        expected = "expected a probability from 0.5 to below 1"
        faults.append(Fault("", 0, "--choose", f"{choose:g}", expected))
    whole = isinstance(missing, int) and not isinstance(missing, bool)
    if not whole or missing == 1 or not 0 <= missing <= MOST_DRAWS:
        expected = f"expected 0, or 2 to {MOST_DRAWS} draws"
        faults.append(Fault("", 0, "--missing", str(missing), expected))
    rival = believe
    if believe is not None and believe not in (ANYONE, NOBODY):
        names = {word.casefold(): one.city for one in pairing.candidates for word in (one.name,)}
        names |= {one.city: one.city for one in pairing.candidates}
        rival = names.get(believe.strip().casefold())
        if rival is None:
            expected = "expected a candidate, by id or name"
            words = [one.city for one in pairing.candidates]
            words += [one.name for one in pairing.candidates]
            near = nearest(believe, words) or ""
            faults.append(Fault("", 0, "--believe", believe, expected, near))
    if faults:
        raise ScenarioError(faults)
    return rival


def known_indicator(indicator: str) -> list[Fault]:
    """What is wrong with an indicator: nothing, or one fault with the nearest."""
    if indicator in indicators():
        return []
    expected = "expected an indicator; twinsim explain indicators lists them"
    near = nearest(str(indicator), indicators()) or ""
    return [Fault("", 0, "--indicator", str(indicator), expected, near)]
