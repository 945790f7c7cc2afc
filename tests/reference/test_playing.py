"""Runs of the model on the reference pair: which are followed, that the pair shows each state, and what a reader is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from strategies import readers

from hamodel import cli
from hamodel.check.pipeline import check
from hamodel.check.request import requests
from hamodel.check.texts import asked as typed
from hamodel.conformance.observation import Reader
from hamodel.follow.events import disagreements
from hamodel.follow.script import play
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import Step, Trace
from hamodel.model.transform import IDLE
from hamodel.model.verdict import Reached
from hamodel.reference.panos.clock import Clock
from hamodel.reference.panos.dataplane import DataPlane
from hamodel.reference.panos.links import HaLink, Port
from hamodel.reference.panos.network import Way
from hamodel.reference.panos.packets import Packet
from hamodel.reference.panos.playing.fitting import DONE, OPTIONS, misfit
from hamodel.reference.panos.playing.moves import Move, again, make, started
from hamodel.reference.panos.playing.recording import record
from hamodel.reference.panos.playing.search import Steered, Stuck, steer
from hamodel.reference.panos.playing.story import story_result
from hamodel.report import RESULT_FORMATS
from hamodel.report.results.text import text as as_text
from hamodel.report.style import Style, finished

ROOT = Path(__file__).parent.parent.parent
SPEC = "specs/panos/active_active.ha"

FOLLOWED = (
    "failover_and_failback",
    "end_log_is_doubled",
    "survivor_keeps_the_sessions",
    "split_brain_and_its_end",
    "ha3_is_cut",
    "the_secondary_relays",
    "tentative_without_ha3",
    "second_failure_during_tentative",
    "upgrade",
    "translation_without_a_duplicate_rule",
    "translation_with_a_duplicate_rule",
)
"""The scenarios that the pair follows to their end: all of them."""

COMMON = ("reverts=true", "synchronisation=complete", "nat=device_bound", "owner_selection=first_packet")


@cache
def system() -> System:
    return elaborate(load(str(ROOT / SPEC)))


def with_scenario(text: str) -> System:
    """The spec with one more scenario, `added`."""
    whole = (ROOT / SPEC).read_text() + "\nscenario added {\n" + text + "\n}\n"
    with TemporaryDirectory() as folder:  # what it imports is in the library
        path = Path(folder) / "added.ha"
        path.write_text(whole)
        return elaborate(load(str(path)))


@cache
def scenario(name: str) -> tuple[Scope, Trace, Steered]:
    found = next(scenario for scenario in system().scenarios if scenario.name == name)
    result = play(system(), found)
    assert result.failure is None
    assert result.trace is not None
    return result.scope, result.trace, steer(system(), result.scope, result.trace)


def added(text: str) -> tuple[System, Scope, Trace, Steered]:
    spec = with_scenario(text)
    result = play(spec, spec.scenarios[-1])
    assert result.failure is None, result.failure
    assert result.trace is not None
    return spec, result.scope, result.trace, steer(spec, result.scope, result.trace)


def assert_shown(spec: System, scope: Scope, trace: Trace, steered: Steered) -> None:
    """Another pair is given the moves; what it shows is read as an observation and compared with the state, cell by cell."""
    reader, reference = Reader(spec, scope), started(scope, steered.timers)
    assert [scene.first for scene in steered.scenes] == [0, *(scene.last for scene in steered.scenes[:-1])]
    for scene in steered.scenes:
        for move in scene.moves:
            make(reference, move)
        seen = reader.read(reference.observe())
        assert len(seen) > 20
        assert disagreements(trace.states[scene.last], seen) == [], f"after step {scene.last}"


# --- what is followed ------------------------------------------------------------------------------------------------


def test_every_scenario_is_known_here() -> None:
    assert {scenario.name for scenario in system().scenarios} == set(FOLLOWED)


@pytest.mark.parametrize("name", FOLLOWED)
@pytest.mark.sampled
def test_a_scenario_is_followed_to_its_end(name: str) -> None:
    scope, trace, steered = scenario(name)
    assert steered.stuck is None
    assert steered.followed == len(trace.steps)
    assert_shown(system(), scope, trace, steered)


COUNTEREXAMPLES = (
    "ownership.single_owner",
    "failback_restores_inspection",
    "one_firewall_logs",
    "no_port_twice",
    "ownership.no_orphan",
    "nobody_owns_what_both_know",
    "no_log_is_lost",
    "ha3_costs_a_firewall",
)


@cache
def findings() -> dict[str, tuple[Scope, Trace]]:
    """What a check finds where each firewall sets up the sessions that the addresses give it."""
    ((request, _),) = requests(typed({"set": (*COMMON, "session_setup=ip_modulo"), "property": COUNTEREXAMPLES}), [system()])
    found: dict[str, tuple[Scope, Trace]] = {}
    for finding in check(system(), request).findings:
        for result in finding.results:
            if isinstance(result.answer, Reached) and result.answer.trace is not None:
                sizes = {sort: size for sort, size in result.sizes.items() if size is not None}
                found[finding.name] = Scope(sizes, request.options), result.answer.trace
    return found


@pytest.mark.parametrize("name", COUNTEREXAMPLES)
@pytest.mark.sampled
def test_a_counterexample_is_followed_to_its_end(name: str) -> None:
    scope, trace = findings()[name]
    steered = steer(system(), scope, trace)
    assert steered.stuck is None
    assert_shown(system(), scope, trace, steered)


def test_a_run_that_pauses_for_ever_is_followed_into_its_pause() -> None:
    """Hazard 32: handed back over a link that is cut, a session is nobody's: its packets go back and forth and are lost."""
    scope, trace = findings()["nobody_owns_what_both_know"]
    paused = Trace(trace.initial, (*trace.steps, Step(IDLE, (), trace.states[-1])), len(trace.steps))
    steered = steer(system(), scope, paused)
    assert steered.stuck is None
    assert_shown(system(), scope, paused, steered)
    *_, lines = record(scope, steered.timers, [scene.moves for scene in steered.scenes])
    # In each of 12 seconds two segments are said again, and each is tried at either firewall, which passes it on.
    assert [line.text for line in lines if line.where == "s0"] == [f"{12 * 2 * 2} packets passed over HA3, none comes through"]


