"""check(system, request) -> Report: the pipeline as one function, in the order it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hamodel.diagnostics import Diagnostic
from hamodel.model.expr import Value
from hamodel.model.system import System
from hamodel.model.verdict import Finding


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: what the command line (or a caller) says beside the spec.

    `engine`: `auto`, `all` (every engine answers and they must agree) or a name in `ENGINES`. `seconds` and `memory`
    (bytes, a worker process) are hard limits; `depth` bounds the transitions of a run; `faults` its faults.
    """

    sizes: Mapping[str, int] = field(default_factory=dict)
    options: Mapping[str, Value] = field(default_factory=dict)
    faults: int | None = None
    properties: tuple[str, ...] = ()
    engine: str = "auto"
    symmetry: bool = True
    depth: int | None = None
    seconds: float = 600.0
    memory: int = 4 << 30


@dataclass(frozen=True, slots=True)
class Report:
    """What is known at the end. `sizes`, `faults`, `options` (those set) are what the check ran with.

    `quality`: dead actions, conjuncts and premises that decide nothing, each with its place. `notes`: what could not be
    told, for example that quality was not looked at because a search did not end.
    """

    system: System
    sizes: Mapping[str, int]
    options: Mapping[str, Value]
    faults: int | None
    findings: tuple[Finding, ...]
    quality: tuple[Diagnostic, ...] = ()
    notes: tuple[str, ...] = ()
    interrupted: bool = False
    disagreement: str = ""
    seconds: float = 0.0
    states: int = 0

    @property
    def exit_status(self) -> int:
        """0 as the spec says, 1 violated, 3 inconclusive, 4 quality, 70 engines disagree, 130 interrupted."""
        if self.disagreement:
            return 70
        if self.interrupted:
            return 130
        agreed = [finding.as_expected for finding in self.findings]
        if any(known is False for known in agreed):
            unreached = [
                finding.kind == "reachable" and not finding.hits
                for finding in self.findings
                if finding.as_expected is False
            ]
            return 4 if all(unreached) else 1
        if not agreed or None in agreed:
            return 3
        return 4 if self.quality else 0
