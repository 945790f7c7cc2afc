"""The formulas of the obligations against the reference semantics, on concrete states; and wrong proofs, which are refused."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import islice, permutations, product
from math import prod
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from strategies.proofs import PAIR, S, literal
from strategies.random_sorts import in_order
from strategies.random_systems import SORT, Drawn, systems
from strategies.structures import Structure, frozen
from strategies.systems import RUNS, combinations, pair, system, typed

from hamodel.engines.any_number.houdini import inductive_subset
from hamodel.model.expr import Bound, OptionalType, Type, reads_next
from hamodel.model.invariant import CellRef, Clause, Literal, Member
from hamodel.model.scope import Scope
from hamodel.model.semantics import (
    EvaluationError,
    cells,
    counts,
    errors,
    evaluate,
    initial_states,
    is_initial,
    successors,
    transition_errors,
)
from hamodel.model.system import Property, System
from hamodel.model.trace import State
from hamodel.model.transform import with_monitors
from hamodel.proofs import formulas
from hamodel.proofs.actions import Actions, Branch
from hamodel.proofs.cases import OutsideFragment
from hamodel.proofs.obligations import Next, Obligations, Reading, obligations
from hamodel.proofs.queues import QueueOperation
from hamodel.proofs.scripts import Assertion
from hamodel.proofs.solver_process import SEPARATOR
from hamodel.proofs.solvers import SOLVERS, NoAnswer, ask, proved, questions

SEEN = 4
"""States of each system that are looked at."""


def some_states(found: System, scope: Scope, seed: int) -> list[State]:
    """A few states that a run comes to, and a few that it may not."""
    chance = random.Random(seed)
    states = list(islice(initial_states(found, scope), 2))
    for start in list(states):
        state = start
        for _ in range(chance.randrange(1, 4)):
            after = [outcome.state for _, _, outcome in islice(successors(found, scope, state), 60) if outcome.state is not None]
            if after:
                state = chance.choice(after)
                states.append(state)
    return states[-SEEN:]


def compare(found: System, scope: Scope, sizes: dict[str, int], options: dict[str, object], seed: int) -> int:
    """Holds the formulas against the semantics in some states; how many."""
    reading = Reading(found, sizes, options)
    structure = Structure(found, scope, reading)
    now = reading.state()
    actions = Actions(reading.meaning, now)
    states = some_states(found, scope, seed)
    for state in states:
        look = structure.symbols(state)
        wanted = set()
        for action, arguments, outcome in successors(found, scope, state):
            wanted.add((action.name, arguments, frozen(outcome.state)))
        got = {(name, arguments, frozen(after)) for name, arguments, after in structure.successors(state, now, actions)}
        assert got == wanted
        assumed = all(structure.evaluate(assertion.formula, look, {}) for assertion in reading.assumed(now))
        assert assumed == counts(found, scope, state)
        for property in found.declared:
            if not reads_next(property.formula):
                assert structure.evaluate(reading.goal(property, now), look, {}) == against(property, scope, state)
        for cell in list(reading.every_cell()):  # what is said of every state is true of this one
            names = {function.name for function in reading.symbols.functions(cell)}
            assert structure.evaluate(reading.symbols.one_value(cell, names), look, {})
            assert structure.evaluate(reading.symbols.shape(cell), look, {})
        for sort in reading.symbols.orders:
            assert all(structure.evaluate(axiom, look, {}) for axiom in reading.symbols.order_axioms(sort))
        compare_initial(structure, state)
        compare_transitions(structure, state, actions)
        at_rest = any(structure.evaluate(each.formula, look, {}) for each in state_errors(reading))
        properties = [property for property in found.declared if not reads_next(property.formula)]
        assert at_rest == bool(errors(found, scope, state, properties, following=()))
    return len(states)


def state_errors(reading: Reading) -> list[Assertion]:
    """What is asked about errors that no action makes, each as one formula."""
    now = reading.state()
    properties = [property for property in reading.system.declared if not reads_next(property.formula)]
    return [
        Assertion("", formulas.conj(*(each.formula for each in question.assertions)))
        for question in reading.at_rest(properties, now)
    ]


def against(property: object, scope: Scope, state: State, after: State | None = None) -> bool:
    """Is the property wrong there, or has it no value, so that it is not proved?"""
    try:
        value = evaluate(property.formula, {}, state, scope, after)  # type: ignore[attr-defined]
    except EvaluationError:
        return True
    return bool(value) == (property.kind == "reachable")  # type: ignore[attr-defined]


def forgets(property: Property, scope: Scope, state: State) -> bool:
    """Has something that the property remembers of the past no value there?"""
    try:
        for monitor in property.monitors:
            names = [binder.name for binder in monitor.variable.binders]
            for members in product(*(scope.domain(binder.type) for binder in monitor.variable.binders)):
                if monitor.value is not None:
                    evaluate(monitor.value, dict(zip(names, members, strict=True)), state, scope)
    except EvaluationError:
        return True
    return False


def compare_initial(structure: Structure, state: State) -> None:
    reading = structure.reading
    now = reading.state()
    for cell in reading.every_cell():
        now.touched[cell.key] = cell
    starts = all(structure.evaluate(each.formula, structure.symbols(state), {}) for each in reading.start(now))
    assert starts == is_initial(structure.system, structure.scope, state)


def compare_transitions(structure: Structure, state: State, actions: Actions) -> None:
    """Properties about transitions: is one of them, by its branch, against the property?"""
    reading, look = structure.reading, structure.symbols(state)
    properties = [property for property in structure.system.declared if reads_next(property.formula)]
    for property in properties:
        wanted = any(
            outcome.state is not None and against(property, structure.scope, state, outcome.state)
            for _, _, outcome in successors(structure.system, structure.scope, state)
        )
        got = False
        for action in structure.system.actions:
            for branch in actions.branches(action):
                after = Next(actions, branch, actions.now, frozenset(actions.changed(branch)))  # type: ignore[arg-type]
                goal = reading.goal(property, actions.now, after)  # type: ignore[arg-type]
                assumed = [assertion.formula for assertion in reading.assumed(after)]
                for env in structure.choices(branch):
                    both = structure.with_next(after, look, env)
                    taken = structure.evaluate(actions.guard(branch), look, env)
                    got = got or bool(taken and all(structure.evaluate(each, both, env) for each in (*assumed, goal)))
        assert got == wanted


# --- random systems --------------------------------------------------------------------------------------------------


def few(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


def with_everything(drawn: Drawn) -> System:
    return with_monitors(drawn.system, drawn.system.declared)


def written_out(drawn: Drawn, seed: int) -> None:
    """All sorts have the members of the scope."""
    compare(with_everything(drawn), drawn.scope, dict(drawn.scope.sizes), dict(drawn.scope.options), seed)


def over_sorts(drawn: Drawn, seed: int) -> None:
    """Sorts of any size, looked at where they have 1, 2 or 3 members; options fixed, or any."""
    options = dict(drawn.scope.options) if seed % 2 else {}
    try:
        compare(with_everything(drawn), drawn.scope, {}, options, seed)
    except OutsideFragment:
        assume(False)


ANY = st.booleans().flatmap(lambda wired: systems(wired=wired))
ORDERLY = st.booleans().flatmap(lambda wired: systems(wired=wired, tame=not wired))


@pytest.mark.heavy
@few(60)
@given(ANY, st.integers(0, 9))
def test_formulas_say_what_the_semantics_says(drawn: Drawn, seed: int) -> None:
    written_out(drawn, seed)


@pytest.mark.heavy
@few(60)
@given(ORDERLY, st.integers(0, 9))
def test_formulas_over_sorts_say_what_the_semantics_says(drawn: Drawn, seed: int) -> None:
    over_sorts(drawn, seed)


@pytest.mark.heavy
@few(40)
@given(ORDERLY, st.integers(0, 9), st.booleans())
def test_formulas_over_ordered_sorts_say_what_the_semantics_says(drawn: Drawn, seed: int, some_size: bool) -> None:
    (written_out if some_size else over_sorts)(in_order(drawn), seed)


ORDER = """
    spec order
    node Box { n0, n1 }
    sort Epoch ordered
    var epoch[Box] : Epoch
    var seen[Box, Epoch] : bool = false
    var best : Epoch? = none
    initially all b: Box, e: Epoch. epoch[b] <= e
    channel news from Box to Box carries higher(Epoch) fifo 1 lossy
    step campaign(b: Box, e: Epoch) when epoch[b] < e { epoch[b] := e  for f: Epoch where f <= e { seen[b, f] := true } }
    step tell(b: Box, c: Box) when epoch[b] > epoch[c] { send news higher(max(epoch[b], epoch[c])) from b to c }
    on news higher(e) from b to c { epoch[c] := min(e, epoch[b])  best := if e >= epoch[c] then e else none }
    step pick { choose e: Epoch where e > epoch[n0] and e < epoch[n1]  best := e }
    invariant behind = all b: Box, e: Epoch. seen[b, e] => e <= epoch[b]
    invariant below = all e: Epoch. pending news higher(e) from n0 to n1 => e < epoch[n0] or best = e
    property rises = all b: Box. always next epoch[b] >= epoch[b]
    reachable between = some e: Epoch. epoch[n0] < e and e < epoch[n1] and max(epoch[n0], e) = e
    """


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_formulas_about_an_order(size: int) -> None:
    found = typed(ORDER)
    whole, scope = with_monitors(found, found.declared), Scope({"Epoch": size}, {})
    for sizes in ({"Epoch": size}, {}):
        assert compare(whole, scope, sizes, {}, 1)


def test_the_axioms_are_those_of_a_strict_total_order() -> None:
    """Of all relations on three members those have them in which one member is first and one is last."""
    found = typed(ORDER)
    structure = Structure(found, Scope({"Epoch": 3}, {}), Reading(found, {}, {}))
    members = structure.universe["Epoch"]
    pairs = list(product(members, members))
    kept = []
    for held in product([False, True], repeat=len(pairs)):
        relation = {pair for pair, holds in zip(pairs, held, strict=True) if holds}
        axioms = structure.reading.symbols.order_axioms("Epoch")
        if all(structure.evaluate(axiom, lambda _, args, relation=relation: args in relation, {}) for axiom in axioms):
            kept.append(relation)
    orders = [{(a, b), (b, c), (a, c)} for a, b, c in permutations(members)]
    assert sorted(map(sorted, kept)) == sorted(map(sorted, orders))


@pytest.mark.heavy
@pytest.mark.parametrize("check", [written_out, over_sorts])
def test_many(check: Callable[[Drawn, int], None]) -> None:
    few(100)(given(ORDERLY if check is over_sorts else ANY, st.integers(0, 9))(check))()


@pytest.mark.parametrize(("name", "sizes"), RUNS, ids=[f"{name}-{'-'.join(map(str, sizes.values()))}" for name, sizes in RUNS])
@pytest.mark.sampled
def test_formulas_of_small_specs(name: str, sizes: dict[str, int]) -> None:
    """What is asked here is inside the fragment or refused by name; written out it is never refused, but for its width."""
    found = system(name)
    whole = with_monitors(found, found.declared)
    for options in combinations(found):
        scope = Scope(sizes, options)
        if name == "wide":
            with pytest.raises(OutsideFragment, match="a range of 65001 values"):
                compare(whole, scope, sizes, options, 0)
            continue
        assert compare(whole, scope, sizes, options, 0)
        if name not in ("picked", "either"):  # `the` and `count` over sessions
            assert compare(whole, scope, {}, options, 0)


SPECS = {
    "queues between other nodes": """
        channel line over wire from Node to Node carries word fifo 2
        input there { send line word from n0 to n1 }
        input back { send line word from n1 to n0 }
        input drops { drop line from n0 to n1  send line word from n1 to n0 }
        on line word from x to y { }
        invariant one_way = not pending line from n1 to n0
        """,
    "drops in branches": """
        var on[Session] : bool = true
        channel mail over wire from Node to Node carries note(Session), ping unordered 2
        channel line over wire from Node to Node carries word(s: Session, b: bool) fifo 2
        input start(s: Session) { for t: Session where on[t] { send mail note(t) from n0 to n1 }
            send line word(s, on[s]) from n0 to n1 }
        input drops(s: Session) { if not on[s] { drop mail from n0 to n1  drop line from n0 to n1 } else { on[s] := false } }
        on mail note(s) from a to b { on[s] := false  send mail ping from b to a }
        on mail ping from a to b { drop mail from a to b  send mail ping from a to b }
        on line word(s, b) from x to y when b { on[s] := b  send line word(s, false) from x to y }
        invariant nothing = not pending mail and all s: Session. not pending line word(s, true) from n0 to n1
        property kept = all s: Session. always (pending mail note(s) from n0 to n1 => next pending mail note(s) from n0 to n1)
        """,
    "loops": """
        var on[Session] : bool = false
        var near[Session, Session] : bool = false
        var last : Session? = none
        var level[Session] : 0..2 = 0
        input touch(s: Session, t: Session) { near[s, t] := not near[t, s]  last := s }
        input spread(s: Session) { for t: Session, u: Session where near[s, t] and near[t, u] { near[u, t] := on[s] } }
        input raise(s: Session) { for t: Session where near[s, t] { let l = level[t] + 1  require l < 3  level[t] := l } }
        input mark { for t: Session where last = t { on[t] := true } }
        step one { for t: Session where on[t] { level[t] := 2 }
            if some s: Session. near[s, s] { for t: Session { on[t] := false } } }
        step found { for t: Session where on[t] { counted := true } }
        step pick { for d: Node { choose t: Session where not on[t]  chosen[d] := t } }
        var chosen[Node] : Session? = none
        var counted : bool = false
        invariant sole = at most one s: Session. on[s]
        invariant exact = exactly one s: Session. last = s
        reachable two = some s: Session, t: Session. s != t and near[s, t] and last = s
        """,
    "names": """
        var x_next[Session] : bool = true
        var x[Session] : bool = false
        var x_next_next : 0..2 = 0
        var not_[Node, Session] : Session? = none
        var x1 : bool = false
        channel mail from Node to Node carries both(Session, Session), two(s: Session, t: Session) unordered
        input assert_(s: Session, x2: Session) { x[s] := x_next[x2]  x_next[s] := x[x2]  x1 := s = x2  not_[n0, s] := x2 }
        input store(s: Session, t: Session) { send mail both(s, t) from n0 to n1  send mail two(t, s) from n1 to n0 }
        on mail both(s, t) from d to e when s != t { x_next_next := if x1 then 1 else 2 }
        on mail two(s, t) from d to e { x[s] := false }
        invariant select = not pending mail
        property define = all s: Session, t: Session. always (next x[s] => x_next[s] or not_[n0, s] = t)
        """,
    "two sorts": """
        sort Server
        var home[Session] : Server? = none
        var up_[Server] : bool = true
        input place(s: Session, v: Server) when up_[v] { home[s] := v }
        input move(s: Session) when home[s] != none { choose v: Server where up_[v] and home[s] != v  home[s] := v }
        fault crash(v: Server) { up_[v] := false  for s: Session where home[s] = v { home[s] := none } }
        step swap(s: Session, t: Session) { home[s] := home[t]  home[t] := home[s] }
        invariant safe = all s: Session, v: Server. home[s] = v => up_[v]
        invariant apart = all s: Session, t: Session. home[s] = home[t] and home[s] != none => s = t
        """,
    "lossy": """
        var got[Session] : 0..3 = 0
        channel mail over wire from Node to Node carries note(Session) unordered 3 lossy duplicating
        channel line over wire from Node to Node carries ask(Session), answer(s: Session?)
            fifo 1 lossy duplicating waits when cut
        input say(s: Session) { send mail note(s) from n0 to n1  send mail note(s) from n0 to n1
            send line ask(s) from n1 to n0 }
        on mail note(s) from a to b { got[s] := got[s] + 1
            for t: Session where got[t] = got[s] { send mail note(t) from b to a } }
        on line ask(s) from a to b { send line answer(if got[s] > 0 then s else none) from a to b }
        on line answer(s) from a to b when s != none { for t: Session where s = t { got[t] := 0 } }
        invariant few = all s: Session. got[s] < 3 or pending line answer(s) from n1 to n0
        """,
    "values written again": """
        var open[Session] : bool
        var x : bool = false
        input turn(s: Session) { open[s] := not open[s] }
        step all_say { for s: Session { x := open[s] } }
        step both_say(s: Session, t: Session) { x := open[s]  x := open[t] }
        step last_is_first(s: Session) { open[s] := x  for t: Session where open[t] { open[t] := false } }
        invariant off = not x
        """,
}
"""Queues, loops and functions over sorts, more than chance would bring together."""


@pytest.mark.parametrize("name", SPECS)
@pytest.mark.parametrize("size", [1, 2, pytest.param(3, marks=pytest.mark.heavy)])
@pytest.mark.sampled
def test_formulas_over_sorts_of_small_specs(name: str, size: int) -> None:
    found = typed(f"spec t\nnode Node {{ n0, n1 }}\nsort Session\nlink wire\n{SPECS[name]}")
    whole = with_monitors(found, found.declared)
    sizes = {sort.name: size if sort.name == "Session" else 2 for sort in found.sorts}
    for seed in range({1: 4, 2: 2, 3: 3}[size]):
        assert compare(whole, Scope(sizes, {}), {}, {}, seed)
        assert compare(whole, Scope(sizes, {}), sizes, {}, seed)


# --- whole texts -----------------------------------------------------------------------------------------------------


MOST = 120
"""A system with more states than this is left alone where all of them are looked at."""


def every_state(found: System, scope: Scope, most: int = MOST) -> list[State]:
    """Whether or not a run comes there."""
    types = {variable.name: variable.type for variable in found.variables}
    names = cells(found, scope)
    domains = [scope.domain(types[name]) for name, _ in names]
    if prod(map(len, domains)) > most:
        return []
    return [dict(zip(names, values, strict=True)) for values in product(*domains)]


def has(clause: Clause, state: State, scope: Scope) -> bool:
    """Does the clause hold? Straight from what `Clause` says."""
    for members in product(*(scope.domain(binder.type) for binder in clause.binders)):
        if len(set(members)) < len(members):
            continue
        env = dict(zip((binder.name for binder in clause.binders), members, strict=True))

        def spelled(member: object, env: dict[str, object] = env) -> object:
            return env[member.name] if isinstance(member, Bound) else member

        def true(literal: Literal, spelled: Callable[[object], object] = spelled) -> bool:
            held = state[literal.place.variable, tuple(map(spelled, literal.place.indices))]  # type: ignore[index, arg-type]
            found = any(type(held) is type(spelled(value)) and held == spelled(value) for value in literal.values)
            return found == literal.among

        if not any(map(true, clause.literals)):
            return False
    return True


@st.composite
def clauses(draw: st.DrawFn, found: System, scope: Scope, lifted: bool) -> tuple[Clause, ...]:
    def one() -> Clause:
        binders = tuple(Bound(f"c{k}", SORT) for k in range(draw(st.integers(0, 2)))) if lifted else ()
        members = list(binders)
        literals = []
        for _ in range(draw(st.integers(1, 3))):
            variable = draw(st.sampled_from(found.variables))

            def of(type: Type) -> list[Member]:
                inner = type.inner if isinstance(type, OptionalType) else type
                if inner == SORT and lifted:
                    return [None, *members] if isinstance(type, OptionalType) else [*members]
                return list(scope.domain(type))

            choices = [of(type) for type in (*variable.index_types, variable.type)]
            if all(choices):
                indices = tuple(draw(st.sampled_from(choice)) for choice in choices[:-1])
                values = draw(st.lists(st.sampled_from(choices[-1]), min_size=1, max_size=2))
                literals.append(Literal(CellRef(variable.name, indices), tuple(values), draw(st.booleans())))
        return Clause(tuple(literals), binders)

    return tuple(one() for _ in range(draw(st.integers(0, 3))))


def judged(text: str, scope: Scope, lifted: bool) -> bool:
    """Is every question of the text answered `unsat` where sorts have the members of the scope?"""
    if lifted:
        names = [f"m{k}" for k in range(scope.sizes["Session"])]
        known = "".join(f"(declare-fun {name} () Session)" for name in names)
        apart = f"(assert (distinct {' '.join(names)}))" if len(names) > 1 else ""
        every = f"(assert (forall ((m Session)) (or {' '.join(f'(= m {name})' for name in names)} false)))"
        text = text.replace("(declare-sort Session 0)", f"(declare-sort Session 0){known}{apart}{every}")
    answers = answers_of(text)
    assert set(answers) <= {"sat", "unsat"}
    return proved(text, answers)


def answers_of(text: str) -> list[str]:
    from hamodel.proofs.solver_process import asked_of_z3

    return asked_of_z3(text)


@st.composite
def properties(draw: st.DrawFn) -> tuple[Drawn, tuple[Clause, ...], bool]:
    lifted = draw(st.booleans())
    drawn = draw(systems(tame=lifted))
    return drawn, draw(clauses(with_everything(drawn), drawn.scope, lifted)), lifted


def weigh(drawn: Drawn, invariant: tuple[Clause, ...], lifted: bool) -> None:
    """The texts are right about an invariant exactly where enumeration says that it is one."""
    found, scope = with_everything(drawn), drawn.scope
    assume(not found.channels)
    states = [state for state in every_state(found, scope) if counts(found, scope, state)]
    assume(states)
    kept = [state for state in states if all(has(clause, state, scope) for clause in invariant)]
    starts = [state for state in states if is_initial(found, scope, state)]
    after = [outcome.state for state in kept for _, _, outcome in successors(found, scope, state) if outcome.state is not None]
    sizes = {} if lifted else dict(scope.sizes)
    for property in (*found.declared, None):
        if property is not None and property.kind == "assume":
            continue
        try:
            texts = obligations(found, property, invariant, sizes, dict(scope.options), found.declared)
        except OutsideFragment:
            assume(False)
        if property is None:
            hit = any(errors(found, scope, state, found.declared) for state in kept) or any(
                transition_errors(found, scope, state, outcome.state, found.declared)
                for state in kept
                for _, _, outcome in successors(found, scope, state)
                if outcome.state is not None
            )
        elif reads_next(property.formula):
            hit = any(
                against(property, scope, state, outcome.state)
                for state in kept
                for _, _, outcome in successors(found, scope, state)
                if outcome.state is not None
            )
        else:
            hit = any(against(property, scope, state) for state in kept)
        if property is not None:
            hit = hit or any(forgets(property, scope, state) for state in kept)
        assert judged(texts.safety, scope, lifted) == (not hit)
    assert judged(texts.initiation, scope, lifted) == all(has(clause, state, scope) for state in starts for clause in invariant)
    assert judged(texts.consecution, scope, lifted) == all(has(clause, state, scope) for state in after for clause in invariant)


@pytest.mark.heavy
@few(40)
@given(properties())
def test_texts_are_right_about_random_invariants(drawn: tuple[Drawn, tuple[Clause, ...], bool]) -> None:
    weigh(*drawn)


@pytest.mark.heavy
def test_texts_are_right_about_many_random_invariants() -> None:
    few(80)(given(properties())(lambda drawn: weigh(*drawn)))()


# --- the generator broken on purpose ---------------------------------------------------------------------------------


def survives(check: Callable[[Drawn, int], None], examples: int = 150) -> bool:
    """Does a broken generator pass the comparison?"""
    quickly = settings(few(examples), phases=[Phase.generate], report_multiple_bugs=False)
    try:
        quickly(given(ORDERLY if check is over_sorts else ANY, st.integers(0, 9))(check))()
    except AssertionError:
        return False
    return True


def on_the_spec(name: str) -> Callable[[Drawn, int], None]:
    """The comparison of one spec of `strategies/systems.py`, whatever was drawn."""

    def compared(drawn: Drawn, seed: int) -> None:
        found = system(name)
        sizes = {"Session": 2}
        for options in combinations(found):
            compare(with_monitors(found, found.declared), Scope(sizes, options), sizes, options, seed)

    compared.__name__ = name
    return compared


def drop_an_action(monkeypatch: pytest.MonkeyPatch) -> None:
    branches = Actions.branches
    monkeypatch.setattr(Actions, "branches", lambda self, action: iter(()) if action.name == "a0" else branches(self, action))


def forget_what_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell is written for all members where it is for one."""
    monkeypatch.setattr("hamodel.proofs.actions.equal", lambda a, b: formulas.TRUE)
    monkeypatch.setattr("hamodel.proofs.expressions.equal", lambda a, b: formulas.TRUE)