def test_a_first_packet_may_be_set_up_by_either_firewall() -> None:
    """F1: the model leaves it open who sets up; on the pair the client's address decides it."""
    alone = "set nat = not_needed\nset synchronisation = complete\nfirst_packet(s0, fw0)\n"
    passed_on = alone + "deliver relay first(s0) from fw0 to fw1\nassert owner[fw0, s0] = fw0"
    for text in (alone + "assert phase[s0] = live", passed_on):
        spec, scope, trace, steered = added(text)
        assert steered.stuck is None
        assert_shown(spec, scope, trace, steered)
        (life,) = [life for life in again(scope, steered.timers, _moves(steered)).lives.values() if life is not None]
        assert int(life.talk.client[0].rpartition(".")[2]) % 2 == len(trace.steps) - 1


# --- what is not -----------------------------------------------------------------------------------------------------


def test_what_the_pair_refuses_is_said_with_its_reason() -> None:
    """A TCP scanner that misses half of a conversation is none."""
    spec, scope, trace, steered = added(
        "set session_setup = first_packet\nset owner_selection = first_packet\nset nat = not_needed\n"
        "set synchronisation = complete\nfirst_packet(s0, fw0)\nother_direction(s0, fw1)"
    )
    assert steered.followed == 1
    assert steered.stuck is not None
    assert steered.stuck.step == 1
    assert "half a conversation" in steered.stuck.reason
    text = as_text(story_result(spec, scope, trace, steered, "added", ""), Style())
    assert "✗ the pair does not follow the model in step 2, other_direction(s0, fw1)" in text
    assert "10.0.0.10:40001 > 203.0.113.1:80 SYN goes through" in text


