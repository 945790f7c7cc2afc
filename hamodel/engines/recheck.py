"""recheck(instance, goals, k): a proof by k-induction, shown again by other means than those that found it.

The engines share one encoding (selector variables, one formula a cell, unsigned bit-vectors of the least width, an
incremental solver). Here everything is another way: SMT-LIB text, one disjunct for each action with every cell that it leaves
alone written out, signed bit-vectors of one width, all depths of the base in one question, and a general solver that is asked
once. What both ways share is the instance itself, which `hamodel.evidence.confirm` compares with the meaning of the spec.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hamodel.engines.circuits.clauses import clause_term
from hamodel.engines.limits.deadline import Deadline, Undecided
from hamodel.engines.smt.unrolling import script_satisfiable
from hamodel.evidence.confirm import Disagreement
from hamodel.ground.cells import Cell
from hamodel.ground.instance import Goal, Instance
from hamodel.ground.terms import Term, cells_of, topological
from hamodel.model.invariant import Clause

SHALLOW = 4
PATIENCE = 5.0
"""Transitions and seconds for another look at what was said to be out of reach up to some depth."""


def recheck(instance: Instance, goals: Sequence[Goal], k: int, deadline: Deadline) -> None:
    """Returns if k-induction shows the goals unreachable, each standing on the others; raises `Disagreement` if it does
    not, `Undecided` if time is short."""
    for part, script in (("base", base_script(instance, goals, k)), ("step", step_script(instance, goals, k))):
        if script_satisfiable(script, deadline):
            names = ", ".join(f"`{goal.name}`" for goal in goals)
            raise Disagreement(f"{names} proved by induction with k = {k}, but the {part} of the proof fails")


def recheck_bounded(instance: Instance, goals: Sequence[Goal], depth: int, deadline: Deadline) -> None:
    """Raises `Disagreement` if one of these goals is reached by a run of at most `depth` transitions, as far as that can be
    told in a few steps and seconds: a solver that is asked once does not come as far as one that keeps what it learns."""
    try:
        reached = script_satisfiable(base_script(instance, goals, min(depth, SHALLOW) + 1), deadline.or_after(PATIENCE))
    except Undecided:
        return
    if reached:
        names = ", ".join(f"`{goal.name}`" for goal in goals)
        raise Disagreement(f"no run of {depth} transitions was said to reach {names}, but one of them is reached")


def base_script(instance: Instance, goals: Sequence[Goal], k: int) -> str:
    """SMT-LIB text which has a model if a run of fewer than `k` transitions reaches one of the goals.

    A run of `k` - 1 transitions in which the first ones may idle stands for the runs of every length.
    """
    text = _Functions(instance, goals)
    states = range(k)
    lines = [*text.definitions(), *(line for state in states for line in text.declarations(state))]
    lines += [f"(assert {text.call('valid', state)})" for state in states]
    lines.append(f"(assert {text.call('initial', 0)})")
    lines += [f"(declare-const idle{state} Bool)" for state in states[:-1]]
    for state in states[:-1]:
        same, moves = text.call("same", state, state + 1), text.call("moves", state, state + 1)
        lines.append(f"(assert (ite idle{state} {same} {moves}))")
        if state:
            lines.append(f"(assert (=> idle{state} idle{state - 1}))")
    ends = [f"(and (not idle{k - 2}) {call})" for call in text.goals(k - 1, True)] if k > 1 else []
    lines.append(f"(assert (or false {' '.join([*text.goals(k - 1, False), *ends])}))")
    return "\n".join(lines) + "\n"


def step_script(instance: Instance, goals: Sequence[Goal], k: int) -> str:
    """SMT-LIB text which has a model if `k` different states in a row without any of the goals are followed by one."""
    text = _Functions(instance, goals)
    states = range(k + 1)
    lines = [*text.definitions(), *(line for state in states for line in text.declarations(state))]
    lines += [f"(assert {text.call('valid', state)})" for state in states]
    lines += [f"(assert {text.call('moves', state, state + 1)})" for state in states[:-1]]
    lines += [f"(assert (not {text.call('same', i, j)}))" for i in states[:-1] for j in states[i + 1 : -1]]
    there = [[*text.goals(state, False), *(text.goals(state, True) if state else [])] for state in states]
    lines += [f"(assert (not {goal}))" for goals_there in there[:-1] for goal in goals_there]
    lines.append(f"(assert (or false {' '.join(there[-1])}))")
    return "\n".join(lines) + "\n"


def recheck_invariants(
    instance: Instance, proofs: Sequence[tuple[Sequence[Goal], Sequence[Clause]]], deadline: Deadline
) -> None:
    """Returns if the clauses of each proof together are an invariant that none of its goals satisfies; raises as `recheck` does.
    It takes two questions, whatever the number of proofs."""
    initiation, consecution = invariant_scripts(instance, proofs)
    for part, script in (("initiation", initiation), ("consecution or safety", consecution)):
        if script_satisfiable(script, deadline):
            names = ", ".join(f"`{goal.name}`" for goals, _ in proofs for goal in goals)
            raise Disagreement(f"{names} proved by an invariant, but the {part} of a proof fails")


def invariant_scripts(instance: Instance, proofs: Sequence[tuple[Sequence[Goal], Sequence[Clause]]]) -> tuple[str, str]:
    """SMT-LIB texts: the first has a model if a clause does not hold initially; the second if, for one of the proofs, a state
    with its clauses has a successor without, or is one of its goals, or the start of one that is over transitions."""
    numbers: dict[Clause, int] = {}
    for _, clauses in proofs:
        for clause in clauses:
            numbers.setdefault(clause, len(numbers))
    goals = [goal for of_proof, _ in proofs for goal in of_proof]
    text = _Functions(instance, goals, [clause_term(instance, clause) for clause in numbers])
    head = [*text.definitions(), *text.declarations(0), f"(assert {text.call('valid', 0)})"]
    wrong = " ".join(f"(not {text.clause(number, 0)})" for number in numbers.values())
    initiation = [*head, f"(assert {text.call('initial', 0)})", f"(assert (or false {wrong}))"]
    head += [*text.declarations(1), "(declare-const moved Bool)"]
    head.append(f"(assert (=> moved (and {text.call('valid', 1)} {text.call('moves', 0, 1)})))")
    ways, first = [], 0
    for of_proof, clauses in proofs:
        here = [text.clause(numbers[clause], 0) for clause in clauses]
        ends = [f"(and moved (not {text.clause(numbers[clause], 1)}))" for clause in clauses]
        for index, goal in enumerate(of_proof, first):
            places = (0, 1) if goal.of_transition else (0,)
            ends.append(_and([*(["moved"] if goal.of_transition else []), text.call(f"goal{index}", *places)]))
        first += len(of_proof)
        ways.append(_and([*here, f"(or false {' '.join(ends)})"]))
    consecution = [*head, f"(assert (or false {' '.join(ways)}))"]
    return "\n".join(initiation) + "\n", "\n".join(consecution) + "\n"


class _Functions:
    """The functions `valid`, `initial`, `same`, `moves`, `goal0`, `goal1`, ... of an instance.

    They are over the cells c0, c1, ..., and those of transitions also over n0, n1, ..., the cells after it.
    """

    def __init__(self, instance: Instance, goals: Sequence[Goal], clauses: Sequence[Term] = ()) -> None:
        self.instance, self._goals, self._clauses = instance, goals, clauses
        self._read = [sorted(cells_of(clause)) for clause in clauses]
        roots = [instance.assume, instance.initially, *(goal.term for goal in goals), *clauses]
        roots += [action.guard for action in instance.actions]
        roots += [value for action in instance.actions for _, value in action.updates]
        self.width = _signed_width(topological(roots), instance.cells)

    def definitions(self) -> Iterator[str]:
        instance, numbers = self.instance, range(len(self.instance.cells))
        bounds = [bound for number in numbers for bound in self._bounds(number)]
        yield self._function("valid", False, _and([*bounds, self._text([instance.assume], instance.assume)]))
        codes = [
            f"(= c{number} {self._constant(code, instance.cells[number].is_bool)})" for number, code in instance.initial.items()
        ]
        yield self._function("initial", False, _and([*codes, self._text([instance.initially], instance.initially)]))
        yield self._function("same", True, _and([f"(= c{number} n{number})" for number in numbers]))
        yield self._function("moves", True, self._moves())
        for index, goal in enumerate(self._goals):
            yield self._function(f"goal{index}", goal.of_transition, self._text([goal.term], goal.term))
        for index, clause in enumerate(self._clauses):
            cells = " ".join(f"(c{number} {self._sort(instance.cells[number])})" for number in self._read[index])
            yield f"(define-fun clause{index} ({cells}) Bool {self._text([clause], clause)})"

    def declarations(self, state: int) -> Iterator[str]:
        for number, cell in enumerate(self.instance.cells):
            yield f"(declare-const {_name(state, number)} {self._sort(cell)})"

    def call(self, function: str, *states: int) -> str:
        names = [_name(state, number) for state in states for number in range(len(self.instance.cells))]
        return f"({function} {' '.join(names)})" if names else function

    def clause(self, index: int, state: int) -> str:
        """A clause in a state; it has only the cells that it reads."""
        names = [_name(state, number) for number in self._read[index]]
        return f"(clause{index} {' '.join(names)})" if names else f"clause{index}"

    def goals(self, state: int, of_transition: bool) -> list[str]:
        """Each goal over states in this state; or each over transitions, in the one that leads there."""
        places = (state - 1, state) if of_transition else (state,)
        return [
            self.call(f"goal{index}", *places) for index, goal in enumerate(self._goals) if goal.of_transition == of_transition
        ]

    def _function(self, name: str, of_transition: bool, body: str) -> str:
        parameters = [f"(c{number} {self._sort(cell)})" for number, cell in enumerate(self.instance.cells)]
        if of_transition:
            parameters += [f"(n{number} {self._sort(cell)})" for number, cell in enumerate(self.instance.cells)]
        return f"(define-fun {name} ({' '.join(parameters)}) Bool {body})"

    def _moves(self) -> str:
        """One disjunct for each action: its guard, the cells that it writes, and the cells that it does not."""
        roots: list[Term] = []
        for action in self.instance.actions:
            roots += [action.guard, *(value for _, value in action.updates)]
        names = _shared(roots)
        disjuncts = []
        for action in self.instance.actions:
            new = dict(action.updates)
            parts = [self._term(action.guard, names)]
            for number in range(len(self.instance.cells)):
                value = self._term(new[number], names) if number in new else f"c{number}"
                parts.append(f"(= n{number} {value})")
            disjuncts.append(_and(parts))
        return self._bind(roots, names, f"(or false {' '.join(disjuncts)})")

    def _bounds(self, number: int) -> Iterator[str]:
        cell = self.instance.cells[number]
        if cell.high < cell.low:
            yield "false"
        elif not cell.is_bool:
            yield f"(bvsle {self._constant(cell.low, False)} c{number})"
            yield f"(bvsle c{number} {self._constant(cell.high, False)})"

    # --- terms ---

    def _text(self, roots: Sequence[Term], body: Term) -> str:
        names = _shared(roots)
        return self._bind(roots, names, self._term(body, names))

    def _bind(self, roots: Sequence[Term], names: dict[Term, str], body: str) -> str:
        """`let` for each named term inside `roots`, a layer for each height, around `body`."""
        layers: dict[int, list[str]] = {}
        for term, height in _heights(roots).items():
            if term in names:
                layers.setdefault(height, []).append(f"({names[term]} {self._operation(term, names)})")
        lets = [f"(let ({' '.join(layers[height])}) " for height in sorted(layers)]
        return "".join(lets) + body + ")" * len(lets)

    def _term(self, term: Term, names: dict[Term, str]) -> str:
        return names[term] if term in names else self._operation(term, names)

    def _operation(self, term: Term, names: dict[Term, str]) -> str:
        args = [self._term(arg, names) for arg in term.args]
        match term.op:
            case "const":
                return self._constant(term.low, term.is_bool)
            case "cell":
                return f"c{term.value}"
            case "next":
                return f"n{term.value}"
            case "if":
                return f"(ite {' '.join(args)})"
            case "count":
                one, zero = self._constant(1, False), self._constant(0, False)
                return f"(bvadd {zero} {' '.join(f'(ite {arg} {one} {zero})' for arg in args)})"
            case "mod":  # the sign of the divisor, which is positive
                return f"(bvsmod {args[0]} {args[1]})"
            case "div":  # exact, so that it does not matter which way it rounds
                return f"(bvsdiv (bvsub {args[0]} (bvsmod {args[0]} {args[1]})) {args[1]})"
            case op:
                return f"({_SYMBOLS[op]} {' '.join(args)})"

    def _constant(self, value: int, is_bool: bool) -> str:
        if is_bool:
            return "true" if value else "false"
        return f"(_ bv{value % 2**self.width} {self.width})"

    def _sort(self, cell: Cell) -> str:
        return "Bool" if cell.is_bool else f"(_ BitVec {self.width})"


_SYMBOLS = {
    "not": "not",
    "and": "and",
    "or": "or",
    "=": "=",
    "<": "bvslt",
    "<=": "bvsle",
    "+": "bvadd",
    "-": "bvsub",
    "*": "bvmul",
}


def _signed_width(terms: Iterable[Term], cells: Iterable[Cell]) -> int:
    """How many bits hold every value, and what `div` subtracts on the way."""
    bounds = [bound for term in terms for bound in (term.low, term.high)]
    bounds += [bound for cell in cells for bound in (cell.low, cell.high)]
    return 2 + max(((bound if bound >= 0 else -bound - 1).bit_length() for bound in bounds), default=0)


def _heights(roots: Sequence[Term]) -> dict[Term, int]:
    """The length of the longest way down from each term inside `roots`; arguments come first."""
    heights: dict[Term, int] = {}
    for term in topological(roots):
        heights[term] = 1 + max((heights[arg] for arg in term.args), default=0)
    return heights


def _shared(roots: Sequence[Term]) -> dict[Term, str]:
    """A name for each operation that is used more than once; also now and then on a long way down, for the stack's sake."""
    heights = _heights(roots)
    uses = dict.fromkeys(heights, 0)
    for used in (*roots, *(arg for term in heights for arg in term.args)):
        uses[used] += 1
    named = (term for term, times in uses.items() if term.args and (times > 1 or heights[term] % 64 == 0))
    return {term: f"t{term.serial}" for term in named}


def _and(parts: Sequence[str]) -> str:
    return f"(and true {' '.join(parts)})"


def _name(state: int, number: int) -> str:
    return f"s{state}_{number}"
