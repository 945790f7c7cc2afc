"""What is true of a system at one size, by the plainest search of the reference semantics; and a check held against it."""

from __future__ import annotations

from dataclasses import dataclass

from hamodel.check import Report
from hamodel.language.elaborate import elaborate
from hamodel.language.parse import parse
from hamodel.model.confirm import shows
from hamodel.model.expr import reads_next
from hamodel.model.liveness.cycles import search
from hamodel.model.scope import Scope
from hamodel.model.semantics import cells, initial_states, successors
from hamodel.model.system import Property, System
from hamodel.model.trace import Content, State
from hamodel.model.transform import bound_faults, with_idle, with_monitors
from hamodel.model.verdict import Finding, Reached
from hamodel.source import Source


class TooMany(Exception):
    """More states than are looked at."""


def system_of(text: str) -> System:
    return elaborate(parse(Source("sizes.ha", text)))


@dataclass(frozen=True)
class Truth:
    """`shortest`: for each claim the fewest steps to what violates (reaches) it, None: nothing does; of a claim about runs
    without end 0 where one violates it. `starts`: is there a first state?"""

    shortest: dict[str, int | None]
    starts: bool


def truth(system: System, sizes: dict[str, int], most: int, faults: int | None = None) -> Truth:
    """Raises `TooMany`."""
    bound = system.faults if faults is None else faults
    bounded = system if bound is None else bound_faults(system, bound)
    scope = Scope(dict(sizes))
    claims = [claim for claim in system.properties if claim.kind != "assume"]
    safety = [claim for claim in claims if not claim.liveness]
    shortest = _shortest(with_monitors(bounded, safety), scope, safety, most)
    starts = any(True for _ in initial_states(bounded, scope))
    for claim in claims:
        if claim.liveness:
            searched = search(with_monitors(with_idle(bounded), [claim]), scope, claim, most, 20.0)
            if not searched.complete and not searched.violated:
                raise TooMany
            shortest[claim.name] = 0 if searched.violated else None
    return Truth(shortest, starts)


def _shortest(system: System, scope: Scope, claims: list[Property], most: int) -> dict[str, int | None]:
    """Level by level, until all is seen."""
    order = cells(system, scope)
    found: dict[str, int | None] = dict.fromkeys((claim.name for claim in claims), None)
    seen: set[tuple[Content, ...]] = set()
    level: list[State] = list(initial_states(system, scope))
    for depth in range(10_000):
        level = [state for state in level if not _known(seen, tuple(state[cell] for cell in order))]
        if len(seen) > most:
            raise TooMany
        if not level:
            return found
        after: list[State] = []
        for state in level:
            following = [outcome.state for _, _, outcome in successors(system, scope, state) if outcome.state is not None]
            for claim in claims:
                if found[claim.name] is not None:
                    continue
                if not reads_next(claim.formula):
                    if shows(system, scope, claim, None, state):
                        found[claim.name] = depth
                elif any(shows(system, scope, claim, state, then) for then in following):
                    found[claim.name] = depth + 1
            after += following
        level = after
    raise TooMany


def _known(seen: set[tuple[Content, ...]], key: tuple[Content, ...]) -> bool:
    if key in seen:
        return True
    seen.add(key)
    return False


def agrees(report: Report, truth: Truth, engine: str) -> list[str]:
    """What a report says that is not so; empty: nothing. What it leaves open is nothing wrong, but for the explicit search."""
    wrong = []
    for finding in report.findings:
        if finding.kind in ("run-time", "scenario"):
            continue
        steps = truth.shortest[finding.name]
        said = f"{finding.name}: {finding.verdict}, {_trace(finding)}; truly {steps}"
        if finding.verdict in ("violated", "reached"):
            if steps is None or (_is_shortest(finding) and _trace(finding) not in (steps, None)):
                wrong.append(said)
        elif finding.verdict in ("proved", "unreachable"):
            if steps is not None or not truth.starts:
                wrong.append(said)
        elif engine in ("auto", "explicit", "all") and truth.starts:
            wrong.append(said)
        elif finding.verdict == "holds to depth" and steps is not None:
            depth = min(result.answer.depth for result in finding.results if hasattr(result.answer, "depth"))
            if steps <= depth:
                wrong.append(said)
    return wrong


def _is_shortest(finding: Finding) -> bool:
    return finding.shown is not None and finding.results[finding.shown].shortest


def _trace(finding: Finding) -> int | None:
    """The steps of the trace that is shown, unless it is one without end."""
    if finding.shown is None:
        return None
    answer = finding.results[finding.shown].answer
    assert isinstance(answer, Reached)
    assert answer.trace is not None
    return None if answer.trace.loop is not None else len(answer.trace.steps)
