"""steer(system, scope, trace) -> Steered: the moves after which the pair shows, step by step, what the trace says.

A search, with the abstraction as its guide: for each step there are a few moves that may bring it about (`candidates`); each is
made, and the pair runs from one thing that happens to the next until it shows the state after the step. What leads elsewhere is
dropped, and the pair is made again by the same moves as before. Where nothing leads on, an earlier step is tried in another way.

What the model does in two steps the pair may do in one instant, or in another order: then the steps have one scene. Between two
states of the trace the pair may show others, for no longer than packets take to cross it a few times (`TRANSIT`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from hamodel.conformance.implementation import Observation, Refused
from hamodel.conformance.observation import Reader
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import State, Trace
from hamodel.model.transform import IDLE
from hamodel.reference.panos.playing.moves import (
    FORGETFUL,
    PATIENT,
    Act,
    Begin,
    Deaf,
    Finish,
    Move,
    Notice,
    Pass,
    PowerOn,
    Quiet,
    Release,
    again,
    make,
    started,
)
from hamodel.reference.panos.reference_pair import QUIET, ReferencePair
from hamodel.reference.panos.settings import Timers
from hamodel.report import words

TRANSIT = 60
AT_ONCE = 100
"""Milliseconds in which something that was done has its effect."""

PATIENCE = 150_000
"""Milliseconds that a step of the pair's own is waited for: longer than every timer."""

DIALOGUE = 12_000
"""Milliseconds in which the two ends of a session say enough to be recognised, and the test threat."""

MOST_TOGETHER = 4
"""So many steps the pair may do in one instant."""

MOST_EVENTS = 40_000
"""When so many things have happened in all attempts together, no further ones are made."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The moves that bring about the steps from `first` up to, not including, `last`: then the pair shows the state before it."""

    first: int
    last: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Stuck:
    """The step that the pair does not follow. `reason`: why the pair refuses; or `instead`: what it shows in place of the state
    after the step, as (cell, the pair's, the model's); neither: nothing happens for long. `tired`: not everything was tried."""

    step: int
    reason: str = ""
    instead: tuple[tuple[str, object, object], ...] = ()
    moves: tuple[Move, ...] = ()
    tired: bool = False


@dataclass(frozen=True, slots=True)
class Steered:
    """Scenes in order, on a pair with these timers. Without `stuck`, they are the whole trace."""

    timers: Timers
    scenes: tuple[Scene, ...]
    stuck: Stuck | None = None

    @property
    def followed(self) -> int:
        """So many steps."""
        return self.scenes[-1].last if self.scenes else 0


def steer(system: System, scope: Scope, trace: Trace) -> Steered:
    """Brings a pair to do what the trace says, as far as it can."""
    tried: list[Steered] = []
    for timers in (PATIENT, FORGETFUL):
        tried.append(_Search(system, scope, trace, timers).run())
        if tried[-1].stuck is None:
            return tried[-1]
    return max(tried, key=lambda steered: steered.followed)


@dataclass(frozen=True, slots=True)
class _Wait:
    """Time passes, and the pair shows the same state all the while."""

    milliseconds: int


