"""What the design numbers of a results folder stand for: one scenario, or an experiment's points.

A point is the scenario with the experiment's factors at some values; `twinsim run` has one point,
number 0, without factors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from twinsim.scenario import Scenario

Value = str | float | bool
FactorKind = Literal["text", "number", "flag"]


@dataclass(frozen=True)
class Column:
    """A factor as a column of results: its id and what its values are."""

    id: str
    kind: FactorKind

    @property
    def name(self) -> str:
        """The column's name in runs/."""
        return f"factor.{self.id}"


class Points(Protocol):
    """The design points of a results folder. Read from several threads, sent to other machines."""

    @property
    def count(self) -> int:
        """Number of points."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The factors, in their order."""

    @property
    def levers(self) -> tuple[int, ...]:
        """Places of those factors that a designer chooses."""

    @property
    def arms(self) -> tuple[str, ...]:
        """Ids of the arms, the same at every point."""

    def values(self, design: int) -> tuple[Value, ...]:
        """The factors' values at a point."""

    def scenario(self, design: int) -> Scenario:
        """The scenario of a point. Raises :class:`ScenarioError` where it allows none."""


@dataclass(frozen=True)
class Single:
    """One scenario as the only point."""

    only: Scenario

    @property
    def count(self) -> int:
        """One."""
        return 1

    @property
    def columns(self) -> tuple[Column, ...]:
        """None."""
        return ()

    @property
    def levers(self) -> tuple[int, ...]:
        """None."""
        return ()

    @property
    def arms(self) -> tuple[str, ...]:
        """The scenario's arms."""
        return tuple(arm.id for arm in self.only.arms)

    def values(self, design: int) -> tuple[Value, ...]:
        """None."""
        return ()

    def scenario(self, design: int) -> Scenario:
        """The scenario itself."""
        return self.only
