"""The explicit engine against the reference semantics, which looks at one state at a time, and against arithmetic."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from strategies import systems

from hamodel.engines import Budget, Progress
from hamodel.engines.explicit.codegen import EscapedError, _network, holds
from hamodel.engines.explicit.packing import layout, reducible_sorts
from hamodel.engines.explicit.search import AsymmetricError, Search, explicit, explore
from hamodel.engines.explicit.table import Visited
from hamodel.evidence.confirm import replay
from hamodel.ground.instance import Goal, Instance
from hamodel.ground.rewriting import Simplifier, assuming
from hamodel.ground.terms import Term, Terms
from hamodel.model.expr import SortType
from hamodel.model.semantics import counts, evaluate, initial_states, successors
from hamodel.model.symmetry import symmetric_sorts, told_apart
from hamodel.model.system import Property
from hamodel.model.trace import State
from hamodel.model.verdict import Exhaustive, Reached, Unknown, Unreachable

# --- counts that are known -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "states"), [(2, 82), (4, 1_762), (6, 39_442)])
def test_the_benchmark_pair_has_its_states(size: int, states: int) -> None:
    found = explore(systems.instance(systems.pair(), {"Session": size}), symmetry=False)
    assert found.states == states == 2 * 5**size + 2 * 4**size
    assert found.exhausted


@pytest.mark.parametrize(("size", "orbits"), [(2, 50), (4, 210), (6, 588), (8, 1_320), (20, 24_794)])
def test_the_benchmark_pair_has_its_orbits(size: int, orbits: int) -> None:
    found = explore(systems.instance(systems.pair(), {"Session": size}))
    assert found.reduced
    assert found.states == orbits


# --- against the reference semantics ---------------------------------------------------------------------------------

Frozen = frozenset[tuple[object, object]]


REFERENCES: dict[object, dict[Frozen, int]] = {}


def reference_of(name: str, sizes: dict[str, int], options: dict[str, object]) -> dict[Frozen, int]:
    """`reference` of one of the systems, looked for once."""
    key = (name, *sizes.items(), *options.items())
    if key not in REFERENCES:
        REFERENCES[key] = reference(systems.instance(systems.system(name), sizes, options))
    return REFERENCES[key]


def reference(model: Instance) -> dict[Frozen, int]:
    """Every reachable state, with the fewest transitions that lead to it."""
    level = [state for state in initial_states(model.system, model.scope) if counts(model.system, model.scope, state)]
    found = {frozen(state): 0 for state in level}
    depth = 0
    while level:
        depth += 1
        following = []
        for state in level:
            for _, _, outcome in successors(model.system, model.scope, state):
                if outcome.state is not None and frozen(outcome.state) not in found:
                    found[frozen(outcome.state)] = depth
                    following.append(outcome.state)
        level = following
    return found


def frozen(state: State) -> Frozen:
    return frozenset(state.items())


def orbits(model: Instance, states: dict[Frozen, int], sorts: tuple[SortType, ...]) -> int:
    """How many classes of states there are when members of the sorts may be exchanged: by trying every permutation."""
    renamings = [
        {name: other for one in choice for name, other in one}
        for choice in product(
            *(
                [tuple(zip(model.scope.domain(sort), order, strict=True)) for order in permutations(model.scope.domain(sort))]
                for sort in sorts
            )
        )
    ]
    seen: set[Frozen] = set()
    classes = 0
    for state in states:
        if state not in seen:
            classes += 1
            seen.update(frozenset((renamed(cell, names), renamed(value, names)) for cell, value in state) for names in renamings)
    return classes


def renamed(value: object, names: dict[object, object]) -> object:
    """Names of members exchanged; the messages of a bag sorted again."""
    if isinstance(value, tuple):
        inside = tuple(renamed(part, names) for part in value)
        sent = inside and all(isinstance(part, tuple) for part in inside)
        return tuple(sorted(inside, key=repr)) if sent and not is_cell(value) else inside
    return names.get(value, value)


def is_cell(value: tuple[object, ...]) -> bool:
    return isinstance(value[0], str)


RUNS = [
    pytest.param(name, sizes, options, id="-".join(map(str, [name, *sizes.values(), *options.values()])))
    for name, sizes in systems.RUNS
    for options in systems.combinations(systems.system(name))
]


@pytest.mark.parametrize(("name", "sizes", "options"), RUNS)
@pytest.mark.sampled
def test_every_state_that_the_reference_finds_and_no_other(name: str, sizes: dict[str, int], options: dict[str, object]) -> None:
    model = systems.instance(systems.system(name), sizes, options)
    expected = reference_of(name, sizes, options)
    plain = explore(model, symmetry=False)
    assert set(map(frozen, plain.sample(10**6))) == set(expected)
    assert plain.states == len(expected)
    assert plain.depth == max(expected.values(), default=0) + 1
    reduced = explore(model)
    assert reduced.exhausted
    assert reduced.contains_all(list(map(model.encode, plain.sample(10**6)))) == [True] * plain.states
    if name != "queue":
        assert reduced.states == orbits(model, expected, reducible_sorts(model))


@pytest.mark.parametrize("symmetry", [True, False])
@pytest.mark.parametrize(("name", "sizes", "options"), RUNS)
@pytest.mark.sampled
def test_answers_are_those_of_the_reference(name: str, sizes: dict[str, int], options: dict[str, object], symmetry: bool) -> None:
    """Shortest traces, and proofs only where the reference finds nothing."""
    model = systems.instance(systems.system(name), sizes, options)
    properties = [property for property in model.system.declared if property.kind != "assume" and not property.liveness]
    goals = {property.name: model.shows(property) for property in properties}
    answers = {goal.name: answer for goal, answer in explore(model, list(goals.values()), symmetry=symmetry).found}
    assert set(answers) == {property.name for property in properties}
    expected = reference_of(name, sizes, options)
    for property in properties:
        nearest = distance(model, expected, property)
        match answers[property.name]:
            case Reached(trace):
                assert trace is not None
                assert len(trace.steps) == nearest
                replay(model.system, model.scope, property, trace)
            case Unreachable(Exhaustive()):
                assert nearest is None
            case other:
                pytest.fail(f"{other}")


def distance(model: Instance, states: dict[Frozen, int], property: Property) -> int | None:
    """The fewest transitions after which the property is shown (a reachable) or broken."""
    wanted = property.kind == "reachable"
    found = []
    for key, depth in states.items():
        state = dict(key)
        if not model.shows(property).of_transition:
            if evaluate(property.formula, {}, state, model.scope) is wanted:
                found.append(depth)
            continue
        for _, _, outcome in successors(model.system, model.scope, state):
            if outcome.state is not None and evaluate(property.formula, {}, state, model.scope, outcome.state) is wanted:
                found.append(depth + 1)
    return min(found, default=None)


def quiet(_: Progress) -> None:
    pass


# --- symmetry --------------------------------------------------------------------------------------------------------

SESSION = "sort Session\nvar x[Session] : 0..2 = 0\nvar p : Session? = none\nenum E { a, b }\n"


@pytest.mark.parametrize(
    ("text", "symmetric"),
    [
        ("step go(s: Session) when x[s] = 0 { x[s] := 1  p := s }", True),
        ("step go { for s: Session where x[s] < 2 { x[s] := x[s] + 1 } }", True),
        ("step go { x[the s: Session where x[s] = 0] := 1 }", False),
        ("step go { for s: Session { send c m(s) from n0 to n1 } }", False),
        ("step go { for s: Session { send b m(s) from n0 to n1 } }", True),
        ("step go { for s: Session { send b m(s) from n0 to n1  send b k() from n0 to n1 } }", False),
        ("var y : 0..2 = 0\nstep go { for s: Session { y := 1 } }", True),
        ("var y : 0..2 = 0\nstep go { for s: Session { y := 1  if x[s] = 0 { y := 2 } } }", False),
        ("var z[0..2] : bool = false\ninvariant i = all s: Session. z[x[s]]", True),
        ("var z[0..2] : bool = false\ninvariant i = all s: Session. z[x[s] + 1] or z[x[s] - 1]", False),
        ("invariant i = exactly one s: Session. x[s] = 0", True),
        ("invariant i = all s: Session, d: E. x[s] = 0 or (the e: E where e != d) = a or (the f: E where f != d) = b", True),
        ("invariant i = all s: Session, d: E. x[s] = 0 or (the e: E where d = a) = (the f: E where d = b)", False),
    ],
)
def test_what_tells_members_apart(text: str, symmetric: bool) -> None:
    channels = """
        node Node { n0, n1 }
        channel c from Node to Node carries m(Session) fifo 4
        channel b from Node to Node carries m(Session), k() unordered
        on c m(s) from one to other {}
        on b m(s) from one to other {}
        on b k() from one to other {}
        """
    found = systems.typed(f"spec s\n{SESSION}{channels}{text}")
    assert [sort.name for sort in symmetric_sorts(found)] == (["Session"] if symmetric else [])


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("input go { for s: Session { send c m(s) from n0 to n1 } }", "send c", "a loop over Session sends to the fifo `c`"),
        ("input go { for s: Session { send b k() from n0 to n1  send b k() from n0 to n1 } }", "send b", "more than once to `b`"),
        ("option o : 0..1\nvar y : 0..2\nstep go { for s: Session { y := 1  if x[s] = 0 { y := 2 } } }", "y := 1", "writes `y`"),
        ("invariant i = (the s: Session where x[s] = 0) = (the t: Session where x[t] = 0)", "(the s", "`the` over Session"),
    ],
)
def test_what_tells_members_apart_has_a_place(text: str, place: str, reason: str) -> None:
    channels = """
        node Node { n0, n1 }
        channel c from Node to Node carries m(Session) fifo 4
        channel b from Node to Node carries k() unordered
        on c m(s) from one to other {}
        on b k() from one to other {}
        """
    [(said, span)] = told_apart(systems.typed(f"spec s\n{SESSION}{channels}{text}")).values()
    assert reason in said
    assert span is not None
    assert span.text.startswith(place)


def test_a_constant_in_its_range_always_has_a_value() -> None:
    """So it tells nobody apart; another value, which may leave the range, does."""
    text = f"spec s\n{SESSION}var age[Session] : 0..2? = none\nvar n : 0..9 = 0\n"
    named = typed_sorts(text + "invariant i = all s: Session. age[s] != none => age[s] in { 0, 1, 2 }")
    assert named == ["Session"]
    assert typed_sorts(text + "invariant i = all s: Session. age[s] = n or age[s] = n + 1") == []


def typed_sorts(text: str) -> list[str]:
    return [sort.name for sort in symmetric_sorts(systems.typed(text))]


def test_only_one_of_two_sorts_that_meet_in_a_cell_is_reduced_by() -> None:
    text = """
        spec two
        sort A
        sort B
        var at[A] : B? = none
        var mark[B] : bool = false
        step go(a: A, b: B) when at[a] = none { at[a] := b  mark[b] := true }
        """
    model = systems.instance(systems.typed(text), {"A": 2, "B": 3})
    assert [sort.name for sort in reducible_sorts(model)] == ["B"]
    assert explore(model).states == orbits(model, reference(model), reducible_sorts(model))


def test_a_cell_with_two_members_of_a_sort_cannot_be_reduced() -> None:
    text = """
        spec relation
        sort A
        var knows[A, A] : bool = false
        step meet(a: A, b: A) { knows[a, b] := true }
        """
    model = systems.instance(systems.typed(text), {"A": 2})
    assert reducible_sorts(model) == ()
    assert explore(model).states == 2**4


def test_ground_actions_taken_away_for_one_member_end_the_symmetry() -> None:
    model = systems.instance(systems.pair(), {"Session": 2})
    fewer = replace(model, actions=tuple(ground for ground in model.actions if ground.arguments != ("s0",)))
    assert reducible_sorts(model)
    assert reducible_sorts(fewer) == ()


@pytest.mark.parametrize("size", range(2, 10))
def test_the_network_sorts(size: int) -> None:
    """A network that sorts all zeros and ones sorts everything (Knuth, volume 3, theorem 5.3.4 Z)."""
    network = list(_network(size))
    for bits in product((0, 1), repeat=size):
        row = list(bits)
        for a, b in network:
            row[a], row[b] = min(row[a], row[b]), max(row[a], row[b])
        assert row == sorted(bits)


def test_a_slice_wider_than_a_word_is_sorted_too() -> None:
    model = systems.instance(systems.system("wide"), {"Session": 3})
    places = layout(model, {}, reducible_sorts(model))
    assert [part.bits for part in places.slices[0]] == [48, 32]
    assert places.words == 6


# --- packing and the table -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "sizes"), systems.RUNS)
def test_packed_states_are_read_back(name: str, sizes: dict[str, int]) -> None:
    model = systems.instance(systems.system(name), sizes)
    for sorts in ((), reducible_sorts(model)):
        places = layout(model, {}, sorts)
        for codes in map(model.encode, explore(model).sample(50)):
            words = places.pack(codes)
            assert words is not None
            assert max(words) < 1 << 63
            assert places.unpack(words) == codes


@pytest.mark.parametrize("width", [1, 2, 3])
@pytest.mark.parametrize("values", [40, 3_000, 1 << 62])
def test_the_table_is_a_set(width: int, values: int) -> None:
    draw = np.random.default_rng(values + width)
    visited = Visited(width)
    numbers: dict[tuple[int, ...], int] = {}
    for size in (1, 7, 500, 20_000, 3):
        keys = [draw.integers(0, values, size).astype(np.uint64) for _ in range(width)]
        rows = list(zip(*(key.tolist() for key in keys), strict=True))
        new = visited.add(keys).tolist()
        assert sorted({rows[place] for place in new}) == sorted(set(rows) - set(numbers))
        assert len(new) == len({rows[place] for place in new})
        numbers |= {rows[place]: len(numbers) + 1 + order for order, place in enumerate(new)}
        assert len(visited) == len(numbers)
        assert visited.find(keys).tolist() == [numbers[row] for row in rows]
    stored = zip(*(word.tolist() for word in visited.states(1, len(visited) + 1)), strict=True)
    assert list(stored) == sorted(numbers, key=lambda row: numbers[row])
    strange = [np.full(1, values + 1, np.uint64) for _ in range(width)]
    assert visited.find(strange).tolist() == [0]


# --- generated code --------------------------------------------------------------------------------------------------


def random_terms(terms: Terms, cells: list[Term], seed: int) -> list[Term]:
    """Bools over the cells, made of each other by every operator."""
    draw = np.random.default_rng(seed)
    ints = [cell for cell in cells if not cell.is_bool] + [terms.number(value) for value in (-300, -1, 0, 1, 2, 130)]
    bools = [cell for cell in cells if cell.is_bool]

    def pick(among: list[Term]) -> Term:
        return among[int(draw.integers(len(among)))]

    for _ in range(40):
        a, b, c, p, q = pick(ints), pick(ints), pick(ints), pick(bools), pick(bools)
        ints += [
            terms.add(a, b), terms.sub(a, b), terms.choose(p, a, b), terms.count([p, q, terms.lt(a, c)]),
            terms.div(a, terms.number(3)), terms.mod(b, terms.number(7)),
        ]  # fmt: skip
        if max(abs(a.low), abs(a.high), abs(b.low), abs(b.high)) < 10**6:
            ints.append(terms.mul(a, b))
        bools += [terms.eq(a, b), terms.lt(a, b), terms.le(b, c)]
        bools += [terms.and_(p, q), terms.or_(p, q), terms.not_(p), terms.iff(p, q)]
        ints = [term for term in ints if term.low > -(1 << 40) and term.high < 1 << 40]
    return bools


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.sampled
def test_generated_code_computes_what_the_operators_say(seed: int) -> None:
    text = """
        spec cells
        sort Session
        var a : bool
        var b : 0..5
        var c : 3..200
        var d : 0..40000
        var e[Session] : bool
        var f : Session?
        var g : Session
        """
    model = systems.instance(systems.typed(text), {"Session": 3})
    cells = [model.terms.cell(number, cell.low, cell.high, cell.is_bool) for number, cell in enumerate(model.cells)]
    wanted = random_terms(model.terms, cells, seed)
    draw = np.random.default_rng(seed)
    states = [[int(draw.integers(cell.low, cell.high + 1)) for cell in model.cells] for _ in range(100)]
    for sorts in ((), model.system.sorts):
        places = layout(model, {}, sorts)
        packed = [places.pack(codes) for codes in states]
        words = [np.array(column, np.uint64) for column in zip(*(row for row in packed if row), strict=True)]
        for term, found in zip(wanted, holds(places, wanted)(words), strict=True):
            assert found.tolist() == [bool(systems.value_of(term, codes)) for codes in states], term


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.sampled
def test_simplified_terms_are_worth_the_same_where_the_facts_hold(seed: int) -> None:
    text = "spec cells\nvar a : bool\nvar b : bool\nvar c : 0..3\nvar d : 0..3\nvar e : bool"
    model = systems.instance(systems.typed(text), {})
    cells = [model.terms.cell(number, cell.low, cell.high, cell.is_bool) for number, cell in enumerate(model.cells)]
    bools = random_terms(model.terms, cells, seed)
    states = [list(codes) for codes in product((0, 1), (0, 1), range(4), range(4), (0, 1))]
    values = {term: [systems.value_of(term, codes) for codes in states] for term in bools}
    smaller = 0
    for term, fact in zip(bools, reversed(bools), strict=True):
        for simplified in (Simplifier(model.terms)(term, [fact]), assuming(model.terms, [fact])(term)):
            smaller += simplified.is_const
            for codes, expected, holding in zip(states, values[term], values[fact], strict=True):
                assert not holding or systems.value_of(simplified, codes) == expected
    assert smaller


def test_a_value_that_does_not_fit_is_noticed() -> None:
    model = systems.instance(systems.system("counter"), {})
    x = model.terms.cell(0, 3, 9, False)
    wrong = replace(model.actions[0], guard=model.terms.true, updates=((0, model.terms.add(x, model.terms.number(1))),))
    with pytest.raises(EscapedError, match=r"outside 3\.\.9"):
        explore(replace(model, actions=(wrong,)))


# --- limits ----------------------------------------------------------------------------------------------------------


def both_failed(model: Instance) -> Goal:
    """What the pair never does."""
    modes = [model.grounder.cell(number) for number, cell in enumerate(model.cells) if cell.variable == "mode"]
    return Goal("both failed", model.terms.and_(*(model.terms.eq(mode, model.terms.number(2)) for mode in modes)))


def test_a_depth_is_kept_and_said() -> None:
    model = systems.instance(systems.pair(), {"Session": 3})
    ((_, answer),) = explicit(model, [both_failed(model)], Budget(depth=4), quiet)
    assert isinstance(answer, Unknown)
    assert (answer.depth, answer.asked) == (4, True)
    ((_, answer),) = explicit(model, [both_failed(model)], Budget(depth=40), quiet)
    assert isinstance(answer, Unreachable)
    assert isinstance(answer.proof, Exhaustive)
    assert answer.proof.states == 2 * 35 + 2 * 20  # C(7,4) = 35, C(6,3) = 20


def test_time_and_memory_are_kept() -> None:
    model = systems.instance(systems.pair(), {"Session": 6})
    for budget in (Budget(seconds=0.0), Budget(memory=1)):
        ((_, answer),) = explore(model, [both_failed(model)], budget, symmetry=False).found
        assert isinstance(answer, Unknown)
        assert (answer.depth, answer.asked) == (0, False)


def test_too_many_initial_states_are_no_answer() -> None:
    text = "spec s  enum I { a, b, c, d, e }  var x[I] : 0..99  step go { x[a] := 0 }"
    model = systems.instance(systems.typed(text), {})
    ((_, answer),) = explicit(model, [Goal("any", model.terms.false)], Budget(), quiet)
    assert answer == Unknown("more than 4,194,304 initial states", -1)


def test_initial_states_are_cut_down_as_they_are_made() -> None:
    text = "spec s  enum I { a, b, c, d, e }  var x[I] : 0..99  initially all i: I. x[i] = 7  step go { x[a] := 0 }"
    assert explore(systems.instance(systems.typed(text), {})).states == 2


def test_without_initial_states_nothing_is_reachable() -> None:
    text = "spec s  var x : 0..9  initially x = 3 and x = 4  step go { x := 0 }"
    model = systems.instance(systems.typed(text), {})
    ((_, answer),) = explicit(model, [Goal("any", model.terms.true)], Budget(), quiet)
    assert answer == Unreachable(Exhaustive(0))


def test_confirm_sees_the_search_before_a_proof_is_given() -> None:
    model = systems.instance(systems.pair(), {"Session": 2})
    seen: list[Search] = []
    goals = [both_failed(model), Goal("at once", model.terms.true)]
    answers = [(goal.name, bool(seen)) for goal, _ in Search(model, goals, Budget(), quiet).answers(seen.append)]
    assert answers == [("at once", False), ("both failed", True)]
    assert next(seen[0].sample(1)) in seen[0]
    assert not seen[0].contains([2] * 2 + [0] * (len(model.cells) - 2))


def test_progress_is_told_at_the_start() -> None:
    heard: list[Progress] = []
    explore(systems.instance(systems.pair(), {"Session": 2}), listen=heard.append)
    assert heard[0] == Progress("explicit", 0, 1, 1, bound=0)


def test_goals_that_need_no_trace_get_none() -> None:
    model = systems.instance(systems.pair(), {"Session": 2})
    goal = Goal("now", model.terms.true, traced=False)
    assert list(explicit(model, [goal], Budget(), quiet)) == [(goal, Reached(None))]


def test_a_goal_that_tells_members_apart_is_an_error() -> None:
    model = systems.instance(systems.pair(), {"Session": 2})
    owners = [model.grounder.cell(number) for number, cell in enumerate(model.cells) if cell.variable == "owner"]
    goal = Goal("s0 before s1", model.terms.lt(owners[0], owners[1]))
    with pytest.raises(AsymmetricError, match="tells interchangeable members apart"):
        list(explicit(model, [goal], Budget(), quiet))
    ((_, answer),) = explore(model, [goal], symmetry=False).found
    assert isinstance(answer, Reached)
