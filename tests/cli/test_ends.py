"""Commands end in words and an exit code, whatever happens to their output or their time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import twinsim.cli.app
from twinsim.cli import main

ROOT = Path(__file__).resolve().parents[2]


def test_an_interruption_says_what_is_left_even_before_any_work(monkeypatch, capsys) -> None:
    def stopped(arguments: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(twinsim.cli.app, "answer", stopped)
    assert main(["run", "belfast-sejong"]) == 130
    assert "the same command goes on" in capsys.readouterr().err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_full_output_is_one_line_and_exit_code_1() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "twinsim", "check", "belfast-sejong"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
    assert done.returncode == 1
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr


def test_seeds_too_long_to_be_numbers_are_exit_code_2(capsys) -> None:
    assert main(["verify", "belfast-sejong", "--seeds", "9" * 5000]) == 2
    assert "--seeds" in capsys.readouterr().err


def test_a_path_too_long_for_the_system_is_exit_code_2(capsys) -> None:
    assert main(["run", "belfast-sejong", "--parameters", "a" * 5000]) == 2
    assert "--parameters" in capsys.readouterr().err


def test_a_scenario_is_checked_by_its_packaged_name(capsys) -> None:
    assert main(["check", "belfast-sejong"]) == 0
    assert "no fault" in capsys.readouterr().out


def test_an_interruption_while_the_program_is_loaded_shows_no_traceback() -> None:
    for module in ("signal", "typer", "twinsim.cli.app", "rich.text", "twinsim.sweep.results"):
        code = (
            "import sys\n"
            "class Stop:\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            f"        if name == {module!r}: raise KeyboardInterrupt\n"
            "for name in ('signal', 'typing', 'enum'): sys.modules.pop(name, None)\n"
            "sys.meta_path.insert(0, Stop())\n"
            "from twinsim.cli import main\n"
            "sys.exit(main(['effects', 'nowhere']))\n"
        )
        line = [sys.executable, "-c", code]
        done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, check=False)
        loaded = done.returncode == 2 and module == "rich.text"  # the folder is missing before
        assert done.returncode == 130 or loaded, module
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command", ["cities", "explain indicators", "show belfast-sejong", "--help"]
)
def test_a_reader_that_leaves_after_a_line_hears_no_complaint(command: str) -> None:
    line = f"set -o pipefail; {sys.executable} -m twinsim {command} | head -1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


RUN = "run belfast-sejong --set months=6 --set warmup=0 --replicates 2 --no-figures --out"


def closed(command: str, streams: str) -> subprocess.CompletedProcess[str]:
    line = f"{sys.executable} -m twinsim {command} {streams}"
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=ROOT)


@pytest.mark.parametrize("streams", ["2>&-", ">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_run_does_its_work_where_a_stream_is_closed(streams: str, tmp_path: Path) -> None:
    done = closed(f"{RUN} {tmp_path / 'made'}", streams)
    assert done.returncode == 0
    assert (tmp_path / "made" / "effects.csv").is_file()
    assert "Traceback" not in done.stderr


def test_json_is_one_document_where_no_note_can_go(tmp_path: Path) -> None:
    done = closed(f"{RUN} {tmp_path / 'made'} --json", "2>&-")
    assert json.loads(done.stdout)["replicates"] == 2


@pytest.mark.parametrize("command", ["run nowhere", "run", "effects nowhere", "new /proc/mine"])
def test_no_error_goes_to_stdout(command: str) -> None:
    for streams in ("", "2>&-"):
        done = closed(command, streams)
        assert done.returncode in (1, 2)
        assert done.stdout == ""


@pytest.mark.parametrize("command", ["cities", "show", "explain award", "check belfast-sejong"])
def test_a_closed_output_is_no_traceback(command: str) -> None:
    line = f"{sys.executable} -m twinsim {command} >&-"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") <= 1
