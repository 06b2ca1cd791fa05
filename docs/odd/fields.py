"""What holds which field: the declared state, what is fixed in a run, and the setup's records."""

from __future__ import annotations

import ast
from functools import cache

from odd.source import tree
from twinsim.registry import state
from twinsim.world.parameters import PARAMETERS_DTYPE
from twinsim.world.setup import empty_setup

NOT_STATE = ("key", "alive")
"""Fields beside the declared ones that carry nothing: the address of luck, and whether a row is in
use; so do those that say where rows begin (`first…`)."""


@cache
def fixed() -> dict[str, tuple[str, ...]]:
    """By kind, the fields of a record that start a run and never change in it."""
    for node in tree("core.state").body:
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.value, ast.Dict):
            continue
        if ast.unparse(node.target) == "_EXTRA":
            return {
                ast.literal_eval(kind): tuple(
                    ast.literal_eval(row.elts[0]) for row in rows.elts if isinstance(row, ast.Tuple)
                )
                for kind, rows in zip(node.value.keys, node.value.values, strict=True)
                if kind is not None and isinstance(rows, ast.List)
            }
    return {}


@cache
def tables() -> dict[str, tuple[str, ...]]:
    """The setup's tables of records, without the parameters: their fields."""
    setup = empty_setup(PARAMETERS_DTYPE)
    return {
        name: value.dtype.names
        for name, value in setup._asdict().items()
        if name != "p" and getattr(getattr(value, "dtype", None), "names", None)
    }


def holder(path: str, name: str) -> str:
    """What holds the field `name` of the record at `path`: a kind ("sme"), or a table of the setup
    ("w.cities"); "" for none. A table of the state that is no kind (firms and cities) holds the
    fields of the one kind that declares them as vectors."""
    root, _, table = path.partition(".")
    if root == "w":
        known = name in tables().get(table, ()) and _carries(name)
        return path if known else ""
    if table in state():
        declared = name in (variable.id for variable in state()[table])
        known = declared or (name in fixed().get(table, ()) and _carries(name))
        return table if known else ""
    kinds = [kind for kind, rows in state().items() for v in rows if v.id == name and v.per]
    return kinds[0] if len(kinds) == 1 else ""


def _carries(name: str) -> bool:
    return name not in NOT_STATE and not name.startswith("first")
