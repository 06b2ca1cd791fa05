"""The list of commands, and how an error of any kind becomes words and an exit code."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from twinsim._version import __version__
from twinsim.cli.check import check
from twinsim.cli.cities import cities
from twinsim.cli.effects import effects
from twinsim.cli.explain import explain
from twinsim.cli.new import new
from twinsim.cli.pair import pair
from twinsim.cli.report import report
from twinsim.cli.run import run
from twinsim.cli.sensitivity import sensitivity
from twinsim.cli.show import show
from twinsim.cli.study import study
from twinsim.cli.sweep import sweep
from twinsim.cli.verify import verify
from twinsim.cli.words import complain, describe
from twinsim.errors import RunError, TwinsimError
from twinsim.text import inert

# What typer raises for a wrong option or file, wherever its version keeps the class.
ClickError: type[Exception] = typer.BadParameter.__mro__[2]

app = typer.Typer(
    name="twinsim",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command("new", short_help="Make a folder of your own to start from.")(new)
app.command("check", short_help="Validate scenario files and city tables.")(check)
app.command("show", short_help="Say what a scenario will do.")(show)
app.command("run", short_help="Run a scenario and print its effects.")(run)
app.command("sweep", short_help="Run a scenario at the points of an experiment.")(sweep)
app.command("effects", short_help="Print the effects that a results folder holds.")(effects)
app.command("sensitivity", short_help="Find which inputs the answers come from.")(sensitivity)
app.command("study", short_help="Go all the way: run, sweep, analyses, report.")(study)
app.command("report", short_help="Write one HTML page of a results folder.")(report)
app.command("pair", short_help="Rank partners for a city, and say why.")(pair)
app.command("cities", short_help="List the cities, or what is known of one.")(cities)
app.command("explain", short_help="Say what a word means and on what it stands.")(explain)
app.command("verify", short_help="Compare the two engines, exactly.")(verify)


def _version(asked: bool) -> None:
    if asked:
        print(f"twinsim {__version__}")
        raise typer.Exit


@app.callback(
    invoke_without_command=True,
    epilog="Example: twinsim run belfast-sejong",
)
def twinsim(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Explore what pairing two cities as innovation twins changes, and compared with what."""
    if context.invoked_subcommand is None:
        print(context.get_help())


def answer(arguments: list[str]) -> int:
    """Run a command line and return its exit code; every error becomes a few words."""
    command = typer.main.get_command(app)
    try:
        if os.environ.get("_TWINSIM_COMPLETE"):  # a shell asks what may follow
            command.main(arguments, "twinsim")
        with command.make_context("twinsim", arguments) as context:
            command.invoke(context)
            sys.stdout.flush()
    except typer.Exit as leave:
        return int(leave.exit_code)
    except SystemExit as leave:  # what typer ends its completion with
        return leave.code if isinstance(leave.code, int) else 0
    except typer.Abort as stopped:
        raise KeyboardInterrupt from stopped
    except ClickError as error:
        complain(f"{_message(error)} ({_help(error)})")
        return 2
    except TwinsimError as error:
        for fault in error.faults:
            complain(describe(fault))
        return 2
    except RunError as error:
        complain(str(error))
        return 1
    except BrokenPipeError:
        # The reader of the output has gone: nothing more to say, and no noise at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except MemoryError:
        complain("not enough memory for so many arms, cities and months at once")
        return 1
    except OSError as error:
        where = "the output" if error.filename is None else str(error.filename)
        complain(f"cannot write {where}: {error.strerror or error}")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    return 0


def _message(error: Exception) -> str:
    """What was wrong, without the full stop that some of typer's messages end in."""
    text = error.format_message() if hasattr(error, "format_message") else str(error)
    return inert(str(text).rstrip("."))


def _help(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    return f"see {context.command_path if context else 'twinsim'} --help"
