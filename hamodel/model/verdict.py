"""Answer: what an engine says about a goal, with its evidence inside. Finding: what that means for a property of the spec."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from hamodel.model.alike import Alike
from hamodel.model.expr import Value
from hamodel.model.invariant import Clause
from hamodel.model.trace import Trace
from hamodel.source import Span

# --- answers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Exhaustive:
    """Every reachable state was looked at. `states`: how many distinct ones.

    `transitions`: how many lead from these to a state, each action with its arguments counted. `depth`: of the state that is
    farthest from an initial one, in transitions. `reduced`: a state stands for all that differ in the names of members only,
    so that all three may be less than without symmetry.
    """

    states: int
    transitions: int = 0
    depth: int = 0
    reduced: bool = False


@dataclass(frozen=True, slots=True)
class Inductive:
    """No run of `k` transitions from an initial state reaches the goal, and `k` different goal-free states in a row are
    followed by no goal state.

    `along_with`: the goals that this one was proved with, each standing on the others: free of all, followed by none.
    """

    k: int
    along_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invariant:
    """The conjunction of the clauses holds initially, every transition keeps it, and no state (or transition from a state)
    with it is the goal: at one scope."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AnyNumber:
    """The same of the first-order system, however many members these sorts have.

    `by`: the solvers that accepted it; where that is one alone, `but` says what became of the other one.
    """

    clauses: tuple[Clause, ...]
    sorts: tuple[str, ...]
    by: tuple[str, ...] = ("z3", "cvc5")
    but: str = ""


Proof: TypeAlias = Exhaustive | Inductive | Invariant | AnyNumber


@dataclass(frozen=True, slots=True)
class Reached:
    """The last state of the trace (for a goal over transitions: its last transition) is the goal.

    No trace: none was asked for (see `Goal.traced`).
    """

    trace: Trace | None


