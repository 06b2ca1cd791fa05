"""A firm's ties: to a firm abroad that it worked with, and to a university by an exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.agents.base import TwinAgent
from twinsim.agents.state import SMEState
from twinsim.rules import university
from twinsim.rules.draws import TIE, draw
from twinsim.rules.maths import happens
from twinsim.world import keys

if TYPE_CHECKING:
    from twinsim.agents.city import City
    from twinsim.agents.pilot import Pilot
    from twinsim.agents.sme import SME


class Tied(SMEState, TwinAgent):
    """What ties a firm to others."""

    key: int
    slot: int
    city: City
    pilot: Pilot

    def befriend(self, other: SME) -> None:
        """Joint work of firms of two cities makes a tie, where neither has one."""
        if self.colleague < 0 and other.colleague < 0:
            self.colleague, other.colleague = other.slot, self.slot
            self.colleague_since = other.colleague_since = self.now

    def part(self) -> None:
        """The tie to a firm of another city ends."""
        self.colleague = -1
        self.colleague_since = -1
        self.colleague_joint = 0

    def loosen(self) -> None:
        """Ties may end: one that an exchange gave to a university, and one to a firm abroad when
        the two do not work together."""
        if self.tied_since >= 0:
            hazard = university.tie_end(self.p, self.now - self.tied_since, 0)
            if happens(hazard, draw(self.key, self.now, TIE, 0)):
                self.tied = 0
                self.tied_since = -1
        if self.colleague > self.slot:
            self.hold(self.model.slots[self.colleague])

    def hold(self, other: SME) -> None:
        """The tie to a firm of another city ends, or the link counts it."""
        together = self.pilot.partner == other.slot or other.pilot.partner == self.slot
        if not together:
            pair = keys.pair_key(self.key, other.key)
            age = self.now - self.colleague_since
            hazard = university.tie_end(self.p, age, self.colleague_joint)
            if happens(hazard, draw(pair, self.now, TIE, 0)):
                other.part()
                self.part()
                return
        self.model.count_tie(self.city.number, other.home)
