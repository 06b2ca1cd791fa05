"""A small results folder that holds every analysis, each made by the real model."""

from __future__ import annotations

from pathlib import Path

from twinsim.scenario import load, load_experiment
from twinsim.sweep import Results, run, sweep

SMALL = ("months=24", "warmup=12", "parameters.smes_per_1000=0.2")
_SAMPLED = ("reach_base", "explore_base", "kappa", "adopt_base")
_EXPERIMENT = """
schema = 1
name = "small-study"
title = "A small study"
question = "Does it work, what does pairing add, what the course?"
scenario = {scenario}
replicates = 5
samples = 16
arms = ["baseline", "solo", "twin"]
contrasts = ["twin-baseline", "twin-solo", "solo-baseline"]

[levers.course]
title = "course of a place: as written, or none and the money for more places"
[levers.course.options.as_written]
[levers.course.options.none]
"programme.upskilling.hours" = 0

[uncertainties]
"""


def whole(folder: Path, *, few: bool = False) -> Results:
    """Run, sweep, sensitivity, discovery, robust choice and pairing, into one folder; of `few`
    figures, for the time that they take."""

    from twinsim.report.sensitivity.files import make_way, save
    from twinsim.sensitivity.analysis import Asked, sensitivity

    results = run(load("belfast-sejong", set=SMALL), replicates=12, out=folder, workers=1)
    file = folder.parent / "small-study.toml"
    priors = "".join(f'{id} = "prior"\n' for id in _SAMPLED)
    file.write_text(_EXPERIMENT.format(scenario=f"'{folder}/scenario.toml'") + priors, "utf-8")
    experiment = load_experiment(file)
    swept = sweep(experiment, out=folder / "analysis" / "sweep", workers=1)
    asked = Asked(experiment, samples=8, trajectories=2, replicates=4, indicators=("net_value",))
    save(sensitivity(asked, make_way(asked, folder), workers=1, given=swept), folder)
    pair(folder, figures=not few)
    return Results.open(results.folder)


def pair(folder: Path, *, figures: bool) -> None:
    """The ranking of partners of the first city."""
    from twinsim.pairing import pair as ranked
    from twinsim.report.pairing import save

    save(ranked("belfast", group="South Korea"), folder, figures=figures)
