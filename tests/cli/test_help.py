"""Help: every command explains itself, with an example, without loading the model."""

import subprocess
import sys

import pytest

from twinsim.cli import main

COMMANDS = (
    "new",
    "check",
    "show",
    "run",
    "sweep",
    "sensitivity",
    "study",
    "effects",
    "report",
    "pair",
    "cities",
    "explain",
    "verify",
)
HEAVY = ("numba", "mesa", "pandas", "matplotlib", "pyarrow", "scipy", "twinsim.core", "rich.table")


def loaded_by(statement: str, *more: str) -> set[str]:
    """Names of the heavy modules that a fresh interpreter holds after the statement."""
    code = f"import sys\n{statement}\nprint(*(m for m in {(*HEAVY, *more)!r} if m in sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ran.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command, capsys):
    assert main([command, "--help"]) == 0
    assert f"Example: twinsim {command} " in capsys.readouterr().out


def test_no_command_gives_the_help(capsys):
    assert main([]) == 0
    said = capsys.readouterr().out
    assert all(command in said for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_quiet_and_answers_machines_where_it_is_asked(command, capsys):
    main([command, "--help"])
    said = capsys.readouterr().out
    assert "--quiet" in said
    assert "--json" in said


def test_the_version_is_the_packages(capsys):
    from twinsim import __version__

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"twinsim {__version__}\n"


def test_the_package_and_its_help_load_nothing_heavy():
    assert loaded_by("import twinsim", "pydantic", "numpy", "typer") == set()
    assert loaded_by("from twinsim.cli import main; main(['--help'])", "pydantic", "numpy") == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_loads_nothing_heavy(command):
    assert loaded_by(f"from twinsim.cli import main; main(['{command}', '--help'])") == set()


def test_the_budget_can_be_broken():
    assert loaded_by("import pyarrow") == {"pyarrow"}


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (["fly"], "fly"),
        (["run"], "SCENARIO"),
        (["run", "x", "--replicates", "0"], "--replicates"),
        (["run", "x", "--replicates", "many"], "--replicates"),
        (["run", "x", "--colour", "red"], "--colour"),
        (["verify", "x", "--seeds"], "--seeds"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_exit_code_2(line, named, capsys):
    assert main(line) == 2
    printed = capsys.readouterr()
    assert named in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""


def test_python_dash_m_is_the_command():
    ran = subprocess.run(
        [sys.executable, "-m", "twinsim", "fly"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
