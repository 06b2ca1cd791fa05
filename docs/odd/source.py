"""The package's source as syntax trees: modules, functions, what a call means."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

import twinsim

PACKAGE = Path(twinsim.__file__).parent


class Place(NamedTuple):
    """A function of the package: its module below `twinsim` ("core.firms") and its name."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module.rpartition('.')[2]}.{self.name}"


def modules(room: str) -> list[str]:
    """Modules of a room of the package, by name: "rules.call", ..."""
    files = sorted((PACKAGE / room).glob("*.py"))
    return [f"{room}.{path.stem}" for path in files if not path.stem.startswith("_")]


@cache
def tree(module: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse((PACKAGE / f"{module.replace('.', '/')}.py").read_text("utf-8"))


@cache
def functions(module: str) -> dict[str, ast.FunctionDef]:
    """The functions of a module, in its order."""
    return {node.name: node for node in tree(module).body if isinstance(node, ast.FunctionDef)}


@cache
def _imported(module: str) -> dict[str, Place]:
    """What names of other modules stand for: a module has the name ""."""
    known: dict[str, Place] = {}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("twinsim"):
            below = (node.module or "").removeprefix("twinsim").lstrip(".")
            for alias in node.names:
                inner = f"{below}.{alias.name}".lstrip(".")
                is_module = (PACKAGE / f"{inner.replace('.', '/')}.py").exists()
                place = Place(inner, "") if is_module else Place(below, alias.name)
                known[alias.asname or alias.name] = place
    return known


def called(module: str, call: ast.Call) -> Place | None:
    """The function of the package that a call in `module` means; None for any other."""
    what = call.func
    if isinstance(what, ast.Name):
        if what.id in functions(module):
            return Place(module, what.id)
        place = _imported(module).get(what.id)
        return place if place and place.name else None
    if isinstance(what, ast.Attribute) and isinstance(what.value, ast.Name):
        place = _imported(module).get(what.value.id)
        return Place(place.module, what.attr) if place and not place.name else None
    return None


def said(node: ast.FunctionDef | ast.Module) -> str:
    """The first paragraph of a docstring, in one line."""
    return " ".join((ast.get_docstring(node) or "").partition("\n\n")[0].split())


@cache
def reads(module: str, name: str) -> tuple[str, ...]:
    """Parameters that a function reads itself (`p.<id>`, `w.p[0].<id>`), in their order."""
    found = []
    for node in ast.walk(functions(module)[name]):
        if isinstance(node, ast.Attribute) and _is_parameters(node.value):
            found.append((node.lineno, node.col_offset, node.attr))
    return tuple(dict.fromkeys(attribute for _, _, attribute in sorted(found)))


def _is_parameters(node: ast.expr) -> bool:
    """Whether an expression is the record of parameters."""
    if isinstance(node, ast.Subscript):
        node = node.value
    return isinstance(node, ast.Name | ast.Attribute) and (
        (node.id if isinstance(node, ast.Name) else node.attr) == "p"
    )


@cache
def callers(*rooms: str) -> dict[Place, tuple[Place, ...]]:
    """For each function of the package, the functions in the modules of `rooms` that call it."""
    found: dict[Place, dict[Place, None]] = {}
    for module in (module for room in rooms for module in modules(room)):
        for name, function in functions(module).items():
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and (place := called(module, node)):
                    found.setdefault(place, {})[Place(module, name)] = None
    return {place: tuple(callers) for place, callers in found.items()}
