"""The compiled view of the plain functions: the same code, with Numba's functions for globals.

The rules and the core's stages are plain Python. The view copies their modules and marks the
copy of each function for Numba, with copies for its globals. Nothing of the originals is
changed: called from Python they stay plain.
"""

from __future__ import annotations

from types import FunctionType, ModuleType
from typing import Any

from numba.extending import register_jitable

from twinsim.core.inline import INLINE
from twinsim.core.lean import LeanCompiler
from twinsim.rules import draws

_OPTIONS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "pipeline_class": LeanCompiler,
}
_PACKAGES = ("twinsim.rules.", "twinsim.world.keys", "twinsim.world.start", "twinsim.core.")


class View:
    """Compiled counterparts of functions and modules, made when asked for."""

    def __init__(self, boundscheck: bool = False) -> None:
        self._options = {**_OPTIONS, "boundscheck": boundscheck}
        self._modules: dict[str, ModuleType] = {}
        self._functions: dict[FunctionType, Any] = {}

    def of(self, value: Any) -> Any:
        """The counterpart of a function or module of the model; any other value itself."""
        if isinstance(value, ModuleType) and value.__name__.startswith(_PACKAGES):
            return self._module(value)
        if isinstance(value, FunctionType) and value.__module__.startswith(_PACKAGES):
            return self._function(value)
        return value

    def _module(self, module: ModuleType) -> ModuleType:
        if module.__name__ not in self._modules:
            view = ModuleType(module.__name__)
            self._modules[module.__name__] = view
            for name, value in vars(module).items():
                if not name.startswith("__"):
                    setattr(view, name, self.of(value))
        return self._modules[module.__name__]

    def _function(self, function: FunctionType) -> Any:
        if function not in self._functions:
            plain = draws.core_mix if function is draws.mix else function
            scope: dict[str, Any] = {"__builtins__": __builtins__, "__name__": function.__module__}
            copy = FunctionType(
                plain.__code__, scope, plain.__name__, plain.__defaults__, plain.__closure__
            )
            register_jitable(**self._options, forceinline=function in INLINE)(copy)
            self._functions[function] = copy
            for name in plain.__code__.co_names:
                if name in plain.__globals__:
                    scope[name] = self.of(plain.__globals__[name])
        return self._functions[function]
