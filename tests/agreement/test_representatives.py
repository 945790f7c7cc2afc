"""Random texts in which options are compared: nothing that a spec does or says tells the combinations of a class apart.

The texts are those that are read twice, with comparisons of numeric options instead of some of their truths and numbers. What is
looked at is all there is: every state that a run comes to, everything that can happen there, and every expression that the spec
claims, assumes, expects or asserts, by the reference semantics, in a combination and in others of its class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from random import Random
from typing import Any, TypeAlias

import pytest
from strategies.writing.specs import written

from hamodel.diagnostics import SpecError
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.alike import Alike, alike
from hamodel.model.expr import Apply, Expr, Quantified, Value, reads_next, subexpressions
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError, State, evaluate, initial_states, successors
from hamodel.model.system import Assert, System
from hamodel.model.temporal import FUTURE
from hamodel.model.transform import with_monitors
from hamodel.source import Source

DECLARED = """
option zz0 : 0..7
option zz1 : 0..9 = 2
option zz2 : 1..2
option zzs[bool] : 0..1
"""
NUMBERS = ["zz0", "zz0", "zz0", "zz1", "zz1", "zz1", "zz2", "zzs[true]", "zzs[zz1 > zz2]", "min(zz0, zz1)", "max(zz2, 2)"]
NUMBERS += ["(if zz2 = 1 then zz0 else 1)"]
ODD = ["(zz0 + 1)", "(zz1 div 2)", "(if best b77: bool by zzs[b77] then 1 else 0)", "(count b77: bool. zzs[b77] > 0)"]
WORD = re.compile(r"(?<![\w.])(true|false|[0-3])(?![\w.]|\s*->)")
CONSTANT = re.compile(r"^\s*(option|const|scope|faults|set|spec|record|enum|deliver|lose|duplicate|act\d)\b|\.\.|fifo|unordered")
MOST_STATES = 40
OTHERS = 4

Row: TypeAlias = Mapping[str, Value]
Signature: TypeAlias = tuple[Any, ...]


def compared(dice: Random, numbers: list[str]) -> str:
    """A comparison of options, with each other or with a number."""
    one, other = (dice.choice(numbers) for _ in range(2))
    other = dice.choice([other, other, str(dice.randint(-1, 8))])
    one, other = dice.choice([(one, other), (other, one)])
    signs = ["=", "!=", "<", "<=", ">", ">="]
    return f"({one} {dice.choice(signs)} {other})" if dice.random() < 0.9 else f"({dice.choice(numbers)} in 1..2)"


def mixed(number: int) -> System | None:
    """The text of this number with options in it: as many as it bears. Some read them as numbers, too."""
    dice, lines = Random(number), written(number).splitlines()
    odd = number % 4 == 0
    numbers = NUMBERS + ODD * odd
    for line in dice.sample(range(1, len(lines)), len(lines) - 1):
        if CONSTANT.search(lines[line]):
            continue
        for _ in range(3):
            places = [found for found in WORD.finditer(lines[line]) if "#" not in lines[line][: found.start()]]
            if not places:
                break
            place = dice.choice(places)
            if place[1] in ("true", "false"):
                wanted = compared(dice, numbers)
            elif odd:
                wanted = dice.choice(numbers)
            else:
                wanted = f"(if {compared(dice, numbers)} then {place[1]} else {dice.randint(0, 2)})"
            before, lines[line] = lines[line], lines[line][: place.start()] + wanted + lines[line][place.end() :]
            if elaborated(lines) is None:
                lines[line] = before
    return elaborated(lines)


def elaborated(lines: list[str]) -> System | None:
    try:
        return elaborate(parse(Source("text.ha", "\n".join([*lines, DECLARED]))))
    except SpecError:
        return None


def claims(system: System, scope: Scope) -> Iterator[tuple[Expr, Mapping[str, Value]]]:
    """Every predicate that is claimed, assumed or asserted."""
    for property in system.declared:
        yield from _atoms(property.formula if property.temporal is None else property.temporal, {}, scope)
    for scenario in system.scenarios:
        yield from ((each.condition, {}) for each in scenario.instructions if isinstance(each, Assert))


def _atoms(expr: Expr, env: Mapping[str, Value], scope: Scope) -> Iterator[tuple[Expr, Mapping[str, Value]]]:
    if not any(isinstance(part, Apply) and part.op in FUTURE for part in subexpressions(expr)):
        yield expr, env
    elif isinstance(expr, Quantified):
        for value in scope.domain(expr.binder.type):
            yield from _atoms(expr.body, {**env, expr.binder.name: value}, scope)
    else:
        assert isinstance(expr, Apply)
        for part in expr.args:
            yield from _atoms(part, env, scope)


def signature(system: System, options: Row, sizes: Mapping[str, int]) -> Signature | None:
    """All that happens in a combination, and all that is said of it. None: there is too much."""
    scope = Scope(sizes, options)
    remembering = with_monitors(system, system.declared)
    asked = list(claims(system, scope))
    expected = [_told(each.expected, {}, {}, scope, None) for each in system.declared if each.expected is not None]
    try:
        open_ = list(initial_states(remembering, scope))
    except EvaluationError as error:
        return "no start", error.errors
    known = {_key(state) for state in open_}
    told: list[Any] = [known.copy(), expected]
    while open_:
        state = open_.pop()
        if len(known) > MOST_STATES:
            return None
        told.append([_told(expr, env, state, scope, None) for expr, env in asked if not reads_next(expr)])
        for action, arguments, effect in successors(remembering, scope, state):
            after = effect.state
            told.append((action.name, arguments, effect.errors, None if after is None else _key(after)))
            if after is not None:
                told.append([_told(expr, env, state, scope, after) for expr, env in asked if reads_next(expr)])
                if _key(after) not in known:
                    known.add(_key(after))
                    open_.append(after)
    return tuple(told)


def _key(state: State) -> Any:
    return frozenset(state.items())


def _told(expr: Expr, env: Mapping[str, Value], state: State, scope: Scope, after: State | None) -> Any:
    try:
        return evaluate(expr, env, state, scope, after)
    except EvaluationError as error:
        return error.errors


def is_of(one: Alike, row: Row) -> bool:
    """Is the combination one of the class, by what the class says of itself in the language of specs?"""
    alone = [name for name in one.options if name not in one.ranges.intervals]
    if any(row[name] != one.options[name] for name in alone):
        return False
    return any(evaluate(_condition(text), {}, {}, Scope({}, row)) is True for text in one.members)


@cache
def _condition(text: str) -> Expr:
    declared = f"spec told\n{DECLARED}\nvar told_ : bool = true\ninvariant said = {text}"
    (said,) = elaborate(parse(Source("told.ha", declared))).properties
    return said.formula


def found_wrong(number: int, counts: dict[str, int] | None = None) -> list[str]:
    """What tells combinations of a class apart in the text of this number."""
    system = mixed(number)
    if system is None or not any(option.name.startswith("zz") for option in system.options):
        return []
    given = ("zz2",) if number % 2 else ()
    dice, numeric = Random(number), [each for each in system.options if each.name.startswith("zz") and each.name not in given]
    others = {each.name: dice.choice(Scope().domain(each.type)) for each in system.options if each not in numeric}
    classes = alike(system, others, numeric, 10_000)
    if classes is None:
        return []
    rows = [
        {each.name: value for each, value in zip(numeric, values, strict=True)}
        for values in product(*(Scope().domain(each.type) for each in numeric))
    ]
    assert sum(one.count for one in classes) == len(rows)
    sizes = {sort.name: system.sizes.get(sort.name, 1) for sort in system.sorts}
    wrong: list[str] = []
    several = [one for one in classes if one.count > 1]
    for one in dice.sample(several, min(6, len(several))):
        members = [row for row in dice.sample(rows, len(rows)) if is_of(one, row)]
        assert len(members) == one.count, (number, one.members)
        if not members or (first := signature(system, {**others, **one.options}, sizes)) is None:
            continue
        for row in members[:OTHERS]:
            if counts is not None:
                counts["pairs"] = counts.get("pairs", 0) + 1
            if signature(system, {**others, **row}, sizes) != first:
                wrong.append(f"text {number}: {dict(one.options)} is not like {dict(row)}")
    return wrong


FEW = range(31_003, 31_011)


@pytest.mark.heavy
def test_nothing_tells_the_combinations_of_a_class_apart() -> None:
    counts: dict[str, int] = {}
    assert [wrong for number in FEW for wrong in found_wrong(number, counts)] == []
    assert counts["pairs"] >= 20


@pytest.mark.heavy
@pytest.mark.parametrize("first", range(32_000, 32_100, 50))
def test_nor_in_more_texts(first: int) -> None:
    assert [wrong for number in range(first, first + 50) for wrong in found_wrong(number)] == []
