"""Property-directed reachability: frames that over-approximate what so many steps reach, until one is an inductive invariant.

Bradley: SAT-based model checking without unrolling, VMCAI 2011; Een, Mishchenko, Brayton: Efficient implementation of property
directed reachability, FMCAD 2011; their symbols are used here. Frame F[0] is the initial states; F[k] is a set of clauses that
every state reached in at most k steps satisfies, and F[k] contains F[k+1]. A clause speaks of the system, not of the goal, so
the frames serve all goals in one pass. A clause that was learned holds for all members of a symmetric sort when it does for
some: it is learned with its whole orbit (see `hamodel.engines.circuits.clauses`), and pushed forward as one.

Nothing rests on any of this: traces are made by taking the chosen actions from an initial state, and no proof is given out
before `recheck` has found it again in its own way.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from hamodel.engines import Budget, Listener, Progress
from hamodel.engines.circuits.circuit import circuit
from hamodel.engines.circuits.clauses import Cube, Vocabulary
from hamodel.engines.circuits.cnf import Questions, Relation, Solver, Switched
from hamodel.engines.circuits.frames import Frames, Lifter
from hamodel.engines.limits.deadline import Deadline, Undecided
from hamodel.engines.recheck import recheck_bounded, recheck_invariants
from hamodel.evidence.confirm import Disagreement
from hamodel.evidence.spot_check import RealRuns, after_action, values_of
from hamodel.ground.instance import Goal, Instance
from hamodel.model.trace import Step, Trace
from hamodel.model.verdict import Answer, Invariant, Reached, Unknown, Unreachable


def pdr(
    instance: Instance, goals: Sequence[Goal], budget: Budget, listen: Listener, /, *, queries: int | None = None
) -> Iterator[tuple[Goal, Answer]]:
    """See `hamodel.engines.Engine`. `queries`: the most questions that the search asks its solvers; the answers are then the
    same each time. Where the search ends without an invariant, what it has learned may still prove some of the goals."""
    deadline, end = Deadline.of_search(budget.seconds)
    search = PdrSearch(instance, goals, Questions(deadline, queries))

    def proved(proofs: Mapping[Goal, Invariant]) -> Iterator[tuple[Goal, Answer]]:
        recheck_invariants(instance, [([goal], invariant.clauses) for goal, invariant in proofs.items()], end)
        for goal, invariant in proofs.items():
            search.open.remove(goal)
            yield goal, Unreachable(invariant)

    try:
        while search.open:
            clauses = sum(map(len, search.frames.excluded))
            listen(Progress("pdr", search.depth, open=len(search.open), clauses=clauses, bound=search.excluded))
            yield from search.block_goals()
            if not search.open or search.depth == budget.depth:
                break
            found = search.extend()
            if found is not None:
                yield from proved(search.proofs(found))
        reason = f"no invariant was found in {search.depth} steps"
    except Undecided as undecided:
        reason = f"{undecided}, at {search.depth} steps"
    if search.open:
        with contextlib.suppress(Undecided):
            yield from proved(search.leftovers(Questions(end)))
    if search.open and search.excluded >= 0:
        search.control(RealRuns(instance))
        recheck_bounded(instance, search.open, search.excluded, end)
    for goal in search.open:
        yield goal, Unknown(reason, search.excluded, asked=search.excluded == budget.depth)


@dataclass(frozen=True, slots=True)
class Obligation:
    """Every state of the cube reaches the goal: with `inputs` a state of `then`, or with them (`then` None) the goal itself.

    `state`: all literals of one of these states.
    """

    goal: Goal
    cube: Cube
    state: Sequence[int]
    inputs: Sequence[int]
    then: Obligation | None


class PdrSearch:
    """The frames, and the goals that are still `open`. `depth`: the number of the last frame."""

    def __init__(self, instance: Instance, goals: Sequence[Goal], questions: Questions) -> None:
        self.instance, self.questions = instance, questions
        self.open = list(dict.fromkeys(goals))
        self.depth, self.excluded = 0, -1
        self.vocabulary = Vocabulary(instance)
        self.relation = Relation(circuit(instance), self.vocabulary, self.open)
        self.frames = Frames(self.vocabulary, self.relation, questions)
        self.lifter = Lifter(self.vocabulary, self.relation, questions)
        self._activity = [0.0] * (self.relation.size + 1)
        fixed = [literal for number, code in instance.initial.items() for literal in self.vocabulary.literals(number, code)]
        self._initially = frozenset(fixed)
        self._starts = Solver([*self.relation.encoder.clauses, [self.relation.initial]], questions)

    # --- goals ---

    def block_goals(self) -> Iterator[tuple[Goal, Reached]]:
        """Excludes the open goals from the last frame; those that are not excluded are reached."""
        for goal in list(self.open):
            wanted = self.relation.goals[goal]
            while self.frames.satisfiable(self.depth, wanted):
                state, inputs = self.frames.model()
                cube = self.lifter.lifted(state, inputs, -wanted)
                trace = self._blocked(Obligation(goal, cube, state, inputs, None))
                if trace is not None:
                    self.open.remove(goal)
                    yield goal, Reached(trace if goal.traced else None)
                    break
        self.excluded = self.depth

    def _blocked(self, root: Obligation) -> Trace | None:
        """Excludes the states of an obligation from the last frame; or a run that goes through them."""
        queue: list[tuple[int, int, Obligation]] = [(self.depth, 0, root)]
        made = 0
        while queue:
            level, number, obligation = queue[0]
            start = self._start_in(obligation.cube)
            if start is not None:
                return self._trace(start, obligation)
            if not self.frames.satisfiable(level, *obligation.cube):
                heappop(queue)
            else:
                core = self._unreached(obligation.cube, level)
                if core is None:
                    state, inputs = self.frames.model()
                    cube = self.lifter.into(state, inputs, obligation.cube)
                    made += 1
                    heappush(queue, (level - 1, -made, Obligation(obligation.goal, cube, state, inputs, obligation)))
                    continue
                heappop(queue)
                cube = self._generalised(core, level)
                while level < self.depth and (core := self._unreached(cube, level + 1)) is not None:
                    cube, level = core, level + 1
                self._learn(cube, level)
            if level < self.depth:
                heappush(queue, (level + 1, number, obligation))
        return None

    # --- questions about one step ---

    def _unreached(self, cube: Cube, level: int) -> Cube | None:
        """Where no step from F[level - 1] without the cube leads into it: a part of the cube, without initial states, of which
        the same is true."""
        kept = self.frames.unreached(cube, level - 1)
        return None if kept is None else self._without_start(cube, kept)

    def _generalised(self, cube: Cube, level: int) -> Cube:
        """Leaves out literals as long as no step leads into what is left."""
        for literal in sorted(cube, key=lambda literal: self._activity[abs(literal)]):
            if literal not in cube or len(cube) == 1:
                continue
            smaller = tuple(other for other in cube if other != literal)
            if self._start_in(smaller) is not None:
                continue
            core = self._unreached(smaller, level)
            if core is not None:
                cube = core
        return cube

    # --- initial states ---

    def _start_in(self, cube: Cube) -> list[int] | None:
        """All literals of an initial state that is in the cube."""
        initially = self._initially
        if any(-literal in initially for literal in cube) or not self._starts.satisfiable(cube):
            return None
        return self._starts.model()[: self.relation.size]

    def _without_start(self, cube: Cube, kept: list[int]) -> Cube:
        """A part of the cube with these literals that no initial state is in, as none is in the cube."""
        initially = self._initially
        if any(-literal in initially for literal in kept):
            return tuple(kept)
        told = next((literal for literal in cube if -literal in initially), None)
        if told is None:
            if not self._starts.satisfiable(kept):
                return tuple(kept)
            if self._starts.satisfiable(cube):
                raise Disagreement("an initial state is in a cube that has none")
            core = self._starts.core()
            return tuple(literal for literal in cube if literal in core or literal in kept)
        return tuple(sorted([*kept, told]))

    # --- frames ---

    def extend(self) -> list[Cube] | None:
        """One more frame, and clauses pushed as far forward as they go; or the cubes that an invariant excludes."""
        self.depth += 1
        return self.frames.extend()

    def _learn(self, cube: Cube, level: int) -> None:
        """No state of the cube, or of its images, is in F[level]."""
        for literal in cube:
            self._activity[abs(literal)] += 1.0
        self.frames.learn(cube, level)

    # --- evidence ---

    def _codes(self, state: Sequence[int]) -> list[int]:
        return [
            self.vocabulary.code(number, [state[word - 1] for word in self.vocabulary.of_cell[number]])
            for number in range(len(self.instance.cells))
        ]

    def _trace(self, start: Sequence[int], obligation: Obligation) -> Trace:
        """The run that starts there and takes the actions of the obligations."""
        instance, goal = self.instance, obligation.goal
        codes = self._codes(start)
        initial = instance.decode(codes)
        steps: list[Step] = []
        here: Obligation | None = obligation
        while here is not None:
            last = here.then is None
            if last and not goal.of_transition:
                break
            before = codes
            number = sum(1 << i for i, literal in enumerate(here.inputs) if literal > 0)
            after = taken(instance, number, codes)
            if after is not None:
                codes = after
                action = instance.actions[number]
                steps.append(Step(action.action.name, action.named_arguments, instance.decode(codes)))
            if last and (after is None or not values_of([goal.term], before, codes)[goal.term]):
                raise Disagreement(f"the run that was found for `{goal.name}` does not end with it")
            here = here.then
        if not goal.of_transition and not values_of([goal.term], codes)[goal.term]:
            raise Disagreement(f"the run that was found for `{goal.name}` does not end in it")
        return Trace(initial, tuple(steps))

    def proofs(self, invariant: Sequence[Cube]) -> dict[Goal, Invariant]:
        """For each open goal the cubes of the invariant that prove it, as clauses: few, though perhaps not the fewest."""
        chosen = Switched(self.relation, invariant, self.questions)
        return {goal: self._told(invariant, chosen.enough(goal)) for goal in self.open}

    def leftovers(self, questions: Questions) -> dict[Goal, Invariant]:
        """What can be proved of the open goals with clauses that were learned, although no frame is an invariant."""
        cubes = list(dict.fromkeys(self.frames.images()))
        learned = Switched(self.relation, cubes, questions)
        cubes = [cubes[number] for number in learned.inductive()]
        left = Switched(self.relation, cubes, questions)
        return {goal: self._told(cubes, left.enough(goal)) for goal in self.open if left.exclude(goal)}

    def control(self, runs: RealRuns) -> None:
        """Raises `Disagreement` if a run of the reference semantics leaves the frames: then "there is none" means nothing."""
        for states in runs.of_length(self.excluded):
            for number, state in enumerate(states):
                codes = self.instance.encode(state)
                held = {literal for cell, code in enumerate(codes) for literal in self.vocabulary.literals(cell, code)}
                for frame in self.frames.excluded[max(1, number) :]:
                    if any(held.issuperset(image) for images in frame.values() for image in images):
                        raise Disagreement(f"a state that {number} transitions reach is not in frame {number}")

    def _told(self, cubes: Sequence[Cube], numbers: Sequence[int]) -> Invariant:
        return Invariant(tuple(self.vocabulary.clause(cubes[number]) for number in numbers))


def taken(instance: Instance, number: int, codes: Sequence[int]) -> list[int] | None:
    """The codes after an action; None if there is no such action, or it cannot be taken."""
    if number >= len(instance.actions):
        return None
    action = instance.actions[number]
    if not values_of([action.guard], codes)[action.guard]:
        return None
    after = after_action(action, codes)
    if any(not instance.cells[cell].low <= after[cell] <= instance.cells[cell].high for cell, _ in action.updates):
        return None
    return after if values_of([instance.assume], after)[instance.assume] else None
