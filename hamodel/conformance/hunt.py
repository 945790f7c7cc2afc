"""Hunt(system, scope, implementation, seed).run(actions): random actions until the implementation does what the model cannot.

What is done is drawn from what the model can take in some state in which it can be, and from the implementation's own events,
with fresh starts in between. A finding is made shorter by playing its actions again from a reset with pieces left out, as in
Zeller, Hildebrandt: Simplifying and Isolating Failure-Inducing Input, TSE 2002. The seed decides what the program does not.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from hamodel.conformance.implementation import Failed, Implementation, Refused, events
from hamodel.conformance.observation import Nonsense, Partial, Reader
from hamodel.conformance.pipes import escaped
from hamodel.conformance.tracking import Difference, Happening, TooMany, Tracker, spoken
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import CellName, Step, Trace
from hamodel.report import words

RESTART = 1 / 25
"""How likely a fresh start is before each action."""

MOST_STUCK = 100
"""After so many starts after which nothing can be done, it is given up."""

OUT_OF_TIME = "the time was over"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the model cannot explain, or that an implementation must not do.

    `happenings`: what was done since the reset, the last of it is what it is about (none: the reset is). `failure`: how the
    implementation failed, or None where it differs from the model: `difference`. `trace`: a run of the model up to there.
    `found`: how many actions it was before it became shorter. `again`: was it seen again after everything was renewed? None: it
    was not tried.
    """

    happenings: tuple[Happening, ...]
    difference: Difference | None
    failure: str | None
    trace: Trace | None
    found: int
    again: bool | None = None


@dataclass(slots=True)
class Done:
    """What a hunt did. `explained`: the model's own steps in the runs by which it explains what it saw."""

    starts: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)
    explained: Counter[str] = field(default_factory=Counter)
    refused: dict[str, Counter[str]] = field(default_factory=dict)
    shown: set[CellName] = field(default_factory=set)
    stuck: int = 0

    @property
    def actions(self) -> int:
        return self.taken.total() + self.own.total()


