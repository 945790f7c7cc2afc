"""Specs as tests of pytest: which tests there are, what each comes to, and that nothing else of a test run is disturbed.

Every run is a process of its own in a folder of its own. It finds the plugin as an installed one is found: by its entry point.
"""

from __future__ import annotations

import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.heavy

COUNTER = """\
spec counter

var x : 0..3 = 0

step rise when x < 3 { x := x + 1 }
step fall when x > 0 { x := x - 1 }

invariant in_range = x >= 0

## Two steps are enough.
invariant below_two = x < 2

invariant below_three expect violated = x < 3

reachable at_the_top = x = 3

scenario there_and_back {
    rise
    fall
    assert x = 0
}
"""

WRONG = """\
spec wrong

option fast : bool = false

var x : 0..3 = 0

step rise when x < 2 { x := x + 1 }
step jump when x < 0 { x := 0 }
step leap when x = 2 and fast { x := x + 2 }

invariant never_so_high expect violated = x < 3

invariant only_if_fast expect violated when fast = x < 2

reachable at_the_top = x = 3

invariant says_nothing = x = 3 => x < 3

invariant in_range = x >= 0

scenario twice {
    rise
    rise
    rise
}
"""
"""Nothing in it is as it says, but `in_range`: and that only as long as nobody leaps."""

