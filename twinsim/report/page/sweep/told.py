"""A sweep's answers, each made once for the page, its figures and its files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from twinsim.report.page.case import Case
from twinsim.sweep.answers import Answer, Gathered, Overall, gather
from twinsim.sweep.answers.answer import answers
from twinsim.sweep.answers.factors import Varied
from twinsim.sweep.answers.gather import headlines
from twinsim.sweep.answers.overall import in_short
from twinsim.text import inert

MOST_LEVERS = 16  # shown by level, with figures; of all others the files and `effects --by` tell


@dataclass(frozen=True)
class Sweep:
    """A sweep's answers, each made once for the page and its files. `prefix` goes before ids and
    names of files, where a page tells of more than the sweep."""

    case: Case
    gathered: Gathered
    prefix: str = ""

    @staticmethod
    def of(case: Case, prefix: str = "") -> Sweep:
        """The sweep of a results folder. Raises :class:`ResultsError` where all of it failed."""
        results = case.results
        return Sweep(case, gather(results, headlines(), results.manifest.contrasts), prefix)

    @property
    def title(self) -> str:
        """The experiment's title, inert and short enough for a heading."""
        return inert(self.gathered.about.title, 120)

    @property
    def question(self) -> str:
        """The question that it asks, inert."""
        return inert(self.gathered.about.question, 400)

    @property
    def contrast(self) -> str:
        """The contrast that the page tells of first."""
        return self.case.results.manifest.contrasts[0]

    @cached_property
    def short(self) -> Overall:
        """The sweep in short."""
        return in_short(self.gathered, self.case.results)

    @cached_property
    def asked(self) -> list[Varied]:
        """Factors that are shown by level: levers, or without one the sampled parameters, but where
        the sweep is a part of another page."""
        told = self.gathered.about
        return list((told.levers or (() if self.prefix else told.uncertain))[:MOST_LEVERS])

    @cached_property
    def answers(self) -> dict[str, list[Answer]]:
        """Answers by factor, of every headline and contrast."""
        return {factor.id: answers(self.gathered, factor.id) for factor in self.asked}

    @cached_property
    def split(self) -> list[Answer]:
        """Answers of which the variance split is told: those of the first factor."""
        factors = self.gathered.about.factors
        first = next(iter(self.answers.values()), None)
        return answers(self.gathered, factors[0].id) if first is None else first

    def of_contrast(self, factor: str, contrast: str) -> list[Answer]:
        """A factor's answers of a contrast."""
        return [answer for answer in self.answers[factor] if answer.contrast == contrast]


def safe(word: str) -> str:
    """A word as part of an id or of the name of a file."""
    return re.sub(r"[^a-z0-9_]", "_", word.lower())[:40]
