"""`hamodel replay`: what a run of the model explains is consistent, what no run explains is not, and nobody guesses.

The random logs are of known runs; what is held against them is a search through every order of the lines and every run, written
here, which knows neither cuts nor tables.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import struct
import subprocess
import sys
import time as clock
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from decimal import Decimal
from fcntl import ioctl
from itertools import product
from pathlib import Path
from random import Random
from termios import FIONREAD
from typing import IO, Any

import itf_py
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies.command import Running
from strategies.patience import until
from strategies.random_systems import Drawn, systems
from strategies.systems import SYSTEMS, pair, system, typed

from hamodel import cli
from hamodel.check.rows import combinations
from hamodel.conformance.logs.clocks import LogFile, merged, opened, skew_of
from hamodel.conformance.logs.lines import Lines
from hamodel.conformance.logs.problems import Problems
from hamodel.follow.events import Place
from hamodel.follow.footprints import Footprints
from hamodel.follow.logs import replay as replaying
from hamodel.follow.logs import sets as following
from hamodel.follow.logs.replay import Replay, Replayed
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.scope import Scope
from hamodel.model.semantics import cells, initial_states, is_initial, outcomes, successors
from hamodel.model.system import Action, System
from hamodel.model.trace import State, Step
from hamodel.model.transform import with_monitors
from hamodel.report import words

ROOT = Path(__file__).parent.parent.parent
PANOS = "specs/panos/active_active.ha"
SPLIT = "specs/tutorial/2_split_brain.ha"
REPORTS = Path(__file__).parent / "goldens"


def replayed(
    found: System,
    scope: Scope,
    *logs: str | bytes,
    skew: str = "0",
    unseen: Sequence[str] = (),
    strict: bool = True,
    every: Sequence[dict[str, Any]] = ({},),
    most_states: int = 100_000,
) -> Replayed:
    """The texts of logs, replayed."""
    problems = Problems()
    files = [
        LogFile(f"log{number}", io.BytesIO(text.encode() if isinstance(text, str) else text), problems)
        for number, text in enumerate(logs, 1)
    ]
    followed = Replay(found, scope, every, unseen, Decimal(skew), most_states)
    for file in files:
        file.header(found)
    for entry in merged(files, Lines(found, scope, problems, strict), Decimal(skew)):
        followed.read(entry)
        if not followed.going:
            break
    return followed.result(problems, strict=strict)


def lines(*said: dict[str, Any]) -> str:
    return "".join(json.dumps(line) + "\n" for line in said)


# --- random runs, logged ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """What happened, and what was seen; for the log and for the search that the log's answer is held against."""

    source: str
    time: Decimal
    action: Action | None
    arguments: tuple[Any, ...]
    seen: dict[Any, Any]

    def json(self, found: System) -> dict[str, Any]:
        said: dict[str, Any] = {"time": float(self.time), "from": self.source}
        if self.action is not None:
            names = [binder.name.partition("!")[0] for binder in self.action.parameters]
            step = Step(self.action.name, tuple(zip(names, self.arguments, strict=True)), {})
            if self.time % 2 < 1:
                said["action"] = words.action(found, step)
            else:
                said |= {"action": self.action.name, "arguments": dict(step.arguments)}
        if self.seen:
            said["state"] = {
                words.cell(cell): [words.message(sent) for sent in content] if isinstance(content, tuple) else content
                for cell, content in self.seen.items()
            }
        return said


def run_of(found: System, scope: Scope, random: Random, steps: int) -> list[tuple[Action | None, tuple[Any, ...], State]]:
    """A random run: what happened, and the state after it."""
    here = random.choice(list(initial_states(found, scope))[:50])
    run: list[tuple[Action | None, tuple[Any, ...], State]] = [(None, (), here)]
    for _ in range(steps):
        ways = [way for way in successors(found, scope, here) if way[2].state is not None]
        if not ways:
            break
        action, arguments, outcome = random.choice(ways)
        assert outcome.state is not None
        here = outcome.state
        run.append((action, arguments, here))
    return run


def logged(found: System, scope: Scope, random: Random, steps: int, skew: Decimal, most: int) -> list[Line]:
    """A log of a run: every input and fault, some steps, parts of some states; by two clocks that differ by the skew at most."""
    shown = {variable.name for variable in found.variables} | {channel.name for channel in found.channels}
    offsets = {source: skew * random.randint(-10, 10) / 20 for source in ("a", "b")}
    now, log = Decimal(10), []
    for action, arguments, state in run_of(found, scope, random, steps):
        now += Decimal(random.randint(1, 30)) / 10
        told = action is not None and (action.kind in ("input", "fault") or random.random() < 0.4)
        visible = [cell for cell in state if cell[0] in shown]
        seen = random.sample(visible, random.randint(0, min(3, len(visible)))) if random.random() < 0.6 else []
        if told or seen:
            source = random.choice("ab")
            happened = action if told else None
            log.append(Line(source, now + offsets[source], happened, arguments if told else (), {c: state[c] for c in seen}))
        if len(log) == most:
            break
    return log


def in_order(log: Sequence[Line]) -> list[Line]:
    """As the lines are read: by time; those of a source are already in order."""
    return sorted(log, key=lambda line: line.time)


