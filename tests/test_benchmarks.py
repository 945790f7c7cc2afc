"""The models of the benchmark mean the same to every model checker that is installed. How fast they are is not asserted."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMPARE = Path(__file__).parent / "benchmarks" / "compare.py"


@pytest.mark.heavy
@pytest.mark.parametrize("sessions", [1, 3])
def test_all_model_checkers_count_the_same(sessions: int) -> None:
    done = subprocess.run([sys.executable, str(COMPARE), "--sessions", str(sessions)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    counts = re.findall(r"^(?:hamodel|spin|rumur|minicheck) +\S+ +\S+x +\S+ +\S+ +(\S+)", done.stdout, re.MULTILINE)
    assert set(counts) == {str(2 * 5**sessions + 2 * 4**sessions)}


def test_a_count_that_differs_is_said() -> None:
    pytest.importorskip("minicheck")
    script = f"import sys; sys.path.insert(0, {str(COMPARE.parent)!r}); import compare; compare.states = lambda n: 83; "
    script += "sys.argv = ['compare', '--sessions', '2', '--only', 'minicheck']; sys.exit(compare.main())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "not 83 states: minicheck" in done.stdout


PROVE = Path(__file__).parent / "benchmarks" / "prove.py"


@pytest.mark.heavy
@pytest.mark.skipif(not (shutil.which("berkeley-abc") or shutil.which("abc")), reason="ABC is not installed")
def test_hamodel_and_abc_prove_the_same() -> None:
    """It ends with an error where one of them does not prove what the other does."""
    done = subprocess.run([sys.executable, str(PROVE), "--rounds", "1"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = re.findall(r"^(\w+) +(\d+) +(\d+) +\S+ +\S+ +\S+ +\S+x$", done.stdout, re.MULTILINE)
    assert rows[:4] == [("pair", str(size), "7") for size in (1, 2, 4, 8)]
    assert len(rows) == 6


def test_without_abc_there_is_nothing_to_compare_with() -> None:
    done = subprocess.run([sys.executable, str(PROVE)], capture_output=True, text=True, env={**os.environ, "PATH": ""})
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == "skipped: berkeley-abc is not installed\n"


CONFORMANCE = Path(__file__).parent / "benchmarks" / "conformance.py"


@pytest.mark.heavy
def test_the_pair_agrees_and_a_defect_is_found() -> None:
    """What is found of all of them is in `test_defects.py`."""
    chosen = ["--actions", "100", "--examples", "20", "--only", "the secondary sets sessions up"]
    done = subprocess.run([sys.executable, str(CONFORMANCE), *chosen], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^100 actions in \d+ runs, seed 1: [\d,]+ a second by the clock", done.stdout, re.MULTILINE)
    assert "no step is unexplained" in done.stdout
    assert re.search(r"^the secondary sets sessions up +[\d,]+ +\d +\d+\.\d +(\d+|-)$", done.stdout, re.MULTILINE)
    assert "1 of 1 found" in done.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            "conformance.DEFECTS = (replace(conformance.DEFECTS[0], firewall=Firewall),)", "0 of 1 found", marks=pytest.mark.heavy
        ),
        pytest.param("conformance.LONGEST = 1", "0 of 1 found", marks=pytest.mark.heavy),
        ("conformance.ReferencePair = conformance.DEFECTS[0].make", "time passes cannot be explained"),
    ],
    ids=["a defect that is none", "a trace that is too long", "a pair that disagrees"],
)
@pytest.mark.heavy
def test_what_is_not_as_it_should_be_ends_with_an_error(change: str, said: str) -> None:
    script = f"""
import sys; sys.path.insert(0, {str(CONFORMANCE.parent)!r})
from dataclasses import replace
import conformance
from hamodel.reference.panos.firewall import Firewall
conformance.ACTIONS = 300
{change}
sys.argv = ["conformance", "--actions", "300", "--examples", "0", "--only", conformance.DEFECTS[0].name]
sys.exit(conformance.main())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr
    assert said in done.stdout


