"""inductive_subset(system, clauses, ...): the largest set of clauses that is an invariant, found by dropping those that fail.

Flanagan, Leino: Houdini, an annotation assistant for ESC/Java, FME 2001. The formulas are those of the obligations: a clause
is assumed where its `keep` holds, and broken in the next state where its `broken` does. Z3 keeps what it learned about a way
of taking an action from one round to the next. What comes out is a suggestion: the obligations decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hamodel.model.expr import Value
from hamodel.model.invariant import Clause
from hamodel.model.system import System
from hamodel.proofs.formulas import Formula, conj, disj, implies, neg
from hamodel.proofs.obligations import Reading
from hamodel.proofs.scripts import Assertion, Query, Script, texts
from hamodel.proofs.solvers import Live
from hamodel.proofs.symbols import Function


class Candidates:
    """Clauses, numbered from 0, each of which may be kept or not.

    `moment`: when to stop, on the monotonic clock. Every method raises `Unanswered` when Z3 does not know, or time is up.
    """

    def __init__(
        self,
        system: System,
        clauses: Sequence[Clause],
        sizes: Mapping[str, int],
        moment: float | None = None,
        options: Mapping[str, Value] | None = None,
    ) -> None:
        self._clauses, self._moment = clauses, moment
        self._reading = Reading(system, sizes, options or {})
        new = self._reading.symbols.names.new
        self._keep = [new(f"keep_{number}") for number, _ in enumerate(clauses, 1)]
        self._broken = [new(f"broken_{number}") for number, _ in enumerate(clauses, 1)]
        self._start = self._of_start()
        self._steps = self._of_steps()

    def not_initial(self, kept: Sequence[int]) -> set[int]:
        """Those that some initial state does not have."""
        return {number for number in kept if self._start.satisfiable([self._broken[number]])}

    def not_preserved(self, kept: Sequence[int]) -> set[int]:
        """Some that a transition from a state with all that are kept breaks; none if they are inductive."""
        keep = [self._keep[number] for number in kept]
        found: set[int] = set()
        for numbers, live in self._steps:
            asked = [number for number in numbers if number in kept]
            left_out = [self._broken[number] for number in numbers if number not in kept]
            while asked and live.satisfiable(keep, left_out):
                holding = live.holding(self._broken[number] for number in asked)
                broken = {number for number in asked if self._broken[number] in holding}
                found |= broken
                asked = [number for number in asked if number not in broken]
                left_out += [self._broken[number] for number in broken]
        return found

    def inductive(self) -> tuple[int, ...]:
        """The largest inductive set."""
        kept = tuple(range(len(self._clauses)))
        failed = self.not_initial(kept)
        while True:
            kept = tuple(number for number in kept if number not in failed)
            failed = self.not_preserved(kept)
            if not failed:
                return kept

    def _of_start(self) -> Live:
        reading, now = self._reading, self._reading.state()
        functions, calls = reading.invariant(self._clauses, now)
        start = list(reading.start(now))
        links = [Assertion("", implies(Formula(broken), neg(call))) for broken, call in zip(self._broken, calls, strict=True)]
        script = Script("", (*functions, *_truths(self._broken)), (*start, *links), (Query("", (), ()),))
        head, (question,) = texts(script, reading.symbols)
        return Live(head + question, self._moment)

    def _of_steps(self) -> list[tuple[tuple[int, ...], Live]]:
        reading, now = self._reading, self._reading.state()
        functions, calls = reading.invariant(self._clauses, now)
        steps = list(reading.steps(self._clauses, now))
        questions = []
        for step in steps:
            links = [
                implies(Formula(self._broken[number]), neg(Formula(reading.clause_name(number + 1, "_next"))))
                for number in step.clauses
            ]
            some = disj(*(Formula(self._broken[number]) for number in step.clauses))
            wanted = Assertion("", conj(some, *links))
            declared = (*step.functions, *_truths(self._broken[number] for number in step.clauses))
            questions.append(Query(step.title, step.constants, (*step.taken, wanted), declared))
        kept = [Assertion("", implies(Formula(keep), call)) for keep, call in zip(self._keep, calls, strict=True)]
        script = Script("", (*functions, *_truths(self._keep)), (*reading.assumed(now), *kept), tuple(questions))
        head, asked = texts(script, reading.symbols)
        texts_ = zip(steps, asked, strict=True)
        return [(step.clauses, Live(head + question, self._moment, self._start)) for step, question in texts_]


def inductive_subset(
    system: System,
    clauses: Sequence[Clause],
    sizes: Mapping[str, int],
    moment: float | None = None,
    options: Mapping[str, Value] | None = None,
) -> tuple[int, ...]:
    """The numbers of the clauses, from 0, of the largest subset that is an invariant.

    Raises OutsideFragment as `obligations` does, and `hamodel.proofs.solvers.Unanswered` if Z3 does not know.
    """
    return Candidates(system, clauses, sizes, moment, options).inductive()


def _truths(names: Iterable[str]) -> Iterable[Function]:
    return [Function(name, (), "Bool") for name in names]
