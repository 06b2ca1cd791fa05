"""Does the partner matter? The twin programme run with every candidate, beside the scores.

>>> pairing = simulate(pair("belfast", "South Korea"), replicates=200)
>>> pairing.best.impact.difference
>>> print(pairing.simulation.sentences[0])

The anchor's firms, needs and luck are the same whoever the partner is, and themes are derived for
every pair, so that a difference between two partners is due to the partners. Read `experiment` for
what is run, `simulate` for the whole, `reading` for means with intervals, `correlate` and `carry`
for score beside impact, `spread` and `needs` for where differences come from, `beliefs` for what
would have to hold for another to win, `missing` for facts that nobody has, `courses` for partner
and course together; `portfolio` and `sets` for the best set of pairs.
"""

from twinsim.pairing.impact.courses import Courses, partner_by_upskilling
from twinsim.pairing.impact.portfolio import simulate_portfolio
from twinsim.pairing.impact.portfolio_simulation import PortfolioSimulation
from twinsim.pairing.impact.simulate import simulate
from twinsim.pairing.impact.simulation import Simulation

__all__ = [
    "Courses",
    "PortfolioSimulation",
    "Simulation",
    "partner_by_upskilling",
    "simulate",
    "simulate_portfolio",
]
