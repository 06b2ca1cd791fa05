"""A shorter way through Numba's compiler for the model's plain functions.

The model has no closures, `with` blocks, exceptions, literal lists, array expressions or parallel
loops, so the passes that look for them in each of some three hundred functions find nothing; nor
need its functions be told when a value is used for the last time, since they own none. Without
those passes compiling takes a third less time. Numba lets a function choose its compiler.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import PassManager
from numba.core.types.functions import BaseFunction

_IDLE = frozenset(
    {
        "AnnotateTypes",
        "DeadBranchPrune",
        "DumpParforDiagnostics",
        "FindLiterallyCalls",
        "GenericRewrites",
        "InlineClosureLikes",
        "InlineInlinables",
        "InlineOverloads",
        "IRLegalization",
        "LiteralPropagationSubPipelinePass",
        "LiteralUnroll",
        "MakeFunctionToJitFunction",
        "NoPythonSupportedFeatureValidation",
        "NopythonRewrites",
        "RewriteDynamicRaises",
        "RewriteSemanticConstants",
        "WithLifting",
    }
)


class LeanCompiler(CompilerBase):
    """Numba's own passes, in their order, less those that the model never needs."""

    def define_pipelines(self) -> list[Any]:
        builder: Any = DefaultPassBuilder
        manager: Any = PassManager
        whole, lean = builder.define_nopython_pipeline(self.state), manager("lean")
        lean.passes = [one for one in whole.passes if one[0].__name__ not in _IDLE]
        lean.finalize()
        return [lean]


@contextmanager
def typed_once() -> Iterator[None]:
    """Let Numba look up a function for given types once while this lasts, not at each call.

    Some three hundred pairs of a function and its arguments' types make up all six thousand
    calls and operations of a part of the kernel (measured: a fifth of the time to compile).
    """
    functions: Any = BaseFunction
    look_up = functions.get_call_type
    known: dict[Any, Any] = {}

    def call_type(self: Any, context: Any, arguments: Any, named: Any) -> Any:
        if named:
            return look_up(self, context, arguments, named)
        of = (self, tuple(arguments))
        if of not in known:
            known[of] = look_up(self, context, arguments, named)
        return known[of]

    functions.get_call_type = call_type
    try:
        yield
    finally:
        functions.get_call_type = look_up
