"""The first page: five questions of a programme officer, each answered with its uncertainty.

Answers are made from the numbers of the results folder and of the analyses that it holds of these
very results. Where an analysis is missing, the answer says what is not known for that reason, and
the command that would tell.
"""

from __future__ import annotations

from twinsim.report.page.analysis import Analyses
from twinsim.report.page.case import Case
from twinsim.report.page.questions.effect import pairing, works
from twinsim.report.page.questions.glance import glance
from twinsim.report.page.questions.question import Question
from twinsim.report.page.questions.turns import turns
from twinsim.report.page.questions.unknown import unknown
from twinsim.report.page.questions.upskilling import upskilling

__all__ = ["Question", "glance", "questions"]


def questions(case: Case, found: Analyses, command: str) -> list[Question]:
    """The five questions, in order; `command` makes all analyses that are missing."""
    return [ask(case, found, command) for ask in (works, pairing, upskilling, turns, unknown)]
