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
from hamodel.model.semantics import initial_states, mistakes, successors, transition_mistakes
from hamodel.model.system import Mistake, Property, System
from hamodel.model.trace import State
from hamodel.model.transform import with_monitors
from hamodel.model.verdict import Reached
from hamodel.source import Source

MOST_STATES = 500


def system(text: str) -> System:
    return elaborate(parse(Source("rule.ha", text if text.lstrip().startswith("spec ") else f"spec rule\n{text}")))


def errors(text: str) -> list[str]:
    """The codes of the mistakes in a text; none if it is a spec."""
    try:
        system(text)
    except SpecError as error:
        return [diagnostic.code for diagnostic in error.diagnostics]
    return []


def messages(text: str) -> str:
    """What is said of the mistakes in a text."""
    try:
        system(text)
    except SpecError as error:
        return "\n".join(f"{each.headline}; {each.label}; {each.help}" for each in error.diagnostics)
    return ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """`shown`: the claims that are violated, or for `reachable` reached, in some run. `mistakes`: kind and text of each."""

    shown: frozenset[str]
    mistakes: frozenset[str]
    states: int


def meaning(text: str, size: int = 2) -> Meaning:
    """What can happen, for every value of the options together. The two ways to find it must agree."""
    spec = system(text)
    claims = [claim for claim in spec.properties if claim.kind != "assume" and not claim.liveness]
    found = with_monitors(spec, claims)
    every = []
    for values in product(*(Scope().domain(option.type) for option in spec.options)):
        options = dict(zip((option.name for option in spec.options), values, strict=True))
        scope = Scope({sort.name: spec.sizes.get(sort.name, size) for sort in spec.sorts}, options)
        slow, fast = _by_hand(found, scope, claims), _searched(found, scope, claims)
        assert slow == fast, (text, options, slow, fast)
        every.append(slow)
    shown = frozenset(name for each in every for name in each.shown)
    made = frozenset(mistake for each in every for mistake in each.mistakes)
    return Meaning(shown, made, sum(each.states for each in every))


def played(text: str, scenario: str = "") -> bool:
    """Is there a run that follows the scenario, or the only one, to its end?"""
    spec = system(text)
    return play(spec, next(each for each in spec.scenarios if scenario in ("", each.name))).failure is None


def verdicts(text: str) -> dict[str, str]:
    """What a check says of each claim and scenario, by one engine: is it as the spec says?"""
    report = check(system(text), replace(Request(), engine="explicit", sizes={}))
    claimed = [each for each in report.findings if each.kind != "run-time"]
    return {each.name: "as expected" if each.as_expected else "otherwise" for each in claimed}


def _by_hand(spec: System, scope: Scope, claims: list[Property]) -> Meaning:
    level = list(initial_states(spec, scope))
    known: dict[str, State] = {_key(state): state for state in level}
    shown: set[str] = set()
    made: set[Mistake] = set()
    while level:
        assert len(known) < MOST_STATES, "a rule needs a handful of states"
        state = level.pop()
        made |= mistakes(spec, scope, state, claims)
        shown |= {claim.name for claim in claims if not reads_next(claim.formula) and shows(spec, scope, claim, None, state)}
        for _, _, outcome in successors(spec, scope, state):
            after = outcome.state
            if after is None:
                continue
            made |= transition_mistakes(spec, scope, state, after, claims)
            shown |= {claim.name for claim in claims if reads_next(claim.formula) and shows(spec, scope, claim, state, after)}
            if _key(after) not in known:
                known[_key(after)] = after
                level.append(after)
    return Meaning(frozenset(shown), frozenset(map(_named, made)), len(known))


def _searched(spec: System, scope: Scope, claims: list[Property]) -> Meaning:
    instance = instantiate(spec, scope, claims)
    goals = {
        claim.name: instance.shows(claim) for claim in claims
    }
    asked = {mistake: instance.making(f"mistake {number}", mistake) for number, mistake in enumerate(instance.mistakes)}
    every = [*goals.values(), *asked.values()]
    reached = {goal.name for goal, answer in explicit(instance, every, Budget(), lambda _: None) if isinstance(answer, Reached)}
    made = frozenset(_named(mistake) for mistake, goal in asked.items() if goal.name in reached)
    return Meaning(frozenset(goals) & reached, made, explore(instance, symmetry=False).states)


def _key(state: State) -> str:
    return repr(sorted(state.items(), key=repr))


def _named(mistake: Mistake) -> str:
    text = "" if mistake.span is None else " ".join(mistake.span.text.split())
    return f"{mistake.kind}: {text}"