def test_an_order_that_the_pair_does_not_have_is_said() -> None:
    """F4: the device that became tentative first is the first to be active again."""
    spec, scope, trace, steered = added(
        "set nat = not_needed\nset synchronisation = complete\n"
        "monitor_fails(fw0)\nmonitor_fails(fw1)\nhold_time_ends(fw1)\nassert mode[fw0] = tentative"
    )
    assert steered.followed == 2
    assert_shown(spec, scope, trace, steered)
    assert steered.stuck is not None
    assert ("mode[fw0]", "active_primary", "tentative") in steered.stuck.instead
    assert not steered.stuck.tired
    text = as_text(story_result(spec, scope, trace, steered, "added", ""), Style())
    assert "✗ the pair does not follow the model in step 3, hold_time_ends(fw1)" in text
    assert "mode[fw0] is active_primary on the pair, and tentative in the model" in text
    assert "tentative → active_primary" in text


@pytest.mark.heavy
def test_what_never_happens_on_the_pair_is_said() -> None:
    """A copy whose owner has none is dropped when the peer says so; over a link that is cut it says nothing."""
    spec, scope, trace, steered = added(
        "set nat = not_needed\nset synchronisation = complete\nfirst_packet(s0, fw0)\nsuspend(fw0)\nsuspend(fw1)\n"
        "deliver sync opened(s0) from fw0 to fw1\nfinish(s0)\ncut ha2\nage_out(fw0, s0)"
    )
    assert steered.followed == 6
    assert_shown(spec, scope, trace, steered)
    assert steered.stuck is not None
    assert steered.stuck.instead == ()
    said = as_text(story_result(spec, scope, trace, steered, "x", ""), Style())
    assert "nothing like it happens on the pair within 150 seconds" in said


def test_a_secondary_may_notice_late_that_ha3_is_cut() -> None:
    spec, scope, trace, steered = added(
        "set nat = not_needed\nset synchronisation = complete\n"
        "cut ha3\nfirst_packet(s0, fw0)\nha3_is_down(fw1)\nmend ha3\ntake_over(fw0)\nha3_is_back(fw1)"
    )
    assert steered.stuck is None
    assert_shown(spec, scope, trace, steered)


def test_a_pair_that_does_something_else_is_not_taken_for_one_that_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    scope, trace, _ = scenario("failover_and_failback")
    monkeypatch.setattr(DataPlane, "take_over", lambda self: None)
    stuck = steer(system(), scope, trace).stuck
    assert stuck is not None
    assert trace.steps[stuck.step].action == "take_over"
    assert ("owner[fw1, s0]", "fw0", "fw1") in stuck.instead


# --- what is told ----------------------------------------------------------------------------------------------------


def test_the_story_of_a_failover_and_failback(golden: Callable[[Path, str], None], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["run", SPEC, "--scenario", "failover_and_failback", "--on", "reference"]) == 0
    golden(ROOT / "tests/reference/goldens/on_pair.txt", capsys.readouterr().out)


def test_the_story_tells_when_threats_are_missed() -> None:
    """S6, S8, S11: what was taken over stays uninspected, what the survivor began is inspected."""
    scope, trace, steered = scenario("failover_and_failback")
    told = record(scope, steered.timers, [scene.moves for scene in steered.scenes])
    crash = next(number for number, scene in enumerate(steered.scenes) if trace.steps[scene.first].action == "crash")
    before = " ".join(line.text for lines in told[:crash] for line in lines)
    after = {name: " ".join(line.text for lines in told[crash:] for line in lines if line.where == name) for name in ("s0", "s1")}
    assert "found" in before
    assert "missed" not in before
    assert "missed" in after["s0"]
    assert "found" not in after["s0"]
    assert "found" in after["s1"]
    assert "missed" not in after["s1"]


