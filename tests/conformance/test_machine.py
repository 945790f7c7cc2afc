"""Implementations made of specs: the right ones are never found different, wrong ones are, in as few actions as it takes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from strategies.simulated import Quick, Simulated
from strategies.systems import typed

from hamodel.conformance.driving import Driver, Models
from hamodel.conformance.explore import explore, scopes
from hamodel.conformance.implementation import Failed, Implementation, Refused, Shown
from hamodel.conformance.machine import machine
from hamodel.conformance.reproduction import Followed, Unexplained, reproduction
from hamodel.conformance.shrinking import shrunk
from hamodel.follow.events import Happening
from hamodel.follow.findings import Found
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.expr import Value
from hamodel.model.system import System
from hamodel.mutation.operators import mutants
from hamodel.report.results.conform import found_text, table

HERE = Path(__file__).parent.parent
SPECS = HERE.parent / "specs"
FAILOVER = SPECS / "tutorial" / "4_failover.ha"
PANOS = SPECS / "panos" / "active_active.ha"
TUTORIAL = sorted(SPECS.glob("tutorial/*.ha"))
CLASSICS = sorted(SPECS.glob("classics/*.ha"))


def spec(path: Path) -> System:
    return elaborate(load(str(path)))


def mutated(system: System, operator: str, text: str) -> System:
    """The system with this one edit."""
    (found,) = (mutant for mutant in mutants(system) if mutant.edit.operator == operator and mutant.edit.span.text == text)
    return found.system


def few(examples: int = 40, steps: int = 12) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate, Phase.target, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


def hunted(system: System, make: Callable[[], Implementation], **more: object) -> Found | None:
    """What the machine finds."""
    try:
        run_state_machine_as_test(machine(system, make, settings=few(), **more))  # type: ignore[arg-type]
    except Unexplained as error:
        return error.found
    return None


# --- what is right is not found different ----------------------------------------------------------------------------


@pytest.mark.parametrize("eager", [False, True], ids=["by lot", "eager"])
@pytest.mark.parametrize("path", [*CLASSICS, *TUTORIAL], ids=lambda path: path.stem)
@pytest.mark.sampled
def test_a_spec_explains_itself(path: Path, eager: bool) -> None:
    system = spec(path)
    explored = explore(system, lambda: Simulated(system, eager=eager), seed=1, actions=40, length=20)
    assert explored.found is None
    assert (explored.actions, explored.lost) == (40, 0)


@pytest.mark.parametrize("path", TUTORIAL, ids=lambda path: path.stem)
def test_a_spec_explains_what_can_be_seen_of_it(path: Path) -> None:
    """Every second variable is hidden."""
    system = spec(path)
    hidden = {variable.name for variable in system.variables[::2]}
    explored = explore(system, lambda: Simulated(system, shows=lambda cell: cell[0] not in hidden), seed=2, actions=60)
    assert explored.found is None


def test_the_machine_finds_nothing_in_what_is_right() -> None:
    system = spec(FAILOVER)
    assert hunted(system, lambda: Simulated(system)) is None


FENCED = spec(SPECS / "tutorial" / "3_fenced.ha")
TestFenced = machine(FENCED, lambda: Simulated(FENCED), settings=few(10)).TestCase  # as a reader would write it


def test_panos_explains_itself() -> None:
    """All that it can do, in every combination of the options that counts: 3 of owner and set-up, 2 of reverts, 3 of nat, 3 of
    synchronisation, of which one each is enough here."""
    system = spec(PANOS)
    assert len(scopes(system, {}, {})) == 3 * 2 * 3 * 3
    given: dict[str, Value] = {"nat": "not_needed", "synchronisation": "complete"}
    explored = explore(system, lambda: Quick(system), seed=1, actions=1800, length=300, sizes={"Session": 1}, options=given)
    assert explored.found is None
    assert explored.runs == 3 * 2
    assert explored.coverage.unused == ()
    assert "31 of 31 actions" in table(explored.coverage)


# --- what is wrong is found, in as few actions as it takes -----------------------------------------------------------

WRONG = [
    ("assignment deleted", "owner[d, s] := d", 1),  # begin does not own
    ("send deleted", "send sync opened(s) from d to peer(d)", 1),  # the peer is never told, nor anything in flight
    ("assignment deleted", "owner[d, s] := sender", 1),  # the peer hears of it and forgets it at once: nor in flight, nor known
    ("assignment deleted", "owner[d, s] := none", 2),  # begin; the owner that crashes still owns
    ("assignment deleted", "alive[d] := false", 2),  # begin; nobody owns, although it is alive and the survivor did not take over
]


@pytest.mark.heavy
@pytest.mark.parametrize(("operator", "text", "fewest"), WRONG, ids=lambda value: str(value))
def test_a_wrong_one_is_found_and_shrunk(operator: str, text: str, fewest: int) -> None:
    system = spec(FAILOVER)
    if text == "owner[d, s] := d":  # `begin` and `take_over` say the same
        wrong = next(mutant.system for mutant in mutants(system) if mutant.edit.span.text == text)
    else:
        wrong = mutated(system, operator, text)

    def make() -> Implementation:
        return Simulated(wrong, eager=True)

    by_machine = hunted(system, make)
    explored = explore(system, make, seed=3, actions=500)
    assert by_machine is not None
    assert explored.found is not None
    by_explorer = shrunk(explored.found, make)
    for found in (by_machine, by_explorer):
        assert len(found.done) == fewest
        assert found.scope.sizes == {"Session": 1}
        assert found.difference is not None
    again = hunted(system, make)
    assert again is not None
    assert again.done == by_machine.done


@pytest.mark.heavy
def test_what_is_not_seen_is_not_judged() -> None:
    """A lamp that needs no fuel. As long as the fuel is not seen, the model knows how much is left, and presses no more than
    that: nothing tells the two apart. If it is seen, the first press does."""
    system = typed("""
        spec lamp
        var lit : bool = false
        var fuel : 0..2 = 2
        input press when not lit and fuel > 0 { lit := true  fuel := fuel - 1 }
        step fade when lit { lit := false }
        input fill { fuel := 2 }
        """)
    wrong = mutated(system, "assignment deleted", "fuel := fuel - 1")
    hides = machine(system, lambda: Simulated(wrong, shows=lambda cell: cell[0] == "lit"), settings=few())
    run_state_machine_as_test(hides)
    with pytest.raises(Unexplained) as caught:
        run_state_machine_as_test(machine(system, lambda: Simulated(wrong), settings=few()))
    assert [done.happening.action for done in caught.value.found.done] == ["press"]


@pytest.mark.heavy
def test_panos_mutants_are_found() -> None:
    system = spec(PANOS)
    models = Models(system)
    given = {"owner_selection": "first_packet", "synchronisation": "complete", "nat": "not_needed"}
    for operator, text in [
        ("assignment deleted", "sees[d] := false"),
        ("send deleted", "send sync closed(s) from d to peer(d)"),
        ("guard conjunct deleted", "up(ha3)"),
    ]:
        found = next(m for m in mutants(system) if m.edit.operator == operator and m.edit.span.text == text)
        device = Quick(found.system, steady=True)
        explored = explore(system, lambda device=device: device, seed=1, actions=2_000, models=models, options=given)
        assert explored.found is not None, (operator, text)
        assert len(shrunk(explored.found, lambda device=device: device, models).done) <= 4


# --- options, sizes, events ------------------------------------------------------------------------------------------


class Notes:
    """Writes down with what it was started; does nothing, and shows nothing."""

    starts: list[tuple[Mapping[str, Value], Mapping[str, int]]]
    events = ("a minute passes",)

    def __init__(self, starts: list[tuple[Mapping[str, Value], Mapping[str, int]]]) -> None:
        self.starts = starts
        self.done: list[str] = []

    def reset(self, options: Mapping[str, Value], sizes: Mapping[str, int]) -> None:
        self.starts.append((options, sizes))

    def do(self, action: str, /, **arguments: Value) -> None:
        self.done.append(action)

    def observe(self) -> Mapping[str, Shown]:
        return {}


CHOICES = """
    spec choices
    sort Session
    option fast : bool = false
    option level : 0..2
    var x[Session] : bool = false
    input flip(s: Session) { x[s] := not x[s] }
    assume slow_is_low = fast or level < 2
    scope Session = 2
    """


def test_every_combination_that_counts_is_drawn_and_no_other() -> None:
    starts: list[tuple[Mapping[str, Value], Mapping[str, int]]] = []
    run_state_machine_as_test(machine(typed(CHOICES), lambda: Notes(starts), settings=few(60, 2)))
    seen = {(options["fast"], options["level"], sizes["Session"]) for options, sizes in starts}
    every = {(False, 0), (False, 1), (True, 0), (True, 1), (True, 2)}
    assert seen == {(*options, size) for options in every for size in (1, 2)}


def test_what_is_given_is_not_drawn() -> None:
    starts: list[tuple[Mapping[str, Value], Mapping[str, int]]] = []
    given = machine(typed(CHOICES), lambda: Notes(starts), options={"fast": False}, sizes={"Session": 3}, settings=few(20, 2))
    run_state_machine_as_test(given)
    seen = {(options["fast"], options["level"], sizes["Session"]) for options, sizes in starts}
    assert seen == {(False, 0, 3), (False, 1, 3)}


def test_events_happen() -> None:
    device = Notes([])
    run_state_machine_as_test(machine(typed(CHOICES), lambda: device, settings=few(5, 10)))
    assert {"a minute passes", "flip"} == set(device.done)
    device = Notes([])
    explored = explore(typed(CHOICES), lambda: device, seed=1, actions=200)
    assert 10 < explored.coverage.events["a minute passes"] < 100


class Kettle:
    """Boils over in its fourth minute, if it was lit in the first two: a look at it takes one minute, an event three."""

    events = ("three minutes pass",)

    def reset(self, options: Mapping[str, Value], sizes: Mapping[str, int]) -> None:
        self.minutes, self.lit = 0, False

    def do(self, action: str, /, **arguments: Value) -> None:
        self.lit = self.lit or (action == "press" and self.minutes < 2)
        self.minutes += {"press": 0, "look": 1}.get(action, 3)
        if self.lit and 3 <= self.minutes < 5:
            raise Failed("it boils over")

    def observe(self) -> Mapping[str, Shown]:
        return {}


@pytest.mark.parametrize("text", ["press look look look", "look press look look"])
def test_what_was_left_out_may_have_taken_time(text: str) -> None:
    """No look can be left out, but an event can stand for all of them."""
    system = typed("spec kettle\ninput press { }\ninput look { }")
    (scope,) = scopes(system, {}, {})
    found = Driver(Models(system), Kettle).play(scope, [Happening(word) for word in text.split()])
    assert found is not None
    assert [done.happening.action for done in shrunk(found, Kettle).done] == ["press", "three minutes pass"]


def test_an_exploration_is_the_same_for_its_seed() -> None:
    system = spec(FAILOVER)
    runs = [explore(system, lambda: Simulated(system), seed=seed, actions=100) for seed in (5, 5, 6)]
    assert runs[0].coverage.uses == runs[1].coverage.uses
    assert runs[0].coverage.uses != runs[2].coverage.uses


def test_what_cannot_be_followed_is_said() -> None:
    """Nothing is seen, and the model could be in more states than are followed: runs are given up, and counted."""
    system = typed("spec wide\nvar x : 0..50 = 0\nstep rise when x < 50 { x := x + 1 }\ninput again { x := 0 }")
    explored = explore(system, lambda: Notes([]), seed=1, actions=5, most_states=20)
    assert explored.lost > 0
    assert explored.found is None


# --- an implementation that breaks -----------------------------------------------------------------------------------

LAMP = """
    spec lamp
    var lit : bool = false
    input press { lit := not lit }
    fault smash when lit { lit := false }
    """


class Lamp:
    """A lamp, with something wrong at `smash`."""

    def __init__(self, smash: Callable[[Lamp], object]) -> None:
        self.smash = smash

    def reset(self, options: Mapping[str, Value], sizes: Mapping[str, int]) -> None:
        self.lit: object = False

    def do(self, action: str, /, **arguments: Value) -> None:
        if action == "press":
            self.lit = not self.lit
        else:
            self.lit = self.smash(self)

    def observe(self) -> Mapping[str, Shown]:
        return {"lit": self.lit}  # type: ignore[dict-item]


def fails(lamp: Lamp) -> object:
    raise Failed("it fell to pieces")


def crashes(lamp: Lamp) -> object:
    return {}["glass"]


def refuses_halfway(lamp: Lamp) -> object:
    lamp.lit = False
    raise Refused("it is too hard")


@pytest.mark.parametrize(
    ("smash", "failure"),
    [
        (fails, "it fell to pieces"),
        (crashes, "KeyError: 'glass' ("),
        (lambda lamp: "maybe", "what it shows makes no sense: `lit` cannot be 'maybe'"),
        (lambda lamp: [[]], "what it shows makes no sense: `lit` cannot be [[]]"),
    ],
    ids=["fails", "crashes", "shows nonsense", "shows garbage"],
)
@pytest.mark.sampled
def test_a_broken_one_is_a_finding_with_the_last_action(smash: Callable[[Lamp], object], failure: str) -> None:
    system = typed(LAMP)
    explored = explore(system, lambda: Lamp(smash), seed=1, actions=100)
    assert explored.found is not None
    for found in (hunted(system, lambda: Lamp(smash)), shrunk(explored.found, lambda: Lamp(smash))):
        assert found is not None
        assert [done.happening.action for done in found.done] == ["press", "smash"]
        assert found.difference is None
        assert found.failure.startswith(failure)
        assert "the implementation failed at smash" in found_text(found)


def test_what_is_refused_must_not_have_happened() -> None:
    """NOTE(refused): the lamp went dark, which the model explains by `smash` alone."""
    system = typed(LAMP)
    found = hunted(system, lambda: Lamp(refuses_halfway))
    assert found is not None
    assert [done.happening.action for done in found.done] == ["press", "smash"]
    assert found.done[-1].refused == "it is too hard"


def test_what_is_refused_in_good_order_is_counted() -> None:
    system = typed(LAMP)

    def refuses(lamp: Lamp) -> object:
        raise Refused("it is too hard")

    explored = explore(system, lambda: Lamp(refuses), seed=1, actions=100)
    assert explored.found is None
    (smash,) = (use for use in explored.coverage.uses if use.action == "smash")
    assert smash.times == 0
    assert smash.refused == (("it is too hard", explored.refused),)
    assert explored.refused > 10


# --- what is said of it ----------------------------------------------------------------------------------------------


def test_the_report_of_a_difference(golden: Callable[[Path, str], None]) -> None:
    system = spec(FAILOVER)
    wrong = mutated(system, "assignment deleted", "alive[d] := false")
    found = found_by(system, lambda: Simulated(wrong, eager=True), [("begin", ("s0", "fw1")), ("crash", ("fw1",))])
    golden(HERE / "conformance/goldens/difference.txt", without_path(found_text(found)))


def test_the_report_of_a_failure(golden: Callable[[Path, str], None]) -> None:
    system = typed(LAMP)
    found = found_by(system, lambda: Lamp(fails), [("press", ()), ("smash", ())])
    golden(HERE / "conformance/goldens/failure.txt", without_path(found_text(found)))


def found_by(system: System, make: Callable[[], Implementation], actions: list[tuple[str, tuple[Value, ...]]]) -> Found:
    """What is found when these are done."""
    (scope,) = scopes(system, {}, {})
    happenings = []
    for name, values in actions:
        names = (binder.name for binder in system.action(name).parameters)
        happenings.append(Happening(name, tuple(zip(names, values, strict=True))))
    found = Driver(Models(system), make).play(scope, happenings)
    assert found is not None
    assert len(found.done) == len(actions)
    return found


def without_path(text: str) -> str:
    return text.replace(str(HERE.parent) + "/", "")


@pytest.mark.heavy
def test_the_machine_says_it_all() -> None:
    system = spec(FAILOVER)
    wrong = mutated(system, "assignment deleted", "owner[d, s] := none")
    with pytest.raises(Unexplained) as caught:
        run_state_machine_as_test(machine(system, lambda: Simulated(wrong, eager=True), settings=few()))
    assert found_text(caught.value.found) in str(caught.value)
    assert reproduction(caught.value.found, None) in str(caught.value)


PAIR = """
    import os
    from strategies.simulated import Simulated
    from hamodel.language.elaboration.elaborate import elaborate
    from hamodel.language.text.parse import load
    from hamodel.mutation.operators import mutants

    RIGHT = elaborate(load({path!r}))
    WRONG = next(m.system for m in mutants(RIGHT) if m.edit.span.text == "owner[d, s] := none")

    class Pair(Simulated):
        def __init__(self):
            super().__init__(WRONG if os.environ.get("WRONG") else RIGHT, eager=True)
    """


@pytest.mark.heavy
def test_the_produced_function_fails_and_passes_when_it_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pairs.py").write_text(dedent(PAIR).format(path=str(FAILOVER)))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("WRONG", "yes")
    pairs = __import__("pairs")
    found = hunted(pairs.RIGHT, pairs.Pair)
    assert found is not None
    text = reproduction(found, pairs.Pair)
    assert "from pairs import Pair\n" in text
    (tmp_path / "test_again.py").write_text(text)

    def run(wrong: str) -> subprocess.CompletedProcess[str]:
        paths = os.pathsep.join([str(tmp_path), str(HERE), str(HERE.parent)])
        env = {**os.environ, "PYTHONPATH": paths, "WRONG": wrong}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts=", "test_again.py"]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=120)

    failed = run("yes")
    assert failed.returncode == 1, failed.stdout
    assert "1 failed" in failed.stdout
    difference = next(line for line in found_text(found).splitlines() if line.startswith("  owner["))
    assert difference in failed.stdout
    mended = run("")
    assert mended.returncode == 0, mended.stdout
    assert "1 passed" in mended.stdout


def test_what_cannot_be_imported_is_asked_for() -> None:
    system = typed(LAMP)
    found = found_by(system, lambda: Lamp(fails), [("press", ()), ("smash", ())])
    text = reproduction(found, lambda: Lamp(fails), "lamp.ha")
    assert text == dedent("""\
        from hamodel.conformance.reproduction import Followed


        def test_smash(implementation):
            options = {}
            sizes = {}
            with Followed(implementation, 'lamp.ha', options, sizes) as it:
                it.do('press')
                it.do('smash')
                # it failed: it fell to pieces
        """)
    with Followed(lambda: Lamp(fails), system, {}, {}) as it:
        it.do("press")
        with pytest.raises(Unexplained, match="it fell to pieces"):
            it.do("smash")


# --- long runs -------------------------------------------------------------------------------------------------------


@pytest.mark.heavy
def test_thirty_thousand_actions() -> None:
    """Nothing is found in what is right, in time that allows 2,000 actions a second beside an implementation."""
    system = spec(PANOS)
    explored = explore(system, lambda: Quick(system), seed=1, actions=30_000)
    assert explored.found is None
    assert (explored.actions, explored.lost) == (30_000, 0)
    assert explored.coverage.unused == ()


# --- how many faults there may be ------------------------------------------------------------------------------------


class Counting(Simulated):
    """Notes the most faults that it had since it was reset."""

    most = 0

    def reset(self, options: Mapping[str, Value], sizes: Mapping[str, int]) -> None:
        self.hits = 0
        super().reset(options, sizes)

    def do(self, action: str, /, **arguments: Shown) -> None:
        self.hits += action == "hit"
        Counting.most = max(Counting.most, self.hits)
        super().do(action, **arguments)


@pytest.mark.parametrize(
    ("said", "faults", "most"),
    [("faults 2", None, 2), ("faults 2", 0, 0), pytest.param("faults 2", 4, 4, marks=pytest.mark.heavy), ("", 1, 1)],
)
def test_the_machine_keeps_to_the_faults(said: str, faults: int | None, most: int) -> None:
    system = typed(f"spec s  {said}  var n : 0..30 = 0  fault hit when n < 30 {{ n := n + 1 }}  input ask {{ n := n }}")
    Counting.most = 0
    run_state_machine_as_test(machine(system, lambda: Counting(system), settings=few(100, 20), faults=faults))  # type: ignore[arg-type]
    assert Counting.most == most