def forget_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Branch, "errors", lambda self, loops, path, has: self)


def write_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Actions, "_single_writes", lambda self, branch: iter(()))


def read_implication_as_and(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamodel.proofs.expressions.implies", formulas.conj)


def never_lose(monkeypatch: pytest.MonkeyPatch) -> None:
    def carried(*given: Any) -> QueueOperation:
        return QueueOperation(*given[:-2], formulas.TRUE, given[-1])

    monkeypatch.setattr("hamodel.proofs.actions.QueueOperation", carried)


def forget_assumes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reading, "assumed", lambda self, now: iter(()))


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        (drop_an_action, written_out),
        pytest.param(forget_what_stays, over_sorts, marks=pytest.mark.heavy),
        (forget_errors, written_out),
        pytest.param(write_twice, written_out, marks=pytest.mark.heavy),
        (read_implication_as_and, written_out),
        pytest.param(never_lose, on_the_spec("queue"), marks=pytest.mark.heavy),
        pytest.param(forget_assumes, on_the_spec("either"), marks=pytest.mark.heavy),
    ],
    ids=lambda value: value.__name__,
)
def test_a_broken_generator_is_caught(
    fault: Callable[[pytest.MonkeyPatch], None], check: Callable[[Drawn, int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    assert not survives(check)


# --- what is refused -------------------------------------------------------------------------------------------------


REFUSED = [
    (
        "var next_of[Session] : Session",
        "step go(s: Session) { next_of[s] := s }",
        "`next_of` is a function from Session into Session",
    ),
    ("var n : 0..3 = 0", "step go when n < (count s: Session where on[s]) { n := 1 }", "`count` over Session"),
    ("", "step go { on[the s: Session where on[s]] := false }", "`the` over Session"),
    ("", "step go { for s: Session { choose t: Session where on[t]  on[s] := on[t] } }", "a choice for each member of Session"),
    ("", "step go { for s: Session { either { on[s] := true } or { on[s] := false } } }", "a choice for each member of Session"),
    (
        "var r[Session, Session] : bool",
        "step go when all s: Session. some t: Session. r[s, t] { on[the_one] := true }",
        "is said to exist",
    ),
    ("var w : 0..1000 = 0", "step go { w := 1 }", "a range of 1001 values"),
    ("var last : Session", "step go { for s: Session where on[s] { last := s } }", "writes one of them to one cell"),
]


@pytest.mark.parametrize(("variable", "action", "reason"), REFUSED, ids=[row[2][:30] for row in REFUSED])
def test_what_solvers_do_not_decide_is_refused_by_name(variable: str, action: str, reason: str) -> None:
    text = f"spec t\nsort Session\nvar on[Session] : bool = false\nvar the_one : Session\n{variable}\n{action}\n"
    found = typed(text + "invariant off = all s: Session. not on[s]")
    s = Bound("s", SORT)
    invariant = [Clause((Literal(CellRef("on", (s,)), (False,)),), (s,))]
    names = {each.name for each in found.variables}
    for name, value in (("n", 0), ("w", 0)):
        if name in names:
            invariant.append(Clause((Literal(CellRef(name, ()), (value,)),)))
    if "next_of" in names:
        t = Bound("t", SORT)
        invariant.append(Clause((Literal(CellRef("next_of", (s,)), (t,)), Literal(CellRef("on", (t,)), (False,))), (s, t)))
    if "last" in names:
        invariant.append(Clause((Literal(CellRef("last", ()), (s,)), Literal(CellRef("on", (s,)), (False,))), (s,)))
    with pytest.raises(OutsideFragment) as caught:
        obligations(found, found.declared[0], invariant, {})
    assert reason in caught.value.reason


# --- the pair --------------------------------------------------------------------------------------------------------


HOLD = [
    "owner_never_failed",
    "one_survivor",
    "one_primary",
    "owned_or_pristine",
    "moved_is_uninspected",
    "no_layer7_resumption",
    "lost_until_closed",
]


def accepted(texts: Obligations) -> dict[str, bool]:
    """Which parts both solvers accept."""
    parts = {"initiation": texts.initiation, "consecution": texts.consecution, "safety": texts.safety}
    found = dict.fromkeys(parts, True)
    for solver in SOLVERS:
        answers = iter(ask(solver, SEPARATOR.join(parts.values()), 60))
        for name, text in parts.items():
            found[name] &= proved(text, [*islice(answers, questions(text))])
    return found


@pytest.mark.parametrize("name", HOLD)
@pytest.mark.sampled
def test_both_solvers_accept_the_pair_for_any_number_of_sessions(name: str) -> None:
    found = pair()
    property = next(each for each in found.declared if each.name == name)
    texts = obligations(found, property, PAIR, {})
    assert accepted(texts) == {"initiation": True, "consecution": True, "safety": True}
    assert len(texts.initiation) + len(texts.consecution) + len(texts.safety) < 50_000


def test_nothing_in_the_pair_can_make_an_error() -> None:
    found = pair()
    assert all(accepted(obligations(found, None, PAIR, {}, properties=found.declared)).values())


@pytest.mark.parametrize("name", ["every_session_inspected", "came_home_uninspected"])
def test_what_is_false_is_not_accepted(name: str) -> None:
    found = pair()
    property = next(each for each in found.declared if each.name == name)
    assert accepted(obligations(found, property, PAIR, {})) == {"initiation": True, "consecution": True, "safety": False}


def test_a_clause_that_is_not_initial_is_not_accepted() -> None:
    found = pair()
    wrong = (*PAIR, Clause((literal("owner", None, among=False),), (S,)))
    assert not accepted(obligations(found, found.declared[0], wrong, {}))["initiation"]


@pytest.mark.parametrize("left_out", range(len(PAIR)))
@pytest.mark.sampled
def test_an_invariant_with_a_hole_is_accepted_only_where_it_is_inductive(left_out: int) -> None:
    """With one session, told by looking at every state there is."""
    found, scope = pair(), Scope({"Session": 1})
    holes = PAIR[:left_out] + PAIR[left_out + 1 :]
    kept = [state for state in every_state(found, scope, 243) if all(has(clause, state, scope) for clause in holes)]
    assert kept
    after = [outcome.state for state in kept for _, _, outcome in successors(found, scope, state) if outcome.state is not None]
    inductive = all(has(clause, state, scope) for state in after for clause in holes)
    assert accepted(obligations(found, found.declared[0], holes, {}))["consecution"] == inductive


@pytest.mark.parametrize("solver", SOLVERS)
def test_no_name_of_a_spec_confuses_a_solver(solver: str) -> None:
    """Words of SMT-LIB and of its theories, and names that end like ours."""
    words = [
        "store",
        "select",
        "x1",
        "clause_1",
        "clause_1_next",
        "distinct",
        "forall_",
        "Bool",
        "assert",
        "bvand",
        "y",
        "y_next",
        "S",
    ]
    lines = "".join(
        f"var {word}[Session] : bool = false\ninput set_{word}(s: Session) {{ {word}[s] := true }}\n" for word in words
    )
    found = typed(f"spec names\nsort Session\nvar off : bool = false\n{lines}\ninvariant stays = not off")
    off = Clause((Literal(CellRef("off", ()), (False,)),))
    wrong = [Clause((Literal(CellRef(word, (S,)), (False,)),), (S,)) for word in words]
    either = [Clause((Literal(CellRef(word, (S,)), (True, False)),), (S,)) for word in words]
    texts = obligations(found, found.declared[0], [off, *either], {})
    assert all(proved(text, ask(solver, text, 60)) for text in (texts.initiation, texts.consecution, texts.safety))
    broken = obligations(found, found.declared[0], [off, *wrong], {}).consecution
    assert ask(solver, broken, 60).count("unsat") == 0


def test_dropping_finds_the_inductive_clauses() -> None:
    wrong = [
        Clause((literal("owner", None, among=False),), (S,)),  # not initial
        Clause((literal("l7", "lost", among=False),), (S,)),  # not preserved
        Clause((literal("owner", None), literal("l7", "inspecting")), (S,)),  # not preserved
    ]
    assert inductive_subset(pair(), [*wrong, *PAIR], {}) == tuple(range(3, 3 + len(PAIR)))
    assert inductive_subset(pair(), PAIR, {}) == tuple(range(len(PAIR)))
    with pytest.raises(NoAnswer):
        inductive_subset(pair(), PAIR, {}, moment=0.0)
