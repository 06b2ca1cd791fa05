"""The compiled kernel: checked or not it gives the same numbers; changed sources are noticed."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import twinsim
from twinsim.core import cached, compile_kernels, kernels, simulate
from twinsim.core.kernels import kernel
from twinsim.core.state import RECORDS, new_state
from twinsim.world.columns import COLUMNS


def test_a_compiled_kernel_is_known_to_be(runs) -> None:
    compile_kernels()
    assert cached()


def test_threads_that_ask_at_once_get_one_kernel_and_leave_numba_as_it_was():
    """Loading it twice at a time left Numba's compiler changed: what it made next crashed."""
    program = """if True:
        from concurrent.futures import ThreadPoolExecutor
        from numba.core import codegen
        from twinsim.core.kernels import kernel
        finalize = codegen.CPUCodeLibrary.finalize
        with ThreadPoolExecutor(4) as pool:
            asked = [pool.submit(kernel, *words) for words in ((), (False,), (), (False,))]
        assert len({id(one.result()) for one in asked}) == 1
        assert codegen.CPUCodeLibrary.finalize is finalize
    """
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="no sign that a stranger has ended")
def test_the_process_that_compiles_beside_ends_with_a_killed_parent() -> None:
    program = """if True:
        import signal
        from twinsim.core.parts import mortal
        print(mortal("import signal; signal.pause()").pid, flush=True)
        signal.pause()
    """
    line = [sys.executable, "-c", program]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = os.pidfd_open(int(parent.stdout.readline()))
        try:
            assert select.select([child], [], [], 0)[0] == []
            parent.kill()
            assert select.select([child], [], [], 60)[0] == [child]
        finally:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(child, signal.SIGKILL)
            os.close(child)


@pytest.mark.slow
@pytest.mark.parametrize("lively", [False, True])
def test_checking_every_index_changes_no_number(world, busy, lively: bool) -> None:
    keys = ("months=60", "programme.cohorts=2", *(busy if lively else ()))
    for arm in ("baseline", "solo", "twin"):
        quick = simulate(world(*keys), arm, 0, 3, months=True)
        checked = simulate(world(*keys), arm, 0, 3, months=True, boundscheck=True)
        assert np.array_equal(checked.cities, quick.cities)
        assert np.array_equal(checked.months, quick.months)


@pytest.mark.slow
@pytest.mark.parametrize("of", ["birmingham-ulsan", "alliance"])
def test_checking_every_index_finds_none_amiss_elsewhere(world, busy, of: str) -> None:
    here = world("months=40", *busy, of=of)
    for arm in here.arms:
        checked = simulate(here, arm, 0, 2, boundscheck=True)
        assert np.array_equal(checked.cities, simulate(here, arm, 0, 2).cities)


@pytest.mark.slow
def test_checking_every_index_finds_none_amiss_in_a_chain_of_cities(world) -> None:
    ids = '["aberdeen", "belfast", "dundee", "lund", "uppsala"]'
    links = '[["aberdeen", "belfast"], ["belfast", "lund"], ["lund", "uppsala"]]'
    keys = (f"cities={ids}", f"programme.links={links}", "programme.themes=[]", "months=40")
    block = simulate(world(*keys), "twin", 0, 2, boundscheck=True)
    assert np.isfinite(block.cities).all()


class TestSourceHash:
    """The hash covers the bytes and names of all sources that are compiled."""

    @pytest.fixture
    def copy(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        package = tmp_path / "twinsim"
        for room in ("rules", "world", "core", "report"):
            shutil.copytree(
                Path(twinsim.__file__).parent / room,
                package / room,
                ignore=shutil.ignore_patterns("__pycache__"),
            )
        monkeypatch.setattr(kernels, "__file__", str(package / "core" / "kernels.py"))
        return package

    @staticmethod
    def hash() -> str:
        return kernels.source_hash.__wrapped__()

    def test_a_copy_has_the_same_hash(self, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        copied = self.hash()
        monkeypatch.undo()
        assert self.hash() == copied

    @pytest.mark.parametrize("file", ["rules/firm.py", "world/start.py", "core/market.py"])
    def test_a_changed_byte_changes_it(self, copy: Path, file: str) -> None:
        usual = self.hash()
        text = (copy / file).read_text("utf-8")
        (copy / file).write_text(text.replace("1.0", "1.5", 1), "utf-8")
        changed = self.hash()
        assert changed != usual
        (copy / file).write_text(text, "utf-8")
        assert self.hash() == usual

    def test_a_new_or_renamed_source_changes_it(self, copy: Path) -> None:
        usual = self.hash()
        (copy / "rules" / "zoo.py").touch()
        new = self.hash()
        (copy / "rules" / "zoo.py").rename(copy / "rules" / "ark.py")
        assert len({usual, new, self.hash()}) == 3

    def test_what_is_not_compiled_does_not(self, copy: Path) -> None:
        usual = self.hash()
        (copy / "report" / "style.py").write_text("", "utf-8")
        assert self.hash() == usual


def test_a_kernel_holds_on_to_no_array_and_frees_none_too_often(world):
    setup = world("months=2", "warmup=0", "parameters.smes_per_1000=0.05").setups["twin"]
    state = new_state(setup)
    counts = [sys.getrefcount(array) for array in (*state, setup.cities, setup.p)]
    cities, none = np.zeros((1, 2, len(COLUMNS))), np.zeros((0, 0, 0, 0))
    for _ in range(20):
        kernel()(setup, state, 0, 0, 2, cities, none, np.zeros(0, np.int64), np.zeros((0, 0, 0)))
    assert [sys.getrefcount(array) for array in (*state, setup.cities, setup.p)] == counts


@pytest.mark.parametrize("kind", sorted(RECORDS))
def test_numbers_of_a_record_lie_in_their_words_without_gaps(kind: str) -> None:
    record = RECORDS[kind]
    fields: Any = record.fields
    assert all(offset % own.base.itemsize == 0 for own, offset, *_ in fields.values())
    assert record.itemsize == sum(own.itemsize for own, *_ in fields.values())
