"""Property-directed reachability: right answers, runs that replay, invariants that are ones by exhaustive search; clauses and
orbits mean what they should; a proof that is none is not believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import permutations, product
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies.agreeing import Codes, few, fires, goals_of, prepared, reachable, shown, starts, value_of
from strategies.graphs import ask, graph, move, state, steps
from strategies.random_systems import SORT, Drawn, systems
from strategies.systems import RUNS, combinations, instance, pair, system, typed

from hamodel.engines import Budget
from hamodel.engines.circuits.clauses import Cube, CubeOrbits, Vocabulary, clause_term
from hamodel.engines.circuits.cnf import Questions, Solver, Switched
from hamodel.engines.circuits.pdr import PdrSearch, pdr
from hamodel.engines.limits.deadline import Deadline, Undecided
from hamodel.engines.recheck import recheck_invariants
from hamodel.evidence.confirm import Disagreement, replay
from hamodel.evidence.spot_check import RealRuns
from hamodel.ground.instance import Goal, Instance, instantiate
from hamodel.model.invariant import CellRef, Clause, Literal
from hamodel.model.scope import Scope
from hamodel.model.trace import State
from hamodel.model.transform import with_monitors
from hamodel.model.verdict import Answer, Invariant, Reached, Unknown, Unreachable

NEVER = Deadline(None)

# --- by exhaustive search --------------------------------------------------------------------------------------------


def every_state(made: Instance) -> list[Codes]:
    """Every state that counts, reachable or not."""
    ranges = [range(cell.low, cell.high + 1) for cell in made.cells]
    return [codes for codes in product(*ranges) if value_of(made.assume, codes)]


def check_invariant(made: Instance, goal: Goal, invariant: Invariant, every: Sequence[Codes]) -> None:
    """Initiation, consecution and safety, state by state."""
    terms = [clause_term(made, clause) for clause in invariant.clauses]
    inside = {codes for codes in every if all(value_of(term, codes) for term in terms)}
    assert inside.issuperset(starts(made))
    after = {codes: [tuple(then) for _, _, then in fires(made, list(codes))] for codes in inside}
    assert all(then in inside for thens in after.values() for then in thens)
    assert not shown(goal, after)


def check_answers(made: Instance, goals: Mapping[Goal, object], answers: Mapping[Goal, Answer]) -> None:
    assert set(answers) == set(goals)
    states = reachable(made)
    size = 1
    for cell in made.cells:
        size *= cell.high - cell.low + 1
    every = every_state(made) if size <= 6000 else None
    for goal, answer in answers.items():
        match answer:
            case Reached(trace):
                assert trace is not None
                replay(made.system, made.scope, goals[goal], trace)  # type: ignore[arg-type]
            case Unreachable(Invariant(clauses) as invariant):
                assert not shown(goal, states)
                terms = [clause_term(made, clause) for clause in clauses]
                assert all(value_of(term, codes) for term in terms for codes in states)
                if every is not None:
                    check_invariant(made, goal, invariant, every)
            case _:
                raise AssertionError(f"{goal.name}: {answer}")


def answered(made: Instance, goals: Sequence[Goal], queries: int | None = None) -> dict[Goal, Answer]:
    return dict(pdr(made, goals, Budget(), lambda progress: None, queries=queries))


LARGE = ("either", {"Session": 3})
KNOWN = [pytest.param(*run, marks=pytest.mark.heavy if run == LARGE else ()) for run in RUNS if run[0] != "wide"]


@pytest.mark.parametrize(("name", "sizes"), KNOWN, ids=str)
@pytest.mark.sampled
def test_known_systems(name: str, sizes: dict[str, int]) -> None:
    for options in combinations(system(name)):
        made = instance(system(name), sizes, options)
        goals = goals_of(made, [property for property in made.system.declared if property.kind != "assume"])
        check_answers(made, goals, answered(made, list(goals)))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_pair(size: int) -> None:
    """All properties hold but one that is violated one step after the first packet, and one that is reached two steps after
    it."""
    made = instance(pair(), {"Session": size})
    goals = goals_of(made, list(made.system.declared))
    answers = answered(made, list(goals))
    reached = {goal.name: len(steps(answer)) for goal, answer in answers.items() if isinstance(answer, Reached)}
    assert reached == {"every_session_inspected": 2, "came_home_uninspected": 3}
    check_answers(made, goals, answers)


def test_wide_numbers() -> None:
    """Up to 60,000: a goal deep inside is reached, one beside the way is not."""
    for size in (1, 2):
        made = instance(system("wide"), {"Session": size})
        (large,) = made.system.declared
        terms, cell = made.terms, made.grounder.cell(1)
        beside = Goal("beside", terms.eq(cell, terms.number(601)))
        goals = {made.shows(large): large, beside: None}
        answers = answered(made, list(goals))
        goal = next(iter(goals))
        answer = answers[goal]
        assert isinstance(answer, Reached)
        assert answer.trace is not None
        replay(made.system, made.scope, large, answer.trace)
        assert isinstance(answers[beside], Unreachable)


SPECS = Path(__file__).parent.parent.parent / "specs"


@pytest.mark.parametrize("path", ["tutorial/1_first_steps.ha", "tutorial/2_split_brain.ha", "tutorial/3_fenced.ha"])
def test_specs_of_the_tutorial(path: str) -> None:
    spec = typed((SPECS / path).read_text(encoding="utf-8"))
    for options in combinations(spec):
        made = instance(spec, {sort.name: 2 for sort in spec.sorts}, options)
        goals = goals_of(made, [property for property in made.system.declared if property.kind != "assume"])
        check_answers(made, goals, answered(made, list(goals)))


# --- systems of one number -------------------------------------------------------------------------------------------

RING = [(0, 1), (1, 2), (2, 0)]


@pytest.mark.parametrize("depth", range(8))
def test_the_end_of_a_way(depth: int) -> None:
    made = graph([(n, n + 1) for n in range(7)])
    assert steps(ask(pdr, made, state(made, depth))[f"x = {depth}"]) == [f"{n}_{n + 1}" for n in range(depth)]


def test_what_leads_to_a_goal_is_excluded_with_it() -> None:
    """4 to 6 lead to 7, so the invariant leaves out these four; that x is even, say, is not enough."""
    made = graph([*RING, (4, 5), (5, 6), (6, 7), (3, 0)])
    goal = state(made, 7)
    answer = ask(pdr, made, goal)["x = 7"]
    assert isinstance(answer, Unreachable)
    assert isinstance(answer.proof, Invariant)
    check_invariant(made, goal, answer.proof, every_state(made))
    terms = [clause_term(made, clause) for clause in answer.proof.clauses]
    inside = {code for code in range(8) if all(value_of(term, [code]) for term in terms)}
    assert {0, 1, 2} <= inside <= {0, 1, 2, 3}


def test_transitions() -> None:
    made = graph([*RING, (4, 5), (5, 6)])
    answers = ask(pdr, made, move(made, 0, 2), move(made, 5, 6), move(made, 2, 0), move(made, 0, 0))
    assert steps(answers.pop("2 to 0")) == ["0_1", "1_2", "2_0"]
    assert all(isinstance(answer, Unreachable) for answer in answers.values()), "what does not happen is no transition"
    made = graph([(0, 0)])
    assert steps(ask(pdr, made, move(made, 0, 0))["0 to 0"]) == ["0_0"]


def test_a_state_without_the_assumption_is_not_passed() -> None:
    made = graph([(0, 1), (1, 2), (0, 4), (4, 5), (5, 2), (2, 1)])
    made = replace(made, assume=made.terms.not_(made.terms.eq(made.grounder.cell(0), made.terms.number(1))))
    answers = ask(pdr, made, state(made, 2), state(made, 1), move(made, 2, 1))
    assert steps(answers["x = 2"]) == ["0_4", "4_5", "5_2"]
    assert isinstance(answers["x = 1"], Unreachable)
    assert isinstance(answers["2 to 1"], Unreachable)


def test_without_an_initial_state_nothing_is_reached() -> None:
    made = graph(RING)
    made = replace(made, initially=made.terms.false)
    assert all(isinstance(answer, Unreachable) for answer in ask(pdr, made, state(made, 0), move(made, 0, 1)).values())


def test_without_actions_only_the_start_is_reached() -> None:
    made = graph([], first=3)
    answers = ask(pdr, made, state(made, 3), state(made, 4), move(made, 3, 3))
    assert steps(answers["x = 3"]) == []
    assert isinstance(answers["x = 4"], Unreachable)
    assert isinstance(answers["3 to 3"], Unreachable)


def test_the_budget_ends_the_search() -> None:
    made = graph([*((n, n + 1) for n in range(7)), (7, 0)])
    answer = ask(pdr, made, state(made, 7), budget=Budget(depth=4))["x = 7"]
    assert answer == Unknown("no invariant was found in 4 steps", 4, asked=True)
    answer = ask(pdr, made, state(made, 7), budget=Budget(seconds=0))["x = 7"]
    assert isinstance(answer, Unknown)
    assert answer.depth == -1
    assert answer.reason.startswith("out of time")


def test_goals_that_are_reached_do_not_hold_up_the_others() -> None:
    made = graph([(n, n + 1) for n in range(6)])
    answers = ask(pdr, made, *(state(made, n) for n in range(8)), budget=Budget())
    assert {name: len(steps(answer)) for name, answer in answers.items() if isinstance(answer, Reached)} == {
        f"x = {n}": n for n in range(7)
    }
    assert isinstance(answers["x = 7"], Unreachable)


def test_the_effort_is_counted_not_measured() -> None:
    made = instance(pair(), {"Session": 2})
    goals = list(goals_of(made, list(made.system.declared)))
    for queries in (0, 10, 150):
        first, second = answered(made, goals, queries), answered(made, goals, queries)
        assert first == second
        unknown = [answer for answer in first.values() if isinstance(answer, Unknown)]
        assert unknown
        assert all(answer.reason.startswith(f"the effort of {queries} questions is spent") for answer in unknown)
        assert not any(answer.asked for answer in unknown)
    assert not any(isinstance(answer, Unknown) for answer in answered(made, goals, 100_000).values())


def test_the_same_question_has_the_same_answer() -> None:
    made = instance(pair(), {"Session": 2})
    goals = list(goals_of(made, list(made.system.declared)))
    assert answered(made, goals) == answered(made, goals)


# --- clauses ---------------------------------------------------------------------------------------------------------


def any_cube(vocabulary: Vocabulary, random: Random) -> Cube:
    words = range(1, len(vocabulary.predicates) + 1)
    chosen = random.sample(words, min(len(words), random.randint(1, 4)))
    return tuple(sorted(random.choice((word, -word)) for word in chosen))


def holds(vocabulary: Vocabulary, cube: Cube, codes: Sequence[int]) -> bool:
    """Is the state in the cube? By the meaning of predicates alone."""
    for literal in cube:
        predicate = vocabulary.predicates[abs(literal) - 1]
        cell = vocabulary.instance.cells[predicate.cell]
        code = codes[predicate.cell]
        said = code == predicate.code if predicate.bit is None else (code - cell.low) // 2**predicate.bit % 2 == 1
        if said != (literal > 0):
            return False
    return True


def any_codes(made: Instance, random: Random) -> list[int]:
    return [random.randint(cell.low, cell.high) for cell in made.cells]


@few(25)
@given(systems(), st.integers(0, 10**6))
def test_a_cube_is_what_its_clause_excludes(drawn: Drawn, seed: int) -> None:
    of, scope, properties = prepared(drawn)
    made = instantiate(of, scope, properties)
    vocabulary, random = Vocabulary(made), Random(seed)
    assume(vocabulary.predicates)
    for _ in range(5):
        cube = any_cube(vocabulary, random)
        clause = vocabulary.clause(cube)
        assert not clause.binders
        places = [literal.place for literal in clause.literals]
        assert len(set(places)) == len(places), "a literal for each cell"
        term = clause_term(made, clause)
        for _ in range(8):
            codes = any_codes(made, random)
            assert bool(value_of(term, codes)) != holds(vocabulary, cube, codes)


@pytest.mark.parametrize("step", [1, 2, 3, 64, 1000])
def test_a_clause_of_many_values(step: int) -> None:
    made = instance(system("wide"), {"Session": 1})
    cell = made.cells[1]
    codes = range(cell.low + 7, cell.high, step)
    for among in (True, False):
        clause = Clause((Literal(CellRef(cell.variable, cell.indices), tuple(codes), among),))
        term = clause_term(made, clause)
        for code in (*range(cell.low, 300), *range(31_000, 31_300), *range(cell.high - 100, cell.high + 1)):
            assert bool(value_of(term, [0, code])) == ((code in codes) == among)


@few(40)
@given(systems(), st.integers(0, 10**6))
@pytest.mark.heavy
def test_the_literals_of_a_code_are_those_that_hold(drawn: Drawn, seed: int) -> None:
    of, scope, properties = prepared(drawn)
    made = instantiate(of, scope, properties)
    vocabulary, random = Vocabulary(made), Random(seed)
    codes = any_codes(made, random)
    for number, code in enumerate(codes):
        literals = vocabulary.literals(number, code)
        assert holds(vocabulary, tuple(literals), codes)
        assert vocabulary.code(number, literals) == code


def test_a_clause_says_what_a_reader_would() -> None:
    made = instance(pair(), {"Session": 2})
    vocabulary = Vocabulary(made)
    mode = next(number for number, cell in enumerate(made.cells) if cell.variable == "mode")
    failed = tuple(sorted(vocabulary.literals(mode, made.grounder.code(made.cells[mode].type, "failed"))))
    assert vocabulary.clause(failed) == Clause((Literal(CellRef("mode", ("fw0",)), ("failed",), among=False),))
    assert clause_term(made, Clause(())) is made.terms.false


# --- orbits ----------------------------------------------------------------------------------------------------------


def renamed(thing: object, renaming: Mapping[str, str]) -> object:
    if isinstance(thing, tuple):
        return tuple(renamed(part, renaming) for part in thing)
    return renaming.get(thing, thing) if isinstance(thing, str) else thing


@few(25)
@given(systems(tame=True), st.integers(0, 10**6))
def test_an_orbit_is_the_cube_under_every_permutation(drawn: Drawn, seed: int) -> None:
    """A state with its members renamed is in an image exactly where the state is in the cube: both ways, for each renaming."""
    of, scope, properties = prepared(drawn)
    made = instantiate(of, scope, properties)
    vocabulary, random = Vocabulary(made), Random(seed)
    orbits = CubeOrbits(vocabulary)
    assume(orbits.sizes and vocabulary.predicates)
    members = [str(member) for member in scope.domain(SORT)]
    renamings = [dict(zip(members, image, strict=True)) for image in permutations(members)]
    cube = any_cube(vocabulary, random)
    images = orbits.images(cube)
    assert images is not None
    assert cube in images
    assert len(set(images)) == len(images) <= len(renamings)
    states = [any_codes(made, random) for _ in range(20)]

    def moved(codes: list[int], renaming: Mapping[str, str]) -> list[int]:
        there: State = {renamed(name, renaming): renamed(content, renaming) for name, content in made.decode(codes).items()}  # type: ignore[misc]
        return made.encode(there)

    fitting = [state for state in states if made.encode(made.decode(state)) == state]  # a queue has no gaps
    for renaming in renamings:
        alike = [
            image
            for image in images
            if all(holds(vocabulary, cube, codes) == holds(vocabulary, image, moved(codes, renaming)) for codes in fitting)
        ]
        assert alike
    for image in images:
        assert any(
            all(holds(vocabulary, cube, codes) == holds(vocabulary, image, moved(codes, renaming)) for codes in fitting)
            for renaming in renamings
        )


def test_an_orbit_by_hand() -> None:
    """`current = a` and `b` marked: six images of three members, if the two differ, else three."""
    made = instance(system("picked"), {"Session": 3})
    vocabulary = Vocabulary(made)
    orbits = CubeOrbits(vocabulary)
    current, marked = (
        [n for n, cell in enumerate(made.cells) if cell.variable == name] for name in ("current", "marked")
    )
    is_member = [vocabulary.of_cell[current[0]][code] for code in range(3)]
    is_marked = [vocabulary.of_cell[number][0] for number in marked]
    pairs = {(a, b): tuple(sorted((is_member[a], -is_marked[b]))) for a, b in product(range(3), repeat=2)}
    different = {cube for (a, b), cube in pairs.items() if a != b}
    assert set(orbits.images(pairs[0, 1]) or ()) == different
    assert set(orbits.images(pairs[1, 1]) or ()) == set(pairs.values()) - different
    assert orbits.images((-is_member[2],)) == [(-is_member[2],), *((-is_member[n],) for n in (0, 1))]


def test_an_orbit_that_is_too_large_is_not_made() -> None:
    made = instance(system("picked"), {"Session": 12})
    vocabulary = Vocabulary(made)
    marked = [vocabulary.of_cell[n][0] for n, cell in enumerate(made.cells) if cell.variable == "marked"]
    assert len(CubeOrbits(vocabulary).images(tuple(marked[:2])) or ()) == 12 * 11 // 2
    assert CubeOrbits(vocabulary).images(tuple(marked[:6])) is None


def test_large_orbits_do_not_stop_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamodel.engines.circuits.clauses.MOST_IMAGES", 1)
    made = instance(pair(), {"Session": 3})
    goals = goals_of(made, list(made.system.declared))
    check_answers(made, goals, answered(made, list(goals)))


# --- proofs that are none --------------------------------------------------------------------------------------------


@cache
def proved() -> tuple[Instance, Goal, Invariant]:
    made = instance(pair(), {"Session": 2})
    goal = made.shows(next(property for property in made.system.declared if property.name == "moved_is_uninspected"))
    answer = answered(made, [goal])[goal]
    assert isinstance(answer, Unreachable)
    assert isinstance(answer.proof, Invariant)
    return made, goal, answer.proof


def test_a_proof_is_found_again() -> None:
    made, goal, proof = proved()
    assert len(proof.clauses) > 4
    recheck_invariants(made, [([goal], proof.clauses)], NEVER)
    recheck_invariants(made, [([goal], proof.clauses), ([], ())], NEVER)


def test_a_proof_without_one_of_its_clauses_is_none() -> None:
    """Each clause is there because others need it, or the goal does."""
    made, goal, proof = proved()
    for number in range(len(proof.clauses)):
        with pytest.raises(Disagreement, match="consecution or safety"):
            recheck_invariants(made, [([goal], proof.clauses[:number] + proof.clauses[number + 1 :])], NEVER)


def test_a_clause_that_does_not_hold_is_noticed() -> None:
    made, goal, proof = proved()
    place = CellRef("mode", ("fw0",))
    at_first = Clause((Literal(place, ("active_primary",), among=False),))
    with pytest.raises(Disagreement, match="initiation"):
        recheck_invariants(made, [([goal], (*proof.clauses, at_first))], NEVER)
    later = Clause((Literal(place, ("active_primary",)),))
    with pytest.raises(Disagreement, match="consecution"):
        recheck_invariants(made, [([goal], (*proof.clauses, later))], NEVER)
    with pytest.raises(Disagreement, match="consecution or safety"):
        recheck_invariants(made, [([goal, Goal("everywhere", made.terms.true)], proof.clauses)], NEVER)


def test_each_of_several_proofs_stands_by_itself() -> None:
    """One proof's clauses do not help another."""
    made, goal, proof = proved()
    with pytest.raises(Disagreement):
        recheck_invariants(made, [([goal], proof.clauses), ([goal], proof.clauses[1:])], NEVER)


