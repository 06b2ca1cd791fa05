"""A bad experiment gives one clear error: file, line, key, value, what was expected, nearest."""

import pytest

from twinsim.errors import ExperimentError, ScenarioError
from twinsim.scenario import check, load, load_experiment

from .varied import BUDGET, COURSE, HEAD, HOURS, KAPPA, PARTNER, faults_of, only_fault

GRID = '[[design]]\nkind = "grid"\nfactors = ["hours"]\n'
HUGE = "".join(
    f'[levers.{line}]\nkey = "programme.lines.{line}"\nvalues = {list(range(100))}\n'
    for line in ("teams", "analysis", "playbooks", "outreach", "showcases", "monitoring")
)
ONE_FAULT = [
    # text, then key, value, part of what was expected, nearest
    (HEAD, "", "", "at least one factor", ""),
    (HOURS, "scenario", "", "expected this key", ""),
    (HEAD.replace("sejong", "sejng") + HOURS, "scenario", '"belfast-sejng"', "no such file",
     "belfast-sejong"),
    (HEAD + "replicate = 5\n" + HOURS, "replicate", "", "known key", "replicates"),
    (HEAD + "samples = 0\n" + KAPPA, "samples", "0", "from 1 to 1,000,000", ""),
    (HEAD + "replicates = 1.5\n" + HOURS, "replicates", "1.5", "whole number", ""),
    (HEAD + HOURS.replace("hours\"", "huors\""), "levers.hours.key", '"programme.upskilling.huors"',
     "key of the scenario", "programme.upskilling.hours"),
    (HEAD + HOURS.replace("60", "6000"), "levers.hours.values[1]", "6000", "hours from 0 to", ""),
    (HEAD + HOURS.replace("60", '"60"'), "levers.hours.values[1]", '"60"', "of one kind", ""),
    (HEAD + HOURS.replace("60", "24.0"), "levers.hours.values[1]", "24.0", "each value once", ""),
    (HEAD + HOURS.replace("24, 60", ""), "levers.hours.values", "[]", "one to", ""),
    (HEAD + HOURS.replace("levers.hours", "levers.design-x"), "levers.design-x", "", "a–z", ""),
    (HEAD + BUDGET.replace("low = 500\n", ""), "levers.budget.low", "", "both ends", ""),
    (HEAD + BUDGET.replace("500", "4000"), "levers.budget.high", "3000", "above low = 4000", ""),
    (HEAD + BUDGET.replace("500", "0"), "levers.budget.low", "0", "above 0 on a log", ""),
    (HEAD + BUDGET.replace("500", "-5").replace("log", "linear"), "levers.budget.low", "-5.0",
     "number of k£", ""),
    (HEAD + BUDGET + "values = [1]\n", "levers.budget", "", "found values, low", ""),
    (HEAD + '[uncertainties]\nkapa = "prior"\n', "uncertainties.kapa", "", "a parameter", "kappa"),
    (HEAD + '[uncertainties]\nstaff_median = "prior"\n', "uncertainties.staff_median", '"prior"',
     "no prior", ""),
    (HEAD + '[uncertainties]\naward = "prior"\n', "uncertainties.award", "", "programme.award", ""),
    (HEAD + KAPPA.replace("0.3", "3"), "uncertainties.delivery_zero.high", "3",
     "from 0 to 0.99 (share)", ""),
    (HEAD + '[levers.k]\nkey = "parameters.kappa"\nvalues = [0, 1]\n' + KAPPA,
     "uncertainties.kappa", '"parameters.kappa"', "k sets it", ""),
    (HEAD + HOURS + COURSE, "levers.course", '"programme.upskilling.hours"', "hours sets it", ""),
    (HEAD + HUGE, "levers", "", "found 1,000,000,000,000", ""),
    (HEAD + HOURS + BUDGET + GRID, "levers.budget", "", "is in none", ""),
    (HEAD + HOURS + GRID + GRID, "levers.hours", "", "in two", ""),
    (HEAD + HOURS + GRID.replace("[\"hours", "[\"hour"), "design[0].factors[0]", '"hour"',
     "a factor", "hours"),
    (HEAD + HOURS + GRID.replace("grid", "gird"), "design[0].kind", '"gird"', '"sobol"', "grid"),
    (HEAD + HOURS + GRID + "samples = 5\n", "design[0].samples", "5", "no samples of a grid", ""),
    (HEAD + BUDGET + GRID.replace("hours", "budget"), "design[0].factors", '"budget"',
     "a range is sampled", ""),
    (HEAD + HOURS + '[[design]]\nkind = "table"\nfile = "none.csv"\n', "design[0].file",
     '"none.csv"', "there is no", ""),
    (HEAD + COURSE.replace("hours = 24", "huors = 24"),
     "levers.course.options.light.programme.upskilling.huors", '"programme.upskilling.huors"',
     "key of the scenario", "programme.upskilling.hours"),
    (HEAD + COURSE.replace("= true", '= "yes"'),
     "levers.course.options.intensive.programme.upskilling.intensive", '"yes"', "true or false",
     ""),
    (HEAD + PARTNER.replace("daejeon", "Belfast"), "levers.partner.partners[1]", '"Belfast"',
     "another city than the anchor", ""),
    (HEAD + PARTNER.replace("daejeon", "daejon"), "levers.partner.partners[1]", '"daejon"',
     "one city of the table", "Daejeon"),
    (HEAD + PARTNER.replace('partners = ["Sejong", "daejeon"]', 'group = "Korea, South"'),
     "levers.partner.group", '"Korea, South"', "a country", ""),
    (HEAD + 'arms = ["baseline", "twn"]\n' + HOURS, "arms[1]", '"twn"', "baseline, solo, twin",
     "twin"),
    (HEAD + 'arms = ["solo", "twin"]\n' + HOURS, "arms", "", "the reference baseline", ""),
    (HEAD + 'contrasts = ["twin-sole"]\n' + HOURS, "contrasts[0]", '"twin-sole"', "expected arms",
     "twin-solo"),
    (HEAD + HOURS + "[set]\nprogramme.budgt = 5\n", "set.programme.budgt", '"programme.budgt"',
     "key of the scenario", "programme.budget"),
    (HEAD + HOURS + "[set]\nprogramme.upskilling.hours = 5\n", "set.programme.upskilling.hours",
     '"programme.upskilling.hours"', "hours varies it", ""),
    (HEAD + '[levers.m]\nkey = "months"\nvalues = [24, 36]\n', "levers.m.key", '"months"',
     "[set] changes it", ""),
    (HEAD + '[levers.m]\nkey = "arms.new.programme.award"\nvalues = [24, 36]\n',
     "levers.m.values[0]", "24", "the same arms", ""),
    (HEAD + HOURS.replace("levers.hours", "levers.levers"), "levers.levers", '"levers"',
     "no other factor has", ""),
    (HEAD + "levers = 5\n", "levers", "5", "tables [levers.<id>]", ""),
    (HEAD + '[uncertainties]\nall = "prior"\nexcept = ["kapa"]\n', "uncertainties.except[0]",
     '"kapa"', "a parameter", "kappa"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key", "value", "expected", "near"), ONE_FAULT)
def test_it_is_one_fault_with_its_place(text, key, value, expected, near, written):
    path = written(text)
    fault = only_fault(path)
    assert fault.file == str(path)
    assert (fault.key, fault.value) == (key, value)
    assert expected in fault.expected
    assert fault.nearest == near
    words = [word.split("[")[0] for word in key.split(".")[-2:]]
    assert not fault.line or any(word in text.splitlines()[fault.line - 1] for word in words)


def test_every_fault_of_a_file_and_of_its_scenario_is_told(written):
    written(
        'months = 0\ncities = ["belfast", "sejng"]\nprogramme.links = [["belfast", "sejong"]]\n',
        "base.toml",
    )
    bad = (
        HEAD.replace("belfast-sejong", "base.toml") + "samples = 0\n" + BUDGET.replace("low", "lo")
    )
    told = [(fault.file.rpartition("/")[2], fault.key) for fault in faults_of(written(bad))]
    assert {("pair.toml", "samples"), ("pair.toml", "levers.budget.lo")} <= set(told)
    assert {("base.toml", "months"), ("base.toml", "cities[1]")} <= set(told)


@pytest.mark.parametrize(
    ("table", "line", "key", "value", "expected", "near"),
    [
        ("hors,course\n24,light\n", 1, "hors", "", "a factor in each column", "hours"),
        ("hours,hours,course\n24,24,light\n", 1, "hours", "", "in one column", ""),
        ("hours,course\n24,lite\n", 2, "course", '"lite"', "one of", "light"),
        ("hours,course\n24,light\n25,light\n", 3, "hours", '"25"', "one of 24, 60", ""),
        ("hours,course\n24,\n", 2, "course", "an empty cell", "one of", ""),
        ("hours,course\n24\n", 2, "", "", "expected 2 cells, found 1", ""),
        ("hours,course\n", 0, "", "", "a row for each point", ""),
        ("", 1, "", "", "a header", ""),
        ("hours,course\n=1+1,light\n", 2, "hours", '"=1+1"', "one of 24, 60", ""),
        ("hours,course\nnan,light\n", 2, "hours", '"nan"', "one of 24, 60", ""),
        ("hours,course\n24,light\n60,light\n\n24.0,light\n", 5, "", "", "once; line 2 has", ""),
    ],
)
def test_a_table_of_points_tells_the_line(table, line, key, value, expected, near, written):
    points = written(table, "points.csv")
    course = COURSE.replace("programme.upskilling.hours = 24\n", "")
    file = written(HEAD + HOURS + course + '[[design]]\nkind = "table"\nfile = "points.csv"\n')
    fault = only_fault(file)
    assert (fault.file, fault.line, fault.key, fault.value) == (str(points), line, key, value)
    assert expected in fault.expected
    assert fault.nearest == near


def test_a_point_that_is_listed_twice_is_told(written):
    design = '[[design]]\nkind = "table"\nfactors = ["hours"]\npoints = [[24], [60], [24]]\n'
    fault = only_fault(written(HEAD + HOURS + design))
    assert (fault.key, fault.nearest) == ("design[0].points[2]", "")
    assert "each point once; number 1 of the list is the same" in fault.expected


def test_a_table_without_a_factor_leaves_it_in_no_design(written):
    written("hours\n24\n", "points.csv")
    table = '[[design]]\nkind = "table"\nfile = "points.csv"\n'
    fault = only_fault(written(HEAD + HOURS + BUDGET + table))
    assert (fault.key, fault.line) == ("levers.budget", 6)


def test_a_number_in_a_table_lies_in_its_range(written):
    table = '[[design]]\nkind = "table"\nfactors = ["budget"]\npoints = [[500], [3001]]\n'
    fault = only_fault(written(HEAD + BUDGET + table))
    assert fault.key == "design[0].points[1][0]"
    assert "from 500 to 3000" in fault.expected


def test_what_an_override_fixes_no_lever_varies(written):
    fault = only_fault(written(HEAD + BUDGET), set=["programme.budget=900"])
    assert (fault.file, fault.key) == ("--set", "programme.budget")


def test_a_scenario_is_no_experiment_and_an_experiment_no_scenario(written):
    scenario = written('cities = ["belfast", "sejong"]\n', "scenario.toml")
    with pytest.raises(ExperimentError, match="expected an experiment, with `scenario`"):
        load_experiment(scenario)
    with pytest.raises(ScenarioError, match="this is an experiment"):
        load(written(HEAD + HOURS))


def test_a_misspelt_packaged_name_offers_the_nearest():
    with pytest.raises(ExperimentError) as error:
        load_experiment("partner-choise")
    assert [fault.nearest for fault in error.value.faults] == ["partner-choice"]


def test_a_value_that_no_factor_has_is_refused_at_a_point(written):
    experiment = load_experiment(written(HEAD + COURSE + BUDGET))
    wrong = (
        {"course": "lite"},
        {"cuorse": "light"},
        {"budget": 499.0},
        {"budget": float("nan")},
        {"budget": True},
        {"budget": "500"},
    )
    for point in wrong:
        with pytest.raises(ExperimentError):
            experiment.scenario(point)


def test_values_that_do_not_go_together_are_the_scenarios_error(written):
    levers = HOURS.replace("hours", "fund", 1).replace("upskilling.hours", "fund")
    levers = levers.replace("24, 60", "0, 900")
    experiment = load_experiment(written(HEAD + levers + BUDGET))
    with pytest.raises(ScenarioError, match=r"programme\.fund"):
        experiment.scenario({"fund": 900.0, "budget": 500.0})
    assert experiment.scenario({"fund": 900.0, "budget": 1000.0}).programme.fund == 900.0


@pytest.mark.parametrize(
    "text",
    [
        HEAD + HOURS.replace("programme.upskilling.hours", "\\u001b[2Jx"),
        HEAD + '[levers.c.options."\\u202e"]\nprogramme.budget = 5\n',
        'scenario = "a\\u0000b"\n' + HOURS,
        HEAD + '[levers."\\u202e"]\nkey = "months"\n',
        HEAD + HOURS + '[[design]]\nkind = "table"\nfile = "\\u0000.csv"\n',
        HEAD + HOURS + '[[design]]\nkind = "grid"\nfactors = ["\\u001b[2J"]\n',
    ],
)
def test_hostile_names_are_told_inert(text, written):
    said = "".join(str(fault) for fault in check(written(text)))
    assert said
    assert said.isprintable()


def test_what_an_arm_fixes_for_one_partner_refuses_the_others(written):
    written(
        'name = "own"\ncities = ["belfast", "sejong"]\n'
        'programme.links = [["belfast", "sejong"]]\n'
        "arms.twin.programme.payers = { belfast = 0.3, sejong = 0.7 }\n",
        "base.toml",
    )
    fault = only_fault(written(HEAD.replace("belfast-sejong", "base.toml") + PARTNER))
    assert (fault.key, fault.line) == ("levers.partner", 3)
    assert fault.expected.startswith("daejeon, arms.twin.programme.payers")


def test_a_file_that_gives_no_name_lends_its_own(written):
    written(
        'cities = ["belfast", "sejong"]\nprogramme.links = [["belfast", "sejong"]]\n', "a b.toml"
    )
    experiment = load_experiment(written('scenario = "a b.toml"\n' + HOURS, "c d.toml"))
    assert (experiment.name, experiment.base.name) == ("c-d", "a-b")


def test_a_latin_hypercube_is_made_as_a_whole_and_so_has_a_limit(written):
    cube = '[[design]]\nkind = "latin_hypercube"\nfactors = ["uncertainties"]\nsamples = 1000000\n'
    fault = only_fault(written(HEAD + '[uncertainties]\nall = "prior"\n' + cube))
    assert fault.key == "design[0].samples"
    assert "sobol" in fault.expected
