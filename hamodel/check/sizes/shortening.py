"""Whose traces are the shortest of their size, and a job that looks for a shortest one.

The explicit search takes states level by level, always in the same order: what it finds first depends on nothing but the
question, so that equal checks show equal traces. It is given a bound, since a trace that is a little too long is known already.
"""

from __future__ import annotations

from dataclasses import replace

from hamodel.check.jobs import FIRST_STATES, Job

SHORTEST = ("explicit", "bmc")
"""Whose traces are the shortest of a size."""


def shortest(job: Job, engine: str) -> Job:
    """The job, of an engine that finds shortest traces, as far as is worth it."""
    chosen = engine if engine in SHORTEST else "explicit"
    return replace(job, engine=chosen, covers=(), budget=replace(job.budget, states=FIRST_STATES))
