"""A run of a spec with timers -> what a picture of it shows: timers, messages, events, and what claims about time watch.

Every place in time is the number of a state: 0 the first one, n the one after step n. A row is a member that acts; what belongs
to none is in a last row of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.timing import TimeLimit
from hamodel.model.trace import Trace
from hamodel.report.lanes import members_of
from hamodel.report.timeline.events import Event, events
from hamodel.report.timeline.messages import MessageWay, is_arrow, message_ways
from hamodel.report.timeline.timed_run import TimedRun
from hamodel.report.timeline.timers import TimerRun, timer_runs
from hamodel.report.timeline.watched import Watched, together, watched_times
from hamodel.timing import telling


@dataclass(frozen=True, slots=True)
class Happenings:
    """`moments`: the time of each state; `quiet`: the steps that are told with others; `end`: what the last state is, if any."""

    rows: tuple[str, ...]
    moments: tuple[Fraction, ...]
    quiet: frozenset[int]
    timers: tuple[TimerRun, ...]
    messages: tuple[MessageWay, ...]
    events: tuple[Event, ...]
    watched: tuple[Watched, ...]
    end: str = ""


def happenings(
    system: System, scope: Scope, trace: Trace, limits: Sequence[TimeLimit] = (), end: str = ""
) -> Happenings | None:
    """What happens in the run, and how long what the limits watch lasts; None: the spec has no timers."""
    if system.timing is None or system.timing.unit is None:
        return None
    run = TimedRun(system, scope, trace, (Fraction(0), *telling.moments(system, trace)), members_of(system, trace.initial))
    timers, ways = tuple(timer_runs(run)), tuple(message_ways(run))
    happened = tuple(events(run, ways))
    watched = together([each for limit in limits for each in watched_times(run, limit, len(limits) == 1)])
    used = {*(timer.row for timer in timers), *(event.row for event in happened)}
    shared = not run.members or len(run.members) in used
    rows = (*run.members, *(["shared" if run.members else system.name] if shared else []))
    quiet = frozenset(number for number, text in telling.told(system, trace).items() if not text)
    arrows = tuple(way for way in ways if is_arrow(run, way))
    return Happenings(rows, run.moments, quiet, timers, arrows, happened, tuple(watched), end)
