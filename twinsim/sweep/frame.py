"""Effects as a table to work with: a DataFrame that a notebook shows as a reader wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict

from pandas import DataFrame, get_option

from twinsim.sweep.effects import COLUMNS, Effect


class Effects(DataFrame):
    """Contrasts with intervals: the columns of `effects.csv`, a row each.

    A DataFrame in every respect but how a notebook shows it: with units, intervals, the evidence
    and the seed. So is what is chosen of its rows; without one of its columns it looks like any
    other.
    """

    @classmethod
    def of(cls, rows: Iterable[Effect], made_by: str = "") -> Effects:
        """The rows as a table; `made_by` says which seed and version made them."""
        effects = cls([asdict(row) for row in rows], columns=list(COLUMNS))
        effects.attrs["made_by"] = made_by
        return effects

    @property
    def _constructor(self) -> Callable[..., Effects]:
        return Effects

    def _repr_html_(self) -> str | None:
        from twinsim.report.cells import effects_html

        html = effects_html(self) if get_option("display.notebook_repr_html") else None
        return DataFrame(self)._repr_html_() if html is None else str(html)  # type: ignore[operator]
