"""Which inputs answers come from: screening, variance-based indices, a check without variance.

Every method is a frozen sample that makes its rows and analyses outputs at these rows alone.
"""

from twinsim.sensitivity.analysis import Analysis, Asked, planned, sensitivity

__all__ = ["Analysis", "Asked", "planned", "sensitivity"]
