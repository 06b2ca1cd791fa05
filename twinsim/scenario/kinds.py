"""Kinds of values in a scenario file: what is allowed, and how an error says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MOST_MONEY = 10_000_000.0
MOST_MONTHS = 1200
ID = r"^[a-z0-9_]+$"
LONGEST_ID = 64


@dataclass(frozen=True)
class Says:
    """How an error names what a key allows."""

    expected: str


class Table(BaseModel):
    """A table of a scenario file: strict types, no unknown keys, never changed once made."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True
    )


Id = Annotated[
    str,
    StringConstraints(pattern=ID, max_length=LONGEST_ID),
    Says(f"an id of a–z, 0–9 and _, at most {LONGEST_ID} long"),
]
Text = Annotated[str, StringConstraints(max_length=500), Says("text of at most 500 characters")]
Flag = Annotated[bool, Says("true or false")]
Money = Annotated[
    float, Field(ge=0.0, le=MOST_MONEY), Says("a number of k£ from 0 to 10,000,000, without a unit")
]
Share = Annotated[float, Field(ge=0.0, le=1.0), Says("a share, a number from 0 to 1")]
LineMoney = Annotated[
    float, Field(ge=0.0, le=1000.0), Says("a number of k£ from 0 to 1,000, for a budget of 1,000")
]
Hours = Annotated[float, Field(ge=0.0, le=2000.0), Says("a number of hours from 0 to 2,000")]
Level = Annotated[
    float, Field(ge=0.0, le=3.0), Says("a number from 0 (generic) to 3 (made for it)")
]
Bids = Annotated[float, Field(ge=0.0, le=1e6), Says("a number of bids from 0 to 1,000,000")]
Month = Annotated[
    int,
    Field(ge=0, le=MOST_MONTHS),
    Says(f"a whole number of months from 0 to {MOST_MONTHS}, counted from `start`"),
]
Months = Annotated[
    int, Field(ge=1, le=MOST_MONTHS), Says(f"a whole number of months from 1 to {MOST_MONTHS}")
]
Warmup = Annotated[int, Field(ge=0, le=600), Says("a whole number of months from 0 to 600")]
Cohorts = Annotated[int, Field(ge=0, le=40), Says("a whole number from 0 (no call) to 40")]
Years = Annotated[int, Field(ge=1, le=50), Says("a whole number of years from 1 to 50")]
Universities = Annotated[
    Annotated[int, Field(ge=0, le=500)] | None, Says("a whole number from 0 to 500")
]
Places = Annotated[
    Annotated[int, Field(ge=0, le=100_000)] | None, Says("a whole number from 0 to 100,000")
]
Visits = Annotated[int, Field(ge=0, le=1000), Says("a whole number from 0 to 1,000")]
Themes = Annotated[int, Field(ge=1, le=13), Says("a whole number from 1 to 13")]
