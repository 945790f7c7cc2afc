"""check(system, request) -> Report: the pipeline, in the order in which it runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from hamodel.check.afterwards import afterwards
from hamodel.check.knowledge import Knowledge
from hamodel.check.measures import measured
from hamodel.check.memory import Memory
from hamodel.check.plan import plan
from hamodel.check.report import Report, report
from hamodel.check.request import Request
from hamodel.check.schedule import Schedule
from hamodel.check.values import solutions
from hamodel.engines import Progress
from hamodel.evidence.confirm import Disagreement
from hamodel.language.elaboration.timing.setting import settled
from hamodel.model.system import System


def check(
    system: System,
    request: Request,
    listen: Callable[[Progress], None] = lambda progress: None,
    memory: Memory | None = None,
    each: bool = False,
) -> Report:
    """Asks every property of the spec for every combination of the options that are not set, smallest scope first.

    Raises `SpecError` if there are more combinations than can be listed, or none that `assume` allows. Ctrl-C ends it with
    what is known so far; what `listen` raises ends it too. What `memory` has of an earlier check is not asked again. With `each`
    every combination is looked at by itself, and none stands for those that the spec does not tell from it.
    """
    started = time.monotonic()
    system, options = settled(system, request.options)
    asked = plan(system, replace(request, options=options), each=each)
    knowledge = Knowledge.of(asked) if memory is None else memory.recall(asked)
    schedule = Schedule(knowledge, listen, started)
    disagreement = ""
    try:
        with schedule.race:
            schedule.first()
            afterwards(schedule)
            schedule.write_proofs()
        schedule.of_time.measured += measured(asked, schedule.seconds)
        schedule.of_time.solved += solutions(asked, schedule.seconds)
        if memory is not None:
            memory.keep(knowledge)
    except KeyboardInterrupt:
        knowledge.interrupted = True
    except Disagreement as found:
        disagreement = str(found)
    return report(knowledge, schedule, time.monotonic() - started, disagreement)
