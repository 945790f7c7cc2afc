"""Exchanges of members that a system does not notice: both combinations of options have the same runs, and none is counted twice.

What an exchange claims is compared with all that the reference semantics finds in a combination and in the exchanged one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from random import Random
from typing import Any

import pytest
from strategies.reports import system_of

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.check.rows import meant
from hamodel.diagnostics import SpecError
from hamodel.model import exchange as modelled
from hamodel.model.exchange import _Former, exchanges
from hamodel.model.expr import Const, Value, reads_next
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError, evaluate, initial_states, successors
from hamodel.model.system import System
from hamodel.model.transform import with_monitors

Row = Mapping[str, Value]

ROUTERS = """spec routers
node Router { r0, r1, r2, r3 }
option preempt[Router] : bool
option tracks[Router]  : bool
option quick[Router]   : bool
var master[d: Router] : bool = INITIAL
step take(d: Router) when not master[d] and preempt[d] and (quick[d] or all o: Router. o != d => not master[o])
    { master[d] := true }
fault die(d: Router) when master[d] and not tracks[d] { master[d] := false }
invariant one expect violated when EXPECTED = at most one d: Router. master[d]
faults 1
"""
EXPECTED = "count d: Router. preempt[d] >= 2 and some d: Router. preempt[d] and quick[d]"


def routers(initial: str = "false", expected: str = "true") -> System:
    return system_of(ROUTERS.replace("INITIAL", initial).replace("EXPECTED", expected))


# Multisets of 4 routers that are of one of 2 * 2 * 2 kinds: binomial(8 + 4 - 1, 4). With r0 apart: 8 times those of 3 routers.
@pytest.mark.parametrize(
    ("initial", "classes"), [("false", 330), ("if d = r0 then false else false", 330), ("d = r0", 8 * 120), ("r0 != d", 8 * 120)]
)
def test_a_combination_of_each_multiset_is_looked_at(initial: str, classes: int) -> None:
    found = meant(routers(initial), {}, {})
    assert (found.combined, len(found.options)) == (4096, classes)
    orders = [tuple(order.items()) for each in found.classes if each for order in each.orders]
    assert len(orders) == len(set(orders)) == 4096, "each combination is in one class, once"
    assert all(each is not None and each.count == len(each.orders) for each in found.classes)


def test_what_a_class_stands_for_is_told() -> None:
    first = meant(routers(), {}, {}).classes[1]
    assert first is not None
    assert first.members[0].startswith("quick[r0] = false and quick[r1] = false")
    assert len(set(first.members)) == first.count == 4


@pytest.mark.heavy
def test_the_report_says_which_combinations() -> None:
    """By hand: two preempt, and one of those does not wait. It is asked of one of each class only."""
    system = system_of(
        """spec two
node Router { r0, r1 }
option preempt[Router] : bool
option kind[Router] : KINDS
option quick : bool
var master[Router] : bool = false
step take(d: Router) when preempt[d] and kind[d] != k9 { master[d] := true }
invariant one expect violated when preempt[r0] and preempt[r1]
    and kind[r0] != k9 and kind[r1] != k9 = at most one d: Router. master[d]
