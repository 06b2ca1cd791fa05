"""Every key that a scenario file may have, as a dotted path, with its meaning and default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from twinsim.scenario.faults import shown
from twinsim.scenario.kinds import Says
from twinsim.scenario.programme import BIDS_PER_BUDGET
from twinsim.scenario.schema import File

# Defaults that follow from other keys, which no type can tell.
_DERIVED = {
    "payers": "equal shares of the linked cities",
    "planned_bids": f"{BIDS_PER_BUDGET:g} for each k£ of the budget where there is a call",
    "floor": "a third, or an equal share where more than three cities pay",
    "hours": "parameters hours_intensive, or hours_light for a light course",
    "smart_cities": "what the other three leave",
    "networks": "none, or one of all cities where there are followers",
    "contrasts": '["twin-baseline", "solo-baseline", "twin-solo"]',
    "name": "the name of the file",
}


@dataclass(frozen=True)
class Key:
    """A key: its dotted path, what it means, what it allows and its default ("" if required).

    `[]` in a path stands for each of a list of tables.
    """

    path: str
    meaning: str
    allows: str
    default: str


@cache
def keys() -> dict[str, Key]:
    """All keys by path, in the order of the file; arms change those of the programme."""
    arm = Key(
        "arms.<id>.programme.design",
        "what an arm runs: no programme, each city alone, or the paired one",
        '"none", "solo" or "twin"',
        "that of the usual arm of this id, else twin",
    )
    return {key.path: key for key in (*walk(File, "", _DERIVED), arm)}


def walk(model: type[BaseModel], before: str, derived: Mapping[str, str]) -> Iterator[Key]:
    """The keys of a table's type, below a path; `derived` are defaults that no type can tell."""
    for name, field in model.model_fields.items():
        path = f"{before}{field.alias or name}"
        inner = _table_in(field.annotation)
        several = inner is not None and get_origin(_bare(field.annotation)) is tuple
        default = derived[name] if name in derived else _default(field)
        yield Key(path, field.description or "", _allows(field), default)
        if inner is not None:
            yield from walk(inner, f"{path}[]." if several else f"{path}.", derived)


def _allows(field: FieldInfo) -> str:
    return next((item.expected for item in field.metadata if isinstance(item, Says)), "a table")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return ""
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is None:
        return "absent"
    return "each of its keys at its default" if isinstance(value, BaseModel) else shown(value)


def _bare(kind: Any) -> Any:
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return kind


def _table_in(kind: Any) -> type[BaseModel] | None:
    """The table that a type is, or is a list of."""
    kind = _bare(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    if get_origin(kind) is tuple:
        return _table_in(get_args(kind)[0])
    return None
