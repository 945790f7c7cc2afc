"""A property, and durations that are not set -> SolvedFor: for which of their values it is violated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hamodel.api.judging import close_to
from hamodel.api.notebook import one_line
from hamodel.check.request import Request
from hamodel.check.rows import sizes
from hamodel.check.values import solution
from hamodel.language.elaboration.timing.setting import settled
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System, TimeSolve
from hamodel.report.solutions import values_text
from hamodel.report.when.lengths import side_text
from hamodel.source import Source, Span


@dataclass(frozen=True, slots=True, repr=False)
class SolvedFor:
    """For which values of `durations` the property `name` is violated (reached), at these values of the other options.

    `violated`: it is where all inequalities of one of these hold; one without any: for all values in the ranges of the options.
    Not `exact`: it is not known for all values. `text`: the answer as a sentence. `unknown`: why nothing is known.
    """

    name: str
    durations: tuple[str, ...]
    options: Mapping[str, Value]
    violated: tuple[tuple[str, ...], ...]
    exact: bool
    text: str
    unknown: str

    def __str__(self) -> str:
        return f"{self.name} {self.text}"

    def __repr__(self) -> str:
        return one_line(f"<SolvedFor {self}>")


def solved_for(system: System, name: str, durations: Sequence[str], asked: Request) -> SolvedFor:
    """What `hamodel.api.spec.Spec.solve` tells. Raises ValueError."""
    claims = {property.name: property for property in system.properties if not property.liveness}
    if name not in claims:
        raise ValueError(f"`{name}` is no property that can be asked so; {close_to(name, list(claims))}")
    system, given = settled(system, asked.options)
    known = [] if system.timing is None else [each for each in system.timing.options if each.name not in system.timing.given]
    missing = [each for each in durations if each not in [option.name for option in known]]
    if missing or not known:
        raise ValueError(f"{f'`{missing[0]}` is' if missing else 'there is'} no duration that is not set")
    free = [option for option in known if not durations or option.name in durations]
    options = {option.name: given.get(option.name, option.default) for option in system.options}
    open_ = [option for option, value in options.items() if value is None]
    if open_:
        raise ValueError(f"it is asked at one value of each other option; give `{open_[0]}` one")
    scope = Scope(sizes(system, asked.sizes), options)
    names = tuple(option.name for option in free)
    question = TimeSolve(name, name, names, asked.faults, system.span or Span(Source("", ""), 0, 0))
    property = next(each for each in system.properties if each.name == name)
    found = solution(system, property, scope, asked.faults_of(system), free, question, lambda: asked.seconds)
    violated = () if found.solved.unknown else tuple(tuple(side_text(found, side) for side in each) for each in found.reached)
    return SolvedFor(name, names, options, violated, found.exact, values_text(found), found.solved.unknown)