def test_a_goal_of_transitions_is_looked_at_in_transitions() -> None:
    made = graph(RING)
    low = Clause((Literal(CellRef("x", ()), (0, 1, 2)),))
    recheck_invariants(made, [([move(made, 0, 2), state(made, 5)], [low])], NEVER)
    for goal in (move(made, 2, 0), state(made, 2)):
        with pytest.raises(Disagreement):
            recheck_invariants(made, [([goal], [low])], NEVER)


def test_without_time_nothing_is_believed() -> None:
    made, goal, proof = proved()
    with pytest.raises(Undecided):
        recheck_invariants(made, [([goal], proof.clauses)], Deadline.after(0))


def test_a_solver_that_does_not_know_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    made = graph(RING)
    solver = Solver([[1]], Questions(NEVER))
    monkeypatch.setattr(solver, "_solver", type("Unsure", (), {"solve": lambda self, assumptions: None})())
    with pytest.raises(Undecided, match="unknown"):
        solver.satisfiable([])
    monkeypatch.setattr(Solver, "satisfiable", lambda self, assumptions: (_ for _ in ()).throw(Undecided("unknown")))
    answers = ask(pdr, made, state(made, 0), state(made, 7))
    assert all(answer == Unknown("unknown, at 0 steps", -1) for answer in answers.values())


