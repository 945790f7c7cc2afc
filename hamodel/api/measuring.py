"""A measure, or a claim about time -> Measured: how long what it watches lasts, at least and at most, with a run of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hamodel.api.findings import Trace, plain_trace
from hamodel.api.judging import close_to
from hamodel.api.notebook import one_line
from hamodel.check.measures import measurable, taken
from hamodel.check.request import Request
from hamodel.check.rows import sizes
from hamodel.engines import Budget
from hamodel.language.elaboration.timing.setting import settled
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.timing import seconds_text


@dataclass(frozen=True, slots=True, repr=False)
class Measured:
    """How long what the property `name` watches lasts: from `least` to `most` seconds, each with a run that shows it, at these
    options.

    It may never begin (`never`), or never end in any run (no `least`). Without a bound there is no `most`; `waits` names the
    actions that may wait for ever then, with their places. `unknown`: why it was not found out.
    """

    name: str
    options: Mapping[str, Value]
    least: Fraction | None
    most: Fraction | None
    shortest: Trace | None
    longest: Trace | None
    never: bool
    waits: Mapping[str, str]
    unknown: str

    def __str__(self) -> str:
        if self.unknown:
            return f"{self.name}: unknown: {self.unknown}"
        if self.never:
            return f"{self.name}: it never begins"
        least = "it never ends" if self.least is None else f"at least {seconds_text(self.least)}"
        if self.most is not None:
            return f"{self.name}: {least}, at most {seconds_text(self.most)}"
        waits = ", ".join(f"`{name}` ({place}) may wait for ever" for name, place in self.waits.items())
        return f"{self.name}: {least}, no bound{waits and ': '}{waits}"

    def __repr__(self) -> str:
        return one_line(f"<Measured {self}>")


def measured(system: System, name: str, asked: Request) -> Measured:
    """What `hamodel.api.spec.Spec.measure` tells."""
    known = measurable(system)
    if name not in known:
        said = close_to(name, list(known)) if known else "the spec has none"
        raise ValueError(f"`{name}` does not say how long something lasts; {said}")
    system, given = settled(system, asked.options)
    options = {option.name: given.get(option.name, option.default) for option in system.options}
    open_ = [option for option, value in options.items() if value is None]
    if open_:
        raise ValueError(f"a length is measured at one value of each option; give `{open_[0]}` one")
    scope = Scope(sizes(system, asked.sizes), options)
    faults = system.faults if asked.faults is None else asked.faults
    result = taken(system, known[name], scope, faults, Budget(seconds=asked.seconds), lambda _: None)
    found, whole = result.found, result.system
    shortest, longest = (None if run is None else plain_trace(whole, scope, run) for run in (found.shortest, found.longest))
    waits = {action.name: f"line {action.span.line}" for action in found.waits}
    return Measured(name, options, found.least, found.most, shortest, longest, not found.begins, waits, found.unknown)
