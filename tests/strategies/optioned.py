"""Small specs with options, as random texts; and `compare`: what is said of all combinations together, against each by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from hamodel.check.jobs import searched
from hamodel.check.variables.deciding import Decisions, decide
from hamodel.engines import Budget
from hamodel.engines.explicit.search import explicit
from hamodel.ground.instance import instantiate
from hamodel.ground.reduction import lasso_instance
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.configurations import excluding
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import initial_states
from hamodel.model.system import Property, System
from hamodel.model.verdict import Reached, Unreachable
from hamodel.source import Source

OPTIONS = ("a", "not a", "b = x", "b != y", "b = z or a", "c > 0", "c = 1", "true")
STATES = ("m", "not m", "n = 0", "n > 1", "n < 3", "n = c", "m or a", "b = x => n > 0", "true")

SPEC = """
spec random
option a : bool = true
option b : {{ x, y, z }} = y
option c : 0..2 = 1
{assume}
var n : 0..4 = {start}
var m : bool = false
input rise when n < 4 and ({0}) and ({1}) {{ n := n + 1 }}
input turn when {2} and ({3}) {{ m := not m }}
fault lose when n > 0 and ({4}) {{ n := {5} }}
fault flip when {6} {{ m := {7}   n := 0 }}
{fair}step back when n > 0 and ({8}) {{ n := n - 1 }}
invariant first = {9} or {10}
invariant second = not (({11}) and ({12}))
property third = always ({13} => next ({14} or n < 3))
property fourth = always ({15} => once ({16}))
reachable fifth = n = 3 and ({17})
{live}
faults 2
"""

LIVE = ("", *(f"property sixth = {live}" for live in ("n > 1 leads to m", "eventually (n = 0)", "always (a => eventually m)")))


def spec(seed: int) -> str:
    """Three options with 18 combinations, of which some may be left out; a few states for each."""
    pick = Random(seed).choice
    conditions = [pick(OPTIONS if number in (0, 4, 8, 11, 17) else STATES) for number in range(18)]
    conditions[5] = pick(("0", "n - 1", "if a then 0 else n"))
    conditions[7] = pick(("true", "a", "b = x"))
    return SPEC.format(
        *conditions,
        assume=pick(("", "assume either_of = a or b = x", "assume few = c != 1 => a")),
        start=pick(("0", "if c = 0 then 0 else 1", "if a then 1 else 0")),
        fair=pick(("", "fair ")),
        live=pick(LIVE),
    )


def system_of(text: str) -> System:
    return elaborate(parse(Source("random.ha", text)))


Told = tuple[int, int] | None
"""The fewest faults, and the fewest steps with so many; None: it is not violated (reached)."""


def alone(system: System, property: Property, options: Mapping[str, Value]) -> Told:
    """What a search of states says of one combination."""
    scope = Scope(dict(system.sizes), dict(options))
    for faults in range((system.faults or 0) + 1):
        whole = searched(system, [property], faults)
        instance = instantiate(whole, scope, [property])
        if property.liveness:
            lasso = lasso_instance(instance, property)
            ((_, answer),) = explicit(lasso.instance, [lasso.goal], Budget(), lambda _: None)
            if isinstance(answer, Reached) and answer.trace is not None:
                return faults, len(lasso.lift(answer.trace).steps)
            continue
        ((_, answer),) = explicit(instance, [instance.shows(property)], Budget(), lambda _: None)
        if isinstance(answer, Reached) and answer.trace is not None:
            return faults, len(answer.trace.steps)
        assert isinstance(answer, Unreachable)
    return None


def compare(system: System, combinations: Sequence[int] | None = None, lift: bool = False) -> Decisions:
    """Every claim, in every combination (or in those of these numbers)."""
    properties = [property for property in system.declared if property.kind != "assume"]
    found = decide(system, properties, lift=lift)
    for number in range(found.every.count) if combinations is None else combinations:
        options = found.every.at(number)
        scope = Scope(dict(system.sizes), options)
        allowed = excluding(system, scope) is None
        assert allowed == bool(found.asked >> number & 1), options
        if not allowed:
            continue
        assert bool(found.silent >> number & 1) == (next(initial_states(system, scope), None) is None), options
        for property in properties:
            decision = found.of[property.name]
            first = next((shown for shown in decision.shown if shown.cube.has(options)), None)
            said = None if first is None else (first.faults, first.steps)
            is_ = alone(system, property, options)
            if property.liveness and is_ is not None and said is not None:  # of equally short searches runs differ by a pause
                said, is_ = (said[0], 0), (is_[0], 0)
            assert said == is_, (property.name, options)
            assert not decision.unclear
            if first is None:
                assert decision.rest >> number & 1
                assert decision.result is not None
                assert isinstance(decision.result.answer, Unreachable), (property.name, options)
    return found
