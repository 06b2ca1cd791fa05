"""What a study sweeps, from one template: the programme with and without its course, over doubt.

The packaged experiments `<scenario>-study` are this template's text for the packaged scenarios, so
that `twinsim sweep` and `twinsim sensitivity` can be asked for the same by name.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from string import Template
from textwrap import fill
from typing import Any

from twinsim.errors import ExperimentError, ScenarioError
from twinsim.scenario import Experiment, Scenario, load_experiment
from twinsim.scenario.document import Document
from twinsim.scenario.experiment.load import build_experiment
from twinsim.scenario.packaged import packaged, path_of
from twinsim.scenario.write import comment, toml_value
from twinsim.study.course import Course, course_of
from twinsim.study.sizes import SIZES

NAME = "-study"
LEVER, AS_WRITTEN, NONE = "course", "as_written", "none"
_LONGEST = 64
_WIDTH = 98
_HEAD = (
    "Does it work, what does pairing add, what the course, and where does it fail?",
    "{title}, at draws of every parameter that has a prior, each with the course as it is written "
    "and without. All arms are run in the same worlds at every point, so that this one sweep tells "
    "what the programme does against none, what pairing adds to programmes apart, what the course "
    "adds to what else its money buys, and where any of it fails.",
)
_HEAD_ALONE = (
    "Does it work, what does pairing add, and where does it fail?",
    "{title}, at draws of every parameter that has a prior. All arms are run in the same worlds at "
    "every point. None of the programmes trains a firm, so no course is left out.",
)
_QUESTION = (
    "Does it work, what does pairing add, what the course, and where does it fail, under doubt?"
)
_QUESTION_ALONE = "Does it work, what does pairing add, and where does it fail, under doubt?"
_TEMPLATE = "experiment.toml.txt"


def experiment_of(
    scenario: Scenario,
    named: str | os.PathLike[str] | None = None,
    settings: Sequence[str] = (),
) -> Experiment:
    """The experiment of a study of a scenario: its course left out or not, over all priors.

    `named` is where the scenario was read, a packaged name or a file, and `settings` what was
    changed in it; without it the scenario stands in the experiment as it is. Raises
    :class:`ExperimentError`.
    """
    text = experiment_text(scenario)
    try:
        document = Document.parse(text, "", "an experiment")
        document.values["scenario"] = scenario.resolved() if named is None else _place(named)
        given = () if named is None else tuple(settings)
        name = str(document.values["name"])
        return build_experiment(document, scenario.table, Path(), name, given)
    except ScenarioError as error:
        raise ExperimentError(error.faults) from error


def given_experiment(
    file: str | os.PathLike[str],
    settings: Sequence[str] = (),
    cities: str | os.PathLike[str] | None = None,
) -> Experiment:
    """An experiment of the user's own. Raises :class:`ExperimentError`."""
    return load_experiment(file, set=tuple(settings), cities=cities)


def held_experiment(made: Experiment, file: Path) -> Experiment:
    """The experiment of a file where it is the same as another one but for the keys that their
    scenarios write out, else the other.

    A study goes on so with the `scenario.toml` of its own folder, which writes out every default
    that the scenario it was begun with leaves out.
    """
    if not file.is_file():
        return made
    try:
        document = Document.read(file, "an experiment")
        held = build_experiment(document, made.table, file.parent, made.name, ())
    except ScenarioError:
        return made
    theirs, ours = held.resolved(), made.resolved()
    alike = all(theirs[key] == ours[key] for key in ours if key != "written")
    return held if alike else made


def experiment_text(scenario: Scenario) -> str:
    """The experiment's file, annotated; its scenario is named by the scenario's own name."""
    found = course_of(scenario)
    template = Template(files(__package__).joinpath(_TEMPLATE).read_text("utf-8"))
    title = scenario.title or scenario.name
    head = "\n#\n".join(
        _said(part.format(title=title)) for part in (_HEAD if found else _HEAD_ALONE)
    )
    words: Mapping[str, Any] = {
        "head": head,
        "name": toml_value(study_name(scenario.name)),
        "title": toml_value(f"{title}, under doubt"),
        "question": toml_value(_QUESTION if found else _QUESTION_ALONE),
        "scenario": toml_value(scenario.name),
        "worlds": SIZES.worlds,
        "samples": SIZES.samples,
        "lever": _lever(found) if found else "",
    }
    return template.substitute(words)


def study_name(name: str) -> str:
    """The name of a scenario's experiment, and so of the folder of a sweep of it."""
    return f"{name[: _LONGEST - len(NAME)]}{NAME}"


def _lever(course: Course) -> str:
    lines = [
        "",
        _said(f"With the scenario's own values {course.frees}."),
        f"[levers.{LEVER}]",
        f"title = {toml_value(course.title)}",
        "",
        f"[levers.{LEVER}.options.{NONE}]",
        *(f"{key} = {toml_value(value)}" for key, value in course.keys.items()),
        "",
        f"[levers.{LEVER}.options.{AS_WRITTEN}]   # changes nothing",
    ]
    return "\n".join(lines) + "\n"


def _said(text: str) -> str:
    """A text as lines of a comment."""
    return fill(
        comment(text), _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )


def _place(named: str | os.PathLike[str]) -> str:
    """A packaged name as it is, a file by a path that holds anywhere."""
    text = os.fspath(named)
    path, near = path_of(named)
    if isinstance(named, str) and near in packaged() and near.casefold() == text.casefold():
        return near
    return os.path.abspath(path)
