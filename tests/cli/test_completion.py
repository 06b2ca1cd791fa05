"""A shell completes commands, scenarios, cities and words, and `--help` does not pay for it."""

import pytest

from twinsim.cli import main
from twinsim.registry import indicators
from twinsim.scenario import packaged
from twinsim.scenario.packaged import packaged_experiments


def completed(monkeypatch, capsys, *words):
    """What bash is offered after these words, the last of them perhaps half typed."""
    monkeypatch.setenv("_TWINSIM_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", " ".join(("twinsim", *words)))
    monkeypatch.setenv("COMP_CWORD", str(len(words)))
    assert main([]) == 0
    return capsys.readouterr().out.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["ex"], ["explain"]),
        (["run", "bel"], ["belfast-sejong"]),
        (["show", ""], [*packaged(), *packaged_experiments()]),
        (["show", "partner-c"], ["partner-choice"]),
        (["explain", "partner-c"], ["partner-choice"]),
        (["explain", "design[].k"], ["design[].kind"]),
        (["cities", "sej"], ["sejong"]),
        (["pair", "sej"], ["sejong"]),
        (["pair", "belfast", "--with", "seoul,daej"], ["seoul,daejeon"]),
        (["explain", "need_rel"], ["need_relieved"]),
        (["explain", "programme.upskilling.h"], ["programme.upskilling.hours"]),
        (["effects", "x", "--indicator", "first"], ["first_sales"]),
        (["new", "x", "--cities", "leeds,daej"], ["leeds,daejeon"]),
        (["run", "x", "--figu"], ["--figures"]),
    ],
)
def test_words_are_completed(monkeypatch, capsys, words, offered):
    assert completed(monkeypatch, capsys, *words) == offered


def test_every_indicator_can_be_completed(monkeypatch, capsys):
    assert completed(monkeypatch, capsys, "effects", "x", "--indicator", "") == list(indicators())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_shown(shell, capsys, monkeypatch):
    monkeypatch.setattr("shellingham.detect_shell", lambda: (shell, f"/bin/{shell}"))
    assert main(["--show-completion", shell]) == 0
    assert "_TWINSIM_COMPLETE" in capsys.readouterr().out
