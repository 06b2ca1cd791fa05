"""One bad run costs its own world and no more; an interruption costs only what was under way."""

import math
import os
import signal
import threading

import numpy as np
import pytest

from twinsim.sweep import Interrupted, Results
from twinsim.sweep.pool import answers, interruptible

BAD = {("solo", 3): math.nan, ("twin", 60): math.inf, ("solo", 60): ValueError("no root")}


def test_a_run_that_is_not_finite_is_a_failed_row_with_a_reason(go):
    runs = go(bad=BAD).runs()
    failed = runs[runs.status == "failed"].set_index(["arm", "replicate"])
    assert sorted(failed.index) == [("solo", 3), ("solo", 60), ("twin", 60)]
    assert failed.reason["solo", 3] == "job_years of jeju is not finite"
    assert failed.reason["solo", 60] == "ValueError: no root"
    assert np.isnan(failed.drop(columns=["status", "reason", "design"]).to_numpy()).all()
    assert (runs[runs.status == "ok"].reason == "").all()


def test_its_world_is_left_out_of_every_arm(go):
    results, whole = go(bad=BAD), go("whole")
    for row in results.contrasts():
        assert (row.n, row.failed) == (68, 2)
    kept = [r for r in range(70) if r not in (3, 60)]
    np.testing.assert_array_equal(
        results.worlds.values["total"], whole.worlds.values["total"][:, kept]
    )
    assert results.months_of("job_years").shape[1] == 68


def test_a_world_that_always_fails_leaves_blanks(go):
    bad = {("baseline", replicate): math.nan for replicate in range(5)}
    effects = go(bad=bad, replicates=5).effects()
    assert (effects.n == 0).all()
    assert effects.difference.isna().all()


def test_the_bytes_of_a_failure_do_not_depend_on_workers(go):
    one, two = go("one", bad=BAD, workers=1), go("two", bad=BAD, workers=2)
    assert one.manifest.content == two.manifest.content


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_keeps_whole_tiles_and_says_so(go, number, tmp_path):
    sent = []

    def stop_after_a_tile(done: int, total: int) -> None:
        if done >= 150 and not sent:
            sent.append(number)
            os.kill(os.getpid(), number)

    with pytest.raises(Interrupted, match="of 1000 replicates of each arm are kept in"):
        go(replicates=1000, workers=1, progress=stop_after_a_tile)
    kept = Results.open(tmp_path / "results")
    assert not kept.manifest.done
    assert 50 <= kept.replicates < 1000
    assert kept.manifest.content
    resumed = go(replicates=200)
    assert resumed.manifest.done
    assert resumed.manifest.content == go("whole", replicates=200).manifest.content


def test_an_interruption_before_anything_is_whole_leaves_a_folder_to_go_on_from(go):
    sent = []

    def at_once(done: int, total: int) -> None:
        if not sent:
            sent.append(done)
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Interrupted, match="0 of 2000 replicates"):
        go(replicates=2000, workers=1, progress=at_once)
    assert go(replicates=60).manifest.done


def test_signals_are_as_before_once_the_work_is_done(go):
    before = signal.getsignal(signal.SIGTERM)
    go()
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_second_interruption_does_not_wait():
    with interruptible() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_runs_from_another_thread_are_runs_like_any_other(go):
    made = []
    thread = threading.Thread(target=lambda: made.append(go("thread").manifest.content))
    thread.start()
    thread.join()
    assert made == [go("main").manifest.content]


def test_an_error_in_one_piece_ends_the_work_and_is_raised():
    def work(piece: int) -> int:
        if piece == 3:
            raise OSError("gone")
        return piece

    with pytest.raises(OSError, match="gone"):
        list(answers(range(10), work, 2, threading.Event()))
