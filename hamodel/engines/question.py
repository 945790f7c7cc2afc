"""What can be asked of a system at a scope; and what is asked, and answered, where a proof for any number of members is sought.

A question is a value: equal in every process, and no text that somebody takes apart. `str` of it is for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from hamodel.model.expr import Value
from hamodel.model.system import ErrorKind, Property, RunTimeError, System
from hamodel.model.verdict import Extent, Unknown, Unreachable
from hamodel.source import Source, Span


@dataclass(frozen=True, slots=True)
class OfProperty:
    """Is the property violated (a `reachable`: reached)? Also of what must have a value: see `hamodel.model.transform.looks`."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class OfScenario:
    """Can the scenario be followed to its end?"""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class AnyError:
    """Can any run-time error be caused, by an action or by looking at the properties that remember `past`?"""

    past: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(["run-time", *self.past])


@dataclass(frozen=True, slots=True)
class OfError:
    """Can this run-time error be caused? `place`: start, end and path, since each process has sources of its own."""

    kind: ErrorKind
    of_transition: bool
    place: tuple[int, int, str] | None

    @classmethod
    def of(cls, error: RunTimeError) -> OfError:
        """The question about this error; `error` is the inverse."""
        span = error.span
        place = None if span is None else (span.start, span.end, span.source.path)
        return cls(error.kind, error.of_transition, place)

    def error(self, sources: Mapping[str, Source]) -> RunTimeError:
        """The error, in a process that has these sources, by path."""
        if self.place is None:
            return RunTimeError(self.kind, None, self.of_transition)
        start, end, path = self.place
        return RunTimeError(self.kind, Span(sources[path], start, end), self.of_transition)

    def __str__(self) -> str:
        where = " at {} {} {}".format(*self.place) if self.place else ""
        return f"{AnyError()} {self.kind}{' in a transition' if self.of_transition else ''}{where}"


@dataclass(frozen=True, slots=True)
class OfCover:
    """Is something reached that a healthy spec reaches: an action, or a conjunct of its guard or a premise of a property that is
    (not) `true`? `owner`: the action or the property; `place` tells its parts apart. `asking`, of what is not reached: does the
    action happen and cause a run-time error then (failing); is it reached with more faults (unbounded)?"""

    kind: Literal["action", "conjunct", "premise"]
    owner: str
    place: tuple[int, str] = (0, "")
    true: bool = True
    asking: Literal["", "failing", "unbounded"] = ""

    def __str__(self) -> str:
        number, path = self.place
        part = "" if self.kind == "action" else f" {number}{path and ' ' + path} {str(self.true).lower()}"
        return f"{self.asking and self.asking + ' '}{self.kind} {self.owner}{part}"


@dataclass(frozen=True, slots=True)
class SomeRun:
    """Is there any state in which a run starts? If there is none, every property holds, and says nothing."""

    def __str__(self) -> str:
        return "some run"


Question: TypeAlias = OfProperty | OfScenario | AnyError | OfError | OfCover | SomeRun


@dataclass(frozen=True, slots=True)
class ProofRequest:
    """What to prove for any number of members, and every value of the options that are not set: each question of `wanted`,
    about a property or about every run-time error, by an action or in a property.

    `properties` share their monitors. `options`: those that are set; the others may have any value. `finite`: what cannot be
    proved for any number is to be proved for the scope, `sizes`.
    """

    system: System
    properties: tuple[Property, ...]
    wanted: tuple[OfProperty | AnyError, ...]
    sizes: Mapping[str, int]
    options: Mapping[str, Value]
    faults: int | None
    finite: bool = False


@dataclass(frozen=True, slots=True)
class ProofAnswer:
    """An answer to one of the questions; how far it reaches, and how it was confirmed.

    `faults`: of runs with at most so many faults; None: any number. `why` it is not for any number of members.
    """

    question: OfProperty | AnyError
    answer: Unreachable | Unknown
    extent: Extent
    faults: int | None
    confirmed: str = ""
    why: str = ""