""".replace("KINDS", f"{{ {', '.join(f'k{number}' for number in range(16))} }}")
    )
    report = check(system, Request())
    finding = next(each for each in report.findings if each.name == "one")
    assert finding.verdict == "violated"
    assert sum(result.count for result in finding.results) == 2048 > len(finding.results)


@pytest.mark.parametrize(
    "piece",
    [
        "step s(d: Router) when d = r0 { n := 1 }",
        "step s when preempt[r0] { n := 1 }",
        "step s { n := if preempt[r0] then 1 else 2 }",
        "invariant mine = preempt[r0] => n = 0",
        "invariant mine expect violated when preempt[r0] = n = 0",
        "assume mine = preempt[r0] or n = 0",
        "step s { for d: Router where preempt[d] { send say go from d to d } }",
        "step s { n := if max(r0, r1) = r1 then 1 else 0 }",
        "step s { n := if (the d: Router where preempt[d]) = r0 then 1 else 0 }",
        "step s { master[best d: Router by rank[d]] := true }",
        "initially master[r0]",
        "option leader : Router\nstep s { master[leader] := true }\nstep t when leader = r1 { n := 1 }",
    ],
)
def test_what_is_noticed_is_not_exchanged(piece: str) -> None:
    system = system_of(
        "spec x\nnode Router { r0, r1 }\noption preempt[Router] : bool\n"
        "option rank[Router] : 0..1\nvar master[Router] : bool = false\n"
        f"var n : 0..2 = 0\nchannel say from Router to Router carries go fifo 2\non say go from a to b {{}}\n{piece}\n"
    )
    assert exchanges(system, {}) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "step s(d: Router) when preempt[d] { n := 1 }",
        "def peer(d: Router) = if d = r0 then r1 else r0\nstep s(d: Router) when preempt[peer(d)] { master[peer(d)] := true }",
        "def peer(d: Router) = the o: Router where o != d\nstep s(d: Router) when preempt[peer(d)] { master[peer(d)] := true }",
        "invariant mine = preempt[r0] and preempt[r1] => n = 0",
        "invariant mine expect violated when preempt[r0] != preempt[r1] = n = 0",
        "assume mine = preempt[r0] or preempt[r1]",
        "option leader : Router\nstep s { master[leader] := true }",
        "step s(d: Router) { send say go from d to d }",
    ],
)
def test_what_is_not_noticed_is_exchanged(piece: str) -> None:
    system = system_of(
        "spec x\nnode Router { r0, r1 }\noption preempt[Router] : bool\nvar master[Router] : bool = false\n"
        f"var n : 0..2 = 0\nchannel say from Router to Router carries go fifo 2\non say go from a to b {{}}\n{piece}\n"
    )
    assert len(exchanges(system, {})) == 1
    assert exchanges(system, {"preempt[r0]": True}) == ()
    assert len(exchanges(system, {"preempt[r0]": True, "preempt[r1]": True})) == 1


def test_too_many_are_refused_as_before() -> None:
    with pytest.raises(SpecError, match="combinations"):
        meant(
            system_of(
                ROUTERS.replace("INITIAL", "if d = r0 then preempt[r0] else tracks[r1] and quick[r2]").replace(
                    "when EXPECTED", ""
                )
            ),
            {},
            {},
        )


# --- against the reference semantics ---------------------------------------------------------------------------------

GUARDS = [
    "p[d]",
    "q[d]",
    "not m[d]",
    "p[n0]",
    "d != n2",
    "some o: N. o != d and m[o]",
    "all o: N. p[o] => m[o]",
    "p[n0] or p[n1]",
]
GUARDS += [
    "at most one o: N. m[o]",
    "(if d = n0 then p[n1] else p[n0])",
    "(if d = n1 then q[n1] else if d = n0 then q[n0] else q[n2])",
]
BODIES = [
    "m[d] := true",
    "m[d] := not m[d]",
    "k := 1",
    "for o: N where p[o] { m[o] := q[o] }",
    "choose z: N where p[z]  m[z] := true",
]
BODIES += [
    "for o: N where p[o] { send c go(o) from o to d }",
    "k := if p[n1] then 1 else 0",
    "m[n0] := true",
    "m[(if d = n0 then n1 else n0)] := true",
]
BODIES += ["for o: N where m[o] { k := if o = n0 then 0 else 1 }", "for o: N { send f go(o) from d to d }"]
CLAIMS = ["invariant c0 = all d: N. m[d] => p[d]", "invariant c1 = not m[n0]", "property c2 = always (k = 1 => next k = 1)"]
CLAIMS += [
    "invariant c3 = p[n0] and p[n1] and p[n2] => k = 0",
    "invariant c4 = some o: N. m[o] = q[o]",
    "reachable c5 = all d: N. m[d]",
]
INITIALS = ["false", "p[d]", "d = n1", "if d = n2 then false else q[d]"]


def random_system(dice: Random) -> System:
    def few(pieces: list[str]) -> str:
        return " and ".join(f"({piece})" for piece in dice.sample(pieces, dice.randint(1, 2)))

    lines = [
        "spec x",
        "node N { n0, n1, n2 }",
        "option p[N] : bool",
        "option q[N] : bool",
        f"var m[d: N] : bool = {dice.choice(INITIALS)}",
    ]
    lines += ["var k : 0..1 = 0", "channel c from N to N carries go(N) unordered", "channel f from N to N carries go(N) fifo 3"]
    for number in range(dice.randint(1, 2)):
        lines += [f"step s{number}(d: N) when {few(GUARDS)} {{ {dice.choice(BODIES)} }}"]
    lines += [dice.choice(["on c go(o) from a to b { m[o] := true }", "on c go(o) from a to b {}"])]
    lines += [dice.choice(["on f go(o) from a to b { k := if m[o] then 1 else 0  m[o] := true }", "on f go(o) from a to b {}"])]
    return system_of("\n".join([*lines, *dice.sample(CLAIMS, 2)]))


def signature(system: System, options: Row) -> tuple[Any, ...]:
    """How many states, steps and errors there are, and in how many places each claim is true."""
    scope = Scope({}, options)
    whole = with_monitors(system, system.declared)
    known = {repr(sorted(state.items(), key=repr)): state for state in initial_states(whole, scope)}
    open_, steps, wrong = list(known.values()), 0, 0
    true: dict[str, int] = {}
    while open_ and len(known) < 400:
        state = open_.pop()
        followed = list(successors(whole, scope, state))
        for claim in system.declared:
            places = (
                [None] if not reads_next(claim.formula) else [after.state for _, _, after in followed if after.state is not None]
            )
            for after in places:
                true[claim.name] = true.get(claim.name, 0) + (_value(claim.formula, state, scope, after) is True)
        for _, _, effect in followed:
            steps, wrong = steps + 1, wrong + bool(effect.errors)
            if effect.state is not None and repr(sorted(effect.state.items(), key=repr)) not in known:
                known[repr(sorted(effect.state.items(), key=repr))] = effect.state
                open_.append(effect.state)
    return (len(known), steps, wrong, sorted(true.items())) if len(known) < 400 else ("many",)


def _value(formula: Any, state: Any, scope: Scope, after: Any) -> Value | str:
    try:
        return evaluate(formula, {}, state, scope, after)
    except EvaluationError:
        return "none"


def wrong_exchanges(seeds: range) -> Iterator[tuple[int, int]]:
    """Of each system how many exchanges it has, and how many combinations differ from what they are exchanged for."""
    for seed in seeds:
        system = random_system(Random(seed))
        names = {option.name: option.type for option in system.options}
        found = exchanges(system, {})
        differ = 0
        if found:
            rows = [dict(zip(names, values, strict=True)) for values in product((False, True), repeat=len(names))]
            told = {tuple(row.items()): signature(system, row) for row in Random(seed).sample(rows, 12)}
            for exchange in found:
                for row, expected in told.items():
                    other = exchange.row(dict(row), names)
                    differ += signature(system, other) != expected
        yield len(found), differ


@pytest.mark.heavy
def test_exchanged_combinations_have_the_same_runs() -> None:
    told = list(wrong_exchanges(range(60)))
    assert sum(differ for _, differ in told) == 0
    assert len({found for found, _ in told}) >= 3, "some systems notice each exchange, some none, some one of them"


@pytest.mark.heavy
def test_exchanged_combinations_have_the_same_runs_in_many_systems() -> None:
    assert sum(differ for _, differ in wrong_exchanges(range(1000, 1120))) == 0


FORM = _Former._form


def _without_constants(self: _Former, thing: object) -> Any:
    return ("value",) if isinstance(thing, Const) else FORM(self, thing)


FAULTS: dict[str, tuple[str, Any]] = {
    "members that are named are not looked at": ("_Former._form", _without_constants),
    "the order of turns is not looked at": ("_takes_turns", lambda system, enum: False),
    "tables are not moved": ("_Former._table", lambda self, expr: ("table",)),
    "properties are not compared": ("_of", lambda system: modelled.replace(system, options=(), scenarios=(), declared=())),
}


@pytest.mark.heavy
@pytest.mark.parametrize("fault", FAULTS)
def test_random_systems_find_each_fault(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, wrong = FAULTS[fault]
    monkeypatch.setattr(f"hamodel.model.exchange.{name}", wrong)
    assert any(differ for _, differ in wrong_exchanges(range(400)))