def test_the_solver_can_start_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """It does where too much has been left behind; nothing that counts is lost."""
    monkeypatch.setattr("hamodel.engines.circuits.frames.RETIRED", 3)
    made = instance(system("ring"), {"Session": 2})
    goals = goals_of(made, list(made.system.declared))
    check_answers(made, goals, answered(made, list(goals)))


def test_frames_contain_what_so_many_steps_reach() -> None:
    """What frames are: F[k] contains every state that at most k steps reach, and F[k + 1] contains F[k]."""
    made = instance(system("either"), {"Session": 2})
    goals = [made.shows(property) for property in made.system.declared if property.kind == "invariant"]
    search = PdrSearch(made, goals, Questions(NEVER))
    rings = [set(starts(made))]
    while True:
        assert not list(search.block_goals())
        found = search.extend()
        rings.append(rings[-1] | {tuple(then) for here in rings[-1] for _, _, then in fires(made, list(here))})
        for level in range(1, search.depth + 1):
            clauses = [cube for frame in search.frames.excluded[level:] for images in frame.values() for cube in images]
            assert not any(holds(search.vocabulary, cube, codes) for cube in clauses for codes in rings[level])
        if found is not None:
            break
    assert not any(holds(search.vocabulary, cube, codes) for cube in found for codes in reachable(made))


