"""What is asked for a proof that no search gives: which claims, as tasks for the race; and what an answer means for each
combination of the options. Certificates come first: a proof that two solvers accept again need not be found again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hamodel.check.jobs import SYMBOLIC, Job, proof_task, task
from hamodel.check.plan import Request, may_slip, provable
from hamodel.check.tasks import Contestant, Reply, Send, Task
from hamodel.engines import Budget
from hamodel.engines.question import RUN_TIME, Asked, Found
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import sure
from hamodel.model.system import Property, System
from hamodel.model.transform import bound_faults, free_options, unexpected, with_idle, with_monitors
from hamodel.model.verdict import AnyNumber, Extent, Invariant, Result, Unknown, Unreachable
from hamodel.proofs.cases import OutsideFragment
from hamodel.proofs.certificate import CannotWrite, Certificate, UnreadableCertificate, folder, load, refuse_links, verify, write

PATIENCE = 60.0
"""Seconds for each solver and file of a certificate."""

Groups = Mapping[tuple[str, ...], Sequence[Property]]
"""Claims by the names of the monitors that they share."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A certificate that is not used, and why."""

    path: Path
    why: str


class Proofs:
    """The proofs of one check. A proof is of every combination for which a claim is not expected to be violated."""

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
        self._root = Path(request.proofs) if request.proofs else None
        self._tasks: dict[str, str] = {}  # names of tasks, and how each calls the question for run-time mistakes
        self._found: dict[str, tuple[Found, tuple[str, ...]]] = {}  # new proofs, and the claims that they speak of
        self._slippery: dict[str, tuple[str, ...]] = {}
        self.used: list[str] = []
        self.refused: list[Refused] = []
        self.written: list[Path] = []
        self.unwritten: dict[str, None] = {}

    def __contains__(self, task: Task) -> bool:
        return task.name in self._tasks

    # --- tasks ---

    def searches(
        self, groups: Groups, settled: Callable[[str], bool], seconds: Callable[[], float]
    ) -> Iterator[Task]:
        """A search for proofs for each group, of what is not `settled`, nor taken from a certificate."""
        taken = () if self._request.engine == "any_number" else tuple(self.used)  # which tells why it is not for any number
        for monitors, members in groups.items():
            run_time = " ".join([RUN_TIME, *monitors])
            wanted = tuple(name for name in self._provable(members) if not settled(name) and name not in taken)
            mistakes = self._request.run_time and not settled(run_time) and run_time not in taken
            mistakes = mistakes and (not monitors or any(map(may_slip, members)))
            if wanted or mistakes:
                name = f"proof of {','.join(wanted) or run_time}"
                given = (self._sizes, self._request.options, self._faults)
                finite = self._root is not None or self._request.engine == "any_number"
                asked = Asked(self._system, tuple(members), wanted, mistakes, *given, finite)
                self._tasks[name] = run_time
                self._slippery[name] = _slippery(members)
                yield proof_task(name, asked, Budget(None, None, self._request.memory), seconds)

    def of_runs(self, claims: Sequence[Property], seconds: Callable[[], float]) -> Iterator[Task]:
        """A search for a proof of each claim about runs without end, for every combination of the options at once."""
        freed = free_options(self._system, self._request.options)
        if freed is None or len(self._combinations) == 1:
            return
        for name in self._provable(claims):
            claim = unexpected(next(claim for claim in claims if claim.name == name))
            bounded = freed if self._faults is None else bound_faults(freed, self._faults)
            system = with_monitors(with_idle(bounded), [claim])
            scope = Scope(dict(self._sizes), dict(self._request.options))
            budget = Budget(self._request.depth, None, self._request.memory)
            job = Job(f"proof of {name}", system, scope, (claim,), (), False, budget, SYMBOLIC)
            self._tasks[job.name] = RUN_TIME
            yield replace(task(job, seconds), proof=True)

    def certificates(self, groups: Groups) -> Iterator[Task]:
        """A task for each certificate that may answer a question."""
        for monitors, members in groups.items() if self._root else ():
            for name in (*self._provable(members), *(() if monitors or not self._request.run_time else (RUN_TIME,))):
                path = self._certificate(name, _slippery(members))
                if path is not None:
                    title = f"certificate of {name}"
                    self._tasks[title] = RUN_TIME
                    yield Task(title, (name,), (Contestant("certificate", self._examiner(name, path)),))

    def writings(self) -> Iterator[Task]:
        """A task for each new proof, to be written down."""
        for name, (found, claims) in self._found.items() if self._root else ():
            title = f"writing {name}"
            self._tasks[title] = RUN_TIME
            yield Task(title, (name,), (Contestant("certificate", self._writer(name, found, claims)),))

    def _provable(self, members: Sequence[Property]) -> list[str]:
        total = len(self._combinations)
        return [claim.name for claim in members if provable(claim, self._expected.get(claim.name), total)]

    # --- certificates ---

    def _certificate(self, name: str, slippery: tuple[str, ...]) -> Path | None:
        """Where there is a certificate that says as much as is asked; for any value of the options, if it can be."""
        assert self._root is not None
        for options in ({}, dict(self._request.options)):
            path = folder(self._root, self._system, self._of(name, (), options))
            if not path.is_dir() and not path.is_symlink():
                continue
            try:
                refuse_links(path, self._root)
                there = load(path, self._system)
            except UnreadableCertificate as unreadable:
                self.refused.append(Refused(path, str(unreadable)))
                continue
            wanted = self._of(name, (), options)
            if (there.property, dict(there.options)) != (wanted.property, dict(wanted.options)):
                self.refused.append(Refused(path, "it is the proof of something else, in a folder that is not its own"))
                continue
            enough = all(self._sizes[sort] == size for sort, size in there.sizes.items())
            enough = enough and (there.faults is None or (self._faults is not None and there.faults >= self._faults))
            if enough and (name != RUN_TIME or set(slippery) <= set(there.claims)):
                return path
            self.refused.append(Refused(path, "it says less than is asked"))
        return None

    def _of(self, name: str, claims: tuple[str, ...], options: Mapping[str, Value]) -> Certificate:
        path = self._system.span.source.path if self._system.span else ""
        return Certificate(path, None if name == RUN_TIME else name, (), claims, options, engine="any_number")

    def _examiner(self, name: str, path: Path) -> Callable[[Sequence[str], Send], None]:
        def run(questions: Sequence[str], send: Send) -> None:
            started = time.monotonic()
            came = verify(path, self._system, PATIENCE)
            seconds = time.monotonic() - started
            if not came.accepted:
                why = "; ".join(problem.what for problem in came.problems)
                send(Reply(name, Unknown(why), "certificate", seconds, enclosed=Refused(path, why)))
                return
            assert came.certificate is not None
            found = _found(name, self._system, came.certificate, "certificate accepted by Z3 and by cvc5")
            send(Reply(name, found.answer, "certificate", seconds, confirmed=found.confirmed, enclosed=found))

        return run

    def _writer(self, name: str, found: Found, claims: tuple[str, ...]) -> Callable[[Sequence[str], Send], None]:
        def run(questions: Sequence[str], send: Send) -> None:
            assert self._root is not None
            assert isinstance(found.answer, Unreachable)
            assert isinstance(found.answer.proof, AnyNumber | Invariant)
            sizes = {sort: size for sort, size in found.extent.items() if isinstance(size, int)}
            empty = self._of(name, claims if name == RUN_TIME else (), self._request.options)
            certificate = replace(empty, clauses=found.answer.proof.clauses, sizes=sizes, faults=found.faults)
            try:
                path = write(self._root, self._system, certificate)
            except (CannotWrite, OutsideFragment) as error:
                why = f"no certificate could be written to `{self._root}`: {error.reason}"
                send(Reply(name, Unknown(why), "certificate", enclosed=why))
                return
            came = verify(path, self._system, PATIENCE)
            if came.accepted:
                send(Reply(name, found.answer, "certificate", enclosed=path))
                return
            shutil.rmtree(path)  # what was accepted with other claims' clauses need not stand alone
            why = f"no certificate of `{name}` was written: {came.problems[0].what}"
            send(Reply(name, Unknown(why), "certificate", enclosed=why))

        return run

    # --- answers ---

    def results(self, task: Task, reply: Reply) -> Iterator[tuple[str, int, Result]]:
        """What the reply to one of the tasks means: a question, a combination, and the result that this is."""
        match reply.enclosed:
            case Path() as path:
                self.written.append(path)
                return
            case str() as why:
                self.unwritten[why] = None
                return
            case Refused() as refused:
                self.refused.append(refused)
                return
            case _:  # None, or what was found
                pass
        question = self._tasks[task.name] if reply.question == RUN_TIME else reply.question
        found = reply.enclosed if isinstance(reply.enclosed, Found) else None
        proved = isinstance(reply.answer, Unreachable)
        if found is not None and proved and reply.engine == "certificate":
            self.used.append(reply.question)
        elif found is not None and proved and question in (RUN_TIME, reply.question):
            self._found[reply.question] = found, self._slippery[task.name]
        extent = found.extent if found else self._sizes
        sizes: Extent = {sort: extent[sort] for sort in self._sizes}
        more = found is not None and found.faults is None and self._faults is not None
        expected = self._expected.get(question) or ()
        for number, combination in enumerate(self._combinations):
            if number not in expected:
                result = Result(combination, sizes, reply.answer, reply.engine, reply.seconds, confirmed=reply.confirmed)
                yield question, number, replace(result, any_faults=more and proved)

    def notes(self) -> Iterator[str]:
        """Which certificates were used, which not and why, which were written."""
        if self.used:
            count = f"{len(self.used)} proof{'s' if len(self.used) > 1 else ''}"
            yield f"{count} taken from `{self._root}`: accepted again by Z3 and by cvc5, not searched for"
        for refused in sorted(self.refused, key=lambda refused: (str(refused.path), refused.why)):
            yield f"the certificate in `{refused.path}` was not used: {refused.why}"
        if self.written:
            yield f"{len(self.written)} certificate{'s' if len(self.written) > 1 else ''} written to `{self.written[0].parent}`"
        yield from sorted(self.unwritten)


def _found(name: str, system: System, there: Certificate, confirmed: str) -> Found:
    """What a certificate that was accepted says."""
    sorts = tuple(sort.name for sort in system.sorts if sort.name not in there.sizes)
    proof = AnyNumber(there.clauses, sorts) if sorts else Invariant(there.clauses)
    extent: Extent = {sort.name: there.sizes.get(sort.name) for sort in system.sorts}
    return Found(name, Unreachable(proof), extent, there.faults, confirmed)


def _slippery(members: Sequence[Property]) -> tuple[str, ...]:
    """The claims among these whose formulas can make a run-time mistake."""
    return tuple(claim.name for claim in members if not sure(claim.formula))