@dataclass(slots=True)
class _Search:
    system: System
    scope: Scope
    trace: Trace
    timers: Timers
    shows: list[Observation] = field(init=False)  # for each state of the trace
    own: list[bool] = field(init=False)  # is the step one of the pair's own?
    best: list[Scene] = field(default_factory=list)
    stuck: Stuck | None = None
    events: int = 0

    def __post_init__(self) -> None:
        reader = Reader(self.system, self.scope)
        names = list(started(self.scope).observe())
        self.shows = [_shown(reader, names, state) for state in self.trace.states]
        kinds = {action.name: action.kind for action in self.system.actions}
        self.own = [kinds.get(step.action, "step") in ("step", "delivery") for step in self.trace.steps]  # a pause is no action

    def run(self) -> Steered:
        reference = self.again([])
        seen = reference.observe()
        if seen != self.shows[0]:
            return Steered(self.timers, (), Stuck(0, instead=_differences(seen, self.shows[0])))
        done = self.follow([], reference)
        if done is not None:
            return Steered(self.timers, tuple(done))
        stuck = self.stuck or Stuck(self.best[-1].last if self.best else 0, tired=True)
        return Steered(self.timers, tuple(self.best), replace(stuck, tired=self.tired))

    @property
    def tired(self) -> bool:
        return self.events > MOST_EVENTS

    def follow(self, scenes: list[Scene], reference: ReferencePair) -> list[Scene] | None:
        """The scenes of the whole trace that begin with these, which made the pair; None: nothing leads there."""
        here = scenes[-1].last if scenes else 0
        if here > (self.best[-1].last if self.best else 0):
            self.best, self.stuck = scenes, None
        if here == len(self.trace.steps):
            return scenes
        before = [move for scene in scenes for move in scene.moves]
        fresh = True
        for moves, patience in self.candidates(here, reference):
            reached: tuple[int, tuple[Move, ...]] | None = None
            for calm in self.calms(here):
                if self.tired:
                    return None
                if not fresh:
                    reference = self.again(before)
                fresh = False
                if reached is None:
                    reached = self.attempt(here, reference, moves, patience)
                    if reached is None:
                        break
                else:
                    for move in reached[1]:
                        make(reference, move)
                last, made = reached
                more = self.calm(reference, last, calm)
                if more is None:
                    continue
                done = self.follow([*scenes, Scene(here, last, (*made, *more))], reference)
                if done is not None:
                    return done
        return None

    def again(self, moves: Sequence[Move]) -> ReferencePair:
        self.events += sum(move.events for move in moves if isinstance(move, Pass))
        return again(self.scope, self.timers, moves)

    # --- one step ---

    def candidates(self, here: int, reference: ReferencePair) -> Iterator[tuple[tuple[Move | _Wait, ...], int]]:
        """Moves that may bring about the step, the likeliest first, and the milliseconds in which they do."""
        step = self.trace.steps[here]
        arguments = [str(value) for _, value in step.arguments]
        match step.action.split():
            case _ if step.action == IDLE:
                yield (), AT_ONCE
            case ["first_packet"]:
                session, at = arguments
                for device in (0, 1) if at == "fw0" else (1, 0):
                    yield (Begin(session, at, device),), AT_ONCE
            case ["finish"]:
                (session,) = arguments
                following = self.trace.steps[here + 1 : here + 2]
                soon = [(next.action, dict(next.arguments).get("s")) for next in following] == [("end_session", session)]
                for in_order in (soon, not soon):
                    yield (Finish(session, in_order),), AT_ONCE
            case ["cut", "ha1"]:
                yield (Act(step.action, step.arguments),), AT_ONCE
                for moves in self.head_starts(here):
                    yield moves, AT_ONCE
            case ["cut" | "mend", "ha3"]:
                yield (Act(step.action, step.arguments),), AT_ONCE
                yield (Notice(later=True), Act(step.action, step.arguments)), AT_ONCE
            case ["ha3_is_down" | "ha3_is_back"] if reference.pair.links.ha3.unnoticed:
                yield (Notice(later=False),), PATIENCE
            case ["deliver", channel, *_]:
                (link,) = (path.variable for path in self.system.channel(channel).paths)  # one: see `fitting`
                for number in range(len(reference.pair.links.named(link).waiting)):
                    yield (Release(link, number),), AT_ONCE
            case _ if not self.own[here]:
                yield (Act(step.action, step.arguments),), AT_ONCE
            case ["find_peer" | "find_nobody"]:
                yield (PowerOn(arguments[0]),), PATIENCE
                yield (), PATIENCE
            case _:
                state = self.trace.states[here]
                talking = tuple(session for session in reference.lives if state["phase", (session,)] == "live")
                yield (Quiet(),), PATIENCE
                if talking:
                    yield (Quiet(talking),), PATIENCE
                if len(talking) > 1:
                    for session in talking:
                        yield (Quiet(tuple(other for other in talking if other != session)),), PATIENCE

    def head_starts(self, here: int) -> Iterator[tuple[Move | _Wait, ...]]:
        """The firewall that has to notice first that HA1 is cut has not heard the other one for a while when it is."""
        cut = self.trace.steps[here]
        first = next((str(step.arguments[0][1]) for step in self.trace.steps[here:] if step.action == "take_over"), None)
        if first is not None:
            for before, deaf in product((0, 2_000, 4_000, 6_000), (7_000, 5_000, 3_000)):
                yield _Wait(before), Deaf(first), _Wait(deaf), Act(cut.action, cut.arguments), Deaf(None)

    def attempt(
        self, here: int, reference: ReferencePair, moves: tuple[Move | _Wait, ...], patience: int
    ) -> tuple[int, tuple[Move, ...]] | None:
        """Makes the moves, and lets time pass until the pair shows the state after the step, or after one that goes along with
        it. That step's successor, and the moves that were made; None: it shows something else, or nothing happens."""
        clock = reference.pair.clock
        made: list[Move] = []
        try:
            for move in moves:
                if isinstance(move, _Wait):
                    wait = self.calm(reference, here, move.milliseconds)
                    if wait is None:
                        return None
                    made += wait
                else:
                    make(reference, move)
                    made.append(move)
        except Refused as refused:
            self.note(Stuck(here, reason=str(refused)))
            return None
        deadline, events = clock.now + patience, 0
        strange: int | None = None  # since when the pair shows neither the state before nor the one after
        first, before = reference.observe(), 0
        while True:
            seen = reference.observe()
            for last in self.ends(here):
                if seen == self.shows[last]:
                    return last, (*made, *([Pass(events)] if events else []))
            if seen == self.shows[here]:
                strange = None
            elif strange is None:
                strange, first, before = clock.now, seen, events
            due = clock.next_due()
            if due is None or due > deadline or (strange is not None and due > strange + TRANSIT):
                if strange is None:
                    self.note(Stuck(here))
                else:
                    self.note(Stuck(here, instead=_differences(first, self.shows[here + 1]), moves=(*made, Pass(before))))
                return None
            clock.run_next()
            events += 1
            self.events += 1

    def ends(self, here: int) -> Iterator[int]:
        """The step alone, and with those after it that the pair does by itself."""
        last = here + 1
        yield last
        while last < len(self.trace.steps) and self.own[last] and last < here + MOST_TOGETHER:
            last += 1
            if self.shows[last] != self.shows[here]:
                yield last

    # --- between two steps ---

    def calms(self, here: int) -> tuple[int, ...]:
        """For how long nothing else may happen after the step: the longest first."""
        if self.trace.steps[here].action == IDLE:
            return (DIALOGUE, QUIET, 0)
        after = self.trace.steps[here].state
        in_flight = any(isinstance(content, tuple) and content for content in after.values())
        about = [cell for cell in after if cell[0] in ("owner", "decoder")]
        changed = any(self.trace.states[here][cell] != after[cell] for cell in about)
        return (DIALOGUE, QUIET, 0) if changed and not in_flight else (QUIET, 0)

    def calm(self, reference: ReferencePair, here: int, milliseconds: int) -> tuple[Move, ...] | None:
        """Time passes in which the pair goes on to show the state; None: it does not."""
        clock = reference.pair.clock
        until, events = clock.now + milliseconds, 0
        while (due := clock.next_due()) is not None and due <= until:
            clock.run_next()
            events += 1
            self.events += 1
            if reference.observe() != self.shows[here]:
                return None
        return (Pass(events),) if events else ()

    def note(self, stuck: Stuck) -> None:
        """What went wrong, with the likeliest moves, where the trace could be followed no further."""
        if self.stuck is None and stuck.step == (self.best[-1].last if self.best else 0):
            self.stuck = stuck


def _shown(reader: Reader, names: Sequence[str], state: State) -> Observation:
    """A state in the words of an observation."""
    shown: dict[str, Value | list[str]] = {}
    for name in names:
        content = state[reader.cell(name)]
        shown[name] = sorted(words.message(sent) for sent in content) if isinstance(content, tuple) else content
    return shown


def _differences(seen: Observation, wanted: Observation) -> tuple[tuple[str, object, object], ...]:
    return tuple((name, value, wanted[name]) for name, value in seen.items() if value != wanted[name])
