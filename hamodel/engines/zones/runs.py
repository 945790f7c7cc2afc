"""A zone of a search -> a run that comes to it, at whole numbers of units: a trace of the system in which time passes in steps.

When the moves happen is the earliest solution of what the run asks of them: each clock is the time since a move. Every state is
one to which the reference semantics goes, and is compared with what the search said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hamodel.engines.zones.discrete import DiscreteNode, FailedMove, TimedMove
from hamodel.engines.zones.messages import TimedChannel, flight_cell, queue_of
from hamodel.engines.zones.remembered import Clock
from hamodel.engines.zones.search import PlacedMove, ZonePlace, ZoneSearch
from hamodel.engines.zones.stuck import Corner
from hamodel.evidence.confirm import Disagreement
from hamodel.ground.instance import Instance
from hamodel.model.semantics import initial_states, outcomes
from hamodel.model.timing import STOPPED, units_passed
from hamodel.model.trace import State, Step, Trace


@dataclass(frozen=True, slots=True)
class RunStop:
    """A place of a run: the move to it (None: the run starts), how its zone comes from that, the place itself."""

    move: TimedMove | None
    kind: int
    place: ZonePlace
    sources: Sequence[int]


@dataclass(frozen=True, slots=True)
class Apart:
    """The moment `later` is at least `least` after the moment `earlier`; it may be before it."""

    earlier: int
    later: int
    least: int


def way(place: ZonePlace, zone: int, last: PlacedMove | None = None) -> list[RunStop]:
    """The places before a zone, and itself; then what the `last` move leads to."""
    stops: list[RunStop] = []
    here: tuple[ZonePlace, int] | None = (place, zone)
    while here is not None:
        origin = here[0].origins[here[1]]
        link = None if origin is None else origin[2]
        move = None if link is None else link.move
        stops.append(RunStop(move, here[0].kinds[here[1]], here[0], () if link is None else link.sources.tolist()))
        here = None if origin is None else origin[:2]
    stops.reverse()
    if last is not None:
        stops.append(RunStop(last.move, 0, last.target, last.sources.tolist()))
    return stops


# --- when ----------------------------------------------------------------------------------------------------------------


def moments(
    stops: Sequence[RunStop],
    lasting: int | None = None,
    then: FailedMove | None = None,
    ends: int | None = None,
    corner: Corner | None = None,
) -> list[int] | None:
    """When each stop is come to, the run starting at 0, and when it ends; None: not at whole units, each time of a pause one at
    least.

    `lasting`: what is watched has lasted for so long at the end. `then`: what must be possible there. `ends`: the last move ends
    what is watched, after no longer than that. `corner`: where the clocks are at the end.
    """
    asked: list[Apart] = []
    for each in _asked(stops, lasting, then, ends, corner):
        if each is None:
            return None
        asked.append(each)
    found = [0] * (len(stops) + 1)
    for _ in range(len(found) + 1):
        changed = False
        for each in asked:
            if found[each.earlier] + each.least > found[each.later]:
                found[each.later] = found[each.earlier] + each.least
                changed = True
        if not changed:
            return found if found[0] == 0 else None
        if found[0]:
            return None
    return None


def _asked(
    stops: Sequence[RunStop], lasting: int | None, then: FailedMove | None, ends: int | None, corner: Corner | None
) -> Iterator[Apart | None]:
    """What a run asks of its moments: the last one is that of its end. None: something that cannot be said of these."""
    started: list[int] = [0]
    for number, stop in enumerate(stops):
        if stop.move is not None:
            before = started
            if stop.move.least is not None:
                yield Apart(before[stop.move.least.clock], number, stop.move.least.low)
            if ends is not None and number == len(stops) - 1:
                yield Apart(number, before[-1], -ends)
            started = [number if source == 0 else before[source] for source in stop.sources]
        else:
            started = [number] * len(stop.place.highs)
        if len(started) < len(stop.place.highs):  # what is watched begins as time passes
            yield None
            return
        started = started[: len(stop.place.highs)]
        end = number + 1
        yield Apart(number, end, max(stop.kind, 0))
        if stop.kind == 0:
            yield Apart(end, number, 0)
            continue
        for clock, high in enumerate(stop.place.node.highs):
            if clock:
                yield Apart(end, started[clock], -high)
    if then is not None and then.least is not None:
        yield Apart(started[then.least.clock], len(stops), then.least.low)
    if corner is not None:
        yield from (Apart(started[clock], len(stops), low) for clock, low in corner.least)
        yield from (Apart(len(stops), started[clock], -high) for clock, high in corner.most)
    if lasting is not None:
        yield Apart(started[-1], len(stops), lasting)


# --- what ----------------------------------------------------------------------------------------------------------------


def played(instance: Instance, search: ZoneSearch, stops: Sequence[RunStop], times: Sequence[int]) -> Trace:
    """The run at these moments, with the time at its end."""
    system, scope = instance.system, instance.scope
    units = search.discrete.unit
    assert system.timing is not None
    assert system.timing.unit == units, "both count the same"
    running: dict[Clock, int] = {}
    _start(running, stops[0], 0)
    start = _node_of(stops[0])
    state = next((each for each in initial_states(system, scope) if _agrees(search, start, each, running, 0)), None)
    if state is None:
        raise Disagreement("zones: no run starts as the search says")
    trace = Trace(state)
    steps: list[Step] = []
    for number, stop in enumerate(stops):
        if stop.move is not None:
            move = stop.move
            action = system.action(move.name)
            _start(running, stop, times[number])
            found = outcomes(system, scope, state, action, move.args)
            after = next(
                (each.state for each in found if each.state and _agrees(search, move.target, each.state, running, times[number])),
                None,
            )
            if after is None:
                raise Disagreement(f"zones: {move.name}{move.args} cannot happen {times[number]} units after the start")
            state = after
            steps.append(Step(move.name, action.named(move.args), state))
        for step in _pause(instance, state, times[number + 1] - times[number]):
            state = step.state
            steps.append(step)
    return replace(trace, steps=tuple(steps))


def _pause(instance: Instance, state: State, units: int) -> Iterator[Step]:
    """So many units pass, in as few steps as there are."""
    actions = {passed: action for action in instance.system.actions if (passed := units_passed(action.name))}
    for passed in sorted(actions, reverse=True):
        while units >= passed:
            found = outcomes(instance.system, instance.scope, state, actions[passed], ())
            if not found or found[0].state is None:
                raise Disagreement("zones: time cannot pass where the search lets it")
            state, units = found[0].state, units - passed
            yield Step(actions[passed].name, (), state)


def _node_of(stop: RunStop) -> DiscreteNode:
    return stop.place.node if stop.move is None else stop.move.target


def _start(running: dict[Clock, int], stop: RunStop, now: int) -> None:
    """The moments at which the clocks of a stop started."""
    node, before = _node_of(stop), [now, *running.values()]
    sources = stop.sources[1 : len(node.clocks) + 1] if stop.move is not None else [0] * len(node.clocks)
    moments = {clock: before[source] if source else now for clock, source in zip(node.clocks, sources, strict=True)}
    running.clear()
    running.update(moments)


def _agrees(search: ZoneSearch, node: DiscreteNode, state: State, running: dict[Clock, int], now: int) -> bool:
    """Is it the state of the node, with timers that started then? They count units there."""
    named = {timer.name for timer in search.discrete.timing.timers}
    named |= {f"{name} from" for name in named}
    for cell, content in node.state.items():
        if cell[0] not in named:
            if state[cell] != content:
                return False
        elif cell[0].endswith(" from"):
            continue
        elif content == STOPPED or state[cell] == STOPPED:
            if content != state[cell]:
                return False
        else:
            length = search.discrete.length(content)
            if state[cell] != length - (now - running["timer", *cell]):
                return False
    return all(_is_as_old(channel, node, state, running, now) for channel in search.discrete.channels)


def _is_as_old(channel: TimedChannel, node: DiscreteNode, state: State, running: dict[Clock, int], now: int) -> bool:
    """Is each message of the channel on its way for as long?"""
    for clock in node.clocks:
        if clock[:2] == ("message", channel.channel.name):
            *ends, place = clock[2]
            queue, number = queue_of(node.state, (clock[1], tuple(ends))), int(place)  # type: ignore[arg-type]
            left = max(0, channel.high - (now - running[clock]))
            if state[flight_cell(channel.channel, queue, tuple(ends), number)] != left:
                return False
    return True
