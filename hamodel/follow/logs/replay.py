"""Replay: entries of logs -> Replayed: consistent with a spec, inconsistent from a line on, or nobody can tell.

NOTE(orders): lines of different sources that are closer than the skew may have happened in either order. What is followed are
the *cuts*: sets of lines that can have happened so far, each with the states that the model can then be in. When a line comes,
every cut must have in it what is older than the skew; it joins those that have what its source said before, and the lines that
may come after it join in turn. Only the lines within the skew are told apart, as bits of a number.

The log is consistent if the cut of all lines has a state. The first line that no run explains is the first one that is missing in
every cut with a state, whatever else is in them. It is inconsistent for every combination of the options, or not at all.

What is said about an inconsistency is sound under what `conformance/logs/lines.py` records about lines that cannot be read. How
many faults the spec says a check should explore does not count here: the log says how many there were.

Of a spec with timers the times of the lines are a part of what is explained, each as far as the skew lets it: see `timed.py`.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from hamodel.follow import MOST_STATES
from hamodel.follow.belief import TooManyToFollow
from hamodel.follow.events import Entry, Place, Unread
from hamodel.follow.logs.closest import Closest, Moment, closest
from hamodel.follow.logs.sets import MOST_KNOWN, Model
from hamodel.follow.logs.timed import TimedModel
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.transform import with_monitors

MOST_CUTS = 5_000
"""More sets of lines that can have happened so far are not followed."""

KEPT = 200
"""So many of the latest moments are kept, to tell of a run."""

Answer: TypeAlias = Literal["consistent", "inconsistent", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Lost:
    """Where a combination of the options could not be followed any more, and why."""

    options: Mapping[str, Value]
    place: Place | None
    reason: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came out. `combinations` of options were tried; those numbered in `explaining` explain the whole log.

    `closest`: of the combination that explains most, where it stops, and how near the model comes to that line. `run`: a run
    that explains the log, or its end. `unread`: what of the log made no sense. `ended`: the log was read to its end. `rough`:
    what explains it was not followed step by step, and may be no run (see NOTE(long silence) in `timed.py`).
    """

    answer: Answer
    scope: Scope
    lines: int
    combinations: tuple[Mapping[str, Value], ...]
    explaining: tuple[int, ...]
    states: int
    unread: Unread
    closest: Closest | None = None
    run: Closest | None = None
    lost: tuple[Lost, ...] = ()
    looped: bool = False
    ended: bool = True
    rough: bool = False


