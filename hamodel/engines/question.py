"""What can be asked of a system at a scope; and what is asked, and answered, where a proof for any number of members is sought.

A question is a value: equal in every process, and no text that somebody takes apart. `str` of it is for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from hamodel.model.expr import Value
from hamodel.model.system import Mistake, MistakeKind, Property, System
from hamodel.model.verdict import Extent, Unknown, Unreachable
from hamodel.source import Source, Span


@dataclass(frozen=True, slots=True)
class OfClaim:
    """Is the claim violated (a `reachable`: reached)? Also of what must have a value: see `hamodel.model.transform.looks`."""

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
class AnyMistake:
    """Can any run-time mistake be made, by an action or by looking at the claims that remember `past`?"""

    past: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(["run-time", *self.past])


@dataclass(frozen=True, slots=True)
class OfMistake:
    """Can this run-time mistake be made? `place`: start, end and path, since each process has sources of its own."""

    kind: MistakeKind
    of_transition: bool
    place: tuple[int, int, str] | None

    @classmethod
    def of(cls, mistake: Mistake) -> OfMistake:
        """The question about this mistake; `mistake` is the inverse."""
        span = mistake.span
        place = None if span is None else (span.start, span.end, span.source.path)
        return cls(mistake.kind, mistake.of_transition, place)

    def mistake(self, sources: Mapping[str, Source]) -> Mistake:
        """The mistake, in a process that has these sources, by path."""
        if self.place is None:
            return Mistake(self.kind, None, self.of_transition)
        start, end, path = self.place
        return Mistake(self.kind, Span(sources[path], start, end), self.of_transition)

    def __str__(self) -> str:
        where = " at {} {} {}".format(*self.place) if self.place else ""
        return f"{AnyMistake()} {self.kind}{' in a transition' if self.of_transition else ''}{where}"


@dataclass(frozen=True, slots=True)
class OfCover:
    """Is something reached that a healthy spec reaches: an action, or a conjunct of its guard or a premise of a claim that is
    (not) `true`? `owner`: the action or the claim; `place` tells its parts apart. `asking`, of what is not reached: does the
    action happen and make a run-time mistake then (mistaken); is it reached with more faults (unbounded)?"""

    kind: Literal["action", "conjunct", "premise"]
    owner: str
    place: tuple[int, str] = (0, "")
    true: bool = True
    asking: Literal["", "mistaken", "unbounded"] = ""

    def __str__(self) -> str:
        number, path = self.place
        part = "" if self.kind == "action" else f" {number}{path and ' ' + path} {str(self.true).lower()}"
        return f"{self.asking and self.asking + ' '}{self.kind} {self.owner}{part}"


@dataclass(frozen=True, slots=True)
class SomeRun:
    """Is there any state in which a run starts? If there is none, every claim holds, and says nothing."""

    def __str__(self) -> str:
        return "some run"


Question: TypeAlias = OfClaim | OfScenario | AnyMistake | OfMistake | OfCover | SomeRun


@dataclass(frozen=True, slots=True)
class ProofRequest:
    """What to prove for any number of members, and every value of the options that are not set: each question of `wanted`,
    about a claim or about every run-time mistake, by an action or in a claim.

    `claims` share their monitors. `options`: those that are set; the others may have any value. `finite`: what cannot be
    proved for any number is to be proved for the scope, `sizes`.
    """

    system: System
    claims: tuple[Property, ...]
    wanted: tuple[OfClaim | AnyMistake, ...]
    sizes: Mapping[str, int]
    options: Mapping[str, Value]
    faults: int | None
    finite: bool = False


@dataclass(frozen=True, slots=True)
class ProofAnswer:
    """An answer to one of the questions; how far it reaches, and how it was confirmed.

    `faults`: of runs with at most so many faults; None: any number. `why` it is not for any number of members.
    """

    question: OfClaim | AnyMistake
    answer: Unreachable | Unknown
    extent: Extent
    faults: int | None
    confirmed: str = ""
    why: str = ""