SORTED = """\
spec sorted

sort Session

var open[s: Session] : bool = false
var busy : 0..9 = 0

step begin(s: Session) when not open[s] { open[s] := true  busy := busy + 1 }
step end(s: Session) when open[s] { open[s] := false  busy := busy - 1 }

invariant at_most_two = busy < 3
"""
"""Violated from three sessions on, which is how many a sort has."""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder with an ini file, and hamodel installed as far as pytest can tell."""
    installed = pytester.path.parent / f"{pytester.path.name}-installed"
    metadata = installed / "hamodel_under_test-0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: hamodel-under-test\nVersion: 0\n")
    points = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["pytest11"]
    rows = [f"{name} = {place}" for name, place in points.items()]
    (metadata / "entry_points.txt").write_text("\n".join(["[pytest11]", *rows, ""]))
    monkeypatch.setenv("PYTHONPATH", f"{installed}:{ROOT}")
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_XDIST_TESTRUNUID", "PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        monkeypatch.delenv(name, raising=False)
    pytester.makepyprojecttoml("[tool.pytest.ini_options]\n")
    return pytester


def write(project: pytest.Pytester, **specs: str) -> None:
    for name, text in specs.items():
        (project.path / f"{name}.ha").write_text(text)


def settings(project: pytest.Pytester, text: str, ini: str = "") -> None:
    (project.path / "pyproject.toml").write_text(f"[tool.pytest.ini_options]\n{ini}\n{text}")


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_subprocess("-p", "no:cacheprovider", *arguments, timeout=120)


def outcomes(result: pytest.RunResult) -> dict[str, str]:
    """What each test came to, as `-v` says it."""
    words = ("PASSED", "FAILED", "SKIPPED", "ERROR")
    lines = [line.split() for line in result.outlines if "::" in line]
    found = {}
    for line in lines:
        word = next((word for word in line if word in words), "")
        name = next(part for part in line if "::" in part)
        if word and line[0] not in ("FAILED", "ERROR"):  # the summary comes last
            found[name] = word.lower()
    return found


# --- which tests there are, and what they come to --------------------------------------------------------------------


def test_a_test_for_each_property_and_scenario(project: pytest.Pytester) -> None:
    write(project, counter=COUNTER)
    result = run(project, "--collect-only", "-q")
    names = ["in_range", "below_two", "below_three", "at_the_top", "there_and_back", "run-time-errors", "quality-findings"]
    assert [line for line in result.outlines if "::" in line] == [f"counter.ha::{name}" for name in names]


def test_what_is_violated_fails_with_its_counterexample_and_everything_else_passes(project: pytest.Pytester) -> None:
    write(project, counter=COUNTER)
    result = run(project, "-v")
    failed = {name for name, outcome in outcomes(result).items() if outcome == "failed"}
    assert failed == {"counter.ha::below_two"}
    result.assert_outcomes(passed=6, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*__ below_two __*",
            "violated: NOT as the spec says; no fault needed; 2 steps",
            "violated below_two  counter.ha:11:11",
            "  Two steps are enough.",
            "  1  rise",
            "       x: 0 → 1",
            "  2  rise",
            "       x: 1 → 2",
            "  broken   x < 2",
            "  because  x = 2  since step 2, rise",
            "FAILED counter.ha::below_two - violated:*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_the_trace_is_that_of_the_command(project: pytest.Pytester) -> None:
    """The counterexample, line by line, as `hamodel check` prints it."""
    write(project, counter=COUNTER)
    printed = project.run(sys.executable, "-m", "hamodel", "check", "counter.ha")
    start = printed.outlines.index("violated below_two  counter.ha:11:11")
    incident = printed.outlines[start : printed.outlines.index("✗ not as the spec says: below_two")]
    shown = run(project, "-q").outlines
    assert shown[shown.index(incident[0]) :][: len(incident)] == incident


def test_what_is_not_as_the_spec_says_fails(project: pytest.Pytester) -> None:
    write(project, wrong=WRONG)
    result = run(project, "-v")
    found = {name.partition("::")[2]: outcome for name, outcome in outcomes(result).items()}
    assert found == {
        "never_so_high": "failed",  # nothing reaches 3
        "only_if_fast": "failed",  # 2 is reached whether fast or not
        "at_the_top": "failed",
        "says_nothing": "failed",
        "in_range": "passed",  # that runs end in an error is a test of its own
        "twice": "failed",
        "run-time-errors": "failed",  # 2 + 2 is not in 0..3
        "quality-findings": "failed",
    }
    result.stdout.fnmatch_lines(
        [
            "[[]XPASS(strict)[]] it is expected to be violated, and is not",
            "violated: NOT as the spec says when fast = false (violated); violated for every value of fast*",
            "unreachable: NOT as the spec says*",
            "warning[[]vacuous[]]: `says_nothing` says nothing where `x = 3`: that is never true",
            "failed[[]scenario-fails[]]: scenario `twice`: `rise` cannot happen here",
            "error[[]range[]]: x would be 4: its range is 0..3",
            "warning[[]dead-action[]]: `jump` can never happen",
        ]
    )


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("alone", "text"),
    [
        ("says_nothing", "warning[[]vacuous[]]*"),
        ("run-time-errors", "error[[]range[]]*"),
        ("quality-findings", "warning[[]dead-action[]]*"),
        ("in_range", "a run-time error can be caused, and ends a run"),
    ],
)
def test_what_fails_among_all_does_not_pass_alone(alone: str, text: str, project: pytest.Pytester) -> None:
    """`in_range` passes beside the test that tells of the error; without it, somebody has to tell."""
    write(project, wrong=WRONG)
    result = run(project, "-k", alone)
    result.assert_outcomes(failed=1, deselected=7)
    result.stdout.fnmatch_lines([text])


def test_an_error_in_a_property_is_found_with_the_test_for_errors_alone(project: pytest.Pytester) -> None:
    slips = COUNTER.replace("invariant in_range = x >= 0", "enum Box { a, b }\ninvariant in_range = (the c: Box where x > 9) = a")
    write(project, slips=slips)
    result = run(project, "-k", "run-time-errors")
    result.assert_outcomes(failed=1, deselected=6)
    result.stdout.fnmatch_lines(["violated error[[]the[]]  slips.ha:9*"])


def test_a_spec_that_properties_nothing_is_not_green(project: pytest.Pytester) -> None:
    write(project, empty=COUNTER.partition("invariant")[0])
    result = run(project)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["nothing was checked: the spec claims nothing"])


def test_a_spec_with_errors_is_an_error_of_collection(project: pytest.Pytester) -> None:
    write(project, counter=COUNTER, broken=COUNTER.replace("x >= 0", "y >= 0").replace("x < 2", "z < 2"))
    result = run(project)
    result.assert_outcomes(errors=1)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(
        ["error[[]unknown-value[]]: *`y`", "*--> broken.ha:8:22", "error[[]unknown-value[]]: *`z`", "*--> broken.ha:11:23"]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_what_is_undecided_fails_or_is_skipped_and_never_passes(project: pytest.Pytester) -> None:
    write(project, counter=COUNTER)
    arguments = ("-v", "-rs", "--hamodel-engine", "kinduction", "--hamodel-time", "1ms")
    result = run(project, *arguments)
    assert set(outcomes(result).values()) <= {"failed", "skipped"}
    result.stdout.fnmatch_lines(["undecided: *"])
    settings(project, "", 'hamodel_undecided = "skip"')
    result = run(project, *arguments)
    assert set(outcomes(result).values()) == {"skipped"}
    result.stdout.fnmatch_lines(["SKIPPED [[]1[]] counter.ha:8: undecided: *"])


@pytest.mark.heavy
@pytest.mark.parametrize(("field", "value"), [("disagreement", "bmc says no"), ("interrupted", True)])
def test_a_check_that_went_wrong_passes_nothing(field: str, value: object, project: pytest.Pytester) -> None:
    write(project, counter=COUNTER)
    project.makeconftest(
        "import hamodel.api.spec as spec\n"
        "from dataclasses import replace\n"
        "checking = spec.check_system\n"
        f"spec.check_system = lambda *asked: replace(checking(*asked), {field}={value!r})\n"
    )
    result = run(project)
    if field == "interrupted":
        assert result.ret == pytest.ExitCode.INTERRUPTED
        assert "passed" not in result.parseoutcomes()
    else:
        result.assert_outcomes(failed=7)
        result.stdout.fnmatch_lines(["internal error, no verdict counts: bmc says no; please report it"])


# --- what pytest does with tests -------------------------------------------------------------------------------------


@pytest.mark.heavy
def test_reasons_are_told_where_they_are_asked_for(project: pytest.Pytester) -> None:
    write(project, counter=COUNTER)
    quiet = run(project, "-k", "below_three")
    quiet.stdout.no_fnmatch_line("*as expected*")
    result = run(project, "-k", "below_three", "-rA")
    result.stdout.fnmatch_lines(["known hazard: no fault needed; 3 steps", "PASSED counter.ha::below_three"])


def test_only_what_is_selected_is_asked(project: pytest.Pytester) -> None:
    """The whole spec has 10 ** 12 states and takes its time; the scenario takes none."""
    big = "spec big\n" + "".join(f"var v{n} : 0..9999 = 0\n" for n in range(3))
    big += "".join(f"step s{n} when v{n} < 9999 {{ v{n} := v{n} + 1 }}\n" for n in range(3))
    big += "invariant never = v0 + v1 + v2 < 9000\nscenario short { s0 }\n"
    write(project, big=big)
    result = run(project, "-k", "short", "--hamodel-time", "60s")
    result.assert_outcomes(passed=1, deselected=3)
    assert result.duration < 40


def test_places_are_those_of_the_properties(project: pytest.Pytester) -> None:
    """An imported property is in another file than the test."""
    (project.path / "properties").mkdir()
    (project.path / "properties/more.hai").write_text("spec more\n\ninvariant imported = x < 3\n")
    write(project, counter=COUNTER.replace("invariant in_range", 'import "properties/more.hai"\ninvariant in_range'))
    project.makeconftest(
        "def pytest_collection_finish(session):\n"
        "    for item in session.items:\n"
        "        print('@', item.name, *item.location[:2])\n"
    )
    result = run(project, "--collect-only", "-q", "-s")
    places = {line.split()[1]: line.split()[2:] for line in result.outlines if line.startswith("@ ")}
    assert places["below_two"] == ["counter.ha", "11"]  # counted from 0; a line was added
    assert places["imported"] == ["properties/more.hai", "2"]


@pytest.mark.heavy
def test_last_failed_runs_what_failed(project: pytest.Pytester) -> None:
    write(project, counter=COUNTER)
    project.runpytest_subprocess("-q").assert_outcomes(passed=6, failed=1)
    project.runpytest_subprocess("-q", "--lf", "-x").assert_outcomes(failed=1)
    write(project, counter=COUNTER.replace("x < 2", "x < 4"))
    project.runpytest_subprocess("-q", "--lf", "-x").assert_outcomes(passed=1)


@pytest.mark.heavy
def test_the_first_failure_can_be_the_last(project: pytest.Pytester) -> None:
    write(project, counter=COUNTER)
    run(project, "-x").assert_outcomes(passed=1, failed=1)


def test_junit_has_verdicts_and_counterexamples(project: pytest.Pytester) -> None:
    write(project, counter=COUNTER)
    run(project, "--junitxml=out.xml", "--durations=3")
    cases = {case.get("name"): case for case in ElementTree.parse(project.path / "out.xml").iter("testcase")}
    assert len(cases) == 7
    failure = cases["below_two"].find("failure")
    assert failure is not None
    assert "2  rise" in (failure.text or "")
    assert [case for case in cases if cases[case].find("failure") is not None] == ["below_two"]
    properties = {each.get("name"): each.get("value") for each in cases["below_three"].iter("property")}
    assert properties["verdict"] == "violated"


# --- beside others ---------------------------------------------------------------------------------------------------

NOSY = """\
import pytest

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    item.funcargs.get("client")

