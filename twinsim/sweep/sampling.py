"""Draws of the uncertain parameters from their priors, each by its own address.

The value of a parameter in a draw is a pure function of (seed, draw number, parameter id):
draw 7 is the same whether 8 draws are made or 8,000 and in whatever order, and a parameter
that is added, or whose prior is changed, leaves all others as they were. Draws are
independent of one another, and parameters within a draw too, as the registry declares them.
"""

from __future__ import annotations

from functools import cache

from twinsim.registry import Prior, parameters
from twinsim.rules.draws import mix, uniform
from twinsim.scenario import Domain, domain
from twinsim.world.build import MASK
from twinsim.world.facts import word


def prior_draw(seed: int, number: int) -> dict[str, float]:
    """Draw `number` (from 0) of every parameter that has a prior, by id, in its own unit.

    Parameters that are fitted, sampled or fixed are drawn alike where they have a prior; levers
    are a designer's choice and have none. A value that its domain does not allow is moved to
    the nearest one that it does. Raises ValueError for a negative number.
    """
    if number < 0:
        raise ValueError(f"expected the number of a draw, from 0, found {number}")
    return {
        id: bounds.nearest(prior.quantile(uniform(mix(mix(seed & MASK, address), number))))
        for id, prior, address, bounds in _uncertain()
    }


@cache
def _uncertain() -> tuple[tuple[str, Prior, int, Domain], ...]:
    """Each uncertain parameter with its prior, its word in keys of luck and its domain.

    No arm's luck can meet theirs: an arm's id holds no colon.
    """
    return tuple(
        (id, row.prior, word(f"prior:{id}"), domain(id))
        for id, row in parameters().items()
        if row.prior is not None and row.role != "lever"
    )
