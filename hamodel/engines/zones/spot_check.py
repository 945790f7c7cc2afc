"""Random runs of a spec with timers, at times that are fractions, must be in the zones of a search that has ended."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from hamodel.engines.zones.discrete import Args, Discrete, DiscreteNode
from hamodel.engines.zones.goals import Sought
from hamodel.engines.zones.remembered import Clock
from hamodel.engines.zones.search import ZonePlace, ZoneSearch
from hamodel.evidence.confirm import Disagreement
from hamodel.model.semantics import EvaluationError, evaluate
from hamodel.model.timing import STOPPED, TimeLimit
from hamodel.timing.exact import Exact, Instant, LimitWatch

RUNS, MOVES = 6, 12
"""So many runs of so many moves each are looked at."""

PARTS = 7
"""Into so many parts a unit is divided."""


def spot_check(
    search: ZoneSearch, absent: Sequence[Sought], limit: TimeLimit | None = None, obliged: frozenset[str] = frozenset()
) -> None:
    """Raises `Disagreement` unless every moment of some runs is in the zones, shows nothing that is said to be `absent`, and
    keeps the limit; and unless one of the `obliged` moves can happen where time cannot pass, if there are any."""
    discrete = search.discrete
    exact = Exact(discrete.written, discrete.scope, discrete.properties)
    watch = None if limit is None else LimitWatch(exact, limit)
    starts = {tuple(node.state.values()): node for node in discrete.starts()}
    for seed in range(RUNS):
        chosen = random.Random(seed)
        moment = next((each for number, each in enumerate(exact.starts()) if number == seed % max(1, len(starts))), None)
        if moment is None:
            return
        run = _SampledRun(search, exact, moment, watch)
        for _ in range(MOVES):
            run.look(absent, obliged)
            if not run.go_on(chosen):
                break
        run.look(absent, obliged)


class _SampledRun:
    """A run, where it is in the exact semantics and which node that is."""

    def __init__(self, search: ZoneSearch, exact: Exact, moment: Instant, watch: LimitWatch | None) -> None:
        self.search, self.exact, self.moment, self.watch = search, exact, moment, watch
        self.open = {} if watch is None else watch.seen(moment, {})
        found = [node for node in search.discrete.starts() if _same(exact, node, moment)]
        if not found:
            raise Disagreement("zones: a run starts where no search began")
        self.node = found[0]
        self.elapsed: Mapping[Clock, Fraction] = dict.fromkeys(self.node.clocks, Fraction(0))

    def go_on(self, chosen: random.Random) -> bool:
        """A time, and then a move; False: there is none."""
        unit = self.search.discrete.unit
        most = self.exact.longest(self.moment)
        time = Fraction(chosen.randint(0, 3 * PARTS), PARTS) * unit
        if chosen.random() < 0.5 and most is not None:
            time = most
        later = self.exact.later(self.moment, time) if time else None
        if later is not None and self.node.later is not None:
            self.moment, self.node = later, self.node.later
            self.elapsed = {clock: passed + time for clock, passed in self.elapsed.items()}
            self._watch(time)
            if not _same(self.exact, self.node, later):
                raise Disagreement("zones: time changes what the search says it leaves")
        elif later is not None:
            raise Disagreement("zones: time passes where the search says it cannot")
        moves = [*self._moves()]
        if not moves:
            return False
        name, args, after = chosen.choice(moves)
        for move in self.search.discrete.expand(self.node).moves:
            if (move.name, move.args) == (name, args) and _same(self.exact, move.target, after):
                so_far = [Fraction(0), *(self.elapsed[clock] for clock in self.node.clocks)]
                elapsed = {clock: so_far[source] for clock, source in zip(move.target.clocks, move.sources[1:], strict=True)}
                if _left(self.exact, move.target, after, elapsed, self.search.discrete):
                    self.moment, self.node, self.elapsed = after, move.target, elapsed
                    self._watch(Fraction(0))
                    return True
        raise Disagreement(f"zones: the search knows nothing of {name}{args}")

    def _moves(self) -> Iterator[tuple[str, Args, Instant]]:
        """What can happen. Of equal messages the search delivers the oldest, which is the first here: see `messages`."""
        delivered: set[object] = set()
        for name, args, after in self.exact.moves(self.moment):
            if not isinstance(after, Instant):
                continue
            if name.startswith("deliver "):
                leads = name, args, tuple(after.state.values())
                if leads in delivered:
                    continue
                delivered.add(leads)
            yield name, args, after

    def _watch(self, time: Fraction) -> None:
        if self.watch is not None:
            self.open = self.watch.seen(self.moment, {args: so_far + time for args, so_far in self.open.items()})
            if self.watch.broken(self.open):
                raise Disagreement("zones: a run takes longer than the search found")

    def look(self, absent: Sequence[Sought], obliged: frozenset[str]) -> None:
        if obliged and self.exact.longest(self.moment) == 0 and not obliged & {name for name, _, _ in self._moves()}:
            raise Disagreement("zones: time cannot pass, and nothing that has to happen can")
        place = self.search.places.get((self.node, False, 0))
        times = [Fraction(0), *(self.elapsed[clock] / self.search.discrete.unit for clock in self.node.clocks)]
        if place is None or not _inside(place, times):
            raise Disagreement(f"zones: a run is at times that the search did not reach: {self.elapsed}")
        for sought in absent:
            if sought.formula is not None and sought.wanted is not None and not sought.transition:
                try:
                    shown = evaluate(sought.formula, {}, self.moment.state, self.exact.scope) is sought.wanted
                except EvaluationError:
                    shown = False
                if shown:
                    raise Disagreement("zones: a run shows what the search said is not there")


def _inside(place: ZonePlace, times: Sequence[Fraction]) -> bool:
    """Is the point in one of the zones? Times are multiplied until they are whole."""
    parts = lcm(*(time.denominator for time in times))
    whole = [int(time * parts) for time in times]
    apart = np.array([[one - other for other in whole] for one in whole], np.int64)
    zones = place.zones[:, :, : place.size].astype(np.int64) * parts
    return bool((apart[:, :, None] <= zones).all(axis=(0, 1)).any())


def _same(exact: Exact, node: DiscreteNode, moment: Instant) -> bool:
    """Is it the same state, but for how much time is left?"""
    timers = {timer.name for timer in exact.timing.timers}
    lengths = {f"{name} from" for name in timers}
    for cell, content in node.state.items():
        if cell[0] in timers:
            if (content == STOPPED) != (moment.state[cell] == STOPPED):
                return False
        elif cell[0] not in lengths and content != moment.state[cell]:
            return False
    return True


def _left(exact: Exact, node: DiscreteNode, moment: Instant, elapsed: Mapping[Clock, Fraction], discrete: Discrete) -> bool:
    """Is as much time left of each timer, and each message as old?"""
    for timer in exact.timing.timers:
        for args in exact._members(timer.binders):
            content = node.state[timer.name, args]
            if content != STOPPED:
                length = discrete.length(content) * discrete.unit
                if length - elapsed["timer", timer.name, args] != moment.state[timer.name, args]:
                    return False
    for kind, name, args in node.clocks:
        channel = next((each for each in exact.delayed if kind == "message" and each.channel.name == name), None)
        if channel is not None:
            *ends, place = args
            age = moment.ages[name, tuple(ends)][int(place)]  # type: ignore[arg-type]
            if age != min(elapsed[kind, name, args], channel.high):
                return False
    return True
