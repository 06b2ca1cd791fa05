"""Which inputs answers come from: screening, variance-based indices, a check without variance.
And where the answer turns, and which choice stands.

Every method is a frozen sample that makes its rows and analyses outputs at these rows alone;
discovery reads the experiment's own sweep.
"""

import sys
from types import ModuleType
from typing import Any

from twinsim.sensitivity.analysis import Analysis, Asked, planned, sensitivity

__all__ = ["Analysis", "Asked", "planned", "sensitivity"]


class _Callable(ModuleType):
    """`ts.sensitivity(...)` is this package once anything has imported it: calling it analyses."""

    def __call__(self, *arguments: Any, **options: Any) -> Analysis:
        from twinsim.sensitivity import entry

        return entry.sensitivity(*arguments, **options)


sys.modules[__name__].__class__ = _Callable
