"""Properties about runs without end: what holds of small systems is worked out by hand; random ones are decided twice.

The engines look for a lasso in the reduced instance. The reference is `search`: a graph of states by the reference semantics, and
fair components of it; it shares nothing with the reduction but `unfold`. And it is held against lassos made by walking around.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from strategies.random_systems import Drawn, lively

from hamodel.check.lasso import decide
from hamodel.engines import Budget, Engine
from hamodel.engines.explicit.search import explicit, explore
from hamodel.engines.smt.bmc import bmc
from hamodel.engines.smt.kinduction import kinduction
from hamodel.evidence.confirm import Disagreement
from hamodel.evidence.cycles import search
from hamodel.evidence.lasso import replay_lasso
from hamodel.ground.automaton import TooLargeError
from hamodel.ground.instance import instantiate
from hamodel.ground.reduction import Lasso, lasso_instance
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.scope import Scope
from hamodel.model.semantics import initial_states, successors
from hamodel.model.system import Property, System
from hamodel.model.trace import State, Step, Trace
from hamodel.model.transform import bound_faults, with_idle, with_monitors
from hamodel.model.verdict import Answer, Reached, Unknown, Unreachable
from hamodel.source import Source

MOST_STATES = 60
"""A random system with more states than this is left alone: the reduction squares them."""


def few(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


def prepared(system: System, property: Property, faults: int | None = None) -> System:
    """The system whose runs the property is about."""
    bounded = system if faults is None else bound_faults(system, faults)
    return with_monitors(with_idle(bounded), [property])


def typed(text: str) -> System:
    return elaborate(parse(Source("live.ha", f"spec live\n{text}")))


def decided(text: str, name: str, engine: str = "explicit", faults: int | None = None, depth: int | None = None) -> Answer:
    """The answer for one property, as a worker gives it: confirmed."""
    system = typed(text)
    property = next(property for property in system.declared if property.name == name)
    scope = Scope({sort.name: 2 for sort in system.sorts})
    ready = prepared(system, property, faults)
    [(answer, _, confirmed)] = decide(ready, scope, property, engine, Budget(depth=depth), lambda _: None, 20)
    assert confirmed or isinstance(answer, Unknown)
    return answer


def holds(text: str, name: str, engine: str = "explicit", faults: int | None = None) -> bool:
    answer = decided(text, name, engine, faults)
    assert not isinstance(answer, Unknown)
    return isinstance(answer, Unreachable)


def lasso_of(text: str, name: str, faults: int | None = None) -> tuple[list[str], int]:
    """The actions of the lasso that violates the property, and after how many of them the loop starts."""
    answer = decided(text, name, faults=faults)
    assert isinstance(answer, Reached)
    assert answer.trace is not None
    assert answer.trace.loop is not None
    return [step.action for step in answer.trace.steps], answer.trace.loop


# --- what is known of small systems ----------------------------------------------------------------------------------

MUTEX = """
node P { p0, p1 }
enum Phase { idle, trying, critical }
var phase[P] : Phase = idle
def free = all p: P. phase[p] != critical
step want(p: P) when phase[p] = idle { phase[p] := trying }
ENTER step enter(p: P) when phase[p] = trying and free { phase[p] := critical }
LEAVE step leave(p: P) when phase[p] = critical { phase[p] := idle }
property enters = all p: P. phase[p] = trying leads to phase[p] = critical
property leaves = all p: P. always (phase[p] = critical => eventually phase[p] != critical)
property one_enters = (some p: P. phase[p] = trying) leads to some p: P. phase[p] = critical
property wants  = always eventually phase[p0] != idle
property calm   = eventually always phase[p0] = idle
property first  = phase[p0] != critical until phase[p0] = trying
property no_later = all p: P. not (phase[p] = idle until phase[p] = critical)
property waits  = all p: P. always (phase[p] = trying => (phase[p] = trying until phase[p] = critical))
"""


@pytest.mark.parametrize(
    ("enter", "leave", "true"),
    [
        # nothing is obliged to happen: only what no run can break is true
        ("", "", {"no_later"}),
        # who is in the critical section must leave it, but who wants to enter may be passed over for ever, or ignored
        ("", "fair", {"leaves", "no_later"}),
        # the free section is taken by somebody; the other one is never *always* able to enter
        ("fair", "fair", {"leaves", "one_enters", "no_later"}),
        # it is able to again and again, and that is enough for strong fairness
        ("strongly fair", "fair", {"leaves", "one_enters", "enters", "waits", "no_later"}),
        # the one in the critical section may stay: then nobody can enter, and strong fairness asks for nothing
        ("strongly fair", "", {"one_enters", "no_later"}),
    ],
)
def test_mutual_exclusion(enter: str, leave: str, true: set[str]) -> None:
    text = MUTEX.replace("ENTER", enter).replace("LEAVE", leave)
    properties = [property.name for property in typed(text).declared]
    assert {name for name in properties if holds(text, name)} == true


def test_the_lasso_of_starvation() -> None:
    """p1 waits while p0 goes round: it cannot enter while p0 is inside, so weak fairness does not help."""
    text = MUTEX.replace("ENTER", "fair").replace("LEAVE", "fair")
    assert lasso_of(text, "enters") == (["want", "want", "enter", "leave"], 1)
    assert lasso_of(text, "wants") == (["nothing happens"], 0)
    assert lasso_of(text, "calm") == (["want", "enter", "leave"], 0)


RING = """
var token : 0..3 = 0
var served : bool = false
FAIR step pass { token := (token + 1) mod 4 }
step serve when token = 3 { served := true }
property goes_round = all k: bool. always eventually token = 3
property comes_back = all k: bool. token = 3 leads to token = 0
property serves = eventually served
property order = token < 1 until token = 1
property settles = eventually always token = 0
property while_young = always (token = 1 => (token in 1..2 until token = 3))
"""


def test_a_token_ring() -> None:
    properties = [property.name for property in typed(RING.replace("FAIR", "")).declared]
    assert {name for name in properties if holds(RING.replace("FAIR", ""), name)} == set()
    assert {name for name in properties if holds(RING.replace("FAIR", "fair"), name)} == {
        "goes_round",
        "comes_back",
        "order",
        "while_young",
    }
    assert lasso_of(RING.replace("FAIR", "fair"), "settles") == (["pass"] * 4, 0)


CRASHES = """
node D { d0, d1 }
var up_[D] : bool = true
var jobs : 0..1 = 0
input ask when jobs = 0 { jobs := 1 }
fair step work(d: D) when up_[d] and jobs = 1 { jobs := 0 }
fault crash(d: D) when up_[d] { up_[d] := false }
REPAIR repair(d: D) when not up_[d] { up_[d] := true }
property done = jobs = 1 leads to jobs = 0
property recovers = always eventually some d: D. up_[d]
property stable = eventually always all d: D. up_[d]
"""


@pytest.mark.parametrize(
    ("repair", "faults", "true"),
    [
        ("fair step", None, {"recovers"}),  # it crashes whenever it is to work: work(d) is never always possible
        ("fair step", 3, {"done", "recovers", "stable"}),  # failures stop
        ("input", 1, {"done", "recovers"}),  # one of them stays up, though nobody need repair the other
        ("input", 2, set()),
        ("input", 0, {"done", "recovers", "stable"}),
    ],
)
def test_failures(repair: str, faults: int | None, true: set[str]) -> None:
    text = CRASHES.replace("REPAIR", repair)
    properties = [property.name for property in typed(text).declared]
    assert {name for name in properties if holds(text, name, faults=faults)} == true


MAIL = """
node N { a, b }
link wire
var got : bool = false
var tries : 0..1 = 0
channel mail over wire from N to N carries hello() fifo 1 LOSSY
HOW on mail hello() from x to y { got := true }
input say when tries = 0 { tries := 1  send mail hello() from a to b }
AGAIN
property arrives = tries = 1 leads to got
property arrives_or_is_lost = tries = 1 leads to (got or not pending mail)
"""


@pytest.mark.parametrize(
    ("how", "lossy", "again", "faults", "true"),
    [
        ("", "reliable", "", 0, set()),  # without fair delivery nothing ever arrives
        ("fair", "reliable", "", 0, {"arrives", "arrives_or_is_lost"}),
        ("fair", "lossy", "", 0, {"arrives", "arrives_or_is_lost"}),
        ("fair", "lossy", "", None, {"arrives_or_is_lost"}),  # a loss is a fault: fairness does not stop it
        ("fair", "reliable", "", 1, {"arrives_or_is_lost"}),  # the wire is cut, and with it what was on its way
        # who sends again gets through when failures stop, if the wire is mended
        (
            "fair",
            "lossy",
            "fair step repeat when tries = 1 and not got and not pending mail and up(wire) { send mail hello() from a to b }"
            " fair step fix when not up(wire) { wire_fixed := not wire_fixed }",
            1,
            {"arrives_or_is_lost"},
        ),
        (
            "fair",
            "lossy",
            "fair step repeat when tries = 1 and not got and not pending mail { send mail hello() from a to b }",
            None,
            {"arrives_or_is_lost"},
        ),
    ],
)
def test_messages(how: str, lossy: str, again: str, faults: int | None, true: set[str]) -> None:
    text = MAIL.replace("HOW", how).replace("LOSSY", lossy).replace("AGAIN", again)
    if "wire_fixed" in again:
        text += "var wire_fixed : bool = false"
    properties = [property.name for property in typed(text).declared]
    assert {name for name in properties if holds(text, name, faults=faults)} == true


def test_a_repeated_message_arrives_when_failures_stop() -> None:
    """The only fault is a loss, and there are at most two."""
    again = "fair step repeat when tries = 1 and not got and not pending mail { send mail hello() from a to b }"
    text = MAIL.replace("over wire ", "").replace("link wire", "").replace("AGAIN", again)
    lossy = text.replace("LOSSY", "lossy").replace("HOW", "fair")
    assert holds(lossy, "arrives", faults=2)
    assert not holds(lossy, "arrives")
    # strong fairness of the delivery is more than weak: a message that is there again and again is delivered in the end
    assert holds(lossy.replace("fair on", "strongly fair on"), "arrives")


DEADLOCK = """
var x : 0..2 = 0
fair step go when x < 2 { x := x + 1 }
property ends = eventually x = 2
property stays = eventually always x = 2
property more = always eventually x = 1
property once_and_for_all = always eventually once x = 1
property after_one = always (did go => eventually x = 2)
property again = always eventually did go
"""


def test_a_run_that_comes_to_its_end_pauses_for_ever() -> None:
    properties = [property.name for property in typed(DEADLOCK).declared]
    true = {"ends", "stays", "once_and_for_all", "after_one"}
    assert {name for name in properties if holds(DEADLOCK, name)} == true
    assert lasso_of(DEADLOCK, "more") == (["go", "go", "nothing happens"], 2)


def test_what_was_just_done_is_not_so_after_a_pause() -> None:
    """The last transition of a run that pauses is the pause: what was done once is not just done for ever."""
    text = "var x : bool = false\nstep go when not x { x := true }\n"
    text += "property p = x leads to not did go\nproperty q = eventually did go"
    assert holds(text, "p")
    assert not holds(text, "q")
    assert not holds(text.replace("when not x", ""), "p")  # going on and on; nothing says that it pauses


def test_an_action_that_would_make_an_error_is_not_enabled() -> None:
    """Adding leaves the range: that is a finding of its own, and nothing that fairness could ask for."""
    text = "var x : 0..1 = 1\nvar y : bool = false\nfair step add { x := x + 1  y := true }\nproperty p = eventually y"
    assert not holds(text, "p")


def test_assume_takes_states_out_of_runs() -> None:
    """A step that leads to an excluded state cannot be taken, so fairness does not ask for it."""
    text = "var x : 0..2 = 0\nfair step go when x < 2 { x := x + 1 }\nassume small = x < LIMIT\nproperty p = eventually x = 1"
    assert holds(text.replace("LIMIT", "2"), "p")
    assert not holds(text.replace("LIMIT", "1"), "p")


def test_ways_of_one_action_are_fair_together() -> None:
    """A fair step may always take the same way; two fair steps are both taken."""
    one = "var x : 0..2 = 0\nfair step go { choose k: bool where true  x := if k then 1 else 2 }\nproperty p = eventually x = 1"
    two = "var x : 0..2 = 0\nfair step go(k: bool) { x := if k then 1 else 2 }\nproperty p = eventually x = 1"
    assert not holds(one, "p")
    assert holds(two, "p")


@pytest.mark.parametrize("engine", ["bmc", "kinduction"])
def test_other_engines_say_the_same(engine: str) -> None:
    text = MUTEX.replace("ENTER", "fair").replace("LEAVE", "fair")
    assert isinstance(decided(text, "enters", engine), Reached)
    assert isinstance(decided(text, "calm", engine), Reached)
    assert isinstance(decided(DEADLOCK, "more", engine), Reached)
    if engine == "kinduction":
        assert isinstance(decided(DEADLOCK, "ends", engine), Unreachable)
    bounded = decided(text, "leaves", "bmc", depth=3)
    assert isinstance(bounded, Unknown)
    assert (bounded.depth, bounded.asked) == (3, True)


def test_what_stands_inside_of_two_parts_is_decided_before_both() -> None:
    """Both sides are true of every run, so the whole is, and its opposite is false: engine and reference say so."""
    text = "var x : bool = true\nfair step stay when x { x := true }\n"
    both = "(not x leads to x) leads to (x leads to x)"
    for formula, true in ((both, True), (f"not ({both})", False)):
        assert holds(f"{text}property p = {formula}", "p") == true
        system = typed(f"{text}property p = {formula}")
        [property] = system.declared
        assert bool(search(prepared(system, property), Scope({}), property).violated) != true


def test_a_run_on_which_any_part_has_no_value_does_not_count() -> None:
    """The first part is false of every run, and the second has no value on any: nothing is violated, for engine and reference."""
    text = "node N { a, b }\nvar x : bool = false\nproperty p = always eventually x and eventually (the n: N where not x) = a"
    assert holds(text, "p")
    system = typed(text)
    [property] = system.declared
    assert not search(prepared(system, property), Scope({}), property).violated


# --- random systems --------------------------------------------------------------------------------------------------


def looked_for(engine: Engine, lasso: Lasso, budget: Budget) -> Answer:
    if engine is explicit:
        [(_, answer)] = explore(lasso.instance, [lasso.goal], budget, symmetry=False).found
    else:
        [(_, answer)] = engine(lasso.instance, [lasso.goal], budget, lambda _: None)
    return answer


def compare(drawn: Drawn, engine: Engine, budget: Budget, most: int = MOST_STATES) -> None:
    """The engine's answer for the property of a random system, against that of the reference."""
    [property] = (property for property in drawn.system.declared if property.liveness)
    system, scope = prepared(drawn.system, property, 1), drawn.scope
    reference = search(system, scope, property, most, 3)
    assume(reference.complete)
    try:
        lasso = lasso_instance(instantiate(system, scope), property)
    except TooLargeError:
        assume(False)
    match looked_for(engine, lasso, budget):
        case Reached(trace):
            assert reference.violated, "there is no fair run on which the property is false"
            assert trace is not None
            shown = lasso.lift(trace)
            replay_lasso(system, scope, property, shown)
            if engine is explicit:
                assert len(trace.steps) <= lasso.depth(len(shown.steps))
        case Unreachable():
            assert not reference.violated, f"a fair run goes through {reference.violated}"
        case Unknown(reason):
            assert engine is not explicit or reason.startswith("out of time")
    walk(system, scope, property, bool(reference.violated))


