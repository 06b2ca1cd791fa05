"""What an analysis of pairings leaves: JSON, tables and figures under `analysis/pair`.

A pairing of another question that is there is refused, and moved aside when asked; it is never
overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from twinsim.errors import Fault, ResultsError
from twinsim.pairing.objects import Pairing
from twinsim.pairing.portfolio import Portfolio
from twinsim.pairing.tables import criteria_records, pairs_records, portfolio_records, records
from twinsim.report.page.files import to_csv
from twinsim.report.style import save as save_figure
from twinsim.sweep.files import make_folder, write_text, writing
from twinsim.sweep.lock import locked

DOCUMENT = "pair.json"
_ASKED = ("anchor", "group", "groups", "unit", "weights", "by", "acceptability", "simulated")


def save(
    found: Pairing | Portfolio, folder: Path, *, figures: bool = True, force: bool = False
) -> list[Path]:
    """Write what was found into `folder`/analysis/pair; a portfolio by score has no figures.

    Raises :class:`ResultsError` where another pairing is there (unless `force` moves it to
    pair.old-1), and :class:`RunError`.
    """
    place = folder / "analysis" / "pair"
    make_folder(place.parent)
    with locked(folder):
        _make_way(place, found.to_dict(), force)
        make_folder(place)
        made = [place / DOCUMENT]
        write_text(made[0], found.to_json() + "\n")
        if isinstance(found, Portfolio):
            made.append(_table(place, "portfolio", portfolio_records(found)))
            if found.simulation is not None:
                made.append(_table(place, "pairs", pairs_records(found)))
                if figures:
                    from twinsim.report.pairing import pairs

                    made += save_figure(pairs.page(found), place, "pairs", pairs.TITLE)
            return made
        made.append(_table(place, "ranking", records(found)))
        made.append(_table(place, "criteria", criteria_records(found)))
        if figures:
            from twinsim.report.pairing import draw

            for id, (title, figure) in draw(found).items():
                made += save_figure(figure, place, id, title)
    return made


def _table(place: Path, name: str, rows: Any) -> Path:
    path = place / f"{name}.csv"
    write_text(path, to_csv(rows))
    return path


def _make_way(place: Path, asked: Mapping[str, Any], force: bool) -> None:
    """Let nothing of another question stay or be lost."""
    if not place.exists():
        return
    there = _held(place)
    differs = [key for key in _ASKED if there.get(key) != json.loads(json.dumps(asked.get(key)))]
    if not differs:
        return
    if not force:
        expected = (
            f"holds another pairing ({', '.join(differs)} differ); choose another --out, or "
            "--force moves it to pair.old-1 or the next number"
        )
        raise ResultsError(Fault(str(place), 0, "", "", expected))
    number = 1
    while (aside := place.with_name(f"{place.name}.old-{number}")).exists():
        number += 1
    with writing(place):
        place.rename(aside)


def _held(place: Path) -> Mapping[str, Any]:
    """What the folder says it was asked, empty where it says nothing."""
    try:
        held = json.loads((place / DOCUMENT).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}
