"""Asked, Found: the question for a proof for any number of members or for all values of the options, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hamodel.model.expr import Value
from hamodel.model.system import Property, System
from hamodel.model.verdict import Extent, Unknown, Unreachable


@dataclass(frozen=True, slots=True)
class Asked:
    """What to prove for any number of members, and every value of the options that are not set: each claim of `wanted` and,
    with `mistakes`, that no run-time mistake is made, by an action or in a claim.

    `claims` share their monitors. `options`: those that are set; the others may have any value. `finite`: what cannot be
    proved for any number is to be proved for the scope, `sizes`.
    """

    system: System
    claims: tuple[Property, ...]
    wanted: tuple[str, ...]
    mistakes: bool
    sizes: Mapping[str, int]
    options: Mapping[str, Value]
    faults: int | None
    finite: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """An answer for a claim, or for `RUN_TIME`; how far it reaches, and how it was confirmed.

    `faults`: of runs with at most so many faults; None: any number. `why` it is not for any number of members.
    """

    question: str
    answer: Unreachable | Unknown
    extent: Extent
    faults: int | None
    confirmed: str = ""
    why: str = ""


RUN_TIME = "run-time"
"""The question that stands for every run-time mistake at once: unreachable if none can be made."""