def explained(found: System, scope: Scope, log: Sequence[Line], skew: Decimal) -> int:
    """How many of the first lines, in the order of their times, are in some explanation: all orders and all runs are tried."""
    cells = list(next(iter(initial_states(found, scope))))

    def frozen(state: State) -> tuple[Any, ...]:
        return tuple(state[cell] for cell in cells)

    def closed(states: set[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
        reached, waiting = set(states), list(states)
        while waiting:
            state = dict(zip(cells, waiting.pop(), strict=True))
            for action, _, outcome in successors(found, scope, state):
                if action.kind in ("step", "delivery") and outcome.state is not None:
                    after = frozen(outcome.state)
                    if after not in reached:
                        reached.add(after)
                        waiting.append(after)
        return reached

    def after(states: set[tuple[Any, ...]], line: Line) -> set[tuple[Any, ...]]:
        met = set()
        for contents in closed(states):
            state = dict(zip(cells, contents, strict=True))
            ends = [state]
            if line.action is not None:
                ways = outcomes(found, scope, state, line.action, line.arguments)
                ends = [dict(outcome.state) for outcome in ways if outcome.state is not None]
            met |= {frozen(end) for end in ends if all(end[cell] == content for cell, content in line.seen.items())}
        return met

    def first(earlier: int, later: int) -> bool:
        """Must this line happen before that one?"""
        one, other = log[earlier], log[later]
        return (one.source == other.source and earlier < later) or other.time - one.time > skew

    best = 0

    def extend(done: frozenset[int], states: set[tuple[Any, ...]]) -> None:
        nonlocal best
        best = max(best, next(i for i in range(len(log) + 1) if i not in done))
        for line in range(len(log)):
            if line not in done and all(other in done for other in range(len(log)) if first(other, line)):
                following = after(states, log[line])
                if following:
                    extend(done | {line}, following)

    extend(frozenset(), {frozen(state) for state in initial_states(found, scope)})
    return best


ONE = {"Session": 1}
SMALL = [("queue", ONE), ("bag", ONE), ("ring", {"Session": 2}), ("counter", {}), ("either", ONE)]
SKEWS = [Decimal(0), Decimal(1), Decimal(4)]


def at(name: str, sizes: dict[str, int]) -> tuple[System, Scope]:
    found = with_monitors(pair() if name == "pair" else system(name), ())
    return found, Scope(sizes, {option.name: option.default for option in found.options})


@pytest.mark.parametrize("skew", SKEWS, ids=str)
@pytest.mark.parametrize(("name", "sizes"), [*SMALL, ("pair", {"Session": 2})], ids=str)
@pytest.mark.sampled
def test_a_log_of_a_run_is_consistent(name: str, sizes: dict[str, int], skew: Decimal) -> None:
    found, scope = at(name, sizes)
    for seed in range(12):
        random = Random(seed)
        log = logged(found, scope, random, 25, skew, 15)
        if not log:
            continue
        text = lines(*(line.json(found) for line in in_order(log)))
        done = replayed(found, scope, text, skew=str(skew))
        assert done.answer == "consistent", (seed, text, done)
        assert (done.lines, done.unread.lines) == (len(log), 0)
        run = done.run
        assert run is not None
        assert run.trace is not None
        assert_a_run(found, scope, run.trace.initial, run.trace.steps, run.whole)
        files = [lines(*(line.json(found) for line in log if line.source == source)) for source in "ab"]
        assert replayed(found, scope, *files, skew=str(skew)).answer == "consistent"


def assert_a_run(found: System, scope: Scope, here: State, steps: Sequence[Step], whole: bool) -> None:
    """Each step follows from the state before it, by the reference semantics."""
    if whole:
        assert is_initial(found, scope, here)
    for step in steps:
        arguments = tuple(value for _, value in step.arguments)
        assert step.state in [outcome.state for outcome in outcomes(found, scope, here, found.action(step.action), arguments)]
        here = step.state


def mutated(found: System, scope: Scope, log: list[Line], random: Random) -> list[Line]:
    """The log with one thing changed: a value that was seen, an argument, an action, a line dropped, two swapped."""
    log = list(log)
    position = random.randrange(len(log))
    line = log[position]
    match random.choice(["seen", "seen", "action", "drop", "double"]):
        case "seen" if line.seen:
            cell = random.choice(list(line.seen))
            others = [state[cell] for _, _, state in run_of(found, scope, random, 10)]
            log[position] = replace(line, seen={**line.seen, cell: random.choice(others)})
        case "action":
            action = random.choice(found.actions)
            arguments = tuple(random.choice(scope.domain(binder.type)) for binder in action.parameters)
            log[position] = replace(line, action=action, arguments=arguments)
        case "drop":
            del log[position]
        case _:
            log.insert(position, line)
    return log


@pytest.mark.parametrize("skew", SKEWS, ids=str)
@pytest.mark.parametrize(("name", "sizes"), SMALL, ids=str)
@pytest.mark.parametrize("seeds", [range(16), pytest.param(range(16, 60), marks=pytest.mark.heavy)], ids=str)
@pytest.mark.sampled
def test_what_is_changed_is_judged_as_by_every_order_and_every_run(
    seeds: range, name: str, sizes: dict[str, int], skew: Decimal
) -> None:
    found, scope = at(name, sizes)
    judged = {"consistent": 0, "inconsistent": 0}
    for seed in seeds:
        random = Random(1000 + seed)
        log = in_order(logged(found, scope, random, 14, skew, 6))
        if not log:
            continue
        log = mutated(found, scope, log, random)
        if not log:
            continue
        text = lines(*(line.json(found) for line in log))
        done = replayed(found, scope, text, skew=str(skew))
        prefix = explained(found, scope, log, skew)
        assert done.answer == ("consistent" if prefix == len(log) else "inconsistent"), (seed, text, prefix)
        judged[done.answer] += 1
        if done.answer == "inconsistent":
            stopped = done.closest
            assert stopped is not None
            assert stopped.entry is not None
            assert stopped.entry.place.line == prefix + 1, (seed, text)
            assert stopped.trace is not None
            assert_a_run(found, scope, stopped.trace.initial, stopped.trace.steps, stopped.whole)
    assert min(judged.values()) >= len(seeds) // 10, judged


# --- several clocks --------------------------------------------------------------------------------------------------

SWITCH = """
spec switch
var on : bool = false
var n : 0..3 = 0
input flip { on := not on }
input add when on and n < 3 { n := n + 1 }
fault reset { on := false  n := 0 }
step drop_one when n = 3 { n := 2 }
"""
ON, ADD = {"action": "flip"}, {"action": "add"}
NOWHERE = Scope()


def swapped(apart: float) -> str:
    """`add` is logged by one clock so much before `flip` by another; it needs `flip`."""
    return lines({"time": 5, "from": "b", **ADD}, {"time": 5 + apart, "from": "a", **ON})


@pytest.mark.parametrize(
    ("apart", "skew", "answer"),
    [(0.05, "0.05", "consistent"), (0.051, "0.05", "inconsistent"), (0.1, "0", "inconsistent"), (0, "0", "consistent")],
)
def test_the_skew_is_exact_and_equal_times_are_in_any_order(apart: float, skew: str, answer: str) -> None:
    assert replayed(typed(SWITCH), NOWHERE, swapped(apart), skew=skew).answer == answer


def test_lines_of_one_source_are_never_swapped() -> None:
    text = lines({"time": 5, "from": "a", **ADD}, {"time": 5, "from": "a", **ON})
    done = replayed(typed(SWITCH), NOWHERE, text, skew="10")
    assert done.answer == "inconsistent"
    assert done.closest is not None
    assert done.closest.entry is not None
    assert done.closest.entry.place == Place("log1", 1)


def test_an_input_between_that_was_logged_later_is_not_forgotten() -> None:
    """Alone the first two lines are not explained; the third one, of another clock, comes between them."""
    off = {"state": {"on": False}}
    text = lines({"time": 1, "from": "a", **ON}, {"time": 2, "from": "a", **off}, {"time": 2.5, "from": "b", **ON})
    assert replayed(typed(SWITCH), NOWHERE, text, skew="1").answer == "consistent"
    assert replayed(typed(SWITCH), NOWHERE, text, skew="0.4").answer == "inconsistent"


def test_several_files_are_one_log() -> None:
    one, other = lines({"time": 1, **ON}, {"time": 3, **ON}), lines({"time": 2, **ADD}, {"time": 4, "state": {"n": 1}})
    assert replayed(typed(SWITCH), NOWHERE, one, other).answer == "consistent"
    late = lines({"time": 3.5, **ADD})
    done = replayed(typed(SWITCH), NOWHERE, one, late)
    assert done.closest is not None
    assert done.closest.entry is not None
    assert done.closest.entry.place == Place("log2", 1)


def test_a_file_may_be_out_of_order_by_the_skew_and_no_more() -> None:
    text = lines({"time": 2, "from": "b", **ADD}, {"time": 1.5, "from": "a", **ON})
    assert replayed(typed(SWITCH), NOWHERE, text, skew="0.5").answer == "consistent"
    off = {"state": {"on": False}}
    text = lines({"time": 2, "from": "b", **ON}, {"time": 3, "from": "b", **ADD}, {"time": 1, "from": "a", **off})
    done = replayed(typed(SWITCH), NOWHERE, text, skew="0.5")
    assert (done.answer, done.unread.lines, done.unread.gap) == ("cannot tell", 1, True)


def test_a_clock_that_goes_back_is_a_problem() -> None:
    done = replayed(typed(SWITCH), NOWHERE, lines({"time": 2, **ON}, {"time": 1, **ADD}))
    assert (done.answer, done.lines) == ("cannot tell", 1)
    assert "earlier than a line of `log1` above it" in done.unread.listed[0].reason


def test_without_times_the_file_is_the_order() -> None:
    text = lines({"from": "b", **ADD}, {"from": "a", **ON})
    assert replayed(typed(SWITCH), NOWHERE, text, skew="100").answer == "inconsistent"


@pytest.mark.parametrize(("text", "seconds"), [("50ms", "0.05"), ("2", "2"), ("1.5s", "1.5"), ("1m", "60"), ("5 ms", "0.005")])
def test_a_skew(text: str, seconds: str) -> None:
    assert skew_of(text) == Decimal(seconds)


@pytest.mark.parametrize("text", ["", "-1s", "1 parsec", "nan", "1e3", "٣s"])
def test_no_skew(text: str) -> None:
    assert skew_of(text) is None


def test_dates_are_times() -> None:
    early, late = "2030-01-31T12:00:00.250Z", "2030-01-31T13:00:00.300+01:00"
    text = lines({"time": early, "from": "b", **ADD}, {"time": late, "from": "a", **ON})
    assert replayed(typed(SWITCH), NOWHERE, text, skew="0.05").answer == "consistent"
    assert replayed(typed(SWITCH), NOWHERE, text, skew="0.049").answer == "inconsistent"


# --- what may happen unseen ------------------------------------------------------------------------------------------


def test_steps_happen_unseen_inputs_and_faults_only_if_allowed() -> None:
    found = typed(SWITCH)
    three = [ON, ADD, ADD, ADD]
    assert replayed(found, NOWHERE, lines(*three, {"state": {"n": 2}})).answer == "consistent"
    assert replayed(found, NOWHERE, lines(*three, {"state": {"n": 1}})).answer == "inconsistent"
    assert replayed(found, NOWHERE, lines(*three, {"state": {"n": 1}}), unseen=["reset", "flip", "add"]).answer == "consistent"
    assert replayed(found, NOWHERE, lines(*three, {"state": {"n": 0}}), unseen=["reset"]).answer == "consistent"
    assert replayed(found, NOWHERE, lines(ADD)).answer == "inconsistent"
    assert replayed(found, NOWHERE, lines(ADD), unseen=["flip"]).answer == "consistent"


def test_what_a_line_shows_is_so_at_once_after_its_action() -> None:
    found = typed(SWITCH)
    three = [ON, ADD, ADD]
    assert replayed(found, NOWHERE, lines(*three, {**ADD, "state": {"n": 3}})).answer == "consistent"
    assert replayed(found, NOWHERE, lines(*three, {**ADD, "state": {"n": 2}})).answer == "inconsistent"
    assert replayed(found, NOWHERE, lines(*three, ADD, {"state": {"n": 2}})).answer == "consistent"


# --- what cannot be read ---------------------------------------------------------------------------------------------

UNREAD = {
    "another action": ('{"action": "jump"}', False),
    "a typing error": ('{"acton": "flip"}', False),
    "a wrong type": ('{"action": 3}', False),
    "another cell": ('{"state": {"off": true}}', False),
    "a value that it cannot have": ('{"state": {"n": 9}}', False),
    "a number for a bool": ('{"state": {"on": 1}}', False),
    "a bool for a number": ('{"state": {"n": true}}', False),
    "a fraction": ('{"state": {"n": 1.0}}', False),
    "nothing": ("{}", False),
    "an argument too many": ('{"action": "flip", "arguments": {"s": "s0"}}', False),
    "arguments of nothing": ('{"arguments": {"s": "s0"}}', False),
    "arguments in a list": ('{"action": "flip", "arguments": ["s0"]}', False),
    "an argument that is a list": ('{"action": "flip", "arguments": {"s": []}}', False),
    "options too late": ('{"options": {}}', False),
    "a state that is a list": ('{"state": ["on"]}', False),
    "a cell twice": ('{"state": {"on": true, " on": true}}', False),
    "no JSON": ("on!", True),
    "half a line": ('{"action": "fl', True),
    "a number": ("17", True),
    "not a number": ('{"state": {"n": NaN}}', True),
    "a key twice": ('{"action": "flip", "action": "add"}', True),
    "another encoding": ('{"action": "flip"}'.encode("utf-16"), True),
    "zeros": (b"\0" * 100, True),
    "deep": ("[" * 200_000, True),
    "deep in a state": ('{"state": {"on": ' + "[" * 400 + "]" * 400 + "}}", False),
    "a huge number": ('{"state": {"n": ' + "9" * 10_000 + "}}", True),
    "a huge line": ('{"note": "' + "-" * 2_000_000 + '"}', True),
    "a time where there was none": ('{"time": 3, "action": "flip"}', True),
    "a source without a name": ('{"from": 3, "action": "flip"}', True),
}


def with_between(bad: str | bytes, before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> bytes:
    return lines(*before).encode() + (bad.encode() if isinstance(bad, str) else bad) + b"\n" + lines(*after).encode()


@pytest.mark.parametrize("kind", UNREAD)
def test_what_is_not_understood_is_told_and_is_not_nothing(kind: str) -> None:
    bad, gap = UNREAD[kind]
    found = typed(SWITCH)
    done = replayed(found, NOWHERE, with_between(bad, [ON], [ADD]))
    assert (done.answer, done.unread.lines, done.unread.gap) == ("cannot tell", 1, gap), done.unread
    assert done.unread.listed[0].place.line == 2
    assert len(done.unread.listed[0].reason) < 250
    assert done.unread.listed[0].reason.isprintable()
    without = replayed(found, NOWHERE, with_between(bad, [ON], [ADD]), strict=False)
    assert (without.answer, without.lines, without.unread.lines) == ("consistent", 3 if kind == "a cell twice" else 2, 1)


@pytest.mark.parametrize("kind", UNREAD)
def test_an_inconsistency_before_it_is_one_and_after_it_only_if_no_action_helps(kind: str) -> None:
    bad, gap = UNREAD[kind]
    found = typed(SWITCH)
    assert replayed(found, NOWHERE, with_between(bad, [ADD], [])).answer == "inconsistent"
    # `flip` may have been on the line: `add` is then possible. It is not if the line spoke of the state only, or was understood.
    only_state = bad if isinstance(bad, bytes) else '"state"' in bad and "NaN" not in bad
    off = {"state": {"on": False}}
    done = replayed(found, NOWHERE, with_between(bad, [off], [ADD]))
    assert done.answer == "cannot tell" or (not gap and only_state and done.answer == "inconsistent"), done
    # Twice `add` and what follows takes more than one action.
    done = replayed(found, NOWHERE, with_between(bad, [off], [{"state": {"n": 2}}]))
    assert done.answer == ("cannot tell" if gap else "inconsistent")
    assert replayed(found, NOWHERE, with_between(bad, [off], [ADD]), strict=False).answer == "inconsistent"


def test_of_a_line_that_is_half_understood_the_half_is_used() -> None:
    found = typed(SWITCH)
    bad = '{"action": "flip", "state": {"off": true, "on": false}}'
    assert replayed(found, NOWHERE, bad).answer == "inconsistent"
    bad = '{"action": "flip", "state": {"off": true, "on": true}}'
    assert replayed(found, NOWHERE, bad).answer == "cannot tell"
    assert replayed(found, NOWHERE, bad, strict=False).answer == "consistent"


@pytest.mark.parametrize("text", ["", "\n\n", " \n\t\n", '{"options": {}}\n', "{}\n", "no\n"])
def test_a_log_that_says_nothing(text: str) -> None:
    for strict in (True, False):
        assert replayed(typed(SWITCH), NOWHERE, text, strict=strict).answer == "cannot tell"


def test_many_unread_lines_are_counted_and_few_listed() -> None:
    done = replayed(typed(SWITCH), NOWHERE, "no\n" * 5000)
    assert (done.unread.lines, len(done.unread.listed)) == (5000, 5)


def test_more_than_can_be_followed_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = typed(SWITCH)
    done = replayed(found, NOWHERE, lines(ON, ADD), unseen=["flip", "add"], most_states=3)
    assert done.answer == "cannot tell"
    assert done.lost[0].place == Place("log1", 1)
    monkeypatch.setattr(replaying, "MOST_CUTS", 3)
    done = replayed(found, NOWHERE, lines(*({"time": 1, "from": source, **ON} for source in "abab")))
    assert done.answer == "cannot tell"
    assert "ways" in done.lost[0].reason


def test_tables_that_are_emptied_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found, scope = at("bag", {"Session": 1})
    logs = [in_order(logged(found, scope, Random(seed), 25, Decimal(1), 15)) for seed in range(8)]
    texts = [lines(*(line.json(found) for line in log)) for log in logs]
    expected = [replayed(found, scope, text, skew="1") for text in texts]
    monkeypatch.setattr(replaying, "MOST_KNOWN", 2)
    monkeypatch.setattr(replaying, "KEPT", 3)
    for text, known in zip(texts, expected, strict=True):
        done = replayed(found, scope, text, skew="1")
        assert done.answer == known.answer == "consistent"
        assert (done.lines, done.states) == (known.lines, known.states)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(systems() | systems(wired=True), st.randoms(use_true_random=False))
def test_what_is_remembered_of_an_action_is_what_the_semantics_says(drawn: Drawn, random: Random) -> None:
    """In states of a random walk, each of them looked at when much is remembered already."""
    found, scope = with_monitors(drawn.system, ()), drawn.scope
    order = cells(found, scope)
    steps = Footprints(found, scope, order)
    here = next(initial_states(found, scope), None)
    for _ in range(12):
        if here is None:
            break
        state = tuple(here[cell] for cell in order)
        onwards: list[State] = []
        for action in found.actions:
            for arguments in product(*(scope.domain(binder.type) for binder in action.parameters)):
                ends = [outcome.state for outcome in outcomes(found, scope, here, action, arguments) if outcome.state is not None]
                remembered = steps(state, action, arguments)
                assert set(remembered) == {tuple(end[cell] for cell in order) for end in ends}
                assert len(set(remembered)) == len(remembered)
                onwards += ends
        here = random.choice(onwards) if onwards else None


@pytest.mark.parametrize("seed", range(6))
def test_a_run_is_found_backwards_through_emptied_tables(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that need no steps, so that what is shown reaches back to the oldest moment that is kept."""
    found, scope = at("queue", {"Session": 1})
    log = in_order(logged(found, scope, Random(seed), 60, Decimal(0), 40))
    same = [replace(log[-1], action=None, arguments=(), seen={}, time=log[-1].time + number) for number in range(1, 4)]
    cell = ("owner", ("fw0", "s0"))
    wrong = [replace(line, seen={cell: value}) for line, value in zip(same, ("fw0", "fw1", None), strict=True)]
    monkeypatch.setattr(replaying, "MOST_KNOWN", 2)
    monkeypatch.setattr(replaying, "KEPT", 3)
    monkeypatch.setattr(following.Model, "forget", eager(following.Model.forget))
    done = replayed(found, scope, lines(*(line.json(found) for line in (*log, *wrong))))
    assert done.answer == "inconsistent"
    assert done.closest is not None
    assert done.closest.trace is not None
    assert_a_run(found, scope, done.closest.trace.initial, done.closest.trace.steps, done.closest.whole)


def eager(forget: Callable[..., None]) -> Callable[..., None]:
    """Tables that count as full whenever they are looked at."""

    def at_once(model: following.Model, living: Any) -> None:
        model.most_known = 0
        forget(model, living)

    return at_once


# --- actions, arguments, options -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "arguments", "possible"),
    [
        ("open(s0, fw0)", None, True),
        (" open ( s0 ,fw0 ) ", None, True),
        ("open", {"s": "s0", "d": "fw0"}, True),
        ("open", {"d": "fw1"}, True),
        ("open", None, True),
        ("deliver sync opened(s0, fw0) from fw0 to fw1", None, False),
        ("lose sync", None, False),
        ("cut ha", None, True),
        ("mend ha", None, False),
    ],
)
def test_an_action_is_told_as_a_scenario_would(action: str, arguments: dict[str, Any] | None, possible: bool) -> None:
    found, scope = at("queue", {"Session": 1})
    done = replayed(found, scope, lines({"action": action, "arguments": arguments}))
    assert done.unread.lines == 0, done.unread
    assert done.answer == ("consistent" if possible else "inconsistent")


@pytest.mark.parametrize(
    ("action", "arguments", "said"),
    [
        ("opens(s0, fw0)", None, "did you mean `open`?"),
        ("open(s0)", None, "`open` has 2 arguments, not 1"),
        ("open(s7, fw0)", None, "give `--scope Session=8`"),
        ("open(fw0, s0)", None, "`s` of `open` cannot be \"fw0\""),
        ("open(s0, fw0)", {"s": "s0"}, "`s` is said twice"),
        ("open", {"s": 0}, "cannot be 0"),
        ("open", {"t": "s0"}, "has no parameter `t`"),
        ("open(s0, fw0) from fw0 to fw1", None, "not from one to another"),
        ("deliver", None, "no action `deliver`"),
        ("open" * 1000, None, "no action"),
    ],
)
def test_an_action_that_cannot_be_meant(action: str, arguments: dict[str, Any] | None, said: str) -> None:
    found, scope = at("queue", {"Session": 1})
    done = replayed(found, scope, lines({"action": action, "arguments": arguments}))
    assert done.unread.lines == 1
    assert said in done.unread.listed[0].reason


LINKED = """
spec linked
node Firewall { fw0, fw1 }
enum Net { n0, n1 }
link ha1[Firewall, Firewall], lan[Net]
var heard[Firewall] : bool = false
channel sync over ha1[from, to] from Firewall to Firewall carries hi fifo 1
input tell(d: Firewall) when not heard[d] { for p: Firewall where p != d { send sync hi from d to p } }
on sync hi from a to b { heard[b] := true }
"""


@pytest.mark.parametrize(
    ("said", "consistent"),
    [
        (({"action": "cut lan[n0]"}, {"state": {"lan[n0]": "down", "lan[n1]": "up"}}), True),
        (({"action": "cut lan[n0]"}, {"state": {"lan[n1]": "down"}}), False),
        (({"action": "cut lan"}, {"state": {"lan[n1]": "down"}}), True),
        (({"action": "cut lan", "arguments": {"net": "n1"}}, {"state": {"lan[n1]": False}}), True),
        (({"action": "cut ha1 from fw0 to fw1"}, {"state": {"ha1[fw0, fw1]": "down", "ha1[fw1, fw0]": "up"}}), True),
        (({"action": "cut ha1 from fw0 to fw1"}, {"action": "tell(fw1)"}, {"action": "deliver sync hi from fw1 to fw0"}), True),
        (({"action": "cut ha1 from fw0 to fw1"}, {"action": "tell(fw0)"}, {"action": "deliver sync hi from fw0 to fw1"}), False),
        (({"action": "cut ha1[fw0, fw1]"}, {"action": "mend ha1 from fw1 to fw0"}), False),
        (
            (
                {"action": "cut ha1", "arguments": {"sender": "fw0", "receiver": "fw1"}},
                {"action": "mend ha1 from fw0 to fw1", "state": {"ha1[fw0, fw1]": "up"}},
            ),
            True,
        ),
    ],
)
def test_links_with_indices_are_told_as_a_scenario_would(said: Sequence[dict[str, Any]], consistent: bool) -> None:
    found = typed(LINKED)
    done = replayed(found, Scope(), lines(*said))
    assert done.unread.lines == 0, done.unread
    assert done.answer == ("consistent" if consistent else "inconsistent")


def test_a_delivery_may_leave_its_message_open() -> None:
    found, scope = at("queue", {"Session": 1})
    sent = {"action": "open(s0, fw0)"}
    told = {"state": {"owner[fw1, s0]": "fw0"}}
    assert replayed(found, scope, lines(sent, {"action": "deliver sync"}, told)).answer == "consistent"
    assert replayed(found, scope, lines(sent, {"action": "deliver sync closed"})).answer == "inconsistent"
    assert replayed(found, scope, lines(sent, {"action": "deliver sync from fw1 to fw0"})).answer == "inconsistent"


def test_every_combination_of_the_options_is_tried_by_itself() -> None:
    found = typed(
        """
        spec chosen
        option step_by : 1..3
        var x : 0..9 = 0
        input go when x + step_by <= 9 { x := x + step_by }
        """
    )
    every = [dict(choice) for choice in combinations(found, {})]
    go = {"action": "go"}
    done = replayed(found, NOWHERE, lines(go, go, {"state": {"x": 4}}), every=every)
    assert (done.answer, done.explaining) == ("consistent", (1,))
    done = replayed(found, NOWHERE, lines(go, {"state": {"x": 3}}, go, {"state": {"x": 5}}), every=every)
    assert done.answer == "inconsistent"
    assert done.closest is not None
    assert done.closest.entry is not None
    assert done.closest.entry.place.line == 4
    assert done.closest.scope.options == {"step_by": 3}


def test_assumptions_about_states_leave_runs_out() -> None:
    found = typed(
        """
        spec assumed
        var x : 0..9 = 0
        input go when x < 9 { x := x + 1 }
        assume low = x <= 1
        """
    )
    go = {"action": "go"}
    assert replayed(found, NOWHERE, lines(go)).answer == "consistent"
    assert replayed(found, NOWHERE, lines(go, go)).answer == "inconsistent"


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a folder of its own, where paths are as short on every machine."""
    (tmp_path / "specs").symlink_to(ROOT / "specs")
    (tmp_path / "README.md").symlink_to(ROOT / "README.md")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")


@dataclass
class Command:
    """`hamodel replay` with these logs, by the names of files."""

    capsys: pytest.CaptureFixture[str]

    def __call__(self, spec: str, *arguments: str, **logs: str | bytes) -> tuple[int, str, str]:
        paths = []
        for name, text in logs.items():
            path = Path(name.replace("__", "."))
            path.write_bytes(text.encode() if isinstance(text, str) else text)
            paths.append(str(path))
        status = cli.status(["replay", spec, *paths, *arguments])
        out, err = self.capsys.readouterr()
        return status, out, err


@pytest.fixture
def replay(capsys: pytest.CaptureFixture[str], at_home: None) -> Command:
    return Command(capsys)


BRAIN = lines({"action": "cut heartbeat"}, {"state": {"mode[left]": "active", "mode[right]": "active"}})
SPLIT_BRAIN = lines(
    {"state": {"mode[fw0]": "active_primary", "mode[fw1]": "active_secondary"}},
    {"action": "first_packet", "arguments": {"s": "s0", "at": "fw0"}},
    {"action": "cut ha1"},
    {"state": {"mode[fw0]": "active_primary", "mode[fw1]": "active_primary"}},
)
OPTIONS = {
    "options": {"reverts": True, "owner_selection": "first_packet", "nat": "not_needed", "synchronisation": "complete"},
}
FAILBACK = (
    OPTIONS,
    {"time": 1.0, "from": "fw0", "action": "first_packet(s0, fw0)", "state": {"decoder[fw0, s0]": True}},
    {"time": 1.2, "from": "fw1", "state": {"owner[fw1, s0]": "fw0"}},
    {"time": 5.0, "from": "fw0", "action": "monitor_fails(fw0)"},
    {"time": 6.0, "from": "fw1", "action": "take_over(fw1)"},
    {"time": 70.0, "from": "fw0", "state": {"mode[fw0]": "active_secondary"}},
    {"time": 71.0, "from": "fw1", "action": "hand_back", "state": {"owner[fw1, s0]": "fw0"}},
    {"time": 72.0, "from": "fw0", "state": {"owner[fw0, s0]": "fw0", "phase[s0]": "live"}},
)
RESUMED = (*FAILBACK, {"time": 80.0, "from": "fw0", "state": {"phase[s0]": "live", "decoder[fw0, s0]": True}})


@pytest.mark.heavy
def test_a_split_brain_is_explained(replay: Command) -> None:
    status, out, _ = replay(PANOS, "--traces", log=SPLIT_BRAIN)
    assert status == 0
    assert "take_over(fw1)" in out
    assert "consistent: a run of the model explains all 4 lines" in out
    status, out, _ = replay(PANOS, log=SPLIT_BRAIN.replace('{"action": "cut ha1"}\n', ""))
    assert status == 1
    assert "log:3" in out
    status, out, _ = replay(PANOS, "--unseen", "cut ha1", log=SPLIT_BRAIN.replace('{"action": "cut ha1"}\n', ""))
    assert status == 0


def test_inspection_does_not_resume_after_failback(replay: Command, golden: Callable[[Path, str], None]) -> None:
    assert replay(PANOS, log=lines(*FAILBACK))[0] == 0
    status, out, _ = replay(PANOS, log=lines(*RESUMED))
    assert status == 1
    assert "no run of the model explains log:9" in out
    golden(REPORTS / "replay.failback.txt", out)


def test_what_is_missing_for_an_action_is_told(replay: Command, golden: Callable[[Path, str], None]) -> None:
    logs = (BRAIN, lines({"action": "take_over(right)"}), lines({"action": "cut heart"}))
    parts = [replay(SPLIT, log=text)[1] for text in logs]
    steps = [{"action": "first_packet(s0, fw0)"}, {"action": "deliver sync closed(s0) from fw0 to fw1"}]
    parts.append(replay(PANOS, log=lines(OPTIONS, *steps))[1])
    golden(REPORTS / "replay.txt", "\n\n".join(part.rstrip("\n") for part in parts))


def test_json_for_programs(replay: Command, golden: Callable[[Path, str], None]) -> None:
    status, out, _ = replay(PANOS, "--format", "json", log=lines(*RESUMED))
    told = json.loads(out)
    assert (status, told["answer"], told["unexplained"]["line"]) == (1, "inconsistent", 9)
    assert told["differing"] == [{"cell": "decoder[fw0, s0]", "model": "false", "log": "true"}]
    golden(REPORTS / "replay.json", out)


def test_a_packed_log_and_one_from_stdin(replay: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert replay(SPLIT, log__gz=gzip.compress(BRAIN.encode()))[0] == 0
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BRAIN.encode())))
    status, out, _ = replay(SPLIT, "-")
    assert status == 0
    assert "replay of stdin" in out


@pytest.mark.heavy
def test_members_that_the_log_names_are_there(replay: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    text = lines(*({"action": f"first_packet(s{number}, fw0)"} for number in (0, 1, 2)))
    status, out, _ = replay(PANOS, "--set", "nat=not_needed", log=text)
    assert status == 0
    assert "Session = 3" in out
    status, out, _ = replay(PANOS, "--set", "nat=not_needed", "--scope", "Session=2", log=text)
    assert status == 3
    assert "give `--scope Session=3`" in " ".join(out.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--unseen", "crsh"], "did you mean `crash`?"),
        (["--unseen", "take_over"], "steps and deliveries may happen unseen anyway"),
        (["--skew", "soon"], "`--skew soon` is not a time"),
        (["gone.jsonl"], "cannot read `gone.jsonl`"),
        (["specs"], "cannot read `specs`"),
        (["README.md", "README.md"], "named twice"),
        (["--scope", "Session=0"], "no member"),
        (["--set", "nat=no"], "has no such value"),
    ],
)
def test_a_command_that_cannot_be_meant(arguments: list[str], said: str, replay: Command) -> None:
    status, out, err = replay(PANOS, *arguments, log=SPLIT_BRAIN)
    assert (status, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"nat": "no"}, "option `nat` cannot be"),
        ({"natt": "not_needed"}, "did you mean `nat`?"),
        ([], "`options` map options to values"),
    ],
)
def test_options_that_cannot_be_meant(options: object, said: str, replay: Command) -> None:
    status, _, err = replay(PANOS, log=lines({"options": options}) + SPLIT_BRAIN)
    assert status == 2
    assert said in err


