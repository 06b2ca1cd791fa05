"""`analysis/sensitivity/sensitivity.json`, read: what was varied, and how much each matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from twinsim.report.page.analysis.held import Held, read
from twinsim.sensitivity.worlds import Interval

PLACE = Path("analysis") / "sensitivity"
DOCUMENT = "sensitivity.json"
DUMMY = "dummy"


@dataclass(frozen=True)
class Row:
    """A number of a group for an output, with its interval, and whether it is told from what an
    input without effect shows. `first` is the first index beside a total one, `size` says how many
    blocks, trajectories or points it rests on, `worlds` how many worlds each has."""

    output: str
    group: str
    value: Interval
    first: Interval
    resolved: bool
    size: int
    worlds: int


@dataclass(frozen=True)
class Luck:
    """How the variance of an output splits: shares of the inputs and of luck in that of single
    worlds, and the sum of first indices."""

    output: str
    inputs: Interval
    luck: Interval
    sum: Interval


@dataclass(frozen=True)
class Varied:
    """An input: what it is, how it was spread and on what that rests."""

    id: str
    kind: str
    group: str
    law: str
    unit: str
    role: str
    grade: str
    source: str
    correlation: str
    meaning: str


@dataclass(frozen=True)
class Indices:
    """A sensitivity analysis as its document has it. `whole` is false where it was begun and not
    finished. `base` is the hash of the scenario that was varied, empty where it is not said."""

    path: Path
    document: Held
    whole: bool
    experiment: str
    sha256: str
    base: str
    samples: int
    trajectories: int
    replicates: int
    learnt: str
    findings: tuple[tuple[str, tuple[str, ...]], ...]
    conditional: str
    notes: tuple[str, ...]
    inputs: tuple[Varied, ...]
    fixed: tuple[tuple[str, str, str], ...]
    sobol: tuple[Row, ...]
    morris: tuple[Row, ...]
    stages: tuple[str, ...]
    pawn: tuple[Row, ...]
    shares: tuple[Luck, ...]
    parts: tuple[Row, ...]

    @property
    def outputs(self) -> list[str]:
        """What was explained, in order."""
        return list(dict.fromkeys(row.output for row in (*self.sobol, *self.morris, *self.parts)))

    def shared(self, output: str) -> bool:
        """Whether an output's variance in expectation is told from luck: else no share of it is."""
        own = [row for row in self.shares if row.output == output]
        size = next((row.worlds for row in self.sobol if row.output == output), 0)
        return size == 1 or any(row.inputs.lo95 > 0.0 for row in own)

    def ranked(self, output: str, rows: Sequence[Row] | None = None) -> list[Row]:
        """The groups of an output, those that matter most first."""
        own = self.sobol if rows is None else rows
        found = [row for row in own if row.output == output and row.group != DUMMY]
        return sorted(found, key=lambda r: (-(r.value.value if _known(r.value) else -1), r.group))

    def clear(self, output: str) -> list[Row]:
        """The inputs of an output that are told from noise, the strongest first."""
        return [row for row in self.ranked(output) if row.resolved and self.shared(output)]


def indices(folder: Path) -> Indices | None:
    """The analysis of a results folder; None where there is none.

    Raises :class:`ResultsError` for a document that is not as twinsim writes it.
    """
    path = folder / PLACE / DOCUMENT
    held = read(path)
    if held is None:
        return None
    found = held.get("tables")
    tables = found or Held(str(path), "tables", {})
    size = held["size"] if found else Held(str(path), "size", {})
    base = held.get("scenario")
    morris = tables.records("morris")
    return Indices(
        path=path,
        document=held,
        whole=found is not None,
        experiment=held.text_of("experiment"),
        sha256=held["input"].text_of("sha256"),
        base=base.text_of("sha256") if base else "",
        samples=size["samples"].count() if found else 0,
        trajectories=size["trajectories"].count() if found else 0,
        replicates=size["replicates"].count() if found else 0,
        learnt=held.text_of("learnt", 4000),
        findings=_findings(held),
        conditional=held.text_of("conditional_on", 4000),
        notes=notes.texts() if (notes := held.get("notes")) else (),
        inputs=tuple(_varied(row) for row in tables.records("inputs")),
        fixed=tuple(
            (row.text_of("id"), row.text_of("value"), row.text_of("reason"))
            for row in tables.records("fixed")
        ),
        sobol=tuple(_row(row, "total", "blocks") for row in tables.records("sobol")),
        morris=tuple(_row(row, "mu_star", "trajectories") for row in morris),
        stages=tuple(row.text_of("stage") for row in morris),
        pawn=tuple(_row(row, "median", "points") for row in tables.records("pawn")),
        shares=tuple(_luck(row) for row in tables.records("luck")),
        parts=tuple(_row(row, "first", "blocks") for row in tables.records("learnt")),
    )


def interval(row: Held, name: str) -> Interval:
    """A number of a row with the ends of its interval; NaN for what is not known."""
    return Interval(*(row.number_of(f"{name}{end}") for end in ("", "_lo95", "_hi95")))


def _known(value: Interval) -> bool:
    return value.value == value.value


def _findings(held: Held) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = held.get("findings")
    return tuple((title, said.texts()) for title, said in found.named()) if found else ()


def _varied(row: Held) -> Varied:
    return Varied(
        row["input"].text(80),
        *(row.text_of(key) for key in ("kind", "group", "law", "unit", "role", "grade")),
        *(row.text_of(key, 400) for key in ("source", "correlation", "meaning")),
    )


def _row(row: Held, name: str, size: str) -> Row:
    return Row(
        output=row["output"].text(120),
        group=(row.get("group") or row["input"]).text(80),
        value=interval(row, name),
        first=interval(row, "first"),
        resolved=row["resolved"].text(8) == "yes",
        size=row[size].count(),
        worlds=row["worlds"].count() if row.get("worlds") else 0,
    )


def _luck(row: Held) -> Luck:
    names = ("share_of_inputs", "luck_total", "sum_of_first")
    return Luck(row["output"].text(120), *(interval(row, name) for name in names))
