"""The fast tracker knows what the plain one knows, on random systems and on the specs; and looks at few states."""

from __future__ import annotations

import random
from itertools import islice, product
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies.plain_tracking import PlainTracker
from strategies.random_systems import Drawn, systems
from strategies.simulated import shown
from strategies.systems import typed

from hamodel.check.rows import combinations, sizes
from hamodel.conformance.observation import Nonsense, Reader
from hamodel.evidence.confirm import Disagreement, replay
from hamodel.follow.belief import TooManyToFollow
from hamodel.follow.coverage import Coverage, Use
from hamodel.follow.events import Happening, Partial
from hamodel.follow.stepper import Codes, Following, Stepper
from hamodel.follow.tracking import Difference, Tracker
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.scope import Scope
from hamodel.model.semantics import initial_states, successors
from hamodel.model.system import System
from hamodel.model.trace import CellName, Content, State
from hamodel.report.results.conform import table

SPECS = Path(__file__).parent.parent.parent / "specs"
PANOS = SPECS / "panos" / "active_active.ha"
FEW = 300
"""More states than this are not followed here."""


def frozen(state: State) -> frozenset[tuple[CellName, Content]]:
    return frozenset(state.items())


class Both:
    """Both trackers side by side: whatever is asked of one is asked of the other."""

    def __init__(self, system: System, scope: Scope) -> None:
        self.system, self.scope = system, scope
        self.fast, self.plain = Tracker(system, scope, FEW), PlainTracker(system, scope, FEW)

    def start(self, seen: Partial) -> bool:
        return self._same(self.fast.start(seen), self.plain.start(seen), seen)

    def follow(self, happening: Happening, seen: Partial) -> bool:
        return self._same(self.fast.follow(happening, seen), self.plain.follow(happening, seen), seen)

    def _same(self, fast: Difference | None, plain: Difference | None, seen: Partial) -> bool:
        """Can the model explain it? They must agree, and know the same from then on."""
        assert (fast is None) == (plain is None)
        known = {frozen(self.fast.stepper.decode(state)) for state in self.fast.here}
        assert known == {frozen(state) for state in self.plain.here}
        if fast is not None and plain is not None:
            assert (fast.closest is None) == (plain.closest is None)
            if fast.closest is not None and plain.closest is not None:
                assert len(fast.differing) == len(plain.differing) > 0
                replay(self.system, self.scope, None, fast.closest)
            assert fast.states == plain.states
            assert fast.happening == plain.happening
        if known:
            assert list(self.fast.offers()) == list(self.plain.offers())
            replay(self.system, self.scope, None, self.fast.trace)
            state = frozen(self.fast.trace.states[-1])
            assert state in known
            assert fast is not None or all((cell, content) in state for cell, content in seen.items())
        return fast is None


def walked(both: Both, dice: random.Random, length: int) -> int:
    """Both follow a run that the reference semantics chooses, of which they see more or less; at its end maybe something that
    did not happen. How many actions they followed."""
    system, scope = both.system, both.scope
    starts = list(islice(initial_states(system, scope), FEW))
    if not starts:
        return 0
    state = dice.choice(starts)
    share = dice.choice([0.0, 0.3, 0.7, 1.0, 1.0])
    assert both.start(glimpse(state, dice, share))
    for number in range(length):
        happening = Happening("time passes", (), own=True)
        following = [row for row in successors(system, scope, state) if row[2].state is not None]
        outside = [row for row in following if row[0].kind in ("input", "fault")]
        if outside and dice.random() < 0.8:
            action, arguments, outcome = dice.choice(outside if dice.random() < 0.9 else following)
            names = (binder.name for binder in action.parameters)
            happening = Happening(action.name, tuple(zip(names, arguments, strict=True)))
            assert outcome.state is not None
            state = outcome.state
        for _ in range(dice.randrange(3)):
            rows = [row for row in successors(system, scope, state) if row[0].kind in ("step", "delivery")]
            state = dice.choice([state, *(row[2].state for row in rows if row[2].state is not None)])
        seen = glimpse(state, dice, share)
        if dice.random() < 0.35:
            cell = dice.choice(list(state))
            both.follow(happening, {**seen, cell: other(system, scope, cell, dice)})
            both.fast.confirm()
            return number
        assert both.follow(happening, seen)
    both.fast.confirm()
    return length


def glimpse(state: State, dice: random.Random, share: float) -> dict[CellName, Content]:
    """Some of the cells."""
    return {cell: content for cell, content in state.items() if dice.random() < share}


def other(system: System, scope: Scope, cell: CellName, dice: random.Random) -> Content:
    """Any content of the cell: also more messages than there is room for."""
    if any(channel.name == cell[0] for channel in system.channels):
        channel = system.channel(cell[0])
        sent = [
            (message.name, *values)
            for message in channel.messages
            for values in product(*(scope.domain(binder.type) for binder in message.fields))
        ]
        chosen = [dice.choice(sent) for _ in range(dice.randrange(channel.capacity + 2))] if sent else []
        return tuple(chosen) if channel.fifo else tuple(sorted(chosen, key=repr))
    return dice.choice(scope.domain(system.variable(cell[0]).type))