def test_logs_that_contradict_each_other_or_the_command(replay: Command) -> None:
    text = lines({"options": {"nat": "not_needed"}}, {"time": 1, "action": "cut ha1"})
    status, _, err = replay(PANOS, "--set", "nat=duplicated", log=text)
    assert status == 2
    assert "was logged with nat = not_needed, not duplicated" in err
    status, _, err = replay(PANOS, one=text, two=SPLIT_BRAIN)
    assert status == 2
    assert "has no `time`" in err


def test_a_packed_log_that_breaks_off(replay: Command) -> None:
    packed = gzip.compress("".join(lines({"action": "cut heartbeat", "note": number}) for number in range(2000)).encode())
    status, out, err = replay(SPLIT, log__gz=packed[: len(packed) // 2])
    assert (status, out) == (2, "")
    assert "cannot read" in err


@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 64, b"\xff\xfe", b"[" * 100_000, b"\n" * 100_000], ids=repr)
def test_files_that_are_no_logs(content: bytes, replay: Command) -> None:
    status, out, err = replay(SPLIT, log=content)
    assert (status, err) == (3, "")
    assert "cannot tell: the log says nothing" in out


def test_a_device_is_no_log(replay: Command) -> None:
    status, out, err = replay(SPLIT, "/dev/zero")
    assert (status, out) == (2, "")
    assert "cannot read `/dev/zero`: it is a device, not a regular file" in err


