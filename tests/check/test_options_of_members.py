"""`--set 'priority[fw0]=150'` means one thing: in a check, a run, a replay, a hunt, the settings of a project and the API."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import hamodel
from hamodel import cli
from hamodel.check.request import Request
from hamodel.check.settings import find, requests_with
from hamodel.check.texts import asked
from hamodel.diagnostics import SpecError
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load

ELECT = """spec elects
node Firewall { fw0, fw1 }
option priority[Firewall] : 0..255
enum Link { ha1 }
option trusts[Firewall, Link] : bool = true
var active : Firewall? = none
def best(d: Firewall) = all o: Firewall. o = d or priority[d] > priority[o]
input elect when some d: Firewall. best(d) { active := the d: Firewall where best(d) }
invariant never_fw1 expect violated when priority[fw1] > priority[fw0] = active != fw1
invariant trusted = trusts[fw0, ha1]
scenario fw0_wins { set priority[fw0] = 200 elect assert active = fw0 }
"""

SET = ("--set", "priority[fw0]=150", "--set", "priority[ fw1 ] = 100", "--set", "trusts[fw0,ha1]=true")

Write = Callable[..., str]


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "elects.ha").write_text(ELECT)
    return "elects.ha"


def said(capsys: pytest.CaptureFixture[str]) -> str:
    done = capsys.readouterr()
    return " ".join((done.out + done.err).split())


def test_a_check(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["check", spec, *SET, "--engine", "explicit"]) == 0
    told = said(capsys)
    assert "with priority[fw0] = 150 and priority[fw1] = 100 and trusts[fw0, ha1] = true;" in told
    assert "every value of trusts[fw1, ha1];" in told
    assert "- does not apply fw0_wins scenario: it is about priority[fw0] = 200, not 150" in told


def test_one_that_is_not_set_is_explored(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Above 1,024 combinations one stands for all that are alike."""
    Path(spec).write_text(ELECT.replace("0..255", "0..999"))
    arguments = ["--set", "priority[fw0]=254", "--property", "never_fw1", "--engine", "explicit", "--format", "json"]
    assert cli.status(["check", spec, *arguments]) == 0
    (found, *_) = json.loads(capsys.readouterr().out)["findings"]
    assert found["when"] == "priority[fw1] >= 255"
    assert sum(row["combinations"] for row in found["options"]) == 1000 * 4
    stands_for = {text for row in found["options"] for text in row["stands_for"]}
    assert {"priority[fw1] in 0..253", "priority[fw1] = 254", "priority[fw1] in 255..999"} == stands_for


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("priority[fw2]=3", "no option is named `priority[fw2]`"),
        ("priority=3", "it has a value for each member: priority[fw0], priority[fw1]"),
        ("priority[fw0]=256", "priority[fw0]"),
    ],
)
def test_a_setting_that_means_nothing(setting: str, message: str, spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["check", spec, "--set", setting]) == 2
    assert message in said(capsys)


def test_a_run_and_a_scenario(spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["run", spec, *SET, "--seed", "1", "--steps", "3"]) == 0
    assert "priority[fw0] = 150, priority[fw1] = 100" in said(capsys)
    assert cli.status(["run", spec, "--set", "priority[fw1]=100", "--scenario", "fw0_wins"]) == 0
    assert "priority[fw0] = 200, priority[fw1] = 100" in said(capsys)
    assert cli.status(["run", spec, "--set", "priority[fw1]=210", "--scenario", "fw0_wins"]) == 1
    assert cli.status(["run", spec, "--set", "priority[fw0]=100", "--scenario", "fw0_wins"]) == 2
    assert "it is about priority[fw0] = 200, not 100" in said(capsys)


def test_a_replay(spec: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [{"options": {"priority[fw0]": 150, "priority[fw1]": 100}}, {"action": "elect"}, {"state": {"active": "fw0"}}]
    log = tmp_path / "box.jsonl"
    log.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert cli.status(["replay", spec, str(log)]) == 0, said(capsys)
    capsys.readouterr()
    assert cli.status(["replay", spec, str(log), "--set", "priority[fw0]=50"]) == 2
    assert "was logged with priority[fw0] = 150, not 50" in said(capsys)
    log.write_text("".join(json.dumps(line) + "\n" for line in lines[1:]))
    assert cli.status(["replay", spec, str(log), *SET]) == 0
    assert cli.status(["replay", spec, str(log), "--set", "priority[fw0]=50", "--set", "priority[fw1]=100"]) == 1
    capsys.readouterr()
    assert cli.status(["replay", spec, str(log)]) == 2, "a log is followed for each combination by itself"
    assert "set some" in said(capsys)


PROGRAM = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    if 'reset' in asked:
        options = asked['reset']['options']
        best = 'fw0' if options['priority[fw0]'] SIGN options['priority[fw1]'] else 'fw1'
        active, answer = None, {'ok': True, 'events': []}
    elif 'do' in asked:
        active, answer = best, {'ok': True}
    else:
        answer = {}
    print(json.dumps(answer | {'state': {'active': active}}), flush=True)
"""


@pytest.mark.parametrize(("sign", "status"), [(">", 0), ("<", 1)])
def test_a_program_is_told(sign: str, status: int, spec: str, capsys: pytest.CaptureFixture[str]) -> None:
    program = shlex.join([sys.executable, "-I", "-S", "-c", PROGRAM.replace("SIGN", sign)])
    arguments = ["--exec", program, "--seed", "1", "--actions", "5", *SET]
    assert cli.status(["conform", spec, *arguments]) == status
    if status:
        assert "priority[fw0] = 150" in said(capsys)


def test_the_settings_of_a_project(spec: str, tmp_path: Path) -> None:
    text = '[tool.hamodel]\noptions = { "priority[fw0]" = 150 }\n'
    text += '[tool.hamodel.specs."elects*"]\noptions = { "priority[fw1]" = 3 }\n'
    (tmp_path / "pyproject.toml").write_text(text)
    system = elaborate(load(spec))
    ((request, _),) = requests_with(asked({}), [system], find(Path()))
    assert request == Request(options={"priority[fw0]": 150, "priority[fw1]": 3})
    ((request, _),) = requests_with(asked({"set": ["priority[fw0]=7"]}), [system], find(Path()))
    assert request.options == {"priority[fw0]": 7, "priority[fw1]": 3}
    (tmp_path / "pyproject.toml").write_text(text.replace("= 3", "= 300"))
    with pytest.raises(SpecError) as raised:
        requests_with(asked({}), [system], find(Path()))
    (problem,) = raised.value.diagnostics
    assert "priority[fw1]" in f"{problem.headline} {problem.help}"


def test_the_api(spec: str) -> None:
    loaded = hamodel.load(spec)
    assert list(loaded.options)[:2] == ["priority[fw0]", "priority[fw1]"]
    checked = loaded.check(options={"priority[fw0]": 150, "priority[fw1]": 200}, properties=["never_fw1"])
    trace = checked["never_fw1"].trace
    assert trace is not None
    assert (trace.options["priority[fw0]"], trace.options["priority[fw1]"]) == (150, 200)
    assert loaded.play("fw0_wins", {"priority[fw1]": 1}).failure == ""
    rows = loaded.check(properties=["never_fw1"], engine="explicit").rows()
    assert {row["stands_for"] for row in rows if row["verdict"] == "violated"} == {"priority[fw0] < priority[fw1]"}
    assert sum(row["combinations"] for row in rows if row["property"] == "never_fw1") == 65_536 * 4