# --- it knows what the plain one knows -------------------------------------------------------------------------------


def agrees(drawn: Drawn, seed: int) -> int:
    both = Both(drawn.system, drawn.scope)
    try:
        return walked(both, random.Random(seed), 4)
    except TooManyToFollow:
        return 0


def examples(count: int) -> settings:
    return settings(
        max_examples=count, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )


@given(systems(), st.integers(0, 1000))
@examples(50)
@pytest.mark.heavy
def test_random_systems(drawn: Drawn, seed: int) -> None:
    agrees(drawn, seed)


@pytest.mark.heavy
@given(systems(wired=True), st.integers(0, 1000))
@examples(100)
def test_random_channels(drawn: Drawn, seed: int) -> None:
    agrees(drawn, seed)


@pytest.mark.heavy
@given(systems(), systems(wired=True), systems(tame=True), st.integers(0, 1000))
@examples(200)
def test_many_random_systems(drawn: Drawn, wired: Drawn, tame: Drawn, seed: int) -> None:
    for each in (drawn, wired, tame):
        agrees(each, seed)


LARGE = {"ring_election", "ring_election_bug"}
ALONE = {"lease", "lease_bug"}
"""With two members there are more states than the plain tracker follows."""
EVERY = [
    pytest.param(path, id=path.stem, marks=pytest.mark.heavy if path.stem in LARGE else ())
    for path in [*sorted(SPECS.glob("classics/*.ha")), *sorted(SPECS.glob("tutorial/*.ha"))]
]


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.sampled
def test_specs(path: Path) -> None:
    system = elaborate(load(str(path)))
    options = next(iter(combinations(system, {})))
    both = Both(system, Scope(dict.fromkeys(sizes(system, {}), 1 if path.stem in ALONE else 2), options))
    for seed in range(3):
        walked(both, random.Random(seed), 4)


@pytest.mark.heavy
def test_panos_seen_in_part() -> None:
    system = elaborate(load(str(PANOS)))
    every = list(combinations(system, {}))
    followed = 0
    for seed in range(6):
        dice = random.Random(seed)
        both = Both(system, Scope({"Session": 1}, dice.choice(every)))
        try:
            followed += walked(both, dice, 4)
        except TooManyToFollow:
            continue
    assert followed >= 8


def test_states_that_an_assume_leaves_out_explain_nothing() -> None:
    system = typed("""
        spec careful
        var x : 0..3 = 0
        step rise when x < 3 { x := x + 1 }
        assume low = x < 2
        """)
    for tracker in (Tracker(system, Scope()), PlainTracker(system, Scope())):
        assert tracker.start({("x", ()): 0}) is None
        assert tracker.follow(Happening("time passes", (), own=True), {("x", ()): 1}) is None
        difference = tracker.follow(Happening("time passes", (), own=True), {("x", ()): 2})
        assert difference is not None
        assert difference.closest is not None
        assert difference.closest.states[-1] == {("x", ()): 1}


def test_what_was_seen_whole_is_found_among_more_states_than_are_followed() -> None:
    """Where a run may start in ten states, and an input leads to ten: only one of them is followed."""
    system = typed("spec dial\nvar x : 0..9\ninitially x >= 0\ninput turn { choose y: 0..9  x := y }")
    tracker = Tracker(system, Scope(), 3)
    assert tracker.start({("x", ()): 7}) is None
    assert tracker.follow(Happening("turn"), {("x", ()): 8}) is None
    assert tracker.here == [(8,)]
    with pytest.raises(TooManyToFollow):
        tracker.follow(Happening("turn"), {})
    with pytest.raises(TooManyToFollow):
        tracker.start({})


def test_a_wrong_explanation_is_never_given_away() -> None:
    """A stepper that can do more than the model, and one that can do less."""
    system = typed("""
        spec lamp
        var lit : bool = false
        var burnt : bool = false
        input press when not burnt { lit := not lit }
        step burn when lit { burnt := true  lit := false }
        """)
    press, wait = Happening("press"), Happening("time passes", (), own=True)

    def cell(lit: bool, burnt: bool) -> Partial:
        return {("lit", ()): lit, ("burnt", ()): burnt}

    tracker = Tracker(system, Scope())
    own = tracker.stepper.own
    tracker.stepper.own = lambda state: ((1, (0, 1)),) if state == (0, 0) else own(state)  # type: ignore[method-assign]
    assert tracker.start(cell(False, False)) is None
    assert tracker.follow(wait, cell(False, True)) is None
    with pytest.raises(Disagreement):
        tracker.confirm()
    with pytest.raises(Disagreement):
        tracker.follow(press, cell(True, True))
    blind = Tracker(system, Scope())
    blind.stepper.own = lambda state: ()  # type: ignore[method-assign]
    assert blind.start(cell(False, False)) is None
    assert blind.follow(press, cell(True, False)) is None
    with pytest.raises(Disagreement, match="burn"):
        blind.follow(wait, cell(False, True))
    deaf = Tracker(system, Scope())
    deaf.stepper.take = lambda state, call: ()  # type: ignore[method-assign]
    assert deaf.start(cell(False, False)) is None
    with pytest.raises(Disagreement, match="press"):
        deaf.follow(press, cell(True, False))


