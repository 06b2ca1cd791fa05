"""The Mesa model and its agents in a notebook: every declared variable with its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from twinsim.registry import SECTORS, indicators, state
from twinsim.report.cells.markup import Cell, folded, paragraph, table, title
from twinsim.text import number

if TYPE_CHECKING:
    from twinsim.agents.base import TwinAgent
    from twinsim.agents.model import TwinCityModel

_DIGITS = 3
_MOST = 25  # variables that are shown unfolded


def model_html(model: TwinCityModel) -> Markup:
    """Where the model stands: the month, its agents by type, and the headlines so far."""
    cities = model.cities
    rows: list[list[Cell]] = []
    for id, about in indicators().items():
        if about.headline:
            shown = [number(getattr(city.tally, id), about.digits) for city in cities]
            rows.append([id, about.unit, *shown, number(model.total(id), about.digits)])
    counted = ", ".join(f"{len(of):,} {kind.__name__}" for kind, of in model.agents_by_type.items())
    return Markup("").join(
        [
            title(repr(model)),
            paragraph(f"Agents: {counted}."),
            table(
                ("indicator", "unit", *(city.id for city in cities), "all"),
                rows,
                caption="Counted so far" + (", of the warm-up" if model.recorded < 0 else ""),
                left=(0, 1),
            ),
            paragraph("One world: what may happen, not what does on average."),
        ]
    )


def agent_html(agent: TwinAgent) -> Markup:
    """The declared state variables of an agent, by name, with value and meaning."""
    rows = [
        (variable.id, _value(variable.per, getattr(agent, variable.id)), variable.meaning)
        for variable in state()[kind_of(agent)]
    ]
    when = f"{agent!r}, month {number(agent.model.recorded, 0)}"
    heads = ("variable", "value", "meaning")
    if len(rows) <= _MOST:
        return table(heads, rows, caption=when, left=(0, 1, 2))
    return folded(f"{when}: {len(rows)} variables", table(heads, rows, left=(0, 1, 2)))


def kind_of(agent: TwinAgent) -> str:
    """The kind of agent in `registry/state.toml`, of a subclass too."""
    return next(c.__name__.lower() for c in type(agent).__mro__ if c.__name__.lower() in state())


def _value(per: str, value: Any) -> str:
    if not isinstance(value, list):
        return _one(value)
    if per == "sector":
        named = [(name, item) for name, item in zip(SECTORS, value, strict=True) if item]
        return ", ".join(f"{name} {_one(item)}" for name, item in named) or "0 in every sector"
    return ", ".join(map(_one, value))


def _one(value: Any) -> str:
    return f"{value}".replace("-", "−") if isinstance(value, int) else number(value, _DIGITS)
