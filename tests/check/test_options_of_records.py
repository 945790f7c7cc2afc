"""An option of a record is an option for each field: in checks, runs, replays, mutants, the settings of a project, the API."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from strategies.reports import system_of

import hamodel
from hamodel import cli
from hamodel.check.request import Request
from hamodel.check.settings import find, requests_with
from hamodel.check.texts import asked
from hamodel.diagnostics import SpecError
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.system import Set
from hamodel.mutation.run import mutate

ELECT = """spec elects
node Firewall { fw0, fw1 }
record Setting { priority: 0..255, preempt: bool }
option setting[d: Firewall] : Setting = Setting(if d = fw0 then 200 else 100, true) undocumented
option wanted : Setting = Setting(0, true)
var active : Firewall? = none
def better(one: Setting, other: Setting) = one.priority > other.priority and one.preempt = wanted.preempt
def best(d: Firewall) = all o: Firewall. o = d or better(setting[d], setting[o])
input elect when some d: Firewall. best(d) { active := the d: Firewall where best(d) }
invariant never_fw1 expect violated when setting[fw1].priority > setting[fw0].priority and setting[fw1].preempt = wanted.preempt
    = active != fw1
invariant enough = active = none or setting[fw0].priority + setting[fw1].priority >= wanted.priority
scenario fw0_wins {
    set setting[fw0].priority = 150
    set wanted.preempt = false
    set setting[fw0].preempt = false
    elect
    assert active = fw0
}
"""

PLAIN = ("--set", "wanted.priority=0", "--set", "wanted.preempt=true")
SET = ("--set", "setting[fw0].priority=150", "--set", "setting[ fw1 ].priority = 180", *PLAIN)


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "elects.ha").write_text(ELECT)
    return "elects.ha"


def said(capsys: pytest.CaptureFixture[str]) -> str:
    done = capsys.readouterr()
    return " ".join((done.out + done.err).split())


def test_what_there_is() -> None:
    options = {each.name: (str(each.type), each.default) for each in system_of(ELECT).options}
    assert options == {
        "setting[fw0].priority": ("0..255", 200),
        "setting[fw0].preempt": ("bool", True),
        "setting[fw1].priority": ("0..255", 100),
        "setting[fw1].preempt": ("bool", True),
        "wanted.priority": ("0..255", 0),
        "wanted.preempt": ("bool", True),
    }
    (scenario,) = system_of(ELECT).scenarios
    sets = [(each.option, each.value) for each in scenario.instructions if isinstance(each, Set)]
    assert sets == [("setting[fw0].priority", 150), ("wanted.preempt", False), ("setting[fw0].preempt", False)]


def test_so_many_and_no_more() -> None:
    """64 options come of one declaration: here 8 members of 8 fields."""
    fields = ", ".join(f"f{number}: bool" for number in range(8))
    text = f"spec many\nrecord Eight {{ {fields} }}\noption o[1..MOST] : Eight\nvar v : bool = o[1].f0\n"
    assert len(system_of(text.replace("MOST", "8")).options) == 64
    with pytest.raises(SpecError, match="more than 64 options, one for each choice of its indices and each of 8 fields"):
        system_of(text.replace("MOST", "9"))


def test_a_check(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["check", spec, *SET, "--engine", "explicit"]) == 0
    told = said(capsys)
    assert "with setting[fw0].priority = 150 and setting[fw1].priority = 180 and wanted.priority = 0 and" in told
    assert "every value of setting[fw0].preempt, setting[fw1].preempt" in told
    assert "never_fw1 exactly when setting[fw1].preempt = true" in told
    assert "- does not apply fw0_wins scenario: it is about wanted.preempt = false, not true" in told
    assert "`setting` is undocumented: no vendor says which of its values is real, and it decides never_fw1" in told


def test_one_that_is_not_set_is_explored(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Of fields that are only compared one value stands for all that are alike."""
    given = ["--set", "setting[fw0].priority=254", "--set", "setting[fw1].preempt=true", *PLAIN[2:]]
    arguments = [*given, "--property", "never_fw1", "--engine", "explicit", "--format", "json"]
    Path(spec).write_text(ELECT.replace("setting[fw0].priority + setting[fw1].priority >=", "setting[fw0].priority >="))
    assert cli.status(["check", spec, *arguments]) == 0
    report = json.loads(capsys.readouterr().out)
    (found, *_) = report["findings"]
    assert found["when"] == "setting[fw1].priority = 255"
    assert sum(row["combinations"] for row in found["options"]) == 256 * 256 * 2
    assert report["option_kinds"]["setting[fw1].priority"] == "undocumented"
    assert "wanted.priority" not in report["option_kinds"]
    assert report["options"]["setting[fw0].priority"] == 254


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("setting[fw2].priority=3", "no option is named `setting[fw2].priority`"),
        ("setting=3", "it has a value for each member: setting[fw0].priority, setting[fw0].preempt, setting[fw1].priority"),
        ("setting[fw0]=3", "did you mean `setting[fw0].p"),
        ("wanted=3", "did you mean `wanted.p"),
        ("setting.priority=3", "no option is named `setting.priority`"),
        ("wanted.prioritty=3", "did you mean `wanted.priority`?"),
        ("setting[fw0].priority=256", "`setting[fw0].priority` has no such value"),
        ("wanted.preempt=1", "`wanted.preempt` has no such value"),
    ],
)
def test_a_setting_that_means_nothing(setting: str, message: str, spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["check", spec, "--set", setting]) == 2
    assert message in said(capsys)


