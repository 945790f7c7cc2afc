"""How long what claims and measures watch lasts in a run, each time that it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from hamodel.model.expr import Value
from hamodel.model.semantics import EvaluationError, holds
from hamodel.model.timing import TimeLimit
from hamodel.report import words
from hamodel.report.timeline.timed_run import TimedRun, seconds


@dataclass(frozen=True, slots=True)
class Watched:
    """What claims or measures watch lasts from one state to another. `row` None: it is about no member. `claimed`: not only
    measured."""

    row: int | None
    name: str
    first: int
    last: int
    lasts: str
    claimed: bool


def watched_times(run: TimedRun, limit: TimeLimit, alone: bool) -> Iterator[Watched]:
    """The times in which it is open. Nothing, where the run does not remember what the claim asks for. `alone`: no other is
    looked at."""
    for args in product(*(run.scope.domain(binder.type) for binder in limit.binders)):
        env = dict(zip((binder.name for binder in limit.binders), args, strict=True))
        row = run.first_row(args)
        first: int | None = None
        name = limit.property + (f"[{', '.join(map(words.value, args))}]" if args else "")
        try:
            open_ = [*_open(run, limit, env)]
        except (KeyError, EvaluationError):
            return
        for at, there in enumerate([*open_, False]):
            if there and first is None:
                first = at
            elif not there and first is not None:
                found = _lasting(run, row, name, first, min(at, len(open_) - 1), alone)
                first = None
                yield from found


def _open(run: TimedRun, limit: TimeLimit, env: dict[str, Value]) -> Iterator[bool]:
    open_ = False
    for state in run.trace.states:
        open_ = not holds(limit.goal, env, state, run.scope) and (open_ or holds(limit.premise, env, state, run.scope))
        yield open_


def _lasting(run: TimedRun, row: int | None, name: str, first: int, last: int, alone: bool) -> Iterator[Watched]:
    length, timing = run.moments[last] - run.moments[first], run.system.timing
    claimed = timing is not None and any(limit.property == name.partition("[")[0] for limit in timing.limits)
    if length:
        yield Watched(row, name, first, last, seconds(length), claimed or alone)


def together(watched: Sequence[Watched]) -> list[Watched]:
    """What lasts from the same state to the same one is told as one."""
    found: dict[tuple[int | None, int, int], Watched] = {}
    for each in watched:
        place = each.row, each.first, each.last
        other = found.get(place)
        if other is not None:
            each = replace(other, name=f"{other.name}, {each.name}", claimed=other.claimed or each.claimed)
        found[place] = each
    return [*found.values()]
