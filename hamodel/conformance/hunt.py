"""hunt(system, make, seed, actions) -> Hunted: random actions to a program until it does what the model cannot, or all are done;
what is found is made short, and tried once more in a process that knows nothing of what was before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf
from time import perf_counter

from hamodel.conformance.driving import Driver, Models
from hamodel.conformance.explore import explore, scopes
from hamodel.conformance.observation import Nonsense, Reader
from hamodel.conformance.pipes import shown
from hamodel.conformance.process import OBSERVE, Process, do_line, reset_line
from hamodel.conformance.shrinking import shrunk
from hamodel.follow import MOST_STATES
from hamodel.follow.belief import TooManyToFollow
from hamodel.follow.events import spoken
from hamodel.follow.findings import Exploration, Found, Hunted
from hamodel.model.expr import Value
from hamodel.model.semantics import cells
from hamodel.model.system import System
from hamodel.model.trace import CellName

SHRINKING = 60.0
"""Seconds in which what was found is made short: with a program that hangs each trial takes its time."""


def hunt(
    system: System,
    make: Callable[[], Process],
    seed: int,
    actions: int | None,
    options: Mapping[str, Value],
    sizes: Mapping[str, int],
    until: float = inf,
    faults: int | None = None,
    most_states: int = MOST_STATES,
) -> Hunted:
    """So many actions; None: as many as there is time for, `until` it is that time (of `perf_counter`). `faults`: at most so many
    from one reset to the next."""
    processes: list[Process] = []

    def started() -> Process:
        processes.append(make())
        return processes[-1]

    models = Models(system, most_states)
    most = 10**12 if actions is None else actions
    try:
        exploration = explore(
            system, started, seed, most, options=options, sizes=sizes, faults=faults, until=until, models=models
        )
        found, again, interrupted = exploration.found, None, exploration.interrupted
        if found is None:
            found = _unasked(system, processes, options, sizes)
        elif not interrupted:
            try:
                found = shrunk(found, started, models, until=perf_counter() + SHRINKING)
                again = _seen_again(found, started, models)
            except KeyboardInterrupt:
                interrupted = True
    finally:
        for process in processes:
            process.close()
    reader = Reader(system, scopes(system, options, sizes)[0])
    seen = set(_known(reader, {name for process in processes for name in process.shown}))
    every = [cell for cell in cells(system, reader.scope) if not _hidden(system, cell)]
    why = "interrupted" if interrupted else "" if found is not None else _why(exploration, actions, until)
    return Hunted(
        exploration,
        found,
        again,
        [cell for cell in every if cell in seen],
        [cell for cell in every if cell not in seen],
        why,
        interrupted,
        [] if found is None else _lines(found),
        most_states,
    )


def _unasked(
    system: System, processes: Sequence[Process], options: Mapping[str, Value], sizes: Mapping[str, int]
) -> Found | None:
    for process in processes:
        if process.unasked:
            failure = f"until its end, the program wrote {shown(process.unasked)}, for which nobody asked"
            return Found(system, scopes(system, options, sizes)[0], (), failure=failure)
    return None


def _seen_again(found: Found, make: Callable[[], Process], models: Models) -> bool:
    driver = Driver(models, make)
    try:
        return driver.play(found.scope, [done.happening for done in found.done]) is not None
    except TooManyToFollow:
        return False
    finally:
        driver.close()


def _lines(found: Found) -> list[str]:
    """What makes the program do it again."""
    reset = reset_line(found.system.name, found.scope.options, found.scope.sizes)
    done = [do_line(each.happening.action, spoken(each.happening)) for each in found.done]
    return [reset, *done] if found.difference is None else [reset, *done, OBSERVE]


def _why(exploration: Exploration, actions: int | None, until: float) -> str:
    if exploration.actions == actions:
        return ""
    if perf_counter() >= until:
        return "" if actions is None else f"the time was over before {actions:,} actions"
    return "there was nothing more that could be done"


def _known(reader: Reader, names: set[str]) -> list[CellName]:
    found = []
    for name in names:
        try:
            found.append(reader.cell(name))
        except Nonsense:
            continue  # it was a finding
    return found


def _hidden(system: System, cell: CellName) -> bool:
    return any(variable.name == cell[0] and variable.hidden for variable in system.variables)
