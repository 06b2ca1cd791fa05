"""What a shell may complete: words that begin as what has been typed.

Everything is imported when a shell asks, so that `--help` stays as quick as without.
"""

from __future__ import annotations

from collections.abc import Iterable


def scenario_names(incomplete: str) -> list[str]:
    """Names of packaged scenarios; a path is completed by the shell itself."""
    from twinsim.scenario.packaged import packaged

    return _begin(packaged(), incomplete)


def experiment_names(incomplete: str) -> list[str]:
    """Names of packaged experiments."""
    from twinsim.scenario.packaged import packaged_experiments

    return _begin(packaged_experiments(), incomplete)


def scenario_and_experiment_names(incomplete: str) -> list[str]:
    """Names of both, scenarios first."""
    return [*scenario_names(incomplete), *experiment_names(incomplete)]


def city_ids(incomplete: str) -> list[str]:
    """Ids of the packaged cities."""
    from twinsim.scenario.cities import cities_table

    return _begin((city.id for city in cities_table()), incomplete)


def city_list(incomplete: str) -> list[str]:
    """The same for the last of several ids with commas between."""
    before, comma, last = incomplete.rpartition(",")
    return [before + comma + id for id in city_ids(last)]


def group_names(incomplete: str) -> list[str]:
    """Countries of the packaged cities, or ids with commas between."""
    from twinsim.scenario.cities import cities_table

    countries = dict.fromkeys(city.country for city in cities_table())
    return [*_begin(countries, incomplete), *city_list(incomplete)]


def indicator_ids(incomplete: str) -> list[str]:
    """Ids of indicators."""
    from twinsim.registry import indicators

    return _begin(indicators(), incomplete)


def words(incomplete: str) -> list[str]:
    """Everything that `explain` explains."""
    from twinsim.report.entries import entries

    return _begin(dict.fromkeys(entry.word for entry in entries()), incomplete)


def _begin(candidates: Iterable[str], incomplete: str) -> list[str]:
    return [word for word in candidates if word.startswith(incomplete)]
