"""The keys of a scenario file, and errors of validation turned into faults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from twinsim.scenario.faults import Faults, Path
from twinsim.scenario.kinds import Months, Says, Table, Text, Warmup
from twinsim.scenario.model import Luck
from twinsim.scenario.programme import CityId, Programme

Gain = Annotated[float, Field(ge=0.0, le=1.0), Says("a gain, a number from 0 (cut) to 1")]
Number = Annotated[float, Says("a number without unit")]
A_TABLE = "a table, as { key = value }"
_WORD = re.compile(r"'([^']+)'")


class File(Table):
    """A scenario file. Arms are tables of changes, checked against the programme they change."""

    version: Annotated[Literal[1], Says("1, the only version of scenario files so far")] = Field(
        1, alias="schema", description="version of the format"
    )
    name: Annotated[
        str,
        StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$"),
        Says("a name of letters, digits, - and _, at most 64 long"),
    ] = Field("scenario", description="names the folder of its results")
    title: Text = Field("", description="what is shown as its title")
    start: Annotated[
        str,
        StringConstraints(pattern=r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$"),
        Says('a month in quotes, as "2021-09"'),
    ] = Field("2021-09", description="first recorded month")
    months: Months = Field(120, description="recorded months")
    warmup: Warmup = Field(36, description="months before them without programme, not recorded")
    luck: Annotated[Luck, Says('"addressed" or "independent"')] = Field(
        "addressed", description="addressed: the same luck in all arms; independent: its own"
    )
    cities: Annotated[
        tuple[CityId, ...],
        Field(min_length=1, max_length=500),
        Says("a list of 1 to 500 ids or names of cities"),
    ] = Field(description="ids of the cities, in the order they are shown")
    followers: Annotated[
        tuple[CityId, ...],
        Field(max_length=500),
        Says("a list of ids or names of cities, at most 500"),
    ] = Field((), description="cities without modelled firms that only copy")
    networks: Annotated[
        tuple[
            Annotated[
                tuple[CityId, ...],
                Field(min_length=2),
                Says('a group of two or more cities, as ["a", "b"]'),
            ],
            ...,
        ],
        Field(max_length=500),
        Says('groups of cities, at most 500, as [["a", "b", "c"]]'),
    ] = Field((), description="who hears of whose adoptions; absent: followers hear of all cities")
    reference: Annotated[str, Says("the id of an arm")] = Field(
        "baseline", description="the arm that others are compared with"
    )
    contrasts: Annotated[
        tuple[Annotated[str, Says('a contrast, as "twin-baseline"')], ...],
        Field(max_length=200),
        Says('a list of contrasts, at most 200, as ["twin-baseline"]'),
    ] = Field((), description="twin-baseline is twin minus baseline")
    programme: Annotated[Programme, Says("a table [programme]")] = Field(
        default_factory=lambda: Programme.model_validate({}), description="the programme"
    )
    mechanisms: Annotated[dict[str, Gain], Says("a table of gains")] = Field(
        {}, description="gains of the arrows of the theory of change: 0 cuts one, 1 leaves it"
    )
    parameters: Annotated[dict[str, Number], Says("a table of numbers")] = Field(
        {}, description="parameters that are not at their central value"
    )
    arms: Annotated[dict[str, dict[str, Any]], Says("tables [arms.<id>]")] = Field(
        {}, description="arms, each by what it changes"
    )


ARM_KEYS = ("programme", "mechanisms", "parameters")


def errors_of(model: type[BaseModel], values: Mapping[str, Any]) -> list[ErrorDetails]:
    """What is wrong with the values of a table."""
    try:
        model.model_validate(values)
    except ValidationError as error:
        return error.errors(include_url=False, include_context=False)
    return []


def report(faults: Faults, model: type[BaseModel], errors: list[ErrorDetails], path: Path) -> None:
    """Add errors of a model that stands at `path` of the file."""
    for error in errors:
        inner: Path = tuple(error["loc"])
        expected, table = _expected(model, inner)
        if error["type"] == "extra_forbidden":
            words = keys_of(table or model)
            faults.unknown((*path, *inner), words, "expected a known key")
        elif error["type"] == "missing":
            faults.add((*path, *inner), f"expected this key: {expected}")
        else:
            allowed = _WORD.findall(error["msg"]) if error["type"] == "literal_error" else ()
            faults.add((*path, *inner), f"expected {expected}", error["input"], allowed)


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a table, as written in a file."""
    return tuple(field.alias or key for key, field in model.model_fields.items())


def _expected(model: type[BaseModel], path: Path) -> tuple[str, type[BaseModel] | None]:
    """What the value at `path` allows, and the last table on the way to it."""
    kind: Any = model
    words, table = A_TABLE, None
    for part in path:
        while get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        nested = [arg for arg in (kind, *get_args(kind)) if _is_table(arg)]
        if isinstance(part, str) and nested:
            table = nested[0]
            field = _field(table, part)
            if field is None:
                return words, table
            kind, metadata = field.annotation, field.metadata
        else:
            kind = get_args(kind)[-1] if isinstance(part, str) else get_args(kind)[0]
            metadata = get_args(kind)[1:] if get_origin(kind) is Annotated else ()
        words = next((item.expected for item in metadata if isinstance(item, Says)), A_TABLE)
    return words, table


def _field(table: type[BaseModel], key: str) -> Any:
    by_name = {field.alias or name: field for name, field in table.model_fields.items()}
    return by_name.get(key)


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
