"""State on its way into rules: the stages of the month, followed from their syntax trees.

Each stage is followed from its first function through all that it calls, with what every name
stands for: a record of the state (`s.sme[i]`), of the setup (`w.cities[c]`), or a number and the
variables that it was made of. Where a rule is called, what its arguments are made of enters it.
Luck and the choice of a row (an index) carry nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from odd.fields import holder
from odd.rules import HELPERS, rule
from odd.source import Place, called, functions

SCRATCH = "s.claims"
BATCH = "s.spread"  # what a stage notes of the firms of a batch; the rest of it is luck


class Source(NamedTuple):
    """A variable on its way: what holds it, its name, and the first rule that it has passed."""

    holder: str
    name: str
    first: Place | None = None


class Entry(NamedTuple):
    """A variable that enters a rule as part of an argument, in a function of a stage."""

    source: Source
    rule: Place
    argument: str
    where: Place


@dataclass(frozen=True)
class Thing:
    """What an expression stands for: the path of a record ("" for none) and variables."""

    path: str = ""
    sources: frozenset[Source] = frozenset()


def made_of(things: Iterable[Thing]) -> Thing:
    """A number made of several."""
    return Thing("", frozenset[Source]().union(*(thing.sources for thing in things)))


@dataclass
class Flow:
    """What has been found: variables that enter rules, and that a function reads itself."""

    entries: dict[Entry, None] = field(default_factory=dict)
    reads: dict[tuple[str, str], dict[Place, None]] = field(default_factory=dict)
    scratch: dict[str, Thing] = field(default_factory=dict)


def first_functions() -> list[Place]:
    """The start of a run, then the stages of the month in their order."""
    parts = functions("core.month").values()
    calls = [node for part in parts for node in ast.walk(part) if isinstance(node, ast.Call)]
    places = [called("core.month", call) for call in sorted(calls, key=lambda call: call.lineno)]
    return [Place("core.start", "start"), *(place for place in places if place)]


@cache
def flow() -> Flow:
    """The flow of the start and of all stages."""
    found = Flow()
    for place in first_functions():
        found.scratch = {}
        arguments = functions(place.module)[place.name].args.args
        names = {argument.arg: Thing(argument.arg) for argument in arguments}
        _Function(found, place, names).run()
    return found


class _Function:
    """Follows one call of a function; `names` are its arguments, then its variables too."""

    def __init__(self, found: Flow, place: Place, names: dict[str, Thing]) -> None:
        self.found = found
        self.place = place
        self.names = names
        self.returned: list[Thing] = []
        self._tests: list[tuple[ast.If, Thing]] = []
        self._within: dict[str, list[ast.If]] = {}  # the tests within which a name was first set

    def run(self) -> Thing:
        """What the function returns."""
        self._follow(functions(self.place.module)[self.place.name].body)
        paths = {thing.path for thing in self.returned}
        return Thing(paths.pop() if len(paths) == 1 else "", made_of(self.returned).sources)

    def _follow(self, statements: list[ast.stmt]) -> None:
        for node in statements:
            if isinstance(node, ast.Assign):
                self._assign(node.targets[0], node.value)
            elif isinstance(node, ast.AnnAssign) and node.value is not None:
                self._assign(node.target, node.value)
            elif isinstance(node, ast.AugAssign):
                self._assign(node.target, node.value, self._read(node.target))
            elif isinstance(node, ast.If):
                self._tests.append((node, self._read(node.test)))
                self._follow([*node.body, *node.orelse])
                self._tests.pop()
            elif isinstance(node, ast.For | ast.While):
                self._read(node.iter if isinstance(node, ast.For) else node.test)
                self._follow(node.body)
                self._follow(node.body)  # what a round ends with, the next begins with
            elif isinstance(node, ast.Return) and node.value is not None:
                self.returned.append(self._read(node.value))
            elif isinstance(node, ast.Expr):
                self._read(node.value)

    def _assign(self, target: ast.expr, value: ast.expr, old: Thing | None = None) -> None:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, other in zip(target.elts, value.elts, strict=True):
                self._assign(one, other)
            return
        thing = self._read(value)
        if old is not None:
            thing = made_of([old, thing])
        if isinstance(target, ast.Name):
            if old is None or not isinstance(value, ast.Constant):  # a count carries nothing
                self._set(target.id, thing)
        elif isinstance(target, ast.Attribute) and self._path(target.value) == SCRATCH:
            self._put(target.attr, thing)
        elif isinstance(target, ast.Subscript) and self._path(target) == BATCH:
            self._put(BATCH, thing)

    def _set(self, name: str, thing: Thing) -> None:
        """Give a name its value: where a test decides whether, it hangs on the test too."""
        within = self._within.setdefault(name, [node for node, _ in self._tests])
        if self._tests and self._tests[-1][0] not in within:
            merged = made_of([self.names.get(name, Thing()), thing, self._tests[-1][1]])
            thing = Thing(thing.path, merged.sources)
        self.names[name] = thing

    def _put(self, name: str, thing: Thing) -> None:
        self.found.scratch[name] = made_of([self.found.scratch.get(name, Thing()), thing])

    def _path(self, node: ast.expr) -> str:
        while isinstance(node, ast.Subscript):
            node = node.value
        if isinstance(node, ast.Attribute):
            outer = self._path(node.value)
            return f"{outer}.{node.attr}" if outer in ("w", "s") else ""
        return self.names.get(node.id, Thing()).path if isinstance(node, ast.Name) else ""

    def _read(self, node: ast.expr) -> Thing:
        if isinstance(node, ast.Name):
            return self.names.get(node.id, Thing())
        if isinstance(node, ast.Subscript):
            self._read(node.slice)
            if self._path(node) == BATCH:
                return self.found.scratch.get(BATCH, Thing())
            return self._read(node.value)
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        return made_of([self._read(child) for child in inner])

    def _attribute(self, node: ast.Attribute) -> Thing:
        path = self._read(node.value).path
        if path in ("w", "s"):
            return Thing(f"{path}.{node.attr}")
        if path == SCRATCH:
            return self.found.scratch.get(node.attr, Thing())
        kind = holder(path, node.attr)
        if not kind:
            return Thing()
        self.found.reads.setdefault((kind, node.attr), {})[self.place] = None
        return Thing("", frozenset([Source(kind, node.attr)]))

    def _call(self, node: ast.Call) -> Thing:
        things = [self._read(argument) for argument in node.args]
        named = {word.arg: self._read(word.value) for word in node.keywords if word.arg}
        place = called(self.place.module, node)
        if place is not None and place.module == "rules.draws":
            return made_of(things[4:])  # not who draws, when and what for: the shape of a law
        if place is not None and place.module == "core.ahead":
            return Thing()  # it fetches memory and looks at nothing
        if place is None or place.module in HELPERS:
            counts = isinstance(node.func, ast.Name) and node.func.id in ("len", "range")
            return Thing() if counts else made_of([*things, *named.values()])
        arguments = [argument.arg for argument in functions(place.module)[place.name].args.args]
        names = {**dict(zip(arguments, things, strict=False)), **named}
        if place.module.startswith("rules."):
            return self._enter(place, dict(zip(arguments, node.args, strict=False)), names)
        return _Function(self.found, place, names).run()

    def _enter(self, place: Place, written: dict[str, ast.expr], names: dict[str, Thing]) -> Thing:
        """A rule is called: note what enters it, and the rules that it calls itself."""
        called_ = rule(place)
        given = {name: names[name] for name in called_.arguments if name in names}
        self._note(place, {n: thing for n, thing in given.items() if n not in called_.fills})
        passed = _passed(made_of(given.values()), place)
        for name in called_.fills:
            filled = written.get(name)
            if isinstance(filled, ast.Attribute) and self._path(filled.value) == SCRATCH:
                self._put(filled.attr, passed)
        return passed

    def _note(self, place: Place, given: dict[str, Thing]) -> None:
        for argument, thing in given.items():
            for source in sorted(thing.sources, key=str):
                self.found.entries[Entry(source, place, argument, self.place)] = None
        for inner, made in rule(place).inner:
            moved = {
                name: _passed(made_of([given[outer] for outer in outers if outer in given]), place)
                for name, outers in made.items()
            }
            self._note(inner, moved)


def _passed(thing: Thing, place: Place) -> Thing:
    """A number that a rule made of another."""
    return Thing("", frozenset(s._replace(first=s.first or place) for s in thing.sources))
