"""AIGER export: a simulator that knows nothing of hamodel, and ABC, see what exhaustive search sees."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from hypothesis import assume, given
from strategies.agreeing import Reference, few, goals_of, reachable, searched, shown
from strategies.random_systems import Drawn, systems
from strategies.systems import instance, pair, system, typed

from hamodel import cli
from hamodel.engines.circuits.aiger import Aiger, aiger, binary, text
from hamodel.ground.instance import Goal, Instance, instantiate
from hamodel.model.system import Property, RunTimeError

ROOT = Path(__file__).parent.parent.parent
ABC = shutil.which("berkeley-abc") or shutil.which("abc")
MOST_LATCHES = 11

# --- a simulator, from the format's description ----------------------------------------------------------------------


@dataclass(frozen=True)
class Model:
    """What a file says: numbers as they stand there."""

    inputs: list[int]
    latches: list[tuple[int, int]]
    outputs: list[int]
    gates: list[tuple[int, int, int]]
    names: Mapping[str, str]
    comments: list[str]

    def step(self, latches: Sequence[int], inputs: Sequence[int]) -> tuple[tuple[int, ...], list[int]]:
        """The latches after a step, and the outputs in it."""
        value = {0: 0}
        value |= dict(zip(self.inputs, inputs, strict=True))
        value |= dict(zip((lit for lit, _ in self.latches), latches, strict=True))
        for gate, a, b in self.gates:
            value[gate] = (value[a & ~1] ^ (a & 1)) & (value[b & ~1] ^ (b & 1))
        return (
            tuple(value[after & ~1] ^ (after & 1) for _, after in self.latches),
            [value[lit & ~1] ^ (lit & 1) for lit in self.outputs],
        )

    def shown(self) -> list[bool]:
        """Which outputs are ever 1."""
        start = (0,) * len(self.latches)
        seen, todo, found = {start}, [start], [False] * len(self.outputs)
        while todo:
            here = todo.pop()
            for inputs in product((0, 1), repeat=len(self.inputs)):
                after, outputs = self.step(here, inputs)
                found = [old or bool(new) for old, new in zip(found, outputs, strict=True)]
                if after not in seen:
                    seen.add(after)
                    todo.append(after)
        return found


def read_text(said: str) -> Model:
    lines = iter(said.splitlines())
    kind, _, i, latch, o, a = next(lines).split()
    assert kind == "aag"
    inputs = [int(next(lines)) for _ in range(int(i))]
    latches = [(int(x), int(y)) for x, y in (next(lines).split() for _ in range(int(latch)))]
    outputs = [int(next(lines)) for _ in range(int(o))]
    gates = [(int(x), int(y), int(z)) for x, y, z in (next(lines).split() for _ in range(int(a)))]
    return Model(inputs, latches, outputs, gates, *trailer(lines))


def read_binary(said: bytes) -> Model:
    head, rest = said.split(b"\n", 1)
    kind, _, *counts = head.split()
    assert kind == b"aig"
    i, latch, o, a = map(int, counts)
    lines = rest.split(b"\n", latch + o)
    numbers = [int(line) for line in lines[: latch + o]]
    data, place, gates = lines[-1], 0, []

    def delta() -> int:
        nonlocal place
        result, shift = 0, 0
        while True:
            byte = data[place]
            place += 1
            result |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return result

    for k in range(a):
        gate = 2 * (i + latch + k + 1)
        first = gate - delta()
        gates.append((gate, first, first - delta()))
    latches = [(2 * (i + k + 1), numbers[k]) for k in range(latch)]
    inputs = [2 * (k + 1) for k in range(i)]
    return Model(inputs, latches, numbers[latch:], gates, *trailer(iter(data[place:].decode().splitlines())))


def trailer(lines: Iterator[str]) -> tuple[dict[str, str], list[str]]:
    names = {}
    for line in lines:
        if line == "c":
            return names, list(lines)
        place, name = line.split(" ", 1)
        names[place] = name
    return names, []


def check_form(model: Model, of: Aiger) -> None:
    """The rules of the format: variables without gaps, each gate after what it reads, a name for everything."""
    defined = [*model.inputs, *(lit for lit, _ in model.latches), *(gate for gate, _, _ in model.gates)]
    assert defined == [2 * (k + 1) for k in range(len(defined))]
    for gate, a, b in model.gates:
        assert gate > a >= b
    most = 2 * len(defined) + 1
    assert all(0 <= lit <= most for lit in (*model.outputs, *(after for _, after in model.latches)))
    expected = {f"i{k}": name for k, (_, name) in enumerate(of.inputs)}
    expected |= {f"l{k}": name for k, (_, name) in enumerate(of.latches)}
    expected |= {f"o{k}": name for k, (_, name) in enumerate(of.outputs)}
    assert dict(model.names) == expected
    for kind in "ilo":
        names = [name for place, name in model.names.items() if place[0] == kind]
        assert len(set(names)) == len(names)


def exported(made: Instance, goals: Sequence[Goal]) -> Model:
    """Read back from both formats, which say the same."""
    whole = aiger(made, goals)
    model = read_text(text(whole))
    assert read_binary(binary(whole)) == model
    check_form(model, whole)
    return model


# --- against exhaustive search ---------------------------------------------------------------------------------------


def compare(made: Instance, goals: Mapping[Goal, Property | RunTimeError], reference: Reference) -> None:
    model = exported(made, list(goals))
    assume(len(model.latches) <= MOST_LATCHES and len(model.inputs) <= 6)
    expected = [reference.shortest(shown) is not None for shown in goals.values()]
    assert dict(zip(goals, model.shown(), strict=True)) == dict(zip(goals, expected, strict=True))


@few(5)
@given(systems())
def test_random_systems(drawn: Drawn) -> None:
    reference = searched(drawn)
    made = instantiate(reference.system, reference.scope, reference.properties)
    compare(made, goals_of(made, reference.properties), reference)


@pytest.mark.heavy
@few(10)
@given(systems(tame=True))
def test_random_systems_that_move(drawn: Drawn) -> None:
    reference = searched(drawn)
    made = instantiate(reference.system, reference.scope, reference.properties)
    compare(made, goals_of(made, reference.properties), reference)


KNOWN = [("counter", 1), ("ring", 1), ("picked", 2), ("picked", 3), ("either", 1), ("memory", 2)]


@pytest.mark.parametrize(("name", "size"), KNOWN)
def test_known_systems(name: str, size: int) -> None:
    """`picked` and `either` start in several states, `either` in some that `initially` leaves out."""
    made = instance(system(name), {"Session": size})
    goals = list(goals_of(made, [property for property in made.system.declared if property.kind != "assume"]))
    states = reachable(made)
    assert exported(made, goals).shown() == [shown(goal, states) for goal in goals]


def test_a_latch_that_starts_as_one_is_inverted() -> None:
    made = instance(typed("spec up node N { a, b } link l step idle { } invariant is_up = up(l)"), {})
    (goal,) = goals_of(made, list(made.system.declared))
    model = exported(made, [goal])
    assert [name for place, name in model.names.items() if place[0] == "l"] == ["not l"]
    assert model.shown() == [True], "the link can be cut"


def test_without_an_initial_state_nothing_is_shown() -> None:
    made = instance(typed("spec nowhere var x : 0..2 initially x = 1 and x = 2 reachable one = x = 1"), {})
    assert not any(exported(made, list(goals_of(made, list(made.system.declared)))).shown())


# --- against ABC -----------------------------------------------------------------------------------------------------


def abc(model: Aiger, folder: Path) -> bool:
    """Does ABC say that the only output is reached?"""
    file = folder / "model.aig"
    file.write_bytes(binary(model))
    done = subprocess.run([str(ABC), "-q", f"read_aiger {file}; pdr"], capture_output=True, text=True, check=True, timeout=60)
    reached, proved = "was asserted in frame" in done.stdout, "Property proved" in done.stdout
    assert reached != proved, done.stdout
    return reached


@pytest.mark.skipif(ABC is None, reason="ABC is not installed")
@few(6)
@given(drawn=systems(tame=True))
@pytest.mark.heavy
def test_abc_sees_the_same(drawn: Drawn, tmp_path_factory: pytest.TempPathFactory) -> None:
    reference = searched(drawn)
    made = instantiate(reference.system, reference.scope, reference.properties)
    folder = tmp_path_factory.mktemp("abc")
    for goal, property in list(goals_of(made, reference.properties).items())[:5]:
        assert abc(aiger(made, [goal]), folder) == (reference.shortest(property) is not None)


@pytest.mark.skipif(ABC is None, reason="ABC is not installed")
def test_abc_proves_the_pair(tmp_path: Path) -> None:
    made = instance(pair(), {"Session": 2})
    goals = list(goals_of(made, list(made.system.declared)))
    found = {goal.name for goal in goals if abc(aiger(made, [goal]), tmp_path)}
    assert found == {"every_session_inspected", "came_home_uninspected"}


# --- the command -----------------------------------------------------------------------------------------------------

PAIR = "specs/benchmarks/pair.ha"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_text_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["export", PAIR, "--to", "aiger", "--scope", "Session=1", "--property", "one_primary"]) == 0
    model = read_text(capsys.readouterr().out)
    assert [name for place, name in model.names.items() if place[0] == "o"] == ["one_primary"]
    assert "Session = 1" in model.comments
    assert any(line.startswith("action 0: first_packet(s0, fw0)") for line in model.comments)
    assert model.shown() == [False]


def test_what_is_expected_to_be_violated_is_exported_like_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "pair.aig"
    assert cli.status(["export", PAIR, "--to", "aiger", "--scope", "Session=1", "-o", str(file)]) == 0
    model = read_binary(file.read_bytes())
    shown = dict(zip((name for place, name in model.names.items() if place[0] == "o"), model.shown(), strict=True))
    assert len(shown) == 9
    assert {name for name, value in shown.items() if value} == {"every_session_inspected", "came_home_uninspected"}
    assert cli.status(["export", PAIR, "--to", "aiger", "--scope", "Session=1", "--faults", "0", "-o", str(file)]) == 0
    assert not any(read_binary(file.read_bytes()).shown())
    assert list(tmp_path.iterdir()) == [file]


def test_text_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "pair.aag"
    assert cli.status(["export", PAIR, "--to", "aiger", "-o", str(file)]) == 0
    assert "Session = 2" in read_text(file.read_text(encoding="utf-8")).comments, "as the spec says"


OPTIONED = """spec optioned
option way : { left, right } = right
option most : 1..3
var x : 0..3 = 0
step rise when x < most and way = right { x := x + 1 }
invariant low = x < 3
property rests = always eventually x = 3
"""


def test_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "optioned.ha"
    file.write_text(OPTIONED)
    command = ["export", str(file), "--to", "aiger", "--property", "low"]
    assert cli.status(command) == 2
    assert capsys.readouterr().err.startswith("error[export]: `most` has no value and no default")
    for most, way, reached in (("3", "right", True), ("2", "right", False), ("3", "left", False)):
        assert cli.status([*command, "--set", f"most={most}", "--set", f"way={way}"]) == 0
        assert read_text(capsys.readouterr().out).shown() == [reached]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gone.ha", "--to", "aiger"], "gone.ha"),
        ([PAIR], "missing option '--to'"),
        ([PAIR, "--to", "smv"], "'smv' is not"),
        ([PAIR, "--to", "aiger", "--scope", "Session=0"], "with no member there is nothing to check"),
        ([PAIR, "--to", "aiger", "--scope", "Flow=1"], "no sort is named `Flow`"),
        ([PAIR, "--to", "aiger", "--property", "one_primarys"], "did you mean `one_primary`?"),
        ([PAIR, "--to", "aiger", "--property", "failover_and_failback"], "`failover_and_failback` is a scenario"),
        ([PAIR, "--to", "aiger", "-o", "gone/pair.aig"], "cannot write `gone/pair.aig`"),
        ([PAIR, "--to", "aiger", "-o", "specs"], "cannot write `specs`"),
    ],
)
def test_a_wrong_command_is_one_clear_message(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["export", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("error[") == 1


def test_a_property_about_runs_without_end_has_no_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "optioned.ha"
    file.write_text(OPTIONED)
    command = ["export", str(file), "--to", "aiger", "--set", "most=3"]
    assert cli.status([*command, "--property", "rests"]) == 2
    assert "`rests` is about runs without end" in capsys.readouterr().err
    assert cli.status(command) == 0
    out, err = capsys.readouterr()
    assert [name for place, name in read_text(out).names.items() if place[0] == "o"] == ["low"]
    assert err == "note: left out, since about runs without end: rests\n"
    assert [line for line in read_text(out).comments if "left out" in line] == [line[6:] for line in err.splitlines()]
    assert cli.status([*command, "--property", "low"]) == 0
    assert capsys.readouterr().err == ""


def test_a_pipe_that_is_closed_ends_it_quietly() -> None:
    import sys

    command = f"{sys.executable} -m hamodel export {PAIR} --to aiger --scope Session=8 | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.startswith("aag ")
    assert done.stderr == ""