@pytest.mark.parametrize("name", FOLLOWED)
@pytest.mark.sampled
def test_a_story_fits_its_page(name: str) -> None:
    scope, trace, steered = scenario(name)
    text = as_text(story_result(system(), scope, trace, steered, f"scenario {name}", ""), Style(unicode=False))
    assert text.isascii()
    assert max(map(len, text.split("\n")[1:])) <= 80
    assert len(re.findall(r"^ {1,3}\d+  \w", text, re.M)) == len(trace.steps)
    coloured = as_text(story_result(system(), scope, trace, steered, f"scenario {name}", ""), Style(unicode=False, colour=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", finished(coloured)) == text != coloured


def test_a_story_has_every_format() -> None:
    """The run of the model is in the page and in the JSON; a story that ends early is an error in JUnit."""
    scope, trace, steered = scenario(FOLLOWED[0])
    for stuck in (None, Stuck(len(trace.steps) - 1, reason="it does not")):
        told = story_result(system(), scope, trace, replace(steered, stuck=stuck), "scenario x", "")
        said = readers.read_json(RESULT_FORMATS["json"](told, Style()))
        assert said["follows"] == (stuck is None)
        assert len(said["trace"]) == len(trace.steps)
        (suite,) = readers.read_junit(RESULT_FORMATS["junit"](told, Style()))
        assert suite.errors == (stuck is not None)
        assert '"parts":[{"text"' in RESULT_FORMATS["html"](told, Style())


@pytest.mark.parametrize("name", ["failover_and_failback", "split_brain_and_its_end"])
def test_times_go_forward_and_nothing_depends_on_who_watches(name: str) -> None:
    scope, _, steered = scenario(name)
    told = record(scope, steered.timers, [scene.moves for scene in steered.scenes])
    times = [line.time for lines in told for line in lines]
    assert times == sorted(times)
    unwatched, watched = again(scope, steered.timers, _moves(steered)), started(scope, steered.timers)
    seen: list[object] = []

    def packet(device: int, packet: Packet, zone: str, way: Way) -> None:
        seen.append((device, packet, zone, way))

    watched.pair.network.watch = packet
    for link in (watched.pair.links.ha1, watched.pair.links.ha2, watched.pair.links.ha3):
        link.watch = lambda *what: seen.append(what)
    for move in _moves(steered):
        make(watched, move)
    assert len(seen) > 100
    assert watched.observe() == unwatched.observe()
    assert watched.pair.clock.now == unwatched.pair.clock.now >= max(times)


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.mark.heavy
def test_a_counterexample_is_played_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = [part for setting in (*COMMON, "session_setup=ip_modulo") for part in ("--set", setting)]
    assert cli.status(["run", SPEC, "--property", "ownership.no_orphan", *settings, "--on", "reference"]) == 0
    checked = capsys.readouterr().out
    assert "active_active: violated ownership.no_orphan" in checked
    assert "opened(s0), lost" in checked
    report = tmp_path / "report.json"
    names = ["--property", "ownership.no_orphan", "--property", "one_primary"]
    cli.status(["check", SPEC, *names, *settings, "--format", "json", "-o", str(report)])
    capsys.readouterr()
    assert cli.status(["run", SPEC, "--trace", str(report), "--property", names[1], "--on", "reference"]) == 0
    read = capsys.readouterr().out
    assert read.split("\n\n")[1:] == checked.split("\n\n")[1:]
    assert cli.status(["run", SPEC, "--trace", str(report), "--on", "reference"]) == 2
    assert "ownership.no_orphan" in capsys.readouterr().err
    data = json.loads(report.read_text())
    finding = next(row for row in data["findings"] if row["property"] == names[1])
    finding["trace"][0]["changes"][0]["after"] = "tentative"
    report.write_text(json.dumps(data))
    assert cli.status(["run", SPEC, "--trace", str(report), "--property", names[1], "--on", "reference"]) == 2
    assert "this spec does not allow step 1" in capsys.readouterr().err


@pytest.mark.heavy
def test_another_run_is_told_where_the_pair_cannot_follow_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    settings = [part for setting in COMMON for part in ("--set", setting)]
    assert cli.status(["run", SPEC, "--property", "ownership.single_owner", *settings, "--on", "reference"]) == 0
    out = capsys.readouterr().out
    assert "cut ha1" in out
    assert "the pair follows the model to the end" in out
    assert "note: the run that `hamodel check` shows has other_direction(s0, fw1)" in " ".join(out.split())
    first = ["--set", "session_setup=first_packet"]
    assert cli.status(["run", SPEC, "--property", "ownership.single_owner", *settings, *first, "--on", "reference"]) == 3
    assert "the pair does not follow the model in step 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("finding", "message"),
    [
        ({}, "it has runs of: none"),
        ({"property": "p", "trace": 1, "initial": {}, "with": {}}, "the trace of `p` is not as"),
        ({"property": "p", "trace": [], "initial": [], "with": {}}, "the trace of `p` is not as"),
        ({"property": "p", "trace": [], "initial": {}, "with": {"nat": ["x"]}}, "no value for the option `owner_selection`"),
        ({"property": "p", "trace": [], "initial": {"x": 1}, "with": {n: v[0] for n, v in OPTIONS.items()}}, "other cells"),
    ],
)
def test_a_report_that_makes_no_sense_is_one_message(
    finding: dict[str, object], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"spec": "active_active", "findings": [finding]}))
    assert cli.status(["run", SPEC, "--trace", str(report), "--on", "reference"]) == 2
    assert message in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--on", "reference", "--scenario", "upgrade", "--property", "one_primary"], "one run is played"),
        (["--on", "elsewhere", "--scenario", "upgrade"], "elsewhere"),
        (["--property", "one_primary"], "--on reference"),
        (["--on", "reference", "--property", "one_primry"], "one_primary"),
        (["--on", "reference", "--property", "one_primary", "--seed", "1"], "random walk"),
        (["--on", "reference", "--trace", "report.json", "--set", "nat=not_needed"], "--trace"),
        (["--on", "reference", "--trace", "gone.json"], "cannot read `gone.json`"),
        (["--on", "reference", "--trace", "README.md"], "it is no JSON"),
        (["--on", "reference", "--trace", "tests/report/goldens/everything.json"], "there is no report of `active_active` in it"),
        (["--on", "reference", "--scenario", "upgrad"], "did you mean `upgrade`"),
    ],
)
def test_what_cannot_be_played_is_one_message(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.status(["run", SPEC, *arguments]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.err.count("error") == 1
    assert captured.out == ""


def test_a_walk_is_played(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", SPEC, "--seed", "3", "--steps", "8"]
    cli.status(arguments)
    alone = re.findall(r"^  \d  (.*?)(?:  |$)", capsys.readouterr().out, re.M)
    assert cli.status([*arguments, "--on", "reference"]) == 0
    assert re.findall(r"^  \d  (.*?)(?:  |$)", capsys.readouterr().out, re.M) == alone
    assert len(alone) == 8


def test_what_holds_has_no_run(capsys: pytest.CaptureFixture[str]) -> None:
    settings = [part for setting in (*COMMON, "session_setup=ip_modulo") for part in ("--set", setting)]
    small = ["--scope", "Session=1", "--faults", "0"]
    assert cli.status(["run", SPEC, "--property", "the_receiver_owns", *settings, *small, "--on", "reference"]) == 2
    assert "there is no run to play: `the_receiver_owns` is proved" in capsys.readouterr().err


# --- which specs -----------------------------------------------------------------------------------------------------


def test_the_pair_can_do_what_the_spec_says_and_nothing_else() -> None:
    assert misfit(system()) is None
    actions = {action.name: len(action.parameters) for action in system().actions if action.kind in ("input", "fault")}
    assert actions == DONE
    domains: dict[str, set[Value]] = {option.name: set(Scope().domain(option.type)) for option in system().options}
    assert domains == {name: set(values) for name, values in OPTIONS.items()}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("faults 2\n", "faults 2\ninput reboot(d: Firewall) { mode[d] := initial }\n", "`reboot` cannot be done to the pair"),
        ("faults 2\n", "faults 2\nvar asleep[Firewall] : bool = false\n", "the pair has nothing that is `asleep`"),
        ("faults 2\n", "faults 2\noption colour : bool = true\n", "the option `colour`"),
        ("faults 2\n", "faults 2\nlink ha4\n", "ha4"),
        ("faults 2\n", "faults 2\nsort Flow\n", "the only sort is `Session`"),
        ("input other_direction(", "input other_direction(of: Firewall, ", "`other_direction` cannot be done"),
    ],
)
def test_another_spec_is_said_to_be_another_one(
    old: str, new: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / SPEC).read_text()
    assert text.count(old) == 1
    (tmp_path / "other.ha").write_text(text.replace(old, new))
    assert cli.status(["run", str(tmp_path / "other.ha"), "--scenario", "the_secondary_relays", "--on", "reference"]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert "the reference pair does not implement `active_active`" in captured.err


def test_options_that_exclude_each_other_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = re.sub(r"^assume .*$", "", (ROOT / SPEC).read_text(), flags=re.M)
    text += "\nscenario odd {\nset owner_selection = primary_device\nset session_setup = first_packet\ncut ha1\n}\n"
    (tmp_path / "odd.ha").write_text(text)
    assert cli.status(["run", str(tmp_path / "odd.ha"), "--scenario", "odd", "--on", "reference"]) == 2
    assert "the reference pair cannot be set so: `session_setup`" in capsys.readouterr().err


def test_a_spec_of_something_else_is_no_spec_of_the_pair(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["run", "specs/tutorial/3_fenced.ha", "--scenario", "split_brain_heals", "--on", "reference"]
    assert cli.status(command) == 2
    assert "does not implement `fenced`" in capsys.readouterr().err


# --- what it stands on -----------------------------------------------------------------------------------------------


def test_one_thing_happens_at_a_time() -> None:
    clock, happened = Clock(), []
    clock.after(5, lambda: happened.append("late"))
    clock.after(3, lambda: happened.append("early"))
    clock.after(1, lambda: happened.append("never")).cancel()
    assert clock.next_due() == 3
    clock.run_next()
    assert (happened, clock.now, clock.next_due()) == (["early"], 3, 5)
    clock.run_next()
    clock.run_next()
    assert (happened, clock.now, clock.next_due()) == (["early", "late"], 5, None)


def test_one_frame_is_released_and_one_end_can_be_deaf() -> None:
    clock, came = Clock(), []
    link = HaLink("ha2", clock, 1)
    for end in (0, 1):
        link.ports.append(Port(lambda frame, end=end: came.append((end, frame)), lambda up: None, lambda: True))
    told: list[tuple[int, bytes, str]] = []
    link.watch = lambda name, end, frame, fate: told.append((end, frame, fate))
    link.slow = True
    for frame in (b"a", b"b", b"c"):
        link.send(0, frame, may_wait=True)
    link.release(1)
    clock.run_until(10)
    assert came == [(1, b"b")]
    assert [frame for _, frame in link.waiting] == [b"a", b"c"]
    link.deaf = 1
    link.send(0, b"d", may_be_lost=True)
    link.send(1, b"e", may_be_lost=True)
    link.send(0, b"f")
    clock.run_until(20)
    assert came == [(1, b"b"), (0, b"e"), (1, b"f")]
    link.cut()
    assert told == [
        *((1, b"a", "waits"), (1, b"b", "waits"), (1, b"c", "waits"), (1, b"b", "arrives")),
        *((1, b"d", "lost"), (0, b"e", "arrives"), (1, b"f", "arrives"), (1, b"a", "lost"), (1, b"c", "lost")),
    ]


def _moves(steered: Steered) -> list[Move]:
    return [move for scene in steered.scenes for move in scene.moves]
