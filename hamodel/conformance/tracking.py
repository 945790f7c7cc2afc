"""Tracker(system, scope): which states the model can be in, given what was done to an implementation and what it showed.

After an action the model takes it and then any steps and deliveries of its own; the states that show what the implementation
shows are what is known from then on. An event of which the spec does not speak is explained by own steps alone.

Where every cell was seen there is one such state: it is looked for from the states that look most like it, and the way to it
is remembered. Otherwise every state that can be reached is looked at. What explains a state is kept as numbers of ways of
taking actions, and becomes a trace when one is asked for.

NOTE(nobody is believed unheard): a difference rests on traces, which the reference semantics must be able to follow, and on there
being no others: it expands the states nearest to them again, and must find nothing new. That nothing is found different rests on
the explanations: `confirm` looks at uses of each way of taking an action.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count, islice
from operator import ne
from typing import TypeAlias

from hamodel.conformance.generated import Codes
from hamodel.conformance.observation import Partial, disagreements
from hamodel.conformance.sights import Sight, Sights
from hamodel.conformance.stepper import Call, Path, Stepper
from hamodel.evidence.confirm import Disagreement
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import is_initial, outcomes, successors
from hamodel.model.system import System
from hamodel.model.trace import CellName, State, Step, Trace
from hamodel.report import words

MOST_STATES = 100_000
"""More states than this are not followed at once."""

MOST_PATHS = 200_000
"""So many ways from a state to what was seen next are remembered."""

EXPANDED = 30
"""So many states are expanded by the reference semantics, too, before a difference is believed."""

EXAMPLES = 2
"""So many uses of each way of taking an action are kept for `Tracker.confirm`."""

DISTANCE = 2
"""How many steps a cell is worth, that is not yet what was seen: more is faster, less finds shorter runs."""


class TooMany(Exception):
    """The model can be in more states than are followed."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What was done: an action of the spec with its arguments by the names of its parameters, in their order; or an event of
    the implementation's own."""

    action: str
    arguments: tuple[tuple[str, Value], ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What the model cannot explain.

    `trace`: a run of the model that explains everything before. `happening`: what was done then (None: a start). `closest`: a
    run of the model that goes on from there and ends as near as the model can come to what was `seen`; None where it cannot
    even do what happened.
    """

    trace: Trace | None
    happening: Happening | None
    seen: Partial
    closest: Trace | None
    ways: int  # in how many states the model could be before

    @property
    def differing(self) -> list[CellName]:
        """The cells in which the closest that the model can show is not what was seen; without a closest, all that were."""
        return disagreements(self.closest.states[-1], self.seen) if self.closest else list(self.seen)


Link: TypeAlias = "tuple[Link | None, Codes | Path]"
"""What explains a state: a path for each thing that happened, the last outside; the innermost has the state of the start."""

_Node: TypeAlias = "tuple[_Node | None, int]"
"""How a search came to a state: from where, by which way of taking an action. The innermost has the number of its place."""

_Begun: TypeAlias = list[tuple[Codes, _Node]]


class Tracker:
    """What is known of the model's state. It can be started again, and remembers what it found out before."""

    def __init__(self, system: System, scope: Scope, most_states: int = MOST_STATES) -> None:
        self.system, self.scope, self.most_states = system, scope, most_states
        self.stepper = Stepper(system, scope)
        self.last: tuple[Codes, Path] = ((), ())
        """How the last thing that happened is explained in `trace`: the state before, and numbers of `stepper.ways`."""
        self._starts = [(state, (None, state)) for state in self.stepper.starts()]
        self._happenings = {
            call: Happening(call[0], way.named_arguments)
            for call, way in zip(self.stepper.calls, self.stepper.ways, strict=True)
        }
        self._order = {call: number for number, call in enumerate(self._happenings)}
        self._sights = Sights(self.stepper.contents)
        self._here: list[tuple[Codes, Link]] = []
        self._paths: dict[tuple[Codes, Call | None, Codes], Path] = {}
        self._examples: dict[int, list[tuple[Codes, Codes]]] = {number: [] for number in range(len(self.stepper.ways))}
        own = tuple(action for action in system.actions if action.kind in ("step", "delivery"))
        self._within = replace(system, actions=own)
        self._expanded: set[Codes] = set()
        self._confirmed_uses = [0] * len(self.stepper.ways)

    @property
    def states(self) -> int:
        """In how many states the model can be."""
        return len(self._here)

    @property
    def here(self) -> list[Codes]:
        """The states that it can be in: `stepper.decode` has them in the words of the spec."""
        return [state for state, _ in self._here]

    @property
    def trace(self) -> Trace:
        """A run of the model that explains what was seen so far."""
        return self._run(self._here[0][1])

    def start(self, seen: Partial) -> Difference | None:
        """The model starts, and may have taken steps before this was seen."""
        self._here = []
        begun: _Begun = [(state, (None, place)) for place, (state, _) in enumerate(self._starts)]
        return self._settle(self._starts, begun, None, None, seen)

    def offers(self) -> Iterator[Happening]:
        """The inputs and faults that the model can take in some state in which it can be."""
        possible: Iterable[Call] = self.stepper.outside(self._here[0][0])
        if len(self._here) > 1:
            several = {call for state, _ in self._here for call in self.stepper.outside(state)}
            possible = sorted(several, key=self._order.__getitem__)
        for call in possible:
            yield self._happenings[call]

    def follow(self, happening: Happening, seen: Partial) -> Difference | None:
        """It happened, and then this was seen. A difference leaves what is known as it was. Raises `TooMany`."""
        self._trim()
        call: Call | None = None
        begun: _Begun
        if happening.own:
            begun = [(state, (None, place)) for place, (state, _) in enumerate(self._here)]
        else:
            call = (happening.action, tuple([value for _, value in happening.arguments]))
            begun = [
                (after, ((None, place), number))
                for place, (state, _) in enumerate(self._here)
                for number, after in self.stepper.take(state, call)
            ]
        return self._settle(self._here, begun, happening, call, seen)

    def confirm(self) -> None:
        """Raises `Disagreement` unless the reference semantics can do what the explanations so far are made of: a few uses
        of each way of taking an action. What was confirmed once is not looked at again."""
        for number, examples in self._examples.items():
            while self._confirmed_uses[number] < len(examples):
                before, after = examples[self._confirmed_uses[number]]
                self._confirmed_uses[number] += 1
                self._confirm_step(self.stepper.decode(before), self.stepper.step(number, self.stepper.decode(after)))

    # --- private ---

    def _settle(
        self,
        places: Sequence[tuple[Codes, Link]],
        begun: _Begun,
        happening: Happening | None,
        call: Call | None,
        seen: Partial,
    ) -> Difference | None:
        sight = self._sights.sight(seen)
        alone = len(places) == 1 and happening is not None
        if alone and sight.whole is not None:
            path = self._paths.get((places[0][0], call, sight.whole))
            if path is not None:
                self.last = (places[0][0], path)
                self._here = [(sight.whole, (places[0][1], path))]
                return None
        found = self._fitting(begun, sight)
        if not found:
            return self._difference(places, begun, happening, call, seen)
        here: list[tuple[Codes, Link]] = []
        for state, node in found:
            place, path = _path(node)
            here.append((state, (places[place][1], path)))
            if len(here) == 1:
                self.last = (places[place][0], path)
                self._remember(*self.last)
        if alone and sight.whole is not None:
            self._paths[places[0][0], call, sight.whole] = self.last[1]
        self._here = here
        return None

    def _fitting(self, begun: _Begun, sight: Sight) -> _Begun:
        """The states that look like this."""
        if not sight.possible:
            return []
        if sight.whole is not None:
            node = self._search(begun, sight.whole)
            return [] if node is None else [(sight.whole, node)]
        return [(state, node) for state, node in self._closure(begun).items() if sight.fits(state)]

    def _search(self, begun: _Begun, target: Codes) -> _Node | None:
        """A short way to the target, found from the states that are most like it."""
        known: set[Codes] = set()
        open_: list[tuple[int, int, int, Codes, _Node]] = []
        fresh = count()
        following, depth = begun, 0
        while True:
            for state, node in following:
                if state == target:
                    return node
                if state not in known:
                    known.add(state)
                    priority = depth + DISTANCE * sum(map(ne, state, target))
                    heappush(open_, (priority, next(fresh), depth, state, node))
            if len(known) > self.most_states:
                raise self._too_many()
            if not open_:
                return None
            _, _, depth, here, reached = heappop(open_)
            depth += 1
            following = [(after, (reached, number)) for number, after in self.stepper.own(here)]

    def _closure(self, begun: _Begun) -> dict[Codes, _Node]:
        """Every state that steps and deliveries lead to, the nearest first."""
        known: dict[Codes, _Node] = {}
        frontier = begun
        while frontier:
            following: _Begun = []
            for state, node in frontier:
                if state in known:
                    continue
                known[state] = node
                if len(known) > self.most_states:
                    raise self._too_many()
                following += [(after, (node, number)) for number, after in self.stepper.own(state) if after not in known]
            frontier = following
        return known

    def _difference(
        self,
        places: Sequence[tuple[Codes, Link]],
        begun: _Begun,
        happening: Happening | None,
        call: Call | None,
        seen: Partial,
    ) -> Difference:
        everything = self._closure(begun)
        self._confirm_nothing_missing(places, call, begun, everything)
        distance = self._sights.distance(seen)
        nearest = min(everything, key=distance, default=None)
        closest, before = None, places[0][1] if places else None
        if nearest is not None:
            place, path = _path(everything[nearest])
            before = places[place][1]
            closest = self._confirmed(self._run((before, path)))
        trace = None if happening is None or before is None else self._confirmed(self._run(before))
        return Difference(trace, happening, seen, closest, len(places) if happening else 0)

    def _run(self, link: Link) -> Trace:
        paths: list[Path] = []
        here: Link | None = link
        while here is not None:
            before, path = here
            paths.append(path)
            here = before
        state = paths.pop()
        decoded: dict[Codes, State] = {state: self.stepper.decode(state)}
        initial, steps = decoded[state], []
        for path in reversed(paths):
            for number in path:
                state = self.stepper.after(state, number)
                if state not in decoded:
                    decoded[state] = self.stepper.decode(state)
                steps.append(self.stepper.step(number, decoded[state]))
        return Trace(initial, tuple(steps))

    def _confirmed(self, trace: Trace) -> Trace:
        """The trace, if it is one by the reference semantics. A transition that occurs again is looked at once."""
        if not is_initial(self.system, self.scope, trace.initial):
            raise Disagreement("no run starts in the first state of what should explain an observation")
        known: set[tuple[int, str, tuple[tuple[str, Value], ...], int]] = set()
        before = trace.initial
        for step in trace.steps:
            key = (id(before), step.action, step.arguments, id(step.state))
            if key not in known:
                known.add(key)
                self._confirm_step(before, step)
            before = step.state
        return trace

    def _confirm_step(self, before: State, step: Step) -> None:
        arguments = tuple(value for _, value in step.arguments)
        found = outcomes(self.system, self.scope, before, self.system.action(step.action), arguments)
        if not any(outcome.state == step.state for outcome in found):
            raise Disagreement(f"the reference semantics cannot do what should explain an observation: {step}; in {before}")

    def _confirm_nothing_missing(
        self, places: Sequence[tuple[Codes, Link]], call: Call | None, begun: _Begun, everything: Iterable[Codes]
    ) -> None:
        """Raises `Disagreement` if the reference semantics can do something that was not followed: what was done, in some of the
        states before, or an own step in some of those that are nearest."""
        if call is not None:
            action = self.system.action(call[0])
            followed = {after for after, _ in begun}
            for state, _ in places[:EXPANDED]:
                for outcome in outcomes(self.system, self.scope, self.stepper.decode(state), action, call[1]):
                    if outcome.state is not None and self.stepper.encode(outcome.state) not in followed:
                        raise Disagreement(f"an outcome of {call} was not followed in {self.stepper.decode(state)}")
        for state in islice(everything, EXPANDED):
            if state in self._expanded:
                continue
            self._expanded.add(state)
            here = self.stepper.decode(state)
            known = {after for _, after in self.stepper.own(state)}
            for action, arguments, outcome in successors(self._within, self.scope, here):
                if outcome.state is not None and self.stepper.encode(outcome.state) not in known:
                    raise Disagreement(f"{action.name}{arguments} was not followed in {here}")

    def _remember(self, state: Codes, path: Path) -> None:
        """Keeps some transitions, for `confirm`."""
        for number in path:
            after = self.stepper.after(state, number)
            if len(self._examples[number]) < EXAMPLES:
                self._examples[number].append((state, after))
            state = after

    def _too_many(self) -> TooMany:
        return TooMany(f"the model can be in more than {self.most_states:,} states: show more cells, or set more options")

    def _trim(self) -> None:
        self.stepper.trim()
        if len(self._paths) > MOST_PATHS:
            self._paths.clear()


def _path(node: _Node) -> tuple[int, Path]:
    """The number of the place where it began, and the ways that were taken."""
    path: list[int] = []
    before, number = node
    while before is not None:
        path.append(number)
        before, number = before
    return number, tuple(reversed(path))


def spoken(happening: Happening) -> Mapping[str, Value]:
    """The arguments by the names that the author of the spec gave them."""
    return {words.plain(name): value for name, value in happening.arguments}
