"""What is declared once, as data: parameters, evidence, indicators, mechanisms, state.

Each table is a TOML (or CSV) file beside this module; everything that is a list
elsewhere (record types, checks, columns, documentation) is derived from these.
"""

from twinsim.registry.priors import Prior
from twinsim.registry.tables import (
    LEVELS,
    SECTORS,
    Evidence,
    FirmAccount,
    Indicator,
    Mechanism,
    Parameter,
    Pattern,
    Variable,
    evidence,
    firm_accounts,
    indicators,
    mechanisms,
    parameters,
    patterns,
    state,
)
from twinsim.registry.words import nearest

__all__ = [
    "LEVELS",
    "SECTORS",
    "Evidence",
    "FirmAccount",
    "Indicator",
    "Mechanism",
    "Parameter",
    "Pattern",
    "Prior",
    "Variable",
    "evidence",
    "firm_accounts",
    "indicators",
    "mechanisms",
    "nearest",
    "parameters",
    "patterns",
    "state",
]
