"""What all agents share, and the one place that adapts Mesa."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from twinsim.world.columns import COLUMNS

with warnings.catch_warnings():  # in a notebook, a bar that Mesa never shows asks for ipywidgets
    warnings.filterwarnings("ignore", "IProgress not found")
    import mesa

if TYPE_CHECKING:
    from twinsim.agents.model import TwinCityModel


class _Ids:
    """Numbers for new agents, counted in the model itself.

    Mesa 3 counts them in a dictionary of the class, whose keys keep every model ever made in
    memory; a sweep in a notebook would never free one.
    """

    def __getitem__(self, model: Any) -> Any:
        return model.__dict__.setdefault("_agent_ids", count(1))


class TwinAgent(mesa.Agent):  # type: ignore[misc]
    """An agent of a :class:`TwinCityModel`."""

    _ids = _Ids()
    model: TwinCityModel
    p: Any
    """The parameters of the model's arm."""

    def __init__(self, model: TwinCityModel) -> None:
        super().__init__(model)
        self.p = model.p

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.address})"

    def _repr_html_(self) -> str:
        from twinsim.report.cells import agent_html

        return str(agent_html(self))

    @property
    def address(self) -> str:
        """What the agent is known by: its number among those of its kind."""
        return str(getattr(self, "number", self.unique_id))

    @property
    def now(self) -> int:
        """The month, counted from the start of the warm-up."""
        return self.model.month


class Tally:
    """The indicators of a city so far, one attribute each."""

    __slots__ = COLUMNS

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Set all to 0."""
        for name in COLUMNS:
            setattr(self, name, 0.0)

    def add(self, name: str, amount: float) -> None:
        """Add to an indicator that is known by its name only."""
        setattr(self, name, getattr(self, name) + amount)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> float: ...
        def __setattr__(self, name: str, value: float) -> None: ...


def total(values: Iterable[float]) -> float:
    """The sum in order; `sum` of Python 3.12 compensates, which the core does not."""
    added = 0.0
    for value in values:
        added += value
    return added


def plain(record: Any) -> SimpleNamespace:
    """A record of the setup as an object of Python numbers and lists."""
    return SimpleNamespace(**{name: record[name].tolist() for name in record.dtype.names})
