"""What is proved for any number of members is true of each number that can be looked at, one state after the other.

The systems are random; the judge is the exhaustive search, without symmetry, of instances with 1, 2, 3 (and 4) members, one
for each combination of the options: instances and search are held against the reference semantics in `strategies.agreeing`.
What counts as proved is what the engine says of a property wherever it is not expected to be violated (reached), or of run-time
errors. The clauses that a proof consists of are looked at as well: each has to hold in every state that there is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies.agreeing import few, value_of
from strategies.patience import spent
from strategies.random_sorts import in_order, sorted_systems
from strategies.random_systems import Drawn, systems

from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.engines import Budget
from hamodel.engines.any_number import search as any_number
from hamodel.engines.any_number.induction import images
from hamodel.engines.circuits.clauses import clause_term
from hamodel.engines.explicit.search import Search
from hamodel.engines.question import AnyError, OfProperty, ProofAnswer, ProofRequest
from hamodel.ground.instance import Goal, Instance, instantiate
from hamodel.ground.weight import weight
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load, parse
from hamodel.model.expr import TRUE, Apply, Bound, Value, conjunction
from hamodel.model.invariant import CellRef, Clause, Literal
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError, evaluate, sure
from hamodel.model.system import Action, Assign, Choose, For, If, Property, Require, System
from hamodel.model.transform import bound_faults, for_all_options, with_monitors
from hamodel.model.verdict import AnyNumber, Invariant, Reached, Unknown, Unreachable
from hamodel.mutation.operators import mutants
from hamodel.proofs import certificate, judging
from hamodel.proofs.certificate import Certificate, verify, write
from hamodel.proofs.digest import canonical, digest, sha256
from hamodel.proofs.obligations import OutsideFragment
from hamodel.proofs.solver_process import SEPARATOR, asked_of_cvc5, asked_of_z3
from hamodel.proofs.solvers import SOLVERS
from hamodel.source import Source

EFFORT = 300
"""Questions to the SAT solver for an instance: enough for a small system, and few enough for many of them."""

MOST_CELLS = 20
"""An instance with more is not searched."""

HEAVIEST = 50_000
"""Nor is one that is larger than that: see `hamodel.ground.weight`."""

MOST_PROPERTIES = 8
TRIED = 6
"""Changes of a system that are tried, until one makes something wrong."""

LOOKED_AT = 300
"""States of an instance that clauses are held against."""

LONGEST = 12.0
"""Seconds of processor time after which the heavy tests look at nothing more."""

RLIMIT = 20_000
"""What the solver may spend on a question, the same on every machine."""

RUN_TIME = str(AnyError())


def properties_of(system: System) -> tuple[Property, ...]:
    return tuple(property for property in system.declared if property.kind != "assume")


def asked_of(system: System) -> ProofRequest:
    properties = properties_of(system)
    wanted = (*(OfProperty(property.name) for property in properties), AnyError())
    return ProofRequest(system, properties, wanted, {"Session": 2}, {}, system.faults)


def ask_here(solver: str, script: str, seconds: float, stop: object = None) -> list[str]:
    """A solver in this process, since another one takes longer to start than the question; with a limit that is no time."""
    option, here = {"cvc5": (f":rlimit-per {RLIMIT}", asked_of_cvc5), "z3": (f":rlimit {100 * RLIMIT}", asked_of_z3)}[solver]
    limited = script.replace("(set-logic UF)", f"(set-option {option})\n(set-logic UF)")
    return [line.split(" ")[0] for part in limited.split(SEPARATOR) for line in here(part)]


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "ask", ask_here)
    monkeypatch.setattr(any_number, "EFFORT", EFFORT)
    monkeypatch.setattr(any_number, "SAMPLE", 2)


def proofs(system: System) -> dict[str, ProofAnswer]:
    found = any_number.any_number(asked_of(system), Budget(), lambda progress: None)
    return {str(each.question): each for each in found if isinstance(each.answer, Unreachable)}


# --- the judge -------------------------------------------------------------------------------------------------------


def options_of(system: System) -> Iterator[Mapping[str, Value]]:
    domains = [Scope().domain(option.type) for option in system.options]
    for values in product(*domains):
        yield {option.name: value for option, value in zip(system.options, values, strict=True)}


def expected(property: Property, options: Mapping[str, Value]) -> bool:
    """Is the property expected to be violated (reached) there? Of one that is not for these options nothing is claimed."""
    if property.expected is None:
        return False
    try:
        return evaluate(property.expected, {}, {}, Scope({}, dict(options))) is True
    except EvaluationError:
        return False


def small(system: System, size: int) -> bool:
    """Is an instance worth a search?"""
    members = {"Session": size}
    cells = sum(
        prod(len(Scope(members).domain(type)) for type in variable.index_types) for variable in system.variables
    )
    options = next(iter(options_of(system)))
    return cells <= MOST_CELLS and weight(system, Scope(members, dict(options)), properties_of(system)) <= HEAVIEST


def promising(system: System) -> System:
    """The system with those of its properties that hold with one member and with two, for some values of the options: the
    ones for which there may be a proof. Not more than `MOST_PROPERTIES`."""
    properties = properties_of(system)
    left = dict.fromkeys(property.name for property in properties)
    bounded = system if system.faults is None else bound_faults(system, system.faults)
    for size in (1, 2):
        if not small(system, size):
            break
        options = next(iter(options_of(system)))
        instance = instantiate(with_monitors(bounded, properties), Scope({"Session": size}, dict(options)), properties)
        goals = {goal: name for name in left for goal in wrong(instance, name, properties, options)}
        search = searched(instance, list(goals))
        for goal, answer in () if search is None else search.found:
            if isinstance(answer, Reached):
                del left[goals[goal]]
    kept = list(left)[:MOST_PROPERTIES]
    return replace(system, declared=tuple(each for each in system.declared if each.kind == "assume" or each.name in kept))


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

    def judge_at(self, system: System, scope: Scope, found: Mapping[str, ProofAnswer]) -> None:
        if not small(system, scope.sizes["Session"]):
            return
        for bound in {each.faults for each in found.values()}:
            bounded = system if bound is None else bound_faults(system, bound)
            properties = properties_of(system)
            instance = instantiate(with_monitors(bounded, properties), scope, properties)
            goals: dict[Goal, str] = {}
            for name, each in found.items():
                if each.faults == bound and each.extent["Session"] in (None, scope.sizes["Session"]):
                    goals.update((goal, name) for goal in wrong(instance, name, properties, scope.options))
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
                if isinstance(answer, Unknown):  # out of memory beside others
                    self.counts["searches without end"] += 1
                    continue
                assert isinstance(answer, Unreachable), f"{goals[goal]} is proved, and wrong: {scope} {goal.name}\n{found}"

    def judge_clauses(self, system: System, size: int, found: Mapping[str, ProofAnswer]) -> None:
        """Every clause holds in every state, whatever the options."""
        if not small(system, size):
            return
        for bound in {each.faults for each in found.values()}:
            freed = for_all_options(system, properties_of(system), bound)
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
                states = list(map(instance.encode, search.sample(LOOKED_AT)))
                self.counts["clauses held against states"] += len(clauses)
                for clause in clauses:
                    term = clause_term(instance, clause)
                    assert all(value_of(term, codes) for codes in states), f"{clause} does not hold with {size}"


def wrong(instance: Instance, name: str, properties: Sequence[Property], options: Mapping[str, Value]) -> Iterator[Goal]:
    """What would show that the proof is none."""
    if name == RUN_TIME:
        yield from (instance.making(f"{RUN_TIME} {k}", error) for k, error in enumerate(instance.errors))
        return
    property = next(each for each in properties if each.name == name)
    if not expected(property, options):
        yield instance.shows(property)


def tallied(compare: Callable[[Tally], Callable[[Drawn], None]], examples: int, strategy: Any) -> Counter[str]:
    tally = Tally(Counter())
    started = spent()

    def look(drawn: Drawn) -> None:
        if spent() - started < LONGEST:
            compare(tally)(drawn)

    few(examples)(given(strategy)(look))()
    print(dict(tally.counts))
    return tally.counts


@pytest.mark.heavy
def test_what_is_proved_is_true() -> None:
    counts = tallied(lambda tally: tally.judge, 5, sorted_systems())
    assert 2 * counts["systems with a proof"] > counts["systems"]
    assert 4 * counts["for any number"] > counts["proofs"]
    assert counts["with a binder"] > counts["systems"] // 3
    assert counts["answers with 3"] > counts["systems"]


@pytest.mark.heavy
def test_what_is_proved_of_channels_is_true() -> None:
    counts = tallied(lambda tally: tally.judge, 6, sorted_systems(wired=True))
    assert counts["for any number"] > counts["systems"]


# --- certificates ----------------------------------------------------------------------------------------------------


def certificate_of(system: System, name: str, found: ProofAnswer) -> Certificate:
    assert isinstance(found.answer, Unreachable)
    assert isinstance(found.answer.proof, AnyNumber | Invariant)
    sizes = {sort: size for sort, size in found.extent.items() if size is not None}
    slippery = tuple(property.name for property in properties_of(system) if not sure(property.formula))
    of, properties = (None, slippery) if name == RUN_TIME else (name, ())
    return Certificate("random.ha", of, found.answer.proof.clauses, properties, {}, sizes, found.faults, "any_number")


def changes(system: System) -> list[System]:
    """The system with something left out: an action, a part of a guard, a condition of a statement, what is assumed."""
    found = []
    for number, action in enumerate(system.actions):
        rest = system.actions[:number], system.actions[number + 1 :]
        found.append(replace(system, actions=(*rest[0], *rest[1])))
        for changed in (*weaker_guards(action), *weaker_bodies(action)):
            found.append(replace(system, actions=(*rest[0], changed, *rest[1])))
    for property in system.declared:
        if property.kind == "assume":
            found.append(replace(system, declared=tuple(each for each in system.declared if each != property)))
    return [change for change in found if change.actions]


def weaker_guards(action: Action) -> Iterator[Action]:
    match action.guard:
        case Apply(op="and", args=args):
            for number in range(len(args)):
                yield replace(action, guard=conjunction([*args[:number], *args[number + 1 :]]))
        case guard if guard != TRUE:
            yield replace(action, guard=TRUE)


def weaker_bodies(action: Action) -> Iterator[Action]:
    for number, statement in enumerate(action.body):
        rest = action.body[:number], action.body[number + 1 :]
        match statement:
            case Require():
                yield replace(action, body=(*rest[0], *rest[1]))
            case For(where=where) | Choose(where=where) if where != TRUE:
                yield replace(action, body=(*rest[0], replace(statement, where=TRUE), *rest[1]))
            case If(then=then):
                yield replace(action, body=(*rest[0], *then, *rest[1]))
            case Assign():
                yield replace(action, body=(*rest[0], *rest[1]))
            case _:
                pass


@dataclass
class Certificates(Tally):
    """Certificates of what is proved; and of what was proved of a system that was another one."""

    root: Path = Path()

    def judge_certificates(self, drawn: Drawn, chosen: int) -> None:
        system = promising(drawn.system)
        found = proofs(system)
        every = changes(system)
        changed, wrong = self.breaking([*every[chosen % len(every) :], *every[: chosen % len(every)]][:TRIED], found)
        for name in [*wrong, *(name for name in found if name not in wrong)][:3]:
            self.counts["proofs"] += 1
            path = write(self.root, system, certificate_of(system, name, found[name]))
            self.counts["accepted"] += verify(path, system).accepted
            if digest(changed) != digest(system):
                stale = [problem.what for problem in verify(path, changed).problems]
                assert stale == ["the spec has changed since"]
                forged = self.judge_changed(changed, path, name, found[name])
                assert not (forged and name in wrong), f"{name} is wrong after a change, and its proof accepted\n{changed}"
                self.counts["refused, and wrong"] += name in wrong

    def breaking(self, every: Sequence[System], found: Mapping[str, ProofAnswer]) -> tuple[System, list[str]]:
        """The first of the changes that makes something wrong which was proved, and what; if none does, just the first."""
        for changed in every:
            wrong = [name for name in found if self.violated(changed, name, found[name])]
            if wrong:
                return changed, wrong
        return every[0], []

    def judge_changed(self, changed: System, path: Path, name: str, found: ProofAnswer) -> bool:
        """Nobody looks at the digest; and then the formulas are made anew, as by somebody who forges a proof. Is it accepted?"""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(certificate, "digest", lambda system: "the same")
            manifest = json.loads((path / "manifest.json").read_text())
            manifest["digest"] = "the same"
            manifest.pop("seal")
            manifest["seal"] = sha256(canonical(manifest))
            (path / "manifest.json").write_text(json.dumps(manifest))
            accepted = verify(path, changed).accepted
        try:
            forged = verify(write(self.root / "forged", changed, certificate_of(changed, name, found)), changed).accepted
        except (OutsideFragment, KeyError, StopIteration, ValueError):
            forged = False
        assert forged >= accepted
        self.counts["accepted as it is after a change"] += accepted
        self.counts["accepted anew after a change"] += forged
        if forged:
            for size in (1, 2, 3):
                for options in options_of(changed):
                    self.judge_at(changed, Scope({"Session": size}, dict(options)), {name: found})
        return forged

    def violated(self, changed: System, name: str, found: ProofAnswer) -> bool:
        """With two members, for some options."""
        if not small(changed, 2):
            return False
        bounded = changed if found.faults is None else bound_faults(changed, found.faults)
        properties = properties_of(changed)
        for options in options_of(changed):
            instance = instantiate(with_monitors(bounded, properties), Scope({"Session": 2}, dict(options)), properties)
            search = searched(instance, list(wrong(instance, name, properties, options)))
            if search is not None and any(isinstance(answer, Reached) for _, answer in search.found):
                return True
        return False


@pytest.fixture
def both_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificate, "ask", ask_here)


@pytest.mark.heavy
def test_certificates(tmp_path: Path, both_here: None) -> None:
    tally = Certificates(Counter(), tmp_path)
    few(6)(given(sorted_systems(), st.integers(0, 99))(tally.judge_certificates))()
    print(dict(tally.counts))
    assert 10 * tally.counts["accepted"] > 9 * tally.counts["proofs"]
    assert tally.counts["refused, and wrong"] > 0


CAPTURE = """
spec capture
node Firewall { a, b }
sort Session
scope Session = 2
channel sync from Firewall to Firewall carries opened(s: Session) unordered
var marked[Session] : bool = false
on sync opened(x) from u to v { }
input mark(x: Session) when not pending sync from a to b { marked[x] := true }
input go(x: Session) when not marked[x] and not pending sync opened(x) from a to b { send sync opened(x) from a to b }
invariant quiet = all t: Session, s: Session. t = s and marked[s] => not pending sync from a to b
"""
"""With two sessions one is marked, and a message about the other one is sent: `quiet` is wrong. It would be right if it spoke
of messages about the session that is marked: the field of the message has the name of the quantifier."""


def test_a_field_that_is_called_like_a_quantifier(tmp_path: Path) -> None:
    system = elaborate(parse(Source("capture.ha", CAPTURE)))
    session = Bound("s", system.sorts[0])
    sent = CellRef("sync", ("a", "b"), ("count", "opened", session))
    apart = (Literal(CellRef("marked", (session,)), (False,)), Literal(sent, (0,)))
    forged = Certificate("capture.ha", "quiet", (Clause(apart, (session,)),))
    examined = verify(write(tmp_path, system, forged), system)
    assert [problem.what.split(":")[0] for problem in examined.problems] == ["`safety.smt2`"] * 2
    [finding] = [each for each in check(system, Request(engine="explicit")).findings if each.name == "quiet"]
    assert finding.verdict == "violated"


TWICE = """
spec twice
node Firewall { a, b }
sort Session
scope Session = 2
var first[Firewall] : Session? = none
step go { for d: Firewall { choose s: Session  first[d] := s } }
invariant alike = first[a] = first[b]
"""
"""The loop chooses twice, and not always the same."""


def test_a_loop_that_chooses_a_member_each_time(tmp_path: Path) -> None:
    system = elaborate(parse(Source("twice.ha", TWICE)))
    session = Bound("s", system.sorts[0])
    here, there = (CellRef("first", (d,)) for d in ("a", "b"))
    clauses = tuple(
        Clause((Literal(one, (session,), among=False), Literal(other, (session,))), (session,))
        for one, other in ((here, there), (there, here))
    )
    examined = verify(write(tmp_path, system, Certificate("twice.ha", "alike", clauses)), system)
    found = [problem.what for problem in examined.problems]
    assert found == [f"`consecution.smt2`: {solver} finds question 1 of 1 satisfiable: this is no proof" for solver in SOLVERS]


UNREADY = """
spec unready
node Firewall { a, b }
sort Session
scope Session = 2
channel sync from Firewall to Firewall carries opened(Session) unordered
var home : Firewall? = none
on sync opened(s) from u to v when (the d: Firewall where home = d) = u { }
step wait { home := home }
invariant nowhere = home = none
"""
"""`the` has no answer. Nobody sends, so nobody looks for one."""


def test_of_a_message_that_is_not_there_nothing_is_evaluated(tmp_path: Path) -> None:
    system = elaborate(parse(Source("unready.ha", UNREADY)))
    session = Bound("s", system.sorts[0])
    ends = product("ab", repeat=2)
    none = tuple(
        Clause((Literal(CellRef("sync", pair, ("count", "opened", session)), (0,)),), (session,)) for pair in ends
    )
    assert verify(write(tmp_path, system, Certificate("unready.ha", None, none)), system).accepted


# --- the whole command -----------------------------------------------------------------------------------------------


def told(report: Report) -> dict[tuple[str, str], list[str]]:
    """What is said of each property, and of each error that is caused, for each combination of the options."""
    return {
        (finding.kind, finding.name): [type(result.answer).__name__ for result in finding.results]
        for finding in report.findings
    }


def compare_check(tally: Tally) -> Callable[[Drawn], None]:
    """Auto says of each scope what exhaustive search says; and of every number what it says of each."""

    def compare(drawn: Drawn) -> None:
        system = replace(promising(drawn.system), sizes={"Session": 2})
        if not small(system, 3):
            return
        auto = check(system, Request())
        assert not auto.disagreement
        tally.counts["checks"] += 1
        unbounded = {
            (finding.kind, finding.name)
            for finding in auto.findings
            if finding.results and all(result.sizes.get("Session", 0) is None for result in finding.results)
        }
        tally.counts["for any number"] += len(unbounded)
        for size in (1, 2, 3):
            plain = told(check(system, Request(engine="explicit", sizes={"Session": size}, symmetry=False)))
            for key, said in told(auto).items():
                if key in unbounded and key in plain:
                    assert "Reached" not in plain[key], key
                    tally.counts["answers for any number"] += len(said)
                if size == 2 and "Unknown" not in plain.get(key, ["Unknown"]):
                    assert said == plain[key], key
                    tally.counts["answers"] += len(said)
            if ("run-time", "no run-time errors") in unbounded:
                assert ("run-time", "no run-time errors") in plain

    return compare


def test_check_says_what_exhaustive_search_says() -> None:
    counts = tallied(compare_check, 2, sorted_systems())
    assert counts["answers for any number"] > 0


HEAVY: list[tuple[Callable[[Tally], Callable[[Drawn], None]], Any]] = [
    (lambda tally: tally.judge, sorted_systems()),
    (lambda tally: tally.judge, sorted_systems(wired=True)),
    (lambda tally: tally.judge, systems(tame=True)),
    (lambda tally: tally.judge, systems()),
    (lambda tally: tally.judge, sorted_systems().map(in_order)),
    (compare_check, sorted_systems()),
]


@pytest.mark.heavy
@pytest.mark.parametrize(("compare", "drawn"), HEAVY)
def test_many(compare: Callable[[Tally], Callable[[Drawn], None]], drawn: Any) -> None:
    counts = tallied(compare, 500, drawn)
    assert counts["proofs"] + counts["answers"] > 20


SPECS = ["two_phase_commit", "lock_server", "lease", "sharded_kv", "vrrp", "pair"]


def judge_mutant(tally: Counter[str], system: System) -> None:
    """A spec of ours with something in it changed: much is still proved of it, with clauses that it takes some finding."""
    properties = properties_of(system)
    wanted = [
        OfProperty(property.name) for property in properties if not (property.expect_violated and property.expected is None)
    ]
    sizes = {sort.name: 2 for sort in system.sorts}
    asked = ProofRequest(system, properties, (*wanted, AnyError()), sizes, {}, system.faults)
    found = {str(each.question): each for each in any_number.any_number(asked, Budget(), lambda progress: None)}
    for size, options in product((1, 2, 3), options_of(system)):
        for bound in {each.faults for each in found.values()}:
            bounded = with_monitors(system if bound is None else bound_faults(system, bound), properties)
            scope = Scope({sort.name: size for sort in system.sorts}, dict(options))
            instance = instantiate(bounded, scope, properties)
            goals = {
                goal: name
                for name, each in found.items()
                if isinstance(each.answer, Unreachable) and each.faults == bound
                if all(members in (None, size) for members in each.extent.values())
                for goal in wrong(instance, name, properties, options)
            }
            search = searched(instance, list(goals)) if goals else None
            if search is not None:
                tally["answers"] += len(goals)
                wrongly = [goals[goal] for goal, answer in search.found if isinstance(answer, Reached)]
                assert not wrongly, f"{wrongly} proved, and wrong: {scope}"


@pytest.mark.heavy
@pytest.mark.parametrize("name", SPECS)
def test_mutants_of_our_specs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(any_number, "EFFORT", 10 * EFFORT)
    [path] = (Path(__file__).parent.parent.parent / "specs").glob(f"[bc]*/{name}.ha")
    system = elaborate(load(str(path)))
    system = replace(system, declared=tuple(property for property in system.declared if not property.liveness), scenarios=())
    tally: Counter[str] = Counter()
    started = spent()
    for mutant in mutants(system):
        if spent() - started < LONGEST / 2:
            tally["mutants"] += 1
            judge_mutant(tally, mutant.system)
    print(dict(tally))
    assert tally["answers"] > 10
