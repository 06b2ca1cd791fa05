"""An experiment in a notebook: what varies, at how many points, in how many runs."""

from __future__ import annotations

from markupsafe import Markup

from twinsim.report import wording
from twinsim.report.cells.markup import folded, paragraph, table, title
from twinsim.report.experiments import Plan, sets_of, values_of
from twinsim.scenario import Experiment, Factor
from twinsim.text import listed

_MOST = 12  # sampled parameters that stand in the open


def experiment_html(experiment: Experiment) -> Markup:
    """The question, the levers with their values, what is sampled, and the size of it."""
    plan = Plan.of(experiment)
    base = experiment.base
    contrasts = listed([wording.spaced(contrast) for contrast in experiment.contrasts])
    uncertain = experiment.uncertainties
    many = f"{len(uncertain):,} parameters are sampled"
    sampled = _factors(uncertain, "sampled")
    return Markup("").join(
        [
            title(f"{experiment.title} ({experiment.name})"),
            paragraph(experiment.question),
            paragraph(
                f"Varies {base.name}: {base.months} months from {base.start}, arms "
                f"{listed([*experiment.arms])}; compared are {contrasts}."
            ),
            _factors(experiment.levers, "lever"),
            folded(many, sampled) if len(uncertain) > _MOST else sampled,
            paragraph(f"Points: {'; × '.join(plan.designs)}."),
            paragraph(
                f"{plan.points:,} design points × {experiment.replicates:,} replicates × "
                f"{len(experiment.arms)} arms = {plan.runs:,} runs, unless more or fewer are asked "
                "for."
            ),
        ]
    )


def _factors(factors: tuple[Factor, ...], head: str) -> Markup:
    """A row per factor; nothing where there is none."""
    if not factors:
        return Markup("")
    rows = [(row.id, row.title, row.unit, values_of(row), sets_of(row)) for row in factors]
    return table((head, "what it is", "unit", "values", "sets"), rows, left=range(5))
