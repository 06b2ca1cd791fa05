"""`check` and `verify`: words, JSON and exit codes."""

import json

from twinsim.cli import main


def test_a_sound_file_has_no_fault(capsys, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('schema = 1\nname = "mine"\ntitle = "Mine"\ncities = ["belfast", "sejong"]\n')
    file.write_text(file.read_text() + '[programme]\nlinks = [["belfast", "sejong"]]\n')
    assert main(["check", str(file)]) == 0
    assert "no fault" in capsys.readouterr().out
    assert main(["check", "--json", str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == {"faults": []}


TABLE = (
    "id,name,country,iso2,lat,lon,population,population_year,colour\n"
    "york,York,UK,GB,54,-1,9000,2024,red\n"
)


def test_columns_that_are_not_known_get_one_line_on_stderr(capsys, tmp_path):
    file = tmp_path / "cities.csv"
    file.write_text(TABLE)
    assert main(["check", str(file)]) == 0
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert "does not know are ignored: colour" in said.err
    assert "no fault" in said.out
    assert main(["check", "--json", str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == {"faults": []}
    assert main(["check", "--quiet", str(file)]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["show", "belfast-sejong", "--cities", str(file)]) == 0
    assert "ignored: colour" in capsys.readouterr().err


def test_every_fault_of_every_file_is_said(capsys, tmp_path):
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text('schema = 1\nname = "one"\ncities = ["belfats", "sejong"]\nmonths = 0\n')
    two.write_text("not toml [\n")
    assert main(["check", str(one), str(two)]) == 2
    said = capsys.readouterr().err
    assert "Did you mean Belfast?" in said
    assert "months" in said
    assert str(two) in said
    assert main(["check", "--json", str(one), str(two)]) == 2
    printed = capsys.readouterr()
    faults = json.loads(printed.out)["faults"]
    assert len(faults) >= 3
    assert {*faults[0]} == {"file", "line", "key", "value", "expected", "nearest"}
    assert printed.err == ""


def test_the_engines_are_equal_and_json_says_what_was_compared(capsys):
    line = ["verify", "belfast-sejong", "--seeds", "1,0", "--horizon", "4"]
    assert main([*line, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["equal"] is True
    assert document["seeds"] == [1, 0]
    assert document["months"] > 0
    assert document["compared"]["values"] > 0
    assert document["first_difference"] is None
    assert main(line) == 0
    assert "equal" in capsys.readouterr().out.lower()


def test_seeds_that_are_no_numbers_are_exit_code_2(capsys):
    assert main(["verify", "belfast-sejong", "--seeds", "1,x"]) == 2
    assert "--seeds" in capsys.readouterr().err


def test_a_difference_is_exit_code_1(capsys, monkeypatch):
    import twinsim.verify

    class Different:
        equal = False

        def as_dict(self):
            return {"equal": False, "first_difference": {"value": float("nan")}}

        def __str__(self):
            return "different in month 3"

    monkeypatch.setattr(twinsim.verify, "verify", lambda *args, **kwargs: Different())
    assert main(["verify", "belfast-sejong", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["first_difference"]["value"] is None
    assert main(["verify", "belfast-sejong"]) == 1
    assert "month 3" in capsys.readouterr().out
