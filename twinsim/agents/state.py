"""The declared state variables of agents, for type checkers and readers.

What each one means stands in `registry/state.toml`; a test holds the two lists equal. Those of
firms and pilots, of which there are hundreds, lie in slots, smaller and faster than a dictionary.
"""

from __future__ import annotations


class CityState:
    """State of a city."""

    capability: float
    legitimacy: float
    dissemination: float
    budget: float
    playbook: float
    mandate: int
    contract: int
    signed: int
    rest_loss: float
    completions: int
    adoptions: int
    public: float
    unpaid: float
    ordered: float
    relieved: float
    need: list[float]
    new_sales: list[float]
    vacated: list[float]
    sector_sales: list[float]
    loss_share: list[float]


class LinkState:
    """State of a link."""

    trust: float
    idle: int
    joint: int
    worked: int
    ties: int


class ChallengeState:
    """State of a challenge."""

    clarity: float
    cohort: int
    theme: list[float]


class ProgrammeState:
    """State of a programme."""

    places: int
    planned_bids: int
    assessed: int


class SMEState:
    """State of a firm."""

    born: int
    sector: int
    large: int
    member: int
    tied: int
    tied_since: int
    origin: int
    colleague: int
    colleague_since: int
    colleague_joint: int
    mission: float
    absorptive: float
    technical: float
    market: float
    technical_kept: float
    technical_light: float
    market_kept: float
    market_light: float
    push: float
    practised: float
    volatility: float
    margin: float
    trend: float
    revenue: float
    staff: float
    cash: float
    runway: float
    zone: int
    challenge: int
    supported: int
    host: int
    quality: float
    age_solution: int
    clock: float
    sale_clock: float
    framework: int
    buyers: int
    sold: int
    sales: float
    sold_abroad: int
    sales_abroad: float
    entered: int
    boost: float
    growing: int
    awarded: int
    backlog: float
    grant_left: int
    aware: int
    bid: int
    partner: int
    learning: float
    place: int
    reveal: int
    knowledge: list[float]
    account: list[float]
    adopted: list[int]
    price: list[float]
    owed: list[float]
    waiting: list[int]
    __slots__ = tuple(__annotations__)


class PilotState:
    """State of a pilot."""

    challenge: int
    programme: int
    partner: int
    cross: int
    fit: float
    learning: float
    progress: float
    __slots__ = tuple(__annotations__)


class InvestorState:
    """State of an investor."""

    capital: float
    met: int


class UniversityState:
    """State of a university."""

    research: list[float]
    partner: int
    tied_since: int
    joint: int
    leads: int


class ClusterState:
    """State of a cluster."""

    alive: int
    members: int
    quality: float
    reserves: float
    lean: int
    scale: float
    subsidy: float
    places: int
    services: int
    diversified: int
    opened: int
