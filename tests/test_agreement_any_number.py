"""What is proved for any number of members is true of each number that can be looked at, one state after the other.

The systems are random; the judge is the exhaustive search, without symmetry, of instances with 1, 2, 3 (and 4) members, one
for each combination of the options: instances and search are held against the reference semantics in `test_agreement`.
What counts as proved is what the engine says of a claim wherever it is not expected to be violated (reached), or of run-time
mistakes. The clauses that a proof consists of are looked at as well: each has to hold in every state that there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Any

import pytest
from hypothesis import given
from random_sorts import sorted_systems
from random_systems import Drawn
from test_agreement import few, worth

from hamodel.engines import Budget, any_number
from hamodel.engines.circuits.clauses import clause_term
from hamodel.engines.explicit import Search
from hamodel.engines.induction import images
from hamodel.engines.portfolio import RUN_TIME, Asked, Found
from hamodel.model.expr import Value
from hamodel.model.instance import Goal, Instance, instantiate
from hamodel.model.scope import Scope
from hamodel.model.semantics import Slip, evaluate
from hamodel.model.system import Property, System
from hamodel.model.transform import bound_faults, for_all_options, with_monitors
from hamodel.model.verdict import AnyNumber, Invariant, Reached, Unreachable
from hamodel.proofs import solvers

EFFORT = 300
"""Questions to the SAT solver for an instance: enough for a small system, and few enough for many of them."""

MOST_CELLS = 20
"""An instance with more is not searched."""

MOST_CLAIMS = 8
LOOKED_AT = 300
"""States of an instance that clauses are held against."""

RLIMIT = 20_000
"""What the solver may spend on a question, the same on every machine."""


def claims_of(system: System) -> tuple[Property, ...]:
    return tuple(claim for claim in system.properties if claim.kind != "assume")


def asked_of(system: System) -> Asked:
    claims = claims_of(system)
    return Asked(system, claims, tuple(claim.name for claim in claims), True, {"Session": 2}, {}, system.faults)


def ask_here(solver: str, script: str, seconds: float) -> list[str]:
    """cvc5 in this process, since another one takes longer to start than the question; with a limit that is no time."""
    limited = script.replace("(set-logic UF)", f"(set-option :rlimit-per {RLIMIT})\n(set-logic UF)")
    return [line.split(" ")[0] for line in solvers._cvc5(limited)]


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(any_number, "ask", ask_here)
    monkeypatch.setattr(any_number, "EFFORT", EFFORT)
    monkeypatch.setattr(any_number, "SAMPLE", 2)


def proofs(system: System) -> dict[str, Found]:
    found = any_number.any_number(asked_of(system), Budget(), lambda progress: None)
    return {each.question: each for each in found if isinstance(each.answer, Unreachable)}


# --- the judge -------------------------------------------------------------------------------------------------------


def options_of(system: System) -> Iterator[Mapping[str, Value]]:
    domains = [Scope().domain(option.type) for option in system.options]
    for values in product(*domains):
        yield {option.name: value for option, value in zip(system.options, values, strict=True)}


def expected(claim: Property, options: Mapping[str, Value]) -> bool:
    """Is the claim expected to be violated (reached) there? Of one that is not for these options nothing is claimed."""
    if claim.expected is None:
        return False
    try:
        return evaluate(claim.expected, {}, {}, Scope({}, dict(options))) is True
    except Slip:
        return False


def small(system: System, size: int) -> bool:
    """Is an instance worth a search?"""
    members = {"Session": size}
    cells = sum(
        prod(len(Scope(members).domain(type)) for type in variable.index_types) for variable in system.variables
    )
    return cells <= MOST_CELLS


def promising(system: System) -> System:
    """The system with those of its claims that hold with one member and with two, for some values of the options: the
    ones for which there may be a proof. Not more than `MOST_CLAIMS`."""
    claims = claims_of(system)
    left = dict.fromkeys(claim.name for claim in claims)
    for size in (1, 2):
        options = next(iter(options_of(system)))
        instance = instantiate(with_monitors(system, claims), Scope({"Session": size}, dict(options)), claims)
        goals = {goal: name for name in left for goal in wrong(instance, name, claims, options)}
        search = searched(instance, list(goals))
        for goal, answer in () if search is None else search.found:
            if isinstance(answer, Reached):
                del left[goals[goal]]
    kept = list(left)[:MOST_CLAIMS]
    return replace(system, properties=tuple(each for each in system.properties if each.kind == "assume" or each.name in kept))


def searched(instance: Instance, goals: Sequence[Goal]) -> Search | None:
    """A search that has ended; None if there are too many states."""
    search = Search(instance, goals, Budget(memory=64 << 20), lambda _: None, symmetry=False)
    search.found.extend(search.answers())
    return search if search.exhausted or not search.pending else None


@dataclass
class Tally:
    """How much was looked at, so that a test which looks at nothing is seen."""

    counts: Counter[str]

    def judge(self, drawn: Drawn) -> None:
        """Everything that is proved of a system, against everything that it can do."""
        system = promising(drawn.system)
        self.counts["systems"] += 1
        found = proofs(system)
        self.counts["systems with a proof"] += bool(found)
        self.counts["proofs"] += len(found)
        for each in found.values():
            assert isinstance(each.answer, Unreachable)
            assert isinstance(each.answer.proof, AnyNumber | Invariant)
            clauses = each.answer.proof.clauses
            self.counts["for any number"] += isinstance(each.answer.proof, AnyNumber)
            self.counts["with clauses"] += bool(clauses)
            self.counts["with a binder"] += any(clause.binders for clause in clauses)
            self.counts["with two binders"] += any(len(clause.binders) > 1 for clause in clauses)
            self.counts["with a bound on faults"] += each.faults is not None
        if found:
            for size in (1, 2, 3, 4):
                for options in options_of(system):
                    self.judge_at(system, Scope({"Session": size}, dict(options)), found)
                self.judge_clauses(system, size, found)

    def judge_at(self, system: System, scope: Scope, found: Mapping[str, Found]) -> None:
        if not small(system, scope.sizes["Session"]):
            return
        for bound in {each.faults for each in found.values()}:
            bounded = system if bound is None else bound_faults(system, bound)
            claims = claims_of(system)
            instance = instantiate(with_monitors(bounded, claims), scope, claims)
            goals: dict[Goal, str] = {}
            for name, each in found.items():
                if each.faults == bound and each.extent["Session"] in (None, scope.sizes["Session"]):
                    goals.update((goal, name) for goal in wrong(instance, name, claims, scope.options))
            if not goals:
                continue
            search = searched(instance, list(goals))
            self.counts["searches"] += 1
            if search is None:
                self.counts["searches without end"] += 1
                continue
            self.counts["states"] += search.states
            self.counts[f"answers with {scope.sizes['Session']}"] += len(goals)
            for goal, answer in search.found:
                assert isinstance(answer, Unreachable), f"{goals[goal]} is proved, and wrong: {scope} {goal.name}\n{found}"

    def judge_clauses(self, system: System, size: int, found: Mapping[str, Found]) -> None:
        """Every clause holds in every state, whatever the options."""
        if not small(system, size):
            return
        for bound in {each.faults for each in found.values()}:
            freed = for_all_options(system, claims_of(system), bound)
            assert freed is not None
            instance = instantiate(freed[0], Scope({"Session": size}), ())
            clauses = {
                image
                for each in found.values()
                if each.faults == bound and each.extent["Session"] in (None, size)
                if isinstance(each.answer, Unreachable) and isinstance(each.answer.proof, AnyNumber | Invariant)
                for clause in each.answer.proof.clauses
                for image in images(clause, instance.scope)
            }
            if not clauses:
                continue
            search = searched(instance, ())
            if search is not None:
                states = list(search.sample(LOOKED_AT))
                self.counts["clauses held against states"] += len(clauses)
                for clause in clauses:
                    term = clause_term(instance, clause)
                    assert all(worth(term, codes) for codes in states), f"{clause} does not hold with {size}"


def wrong(instance: Instance, name: str, claims: Sequence[Property], options: Mapping[str, Value]) -> Iterator[Goal]:
    """What would show that the proof is none."""
    if name == RUN_TIME:
        yield from (instance.making(f"{RUN_TIME} {k}", mistake) for k, mistake in enumerate(instance.mistakes))
        return
    claim = next(each for each in claims if each.name == name)
    if not expected(claim, options):
        yield instance.witness(claim) if claim.kind == "reachable" else instance.violation(claim)


def tallied(examples: int, drawn: Any) -> Counter[str]:
    tally = Tally(Counter())
    few(examples)(given(drawn)(tally.judge))()
    print(dict(tally.counts))
    return tally.counts


def test_what_is_proved_is_true() -> None:
    counts = tallied(40, sorted_systems())
    assert counts["systems with a proof"] > counts["systems"] // 2
    assert counts["with a binder"] > 5
