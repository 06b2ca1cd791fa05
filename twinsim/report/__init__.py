"""What people look at: figures made from a results folder, and the words beside them.

The figures are imported when first used: who wants the words alone loads no matplotlib.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twinsim.report.figures import draw, drawings, outcome_fan, plot

__all__ = ["draw", "drawings", "outcome_fan", "plot"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from twinsim.report import figures

    return getattr(figures, name)
