"""The section of a sensitivity analysis: which assumptions move the results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from twinsim.report import wording
from twinsim.report.page.analysis.held import records
from twinsim.report.page.analysis.image import Image, image
from twinsim.report.page.analysis.index_tables import (
    amounts,
    distances,
    luck,
    screening,
    shares,
)
from twinsim.report.page.analysis.indices import DOCUMENT, PLACE, Indices, Row
from twinsim.report.page.section import Part, Section
from twinsim.text import inert

MOST_ROWS = 24
_COLUMNS = 4
_FILES = ("inputs", "fixed", "sobol", "luck", "second", "morris", "pawn", "learnt", "convergence")
_PICTURES = {
    "sobol": (
        "Which inputs the variance comes from",
        "Dark: share of the variance that would go if the input were known. Light: share in which "
        "it has a part, alone or with others. Lines: 95 % intervals. Grey: what an input without "
        "effect may show.",
    ),
    "convergence": (
        "Total indices against the size of the sample",
        "The largest indices from a quarter, a half and all of the sample, with 95 % intervals: "
        "where lines are not level, a larger sample would still move them.",
    ),
    "morris-groups": (
        "Screening: groups of inputs",
        "Across: mean size of the change when a group's inputs move. Up: how much that differs "
        "from place to place. Grey: what a group without effect may show.",
    ),
    "morris-inputs": (
        "Screening: inputs of the strongest groups",
        "Across: mean size of the change when an input moves. Up: how much that differs from place "
        "to place. Grey: what an input without effect may show.",
    ),
}
_FIGURE = re.compile(r"(sobol|convergence|morris-groups|morris-inputs)-([a-z0-9_]+-[a-z0-9_]+)")
_MOST_PICTURES = 12
_SHARES = ("sobol", "convergence")
_SCREENING = ("morris-groups", "morris-inputs")

UNFINISHED = "The analysis was begun and not finished; the same command again goes on with it."


def section(found: Indices, warning: str = "") -> Section:
    """What the analysis found. Raises :class:`ResultsError` for a figure that is none."""
    warnings = (warning,) if warning else ()
    source = (PLACE / DOCUMENT).as_posix()
    title = "Sensitivity: which assumptions move the results"
    if not found.whole:
        return Section("sensitivity", title, warnings=(*warnings, UNFINISHED), source=source)
    pictures = figures(found)
    said = dict(found.findings)

    def told(start: str) -> tuple[str, ...]:
        return tuple(
            sentence
            for name in [name for name in said if name.startswith(start)]
            for sentence in map(ended, said.pop(name))
        )

    parts = [
        Part(
            f"Shares of variance{_size(found.sobol, 'blocks')}",
            told("Shares of variance") + told("Acting together"),
            tuple(shares(found)),
            tuple(pictures.get("sobol", ())),
        ),
        _luck(found, told("Luck")),
        Part(
            "Does a larger sample change it?",
            told("Convergence"),
            pictures=tuple(pictures.get("convergence", ())),
        ),
        Part(
            f"Screening{_size(found.morris, 'trajectories')}",
            told("Screening"),
            folded=screening(found, pictures),
        ),
        Part(
            f"Without variance: PAWN{_size(found.pawn, 'points')}",
            told("Without variance"),
            folded=distances(found),
        ),
    ]
    parts += [Part(name, tuple(map(ended, sentences))) for name, sentences in said.items()]
    if found.notes:
        parts.append(Part("Notes", tuple(map(ended, found.notes))))
    return Section(
        id="sensitivity",
        title=title,
        lead=(ended(found.learnt),) if found.learnt else (),
        warnings=warnings,
        parts=tuple(part for part in parts if part.said or part.tables or part.pictures),
        conditional=ended(found.conditional.removeprefix("explores, conditional on ")),
        source=source,
        files=dict(_files(found)),
    )


def figures(found: Indices) -> dict[str, list[Image]]:
    """The figures of the analysis, by what they show: of shares those of contrasts of which a share
    is told, and of the screening only where there are none of shares, since they are large and the
    tables say the same."""
    folder = found.path.parent
    placed: dict[str, list[Image]] = {}
    kinds = _SHARES if any(folder.glob("sobol-*.png")) else _SCREENING
    told = amounts(found, [output for output in found.outputs if found.shared(output)])
    known = [_FIGURE.fullmatch(path.stem) for path in sorted(folder.glob("*.png"))]
    for one in [one for one in known if one and one[1] in kinds][:_MOST_PICTURES]:
        if one[1] in _SHARES and one[2] not in told:
            continue
        title, caption = _PICTURES[one[1]]
        title = f"{title}, {wording.spaced(inert(one[2], 80))}"
        path = folder / f"{one[0]}.png"
        if made := image(path, f"figure-sensitivity-{one[0]}", title, caption):
            placed.setdefault(one[1], []).append(made)
    return placed


def _luck(found: Indices, said: tuple[str, ...]) -> Part:
    """How single worlds split: as a table, which says what the sentences do, where there is one."""
    tables = tuple(luck(found))
    if tables:
        said = (
            "With luck: the part of the variance of single worlds that would stay if all inputs "
            "were known. A programme is carried out in one world.",
        )
    return Part("Luck and inputs", said, tables)


def _size(rows: Sequence[Row], word: str) -> str:
    if not rows:
        return ""
    worlds = f" × {rows[0].worlds:,} worlds" if rows[0].worlds else ""
    return f" ({rows[0].size:,} {word}{worlds})"


def _files(found: Indices) -> Iterator[tuple[str, list[dict[str, float | str]]]]:
    tables = found.document["tables"]
    for name in _FILES:
        if rows := tables.records(name):
            yield f"sensitivity_{name}", records(rows)


def ended(text: str) -> str:
    """A sentence with its full stop."""
    return text if not text or text.endswith((".", "?")) else f"{text}."
