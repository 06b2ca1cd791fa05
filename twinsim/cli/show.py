"""`twinsim show`: what a scenario or an experiment will do, in words, before anything runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from twinsim.cli.options import Cities, Json, Parameters, Quiet, Settings
from twinsim.cli.suggest import scenario_and_experiment_names

if TYPE_CHECKING:
    from pathlib import Path

    from twinsim.report.design import Design

Which = Annotated[
    str | None,
    typer.Argument(
        metavar="SCENARIO",
        help="A file of a scenario or an experiment, or the name of a packaged one.",
        show_default="list the packaged ones",
        autocompletion=scenario_and_experiment_names,
    ),
]


def show(
    scenario: Which = None,
    settings: Settings = None,
    cities: Cities = None,
    parameters: Parameters = "central",
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Say what a scenario will do: cities, firms, arms, timetable and planned cost.

    Of an experiment: what varies, at how many points, in how many runs. Nothing is run. Without a
    name, what is packaged is listed.

    Example: twinsim show belfast-sejong --set programme.budget=500
    """
    from twinsim.cli.options import scenario_of
    from twinsim.cli.words import print_json

    if scenario is None:
        scenarios, experiments = _packaged(), _packaged_experiments()
        if json:
            print_json({"schema": 1, "scenarios": scenarios, "experiments": experiments})
        elif not quiet:
            width = max(len(row["name"]) for row in (*scenarios, *experiments))
            for what, rows in (("Scenarios", scenarios), ("Experiments", experiments)):
                print(f"{what}:")
                print("\n".join(f"  {row['name']:<{width}}  {row['title']}" for row in rows))
            print(
                "\ntwinsim show NAME says what one will do; twinsim run NAME runs a scenario, "
                "twinsim sweep NAME\nan experiment."
            )
        return
    if _is_experiment(scenario):
        _experiment(scenario, settings, cities, parameters, quiet=quiet, json=json)
        return
    from twinsim.report.design import design

    found = design(scenario_of(scenario, settings, cities, parameters, quiet=quiet))
    if json:
        print_json(document(found))
    elif not quiet:
        from twinsim.cli.design_text import text

        print(text(found))


def document(found: Design) -> dict[str, Any]:
    """A design as plain values."""
    from dataclasses import asdict

    scenario = found.scenario
    return {
        "schema": 1,
        "name": scenario.name,
        "title": scenario.title,
        "start": scenario.start,
        "months": scenario.months,
        "warmup": scenario.warmup,
        "cities": [asdict(city) for city in found.cities],
        "links": [asdict(link) for link in found.links],
        "arms": [{**asdict(arm), "planned": arm.planned} for arm in found.arms],
        "reference": scenario.reference,
        "contrasts": list(scenario.contrasts),
    }


def _packaged() -> list[dict[str, str]]:
    from twinsim.scenario import load, packaged

    return [{"name": name, "title": load(name).title} for name in packaged()]


def _packaged_experiments() -> list[dict[str, str]]:
    from twinsim.scenario.document import Document
    from twinsim.scenario.packaged import packaged_experiments

    titles = {
        name: Document.read(path, "an experiment").values.get("title", name)
        for name, path in packaged_experiments().items()
    }
    return [{"name": name, "title": str(title)} for name, title in titles.items()]


def _is_experiment(name: str) -> bool:
    """Whether a name or file is an experiment's; what cannot be read is a scenario's to refuse."""
    from twinsim.errors import ScenarioError
    from twinsim.registry import nearest
    from twinsim.scenario.document import Document
    from twinsim.scenario.experiment.load import is_experiment
    from twinsim.scenario.packaged import packaged, packaged_experiments, path_of

    experiments = packaged_experiments()
    path, near = path_of(name, experiments)
    if path in experiments.values():
        return True
    if path_of(name)[0] in packaged().values():
        return False
    if not path.is_file():  # whose name is nearer refuses it
        return bool(near) and nearest(path.stem, (*packaged(), *experiments)) == near
    try:
        return is_experiment(Document.read(path, "a scenario").values)
    except ScenarioError:
        return False


def _experiment(
    name: str,
    settings: list[str] | None,
    cities: Path | None,
    parameters: str,
    *,
    quiet: bool,
    json: bool,
) -> None:
    """What an experiment will do. Raises :class:`ExperimentError`."""
    from twinsim.cli.words import note, print_json
    from twinsim.errors import ExperimentError, Fault
    from twinsim.report.experiments import Plan
    from twinsim.scenario import load_experiment

    if parameters != "central":
        expected = "expected a scenario beside it; an experiment says itself what is sampled"
        raise ExperimentError(Fault("", 0, "--parameters", parameters, expected))
    loaded = load_experiment(name, set=tuple(settings or ()), cities=cities)
    for remark in loaded.table.notes:
        note(f"Note: {remark}", quiet=quiet)
    plan = Plan.of(loaded)
    if json:
        print_json(plan.to_dict())
    elif not quiet:
        from twinsim.cli.experiment_text import text

        print(text(plan, name))
