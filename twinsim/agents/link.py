"""A link of two cities: trust that joint work makes, breaks and keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twinsim.agents.base import TwinAgent
from twinsim.agents.state import LinkState
from twinsim.rules import link

if TYPE_CHECKING:
    from twinsim.agents.city import City
    from twinsim.agents.model import TwinCityModel


class Link(LinkState, TwinAgent):
    """Two cities that work together; `friction` is what stands between them, in [0, 1]."""

    def __init__(self, model: TwinCityModel, facts: Any) -> None:
        super().__init__(model)
        self.a: City = model.cities[facts.a]
        self.b: City = model.cities[facts.b]
        self.friction: float = facts.friction
        self.trust0: float = facts.trust0
        self.trust = self.trust0
        self.idle = 0
        self.joint = 0
        self.worked = 0
        self.ties = 0

    @property
    def address(self) -> str:
        """The ids of the two cities."""
        return f"{self.a.id}-{self.b.id}"

    def begin_month(self) -> None:
        """Forget last month's events."""
        self.joint = self.worked = 0

    def joins(self, city: City) -> bool:
        """Whether the city is one of the two."""
        return city is self.a or city is self.b

    def succeed(self) -> None:
        """A cross-city pilot was completed, or the twin adopted a solution."""
        self.trust = link.after_success(self.p, self.trust)
        self.joint = self.worked = 1

    def fail(self) -> None:
        """A cross-city pilot stopped."""
        self.trust = link.after_failure(self.p, self.trust)
        self.joint = self.worked = 1

    def meet(self) -> None:
        """A funded visit or an exchange."""
        self.trust = link.after_visit(self.p, self.trust)
        self.joint = 1

    def visit(self) -> None:
        """A funded visit between the two cities."""
        self.meet()
        self.a.tally.visits += 1.0
        self.b.tally.visits += 1.0

    def rest(self) -> None:
        """End a month: trust fades where nothing was done together."""
        if self.joint == 1:
            self.idle = 0
        else:
            self.idle += 1
            signed = 0.5 * (self.a.contract + self.b.contract)
            self.trust = link.idle_trust(self.p, self.trust, self.trust0, signed)
