"""Who is who: what a slot is for, and the keys of luck of every agent.

A key hangs on the agent's city and its number among its like, never on who else there is.
"""

from __future__ import annotations

from typing import Any

from twinsim.rules.draws import CITY, CLUSTER, INVESTOR, LINK, PROGRAMME, SME, UNIVERSITY, mix

SECTORS = 13
BACKGROUND, SPUN_OUT, GRADUATED = 0, 1, 2


def world_key(luck: int, replicate: int) -> int:
    """Key of a replicate: a new replicate is a new population."""
    return mix(luck, replicate)


def city_key(world: int, word: int) -> int:
    """Key of a city, whoever its partner is."""
    return mix(mix(world, word), CITY)


def firm_key(city_key_: int, slot: int) -> int:
    """Key of a firm: its city and its slot within the city."""
    return mix(mix(city_key_, SME), slot)


def investor_key(city_key_: int, number: int) -> int:
    """Key of an investor: its city and its number within the city."""
    return mix(mix(city_key_, INVESTOR), number)


def university_key(city_key_: int, number: int) -> int:
    """Key of a university: its city and its number within the city."""
    return mix(mix(city_key_, UNIVERSITY), number)


def cluster_key(city_key_: int, sector: int) -> int:
    """Key of a cluster: its city and its sector."""
    return mix(mix(city_key_, CLUSTER), sector)


def origin(facts: Any, slot: int) -> int:
    """What a city's slot is for: a firm of the initial stock or a birth (BACKGROUND), a spin-out
    or a graduate of an accelerator. `facts` are the city's."""
    after = slot - facts.first - facts.initial
    if after < 0 or after % facts.monthly < facts.births:
        return BACKGROUND
    return SPUN_OUT if after % facts.monthly < facts.births + facts.universities else GRADUATED


def parent(facts: Any, slot: int) -> int:
    """Number within the city of the university of a spin-out, or of the cluster of a graduate."""
    after: int = (slot - facts.first - facts.initial) % facts.monthly - facts.births
    if after >= facts.universities:
        after -= facts.universities
    return after


def sector_of(facts: Any, cluster: int) -> int:
    """Sector of a city's cluster, by its number within the city."""
    for k in range(SECTORS):
        if facts.cluster_of[k] == facts.first_cluster + cluster:
            return k
    return 0


def slot_key(facts: Any, slot: int, city_key_: int) -> int:
    """Key of the firm of a slot. It hangs on how the slot is numbered among its like, not on how
    many universities or clusters there are."""
    what = origin(facts, slot)
    after = slot - facts.first - facts.initial
    if what == BACKGROUND:
        if after < 0:
            return firm_key(city_key_, slot - facts.first)
        month, ordinal = after // facts.monthly, after % facts.monthly
        return firm_key(city_key_, facts.initial + month * facts.births + ordinal)
    who = parent(facts, slot)
    month = after // facts.monthly
    if what == SPUN_OUT:
        return firm_key(university_key(city_key_, who), month)
    return firm_key(cluster_key(city_key_, sector_of(facts, who)), month)


def programme_key(city_key_: int) -> int:
    """Key of a city's part in a programme: the same in every arm."""
    return mix(city_key_, PROGRAMME)


def pair_key(a: int, b: int) -> int:
    """Key of an event of two agents."""
    return mix(mix(a, LINK), b)