def pytest_runtest_call(item):
    assert dict(item.funcargs) is not None
    item.get_closest_marker("asyncio")
    list(item.iter_markers())

def pytest_runtest_teardown(item):
    item.funcargs.clear()
"""
"""What plugins for fixtures of their own, such as pytest-lsp, do with every test."""

OTHERS = """\
from hypothesis import given, strategies

@given(strategies.integers())
def test_with_hypothesis(n):
    assert n == n

def test_plain(tmp_path):
    assert tmp_path.exists()
"""


@pytest.mark.heavy
def test_beside_other_plugins_and_other_tests(project: pytest.Pytester) -> None:
    write(project, counter=COUNTER)
    project.makepyfile(test_others=OTHERS)
    project.makeconftest(NOSY)
    run(project, "--strict-markers").assert_outcomes(passed=8, failed=1)
    run(project, "-m", "not hamodel").assert_outcomes(passed=2, deselected=7)


@pytest.mark.heavy
def test_a_fork_is_no_warning_for_the_users_tests(project: pytest.Pytester) -> None:
    write(project, counter=COUNTER)
    run(project, "-n", "1", "-W", "error", "--strict-config").assert_outcomes(passed=6, failed=1)


@pytest.mark.parametrize(
    "distribution", ["load", "loadfile", *(pytest.param(name, marks=pytest.mark.heavy) for name in ("loadgroup", "worksteal"))]
)
def test_on_two_workers_each_spec_is_checked_once(distribution: str, project: pytest.Pytester) -> None:
    """However xdist deals the tests out. What is checked is written down by a `check` that tells."""
    write(project, counter=COUNTER, wrong=WRONG)
    told = project.path / "told"
    project.makeconftest(
        "import hamodel.api.spec as spec, os\n"
        "checking = spec.check_system\n"
        "def telling(system, *others):\n"
        f"    with open({str(told)!r}, 'a') as file:\n"
        "        file.write(system.name + '\\n')\n"
        "    return checking(system, *others)\n"
        "spec.check_system = telling\n"
    )
    result = run(project, "-n", "2", "--dist", distribution, "-v")
    result.assert_outcomes(passed=7, failed=8)
    assert sorted(told.read_text().split()) == ["counter", "wrong"]
    result.stdout.fnmatch_lines(["  because  x = 2  since step 2, rise"])


@pytest.mark.heavy
def test_nothing_is_left_after_xdist(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project.path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    write(project, counter=COUNTER)
    run(project, "-n", "2").assert_outcomes(passed=6, failed=1)
    assert not list(folder.glob("hamodel-*"))


# --- settings --------------------------------------------------------------------------------------------------------


@pytest.mark.heavy
def test_settings_of_the_project_and_of_the_command_line(project: pytest.Pytester) -> None:
    """A third session violates the property."""
    write(project, sorted=SORTED, counter=COUNTER)
    arguments = ("-k", "at_most_two")
    run(project, *arguments).assert_outcomes(failed=1, deselected=9)
    settings(project, "[tool.hamodel]\nscope = { Session = 2 }\n")
    run(project, *arguments).assert_outcomes(passed=1, deselected=9)
    run(project, *arguments, "--hamodel-scope", "Session=3").assert_outcomes(failed=1, deselected=9)
    settings(project, '[tool.hamodel.specs."sor*.ha"]\nscope = { Session = 2 }\n')
    run(project, *arguments).assert_outcomes(passed=1, deselected=9)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("toml", "arguments", "text"),
    [
        ("[tool.hamodel]\nscop = {}\n", (), "error[[]unknown-setting[]]: `[[]tool.hamodel[]]` has no setting `scop`"),
        ("", ("--hamodel-scope", "Sesion=2"), "error[[]unknown-sort[]]: no sort is named `Sesion`"),
        ("", ("--hamodel-faults", "many"), "error[[]fault-bound[]]: `--hamodel-faults many`: a run has 0 to 64 faults"),
    ],
)
def test_settings_without_a_meaning_are_told_once(
    toml: str, arguments: tuple[str, ...], text: str, project: pytest.Pytester
) -> None:
    settings(project, toml)
    write(project, sorted=SORTED, counter=COUNTER)
    result = run(project, *arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: hamodel cannot check the specs as it is told to", text])
    assert str(result.stderr).count("error[") == 1
    spread = run(project, "-n", "1", *arguments)
    assert spread.parseoutcomes()["failed"] == 10  # no test passes that was asked otherwise than meant
    spread.stdout.fnmatch_lines([text])


@pytest.mark.heavy
def test_a_setting_that_looks_like_a_slip_is_a_warning(project: pytest.Pytester) -> None:
    settings(project, "[tool.hamodel]\nscope = { Sesion = 2 }\n")
    write(project, sorted=SORTED)
    result = run(project, "-k", "at_most_two")
    result.assert_outcomes(failed=1, deselected=2, warnings=1)
    result.stdout.fnmatch_lines(["*`scope.Sesion` is not about this spec; did you mean `Session`?"])


# --- on and off ------------------------------------------------------------------------------------------------------


@pytest.mark.heavy
@pytest.mark.parametrize("off", ["option", "ini", "toml false"])
def test_it_can_be_turned_off(off: str, project: pytest.Pytester) -> None:
    write(project, broken="this is another language")
    project.makepyfile(test_plain="def test_plain(): pass")
    settings(project, "", {"option": "", "ini": 'hamodel = "off"', "toml false": "hamodel = false"}[off])
    arguments = ("-p", "no:hamodel") if off == "option" else ()
    run(project, *arguments).assert_outcomes(passed=1)


def test_specs_elsewhere_are_left_alone(project: pytest.Pytester) -> None:
    settings(project, "", 'testpaths = ["tests"]')
    (project.path / "tests").mkdir()
    (project.path / "tests/counter.ha").write_text(COUNTER)
    write(project, broken="this is another language")
    run(project).assert_outcomes(passed=6, failed=1)


def test_a_choice_that_there_is_not_is_told(project: pytest.Pytester) -> None:
    settings(project, "", 'hamodel_undecided = "maybe"')
    write(project, counter=COUNTER)
    result = run(project)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: *`hamodel_undecided = maybe`: it is fail or skip"])


def test_without_a_spec_nothing_is_imported(project: pytest.Pytester) -> None:
    project.makepyfile(
        "import sys\n"
        "def test_modules():\n"
        "    ours = {name.removeprefix('hamodel.') for name in sys.modules if name.startswith('hamodel')}\n"
        "    host = {'host', 'host.installed', 'host.lazy', 'host.printable', 'host.version'}\n"
        "    assert ours == {'hamodel', 'pytest_plugin', 'check', 'check.flags', 'engines', *host}\n"
        "    assert not {'z3', 'numpy', 'lark'} & set(sys.modules)\n"
    )
    run(project, "-p", "no:xdist").assert_outcomes(passed=1)


def test_what_is_imported_has_no_tests_if_only_ones_own_properties_are_meant(project: pytest.Pytester) -> None:
    write(project, counter=COUNTER, mine='spec mine\nimport "counter.ha"\ninvariant own_property = true\n')
    every = set(outcomes(run(project, "-v", "mine.ha")))
    own = {"mine.ha::own_property", "mine.ha::run-time-errors"}
    assert own < every
    assert set(outcomes(run(project, "-v", "--hamodel-own", "mine.ha"))) == own
    settings(project, "[tool.hamodel]\nown = true")
    result = run(project, "-v", "mine.ha")
    assert set(outcomes(result)) == own
    result.assert_outcomes(passed=2)
    assert set(outcomes(run(project, "-v", "--hamodel-no-own", "mine.ha"))) == every


def test_a_scenario_about_another_configuration_is_skipped(project: pytest.Pytester) -> None:
    text = "spec two\noption o : bool = false\nvar n : bool = false\nstep go { n := o }\nscenario s { set o = false go }\n"
    write(project, two=text)
    result = run(project, "-v", "-rs", "--hamodel-set", "o=true", "-k", "s")
    assert outcomes(result)["two.ha::s"] == "skipped"
    result.stdout.fnmatch_lines(["SKIPPED [[]1[]] two.ha:5: does not apply: it is about o = false, not true"])


def test_a_scenario_about_a_member_that_is_not_there_is_skipped(project: pytest.Pytester) -> None:
    text = "spec two\nsort S\nvar n[S] : bool = false\nstep go(s: S) { n[s] := true }\nscenario second { go(s1) }\n"
    write(project, two=text)
    assert outcomes(run(project, "-v", "-k", "second"))["two.ha::second"] == "passed"
    result = run(project, "-v", "-rs", "--hamodel-scope", "S=1", "-k", "second")
    assert outcomes(result)["two.ha::second"] == "skipped"
    result.stdout.fnmatch_lines(["SKIPPED [[]1[]] two.ha:5: does not apply: it names `s1`, and S = 1 has no such member"])


def test_where_nobody_looks_for_run_time_errors_their_test_is_skipped(project: pytest.Pytester) -> None:
    write(project, counter=COUNTER)
    settings(project, "[tool.hamodel]\nrun_time = false")
    result = run(project, "-v", "-rs", "counter.ha")
    assert outcomes(result)["counter.ha::run-time-errors"] == "skipped"
    result.stdout.fnmatch_lines(["SKIPPED*run-time errors are not looked for: the settings say `run_time = false`"])
