"""The compiled core is made once, before several workers could make it at the same time."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Compile in the controller of a run over several workers; each then loads the cache."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        from twinsim.core import compile_kernels

        compile_kernels()
