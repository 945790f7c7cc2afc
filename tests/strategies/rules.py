"""What a small spec means, found twice: by the reference semantics, one state at a time, and by the explicit engine.

For tests of the sentences of the language's reference. The specs have a handful of states.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.diagnostics import SpecError
from hamodel.engines import Budget
from hamodel.engines.explicit.search import explicit, explore
from hamodel.evidence.confirm import shows
from hamodel.follow.script import play
from hamodel.ground.instance import instantiate
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.expr import reads_next
from hamodel.model.scope import Scope
from hamodel.model.semantics import errors as errors_in
from hamodel.model.semantics import initial_states, successors, transition_errors
from hamodel.model.system import Property, RunTimeError, System
from hamodel.model.trace import State
from hamodel.model.transform import with_monitors
from hamodel.model.verdict import Reached
from hamodel.source import Source

MOST_STATES = 500


def system(text: str) -> System:
    return elaborate(parse(Source("rule.ha", text if text.lstrip().startswith("spec ") else f"spec rule\n{text}")))


def errors(text: str) -> list[str]:
    """The codes of the errors in a text; none if it is a spec."""
    try:
        system(text)
    except SpecError as error:
        return [diagnostic.code for diagnostic in error.diagnostics]
    return []


def messages(text: str) -> str:
    """What is said of the errors in a text."""
    try:
        system(text)
    except SpecError as error:
        return "\n".join(f"{each.headline}; {each.label}; {each.help}" for each in error.diagnostics)
    return ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """`shown`: the properties that are violated, or for `reachable` reached, in some run. `errors`: kind and text of each."""

    shown: frozenset[str]
    errors: frozenset[str]
    states: int


def meaning(text: str, size: int = 2) -> Meaning:
    """What can happen, for every value of the options together. The two ways to find it must agree."""
    spec = system(text)
    properties = [property for property in spec.declared if property.kind != "assume" and not property.liveness]
    found = with_monitors(spec, properties)
    every = []
    for values in product(*(Scope().domain(option.type) for option in spec.options)):
        options = dict(zip((option.name for option in spec.options), values, strict=True))
        scope = Scope({sort.name: spec.sizes.get(sort.name, size) for sort in spec.sorts}, options)
        slow, fast = _by_hand(found, scope, properties), _searched(found, scope, properties)
        assert slow == fast, (text, options, slow, fast)
        every.append(slow)
    shown = frozenset(name for each in every for name in each.shown)
    made = frozenset(error for each in every for error in each.errors)
    return Meaning(shown, made, sum(each.states for each in every))


def played(text: str, scenario: str = "") -> bool:
    """Is there a run that follows the scenario, or the only one, to its end?"""
    spec = system(text)
    return play(spec, next(each for each in spec.scenarios if scenario in ("", each.name))).failure is None


def verdicts(text: str) -> dict[str, str]:
    """What a check says of each property and scenario, by one engine: is it as the spec says?"""
    report = check(system(text), replace(Request(), engine="explicit", sizes={}))
    claimed = [each for each in report.findings if each.kind != "run-time"]
    return {each.name: "as expected" if each.as_expected else "otherwise" for each in claimed}


def _by_hand(spec: System, scope: Scope, properties: list[Property]) -> Meaning:
    level = list(initial_states(spec, scope))
    known: dict[str, State] = {_key(state): state for state in level}
    shown: set[str] = set()
    made: set[RunTimeError] = set()
    while level:
        assert len(known) < MOST_STATES, "a rule needs a handful of states"
        state = level.pop()
        made |= errors_in(spec, scope, state, properties)
        shown |= {
            property.name
            for property in properties
            if not reads_next(property.formula) and shows(spec, scope, property, None, state)
        }
        for _, _, outcome in successors(spec, scope, state):
            after = outcome.state
            if after is None:
                continue
            made |= transition_errors(spec, scope, state, after, properties)
            shown |= {
                property.name
                for property in properties
                if reads_next(property.formula) and shows(spec, scope, property, state, after)
            }
            if _key(after) not in known:
                known[_key(after)] = after
                level.append(after)
    return Meaning(frozenset(shown), frozenset(map(_named, made)), len(known))


def _searched(spec: System, scope: Scope, properties: list[Property]) -> Meaning:
    instance = instantiate(spec, scope, properties)
    goals = {property.name: instance.shows(property) for property in properties}
    asked = {error: instance.making(f"error {number}", error) for number, error in enumerate(instance.errors)}
    every = [*goals.values(), *asked.values()]
    reached = {goal.name for goal, answer in explicit(instance, every, Budget(), lambda _: None) if isinstance(answer, Reached)}
    made = frozenset(_named(error) for error, goal in asked.items() if goal.name in reached)
    return Meaning(frozenset(goals) & reached, made, explore(instance, symmetry=False).states)


def _key(state: State) -> str:
    return repr(sorted(state.items(), key=repr))


def _named(error: RunTimeError) -> str:
    text = "" if error.span is None else " ".join(error.span.text.split())
    return f"{error.kind}: {text}"
