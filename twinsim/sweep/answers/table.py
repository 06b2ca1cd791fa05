"""Answers as a table to work with: a DataFrame that a notebook shows as a reader wants it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from pandas import DataFrame, get_option

from twinsim.sweep.answers.answer import Answer, LevelRow

if TYPE_CHECKING:
    from twinsim.sweep.results import Results

COLUMNS = tuple(field.name for field in fields(LevelRow))


class ByLevel(DataFrame):
    """What each level of a factor changes: a row for each indicator, contrast and level, with the
    columns of :class:`~twinsim.sweep.answers.LevelRow`.

    A DataFrame in every respect but how a notebook shows it. So is what is chosen of its rows;
    without one of its columns it looks like any other.
    """

    @classmethod
    def of(cls, results: Results, answers: Sequence[Answer]) -> ByLevel:
        """The answers as a table."""
        from twinsim.report import sweeps, wording
        from twinsim.sweep.answers.factors import about

        rows = [asdict(row) for answer in answers for row in answer.rows]
        table = cls(rows, columns=list(COLUMNS))
        first = answers[0]
        splits = {(a.indicator, a.contrast): sweeps.split_sentence(a.split) for a in answers}
        table.attrs["notes"] = [
            f"{sweeps.short(first.factor)}: {sweeps.title(first.factor)}.",
            f"{sweeps.doubt(first.draws, about(results))}.",
            sweeps.compared(first),
            f"{wording.made_by(results)}.",
        ]
        table.attrs["splits"] = {" ".join(pair): said for pair, said in splits.items()}
        return table

    @property
    def _constructor(self) -> Callable[..., ByLevel]:
        return ByLevel

    def _repr_html_(self) -> str | None:
        from twinsim.report.cells.sweeps import levels_html

        html = levels_html(self) if get_option("display.notebook_repr_html") else None
        return DataFrame(self)._repr_html_() if html is None else str(html)  # type: ignore[operator]
