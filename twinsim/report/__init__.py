"""What people look at: figures made from a results folder."""

from twinsim.report.figures import draw, outcome_fan, plot

__all__ = ["draw", "outcome_fan", "plot"]
