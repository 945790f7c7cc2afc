"""explicit(instance, goals, budget, listen): breadth-first search over packed states, a whole chunk of the frontier at a time.

Goals over states are looked at in new states only, goals over transitions in every transition. With symmetry (see
`NOTE(slices)` in `hamodel.engines.explicit.packing`) a state stands for its whole orbit. Goals must then be closed under the
permutations of the members, as every property of a symmetric system is; a sample of each level is looked at to notice one that
is not, and a trace that cannot be made a trace of the instance itself is an error, never an answer.

Decided here: each state keeps the number of one state before it. It costs 4 bytes a state; searching backwards through
the levels instead would cost up to a whole search again for each goal that is reached, and one pass answers many goals.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import count
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from hamodel.engines import Budget, Listener, Progress
from hamodel.engines.explicit.compiled import Compiled
from hamodel.engines.explicit.initial import TooManyError, initial_states
from hamodel.engines.explicit.multiplied import multiplied, sample_size
from hamodel.engines.explicit.table import MOST_STATES, Visited, Words
from hamodel.engines.limits.deadline import Deadline
from hamodel.engines.limits.resident import memory_is_short
from hamodel.evidence.confirm import Disagreement
from hamodel.ground.instance import Goal, Instance
from hamodel.model.trace import State, Step, Trace
from hamodel.model.verdict import Answer, Cut, Exhaustive, Reached, Unknown, Unreachable

CHUNK = 1 << 14
BATCH = 1 << 20  # successors at a time, about
SAMPLE = 256  # states of each level in which goals are compared with those of another state of the orbit
LOOKED_INTO = 1 << 19  # twice as many states as this, and again twice as many, are looked into before there is a limit
NEWS = 0.2  # seconds between two reports of progress


class AsymmetricError(Disagreement):
    """A goal or the system itself tells members of a sort apart that were taken for interchangeable."""


def explicit(instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Listener, /) -> Iterator[tuple[Goal, Answer]]:
    """Exhaustive search."""
    if goals:
        yield from Search(instance, goals, budget, listen).answers()


def explore(
    instance: Instance,
    goals: Sequence[Goal] = (),
    budget: Budget | None = None,
    listen: Listener = lambda _: None,
    symmetry: bool = True,
) -> Search:
    """A search that has ended, to be asked about. With no goals it ends when every state has been seen."""
    search = Search(instance, goals, budget or Budget(), listen, symmetry)
    search.found.extend(search.answers())
    return search


class News:
    """Tells how far a search has come, not more often than it is asked to. `looked_into`: so many states were, for a `Cut`."""

    def __init__(self, listen: Listener) -> None:
        self._listen, self._told = listen, monotonic()
        self.looked_into = LOOKED_INTO

    def tell(self, depth: int, frontier: int, states: int, every: float = NEWS) -> None:
        """Seconds must have gone by since it was told last."""
        now = monotonic()
        if now - self._told >= every:
            self._told = now
            self._listen(Progress("explicit", depth, frontier, states, bound=depth))

    def cut(self, cut: Cut) -> None:
        """What made it too large; whoever is ended from outside cannot tell it any more."""
        self.looked_into = cut.states
        self._listen(Progress("explicit", cut.depth, 0, cut.states, bound=cut.depth, cut=cut))


class Search:
    """The states that a search has seen, and how it goes on."""

    def __init__(
        self, instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Listener, symmetry: bool = True
    ) -> None:
        self.instance, self.goals, self.budget = instance, tuple(goals), budget
        self.found: list[tuple[Goal, Answer]] = []
        self.depth = -1
        self.exhausted = False
        self._expanded = 0
        self._news = News(listen)
        self._deadline = Deadline.of_look(budget.seconds)
        self._compiled = Compiled(instance, self.goals, symmetry)
        self._visited = Visited(self._compiled.layout.words)
        self._parents = np.zeros(1 << 10, np.uint32)
        self._scratch = 0
        self._transitions = 0

    # --- what a search can be asked ---

    @property
    def states(self) -> int:
        """How many states have been seen; with symmetry, one for each orbit."""
        return len(self._visited)

    @property
    def reduced(self) -> bool:
        """Does a state stand for a whole orbit?"""
        return bool(self._compiled.layout.slices)

    @property
    def pending(self) -> tuple[Goal, ...]:
        """The goals that have not been answered."""
        return tuple(self.goals[number] for number in self._compiled.pending)

    @property
    def bytes(self) -> int:
        """The memory of the search's own arrays."""
        return self._visited.bytes + 4 * self.states + self._scratch

    def contains(self, codes: Sequence[int]) -> bool:
        """Has this state been seen, or with symmetry one of its orbit?"""
        return self.contains_all([codes])[0]

    def contains_all(self, states: Sequence[Sequence[int]]) -> list[bool]:
        """`contains` of many states at once."""
        packed = [self._compiled.layout.pack(codes) for codes in states]
        known = [words for words in packed if words is not None]
        if not known:
            return [False] * len(packed)
        columns = self._compiled.canonical([np.array(column, np.uint64) for column in zip(*known, strict=True)])
        numbers = self._visited.find(columns)
        found = numbers > 0
        for stored, wanted in zip(self._visited.states(0, self.states + 1), columns, strict=True):
            found &= stored.take(numbers) == wanted  # whoever asks does so to find errors of the table, too
        answers = iter(found.tolist())
        return [words is not None and next(answers) for words in packed]

    def __contains__(self, state: State) -> bool:
        return self.contains(self.instance.encode(state))

    def sample(self, count: int) -> Iterator[State]:
        """So many of the states whose successors have all been seen (all of these, if there are no more), evenly spread from
        the first to the last; in every second one the members of sorts have changed their places, where that is said to be the
        same."""
        numbers: list[int] = np.linspace(1, self._expanded, min(count, self._expanded)).astype(np.int64).tolist()
        for place, number in enumerate(numbers):
            state = self._visited.states(number, number + 1)
            yield self._decode(self._compiled.rotated(state) if place % 2 else state)

    # --- the search ---

    def answers(self, confirm: Callable[[Search], None] | None = None) -> Iterator[tuple[Goal, Answer]]:
        """Answers each goal as soon as it is known. `confirm` is called before the search says that goals are not there, whether
        it is `exhausted` or has come to a limit, and raises if it does not believe that."""
        try:
            yield from self._search(confirm)
        except TooManyError as reason:
            yield from self._rest(Unknown(str(reason)))
        except MemoryError:
            yield from self._rest(Unknown("out of memory", self.depth))

    def _search(self, confirm: Callable[[Search], None] | None) -> Iterator[tuple[Goal, Answer]]:
        self._compiled.write_expand()
        self._compiled.write_holds()
        initial = initial_states(self.instance, self._compiled.layout)
        yield from self._add(self._compiled.canonical(initial), np.zeros(len(initial[0]), np.int64))
        start, end, size = 1, len(self._visited) + 1, CHUNK
        for self.depth in count():
            self._expanded = start - 1
            self._tell(end - start, every=0 if self.depth == 0 else NEWS)
            if self.goals and not self._compiled.pending:
                return
            if start == end:
                self.exhausted = True
                if confirm is not None:
                    confirm(self)
                yield from self._rest(Unreachable(self._figures()))
                return
            if self.budget.depth is not None and self.depth >= self.budget.depth:
                if confirm is not None:
                    confirm(self)
                yield from self._rest(Unknown(f"not searched beyond {self.depth} transitions", self.depth, asked=True))
                return
            if end - start > CHUNK:
                self._compiled.fewer_transitions()
            while start < end:
                stop = min(end, start + size)
                made = yield from self._chunk(start, stop)
                self._transitions += made
                size = max(SAMPLE, min(CHUNK, BATCH * (stop - start) // max(1, made)))
                start = stop
                self._tell(end - start)
                reason = self._out_of()
                if reason or self.states > 2 * self._news.looked_into:
                    self._tell_cut(reason)
                if reason:
                    if confirm is not None:
                        confirm(self)
                    yield from self._rest(Unknown(reason, self.depth))
                if reason or (self.goals and not self._compiled.pending):
                    return
            end = len(self._visited) + 1

    def _chunk(self, start: int, end: int) -> Generator[tuple[Goal, Answer], None, int]:
        """Takes every action in the states from `start` to below `end`. Returns how many successors they have."""
        batches, hits = self._compiled.expand(self._visited.states(start, end))
        for hit in hits:
            if hit[0] in self._compiled.pending:
                del self._compiled.pending[hit[0]]
                yield self.goals[hit[0]], self._reached(start + hit[2], hit[0])
        if not batches:
            return 0
        words = [np.concatenate(column) for column in list(zip(*batches, strict=True))[2:]]
        parents = np.concatenate([batch[1] for batch in batches]) + start
        self._scratch = max(self._scratch, 8 * len(parents) * (3 * len(words) + 3))
        yield from self._add(self._compiled.canonical(words), parents)
        return len(parents)

    def _add(self, words: Words, parents: NDArray[np.int64]) -> Iterator[tuple[Goal, Answer]]:
        """Adds the states that are new, and looks for goals among them."""
        first = len(self._visited) + 1
        new = self._visited.add(words)
        end = first + len(new)
        if end > len(self._parents):
            self._parents = np.concatenate([self._parents[:first], np.zeros(max(len(new), first // 2), np.uint32)])
        self._parents[first:end] = parents.take(new)
        if not len(new) or not self._compiled.open(of_transition=False):
            return
        self._compiled.fewer_states()
        if self.reduced:
            self._compare(first, min(end, first + SAMPLE))
        for start in range(first, end, CHUNK):
            states = self._visited.states(start, min(end, start + CHUNK))
            for number, found in zip(self._compiled.holds_for, self._compiled.holds(states), strict=True):
                if number in self._compiled.pending and found.any():
                    del self._compiled.pending[number]
                    yield self.goals[number], self._reached(start + int(found.argmax()), number)

    def _rest(self, answer: Answer) -> Iterator[tuple[Goal, Answer]]:
        """One answer for all goals that are still open."""
        for number in list(self._compiled.pending):
            del self._compiled.pending[number]
            yield self.goals[number], answer

    def _figures(self) -> Exhaustive:
        """Of a search that has ended: the last level is empty."""
        return Exhaustive(self.states, self._transitions, max(0, self.depth - 1), self.reduced)

    def _out_of(self) -> str:
        if self._deadline.passed:
            return "out of time"
        if memory_is_short() or (self.budget.memory is not None and self.bytes > self.budget.memory):
            return "out of memory"
        if self.budget.states is not None and self.states > self.budget.states:
            return f"not decided in {self.budget.states:,} states"
        return "more states than can be numbered" if self.states > MOST_STATES else ""

    def _tell(self, frontier: int, every: float = NEWS) -> None:
        self._news.tell(self.depth, frontier, self.states, every)

    def _tell_cut(self, reason: str) -> None:
        states = self._visited.spread(sample_size(self.instance))
        values = multiplied(self.instance, self._compiled.layout, states)
        self._news.cut(Cut(reason, self.states, self.depth, self.reduced, len(states[0]), values))

    # --- traces ---

    def _reached(self, number: int, goal: int) -> Reached:
        return Reached(self._trace(number, goal) if self.goals[goal].traced else None)

    def _trace(self, number: int, goal: int) -> Trace:
        """The states before a state, back to an initial one, and then forwards as the instance itself goes.

        With symmetry the numbered states are only members of the right orbits: at each step some successor of the state
        at hand must be in the orbit of the next one.
        """
        orbits = [number]
        while self._parents[orbits[-1]]:
            orbits.append(int(self._parents[orbits[-1]]))
        orbits.reverse()
        here = self._visited.states(orbits[0], orbits[0] + 1)
        initial = self._decode(here)
        steps: list[Step] = []
        for orbit in orbits[1:]:
            target = self._visited.states(orbit, orbit + 1)
            batches, _ = self._compiled.expand(here)
            for action, _, *words in batches:
                if all(np.array_equal(a, b) for a, b in zip(self._compiled.canonical(words), target, strict=True)):
                    here = words
                    steps.append(self._step(action, here))
                    break
            else:
                raise AsymmetricError(f"no successor of a state is in the orbit of state {orbit}, which comes after it")
        if self.goals[goal].of_transition:
            batches, hits = self._compiled.expand(here)
            taken = next((hit[1] for hit in hits if hit[0] == goal), None)
            if taken is None:
                raise AsymmetricError(f"the goal {self.goals[goal].name} is a transition of another state of the orbit only")
            steps += [self._step(action, words) for action, _, *words in batches if action == taken]
        elif not self._compiled.holds(here)[self._compiled.holds_for.index(goal)].all():
            raise AsymmetricError(f"the goal {self.goals[goal].name} holds in another state of the orbit only")
        return Trace(initial, tuple(steps))

    def _step(self, action: int, words: Words) -> Step:
        ground = self._compiled.actions[action]
        return Step(ground.action.name, ground.named_arguments, self._decode(words))

    def _decode(self, words: Words) -> State:
        return self.instance.decode(self._codes(words))

    def _codes(self, words: Words) -> list[int]:
        return self._compiled.layout.unpack([int(word[0]) for word in words])

    def _compare(self, first: int, end: int) -> None:
        """Are goals the same in other states of the orbit?"""
        states = self._visited.states(first, end)
        compiled = self._compiled
        others = compiled.holds(compiled.rotated(states))
        for number, here, there in zip(compiled.holds_for, compiled.holds(states), others, strict=True):
            if number in compiled.pending and not np.array_equal(here, there):
                raise AsymmetricError(f"the goal {self.goals[number].name} tells interchangeable members apart")