@dataclass(frozen=True, slots=True)
class Unreachable:
    proof: Proof


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer, and why. `depth`: no run of so many transitions reaches the goal; -1 if not even that is known.

    `asked`: it stopped at the depth that was asked for, not at a limit that nobody wanted to meet.
    """

    reason: str
    depth: int = -1
    asked: bool = False


Answer: TypeAlias = Reached | Unreachable | Unknown


@dataclass(frozen=True, slots=True)
class Cut:
    """A search of states that ended at a limit: why, how many states it had seen, in how many transitions, whether each stands
    for all that differ in the names of members only. No `reason`: it goes on, unless somebody ends it.

    `values`: what multiplies the states, each with the number of its different values in `sample` of them, the most first.
    """

    reason: str
    states: int
    depth: int
    reduced: bool
    sample: int
    values: tuple[tuple[str, int], ...]


# --- findings --------------------------------------------------------------------------------------------------------

Verdict: TypeAlias = Literal["proved", "holds to depth", "violated", "unknown", "reached", "unreachable", "does not apply"]
Kind: TypeAlias = Literal["invariant", "property", "reachable", "run-time", "scenario"]


Size: TypeAlias = int | tuple[int, ...]
"""How many members a sort has; several: each of these numbers."""

Extent: TypeAlias = Mapping[str, Size | None]
"""How many members each sort has where a verdict holds, exactly; None: any number."""


def reaches(extent: Extent, sizes: Mapping[str, int]) -> bool:
    """Does what holds for the extent hold for these sizes?"""
    for sort, size in sizes.items():
        holds = extent.get(sort, 0)
        if holds is not None and size not in (holds if isinstance(holds, tuple) else (holds,)):
            return False
    return True


@dataclass(frozen=True, slots=True)
class Result:
    """The answer for one combination of options, at the scope that was asked for.

    `options`: the options that were not set, with the values of this combination; `asked`: the sizes of the sorts for which
    several were asked, one by one; `open`: the sorts of which no size was said, so that it is about any number of members, a
    trace is of the smallest that has one, and `held` says where there is none. `faults`: how many the trace has; `shortest`: no
    trace of this combination and size is shorter.
    `states` were explored by the engine in `seconds` for all its goals together. `confirmed`: how the evidence was checked.
    `any_faults`: it was asked about runs with some number of faults, but holds for any number of them. `parts`: where several
    sizes were decided each by itself, their results; this one then has what the last of them has. `shown_by` are all of them.
    `alike`: the combinations that this one stands for: the answer is that of each of them. None: it is about no other.
    """

    options: Mapping[str, Value]
    sizes: Extent
    answer: Answer
    engine: str = ""
    seconds: float = 0.0
    states: int = 0
    faults: int = 0
    confirmed: str = ""
    any_faults: bool = False
    shortest: bool = False
    asked: Mapping[str, int] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    held: Extent = field(default_factory=dict)
    parts: tuple[Result, ...] = ()
    alike: Alike | None = None

    @property
    def count(self) -> int:
        """Of how many combinations of the options it is the answer."""
        return self.alike.count if self.alike else 1

    @property
    def shown_by(self) -> tuple[Result, ...]:
        """The results that this one comes from, each with its own evidence."""
        return self.parts if self.parts and isinstance(self.answer, Unreachable) else (self,)

    @property
    def row(self) -> Mapping[str, Value]:
        """What tells this result from the others of a finding."""
        return {**self.asked, **self.options}


@dataclass(frozen=True, slots=True)
class Finding:
    """A property with a result for each combination of options.

    For `run-time` the property is that no run-time error can happen at `span`. A `scenario` is reached if a run follows it to
    its end; `expected` is then every combination. `expected`: the combinations (positions in
    `results`) for which the property says `violated` or `reached`; None: it says so for some; `()`: it must hold for all.
    `elsewhere`: why a scenario does not apply, being about another configuration than what was asked for; it has no results then.
    `fewest_faults`: no run with fewer faults violates it (reaches it), whatever the options; None if that is not known.
    `with_fewest`: a shortest run with so many faults, where the one that is `shown` has more. `hazards`: the entries of a list of
    hazards that it is about, as the spec says.
    """

    name: str
    kind: Kind
    span: Span | None
    results: tuple[Result, ...]
    expected: tuple[int, ...] | None = ()
    fewest_faults: int | None = None
    doc: str = ""
    with_fewest: Trace | None = None
    elsewhere: str = ""
    hazards: tuple[str, ...] = ()

    @property
    def shown(self) -> int | None:
        """The result whose trace tells most: of a combination that is not as the spec says, with the fewest faults and steps."""
        ranked = []
        expected = range(len(self.results)) if self.expected is None else self.expected
        for number, result in enumerate(self.results):
            if isinstance(result.answer, Reached) and result.answer.trace is not None:
                ranked.append((number in expected, result.faults, len(result.answer.trace.steps), number))
        return min(ranked)[-1] if ranked else None

    @property
    def hits(self) -> tuple[int, ...]:
        """The combinations whose goal was reached: violated, or reached."""
        return tuple(i for i, result in enumerate(self.results) if isinstance(result.answer, Reached))

    @property
    def open(self) -> tuple[int, ...]:
        """The combinations without an answer, a depth that was asked for aside."""
        return tuple(
            i for i, result in enumerate(self.results) if isinstance(result.answer, Unknown) and not result.answer.asked
        )

    @property
    def seconds(self) -> float:
        """Of the longest of its searches and proofs, each of which may have answered for other properties and combinations
        too."""
        return max((result.seconds for result in self.results), default=0.0)

    @property
    def states(self) -> int:
        """The most that one of its searches had seen."""
        return max((result.states for result in self.results), default=0)

    @property
    def wanted(self) -> bool:
        """Is it something to be reached, not to be violated?"""
        return self.kind in ("reachable", "scenario")

    @property
    def verdict(self) -> Verdict:
        """The verdict over all combinations: one that is violated decides, then one that is not known."""
        if self.elsewhere:
            return "does not apply"
        answers = [result.answer for result in self.results]
        if self.hits:
            return "reached" if self.wanted else "violated"
        if answers and all(isinstance(answer, Unreachable) for answer in answers):
            return "unreachable" if self.wanted else "proved"
        if not self.wanted and answers and all(not isinstance(answer, Unknown) or answer.depth >= 0 for answer in answers):
            return "holds to depth"
        return "unknown"

    @property
    def as_expected(self) -> bool | None:
        """Is it as the spec says? None: not known, or it does not apply."""
        undecided = {i for i, result in enumerate(self.results) if isinstance(result.answer, Unknown)}
        if self.expected is None:
            return True if self.hits else None if undecided or not self.results else False
        wrong = set(self.hits).symmetric_difference(self.expected)
        if wrong - undecided:
            return False
        tolerated = set() if self.wanted else undecided - set(self.open) - set(self.expected)
        return None if undecided - tolerated or not self.results else True
