"""The packaged pairing that many tests read."""

from __future__ import annotations

import matplotlib
import pytest

from twinsim.pairing import Pairing, pair

matplotlib.use("agg")


@pytest.fixture(scope="session")
def korean() -> Pairing:
    """Belfast's partners in South Korea, of the packaged table."""
    return pair("belfast", "South Korea", draws=500)
