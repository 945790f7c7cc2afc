"""One mutant held against the claims and scenarios of its spec: the first that is not as the spec says kills it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hamodel.check import SMALL_SAMPLE
from hamodel.engines import Budget, Progress
from hamodel.engines.portfolio import RUN_TIME, Job, task
from hamodel.engines.race import Reply
from hamodel.model.expr import Value
from hamodel.model.scenario import play
from hamodel.model.scope import Scope
from hamodel.model.system import Property, Scenario
from hamodel.model.transform import bound_faults, with_monitors
from hamodel.model.verdict import Reached, Unknown, Unreachable
from hamodel.mutation.operators import Mutant
from hamodel.plan import Request, may_slip

FEWEST_SAMPLE = 2
"""How many states are expanded again where the whole scope is still to be searched."""

How = Literal["violated", "reached", "not violated", "not reached", "not playable", "makes a mistake"]


@dataclass(frozen=True, slots=True)
class Killed:
    """`by` a claim or scenario, or by a run-time mistake (`by` is then its kind, for example `range`).

    `steps`: the length of the run that shows it; None where it is that there is no run. `options` and `sizes`: for which.
    """

    by: str
    how: How
    options: Mapping[str, Value]
    sizes: Mapping[str, int]
    steps: int | None


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims that are asked. `expected`: for which combinations each is violated (reached), None: for some; `hits`: for
    which it is, in the original."""

    claims: tuple[Property, ...]
    expected: Mapping[str, frozenset[int] | None]
    hits: Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a mutant is held against. `equal`: the combinations for which it does what the original does."""

    claims: Claims
    request: Request
    faults: int | None
    rows: Sequence[Mapping[str, Value]]
    equal: frozenset[int]
    seconds: Callable[[], float]

    def play(self, mutant: Mutant, scenarios: Sequence[Scenario], listen: Callable[[Progress], None]) -> Killed | str:
        """Killed by a scenario that cannot be played any more; else why that is not known, or an empty text."""
        open_ = ""
        for scenario in scenarios:
            played = play(mutant.system, scenario, self.request.options)
            if played.failure is not None:
                if played.failure.reason != "too many":
                    return Killed(scenario.name, "not playable", played.scope.options, played.scope.sizes, None)
                open_ = f"{scenario.name}: more states than can be followed"
        return open_

    def search(self, mutant: Mutant, sizes: Mapping[str, int], whole: bool, listen: Callable[[Progress], None]) -> Killed | str:
        """Killed at this scope; else why that is not known, or an empty text. Only at the `whole` scope it kills a
        mutant that something is not there."""
        missing = self._somewhere()
        for number in spread(self.rows):
            if number in self.equal:
                continue
            for job in self._jobs(mutant, number, sizes, whole, missing):
                try:
                    self._run(job, number, whole, missing, listen)
                except _Verdict as verdict:
                    return verdict.found
        if whole and missing:
            claim = next(claim for claim in self.claims.claims if claim.name in missing)
            return Killed(claim.name, _absent(claim), {}, sizes, None)
        return ""

    def _somewhere(self) -> set[str]:
        """The claims that are violated (reached) for some combination, as far as it is not known yet for which."""
        return {
            name
            for name, expected in self.claims.expected.items()
            if expected is None and not self.claims.hits[name] & self.equal
        }

    def _jobs(self, mutant: Mutant, number: int, sizes: Mapping[str, int], whole: bool, missing: set[str]) -> Iterator[Job]:
        """The claims of one combination, those that remember the same past together."""
        groups: dict[tuple[str, ...], list[Property]] = {(): []}
        for claim in self.claims.claims:
            expected = self.claims.expected[claim.name]
            if whole and claim.name in missing if expected is None else whole or number not in expected:
                groups.setdefault(tuple(monitor.variable.name for monitor in claim.monitors), []).append(claim)
        for monitors, members in groups.items():
            system = mutant.system if self.faults is None else bound_faults(mutant.system, self.faults)
            yield Job(
                f"mutant {mutant.number} / {number}",
                with_monitors(system, members),
                Scope(dict(sizes), {**self.request.options, **self.rows[number]}),
                tuple(members),
                (),
                not monitors or any(map(may_slip, members)),
                Budget(None, None, self.request.memory * 3 // 4),
                "explicit",
                self.request.symmetry,
                SMALL_SAMPLE if whole else FEWEST_SAMPLE,
            )

    def _run(self, job: Job, number: int, whole: bool, missing: set[str], listen: Callable[[Progress], None]) -> None:
        """Asks the explicit search, whose answers are confirmed as those of a check are. `_Verdict` ends it early."""

        def hear(said: Reply | Progress) -> None:
            if isinstance(said, Progress):
                listen(said)
            else:
                self._judge(job, number, said, whole, missing)

        asked = task(job, self.seconds)
        asked.contestants[0].run(asked.questions, hear)

    def _judge(self, job: Job, number: int, reply: Reply, whole: bool, missing: set[str]) -> None:
        """Raises `_Verdict` if the answer is not what the spec says, or not known."""
        match reply.answer:
            case Unknown(reason=reason):
                raise _Verdict(reason)
            case Reached(trace=trace):
                steps = len(trace.steps) if trace else None
            case Unreachable():
                steps = None
        found = isinstance(reply.answer, Reached)
        options, sizes = self.rows[number], job.scope.sizes
        if reply.question.startswith(RUN_TIME):
            if found:
                kind = reply.question.removeprefix(f"{RUN_TIME} ").partition(" at ")[0].removesuffix(" in a transition")
                raise _Verdict(Killed(kind, "makes a mistake", options, sizes, steps))
            return
        claim = next(claim for claim in job.claims if claim.name == reply.question)
        expected = self.claims.expected[claim.name]
        if expected is None:
            if found:
                missing.discard(claim.name)
        elif found and number not in expected:
            raise _Verdict(Killed(claim.name, _present(claim), options, sizes, steps))
        elif not found and number in expected and whole:
            raise _Verdict(Killed(claim.name, _absent(claim), options, sizes, None))


class _Verdict(Exception):
    """Ends a search: the mutant is killed, or it is not known whether it is."""

    def __init__(self, found: Killed | str) -> None:
        super().__init__(found)
        self.found = found


def _present(claim: Property) -> How:
    return "reached" if claim.kind == "reachable" else "violated"


def _absent(claim: Property) -> How:
    return "not reached" if claim.kind == "reachable" else "not violated"


def spread(rows: Sequence[Mapping[str, Value]]) -> list[int]:
    """The combinations in an order in which every pair of values of two options comes soon: an edit that matters for some
    values of the options only is then noticed soon."""
    left = dict.fromkeys(range(len(rows)))
    seen: set[tuple[tuple[str, Value], ...]] = set()
    order: list[int] = []
    while left:
        best = max(left, key=lambda number: len(_pairs(rows[number]) - seen))
        seen |= _pairs(rows[best])
        del left[best]
        order.append(best)
    return order


def _pairs(row: Mapping[str, Value]) -> set[tuple[tuple[str, Value], ...]]:
    items = sorted(row.items(), key=lambda item: item[0])
    return {(a, b) for i, a in enumerate(items) for b in items[i:]}
