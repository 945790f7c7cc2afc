"""Driver: does one thing after the other to an implementation, and tells what the model cannot explain, or what broke.

NOTE(refused): an action that an implementation refuses has not happened. It is looked at all the same: what it shows then must be
explained by the model's own steps, so an action that is half done before it is refused does not go unnoticed.

This module catches whatever an implementation raises: that it does is what is found out about it.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from typing import TypeAlias

from hamodel.conformance.implementation import Failed, Implementation, Refused, events
from hamodel.conformance.observation import Nonsense, Reader
from hamodel.follow import MOST_STATES
from hamodel.follow.coverage import Coverage
from hamodel.follow.events import Happening, Partial, spoken
from hamodel.follow.findings import Done, Found
from hamodel.follow.tracking import Difference, Tracker
from hamodel.model.expr import Value
from hamodel.model.scenario import Call
from hamodel.model.scope import Scope
from hamodel.model.system import System

Make: TypeAlias = Callable[[], Implementation]


class Models:
    """The trackers of a system, one for each scope, each made once: what one found out helps the next run."""

    def __init__(self, system: System, most_states: int = MOST_STATES) -> None:
        self.system, self.most_states = system, most_states
        self._known: dict[tuple[tuple[tuple[str, Value], ...], ...], tuple[Tracker, Reader]] = {}

    def at(self, scope: Scope) -> tuple[Tracker, Reader]:
        key = (tuple(sorted(scope.sizes.items())), tuple(sorted(scope.options.items())))
        if key not in self._known:
            self._known[key] = (Tracker(self.system, scope, self.most_states), Reader(self.system, scope))
        return self._known[key]

    def confirm(self) -> None:
        """Raises `Disagreement` unless the reference semantics can do what the explanations are made of: `Tracker.confirm`."""
        for tracker, _ in self._known.values():
            tracker.confirm()


class Driver:
    """One implementation, and what the model knows of it. `offers`: what can be done next, as far as the model knows; `faults`:
    those that there were; `in_flight`: how many messages were seen in channels."""

    def __init__(self, models: Models, make: Make, coverage: Coverage | None = None) -> None:
        self.system, self.models, self.make = models.system, models, make
        self.coverage = Coverage(models.system) if coverage is None else coverage
        self.events: tuple[Happening, ...] = ()
        self.done: list[Done] = []
        self.offers: tuple[Happening, ...] = ()
        self.faults: set[Happening] = set()
        self.in_flight = 0
        self._implementation: Implementation | None = None
        self.fault_names = {action.name for action in self.system.actions if action.kind == "fault"}

    def reset(self, scope: Scope) -> Found | None:
        """A start with these options and sizes."""
        self._scope = scope
        self._tracker, self._reader = self.models.at(scope)
        self.done.clear()
        self.faults.clear()
        self.in_flight = 0
        try:
            if self._implementation is None:
                self._implementation = self.make()
            self._implementation.reset(dict(scope.options), dict(scope.sizes))
            self.events = tuple(Happening(event, own=True) for event in events(self._implementation))
        except Exception as error:
            return self._broken(error)
        seen = self._observe()
        if isinstance(seen, Found):
            return seen
        return self._explained(self._tracker.start(seen))

    def do(self, happening: Happening) -> Found | None:
        """Does it to both. Raises TooManyToFollow where the model can be in more states than are followed."""
        assert self._implementation is not None, "it was reset"
        refused: str | None = None
        try:
            self._implementation.do(happening.action, **spoken(happening))
        except Refused as reason:
            refused = str(reason)
        except Exception as error:
            self.done.append(Done(happening))
            return self._broken(error)
        self.done.append(Done(happening, refused))
        seen = self._observe()
        if isinstance(seen, Found):
            return seen
        if refused is not None:
            self.coverage.refused(happening, refused)
            happening = Happening(f"{happening.action} is refused", own=True)
        elif happening.own:
            self.coverage.happened(happening.action)
        elif happening.action in self.fault_names:
            self.faults.add(happening)
        return self._explained(self._tracker.follow(happening, seen))

    def play(self, scope: Scope, happenings: Iterable[Happening]) -> Found | None:
        """A start, and then these as far as they are possible: what the model cannot do then is left out."""
        found = self.reset(scope)
        for happening in happenings:
            if found is not None:
                break
            if happening in (self.events if happening.own else self.offers):
                found = self.do(happening)
        return found

    @property
    def taken(self) -> Iterable[Call]:
        """The actions of the model that explain the last thing that was done, with their arguments."""
        return [self._tracker.stepper.calls[number] for number, _ in self._tracker.last[1]]

    def close(self) -> None:
        """The implementation is not needed any more."""
        close = getattr(self._implementation, "close", None)
        self._implementation = None
        if close is not None:
            close()

    # --- private ---

    def _observe(self) -> Partial | Found:
        assert self._implementation is not None
        try:
            seen = self._reader.read(self._implementation.observe())
        except Nonsense as error:
            return self._broken(Failed(f"what it shows makes no sense: {error}"))
        except Exception as error:
            return self._broken(error)
        self.in_flight = sum(len(content) for content in seen.values() if isinstance(content, tuple))
        return seen

    def _explained(self, difference: Difference | None) -> Found | None:
        if difference is not None:
            return Found(self.system, self._scope, tuple(self.done), difference)
        self.coverage.explained(self._tracker)
        self.offers = tuple(self._tracker.offers())
        return None

    def _broken(self, error: Exception) -> Found:
        """It broke, and is thrown away: the next start makes a new one."""
        try:
            self.close()
        except Exception:
            self._implementation = None  # what is broken may break once more when it is closed
        return Found(self.system, self._scope, tuple(self.done), failure=_told(error))


def _told(error: Exception) -> str:
    """What it says of itself if it failed in an orderly way, else which exception came from where."""
    if isinstance(error, Failed):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
    text = f": {error}" if str(error) else ""
    return f"{type(error).__name__}{text}{where}"
