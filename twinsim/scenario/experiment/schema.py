"""The keys of an experiment file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from twinsim.scenario.kinds import Flag, Says, Table, Text

MOST_POINTS = 1_000_000
MOST_LEVELS = 5000
MOST_FACTORS = 1000

_Count = Annotated[int, Field(ge=1, le=MOST_POINTS), Says("a whole number from 1 to 1,000,000")]
_Number = Annotated[float | None, Says("a number without unit")]
_Levels = Annotated[  # what each may be is checked beside what the scenario allows
    tuple[Any, ...] | None,
    Field(min_length=1, max_length=MOST_LEVELS),
    Says(f"a list of one to {MOST_LEVELS:,} values"),
]
_Names = Annotated[
    tuple[Annotated[str, Says("a name")], ...] | None,
    Field(min_length=1, max_length=MOST_LEVELS),
    Says("a list of names"),
]
_Word = Annotated[Annotated[str, StringConstraints(max_length=200)] | None, Says("a name")]
_Scale = Annotated[Literal["linear", "log"], Says('"linear" or "log"')]
_Key = Annotated[
    Annotated[str, StringConstraints(max_length=200)] | None,
    Says("a dotted key of the scenario, in quotes"),
]
_Cells = Annotated[
    tuple[Annotated[tuple[Any, ...], Says("a list of values, one for each factor")], ...] | None,
    Field(min_length=1, max_length=MOST_POINTS),
    Says("a list of points, each a list of values"),
]


class RangeTable(Table):
    """Values of a factor: a list of them, or a range."""

    values: _Levels = Field(None, description="its values, in the order they are shown")
    low: _Number = Field(None, description="lower end of its range")
    high: _Number = Field(None, description="upper end of its range")
    scale: _Scale = Field("linear", description="log: by the logarithm within its range")
    whole: Flag = Field(False, description="true: whole numbers only")


class LeverTable(RangeTable):
    """A lever, what a designer chooses: values or a range of one key, options, or partners."""

    title: Text = Field("", description="what is shown as its name")
    unit: Annotated[str, StringConstraints(max_length=30), Says("a unit")] = Field(
        "", description="its unit; absent: that of its key"
    )
    key: _Key = Field(None, description="the key of the scenario that it sets")
    options: Annotated[
        dict[str, Annotated[dict[str, Any], Says("a table of keys of the scenario")]] | None,
        Says("tables [levers.<id>.options.<option>]"),
    ] = Field(None, description="named options, each a table of keys that it sets")
    anchor: _Word = Field(None, description="the city whose partner is chosen")
    partners: _Names = Field(None, description="ids or names of the partners to choose of")
    group: _Word = Field(
        None, description="in place of partners: all other cities of a country in the table"
    )


class DesignTable(Table):
    """A design: at which points of its factors runs are made."""

    kind: Annotated[
        Literal["grid", "latin_hypercube", "sobol", "table"],
        Says('"grid", "latin_hypercube", "sobol" or "table"'),
    ] = Field(description="grid: all combinations; latin_hypercube, sobol: sampled; table: given")
    factors: _Names = Field(
        None, description='its factors; "levers", "uncertainties": all that no design names'
    )
    samples: Annotated[_Count | None, Says("a whole number from 1 to 1,000,000")] = Field(
        None, description="points sampled; absent: the experiment's"
    )
    file: Annotated[str | None, Says("a CSV file beside this one")] = Field(
        None, description="of a table: a CSV file with a column for each factor"
    )
    points: _Cells = Field(None, description="of a table: its points, in place of a file")


class ExperimentFile(Table):
    """An experiment file."""

    version: Annotated[Literal[1], Says("1, the only version of experiment files so far")] = Field(
        1, alias="schema", description="version of the format"
    )
    name: Annotated[
        str,
        StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$"),
        Says("a name of letters, digits, - and _, at most 64 long"),
    ] = Field("experiment", description="names the folder of its results")
    title: Text = Field("", description="what is shown as its title")
    question: Text = Field("", description="the question that it answers, in words")
    scenario: Annotated[
        Any, Says("the name of a packaged scenario, the path of a file, or a table [scenario]")
    ] = Field(description="the scenario that is varied")
    replicates: _Count = Field(100, description="replicates of each arm at each point")
    samples: _Count = Field(64, description="points of the sampled design")
    arms: Annotated[
        tuple[Annotated[str, Says("an arm")], ...] | None,
        Field(min_length=1),
        Says("a list of arms"),
    ] = Field(None, description="arms of the scenario that are run; absent: all")
    contrasts: Annotated[
        tuple[Annotated[str, Says("two arms, as twin-baseline")], ...] | None,
        Says('a list of contrasts, as ["twin-baseline"]'),
    ] = Field(None, description="absent: those of the scenario")
    set: Annotated[dict[str, Any], Says("a table [set] of keys of the scenario")] = Field(
        {}, description="keys of the scenario that are changed at every point"
    )
    levers: Annotated[dict[str, Any], Says("tables [levers.<id>]")] = Field(
        {}, description="what a designer chooses"
    )
    uncertainties: Annotated[dict[str, Any], Says("a table [uncertainties]")] = Field(
        {}, description="parameters that are sampled"
    )
    design: Annotated[tuple[DesignTable, ...], Field(max_length=20), Says("tables [[design]]")] = (
        Field(
            (),
            description="absent: a grid of what has values, a Sobol sequence of what has a range",
        )
    )
