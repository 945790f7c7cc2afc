"""Which traces are not known to be the shortest of their size, as jobs that look for a shortest one.

The explicit search takes states level by level, always in the same order: what it finds first depends on nothing but the
question, so that equal checks show equal traces. It is given a bound, since a trace that is a little too long is known already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hamodel.check.jobs import FIRST_STATES, Job
from hamodel.check.sizes.answers import Answers
from hamodel.model.system import Property
from hamodel.model.verdict import Reached

SHORTEST = ("explicit", "bmc")
"""Whose traces are the shortest of a size."""


def shortest(job: Job, engine: str) -> Job:
    """The job, of an engine that finds shortest traces, as far as is worth it."""
    chosen = engine if engine in SHORTEST else "explicit"
    return replace(job, engine=chosen, covers=(), budget=replace(job.budget, states=FIRST_STATES))


def together(
    keys: Sequence[tuple[str, int]], claims: Mapping[str, Property], makers: Mapping[str, tuple[int, Job]], answers: Answers
) -> Iterator[tuple[int, Mapping[str, int], Sequence[Property], Sequence[str]]]:
    """What is asked together, of a row at a size: claims with the same monitors, a claim about runs alone, a mistake alone with
    the claims that were looked at when it was made."""
    groups: dict[tuple[object, ...], list[Property]] = {}
    places: dict[tuple[object, ...], tuple[int, Mapping[str, int]]] = {}
    for name, number in keys:
        result = answers.result((name, number))
        assert result is not None
        assert isinstance(result.answer, Reached)
        sizes = {sort: size for sort, size in result.sizes.items() if isinstance(size, int)}
        if name not in claims:
            yield number, sizes, makers[name][1].claims, (name,)
            continue
        claim = claims[name]
        alone = name if claim.liveness else ""
        group = (number, tuple(sizes.items()), alone, *(monitor.variable.name for monitor in claim.monitors))
        places[group] = number, sizes
        groups.setdefault(group, []).append(claim)
    for group, members in groups.items():
        yield *places[group], members, ()
