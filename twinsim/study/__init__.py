"""All the way in one command: the run, a sweep over doubt, its analyses and the report.

Read `asked` for what may be asked, `course` and `experiment` for what is swept, `stages` for what
is made in which order, `journal` for how a study goes on, `study` for the whole.
"""

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    """`ts.study(...)` is this package once anything has imported it: calling it makes a study."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        from twinsim.study.study import study

        return study(*arguments, **options)


sys.modules[__name__].__class__ = _Callable
