"""A results folder, read: tables, effects and figures."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twinsim.errors import Fault, ResultsError
from twinsim.registry import indicators, nearest
from twinsim.sweep.effects import TOTAL, Effect, Worlds, effects
from twinsim.sweep.files import sha256
from twinsim.sweep.manifest import Manifest
from twinsim.sweep.reading import CITIES, damaged, read_table
from twinsim.sweep.rows import Floats
from twinsim.sweep.stats import Tail, tail
from twinsim.sweep.worlds import kept_by_month, monthly, worlds
from twinsim.sweep.written import effects_by_design

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame

    from twinsim.sweep.answers.table import ByLevel
    from twinsim.sweep.frame import Effects


@dataclass(frozen=True)
class Results:
    """Results in a folder. Reading checks each file against the hash in the manifest.

    `table` is the city table of the run, where that was not the packaged one; a folder keeps it
    as `cities.csv`. `goals` says of what a sweep was asked to go on for, "--until" or "--choose",
    whether it was reached, where the sweep has just been made. All methods raise
    :class:`ResultsError` where a file is damaged.
    """

    folder: Path
    manifest: Manifest
    table: Path | None = field(default=None, repr=False, compare=False)
    goals: Mapping[str, bool] = field(default_factory=dict, repr=False, compare=False)
    _keep: Any = field(default=None, repr=False, compare=False)

    def __repr__(self) -> str:
        who = self.manifest.identity
        place = "" if self._keep else f" in {str(self.folder)!r}"
        arms, name = ", ".join(self.manifest.arms), str(who.resolved.get("name", ""))
        count = sum(self.manifest.replicates())
        worlds = f"{count:,} world{'s' * (count != 1)} of {arms}"
        if self.manifest.points > 1:
            worlds += f" at {self.manifest.points:,} design points"
        return f"Results({name!r}: {worlds}; seed {who.seed}{place})"

    @staticmethod
    def open(
        folder: str | os.PathLike[str], cities: str | os.PathLike[str] | None = None
    ) -> Results:
        """Open a results folder; `cities` stands in for the city table that it keeps.

        Raises :class:`ResultsError` where there are no results.
        """
        place = Path(folder)
        manifest = Manifest.read(place)
        if not manifest.tiles():
            expected = "expected results; this folder holds no finished run yet"
            raise ResultsError(Fault(str(place), 0, "", "", expected))
        kept = place / CITIES if (place / CITIES).is_file() else None
        if kept and cities is None and sha256(kept.read_bytes()) != manifest.table:
            raise damaged(kept, "expected the city table of the run; this one was changed since")
        return Results(place, manifest, kept if cities is None else Path(cities))

    @property
    def replicates(self) -> int:
        """Replicates of each arm at design point 0."""
        return self.manifest.replicates()[0]

    @cached_property
    def worlds(self) -> Worlds:
        """The runs of design point 0 as arrays, all arms of a replicate together, failed ones left
        out."""
        return worlds(self.folder, self.manifest)

    def worlds_of(self, design: int) -> Worlds:
        """Like :attr:`worlds`, of another design point."""
        return worlds(self.folder, self.manifest, design)

    def points(self) -> DataFrame:
        """A row per design point: its number, the factors' values, replicates and failed runs."""
        from twinsim.sweep.frame import points

        return points(self.folder, self.manifest)

    def contrasts(self) -> list[Effect]:
        """The rows of `effects.csv`."""
        if self.manifest.points == 1:
            return effects(self.worlds, self.manifest.contrasts, indicators())
        rows = effects_by_design(self.folder, self.manifest)
        return [row for design in rows for row in design]

    def tail(self, indicator: str, contrast: str, scope: str = TOTAL) -> Tail:
        """Median, trimmed mean, top decile's share and harm of a contrast's differences."""
        column = self.worlds.indicators.index(indicator)
        return tail(self.worlds.differences(contrast, scope)[:, column])

    def months_of(self, indicator: str) -> Floats:
        """An indicator's total by month, shape (arms, replicates, months).

        Raises :class:`ResultsError` where the folder holds only the headlines by month.
        """
        if not self.keeps_by_month(indicator):
            expected = "expected one kept by month; run with --months to keep all of them"
            raise ResultsError(Fault(str(self.folder), 0, "indicator", indicator, expected))
        return monthly(self.folder, self.manifest, indicator, indicators()[indicator].total)

    def keeps_by_month(self, indicator: str) -> bool:
        """Whether months/ holds the indicator. Raises :class:`ResultsError` for an unknown one."""
        _known("indicator", indicator, list(indicators()))
        return indicator in self._by_month

    def known_contrast(self, contrast: str | None = None) -> str:
        """The contrast, or the scenario's first. Raises :class:`ResultsError` for another."""
        chosen = contrast or next(iter(self.manifest.contrasts), "")
        return _known("contrast", chosen, list(self.manifest.contrasts))

    def runs(self) -> DataFrame:
        """A row per run: totals over the programme's cities."""
        return self._table("runs")

    def cities(self) -> DataFrame:
        """A row per run and city."""
        return self._table("cities")

    def months(self) -> DataFrame:
        """A row per run, city and month."""
        return self._table("months")

    def firms(self) -> DataFrame:
        """Accounts by firm: a row per arm, arm whose support makes the groups, city, slot and
        group; n, mean and M2 (sum of squared deviations) over replicates.

        Raises :class:`ResultsError` where the folder holds none.
        """
        from twinsim.sweep.firms import merged

        tiles = self.manifest.tiles("firms")
        if not tiles:
            expected = "expected accounts by firm; run with --firms to keep them"
            raise ResultsError(Fault(str(self.folder), 0, "firms", "", expected))
        read = (read_table(self.folder, self.manifest, "firms", tile) for tile in tiles)
        return merged([table.to_pandas() for table in read])

    def effects(self) -> Effects:
        """Contrasts with intervals: the columns of `effects.csv`, as a DataFrame."""
        from twinsim.report.wording import made_by
        from twinsim.sweep.frame import Effects

        return Effects.of(self.contrasts(), made_by(self))

    def by(self, factor: str, indicator: str | None = None, contrast: str | None = None) -> ByLevel:
        """Of a sweep, what each level of a factor changes and which is best, as a DataFrame.

        `indicator` defaults to all headlines, `contrast` to the first of the experiment. Raises
        :class:`ResultsError` for an unknown factor, indicator or contrast.
        """
        from twinsim.sweep.answers import by
        from twinsim.sweep.answers.table import ByLevel

        chosen = [contrast] if contrast else None
        return ByLevel.of(self, by(self, factor, [indicator] if indicator else None, chosen))

    def plot_variance(
        self, indicators: Sequence[str] | None = None, contrast: str | None = None
    ) -> Figure:
        """Of a sweep, where the variance of single differences comes from, as a figure.

        `indicators` default to the headlines. Raises :class:`ResultsError` for an unknown word, or
        where it cannot be split.
        """
        from twinsim.report.figures.sweep import variance_of
        from twinsim.report.style import shown
        from twinsim.sweep.answers import by
        from twinsim.sweep.answers.factors import about

        first = next((factor.id for factor in about(self).factors), "")
        drawn = variance_of(by(self, first, indicators, [contrast] if contrast else None))
        if not drawn:
            expected = (
                "expected four worlds or more that all points share, and something that varies"
            )
            raise ResultsError(Fault(str(self.folder), 0, "", "", expected))
        return shown(drawn[0].draw(self))

    def plot(self, indicator: str, contrast: str | None = None) -> Axes:
        """The fan of the paired difference over the months, or its spread over worlds.

        `contrast` defaults to the first of the scenario. An indicator that is not kept by
        month is drawn as one bar of worlds per contrast.
        """
        from twinsim.report import plot

        if self.manifest.identity.columns:
            expected = "expected results of one scenario; a sweep has by(), plot_variance(), draw()"
            raise ResultsError(Fault(str(self.folder), 0, "", "", expected))
        return plot(self, indicator, contrast)

    def draw(self) -> list[Path]:
        """Draw the figures into `figures/` of the folder and return their paths."""
        from twinsim.report import draw

        return draw(self)

    def report(self, into: str | os.PathLike[str] | None = None) -> Path:
        """Write the report, one self-contained HTML page, and return its path.

        It is `report.html` of the folder, with `figures/` and `tables/` beside it; or the page
        alone, at `into`. Raises :class:`ResultsError` and :class:`ScenarioError` for wrong
        input, :class:`RunError` for what the system refuses.
        """
        from twinsim.report.page import write_report

        return write_report(self, into).page

    def _repr_html_(self) -> str:
        if self.manifest.identity.columns:
            from twinsim.report.cells.sweeps import sweep_html

            return str(sweep_html(self))
        from twinsim.report.cells import results_html

        return str(results_html(self))

    @cached_property
    def _by_month(self) -> set[str]:
        return kept_by_month(self.folder, self.manifest)

    def _table(self, kind: str) -> DataFrame:
        from twinsim.sweep.shards import frame

        tiles = self.manifest.tiles(kind)
        tables = (read_table(self.folder, self.manifest, kind, tile) for tile in tiles)
        table: DataFrame = frame(tables, self.manifest.arms)
        return table


def _known(key: str, word: str, words: list[str]) -> str:
    if word not in words:
        near = nearest(word, words) or ""
        raise ResultsError(Fault("", 0, key, word, f"expected a known {key}", near))
    return word
