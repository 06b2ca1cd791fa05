"""What the source of a rule may not say, so that Python and the compiled core give equal numbers.

Python raises where compiled code gives infinity, and a power, a rounded half, a sum or an
extreme of values that are not numbers can differ between the two. So rules use `+ - *`,
comparisons, each other and the guarded functions of `maths`, and nothing else.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

# What a module may import beyond other rules modules and typing.
IMPORTS: dict[str, set[str]] = {
    "maths": {"math"},
    "draws": {"numpy", "collections.abc"},
    "base": {"collections.abc", "dataclasses"},
}
# The only functions of maths that divide: by what they have tested, by 1 plus an exponential,
# and by polynomials without a root where they are used.
DIVIDERS = {"ratio", "logistic", "normal_tail", "normal_middle"}
# The mix of draws is exact arithmetic on 64-bit integers, written once for two kinds of integer,
# which it is handed as a function: the limits on calls have no meaning there.
INTEGERS = {"_mixing", "mix"}
DRAWS = {"draw", "gamma", "uniform", "mix", "core_mix", "_words_mix"}
KINDS = {"float", "int", "Reals", "Wholes"}
BUILTINS = {"range", "len"}
REFUSED = {
    "round": "rounds halves its own way; use whole(x + 0.5)",
    "sum": "adds in its own order; add in a loop",
    "min": "differs when a value is not a number; compare, or use clip",
    "max": "differs when a value is not a number; compare, or use clip",
    "pow": "differs in its last bit; multiply, or use power",
    "int": "raises for what is not a number; use whole",
}
RAISES = (ast.Raise, ast.Assert, ast.Try, ast.TryStar, ast.With)
STATE = (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom, ast.Lambda, ast.FunctionDef)
ALLOCATES = (
    *(ast.List, ast.Dict, ast.Set),
    *(ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp),
)


def faults(source: str, name: str) -> list[str]:
    """Faults in the source of the rules module `name`, each as "name:line: what is wrong"."""
    tree = ast.parse(source)
    found = [*_imports(tree, name)]
    if name != "base":  # it declares rules and has none
        known = _own_names(tree)
        found += _numpy(tree, name)
        for function in tree.body:
            if isinstance(function, ast.FunctionDef):
                found += _signature(function, name)
                found += _body(function, name, known)
    return [f"{name}:{line}: {what}" for line, what in sorted(found)]


Found = Iterator[tuple[int, str]]


def _imports(tree: ast.Module, name: str) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        else:
            continue
        for module in modules:
            if module == "twinsim.rules.draws" or module == "twinsim.rules":
                yield node.lineno, f"imports {module}: rules take uniforms, they never draw"
            elif not (
                module in {"__future__", "typing"}
                or module.startswith("twinsim.rules.")
                or module in IMPORTS.get(name, set())
            ):
                yield node.lineno, f"imports {module}: rules import rules and typing only"


def _own_names(tree: ast.Module) -> set[str]:
    """What a rule may call by name: functions of this module and of other rules modules."""
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("twinsim.rules."):
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def _numpy(tree: ast.Module, name: str) -> Found:
    allowed = set()
    if name == "draws":
        # The core's mix needs its constants as 64-bit unsigned integers: no other NumPy is needed.
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "uint64":
                allowed.add(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in {"np", "numpy"} and node not in allowed:
            yield node.lineno, "uses NumPy: its functions round in their own way"


def _declared(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(mark, ast.Call)
        and isinstance(mark.func, ast.Name)
        and mark.func.id in {"rule", "collective"}
        for mark in function.decorator_list
    )


def _signature(function: ast.FunctionDef, name: str) -> Found:
    if not _declared(function):
        if name != "draws" and not function.name.startswith("_"):
            yield function.lineno, f"{function.name} is public and no declared rule"
        return
    for argument in function.args.args:
        kind = ast.unparse(argument.annotation) if argument.annotation else ""
        if kind not in KINDS and (argument.arg, kind) != ("p", "Any"):
            yield argument.lineno, f"{argument.arg} has no kind: write float, int, Reals or Wholes"
    if function.returns is None or ast.unparse(function.returns) not in {"float", "int"}:
        yield function.lineno, f"{function.name} declares no float or int to return"


def _inside(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Nodes of what a function does, without its signature and decorators."""
    for statement in function.body:
        yield from ast.walk(statement)


def _body(function: ast.FunctionDef, name: str, known: set[str]) -> Found:
    for node in _inside(function):
        line = getattr(node, "lineno", function.lineno)
        if isinstance(node, RAISES):
            yield line, "raises or catches: rules are total"
        elif isinstance(node, STATE) and function.name not in INTEGERS:
            yield line, "holds state, yields or builds a function"
        elif isinstance(node, ALLOCATES):
            yield line, "allocates: collective rules fill what they are given"
        elif isinstance(node, ast.BinOp | ast.AugAssign):
            yield from _arithmetic(node, function, name)
        elif isinstance(node, ast.Name):
            yield from _name(node, function, name)
        elif isinstance(node, ast.Call) and not (name == "draws" and function.name in INTEGERS):
            yield from _call(node, name, known)


def _arithmetic(node: ast.BinOp | ast.AugAssign, function: ast.FunctionDef, name: str) -> Found:
    if isinstance(node.op, ast.Pow):
        yield node.lineno, "** differs in its last bit; multiply, or use power"
    if isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod):
        divisor = node.right if isinstance(node, ast.BinOp) else node.value
        if isinstance(divisor, ast.UnaryOp):
            divisor = divisor.operand
        literal = isinstance(divisor, ast.Constant) and bool(divisor.value)
        if not literal and not (name == "maths" and function.name in DIVIDERS):
            yield node.lineno, "divides by what may be 0; use ratio"


def _name(node: ast.Name, function: ast.FunctionDef, name: str) -> Found:
    if name == "draws" and function.name in INTEGERS:
        return
    if node.id in REFUSED:
        yield node.lineno, f"{node.id} {REFUSED[node.id]}"
    elif node.id == "math" and name != "maths":
        yield node.lineno, "uses math outside maths.py, where its functions are guarded"
    elif node.id in DRAWS and _declared(function):
        yield node.lineno, f"{node.id} draws: rules take uniforms, they never draw"


def _call(node: ast.Call, name: str, known: set[str]) -> Found:
    if isinstance(node.func, ast.Name):
        if node.func.id not in known | BUILTINS | set(REFUSED) | DRAWS:
            yield node.lineno, f"calls {node.func.id}, which is no rule"
    elif not (isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)):
        yield node.lineno, "calls what is not a name"
    elif node.func.value.id != "math" and node.func.value.id not in {"np", "numpy"}:
        yield node.lineno, f"calls a method, .{node.func.attr}"
