"""Which combinations violate (reach) each claim of a family, with how few faults, in how few steps: a search over runs of a
growing length, and proofs that there are no others.

It is a family-based analysis of a product line (Classen et al.: Featured transition systems, TSE 2013): options are variables
that keep their first values. A run is found for some combination; it is widened to all that it is a run of; these are excluded,
and again, until no combination is left at this length. So the first cube that has a combination, by faults and then by steps,
tells the fewest faults and the fewest steps with so many. That no longer run does it with as few faults is a proof by an
invariant in which the options are variables, too: where there is none the combinations that are left are not decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import starmap
from typing import TypeAlias, assert_never

from hamodel.check.plan import faults_in
from hamodel.check.variables.claims import SOME_RUN, ClaimFamily
from hamodel.check.variables.states import StatesSearch
from hamodel.check.variables.widening import widened
from hamodel.engines import Budget, Progress
from hamodel.engines.circuits.cnf import Questions
from hamodel.engines.circuits.pdr import pdr
from hamodel.engines.circuits.runs import GrowingRuns
from hamodel.engines.limits.deadline import Deadline, Undecided
from hamodel.evidence.confirm import Disagreement
from hamodel.evidence.spot_check import spot_check
from hamodel.ground.instance import Goal
from hamodel.model.combinations import Combinations, OptionCube
from hamodel.model.expr import Value
from hamodel.model.system import Property
from hamodel.model.trace import Trace
from hamodel.model.transform import looks
from hamodel.model.verdict import Exhaustive, Invariant, Reached, Unknown, Unreachable

FURTHER = 1
"""So many lengths more are looked at where something was found."""

SAMPLE = 40
"""States in which the reference semantics is asked about the instance that proofs rest on."""

Key: TypeAlias = tuple[str, int]
"""A claim, and how many faults a run may have."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A run that violates (reaches) a claim in every combination of the cube that counts: in `options` it was found. No run has
    fewer steps with as few faults, nor does one have fewer faults, in a combination that no earlier cube has."""

    cube: OptionCube
    bits: int
    faults: int
    steps: int
    options: Mapping[str, Value]
    trace: Trace


@dataclass(slots=True)
class FamilyAnswers:
    """`shown`: by claim, the fewest faults and steps first. `closed`: what is proved: with so many faults no run violates the
    claim in another combination than those of the cubes; None: there is no other. `undecided`: of what else it is not known, and
    why. `valueless`: claims that may have no value where they are looked at, and why."""

    shown: dict[str, list[Shown]] = field(default_factory=dict)
    closed: dict[Key, Invariant | Exhaustive | None] = field(default_factory=dict)
    undecided: dict[Key, str] = field(default_factory=dict)
    valueless: dict[str, str] = field(default_factory=dict)


def search(
    family: ClaimFamily,
    every: Combinations,
    asked: int,
    known: FamilyAnswers,
    seconds: float | None,
    listen: Callable[[Progress], None],
) -> None:
    """Adds to what is `known` what becomes of each claim of the family, in the combinations `asked` about."""
    _FamilySearch(family, every, asked, known, Deadline(None) if seconds is None else Deadline.after(seconds), listen).search()


class _FamilySearch:
    def __init__(
        self,
        family: ClaimFamily,
        every: Combinations,
        asked: int,
        known: FamilyAnswers,
        deadline: Deadline,
        listen: Callable[[Progress], None],
    ) -> None:
        self._family, self._every, self._asked = family, every, asked
        self._deadline, self._listen = deadline, listen
        self._properties = {property.name: property for property in family.properties}
        self._goals = {property.name: family.goal(property) for property in family.properties}
        self._found = known
        for name in self._properties:
            known.shown.setdefault(name, [])
        self._open = dict.fromkeys(
            (name, faults) for name in self._properties for faults in family.budgets if name != SOME_RUN.name or not faults
        )
        self._next = dict.fromkeys(self._open, 0)  # no run of fewer transitions shows it
        self._goals_within = {key: family.narrowed(f"{key[0]} {key[1]}", self._goals[key[0]], key[1]) for key in self._open}
        self._switches: dict[Key, tuple[int, set[int]]] = {}
        self._others: dict[tuple[str, tuple[Value, ...]], int] = {}
        cells = [family.cell(name) for name in every.options]
        self._runs = GrowingRuns(family.instance, list(self._goals_within.values()), cells, Questions(deadline))

    def search(self) -> None:
        found = self._found
        try:
            self._search_states()
            self._look(dict.fromkeys(self._open, 0))
            self._starts()
            while self._open:
                self._look(self._prove())
            if self._rests_on_the_instance():
                base = self._family.instance if self._family.lasso is None else self._family.lasso.base
                of_states = [each for each in self._properties.values() if each is not SOME_RUN and not each.liveness]
                spot_check(base, of_states, SAMPLE)
            self._look_for_values()
        except Undecided as undecided:
            found.undecided.update((key, str(undecided)) for key in self._open)
        for shown in found.shown.values():
            shown.sort(key=lambda each: (each.faults, each.steps))

    # --- states ---

    def _search_states(self) -> None:
        """Of a claim about runs without end, where there are few enough states."""
        if self._family.lasso is None:
            return
        (key,) = self._open
        property = self._properties[key[0]]

        def show(trace: Trace) -> int:
            found = self._shown(property, trace, len(trace.steps))
            self._found.shown[key[0]].append(found)
            self._tell(len(trace.steps))
            return found.bits

        found = StatesSearch(
            self._family, self._goals[key[0]], self._every, self._asked, self._left(key), show, self._deadline, self._listen
        )
        found.search()
        if not found.why:
            del self._open[key]
            self._found.closed[key] = Exhaustive(found.states) if self._left(key) else None

    # --- runs ---

    def _look(self, lengths: Mapping[Key, int]) -> None:
        """Excludes every combination in which a run of at most so many transitions violates a claim that is open. Of what was
        found it may be proved soon that it is all there is: so a claim is not looked at much further then."""
        limits = dict(lengths)
        for length in range(max(limits.values(), default=-1) + 1):
            keys = [key for key in self._open if self._next[key] <= length <= limits.get(key, -1)]
            nothing: dict[Key, set[int]] = {}  # what was excluded where there was nothing else at this length
            for key in sorted(keys, key=lambda key: -key[1]):
                if not self._known_empty(key, nothing) and not self._any_after(key, length):
                    nothing[key] = {id(shown) for shown in self._within(key)}
            for key in sorted(keys, key=lambda key: key[1]):
                if not self._known_empty(key, nothing) and self._look_after(key, length):
                    limits[key] = min(limits[key], length + FURTHER)
                self._next[key] = length + 1
        for key in [key for key in self._open if not self._left(key)]:
            del self._open[key]
            self._found.closed[key] = None

    def _known_empty(self, key: Key, nothing: Mapping[Key, set[int]]) -> bool:
        """Does it follow that there is nothing, since there is nothing with as many faults and as little excluded?"""
        excluded = {id(shown) for shown in self._within(key)}
        more = (other for other in nothing if other[0] == key[0] and other[1] >= key[1])
        return not self._left(key) or any(nothing[other] <= excluded for other in more)

    def _any_after(self, key: Key, length: int) -> bool:
        """Is a claim violated by a run of so many transitions, in a combination that is not excluded?"""
        end = self._runs.after(self._goals_within[key], length)
        return end is not None and self._runs.true([self._outside(key), end]) is not None

    def _look_after(self, key: Key, length: int) -> bool:
        """Excludes all of these combinations; were there any?"""
        runs, (name, _) = self._runs, key
        end = runs.after(self._goals_within[key], length)
        before = len(self._found.shown[name])
        while end is not None and (true := runs.true([self._outside(key), end])) is not None:
            shown = self._shown(self._properties[name], runs.trace(true, length), length)
            if shown.faults > key[1]:
                raise Disagreement(f"a run with at most {key[1]} faults was asked for, and one with {shown.faults} was found")
            self._found.shown[name].append(shown)
            self._tell(length)
        return len(self._found.shown[name]) > before

    def _shown(self, property: Property, found: Trace, length: int) -> Shown:
        options, trace = self._family.trace(found, self._every.options)
        if self._family.lasso is None and len(trace.steps) != length:
            raise Disagreement(f"{property.name} was said not to be shown by fewer than {length} steps, but is by a run of fewer")
        cube = widened(self._family, property, trace, options, self._every, self._asked)
        faults = faults_in(self._family.plain, trace)
        return Shown(cube, self._every.of(cube), faults, len(trace.steps), options, trace)

    def _within(self, key: Key) -> Iterator[Shown]:
        return (shown for shown in self._found.shown[key[0]] if shown.faults <= key[1])

    def _outside(self, key: Key) -> int:
        """The literal that says that the combination is in no cube with at most so many faults."""
        switch, done = self._switches.setdefault(key, (self._runs.new(), set()))
        for shown in self._within(key):
            if id(shown) not in done:
                done.add(id(shown))
                self._runs.add(-switch, *starmap(self._other, shown.cube.values.items()))
        return switch

    def _other(self, option: str, values: tuple[Value, ...]) -> int:
        """The literal that says that an option has another value."""
        found = self._others.get((option, values))
        if found is None:
            found = self._others[option, values] = self._runs.new()
            cell = self._family.cell(option)
            for value in values:
                self._runs.add(-found, -self._runs.at_start(cell, self._family.code(option, value)))
        return found

    # --- what is left ---

    def _left(self, key: Key) -> int:
        bits = self._asked
        for shown in self._within(key):
            bits &= ~shown.bits
        return bits

    def _starts(self) -> None:
        """In each combination a run starts, or nothing is said of it."""
        for key in [key for key in self._open if key[0] == SOME_RUN.name]:
            del self._open[key]
            self._found.undecided[key] = "no run starts there"

    def _prove(self) -> dict[Key, int]:
        """Proves that nothing is left of what is open; where something is, a run with the returned number of transitions shows
        it."""
        goals: dict[Goal, Key] = {}
        for key in self._open:
            cubes = [shown.cube for shown in self._within(key)]
            goals[self._family.narrowed(f"{key[0]} {key[1]}", self._goals[key[0]], key[1], cubes)] = key
        lengths: dict[Key, int] = {}
        for goal, answer in pdr(self._family.instance, list(goals), Budget(None, self._deadline.seconds), self._listen):
            key = goals[goal]
            match answer:
                case Reached(trace=trace):
                    assert trace is not None, "a goal is traced"
                    lengths[key] = len(trace.steps)
                    if lengths[key] < self._next[key]:
                        raise Disagreement(f"no run of {lengths[key]} steps was said to show {key[0]}, but one does")
                case Unreachable(proof=proof):
                    assert isinstance(proof, Invariant)
                    del self._open[key]
                    self._found.closed[key] = proof
                case Unknown(reason=reason):
                    del self._open[key]
                    self._found.undecided[key] = reason
                case _:
                    assert_never(answer)
        return lengths

    def _rests_on_the_instance(self) -> bool:
        return any(proof is not None for proof in self._found.closed.values())

    def _look_for_values(self) -> None:
        """A claim says nothing where it has no value: of those that may have none it is proved that they have one."""
        family = self._family
        asked: dict[Goal, str] = {}
        for property in self._properties.values():
            if property.liveness and looks(property):
                self._found.valueless[property.name] = "it may have no value, which is not asked of runs without end"
            elif not property.liveness:
                asked |= {family.instance.undefined(look): property.name for look in looks(property)}
        if not asked:
            return
        for goal, answer in pdr(family.instance, list(asked), Budget(None, self._deadline.seconds), self._listen):
            if not isinstance(answer, Unreachable):
                why = answer.reason if isinstance(answer, Unknown) else "has no value somewhere"
                self._found.valueless.setdefault(asked[goal], why)

    def _tell(self, length: int) -> None:
        clauses = sum(map(len, self._found.shown.values()))
        self._listen(Progress("variables", length, open=len(self._open), clauses=clauses))