def walk(system: System, scope: Scope, property: Property, violated: bool) -> None:
    """Lassos from random runs: one that is fair and on which the property is false must be known."""
    random = Random(0)
    starts = list(initial_states(system, scope))
    for _ in range(4 if starts else 0):
        initial = state = random.choice(starts)
        seen: list[State] = [state]
        steps: list[Step] = []
        for _ in range(8):
            ways = [way for way in successors(system, scope, state) if way[2].state is not None]
            if not ways:
                break
            action, arguments, outcome = random.choice(ways)
            names = (binder.name for binder in action.parameters)
            assert outcome.state is not None
            state = outcome.state
            steps.append(Step(action.name, tuple(zip(names, arguments, strict=True)), state))
            for loop in [place for place, earlier in enumerate(seen) if earlier == state][-1:]:
                if shows(system, scope, property, Trace(initial, tuple(steps), loop)):
                    assert violated, "a lasso violates the property, and the reference does not know"
                    return
            seen.append(state)


def shows(system: System, scope: Scope, property: Property, trace: Trace) -> bool:
    try:
        replay_lasso(system, scope, property, trace)
    except Disagreement:
        return False
    return True


@pytest.mark.heavy
@few(80)
@given(lively())
def test_explicit(drawn: Drawn) -> None:
    compare(drawn, explicit, Budget(seconds=3))


@few(20)
@given(lively(wired=True))
@pytest.mark.heavy
def test_explicit_with_channels(drawn: Drawn) -> None:
    compare(drawn, explicit, Budget(seconds=3))


@few(12)
@given(lively())
@pytest.mark.heavy
def test_bmc(drawn: Drawn) -> None:
    compare(drawn, bmc, Budget(depth=8), 20)


@few(12)
@given(lively())
@pytest.mark.heavy
def test_kinduction(drawn: Drawn) -> None:
    compare(drawn, kinduction, Budget(depth=8), 20)


@pytest.mark.heavy
@pytest.mark.parametrize("wired", [False, True])
def test_explicit_at_length(wired: bool) -> None:
    few(50 if wired else 120)(given(lively(wired))(lambda drawn: compare(drawn, explicit, Budget(seconds=3))))()


@pytest.mark.heavy
@pytest.mark.parametrize("engine", [bmc, kinduction])
def test_solvers_at_length(engine: Engine) -> None:
    few(40)(given(lively())(lambda drawn: compare(drawn, engine, Budget(depth=10), 30)))()