class Hunt:
    """A hunt; `done` and `finding` tell how far it is, also when it is interrupted."""

    def __init__(self, system: System, scope: Scope, implementation: Implementation, seed: int) -> None:
        self.system, self.scope, self.implementation = system, scope, implementation
        self.done = Done()
        self.finding: Finding | None = None
        self.left = ""  # why it stopped before all actions were done
        self._reader = Reader(system, scope)
        self._dice = random.Random(seed)

    def run(
        self,
        actions: int | None,
        until: float = float("inf"),
        shrinking: float = 60.0,
        renew: Callable[[], None] = lambda: None,
    ) -> None:
        """Does so many actions, or goes on until it is this time (`time.monotonic`); stops at the first finding, and makes it
        shorter for at most `shrinking` seconds. `renew` gets rid of what may be left from before, for a last look at it.
        Raises `TooMany`."""
        attempts = 0
        while self.finding is None:
            episode = _Episode(self)
            self.done.starts += 1
            self.finding = episode.start()
            while self.finding is None and self.done.actions != actions:
                if time.monotonic() > until:
                    self.left = OUT_OF_TIME
                elif actions is not None and attempts > 10 * actions + 100:
                    self.left = "nearly everything was refused"
                if self.left:
                    break
                choice = self._choice(episode)
                if choice is None or (episode.happenings and self._dice.random() < RESTART):
                    break
                attempts += 1
                self.finding = episode.do(choice)
            self._count(episode)
            if self.left or self.done.actions == actions:
                break
            if not episode.happenings:
                self.done.stuck += 1
                if self.done.stuck > MOST_STUCK:
                    self.left = "there is nothing that could be done"
                    break
        if self.finding is not None:
            self._shrink(time.monotonic() + shrinking, renew)

    def finish(self, last: Callable[[], None]) -> None:
        """Takes leave of the implementation: what fails then is a finding too."""
        try:
            last()
        except Failed as failed:
            self.finding = Finding((), None, str(failed), None, 0)

    def play(self, happenings: Sequence[Happening]) -> Finding | None:
        """These actions from a reset; what the model does not offer, or the implementation refuses, is left out."""
        episode = _Episode(self, counts=False)
        try:
            found = episode.start()
            for happening in happenings:
                if found is not None:
                    break
                if happening.own or happening in episode.tracker.offers():
                    found = episode.do(happening)
        except TooMany:
            return None
        return found

    # --- private -----------------------------------------------------------------------------------------------------

    def _choice(self, episode: _Episode) -> Happening | None:
        """The name first, so that an action of many parameters does not crowd out the others."""
        named: dict[str, list[Happening]] = {}
        for happening in (*episode.tracker.offers(), *episode.events):
            named.setdefault(happening.action, []).append(happening)
        return self._dice.choice(named[self._dice.choice(list(named))]) if named else None

    def _count(self, episode: _Episode) -> None:
        trace = self.finding.trace if self.finding else episode.tracker.trace
        kinds = {action.name: action.kind for action in self.system.actions}
        self.done.explained.update(
            step.action for step in (trace.steps if trace else ()) if kinds[step.action] in ("step", "delivery")
        )

    def _shrink(self, until: float, renew: Callable[[], None]) -> None:
        """Leaves pieces out, big ones first, as long as there is still a finding of that kind."""
        assert self.finding is not None
        pieces = 2
        while len(self.finding.happenings) > 0 and time.monotonic() < until:
            happenings = self.finding.happenings
            size = max(1, len(happenings) // pieces)
            if not any(self._shorter(happenings[:at] + happenings[at + size :], until) for at in range(0, len(happenings), size)):
                if size == 1:
                    break
                pieces *= 2
        renew()
        again = self.play(self.finding.happenings)
        if again is not None and self._same(again):
            self.finding = replace(again, found=self.finding.found, again=True)
        else:
            self.finding = replace(self.finding, again=False)

    def _shorter(self, happenings: Sequence[Happening], until: float) -> bool:
        assert self.finding is not None
        if time.monotonic() > until:
            return False
        found = self.play(happenings)
        if found is None or not self._same(found) or len(found.happenings) >= len(self.finding.happenings):
            return False
        self.finding = replace(found, found=self.finding.found)
        return True

    def _same(self, found: Finding) -> bool:
        assert self.finding is not None
        return (found.failure is None) == (self.finding.failure is None)


class _Episode:
    """The implementation from a reset on, and the tracker that follows it."""

    def __init__(self, hunt: Hunt, counts: bool = True) -> None:
        self.hunt = hunt
        self.done = hunt.done if counts else Done()
        self.tracker = Tracker(hunt.system, hunt.scope)
        self.happenings: tuple[Happening, ...] = ()
        self.events: tuple[Happening, ...] = ()
        self._started = False

    def start(self) -> Finding | None:
        try:
            self.hunt.implementation.reset(self.hunt.scope.options, self.hunt.scope.sizes)
            seen = self._see("after the reset")
        except Failed as failed:
            return self._finding(None, str(failed))
        except Refused as refused:
            return self._finding(None, f"when it was reset, it refused: {refused}")
        names = events(self.hunt.implementation)
        for name in names:
            if any(action.name == name for action in self.hunt.system.actions):
                return self._finding(None, f"its event `{name}` has the name of an action of the spec")
        self.events = tuple(Happening(name, own=True) for name in names)
        difference = self.tracker.start(seen)
        self._started = difference is None
        return None if difference is None else self._finding(difference, None)

    def do(self, happening: Happening) -> Finding | None:
        """Does it, and sees whether the model can follow."""
        counted = self.done.own if happening.own else self.done.taken
        counted[happening.action] += 1
        try:
            self.hunt.implementation.do(happening.action, **spoken(happening))
        except Refused as refused:
            counted[happening.action] -= 1
            self.done.refused.setdefault(happening.action, Counter())[str(refused)] += 1
            return self._settle(replace(happening, own=True), happening, "after it refused")
        except Failed as failed:
            return self._finding(None, str(failed), happening)
        return self._settle(happening, happening, "after")

    def _settle(self, followed: Happening, happening: Happening, after: str) -> Finding | None:
        """A refused action changes nothing: the model may go on by itself, as always, but does not take it."""
        try:
            seen = self._see(f"{after} `{said(self.hunt.system, happening)}`")
        except Failed as failed:
            return self._finding(None, str(failed), happening)
        difference = self.tracker.follow(followed, seen)
        self.happenings = (*self.happenings, happening)
        return None if difference is None else self._finding(difference, None)

    def _see(self, when: str) -> Partial:
        try:
            seen = self.hunt._reader.read(self.hunt.implementation.observe())
        except Nonsense as nonsense:
            raise Failed(f"what it shows {when} makes no sense: {escaped(str(nonsense), 300)}") from None
        self.done.shown.update(seen)
        return seen

    def _finding(self, difference: Difference | None, failure: str | None, last: Happening | None = None) -> Finding:
        happenings = self.happenings if last is None else (*self.happenings, last)
        trace = difference.trace if difference else self.tracker.trace if self._started else None
        return Finding(happenings, difference, failure, trace, len(happenings))


def said(system: System, happening: Happening) -> str:
    """As a scenario would write it."""
    return words.action(system, Step(happening.action, happening.arguments, {}))
