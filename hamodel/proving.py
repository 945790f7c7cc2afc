"""What is asked for a proof that no search gives: which claims, as tasks for the race; and what an answer means for each
combination of the options."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from hamodel.engines import Budget
from hamodel.engines.portfolio import RUN_TIME, Asked, Found, proof_task
from hamodel.engines.race import Reply, Task
from hamodel.model.expr import Value
from hamodel.model.system import Property, System
from hamodel.model.verdict import Extent, Result, Unreachable
from hamodel.plan import Request, may_slip, provable


class Proofs:
    """The proof jobs of one check. A proof is of every combination for which a claim is not expected to be violated."""

    def __init__(
        self,
        system: System,
        request: Request,
        sizes: Mapping[str, int],
        faults: int | None,
        combinations: Sequence[Mapping[str, Value]],
        expected: Mapping[str, Sequence[int] | None],
    ) -> None:
        self._system, self._request, self._sizes, self._faults = system, request, sizes, faults
        self._combinations, self._expected = combinations, expected
        self._run_time: dict[str, str] = {}

    def tasks(self, groups: Mapping[tuple[str, ...], Sequence[Property]], seconds: Callable[[], float]) -> Iterator[Task]:
        """A task for each group of claims that share their monitors."""
        for monitors, members in groups.items():
            total = len(self._combinations)
            wanted = tuple(claim for claim in members if provable(claim, self._expected.get(claim.name), total))
            run_time = not monitors or any(map(may_slip, members))
            if wanted or run_time:
                name = f"proof of {','.join(claim.name for claim in wanted) or RUN_TIME}"
                asked = Asked(
                    self._system,
                    tuple(members),
                    tuple(claim.name for claim in wanted),
                    run_time,
                    self._sizes,
                    self._request.options,
                    self._faults,
                )
                self._run_time[name] = " ".join([RUN_TIME, *monitors])
                yield proof_task(name, asked, Budget(None, None, self._request.memory * 3 // 4), seconds)

    def __contains__(self, task: Task) -> bool:
        return task.name in self._run_time

    def results(self, task: Task, reply: Reply) -> Iterator[tuple[str, int, Result]]:
        """What the reply to a proof task means: a question, a combination, and the result that this is."""
        question = self._run_time[task.name] if reply.question == RUN_TIME else reply.question
        expected = self._expected.get(question) or ()
        found = reply.enclosed if isinstance(reply.enclosed, Found) else None
        extent = found.extent if found else self._sizes
        sizes: Extent = {sort: extent[sort] for sort in self._sizes}
        more = found is not None and found.faults is None and self._faults is not None
        proved = isinstance(reply.answer, Unreachable)
        for number, combination in enumerate(self._combinations):
            if number not in expected:
                result = Result(combination, sizes, reply.answer, reply.engine, reply.seconds, confirmed=reply.confirmed)
                yield question, number, replace(result, any_faults=more and proved)
