"""What would have to be true for another answer, and which choice stands whatever is true.

`explored` asks a sweep all of it and writes the answers. Read `questions` for what can be asked,
`outcomes` for how a case of few worlds counts, `prim` and `boxes` for the search and what is asked
of a box before it is told, `tree` for the second view, `frontier` for break-even in two inputs,
`robust` for choice across states.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from twinsim.sensitivity.discovery.discover import Discovery, discover
from twinsim.sensitivity.discovery.explore import Explored, LeftOut, explore, explored
from twinsim.sensitivity.discovery.options import Options, options
from twinsim.sensitivity.discovery.questions import CannotAsk, Question, questions
from twinsim.sensitivity.discovery.robust import Robust, robust

if TYPE_CHECKING:
    from twinsim.sweep.results import Results

__all__ = [
    "CannotAsk",
    "Discovery",
    "Explored",
    "LeftOut",
    "Options",
    "Question",
    "Robust",
    "discover",
    "explore",
    "explored",
    "options",
    "questions",
    "robust",
    "to_files",
]


def to_files(
    results: Results,
    folder: Path,
    found: Sequence[Discovery] = (),
    choices: Sequence[Robust] = (),
    *,
    figures: bool = True,
) -> list[Path]:
    """Write what was found into a folder as JSON, CSV and figures; return the paths.

    Raises :class:`RunError`.
    """
    from twinsim.report.discovery.files import to_files as write

    return write(results, folder, found, choices, figures=figures)