@few(60)
@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=10),
    st.lists(st.dictionaries(st.integers(1, 3), st.sampled_from([1, -1]), min_size=1), max_size=8),
)
def test_the_clauses_that_keep_each_other(edges: list[tuple[int, int]], signs: list[dict[int, int]]) -> None:
    """Those that are left when every clause that some step breaks is gone, then those that are broken without it, and so on."""
    made = graph(edges)
    search = PdrSearch(made, [state(made, n) for n in range(8)], Questions(NEVER))
    cubes = list(dict.fromkeys(tuple(sorted(word * sign for word, sign in cube.items())) for cube in signs))
    switched = Switched(search.relation, cubes, Questions(NEVER))
    left = list(cubes)
    while True:
        inside = [n for n in range(8) if not any(holds(search.vocabulary, cube, [n]) for cube in left)]
        broken = {cube for a, b in edges if a in inside for cube in left if holds(search.vocabulary, cube, [b])}
        if not broken:
            break
        left = [cube for cube in left if cube not in broken]
    kept = [cubes[number] for number in switched.inductive()]
    assert kept == left
    chosen = Switched(search.relation, kept, Questions(NEVER))
    for n, goal in enumerate(search.open):
        assert chosen.exclude(goal) == (n not in inside)
        if n not in inside:
            enough = [kept[number] for number in chosen.enough(goal)]
            assert any(holds(search.vocabulary, cube, [n]) for cube in enough)
            there = [m for m in range(8) if not any(holds(search.vocabulary, cube, [m]) for cube in enough)]
            assert all(b in there for a, b in edges if a in there)


