"""One meaning of a configuration: `--set`, `assume` over options and a scenario's `set`, in every command that knows them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from strategies import readers

import hamodel
from hamodel import cli
from hamodel.conformance.explore import explore
from hamodel.diagnostics import SpecError
from hamodel.follow.script import walk
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model import configurations
from hamodel.model.configurations import elsewhere, nearest
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.report import FORMATS

PREEMPTS = """
spec preempting
option preempts : bool = false
var n : 0..1 = 0
step go { n := 1 }
step back { n := 0 }
invariant in_range = n <= 1
scenario sets_nothing { go assert n = 1 }
scenario says_false { go set preempts = false assert n = 1 }
"""

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def written(text: str, name: str = "made.ha") -> str:
        (tmp_path / name).write_text(text)
        return name

    return written


def system_of(options: str, properties: str = "") -> System:
    return hamodel_system(f"spec made\n{options}\nvar n : 0..1 = 0\nstep go {{ n := 1 }}\n{properties}\n")


def hamodel_system(text: str) -> System:
    from hamodel.language.text.parse import parse
    from hamodel.source import Source

    return elaborate(parse(Source("made.ha", text)))


# --- which configurations are meant ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "fixed", "meant"),
    [
        ("option a : bool = true option b : 0..2", {}, [{"a": True, "b": b} for b in range(3)]),
        ("option a : bool = true option b : 0..2", {"b": 1}, [{"a": True, "b": 1}]),
        ("option a : bool = true assume off = not a", {}, [{"a": False}]),
        ("option a : bool = true assume off = not a", {"a": True}, []),
        ("option a : 0..3 = 0 option b : bool = false assume more = a > 1", {}, [{"a": 2, "b": False}, {"a": 3, "b": False}]),
        # one default is given up, not two; which one is open
        (
            "option a : bool = false option b : bool = false assume one = a or b",
            {},
            [{"a": True, "b": False}, {"a": False, "b": True}],
        ),
        ("option a : bool = false option b : bool = false assume both = a = b", {"b": True}, [{"a": True, "b": True}]),
        ("option a : bool assume never = a and not a", {}, []),
    ],
)
def test_defaults_or_what_is_nearest_to_them(options: str, fixed: dict[str, object], meant: list[dict[str, object]]) -> None:
    found = nearest(system_of(options), fixed)  # type: ignore[arg-type]
    assert sorted(map(repr, found)) == sorted(map(repr, meant))


def test_too_many_are_a_message(monkeypatch: pytest.MonkeyPatch, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(configurations, "MOST_TRIED", 5)
    spec = write("spec s option a : 0..9 = 0 assume late = a = 9 var n : 0..1 = 0 step go { n := 1 } scenario z { go }")
    assert cli.status(["run", spec, "--scenario", "z"]) == 2
    assert "set some of them, for example `a`" in capsys.readouterr().err


def test_elsewhere() -> None:
    options = "option a : bool = false option b : bool = false assume one_of = not (a and b)"
    system = system_of(options, "scenario says { set a = true go }  scenario silent { go }")
    says, silent = system.scenarios
    assert elsewhere(system, says, {}) == ""
    assert elsewhere(system, says, {"a": True}) == ""
    assert elsewhere(system, says, {"a": False}) == "it is about a = true, not false"
    assert elsewhere(system, says, {"b": True}) == "it is about b = true and a = true, which `assume` excludes"
    assert elsewhere(system, silent, {"a": True}) == ""


# --- a scenario that does not apply ----------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["set", "assume"])
def test_a_scenario_about_another_configuration_does_not_apply(
    how: str, write: Write, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    spec = write(PREEMPTS)
    arguments = ["--set", "preempts=true"]
    if how == "assume":
        spec, arguments = write(f'spec importing\nimport "{spec}"\nassume ours = preempts\n', "importing.ha"), []
    files = [word for name in FORMATS for word in ("--report", f"{name}={tmp_path / name}")]
    assert cli.status(["check", spec, *arguments, *files]) == 0
    told = {name: (tmp_path / name).read_text(encoding="utf-8") for name in FORMATS}
    said = "not true" if how == "set" else "which `assume` excludes"
    line = " ".join(told["text"].split())
    assert f"- does not apply says_false scenario: it is about preempts = false, {said}" in line
    assert "1 does not apply" in line
    found = {row["property"]: row for row in readers.read_json(told["json"])["findings"]}
    assert found["sets_nothing"]["with"] == {"preempts": True}, "it is played with what is left, whatever the default is"
    assert (found["says_false"]["standing"], found["says_false"]["as_expected"]) == ("does not apply", None)
    assert found["says_false"]["reason"].startswith("it is about preempts = false")
    suite = readers.read_junit(told["junit"])
    assert (suite.failures, suite.errors) == (0, 0)
    assert told["junit"].count("<skipped message=") == 1
    assert "does not apply" in told["markdown"]
    assert all("says_false" not in told[name] for name in ("gitlab", "github"))
    assert not readers.read_sarif(told["sarif"])["results"]
    capsys.readouterr()
    assert cli.status(["check", spec, *arguments, "--property", "says_false"]) == 3, "nothing was checked"
    assert "nothing was checked" in capsys.readouterr().out
    assert cli.status(["run", spec, *arguments, "--scenario", "says_false"]) == 2
    assert "scenario `says_false` does not apply: it is about preempts = false" in capsys.readouterr().err
    assert cli.status(["mutate", spec, *arguments, "--format", "json"]) in (0, 1), "the spec is as it says"
    mutation = json.loads(capsys.readouterr().out)
    assert "says_false" not in mutation["asked"]


def test_the_api_says_so_too(write: Write) -> None:
    spec = hamodel.load(write(PREEMPTS))
    asked = {"options": {"preempts": True}}
    checked = spec.check(**asked)  # type: ignore[arg-type]
    assert checked.ok
    assert checked["says_false"].standing == "does not apply"
    assert not checked["says_false"].ok
    with pytest.raises(AssertionError, match="`says_false` does not apply: it is about preempts = false, not true"):
        spec.assert_reached("says_false", **asked)  # type: ignore[arg-type]
    with pytest.raises(SpecError, match="does not apply"):
        spec.play("says_false", {"preempts": True})
    assert spec.play("sets_nothing", {"preempts": True}).ok


NAMES_TWO = """
spec two
sort S
var n[S] : 0..1 = 0
step go(s: S) { n[s] := 1 }
invariant in_range = all s: S. n[s] <= 1
scenario second { go(s1) assert n[s1] = 1 }
scenario first { go(s0) assert n[s0] = 1 }
"""
WHY = "it names `s1`, and S = 1 has no such member"


@pytest.mark.parametrize("how", ["command", "settings", "spec"])
def test_a_scenario_about_a_member_that_is_not_there_does_not_apply(
    how: str, write: Write, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    spec = write(NAMES_TWO + ("scope S = 1\n" if how == "spec" else ""), "two.ha")
    arguments = ["--scope", "S=1"] if how == "command" else []
    if how == "settings":
        write('[tool.hamodel]\nscope = { S = 1 }\n', "pyproject.toml")
    files = [word for name in ("text", "json", "junit") for word in ("--report", f"{name}={tmp_path / name}")]
    assert cli.status(["check", spec, *arguments, *files]) == 0
    told = {name: (tmp_path / name).read_text(encoding="utf-8") for name in ("text", "json", "junit")}
    assert f"- does not apply second scenario: {WHY}" in " ".join(told["text"].split())
    found = {row["property"]: row for row in readers.read_json(told["json"])["findings"]}
    assert (found["second"]["standing"], found["second"]["reason"]) == ("does not apply", WHY)
    assert found["first"]["standing"] == "holds"
    assert readers.read_junit(told["junit"]).skipped == 1
    capsys.readouterr()
    if how != "command":  # --scope is for a walk
        assert cli.status(["run", spec, "--scenario", "second"]) == 2
        assert f"scenario `second` does not apply: {WHY}" in capsys.readouterr().err
        assert cli.status(["run", spec, "--scenario", "first"]) == 0
        capsys.readouterr()
    cli.status(["mutate", spec, *arguments, "--format", "json"])
    asked = json.loads(capsys.readouterr().out)["asked"]
    assert "first" in asked
    assert "second" not in asked


def test_the_api_knows_the_members_too(write: Write) -> None:
    spec = hamodel.load(write(NAMES_TWO))
    assert spec.check(scope={"S": 1})["second"].standing == "does not apply"
    with pytest.raises(AssertionError, match="`second` does not apply: it names `s1`"):
        spec.assert_reached("second", scope={"S": 1})
    spec.assert_reached("second", scope={"S": 2})
    spec.assert_reached("second")
    assert spec.play("second").ok
    with pytest.raises(SpecError, match="does not apply"):
        hamodel.load(write(NAMES_TWO + "scope S = 1\n")).play("second")


def test_a_scenario_is_played_at_every_value_that_nobody_sets(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write("spec s\noption p : 0..2\nvar n : 0..2 = 0\nstep go { n := p }\nscenario z { go assert n < 2 }\n")
    assert cli.status(["check", spec]) == 1
    told = capsys.readouterr().out
    assert "`assert n < 2` is false when p = 2" in told
    assert "in every run that follows the script so far when p = 2" in told
    assert cli.status(["run", spec, "--scenario", "z", "--set", "p=1"]) == 0


# --- what plays one run ----------------------------------------------------------------------------------------------

EXCLUDED = """
spec excluded
option enabled : bool = true
assume off = not enabled
var n : 0..9 = 1
step more when enabled and n < 9 { n := n + 1 }
step down when not enabled and n > 0 { n := n - 1 }
invariant small = n <= 1
"""


def test_a_default_that_assume_excludes_is_not_taken(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(EXCLUDED)
    assert cli.status(["check", spec]) == 4  # `more` can never happen
    assert cli.status(["run", spec, "--seed", "1"]) == 0
    assert "enabled = false" in capsys.readouterr().out
    assert cli.status(["export", spec, "--to", "aiger"]) == 0
    assert "enabled = false" in capsys.readouterr().out
    for command in (["run"], ["export", "--to", "aiger"], ["check"], ["mutate"]):
        assert cli.status([*command, spec, "--set", "enabled=true"]) == 2
        assert "`assume` excludes the options that are set" in capsys.readouterr().err


def test_a_circuit_names_the_set_that_it_needs(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(EXCLUDED.replace("enabled : bool = true", "enabled : bool = false\noption k : 0..2 = 0\nassume some_k = k > 0"))
    assert cli.status(["export", spec, "--to", "aiger"]) == 2
    said = capsys.readouterr().err
    assert "`k` has no value and no default that `assume` allows" in said
    assert "`--set k=1`" in said
    assert cli.status(["export", spec, "--to", "aiger", "--set", "k=1"]) == 0


# --- random walks ----------------------------------------------------------------------------------------------------

NOISY = """
spec noisy
faults 2
var n : 0..5 = 0
var m : 0..99 = 0
fault b1 when n < 5 { n := n + 1 }
fault b2 when n < 5 { n := n + 1 }
fault b3 when n < 5 { n := n + 1 }
step go { m := (m + 1) mod 100 }
input ask { m := (m + 3) mod 100 }
invariant at_most_two = n <= 2
invariant never_two expect violated when true = n <= 1
"""


@pytest.mark.parametrize(("bound", "most"), [("", 2), ("--faults=0", 0), ("--faults=1", 1), ("--faults=4", 4)])
def test_a_walk_keeps_to_the_faults(bound: str, most: int, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write(NOISY)
    status = cli.status(["run", spec, "--seed", "7", "--steps", "60", *filter(None, [bound])])
    told = capsys.readouterr().out
    assert told.count("  fault\n") == most
    assert ("at most" if most else "no faults") in told.splitlines()[1]
    assert status == (1 if most > 2 else 0)
    assert ("! never_two does not hold" in told) == (most >= 2), "a known hazard is not shown as a violation, nor as good news"
    assert ("a known hazard" in told) == (most >= 2)


def test_a_walk_that_may_take_no_more_faults_says_so(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    spec = write("spec s\nfaults 1\nvar n : 0..9 = 0\nfault break when n < 9 { n := n + 1 }\ninvariant i = n <= 1\n")
    assert cli.status(["run", spec, "--seed", "1", "--steps", "3"]) == 0
    assert "nothing more can happen with at most 1 fault" in capsys.readouterr().out
    assert cli.status(["run", spec, "--seed", "1", "--steps", "3", "--faults", "2"]) == 1


def test_a_walk_shows_the_protocol() -> None:
    """Three faults, one input and one step are possible all the time: the step is taken half of the time, a fault seldom."""
    system = hamodel_system(NOISY.replace("n < 5 ", "n < 6 ").replace("n + 1", "0"))
    kinds = {action.name: action.kind for action in system.actions}
    counts = Counter(kinds[step.action] for step in walk(system, Scope(), 1, 3000).trace.steps)
    shares = {kind: count / 3000 for kind, count in counts.items()}
    assert shares == pytest.approx({"step": 3 / 6, "input": 2 / 6, "fault": 1 / 6}, abs=0.04)


def test_a_script_says_its_faults_itself(write: Write) -> None:
    """`faults` bounds the runs that are looked for, and not what a script does."""
    spec = write("spec s\nlink ha\nfaults 0\ninput x { }\nreachable q = up(ha)\nscenario z { cut ha mend ha cut ha }\n")
    assert elaborate(load(spec)).faults == 0
    assert cli.status(["run", spec, "--scenario", "z"]) == 0
    assert hamodel.load(spec).check().findings[-1].verdict == "reached"


@pytest.mark.parametrize("bound", [None, 0, 2])
def test_an_implementation_meets_no_more_faults_than_are_asked_for(bound: int | None) -> None:
    system = hamodel_system("spec s\nvar n : 0..1 = 0\nfault hit { n := 1 }\ninput calm { n := 0 }\ninvariant i = n <= 1\n")
    most = 0

    class Box:
        def reset(self, options: object, sizes: object) -> None:
            self.n = self.hits = 0

        def do(self, action: str, /, **arguments: object) -> None:
            nonlocal most
            self.n = int(action == "hit")
            self.hits += self.n
            most = max(most, self.hits)

        def observe(self) -> dict[str, object]:
            return {"n": self.n}

    found = explore(system, Box, 1, 300, faults=bound)  # type: ignore[arg-type]
    assert (found.found, found.actions) == (None, 300)
    assert most > 2 if bound is None else most == bound
