"""A folder of one's own: a scenario, an experiment, a city table with a row to edit, a notebook.

Everything is made in a folder beside the wanted one and moved there as a whole, so that nothing
half-written is left; what is there already is never touched. A folder that is there and empty is
filled where it stands: it keeps its mode, the links to it and the shells in it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template

from twinsim.errors import Fault, RunError, ScenarioError
from twinsim.registry import nearest
from twinsim.scenario import cities_table
from twinsim.scenario.experiment.json_schema import text as experiment_schema_text
from twinsim.scenario.json_schema import text as schema_text
from twinsim.starter.cities import Wanted, city_csv
from twinsim.starter.notebook import notebook

SCENARIO, EXPERIMENT, CITIES, NOTEBOOK, SCHEMA, EXPERIMENT_SCHEMA = (
    "scenario.toml",
    "experiment.toml",
    "cities.csv",
    "explore.ipynb",
    "scenario.schema.json",
    "experiment.schema.json",
)
ABOUT = {
    SCENARIO: "the scenario, annotated",
    EXPERIMENT: "an experiment that varies it",
    CITIES: "a city table with a row to edit",
    NOTEBOOK: "a notebook that runs it",
    SCHEMA: "what tells editors the scenario's keys",
    EXPERIMENT_SCHEMA: "and the experiment's",
}
_NAME = re.compile(r"[^\W\d_][\w .,'’()/-]*")
_LONGEST = 64
_MANY = "-designs"


@dataclass(frozen=True)
class Starter:
    """The files of a folder, by name, and the cities whose facts are still to be filled in."""

    files: dict[str, str]
    unknown: tuple[Wanted, ...]


def starter(name: str, cities: Sequence[str]) -> Starter:
    """The files for a scenario of a name and two cities, given by id or name.

    A city that is not in the packaged table gets a row to fill in. Raises
    :class:`ScenarioError` for words that cannot be two cities.
    """
    first, second = wanted = _cities(cities)
    title = f"{first.name}–{second.name} innovation twins"
    words = {
        "title": title,
        "title_value": json.dumps(title, ensure_ascii=False),
        "cities_file": CITIES,
        "cities": json.dumps([first.id, second.id]),
        "first": first.id,
        "second": second.id,
    }
    own = slug(name)
    many = slug(f"{own[: _LONGEST - len(_MANY)]}{_MANY}")
    scenario = _filled(SCENARIO, words, name=own)
    return Starter(
        {
            SCENARIO: scenario,
            EXPERIMENT: _filled(EXPERIMENT, words, name=many),
            CITIES: city_csv(wanted),
            NOTEBOOK: notebook(title, SCENARIO, CITIES),
            SCHEMA: schema_text(),
            EXPERIMENT_SCHEMA: experiment_schema_text(),
        },
        tuple(city for city in wanted if city.profile is None),
    )


def _filled(file: str, words: Mapping[str, str], *, name: str) -> str:
    """The template of a file with words put in."""
    template = Template(files(__package__).joinpath(f"{file}.txt").read_text("utf-8"))
    return template.substitute(words, file=file, scenario_file=SCENARIO, name=json.dumps(name))


def write(folder: Path, made: Starter) -> None:
    """Write the files into a folder that does not exist or is empty.

    Raises :class:`ScenarioError` where anything is there, :class:`RunError` where it cannot be
    written.
    """
    folder = Path(os.path.abspath(folder))
    try:
        above = next(path for path in folder.parents if os.path.lexists(path))
        if not above.is_dir():
            expected = f"expected a place inside a folder, {above} is none; nothing was written"
            raise ScenarioError(Fault(str(folder), 0, "", "", expected))
        there = os.path.lexists(folder)
        if there and not (folder.is_dir() and not any(folder.iterdir())):
            expected = "expected a folder that does not exist yet, or is empty; nothing was written"
            raise ScenarioError(Fault(str(folder), 0, "", "", expected))
        if there:
            _fill(folder, made)
        else:
            _make(folder, made)
    except OSError as error:
        raise RunError(f"cannot make {folder}: {_reason(error, folder)}") from error


def _make(folder: Path, made: Starter) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _beside(folder.with_name(f".{folder.name[:100]}.part-{os.getpid()}"), made) as part:
        os.rename(part, folder)


def _fill(folder: Path, made: Starter) -> None:
    """All files are whole before the first one gets its name; should one fail, all go."""
    placed: list[Path] = []
    with _beside(folder / f".part-{os.getpid()}", made) as part:
        try:
            for name in made.files:
                os.rename(part / name, folder / name)
                placed.append(folder / name)
        except BaseException:
            for path in placed:
                path.unlink(missing_ok=True)
            raise
        part.rmdir()


@contextmanager
def _beside(part: Path, made: Starter) -> Iterator[Path]:
    """The files in a folder of their own, which is gone in the end unless it was moved."""
    part.mkdir()
    try:
        for name, text in made.files.items():
            (part / name).write_text(text, "utf-8")
        yield part
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _reason(error: OSError, folder: Path) -> str:
    """Why the system refused, and where if not in the folder itself."""
    why = str(error.strerror or error)
    inside = error.filename is None or str(folder) in (where := str(error.filename))
    return why if inside else f"{where}: {why}"


def slug(name: str) -> str:
    """A name that a scenario and its results folder may have."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:_LONGEST] or "my-pair"


def _cities(words: Sequence[str]) -> tuple[Wanted, Wanted]:
    if len(words) != 2:
        expected = "expected two cities with a comma between, as leeds,daejeon"
        raise ScenarioError(Fault("", 0, "--cities", ",".join(words), expected))
    first, second = (_city(word) for word in words)
    if first.id == second.id:
        raise ScenarioError(Fault("", 0, "--cities", first.id, "expected two different cities"))
    return first, second


def _city(word: str) -> Wanted:
    """A city of the packaged table, or one to be filled in."""
    table = cities_table()
    name = " ".join(word.split())
    profile = table.find(name)
    if profile is not None:
        return Wanted(profile.id, profile.name, profile)
    id = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    if not _NAME.fullmatch(name) or len(name) > _LONGEST or not id or id == "total":
        expected = f"expected the id or name of a city: a letter first, at most {_LONGEST} long"
        raise ScenarioError(Fault("", 0, "--cities", word, expected))
    close = nearest(name, table.names)
    near = table.find(close) if close else None
    shown = name.title() if name == name.lower() else name
    return Wanted(id, shown, None, near.id if near else "")