TEXTS = Path(__file__).parent / "benchmarks" / "texts.py"


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ("", 0, "20 texts in"),
        ("expressions.equal = lambda *sides: expressions.FALSE", 1, "hamodel has"),
        ("elaborate.condition = None", 1, "ended otherwise"),
    ],
    ids=["as it is", "another reading", "a traceback"],
)
def test_random_texts_are_read_twice(change: str, status: int, said: str) -> None:
    script = f"""
import sys; sys.path.insert(0, {str(TEXTS.parent)!r})
import texts
from hamodel.language.elaboration import elaborate, expressions
{change}
sys.argv = ["texts", "--first", "100", "--count", "20", "--processes", "1"]
sys.exit(texts.main())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == status, done.stdout + done.stderr
    assert said in done.stdout


BENCHMARKS = Path(__file__).parent / "benchmarks"


def ended(name: str, change: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = f"import sys; sys.path.insert(0, {str(BENCHMARKS)!r}); import {name}\n{change}\n"
    script += f"sys.argv = [{name!r}, *{list(arguments)!r}]; sys.exit({name}.main())"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)


FEWER = """
from hamodel.check import rows
extents = rows.extents
rows.extents = lambda system, given: {sort: tuple(min(size, 2) for size in each) for sort, each in extents(system, given).items()}
"""


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ("", 0, "4 systems in"),
        (FEWER, 1, "it says so of N = (2,)"),
        ("sizes.of_engines.__globals__['instantiate'] = None", 1, "'NoneType' object is not callable"),
    ],
    ids=["as it is", "a smaller size", "a traceback"],
)
def test_random_systems_at_exactly_so_many_members(change: str, status: int, said: str) -> None:
    done = ended("sizes", change, "--first", "60", "--count", "4", "--every", "100", "--processes", "1")
    assert done.returncode == status, done.stdout + done.stderr
    assert said in done.stdout


SLEEP = """
import signal, time
bad_input.HANGS = 3
bad_input.fuzzing.KINDS["log"] = lambda _: (signal.alarm(0), time.sleep(60))
"""


@pytest.mark.parametrize(
    ("change", "count", "said"),
    [
        ("", 20, "20 inputs in"),
        ("bad_input.fuzzing.cli.status = lambda _: 70", 2, "exit status 70"),
        ("import os; bad_input.fuzzing.KINDS['log'] = lambda _: os._exit(1)", 2, "log 1: ends the process"),
        (SLEEP, 2, "log 1: hangs"),
    ],
    ids=["as it is", "an error of hamodel", "a crash", "a hang"],
)
@pytest.mark.sampled
def test_bad_input_is_tried(change: str, count: int, said: str) -> None:
    done = ended("bad_input", change, "--count", str(count))
    assert done.returncode == (1 if change else 0), done.stdout + done.stderr
    assert said in done.stdout


def test_a_report_that_is_another_one_is_said() -> None:
    change = "turns = iter(range(9)); same_report.report = lambda _: f'a\\n{next(turns) // 3}\\nb'"
    done = ended("same_report", change, "--count", "4", "--busy", "0")
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"4 commands in 0 s, load .*: 2 report\(s\)\n  so often each: 3, 1\n", done.stdout)
    assert "\n-0\n+1\n" in done.stdout


@pytest.mark.heavy
def test_equal_commands_give_equal_reports() -> None:
    done = ended("same_report", "", "--count", "2", "--busy", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("1 report(s)") == 2


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ("", 0),
        ("found[80] = (3, 89, dict(stopped, reason='out of time'))", 1),
        ("found[80] = (3, 89, dict(stopped, depth=0))", 1),
        ("found[80] = (0, 80, proved)", 1),
        ("found[80] = (3, 81, stopped); found[120] = (3, 81, stopped)", 1),
        ("found[80] = (3, 8 * 12, stopped)", 1),
    ],
    ids=["kept", "another reason", "nothing looked at", "not needed", "not enough", "too much"],
)
def test_a_limit_of_memory_that_is_missed_is_said(change: str, status: int) -> None:
    """What three commands that are made up have in memory, in units of which the first needs 100."""
    made_up = f"""
proved = dict(verdict="proved", states=7, reason="", depth=None)
stopped = dict(verdict="holds to depth", states=5, reason="out of memory", depth=3)
found = {{100: (0, 100, proved), 120: (0, 100, proved), 80: (3, 81, stopped)}}
{change}
def measured(arguments):
    limit = arguments[arguments.index("--memory") + 1]
    status, peak, result = found[100 if limit == "64G" else int(limit[:-1]) >> 10]
    return limits.Measured(status, {{"findings": [{{"property": "begun", "options": [result]}}]}}, peak << 20)
limits.measured = measured
"""
    done = ended("limits", made_up, "--only", "memory")
    assert done.returncode == status, done.stdout + done.stderr
    assert done.stdout.endswith("memory: kept\n" if status == 0 else "memory: NOT KEPT\n")


@pytest.mark.parametrize(("margin", "status"), [(60, 0), (0, 1)])
def test_a_limit_of_time_that_is_missed_is_said(margin: int, status: int) -> None:
    spec = BENCHMARKS.parent.parent / "specs" / "tutorial" / "1_first_steps.ha"
    change = f"limits.PAN_OS, limits.MARGIN = {str(spec)!r}, {margin}"
    done = ended("limits", change, "--only", "time", "--runs", "1")
    assert done.returncode == status, done.stdout + done.stderr
    assert re.match(r"time: [\d.]+ s of 10, exit 0, load .*kept\n", done.stdout, re.IGNORECASE)


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [("", 0, "exit 0\n"), ("audit_times.MOST['folder'] = 1", 1, "NOT KEPT")],
    ids=["kept", "too much memory"],
)
def test_audits_are_timed(change: str, status: int, said: str) -> None:
    done = ended("audit_times", change, "--pairs", "2", "--rules", "20", "--only", "folder", "--format", "text")
    assert done.returncode == status, done.stdout + done.stderr
    assert re.match(r"folder: 0\.0 MB, load .*\n  text +[\d.]+ s \([\d.]+ s busy\) +\d+ MB, exit 0", done.stdout)
    assert done.stdout.endswith(said) or said in done.stdout


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ("", 0, "exit 2 error[xml-with-definitions]"),
        ("hostile_configurations.MOST = 1", 1, "too much memory"),
        ("hostile_configurations.LONGEST = 0", 1, "too long"),
        ("hostile_configurations.hostile.wrong = lambda *_: 'a secret'", 1, "mutant 0: a secret"),
    ],
    ids=["as it is", "too much memory", "too long", "a surprise"],
)
@pytest.mark.sampled
def test_hostile_configurations_are_tried(change: str, status: int, said: str) -> None:
    change += "\nhostile_configurations.hostile.planted = lambda: []"
    done = ended("hostile_configurations", change, "--count", "1", "--size", "100", "--only", "entities")
    assert done.returncode == status, done.stdout + done.stderr
    assert said in done.stdout
