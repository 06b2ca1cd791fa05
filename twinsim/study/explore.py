"""Discovery and robust choice of the study's sweep, as files."""

from __future__ import annotations

from pathlib import Path

from twinsim.errors import ResultsError
from twinsim.sensitivity.discovery import discover, options, questions, robust, to_files
from twinsim.sweep import Results


def explored(results: Results, folder: Path, *, figures: bool = True) -> list[str]:
    """Ask a sweep all that it can be asked, and write the answers into a folder; return what is
    left out, and why.

    Raises :class:`ResultsError` for a damaged folder, :class:`RunError`.
    """
    found, choices, left = [], [], []
    for question in questions(results):
        try:
            found.append(discover(results, question))
        except ResultsError as error:
            left.append(f"{question.id}: left out, {error.faults[0].expected}")
    try:
        choices.append(robust(options(results)))
    except ResultsError as error:
        left.append(f"robust choice: left out, {error.faults[0].expected}")
    to_files(results, folder, found, choices, figures=figures)
    return left