def test_a_run_and_a_scenario(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["run", spec, *SET, "--seed", "1", "--steps", "3"]) == 0
    assert "setting[fw0].priority = 150, setting[fw0].preempt = true, setting[fw1].priority = 180" in said(capsys)
    assert cli.status(["run", spec, "--scenario", "fw0_wins"]) == 0
    assert "setting[fw0].priority = 150, setting[fw0].preempt = false, setting[fw1].priority = 100" in said(capsys)
    assert cli.status(["run", spec, "--set", "setting[fw1].priority=180", "--scenario", "fw0_wins"]) == 1
    assert cli.status(["run", spec, "--set", "wanted.preempt=true", "--scenario", "fw0_wins"]) == 2
    assert "it is about wanted.preempt = false, not true" in said(capsys)


def test_a_replay(spec: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = {"setting[fw0].priority": 150, "setting[fw0].preempt": True, "setting[fw1].priority": 100}
    options |= {"setting[fw1].preempt": True, "wanted.priority": 0, "wanted.preempt": True}
    lines = [{"options": options}, {"action": "elect"}, {"state": {"active": "fw0"}}]
    log = tmp_path / "box.jsonl"
    log.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert cli.status(["replay", spec, str(log)]) == 0, said(capsys)
    capsys.readouterr()
    assert cli.status(["replay", spec, str(log), "--set", "setting[fw0].priority=50"]) == 2
    assert "was logged with setting[fw0].priority = 150, not 50" in said(capsys)
    lines[0] = {"options": options | {"setting[fw0].preempt": False}}
    log.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert cli.status(["replay", spec, str(log)]) == 1


def test_the_settings_of_a_project(spec: str, tmp_path: Path) -> None:
    text = '[tool.hamodel]\noptions = { "setting[fw0].priority" = 150, "wanted.preempt" = false }\n'
    (tmp_path / "pyproject.toml").write_text(text)
    system = elaborate(load(spec))
    ((request, _),) = requests_with(asked({}), [system], find(Path()))
    assert request == Request(options={"setting[fw0].priority": 150, "wanted.preempt": False})
    (tmp_path / "pyproject.toml").write_text(text.replace("150", "300"))
    with pytest.raises(SpecError) as raised:
        requests_with(asked({}), [system], find(Path()))
    (problem,) = raised.value.diagnostics
    assert "setting[fw0].priority" in f"{problem.headline} {problem.help}"


def test_the_api(spec: str) -> None:
    loaded = hamodel.load(spec)
    assert list(loaded.options) == [each.name for each in system_of(ELECT).options]
    given = {"setting[fw0].priority": 150, "setting[fw1].priority": 200, "wanted.priority": 0, "wanted.preempt": True}
    checked = loaded.check(options=given, properties=["never_fw1"], engine="explicit")
    trace = checked["never_fw1"].trace
    assert trace is not None
    assert (trace.options["setting[fw1].priority"], trace.options["setting[fw1].preempt"]) == (200, True)
    assert {row["option.setting[fw1].preempt"]: row["verdict"] for row in checked.rows() if row["property"] == "never_fw1"} == {
        True: "violated",
        False: "proved",
    }
    assert loaded.play("fw0_wins").failure == ""
    assert loaded.play("fw0_wins", {"setting[fw1].priority": 180}).failure


GUARDED = """spec guarded
record Setting { limit: 0..1, safe: bool }
option setting[0..1] : Setting
var n : 0..2 = 0
step rise when n <= setting[1].limit and not setting[0].safe { n := n + 1 }
invariant off expect violated when not setting[0].safe = n = 0
invariant low = n <= setting[1].limit + 1
"""


def test_a_mutant_is_killed_where_a_field_says_so() -> None:
    """Without `not setting[0].safe` the invariant is violated where that field is true."""
    found = mutate(system_of(GUARDED), Request())
    assert {each.word for each in found.fates} == {"killed"}
    guard = next(each for each in found.fates if each.mutant.edit.span.text == "not setting[0].safe")
    assert guard.killed is not None
    assert guard.killed.options["setting[0].safe"] is True