def test_a_pipe_that_nobody_writes_into_is_not_waited_for(
    replay: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hamodel.conformance.logs.clocks.PATIENCE", 0.2)
    os.mkfifo(tmp_path / "log")
    status, out, err = replay(SPLIT, str(tmp_path / "log"))
    assert (status, out) == (2, "")
    assert "it is a pipe into which nobody has written for 0.2 seconds" in err


def test_a_pipe_whose_writer_takes_its_time_is_read_whole(
    replay: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hamodel.conformance.logs.clocks.PATIENCE", 30.0)
    pipe = tmp_path / "log"
    os.mkfifo(pipe)
    code = "import sys, time; log = open(sys.argv[1], 'w'); time.sleep(0.3); log.write(sys.argv[2])"
    with subprocess.Popen([sys.executable, "-c", code, str(pipe), BRAIN]) as writer:
        status, out, err = replay(SPLIT, str(pipe))
    assert writer.returncode == 0
    assert (status, err) == (0, "")
    assert "a run of the model explains all 2 lines" in out


def test_what_has_no_end_is_given_up(replay: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that nobody understands, and a line that goes on and on."""
    monkeypatch.setattr("hamodel.conformance.logs.problems.MOST_IN_A_ROW", 50)
    status, out, err = replay(SPLIT, log=b"y\n" * 51)
    assert (status, out) == (2, "")
    assert ":51: 50 lines in a row are not understood: this is no log of the spec" in err
    assert ":1: not JSON" in err
    status, _, err = replay(SPLIT, log=b"y\n" * 50)
    assert (status, err) == (3, "")
    known = BRAIN.encode().rstrip(b"\n").split(b"\n")[0] + b"\n"
    assert replay(SPLIT, log=b"y\n" * 50 + known + b"y\n" * 50)[0] == 3, "not in a row"
    monkeypatch.setattr("hamodel.conformance.logs.clocks.LARGEST", 3_000_000)
    status, out, err = replay(SPLIT, log=b"y" * 4_500_000)
    assert (status, out) == (2, "")
    assert "the next line has more than 3,000,000 bytes: this is no log" in err


def test_interrupted_it_says_what_was_found(tmp_path: Path) -> None:
    """The log is a pipe that stays open."""
    pipe = tmp_path / "log"
    os.mkfifo(pipe)
    with Running("replay", SPLIT, str(pipe), cwd=ROOT) as process, open(pipe, "w") as log:
        log.write(BRAIN)
        log.flush()
        until(lambda: not unread(log))
        clock.sleep(1)  # for two lines
        process.signal(signal.SIGINT)
        done = process.finish()
    assert (done.returncode, done.stderr) == (130, "")
    assert "consistent so far, 2 lines; interrupted" in done.stdout


def unread(pipe: IO[str]) -> int:
    """How many bytes nobody has read yet."""
    (found,) = struct.unpack("i", ioctl(pipe, FIONREAD, bytes(4)))
    return int(found)


# --- ITF traces ------------------------------------------------------------------------------------------------------


def itf(states: Sequence[dict[str, Any]], loop: int | None = None) -> str:
    """A trace as another program writes it."""
    variables = list(dict.fromkeys(name for state in states for name in state))
    trace = itf_py.Trace({}, [], variables, [itf_py.State({}, state) for state in states], loop)
    return json.dumps(itf_py.trace_to_json(trace))


def as_itf(found: System, state: State) -> dict[str, Any]:
    """A state in Python values: maps with tuples as keys, tuples and lists of messages."""
    told: dict[str, Any] = {}
    for (name, indices), content in state.items():
        value = "none" if content is None else content
        if isinstance(content, tuple):
            value = [words.message(sent) for sent in content]
        if indices:
            told.setdefault(name, {})[indices if len(indices) > 1 else indices[0]] = value
        else:
            told[name] = value
    return told


@pytest.mark.parametrize(("name", "sizes"), [("queue", {"Session": 1}), ("bag", {"Session": 1})])
def test_a_run_written_by_another_program_is_read(name: str, sizes: dict[str, int], replay: Command, tmp_path: Path) -> None:
    found, scope = at(name, sizes)
    spec = tmp_path / "spec.ha"
    spec.write_text(SYSTEMS[name])
    judged = 0
    for seed in range(5):
        run = run_of(found, scope, Random(seed), 8)
        states = []
        for action, arguments, state in run:
            step = None if action is None else Step(action.name, tuple(zip("abcdef", arguments, strict=False)), {})
            states.append({**as_itf(found, state), "action": "init" if step is None else words.action(found, step)})
        size = [f"--scope={sort}={number}" for sort, number in sizes.items()]
        status, out, err = replay(str(spec), *size, t__itf__json=itf(states))
        assert status == 0, out + err
        cell = next(name for name, value in states[-1].items() if isinstance(value, bool))
        states[-1] = {**states[-1], cell: not states[-1][cell]}
        judged += replay(str(spec), *size, t__itf__json=itf(states))[0]
    assert judged == 5


def test_variants_records_picks_and_wide_numbers(replay: Command, tmp_path: Path) -> None:
    spec = tmp_path / "spec.ha"
    spec.write_text("""
        spec picked
        node Box { left, right }
        sort Session
        var owner[Box, Session] : Box? = none
        var n : 0..9 = 0
        channel news from Box to Box carries taken(Session) unordered
        on news taken(s) from sender to b {}
        input take(b: Box, s: Session) when owner[b, s] = none {
            owner[b, s] := b
            n := n + 1
            for other: Box where other != b { send news taken(s) from b to other }
        }
        """)
    none, left = {"tag": "None", "value": {"#tup": []}}, {"tag": "Some", "value": {"tag": "left", "value": {"#tup": []}}}
    nothing = {"#map": [[{"#tup": [a, b]}, {"#set": []}] for a in ("left", "right") for b in ("left", "right")]}
    sent = {"#map": [[{"#tup": ["left", "right"]}, {"#set": [{"tag": "taken", "value": "s0_OF_SESSION"}]}]]}
    states = [
        {
            "#meta": {"index": 0},
            "owner": {"left": {"#map": [["s0", none]]}, "right": {"s0": "none"}},
            "n": {"#bigint": "0"},
            "news": nothing,
            "mbt::actionTaken": "init",
        },
        {
            "owner": {"left": {"s0": left}, "right": {"s0": None}},
            "n": 1,
            "news": sent,
            "mbt::actionTaken": "take",
            "mbt::nondetPicks": {"b": {"tag": "Some", "value": "left"}, "s": {"tag": "None"}, "x": {"tag": "Some", "value": 3}},
        },
    ]
    trace = {"#meta": {}, "vars": ["owner", "n", "news"], "states": states}
    assert replay(str(spec), "--scope=Session=1", t__itf__json=json.dumps(trace))[0] == 0
    states[1]["mbt::nondetPicks"]["b"]["value"] = "right"  # type: ignore[index]
    assert replay(str(spec), "--scope=Session=1", t__itf__json=json.dumps(trace))[0] == 1
    states[1]["mood"] = states[0]["mood"] = "good"
    status, out, _ = replay(str(spec), "--scope=Session=1", t__itf__json=json.dumps(trace))
    assert status == 1
    assert "the spec has no variable `mood`" in out


ROUND = """
spec round
var x : 0..3 = 0
step rise when x < 3 { x := x + 1 }
step go_back when x = 3 { x := 1 }
input restart { x := 0 }
"""


@pytest.mark.parametrize(
    ("values", "loop", "status"),
    [
        ([0, 1, 2, 3], None, 0),
        ([0, 1, 2, 3], 1, 0),
        ([0, 1, 2, 3], 0, 1),  # nothing leads back to 0 by itself
        ([0, 3, 1], 1, 0),
        ([0, 0], 0, 0),
        ([0, 2], 1, 0),
    ],
)
def test_a_loop_is_gone_round(values: list[int], loop: int | None, status: int, replay: Command, tmp_path: Path) -> None:
    spec = tmp_path / "round.ha"
    spec.write_text(ROUND)
    done, out, _ = replay(str(spec), t__itf__json=itf([{"x": value} for value in values], loop))
    assert done == status, out
    assert (loop is not None and status == 0) == ("its loop too" in out)


def test_a_loop_that_something_unseen_ends_is_none(replay: Command, tmp_path: Path) -> None:
    spec = tmp_path / "spec.ha"
    spec.write_text("""
        spec tired
        var x : 0..1 = 0
        var fuel : 0..5 = 5
        step go when x = 0 and fuel > 0 { x := 1  fuel := fuel - 1 }
        step come when x = 1 { x := 0 }
        """)
    there_and_back = [{"x": value} for value in (0, 1)]
    assert replay(str(spec), t__itf__json=itf(there_and_back * 5))[0] == 0
    assert replay(str(spec), t__itf__json=itf(there_and_back * 6))[0] == 1
    assert replay(str(spec), t__itf__json=itf(there_and_back, 0))[0] == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("[]", "a line is a JSON object"),
        ("{}", "`states` is not a list"),
        ('{"states": [1]}', "`states` is not a list of objects"),
        ('{"states": [{}], "loop": 1}', "`loop` is not the number"),
        ('{"states": [{}], "loop": true}', "`loop` is not the number"),
        ('{"states": [{}], "vars": [1]}', "`vars` is not a list of names"),
        ("[" * 100_000, "nested too deep"),
        ('{"states": [{"x": {"#unserializable": "?"}}]}', "holds an object"),
        ('{"states": [{"x": [1]}]}', "holds a list"),
        ('{"states": [{"x": 1.5}]}', "holds 1.5"),
    ],
)
def test_what_is_no_trace(text: str, said: str, replay: Command, tmp_path: Path) -> None:
    spec = tmp_path / "round.ha"
    spec.write_text(ROUND)
    status, out, err = replay(str(spec), t__itf__json=text)
    assert (status, out) == (2, "")
    assert said in err


# --- long logs -------------------------------------------------------------------------------------------------------


def long_log(most: int) -> Iterator[str]:
    """A pair of which HA1 is cut and mended all the time."""
    random, now = Random(7), Decimal(0)
    yield lines({"options": {**OPTIONS["options"], "session_setup": "ip_modulo"}})
    up, written = True, 0
    while written < most:
        now += Decimal(random.randint(1, 900)) / 1000
        if random.random() < 0.2:
            said: dict[str, Any] = {"action": "cut ha1" if up else "mend ha1"}
            up = not up
        else:
            said = {"state": {"ha1": up, random.choice(["ha2", "ha3"]): True}}
        yield lines({"time": float(now), "from": random.choice(["fw0", "fw1"]), **said})
        written += 1


@pytest.mark.heavy
def test_100000_lines_are_streamed(tmp_path: Path) -> None:
    found = elaborate(load(str(ROOT / PANOS)))
    path = tmp_path / "long"
    with path.open("w") as log:
        log.writelines(long_log(100_000))
    problems = Problems()
    with ExitStack() as stack:
        (file,) = opened([str(path)], sys.stdin.buffer, problems, stack)
        file.header(found)
        scope = Scope({"Session": 2}, file.options)
        followed = Replay(found, scope, [{}])
        for entry in merged([file], Lines(found, scope, problems), Decimal(0)):
            followed.read(entry)
        done = followed.result(problems)
    assert (done.answer, done.lines) == ("consistent", 100_000)