def test_a_long_run_costs_little_memory_and_can_be_told() -> None:
    system = typed("spec blink\nvar on : bool = false\ninput press { on := not on }")
    tracker = Tracker(system, Scope())
    assert tracker.start({("on", ()): False}) is None
    for number in range(20_000):
        assert tracker.follow(Happening("press"), {("on", ()): number % 2 == 0}) is None
    difference = tracker.follow(Happening("press"), {("on", ()): False})
    assert difference is not None
    assert difference.trace is not None
    assert len(difference.trace.steps) == 20_000
    assert len({id(state) for state in difference.trace.states}) == 2


# --- what was used ---------------------------------------------------------------------------------------------------


def test_coverage_counts_what_explained() -> None:
    system = typed("""
        spec lamp
        var lit : bool = false
        var colour : 0..1 = 0
        input press { lit := true  either { colour := 0 } or { colour := 1 } }
        input smash { lit := false }
        step fade when lit { lit := false }
        """)
    tracker, coverage = Tracker(system, Scope()), Coverage(system)

    def follow(action: str, lit: bool, colour: int) -> None:
        assert tracker.follow(Happening(action), {("lit", ()): lit, ("colour", ()): colour}) is None
        coverage.explained(tracker)

    assert tracker.start({("lit", ()): False, ("colour", ()): 0}) is None
    coverage.explained(tracker)
    follow("press", False, 0)  # press, fade: dark again
    follow("press", False, 0)
    follow("press", True, 0)
    coverage.refused(Happening("smash"), "it is made of steel")
    assert coverage.uses == (
        Use("press", "input", 3, 1, 2, ()),
        Use("smash", "input", 0, 0, 1, (("it is made of steel", 1),)),
        Use("fade", "step", 2, 1, 1, ()),
    )
    assert (coverage.states, coverage.transitions) == (2, 2)
    assert table(coverage) == dedent("""\
        action  kind   used  branches
        press   input     3    1 of 2
        smash   input     0    0 of 1
        fade    step      2    1 of 1
        smash refused 1 time: it is made of steel
        2 of 3 actions; 2 states, 2 transitions
        never used: smash""")


# --- speed -----------------------------------------------------------------------------------------------------------


@pytest.mark.heavy
def test_few_states_are_looked_at() -> None:
    """The states that look most like what was seen come first, and the way to them is remembered. (How long that takes is told by
    `tests/benchmarks/conformance.py`.)"""
    system = elaborate(load(str(PANOS)))
    scope = Scope({"Session": 2}, {option.name: option.default for option in system.options})
    tracker, device, reader, dice = Tracker(system, scope), Stepper(system, scope), Reader(system, scope), random.Random(1)
    looked_at, actions = 0, 0
    plain = tracker.stepper.own

    def counted(state: Codes) -> Following:
        nonlocal looked_at
        looked_at += 1
        return plain(state)

    tracker.stepper.own = counted  # type: ignore[method-assign]
    for _ in range(80):
        state = device.starts()[0]
        assert tracker.start(reader.read(shown(device.decode(state)))) is None
        for _ in range(50):
            happening = dice.choice(list(tracker.offers()))
            call = (happening.action, tuple(value for _, value in happening.arguments))
            state = dice.choice(device.take(state, call))[1]
            for _ in range(dice.choice([0, 1, 3, 30])):
                following = device.own(state)
                state = dice.choice(following)[1] if following else state
            seen = shown(device.decode(state))
            assert tracker.follow(happening, reader.read(seen)) is None
            actions += 1
    assert looked_at < 2 * actions  # a plain search from every state would look at hundreds for each


# --- reading ---------------------------------------------------------------------------------------------------------


def test_one_is_not_true_however_often_it_is_read() -> None:
    system = typed("spec bits\nvar b : bool = false\nvar n : 0..1 = 0")
    reader = Reader(system, Scope())
    for _ in range(2):
        assert reader.read({"b": True, "n": 1}) == {("b", ()): True, ("n", ()): 1}
        with pytest.raises(Nonsense, match="`b` cannot be 1"):
            reader.read({"b": 1})
        with pytest.raises(Nonsense, match="`n` cannot be True"):
            reader.read({"n": True})
        with pytest.raises(Nonsense, match="cannot be"):
            reader.read({"n": [[]]})


class Listed(list[str]):
    """A list that is not quite one."""


def test_messages_are_read_from_whatever_lists_them() -> None:
    system = typed("""
        spec post
        node Box { a, b }
        channel mail from Box to Box carries parcel unordered
        on mail parcel from x to y { }
        """)
    reader = Reader(system, Scope())
    for shown_as in (["parcel"], ("parcel",), Listed(["parcel"])) * 2:
        assert reader.read({"mail[a, b]": shown_as}) == {("mail", ("a", "b")): (("parcel",),)}
    with pytest.raises(Nonsense, match="shown twice"):
        reader.read({"mail[a, b]": [], "mail[a,b]": []})
