"""Properties to proofs for any number of members, and for every value of the options at once.

The invariant of a small instance is a guess about all (Goel, Sakallah: On symmetry and quantification, NFM 2021): property
directed reachability finds one for one member, then for two, three; its clauses are lifted; which of them are inductive
together is told at a scope with one member more. What remains is written out as first-order formulas over sorts of any size,
by code that shares nothing with this, and two solvers that know nothing of the search are asked whether they are right: only
that is a proof, and it says so where one of the two did not decide. First without a bound on faults, since what holds of any
number of them needs no counter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TypeAlias

from hamodel.engines import Budget, Listener, Progress
from hamodel.engines.any_number.houdini import inductive_subset
from hamodel.engines.any_number.induction import Induction, images
from hamodel.engines.any_number.lifting import lift
from hamodel.engines.circuits.cnf import Questions
from hamodel.engines.circuits.pdr import PdrSearch
from hamodel.engines.limits.deadline import Deadline, Undecided
from hamodel.engines.question import AnyError, OfProperty, ProofAnswer, ProofRequest
from hamodel.engines.recheck import recheck_invariants
from hamodel.evidence.spot_check import spot_check
from hamodel.ground.instance import Goal, Instance, instantiate
from hamodel.ground.weight import weight
from hamodel.model.invariant import Clause
from hamodel.model.scope import Scope
from hamodel.model.semantics import sure
from hamodel.model.symmetry import told_apart
from hamodel.model.system import Property
from hamodel.model.transform import for_all_options, looks
from hamodel.model.verdict import AnyNumber, Extent, Invariant, Unknown, Unreachable
from hamodel.proofs.judging import NAMES, Judgement, judge
from hamodel.proofs.obligations import OutsideFragment, Reading
from hamodel.proofs.scripts import printed
from hamodel.proofs.solvers import NoAnswer
from hamodel.source import Span

LARGEST = 3
"""How many members the instances have whose invariants are lifted."""

EFFORT = 200_000
"""Questions to a solver for one instance: the same ends on every machine."""

NOT_FOUND = "no invariant was found"

PATIENCE = 60.0
"""Seconds that the solvers may take for a proof."""

AGAIN = 20.0
"""Seconds in which a solver that did not decide about all properties together is asked about each."""

LOOKING = 20.0
"""Seconds in which states are looked at again: a proof that is finished does not wait for free first states without end."""

LARGEST_INSTANCE = 100_000
"""How much an instance may weigh (see `hamodel.ground.weight`): the value of is larger takes longer than a proof."""

SAMPLE = 20
"""States in which the reference semantics is asked about the instance that a proof is re-checked over."""


_Proof: TypeAlias = tuple[tuple[Clause, ...], Judgement]
"""Clauses, and who accepted them."""

_Asked: TypeAlias = OfProperty | AnyError


def any_number(asked: ProofRequest, budget: Budget, listen: Listener) -> Iterator[ProofAnswer]:
    """Answers each question once. Raises `Disagreement` where a proof does not stand up to another look."""
    deadline, end = Deadline.of_search(budget.seconds)
    still_open = dict.fromkeys(asked.wanted, NOT_FOUND)
    try:
        for lifting, bound in product((True, False) if asked.finite else (True,), dict.fromkeys((None, asked.faults))):
            attempt = _Attempt(asked, bound, lifting, deadline, end, listen)
            for found in attempt.proofs(list(still_open)):
                why = attempt.fixed if lifting else still_open[found.question]
                del still_open[found.question]
                yield replace(found, why=why)
            if attempt.fixed and lifting:
                still_open.update((each, attempt.fixed) for each, reason in still_open.items() if reason == NOT_FOUND)
            for reasons in (attempt.unsure, attempt.outside) if lifting else ():
                still_open.update((each, reason) for each, reason in reasons.items() if reason and each in still_open)
    except Undecided as undecided:
        still_open = dict.fromkeys(still_open, str(undecided))
    for question, reason in still_open.items():
        yield ProofAnswer(question, Unknown(reason), asked.sizes, asked.faults)


class _Attempt:
    """The search for proofs with one bound on faults, for any number of members or (not `lifting`) for the scope."""

    def __init__(
        self, asked: ProofRequest, bound: int | None, lifting: bool, deadline: Deadline, end: Deadline, listen: Listener
    ) -> None:
        freed = for_all_options(asked.system, asked.properties, bound, asked.options)
        if freed is None:
            raise Undecided("an initial value needs an option and may have no value")
        self.asked, self.bound, self._deadline, self._end, self._listen = asked, bound, deadline, end, listen
        self.system, shown = freed
        self._shown: dict[_Asked, Property] = {OfProperty(property.name): property for property in shown}
        apart = told_apart(self.system)
        self.fixed = "; ".join(_reason(*why) for why in apart.values())  # why not every sort may have any number of members
        self._lifted = tuple(sort for sort in self.system.sorts if sort not in apart) if lifting else ()
        self._fixed = {sort.name: asked.sizes[sort.name] for sort in self.system.sorts if sort not in self._lifted}
        self._pool: dict[Clause, None] = {}
        self._reading = Reading(self.system, self._fixed, asked.options)
        self.outside: dict[_Asked, str] = {}  # questions that are not within the fragment, and why not
        self.unsure: dict[_Asked, str] = {}  # questions about whose proof no solver knows, and why

    @property
    def _fallible(self) -> list[Property]:
        """The properties that may have no value somewhere."""
        return [property for property in self.asked.properties if not sure(property.formula)]

    def proofs(self, asked: Sequence[_Asked]) -> Iterator[ProofAnswer]:
        """Proofs of those of these questions for which one was found."""
        left = list(asked)
        for count in range(1, LARGEST + 1 if self._lifted else 2):
            left = [each for each in left if not self._too_large(each, count + 1)]
            if not left:
                return
            self._listen(Progress("any_number", count, open=len(left), clauses=len(self._pool)))
            left = self._learn(count, left)
            pool = list(self._pool)
            candidates = self._candidates(count + 1, left, pool)
            accepted = self._accepted(candidates)
            refused = [each for each in candidates if each not in accepted]
            if refused:
                accepted.update(self._accepted(self._candidates(count + 1, refused, self._inductive_for_all(pool))))
            yield from self._found(count + 1, accepted)
            left = [each for each in left if each not in accepted]

    def _found(self, count: int, accepted: Mapping[_Asked, _Proof]) -> Iterator[ProofAnswer]:
        confirmed = self._confirm(count, accepted) if accepted else ""
        sorts = tuple(sort.name for sort in self._lifted)
        extent: Extent = {**self._fixed, **dict.fromkeys(sorts)}
        for question, (clauses, judged) in accepted.items():
            proof = AnyNumber(clauses, sorts, judged.accepted, judged.but) if sorts else Invariant(clauses)
            yield ProofAnswer(question, Unreachable(proof), extent, self.bound, f"{self._shown_by(judged)}; {confirmed}")

    def _shown_by(self, judged: Judgement) -> str:
        reach = " for any number" if self._lifted else ""
        names = [NAMES[solver] for solver in judged.accepted]
        if len(names) > 1:
            return f"shown{reach} by {' and by '.join(names)}"
        return f"shown{reach} by {names[0]} alone ({', '.join(judged.why.values())})"

    # --- guesses ---

    def _learn(self, count: int, asked: Sequence[_Asked]) -> list[_Asked]:
        """Lifts the invariants of the instance with so many members; which questions it does not answer with a trace."""
        instance = self._instance(count)
        goals = {goal: each for each in asked for goal in self._goals(instance, each)}
        search = PdrSearch(instance, list(goals), Questions(self._deadline, EFFORT))
        wrong: set[_Asked] = set()
        while search.open:
            wrong.update(goals[goal] for goal, _ in search.block_goals())
            found = search.extend() if search.open else None
            if found is not None:
                for invariant in search.proofs(found).values():
                    self._pool.update(dict.fromkeys(lift(instance, invariant.clauses, self._lifted)))
                break
        return [each for each in asked if each not in wrong]

    def _candidates(
        self, count: int, asked: Sequence[_Asked], clauses: Sequence[Clause]
    ) -> dict[_Asked, tuple[Clause, ...]]:
        """For each question that these clauses answer at this scope, those that it takes."""
        instance = self._instance(count)
        goals = {each: list(self._goals(instance, each)) for each in asked}
        every = [goal for row in goals.values() for goal in row]
        induction = Induction(instance, clauses, every, Questions(self._deadline, EFFORT))
        kept = induction.inductive()
        found = {}
        for question, row in goals.items():
            support = [induction.support(goal, kept) for goal in row]
            if None not in support:
                needed = {number for goal in row for number in induction.fewest(goal, kept)}
                found[question] = tuple(clauses[number] for number in sorted(needed))
        return found

    def _inductive_for_all(self, clauses: Sequence[Clause]) -> list[Clause]:
        """Those that stand on each other for any number of members, as far as Z3 can tell."""
        try:
            kept = inductive_subset(self.system, clauses, self._fixed, self._end.moment, self.asked.options)
        except (NoAnswer, OutsideFragment):
            return []
        return [clauses[number] for number in kept]

    def _too_large(self, question: _Asked, count: int) -> bool:
        """Would an instance with so many members, of which this is asked, be too large?"""
        properties = [*self._fallible, *((self._shown[question],) if isinstance(question, OfProperty) else ())]
        if weight(self.system, self._scope(count), properties) <= LARGEST_INSTANCE:
            return False
        self.outside[question] = "the instance is too large to look for an invariant"
        return True

    def _scope(self, count: int) -> Scope:
        """Of an ordered sort one more: of the lowest and the highest member much is true that is not true of others."""
        sizes = {sort.name: count + sort.ordered for sort in self._lifted}
        return Scope({**self._fixed, **sizes}, dict(self.asked.options))

    def _instance(self, count: int) -> Instance:
        """Of the properties those count that can cause errors."""
        return instantiate(self.system, self._scope(count), self._fallible)

    def _goals(self, instance: Instance, question: _Asked) -> Iterator[Goal]:
        """What shows that the answer to a question is no. Errors in states and in transitions are goals apart."""
        if isinstance(question, OfProperty):
            property = self._shown[question]
            yield instance.shows(property)
            yield from map(instance.undefined, looks(property))
            return
        for of_transition in (False, True):
            made = (term for error, term in instance.errors.items() if error.of_transition == of_transition)
            yield Goal(f"{question} {of_transition}", instance.terms.or_(*made), transition=of_transition)

    # --- proofs ---

    def _accepted(self, candidates: Mapping[_Asked, tuple[Clause, ...]]) -> dict[_Asked, _Proof]:
        """Those that are accepted for any number. One invariant is tried for all of them first, and then each alone, also
        where a solver that did not decide about all of them may decide about some."""
        safe = {each: text for each, clauses in candidates.items() if (text := self._safety(each, clauses)) is not None}
        union = tuple(dict.fromkeys(clause for each in safe for clause in candidates[each]))
        together = self._judged(list(safe), union, list(safe.values())) if safe else None
        found = {each: (candidates[each], together) for each in safe if together is not None and together.accepted}
        if len(found) == 1 or (together is not None and len(together.accepted) == len(NAMES)):
            return found
        alone = Deadline.after(AGAIN) if found else Deadline(None)
        for each, text in safe.items():
            judged = None if alone.passed else self._judged([each], candidates[each], [text])
            if judged is not None and len(judged.accepted) > len(found[each][1].accepted if each in found else ()):
                found[each] = candidates[each], judged
        return found

    def _safety(self, question: _Asked, clauses: Sequence[Clause]) -> str | None:
        """What is to be asked: do the clauses exclude what the question is about? None outside of the fragment."""
        reading = self._reading
        try:
            return printed(reading.safety(self._shown.get(question), clauses, self._fallible), reading.symbols)
        except OutsideFragment as outside:
            self.outside[question] = _reason(outside.reason, outside.span)
            return None

    def _judged(self, asked: Sequence[_Asked], clauses: Sequence[Clause], safety: Sequence[str]) -> Judgement | None:
        """What the solvers say: do the clauses hold initially, does every transition keep them, do they exclude what they
        should? None outside of the fragment."""
        reading = self._reading
        try:
            inductive = (reading.initiation(clauses), reading.consecution(clauses))
            scripts = [*(printed(script, reading.symbols) for script in inductive), *safety]
        except OutsideFragment as outside:
            self.outside[asked[0]] = _reason(outside.reason, outside.span)
            return None
        judged = judge(scripts, self._patience)
        if not judged.accepted:
            why = " and ".join(judged.why.values())
            unsure = f"an invariant of small instances was found, but {why} whether it is one for any number"
            self.unsure.update(dict.fromkeys(asked, "" if judged.refuted else unsure))
        return judged

    @property
    def _patience(self) -> float:
        """Seconds that the solver may take for a part."""
        left = self._end.seconds
        return PATIENCE if left is None else max(0.0, min(PATIENCE, left))

    def _confirm(self, count: int, proofs: Mapping[_Asked, _Proof]) -> str:
        """Holds the proofs against an instance, in the encoding of `recheck`, and that against the reference semantics."""
        instance = self._instance(count)
        every = [goal for each in proofs for goal in self._goals(instance, each)]
        union = dict.fromkeys(clause for clauses, _ in proofs.values() for clause in clauses)
        ground = tuple(image for clause in union for image in images(clause, instance.scope))
        recheck_invariants(instance, [(every, ground)], self._end)
        shown = [
            property for property in self.asked.properties if property in self._fallible or OfProperty(property.name) in proofs
        ]
        spot_check(instance, shown, SAMPLE, LOOKING)
        sizes = f" with {' or '.join(map(str, sorted({instance.scope.sizes[sort.name] for sort in self._lifted})))} members"
        sizes = sizes if self._lifted else ""
        return f"shown again by another encoding{sizes}; some of its states expanded again"


def _reason(what: str, span: Span | None) -> str:
    return f"{what}, {span}" if span else what
