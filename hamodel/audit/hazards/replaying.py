"""A run that is kept as text -> the run itself, taken anew in the spec step by step: for readers who step through it.

The text names the actions; the meaning of the language says what they lead to. The run that is found, told again, is the text
word for word, or else there is none: so nothing is shown that the spec does not do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from hamodel.check.rows import SMALL_SIZES, sizes
from hamodel.host.library import SIGN
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import initial_states, outcomes
from hamodel.model.system import Action, System
from hamodel.model.trace import State, Step, Trace
from hamodel.model.transform import IDLE, with_monitors
from hamodel.report.lanes import trace_lines
from hamodel.report.results import ShownRun
from hamodel.report.style import Style
from hamodel.report.words import call

BACK = re.compile(r" +↻ {2}back to the (?:state after step (\d+)|first state)")
RESTS = re.compile(r" +↻ {2}(?:from here on )?nothing happens any more")
TITLE = re.compile(r" {2,}(\d+) {2}(\S.*?)(?: {2,}(?:fault|input))?")
MOST_STEPS = 20_000
"""So many steps are tried for a run: of one that branches more there is the text alone."""

Taken = tuple[Action, tuple[Value, ...]]


def text_of(system: System, scope: Scope, trace: Trace) -> str:
    """A run as it is kept."""
    return "\n".join(line.rstrip() for line in trace_lines(system, scope, trace, Style(width=100)))


@cache
def system_of(spec: str) -> System:
    """A spec of the library, by its path there."""
    return with_monitors(elaborate(load(SIGN + spec)), ())


def replayed(spec: str, options: Mapping[str, Value], text: str) -> ShownRun | None:
    """The run of which this is the text; None where none is found, since it branches much."""
    system = system_of(spec)
    titles = [found[2] for line in text.splitlines() if (found := TITLE.fullmatch(line))]
    for scope in _scopes(system, options):
        known = _actions(system, scope)
        left = [MOST_STEPS]
        if not all(title in known for title in titles):
            continue
        for initial in initial_states(system, scope, MOST_STEPS):
            for steps in _runs(system, scope, initial, [known[title] for title in titles], left):
                trace = _without_end(Trace(initial, steps), text.splitlines()[-1])
                if text_of(system, scope, trace) == text:
                    return ShownRun(system, scope, trace)
    return None


def _without_end(trace: Trace, last: str) -> Trace:
    """The run as one without end, if the last line of its text says so: it goes back, or rests."""
    if RESTS.fullmatch(last):
        return Trace(trace.initial, (*trace.steps, Step(IDLE, (), trace.states[-1])), len(trace.steps))
    back = BACK.fullmatch(last)
    return trace if back is None else Trace(trace.initial, trace.steps, int(back[1] or 0))


def _scopes(system: System, options: Mapping[str, Value]) -> Iterator[Scope]:
    """The sizes that a check looks at, small ones first."""
    said = sizes(system, {})
    free = [sort.name for sort in system.sorts if sort.name not in said]
    for chosen in sorted(product(SMALL_SIZES, repeat=len(free)), key=sum):
        yield Scope({**said, **dict(zip(free, chosen, strict=True))}, dict(options))


def _actions(system: System, scope: Scope) -> dict[str, list[Taken]]:
    """What can be done, by its words."""
    found: dict[str, list[Taken]] = {}
    for action in system.actions:
        for arguments in product(*(scope.domain(binder.type) for binder in action.parameters)):
            found.setdefault(call(system, action.name, arguments), []).append((action, arguments))
    return found


def _runs(system: System, scope: Scope, state: State, wanted: list[list[Taken]], left: list[int]) -> Iterator[tuple[Step, ...]]:
    """The ways to take these actions one after the other."""
    if not wanted:
        yield ()
        return
    for action, arguments in wanted[0]:
        for outcome in outcomes(system, scope, state, action, arguments):
            left[0] -= 1
            if outcome.state is None or left[0] < 0:
                continue
            for rest in _runs(system, scope, outcome.state, wanted[1:], left):
                yield (Step(action.name, action.named(arguments), outcome.state), *rest)