class Replay:
    """A log being followed, for each combination of the options by itself. `unseen`: inputs and faults that may happen unseen."""

    def __init__(
        self,
        system: System,
        scope: Scope,
        combinations: Sequence[Mapping[str, Value]],
        unseen: Collection[str] = (),
        skew: Decimal = Decimal(0),
        most_states: int = MOST_STATES,
    ) -> None:
        timed = system.timing is not None
        self.system = system if timed else with_monitors(system, ())
        own = {action.name for action in system.actions if action.kind in ("step", "delivery")}
        self.scope = scope
        self.combinations = tuple(combinations)
        self.lines = 0
        self.states = 0
        self._runs: list[_Run] = []
        for options in combinations:
            extent = Scope(scope.sizes, {**scope.options, **options})
            share = MOST_KNOWN // len(self.combinations)
            happen = frozenset(own | set(unseen))
            if timed:
                model: Model = TimedModel(self.system, extent, happen, most_states, share // TimedModel.room, skew)
            else:
                model = Model(self.system, extent, happen, most_states, share)
            self._runs.append(_Run(model, options, skew))

    @property
    def told(self) -> System:
        """The system of the runs that are shown."""
        model = self._runs[0].model if self._runs else None
        return model.told if isinstance(model, TimedModel) else self.system

    @property
    def going(self) -> bool:
        """Is there anything left that another line could change?"""
        return any(run.going for run in self._runs)

    @property
    def starts(self) -> bool:
        """Does the model have a run?"""
        return any(run.lost is not None or run.best_moment is not None for run in self._runs)

    def read(self, entry: Entry) -> None:
        """The next line, in the order of `clocks.merged`."""
        self.lines += 1
        going = [run for run in self._runs if run.going]
        for run in going:
            run.read(entry)
        left = [run for run in going if run.going]
        if len(left) < len(going):
            for run in left:
                run.model.most_known = max(run.model.most_known, MOST_KNOWN // len(left) // run.model.room)
        self.states = max(self.states, sum(run.states for run in left))

    def result(self, unread: Unread, loop: Sequence[Entry] = (), ended: bool = True, strict: bool = True) -> Replayed:
        """What came out. `loop`: lines that come again and again after the last one, for ever."""
        if ended:
            for run in self._runs:
                if run.going:
                    run.finish(loop)
        explaining = tuple(number for number, run in enumerate(self._runs) if run.going)
        lost = tuple(run.lost for run in self._runs if run.lost is not None)
        answer: Answer = "cannot tell"
        rough = not any(self._runs[number].sure for number in explaining)
        if explaining and self.lines and ended and not (unread.lines and strict) and not rough:
            answer = "consistent"
        if self.lines and not explaining and not lost and not (unread.gap and strict):
            answer = "inconsistent"
        dead = [] if explaining or lost else self._runs
        stopped = max((run for run in dead if run.best_moment is not None), key=lambda run: run.best, default=None)
        alive = next((run for run in self._runs if run.going and run.sure), None)
        alive = alive or next((run for run in self._runs if run.going), None)
        return Replayed(
            answer,
            self.scope,
            self.lines,
            self.combinations,
            explaining,
            self.states,
            unread,
            stopped.closest() if stopped is not None and self.lines else None,
            alive.explanation() if alive is not None else None,
            lost,
            bool(loop),
            ended,
            bool(explaining) and rough,
        )


# --- one combination of the options ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Run:
    """What is followed: see NOTE(orders). Bit `i` of a cut is `window[i]`; the `base` lines before are in every cut."""

    model: Model
    options: Mapping[str, Value]
    skew: Decimal
    going: bool = True
    lost: Lost | None = None
    base: int = 0
    window: list[Entry] = field(default_factory=list)
    before: list[int] = field(default_factory=list)  # of each line in the window the line of its source before it, as a bit
    cuts: dict[int, Moment] = field(default_factory=dict)
    best: tuple[int, int] = (-1, 0)
    best_moment: Moment | None = None
    failing: Entry | None = None
    recent: deque[Moment] = field(default_factory=deque)
    leaps: _Run | None = None

    def __post_init__(self) -> None:
        try:
            start = self.model.start()
        except TooManyToFollow as reason:
            self._lose(None, str(reason))
            return
        if start.each:
            self._keep(0, Moment(start, (), True))
        else:
            self.going = False

    @property
    def states(self) -> int:
        return sum(len(moment.states.each) for moment in self.cuts.values())

    @property
    def sure(self) -> bool:
        """Is there a run of the model, where one is found?"""
        return not self.model.rough or (self.leaps is not None and self.leaps.going)

    def read(self, entry: Entry) -> None:
        """The next line; of a spec with timers, from the first long silence on in two ways: see NOTE(long silence) there."""
        before = copy(self) if isinstance(self.model, TimedModel) and not self.model.rough else None
        if before is not None:
            before.window, before.before, before.cuts = [*self.window], [*self.before], {**self.cuts}
            before.recent = self.recent.copy()
        self._read(entry)
        if before is not None and self.model.rough:
            assert isinstance(self.model, TimedModel), "others follow all"
            before.model, self.leaps = self.model.leaping(), before
        if self.leaps is not None and self.leaps.going:
            self.leaps._read(entry)

    def _read(self, entry: Entry) -> None:
        try:
            self._settle(entry)
            if self.going:
                self._join(entry)
            if self.going and entry.time is None and (1 << len(self.window)) - 1 not in self.cuts:
                self._stop()  # without times nothing that is still to come has happened before
        except TooManyToFollow as reason:
            self._lose(entry.place, str(reason))

    def finish(self, loop: Sequence[Entry]) -> None:
        """There are no more lines: all must have happened, and those of the loop again and again."""
        whole = (1 << len(self.window)) - 1
        if whole not in self.cuts:
            self._stop()
            return
        self.cuts = {whole: self.cuts[whole]}
        if self.leaps is not None and self.leaps.going:
            self.leaps.finish(())
        if loop:
            try:
                self._go_round(self.cuts[whole], loop)
            except TooManyToFollow as reason:
                self._lose(loop[0].place, str(reason))

    def closest(self) -> Closest:
        return closest(self.model, self.best_moment, self.failing)

    def explanation(self) -> Closest:
        """The run so far, up to the cut with most lines."""
        if self.leaps is not None and self.leaps.going:
            return self.leaps.explanation()
        return closest(self.model, self.cuts[max(self.cuts, key=int.bit_count)], None)

    # --- private ---

    def _settle(self, entry: Entry) -> None:
        """Leaves out the cuts without the lines that are older than the skew: they must have happened before this one."""
        old = 0
        for line in self.window:
            if line.time is not None and entry.time is not None and entry.time - line.time <= self.skew:
                break
            old += 1
        if not old:
            return
        mask = (1 << old) - 1
        left = {cut >> old: moment for cut, moment in self.cuts.items() if cut & mask == mask}
        if not left:
            self._stop()
            return
        self.cuts = left
        self.base += old
        del self.window[:old]
        self.before = [bits >> old for bits in self.before[old:]]

    def _join(self, entry: Entry) -> None:
        bit = 1 << len(self.window)
        earlier = next((1 << i for i in range(len(self.window) - 1, -1, -1) if self.window[i].source == entry.source), 0)
        self.window.append(entry)
        self.before.append(earlier)
        ways = {cut | bit: [(moment, entry)] for cut, moment in self.cuts.items() if cut & earlier == earlier}
        waiting = [(cut.bit_count(), cut) for cut in ways]
        heapq.heapify(waiting)
        while waiting:
            _, cut = heapq.heappop(waiting)
            after = [(self.model.after(moment.states, line), (moment, line)) for moment, line in ways.pop(cut)]
            possible = [(states, way) for states, way in after if states.each]
            if not possible:
                continue
            moment = Moment(self.model.union([states for states, _ in possible]), tuple(way for _, way in possible))
            self._keep(cut, moment)
            for number, line in enumerate(self.window[:-1]):
                if not cut & 1 << number and cut & self.before[number] == self.before[number]:
                    larger = cut | 1 << number
                    if larger not in ways:
                        ways[larger] = []
                        heapq.heappush(waiting, (larger.bit_count(), larger))
                    ways[larger].append((moment, line))

    def _keep(self, cut: int, moment: Moment) -> None:
        self.cuts[cut] = moment
        if len(self.cuts) > MOST_CUTS:
            raise TooManyToFollow(f"the lines within the skew can have happened in more than {MOST_CUTS:,} ways")
        prefix = (~cut & cut + 1).bit_length() - 1  # how many of the lowest bits are set
        reached = (self.base + prefix, cut.bit_count() - prefix)
        if reached >= self.best:
            self.best, self.best_moment = reached, moment
        self.recent.append(moment)
        if len(self.recent) > KEPT:
            self.recent.popleft().ways = ()
            living = (*self.recent, *self.cuts.values(), self.best_moment or moment)
            self.model.forget(each.states for one in living for each in (one, *(before for before, _ in one.ways)))

    def _stop(self) -> None:
        """No run explains the first line that is missing in every cut."""
        self.going = False
        self.failing = self.window[self.best[0] - self.base]

    def _lose(self, place: Place | None, reason: str) -> None:
        self.going = False
        self.lost = Lost(self.options, place, reason)
        self.cuts = {}

    def _go_round(self, moment: Moment, loop: Sequence[Entry]) -> None:
        """Follows the lines of the loop until what is known comes again; then it comes again for ever."""
        known = set()
        while moment.states not in known:
            known.add(moment.states)
            for line in loop:
                after = self.model.after(moment.states, line)
                if not after.each:
                    self.going, self.failing, self.best_moment = False, line, moment
                    return
                moment = Moment(after, ((moment, line),))
