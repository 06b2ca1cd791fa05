"""Tables of what the source says: rules, schedule, luck."""

from __future__ import annotations

import ast
from functools import cache

from odd.flow import first_functions
from odd.readers import declared
from odd.rules import all_rules
from odd.source import callers, functions, modules, said, tree
from odd.words import code, table

_WHERE = ("core", "world", "rules")


def rule_tables() -> list[str]:
    """Every rule, by module: what it returns, says, reads, and where it is called."""
    lines: list[str] = []
    for module in dict.fromkeys(place.module for place in all_rules()):
        rows = (
            (
                code([f"{rule.place}({', '.join(rule.arguments)})"]),
                rule.returns,
                rule.said,
                code(declared(rule.own)),
                code(callers(*_WHERE).get(rule.place, ())),
            )
            for place, rule in all_rules().items()
            if place.module == module
        )
        title = f"**{module.partition('.')[2]}.py**: {said(tree(module))}"
        head = "rule | returns | what it says | parameters | called in"
        lines += [title, "", *table(head, rows), ""]
    return lines[:-1]


def schedule_table() -> list[str]:
    """The start and the stages of the month in their order, with the functions of each."""
    rows = []
    for number, place in enumerate(first_functions()):
        for n, module in enumerate(files_of(number, place.module)):
            stage = "" if n else f"**{number or 'start'}**"
            file = f"{module.replace('.', '/')}.py"
            rows.append((stage, code([file]), f"**{said(tree(module))}**"))
            own = functions(module)
            rows += [("", code([f"{module.partition('.')[2]}.{n}"]), said(own[n])) for n in own]
    return table("stage | function | what it does", rows)


def files_of(number: int, first: str) -> list[str]:
    """The file of a stage's first function, and those that say that they are of this stage."""
    begins = f"Stage {number} of "
    others = (module for module in modules("core") if said(tree(module)).startswith(begins))
    return [first, *(module for module in others if module != first)]


@cache
def events() -> dict[str, int]:
    """The events of luck and their numbers, in the order of their list."""
    for node in tree("rules.draws").body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            target, numbers = node.targets[0], node.value
            if isinstance(target, ast.Tuple) and ast.unparse(numbers.func) == "range":
                first = ast.literal_eval(numbers.args[0])
                return {ast.unparse(name): first + n for n, name in enumerate(target.elts)}
    return {}


def luck_table() -> list[str]:
    """Events of luck: their numbers, and where each is drawn."""
    drawn: dict[str, dict[str, None]] = {}
    for module in (module for room in ("world", "core") for module in modules(room)):
        for name, function in functions(module).items():
            for node in ast.walk(function):
                if isinstance(node, ast.Name) and node.id in events():
                    drawn.setdefault(node.id, {})[f"{module.partition('.')[2]}.{name}"] = None
    rows = ((number, code([id]), code(drawn.get(id, ()))) for id, number in events().items())
    return table("number | event | drawn in", rows)
