"""Which combinations violate (reach) each claim of a family, with how few faults, in how few steps: a search over runs of a growing
length, and proofs that there are no others.

Lapierre and others call it a family-based analysis of a product line (Classen et al.: Featured transition systems, TSE 2013):
options are frozen variables. A run is found for some combination; it is widened to all that it is a run of; these are excluded,
and again, until no combination is left at this length. So the first cube that has a combination, by faults and then by steps,
tells the fewest faults and the fewest steps with so many. That no longer run does it with as few faults is a proof by an
invariant in which the options are variables, too: where there is none the combinations that are left are not decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from hamodel.check.plan import faults_in
from hamodel.check.variables.claims import SOME_RUN, Family
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
from hamodel.model.verdict import Invariant, Reached, Unknown, Unreachable

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
    closed: dict[Key, Invariant | None] = field(default_factory=dict)
    undecided: dict[Key, str] = field(default_factory=dict)
    valueless: dict[str, str] = field(default_factory=dict)


def search(
    family: Family, every: Combinations, asked: int, seconds: float | None, listen: Callable[[Progress], None]
) -> FamilyAnswers:
    """What becomes of each claim of the family, in the combinations `asked` about."""
    return _Search(family, every, asked, Deadline(None) if seconds is None else Deadline.after(seconds), listen).answers()


class _Search:
    def __init__(
        self, family: Family, every: Combinations, asked: int, deadline: Deadline, listen: Callable[[Progress], None]
    ) -> None:
        self._family, self._every, self._asked = family, every, asked
        self._deadline, self._listen = deadline, listen
        self._properties = {property.name: property for property in family.properties}
        self._goals = {property.name: family.goal(property) for property in family.properties}
        self._found = FamilyAnswers({name: [] for name in self._properties})
        self._open = dict.fromkeys(
            (name, faults) for name in self._properties for faults in range(family.bound + 1 if name != SOME_RUN.name else 1)
        )
        self._next = dict.fromkeys(self._open, 0)  # no run of fewer transitions shows it
        self._goals_within = {key: family.narrowed(f"{key[0]} {key[1]}", self._goals[key[0]], key[1]) for key in self._open}
        cells = [family.cell(name) for name in every.options]
        self._runs = GrowingRuns(family.instance, list(self._goals_within.values()), cells, Questions(deadline))

    def answers(self) -> FamilyAnswers:
        found = self._found
        try:
            self._look({key: 0 for key in self._open})
            self._starts()
            while self._open:
                self._look(self._prove())
            if self._rests_on_the_instance():
                base = self._family.instance if self._family.lasso is None else self._family.lasso.base
                spot_check(base, [each for each in self._properties.values() if each is not SOME_RUN and not each.liveness], SAMPLE)
            self._look_for_values()
        except Undecided as undecided:
            found.undecided.update((key, str(undecided)) for key in self._open)
        for shown in found.shown.values():
            shown.sort(key=lambda each: (each.faults, each.steps))
        return found

    # --- runs ---

    def _look(self, lengths: Mapping[Key, int]) -> None:
        """Excludes every combination in which a run of at most so many transitions violates a claim that is open."""
        for length in range(max(lengths.values(), default=-1) + 1):
            for key in [key for key in self._open if self._next[key] <= length <= lengths.get(key, -1)]:
                if self._left(key):
                    self._look_after(key, length)
                self._next[key] = length + 1
        for key in [key for key in self._open if not self._left(key)]:
            del self._open[key]
            self._found.closed[key] = None

    def _look_after(self, key: Key, length: int) -> None:
        runs, (name, _) = self._runs, key
        end = runs.after(self._goals_within[key], length)
        if end is None:
            return
        switch = runs.new()
        for shown in self._within(key):
            self._exclude(switch, shown.cube)
        while (true := runs.true([switch, end])) is not None:
            shown = self._shown(self._properties[name], runs.trace(true, length), length)
            self._found.shown[name].append(shown)
            self._exclude(switch, shown.cube)
            self._tell(length)
        runs.add(-switch)

    def _shown(self, property: Property, found: Trace, length: int) -> Shown:
        options, trace = self._family.trace(found, self._every.options)
        if self._family.lasso is None and len(trace.steps) != length:
            raise Disagreement(f"{property.name} was said not to be shown by fewer than {length} steps, but is by a run of fewer")
        cube = widened(self._family, property, trace, options, self._every, self._asked)
        faults = faults_in(self._family.plain, trace)
        return Shown(cube, self._every.of(cube), faults, len(trace.steps), options, trace)

    def _within(self, key: Key) -> Iterator[Shown]:
        return (shown for shown in self._found.shown[key[0]] if shown.faults <= key[1])

    def _exclude(self, switch: int, cube: OptionCube) -> None:
        codes = {name: [self._family.code(name, value) for value in values] for name, values in cube.values.items()}
        outside = []
        for name, wanted in codes.items():
            cell = self._family.cell(name)
            inside = [self._runs.at_start(cell, code) for code in wanted]
            one = self._runs.new()  # says that the option has another value
            for literal in inside:
                self._runs.add(-one, -literal)
            outside.append(one)
        self._runs.add(-switch, *outside)

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