def test_what_was_learned_proves_what_it_can() -> None:
    """The search ends too early for an invariant of everything; some of its clauses keep each other already."""
    made = instance(pair(), {"Session": 2})
    goals = goals_of(made, list(made.system.declared))
    answers = dict(pdr(made, list(goals), Budget(depth=2), lambda progress: None))
    assert isinstance(answers[next(goal for goal in goals if goal.name == "came_home_uninspected")], Unknown)
    proved = {goal: answer for goal, answer in answers.items() if isinstance(answer, Unreachable)}
    assert {"one_survivor", "no_layer7_resumption"} <= {goal.name for goal in proved}
    check_answers(made, {goal: goals[goal] for goal in proved}, proved)


def test_a_real_state_outside_the_frames_is_noticed() -> None:
    made = instance(pair(), {"Session": 1})
    search = PdrSearch(made, [made.shows(property) for property in made.system.declared], Questions(NEVER))
    list(search.block_goals())
    search.extend()
    list(search.block_goals())
    search.control(RealRuns(made))
    mode = next(number for number, cell in enumerate(made.cells) if cell.variable == "mode")
    for code in range(3):
        search._learn(tuple(sorted(search.vocabulary.literals(mode, code))), 1)
    with pytest.raises(Disagreement, match="is not in frame"):
        search.control(RealRuns(made))


def test_what_a_bound_on_faults_allows() -> None:
    from hamodel.model.transform import bound_faults

    whole = with_monitors(pair(), pair().declared)
    made = instantiate(bound_faults(whole, 0), Scope({"Session": 1}), whole.declared)
    goals = goals_of(made, list(whole.declared))
    answers = answered(made, list(goals))
    assert all(isinstance(answer, Unreachable) for answer in answers.values()), "without faults no session is uninspected"
    check_answers(made, goals, answers)


@pytest.mark.parametrize("kind", [list, tuple])
def test_a_core_is_of_whatever_was_assumed(kind: type) -> None:
    """CaDiCaL's binding tells it of lists only: a cube, which is a tuple, ended in an error of ours."""
    solver = Solver([[1, 2], [-2, 3]], Questions(NEVER))
    assert not solver.satisfiable(kind((-1, -3, 4)))
    assert solver.core() == {-1, -3}
